"""A project as it was in a commit: what has changed since comes from git, the rest from the working tree.

Only changed files are read twice, so ten thousand stores cost no checkout, and large pictures no copy.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from storeconf.core.diagnostics import Diagnostic
from storeconf.core.text import Text
from storeconf.source import codes
from storeconf.source.files import CANT_OPEN, MAX_ASSET, NOT_REGULAR, TOO_BIG, FileProblem, ProjectFiles, diagnostic
from storeconf.source.git import REGULAR, Blob, Repository

WAS_NOT_THERE = Text("那时还没有", "it was not there yet")
AT_ONCE = 1024 * 1024
"""Files up to this many bytes are read together; larger ones are pictures, and only their hash is asked for."""


class FilesBefore(ProjectFiles):
    """The files of a project as they were in a commit."""

    def __init__(self, root: Path, repository: Repository, commit: str, changed: Iterable[str]) -> None:
        """`changed`: files that differ between the commit and the working tree."""
        super().__init__(root)
        self._repository = repository
        self._changed = frozenset(changed)
        known = repository.files(commit) if self._changed else {}
        self._blobs = {name: known[name] for name in self._changed if name in known}

    def documents(self, folder: str) -> Iterator[str | Diagnostic]:
        """Names of the YAML files below a folder as it was."""
        seen: set[str] = set()
        for name in super().documents(folder):
            if isinstance(name, Diagnostic) or name not in self._changed or name in self._blobs:
                seen.update((name,) if isinstance(name, str) else ())
                yield name
        for name in sorted(self._blobs):
            if name.startswith(f"{folder}/") and name.lower().endswith((".yaml", ".yml")) and name not in seen:
                yield name

    def read(self, name: str, *, limit: int) -> bytes:
        """The bytes of a file as it was. Raises FileProblem."""
        normal = posixpath.normpath(name)
        if normal not in self._changed:
            return super().read(name, limit=limit)
        blob = self._blob(normal)
        if blob.size > limit:
            raise FileProblem(diagnostic(name, TOO_BIG(file=name, size=blob.size, limit=limit), codes.TOO_BIG))
        return self._bytes(blob)

    def sha256(self, name: str) -> str:
        """The content hash of a file as it was. Raises FileProblem."""
        normal = posixpath.normpath(name)
        if normal not in self._changed:
            return super().sha256(name)
        blob = self._blob(normal)
        if blob.size > MAX_ASSET:
            raise FileProblem(diagnostic(name, TOO_BIG(file=name, size=blob.size, limit=MAX_ASSET), codes.TOO_BIG))
        return hashlib.sha256(self._bytes(blob)).hexdigest()

    def exists(self, name: str) -> bool:
        """Whether there was something of that name."""
        normal = posixpath.normpath(name)
        return normal in self._blobs if normal in self._changed else super().exists(name)

    def _blob(self, name: str) -> Blob:
        blob = self._blobs.get(name)
        if blob is None:
            raise FileProblem(diagnostic(name, CANT_OPEN(file=name, reason=WAS_NOT_THERE), codes.UNREADABLE))
        if blob.mode not in REGULAR:
            raise FileProblem(diagnostic(name, NOT_REGULAR(file=name)))
        return blob

    def _bytes(self, blob: Blob) -> bytes:
        known = self._small.get(blob.oid)
        return known if known is not None else next(self._repository.contents([blob.oid]))

    @cached_property
    def _small(self) -> dict[str, bytes]:
        """All small files, read in one go."""
        oids = sorted({b.oid for b in self._blobs.values() if b.mode in REGULAR and b.size <= AT_ONCE})
        return dict(zip(oids, self._repository.contents(oids), strict=True))
