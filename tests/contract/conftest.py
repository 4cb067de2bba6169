"""The sandbox reached in both ways: every test here runs without a socket and over real HTTP."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import stamina

from lab import Clock, Lab
from storeconf.platform.douyin.client import ATTEMPTS
from storeconf.platform.douyin.http import HttpTransport
from storeconf.platform.douyin.transport import WsgiApp, WsgiTransport
from storeconf.platform.sandbox.app import SandboxApp
from storeconf.platform.sandbox.database import Database
from storeconf.platform.sandbox.serve import serve


@pytest.fixture(autouse=True)
def no_pauses() -> Iterator[None]:
    """Calls are repeated as often as ever, without waiting in between."""
    stamina.set_testing(True, attempts=ATTEMPTS)
    yield
    stamina.set_testing(False)


class Stage:
    """What the one server of this run shows: each test puts its own application on it."""

    def __init__(self) -> None:
        self.app: WsgiApp | None = None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        assert self.app is not None
        return self.app(environ, start_response)


@pytest.fixture(scope="session")
def stage() -> Iterator[tuple[Stage, str]]:
    """`sandbox serve` on a free loopback port, for the whole run."""
    shown, port = Stage(), queue.Queue[int]()
    threading.Thread(target=serve, args=(shown, 0, port.put), daemon=True).start()
    yield shown, f"http://127.0.0.1:{port.get(timeout=30)}"
    shown.app = None


@pytest.fixture(params=["embedded", "served"])
def lab(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Lab]:
    """A sandbox of its own for each test."""
    database, now = Database(tmp_path / "platform.db"), Clock()
    app = SandboxApp(database, now)
    if request.param == "embedded":
        yield Lab(database, WsgiTransport(app), now)
        return
    shown, url = request.getfixturevalue("stage")
    shown.app = app
    with closing(HttpTransport(url)) as transport:
        yield Lab(database, transport, now)
