"""What may be there only once: a place, and a product's out_id within its account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from storeconf.core.address import Address, parse_address
from storeconf.core.diagnostics import Code
from storeconf.core.span import Path
from storeconf.core.text import Message, Text
from storeconf.model.kinds import PRODUCT
from storeconf.source import codes
from storeconf.source.documents import Origin
from storeconf.source.entries import ProductEntry, StoreEntry

SAME_POI = Text("{one} 和 {other} 用了同一个 poi.id {poi}", "{one} and {other} have the same poi.id {poi}")
SAME_OUT_ID = Text(
    "商品 {one} 和 {other} 的 out_id 都是 {out_id}；同一个 out_id 在平台上是同一个商品，后写的会覆盖先写的",
    "products {one} and {other} have the same out_id {out_id}, which is one product on the platform: the later overwrites",
)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two that clash."""

    name: str
    """A store's slug, or a product's address."""
    origin: Origin
    path: Path


@dataclass(frozen=True, slots=True)
class Clash:
    """Two documents that claim the same."""

    code: Code
    detail: Message
    here: Side
    other: Side


def same_pois(stores: Iterable[StoreEntry]) -> Iterator[Clash]:
    """One physical shop is one POI."""
    seen: dict[str, Side] = {}
    for entry in stores:
        poi = entry.info.poi_id
        side = Side(entry.info.name, entry.origin, ("spec", "poi", "id"))
        other = seen.setdefault(poi, side) if poi else side
        if other is not side:
            detail = SAME_POI(one=side.name, other=other.name, poi=poi)
            yield Clash(codes.DUPLICATE_POI, detail, side, other)


def same_out_ids(products: Iterable[ProductEntry], stores: Iterable[StoreEntry]) -> Iterator[Clash]:
    """The same out_id is the same product on the platform: the second create would overwrite the first."""
    seen: dict[tuple[str, str], Side] = {}
    for account, out_id, side in _out_ids(products, stores):
        other = seen.setdefault((account, out_id), side)
        if other.name != side.name:
            detail = SAME_OUT_ID(one=side.name, other=other.name, out_id=out_id)
            yield Clash(codes.DUPLICATE_OUT_ID, detail, side, other)


def _out_ids(products: Iterable[ProductEntry], stores: Iterable[StoreEntry]) -> Iterator[tuple[str, str, Side]]:
    for product in products:
        address = str(Address(f"@{product.account}", PRODUCT.name, product.name))
        yield product.account, product.identity.out_id, Side(address, product.origin, ("spec", "out_id"))
    for store in stores:
        for address, identity in store.products.items():
            path = ("spec", "products", parse_address(address).key, "out_id")
            yield store.info.account, identity.out_id, Side(address, store.origin, path)
