"""Tracking sources."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.rules.text.tracking import Wrong, read

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
