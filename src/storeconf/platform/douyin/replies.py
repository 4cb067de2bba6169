"""What a reply says: its data, or an error and what may be done about it (facts §1.4: errors come inside HTTP 200)."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from storeconf.core.diagnostics import Diagnostic
from storeconf.core.text import Message, Text
from storeconf.platform.douyin import errors
from storeconf.platform.douyin.errors import Cure
from storeconf.platform.douyin.transport import Reply

OK_STATUS = 200
NOT_JSON = Text("{call}：HTTP {status}，回复不是 JSON", "{call}: HTTP {status}, the reply is no JSON")
NO_DATA = Text("{call}：HTTP {status}，回复里没有 data", "{call}: HTTP {status}, the reply has no data")
NO_CODE = Text("{call}：HTTP {status}，回复里没有 error_code", "{call}: HTTP {status}, the reply has no error_code")
BAD_STATUS = Text("{call}：HTTP {status}", "{call}: HTTP {status}")
ODD_SHAPE = Text("{call}：{field} 的结构和文档不一样", "{call}: {field} has another shape than documented")
HIDDEN = "***"


class PlatformError(Exception):
    """A call failed."""

    def __init__(self, diagnostic: Diagnostic, *, cure: Cure = Cure.STOP) -> None:
        """`cure`: what may be done about it."""
        super().__init__(diagnostic.code.id)
        self.diagnostic = diagnostic
        self.cure = cure

    @property
    def unclear(self) -> bool:
        """Whether a write may have been carried out all the same."""
        return self.cure is Cure.LOOK


@dataclass(frozen=True, slots=True)
class Opened:
    """An unpacked reply."""

    data: dict[str, Any]
    problem: PlatformError | None = None


def opened(call: str, reply: Reply, *, scope: str = "", secrets: Sequence[str] = ()) -> Opened:
    """Unpack the envelope. `secrets` are taken out of whatever the platform says."""
    envelope = _parsed(reply.body)
    if not isinstance(envelope, dict):
        return Opened({}, _malformed(NOT_JSON(call=call, status=reply.status), reply.status))
    data, extra = _map(envelope.get("data")), _map(envelope.get("extra"))
    code = _number(extra.get("error_code")) or _number(data.get("error_code"))
    sub_code = _number(extra.get("sub_error_code"))
    if code or sub_code:
        text = extra.get("sub_description") or data.get("description") or extra.get("description") or ""
        said = {
            "call": call,
            "code": code or sub_code,
            "text": _hidden(str(text), secrets),
            "logid": extra.get("logid", "-"),
        }
        kind, fix = errors.explain(code, sub_code, scope=scope)
        return Opened(
            {},
            PlatformError(Diagnostic(code=kind, detail=errors.SAID(**said), fix=fix), cure=errors.cure(code, sub_code)),
        )
    if reply.status != OK_STATUS:
        return Opened({}, _malformed(BAD_STATUS(call=call, status=reply.status), reply.status))
    if not isinstance(envelope.get("data"), dict):
        return Opened({}, _malformed(NO_DATA(call=call, status=reply.status), reply.status))
    if "error_code" not in data and "error_code" not in extra:
        return Opened({}, _malformed(NO_CODE(call=call, status=reply.status), reply.status))
    return Opened(data)


def odd(call: str, field: str) -> PlatformError:
    """A reply that came well, with something in it that isn't what it should be."""
    return PlatformError(Diagnostic(code=errors.MALFORMED, detail=ODD_SHAPE(call=call, field=field)))


def rows(call: str, data: Mapping[str, Any], *names: str) -> list[dict[str, Any]]:
    """The list of maps under the first of the names that is there; empty when none is. Raises PlatformError."""
    for name in names:
        found = data.get(name)
        if found is not None:
            if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
                raise odd(call, name)
            return found
    return []


def number(call: str, data: Mapping[str, Any], name: str) -> int | None:
    """A count; None when it isn't there. Raises PlatformError."""
    found = data.get(name)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | str) or not str(found).isdigit():
        raise odd(call, name)
    return int(found)


def retry_after(reply: Reply) -> float | None:
    """Seconds that a gateway asks to wait: as a number, or as a date, measured against its own clock."""
    text = reply.headers.get("retry-after", "")
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        wait = parsedate_to_datetime(text) - parsedate_to_datetime(reply.headers.get("date", ""))
    except (ValueError, TypeError):
        return None
    return max(wait.total_seconds(), 0.0)


def _malformed(detail: Message, status: int) -> PlatformError:
    diagnostic = Diagnostic(code=errors.MALFORMED, detail=detail, fix=errors.TRY_LATER)
    return PlatformError(diagnostic, cure=errors.cure_of_status(status))


def _parsed(body: bytes) -> Any:
    """JSON without the liberties that Python's reader takes; None when it is none.

    A name that stands twice, NaN and infinity have no one meaning; half a character is what cutting a text at UTF-16
    leaves, and can't be written anywhere.
    """
    try:
        found = json.loads(body, object_pairs_hook=_unique, parse_constant=_refused, parse_float=_finite)
    except (ValueError, RecursionError):
        return None
    return _whole_characters(found) if b"\\ud" in body or b"\\uD" in body else found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refused(word: str) -> Any:
    raise ValueError(word)


def _finite(text: str) -> float:
    found = float(text)
    if not math.isfinite(found):
        raise ValueError(text)
    return found


def _whole_characters(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_whole_characters(name): _whole_characters(item) for name, item in value.items()}
    return [_whole_characters(item) for item in value] if isinstance(value, list) else value


def _map(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _number(value: object) -> int:
    """An error code, which some replies give as text."""
    return int(value) if isinstance(value, int) or (isinstance(value, str) and value.lstrip("-").isdigit()) else 0


def _hidden(text: str, secrets: Iterable[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, HIDDEN) if secret else text
    return text
