"""A command at a terminal, with a person who types an answer or presses Ctrl-C."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

START = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a test run in the background would hand down "ignore"
from storeconf.cli.main import main
main()
"""
CTRL_C = "\x03"
PATIENCE = 5.0
"""Seconds without a sign of life; a person presses Ctrl-C again."""


@dataclass(frozen=True)
class Session:
    """How it went."""

    code: int
    seen: str


def typed(arguments: Sequence[str], prompt: str, answer: str) -> Session:
    """Run `storeconf` at a terminal and answer when the prompt stands there."""
    main, other = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", START, *arguments], stdin=other, stdout=other, stderr=other
    ) as process:
        os.close(other)
        seen, answered = b"", False
        # The kernel ends the last read of a terminal whose program is gone with an error instead of an empty result.
        with contextlib.suppress(OSError):
            while True:
                if not select.select([main], [], [], PATIENCE)[0]:
                    assert answered and answer == CTRL_C, seen.decode("utf-8")
                    process.send_signal(signal.SIGINT)  # the first came before the program had begun to listen
                    continue
                if not (block := os.read(main, 65536)):
                    break
                seen += block
                if not answered and prompt.encode() in seen:
                    answered = True
                    if answer == CTRL_C:
                        process.send_signal(signal.SIGINT)
                    else:
                        os.write(main, answer.encode())
        os.close(main)
    return Session(process.returncode, seen.decode("utf-8"))
