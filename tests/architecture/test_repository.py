"""The files around the program agree with each other, so that a fresh clone works as told."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from codebase import repository_files
from storeconf import __version__
from storeconf.cli.main import EVERYDAY, MORE
from support import NOW, ROOT, SAMPLE

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SCAFFOLD = ROOT / "src" / "storeconf" / "scaffold"


def targets() -> set[str]:
    """What `make` can be asked for."""
    return set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))


def pinned(name: str) -> set[str]:
    """Packages of a requirements file."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    return {found.lower().replace("_", "-") for found in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)}


def package(requirement: str) -> str:
    """The name in a requirement."""
    return re.split(r"[<>=~!\[; ]", requirement)[0].lower().replace("_", "-")


@pytest.mark.parametrize("target", ["plan", "reset", "test", "browser", "check"])
def test_make_has_the_promised_target(target: str) -> None:
    assert target in targets()
    assert re.search(rf"^\t@echo \"make {target} ", MAKEFILE, re.MULTILINE), "make help names it"
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert phony is not None
    assert target in phony[1].split()


def test_ci_runs_what_a_developer_runs() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    commands = [line for line in script.read_text(encoding="utf-8").splitlines() if line.startswith("make ")]
    assert {"make test", "make check", "make browser"} <= set(commands)
    assert {command.split()[1] for command in commands} <= targets()


def test_sample_lives_at_the_moment_that_make_uses() -> None:
    found = re.search(r"^NOW := (.*)$", MAKEFILE, re.MULTILINE)
    assert found is not None
    assert found[1] == NOW


def test_everything_that_is_imported_is_pinned() -> None:
    runtime = pinned("runtime.txt")
    locked = runtime | pinned("dev.txt") | pinned("ocr.txt")
    wanted = {package(one) for one in PROJECT["project"]["dependencies"]}
    assert wanted <= runtime
    extras = PROJECT["project"]["optional-dependencies"].values()
    assert {package(one) for group in extras for one in group} <= locked
    tools = (ROOT / "requirements" / "dev.in").read_text(encoding="utf-8").splitlines()
    assert {package(one) for one in tools if one and not one.startswith(("#", "-"))} <= pinned("dev.txt")


def test_every_pin_has_a_hash() -> None:
    for file in (ROOT / "requirements").glob("*.txt"):
        text = file.read_text(encoding="utf-8")
        assert text.count("==") <= text.count("--hash=sha256:"), file.name


def test_version_is_written_once() -> None:
    assert PROJECT["project"]["version"] == __version__


def test_sample_project_is_in_the_repository() -> None:
    held = {file.parts[0] for file in repository_files()}
    assert set(SAMPLE) <= held
    assert ".storeconf" not in held


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"])
def test_repository_has_the_usual_file(name: str) -> None:
    assert len((ROOT / name).read_text(encoding="utf-8")) > 200


@pytest.mark.parametrize("command", [name for name, _ in (*EVERYDAY, *MORE)])
def test_both_readmes_name_the_command(command: str) -> None:
    for name in ("README.md", "README.zh-CN.md"):
        assert re.search(rf"\b{command}\b", (ROOT / name).read_text(encoding="utf-8")), name


def test_scaffolded_workflow_runs_commands_that_exist() -> None:
    files = [file for file in SCAFFOLD.rglob("*.yaml") if "workflows" in file.parts]
    assert files
    known = {name for name, _ in (*EVERYDAY, *MORE)}
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert isinstance(yaml.safe_load(text), dict)
        assert set(re.findall(r"\bstoreconf ([a-z]+)", text)) <= known


def pages_in(folder: Path) -> dict[str, str]:
    """The generated pages below a folder."""
    files = [file for part in ("reference", "rules") for file in (folder / part).iterdir()]
    return {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in files}


def test_generated_pages_are_as_generated(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "scripts" / "pages.py", tmp_path], check=True)
    assert pages_in(tmp_path) == pages_in(ROOT / "docs"), "run: make schemas"


def test_guides_link_only_to_files_that_exist() -> None:
    for page in (file for file in repository_files() if file.parts[0] == "docs" and file.suffix == ".md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text)
        assert [link for link in links if not (ROOT / page.parent / link).exists()] == [], page


def test_no_json_of_the_repository_is_broken() -> None:
    for file in repository_files():
        if file.suffix == ".json" and file.parts[0] != "tests":
            json.loads((ROOT / file).read_text(encoding="utf-8"))


def test_names_of_files_are_portable() -> None:
    lowered: dict[str, Path] = {}
    for file in repository_files():
        assert str(file).isascii(), file
        assert lowered.setdefault(str(file).lower(), file) == file
