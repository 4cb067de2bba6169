"""A text in sentences, clauses and phrases. Prohibition and permission are judged inside one clause.

A sentence ends at a full stop, a clause also at a semicolon or a list number, a phrase also at a comma or a bracket.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from storeconf.rules.text.patterns import lazy

Range = tuple[int, int]
"""Half-open."""

_SENTENCE_END = lazy(r"[。\n！!？?]|\.{2,}|…+")
_CLAUSE_END = lazy(r"[。；;\n！!？?]|\.{2,}|…+")
_PHRASE_END = lazy(r"[，。；;\n！!？?：（）()【】\[\]《》]|(?<!\d)[,:~]|[,:~](?!\d)|\.{2,}|…+|\s{2,}")
_NUMBERED = lazy(
    r"(?<![\d.第周限满每约共仅楼层号期款选:¥])[(（]?(?:(?P<arabic>[0-9]{1,2})|(?P<han>十?[一二三四五六七八九]|十))"
    r"(?:[、)）]|\.(?!\d))"
)
_DIGITS = {one: value for value, one in enumerate("一二三四五六七八九", start=1)}


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[Range, ...]:
    """Half-open ranges between full stops, exclamation and question marks and line ends."""
    return tuple(_between([found.span() for found in _SENTENCE_END.finditer(text)], len(text)))


@lru_cache(maxsize=4096)
def clauses(text: str) -> tuple[Range, ...]:
    """Half-open ranges between sentence ends, semicolons and list numbers, in order; empty ones are left out."""
    marks = sorted([*(found.span() for found in _CLAUSE_END.finditer(text)), *_list_numbers(text)])
    return tuple(_between(marks, len(text)))


@lru_cache(maxsize=4096)
def phrases(text: str) -> tuple[Range, ...]:
    """Half-open ranges between any two marks, commas and brackets too; commas and colons inside numbers are no marks."""
    marks = sorted([*(found.span() for found in _PHRASE_END.finditer(text)), *_list_numbers(text)])
    return tuple(_between(marks, len(text)))


def sentence_of(text: str, position: int) -> Range:
    """The sentence that holds a position."""
    return _holding(sentences(text), position, len(text))


def clause_of(text: str, position: int) -> Range:
    """The clause that holds a position."""
    return _holding(clauses(text), position, len(text))


def phrase_of(text: str, position: int) -> Range:
    """The phrase that holds a position."""
    return _holding(phrases(text), position, len(text))


def next_clause(text: str, position: int) -> Range:
    """The clause after the one that holds a position; empty at the end of the text."""
    _, end = clause_of(text, position)
    return next((one for one in clauses(text) if one[0] >= end), (len(text), len(text)))


def _holding(ranges: tuple[Range, ...], position: int, length: int) -> Range:
    """The range around a position; on a mark, the one before it."""
    if not ranges:
        return 0, length
    index = bisect_right(ranges, (position, length + 1)) - 1
    return ranges[max(index, 0)]


def _list_numbers(text: str) -> list[Range]:
    """`1、… 2、…`: numbers that count up from one, since 周六、日 and 2、3人 are no lists."""
    found: list[Range] = []
    due = {"arabic": 1, "han": 1}
    for one in _NUMBERED.finditer(text):
        kind = one.lastgroup or "arabic"
        number = int(one["arabic"]) if kind == "arabic" else _value(one["han"])
        if number == 1 or number == due[kind]:
            found.append(one.span())
            due[kind] = number + 1
    return found


def _value(han: str) -> int:
    tens, ones = (10, han[1:]) if han.startswith("十") else (0, han)
    return tens + _DIGITS.get(ones, 0)


def _between(marks: list[Range], length: int) -> Iterator[Range]:
    start = 0
    for mark_start, mark_end in marks:
        if mark_start > start:
            yield start, mark_start
        start = max(start, mark_end)
    if start < length:
        yield start, length
