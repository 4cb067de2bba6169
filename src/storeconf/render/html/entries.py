"""What the plan says of each object, for the report: equal sayings about many stores are one, with the stores listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from storeconf.core.address import parse_address
from storeconf.core.text import Lang
from storeconf.model.kind import Attribute
from storeconf.model.kinds import BY_NAME
from storeconf.plan.entities import AttributeChange, Entry, Plan, UnitPlan
from storeconf.render import words
from storeconf.render.cells import one_line, safe, shorten
from storeconf.render.html.states import ListName, listed
from storeconf.render.sides import telling
from storeconf.render.status import likely, reason_of
from storeconf.render.values import UNKNOWN, difference, shown

WITH_VALUES: frozenset[ListName] = frozenset({"conflict", "drift", "blocked", "change"})
ATTRIBUTES = 8
"""Attributes that are shown of one object; the rest is counted."""
VALUE_CELLS = 120
LONG = 60
"""Characters from which two texts are shown by where they differ."""


@dataclass(frozen=True, slots=True)
class Members:
    """Which stores each object belongs to, by their numbers in the report."""

    by_name: Mapping[str, int]
    by_address: Mapping[str, tuple[int, ...]]
    """Of account-level objects."""

    def of(self, address: str, touched: tuple[str, ...] = ()) -> tuple[int, ...]:
        """The stores of an object; `touched` by name where nobody declares it any more."""
        unit = address.partition("/")[0]
        if unit in self.by_name:
            return (self.by_name[unit],)
        return self.by_address.get(address) or tuple(self.by_name[name] for name in touched if name in self.by_name)


class Entries:
    """Turns the entries of a plan into rows."""

    def __init__(self, plan: Plan, members: Members, lang: Lang) -> None:
        """In one language."""
        self.plan, self.members, self.lang = plan, members, lang

    def rows(self) -> list[dict[str, Any]]:
        """The rows, each with the stores (`st`) that it is about."""
        folded: dict[str, dict[str, Any]] = {}
        for unit in self.plan.stores:
            for name, entry in listed(unit):
                row = self._row(unit, name, entry)
                known = folded.setdefault(repr(row), {**row, "st": []})
                known["st"].extend(self.members.of(entry.address, entry.stores))
        return list(folded.values())

    def _row(self, unit: UnitPlan, name: ListName, entry: Entry) -> dict[str, Any]:
        """Nothing in it names the store, so that equal ones can be told."""
        address = parse_address(entry.address)
        own = unit.name in self.members.by_name
        row: dict[str, Any] = {
            "a": entry.address.partition("/")[2] if own else entry.address,
            "own": int(own),
            "l": name,
            "k": address.kind,
            "r": words.reason(entry.reason, self.lang),
        }
        if entry.title and entry.title != unit.title:
            row["t"] = safe(entry.title)
        values = telling(entry)[:ATTRIBUTES] if name in WITH_VALUES else ()
        optional = {
            "b": [words.block(code, self.lang) for code in entry.blocked_by if code != entry.reason],
            "n": [safe(words.note(note, self.lang)) for note in entry.notes],
            "since": entry.since,
            "v": [self._value(address.kind, change) for change in values],
            "m": len(entry.attributes) - len(values) if values else 0,
            "fix": list(self._likely(entry)) if name == "rejected" else [],
        }
        return {**row, **{key: value for key, value in optional.items() if value}}

    def _likely(self, entry: Entry) -> Iterator[str]:
        for one in likely(entry) if reason_of(entry) else ():
            yield f"{one.rule.id} {one.rule.title.render(self.lang)}: {one.rule.remedy.render(self.lang)}"

    def _value(self, kind: str, change: AttributeChange) -> list[str]:
        """Label, declared, recorded, live of an attribute."""
        found = BY_NAME.get(kind)
        attribute = found.attribute(change.path) if found is not None else None
        label = attribute.label.render(self.lang) if attribute is not None else change.path
        return [safe(label), *self._sides(attribute, change)]

    def _sides(self, attribute: Attribute | None, change: AttributeChange) -> tuple[str, str, str]:
        declared, recorded, live = (
            shown(attribute, value, self.lang, self.plan.places, cells=VALUE_CELLS)
            for value in (change.declared, change.recorded, change.live)
        )
        if _both_long(change.declared, change.live):
            parts = difference(str(change.declared), str(change.live))
            declared, live = (shorten(one_line(part), VALUE_CELLS) for part in parts)
            recorded = {change.declared: declared, change.live: live}.get(change.recorded, recorded)
        if change.live_state == "unknown":
            live = UNKNOWN.render(self.lang)
        return declared, recorded, live


def _both_long(one: object, other: object) -> bool:
    return isinstance(one, str) and isinstance(other, str) and one != other and max(len(one), len(other)) > LONG
