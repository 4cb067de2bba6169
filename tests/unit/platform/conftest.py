"""What the tests of the platform share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina

from lab import Lab, embedded
from storeconf.platform.douyin.client import ATTEMPTS


@pytest.fixture(autouse=True)
def no_pauses() -> Iterator[None]:
    """Calls are repeated as often as ever, without waiting in between."""
    stamina.set_testing(True, attempts=ATTEMPTS)
    yield
    stamina.set_testing(False)


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    """A sandbox of its own, without a socket."""
    return embedded(tmp_path)
