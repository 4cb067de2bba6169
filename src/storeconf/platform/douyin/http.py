"""The transport over a socket. Needs the extra `douyin`; imported only when a real address is used."""

from __future__ import annotations

import ipaddress
import re
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from storeconf.core.diagnostics import Code, fail
from storeconf.core.text import Text
from storeconf.platform.douyin.transport import MAX_REPLY, Reply, TransportError

CONNECT_SECONDS = 5.0
READ_SECONDS = 20.0
DEADLINE_SECONDS = 60.0
"""For one request altogether: a reply that trickles in is not waited for."""
QPS = 20
"""Calls a second, counted for each account: the tightest documented limit of the calls made here (facts §1.7: operate, online query)."""

NEEDS_EXTRA = Code("SC501", "needs-extra", Text("缺少可选组件", "an optional part is missing"))
BAD_BASE_URL = Code("SC502", "bad-base-url", Text("平台地址不对", "wrong platform address"))
INSTALL = Text(
    "连接真实平台或 sandbox serve 需要先安装：pip install 'storeconf[douyin]'",
    "talking to a real platform, or to sandbox serve, needs: pip install 'storeconf[douyin]'",
)
NOT_URL = Text("{url} 不是 http(s) 地址", "{url} is no http(s) address")
CLEAR = Text(
    "凭据不能走不加密的 http：{url}；只有本机（127.0.0.1）可以用 http",
    "credentials don't travel over plain http: {url}",
)
NO_CONNECTION = Text("连不上 {host}（{why}）", "no connection to {host} ({why})")
NO_ANSWER = Text("{host} 没有及时回答", "{host} did not answer in time")
BROKE_OFF = Text("和 {host} 的连接中断（{why}）", "the connection to {host} broke off ({why})")
TOO_LARGE = Text("{host} 的回复太大", "the reply of {host} is too large")

_HOST = re.compile(r"([A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63}\.?|[0-9a-f:.]*:[0-9a-f:.]*")
_USER = re.compile(r"//[^/]*@")


def check_base_url(url: str) -> str:
    """The address without a trailing slash. Raises StoreconfError when it is none, or would send secrets in clear."""
    try:
        parts = urlsplit(url)
        usable = url.isprintable() and parts.port != 0 and _HOST.fullmatch(parts.hostname or "")
    except ValueError:
        usable = None
    if not usable or parts.scheme not in ("http", "https") or "@" in url or parts.query or parts.fragment:
        raise fail(BAD_BASE_URL, NOT_URL(url=_USER.sub("//***@", url)))
    if parts.scheme == "http" and not is_loopback(url):
        raise fail(BAD_BASE_URL, CLEAR(url=url))
    return url.rstrip("/")


def is_loopback(url: str) -> bool:
    """Whether an address is this machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class HttpTransport:
    """One connection pool to one platform address; slows itself down to the platform's limits."""

    def __init__(self, base_url: str) -> None:
        """Raises StoreconfError when the extra is missing or the address is unusable."""
        self._base = check_base_url(base_url)
        try:
            import httpx2
            from pyrate_limiter import Duration, Limiter, Rate
        except ImportError:
            raise fail(NEEDS_EXTRA, INSTALL) from None
        self._httpx = httpx2
        timeout = httpx2.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
        trust = not is_loopback(self._base)
        self._client = httpx2.Client(base_url=self._base, timeout=timeout, follow_redirects=False, trust_env=trust)
        self._limiter = None if is_loopback(self._base) else Limiter(Rate(QPS, Duration.SECOND))

    def close(self) -> None:
        """Close the connections that are still open."""
        self._client.close()

    def send(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes | None
    ) -> Reply:
        """One request within the deadline."""
        if self._limiter is not None:
            self._limiter.try_acquire(headers.get("rpc-transit-life-account", "app"))
        httpx2, host, ends = self._httpx, urlsplit(self._base).netloc, time.monotonic() + DEADLINE_SECONDS
        try:
            with self._client.stream(method, path, params=dict(query), headers=dict(headers), content=body) as response:
                content = bytearray()
                for part in response.iter_bytes():
                    content += part
                    if len(content) > MAX_REPLY:
                        raise TransportError(TOO_LARGE(host=host), sent=True)
                    if time.monotonic() > ends:
                        raise TransportError(NO_ANSWER(host=host), sent=True)
                received = {name.lower(): value for name, value in response.headers.items()}
                return Reply(response.status_code, received, bytes(content))
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.UnsupportedProtocol, httpx2.PoolTimeout) as error:
            raise TransportError(NO_CONNECTION(host=host, why=_why(error)), sent=False) from None
        except httpx2.TimeoutException:
            raise TransportError(NO_ANSWER(host=host), sent=True) from None
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise TransportError(BROKE_OFF(host=host, why=_why(error)), sent=True) from None


def _why(error: Exception) -> str:
    return str(error) or type(error).__name__
