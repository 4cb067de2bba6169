"""One merchant's view of the API: token, envelope, errors inside HTTP 200, retries, paging."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import stamina

from storeconf.core.diagnostics import Diagnostic
from storeconf.core.text import Text
from storeconf.platform.douyin import errors
from storeconf.platform.douyin.credentials import Credentials
from storeconf.platform.douyin.errors import Cure
from storeconf.platform.douyin.transport import Reply, Transport, TransportError

TOKEN_PATH = "/oauth/client_token/"  # noqa: S105 - a path, not a secret
ATTEMPTS = 4
TOTAL_SECONDS = 120.0
MAX_WAIT = 30.0
"""The longest pause that a Retry-After is granted, in seconds."""

UNREACHABLE = Text("{call}:{reason}", "{call}: {reason}")
NOT_JSON = Text("{call}:HTTP {status}，回复不是 JSON", "{call}: HTTP {status}, the reply is no JSON")
NO_DATA = Text("{call}:HTTP {status}，回复里没有 data", "{call}: HTTP {status}, the reply has no data")


class PlatformError(Exception):
    """A call failed for good."""

    def __init__(self, diagnostic: Diagnostic, *, code: int = 0, unclear: bool = False) -> None:
        """`unclear`: no answer came, so a write may have been carried out."""
        super().__init__(diagnostic.code.id)
        self.diagnostic = diagnostic
        self.code = code
        self.unclear = unclear


class _Again(Exception):
    """The platform asked for patience."""

    def __init__(self, problem: PlatformError, wait: float | None) -> None:
        super().__init__()
        self.problem = problem
        self.wait = wait


@dataclass(slots=True)
class _Token:
    value: str = ""


class Client:
    """Calls the API for one account."""

    def __init__(self, transport: Transport, credentials: Callable[[], Credentials], account_id: str) -> None:
        """Credentials are asked for only when a token is needed."""
        self._transport = transport
        self._credentials = credentials
        self._account_id = account_id
        self._token = _Token()

    def get(self, path: str, query: Mapping[str, str], *, scope: str = "") -> dict[str, Any]:
        """The `data` of a reading call. Raises PlatformError."""
        return self._call("GET", path, query, None, scope)

    def post(self, path: str, body: Mapping[str, Any], *, scope: str = "") -> dict[str, Any]:
        """The `data` of a writing call. Raises PlatformError; unclear when no answer came.

        Only an error that says "not done, come back" is repeated; silence is not.
        """
        return self._call("POST", path, {}, body, scope)

    def pages_by_cursor(
        self, path: str, query: Mapping[str, str], *, count: int, scope: str
    ) -> Iterator[dict[str, Any]]:
        """Pages of a list with `has_more` and `next_cursor`; a cursor that comes twice ends it with PlatformError."""
        cursor, seen = "", set()
        while True:
            page = self.get(path, {**query, "count": str(count), **({"cursor": cursor} if cursor else {})}, scope=scope)
            yield page
            cursor = str(page.get("next_cursor") or "")
            if not page.get("has_more") or not cursor:
                return
            if cursor in seen:
                raise PlatformError(Diagnostic(code=errors.MALFORMED, detail=CURSOR_LOOP(call=path, cursor=cursor)))
            seen.add(cursor)

    def _call(
        self, method: str, path: str, query: Mapping[str, str], body: Mapping[str, Any] | None, scope: str
    ) -> dict[str, Any]:
        try:
            for attempt in stamina.retry_context(
                on=_patience, attempts=ATTEMPTS, timeout=TOTAL_SECONDS, wait_max=MAX_WAIT
            ):
                with attempt:
                    return self._once(method, path, query, body, scope)
        except _Again as again:
            raise again.problem from None
        raise AssertionError("stamina always runs the block")

    def _once(
        self, method: str, path: str, query: Mapping[str, str], body: Mapping[str, Any] | None, scope: str
    ) -> dict[str, Any]:
        """One call; a token that is over is renewed once."""
        for fresh in (False, True):
            headers = self._headers(fresh=fresh)
            reply = self._send(method, path, query, headers, body)
            data, code, sub_code, problem = self._open(f"{method} {path}", reply, scope)
            if problem is None:
                return data
            match errors.cure(code, sub_code) if code else _cure_of_status(reply.status):
                case Cure.NEW_TOKEN if not fresh:
                    continue
                case Cure.RETRY | Cure.SLOW_DOWN:
                    raise _Again(problem, _retry_after(reply))
                case _:
                    raise problem
        raise AssertionError("the second round returns or raises")

    def _send(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        body: Mapping[str, Any] | None,
    ) -> Reply:
        content = json.dumps(body, ensure_ascii=False).encode() if body is not None else None
        try:
            return self._transport.send(method, path, query, headers, content)
        except TransportError as error:
            detail = UNREACHABLE(call=f"{method} {path}", reason=error.reason)
            diagnostic = Diagnostic(code=errors.UNREACHABLE, detail=detail, fix=errors.TRY_LATER)
            problem = PlatformError(diagnostic, unclear=error.sent)
            if method == "GET" or not error.sent:
                raise _Again(problem, None) from None
            raise problem from None

    def _open(self, call: str, reply: Reply, scope: str) -> tuple[dict[str, Any], int, int, PlatformError | None]:
        """Unpack the envelope: data, error code, sub code, and the error as a problem when there is one."""
        try:
            envelope = json.loads(reply.body)
        except (ValueError, RecursionError):
            envelope = None
        if not isinstance(envelope, dict):
            return {}, 0, 0, self._malformed(NOT_JSON(call=call, status=reply.status))
        data, extra = envelope.get("data"), envelope.get("extra")
        extra = extra if isinstance(extra, dict) else {}
        if not isinstance(data, dict):
            return {}, 0, 0, self._malformed(NO_DATA(call=call, status=reply.status))
        code = _number(extra.get("error_code")) or _number(data.get("error_code"))
        sub_code = _number(extra.get("sub_error_code"))
        if code == 0 and sub_code == 0:
            return data, 0, 0, None
        text = extra.get("sub_description") or data.get("description") or extra.get("description") or ""
        kind, fix = errors.explain(code, scope)
        detail = errors.SAID(call=call, code=code or sub_code, text=text, logid=extra.get("logid", "-"))
        return data, code or sub_code, sub_code, PlatformError(Diagnostic(code=kind, detail=detail, fix=fix), code=code)

    @staticmethod
    def _malformed(detail: Any) -> PlatformError:
        return PlatformError(Diagnostic(code=errors.MALFORMED, detail=detail, fix=errors.TRY_LATER), unclear=True)

    def _headers(self, *, fresh: bool) -> dict[str, str]:
        if fresh or not self._token.value:
            self._token.value = self._new_token()
        return {
            "access-token": self._token.value,
            "content-type": "application/json",
            "rpc-transit-life-account": self._account_id,
        }

    def _new_token(self) -> str:
        credentials = self._credentials()
        body = {
            "grant_type": "client_credential",
            "client_key": credentials.client_key,
            "client_secret": credentials.client_secret,
        }
        reply = self._send("POST", TOKEN_PATH, {}, {"content-type": "application/json"}, body)
        data, _, _, problem = self._open(f"POST {TOKEN_PATH}", reply, "")
        if problem is not None:
            raise problem
        return str(data.get("access_token") or "")


CURSOR_LOOP = Text("{call}：翻页游标 {cursor} 重复出现", "{call}: the cursor {cursor} comes again")


def _number(value: object) -> int:
    """An error code, which some replies give as text."""
    return int(value) if isinstance(value, int) or (isinstance(value, str) and value.lstrip("-").isdigit()) else 0


def _patience(error: Exception) -> bool | float | timedelta:
    if not isinstance(error, _Again):
        return False
    return True if error.wait is None else error.wait


def _cure_of_status(status: int) -> Cure:
    """A reply without an envelope: a gateway's word."""
    if status == 429:
        return Cure.SLOW_DOWN
    return Cure.RETRY if status in (502, 503, 504) else Cure.STOP


def _retry_after(reply: Reply) -> float | None:
    """Seconds that a gateway asks for, within reason."""
    text = reply.headers.get("retry-after", "")
    return min(float(text), MAX_WAIT) if text.isdigit() else None
