"""The platform's envelope: every answer, errors too, is HTTP 200 with codes inside (facts §1.4)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

OK = "success"


class Refused(Exception):
    """An answer with an error code."""

    def __init__(self, code: int, description: str) -> None:
        """Code and text as the platform gives them."""
        super().__init__(description)
        self.code = code
        self.description = description


BAD_PARAMETER = 2100005
NO_CAPABILITY = 2190004
TOKEN_OVER = 2190008
TOKEN_WRONG = 2190002
NOT_AUTHORISED = 2119005
NO_SUCH_API = 2119010
TOO_MANY_TOKENS = 10020
WRONG_SECRET = 10013
BUSINESS = 4000003
"""A business refusal. The number is assumed: the tables that hold it were cut off in every page read (facts §1.5)."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request, understood."""

    method: str
    path: str
    query: Mapping[str, str]
    body: Mapping[str, Any]
    token: str
    account_id: str


def answer(data: Mapping[str, Any], now: int, *, code: int = 0, description: str = OK) -> bytes:
    """The bytes of an answer."""
    fields = {"error_code": code, "description": description}
    extra = {
        **fields,
        "sub_error_code": 0,
        "sub_description": description if code else "",
        "logid": f"sb{now}",
        "now": now,
    }
    return json.dumps({"data": {**fields, **data}, "extra": extra}, ensure_ascii=False).encode()
