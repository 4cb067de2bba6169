"""Addresses: one grammar for targets, protect, ignore, waivers, confirm and JSON."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.core.address import Address, AddressError, parse_address

SLUGS = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,62}", fullmatch=True)
UNITS = st.builds(str.__add__, st.sampled_from(["", "@"]), SLUGS)
KINDS = st.from_regex(r"[a-z][a-z_]{0,30}", fullmatch=True)
PARTS = st.from_regex(r"[a-z0-9_]{1,12}", fullmatch=True)
ATTRS = st.just("") | st.lists(PARTS, min_size=1, max_size=5).map(".".join)
ADDRESSES = (
    st.builds(Address, UNITS, st.just(""), st.just(""), ATTRS)
    | st.builds(Address, UNITS, KINDS, st.just(""), ATTRS)
    | st.builds(Address, UNITS, KINDS, SLUGS, ATTRS)
)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("bj-sanlitun", Address("bj-sanlitun")),
        ("@shuyu", Address("@shuyu")),
        ("bj-sanlitun/poi", Address("bj-sanlitun", "poi")),
        ("bj-sanlitun/product/mxw", Address("bj-sanlitun", "product", "mxw")),
        ("@shuyu/product/mxw", Address("@shuyu", "product", "mxw")),
        ("bj/product/mxw#price", Address("bj", "product", "mxw", "price")),
        ("bj/product/mxw#items.0.price", Address("bj", "product", "mxw", "items.0.price")),
        ("bj/live/2026-03-09#ends", Address("bj", "live", "2026-03-09", "ends")),
        ("bj-sanlitun#licences.0.expires", Address("bj-sanlitun", attr="licences.0.expires")),
        ("bj/product/x#platform.Description_Rich", Address("bj", "product", "x", "platform.Description_Rich")),
    ],
)
def test_address_is_taken_apart(text: str, address: Address) -> None:
    assert parse_address(text) == address
    assert str(address) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "#",
        "bj/",
        "bj//mxw",
        "/poi",
        "bj/poi/x/y",
        "bj/poi/",
        "bj#",
        "bj/poi#",
        "bj#.a",
        "bj#a.",
        "bj#a..b",
        "bj#a#b",
        "bj#a/b",
        "BJ/poi",
        "bj/Poi",
        "bj/po-i",
        "bj/product/MXW",
        "-bj",
        ".bj",
        "@",
        "@@a",
        "b@j",
        "北京/poi",
        "bj poi",
        " bj",
        "bj\n",
        "bj/poi\n",
        "bj#a b",
        "*",
        "bj/*",
        "bj/product/m*",
        "x" * 64,
        "../etc",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(AddressError) as caught:
        parse_address(text)
    for lang in ("zh", "en"):
        assert repr(text) in caught.value.message.render(lang)


@given(ADDRESSES)
def test_address_reads_back_as_itself(address: Address) -> None:
    assert parse_address(str(address)) == address


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    with contextlib.suppress(AddressError):
        assert str(parse_address(text)) == text


def test_resource_is_the_address_without_the_attribute() -> None:
    assert parse_address("bj/product/mxw#price").resource == parse_address("bj/product/mxw")


@pytest.mark.parametrize(("text", "account"), [("@shuyu/product/mxw", True), ("@shuyu", True), ("shuyu/poi", False)])
def test_unit_with_an_at_sign_is_an_account(text: str, account: bool) -> None:
    assert parse_address(text).account_level is account
