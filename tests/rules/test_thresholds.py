"""Conditions of use: which sentences set one, and which titles tell it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.rules.text.thresholds import Condition, thresholds, told

WORDS = "消费满200元可用包间不仅限大厅2人起连住两晚新客会员无需（）。，；？送下次券使用每桌"


@pytest.mark.parametrize(
    ("text", "condition", "amount", "words"),
    [
        ("每桌限用一张，消费满２００元可用。", Condition.SPEND, 200, "满２００元可用"),
        ("二百元起用", Condition.SPEND, 200, "二百元起用"),
        ("消费不足 1,288 元不可使用", Condition.SPEND, 1288, "不足 1,288 元不可使用"),
        ("两人起订", Condition.COUNT, 2, "两人起订"),
        ("需满4人成团", Condition.COUNT, 4, "需满4人成团"),
        ("须连住三晚", Condition.NIGHTS, 3, "须连住三晚"),
        ("大厅可用，包間不可使用", Condition.HALL, None, "包間不可使用"),
        ("仅限首次到店顾客", Condition.NEWCOMER, None, "仅限首次到店"),
    ],
)
def test_condition(text: str, condition: Condition, amount: int | None, words: str) -> None:
    (one,) = thresholds(text)
    expected = Decimal(amount) if amount is not None else None
    assert (one.condition, one.amount, text[one.start : one.end]) == (condition, expected, words)


@pytest.mark.parametrize(
    "text",
    [
        "满300元送果盘", "包间满500元可用", "包间需预约，大厅免预约", "包间内不可吸烟", "无需满200元也可使用",
        "以前仅限大厅，现在包间也可用", "限2人使用",
        "连住2晚送早餐", "赠50元券，下次满200元可用", "不限新老客", "未满18岁请由家长陪同", "8人以上请提前预约",
        "不与其他优惠同享", "满200才能用吗？不用",
    ],
)  # fmt: skip
def test_no_condition(text: str) -> None:
    assert thresholds(text) == ()


@pytest.mark.parametrize(
    ("title", "text", "tells"),
    [
        ("满200减50代金券", "二百元起用", True),
        ("50元代金券（満100）", "满200元可用", False),
        ("四人餐（包间除外）", "仅限大厅使用", True),
        ("四人餐（包间可用）", "仅限大厅使用", False),
        ("双人自助", "2人起用", True),
        ("单人自助", "2人起用", False),
        ("大床房2晚连住", "至少入住两晚", True),
        ("首次到店洗剪吹", "仅限新客", True),
    ],
)
def test_title_tells(title: str, text: str, tells: bool) -> None:
    assert all(told(title, one) for one in thresholds(text)) is tells


def test_a_reduction_is_the_coupons_own_when_it_is_worth_that() -> None:
    assert thresholds("店内满200减50") == ()
    assert [one.amount for one in thresholds("店内满200减50", face=5000)] == [Decimal(200)]


@given(st.text(alphabet=st.sampled_from(WORDS), max_size=60))
def test_spans_stay_inside_the_text_in_order(text: str) -> None:
    reached = 0
    for one in thresholds(text):
        assert reached <= one.start < one.end <= len(text)
        reached = one.end


@given(
    st.sampled_from(["消费满二百元可用", "包间不可用", "两人起订", "须连住两晚"]),
    st.sampled_from([" ", "\u200b", "　"]),
    st.data(),
)
def test_a_blank_inside_hides_nothing(text: str, blank: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(text) - 1))
    assert len(thresholds(text[:place] + blank + text[place:])) == 1
