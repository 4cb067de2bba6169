"""Addresses: one grammar for targets, protect, ignore, waivers, confirm and JSON.

`UNIT/KIND`, `UNIT/KIND/KEY`, each with an optional `#attr.0.sub`, and `UNIT#…` for what is no resource. A unit is a
store's slug or `@ACCOUNT`. In a pattern `*` stays within one segment, and a shorter pattern means all that is below it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from storeconf.core.text import Text

SLUG = re.compile(r"^[a-z0-9][a-z0-9._-]{0,62}$")
_UNIT = re.compile(r"^@?[a-z0-9][a-z0-9._-]{0,62}$")
_KIND = re.compile(r"^[a-z][a-z_]{0,30}$")
_ATTR = re.compile(r"(?=.{1,200}$)[^\s#/.]+(\.[^\s#/.]+)*")
_GLOBS = (
    re.compile(r"@?[a-z0-9*][a-z0-9._*-]{0,62}"),
    re.compile(r"[a-z*][a-z_*]{0,30}"),
    re.compile(r"[a-z0-9*][a-z0-9._*-]{0,62}"),
)
"""A unit, a kind and a key with `*` in them."""

BAD_ADDRESS = Text(
    "{text!r} 不是有效的地址，应写成 门店/种类/名称#字段，例如 bj-sanlitun/product/mxw#price 或 @shuyu/product/mxw",
    "{text!r} is not an address; write UNIT/KIND/KEY#attr, such as bj-sanlitun/product/mxw#price or @shuyu/product/mxw",
)


class AddressError(ValueError):
    """The text is no address (or no pattern)."""

    def __init__(self, text: str) -> None:
        """Keeps the offending text for the message."""
        super().__init__(text)
        self.message = BAD_ADDRESS(text=text)


class Address(NamedTuple):
    """Where a resource, or an attribute of it, lives."""

    unit: str
    kind: str = ""
    key: str = ""
    attr: str = ""

    def __str__(self) -> str:
        """The address as written in files and on the command line."""
        text = "/".join(part for part in (self.unit, self.kind, self.key) if part)
        return f"{text}#{self.attr}" if self.attr else text

    @property
    def resource(self) -> Address:
        """The same address without the attribute."""
        return self if not self.attr else Address(self.unit, self.kind, self.key)

    @property
    def account_level(self) -> bool:
        """Whether the unit is an account rather than a store."""
        return self.unit.startswith("@")


@lru_cache(maxsize=4096)
def parse_address(text: str) -> Address:
    """Read an address. Raises AddressError when it is none (globs are none; see `pattern`)."""
    head, _, attr = text.partition("#")
    parts = head.split("/")
    shape_ok = 1 <= len(parts) <= 3 and bool(_UNIT.fullmatch(parts[0]))
    kind_ok = len(parts) < 2 or bool(_KIND.fullmatch(parts[1]))
    key_ok = len(parts) < 3 or bool(SLUG.fullmatch(parts[2]))
    attr_ok = ("#" not in text) or bool(_ATTR.fullmatch(attr))
    if not (shape_ok and kind_ok and key_ok and attr_ok):
        raise AddressError(text)
    unit, kind, key = (*parts, "", "")[:3]
    return Address(unit, kind, key, attr)


class Pattern:
    """An address in which `*` may stand inside a segment; a shorter one covers everything below it."""

    __slots__ = ("_attr", "_segments", "text")

    def __init__(self, text: str) -> None:
        """Raises AddressError when the text is no pattern."""
        head, _, attr = text.partition("#")
        parts = head.split("/")
        if len(parts) > len(_GLOBS) or not all(
            shape.fullmatch(part) for shape, part in zip(_GLOBS, parts, strict=False)
        ):
            raise AddressError(text)
        if "#" in text and not _ATTR.fullmatch(attr):
            raise AddressError(text)
        self.text = text
        self._segments = tuple(_glob(part) for part in parts)
        self._attr = tuple(_glob(part) for part in attr.split(".")) if attr else ()

    @property
    def of_attribute(self) -> bool:
        """Whether it names an attribute rather than whole resources."""
        return bool(self._attr)

    @property
    def depth(self) -> int:
        """1 for a unit, 2 for a kind, 3 for one resource of a keyed kind."""
        return len(self._segments)

    def covers_unit(self, unit: str) -> bool:
        """Whether something of the unit may be meant."""
        return self._segments[0].fullmatch(unit) is not None

    def covers(self, address: Address) -> bool:
        """Whether the resource is meant, or has the attribute that is meant. The address's attribute plays no part."""
        values = (address.unit, address.kind, address.key)
        return all(glob.fullmatch(value) for glob, value in zip(self._segments, values, strict=False))

    def covers_attr(self, path: str) -> bool:
        """Whether the attribute, or something inside it, is meant. A pattern without an attribute means all."""
        if not self._attr:
            return True
        parts = path.split(".")
        return len(self._attr) <= len(parts) and all(
            glob.fullmatch(part) for glob, part in zip(self._attr, parts, strict=False)
        )

    def __repr__(self) -> str:
        """For test output."""
        return f"Pattern({self.text!r})"


@lru_cache(maxsize=1024)
def pattern(text: str) -> Pattern:
    """A pattern, compiled once."""
    return Pattern(text)


@lru_cache(maxsize=4096)
def _glob(segment: str) -> re.Pattern[str]:
    """Each part after a `*` is taken where it stands first, for good: many stars cost no exponential time."""
    first, *others = (re.escape(part) for part in segment.split("*"))
    if not others:
        return re.compile(first)
    *inner, last = others
    return re.compile(first + "".join(f"(?>[^/#]*?{part})" for part in inner) + f"[^/#]*{last}")
