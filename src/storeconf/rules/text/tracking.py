"""Tracking sources of videos: `shortvideo_0309_douyin`, a second video of that day `shortvideo_0309_douyin_2`."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from storeconf.rules.text.patterns import lazy

_SHAPE = lazy(r"(?P<kind>[a-z][a-z0-9]{1,30})_(?P<month>\d{2})(?P<day>\d{2})_douyin(?:_(?P<number>[2-9]|[1-9]\d))?")
_FIELD = lazy(r"^(?:[^\s?#]*[?&])?(?:utm_)?source=([^&#\s]*)(?:[&#]\S*)?$", re.IGNORECASE)
_KEY = lazy(r"(?:20\d{2}-?)?(?P<month>\d{2})-?(?P<day>\d{2})(?!\d)")
PREPARED = 31
"""Days that a source may lie ahead: videos are prepared in advance."""
_DATED = lazy(r"(?<!\d)(\d{2})(\d{2})(?!\d)")


KIND = lazy(r"[a-z][a-z0-9]{1,30}")
"""The first word of a source."""
NUMBERS = 99
"""How many videos of one kind one day has room for."""


class Wrong(StrEnum):
    """What may be wrong with a source."""

    SHAPE = "shape"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Source:
    """One source, without the `source=` that people copy along."""

    text: str
    wrong: Wrong | None
    kind: str = ""
    month_day: str = ""


def read(raw: str, today: date) -> Source:
    """A tracking source as it is written in a field or at the end of a link."""
    written = raw.strip()
    found = _FIELD.fullmatch(written)
    text = found.group(1) if found is not None else written
    shape = _SHAPE.fullmatch(text) if text.isascii() else None
    if shape is None:
        return Source(text, Wrong.SHAPE, month_day=_month_day(text))
    month_day = shape["month"] + shape["day"]
    wrong = None if exists(int(shape["month"]), int(shape["day"]), today) else Wrong.DATE
    return Source(text, wrong, shape["kind"], month_day)


def exists(month: int, day: int, today: date) -> bool:
    """Whether a month has such a day, in the year around today that could be meant."""
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            date(year, month, day)
        except ValueError:
            continue
        return True
    return False


def _month_day(text: str) -> str:
    found = _DATED.search(text)
    return found.group(1) + found.group(2) if found is not None else ""


def day_of(raw: str, today: date) -> date | None:
    """The day that a source names: None when it names none."""
    found = read(raw, today)
    return None if found.wrong is not None else dated(found.month_day, today)


def dated(month_day: str, today: date) -> date | None:
    """`0309` as a day: the last one that has come, or one in the coming weeks that a video is prepared for."""
    for year in (today.year + 1, today.year, today.year - 1):
        try:
            day = date(year, int(month_day[:2]), int(month_day[2:]))
        except ValueError:
            continue
        if day <= today + timedelta(days=PREPARED):
            return day
    return None


def numbered(kind: str, month_day: str, number: int) -> str:
    """The source of a day's first video, or of a later one: `shortvideo_0309_douyin_2`."""
    return f"{kind}_{month_day}_douyin" + (f"_{number}" if number > 1 else "")


def free(kind: str, month_day: str, used: Container[str]) -> str | None:
    """The first source of a day that isn't used; None when all 99 are."""
    candidates = (numbered(kind, month_day, number) for number in range(1, NUMBERS + 1))
    return next((one for one in candidates if one not in used), None)


def month_day_of(key: str, today: date) -> str:
    """The day in a video's key: `0309-maoxuewang`, `2026-03-09`, `20260309_2`. Empty when there is none."""
    found = _KEY.match(key)
    if found is None or not exists(int(found["month"]), int(found["day"]), today):
        return ""
    return found["month"] + found["day"]
