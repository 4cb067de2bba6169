"""The lease: one process changes the state at a time.

A kernel lock that dies with its process, so nothing is left behind by a killed run; beside it stands who holds it, for
the one who is refused.
"""

from __future__ import annotations

import getpass
import json
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import filelock

from storeconf.core.diagnostics import Code, Refusal, refuse
from storeconf.core.text import Say, Text
from storeconf.state.trouble import trouble

LOCKED = Code("SC610", "locked", Text("另一个 storeconf 正在修改状态", "another storeconf is changing the state"))
HELD = Text(
    "{who} 在 {host} 上的进程 {pid} 从 {since} 起占用着锁（{doing}）",
    "process {pid} of {who} on {host} has held the lock since {since} ({doing})",
)
HELD_BY_SOMEONE = Text("锁被占用", "the lock is held")
WAIT = Text(
    "等它结束再运行；apply 可以用 --lock-timeout 秒数 等它",
    "run again when it has ended; apply can wait for it with --lock-timeout SECONDS",
)
HELD_ELSEWHERE = Text(
    "{who} 在 {host} 上的进程 {pid} 从 {since} 起占用着锁（{doing}），最晚到 {until}，活着就会续",
    "process {pid} of {who} on {host} has held the lock since {since} ({doing}), until {until} unless it renews it",
)
IF_DEAD = Text(
    "等它结束再运行（apply 可以加 --lock-timeout 秒数）；确知它已经死了：storeconf state unlock --id {id}",
    "run again when it has ended (apply takes --lock-timeout SECONDS); if it is surely dead: storeconf state unlock --id {id}",
)
NO_SUCH_LOCK = Code("SC616", "no-such-lock", Text("没有这个锁", "there is no such lock"))
DIES_ALONE = Text(
    "sqlite 的锁随占着它的进程结束，不用也不能拿掉",
    "with sqlite the lock ends with the process that holds it; it can't be taken away and needn't be",
)


@contextmanager
def hold(path: Path, doing: str, at: str, timeout: float = 0) -> Iterator[None]:
    """Hold the lease while changing the state. Raises Refusal (exit code 3) when somebody else does."""
    info = path.with_suffix(".info")
    lock = filelock.FileLock(path, timeout=timeout, mode=0o600)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock.acquire()
    except filelock.Timeout:
        raise refuse(LOCKED, _holder(info), fix=WAIT) from None
    except OSError as error:
        raise trouble(path, error) from None
    try:
        mine = {**me(), "since": at, "doing": doing}
        with suppress(OSError):  # the lock holds without it; who is refused just isn't told by whom
            info.write_text(json.dumps(mine, ensure_ascii=False), encoding="utf-8")
        yield
    finally:
        info.unlink(missing_ok=True)
        lock.release()


def holder(path: Path) -> dict[str, str] | None:
    """Who holds the lease right now; None when nobody does."""
    if not path.exists():
        return None
    probe = filelock.FileLock(path, timeout=0, mode=0o600)
    try:
        probe.acquire()
    except filelock.Timeout:
        return _read(path.with_suffix(".info")) or {}
    except OSError as error:
        raise trouble(path, error) from None
    probe.release()
    return None


def held_elsewhere(facts: Mapping[str, str]) -> Refusal:
    """A refusal because of a lease that another machine holds."""
    return refuse(LOCKED, HELD_ELSEWHERE(**facts), fix=IF_DEAD(id=facts["id"]))


def _holder(info: Path) -> Say:
    found = _read(info)
    return HELD(**found) if found else HELD_BY_SOMEONE


def _read(info: Path) -> dict[str, str] | None:
    try:
        found = json.loads(info.read_text(encoding="utf-8"))
        return {name: str(found[name]) for name in ("who", "host", "pid", "since", "doing")}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def me() -> dict[str, str]:
    """This process, as the others are told of it."""
    try:
        who = getpass.getuser()
    except (OSError, KeyError):
        who = "?"
    return {"who": who, "host": socket.gethostname(), "pid": str(os.getpid())}
