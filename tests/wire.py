"""A wire with faults: it stands between the client and the platform, and breaks as a test says."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from storeconf.platform.douyin.transport import Reply, Transport, TransportError

TOKEN = "/oauth/client_token/"
Fault = Callable[[Callable[[], Reply]], Reply]
"""Given how to pass the request on: what comes back instead."""


@dataclass(frozen=True)
class Sent:
    """One request as it went out."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes | None

    @property
    def json(self) -> Any:
        """The body as data."""
        return json.loads(self.body or b"null")


@dataclass
class Wire:
    """Passes everything on, except for the next calls that something was planned for."""

    inner: Transport | None = None
    sent: list[Sent] = field(default_factory=list)
    """Every request, those too that never arrived."""
    _planned: deque[tuple[str, Fault]] = field(default_factory=deque)
    _always: dict[str, Fault] = field(default_factory=dict)

    def plan(self, *faults: Fault, on: str = "/goodlife/") -> None:
        """What the next calls of a path meet, one after the other."""
        self._planned.extend((on, fault) for fault in faults)

    def always(self, fault: Fault, on: str = "/goodlife/") -> None:
        """What every call of a path meets from now on."""
        self._always[on] = fault

    def calls(self, part: str = "/goodlife/") -> list[Sent]:
        """The requests to a path."""
        return [one for one in self.sent if part in one.path]

    def send(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes | None
    ) -> Reply:
        """A transport's one method."""
        self.sent.append(Sent(method, path, dict(query), dict(headers), body))

        def on() -> Reply:
            if self.inner is None:
                raise AssertionError(f"nothing was planned for {method} {path}")
            return self.inner.send(method, path, query, headers, body)

        if self._planned and self._planned[0][0] in path:
            return self._planned.popleft()[1](on)
        for part, fault in self._always.items():
            if part in path:
                return fault(on)
        return on()


# -- what comes back -----------------------------------------------------------------------------------------------------


def says(data: Mapping[str, Any] | None = None, *, code: int = 0, sub: int = 0, text: str = "success") -> Fault:
    """The platform's envelope, errors inside HTTP 200."""
    fields = {"error_code": code, "description": text}
    extra = {
        **fields,
        "sub_error_code": sub,
        "sub_description": text if code or sub else "",
        "logid": "log-1",
        "now": 1,
    }
    return answers(200, json.dumps({"data": {**(data or {}), **fields}, "extra": extra}).encode())


def answers(status: int, body: bytes | str, **headers: str) -> Fault:
    """Exactly this; `retry_after` is the header Retry-After."""
    content = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: Reply(status, named, content)


def token(value: str = "clt.1") -> Fault:
    """The answer of the token endpoint."""
    fields = {"access_token": value, "description": "", "error_code": 0, "expires_in": 7200}
    return answers(200, json.dumps({"data": fields, "message": "success"}))


def refused(_: Callable[[], Reply]) -> Reply:
    """Nobody listens there."""
    raise TransportError("Connection refused", sent=False)


def lost(on: Callable[[], Reply]) -> Reply:
    """It arrived and was carried out, but the answer did not come back."""
    on()
    raise TransportError("timed out", sent=True)


def swallowed(_: Callable[[], Reply]) -> Reply:
    """It was sent and never arrived."""
    raise TransportError("timed out", sent=True)


def passes(on: Callable[[], Reply]) -> Reply:
    """Nothing happens to it."""
    return on()


def changed(edit: Callable[[dict[str, Any]], None]) -> Fault:
    """The platform's own answer, with something about it edited."""

    def fault(on: Callable[[], Reply]) -> Reply:
        reply = on()
        envelope = json.loads(reply.body)
        edit(envelope)
        return Reply(reply.status, reply.headers, json.dumps(envelope, ensure_ascii=False).encode())

    return fault
