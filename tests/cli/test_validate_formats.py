"""What `validate` prints for other programs: SARIF, JUnit, GitHub's annotations."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from storeconf.cli.checkout import prefix
from support import ROOT, Cli, edit

BROKEN = "stores/yanli/hz-yanli-hubin.yaml"
SCHEMA = json.loads((ROOT / "tests/data/sarif/log.schema.json").read_text(encoding="utf-8"))
FORMATS = ("json", "sarif", "junit", "github")


@pytest.fixture
def broken(fleet: Cli) -> Cli:
    """The sample with one document of a wrong kind."""
    edit(fleet.folder / BROKEN, "kind: Store", "kind: Shop")
    return fleet


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_the_exit_code_of_the_text(broken: Cli, name: str) -> None:
    result = broken("validate", "--format", name, code=1)
    assert result.err == ""
    assert "SC201" in result.out
    assert broken("--format", name, "validate", code=1).out == result.out


def test_sarif(broken: Cli) -> None:
    log = broken("validate", "--format", "sarif", code=1).json
    jsonschema.Draft202012Validator(SCHEMA).validate(log)
    (found,) = [one for one in log["runs"][0]["results"] if one["ruleId"] == "SC201"]
    place = found["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == BROKEN
    assert place["region"] == {"startLine": 2, "startColumn": 7, "endLine": 2, "endColumn": 11}


def test_junit(broken: Cli) -> None:
    top = ET.fromstring(broken("validate", "--format", "junit", code=1).out)
    assert {suite.get("name") for suite in top} >= {"@shuyu", "bj-sanlitun", "project"}
    assert int(top.get("failures", "")) >= 1


def test_junit_of_some_stores_names_those_alone(fleet: Cli) -> None:
    top = ET.fromstring(fleet("validate", "bj-sanlitun", "--format", "junit", code=None).out)
    assert "bj-sanlitun" in {suite.get("name") for suite in top}
    assert "@shuyu" not in {suite.get("name") for suite in top}


def test_annotations(broken: Cli) -> None:
    rows = broken("validate", "--format", "github", code=1).out.splitlines()
    assert any(row.startswith(f"::error file={BROKEN},line=2,col=7,endColumn=11,title=SC201 ") for row in rows)
    assert not rows[-1].startswith("::")


def test_text_of_a_stranger_gives_no_command(broken: Cli) -> None:
    """A document may hold anything; none of it may stand at the beginning of a line."""
    edit(broken.folder / BROKEN, "kind: Shop", 'kind: "x\\n::add-mask::y\\r::stop-commands::z"')
    rows = broken("validate", "--format", "github", code=1).out.splitlines()
    assert {row.split(" ")[0] for row in rows if row.startswith("::")} <= {"::error", "::warning", "::notice"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_languages(broken: Cli, lang: str) -> None:
    for name in FORMATS[1:]:
        out = broken("--lang", lang, "validate", "--format", name, code=1).out
        assert ("不认识的 kind" in out) is (lang == "zh")
        assert ("unknown kind" in out) is (lang == "en")


def test_format_of_validate_is_no_format_of_plan(fleet: Cli) -> None:
    assert "sarif" in fleet("--format", "sarif", "plan", code=64).err


# -- where the project lies in its repository --------------------------------------------------------------------------


def test_project_is_the_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert prefix(tmp_path, {}) == ""


def test_project_is_a_folder_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("gitdir: elsewhere", encoding="utf-8")
    (tmp_path / "a/shops").mkdir(parents=True)
    assert prefix(tmp_path / "a/shops", {}) == "a/shops/"


def test_workspace_of_the_runner_counts_when_the_project_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "work/shops/.git").mkdir(parents=True)
    assert prefix(tmp_path / "work/shops", {"GITHUB_WORKSPACE": str(tmp_path / "work")}) == "shops/"
    assert prefix(tmp_path / "work/shops", {"GITHUB_WORKSPACE": str(tmp_path / "other")}) == ""
    assert prefix(tmp_path / "work/shops", {"GITHUB_WORKSPACE": ""}) == ""


def test_without_a_repository_names_are_the_projects_own(tmp_path: Path) -> None:
    assert prefix(tmp_path, {}) == ""


def test_annotations_name_files_from_the_repository(fleet: Cli) -> None:
    edit(fleet.folder / BROKEN, "kind: Store", "kind: Shop")
    (fleet.folder.parent / ".git").mkdir()
    assert f"file=fleet/{BROKEN}," in fleet("validate", "--format", "github", code=1).out
