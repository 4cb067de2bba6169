"""States of both kinds, as the next process finds them: here, and on another machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from machines import Machines
from storeconf.state.protocol import State
from storeconf.state.sqlite import SqliteState

OpenState = Callable[..., State]
"""The state as a new process finds it; an argument names another machine that shares it."""


@pytest.fixture
def machines(tmp_path: Path) -> Machines:
    return Machines(tmp_path / "machines")


@pytest.fixture(params=["sqlite", "git"])
def open_state(request: pytest.FixtureRequest, tmp_path: Path) -> OpenState:
    """A backend. A file is shared by the processes of one machine, a branch by all machines."""
    if request.param == "sqlite":
        return lambda machine="one": SqliteState(tmp_path / "state.db")
    return Machines(tmp_path / "machines").state
