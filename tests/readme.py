"""The commands that a README shows, run as a reader would run them, and their output compared with what it prints.

A block fenced as ```console holds lines that start with `$ ` and, below each, what it prints. A line that is `…` alone
stands for any number of lines. Blocks run from top to bottom in one copy of the sample project, with the options that the
page's `alias storeconf='…'` gives to every command.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from storeconf.cli.main import run as run_cli
from support import NOW, ROOT, replaced_stdin

ALIAS = re.compile(r"^alias storeconf='\S*storeconf (.*)'$", re.MULTILINE)
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ANYTHING = "…"
SHELL = re.compile(r"[|&;<>$`*?]|^(?!storeconf\b|make\b)")
"""A line that a shell has to run."""


@dataclass(frozen=True)
class Shown:
    """One command with the output that stands below it."""

    command: str
    output: tuple[str, ...]
    line: int
    """Of the file, where the command stands."""


@dataclass
class Reader:
    """Somebody who types the commands of a README into a terminal, in the folder of the project."""

    folder: Path
    options: Sequence[str] = ("--now", NOW)
    """What the alias adds to every command, but not to make's."""

    def types(self, command: str) -> list[str]:
        """Everything that the command prints, line by line."""
        if SHELL.search(command):
            return self._shell(command)
        words = shlex.split(command, comments=True)
        lines: list[str] = []
        for arguments in _recipe(words[1]) if words[0] == "make" else [[*self.options, *words[1:]]]:
            lines += self._storeconf(arguments)
        return lines

    def _storeconf(self, arguments: Sequence[str]) -> list[str]:
        screen = io.StringIO()
        with (
            contextlib.chdir(self.folder),
            contextlib.redirect_stdout(screen),
            contextlib.redirect_stderr(screen),
            replaced_stdin(""),
        ):
            run_cli(list(arguments))
        return _lines(screen.getvalue())

    def _shell(self, command: str) -> list[str]:
        command_line = shlex.join([sys.executable, "-m", "storeconf", *self.options])
        here = f'storeconf() {{ {command_line} "$@"; }}\n'
        done = subprocess.run(
            ["bash", "-c", here + command],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return _lines(done.stdout)


def shown_in(text: str) -> Iterator[Shown]:
    """The commands of a README, in order."""
    for block in BLOCK.finditer(text):
        first = text.count("\n", 0, block.start(1)) + 1
        command, output, at = "", list[str](), first
        for number, line in enumerate(block.group(1).splitlines(), first):
            if line.startswith("$ "):
                if command:
                    yield Shown(command, tuple(output), at)
                command, output, at = line.removeprefix("$ "), [], number
            else:
                output.append(line.rstrip())
        if command:
            yield Shown(command, tuple(_without_blank_end(output)), at)


def options_in(text: str) -> list[str]:
    """What the page's alias adds to every command."""
    found = ALIAS.search(text)
    return shlex.split(found.group(1)) if found is not None else []


def agrees(expected: Sequence[str], actual: Sequence[str]) -> bool:
    """Whether the output is as shown; `…` alone matches any number of lines, none too."""
    parts = [[]] if not expected else [list[str]()]
    for line in expected:
        if line.strip() == ANYTHING:
            parts.append([])
        else:
            parts[-1].append(line)
    if len(parts) == 1:
        return list(expected) == list(actual)
    head, *middle, tail = parts
    if list(actual[: len(head)]) != head or (tail and list(actual[-len(tail) :]) != tail):
        return False
    rest, stop = len(head), len(actual) - len(tail)
    for part in middle:
        found = next((i for i in range(rest, stop - len(part) + 1) if list(actual[i : i + len(part)]) == part), None)
        if found is None:
            return False
        rest = found + len(part)
    return rest <= stop


def rewritten(text: str, actual: Sequence[tuple[Shown, list[str]]]) -> str:
    """The README with what is printed now; outputs that leave something out stay as they are written."""
    lines = text.splitlines()
    for shown, now in reversed(actual):
        if not agrees(shown.output, now) and ANYTHING not in (line.strip() for line in shown.output):
            lines[shown.line : shown.line + len(shown.output)] = now
    return "\n".join(lines) + "\n"


def _recipe(target: str) -> list[list[str]]:
    """The storeconf commands behind a target of the Makefile."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = re.search(rf"^{re.escape(target)}:.*\n((?:\t.*\n)+)", text, re.MULTILINE)
    if found is None:
        raise LookupError(f"the Makefile has no recipe for {target}")
    commands = (line.strip().lstrip("@") for line in found.group(1).splitlines())
    known = [line.removeprefix("$(BIN)/storeconf ") for line in commands if line.startswith("$(BIN)/storeconf ")]
    return [shlex.split(line.replace("$(NOW)", NOW)) for line in known]


def _lines(text: str) -> list[str]:
    return _without_blank_end([line.rstrip() for line in text.splitlines()])


def _without_blank_end(lines: list[str]) -> list[str]:
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines
