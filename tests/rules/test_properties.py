"""What holds of every rule's texts: ornaments hide nothing, a denied term is none, one price may be spelt in any way."""

from __future__ import annotations

from functools import lru_cache
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.test_cases import cases_of
from rules.test_numbers import in_han
from storeconf.core.clock import parse_instant
from storeconf.rules.case import COPY, PROSE
from storeconf.rules.catalogue import RULES
from storeconf.rules.lint import Linter
from storeconf.rules.text.normal import is_han
from support import NOW

LINTER = Linter()
MOMENT = parse_instant(NOW)
UNSEEN = ("\u200b", "\ufe0f", "\u00ad", " ")
NEUTRAL = (*UNSEEN, "🎉", "★", "·", "　")
OF_TERMS = [rule.id for rule in RULES if rule.of_terms]
FIELDS = sorted({field for rule in RULES for field in rule.fields})


def answer(case: dict[str, Any], text: str) -> set[str]:
    """Which rules find something; every finding points at the characters that it quotes, and no rule fails."""
    said = LINTER.answer({**case, "text": text}, MOMENT)
    assert not [one for one in said["skipped"] if "自身出错" in one["reason"]]
    for one in said["findings"]:
        if one["span"] is not None:
            start, end = one["span"]
            assert text[start:end] == one["text"] != ""
    return {one["code"] for one in said["findings"]}


@lru_cache(maxsize=1)
def violating() -> list[tuple[str, dict[str, Any]]]:
    """Every violating text, with its rule. What a single word decides, such as a name, has no place to put anything."""
    return [
        (rule.id, case)
        for rule in RULES
        for case in cases_of(rule.id)
        if case["label"] == "violation"
        and "text" in case
        and _places(case["text"])
        and rule.id in answer(case, case["text"])
    ]


def _places(text: str) -> list[int]:
    return [at for at in range(1, len(text)) if is_han(text[at - 1]) and is_han(text[at])]


@lru_cache(maxsize=1)
def clean() -> list[str]:
    """Every clean text."""
    return [case["text"] for rule in RULES for case in cases_of(rule.id) if case["label"] == "clean" and "text" in case]


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_neutral_characters_keep_a_finding(data: st.DataObject) -> None:
    rule, case = data.draw(st.sampled_from(violating()))
    # Seen between two words that are alike, a mark says that both are meant: 椰汁·椰汁.
    inserted = data.draw(st.sampled_from(UNSEEN if rule == "R10-05" else NEUTRAL))
    at = data.draw(st.sampled_from(_places(case["text"])))
    assert rule in answer(case, case["text"][:at] + inserted + case["text"][at:])


@pytest.mark.parametrize("frame", ["本店没有“{}”这样的规定", "不存在“{}”的情况", "我们从无「{}」一类的要求，放心"])
@pytest.mark.parametrize("rule", OF_TERMS)
def test_a_violating_sentence_that_is_denied_is_none(rule: str, frame: str) -> None:
    terms = [case for one, case in violating() if one == rule and not set("“”「」？?\n。；;") & set(case["text"])]
    assert terms
    for case in terms:
        assert rule not in answer(case, frame.format(case["text"])), case["text"]


def test_a_quoted_term_that_is_not_denied_is_one() -> None:
    assert answer({"field": "usage_notes"}, "本店有“谢绝自带酒水”的规定") == {"R01-09"}
    assert answer({"field": "usage_notes"}, "没有“会员卡”的顾客谢绝自带酒水") == {"R01-09"}


@given(st.integers(min_value=10, max_value=1899), st.integers(min_value=0, max_value=9))
def test_spellings_of_one_price_never_conflict(yuan: int, jiao: int) -> None:
    price = f"{yuan}.{jiao}0"
    ways = [f"{yuan}.{jiao}元", f"{price}元", f"¥{price}", f"￥{yuan}.{jiao}", f"{yuan}.{jiao}RMB"]
    ways += (
        [f"{yuan}块{jiao}", f"{in_han(yuan)}块{in_han(jiao)}"]
        if jiao
        else [f"{yuan}元", f"{yuan}块钱", f"{in_han(yuan)}元"]
    )
    fen = {"product": {"price": price, "kind": "groupbuy", "origin_price": f"{yuan + 500}.00"}}
    for way in ways:
        product = {
            **fen["product"],
            "title": f"{way}双人火锅套餐(含锅底)",
            "description": f"团购价{way}，含锅底和四荤三素",
        }
        found = LINTER.answer({"product": product}, MOMENT)["findings"]
        assert not [one for one in found if one["code"] in ("R04-01", "R04-02", "R04-05")], way


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(range(2000)), min_size=1, max_size=4),
    st.sampled_from("，。\n ；"),
    st.sampled_from(FIELDS),
)
def test_no_mixture_of_clean_texts_breaks_a_rule(chosen: list[int], mark: str, field: str) -> None:
    texts = clean()
    answer({"field": field, "context": {"price": "98.00"}}, mark.join(texts[one % len(texts)] for one in chosen))


@settings(max_examples=200, deadline=None)
@given(
    st.text(
        st.one_of(
            st.sampled_from(
                "最第一不可以解释权发票打包自带酒水费，。；！？:（）0129元男士扫码微信周末有效期预约<>&\u200b🎉"
            ),
            st.characters(),
        ),
        max_size=60,
    ),
    st.sampled_from((*PROSE, *COPY)),
)
def test_no_text_at_all_breaks_a_rule(text: str, field: str) -> None:
    answer({"field": field}, text)


@pytest.mark.parametrize("text", ["不可退款", "周末可用★", "分享好友没有奖励"])
def test_a_text_of_thousands_of_terms_is_read_in_passing(text: str) -> None:
    started = process_time()
    answer({"field": "usage_notes"}, text * 1000)
    assert process_time() - started < 1.5
