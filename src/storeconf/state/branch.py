"""One branch of a git repository as a shelf of files: read, and replaced by compare-and-swap.

Commands on objects and references alone: neither the work tree nor the index is ever looked at, no hook is run, and a
shallow clone with a detached head, as CI makes it, serves as well as any other.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import stamina

from storeconf.core.diagnostics import fail
from storeconf.state import branchwords as words

if TYPE_CHECKING:
    from git import Repo

ENVIRONMENT = {"LC_ALL": "C", "LANGUAGE": "C", "GIT_TERMINAL_PROMPT": "0"}
"""git's words are matched once (ownership) and shown as they are; nobody is there to be asked."""
QUIETLY = (f"core.hooksPath={os.devnull}", "gc.auto=0", "http.lowSpeedLimit=1", "http.lowSpeedTime=60")
PATIENCE_SECONDS = 300
"""After which a command of git that talks to another machine is given up."""
TRIES = 3
FILE_MODE = "100"
"""How the mode of a file begins; a link or a submodule on the branch is none of ours."""
REFUSED_LINE = "!\t"
"""How git begins a line about a reference that the other side won't take."""

Files = Mapping[str, bytes | None]
"""Paths with their content; None for a file that is gone."""


class GitFailed(Exception):
    """git ended with an error."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who a commit is by. git's own settings aren't asked: a CI job has none."""

    name: str
    host: str
    at: int
    """Seconds since 1970."""

    def __str__(self) -> str:
        """As git writes it."""
        name, host = ("".join(c for c in part if c.isprintable() and c not in "<>") for part in (self.name, self.host))
        return f"{name or '?'} <{name or '?'}@{host}> {self.at} +0800"


class Branch:
    """A branch, in another repository or, where none is known, in this one."""

    def __init__(self, root: Path, name: str, remote: str | None, shelf: str) -> None:
        """`remote`: a name or an address; None: origin, if there is one. `shelf`: the folder on the branch that is ours.

        Raises StoreconfError when there is no git, no repository or no such remote.
        """
        self.root, self.shelf = root, shelf
        self._repo = _repository(root)
        self._repo.git.set_persistent_git_options(c=list(QUIETLY))
        self._repo.git.update_environment(**ENVIRONMENT)
        self._ref, self._remote, self.where = f"refs/heads/{name}", "", name
        self._remote = self._chosen(remote)
        self.where = f"{words.CREDENTIALS.sub('', self._remote)} {name}".strip()

    def _chosen(self, remote: str | None) -> str:
        known = self._git("remote").split()
        if remote is None:
            return "origin" if "origin" in known else ""
        if remote in known or "/" in remote or ":" in remote:
            return remote
        fix = words.REMOTES(known=known) if known else words.ADDRESS_ONLY
        raise fail(words.NO_REMOTE, words.REMOTE_UNKNOWN(remote=remote), fix=fix)

    # -- reading -------------------------------------------------------------------------------------------------------

    def tip(self) -> str:
        """The newest commit, with its files at hand; empty when there is no such branch. Raises StateFailed."""
        if not self._remote:
            return self._git("for-each-ref", "--format=%(objectname)", self._ref).strip()
        with self._in_words():
            return self._remote_tip()

    @stamina.retry(on=GitFailed, attempts=TRIES, timeout=None)
    def _remote_tip(self) -> str:
        listed = self._run("ls-remote", "--", self._remote, self._ref, kill_after_timeout=PATIENCE_SECONDS).split()
        return self._fetched(listed[0]) if listed else ""

    def _fetched(self, listed: str) -> str:
        if self._has(listed):
            return listed
        # A clone that has its whole history keeps it; a shallow one doesn't grow.
        depth = ["--depth=1"] if self._run("rev-parse", "--is-shallow-repository").strip() == "true" else []
        options = ["--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", *depth]
        mine = f"refs/storeconf/{self.shelf}/tip"
        self._run("fetch", *options, "--", self._remote, f"+{self._ref}:{mine}", kill_after_timeout=PATIENCE_SECONDS)
        return str(self._run("rev-parse", mine)).strip()

    def _has(self, commit: str) -> bool:
        try:
            self._run("cat-file", "-e", f"{commit}^{{tree}}")
        except GitFailed:
            return False
        return True

    def files(self, commit: str, *paths: str) -> Mapping[str, bytes]:
        """Some files of the branch, those that exist."""
        return dict(self._contents(self._listed(commit, *paths)))

    def changes(self, since: str, commit: str) -> tuple[bool, Files]:
        """What became of our shelf since a commit. True: everything that is there now, because that one isn't known."""
        if since and self._has(since):
            raw = self._git("diff-tree", "-r", "-z", "--no-renames", "--raw", since, commit, "--", f"{self.shelf}/")
            fields = iter(raw.split("\0")[:-1])
            found = {path: about.split() for about, path in zip(fields, fields, strict=True)}
            kept = dict(self._contents({path: now[3] for path, now in found.items() if now[1].startswith(FILE_MODE)}))
            return False, {self._own(path): kept.get(path) for path in found}
        whole = self._contents(self._listed(commit, f"{self.shelf}/"))
        return True, {self._own(path): data for path, data in whole}

    def _listed(self, commit: str, *paths: str) -> Mapping[str, str]:
        listed = self._git("ls-tree", "-r", "-z", commit, "--", *paths).split("\0")[:-1]
        rows = (line.partition("\t") for line in listed)
        return {path: about.split()[2] for about, _, path in rows if about.startswith(FILE_MODE)}

    def _contents(self, blobs: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
        with tempfile.TemporaryFile() as asked:
            asked.write("".join(f"{blob}\n" for blob in blobs.values()).encode())
            asked.seek(0)
            with self._in_words():
                data: bytes = self._run(
                    "cat-file", "--batch", istream=asked, stdout_as_string=False, strip_newline_in_stdout=False
                )
        at = 0
        for path in blobs:
            head = data.index(b"\n", at)
            about = data[at:head].split()  # id, type, size; or that the object is missing
            if len(about) != 3:
                raise words.unreachable(self.where, data[at:head].decode(), self.root)
            size = int(about[2])
            yield path, data[head + 1 : head + 1 + size]
            at = head + 1 + size + 1

    def _own(self, path: str) -> str:
        return path.removeprefix(f"{self.shelf}/")

    # -- writing -------------------------------------------------------------------------------------------------------

    def commit(self, parent: str, files: Files, message: str, author: Author) -> str:
        """A commit on top of another (empty: the first one), not yet on any branch."""
        with tempfile.TemporaryFile() as stream:
            stream.write(_stream(f"refs/storeconf/{self.shelf}/next", parent, message, author))
            for path, data in files.items():
                if data is None:
                    stream.write(f"D {path}\n".encode())
                else:
                    stream.write(b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data))
            stream.write(b"get-mark :1\ndone\n")
            stream.seek(0)
            with self._in_words():
                made = self._run("fast-import", "--quiet", "--force", "--done", "--date-format=raw", istream=stream)
        return str(made).strip()

    def swap(self, old: str, new: str) -> bool:
        """Make the branch point to `new`, if it points to `old` (empty: if there is none). False when it doesn't.

        Raises StateFailed when the branch may not be written or can't be reached.
        """
        for _ in range(TRIES):
            try:
                self._move(old, new)
            except GitFailed as error:
                failure, now = error, self.tip()
            else:
                return True
            if now != old:  # somebody was faster; or the answer was lost, not the push
                return now == new
            if REFUSED_LINE in str(failure):
                break
        raise words.rejected(self.where, str(failure))

    def _move(self, old: str, new: str) -> None:
        if not self._remote:
            self._run("update-ref", self._ref, new, old)
            return
        options = ["--porcelain", "--no-verify", f"--force-with-lease={self._ref}:{old}"]
        self._run("push", *options, "--", self._remote, f"{new}:{self._ref}", kill_after_timeout=PATIENCE_SECONDS)

    # -- small things --------------------------------------------------------------------------------------------------

    def _git(self, *arguments: str) -> str:
        """One command. Raises StateFailed."""
        with self._in_words():
            return str(self._run(*arguments))

    def _run(self, command: str, *arguments: str, **how: Any) -> Any:
        """One command. Raises GitFailed with what git said."""
        from git import GitCommandError

        try:
            return getattr(self._repo.git, command.replace("-", "_"))(*arguments, **how)
        except GitCommandError as error:
            raise GitFailed(f"{_said(error.stderr)}\n{_said(error.stdout)}") from None

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """What git says becomes an error with a sentence."""
        try:
            yield
        except GitFailed as error:
            raise words.unreachable(self.where, str(error), self.root) from None


def _repository(root: Path) -> Repo:
    try:
        from git import InvalidGitRepositoryError, NoSuchPathError, Repo
    except ImportError as error:  # GitPython itself says ImportError when there is no git command
        raise words.no_git(isinstance(error, ModuleNotFoundError)) from None
    try:
        return Repo(root, search_parent_directories=True)
    except (InvalidGitRepositoryError, NoSuchPathError):
        raise fail(words.NO_REPOSITORY, words.NO_REPO_HERE(root=root), fix=words.GIT_INIT()) from None


def _stream(ref: str, parent: str, message: str, author: Author) -> bytes:
    text = message.encode()
    start = f"feature done\ncommit {ref}\nmark :1\ncommitter {author}\ndata {len(text)}\n".encode() + text + b"\n"
    return start + (f"from {parent}\n".encode() if parent else b"")


def _said(output: object) -> str:
    """GitPython wraps what git said in a label and quotes."""
    text = output.decode("utf-8", "replace") if isinstance(output, bytes) else str(output or "")
    return text.strip().removeprefix("stderr: '").removeprefix("stdout: '").removesuffix("'")
