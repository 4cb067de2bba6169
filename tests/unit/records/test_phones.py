"""Of a phone number nothing is kept but what may be shown and what is counted by."""

from __future__ import annotations

import pytest

from storeconf.records.phones import Phones

PHONES = Phones(b"k" * 32)


@pytest.mark.parametrize(
    "text",
    [
        "13912341111",
        " 139 1234 1111 ",
        "139-1234-1111",
        "+8613912341111",
        "+86 139-1234-1111",
        "0086 13912341111",
        "8613912341111",
        "１３９１２３４１１１１",
        "13912341111.0",
    ],
)
def test_one_number_in_any_spelling_is_one(text: str) -> None:
    phone = PHONES.read(text)
    assert phone == PHONES.read("13912341111")
    assert phone is not None
    assert phone.masked == "139****1111"


@pytest.mark.parametrize("text", ["", "  ", "-", "——"])
def test_no_number(text: str) -> None:
    assert PHONES.read(text) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("139****1111", "139****1111"),
        ("8612345", "****"),
        ("12345", "****"),
        ("010-64171234", "010****1234"),
        ("010-6417123", "****"),
    ],
)
def test_shows_no_more_than_seven_digits_of_eleven(text: str, shown: str) -> None:
    phone = PHONES.read(text)
    assert phone is not None
    assert phone.masked == shown


def test_keys_differ_by_number_and_by_project() -> None:
    here, other = PHONES.read("13912341111"), PHONES.read("13912351111")
    elsewhere = Phones(b"q" * 32).read("13912341111")
    assert here is not None and other is not None and elsewhere is not None
    assert here.masked == other.masked == elsewhere.masked
    assert len({here.key, other.key, elsewhere.key}) == 3


def test_a_run_without_a_project_shares_its_key_with_nobody() -> None:
    assert Phones.for_this_run().read("13912341111") != Phones.for_this_run().read("13912341111")
