"""Kills `storeconf` with SIGKILL at a chosen point of its work, at every occurrence of it, one copy of a project each.

Run as a program of its own, because it forks: a child per kill is some fifty times cheaper than a new interpreter.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support import Cli

POINTS = {
    "before the run is opened": ("storeconf.state.sqlite:SqliteState.open_run", "before"),
    "before the intent": ("storeconf.state.sqlite:SqliteState.intend", "before"),
    "before the write": ("storeconf.state.sqlite:SqliteState.intend", "after"),
    "after the write": ("storeconf.platform.douyin.adapter:Douyin.write", "after"),
    "inside the record of the result": ("storeconf.state.sqlite:SqliteState.conclude", "after"),
    "inside a record that follows": ("storeconf.state.sqlite:SqliteState.put_record", "after"),
    "before the run is closed": ("storeconf.state.sqlite:SqliteState.close_run", "before"),
}
"""Where a kill hurts: a function of the product, and the side of it. What is written inside a transaction is lost."""


@dataclass(frozen=True)
class Killed:
    """A project whose run died."""

    cli: Cli
    occurrence: int


def killed_at(point: str, project: Cli, target: Path, *arguments: str) -> tuple[list[Killed], Cli]:
    """Copies of a project, the run in each killed one occurrence later; and the copy whose run came to its end."""
    *killed, survivor = _run("every", point, project, target, arguments)
    return [Killed(cli, number) for number, cli in enumerate(killed, 1)], survivor


def killed_at_first(point: str, project: Cli, target: Path, *arguments: str) -> Cli:
    """A copy of a project, the run in it killed at the first occurrence; one that never comes there lives on."""
    [killed] = _run("first", point, project, target, arguments)
    return killed


def _run(which: str, point: str, project: Cli, target: Path, arguments: Sequence[str]) -> list[Cli]:
    command = [sys.executable, __file__, which, point, str(project.folder), str(target), project.now, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", timeout=240)
    return [Cli(Path(name), project.now) for name in json.loads(done.stdout)]


def arm(point: tuple[str, str], occurrence: int, act: Callable[[], None]) -> None:
    """Let `act` happen at one occurrence of a point, in this process."""
    where, side = point
    module, _, path = where.partition(":")
    owner_name, name = path.split(".")
    owner = getattr(__import__(module, fromlist=[owner_name]), owner_name)
    original = getattr(owner, name)
    passed = 0

    def reached() -> None:
        nonlocal passed
        passed += 1
        if passed == occurrence:
            act()

    @functools.wraps(original)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if side == "before":
            reached()
        result = original(*args, **kwargs)
        if side == "after":
            reached()
        return result

    setattr(owner, name, wrapped)


def die() -> None:
    """As `kill -9` would have it: nothing is flushed, closed or released."""
    os.kill(os.getpid(), signal.SIGKILL)


def main(which: str, point: str, project: str, target: str, now: str, *arguments: str) -> None:
    """Kill at the first occurrence, and with `every` at the second, … until a run gets through."""
    from storeconf.cli import apply  # noqa: F401 - loaded before the fork, once for all children
    from storeconf.state import git

    git.FIRST_SECONDS = 3600.0  # how far a shared state had got must not depend on how fast the machine is

    folders: list[str] = []
    while True:
        folder = Path(target) / f"{len(folders) + 1:03}"
        shutil.copytree(project, folder)
        folders.append(str(folder))
        if _survives(point, len(folders), Cli(folder, now), arguments) or which == "first":
            sys.stdout.write(json.dumps(folders))
            return


def _survives(point: str, occurrence: int, cli: Cli, arguments: Sequence[str]) -> bool:
    child = os.fork()
    if child == 0:
        try:
            arm(POINTS[point], occurrence, die)
            os._exit(cli(*arguments, code=None).code)
        except BaseException:
            os._exit(99)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return False
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"{arguments} ended with {os.waitstatus_to_exitcode(status)} in {cli.folder}")
    return True


if __name__ == "__main__":
    main(*sys.argv[1:])
