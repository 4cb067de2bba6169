"""Fixtures for all tests: a clean environment, the sample fleet, projects made on the spot."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from support import Cli, copy_sample, write_files

MakeProject = Callable[[Mapping[str, str | bytes]], Cli]


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the machine sets must not reach a test."""
    for name in list(os.environ):
        if name.startswith(("STORECONF_", "GITHUB_", "LC_", "LANG")) or name in (
            "NO_COLOR",
            "CI",
            "COLUMNS",
            "FORCE_COLOR",
        ):
            monkeypatch.delenv(name)


@pytest.fixture
def no_background(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shared state is written at the beginning and at the end only, however slow the machine is."""
    monkeypatch.setattr("storeconf.state.git.FIRST_SECONDS", 3600.0)


@pytest.fixture(scope="session")
def prepared_fleet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample fleet with its sandbox at the sample's moment; copied for each test, never changed.

    Its pictures are looked at once, so that no test has to.
    """
    folder = copy_sample(tmp_path_factory.mktemp("sample"))
    Cli(folder)("sandbox", "reset")
    Cli(folder)("validate")
    return folder


@pytest.fixture
def fleet(prepared_fleet: Path, tmp_path: Path) -> Cli:
    """The sample fleet, to do anything with."""
    folder = tmp_path / "fleet"
    shutil.copytree(prepared_fleet, folder)
    return Cli(folder)


@pytest.fixture
def make_project(tmp_path: Path) -> MakeProject:
    """A project made of the given files; a project file is added when there is none."""

    def make(files: Mapping[str, str | bytes]) -> Cli:
        folder = tmp_path / "project"
        base = {"storeconf.yaml": "apiVersion: storeconf/v1\nkind: Project\n"}
        return Cli(write_files(folder, {**base, **files}))

    return make
