"""Normal forms: what rules read, and the way back to the original characters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.rules.text.characters import SIMPLIFIED
from storeconf.rules.text.normal import View, normal

SQUASHED = [
    ("最终解释权归本店", "最终解释权归本店"),
    ("最終解釋權歸本店", "最终解释权归本店"),
    ("最 终 解 释 权", "最终解释权"),
    ("解\u200b释\ufeff权", "解释权"),
    ("解★释·权", "解释权"),
    ("解_释|权", "解释权"),
    ("解.释.权", "解释权"),
    ("最-终-解-释-权归本店", "最终解释权归本店"),
    ("不🎉开💰发票", "不开发票"),
    ("ＶＸ：ａｂｃ１２３", "vx:abc123"),
    ("加ⅤⅩ", "加vx"),
    ("周一-周五", "周一-周五"),
    ("葱、姜", "葱、姜"),
    ("9.9元 10", "9.9元10"),
    ("138 0013", "138 0013"),
    ("满100🎉20", "满100 20"),
    ("98.0", "98.0"),
    ("🚫自带酒水", "✗自带酒水"),
    ("自带✅酒水", "自带酒水"),
]
LISTS = [
    ("①到店核销②不可叠加", "\n到店核销\n不可叠加"),
    ("1️⃣到店2️⃣不可叠加", "\n到店\n不可叠加"),
    ("电话①③⑧", "电话138"),
    ("①98元抵100元", "\n98元抵100元"),
]
TEXTS = st.text(
    st.one_of(
        st.sampled_from("最终解释權歸不可自带酒水发票，。；！ \n\t\u200b\ufe0f★·.-_|①②3９🎉✅❌㎡½ｖXАé<>&"),
        st.characters(),
    ),
    max_size=80,
)
NEUTRAL = st.lists(st.sampled_from([" ", "\u200b", "\ufeff", "🎉", "★", "·", "　", "\u00ad"]), min_size=1, max_size=3)


@pytest.mark.parametrize(("raw", "squashed"), SQUASHED)
def test_words_are_read_through_ornaments(raw: str, squashed: str) -> None:
    assert normal(raw).squashed.text == squashed


@pytest.mark.parametrize(("raw", "surface"), LISTS)
def test_numbers_of_a_list_end_the_line_before(raw: str, surface: str) -> None:
    assert normal(raw).surface.text == surface


def test_rich_text_is_read_as_its_words() -> None:
    raw = "<p>最终<b>解释</b>权归本店</p><p>可开&nbsp;发票 &amp; 收据</p><!-- <p>x</p> --><style>p {color: red}</style>"
    view = normal(raw, html=True).squashed
    assert "最终解释权归本店" in view.text
    assert "可开发票" in view.text
    assert "\n" in view.text
    assert "color" not in view.text
    at = view.text.index("解释权")
    start, end = view.raw_span(at, at + 3)
    assert raw[start:end] == "解释</b>权"


def test_a_span_covers_what_was_left_out_inside_only() -> None:
    raw = "🎉解 释★权🎉归本店"
    view = normal(raw).squashed
    start, end = view.raw_span(0, 3)
    assert raw[start:end] == "解 释★权"


def test_a_space_between_statements_is_remembered() -> None:
    view = normal("免费停车 不可打包 可开发票").squashed
    assert view.breaks == (4, 8)
    assert normal("最 终 解 释 权").squashed.breaks == ()


def test_the_table_is_one_to_one_and_final() -> None:
    assert all(len(one) == len(other) == 1 for one, other in SIMPLIFIED.items())
    assert not set(SIMPLIFIED) & set(SIMPLIFIED.values())
    assert not set(SIMPLIFIED) & set("歺劵卷著藉")


def well_formed(view: View, raw: str) -> None:
    assert len(view.text) == len(view.origin)
    assert all(0 <= index < len(raw) for index in view.origin)
    assert list(view.origin) == sorted(view.origin)


@given(TEXTS, st.booleans())
def test_no_span_ever_moves(raw: str, html: bool) -> None:
    forms = normal(raw, html=html)
    for view in (forms.surface, forms.squashed):
        well_formed(view, raw)
        for index in range(len(view.text)):
            start, end = view.raw_span(index, index + 1)
            assert 0 <= start < end <= len(raw)
    if not html:
        for character, index in zip(forms.surface.text, forms.surface.origin, strict=True):
            plain = unicodedata.normalize("NFKC", raw[index]).lower()
            han = "\u4e00" <= raw[index] <= "\u9fff"
            assert not han or character == SIMPLIFIED.get(plain, plain)


@given(TEXTS, st.integers(0, 80), st.integers(0, 80))
def test_any_stretch_points_into_the_text(raw: str, one: int, other: int) -> None:
    view = normal(raw).squashed
    start, end = sorted((min(one, len(view.text)), min(other, len(view.text))))
    from_, to = view.raw_span(start, end)
    assert 0 <= from_ <= to <= len(raw)


@given(st.text("最终解释权归本店所有概不负责谢绝自带", min_size=2, max_size=20), st.data())
def test_neutral_characters_change_no_word(words: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(1, len(words) - 1))
    inserted = "".join(data.draw(NEUTRAL))
    assert normal(words[:position] + inserted + words[position:]).squashed.text == normal(words).squashed.text


@given(st.text("最终解释权归本店", max_size=30))
def test_normal_text_stays_as_it_is(words: str) -> None:
    assert normal(words).surface.text == normal(words).squashed.text == words


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("唔開發票", "不开发票"),
        ("食唔晒唔好攞走", "食不晒不好拿走"),
        ("冇得打包嘅", "没得打包的"),
        ("公.众.号：山野民宿", "公众号:山野民宿"),
        ("解:释:权", "解释权"),
        ("解-释.权", "解释权"),
    ],
)
def test_dialect_and_spelt_out_words(raw: str, expected: str) -> None:
    assert normal(raw).squashed.text == expected
