"""Moments as exports spell them, in milliseconds since 1970. No offset means Asia/Shanghai.

ISO 8601, `2026/3/9 8:05`, `2026年3月9日 8:05:00`, seconds or milliseconds since 1970, `20260309080500`, and Excel's own
numbers of days. Nothing is guessed about the order of day and month.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from storeconf.core.clock import BEIJING

HOUR = 3_600_000
DAY = 24 * HOUR
OFFSET = 8 * HOUR
"""Of Asia/Shanghai, which has had no daylight saving since 1991."""
EARLIEST, LATEST = 946_684_800_000, 4_102_444_800_000
"""2000 and 2100: what lies outside was misread, or a clock that was never set."""

CACHED = 100_000
"""Minutes that are remembered: some seventy days."""

NONE = frozenset({"", "-", "--", "—", "——", "/", "0", "null", "NULL", "None", "无"})
"""How exports write that there is no moment."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LOCAL_EPOCH = datetime(1970, 1, 1, 8)
_EXCEL = date(1899, 12, 30).toordinal() - date(1970, 1, 1).toordinal()
"""Day 0 of Excel's calendar, from 1900-03-01 on."""
_SERIAL = re.compile(r"\d{5}(\.\d+)?", re.ASCII)
SECONDS = {f"{second:02d}": second * 1000 for second in range(60)}
"""Two digits in milliseconds."""
_ORDERLY = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:[0-5]\d([.,+-].*|Z)?", re.ASCII)
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


class Minutes(dict[str, int]):
    """Minutes that were taken apart already, for who reads millions: `minutes[text[:17] + text[19:]] + SECONDS[text[17:19]]`.

    A KeyError means that the text is to be read with `milliseconds`, and to be learnt.
    """

    def learn(self, text: str, moment: int) -> None:
        """Remember the minute of an orderly text."""
        if _ORDERLY.fullmatch(text):
            if len(self) >= CACHED:
                self.clear()
            self[f"{text[:17]}{text[19:]}"] = moment - SECONDS[text[17:19]]


def _spelt(text: str) -> int:
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
