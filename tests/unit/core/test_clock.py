"""Time: Beijing unless an offset is written, to the second, the last day inclusive."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.core import clock

MOMENTS = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2200, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=clock.BEIJING)
)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-09T10:00", "2026-03-09T10:00:00+08:00"),
        ("2026-03-09 10:00", "2026-03-09T10:00:00+08:00"),
        ("2026-03-09T23:59", "2026-03-09T23:59:00+08:00"),
        ("2026-03-09T23:59:59", "2026-03-09T23:59:59+08:00"),
        ("2026-03-09T10:00:00.999", "2026-03-09T10:00:00+08:00"),
        ("2026-03-09T02:00Z", "2026-03-09T10:00:00+08:00"),
        ("2026-03-08T22:00-04:00", "2026-03-09T10:00:00+08:00"),
        ("2026-03-09T10:00+0800", "2026-03-09T10:00:00+08:00"),
        ("2026-03-09", "2026-03-09T00:00:00+08:00"),
    ],
)
@pytest.mark.parametrize("end", [False, True], ids=["start", "end"])
def test_instant_is_beijing_time_unless_it_says_otherwise(text: str, moment: str, end: bool) -> None:
    expected = "2026-03-09T23:59:59+08:00" if end and "T" not in text and " " not in text else moment
    assert clock.iso(clock.parse_instant(text, end=end)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10:00",
        "2026-3-9",
        "2026/03/09",
        "20260309",
        "2026-02-30",
        "2026-13-01",
        "2026-03-09T24:00",
        "2026-03-09T10:60",
        "2026-03-09T10:00:60",
        "2026-03-09T10",
        "2026-03-09T10:00+25:00",
        " 2026-03-09",
        "2026-03-09\n",
        "２０２６-03-09",
        "9999-12-31T23:00Z",
        "0001-01-01T00:00+14:00",
        "明天",
        "2026-03-09T1O:00",
    ],
)
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        clock.parse_instant(text)


@pytest.mark.parametrize("text", ["2026-02-29", "2026-04-31", "0000-01-01", "2026-03-09T10:00"])
def test_day_must_exist_and_be_only_a_day(text: str) -> None:
    with pytest.raises(ValueError):
        clock.parse_day(text)


def test_leap_day_is_a_day() -> None:
    assert clock.parse_day("2028-02-29").isoformat() == "2028-02-29"


@given(MOMENTS)
def test_canonical_instant_reads_back_as_itself(moment: datetime) -> None:
    assert clock.parse_instant(clock.iso(moment)) == moment


@given(MOMENTS)
def test_platform_seconds_read_back_as_the_same_instant(moment: datetime) -> None:
    assert clock.from_epoch(clock.epoch(moment)) == moment


@given(MOMENTS, st.integers(min_value=0, max_value=999))
def test_milliseconds_mean_the_same_second(moment: datetime, rest: int) -> None:
    assert clock.from_epoch(clock.epoch(moment) * 1000 + rest) == moment


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-03-09T10:00:00+08:00", "2026-03-09 10:00"),
        ("2026-03-09T23:59:59+08:00", "2026-03-09 23:59:59"),
        ("2026-03-09", "2026-03-09"),
        ("长期", "长期"),
        ("2026-99-09T10:00", "2026-99-09T10:00"),
        ("9999-12-31T23:00Z", "9999-12-31T23:00Z"),
    ],
)
def test_time_for_people_is_short_and_other_text_stays(text: str, shown: str) -> None:
    assert clock.readable(text) == shown
