"""Files that commands read and write: snapshots, plans."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from storeconf.core import versioned
from storeconf.core.diagnostics import Code, fail, refuse
from storeconf.core.oserror import os_reason
from storeconf.core.span import path_text
from storeconf.core.text import Text
from storeconf.platform.live import SNAPSHOT_VERSION, Snapshot

CANT_WRITE = Code("SC660", "file-unwritable", Text("文件写不了", "the file can't be written"))
CANT_READ = Code("SC661", "named-file-unreadable", Text("文件读不了", "the file can't be read"))
NOT_SNAPSHOT = Code("SC662", "not-a-snapshot", Text("这不是 storeconf 的现状文件", "this is no snapshot of storeconf"))
NEWER = Code(
    "SC663",
    "snapshot-newer",
    Text("现状文件是更新版本的 storeconf 写的", "the snapshot was written by a newer storeconf"),
)
NOT_OURS = Code(
    "SC665",
    "not-overwritten",
    Text("这个文件不是 storeconf 写的，没有覆盖", "storeconf did not write this file, so it stays"),
)
KEPT = Text(
    "{file} 已经有了，里面不是 plan 或 fetch 存下的内容",
    "{file} exists, and what it holds was saved by neither plan nor fetch",
)
OTHER_NAME = Text(
    "-o 换一个文件名；确实不要这个文件，就先自己删掉", "name another file with -o, or delete this one yourself first"
)
FETCH_AGAIN = Text("重新运行 storeconf fetch -o", "run storeconf fetch -o again")
NOT_UTF8 = Text("不是 UTF-8 编码", "it is not UTF-8")
REASON = Text("{file}：{reason}", "{file}: {reason}")
_OURS = re.compile(rb'\s*\{\s*"(created_at"\s*:\s*"[^"]*",\s*"lineage|taken_at"\s*:\s*"[^"]*",\s*"objects)"')
"""How a plan and a snapshot begin; one that a full disk cut off begins like that too."""


def keep_others(path: Path) -> None:
    """Raises Refusal when a file that is to be written holds something else than a plan or a snapshot."""
    try:
        begins = b"" if not path.is_file() else _beginning(path)
    except OSError as error:
        raise fail(CANT_WRITE, REASON(file=path, reason=os_reason(error))) from None
    if begins.strip() and not _OURS.match(begins):
        raise refuse(NOT_OURS, KEPT(file=path), fix=OTHER_NAME)


def _beginning(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(200)


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file that only its owner can read: a plan names customers' products and prices."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content if isinstance(content, bytes) else content.encode())
    except OSError as error:
        raise fail(CANT_WRITE, REASON(file=path, reason=os_reason(error))) from None


def read_text(path: Path) -> str:
    """A file as text."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise fail(CANT_READ, REASON(file=path, reason=os_reason(error))) from None
    except UnicodeDecodeError:
        raise fail(CANT_READ, REASON(file=path, reason=NOT_UTF8)) from None


def dump_snapshot(snapshot: Snapshot) -> str:
    """A snapshot as JSON."""
    from pydantic import TypeAdapter

    data = TypeAdapter(Snapshot).dump_python(snapshot, mode="json")
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def read_snapshot(path: Path) -> Snapshot:
    """A snapshot read back."""
    from pydantic import TypeAdapter, ValidationError

    data = versioned.load(read_text(path), SNAPSHOT_VERSION, no_such=NOT_SNAPSHOT, newer=NEWER, fix=FETCH_AGAIN)
    try:
        return TypeAdapter(Snapshot).validate_python(data)
    except ValidationError as error:
        wrong = path_text(error.errors(include_url=False)[0]["loc"])
        raise fail(NOT_SNAPSHOT, versioned.WRONG_FIELD(path=wrong), fix=FETCH_AGAIN) from None
