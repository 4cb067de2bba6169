"""Which language the person reads: `--lang`, else the project's, else the locale, else Chinese."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path

from storeconf.core.text import LANGS, Lang

_LINE = re.compile(r"^language:[ \t]*[\"']?(zh|en)\b", re.MULTILINE)
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
        if argument.startswith(f"{option}="):
            return argument.removeprefix(f"{option}=")
    return ""


def _from_project(arguments: Sequence[str], here: Path) -> Lang | None:
    start = here / (_value(arguments, "-C") or ".")
    for folder in (start, *start.resolve().parents):
        try:
            text = (folder / "storeconf.yaml").read_text(encoding="utf-8")[:20_000]
        except (OSError, UnicodeDecodeError):
            continue
        found = _LINE.search(text)
        return next((lang for lang in LANGS if found and found.group(1) == lang), None)
    return None


def _from_locale(environ: Mapping[str, str]) -> Lang:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name, "")
        if value:
            return "en" if value.lower().startswith("en") else "zh"
    return "zh"
