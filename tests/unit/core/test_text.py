"""Bilingual messages: Chinese is the source, English stands beside it, the reader's language is chosen last."""

from __future__ import annotations

import pytest

from storeconf.core.address import Address
from storeconf.core.text import COMMA, ITEMS, Lang, Text, joined, say
from storeconf.core.weekdays import days_text

GREETING = Text("{who} 到了 {where}", "{who} arrived at {where}")
SHOP = Text("三里屯店", "the Sanlitun shop")


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "毛血旺 到了 三里屯店"), ("en", "毛血旺 arrived at the Sanlitun shop")]
)
def test_gaps_are_filled_in_the_language_of_the_reader(lang: Lang, said: str) -> None:
    assert GREETING(who="毛血旺", where=SHOP).render(lang) == said


def test_messages_may_stand_in_messages() -> None:
    inner = GREETING(who="甲", where=SHOP)
    assert GREETING(who=inner, where="乙").render("en") == "甲 arrived at the Sanlitun shop arrived at 乙"


@pytest.mark.parametrize("hostile", ["{who}", "{0}", "{", "}", "{who.__class__}", "%s", "{{}}"])
def test_words_of_a_user_are_never_taken_for_a_gap(hostile: str) -> None:
    assert GREETING(who=hostile, where=hostile).render("zh") == f"{hostile} 到了 {hostile}"


def test_text_without_values_keeps_its_gaps() -> None:
    assert GREETING.render("en") == GREETING.en


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (["a", "b"], "a、b", "a, b"),
        (("a", SHOP), "a、三里屯店", "a, the Sanlitun shop"),
        ([], "", ""),
        ("abc", "abc", "abc"),
        (19, "19", "19"),
        (Address("bj", "product", "mxw", "price"), "bj/product/mxw#price", "bj/product/mxw#price"),
    ],
)
def test_anything_can_be_said(value: object, zh: str, en: str) -> None:
    assert (say(value, "zh"), say(value, "en")) == (zh, en)


def test_separators_are_those_of_the_language() -> None:
    assert joined(["a", "b"], COMMA, "zh") == "a，b"
    assert joined(["a", "b"], COMMA, "en") == "a, b"
    assert joined(["a"], ITEMS, "zh") == "a"


@pytest.mark.parametrize(
    ("days", "zh", "en"),
    [
        ([1, 2, 3, 4, 5, 6, 7], "每天", "daily"),
        ([7, 6, 5, 4, 3, 2, 1, 1], "每天", "daily"),
        ([1, 2, 3, 4, 5], "周一至周五", "Mon-Fri"),
        ([6, 7], "周六、周日", "Sat, Sun"),
        ([4, 2], "周二、周四", "Tue, Thu"),
        ([1, 2, 3, 5], "周一、周二、周三、周五", "Mon, Tue, Wed, Fri"),
        ([7], "周日", "Sun"),
        ([], "", ""),
    ],
)
def test_weekdays_in_words(days: list[int], zh: str, en: str) -> None:
    assert (days_text(days), days_text(days, "en")) == (zh, en)
