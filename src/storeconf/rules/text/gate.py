"""A long pattern behind a cheap first look: it is tried only on texts that hold letters which every match needs.

Patterns with hundreds of alternatives say nothing of nearly every text, and are slow to compile and to try. What every
match must hold is worked out from the pattern itself, so a gate can't forget an alternative.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from operator import add

# The parser of `re` has no public name. Its tree is only read, and a node that isn't known here promises nothing.
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_COMMON = frozenset("的一不是了有在人我这个上下大小中可以要就都也到为和与及用来元份店品")
"""Characters of nearly every text: asking for one of them lets everything through."""
_WIDEST = 40
"""Characters of a range that are still asked for one by one."""


class Gated:
    """A pattern as `re.compile` makes it, compiled when a text first gets past the gate."""

    def __init__(self, source: str) -> None:
        """`source`: a pattern without flags."""
        self._source = source

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As of a pattern."""
        return self._pattern.finditer(text) if self._may_match(text) else iter(())

    def search(self, text: str) -> re.Match[str] | None:
        """As of a pattern."""
        return self._pattern.search(text) if self._may_match(text) else None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self._source)

    @cached_property
    def needs(self) -> frozenset[str] | None:
        """Characters and pairs of characters of which every match holds at least one; None when nothing is sure."""
        return _of_sequence(_parser.parse(self._source))

    def _may_match(self, text: str) -> bool:
        return self.needs is None or not self.needs.isdisjoint(pieces(text))


@lru_cache(maxsize=4096)
def pieces(text: str) -> frozenset[str]:
    """The characters of a text, and each with the next."""
    return frozenset(text).union(map(add, text, text[1:]))


def _of_sequence(nodes: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """The cheapest of what the parts of a sequence need: every match goes through all of them."""
    best: frozenset[str] | None = None
    last = ""
    for name, value in nodes:
        if str(name) == "LITERAL":
            found: frozenset[str] | None = frozenset((last + chr(value),))
            last = chr(value)
        else:
            found, last = _of_node(str(name), value), ""
        if found is not None and (best is None or _price(found) < _price(best)):
            best = found
    return best


def _of_node(name: str, value: Any) -> frozenset[str] | None:
    match name:
        case "IN":
            return _of_set(value)
        case "BRANCH":
            return _together(_of_sequence(branch) for branch in value[1])
        case "SUBPATTERN":
            return _of_sequence(value[-1])
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return _of_sequence(value[2]) if value[0] else None
        case "ATOMIC_GROUP":
            return _of_sequence(value)
        case _:
            return None


def _of_set(items: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    found: set[str] = set()
    for name, value in items:
        if str(name) == "LITERAL":
            found.add(chr(value))
        elif str(name) == "RANGE" and value[1] - value[0] < _WIDEST:
            found.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return frozenset(found)


def _together(parts: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """What one of several alternatives needs; nothing is sure as soon as one of them promises nothing."""
    found: set[str] = set()
    for part in parts:
        if part is None:
            return None
        found |= part
    return frozenset(found)


def _price(needed: frozenset[str]) -> float:
    """How often texts hold one of them, roughly. A pair is rarer than a character."""
    return sum(0.2 if len(one) > 1 else 8.0 if one in _COMMON else 1.0 for one in needed)
