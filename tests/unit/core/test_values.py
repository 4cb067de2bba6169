"""Canonical values: one value has one spelling, so equality and digests mean the same thing."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.core.values import canonical_json, digest, nest, text_digest

KEYS = st.text(alphabet="abcxyz_店", min_size=1, max_size=6)
SCALARS = st.text(max_size=12) | st.integers(min_value=-(10**12), max_value=10**12) | st.booleans()
VALUES = st.recursive(
    SCALARS, lambda below: st.lists(below, max_size=4) | st.dictionaries(KEYS, below, max_size=4), max_leaves=12
)
MAPS = st.dictionaries(KEYS, VALUES, max_size=5)


def reordered(value: Any) -> Any:
    """The same value with the keys of every map the other way round."""
    if isinstance(value, dict):
        return {name: reordered(value[name]) for name in reversed(value)}
    return [reordered(item) for item in value] if isinstance(value, list) else value


@given(MAPS)
def test_order_of_keys_never_changes_a_digest(value: dict[str, Any]) -> None:
    assert digest(reordered(value)) == digest(value)


@given(MAPS, MAPS)
def test_equal_digests_mean_equal_values(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert (digest(one) == digest(other)) == (canonical_json(one) == canonical_json(other))


@given(VALUES)
def test_canonical_json_reads_back_as_the_value(value: Any) -> None:
    assert json.loads(canonical_json(value)) == value


def test_canonical_json_keeps_chinese_and_has_no_blanks() -> None:
    assert canonical_json({"b": [1, True], "a": "毛血旺 一份"}) == '{"a":"毛血旺 一份","b":[1,true]}'


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_json_cannot_say_has_no_digest(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        digest({"x": value})


def test_order_of_a_list_is_part_of_the_value() -> None:
    assert digest(["a", "b"]) != digest(["b", "a"])


@pytest.mark.parametrize(("one", "other"), [("1", 1), (True, 1), ("true", True), ([], {}), ("", [])])
def test_values_of_different_types_are_different(one: object, other: object) -> None:
    assert digest({"x": one}) != digest({"x": other})


def test_lone_surrogate_has_a_digest_too() -> None:
    assert len(digest("\ud800")) == 64


def test_text_digest_is_the_first_twelve_hex_of_sha256_over_kind_and_attrs() -> None:
    """Computed here without the product's own functions: other programs rely on it."""
    text = '{"attrs":{"sale":{"end":"2026-06-30T23:59:59+08:00"},"title":"毛血旺"},"kind":"product"}'
    expected = hashlib.sha256(text.encode()).hexdigest()[:12]
    assert text_digest("product", {"title": "毛血旺", "sale.end": "2026-06-30T23:59:59+08:00"}) == expected


@pytest.mark.parametrize(
    ("kind", "attrs"), [("voice_call", {"text": "a"}), ("payment_reply", {"text": "b"}), ("payment_reply", {})]
)
def test_text_digest_tells_kinds_and_texts_apart(kind: str, attrs: dict[str, str]) -> None:
    assert text_digest(kind, attrs) != text_digest("payment_reply", {"text": "a"})


def test_flat_paths_become_nested_maps() -> None:
    assert nest({"sale.end": "x", "sale.start": "y", "use.times.all_day": True, "title": "z"}) == {
        "sale": {"end": "x", "start": "y"},
        "use": {"times": {"all_day": True}},
        "title": "z",
    }


@pytest.mark.parametrize("attrs", [{"sale": "x", "sale.end": "y"}, {"a.b": "x", "a.b.c": "y"}])
def test_path_through_a_value_is_refused(attrs: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="both a value and a map"):
        nest(attrs)
