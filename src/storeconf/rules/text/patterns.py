"""Patterns that are compiled when they are first used.

The rules hold hundreds of patterns, and compiling them takes longer than everything else that a command does at its
start. Most commands judge nothing, and most texts never get as far as most patterns.
"""

from __future__ import annotations

import re
from typing import Any, cast

_OF_A_PATTERN = (
    "search",
    "match",
    "fullmatch",
    "finditer",
    "findall",
    "sub",
    "split",
    "pattern",
    "flags",
    "groupindex",
)


class _Later:
    """Becomes the pattern, for whoever holds it, as soon as something is asked of it."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        if name not in _OF_A_PATTERN:
            raise AttributeError(name)
        compiled = re.compile(self._source, self._flags)
        self.__dict__.update((one, getattr(compiled, one)) for one in _OF_A_PATTERN)
        return self.__dict__[name]


def lazy(source: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, later; a wrong pattern is noticed then, too."""
    return cast("re.Pattern[str]", _Later(source, flags))
