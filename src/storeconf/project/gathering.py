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
from storeconf.platform.live import Existence, LiveObject, Snapshot, Unknown
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
    back = {old: new for new, old in renamed.items()}

    def state(unit: str) -> UnitState:
        if unit not in states:
            states[unit] = ledger.unit(unit)
        return states[unit]

    for item in _declared(fleet, selects):
        address = parse_address(item.address)
        before = moved_addresses(back, item.address)
        old = state(parse_address(before).unit)
        record = state(address.unit).records.get(item.address) or old.records.get(before)
        submission = state(address.unit).submissions.get(item.address) or old.submissions.get(before)
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


def undeclared_only(snapshot: Snapshot, fleet: Fleet) -> Snapshot:
    """The snapshot without the objects of stores that this run leaves out: they are declared, only not looked at."""
    known = {
        (f"@{one.account}", name)
        for one in _declared(fleet, lambda unit: True)
        for name in (one.out_id, one.product_id, one.poi_id)
        if name
    }

    def declared(seen: LiveObject) -> bool:
        address = parse_address(seen.address)
        return any((address.unit, name) in known for name in (address.key, seen.ids.get("out_id")))

    return replace(snapshot, unmanaged=tuple(seen for seen in snapshot.unmanaged if not declared(seen)))


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


def read_notes(fleet: Fleet) -> Sightings:
    """What people saw, from the files."""
    renamed = moves(fleet)
    days = dict(fleet.settings.observations.expires)
    return observations.read(fleet.library, days, lambda address: moved_addresses(renamed, address))


def read_sightings(fleet: Fleet, ledger: Ledger, selects: Selects) -> Sightings:
    """What people saw, from the files, and what finished tasks accepted, from the state."""
    found = read_notes(fleet)
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


def heard(
    snapshot: Snapshot, account_of: Callable[[str], AccountInfo | None], routes: Routes
) -> Callable[[str, str], bool]:
    """Tells whether the API's word stands on an attribute of an address, or with no path, on its existence."""

    def by_api(address: str, path: str) -> bool:
        here = parse_address(address)
        account, live = account_of(here.unit), snapshot.get(address)
        if not path or account is None:
            return live.existence is not Existence.UNKNOWN
        masked = live.unknown.get(path) is Unknown.MASKED
        return not masked and routes.access(account, BY_NAME[here.kind], path).read == "api"

    return by_api


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
