"""Scalars: what was written as text becomes one canonical value, or one clear sentence."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.model import scalars
from validation import complaint, typed

TAKEN: tuple[tuple[Any, object, object], ...] = (
    (scalars.Line, "on", "on"),
    (scalars.Line, "22:30", "22:30"),
    (scalars.Line, 12, "12"),
    (scalars.Line, " 留白 ", " 留白 "),
    (scalars.Bool, "true", True),
    (scalars.Bool, "false", False),
    (scalars.Bool, False, False),
    (scalars.Money, "19.9", "19.90"),
    (scalars.Money, "39", "39.00"),
    (scalars.Money, 0, "0.00"),
    (scalars.Money, 19.9, "19.90"),
    (scalars.Price, "0.01", "0.01"),
    (scalars.Start, "2026-03-09", "2026-03-09T00:00:00+08:00"),
    (scalars.End, "2026-06-30", "2026-06-30T23:59:59+08:00"),
    (scalars.End, "2026-06-30T23:59", "2026-06-30T23:59:00+08:00"),
    (scalars.Start, "2026-03-09T02:00:00Z", "2026-03-09T10:00:00+08:00"),
    (scalars.Day, "2026-03-09", "2026-03-09"),
    (scalars.Day, "2026-03-09T00:00", "2026-03-09"),
    (scalars.Day, "2026-07-31T23:59", "2026-07-31"),
    (scalars.Day, "2026-07-31T23:59:59", "2026-07-31"),
    (scalars.Day, "2026-07-31T15:59:59Z", "2026-07-31"),
    (scalars.Clock, "10:30", "10:30"),
    (scalars.Clock, "00:00", "00:00"),
    (scalars.Slug, "2026-03-09", "2026-03-09"),
    (scalars.Slug, "a" * 63, "a" * 63),
    (scalars.PlatformId, "6601136930000001", "6601136930000001"),
    (scalars.PlatformId, 6601136930000001, "6601136930000001"),
    (scalars.PlatformId, "010", "010"),
    (scalars.Latitude, "39.9337", "39.9337"),
    (scalars.Latitude, "39.93370000001", "39.9337"),
    (scalars.Latitude, "-90", "-90"),
    (scalars.Longitude, "116.4551000", "116.4551"),
    (scalars.Longitude, "-0", "0"),
    (scalars.Url, "https://cdn.example/图.jpg?x=1", "https://cdn.example/图.jpg?x=1"),
    (scalars.FilePath, "assets/a b.jpg", "assets/a b.jpg"),
    (scalars.AddressPattern, "*/product/*#stock", "*/product/*#stock"),
    (scalars.AddressText, "@shuyu/product/mxw", "@shuyu/product/mxw"),
    (scalars.Weekday, "7", 7),
    (scalars.Count, "0", 0),
    (scalars.Positive, "99999999", 99_999_999),
    (scalars.Days, "90d", 90),
    (scalars.Share, "30%", "30%"),
    (scalars.Share, "100%", "100%"),
    (scalars.Share, "0.5%", "0.5%"),
)

REFUSED: tuple[tuple[Any, str, tuple[object, ...]], ...] = (
    (scalars.Line, "不能是空文字", ("", "  ", "\n")),
    (scalars.Bool, "应写 true 或 false", ("yes", "no", "on", "off", "True", "TRUE", "1", "是", 1)),
    (scalars.Price, "售价要大于 0 元", ("0", "0.00", 0)),
    (scalars.Price, "金额应是以元为单位", ("-1", "")),
    (scalars.Money, "金额应是以元为单位", ("19.901", "-1", "1,990", "1_000", "19.9元", "010.5.1", "1e3", "12345678")),
    (scalars.Start, "应是时间", ("今天", "22:30", "2026-02-30", "2026-03-09T25:00", "9999-12-31T23:00Z")),
    (scalars.Day, "应是存在的日期", ("2026-02-29", "2026-3-9", "长期", "20260309", "9999-12-31T23:00Z")),
    (scalars.Day, "平台按整天记录", ("2026-07-31T12:00", "2026-07-31T00:00:59", "2026-07-31T23:58:59")),
    (scalars.Clock, "应是钟点", ("24:00", "9:30", "10:60", "1030", "10:30:00", "１０:30", "10：30", "1350")),
    (scalars.Slug, "名称只能用", ("", "A", "-a", ".a", "_a", "店", "a b", "a/b", "a" * 64, "a\n", "a*")),
    (scalars.PlatformId, "平台编号应是", ("", "66 01", "66a", "-1", "1" * 21, "６６", "6601136930000001.0", "1e15")),
    (scalars.Latitude, "-90 到 90", ("90.1", "-91", "39,9", "1e1", "nan", "inf", "39°54′", "", "+39.9", "３９.9")),
    (scalars.Longitude, "-180 到 180", ("180.1", "sNaN", "1" * 400, "0x10")),
    (scalars.Url, "应是 https://", ("cdn.example/x", "ftp://x/y", "javascript:alert(1)", "https://", "https://[x/y")),
    (
        scalars.Url,
        "应是 https://",
        ("https://a b/c", "file:///etc/passwd", "//cdn.example/x", f"https://x/{'y' * 2000}"),
    ),
    (scalars.FilePath, "项目内的相对路径", ("/etc/passwd", "../x", "a/../b", "a\\b", "a//b", "", "a/", "x" * 301)),
    (scalars.AddressPattern, "不是有效的地址", ("BJ/*", "a/b/c/d", "*#", "")),
    (scalars.AddressText, "不是有效的地址", ("*/product/x", "bj//x", "")),
    (scalars.Weekday, "应在 1 到 7 之间", ("0", "8", "-1")),
    (scalars.Weekday, "应是整数", ("一", "Mon", "1.0", "")),
    (scalars.Count, "应是整数", ("010", "1_000", "1e3", "+5", "0x1", "1,000", "", "１", "9" * 30, "-0x1")),
    (scalars.Count, "应在 0 到", ("-1", "100000000")),
    (scalars.Positive, "应在 1 到", ("0",)),
    (scalars.Days, "应是天数", ("90", "0d", "-1d", "90 d", "90D", "3m", "10000d", "d")),
    (scalars.Share, "应是百分比", ("30", "0.3", "101%", "100.5%", "30 %", "-1%", "30％")),
)


@pytest.mark.parametrize(("scalar", "value", "canonical"), TAKEN, ids=lambda value: repr(value)[:40])
def test_text_becomes_its_canonical_value(scalar: Any, value: object, canonical: object) -> None:
    found = typed(scalar, value)
    assert found == canonical
    assert type(found) is type(canonical)


@pytest.mark.parametrize(("scalar", "value", "canonical"), TAKEN, ids=lambda value: repr(value)[:40])
def test_canonical_value_stays_what_it_is(scalar: Any, value: object, canonical: object) -> None:
    if scalar is not scalars.Days:  # a duration is counted in days once it is read
        assert typed(scalar, canonical) == canonical


@pytest.mark.parametrize(
    ("scalar", "said", "value"),
    [(scalar, said, value) for scalar, said, values in REFUSED for value in values],
    ids=lambda value: repr(value)[:40],
)
def test_wrong_text_is_refused_in_words(scalar: Any, said: str, value: object) -> None:
    assert said in complaint(scalar, value)
    assert said not in complaint(scalar, value, "en")


@pytest.mark.parametrize(
    "scalar", [scalars.Line, scalars.Bool, scalars.Money, scalars.Start, scalars.Slug, scalars.Count]
)
@pytest.mark.parametrize(
    ("value", "got"), [(["a"], "列表"), ({"a": "b"}, "一组键值"), (None, "空值 null"), ([], "列表"), ({}, "一组键值")]
)
def test_what_is_no_scalar_is_called_by_its_name(scalar: Any, value: object, got: str) -> None:
    assert got in complaint(scalar, value)


def test_long_wrong_value_is_cut_in_the_message() -> None:
    assert len(complaint(scalars.Slug, "很长" * 10_000)) < 200


@given(st.text(max_size=30) | st.integers() | st.floats() | st.none() | st.lists(st.text(max_size=3), max_size=2))
def test_any_value_is_taken_or_refused_in_words(value: object) -> None:
    for scalar in {scalar for scalar, _, _ in REFUSED}:
        try:
            typed(scalar, value)
        except ValueError:
            assert complaint(scalar, value)
