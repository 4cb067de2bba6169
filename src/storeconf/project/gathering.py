"""Putting the three sides together: what to read, what was read, and what people saw of the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from storeconf.core.address import parse_address
from storeconf.model.fleet import AccountInfo
from storeconf.model.kinds import BY_NAME
from storeconf.plan.moves import moved_addresses
from storeconf.platform import observations
from storeconf.platform.live import LiveObject, Snapshot
from storeconf.platform.observations import Sighting, Sightings
from storeconf.platform.protocol import Routes, Wanted
from storeconf.source.fleet import Fleet
from storeconf.state.records import Ledger, Record, UnitState

Selects = Callable[[str], bool]


def moves(fleet: Fleet) -> dict[str, str]:
    """New address to old one, from every document."""
    lifecycles = [fleet.settings.all_lifecycle, *fleet.index.lifecycles.values()]
    return {move.target: move.source for lifecycle in lifecycles for move in lifecycle.moved}


def wanted(fleet: Fleet, ledger: Ledger, selects: Selects) -> list[Wanted]:
    """Every object that the snapshot should hold: declared, or recorded and no longer declared."""
    found: dict[str, Wanted] = {}
    states: dict[str, UnitState] = {}
    renamed = moves(fleet)

    def state(unit: str) -> UnitState:
        if unit not in states:
            states[unit] = ledger.unit(unit)
        return states[unit]

    for item in _declared(fleet, selects):
        address = parse_address(item.address)
        old = parse_address(renamed.get(item.address, item.address))
        record = state(address.unit).records.get(item.address) or state(old.unit).records.get(str(old))
        submission = state(address.unit).submissions.get(item.address)
        known = record.ids if record is not None else {}
        found[item.address] = replace(
            item,
            product_id=item.product_id or known.get("product_id", ""),
            tasks=(submission.ref,) if submission is not None and submission.ref else (),
        )
    for unit in ledger.unit_names():
        if selects(unit):
            for record in state(unit).records.values():
                address_now = moved_addresses(renamed, record.address)
                if address_now not in found:
                    found[record.address] = _recorded(record)
    return list(found.values())


def _declared(fleet: Fleet, selects: Selects) -> Iterator[Wanted]:
    for (account, name), product in fleet.index.products.items():
        if selects(f"@{account}"):
            identity = product.identity
            yield Wanted(
                address=f"@{account}/product/{name}",
                kind="product",
                account=account,
                product_id=identity.product_id,
                out_id=identity.out_id,
                bound=bool(identity.product_id),
            )
    for entry in fleet.index.stores.values():
        info = entry.info
        if not selects(info.name):
            continue
        if info.poi_id:
            yield Wanted(address=f"{info.name}/poi", kind="poi", account=info.account, poi_id=info.poi_id)
            yield Wanted(address=f"{info.name}/booking", kind="booking", account=info.account, poi_id=info.poi_id)
        for address, identity in entry.products.items():
            yield Wanted(
                address=address,
                kind="product",
                account=info.account,
                product_id=identity.product_id,
                out_id=identity.out_id,
                bound=bool(identity.product_id),
            )


def _recorded(record: Record) -> Wanted:
    return Wanted(
        address=record.address,
        kind=record.kind,
        account=record.account,
        product_id=record.ids.get("product_id", ""),
        out_id=record.ids.get("out_id", ""),
        poi_id=str(record.attrs.get("id", "")) if record.kind == "poi" else "",
    )


def read_sightings(fleet: Fleet, ledger: Ledger, selects: Selects) -> Sightings:
    """What people saw, from the files, and what finished tasks accepted, from the state."""
    renamed = moves(fleet)
    days = dict(fleet.settings.observations.expires)
    found = observations.read(fleet.library, days, lambda address: moved_addresses(renamed, address))
    for unit in ledger.unit_names():
        if selects(unit):
            for sighting in observations.task_sightings(ledger.unit(unit).observations):
                found.add(sighting)
    return found


def with_sightings(
    snapshot: Snapshot,
    sightings: Sightings,
    account_of: Callable[[str], AccountInfo | None],
    routes: Routes,
    now: datetime,
) -> Snapshot:
    """The snapshot with what people saw of what no API shows."""
    objects: dict[str, LiveObject] = dict(snapshot.objects)
    for address in {*objects, *sightings.by_address}:
        here = parse_address(address)
        kind, account = BY_NAME.get(here.kind), account_of(here.unit)
        seen: Sequence[Sighting] = sightings.by_address.get(address, ())
        if kind is None or account is None or not seen:
            continue

        def by_people(path: str, account: AccountInfo = account, name: str = here.kind) -> bool:
            return routes.access(account, BY_NAME[name], path).read != "api"

        objects[address] = observations.overlay(objects.get(address), address, seen, by_people, now)
    return replace(snapshot, objects=objects)


def account_finder(fleet: Fleet, ledger: Ledger) -> Callable[[str], AccountInfo | None]:
    """The account of a unit, declared or only recorded."""

    def find(unit: str) -> AccountInfo | None:
        if unit.startswith("@"):
            return fleet.accounts.get(unit[1:])
        store = fleet.stores.get(unit)
        if store is not None:
            return fleet.accounts.get(store.account)
        recorded: Mapping[str, Record] = ledger.unit(unit).records
        return next((fleet.accounts.get(r.account) for r in recorded.values()), None)

    return find
