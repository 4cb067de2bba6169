"""One merchant's view of the API: token, retries, paging. What a reply says is read in `replies`."""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import stamina

from storeconf.core.diagnostics import Diagnostic, StoreconfError
from storeconf.core.text import Text
from storeconf.platform.douyin import errors
from storeconf.platform.douyin.credentials import Credentials
from storeconf.platform.douyin.errors import Cure
from storeconf.platform.douyin.replies import PlatformError, opened, retry_after
from storeconf.platform.douyin.transport import Transport, TransportError

TOKEN_PATH = "/oauth/client_token/"  # noqa: S105 - a path, not a secret
ATTEMPTS = 4
TOTAL_SECONDS = 120.0
MAX_WAIT = 30.0
"""The longest pause that a Retry-After is granted, in seconds; who asks for more is not asked again in this run."""
MAX_PAGES = 2_000
"""Pages of one list; more is taken for a list that never ends."""

UNREACHABLE = Text("{call}：{reason}", "{call}: {reason}")
NO_TOKEN = Text("{call}：回复里没有能用的 access_token", "{call}: the reply holds no usable access_token")
CURSOR_LOOP = Text("{call}：翻页游标 {cursor} 重复出现", "{call}: the cursor {cursor} comes again")
NO_CURSOR = Text("{call}：说还有下一页，却没有给游标", "{call}: says that there is more, but gives no cursor")
ENDLESS = Text("{call}：翻了 {pages} 页还没有完", "{call}: no end after {pages} pages")
COME_BACK = Text("平台要求 {seconds} 秒后再来", "the platform asks to come back in {seconds} seconds")

_USABLE_TOKEN = re.compile(r"[\x21-\x7e]{1,2000}")
"""What may stand in a header; anything else the HTTP library would refuse, and quote in its error."""

logging.getLogger("stamina").addHandler(logging.NullHandler())  # retries are for who listens, not for standard error


class _Again(Exception):
    """The same call may be sent once more."""

    def __init__(self, problem: PlatformError, wait: float | None) -> None:
        super().__init__()
        self.problem = problem
        self.wait = wait


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """One request, as it is sent at every attempt."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = field(default=None, repr=False)
    scope: str = ""
    repeatable: bool
    """Whether sending it twice is the same as sending it once."""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class App:
    """One app's access to the platform. A new token kills the one before, so all its accounts share one (facts §1.1)."""

    def __init__(self, transport: Transport, credentials: Callable[[], Credentials]) -> None:
        """Credentials are asked for only when a token is needed."""
        self._transport = transport
        self._credentials = credentials
        self._token = ""
        self._lock = threading.Lock()

    def call(self, call: _Call, account_id: str) -> dict[str, Any]:
        """The data of a call; a token that is over is renewed once. Raises PlatformError or _Again."""
        token = self._valid_token()
        try:
            return self._exchange(call, token, account_id)
        except PlatformError as problem:
            if problem.cure is not Cure.NEW_TOKEN:
                raise
        return self._exchange(call, self._valid_token(instead_of=token), account_id)

    def _valid_token(self, *, instead_of: str = "") -> str:
        """Of several threads that lose the same token, the first gets a new one and the others use that."""
        with self._lock:
            if not self._token or self._token == instead_of:
                self._token = self._new_token()
            return self._token

    def _new_token(self) -> str:
        try:
            credentials = self._credentials()
        except StoreconfError as error:
            raise PlatformError(error.diagnostics[0]) from None
        key, secret = credentials.client_key, credentials.client_secret
        body = {"grant_type": "client_credential", "client_key": key, "client_secret": secret}
        call = _Call(method="POST", path=TOKEN_PATH, body=body, repeatable=True)
        token = self._send(call, {}, (secret, key)).get("access_token")
        if not isinstance(token, str) or not _USABLE_TOKEN.fullmatch(token):
            raise PlatformError(Diagnostic(code=errors.MALFORMED, detail=NO_TOKEN(call=call)))
        return token

    def _exchange(self, call: _Call, token: str, account_id: str) -> dict[str, Any]:
        headers = {"access-token": token, "rpc-transit-life-account": account_id}
        return self._send(call, headers, (token,))

    def _send(self, call: _Call, headers: Mapping[str, str], secrets: Sequence[str]) -> dict[str, Any]:
        content = json.dumps(call.body, ensure_ascii=False).encode() if call.body is not None else None
        headers = {"content-type": "application/json", **headers}
        wait: float | None = None
        try:
            reply = self._transport.send(call.method, call.path, call.query, headers, content)
        except TransportError as error:
            detail = UNREACHABLE(call=call, reason=error.reason)
            diagnostic = Diagnostic(code=errors.UNREACHABLE, detail=detail, fix=errors.TRY_LATER)
            problem = PlatformError(diagnostic, cure=Cure.LOOK if error.sent else Cure.RETRY)
        else:
            found = opened(str(call), reply, scope=call.scope, secrets=secrets)
            if found.problem is None:
                return found.data
            problem, wait = found.problem, retry_after(reply)
        raise _verdict(call, problem, wait)


class Client:
    """Calls the API for one account."""

    def __init__(self, app: App, account_id: str) -> None:
        """Nothing is sent yet."""
        self._app = app
        self._account_id = account_id

    def get(self, path: str, query: Mapping[str, str], *, scope: str = "") -> dict[str, Any]:
        """The `data` of a reading call. Raises PlatformError."""
        return self._patiently(_Call(method="GET", path=path, query=query, scope=scope, repeatable=True))

    def post(self, path: str, body: Mapping[str, Any], *, scope: str = "") -> dict[str, Any]:
        """The `data` of a writing call. Raises PlatformError; unclear when it may have been carried out all the same.

        Only an error that says "not done, come back" is repeated; silence, or a failure inside, is not.
        """
        return self._patiently(_Call(method="POST", path=path, body=body, scope=scope, repeatable=False))

    def pages_by_cursor(
        self, path: str, query: Mapping[str, str], *, count: int, scope: str
    ) -> Iterator[dict[str, Any]]:
        """Pages of a list with `has_more` and `next_cursor`. A list that doesn't end well ends with PlatformError."""
        cursor, seen = "", set[str]()
        for _ in range(MAX_PAGES):
            page = self.get(path, {**query, "count": str(count), **({"cursor": cursor} if cursor else {})}, scope=scope)
            yield page
            if not page.get("has_more"):
                return
            cursor = str(page.get("next_cursor") or "")
            if not cursor:
                raise PlatformError(Diagnostic(code=errors.MALFORMED, detail=NO_CURSOR(call=path)))
            if cursor in seen:
                raise PlatformError(Diagnostic(code=errors.MALFORMED, detail=CURSOR_LOOP(call=path, cursor=cursor)))
            seen.add(cursor)
        raise PlatformError(Diagnostic(code=errors.MALFORMED, detail=ENDLESS(call=path, pages=MAX_PAGES)))

    def _patiently(self, call: _Call) -> dict[str, Any]:
        try:
            for attempt in stamina.retry_context(
                on=_patience, attempts=ATTEMPTS, timeout=TOTAL_SECONDS, wait_max=MAX_WAIT
            ):
                with attempt:
                    return self._app.call(call, self._account_id)
        except _Again as again:
            raise again.problem from None
        raise AssertionError("stamina always runs the block")


def _verdict(call: _Call, problem: PlatformError, wait: float | None) -> PlatformError | _Again:
    """Whether a failed call may be sent once more. What may be repeated is never unclear."""
    if call.repeatable and problem.cure is Cure.LOOK:
        problem = PlatformError(problem.diagnostic, cure=Cure.RETRY)
    if problem.cure not in (Cure.RETRY, Cure.SLOW_DOWN):
        return problem
    if wait is not None and wait > MAX_WAIT:
        return PlatformError(replace(problem.diagnostic, fix=COME_BACK(seconds=int(wait))))
    return _Again(problem, wait)


def _patience(error: Exception) -> bool | float | timedelta:
    if not isinstance(error, _Again):
        return False
    return True if error.wait is None else error.wait
