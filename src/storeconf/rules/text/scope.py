"""Under which circumstances a statement holds: 包间需预约、大厅免预约; 周末不可用，工作日通用."""

from __future__ import annotations

import re
from enum import StrEnum

from storeconf.rules.text.clauses import clause_of
from storeconf.rules.text.patterns import lazy


class Circumstance(StrEnum):
    """What a statement may be limited to."""

    ROOM = "room"
    HALL = "hall"
    WEEKDAY = "weekday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    PEAK = "peak"
    GROUP = "group"
    EXTRA = "extra"
    """Another service than the one sold: 加项, 升级, 另购."""


_NAMED: tuple[tuple[Circumstance, re.Pattern[str]], ...] = (
    (Circumstance.ROOM, lazy("包间|包厢|包房|雅间|雅座|雅室|卡座|vip房|私房")),
    (Circumstance.HALL, lazy("大厅|散台|散座|大堂|堂食|吧台|露台|普通座|普通位|卡位|外摆")),
    (Circumstance.WEEKDAY, lazy("工作日|平日|平时|周一(?:至|到|-|~)周[四五]|非(?:周末|节假日|高峰)")),
    (Circumstance.WEEKEND, lazy("周末|双休|礼拜天|周[五六日天]|周六日")),
    (
        Circumstance.HOLIDAY,
        lazy("(?<!非)节假日|(?<!非)法定假日|(?<!非)节日|春节|国庆|五一|元旦|中秋|端午|清明|七夕|情人节|圣诞|除夕|假期"),
    ),
    (Circumstance.PEAK, lazy("高峰|饭点|旺季|客满|排队时|人多|用餐高峰")),
    (Circumstance.GROUP, lazy(r"[0-9一二三四五六七八九十]+人(?:及)?以上|多人|团建|聚会|宴席|包场|大桌|团体")),
    (Circumstance.EXTRA, lazy("加项|升级|另购|加购|额外项目|其他项目|其他服务|自选")),
)
_SEEN = 500
"""Characters on either side that are looked at. No clause that anybody reads is longer."""
_PART = lazy("[、，,；;。！!？?\n：:（）()]|而|但|其中|除了?")


def circumstances(text: str, start: int) -> frozenset[Circumstance]:
    """What the statement at a place is limited to, by the words of its own part of the clause; empty: it holds always.

    A part ends at any comma, so each of 包间需预约、大厅免预约 has its own.
    """
    left, right = clause_of(text, start)
    left, right = max(left, start - _SEEN), min(right, start + _SEEN)
    for found in _PART.finditer(text, left, right):
        if found.end() <= start:
            left = found.end()
        else:
            right = found.start()
            break
    return frozenset(name for name, pattern in _NAMED if pattern.search(text, left, right))


def apart(text: str, one: int, other: int) -> bool:
    """Whether two statements speak of different circumstances, so that they don't contradict each other."""
    first, second = circumstances(text, one), circumstances(text, other)
    return first != second and not first & second and bool(first | second)
