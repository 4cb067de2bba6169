"""What can go wrong with the state file, as sentences: SQLite's own are English, and name no way out."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from storeconf.core.diagnostics import Code, Diagnostic, Refusal, StoreconfError, fail
from storeconf.core.oserror import os_reason
from storeconf.core.text import Say, Text

BROKEN = Code("SC601", "state-broken", Text("状态文件坏了", "the state file is broken"))
NEWER = Code(
    "SC602", "state-newer", Text("状态文件是更新版本的 storeconf 写的", "the state was written by a newer storeconf")
)
UNUSABLE = Code("SC603", "state-unusable", Text("状态文件读写不了", "the state file can't be read or written"))
BUSY = Code("SC605", "state-busy", Text("状态文件被占用", "the state file is in use"))

REASON = Text("{file}：{reason}", "{file}: {reason}")
NOT_OURS = Text("不是 storeconf 的状态文件，或者缺了一部分", "it is no state of storeconf, or a part is missing")
EMPTY = Text("文件是空的", "the file is empty")
BAD_ENTRY = Text("{address} 这一条读不懂", "the entry {address} makes no sense")
WHICH = Text("格式是 {found}，这个版本认到 {known}", "it has format {found}, this storeconf knows {known}")
IN_USE = Text("另一个程序一直占用着它", "another program keeps it locked")
REASONS: Mapping[int, Text] = {
    sqlite3.SQLITE_FULL: Text("磁盘满了", "the disk is full"),
    sqlite3.SQLITE_IOERR: Text("磁盘读写出错", "reading or writing the disk failed"),
    sqlite3.SQLITE_READONLY: Text("没有写的权限", "it must not be written"),
    sqlite3.SQLITE_PERM: Text("没有权限", "permission denied"),
    sqlite3.SQLITE_CANTOPEN: Text("打不开", "it can't be opened"),
    sqlite3.SQLITE_CORRUPT: Text("内容损坏", "its content is damaged"),
    sqlite3.SQLITE_NOTADB: Text("不是数据库", "it is no database"),
}
RESTORE = Text(
    "从备份恢复它；没有备份就删掉它再运行 plan：平台上的现状会被重新认领",
    "restore it from a backup; without one, remove it and run plan: what is live is adopted anew",
)
UPGRADE = Text("升级 storeconf", "upgrade storeconf")
CLOSE_IT = Text(
    "关掉打开这个文件的程序，或等它结束再运行",
    "close the program that has the file open, or run again when it has ended",
)
DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
HELD = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
PRIMARY = 0xFF
"""SQLite's extended codes carry the primary one in their low byte."""


class StateFailed(StoreconfError):
    """The state stopped working: what is done from here on could not be remembered, so nothing may be done."""


class StateBusy(StateFailed, Refusal):
    """Another program keeps the file locked; nothing is wrong with it."""


def sqlite_reason(error: Exception) -> Say:
    """What stopped SQLite, in words; empty when it was not the machine."""
    code = getattr(error, "sqlite_errorcode", 0) & PRIMARY
    return IN_USE if code in HELD else REASONS.get(code, "")


def trouble(path: Path, error: sqlite3.Error | OSError) -> StateFailed:
    """An error to raise for what SQLite, or the machine, says of the file."""
    if isinstance(error, OSError):
        return StateFailed(Diagnostic(code=UNUSABLE, detail=REASON(file=path, reason=os_reason(error))))
    found, reason = getattr(error, "sqlite_errorcode", 0) & PRIMARY, sqlite_reason(error)
    if found in HELD:
        return StateBusy(Diagnostic(code=BUSY, detail=REASON(file=path, reason=reason), fix=CLOSE_IT))
    if found in DAMAGED or not reason:
        return broken(path, reason or NOT_OURS)
    return StateFailed(Diagnostic(code=UNUSABLE, detail=REASON(file=path, reason=reason)))


def broken(path: Path, reason: Say) -> StateFailed:
    """An error to raise for a file whose content can't be trusted."""
    return StateFailed(Diagnostic(code=BROKEN, detail=REASON(file=path, reason=reason), fix=RESTORE))


def newer(path: Path, found: int, known: int) -> StoreconfError:
    """An error to raise for a file of a later format."""
    return fail(NEWER, REASON(file=path, reason=WHICH(found=found, known=known)), fix=UPGRADE)
