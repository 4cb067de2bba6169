"""Pages in a real browser. `make browser` runs these tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from browsing import Browser, start
from support import Cli


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The browser of this run."""
    found = start(tmp_path_factory.mktemp("profile"), tmp_path_factory.mktemp("downloads"))
    yield found
    found.driver.quit()


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """The browser; whatever a page does, it asks for nothing but itself and complains of nothing."""
    assert chromium.complaints == [] and chromium.requests is not None
    yield chromium
    assert chromium.complaints == []
    assert {urlsplit(url).scheme for url in chromium.requests} <= {"file", "about", "blob", "data"}
    chromium.js("try { localStorage.clear() } catch {}")


@pytest.fixture(scope="session")
def sample_report(prepared_fleet: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the sample fleet."""
    target = tmp_path_factory.mktemp("report") / "report.html"
    Cli(prepared_fleet)("report", "--html", str(target))
    return target


@pytest.fixture
def own_fleet(prepared_fleet: Path, tmp_path: Path) -> Cli:
    """A copy of the sample fleet."""
    shutil.copytree(prepared_fleet, tmp_path / "fleet")
    return Cli(tmp_path / "fleet")
