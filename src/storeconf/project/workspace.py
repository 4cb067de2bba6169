"""Where a project keeps what is not configuration: `.storeconf/`, one folder for each platform it talks to.

What was recorded against the sandbox never mixes with what was recorded against a real account.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from storeconf.core.diagnostics import Code, fail
from storeconf.core.text import Message, Text
from storeconf.model.documents import ProjectDoc
from storeconf.model.storage import StateSettings
from storeconf.platform.douyin.http import check_base_url, is_loopback
from storeconf.state.protocol import State
from storeconf.state.sqlite import SqliteState

FOLDER = ".storeconf"
SANDBOX = "sandbox"
BASE_URL_VARIABLE = "STORECONF_BASE_URL"

BACKEND = Code("SC604", "state-backend", Text("这个版本没有这种状态后端", "this version has no such state backend"))
NOT_YET = Text(
    "state.backend 是 {backend}，这个版本只有 sqlite 和 git",
    "state.backend is {backend}; this version has sqlite and git only",
)
USE_GIT = Text(
    "几台机器共用一份状态，写 state: {{backend: git}}",
    "for a state that several machines share, write state: {{backend: git}}",
)


@dataclass(frozen=True, slots=True)
class Workspace:
    """The paths of one project against one platform."""

    root: Path
    base_url: str
    """`sandbox`, or the platform's address."""
    storage: StateSettings

    @classmethod
    def of(cls, root: Path, settings: ProjectDoc, override: str) -> Workspace:
        """Raises StoreconfError for an unusable address or backend."""
        if settings.state.backend == "postgres":
            raise fail(BACKEND, NOT_YET(backend=settings.state.backend), fix=USE_GIT())
        base_url = override or settings.platform.base_url
        return cls(root, base_url if base_url == SANDBOX else check_base_url(base_url), settings.state)

    @property
    def realm(self) -> str:
        """Whose records these are. A served sandbox on this machine is the sandbox too."""
        if self.base_url == SANDBOX or is_loopback(self.base_url):
            return SANDBOX
        return (urlsplit(self.base_url).hostname or "").replace(":", "_")

    @property
    def in_sandbox(self) -> bool:
        """Whether nothing real is touched."""
        return self.realm == SANDBOX

    @property
    def embedded(self) -> bool:
        """Whether the sandbox runs inside this process."""
        return self.base_url == SANDBOX

    @property
    def folder(self) -> Path:
        """Everything of this platform."""
        return self.root / FOLDER / self.realm

    @property
    def sandbox_file(self) -> Path:
        """The sandbox's data."""
        return self.root / FOLDER / SANDBOX / "platform.db"

    def state(self, now: Callable[[], datetime], remark: Callable[[Message], None], backend: str = "") -> State:
        """The records. Raises StoreconfError when they can't be used.

        `now`: the time that a shared lease runs by; `remark`: tells what a person should know; `backend`: another
        than the project's.
        """
        if (backend or self.storage.backend) == "sqlite":
            return SqliteState(self.folder / "state.db")
        from storeconf.state.branch import Branch
        from storeconf.state.git import GitState

        branch = Branch(self.root, self.storage.branch, self.storage.remote, self.realm)
        return GitState(self.folder / "branch.db", branch, now, remark)
