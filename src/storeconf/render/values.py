"""Attribute values as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from storeconf.core import clock
from storeconf.core.money import spoken
from storeconf.core.text import CLAUSES, ITEMS, Lang, Text, joined
from storeconf.core.weekdays import days_text
from storeconf.model.kind import Attribute, Compare, Flag
from storeconf.render.cells import one_line, shorten

ABSENT = Text("（无）", "(none)")
UNKNOWN = Text("（未知）", "(unknown)")
YES, NO = Text("是", "yes"), Text("否", "no")
CLOSED = Text("休息", "closed")
COVER_OF = Text("商品“{product}”的封面", "the cover of {product}")
CHOICE = Text("{group}（{size}选{choose}：{names}）", "{group} ({choose} of {size}: {names})")
PLACED = frozenset({"poi", "product", "products", "stores", "authorised"})
"""Attributes that name other things: a POI id is shown as its store."""
SAME = Text("相同的 {count} 项", "{count} in common")
LONG_LIST = 3
"""Items of a list that is shown by its difference."""
SHORT = 44
"""Cells of a value that stands in a line."""


def shown(attribute: Attribute | None, value: Any, lang: Lang, places: Mapping[str, str], *, cells: int = SHORT) -> str:
    """A value on one line. `places` names the store behind a POI id."""
    if value is None:
        return ABSENT.render(lang)
    return shorten(one_line(full(attribute, value, lang, places)), cells)


def full(attribute: Attribute | None, value: Any, lang: Lang, places: Mapping[str, str]) -> str:
    """A value whole, as it would be entered."""
    if attribute is not None and attribute.has(Flag.AMOUNT):
        return spoken(str(value)) + (" 元" if lang == "zh" else " yuan")
    if isinstance(value, bool):
        return (YES if value else NO).render(lang)
    if isinstance(value, Mapping):
        return _map(attribute, value, lang, places)
    if isinstance(value, list | tuple):
        return _list(attribute, value, lang, places)
    return _word(attribute, str(value), lang, places)


def _word(attribute: Attribute | None, text: str, lang: Lang, places: Mapping[str, str]) -> str:
    if attribute is not None and text in attribute.words:
        return attribute.words[text].render(lang)
    if attribute is None or attribute.path in PLACED:
        return clock.readable(places.get(text, text))
    return clock.readable(text)


def _list(attribute: Attribute | None, value: Any, lang: Lang, places: Mapping[str, str]) -> str:
    if not value:
        return ABSENT.render(lang)
    if attribute is not None and attribute.compare in (Compare.HOURS, Compare.SLOTS):
        return joined((_row(row, lang) for row in value), CLAUSES, lang)
    return joined((full(attribute, item, lang, places) for item in value), ITEMS, lang)


def _row(row: Mapping[str, Any], lang: Lang) -> str:
    """Opening hours or slots on some weekdays."""
    capacity = f" ×{row['capacity']}" if "capacity" in row else ""
    return f"{days_text(row.get('days') or (), lang)} {_stretch(row)}{capacity}"


def _stretch(row: Mapping[str, Any]) -> str:
    start, end = row.get("open") or row.get("start"), row.get("close") or row.get("end")
    return f"{start}-{end}"


def _map(attribute: Attribute | None, value: Mapping[str, Any], lang: Lang, places: Mapping[str, str]) -> str:
    match value:
        case {"of": items, "group": group, "choose": choose}:
            names = joined((str(item.get("name")) for item in items), ITEMS, lang)
            return CHOICE(group=group, size=len(items), choose=choose, names=names).render(lang)
        case {"price": price, "name": name}:
            count = f"×{value['count']}" if value.get("count", 1) != 1 else ""
            return f"{name}{count} {spoken(str(price))}"
        case {"sha256": digest}:
            return f"{_picture(attribute, value, lang, places)} [{str(digest)[:8]}]"
        case {"lat": lat, "lng": lng}:
            return f"{lat},{lng} ({value.get('datum')})"
        case {"date": date}:
            return f"{date} {CLOSED.render(lang) if value.get('closed') else _stretch(value)}"
        case {"start": _, "end": _}:
            return _stretch(value)
    return " ".join(full(attribute, item, lang, places) for item in value.values())


def _picture(attribute: Attribute | None, value: Mapping[str, Any], lang: Lang, places: Mapping[str, str]) -> str:
    """A file by the name under which people find it."""
    role = f"{_word(attribute, str(value['role']), lang, places)} " if "role" in value else ""
    if "product" in value:
        return role + COVER_OF(product=places.get(value["product"], value["product"])).render(lang)
    return f"{role}{value.get('file') or value.get('url') or ''}".rstrip()


def in_common(sides: Iterable[Any]) -> list[Any]:
    """What all of some long lists hold; nothing when they are short enough to be read whole."""
    lists = [side for side in sides if isinstance(side, list | tuple)]
    if len(lists) < 2 or max(map(len, lists)) < LONG_LIST:
        return []
    return [item for item in lists[0] if all(item in other for other in lists[1:])]


def without(
    common: Sequence[Any], attribute: Attribute | None, value: Any, lang: Lang, places: Mapping[str, str]
) -> str:
    """A long list by what is special about it."""
    special = [item for item in value if item not in common]
    same = SAME(count=len(common)).render(lang)
    return joined((same, shown(attribute, special, lang, places)), ITEMS, lang) if special else same


def difference(old: str, new: str, *, around: int = 12) -> tuple[str, str]:
    """Two long texts cut down to where they differ."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    left = max(0, start - around)
    return tuple(  # type: ignore[return-value]
        ("…" if left else "")
        + text[left : len(text) - end + around if end > around else len(text)]
        + ("…" if end > around else "")
        for text in (old, new)
    )
