"""Opening hours in running text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.rules.text.hours import Stated, stated
from storeconf.rules.text.normal import normal


def read(text: str) -> tuple[Stated, ...]:
    """The hours in a text as a merchant writes it."""
    return stated(normal(text).squashed.text)


def shown(one: Stated) -> str:
    """Hours as `10:00-22:00`; a side that isn't said is empty."""

    def side(minutes: frozenset[int]) -> str:
        return "/".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in sorted(minutes))

    return "24h" if one.whole else f"{side(one.opens)}-{side(one.closes)}"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("营业时间：10:00-22:00", ["10:00-22:00"]),
        ("营业时间 ｜ １０：００～２４：００", ["10:00-00:00"]),
        ("每天早十点到晚十点营业", ["10:00-22:00"]),
        ("早9晚9，全年无休", ["09:00-21:00"]),
        ("营业时间：周一至周五 10:30-14:00，周一至周日 17:00-次日02:00", ["10:30-14:00", "17:00-02:00"]),
        ("门店上午十一点半营业到凌晨两点", ["11:30-02:00"]),
        ("晚上10点打烊", ["-22:00"]),
        ("营业至22:00", ["-22:00"]),
        ("上午十点开门", ["10:00-"]),
        ("本店24小时营业", ["24h"]),
        ("全天营业，不打烊", ["24h"]),
        ("营业时间：24小时", ["24h"]),
        ("营业时间：7×24小时", ["24h"]),
        ("开放时间：全天24小时", ["24h"]),
        ("酒店前台24小时有人，随到随办", ["24h"]),
        ("营业时间：00:00-23:59", ["00:00-00:00"]),
        ("营业时间：周一至周五：10:00-21:00；周末：9:00-22:00", ["10:00-21:00", "09:00-22:00"]),
        ("营业时间：10：00-22：00。", ["10:00-22:00"]),
        ("营业时间10:00-22:00，午市11:00-14:00供应套餐", ["10:00-22:00"]),
    ],
)
def test_reads_hours(text: str, wanted: list[str]) -> None:
    assert [shown(one) for one in read(text)] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "请在营业时间内到店",
        "付款后30分钟内有效",
        "24小时内核销",
        "24小时客服在线",
        "24小时前台电话 01064171234",
        "10点营业，24小时热线",
        "客服时间9:00-18:00",
        "预约时间10:00-21:00",
        "外卖配送10:00-22:00",
        "人均10-20元",
        "2-3人餐",
        "3-5个工作日出片",
        "有效期3.1-6.30",
        "电话010-64171234",
        "三到五分钟上菜",
    ],
)
def test_other_times_are_no_hours(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("营业时间：周一至周五10:00-22:00", {1, 2, 3, 4, 5}),
        ("营业时间：周六、周日10:00-22:00", {6, 7}),
        ("营业时间：周一到周四、周日10:00-22:00", {1, 2, 3, 4, 7}),
        ("营业时间：周末10:00-22:00", {6, 7}),
        ("营业时间：每天10:00-22:00", set(range(1, 8))),
        ("营业时间：星期五至星期一10:00-22:00", {5, 6, 7, 1}),
        ("营业时间：10:00-22:00", None),
        ("营业时间：节假日10:00-22:00", None),
    ],
)
def test_days_of_hours(text: str, days: set[int] | None) -> None:
    (one,) = read(text)
    assert one.days == days


def test_hours_that_nothing_vouches_for_are_not_sure() -> None:
    assert [one.sure for one in read("10:00-22:00都可以来")] == [False]
    assert [one.sure for one in read("营业时间10:00-22:00")] == [True]


@given(st.integers(0, 23), st.integers(0, 23), st.sampled_from(["-", "~", "—", "至", "到", " - "]))
def test_every_pair_of_clocks_is_read_back(first: int, last: int, to: str) -> None:
    (one,) = read(f"营业时间：{first:02d}:30{to}{last:02d}:00")
    assert (set(one.opens), set(one.closes)) == ({first * 60 + 30}, {last * 60})


@given(st.text(alphabet="周一二三四五六日至到-:点早晚营业时间0123456789,。 每天次日凌晨半", max_size=40))
def test_any_text_is_read(text: str) -> None:
    for one in read(text):
        assert one.whole or one.opens or one.closes
