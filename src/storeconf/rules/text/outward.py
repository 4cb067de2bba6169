"""Ways out of the platform: addresses on the web and the names of other platforms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from storeconf.rules.data import table
from storeconf.rules.text.patterns import lazy

_TAIL = r"(?::\d{2,5})?(?:[/?#][!-~]*)?"
_ENDINGS = "com|cn|net|org|xyz|ltd|ink|wang|vip|shop|store|top|club|site|link|icu|fun|cc|me|io|tv|ly|app|info|biz|hk|tw"
_SURE = "com|cn|net|org|xyz"
_HOST = r"[a-z0-9](?:[a-z0-9\-]{0,40}[a-z0-9])?"
_LINK = lazy(
    rf"(?<![@a-z0-9.\-])(?:(?P<sure>(?:https?://|https?:\\\\|www\.)(?P<host>(?:{_HOST}\.)*{_HOST}){_TAIL})|"
    rf"(?P<bare>(?:{_HOST}\.)+(?:{_SURE})(?![a-z0-9\-.@]){_TAIL})|"
    rf"(?P<path>(?:{_HOST}\.)+(?:{_ENDINGS})/[!-~]{{2,}})|"
    rf"(?P<spelt>{_HOST}\s?(?:点|dot)\s?(?:com|cn|net)(?![a-z0-9])))"
)
_NAMED = lazy(rf"(?:网址|官网|网站|链接|域名)(?:[:是为]|地址|\s)*(?P<site>(?:{_HOST}\.)+(?:{_ENDINGS}))(?![a-z0-9])")
_GATE = lazy(r"[a-z0-9][.点]\s?[a-z]|https?:|dot")


@dataclass(frozen=True, slots=True)
class Link:
    """An address on the web."""

    host: str
    start: int
    end: int
    is_map: bool
    """A map's short link for navigation."""


@lru_cache(maxsize=4096)
def links(text: str) -> tuple[Link, ...]:
    """The web addresses of a surface text that lead out of the platform. Sources of pictures in markup are none."""
    if not _GATE.search(text):
        return ()
    found = [*_LINK.finditer(text), *_NAMED.finditer(text)]
    spans = {one.span("site") if "site" in one.re.groupindex else one.span() for one in found}
    return tuple(_outward(text, sorted(spans)))


def _outward(text: str, spans: list[tuple[int, int]]) -> Iterator[Link]:
    hosts = table("hosts")
    for start, end in spans:
        if re.search(r"(?:src|href|url)\s*[=(]\s*[\"']?$", text[max(0, start - 8) : start]):
            continue
        host = re.sub(r"^(?:https?:[/\\]{2})?(?:www\.)?", "", text[start:end]).split("/")[0].split("?")[0].split(":")[0]
        host = re.sub(r"\s?(?:点|dot)\s?", ".", host)
        if not _within(host, hosts["own"]):
            yield Link(host, start, end, is_map=_within(host, hosts["maps"]))


def _within(host: str, known: list[str]) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in known)


# -- other platforms ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Platform:
    """Another platform as a text names it."""

    name: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _heads() -> re.Pattern[str]:
    """Every name, for a cheap first look."""
    return re.compile("|".join(re.escape(name) for row in table("platforms")["platform"] for name in row["names"]))


@lru_cache(maxsize=1)
def _names() -> re.Pattern[str]:
    """All names with the words around them that make them something else: 南京东路, 快手菜, 你饿了么."""
    parts = []
    for row in table("platforms")["platform"]:
        names = "|".join(map(re.escape, sorted(row["names"], key=len, reverse=True)))
        before = "".join(f"(?<!{re.escape(one)})" for one in row.get("not_after", ()))
        after = "|".join(map(re.escape, row.get("not_before", ())))
        only = "|".join(map(re.escape, row.get("only_before", ())))
        parts.append(f"{before}(?:{names})" + (f"(?!{after})" if after else "") + (f"(?={only})" if only else ""))
    return re.compile("|".join(parts))


@lru_cache(maxsize=4096)
def platforms(text: str) -> tuple[Platform, ...]:
    """Other platforms that a squashed text names, in order."""
    if not _heads().search(text):
        return ()
    return tuple(Platform(one.group(), one.start(), one.end()) for one in _names().finditer(text))
