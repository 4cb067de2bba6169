"""Days of the week in words. 1 is Monday, 7 is Sunday."""

from __future__ import annotations

from collections.abc import Iterable

from storeconf.core.text import ITEMS, Lang, joined

_ZH = "一二三四五六日"
_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def days_text(days: Iterable[int], lang: Lang = "zh") -> str:
    """`每天`, `周一至周五`, `周二、周四`."""
    ordered = sorted(set(days))
    if ordered == list(range(1, 8)):
        return "每天" if lang == "zh" else "daily"
    names = [f"周{_ZH[day - 1]}" if lang == "zh" else _EN[day - 1] for day in ordered]
    if len(ordered) > 2 and ordered == list(range(ordered[0], ordered[-1] + 1)):
        return f"{names[0]}至{names[-1]}" if lang == "zh" else f"{names[0]}-{names[-1]}"
    return joined(names, ITEMS, lang)
