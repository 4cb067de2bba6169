"""Money: yuan as text for people and files, fen as integers for arithmetic and the platform. Never a float.

The platform counts in fen everywhere (local-life/capability/basic/goods-introduce, 字段约定).
"""

from __future__ import annotations

import re

YUAN = re.compile(r"^(\d{1,7})(?:\.(\d{1,2}))?$")
"""Yuan text as the YAML may spell it: at most seven digits and two decimals, no sign, no separators."""


def fen(yuan: str) -> int:
    """Yuan text to fen: `"19.9"` → 1990. Raises ValueError when it is no yuan text."""
    found = YUAN.fullmatch(yuan)
    if not found or not yuan.isascii():
        raise ValueError(f"not an amount in yuan: {yuan!r}")
    whole, part = found.groups()
    return int(whole) * 100 + int((part or "").ljust(2, "0"))


def yuan(amount: int) -> str:
    """Fen to canonical yuan text, always two decimals: 1990 → `"19.90"`. Raises ValueError below zero."""
    if amount < 0:
        raise ValueError(f"negative amount: {amount}")
    return f"{amount // 100}.{amount % 100:02d}"


def spoken(amount: str) -> str:
    """Yuan text as people say it, without needless zeros: `"19.90"` → `"19.9"`, `"20.00"` → `"20"`."""
    return amount.rstrip("0").rstrip(".") if "." in amount else amount
