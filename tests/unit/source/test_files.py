"""Files are found, opened and hashed without ever leaving the project, whatever a stranger put into it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from storeconf.core.diagnostics import Diagnostic
from storeconf.source.files import FileProblem, ProjectFiles
from support import write_files


def found(folder: Path, below: str = "stores") -> list[str]:
    """Names of documents; what is wrong as `CODE name`."""
    items = ProjectFiles(folder).documents(below)
    return [f"{i.code.id} {i.span.file}" if isinstance(i, Diagnostic) and i.span else str(i) for i in items]


def refused(folder: Path, name: str, limit: int = 100) -> str:
    """The code of what stops a file from being read."""
    with pytest.raises(FileProblem) as caught:
        ProjectFiles(folder).read(name, limit=limit)
    assert caught.value.diagnostic.span is not None
    assert caught.value.diagnostic.span.file == name
    return caught.value.diagnostic.code.id


def test_documents_come_in_a_fixed_order_with_either_extension(tmp_path: Path) -> None:
    names = ["stores/b.yaml", "stores/a.yml", "stores/z/a.YAML", "stores/c/x.yaml", "stores/c/d/y.yml"]
    write_files(tmp_path, dict.fromkeys([*names, "stores/readme.md", "stores/a.yaml.bak", "other/x.yaml"], "x"))
    assert found(tmp_path) == [
        "stores/a.yml",
        "stores/b.yaml",
        "stores/c/x.yaml",
        "stores/c/d/y.yml",
        "stores/z/a.YAML",
    ]


def test_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert found(tmp_path) == []


@pytest.mark.parametrize("target", ["..", ".", "../other", "/", "/nowhere/at/all"])
def test_link_to_a_folder_is_told_and_never_followed(target: str, tmp_path: Path) -> None:
    write_files(tmp_path, {"stores/a.yaml": "x", "other/b.yaml": "x"})
    (tmp_path / "stores" / "loop").symlink_to(target)
    (tmp_path / "stores" / "loop2").symlink_to("loop")
    expected = ["SC113 stores/loop", "SC113 stores/loop2", "stores/a.yaml"]
    assert found(tmp_path) == (expected if Path(tmp_path / "stores", target).exists() else ["stores/a.yaml"])


def test_stores_itself_may_be_no_link(tmp_path: Path) -> None:
    write_files(tmp_path, {"elsewhere/a.yaml": "x"})
    (tmp_path / "stores").symlink_to("elsewhere")
    assert found(tmp_path) == ["SC113 stores"]


def test_stores_that_is_a_file_is_told(tmp_path: Path) -> None:
    write_files(tmp_path, {"stores": "x"})
    assert found(tmp_path) == ["SC101 stores"]


def test_folder_named_like_a_document_is_walked(tmp_path: Path) -> None:
    write_files(tmp_path, {"stores/x.yaml/a.yaml": "x"})
    assert found(tmp_path) == ["stores/x.yaml/a.yaml"]


# -- reading -----------------------------------------------------------------------------------------------------------


def test_reads_the_bytes_up_to_the_limit(tmp_path: Path) -> None:
    write_files(tmp_path, {"a": b"12345", "b": b"123456"})
    assert ProjectFiles(tmp_path).read("a", limit=5) == b"12345"
    assert refused(tmp_path, "b", limit=5) == "SC110"


def test_huge_file_is_refused_by_its_size_without_reading_it(tmp_path: Path) -> None:
    with (tmp_path / "sparse").open("wb") as stream:
        stream.truncate(1 << 40)
    assert refused(tmp_path, "sparse", limit=1 << 20) == "SC110"


@pytest.mark.parametrize("name", ["../secret", "link", "chain", "inner/link", "absolute", "device"])
def test_nothing_outside_is_read(name: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    folder = tmp_path / "project"
    (folder / "inner").mkdir(parents=True)
    links = {"link": "../secret", "chain": "link", "inner/link": "../../secret", "device": "/dev/zero"}
    for link, target in {**links, "absolute": str(tmp_path / "secret")}.items():
        (folder / link).symlink_to(target)
    assert refused(folder, name) == "SC113"


def test_neighbour_whose_name_begins_alike_is_outside(tmp_path: Path) -> None:
    write_files(tmp_path, {"project-2/a": "x"})
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "a").symlink_to("../project-2/a")
    assert refused(tmp_path / "project", "a") == "SC113"


def test_link_inside_is_read_and_the_root_may_be_one(tmp_path: Path) -> None:
    write_files(tmp_path / "real", {"a": b"x"})
    (tmp_path / "real" / "b").symlink_to("a")
    (tmp_path / "root").symlink_to("real")
    assert ProjectFiles(tmp_path / "root").read("b", limit=9) == b"x"


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (os.mkfifo, "SC113"),
        (os.mkdir, "SC113"),
        (lambda path: Path(path).symlink_to(path), "SC101"),
        (lambda path: Path(path).symlink_to("nowhere"), "SC101"),
        (lambda path: None, "SC101"),
    ],
    ids=["pipe", "folder", "link to itself", "link to nothing", "nothing"],
)
def test_what_is_no_file_is_refused_and_never_waited_for(make: object, code: str, tmp_path: Path) -> None:
    assert callable(make)
    make(tmp_path / "a")
    assert refused(tmp_path, "a") == code


def test_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*arguments: object, **more: object) -> int:
        raise PermissionError(13, "Permission denied")

    write_files(tmp_path, {"a": "x"})
    monkeypatch.setattr(os, "open", forbidden)
    assert refused(tmp_path, "a") == "SC101"


def test_name_that_is_too_long_for_any_file_is_told(tmp_path: Path) -> None:
    assert refused(tmp_path, "a" * 300) == "SC101"


# -- hashing -----------------------------------------------------------------------------------------------------------


def test_hash_is_of_the_content_and_taken_once(tmp_path: Path) -> None:
    write_files(tmp_path, {"a": b"content"})
    files = ProjectFiles(tmp_path)
    assert files.sha256("a") == hashlib.sha256(b"content").hexdigest()
    (tmp_path / "a").unlink()
    assert files.sha256("a") == hashlib.sha256(b"content").hexdigest()


def test_nothing_outside_is_hashed(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "secret").write_bytes(b"x")
    with pytest.raises(FileProblem):
        ProjectFiles(tmp_path / "project").sha256("../secret")
