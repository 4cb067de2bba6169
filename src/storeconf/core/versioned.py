"""JSON files with a `format_version`: what is none of ours, or newer than this program, is refused with a sentence."""

from __future__ import annotations

import json
import math
from typing import Any

from storeconf.core.diagnostics import Code, fail
from storeconf.core.text import Say, Text

NOT_JSON = Text("第 {line} 行起不是 JSON", "it is no JSON from line {line} on")
TOO_DEEP = Text("嵌套太深", "it is nested too deep")
NO_VERSION = Text("里面没有 format_version", "it has no format_version")
VERSIONS = Text("文件格式 {found}，这个版本认到 {known}", "the file has format {found}, this storeconf reads {known}")
WRONG_FIELD = Text("{path} 不对", "{path} is wrong")


def load(text: str | bytes, version: str, *, no_such: Code, newer: Code, fix: Say = "") -> dict[str, Any]:
    """The data of a file whose major version is ours. Raises StoreconfError: `no_such` or `newer`."""
    try:
        data = json.loads(text, parse_float=finite, parse_constant=finite)
    except json.JSONDecodeError as error:
        raise fail(no_such, NOT_JSON(line=error.lineno), fix=fix) from None
    except ValueError:
        raise fail(no_such, NOT_JSON(line=1), fix=fix) from None
    except RecursionError:
        raise fail(no_such, TOO_DEEP, fix=fix) from None
    found = data.get("format_version") if isinstance(data, dict) else None
    if not isinstance(found, str):
        raise fail(no_such, NO_VERSION, fix=fix)
    if found.split(".")[0] != version.split(".")[0]:
        raise fail(newer, VERSIONS(found=found, known=version), fix=fix)
    return dict(data)


def finite(text: str) -> float:
    """JSON has no NaN and no infinity, and neither has a digest."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number
