"""The program's own source, as the architecture tests look at it."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import TypeVar

import storeconf
from storeconf.core.text import Text
from support import ROOT

SOURCE = ROOT / "src" / "storeconf"
T = TypeVar("T")


@dataclass(frozen=True)
class Written:
    """A bilingual sentence, and where it is written."""

    where: str
    zh: str
    en: str


@lru_cache(maxsize=1)
def modules() -> tuple[ModuleType, ...]:
    """Every module of the program, imported."""
    names = [found.name for found in pkgutil.walk_packages(storeconf.__path__, "storeconf.")]
    return tuple(importlib.import_module(name) for name in names if not name.endswith("__main__"))


def instances(wanted: type[T]) -> list[T]:
    """Every instance of a type that stands in a module, each once."""
    found = {id(value): value for module in modules() for value in vars(module).values() if isinstance(value, wanted)}
    return list(found.values())


@lru_cache(maxsize=1)
def trees() -> tuple[tuple[Path, ast.Module], ...]:
    """Every source file with its syntax tree; paths are relative to the package."""
    files = sorted(SOURCE.rglob("*.py"))
    return tuple((file.relative_to(SOURCE), ast.parse(file.read_text(encoding="utf-8"))) for file in files)


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a plain name, with the place."""
    for file, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield f"{file}:{node.lineno}", node


def sentences() -> list[Written]:
    """Every sentence in both languages: those written as `Text`, and the words of the models' fields."""
    found = []
    for where, call in calls("Text"):
        literals = [node.value for node in call.args if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        if len(literals) == 2:
            found.append(Written(where, *literals))
    return [*found, *_words_of_fields()]


def _words_of_fields() -> Iterator[Written]:
    from storeconf.model.kinds import KINDS

    for kind in KINDS:
        for attribute in kind.attributes:
            texts = [attribute.label, *attribute.words.values(), *([attribute.console] if attribute.console else [])]
            yield from (Written(f"{kind.name}#{attribute.path}", text.zh, text.en) for text in texts)


def unread_sentences() -> list[str]:
    """Places that make a `Text` of something else than two literals; nothing is known of those."""
    return [
        where
        for where, call in calls("Text")
        if not (len(call.args) == 2 and all(isinstance(node, ast.Constant) for node in call.args))
    ]


def text_of(written: Written) -> Text:
    """The sentence as the program has it."""
    return Text(written.zh, written.en)


@lru_cache(maxsize=1)
def repository_files() -> tuple[Path, ...]:
    """Every file that the repository holds, or would hold when it is added; relative to its root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = listed.stdout.decode("utf-8").split("\0")
    return tuple(Path(name) for name in sorted(set(names)) if name and (ROOT / name).is_file())


def repository_texts() -> Iterator[tuple[Path, str]]:
    """The files of the repository that are text."""
    for file in repository_files():
        try:
            yield file, (ROOT / file).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
