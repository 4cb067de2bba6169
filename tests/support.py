"""What many tests share: the sample fleet, small projects, the command line."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from storeconf.cli.main import run as run_cli

ROOT = Path(__file__).resolve().parent.parent
NOW = "2026-03-09T10:00:00+08:00"
SAMPLE = ("storeconf.yaml", "sandbox.yaml", "stores", "templates", "assets", "observations")


@dataclass(frozen=True)
class Result:
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


@dataclass
class Cli:
    """Runs `storeconf` on one project, at one moment."""

    folder: Path
    now: str = NOW
    lang: str = ""
    env: dict[str, str] = field(default_factory=dict)

    def __call__(self, *arguments: str, now: str = "", code: int | None = 0, stdin: str = "") -> Result:
        """Run in this process. `code`: the exit code that is expected, None for any."""
        out, err = io.StringIO(), io.StringIO()
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            replaced_environment(self.env),
            replaced_stdin(stdin),
        ):
            found = run_cli(self._arguments(arguments, now))
        result = Result(found, out.getvalue(), err.getvalue())
        assert code is None or result.code == code, f"{arguments}: {result.code}\n{result.out}\n{result.err}"
        return result

    def process(self, *arguments: str, now: str = "", timeout: float = 120, **env: str) -> Result:
        """Run as a process of its own."""
        done = subprocess.run(
            self.command(*arguments, now=now),
            capture_output=True,
            encoding="utf-8",
            timeout=timeout,
            env={**os.environ, **self.env, **env},
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    def command(self, *arguments: str, now: str = "") -> list[str]:
        """The command line, to start it otherwise."""
        return [sys.executable, "-m", "storeconf", *self._arguments(arguments, now)]

    def _arguments(self, arguments: tuple[str, ...], now: str) -> list[str]:
        moment = now or self.now
        return [
            "-C",
            str(self.folder),
            *(("--now", moment) if moment else ()),
            *(("--lang", self.lang) if self.lang else ()),
            *arguments,
        ]


@contextlib.contextmanager
def replaced_environment(values: Mapping[str, str]) -> Iterator[None]:
    """Environment variables for a while."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextlib.contextmanager
def replaced_stdin(text: str) -> Iterator[None]:
    """Standard input for a while; never a terminal."""
    before, sys.stdin = sys.stdin, io.StringIO(text)
    try:
        yield
    finally:
        sys.stdin = before


def copy_sample(target: Path) -> Path:
    """The sample project's own files."""
    target.mkdir(parents=True, exist_ok=True)
    for name in SAMPLE:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name)
        else:
            shutil.copy2(source, target / name)
    return target


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Files with their text; indentation common to all lines is taken away."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(textwrap.dedent(content).lstrip("\n"), encoding="utf-8")
    return folder


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that stands in a file exactly once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")
