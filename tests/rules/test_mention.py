"""Words that are only brought up are not said; the same words as a term of the shop are."""

from __future__ import annotations

import pytest

from storeconf.rules.text.mention import indifferent, mentioned

TERM = "谢绝自带"

MENTIONED = (
    "本店没有“谢绝自带”的规定",
    "谢绝自带的说法是误传",
    "网上写的“谢绝自带”，我们从来不写",
    "谢绝自带的店太多了",
    "谢绝自带太可惜了",
    "谁说火锅店谢绝自带",
    "谢绝自带的事我们不做",
    "我们不搞谢绝自带这一条",
)
SAID = (
    "谢绝自带",
    "本店谢绝自带酒水，谢谢配合",
    "我们是一家谢绝自带的餐厅",
    "谢绝自带的行为，不允许带入场内",
    "温馨提示：谢绝自带，没有开瓶费",
    "“谢绝自带”，投诉无效",
)


@pytest.mark.parametrize("text", MENTIONED)
def test_what_is_denied_or_weighed_is_not_said(text: str) -> None:
    start = text.index(TERM)
    assert mentioned(text, start, start + len(TERM))


@pytest.mark.parametrize("text", SAID)
def test_a_term_stays_a_term(text: str) -> None:
    start = text.index(TERM)
    assert not mentioned(text, start, start + len(TERM))


@pytest.mark.parametrize(
    ("text", "term", "is_indifferent"),
    [
        ("不打包也没关系", "打包", True),
        ("没带税号也不影响开票", "税号", True),
        ("不开发票，也可以开收据", "发票", False),
        ("不能打包带走", "打包", False),
    ],
)
def test_what_is_all_one_to_the_shop(text: str, term: str, is_indifferent: bool) -> None:
    start = text.index(term)
    assert indifferent(text, start, start + len(term)) is is_indifferent
