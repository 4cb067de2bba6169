"""Money: yuan text for people, integer fen for arithmetic, nothing lost in between."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.core import money

FEN = st.integers(min_value=0, max_value=999_999_999)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("19.90", 1990), ("19.9", 1990), ("19", 1900), ("0", 0), ("0.01", 1), ("0.1", 10), ("9999999.99", 999_999_999)],
)
def test_yuan_text_is_read_to_the_fen(text: str, amount: int) -> None:
    assert money.fen(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 19.90",
        "19.90 ",
        "19.",
        ".90",
        "-1",
        "+1",
        "19.901",
        "1,990",
        "1_000",
        "19.9元",
        "¥19.9",
        "1e3",
        "0x10",
        "nan",
        "inf",
        "12345678",
        "１９.９",
        "十九",
        "19.90\n",
    ],
)
def test_what_is_no_yuan_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        money.fen(text)


@given(FEN)
def test_no_amount_changes_on_the_way_there_and_back(amount: int) -> None:
    assert money.fen(money.yuan(amount)) == amount


@given(FEN)
def test_canonical_yuan_has_two_decimals(amount: int) -> None:
    whole, _, part = money.yuan(amount).partition(".")
    assert (int(whole), len(part)) == (amount // 100, 2)


def test_negative_amount_is_no_price() -> None:
    with pytest.raises(ValueError, match="negative"):
        money.yuan(-1)


@pytest.mark.parametrize(
    ("text", "said"), [("19.90", "19.9"), ("20.00", "20"), ("0.50", "0.5"), ("100.00", "100"), ("100", "100")]
)
def test_spoken_amount_has_no_needless_zeros(text: str, said: str) -> None:
    assert money.spoken(text) == said


@given(FEN)
def test_spoken_amount_is_the_same_amount(amount: int) -> None:
    assert money.fen(money.spoken(money.yuan(amount))) == amount
