"""Golden cases: a small project, what happened to it, and what the commands then say, kept as files.

A case is a folder of `tests/golden/`. Its files lie over those of `base/`; `case.yaml` says what is done before, and
what is shown; `expected/` holds what was shown. `pytest --snapshot-update` accepts what is shown now: read the diff.
"""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any

import yaml

from support import Cli

GOLDEN = Path(__file__).resolve().parent / "golden"
BASE = GOLDEN / "base"
NOT_FILES_OF_THE_PROJECT = ("case.yaml", "expected", "replace")
ALWAYS: Mapping[str, str] = {
    "plan.txt": "plan",
    "plan.json": "plan --format json",
    "drift.txt": "drift",
    "todo.txt": "todo",
}
"""What every case shows, unless it says otherwise."""
ENGLISH: Mapping[str, str] = {f"{name}.en.txt": f"--lang en {name}" for name in ("plan", "drift", "todo")}
WIDTH = 150
HIDDEN = "…"
"""Stands for what differs from run to run, or says nothing to a reader."""


@dataclass(frozen=True)
class Case:
    """One folder."""

    folder: Path

    @property
    def expected(self) -> Path:
        """Where what is shown is kept."""
        return self.folder / "expected"

    def show(self, folder: Path) -> dict[str, str]:
        """Set the project up in an empty folder, and look at it. What is shown, by file name."""
        told = yaml.safe_load((self.folder / "case.yaml").read_text(encoding="utf-8"))
        assert set(told) <= {"about", "before", "shows", "english"}, self.folder.name
        shutil.copytree(BASE, folder, dirs_exist_ok=True)
        shutil.copytree(
            self.folder, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*NOT_FILES_OF_THE_PROJECT)
        )
        cli = Cli(folder)
        for line in told["before"]:
            self._do(cli, line)
        shows = {**ALWAYS, **(ENGLISH if told.get("english") else {}), **told.get("shows", {})}
        # what changes something is shown last, so that the order of the names means nothing
        order = sorted(shows, key=lambda name: shows[name].startswith("apply"))
        return {name: _shown(cli, shows[name]) for name in order}

    def _do(self, cli: Cli, line: str) -> None:
        """A command of storeconf; or `replace NAME`, `remove FILE`: what somebody does to the YAML."""
        match shlex.split(line):
            case ["replace", name]:
                shutil.copytree(self.folder / "replace" / name, cli.folder, dirs_exist_ok=True)
            case ["remove", name]:
                (cli.folder / name).unlink()
            case words:
                cli(*_in_folder(cli, words))

    def difference(self, shown: Mapping[str, str]) -> str:
        """What is shown against what was expected; empty when they agree."""
        kept = {file.name: file.read_text(encoding="utf-8") for file in self.expected.glob("*")}
        found: list[str] = []
        for name in sorted(kept.keys() | shown.keys()):
            before, after = (text.get(name, "").splitlines() for text in (kept, shown))
            found += unified_diff(before, after, f"expected/{name}", f"shown/{name}", lineterm="")
        return "\n".join(found)

    def accept(self, shown: Mapping[str, str]) -> None:
        """Expect from now on what is shown."""
        shutil.rmtree(self.expected, ignore_errors=True)
        self.expected.mkdir()
        for name, text in shown.items():
            (self.expected / name).write_text(text, encoding="utf-8")


def cases() -> list[Case]:
    """Every case."""
    return [Case(file.parent) for file in sorted(GOLDEN.glob("*/case.yaml"))]


def _in_folder(cli: Cli, words: list[str]) -> list[str]:
    """Plan files lie in the project."""
    return [str(cli.folder / word) if word.endswith(".plan.json") else word for word in words]


def _shown(cli: Cli, line: str) -> str:
    """All that a command says: the command itself, its output, what went to stderr, and how it ended."""
    result = cli(*_in_folder(cli, shlex.split(line)), code=None)
    if "--format json" in line:
        return _laid_out(_steady(result.json)) + "\n"
    parts = [f"$ storeconf {line}\n", result.out]
    if result.err:
        parts.append(f"--- stderr ---\n{result.err}")
    if result.code:
        parts.append(f"--- exit code {result.code} ---\n")
    return "".join(parts).replace(f"{cli.folder}/", "")


def _steady(value: Any, name: str = "") -> Any:
    """JSON without what differs between equal runs: the state's own name, and digests over everything."""
    match value:
        case {} if name == "digests":
            return dict.fromkeys(value, HIDDEN)
        case dict():
            return {key: _steady(item, key) for key, item in value.items()}
        case list():
            return [_steady(item) for item in value]
        case str() if name in ("lineage", "fingerprint", "precondition") or (name == "digest" and len(value) > 12):
            return HIDDEN if value else value
    return value


def _laid_out(value: Any, indent: int = 0) -> str:
    """JSON to be read: what fits on a line stands on one."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + indent <= WIDTH or not isinstance(value, dict | list):
        return flat
    margin = " " * (indent + 1)
    if isinstance(value, list):
        rows, (start, end) = [_laid_out(item, indent + 1) for item in value], "[]"
    else:
        rows = [f"{json.dumps(key)}: {_laid_out(item, indent + 1)}" for key, item in value.items()]
        start, end = "{}"
    return f"{start}\n" + ",\n".join(f"{margin}{row}" for row in rows) + f"\n{' ' * indent}{end}"
