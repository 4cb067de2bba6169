"""One value as YAML on one line, in the quotes that its place had, or in the ones that it needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from storeconf.source import reader

QUOTES = "\"'"
Styles = Mapping[str, str]
"""The quote around the values of a key, by the key's name."""


def written(value: Any) -> Any:
    """A value the way the reader would hand it over: texts and null, in maps and lists."""
    match value:
        case None | str():
            return value
        case bool():
            return "true" if value else "false"
        case Mapping():
            return {str(name): written(item) for name, item in value.items()}
        case list() | tuple():
            return [written(item) for item in value]
        case _:
            return str(value)


def scalar(value: str | None, quote: str = "", *, flow: bool = True) -> str:
    """A text or null. `quote`: what stood around the old one. `flow`: whether the place is inside `[…]` or `{…}`."""
    if value is None:
        return "null"
    double = json.dumps(value, ensure_ascii=False)
    if quote == '"' or "\n" in value or reader.FORBIDDEN.search(value):
        return double
    single = "'" + value.replace("'", "''") + "'"
    for text in (single,) if quote == "'" else (value,):
        if _reads_as(text, value, flow=flow):
            return text
    return double


def inline(value: Any, styles: Styles, name: str = "") -> str:
    """Any value in flow style: `[a, b]`, `{k: v}`."""
    match value:
        case dict():
            pairs = (f"{scalar(key)}: {inline(item, styles, key)}" for key, item in value.items())
            return "{" + ", ".join(pairs) + "}"
        case list():
            return "[" + ", ".join(inline(item, styles, name) for item in value) + "]"
        case _:
            return scalar(value, styles.get(name, ""))


def _reads_as(text: str, value: str, *, flow: bool) -> bool:
    documents, problems = reader.parse(f"k: [{text}]\n" if flow else f"k: {text}\n", "")
    wanted: Any = [value] if flow else value
    return not problems and len(documents) == 1 and documents[0].tree == {"k": wanted}
