"""One value as YAML on one line, in the quotes that its place had, or in the ones that it needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from storeconf.core.clock import DAY, INSTANT, iso, parse_instant
from storeconf.core.money import YUAN, fen
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


def read_value(text: str) -> Any:
    """A value as somebody writes it on one line: a text, or YAML's `[a, b]` and `{k: v}`; the text itself when it is no YAML."""
    documents, problems = reader.parse(f"k: {text}\n", "")
    return text if problems or len(documents) != 1 else documents[0].tree["k"]


def spelled(text: Any, value: Any) -> Any:
    """A canonical value in the spelling of the one that it replaces: as many decimals, a date for its first or last second.

    Only where nothing is lost by it.
    """
    if not isinstance(text, str) or not isinstance(value, str):
        return value
    if YUAN.fullmatch(text) and YUAN.fullmatch(value):
        places = len(text.partition(".")[2])
        short = value[: len(value) - 2 + places].rstrip(".")
        return short if YUAN.fullmatch(short) and fen(short) == fen(value) else value
    if DAY.fullmatch(text) and INSTANT.fullmatch(value):
        day = value[:10]
        return day if value in (iso(parse_instant(day)), iso(parse_instant(day, end=True))) else value
    if INSTANT.fullmatch(text) and INSTANT.fullmatch(value):
        short = value[: len(text)]
        return short if INSTANT.fullmatch(short) and iso(parse_instant(short)) == value else value
    return value


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
