"""Lines of JSON from outside: one object a line, of bounded size, in numbers that can be written again."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any, Protocol

from storeconf.core.text import Text
from storeconf.core.versioned import finite
from storeconf.rules.reading import BadLine

MAX_LINE = 16 * 1024 * 1024
"""Bytes of one line; as much as a document of the project may have."""
MAX_TEXT = 64 * 1024
"""Characters of one text; as many as a text in the YAML may have."""
MAX_DEPTH = 64

LONG_LINE = Text("这一行超过 {limit} 字节", "the line has more than {limit} bytes")
LONG_TEXT = Text("一段文字有 {size} 个字符，超过上限 {limit}", "a text has {size} characters, more than {limit}")
TOO_DEEP = Text("嵌套超过 {limit} 层", "it is nested more than {limit} levels deep")
NOT_UTF8 = Text("不是 UTF-8 编码", "it is not UTF-8")
NOT_JSON = Text("不是 JSON：第 {column} 个字符起读不懂", "it is no JSON from character {column} on")
BAD_NUMBER = Text(
    "里面有不能用的数：NaN、无穷大或位数太多",
    "it holds a number that can't be used: NaN, infinite, or of too many digits",
)
NOT_AN_OBJECT = Text("每行应是一个 JSON 对象", "a line must be one JSON object")
_BOM = b"\xef\xbb\xbf"


class Reader(Protocol):
    """Something that gives bytes line by line."""

    def readline(self, limit: int = -1, /) -> bytes:
        """The rest of a line, or at most so many bytes of it."""
        ...


def lines(stream: Reader) -> Iterator[tuple[int, bytes | None]]:
    """The lines that hold something, with their numbers, as soon as each is there; None for one that is too long."""
    number, line = 0, stream.readline(MAX_LINE + 1)
    while line:
        number += 1
        too_long = len(line) > MAX_LINE and not line.endswith(b"\n")
        while len(line) > MAX_LINE and not line.endswith(b"\n"):
            line = stream.readline(MAX_LINE + 1)
        if too_long:
            yield number, None
        elif line.strip().removeprefix(_BOM):
            yield number, line
        line = stream.readline(MAX_LINE + 1)


def in_bytes(stream: Any) -> Reader:
    """The bytes below a text stream. A stream that has none, as in a test, is read whole."""
    below = getattr(stream, "buffer", None)
    return below if below is not None else io.BytesIO(stream.read().encode("utf-8", "surrogatepass"))


def parse(line: bytes | None) -> dict[str, Any]:
    """One line's object. Raises BadLine."""
    if line is None:
        raise BadLine(LONG_LINE(limit=MAX_LINE))
    try:
        data = json.loads(line.removeprefix(_BOM).decode("utf-8"), parse_float=finite, parse_constant=finite)
    except UnicodeDecodeError:
        raise BadLine(NOT_UTF8()) from None
    except json.JSONDecodeError as error:
        raise BadLine(NOT_JSON(column=error.pos + 1)) from None
    except ValueError:
        raise BadLine(BAD_NUMBER()) from None
    except RecursionError:
        raise BadLine(TOO_DEEP(limit=MAX_DEPTH)) from None
    if not isinstance(data, dict):
        raise BadLine(NOT_AN_OBJECT())
    _check(data, MAX_DEPTH)
    return data


def _check(value: object, depth: int) -> None:
    """Refuses what no document could hold. Raises BadLine."""
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            raise BadLine(LONG_TEXT(size=len(value), limit=MAX_TEXT))
    elif isinstance(value, dict | list):
        if depth == 0:
            raise BadLine(TOO_DEEP(limit=MAX_DEPTH))
        for below in value.values() if isinstance(value, dict) else value:
            _check(below, depth - 1)
