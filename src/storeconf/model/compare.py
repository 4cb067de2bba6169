"""When two values mean the same. Both sides are reduced to a key; equal keys are equal values.

What is folded here is what the platform is known to change without meaning it: order where it says nothing, phone and
line-end spellings, an image's signed query (facts §1.6, §3.3).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from storeconf.core.values import Value, canonical_json
from storeconf.model.kind import Attribute, Compare


def same(attribute: Attribute | None, one: Value, other: Value) -> bool:
    """Whether two canonical values of the attribute mean the same. An attribute without a definition compares exactly."""
    return one == other or key(attribute, one) == key(attribute, other)


def key(attribute: Attribute | None, value: Value) -> object:
    """The value reduced to what matters."""
    return _KEYS[attribute.compare if attribute else Compare.EXACT](value)


def bare_url(url: str) -> str:
    """A URL without query and fragment: signatures and expiry differ at every read, the object is the same."""
    return re.split("[?#]", url, maxsplit=1)[0]


def _exact(value: Any) -> object:
    """A text is itself; one that holds JSON (a passed-through platform attribute) is what it holds, in any order."""
    if not isinstance(value, str):
        return canonical_json(value)
    if value[:1] in ("{", "["):
        try:
            return canonical_json(json.loads(value))
        except (ValueError, RecursionError):
            pass
    return value


def _set(value: Any) -> object:
    return (
        sorted({canonical_json(item) for item in value}) if isinstance(value, list | tuple) else canonical_json(value)
    )


def _text(value: Any) -> object:
    if not isinstance(value, str):
        return canonical_json(value)
    lines = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def _phone(value: Any) -> object:
    """Digits only, without country code and trunk zero (`+86 10` is `010`); several numbers compare as a set."""
    numbers = value if isinstance(value, list | tuple) else str(value).replace("、", "/").split("/")
    return sorted({_bare_number(unicodedata.normalize("NFKC", str(number))) for number in numbers})


def _bare_number(number: str) -> str:
    digits = "".join(c for c in number if c.isdigit()).lstrip("0")
    return digits[2:].lstrip("0") if digits.startswith("86") and len(digits) > 11 else digits


def _hours(value: Any) -> object:
    return sorted((day, row["open"], row["close"]) for row in value for day in row["days"])


def _slots(value: Any) -> object:
    return sorted((day, row["start"], row["end"], row["capacity"]) for row in value for day in row["days"])


def _items(value: Any) -> object:
    """Plain items stand in one group of which all are taken; the order of items and groups says nothing."""
    plain: list[tuple[object, ...]] = []
    groups: list[tuple[object, ...]] = []
    for entry in value:
        if "of" not in entry:
            plain.append(_item(entry))
        elif entry["choose"] == len(entry["of"]):
            plain.extend(_item(item) for item in entry["of"])
        else:
            groups.append((entry["choose"], sorted(_item(item) for item in entry["of"])))
    return (sorted(plain), sorted(groups))


def _item(item: Any) -> tuple[object, ...]:
    return (item["name"], item["price"], item.get("count", 1), item.get("unit", "份"))


def _file(value: Any) -> object:
    """A file is its content; its name, or the product whose cover it is, may change."""
    if isinstance(value, dict):
        return value.get("sha256") or bare_url(value.get("url", "")) or value.get("file", "")
    return value


def _images(value: Any) -> object:
    """By role, order within the role, and the object behind the URL."""
    by_role: dict[str, list[str]] = {}
    for image in value:
        by_role.setdefault(image["role"], []).append(
            bare_url(image["url"]) if image.get("url") else image.get("sha256", "")
        )
    return sorted(by_role.items())


def _category(value: Any) -> object:
    """The last name of the path: `美食/川湘菜/川菜`, `美食·地方菜·川菜` and `川菜` are the same leaf."""
    return str(value).replace("·", "/").replace(">", "/").split("/")[-1].strip()


_KEYS: dict[Compare, Callable[[Any], object]] = {
    Compare.EXACT: _exact,
    Compare.SET: _set,
    Compare.TEXT: _text,
    Compare.PHONE: _phone,
    Compare.HOURS: _hours,
    Compare.SLOTS: _slots,
    Compare.ITEMS: _items,
    Compare.FILE: _file,
    Compare.IMAGES: _images,
    Compare.CATEGORY: _category,
}
