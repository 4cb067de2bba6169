"""What a codec is: one group of product attributes, with both directions side by side.

Decoding never invents: what a reply doesn't hold is left out. Encoding changes only what it is asked to, in a body that
may already hold everything else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from storeconf.core import clock, money
from storeconf.core.values import Value

Body = dict[str, Any]
"""`{"product": {…}, "sku": {…}}`, attribute maps decoded to text values."""
Found = dict[str, Value]
_ID = re.compile(r"[0-9]{1,20}")


@dataclass(frozen=True, slots=True)
class Codec:
    """Some attributes, read from and written into a product."""

    paths: tuple[str, ...]
    keys: tuple[str, ...]
    """Keys of `attr_key_value_map` (product's, or `sku.` and the key) that it speaks for."""
    decode: Callable[[Body], Found]
    encode: Callable[[Body, Mapping[str, Value]], None]


def is_id(value: object) -> bool:
    """Whether a value is an id of the platform: an int64 as a number or as text. A float has lost digits on its way."""
    return isinstance(value, int | str) and not isinstance(value, bool) and bool(_ID.fullmatch(str(value)))


def fen_of(value: object) -> int:
    """An amount of the platform: whole fen, as a number or as text. Raises ValueError."""
    if isinstance(value, bool) or not isinstance(value, int | str) or not str(value).isdigit():
        raise ValueError(f"not an amount in fen: {value!r}")
    return int(value)


def attrs_of(body: Body, part: str = "product") -> dict[str, Any]:
    """The attribute map of the product or the SKU."""
    found: dict[str, Any] = body.setdefault(part, {}).setdefault("attr_key_value_map", {})
    return found


def unpack(value: object) -> Any:
    """A string-JSON attribute as data; None when it is no JSON."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def pack(value: object) -> str:
    """Data as a string-JSON attribute."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def product_field(path: str, name: str, into: Callable[[Any], Any], out: Callable[[Any], Value | None]) -> Codec:
    """An attribute that is a plain field of the product."""

    def decode(body: Body) -> Found:
        raw = body["product"].get(name)
        value = out(raw) if raw not in (None, "") else None
        return {} if value is None else {path: value}

    def encode(body: Body, values: Mapping[str, Value]) -> None:
        body["product"][name] = into(values[path])

    return Codec((path,), (), decode, encode)


def fen_field(path: str, name: str) -> Codec:
    """An amount of the SKU: yuan text here, fen there."""

    def decode(body: Body) -> Found:
        amount = body.get("sku", {}).get(name)
        return {path: money.yuan(fen_of(amount))} if amount not in (None, "") else {}

    def encode(body: Body, values: Mapping[str, Value]) -> None:
        body.setdefault("sku", {})[name] = money.fen(str(values[path]))

    return Codec((path,), (), decode, encode)


def switch(path: str, name: str) -> Codec:
    """An attribute that is `"true"` or `"false"`."""

    def decode(body: Body) -> Found:
        raw = attrs_of(body).get(name)
        return {path: str(raw).lower() == "true"} if raw not in (None, "") else {}

    def encode(body: Body, values: Mapping[str, Value]) -> None:
        attrs_of(body)[name] = "true" if values[path] else "false"

    return Codec((path,), (name,), decode, encode)


def moment_field(path: str, name: str) -> Codec:
    """A time of the product: ISO here, whole seconds there."""

    def out(raw: Any) -> Value | None:
        return clock.iso(clock.from_epoch(int(raw))) if str(raw).isdigit() and int(raw) else None

    return product_field(path, name, lambda v: clock.epoch(clock.parse_instant(str(v))), out)
