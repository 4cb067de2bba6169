"""What brings customers to a sandbox: the declared videos and livestreams, each with the products that it carries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from storeconf.core import clock
from storeconf.core.values import digest
from storeconf.model.fleet import Resource
from storeconf.platform.sandbox import footfall
from storeconf.platform.sandbox.database import Database
from storeconf.project.playground import Playground
from storeconf.rules.text import tracking
from storeconf.source.fleet import Fleet

FOR_EVER = 2**40
A_WEEK = timedelta(days=7)
BROADCAST = timedelta(hours=2)
"""How long a livestream lasts that declares no end."""


def gather(playground: Playground, database: Database, resources: Iterable[Resource]) -> None:
    """Open the sandbox's shops, and let every video and livestream of theirs be there.

    A shop that goes live at some hour is taken to have done so a week before too.
    """
    now, fleet = playground.now(), playground.fleet
    footfall.open_shops(database, now)
    product_ids = {
        (row["account_id"], name): row["product_id"]
        for row in database.rows("SELECT account_id, product_id, out_id FROM products")
        for name in (row["out_id"], row["product_id"])
        if name
    }
    known_as = _known_as(fleet)
    for resource in (one for one in resources if one.mounts):
        store = fleet.stores.get(resource.address.unit)
        account = fleet.accounts.get(store.account) if store is not None else None
        if store is None or account is None or not account.scopes or not store.poi_id:
            continue
        carried = (product_ids.get((account.account_id, known_as.get(address, ""))) for address in resource.mounts)
        for product_id in filter(None, carried):
            for kind, content_id, span in _contents(resource, now):
                footfall.put_content(database, account.account_id, kind, content_id, store.poi_id, product_id, span)


def _contents(resource: Resource, now: datetime) -> Iterator[tuple[str, str, tuple[int, int]]]:
    if resource.kind.name == "video" and resource.attrs.get("video_id"):
        since = clock.epoch(datetime.combine(_dated(resource, now), datetime.min.time(), clock.BEIJING))
        yield "video", str(resource.attrs["video_id"]), (since, FOR_EVER)
    elif resource.kind.name == "live" and resource.attrs.get("starts"):
        starts = clock.parse_instant(str(resource.attrs["starts"]))
        ends = clock.parse_instant(str(resource.attrs["ends"])) if resource.attrs.get("ends") else starts + BROADCAST
        for back in (timedelta(), A_WEEK):
            span = clock.epoch(starts - back), clock.epoch(ends - back)
            yield "live", _room(f"{resource.address}@{span[0]}"), span


def _known_as(fleet: Fleet) -> Mapping[str, str]:
    """Product address to the name that the platform knows it by."""
    found = {
        f"@{account}/product/{name}": product.identity.product_id or product.identity.out_id
        for (account, name), product in fleet.index.products.items()
    }
    for entry in fleet.index.stores.values():
        found |= {address: one.product_id or one.out_id for address, one in entry.products.items()}
    return found


def _dated(resource: Resource, now: datetime) -> date:
    return tracking.day_of(str(resource.attrs.get("tracking", "")), now.date()) or now.date() - timedelta(days=3)


def _room(name: str) -> str:
    """A room's id, the same at every run."""
    return f"73{int(digest(name)[:14], 16) % 10**17:017d}"
