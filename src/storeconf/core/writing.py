"""Files put in place whole: who reads one while it is written, or after a crash, finds the old content or the new one."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

MODE = 0o644
"""Of a new file; one that is replaced keeps its own."""


def replace_file(path: Path, data: bytes) -> None:
    """The new content whole, or the old one. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else MODE
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
