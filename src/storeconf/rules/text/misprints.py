"""What is wrong with the letters of a title: misspelt words, missing and doubled ones, unfilled forms, open brackets.

A misspelling is a wrong form of a word of the trade. The same characters may meet by accident across two words
(芝士|豆腐 holds 士豆), so every wrong form has its list of containing words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from storeconf.rules.data import table
from storeconf.rules.text.normal import View, normal
from storeconf.rules.text.patterns import lazy


class Misprint(StrEnum):
    """What kind of mistake it is."""

    MISSPELT = "misspelt"
    MISSING = "missing"
    """A word lacks a character or an amount."""
    DOUBLED = "doubled"
    PLACEHOLDER = "placeholder"
    GARBLED = "garbled"
    BRACKET = "bracket"


@dataclass(frozen=True, slots=True)
class Found:
    """A mistake; `start` and `end` count characters of the original."""

    kind: Misprint
    start: int
    end: int
    right: str = ""
    """What should stand there, where that is known."""


_DATA = table("title_misspellings")
_PAIRS: Mapping[str, str] = {**_DATA["characters"], **_DATA["pairs"]}
_MISSING: Mapping[str, str] = _DATA["missing"]
_UNLESS: Mapping[str, list[str]] = {**_DATA["unless"], **_DATA["missing_unless"]}


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _group(group: Mapping[str, object]) -> re.Pattern[str]:
    """A wrong character between words that belong to the right one."""
    before, followed = group["before"], group.get("followed")
    assert isinstance(before, list)
    tail = f"(?={_any_of(followed)})" if isinstance(followed, list) else ""
    others = str(group.get("not_followed", ""))
    guard = f"(?![{others}])" if others else ""
    return re.compile(f"(?:{_any_of(before)})(?P<wrong>{group['wrong']}){guard}{tail}")


_WRONG = lazy(_any_of({**_PAIRS, **_MISSING}))
_GROUPS = tuple((str(one["wrong"]), str(one["right"]), _group(one)) for one in _DATA["around"])
_PLACEHOLDER = lazy("|".join(f"(?:{one})" for one in _DATA["placeholder"]["patterns"]), re.MULTILINE)
_GARBLED = lazy("|".join(_DATA["garbled"]["patterns"]))
_HAN = "\u4e00-\u9fff"
_NUMERAL = "0-9零一二三四五六七八九十百千万两几多半单双整"
_NO_AMOUNT = lazy(
    rf"[满代抵减][元块](?!宵|旦|气)|(?<![{_NUMERAL}美欧日韩港每无换单二公])元(?:代金|抵用|优惠)券|^人(?=餐|套餐|份|火锅|自助)|"
    r"¥(?=[^0-9\s?])|[(【\[]\s*[)】\]]"
)
_CUT_OFF = lazy(
    rf"代金$|(?:[双单两三四五六八]人|家庭|情侣|亲子)套$|(?<=[{_HAN}])(?:[、,:&/+]|-(?!-))$|(?<=[{_HAN}0-9])[和及与或含](?=$|[)】])(?<!随和)(?<!温和)(?<![已全都均皆]含)|"
    r"[(【\[][^()【】\[\]]{0,8}[含送赠](?=[)】\]])|(?:免费|另|再|加)[送赠]$"
)
_REPEATED = lazy(r"(?=(?P<chunk>.{2,10})(?P=chunk))", re.DOTALL)
_COUNTED = lazy(r"[0-9]+(?:人|元|份|张|次|小时|分钟|寸|斤|克|g)")
_STUTTER = lazy(
    r"的的(?![确士卡])|(?<=[0-9])元元(?![宵旦气祖素宝])|(?<=[0-9双单两三四五六八])人人(?=餐|份|套)|(?<=人)餐餐|券券(?=$|[^a-z0-9\u4e00-\u9fff])|"
    r"(?<=[0-9])(?:份份|张张|次次)(?=$|[^有])|含含|套套餐|免免费|(?<!世)代代金券|(?<![成双])双双人餐|套餐餐|自自助|优优惠(?!券商)|(?<=[0-9])小小时"
)
_TWICE = frozenset(_DATA["twice"]["words"])
_SOUNDS = frozenset(_DATA["twice"]["sounds"])

_OPENING = dict(zip("([{【《〈「『〔〖", ")]}】》〉」』〕〗", strict=True))
_CLOSING = {closing: opening for opening, closing in _OPENING.items()}
_LIST_MARK = lazy(r"(?:^|[\s,，;；。、])[(（]?[0-9a-z]{1,2}$", re.IGNORECASE)
_SMILEY = frozenset(":;^=-~>'*`ω▽_")


@lru_cache(maxsize=2048)
def misprints(raw: str) -> tuple[Found, ...]:
    """The mistakes in a title, in order, without those inside another."""
    text = normal(raw)
    found = [
        *_patterns(text.surface, _GARBLED, Misprint.GARBLED),
        *_patterns(text.surface, _PLACEHOLDER, Misprint.PLACEHOLDER),
        *_patterns(text.squashed, _PLACEHOLDER, Misprint.PLACEHOLDER),
        *_misspelt(text.squashed),
        *_grouped(text.squashed),
        *_patterns(text.squashed, _NO_AMOUNT, Misprint.MISSING),
        *_patterns(text.squashed, _CUT_OFF, Misprint.MISSING),
        *_doubled(text.squashed, raw),
        *_brackets(text.surface),
    ]
    return tuple(_outermost(found))


def _patterns(view: View, pattern: re.Pattern[str], kind: Misprint) -> Iterator[Found]:
    for one in pattern.finditer(view.text):
        yield Found(kind, *view.raw_span(one.start(), max(one.end(), one.start() + 1)))


def _outermost(found: list[Found]) -> Iterator[Found]:
    """In order; of overlapping ones the first, and the longer of two that begin together."""
    reached = -1
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= reached:
            yield one
            reached = one.end


# -- words -------------------------------------------------------------------------------------------------------------


def _misspelt(view: View) -> Iterator[Found]:
    text = view.text
    for one in _WRONG.finditer(text):
        wrong = one.group()
        if not _covered(text, one.start(), one.end(), _UNLESS.get(wrong, ())):
            kind = Misprint.MISSPELT if wrong in _PAIRS else Misprint.MISSING
            yield Found(kind, *view.raw_span(*one.span()), _PAIRS.get(wrong) or _MISSING[wrong])


def _covered(text: str, start: int, end: int, words: Iterable[str]) -> bool:
    """Whether one of the words lies across a stretch."""
    return any(text.find(word, max(0, start - len(word) + 1), end + len(word) - 1) >= 0 for word in words)


def _grouped(view: View) -> Iterator[Found]:
    for wrong, right, pattern in _GROUPS:
        if wrong not in view.text:
            continue
        for one in pattern.finditer(view.text):
            whole = one.group()
            if not _covered(view.text, *one.span(), _UNLESS.get(whole, ())):
                yield Found(Misprint.MISSPELT, *view.raw_span(*one.span()), whole[: -len(wrong)] + right)


def _doubled(view: View, raw: str) -> Iterator[Found]:
    text = view.text
    for one in _STUTTER.finditer(text):
        yield Found(Misprint.DOUBLED, *view.raw_span(*one.span()))
    for one in _REPEATED.finditer(text):
        chunk = one["chunk"]
        if _means_nothing_twice(chunk) and not _set_apart(view, raw, one.start() + len(chunk)):
            yield Found(Misprint.DOUBLED, *view.raw_span(one.start(), one.start() + 2 * len(chunk)))


def _set_apart(view: View, raw: str, place: int) -> bool:
    """Whether a mark that people see stands between two words that are alike: 椰汁·椰汁."""
    between = normal(raw[view.origin[place - 1] + 1 : view.origin[place]]).surface.text
    return between.strip() != ""


def _means_nothing_twice(chunk: str) -> bool:
    """Whether nobody says it twice on purpose."""
    if not any("\u4e00" <= character <= "\u9fff" for character in chunk) or _is_periodic(chunk) or chunk in _TWICE:
        return False
    if chunk.startswith("一") or not _SOUNDS.isdisjoint(chunk):
        return False
    if len(chunk) == 2 and any(character < "\u4e00" for character in chunk):
        return _COUNTED.fullmatch(chunk) is not None
    return not any(character in "+、,，。;；/|!！ -&" for character in chunk)


def _is_periodic(chunk: str) -> bool:
    return any(chunk == chunk[:size] * (len(chunk) // size) for size in range(1, len(chunk) // 2 + 1))


# -- brackets ----------------------------------------------------------------------------------------------------------


def _brackets(view: View) -> Iterator[Found]:
    """Brackets without their other half. Smileys and list marks such as 1) are none."""
    text = view.text
    open_: list[tuple[str, int]] = []
    for index, character in enumerate(text):
        if character in _OPENING:
            open_.append((character, index))
        elif character in _CLOSING:
            if open_ and open_[-1][0] == _CLOSING[character]:
                open_.pop()
            elif not _decorates(text, index):
                yield Found(Misprint.BRACKET, *view.raw_span(index, index + 1), _CLOSING[character])
    for character, index in open_:
        if text[index - 1 : index] not in _SMILEY or not index:
            yield Found(Misprint.BRACKET, *view.raw_span(index, index + 1), _OPENING[character])
    yield from _quotes(view)


def _decorates(text: str, index: int) -> bool:
    before = text[:index]
    return text[index] in ")]" and (before[-1:] in _SMILEY or _LIST_MARK.search(before) is not None)


def _quotes(view: View) -> Iterator[Found]:
    """A curly quotation mark alone. Which way it curls is often wrong and misleads nobody."""
    places = [index for index, character in enumerate(view.text) if character in "“”"]
    if len(places) % 2:
        last = places[-1]
        yield Found(Misprint.BRACKET, *view.raw_span(last, last + 1), "”" if view.text[last] == "“" else "“")
