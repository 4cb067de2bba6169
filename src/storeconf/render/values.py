"""Attribute values as people read them."""

from __future__ import annotations

from collections.abc import Mapping
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
WORDS: Mapping[tuple[str, str], Text] = {
    ("shelf", "online"): Text("上架", "online"),
    ("shelf", "offline"): Text("下架", "offline"),
    ("stock", "unlimited"): Text("不限", "unlimited"),
    ("refund_policy", "anytime"): Text("随时退", "anytime"),
    ("refund_policy", "none"): Text("不可退", "none"),
    ("refund_policy", "conditional"): Text("有条件退", "conditional"),
    ("stage", "none"): Text("未接入", "none"),
    ("stage", "bd_assigned"): Text("已分配 BD", "BD assigned"),
    ("stage", "applied"): Text("已提交申请", "applied"),
    ("stage", "approved"): Text("审核通过", "approved"),
    ("stage", "enabled"): Text("已启用", "enabled"),
    ("authorised", "all"): Text("全部门店", "all stores"),
    ("mount", "component"): Text("挂载团购组件", "group-buy component"),
    ("mount", "none"): Text("不挂载", "none"),
    ("audience", "new_customers"): Text("新客", "new customers"),
    ("audience", "all"): Text("所有人", "everybody"),
    ("attachments", "verification_qr"): Text("核销二维码", "verification QR"),
    ("attachments", "poi_link"): Text("门店导航链接", "navigation link"),
    ("shots", "counter_location"): Text("核销柜台位置", "counter location"),
    ("shots", "staff_smile_guide"): Text("店员微笑指引", "staff guiding with a smile"),
    ("shots", "scanner_closeup"): Text("扫码设备特写", "scanner close-up"),
}
"""Words that stand for a choice, by attribute."""
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
        return _map(value, lang, places)
    if isinstance(value, list | tuple):
        return _list(attribute, value, lang, places)
    text = str(value)
    path = attribute.path if attribute is not None else ""
    if (path, text) in WORDS:
        return WORDS[(path, text)].render(lang)
    if clock.INSTANT.match(text):
        return clock.short(clock.parse_instant(text))
    return places.get(text, text) if path in ("poi", "product") else text


def _list(attribute: Attribute | None, value: Any, lang: Lang, places: Mapping[str, str]) -> str:
    if not value:
        return ABSENT.render(lang)
    if attribute is not None and attribute.compare in (Compare.HOURS, Compare.SLOTS):
        return joined((_row(row, lang) for row in value), CLAUSES, lang)
    names = [_word(attribute, i, lang, places) if isinstance(i, str) else full(None, i, lang, places) for i in value]
    return joined(names, ITEMS, lang)


def _word(attribute: Attribute | None, item: str, lang: Lang, places: Mapping[str, str]) -> str:
    chosen = WORDS.get((attribute.path if attribute is not None else "", item))
    return chosen.render(lang) if chosen is not None else places.get(item, item)


def _row(row: Mapping[str, Any], lang: Lang) -> str:
    start, end = row.get("open") or row.get("start"), row.get("close") or row.get("end")
    capacity = f" ×{row['capacity']}" if "capacity" in row else ""
    return f"{days_text(row.get('days') or (), lang)} {start}-{end}{capacity}"


def _map(value: Any, lang: Lang, places: Mapping[str, str]) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    if "of" in value:
        inside = "/".join(str(item.get("name")) for item in value["of"])
        return f"{value.get('group')}({value.get('choose')}/{len(value['of'])}: {inside})"
    if "price" in value and "name" in value:
        count = f"×{value['count']}" if value.get("count", 1) != 1 else ""
        return f"{value['name']}{count} {spoken(str(value['price']))}"
    if "sha256" in value:
        name = value.get("file") or value.get("product") or value.get("role") or ""
        return f"{name} [{str(value['sha256'])[:8]}]"
    if "lat" in value:
        return f"{value['lat']},{value['lng']} ({value.get('datum')})"
    return " ".join(full(None, item, lang, places) for item in value.values())


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
