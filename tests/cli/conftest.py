"""What the tests of the command line share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import stamina

from storeconf.platform.douyin.client import ATTEMPTS


@pytest.fixture
def no_pauses() -> Iterator[None]:
    """Calls are repeated as often as ever, without waiting in between."""
    stamina.set_testing(True, attempts=ATTEMPTS)
    yield
    stamina.set_testing(False)
