"""The transport over a real socket: what a peer may do to it, and where credentials may travel."""

from __future__ import annotations

import gzip
import socketserver
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from storeconf.core.diagnostics import StoreconfError
from storeconf.core.text import say
from storeconf.platform.douyin import http
from storeconf.platform.douyin.http import HttpTransport, check_base_url
from storeconf.platform.douyin.transport import Reply, TransportError


class Visited:
    """A server that answers every connection with the same bytes and hangs up."""

    def __init__(self, answer: bytes) -> None:
        self.requests: list[bytes] = []
        self.patience = threading.Event()
        """Set to let a silent peer go."""
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                head = b""
                while not head.endswith(b"\r\n\r\n"):
                    head += self.rfile.readline()
                outer.requests.append(head)
                if answer:
                    self.wfile.write(answer)
                else:
                    outer.patience.wait(30)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"


@contextmanager
def peer(answer: bytes) -> Iterator[Visited]:
    """For a while."""
    visited = Visited(answer)
    thread = threading.Thread(target=visited.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield visited
    finally:
        visited.patience.set()
        visited.server.shutdown()
        thread.join()
        visited.server.server_close()


def send(url: str, method: str = "GET", path: str = "/x", **query: str) -> Reply:
    with closing(HttpTransport(url)) as transport:
        return transport.send(method, path, query, {"access-token": "t"}, b"{}" if method == "POST" else None)


def failure(url: str, method: str = "GET") -> TransportError:
    with pytest.raises(TransportError) as caught:
        send(url, method)
    return caught.value


OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


def test_a_request_goes_out_as_it_was_given() -> None:
    with peer(OK) as visited:
        reply = send(visited.url, path="/a/b/", q="火锅 &=")
    assert (reply.status, reply.body, reply.headers["content-type"]) == (200, b"{}", "application/json")
    (head,) = visited.requests
    assert head.startswith(b"GET /a/b/?q=%E7%81%AB%E9%94%85")
    assert b"access-token: t\r\n" in head


BROKEN = {
    "hangs up in the head": b"HTTP/1.1 200 OK\r\nContent-",
    "hangs up in the body": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}",
    "cuts a chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{}",
    "speaks no HTTP": b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
    "lies about gzip": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_answer_that_breaks_off_may_have_been_carried_out(answer: bytes, method: str) -> None:
    with peer(answer) as visited:
        error = failure(visited.url, method)
    assert error.sent
    assert "127.0.0.1" in say(error.reason, "zh")


def test_silence_may_mean_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "READ_SECONDS", 0.05)
    with peer(b"") as visited:
        error = failure(visited.url, "POST")
    assert error.sent
    assert "没有及时回答" in say(error.reason, "zh")


def test_nobody_there_means_nothing_was_sent() -> None:
    with peer(OK) as visited:
        url = visited.url
    error = failure(url, "POST")
    assert not error.sent
    assert "连不上 127.0.0.1" in say(error.reason, "zh")


@pytest.mark.parametrize("answer", [b"x" * 4_000, gzip.compress(b"x" * 1_000_000)], ids=["plain", "unpacked"])
def test_a_reply_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch, answer: bytes) -> None:
    monkeypatch.setattr(http, "MAX_REPLY", 3_000)
    coding = b"Content-Encoding: gzip\r\n" if answer[:2] == b"\x1f\x8b" else b""
    with peer(b"HTTP/1.1 200 OK\r\n" + coding + b"\r\n" + answer) as visited:
        error = failure(visited.url, "POST")
    assert error.sent
    assert "太大" in say(error.reason, "zh")


def test_a_reply_that_trickles_in_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "DEADLINE_SECONDS", -1.0)
    with peer(OK) as visited:
        error = failure(visited.url)
    assert error.sent
    assert "没有及时回答" in say(error.reason, "zh")


def test_a_redirect_is_an_answer_not_an_order() -> None:
    with peer(OK) as elsewhere:
        target = elsewhere.url.encode()
        with peer(b"HTTP/1.1 302 Found\r\nLocation: " + target + b"/\r\nContent-Length: 0\r\n\r\n") as visited:
            reply = send(visited.url, "POST")
    assert (reply.status, elsewhere.requests) == (302, [])


def test_a_proxy_of_the_environment_is_not_used_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with peer(OK) as proxy, peer(OK) as visited:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        send(visited.url)
    assert (len(proxy.requests), len(visited.requests)) == (0, 1)


# -- addresses -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "https://open.douyin.com",
        "https://open.douyin.com/",
        "http://127.0.0.1:8000",
        "http://localhost:1",
        "http://[::1]:80",
    ],
)
def test_https_and_this_machine_are_addresses(url: str) -> None:
    assert check_base_url(url) == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    [
        "http://open.douyin.com",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://10.0.0.1",
        "http://[::ffff:8.8.8.8]",
        "http://0.0.0.0",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "//open.douyin.com",
        "open.douyin.com",
        "https://",
        "https://[::1",
        "https://host:port",
        "https://host:99999",
        "https://host:0",
        "https://a b",
        "https://a..b",
        "https://host\r\nx-evil: 1",
        "https://host\x00",
        "https://host?x=1",
        "https://host#x",
        "https://key:topsecret@host",
        "https://topsecret@host",
        "",
    ],
)
def test_anything_else_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(StoreconfError) as caught:
        check_base_url(url)
    (problem,) = caught.value.diagnostics
    assert problem.code is http.BAD_BASE_URL
    assert "topsecret" not in say(problem.detail, "zh") + say(problem.detail, "en")


def test_a_missing_extra_is_said_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx2", None)
    with pytest.raises(StoreconfError) as caught:
        HttpTransport("https://open.douyin.com")
    assert "storeconf[douyin]" in say(caught.value.diagnostics[0].detail, "zh")
