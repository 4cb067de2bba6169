"""Which language the person reads: `--lang`, else the project's, else the locale, else Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from contextvars import ContextVar
from pathlib import Path

from storeconf.core.text import LANGS, Lang

_LINE = re.compile(r"^language:[ \t]*[\"']?(zh|en)\b", re.MULTILINE)
_CHINESE = re.compile(r"zh\b|zh_|chinese", re.IGNORECASE)
_NO_LANGUAGE = ("C", "POSIX")
_READ = 20_000
"""Bytes at the top of the project file; it may be a stranger's, and of any size."""
_CURRENT: ContextVar[Lang] = ContextVar("lang", default="zh")


def current() -> Lang:
    """The language of this run."""
    return _CURRENT.get()


def choose(arguments: Sequence[str], environ: Mapping[str, str], here: Path) -> Lang:
    """Settle the language before anything is printed, help included."""
    lang = _from_arguments(arguments) or _from_project(arguments, here) or _from_locale(environ)
    _CURRENT.set(lang)
    return lang


def asked(arguments: Sequence[str]) -> Lang | None:
    """The language that `--lang` names, if it does."""
    return _from_arguments(arguments)


def _from_arguments(arguments: Sequence[str]) -> Lang | None:
    value = _value(arguments, "--lang")
    return next((lang for lang in LANGS if lang == value), None)


def _value(arguments: Sequence[str], option: str) -> str:
    for position, argument in enumerate(arguments):
        if argument == option and position + 1 < len(arguments):
            return arguments[position + 1]
        attached = option if len(option) == 2 else f"{option}="
        if argument != option and argument.startswith(attached):
            return argument.removeprefix(attached)
    return ""


def project_file(start: Path) -> Path | None:
    """The project file that a folder belongs to: its own, or the nearest above."""
    return next(_project_files(start), None)


def _project_files(start: Path) -> Iterator[Path]:
    for folder in (start, *start.resolve().parents):
        path = folder / "storeconf.yaml"
        with suppress(OSError):
            if path.is_file():
                yield path


def _from_project(arguments: Sequence[str], here: Path) -> Lang | None:
    for path in _project_files(here / (_value(arguments, "-C") or ".")):
        try:
            with path.open("rb") as stream:
                text = stream.read(_READ).decode("utf-8", "replace")
        except OSError:
            continue
        found = _LINE.search(text)
        return next((lang for lang in LANGS if found and found.group(1) == lang), None)
    return None


def _from_locale(environ: Mapping[str, str]) -> Lang:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name, "")
        if value:
            return "zh" if _CHINESE.match(value) or value.split(".")[0] in _NO_LANGUAGE else "en"
    return "zh"
