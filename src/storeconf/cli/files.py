"""Files that commands read and write: snapshots, plans."""

from __future__ import annotations

import json
import os
from pathlib import Path

from storeconf.core.diagnostics import Code, fail
from storeconf.core.text import Text
from storeconf.platform.live import SNAPSHOT_VERSION, Snapshot

CANT_WRITE = Code("SC660", "file-unwritable", Text("文件写不了", "the file can't be written"))
CANT_READ = Code("SC661", "file-unreadable", Text("文件读不了", "the file can't be read"))
NOT_SNAPSHOT = Code("SC662", "not-a-snapshot", Text("这不是 storeconf 的现状文件", "this is no snapshot of storeconf"))
REASON = Text("{file}:{reason}", "{file}: {reason}")


def write_file(path: Path, text: str) -> None:
    """Write a file that only its owner can read: a plan names customers' products and prices."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise fail(CANT_WRITE, REASON(file=path, reason=error.strerror or error)) from None


def read_text(path: Path) -> str:
    """A file as text."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise fail(CANT_READ, REASON(file=path, reason=error)) from None


def dump_snapshot(snapshot: Snapshot) -> str:
    """A snapshot as JSON."""
    from pydantic import TypeAdapter

    data = TypeAdapter(Snapshot).dump_python(snapshot, mode="json")
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def read_snapshot(path: Path) -> Snapshot:
    """A snapshot read back."""
    from pydantic import TypeAdapter, ValidationError

    try:
        data = json.loads(read_text(path))
        version = str(data["format_version"])
        if version.split(".")[0] != SNAPSHOT_VERSION.split(".")[0]:
            raise fail(NOT_SNAPSHOT, REASON(file=path, reason=f"format_version {version}"))
        return TypeAdapter(Snapshot).validate_python(data)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else error
        raise fail(NOT_SNAPSHOT, REASON(file=path, reason=reason)) from None
