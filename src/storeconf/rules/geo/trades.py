"""Whether a place may sell a product: product category against POI category and business scope, by families of trades.

The words come from many tables that nobody publishes, so what isn't known decides nothing: one unknown word of the
scope might be the very one that covers the product.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from storeconf.rules.data import table
from storeconf.rules.text.patterns import lazy

_PARTS = lazy(r"[/>|、,，;；+＋&·\s（）()]+|-+")


@dataclass(frozen=True, slots=True)
class Trades:
    """The families that some words name, and the words that name none."""

    families: frozenset[str]
    unknown: tuple[str, ...]


@lru_cache(maxsize=1)
def _words() -> tuple[dict[str, frozenset[str]], re.Pattern[str]]:
    data = table("trades")
    families: dict[str, frozenset[str]] = {}
    for family, words in data["families"].items():
        for word in words:
            families[word] = families.get(word, frozenset()) | {family}
    every = [*families, *data["broad"]]
    return families, re.compile("|".join(sorted(map(re.escape, every), key=len, reverse=True)))


@lru_cache(maxsize=4096)
def trades_of(text: str) -> Trades:
    """The trades that one category or one entry of a scope names; words that name no trade, such as 零售, count for none."""
    families, pattern = _words()
    lower = text.lower()
    found = frozenset(family for one in pattern.findall(lower) for family in families.get(one, ()))
    known = bool(found) or pattern.search(lower) is not None
    return Trades(found, () if known or not text.strip() else (text,))


def trades_of_all(texts: Iterable[str]) -> Trades:
    """The trades of several entries together."""
    each = [trades_of(text) for text in texts]
    return Trades(
        frozenset(family for one in each for family in one.families),
        tuple(word for one in each for word in one.unknown),
    )


def category_trades(category: str) -> Trades:
    """The trades of a category path such as 休闲娱乐 > KTV: its last part that names any."""
    parts = [part for part in _PARTS.split(category) if part]
    for part in reversed(parts):
        found = trades_of(part)
        if found.families:
            return found
    return trades_of(category)


def fits(product: frozenset[str], place: frozenset[str], *, scoped: bool) -> bool:
    """Whether a place of some trades may sell a product of some. `scoped`: the place's business scope is written down."""
    data, allowed = table("trades"), set(place)
    for group in data["related"]["groups"]:
        if place.intersection(group):
            allowed.update(group)
    for family in place:
        allowed.update(data["covers"].get(family, ()))
        if not scoped:
            allowed.update(data["hosts"].get(family, ()))
    return bool(product & allowed)


def other_trade(title: str, place: frozenset[str]) -> str:
    """What a title sells that a place of these trades can't, when it names nothing that the place can; else empty."""
    if fits(trades_of(title).families & place, place, scoped=False):
        return ""
    for family, words in table("trades")["telling"].items():
        word = next((one for one in words if one in title), "")
        if word and not fits(frozenset((family,)), place, scoped=False):
            return word
    return ""


def is_lodging(category: str) -> bool:
    """Whether a category is of the hotel trade."""
    return "lodging" in category_trades(category).families
