"""A project as it would be with some files changed, before any is written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from storeconf.source.files import TOO_BIG, FileProblem, ProjectFiles, diagnostic


class FilesWith(ProjectFiles):
    """The files of a project, some with another content."""

    def __init__(self, root: Path, contents: Mapping[str, bytes]) -> None:
        """`contents` by name: of files that are there."""
        super().__init__(root)
        self._contents = contents

    def read(self, name: str, *, limit: int) -> bytes:
        """The bytes of a file as they would be. Raises FileProblem."""
        found = self._contents.get(name)
        if found is None:
            return super().read(name, limit=limit)
        if len(found) > limit:
            raise FileProblem(diagnostic(name, TOO_BIG(file=name, size=len(found), limit=limit)))
        return found

    def sha256(self, name: str) -> str:
        """The content hash of a file as it would be. Raises FileProblem."""
        found = self._contents.get(name)
        return super().sha256(name) if found is None else hashlib.sha256(found).hexdigest()
