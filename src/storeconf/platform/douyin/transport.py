"""How bytes get to the platform. Two ways: a socket (`http`), or a WSGI application in this process (the sandbox)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

from storeconf.core.text import Say

MAX_REPLY = 64 * 1024 * 1024
"""Bytes of one reply; more is taken for a fault."""

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


class TransportError(Exception):
    """No usable reply came."""

    def __init__(self, reason: Say, *, sent: bool) -> None:
        """`sent`: the request may have reached the platform and been carried out."""
        super().__init__()
        self.reason = reason
        self.sent = sent


class Transport(Protocol):
    """Sends one request."""

    def send(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes | None
    ) -> Reply:
        """Raises TransportError when no complete reply came."""


class WsgiTransport:
    """Calls an application in this process, without a socket."""

    def __init__(self, app: WsgiApp) -> None:
        """Any WSGI application that answers the platform's paths."""
        self._app = app

    def send(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes | None
    ) -> Reply:
        """One call of the application."""
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": urlencode(query),
            "CONTENT_LENGTH": str(len(body or b"")),
            "CONTENT_TYPE": headers.get("content-type", ""),
            "SERVER_NAME": "sandbox",
            "SERVER_PORT": "0",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body or b""),
            "wsgi.errors": io.StringIO(),
        }
        environ.update({f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()})
        answered: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, response_headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            answered.append((status, response_headers))

        content = b"".join(self._app(environ, start_response))
        status, response_headers = answered[-1]
        return Reply(int(status.split()[0]), {name.lower(): value for name, value in response_headers}, content)
