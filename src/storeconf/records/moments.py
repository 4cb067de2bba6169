"""Moments as exports spell them, in milliseconds since 1970. No offset means Asia/Shanghai.

ISO 8601, `2026/3/9 8:05`, `2026年3月9日 8:05:00`, seconds or milliseconds since 1970, `20260309080500`, and Excel's own
numbers of days. Nothing is guessed about the order of day and month.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NoReturn

from storeconf.core.clock import BEIJING

HOUR = 3_600_000
DAY = 24 * HOUR
OFFSET = 8 * HOUR
"""Of Asia/Shanghai, which has had no daylight saving since 1991."""
EARLIEST, LATEST = 946_684_800_000, 4_102_444_800_000
"""2000 and 2100: what lies outside was misread, or a clock that was never set."""

CACHED = 20_000
"""Parts that are remembered; fractions of seconds make many."""

NONE = frozenset({"", "-", "--", "—", "——", "/", "0", "null", "NULL", "None", "NaN", "nan", "NaT", "N/A", "#N/A", "无"})
"""How exports write that there is no moment."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LOCAL_EPOCH = datetime(1970, 1, 1, 8)
_EXCEL = date(1899, 12, 30).toordinal() - date(1970, 1, 1).toordinal()
"""Day 0 of Excel's calendar, from 1900-03-01 on."""
_SERIAL = re.compile(r"\d{5}(\.\d+)?", re.ASCII)
_MIDNIGHT = re.compile(r"(\d{4}-?\d{2}-?\d{2}[T ])24((?::?00)(?::?00(?:[.,]0+)?)?)?(Z|[+-].+)?", re.ASCII)
"""ISO 8601 writes the end of a day as 24:00 too."""
_HOUR = re.compile(r"\d{4}-\d{2}-\d{2}[T ](?:[01]\d|2[0-3])", re.ASCII)
_REST = re.compile(r":[0-5]\d:[0-5]\d(?:[.,]\d+)?(?:Z|[+-]\d{2}:?\d{2})?", re.ASCII)
_LOOSE = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T\s]*(上午|下午)?\s*(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2})(?:[.,](\d{1,6}))?秒?|分)?)?"
    r"\s*(?:(Z)|([+-])(\d{2}):?(\d{2}))?",
    re.ASCII,
)


def milliseconds(text: str) -> int:
    """The moment that a text tells. Raises ValueError when it tells none, or one outside this century."""
    found = _digits(text) if text.isdecimal() and text.isascii() else _spelt(text)
    if not EARLIEST <= found < LATEST:
        raise ValueError(text)
    return found


class Hours(dict[str, int]):
    """Orderly moments, for who reads millions: `hours[text[:13]] + rests[text[13:]]` with a `Rests`.

    Each part is taken apart once, and both are few. A KeyError means that the text is to be read with `milliseconds`.
    """

    def __missing__(self, text: str) -> int:
        """Read and remember an hour of Beijing. Raises KeyError for one that is spelt otherwise, or is none."""
        return _learn(self, text, f"{text}:00", 0) if _HOUR.fullmatch(text) else _unknown(text)


class Rests(dict[str, int]):
    """What follows an hour: minutes and seconds, and how far the offset is from that of Beijing."""

    def __missing__(self, text: str) -> int:
        """Read and remember a rest. Raises KeyError for one that is spelt otherwise."""
        return _learn(self, text, f"{_ANY_HOUR}{text}", _ANY) if _REST.fullmatch(text) else _unknown(text)


_ANY_HOUR, _ANY = "2026-03-09T10", 1_773_021_600_000


def _learn(known: dict[str, int], text: str, moment: str, since: int) -> int:
    try:
        found = milliseconds(moment) - since
    except (ValueError, OverflowError):
        _unknown(text)
    if len(known) >= CACHED:
        known.clear()
    known[text] = found
    return found


def _unknown(text: str) -> NoReturn:
    raise KeyError(text)


def _spelt(text: str) -> int:
    text = text.upper().replace("\N{MINUS SIGN}", "-")
    if night := _MIDNIGHT.fullmatch(text):
        return DAY + _since_1970(datetime.fromisoformat(f"{night[1]}00{night[2] or ''}{night[3] or ''}"))
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return _serial(text) if _SERIAL.fullmatch(text) else _since_1970(_loose(text))
    return _since_1970(parsed)


def _since_1970(moment: datetime) -> int:
    passed = moment - (_LOCAL_EPOCH if moment.tzinfo is None else _EPOCH)
    return passed.days * DAY + passed.seconds * 1000 + passed.microseconds // 1000


def _digits(text: str) -> int:
    """By their number: 10 are seconds, 13 milliseconds, 16 microseconds, 14, 12 and 8 a date, 5 days of Excel's."""
    match len(text):
        case 10:
            return int(text) * 1000
        case 13:
            return int(text)
        case 16:
            return int(text) // 1000
        case 14 | 12 | 8:
            return _since_1970(datetime.strptime(text, "%Y%m%d%H%M%S"[: len(text) - 2]))
        case 5:
            return _serial(text)
        case _:
            raise ValueError(text)


def _serial(text: str) -> int:
    """Excel's days since 1900, rounded to the second that was meant."""
    return (_EXCEL * 86_400 + round(float(text) * 86_400)) * 1000 - OFFSET


def _loose(text: str) -> datetime:
    found = _LOOSE.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    year, month, day, half, hour, minute, second, fraction, utc, sign, hours, minutes = found.groups(default="")
    of_day = int(hour or 0) % 12 + 12 * (half == "下午") if half else int(hour or 0)
    zone = None
    if utc or sign:
        zone = timezone((-1 if sign == "-" else 1) * timedelta(hours=int(hours or 0), minutes=int(minutes or 0)))
    micro = int((fraction or "0").ljust(6, "0"))
    return datetime(int(year), int(month), int(day), of_day, int(minute or 0), int(second or 0), micro, zone)


def local_day(moment: int) -> date:
    """The day in Asia/Shanghai."""
    return date.fromordinal((moment + OFFSET) // DAY + 719_163)


def local_time(moment: int) -> datetime:
    """The moment in Asia/Shanghai, to the second."""
    return datetime.fromtimestamp(moment // 1000, BEIJING)
