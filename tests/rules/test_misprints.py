"""The letters of titles: what counts as a mistake, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.rules.data import table
from storeconf.rules.text.misprints import Misprint, misprints

TITLES = st.text(
    alphabet=st.sampled_from("双人套餐火锅代金券卷劵歺（）()【】+元100x*的满芝士豆腐？? \ufffd"), max_size=40
)


def said(title: str) -> list[tuple[Misprint, str, str]]:
    """Mistakes with their words and what is right."""
    return [(one.kind, title[one.start : one.end], one.right) for one in misprints(title)]


@pytest.mark.parametrize(
    ("title", "kind", "words", "right"),
    [
        ("50元代金卷一张", Misprint.MISSPELT, "代金卷", "代金券"),
        ("100元 代 金 卷", Misprint.MISSPELT, "代 金 卷", "代金券"),
        ("体验劵1张", Misprint.MISSPELT, "劵", "券"),
        ("烤魚雙人歺", Misprint.MISSPELT, "歺", "餐"),
        ("女土SPA", Misprint.MISSPELT, "女土", "女士"),
        ("100元代券", Misprint.MISSING, "代券", "代金券"),
        ("双人牛排+", Misprint.MISSING, "+", ""),
        ("双人双人餐", Misprint.DOUBLED, "双人双人", ""),
        ("【测试】双人餐", Misprint.PLACEHOLDER, "【测试】", ""),
        ("ＸＸＸ双人餐", Misprint.PLACEHOLDER, "ＸＸＸ", ""),
        ("双人餐\ufffd\ufffd", Misprint.GARBLED, "\ufffd\ufffd", ""),
        ("双人餐（含锅底", Misprint.BRACKET, "（", ")"),
        ("双人餐含锅底】", Misprint.BRACKET, "】", "【"),
        ("“蜀味双人餐", Misprint.BRACKET, "“", "”"),
    ],
)
def test_mistake(title: str, kind: Misprint, words: str, right: str) -> None:
    assert said(title) == [(kind, words, right)]


@pytest.mark.parametrize(
    "title",
    [
        "肥牛卷单人锅", "优惠卷饼套餐", "芝士豆腐双人餐", "呷哺呷哺双人餐", "三亚三亚湾大床房", "1)单人餐 2)双人餐", '8"蛋糕',
        "满100元可用(^_^)", "XXL码泳衣", "A+和牛",
    ],
)  # fmt: skip
def test_no_mistake(title: str) -> None:
    assert said(title) == []


@pytest.mark.parametrize("section", ["pairs", "characters", "missing"])
def test_every_wrong_form_is_found_alone_and_its_right_one_is_not(section: str) -> None:
    for wrong, right in table("title_misspellings")[section].items():
        assert any(found == right for _, _, found in said(f"本店{wrong}，")), wrong
        assert not [one for one in said(f"本店{right}，") if one[0] is Misprint.MISSPELT], right


def _across(word: str, wrong: str) -> str:
    """A word that runs into a wrong form: 备考 and 考肉 make 备考肉."""
    if wrong in word:
        return word
    shared = max(size for size in range(len(wrong)) if word.endswith(wrong[:size]))
    return word + wrong[shared:]


def test_every_containing_word_spares_its_wrong_form() -> None:
    for wrong, words in table("title_misspellings")["unless"].items():
        for word in words:
            title = f"本店{_across(word, wrong)}，"
            assert not [one for one in said(title) if one[1] == wrong], (wrong, word)


@given(TITLES)
def test_spans_stay_inside_the_title_in_order(title: str) -> None:
    reached = 0
    for one in misprints(title):
        assert reached <= one.start < one.end <= len(title)
        reached = one.end


@given(st.text(max_size=60))
def test_no_title_crashes(title: str) -> None:
    misprints(title)
