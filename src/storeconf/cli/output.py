"""Where everything that is printed goes through: standard output and standard error."""

from __future__ import annotations

import io
import os
import re
import sys
from typing import TextIO

from storeconf.core.diagnostics import Code, fail
from storeconf.core.oserror import os_reason
from storeconf.core.text import Text
from storeconf.render.cells import safe

CANT_PRINT = Code("SC664", "output-unwritable", Text("输出写不了", "the output can't be written"))
PRINTING = Text("标准输出：{reason}", "standard output: {reason}")
CLOSED = Text("已经被关上（>&-）", "it is closed (>&-)")
_COLOUR = re.compile(r"(\x1b\[[0-9;]*m)")
_COMMAND = re.compile(r"##(?=\[)|^(\s*):(?=:)", re.MULTILINE)
"""What GitHub's runner takes for a command in a job's log: `::name::` at the start of a line, blanks before it or not,
and `##[name]` anywhere in one. Source: actions/runner, src/Runner.Common/ActionCommand.cs, read 2026-11-22."""


def uncommanded(text: str) -> str:
    """The text, so that in a job's log it is only read; elsewhere as it is."""
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return text
    return _COMMAND.sub(lambda found: "#\\u0023" if found[1] is None else f"{found[1]}\\u003a", text)


class Closed(io.StringIO):
    """Standard output that the caller closed: what was to be said is not lost in silence."""

    def write(self, text: str, /) -> int:
        """Always fails."""
        raise fail(CANT_PRINT, PRINTING(reason=CLOSED))


def write(stream: TextIO, text: str, *, painted: bool) -> None:
    """One sink for everything: what a document says can't move the cursor. Our own colours pass where they are wanted.

    A reader that has seen enough (`| head`) ends nothing: the work goes on, and its exit code still counts.
    """
    pieces = _COLOUR.split(text) if painted else [text]
    clean = "".join(safe(piece) if number % 2 == 0 else piece for number, piece in enumerate(pieces))
    try:
        try:
            stream.write(f"{clean}\n")
        except UnicodeEncodeError:
            encoding = stream.encoding or "ascii"
            stream.write(f"{clean.encode(encoding, 'backslashreplace').decode(encoding)}\n")
        stream.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if stream is sys.stdout and not isinstance(error, BrokenPipeError):
            raise fail(CANT_PRINT, PRINTING(reason=os_reason(error))) from None
