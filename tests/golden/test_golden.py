"""Whole outputs of small projects, kept as files that a person has read: see `cases.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import Case, cases

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.folder.name)
def test_case_shows_what_was_accepted(case: Case, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    shown = case.show(tmp_path)
    if pytestconfig.getoption("update_snapshots"):
        case.accept(shown)
    difference = case.difference(shown)
    assert not difference, f"pytest --snapshot-update accepts this:\n{difference}"


def test_every_folder_is_a_case() -> None:
    folders = {file.name for file in CASES[0].folder.parent.iterdir() if file.is_dir() and file.name[:1].isdigit()}
    assert folders == {case.folder.name for case in CASES}
