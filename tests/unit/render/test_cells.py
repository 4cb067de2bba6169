"""Text in terminal cells: Chinese characters are two wide, what could move the cursor is shown instead of sent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.render.cells import clip, one_line, pad, safe, shorten, width, wrap

ANY = st.text(max_size=60)
CALM = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Mn", "Me", "Zl", "Zp")), max_size=60)


@pytest.mark.parametrize(
    ("text", "cells"),
    [("", 0), ("abc", 3), ("团购", 4), ("19.9元", 6), ("（无）", 6), ("①", 1), ("e\u0301", 1), ("👍", 2), ("a\tb", 2)],
)
def test_width_counts_cells(text: str, cells: int) -> None:
    assert width(text) == cells


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain 团购", "plain 团购"),
        ("a\nb\tc", "a\nb\tc"),
        ("\x1b[31mred", "\\u001b[31mred"),
        ("a\rb", "a\\u000db"),
        ("\x00\x07\x08\x7f\x9b", "\\u0000\\u0007\\u0008\\u007f\\u009b"),
        ("\u202eabc\u2066", "\\u202eabc\\u2066"),
        ("\u200f\u2028\ufeff", "\\u200f\\u2028\\ufeff"),
        ("\ud800", "\\ud800"),
    ],
)
def test_dangerous_characters_are_shown_by_number(text: str, shown: str) -> None:
    assert safe(text) == shown


def test_one_line_marks_line_ends() -> None:
    assert one_line("first\nsecond\tthird\x1b") == "first⏎second third\\u001b"


@given(ANY)
def test_one_line_is_one_printable_line(text: str) -> None:
    shown = one_line(text)
    assert len(shown.splitlines()) <= 1
    assert safe(shown) == shown


@given(CALM, st.integers(0, 100))
def test_pad_fills_up_to_a_width(text: str, cells: int) -> None:
    assert width(pad(text, cells)) == max(width(text), cells)
    assert pad(text, cells).startswith(text)


@given(CALM, st.integers(1, 80))
def test_shortened_text_fits_and_says_so(text: str, cells: int) -> None:
    shown = shorten(text, cells)
    assert width(shown) <= cells
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]))


def test_shorten_never_cuts_through_a_character() -> None:
    assert shorten("团购套餐", 8) == "团购套餐"
    assert shorten("团购套餐", 7) == "团购套…"
    assert shorten("团购套餐", 6) == "团购…"


@pytest.mark.parametrize("spot", [0, 5, 60, 180, 299])
def test_clipped_line_holds_the_spot(spot: int) -> None:
    line = "".join(f"<{number:03d}>" for number in range(60))
    shown, cut = clip(line, spot, 40)
    assert width(shown) <= 40
    assert cut <= spot < cut + 40
    assert shown[spot - cut] == line[spot]


def test_short_line_is_not_clipped() -> None:
    assert clip("短的一行", 4, 40) == ("短的一行", 0)


@given(CALM, st.integers(20, 80))
def test_wrapped_lines_fit_unless_a_word_is_longer(text: str, cells: int) -> None:
    for line in wrap(text, cells):
        assert width(line) <= cells or " " not in line.strip()


@given(CALM, st.integers(20, 80))
def test_wrapping_loses_nothing_but_spaces(text: str, cells: int) -> None:
    assert "".join("".join(wrap(text, cells)).split()) == "".join(text.split())


@pytest.mark.parametrize("mark", "，。；：？！、）》」”")
def test_no_line_begins_with_a_closing_mark(mark: str) -> None:
    for cells in range(20, 60):
        assert not any(line.startswith(mark) for line in wrap(f"团购套餐{mark}" * 12, cells))


def test_chinese_breaks_anywhere_and_words_stay_whole() -> None:
    assert wrap("门店在后台改了 price 和 stock 两项", 20) == ["门店在后台改了 price", "和 stock 两项"]
    assert wrap("团购" * 12, 20) == ["团购" * 5, "团购" * 5, "团购" * 2]


def test_empty_text_is_one_empty_line() -> None:
    assert wrap("", 20) == [""]
