"""The sandbox on a loopback port, for trying out real HTTP."""

from __future__ import annotations

from collections.abc import Callable
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.types import WSGIApplication

HOST = "127.0.0.1"


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """The sandbox keeps its own log of writes."""


def serve(app: WSGIApplication, port: int, ready: Callable[[int], None]) -> None:
    """Serve until interrupted. Port 0 takes a free one; `ready` is told which. Binds to loopback only."""
    with make_server(HOST, port, app, server_class=_Server, handler_class=_Quiet) as server:
        ready(server.server_port)
        server.serve_forever()
