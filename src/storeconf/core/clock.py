"""Time in storeconf: Asia/Shanghai unless an offset is written, seconds, the last day inclusive.

China has had no daylight saving since 1991, so a fixed offset of eight hours is exact for every date handled here, and
the code does not depend on the machine's zone tables.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")

DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
INSTANT = re.compile(
    r"^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2})(?:\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?$",
)
CLOCK = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")


def parse_day(text: str) -> date:
    """`YYYY-MM-DD` to a date. Raises ValueError for another form or a day that doesn't exist."""
    if not DAY.fullmatch(text):
        raise ValueError(f"not a day: {text!r}")
    return date.fromisoformat(text)


def parse_instant(text: str, *, end: bool = False) -> datetime:
    """ISO 8601 text to an instant in Beijing time.

    No offset means Asia/Shanghai. A bare day is its first second, or its last when `end` is set. `T23:59` means
    23:59:00. Raises ValueError when it is neither.
    """
    if DAY.fullmatch(text):
        return datetime.combine(date.fromisoformat(text), time(23, 59, 59) if end else time(), BEIJING)
    found = INSTANT.fullmatch(text)
    if not found:
        raise ValueError(f"not a time: {text!r}")
    day, minutes, seconds, offset = found.groups()
    parsed = datetime.fromisoformat(f"{day}T{minutes}:{seconds or '00'}{(offset or '+08:00').replace('Z', '+00:00')}")
    try:
        return parsed.astimezone(BEIJING)
    except OverflowError:
        raise ValueError(f"outside the calendar: {text!r}") from None


def iso(moment: datetime) -> str:
    """An instant in its canonical spelling: `2026-03-09T10:00:00+08:00`."""
    return moment.astimezone(BEIJING).isoformat(timespec="seconds")


def from_epoch(number: int) -> datetime:
    """Platform time to an instant. The platform uses seconds, some replies milliseconds: told apart by digits.

    Source: facts §1.6 (certificate/get shows 13 digits where verify_record shows 10).
    """
    seconds = number / 1000 if abs(number) >= 100_000_000_000 else number
    return datetime.fromtimestamp(int(seconds), BEIJING)


def epoch(moment: datetime) -> int:
    """An instant as whole seconds since 1970, the platform's unit."""
    return int(moment.timestamp())


def readable(text: str) -> str:
    """The text of an instant for people; any other text stays what it is."""
    try:
        return short(parse_instant(text)) if INSTANT.fullmatch(text) else text
    except (ValueError, OverflowError):
        return text


def short(moment: datetime) -> str:
    """An instant for people: `2026-03-09 10:00`, with seconds only when they say something."""
    local = moment.astimezone(BEIJING)
    return local.strftime("%Y-%m-%d %H:%M" if local.second == 0 else "%Y-%m-%d %H:%M:%S")
