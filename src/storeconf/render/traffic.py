"""Which video or livestream really brings customers to the counter: as tables, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storeconf.core.text import Lang, Text, say
from storeconf.render.cells import one_line, pad, shorten, width
from storeconf.render.paint import Paint
from storeconf.rules.operations.attribution import CHANNELS

OTHER = Text("其他来源", "elsewhere")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductVisits:
    """One product at one store."""

    address: str
    """Empty for a product that the project doesn't know."""
    title: str
    channels: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreVisits:
    """One store."""

    name: str
    title: str
    channels: Mapping[str, int]
    products: tuple[ProductVisits, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentVisits:
    """A video or a livestream, at one store with one product."""

    kind: str
    """video or live."""
    id: str
    store: str
    address: str
    """The declared video or livestream; empty when none is known by that id, or went on at that time."""
    product: str
    """The product's title."""
    coupons: int
    """0 for a declared video that brought nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountVisits:
    """What brought customers to one account's stores."""

    account: str
    title: str
    since: str
    until: str
    read_at: str
    """Empty when nothing was ever read."""
    missing: tuple[str, ...]
    """Days that were not read to their end."""
    meant: tuple[str, ...]
    """Channels that the account means to use."""
    stores: tuple[StoreVisits, ...]
    contents: tuple[ContentVisits, ...]


HEAD = Text(
    "{title}（@{account}）{since} 到 {until} 核销的券", "{title} (@{account}): coupons verified {since} to {until}"
)
READ = Text("{at} 读取", "read {at}")
NOT_READ = Text(
    "还没有读过渠道数据：storeconf tracking --fetch --report", "not read yet: storeconf tracking --fetch --report"
)
PARTLY = Text(
    "{count} 天没有读全，0 不一定是没有：storeconf tracking --fetch",
    "{count} days are not complete, so a 0 may be wrong: storeconf tracking --fetch",
)
STORE, CONTENT, PRODUCT, COUPONS = (
    Text("门店", "store"),
    Text("内容", "content"),
    Text("商品", "product"),
    Text("核销", "visits"),
)
MANY = 60
"""Rows of a table that people read; JSON has them all."""
MORE = Text("另有 {count} 行，--format json 全部列出", "{count} more rows; --format json lists them all")
NO_CONTENT = Text("没有哪条视频、哪场直播带来核销。", "No video and no livestream brought anybody.")
KINDS = {"video": Text("视频 {id}", "video {id}"), "live": Text("直播间 {id}", "livestream {id}")}
UNDECLARED = Text("（YAML 里没有）", " (not in the YAML)")


class TrafficText:
    """Renders the report."""

    def __init__(self, lang: Lang, paint: Paint, *, products: bool = False) -> None:
        """`products`: a row for each product below its store."""
        self.lang, self.paint, self.products = lang, paint, products

    def __call__(self, accounts: Sequence[AccountVisits]) -> str:
        """Account by account: the channels of each store, then what brought whom."""
        return "\n\n".join("\n".join(self._account(one)) for one in accounts)

    def _account(self, one: AccountVisits) -> Iterator[str]:
        head = say(HEAD(title=one_line(one.title), account=one.account, since=one.since, until=one.until), self.lang)
        if not one.read_at:
            yield self.paint(head, bold=True)
            yield NOT_READ.render(self.lang)
            return
        yield f"{self.paint(head, bold=True)}  {self.paint(say(READ(at=one.read_at), self.lang), 'dim')}"
        if one.missing:
            yield self.paint(say(PARTLY(count=len(one.missing)), self.lang), "yellow")
        yield from self._channels(one)
        yield ""
        yield from self._contents(one.contents)

    # -- channels -------------------------------------------------------------------------------------------------------

    def _channels(self, one: AccountVisits) -> Iterator[str]:
        titles = [*(text.render(self.lang) for text in CHANNELS.values()), OTHER.render(self.lang)]
        rows: list[tuple[str, Mapping[str, int]]] = []
        for store in one.stores:
            rows.append((f"{store.name} {one_line(store.title)}", store.channels))
            if self.products:
                rows += [(f"  {one_line(product.title)}", product.channels) for product in store.products]
        names = min(max((width(name) for name, _ in rows), default=0), 44)
        yield self.paint("  ".join([pad(STORE.render(self.lang), names), *titles]), bold=True)
        for name, counts in rows[:MANY]:
            cells = [
                self._count(counts, key, width(title), one.meant) for key, title in zip(ORDER, titles, strict=True)
            ]
            yield "  ".join([pad(shorten(name, names), names), *cells]).rstrip()
        if len(rows) > MANY:
            yield self.paint(say(MORE(count=len(rows) - MANY), self.lang), "dim")

    def _count(self, counts: Mapping[str, int], channel: str, cells: int, meant: Sequence[str]) -> str:
        found = counts.get(channel, 0)
        text = f"{found:>{cells}}"
        return self.paint(text, "red") if not found and channel in meant else text

    # -- content --------------------------------------------------------------------------------------------------------

    def _contents(self, contents: Sequence[ContentVisits]) -> Iterator[str]:
        if not contents:
            yield NO_CONTENT.render(self.lang)
            return
        names = min(max(width(self._content(one)) for one in contents), 52)
        counts = width(COUPONS.render(self.lang))
        head = [pad(CONTENT.render(self.lang), names), COUPONS.render(self.lang), PRODUCT.render(self.lang)]
        yield self.paint("  ".join(head), bold=True)
        for one in contents[:MANY]:
            count = f"{one.coupons:>{counts}}"
            cells = [pad(shorten(self._content(one), names), names), count if one.coupons else self.paint(count, "red")]
            yield "  ".join([*cells, f"{one_line(one.product)}  {self._where(one)}"]).rstrip()
        if len(contents) > MANY:
            yield self.paint(say(MORE(count=len(contents) - MANY), self.lang), "dim")

    def _content(self, one: ContentVisits) -> str:
        return one.address or say(KINDS[one.kind](id=one_line(one.id)), self.lang) + UNDECLARED.render(self.lang)

    def _where(self, one: ContentVisits) -> str:
        """The store, where the content's own address doesn't say it."""
        return "" if one.address.startswith(f"{one.store}/") else one.store


ORDER = (*CHANNELS, "other")


def as_json(accounts: Sequence[AccountVisits]) -> dict[str, Any]:
    """The report for machines."""
    return {
        "format_version": "1.0",
        "accounts": [
            {
                "account": one.account,
                "since": one.since,
                "until": one.until,
                "read_at": one.read_at,
                "missing": list(one.missing),
                "stores": [_store_json(store) for store in one.stores],
                "contents": [
                    {
                        "kind": content.kind,
                        "id": content.id,
                        "store": content.store,
                        "address": content.address,
                        "product": content.product,
                        "coupons": content.coupons,
                    }
                    for content in one.contents
                ],
            }
            for one in accounts
        ],
    }


def _store_json(store: StoreVisits) -> dict[str, Any]:
    products = [
        {"address": one.address, "title": one.title, "channels": _counts(one.channels)} for one in store.products
    ]
    return {"name": store.name, "title": store.title, "channels": _counts(store.channels), "products": products}


def _counts(channels: Mapping[str, int]) -> dict[str, int]:
    return {name: channels.get(name, 0) for name in ORDER}
