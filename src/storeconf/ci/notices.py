"""Sending a text to a chat group or a mailbox, through apprise. Needs the extra `notify`.

An address holds its secret, so it comes from the environment, and no message of ours ever repeats it.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from storeconf.ci.digest import DINGTALK, FEISHU, MAIL, OTHER, WECOM
from storeconf.core.diagnostics import Code, fail
from storeconf.core.text import Text

NEEDS_NOTIFY = Code("SC832", "needs-notify", Text("发通知缺少可选组件", "an optional part is missing for notices"))
BAD_CHANNEL = Code("SC833", "bad-channel", Text("通知地址不对", "a notice's address is wrong"))
INSTALL = Text("发通知需要先安装：pip install 'storeconf[notify]'", "notices need: pip install 'storeconf[notify]'")
NOT_SET = Text("{name}：环境变量 {variable} 没有设置", "{name}: the environment variable {variable} is not set")
UNKNOWN = Text(
    "{name}：{variable} 里的地址认不出来；飞书、企业微信、钉钉的机器人地址原样填就行，邮箱等写成 apprise 的写法",
    "{name}: the address in {variable} is not understood; paste a Feishu, WeCom or DingTalk robot's address as it is, write others as apprise does",
)
TITLE = "storeconf"
_ROBOTS = {
    "open.feishu.cn": "feishu",
    "open.larksuite.com": "lark",
    "oapi.dingtalk.com": "dingtalk",
    "qyapi.weixin.qq.com": "wecombot",
}
_TOKEN = re.compile(r"[A-Za-z0-9_-]{4,200}")
_HOOK = re.compile(r"/hook/([A-Za-z0-9_-]+)/?$")
ROOMS = {"wecombot": WECOM, "feishu": FEISHU, "lark": FEISHU, "dingtalk": DINGTALK, "mailto": MAIL, "mailtos": MAIL}


class Channel:
    """One group or mailbox."""

    def __init__(self, name: str, variable: str, url: str) -> None:
        """Raises StoreconfError when the extra is missing, or the address is none."""
        if not url:
            raise fail(BAD_CHANNEL, NOT_SET(name=name, variable=variable))
        try:
            import apprise
        except ImportError:
            raise fail(NEEDS_NOTIFY, INSTALL) from None
        logging.getLogger("apprise").addHandler(logging.NullHandler())  # it would name addresses
        logging.getLogger("apprise").propagate = False
        written = as_apprise(url)
        with _undisturbed():
            service: Any = apprise.Apprise.instantiate(written, suppress_exceptions=True) if written else None
        if not service:
            raise fail(BAD_CHANNEL, UNKNOWN(name=name, variable=variable))
        self.name = name
        self.room = ROOMS.get(written.partition(":")[0], OTHER)
        self._sender: Any = apprise.Apprise()
        self._sender.add(service)

    def send(self, text: str) -> bool:
        """Send it; whether it was taken."""
        with _undisturbed():
            return bool(self._sender.notify(body=text, title=TITLE if self.room is MAIL else "", body_format="text"))


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Apprise loads its services when it needs them; one of their modules is deprecated, and gone from newer Pythons."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def as_apprise(url: str) -> str:
    """A robot's address, as its chat service shows it, the way apprise writes it; any other stays as it is."""
    parts = urlsplit(url.strip())
    scheme = _ROBOTS.get(parts.hostname or "") if parts.scheme == "https" else None
    if scheme is None:
        return url.strip()
    query, hook = parse_qs(parts.query), _HOOK.search(parts.path)
    token = next(iter(query.get("key") or query.get("access_token") or [hook[1] if hook is not None else ""]))
    return f"{scheme}://{token}" if _TOKEN.fullmatch(token) else ""
