"""The report on what brought customers: every store's channels, every product's, and each video and livestream by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from storeconf.core import clock
from storeconf.model.fleet import AccountInfo, Resource, StoreInfo, Unit
from storeconf.project.tracing import Tracer
from storeconf.records.traffic import Traffic, counted
from storeconf.records.visits import Visit
from storeconf.render.traffic import AccountVisits, ContentVisits, ProductVisits, StoreVisits

if TYPE_CHECKING:
    from storeconf.project.project import Project

AFTERWARDS = timedelta(hours=2)
"""How long after a livestream's end something bought in its room still belongs to it."""
UNTOLD = timedelta(hours=24)
"""How long a livestream without an end may go on."""


@dataclass(frozen=True, slots=True)
class _Sold:
    """A product as the report shows it."""

    address: str
    title: str


def report(project: Project, stores: Sequence[str] = ()) -> list[AccountVisits]:
    """What is known of the stores' accounts, biggest first within each. Reads no platform."""
    tracer = Tracer(project)
    names = [name for name in project.fleet.stores if not stores or name in stores]
    accounts = dict.fromkeys(project.fleet.stores[name].account for name in names)
    infos = (project.fleet.accounts[name] for name in accounts if name in project.fleet.accounts)
    return [_account(project, tracer, info, set(names)) for info in infos if "records" in info.scopes]


def _account(project: Project, tracer: Tracer, info: AccountInfo, wanted: set[str]) -> AccountVisits:
    traffic = tracer.traffic(info.name)
    shared = project.fleet.unit(info.unit)
    products = _sold(project, shared) if isinstance(shared, Unit) else {}
    titles = _titles(shared) if isinstance(shared, Unit) else {}
    stores: list[StoreVisits] = []
    contents: list[ContentVisits] = []
    for unit in project.fleet.units(lambda name: name in wanted):
        store = project.fleet.stores[unit.name]
        if not isinstance(unit, Unit) or unit.account != info.name or not store.poi_id:
            continue
        sold = products | _sold(project, unit)
        stores.append(_store(store, traffic, sold))
        contents += _contents(unit, store, traffic, sold)
        contents += _idle(unit, store, traffic, titles | _titles(unit))
    return AccountVisits(
        account=info.name,
        title=info.title,
        since=traffic.first.isoformat(),
        until=traffic.last.isoformat(),
        read_at=clock.short(traffic.read_at) if traffic.read_at is not None else "",
        missing=tuple(day.isoformat() for day in traffic.missing),
        meant=traffic.meant,
        stores=tuple(stores),
        contents=tuple(sorted(contents, key=lambda one: (-one.coupons, one.address or one.id, one.product))),
    )


def _sold(project: Project, unit: Unit) -> dict[str, _Sold]:
    """A unit's products by the platform's id: those that are declared, and what is only recorded still."""
    declared = {str(one.address): one for one in unit.resources if one.kind.name == "product"}
    found = {
        one.product_id: _Sold(address, str(one.attrs.get("title", one.title)))
        for address, one in declared.items()
        if one.product_id
    }
    for address, record in project.state.unit(unit.name).records.items():
        if record.kind == "product" and record.ids.get("product_id"):
            known = declared.get(address)
            title = str(known.attrs.get("title", known.title)) if known is not None else record.title
            found[record.ids["product_id"]] = _Sold(address, title)
    return found


def _store(store: StoreInfo, traffic: Traffic, sold: Mapping[str, _Sold]) -> StoreVisits:
    by_product: dict[str, list[Visit]] = {}
    for visit in traffic.by_shop.get(store.poi_id, ()):
        by_product.setdefault(visit.product_id, []).append(visit)
    products = [
        ProductVisits(address=known.address, title=known.title, channels=counted(visits))
        for product_id, visits in by_product.items()
        for known in (sold.get(product_id, _Sold("", product_id)),)
    ]
    return StoreVisits(
        name=store.name,
        title=store.title,
        channels=traffic.channels(store.poi_id),
        products=tuple(sorted(products, key=lambda one: (-sum(one.channels.values()), one.title))),
    )


def _contents(unit: Unit, store: StoreInfo, traffic: Traffic, sold: Mapping[str, _Sold]) -> Iterator[ContentVisits]:
    """What brought somebody."""
    videos = {str(one.attrs["video_id"]): one for one in unit.resources if _is_video(one)}
    lives = [one for one in unit.resources if one.kind.name == "live"]
    for visit in traffic.by_shop.get(store.poi_id, ()):
        if not visit.content:
            continue
        live = visit.channel == "live"
        declared = _live_at(lives, visit) if live else videos.get(visit.content)
        yield ContentVisits(
            kind="live" if live else "video",
            id=visit.content,
            store=store.name,
            address=str(declared.address) if declared is not None else "",
            product=sold.get(visit.product_id, _Sold("", visit.product_id)).title,
            coupons=visit.coupons,
        )


def _idle(unit: Unit, store: StoreInfo, traffic: Traffic, titles: Mapping[str, str]) -> Iterator[ContentVisits]:
    """Declared videos that brought nobody, where that is known."""
    heard = {visit.content for visit in traffic.by_shop.get(store.poi_id, ())}
    for video in filter(_is_video, unit.resources) if traffic.complete else ():
        if str(video.attrs["video_id"]) not in heard:
            product = next(iter(video.mounts), "")
            yield ContentVisits(
                kind="video",
                id=str(video.attrs["video_id"]),
                store=store.name,
                address=str(video.address),
                product=titles.get(product, product),
                coupons=0,
            )


def _titles(unit: Unit) -> dict[str, str]:
    """What a unit's products are called, by address."""
    products = (one for one in unit.resources if one.kind.name == "product")
    return {str(one.address): str(one.attrs.get("title", one.title)) for one in products}


def _is_video(one: Resource) -> bool:
    return one.kind.name == "video" and bool(one.attrs.get("video_id"))


def _live_at(lives: Sequence[Resource], visit: Visit) -> Resource | None:
    """The declared livestream that went on when something was bought in a room."""
    if not visit.first:
        return None
    bought = clock.from_epoch(visit.first)
    return next((one for one in lives if _went_on(one, bought)), None)


def _went_on(live: Resource, moment: datetime) -> bool:
    if not live.attrs.get("starts"):
        return False
    starts = clock.parse_instant(str(live.attrs["starts"]))
    ends = clock.parse_instant(str(live.attrs["ends"])) if live.attrs.get("ends") else starts + UNTOLD
    return starts <= moment <= ends + AFTERWARDS
