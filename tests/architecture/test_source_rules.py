"""Rules of the house that no linter has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from codebase import repository_texts, trees
from support import ROOT

CLOCKS = {"cli/base.py", "cli/sandbox.py", "project/project.py"}
"""Where the real time comes in; everything else takes it as a value."""
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
INDEX_OPTION = re.compile(r"^\s*(-i|--(extra-)?index-url|--find-links|--trusted-host)\b", re.MULTILINE)


def attribute_calls(*names: str) -> Iterator[tuple[str, int]]:
    """Files and lines that call something by these dotted names."""
    for file, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in names:
                yield str(file), node.lineno


def test_only_the_command_line_prints() -> None:
    prints = {file for file, _ in attribute_calls("print", "click.echo", "sys.stdout.write", "sys.stderr.write")}
    assert {file for file in prints if not file.startswith("cli/")} == set()


def test_time_comes_from_outside() -> None:
    clocks = set(attribute_calls("datetime.now", "datetime.utcnow", "date.today", "time.time", "datetime.today"))
    assert {file for file, _ in clocks} <= CLOCKS


def test_nothing_sleeps_but_retries() -> None:
    assert {file for file, _ in attribute_calls("time.sleep")} == set()


@pytest.mark.parametrize("package", ["core", "model", "plan"])
def test_package_that_decides_reads_no_file(package: str) -> None:
    files = [(file, tree) for file, tree in trees() if str(file).startswith(f"{package}/")]
    assert files
    opened = [
        f"{file}:{node.lineno}"
        for file, tree in files
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open"
    ]
    assert opened == []


def test_repository_holds_no_path_of_the_machine_that_made_it() -> None:
    here = str(ROOT)
    assert [str(file) for file, text in repository_texts() if here in text] == []


def test_requirements_name_no_package_index() -> None:
    pinned = {file: text for file, text in repository_texts() if file.parts[0] == "requirements"}
    assert pinned
    assert [str(file) for file, text in pinned.items() if INDEX_OPTION.search(text) or "file:///" in text] == []


def test_nothing_is_left_unfinished() -> None:
    here = f"tests/architecture/{__name__.split('.')[-1]}.py"
    found = [str(file) for file, text in repository_texts() if file.suffix == ".py" and UNFINISHED.search(text)]
    assert [file for file in found if file != here] == []
