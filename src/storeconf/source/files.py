"""Files of a project: found, opened and hashed without ever leaving it.

A repository may come from a stranger's pull request, so a name is never trusted: links that leave the project, devices
and pipes are refused, and the file that was checked is the file that is read.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from storeconf.core.diagnostics import Code, Diagnostic
from storeconf.core.oserror import os_reason
from storeconf.core.span import at
from storeconf.core.text import Message, Text
from storeconf.source import codes

LEAVES = Text("{file} 指向项目之外（{target}）", "{file} points outside the project ({target})")
NOT_REGULAR = Text("{file} 不是普通文件", "{file} is no regular file")
LINKED_FOLDER = Text(
    "{file} 是指向别处的文件夹链接，里面的文档没有读", "{file} is a link to a folder; the documents in it were not read"
)
CANT_OPEN = Text("{file} 打不开：{reason}", "{file} can't be opened: {reason}")
TOO_BIG = Text("{file} 有 {size} 字节，超过上限 {limit}", "{file} has {size} bytes, more than {limit}")
MAX_ASSET = 512 * 1024 * 1024


class FileProblem(Exception):
    """A file can't be used. Carries the diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        """The one diagnostic."""
        super().__init__(diagnostic.code.id)
        self.diagnostic = diagnostic


class ProjectFiles:
    """The files below one root."""

    def __init__(self, root: Path) -> None:
        """The root need not exist yet; nothing is read here."""
        self.root = root
        self._real = os.path.realpath(root)
        self._hashes: dict[str, str] = {}

    def documents(self, folder: str) -> Iterator[str | Diagnostic]:
        """Names of the YAML files below a folder, in a fixed order; links that leave the project as diagnostics."""
        top = self.root / folder
        if os.path.islink(top):
            yield diagnostic(folder, LINKED_FOLDER(file=folder))
            return
        closed: list[OSError] = []
        for place, folders, names in os.walk(top, onerror=closed.append, followlinks=False):
            folders.sort()
            here = Path(place).relative_to(self.root).as_posix()
            for name in folders:
                if os.path.islink(os.path.join(place, name)):
                    yield diagnostic(f"{here}/{name}", LINKED_FOLDER(file=f"{here}/{name}"))
            yield from (f"{here}/{name}" for name in sorted(names) if name.lower().endswith((".yaml", ".yml")))
        for error in closed:
            if os.path.lexists(error.filename):
                here = Path(error.filename).relative_to(self.root).as_posix()
                yield diagnostic(here, CANT_OPEN(file=here, reason=os_reason(error)), codes.UNREADABLE)

    def read(self, name: str, *, limit: int) -> bytes:
        """The bytes of a file of at most `limit` bytes. Raises FileProblem."""
        try:
            with os.fdopen(self._open(name, limit), "rb") as stream:
                return stream.read(limit)
        except OSError as error:
            raise FileProblem(
                diagnostic(name, CANT_OPEN(file=name, reason=os_reason(error)), codes.UNREADABLE)
            ) from None

    def opened(self, name: str) -> IO[bytes]:
        """A file to be read piece by piece; the caller closes it. Raises FileProblem."""
        return os.fdopen(self._open(name, MAX_ASSET), "rb")

    def sha256(self, name: str) -> str:
        """The content hash of a file, 64 hex characters; read once. Raises FileProblem."""
        known = self._hashes.get(name)
        if known is None:
            with os.fdopen(self._open(name, MAX_ASSET), "rb") as stream:
                known = self._hashes[name] = hashlib.file_digest(stream, "sha256").hexdigest()
        return known

    def exists(self, name: str) -> bool:
        """Whether there is something of that name, usable or not."""
        return os.path.lexists(self.root / name)

    def place(self, name: str) -> str:
        """Where a file really lies, links followed. Raises FileProblem when that is outside the project."""
        real = os.path.realpath(os.path.join(self._real, name))
        if real != self._real and not real.startswith(os.path.join(self._real, "")):
            raise FileProblem(diagnostic(name, LEAVES(file=name, target=real)))
        return real

    def _open(self, name: str, limit: int) -> int:
        real = self.place(name)
        try:
            descriptor = os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            raise FileProblem(
                diagnostic(name, CANT_OPEN(file=name, reason=os_reason(error)), codes.UNREADABLE)
            ) from None
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            os.close(descriptor)
            raise FileProblem(diagnostic(name, NOT_REGULAR(file=name)))
        if status.st_size > limit:
            os.close(descriptor)
            raise FileProblem(diagnostic(name, TOO_BIG(file=name, size=status.st_size, limit=limit), codes.TOO_BIG))
        return descriptor


def diagnostic(file: str, detail: Message, code: Code = codes.OUTSIDE) -> Diagnostic:
    """A problem with a whole file."""
    return Diagnostic(code=code, detail=detail, span=at(file, 1, 1))
