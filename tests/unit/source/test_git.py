"""The repository around a project: names, histories that are cut off, files as they were."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from repository import clone, repository
from storeconf.core.diagnostics import Diagnostic, StoreconfError
from storeconf.source.before import FilesBefore
from storeconf.source.files import FileProblem
from storeconf.source.git import GitFailed, Repository


def before(folder: Path, commit: str) -> FilesBefore:
    found = Repository(folder)
    return FilesBefore(folder, found, commit, found.changed(commit))


def test_changes_are_what_differs_from_the_commit_committed_or_not(tmp_path: Path) -> None:
    git = repository(
        tmp_path, {"a": "1\n", "b": "1\n", "中文 名.yaml": "1\n", "same": "1\n", ".gitignore": "ignored\n"}
    )
    first = git("rev-parse", "HEAD")
    git.commit("second", {"a": "2\n"})
    (tmp_path / "b").unlink()
    (tmp_path / "中文 名.yaml").write_text("2\n")
    (tmp_path / "new").write_text("1\n")
    (tmp_path / "ignored").write_text("1\n")
    os.utime(tmp_path / "same", (1, 1))
    assert Repository(tmp_path).changed(first) == ["a", "b", "new", "中文 名.yaml"]


def test_a_project_in_a_folder_of_the_repository(tmp_path: Path) -> None:
    git = repository(tmp_path, {"shop/stores/a.yaml": "a: 1\n", "other": "1\n"})
    first = git.commit("x")
    (tmp_path / "shop/stores/a.yaml").write_text("a: 2\n")
    (tmp_path / "other").write_text("2\n")
    found = Repository(tmp_path / "shop")
    assert found.prefix == "shop/"
    assert found.changed(first) == ["stores/a.yaml"]
    assert before(tmp_path / "shop", first).read("stores/a.yaml", limit=99) == b"a: 1\n"


def test_files_are_read_as_they_were(tmp_path: Path) -> None:
    big = bytes(range(256)) * 8192
    git = repository(tmp_path, {"s/a.yaml": "a: 1\n", "s/gone.yml": "g: 1\n", "s/same.yaml": "s: 1\n", "big": big})
    first = git("rev-parse", "HEAD")
    (tmp_path / "s/a.yaml").write_text("a: 2\n")
    (tmp_path / "s/gone.yml").unlink()
    (tmp_path / "s/new.yaml").write_text("n: 1\n")
    (tmp_path / "big").write_bytes(b"small")
    files = before(tmp_path, first)
    assert list(files.documents("s")) == ["s/a.yaml", "s/same.yaml", "s/gone.yml"]
    assert [files.read(f"s/./{name}", limit=99) for name in ("a.yaml", "gone.yml", "same.yaml")] == [
        b"a: 1\n",
        b"g: 1\n",
        b"s: 1\n",
    ]
    assert files.exists("s/gone.yml") and not files.exists("s/new.yaml") and files.exists("s/same.yaml")
    assert files.sha256("big") == hashlib.sha256(big).hexdigest()
    assert files.sha256("s/same.yaml") == hashlib.sha256(b"s: 1\n").hexdigest()
    with pytest.raises(FileProblem):
        files.read("s/new.yaml", limit=99)
    with pytest.raises(FileProblem):
        files.read("big", limit=99)


def test_a_link_in_a_commit_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to("/etc/hostname")
    git = repository(tmp_path)
    first = git("rev-parse", "HEAD")
    (tmp_path / "a.yaml").unlink()
    (tmp_path / "a.yaml").write_text("a: 1\n")
    with pytest.raises(FileProblem):
        before(tmp_path, first).read("a.yaml", limit=99)


def test_links_to_folders_are_still_reported(tmp_path: Path) -> None:
    git = repository(tmp_path, {"s/a.yaml": "a: 1\n"})
    (tmp_path / "s/more").symlink_to("..")
    found = list(before(tmp_path, git("rev-parse", "HEAD")).documents("s"))
    assert [type(one) for one in found] == [Diagnostic, str]


def test_a_shallow_clone_knows_parents_that_it_does_not_have(tmp_path: Path) -> None:
    git = repository(tmp_path / "origin", {"a": "1\n"})
    first, second = git("rev-parse", "HEAD"), git.commit("second", {"a": "2\n"})
    copy = clone(git, tmp_path / "copy", "--depth=1")
    found = Repository(copy.folder)
    assert found.shallow and not Repository(git.folder).shallow
    assert found.parents(second) == [first]
    assert found.commit(first) == "" and found.merge_base("HEAD", first) == ""
    assert found.remotes() == ["origin"]
    assert found.fetch("origin", "main") == second


@pytest.mark.parametrize("name", ["nope", "-x", "--help", "main^{tree}:x", "a b", "\u202e", ""])
def test_names_that_are_no_commits(tmp_path: Path, name: str) -> None:
    repository(tmp_path)
    assert Repository(tmp_path).commit(name) == ""


def test_git_says_why(tmp_path: Path) -> None:
    repository(tmp_path)
    with pytest.raises(GitFailed):
        Repository(tmp_path).fetch("nowhere", "main")


def test_outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(StoreconfError) as caught:
        Repository(tmp_path)
    assert caught.value.diagnostics[0].code.id == "SC740"


def test_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StoreconfError) as caught:
        Repository(tmp_path)
    assert caught.value.diagnostics[0].code.id == "SC740"
