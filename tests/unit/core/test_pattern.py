"""Patterns: `*` stays within one segment, a shorter pattern means all that is below it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.core.address import AddressError, Pattern, parse_address

SEGMENTS = st.text(alphabet="ab-*", min_size=1, max_size=10).filter(lambda text: text[0] != "-")
NAMES = st.text(alphabet="ab-", min_size=1, max_size=12).filter(lambda text: text[0] != "-")


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        ("bj", "bj"),
        ("bj", "bj/poi"),
        ("bj", "bj/product/mxw"),
        ("bj/product", "bj/product/mxw"),
        ("bj/product/mxw", "bj/product/mxw"),
        ("*", "bj/poi"),
        ("*", "@shuyu/product/mxw"),
        ("*/product/mxw", "bj/product/mxw"),
        ("*/product/mxw", "@shuyu/product/mxw"),
        ("@*/product", "@shuyu/product/mxw"),
        ("bj-*/poi", "bj-sanlitun/poi"),
        ("*-sanlitun", "bj-sanlitun/poi"),
        ("b*j*n/poi", "bj-sanlitun/poi"),
        ("bj/*/mxw", "bj/product/mxw"),
        ("bj/product/*-solo", "bj/product/mxw-solo"),
        ("bj/product/**", "bj/product/mxw"),
        ("bj/product/*", "bj/product/a.b_c-d"),
        ("bj/product/mxw#price", "bj/product/mxw"),
    ],
)
def test_pattern_covers(pattern: str, address: str) -> None:
    assert Pattern(pattern).covers(parse_address(address))


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        ("bj", "bj-sanlitun/poi"),
        ("sanlitun", "bj-sanlitun/poi"),
        ("@*", "bj/poi"),
        ("@shuyu", "shuyu/poi"),
        ("shuyu", "@shuyu/product/mxw"),
        ("bj/product", "bj/poi"),
        ("bj/product/mxw", "bj/product/mxw-solo"),
        ("bj/product/*-solo", "bj/product/solo"),
        ("bj*/mxw", "bj/product/mxw"),
        ("*/poi", "bj/product/poi"),
        ("bj/prod*t", "bj/poi"),
        ("a*a", "a/poi"),
        ("a.b", "axb/poi"),
    ],
)
def test_pattern_does_not_cover(pattern: str, address: str) -> None:
    assert not Pattern(pattern).covers(parse_address(address))


@pytest.mark.parametrize(
    ("pattern", "path", "covered"),
    [
        ("*/product/*", "stock", True),
        ("*/product/*#stock", "stock", True),
        ("*/product/*#stock", "stock.total", True),
        ("*/product/*#stock", "price", False),
        ("bj/product/x#items.0.price", "items.0.price", True),
        ("bj/product/x#items.0.price", "items.1.price", False),
        ("bj/product/x#items.0.price", "items", False),
        ("bj/product/x#items.*.price", "items.12.price", True),
        ("bj/product/x#sale.*", "sale.end", True),
        ("bj/product/x#*", "price", True),
        ("bj/product/x#s*e", "sale", True),
        ("bj/product/x#s*e", "sale.end", True),
        ("bj/product/x#s*d", "sale.end", False),
        ("bj#licences.0", "licences.0.expires", True),
    ],
)
def test_attribute_of_a_pattern(pattern: str, path: str, covered: bool) -> None:
    assert Pattern(pattern).covers_attr(path) is covered


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "bj/",
        "bj/poi/x/y",
        "bj#",
        "bj#a..b",
        "BJ*",
        "bj/poi/?",
        "bj/[a-z]",
        "b j",
        "*/product/*#a b",
        "x" * 64,
        "(a+)+",
        "*\n",
        "@",
        "bj/*/",
        "../*",
    ],
)
def test_what_is_no_pattern_is_refused(text: str) -> None:
    with pytest.raises(AddressError):
        Pattern(text)


@given(SEGMENTS, NAMES)
def test_star_means_any_characters_of_the_segment(segment: str, name: str) -> None:
    plain = re.compile(".*".join(map(re.escape, segment.split("*"))))
    assert Pattern(segment).covers_unit(name) == (plain.fullmatch(name) is not None)


def test_many_stars_do_not_make_the_search_explode() -> None:
    """A pattern comes from a stranger's pull request; backtracking over 31 stars would take longer than the run."""
    hostile = Pattern("*a" * 31)
    assert not hostile.covers_unit("a" * 62 + "b")
    assert hostile.covers_unit("a" * 62)


def test_unit_that_may_be_meant() -> None:
    assert Pattern("bj-*/product/x").covers_unit("bj-sanlitun")
    assert not Pattern("bj-*/product/x").covers_unit("@shuyu")


@pytest.mark.parametrize(("text", "depth", "of_attribute"), [("bj", 1, False), ("bj/poi#phone", 2, True)])
def test_pattern_says_how_far_it_goes(text: str, depth: int, of_attribute: bool) -> None:
    assert (Pattern(text).depth, Pattern(text).of_attribute) == (depth, of_attribute)
