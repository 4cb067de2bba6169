"""Canonical values and their digests.

Every attribute value between the stages is plain JSON data in the YAML's own spelling: money as yuan text with two
decimals, instants as ISO 8601 in Beijing time, days as `YYYY-MM-DD`, counts as integers, switches as booleans, never a
float. One value has one spelling, so equality and digests mean the same thing everywhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from typing_extensions import TypeAliasType

Value = TypeAliasType("Value", "str | int | bool | Sequence[Value] | Mapping[str, Value]")
"""A canonical value. There is no null: what is not there is absent."""

Attrs: TypeAlias = Mapping[str, Value]
"""Attribute path (`sale.end`) to canonical value, flat."""

SHORT_DIGEST = 12
"""Hex characters of a digest that people read and type."""


def canonical_json(value: object) -> str:
    """The one spelling of a value as JSON: sorted keys, no spaces, characters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(value: object) -> str:
    """SHA-256 over the canonical JSON, 64 hex characters."""
    return hashlib.sha256(canonical_json(value).encode("utf-8", "surrogatepass")).hexdigest()


def text_digest(kind: str, attrs: Attrs) -> str:
    """What a person types to attest a step: the first 12 hex of sha256 over canonical {kind, attrs}.

    The address is left out on purpose, so that equal texts at many stores share one digest.
    """
    return digest({"kind": kind, "attrs": nest(attrs)})[:SHORT_DIGEST]


def nest(attrs: Attrs) -> dict[str, Value]:
    """Flat attribute paths back to the nested form that the YAML has: `{"sale.end": x}` → `{"sale": {"end": x}}`."""
    tree: dict[str, Value] = {}
    for path, value in attrs.items():
        *parents, leaf = path.split(".")
        node = tree
        for name in parents:
            child = node.setdefault(name, {})
            if not isinstance(child, dict):
                raise ValueError(f"{path}: {name} holds both a value and a map")
            node = child
        node[leaf] = value
    return tree
