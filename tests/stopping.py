"""Stops `storeconf` with signals at a chosen point of its work, as Ctrl-C or a cancelled CI job would.

Run as a program of its own, because signals reach a process.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence

from killing import POINTS, arm
from support import Cli, Result

STOPS = ("SIGINT", "SIGTERM")
SPOTS = {**POINTS, "while reading": ("storeconf.platform.douyin.adapter:Douyin.snapshot", "before")}


def stopped_at(point: str, occurrence: int, signals: Sequence[str], cli: Cli, *arguments: str) -> Result:
    """What a run said that got these signals, one right after the other, at one occurrence of a point."""
    where, side = SPOTS[point]
    words = cli.command(*arguments)[3:]
    command = [sys.executable, __file__, where, side, str(occurrence), " ".join(signals), *words]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)
    return Result(done.returncode, done.stdout, done.stderr)


def main(where: str, side: str, occurrence: str, signals: str, *arguments: str) -> None:
    """Run the command line with the signals prepared."""
    from storeconf.cli import main as command_line

    signal.signal(signal.SIGINT, signal.default_int_handler)  # a test run in the background would hand down "ignore"

    def send() -> None:
        for name in signals.split():
            os.kill(os.getpid(), getattr(signal, name))

    arm((where, side), int(occurrence), send)
    command_line.main(arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
