"""Git repositories to test with: made anew, with an author of their own and no configuration of the machine's."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from support import write_files

_ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_DATE": "2026-03-09T02:00:00Z",
    "GIT_COMMITTER_DATE": "2026-03-09T02:00:00Z",
    "GIT_ALLOW_PROTOCOL": "file",
}


@dataclass
class Git:
    """One repository."""

    folder: Path

    def __call__(self, *arguments: str) -> str:
        """Run git; what it prints."""
        done = subprocess.run(
            ["git", "-c", "user.name=测试", "-c", "user.email=t@example", *arguments],
            cwd=self.folder,
            env={**os.environ, **_ENVIRONMENT},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, f"{arguments}: {done.stderr}"
        return done.stdout.strip()

    def commit(self, message: str, files: dict[str, str | bytes] | None = None) -> str:
        """Commit everything, with some files written first; the commit."""
        write_files(self.folder, files or {})
        self("add", "-A")
        self("commit", "-qm", message, "--allow-empty")
        return self("rev-parse", "HEAD")


def repository(folder: Path, files: dict[str, str | bytes] | None = None) -> Git:
    """A repository with one commit on `main`."""
    folder.mkdir(parents=True, exist_ok=True)
    git = Git(folder)
    git("init", "-q", "-b", "main")
    git.commit("first", files)
    return git


def clone(origin: Git, folder: Path, *options: str) -> Git:
    """A clone over the file protocol, so that a depth means something."""
    origin("clone", "-q", *options, f"file://{origin.folder}", str(folder))
    return Git(folder)
