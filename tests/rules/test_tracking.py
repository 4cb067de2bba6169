"""Tracking sources."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.rules.text.tracking import Wrong, day_of, free, month_day_of, numbered, read

TODAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("shortvideo_0309_douyin", "shortvideo_0309_douyin"),
        (" source=shortvideo_0309_douyin ", "shortvideo_0309_douyin"),
        ("https://v.douyin.com/x?utm_source=live_0309_douyin&a=b", "live_0309_douyin"),
        ("shortvideo_0309_douyin_99", "shortvideo_0309_douyin_99"),
    ],
)
def test_sources_that_are_right(raw: str, text: str) -> None:
    found = read(raw, TODAY)
    assert (found.text, found.wrong) == (text, None)


@pytest.mark.parametrize(
    ("raw", "wrong"),
    [
        ("video_0310", Wrong.SHAPE),
        ("shortvideo_0310_douyin_1", Wrong.SHAPE),
        ("shortvideo_0310_douyin_100", Wrong.SHAPE),
        ("shortvideo_0310_douyin_02", Wrong.SHAPE),
        ("ShortVideo_0310_douyin", Wrong.SHAPE),
        ("shortvideo_０３１０_douyin", Wrong.SHAPE),
        ("shortvideo_0310_douyin x", Wrong.SHAPE),
        ("shortvideo_0230_douyin", Wrong.DATE),
        ("shortvideo_0000_douyin", Wrong.DATE),
        ("shortvideo_0229_douyin", Wrong.DATE),
    ],
)
def test_sources_that_are_wrong(raw: str, wrong: Wrong) -> None:
    assert read(raw, TODAY).wrong is wrong


def test_a_leap_day_exists_around_its_year() -> None:
    assert read("shortvideo_0229_douyin", date(2027, 12, 1)).wrong is None


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(1, 99))
def test_every_day_of_a_year_can_be_written(day: date, number: int) -> None:
    tail = f"_{number}" if number > 1 else ""
    assert read(f"shortvideo_{day:%m%d}_douyin{tail}", day + timedelta(days=1)).wrong is None


@given(st.text(max_size=40))
def test_any_text_is_read(raw: str) -> None:
    read(raw, TODAY)


@pytest.mark.parametrize(
    ("key", "month_day"),
    [
        ("0309-maoxuewang", "0309"),
        ("0309", "0309"),
        ("2026-03-09", "0309"),
        ("20260309_2", "0309"),
        ("2026-03-09-b", "0309"),
        ("0229-x", ""),
        ("1332-x", ""),
        ("03091-x", ""),
        ("maoxuewang-0309", ""),
        ("hotpot", ""),
        ("", ""),
    ],
)
def test_a_videos_key_may_say_its_day(key: str, month_day: str) -> None:
    assert month_day_of(key, TODAY) == month_day


def test_the_first_free_source_of_a_day_is_taken() -> None:
    used: set[str] = set()
    for _ in range(99):
        source = free("shortvideo", "0309", used)
        assert source is not None
        assert read(source, TODAY).wrong is None
        used.add(source)
    assert len(used) == 99
    assert free("shortvideo", "0309", used) is None
    assert free("shortvideo", "0310", used) == "shortvideo_0310_douyin"
    assert free("shortvideo", "0309", used - {"shortvideo_0309_douyin_7"}) == "shortvideo_0309_douyin_7"


@given(st.from_regex(r"[a-z][a-z0-9]{1,30}", fullmatch=True), st.dates(), st.integers(1, 99))
def test_what_is_generated_is_read_back(kind: str, day: date, number: int) -> None:
    found = read(numbered(kind, f"{day:%m%d}", number), day)
    assert (found.wrong, found.kind, found.month_day) == (None, kind, f"{day:%m%d}")


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("shortvideo_0309_douyin", date(2026, 3, 9)),
        ("shortvideo_0301_douyin_2", date(2026, 3, 1)),
        ("shortvideo_0401_douyin", date(2026, 4, 1)),
        ("shortvideo_1231_douyin", date(2025, 12, 31)),
        ("shortvideo_douyin", None),
        ("", None),
    ],
)
def test_a_source_names_a_day_that_has_come_or_is_near(raw: str, day: date | None) -> None:
    assert day_of(raw, TODAY) == day
