"""A price change concerns more than the product: every text that quotes the price is named beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from storeconf.core.money import spoken
from storeconf.model.fleet import Resource, Unit
from storeconf.plan.entities import Entry, Note, UnitPlan
from storeconf.plan.quoting import mentions

FOLLOWS, STAYS = "quote_follows", "quote_stays"


@dataclass(frozen=True, slots=True)
class _Change:
    """One product's price on its way."""

    product: str
    old: str
    new: str
    shops: frozenset[str]


@dataclass(slots=True)
class Prices:
    """Price changes of a run, and the texts that quote them.

    Accounts are planned before their stores, so a chain product's change is known when its stores are looked at.
    """

    _changes: list[_Change] = field(default_factory=list)
    _notes: dict[str, list[Note]] = field(default_factory=dict)

    def note(self, unit: Unit, changes: Iterable[Entry]) -> None:
        """Take in a unit: its own price changes, and its texts against all known ones."""
        sold_at = {str(r.address): frozenset(r.sold_at) for r in unit.resources if r.address.kind == "product"}
        for entry in changes:
            prices = _prices(entry)
            if prices is not None:
                self._changes.append(_Change(entry.address, *prices, sold_at.get(entry.address, frozenset())))
        for change in self._changes:
            if unit.name in change.shops or change.product in sold_at:
                for resource in unit.resources:
                    if _concerns(resource, change):
                        self._look(resource, change)

    def _look(self, resource: Resource, change: _Change) -> None:
        for path, state in mentions(resource.kind, resource.attrs, change.old, change.new):
            place = path if str(resource.address) == change.product else f"{resource.address}#{path}"
            values = {"path": place, "old": spoken(change.old), "new": spoken(change.new)}
            self._notes.setdefault(change.product, []).append(Note(code=f"quote_{state}", values=values))

    def attached(self, unit: UnitPlan) -> UnitPlan:
        """The unit with the remarks beside the price changes."""
        if not any(entry.address in self._notes for entry in unit.changes):
            return unit
        changes = tuple(
            replace(entry, notes=(*entry.notes, *self._notes[entry.address]))
            if _prices(entry) is not None and entry.address in self._notes
            else entry
            for entry in unit.changes
        )
        return replace(unit, changes=changes)


def _prices(entry: Entry) -> tuple[str, str] | None:
    """Old and new price of a change; None when it moves none."""
    if entry.action not in ("update", "create"):
        return None
    for attribute in entry.attributes:
        if attribute.path == "price" and attribute.declared is not None:
            old = attribute.live if attribute.live is not None else attribute.recorded
            return (str(old), str(attribute.declared)) if old is not None and old != attribute.declared else None
    return None


def _concerns(resource: Resource, change: _Change) -> bool:
    """Its own texts, what mounts it, and what speaks for the store as a whole."""
    if resource.kind.name == "product":
        return str(resource.address) == change.product
    return not resource.mounts or change.product in resource.mounts
