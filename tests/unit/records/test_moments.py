"""Moments in every spelling that exports use."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.records import moments
from storeconf.records.moments import EARLIEST, LATEST, Hours, Rests, local_day, local_time, milliseconds

TEN = 1_773_021_600_000
"""2026-03-09 10:00 in Beijing."""


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-09T10:00:00+08:00",
        "2026-03-09T02:00:00Z",
        "2026-03-08T21:00:00-05:00",
        "2026-03-09T10:00:00.000+08:00",
        "2026-03-09T10:00:00",
        "2026-03-09 10:00:00",
        "2026-03-09 10:00",
        "2026/3/9 10:00",
        "2026/03/09 10:00:00",
        "2026.3.9 10:00:00",
        "2026年3月9日 10:00",
        "2026年03月09日10时00分00秒",
        "2026/3/9 上午 10:00:00",
        "2026-3-9 10:00:00 +08:00",
        "20260309100000",
        "202603091000",
        "1773021600",
        "1773021600000",
        "1773021600000000",
        "46090.4166666667",
        "2026-03-09t02:00:00z",
        "2026-03-08T21:00:00−05:00",
    ],
)
def test_one_moment_in_every_spelling(text: str) -> None:
    assert milliseconds(text) == TEN


@pytest.mark.parametrize(
    ("text", "after_midnight"),
    [
        ("2026-03-09", 0),
        ("20260309", 0),
        ("46090", 0),
        ("2026/3/9", 0),
        ("2026-03-08T24:00:00", 0),
        ("2026-03-08T24:00+08:00", 0),
        ("20260308T240000+0800", 0),
        ("2026-03-09T00:00:00.250+08:00", 250),
        ("2026/3/9 下午 2:30", 52_200_000),
        ("2026/3/9 上午 12:30", 1_800_000),
    ],
)
def test_days_fractions_and_halves(text: str, after_midnight: int) -> None:
    assert milliseconds(text) == TEN - 36_000_000 + after_midnight


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "2026-13-01 10:00", "2026-02-30 10:00", "3/9/2026 10:00", "10:00", "1", "12345678901"),
        *(
            "1899-12-31 10:00",
            "0001-01-01T00:00:00",
            "9999-12-31T23:59:59",
            "2026-03-09T25:00",
            "2026-03-09T24:00:01",
            "2026-03-09T10:61",
        ),
        *("٢٠٢٦-٠٣-٠٩", "1773021600e3", "99999999", "2026-03-09 10:00 +99:99"),
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises((ValueError, OverflowError)):
        milliseconds(text)


@given(
    st.datetimes(datetime(2001, 1, 1), datetime(2099, 1, 1)),
    st.one_of(st.none(), st.integers(-12 * 60, 14 * 60)),
    st.sampled_from(["T", " "]),
)
def test_iso_agrees_with_the_calendar(naive: datetime, offset: int | None, between: str) -> None:
    zone = timezone(timedelta(minutes=480 if offset is None else offset))
    moment = naive.replace(tzinfo=zone)
    text = (naive if offset is None else moment).isoformat(between)
    expected = (moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    assert milliseconds(text) == expected
    assert Hours()[text[:13]] + Rests()[text[13:]] == expected


@pytest.mark.parametrize(
    "strange",
    [
        *("", "2026/3/9 10:00:00", "1773021600", "2026-03-09", "2026-03-09 10:00", "2026-03-09T24:00:00"),
        *("2026-02-30T10:00:00", "2026-03-09T10:60:00", "2026-03-09T10:00:60", "2026-03-09T10:00:00+99:99"),
    ],
)
def test_what_is_not_orderly_is_not_taken_apart(strange: str) -> None:
    hours, rests = Hours(), Rests()
    with pytest.raises(KeyError):
        hours[strange[:13]] + rests[strange[13:]]


def test_parts_of_moments_are_remembered_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moments, "CACHED", 2)
    rests = Rests()
    assert [rests[f":00:0{second}+08:00"] for second in range(5)] == [0, 1000, 2000, 3000, 4000]
    assert len(rests) <= 2


@given(st.integers(EARLIEST, LATEST - 1))
def test_local_day_is_that_of_beijing(moment: int) -> None:
    there = datetime.fromtimestamp(moment / 1000, UTC) + timedelta(hours=8)
    assert local_day(moment) == there.date()
    assert local_time(moment).date() == there.date()
