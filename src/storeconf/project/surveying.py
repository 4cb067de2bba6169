"""What the stores declare, read once for the lights and the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from storeconf.model.fleet import Resource, Unit
from storeconf.plan.entities import Plan
from storeconf.plan.status import Channels, StoreStatus, status_of
from storeconf.plan.survey import DeclaredStore, Licence
from storeconf.source.fleet import Fleet


def declared_stores(fleet: Fleet, names: Iterable[str]) -> Iterator[DeclaredStore]:
    """The named stores, one after another. One whose document can't be used has no addresses and no licences."""
    shared: dict[str, list[Resource]] = {}
    for name in names:
        info = fleet.stores[name]
        if info.account not in shared:
            account = fleet.unit(f"@{info.account}") if info.account in fleet.accounts else None
            shared[info.account] = list(account.resources) if isinstance(account, Unit) else []
        unit = fleet.unit(name)
        own = {str(one.address) for one in unit.resources} if isinstance(unit, Unit) else set()
        sold = {str(one.address) for one in shared[info.account] if not one.sold_at or name in one.sold_at}
        yield DeclaredStore(
            name=name,
            title=info.title,
            account=info.account,
            owner=info.owner,
            labels=info.labels,
            addresses=frozenset(own | sold),
            licences=tuple(_licences(unit)) if isinstance(unit, Unit) else (),
        )


def lights_of(plan: Plan, stores: Iterable[DeclaredStore], channels: Mapping[str, Channels]) -> list[StoreStatus]:
    """Five lights for each store that the plan covers; `channels`: what was read of where customers came from."""
    found = list(stores)
    chains = {one.name: one.addresses for one in found}
    return status_of(plan, chains, {one.name: one.account for one in found}, channels)


def _licences(unit: Unit) -> Iterator[Licence]:
    papers: Iterable[Mapping[str, Any]] = unit.facts.get("licences") or ()
    for paper in papers:
        yield Licence(
            type=str(paper.get("type") or ""),
            holder=str(paper.get("holder") or ""),
            expires=str(paper.get("expires") or ""),
        )
