"""Where a project lies in its repository: CI systems name files from the repository's root."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

WORKSPACE = "GITHUB_WORKSPACE"


def prefix(root: Path, environ: Mapping[str, str]) -> str:
    """`shops/` for a project in the folder `shops` of its repository; empty when it is the repository."""
    root = root.resolve()
    workspace = Path(environ[WORKSPACE]).resolve() if environ.get(WORKSPACE) else None
    top = workspace if workspace is not None and root.is_relative_to(workspace) else _repository(root)
    below = root.relative_to(top).as_posix()
    return "" if below == "." else f"{below}/"


def _repository(root: Path) -> Path:
    """The nearest folder above that git knows; without one, the project itself."""
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
