"""Attribute values as people read them, in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.core.text import Lang
from storeconf.model.kind import Attribute
from storeconf.model.kinds import BY_NAME, KINDS
from storeconf.render.cells import width
from storeconf.render.values import difference, full, in_common, shown, without

PLACES = {"6601136930000001": "蜀渝火锅(三里屯店)", "@shuyu/product/mxw": "毛血旺单人餐"}


def attribute(address: str) -> Attribute:
    """`kind#path`."""
    kind, path = address.split("#")
    found = BY_NAME[kind].attribute(path)
    assert found is not None
    return found


VALUES: tuple[tuple[str, Any, str, str], ...] = (
    ("product#price", "19.90", "19.9 元", "19.9 yuan"),
    ("product#price", "20.00", "20 元", "20 yuan"),
    ("product#shelf", "offline", "下架", "offline"),
    ("product#stock", 500, "500", "500"),
    ("product#stock", "unlimited", "不限", "unlimited"),
    ("product#refund_policy", "anytime", "随时退", "any time"),
    ("product#sale.end", "2026-06-30T23:59:59+08:00", "2026-06-30 23:59:59", "2026-06-30 23:59:59"),
    ("product#sale.start", "2026-03-09T00:00:00+08:00", "2026-03-09 00:00", "2026-03-09 00:00"),
    ("product#unusable.holidays", [], "（无）", "(none)"),
    ("product#unusable.holidays", ["春节", "国庆"], "春节、国庆", "Spring Festival, National Day"),
    ("product#stores", ["6601136930000001", "66"], "蜀渝火锅(三里屯店)、66", "蜀渝火锅(三里屯店), 66"),
    ("product#items", [{"name": "米饭", "price": "6.00", "count": 2}], "米饭×2 6", "米饭×2 6"),
    ("product#title", "6601136930000001", "6601136930000001", "6601136930000001"),
    ("video#product", "@shuyu/product/mxw", "毛血旺单人餐", "毛血旺单人餐"),
    ("voice_call#enabled", True, "是", "yes"),
    ("voice_call#enabled", False, "否", "no"),
    ("poi#location", {"lat": "39.9", "lng": "116.4", "datum": "gcj02"}, "39.9,116.4 (gcj02)", "39.9,116.4 (gcj02)"),
    (
        "poi#hours",
        [
            {"days": [1, 2, 3, 4, 5], "open": "10:30", "close": "14:00"},
            {"days": [7], "open": "17:00", "close": "02:00"},
        ],
        "周一至周五 10:30-14:00；周日 17:00-02:00",
        "Mon-Fri 10:30-14:00; Sun 17:00-02:00",
    ),
    ("poi#special_hours", [{"date": "2027-02-17", "closed": True}], "2027-02-17 休息", "2027-02-17 closed"),
    (
        "booking#slots",
        [{"days": [1, 2, 3, 4, 5, 6, 7], "start": "17:00", "end": "21:00", "capacity": 12}],
        "每天 17:00-21:00 ×12",
        "daily 17:00-21:00 ×12",
    ),
    ("payment_reply#attachments", ["verification_qr"], "核销二维码", "verification QR"),
)


@pytest.mark.parametrize(("where", "value", "zh", "en"), VALUES)
def test_value_in_both_languages(where: str, value: Any, zh: str, en: str) -> None:
    assert full(attribute(where), value, "zh", PLACES) == zh
    assert full(attribute(where), value, "en", PLACES) == en


@pytest.mark.parametrize(("lang", "said"), [("zh", "（无）"), ("en", "(none)")])
def test_absent_value(lang: Lang, said: str) -> None:
    assert shown(attribute("product#price"), None, lang, PLACES) == said


def test_value_in_a_line_is_one_line_of_bounded_width() -> None:
    text = shown(attribute("payment_reply#text"), "第一行\n第二行" + "很长" * 60, "zh", {})
    assert text.startswith("第一行⏎第二行")
    assert width(text) <= 44


def test_chosen_word_stands_for_itself_only_in_its_own_field() -> None:
    """A title that happens to read `online` is a title."""
    assert full(attribute("product#title"), "online", "zh", {}) == "online"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_choice_has_words_in_both_languages(kind: Any) -> None:
    for one in kind.attributes:
        for word in one.words:
            assert full(one, word, "zh", {}) == one.words[word].zh
            assert full(one, word, "en", {}) == one.words[word].en


@pytest.mark.parametrize("value", [[{"unknown": "shape"}], {"a": {"b": 1}}, [[1, 2]], 0, "", {}])
def test_unexpected_shape_is_shown_somehow(value: Any) -> None:
    assert isinstance(full(None, value, "zh", {}), str)


def test_long_texts_are_cut_to_where_they_differ() -> None:
    old = "感谢购买蜀渝火锅团购券，到店请出示核销二维码，柜台在左手边，有问题请拨前台电话。"
    new = old.replace("左手边", "右手边")
    one, other = difference(old, new)
    assert "左手边" in one
    assert "右手边" in other
    assert one.startswith("…")
    assert one.endswith("…")
    assert len(one) < len(old)


@given(st.text(max_size=80), st.text(max_size=80))
def test_difference_keeps_what_tells_the_texts_apart(old: str, new: str) -> None:
    one, other = difference(old, new)
    assert (one == other) == (old == new)


@given(st.text(min_size=1, max_size=40), st.text(max_size=10), st.text(max_size=40))
def test_difference_shows_what_was_put_in(head: str, inserted: str, tail: str) -> None:
    _, other = difference(head + tail, head + inserted + tail)
    assert len(inserted) <= len(other)


def test_long_lists_are_shown_by_what_is_special() -> None:
    stores = [str(number) for number in range(6)]
    common = in_common((stores, stores[:5]))
    assert common == stores[:5]
    assert without(common, None, stores, "zh", {}) == "相同的 5 项、5"
    assert without(common, None, stores[:5], "en", {}) == "5 in common"


def test_short_lists_are_shown_whole() -> None:
    assert in_common((["a", "b"], ["a"])) == []
    assert in_common((["a", "b", "c"],)) == []
    assert in_common((["a", "b", "c"], None)) == []
