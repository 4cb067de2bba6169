"""Machines that share a state: clones of one repository, each with a working copy, and one clock that tests turn."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from storeconf.core import clock
from storeconf.core.text import Message, say
from storeconf.state.branch import Branch
from storeconf.state.git import GitState

BRANCH = "storeconf-state"
AT = "2026-03-09T10:00:00+08:00"
IDENTITY = dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"), "tester")


def git(folder: Path, *arguments: str, stdin: str = "", **environ: str) -> str:
    """What git prints, run in a folder."""
    environment = {**os.environ, **IDENTITY, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **environ}
    done = subprocess.run(
        ["git", *arguments], cwd=folder, input=stdin, env=environment, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout


def repository(folder: Path, remote: str = "") -> Path:
    """A repository with one commit, and an origin where one is given."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main", "--template=")
    (folder / ".gitignore").write_text(".storeconf/\n", encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "-q", "-m", "configuration")
    if remote:
        git(folder, "remote", "add", "origin", remote)
    return folder


def bare(folder: Path) -> Path:
    """A repository that others push to."""
    folder.mkdir(parents=True)
    git(folder, "init", "-q", "--bare", "-b", "main", "--template=")
    return folder


def commit_to(remote: Path, path: str, content: str | None, *, mode: str = "100644") -> None:
    """One file of the state branch, changed by somebody else; None removes it."""
    index = {"GIT_INDEX_FILE": str(remote.parent / "index")}
    there = bool(git(remote, "for-each-ref", f"refs/heads/{BRANCH}"))
    git(remote, "read-tree", BRANCH if there else "--empty", **index)
    blob = git(remote, "hash-object", "-w", "--stdin", stdin=content or "").strip()
    entry = f"{mode} {blob}\t{path}" if content is not None else f"0 {'0' * 40}\t{path}"
    git(remote, "update-index", "--index-info", stdin=f"{entry}\n", **index)
    parent = ("-p", BRANCH) if there else ()
    tree = git(remote, "write-tree", **index).strip()
    commit = git(remote, "commit-tree", tree, *parent, "-m", "by somebody").strip()
    git(remote, "update-ref", f"refs/heads/{BRANCH}", commit)


@dataclass
class Machines:
    """One remote repository, and machines that know it."""

    folder: Path
    now: datetime = field(default_factory=lambda: clock.parse_instant(AT))
    said: list[str] = field(default_factory=list)
    """Remarks of all machines, in Chinese."""

    def __post_init__(self) -> None:
        """A folder that was copied has its repositories already; else nothing lies on the branch yet."""
        self.remote = self.folder / "remote.git"
        if not self.remote.exists():
            bare(self.remote)

    def state(self, machine: str = "one", *, remote: str | None = None, shelf: str = "sandbox") -> GitState:
        """The state as a new process on a machine finds it."""
        branch = Branch(self.root(machine), BRANCH, remote, shelf)
        return GitState(self.root(machine) / f".storeconf/{shelf}/branch.db", branch, lambda: self.now, self._remark)

    def root(self, machine: str) -> Path:
        """The folder of the project on a machine."""
        root = self.folder / machine
        return root if root.exists() else repository(root, "../remote.git")

    def later(self, **difference: float) -> None:
        """Turn the clock."""
        self.now += timedelta(**difference)

    def _remark(self, message: Message) -> None:
        self.said.append(say(message, "zh"))

    # -- the branch, seen from outside ---------------------------------------------------------------------------------

    def log(self) -> list[str]:
        """Subjects of the branch, newest first."""
        return git(self.remote, "log", "--format=%s", BRANCH).splitlines()

    def files(self) -> list[str]:
        """What lies on the branch."""
        return git(self.remote, "ls-tree", "-r", "--name-only", BRANCH).splitlines()

    def file(self, path: str, revision: str = BRANCH) -> str:
        """One file of it."""
        return git(self.remote, "show", f"{revision}:{path}")

    def put(self, path: str, content: str | None) -> None:
        """What somebody else commits to the branch; None removes the file."""
        commit_to(self.remote, path, content)
