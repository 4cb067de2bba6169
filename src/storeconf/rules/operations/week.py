"""Opening hours as stretches of one week, so that two spellings of the same hours compare equal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from storeconf.core.text import Text
from storeconf.core.weekdays import days_text
from storeconf.rules.fields import number

DAY, WEEK = 1440, 10080
"""Minutes."""
LAST_MINUTE = 1439
Stretch: TypeAlias = tuple[int, int]
"""Minutes since Monday 00:00, half-open. One that goes over the end of the week ends above WEEK."""


def minutes(clock: Any) -> int | None:
    """`10:30` to minutes since midnight; None for anything else. 23:59 is meant as midnight."""
    hour, colon, minute = str(clock).partition(":")
    if not (colon and hour.isascii() and hour.isdigit() and minute[:2].isascii() and minute[:2].isdigit()):
        return None
    found = int(hour) * 60 + int(minute[:2])
    return DAY if found == LAST_MINUTE else found if found <= DAY else None


def days_of(row: Mapping[str, Any]) -> tuple[int, ...]:
    """The week days of a row, 1 to 7."""
    found = (number(day) for day in row.get("days") or ())
    return tuple(int(day) for day in found if day is not None and 1 <= day <= 7)


def clocks(row: Mapping[str, Any], opens: str = "open", closes: str = "close") -> Stretch | None:
    """Start and end within a day; an end at or before the start is on the next day."""
    start, end = minutes(row.get(opens)), minutes(row.get(closes))
    if start is None or end is None:
        return None
    return start, end if end > start else end + DAY


def stretches(rows: Iterable[Any], opens: str = "open", closes: str = "close") -> Iterator[Stretch]:
    """Every row on every one of its days. Rows that can't be read are left out."""
    for row in rows:
        found = clocks(row, opens, closes) if isinstance(row, Mapping) else None
        if found is not None:
            for day in days_of(row):
                yield (day - 1) * DAY + found[0], (day - 1) * DAY + found[1]


def merged(found: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Joined where they touch, over the end of the week too; equal for equal hours."""
    flat = sorted(part for one in found for part in _within(one))
    joined: list[Stretch] = []
    for start, end in flat:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    if len(joined) > 1 and joined[0][0] == 0 and joined[-1][1] == WEEK:
        joined[-1] = (joined[-1][0], WEEK + joined.pop(0)[1])
    return tuple(joined)


def _within(one: Stretch) -> Iterator[Stretch]:
    start, end = one
    yield start, min(end, WEEK)
    if end > WEEK:
        yield 0, end - WEEK


def holds(open_hours: tuple[Stretch, ...], one: Stretch) -> bool:
    """Whether a stretch lies inside merged hours."""
    if (0, WEEK) in open_hours:
        return True
    start, end = one
    return any(left <= start + turn and end + turn <= right for left, right in open_hours for turn in (-WEEK, 0, WEEK))


def always(open_hours: tuple[Stretch, ...]) -> bool:
    """Whether it never closes."""
    return open_hours == ((0, WEEK),)


def clock_text(minute: int) -> str:
    """Minutes as `22:00`; the end of the day is 24:00."""
    return "24:00" if minute == DAY else f"{minute % DAY // 60:02d}:{minute % 60:02d}"


def days_shown(days: Iterable[int]) -> Text:
    """Week days in words, in both languages."""
    listed = tuple(days)
    return Text(days_text(listed), days_text(listed, "en"))


def rows_text(rows: Iterable[Any]) -> Text:
    """Opening hours for people, in both languages."""
    zh, en = [], []
    for row in rows:
        found = clocks(row) if isinstance(row, Mapping) else None
        if found is not None:
            start, end = clock_text(found[0]), clock_text(found[1])
            next_zh, next_en = ("次日", " next day") if found[1] > DAY else ("", "")
            zh.append(f"{days_text(days_of(row))} {start}-{next_zh}{end}")
            en.append(f"{days_text(days_of(row), 'en')} {start}-{end}{next_en}")
    return Text("，".join(zh), ", ".join(en))
