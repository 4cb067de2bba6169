"""Hostile files beside a good store: one clear error each, at its place, and the good store is planned all the same."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from conftest import MakeProject
from hostile import BAD, COUNTER, GOOD, HOSTILE, PROJECT, Hostile
from storeconf.source.reader import FORBIDDEN
from support import Cli, Result, write_files

pytestmark = pytest.mark.timeout(60)

CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
DEFECTS = ("内部出错", "failed inside", "Traceback")
each_document = pytest.mark.parametrize("hostile", HOSTILE, ids=lambda one: one.name)


@pytest.fixture
def project(make_project: MakeProject) -> Cli:
    """A project with the good store."""
    return make_project(PROJECT)


def problems(cli: Cli, *arguments: str) -> list[dict[str, Any]]:
    """What `validate` finds wrong, which is something."""
    result = cli("validate", "--format", "json", *arguments, code=1)
    assert result.err == ""
    found: list[dict[str, Any]] = result.json["diagnostics"]
    return found


def place(problem: dict[str, Any]) -> str:
    """Where a problem stands, as it is printed."""
    start = problem["range"]["start"]
    return f"{problem['file']}:{start['line']}:{start['column']}"


def plans_the_good_store(cli: Cli) -> None:
    """The plan says which document didn't load, and plans the rest."""
    result = cli("plan", code=1)
    assert "good/payment_reply" in result.out
    assert BAD in result.out + result.err
    assert no_defect(result)


def planned(cli: Cli, code: int = 0) -> set[str]:
    """What there is something to do about."""
    return {step["address"] for step in cli("plan", "--format", "json", code=code).json["steps"]}


def no_defect(result: Result) -> bool:
    """Nothing broke inside the program."""
    return result.code in (0, 1) and not any(word in result.out + result.err for word in DEFECTS)


# -- one clear error each ----------------------------------------------------------------------------------------------


@each_document
def test_is_one_error_at_its_place(hostile: Hostile, project: Cli) -> None:
    hostile.put(project.folder)
    (found,) = problems(project)
    assert (found["code"], place(found)) == (hostile.code, hostile.place)
    assert found["severity"] == "error"
    assert hostile.says in found["detail"]
    plans_the_good_store(project)


@each_document
def test_is_shown_to_a_person(hostile: Hostile, project: Cli) -> None:
    hostile.put(project.folder)
    result = project("validate", code=1)
    lines = result.out.splitlines()
    assert lines[0].startswith(f"错误 {hostile.code} ")
    assert f"  --> {hostile.place}" in lines
    assert lines[-1] == "1 个错误，0 个警告"
    assert FORBIDDEN.search(result.out) is None
    assert max(map(len, lines)) < 400
    assert result.err == ""


@each_document
def test_is_explained_in_english(hostile: Hostile, project: Cli) -> None:
    hostile.put(project.folder)
    (found,) = problems(project, "--lang", "en")
    assert place(found) == hostile.place
    assert CHINESE.findall(f"{found['summary']} {found['detail']} {found['fix']}") == []


def test_all_at_once_are_all_told(project: Cli) -> None:
    for number, hostile in enumerate(HOSTILE):
        folder = project.folder / "stores" / str(number) / "stores"
        folder.mkdir(parents=True)
        hostile.put(folder.parent)
    assert len(problems(project)) == len(HOSTILE)
    plans_the_good_store(project)


def test_good_documents_of_the_same_file_stay(make_project: MakeProject) -> None:
    both = "\n".join(line.removeprefix("    ") for line in GOOD.splitlines())
    cli = make_project({"stores/acme.yaml": PROJECT["stores/acme.yaml"], BAD: COUNTER + "  counter: 右\n---" + both})
    (found,) = problems(cli)
    assert (found["code"], place(found)) == ("SC106", f"{BAD}:6:3")
    plans_the_good_store(cli)


# -- files that are not what their name says ---------------------------------------------------------------------------


STRANGE = (b"\xff\xfe.yaml", b"line\nbreak.yaml", b"\x1b[2Jclear.yaml", "左\u202e右.yaml".encode(), b"..yaml", b" .yml")
"""No UTF-8, a line break, an escape sequence, an override of direction, only an extension, a blank."""


def test_strange_file_names_are_printed_harmlessly(project: Cli) -> None:
    for name in STRANGE:
        file = bytes(project.folder / "stores") + b"/" + name
        Path(file.decode(errors="surrogateescape")).write_text("a: [", encoding="utf-8")
    assert len([one for one in problems(project) if one["code"] == "SC105"]) == len(STRANGE)
    for arguments in (("validate",), ("validate", "--format", "json"), ("plan",)):
        result = project.process(*arguments)
        assert result.code == 1
        assert "SC105" in result.out + result.err
        assert FORBIDDEN.search(result.out + result.err) is None
        assert no_defect(result)


def test_folder_named_like_a_document_is_a_folder(project: Cli) -> None:
    write_files(project.folder, {f"{BAD}/inner.yaml": GOOD.replace("good", "inner")})
    project("validate")
    assert planned(project) == {"good/payment_reply", "inner/payment_reply"}


@pytest.mark.parametrize("target", ["../stores", ".", "/", "../.."])
def test_link_to_a_folder_is_refused_and_not_followed(target: str, project: Cli) -> None:
    (project.folder / "stores" / "loop").symlink_to(target)
    (found,) = problems(project)
    assert (found["code"], place(found)) == ("SC113", "stores/loop:1:1")
    assert planned(project, code=1) == {"good/payment_reply"}


def test_what_a_link_points_to_is_not_printed(project: Cli) -> None:
    secret = project.folder.parent / "secret.yaml"
    secret.write_text("password: hunter2\n", encoding="utf-8")
    (project.folder / BAD).symlink_to(secret)
    shown = project("validate", code=1)
    assert "hunter2" not in shown.out + shown.err


def test_link_inside_the_project_is_read(project: Cli) -> None:
    write_files(project.folder, {"shared/other.yaml": GOOD.replace("good", "other")})
    (project.folder / "stores" / "other.yaml").symlink_to("../shared/other.yaml")
    assert planned(project) == {"good/payment_reply", "other/payment_reply"}


@pytest.mark.parametrize("name", ["observations/good.yaml", "sandbox.yaml"])
@pytest.mark.parametrize("hostile", [h for h in HOSTILE if h.code in ("SC102", "SC106", "SC110")], ids=lambda h: h.name)
def test_no_other_file_brings_it_down(name: str, hostile: Hostile, project: Cli) -> None:
    (project.folder / "stores").rename(project.folder / "kept")
    (project.folder / "stores").mkdir()
    hostile.put(project.folder)
    (project.folder / name).parent.mkdir(exist_ok=True)
    (project.folder / BAD).rename(project.folder / name)
    (project.folder / "stores").rmdir()
    (project.folder / "kept").rename(project.folder / "stores")
    for command in (("validate",), ("plan",), ("sandbox", "reset")):
        assert no_defect(project(*command, code=None))


@pytest.mark.parametrize("hostile", [one for one in HOSTILE if one.says != "Project"], ids=lambda one: one.name)
def test_as_the_project_file_it_ends_every_command(hostile: Hostile, project: Cli) -> None:
    hostile.put(project.folder)
    (project.folder / BAD).replace(project.folder / "storeconf.yaml")
    for command in ("validate", "plan"):
        result = project(command, code=1)
        assert "storeconf.yaml" in result.err
        assert no_defect(result)


# -- wrong types -------------------------------------------------------------------------------------------------------

WRONG: tuple[Any, ...] = (
    "x",
    "",
    "-1",
    "9" * 5000,
    "９",
    "1e999",
    [],
    ["x"],
    [None],
    [[]],
    {},
    {"x": "y"},
    {"": "x"},
    {"x": [{"y": None}]},
)


@pytest.mark.parametrize("wrong", WRONG, ids=lambda value: json.dumps(value)[:20])
def test_wrong_types_everywhere_are_told_at_their_places(wrong: Any, project: Cli) -> None:
    tree = {
        "apiVersion": "storeconf/v1",
        "kind": "Store",
        "metadata": {"name": "bad", "account": "acme", "labels": wrong},
        "spec": dict.fromkeys(
            ("licences", "poi", "products", "videos", "lives", "voice_call", "pinned_video", "booking"), wrong
        ),
        "lifecycle": wrong,
    }
    (project.folder / BAD).write_text(json.dumps(tree, ensure_ascii=False, indent=1), encoding="utf-8")
    for found in problems(project):
        assert found["file"] == BAD
        assert found["range"]["start"]["line"] > 1
        assert len(found["detail"]) < 400
    plans_the_good_store(project)
