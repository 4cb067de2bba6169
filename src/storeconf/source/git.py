"""The git repository around a project, asked through the `git` program.

Plain `git` needs nothing installed beside itself and answers in milliseconds. Nothing is ever checked out: the working
tree, the index and the branches that are there stay as they are.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from storeconf.core.diagnostics import Code, StoreconfError, fail
from storeconf.core.text import Say, Text

CANT = Code("SC740", "git-failed", Text("git 用不了", "git can't be used"))
NO_GIT = Text("没有装 git", "git is not installed")
NOT_A_REPOSITORY = Text("{folder} 不在 git 仓库里", "{folder} is in no git repository")
SAID = Text("git {command}：{said}", "git {command}: {said}")
TOO_SLOW = Text("git {command} 过了 {seconds} 秒还没有结果", "git {command} gave no answer in {seconds} seconds")
INSTALL = Text("先装 git", "install git first")

SECONDS = 120.0
"""How long one question may take; a fetch over a slow line included."""
_QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C.UTF-8"}
"""Never ask for a password, never lock the index only to look, speak one language."""
REGULAR = ("100644", "100755")


@dataclass(frozen=True, slots=True)
class Blob:
    """A file in a commit."""

    mode: str
    """As git writes it: 100644, 100755, 120000 for a link."""
    oid: str
    size: int
    """Bytes."""


class GitFailed(StoreconfError):
    """git said no. Carries its own words."""


class Repository:
    """The repository that a folder belongs to. Paths are relative to that folder, with `/`."""

    def __init__(self, folder: Path) -> None:
        """Raises StoreconfError when the folder is in no repository."""
        self.folder = folder
        if self._ask("rev-parse", "--is-inside-work-tree") is None:
            raise fail(CANT, NOT_A_REPOSITORY(folder=folder))
        self.prefix = self._line("rev-parse", "--show-prefix")

    def commit(self, name: str) -> str:
        """The commit behind a name; empty when there is none here."""
        found = self._ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        return "" if found is None else found.decode().strip()

    def merge_base(self, one: str, other: str) -> str:
        """Where two commits parted; empty when this clone can't tell."""
        found = self._ask("merge-base", one, other)
        return "" if found is None else found.decode().strip()

    def parents(self, commit: str) -> Sequence[str]:
        """The parents that a commit names, also where a shallow clone doesn't have them."""
        lines = self.run("cat-file", "commit", commit).decode("utf-8", "replace").split("\n\n", 1)[0].split("\n")
        return [line.removeprefix("parent ") for line in lines if line.startswith("parent ")]

    @property
    def shallow(self) -> bool:
        """Whether the clone's history is cut off."""
        return self._line("rev-parse", "--is-shallow-repository") == "true"

    def remotes(self) -> Sequence[str]:
        """Names of the remotes."""
        return self.run("remote").decode("utf-8", "replace").split()

    def fetch(self, remote: str, name: str) -> str:
        """The tip of a branch (or a commit) of a remote, without its history. Raises GitFailed."""
        self.run("fetch", "--quiet", "--no-tags", "--depth=1", "--end-of-options", remote, name)
        return self.commit("FETCH_HEAD")

    def changed(self, commit: str) -> Sequence[str]:
        """Files that differ between a commit and the working tree, new ones included, ignored ones not."""
        kept = self.run(
            "diff",
            "--name-only",
            "-z",
            "--no-renames",
            "--no-ext-diff",
            "--no-textconv",
            "--relative",
            commit,
            "--",
            ".",
        )
        new = self.run("ls-files", "--others", "--exclude-standard", "-z", "--", ".")
        return sorted({name for name in _names(kept + new) if name})

    def files(self, commit: str) -> dict[str, Blob]:
        """Every file below the folder as it was in a commit."""
        found: dict[str, Blob] = {}
        for entry in _names(self.run("ls-tree", "-r", "-z", "-l", commit, "--", ".")):
            facts, _, name = entry.partition("\t")
            if name:
                mode, _, oid, size = facts.split()
                found[name] = Blob(mode, oid, int(size) if size.isdigit() else 0)
        return found

    def contents(self, oids: Iterable[str]) -> Iterator[bytes]:
        """The bytes of some blobs, in their order."""
        wanted = list(oids)
        answer = (
            self.run("cat-file", "--batch", stdin="".join(f"{oid}\n" for oid in wanted).encode()) if wanted else b""
        )
        at = 0
        for _ in wanted:
            end = answer.index(b"\n", at)
            size = int(answer[at:end].split()[-1])
            yield answer[end + 1 : end + 1 + size]
            at = end + 2 + size

    def valid_branch(self, name: str) -> bool:
        """Whether a branch may be called so."""
        return not name.startswith("-") and self._ask("check-ref-format", "--branch", name) is not None

    def branch(self, name: str, contents: Mapping[str, bytes], message: str) -> str:
        """A new branch: HEAD with some files' contents changed, as one commit; its id. Raises GitFailed."""
        head = self.commit("HEAD")
        with tempfile.TemporaryDirectory(prefix="storeconf-") as folder:
            index = {"GIT_INDEX_FILE": f"{folder}/index"}
            self.run("read-tree", head, environment=index)
            modes = self.files(head)
            for path, content in contents.items():
                oid = self.run("hash-object", "-w", f"--path={path}", "--stdin", stdin=content).decode().strip()
                place = f"{modes[path].mode},{oid},{self.prefix}{path}"
                self.run("update-index", "--cacheinfo", place, environment=index)
            tree = self.run("write-tree", environment=index).decode().strip()
        commit = self.run("commit-tree", tree, "-p", head, "-F", "-", stdin=message.encode()).decode().strip()
        self.run("branch", "--no-track", "--", name, commit)
        return commit

    def run(self, *arguments: str, stdin: bytes = b"", environment: Mapping[str, str] | None = None) -> bytes:
        """What git prints. Raises GitFailed with what it complains about."""
        done = self._done(arguments, stdin, environment or {})
        if done.returncode != 0:
            said = done.stderr.decode("utf-8", "replace").strip().split("\n")[-1]
            raise _failed(SAID(command=arguments[0], said=said or done.returncode))
        return done.stdout

    def _ask(self, *arguments: str) -> bytes | None:
        """What git prints; None for a no."""
        done = self._done(arguments, b"", {})
        return done.stdout if done.returncode == 0 else None

    def _line(self, *arguments: str) -> str:
        return self.run(*arguments).decode("utf-8", "surrogateescape").rstrip("\n")

    def _done(
        self, arguments: Sequence[str], stdin: bytes, environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[bytes]:
        command = ["git", "-c", "core.quotePath=false", *arguments]
        try:
            return subprocess.run(
                command,
                cwd=self.folder,
                env={**os.environ, **_QUIET, **environment},
                input=stdin,
                capture_output=True,
                check=False,
                timeout=SECONDS,
            )
        except FileNotFoundError:
            raise fail(CANT, NO_GIT, fix=INSTALL) from None
        except subprocess.TimeoutExpired:
            raise _failed(TOO_SLOW(command=arguments[0], seconds=int(SECONDS))) from None


def _failed(detail: Say) -> GitFailed:
    return GitFailed(fail(CANT, detail).diagnostics[0])


def _names(listed: bytes) -> Iterator[str]:
    return (one.decode("utf-8", "surrogateescape") for one in listed.split(b"\0"))
