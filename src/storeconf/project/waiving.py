"""Waivers: findings that somebody answers for until a day, and waivers that are of no use any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from storeconf.core.address import Address, pattern
from storeconf.core.diagnostics import Code, Diagnostic, Severity
from storeconf.core.text import Say, Text
from storeconf.model.fleet import Unit, Waiver
from storeconf.project.rule_choices import NO_RULE, UNKNOWN_RULE
from storeconf.rules.catalogue import BY_ID
from storeconf.rules.rule import Finding
from storeconf.source.fleet import Fleet
from storeconf.source.suggest import did_you_mean

UNUSED = Code("SC711", "waiver-unused", Text("豁免没有用上", "a waiver covers nothing"), Severity.WARNING)
EXPIRED = Code("SC712", "waiver-expired", Text("豁免已过期", "a waiver has expired"), Severity.WARNING)
COVERS_NOTHING = Text(
    "豁免 {rule} {address}：没有对应的问题，可以删掉", "the waiver of {rule} at {address} covers no finding: remove it"
)
WAS_UNTIL = Text("豁免 {rule} {address} 到 {expires} 为止", "the waiver of {rule} at {address} ended on {expires}")
NO_UNIT = Text(
    "豁免 {rule} {address}：没有这家门店或账号", "the waiver of {rule} at {address}: there is no such store or account"
)
RENEW = Text("改好文案，或者写一个新的日期", "mend the text, or write a new date")


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding at its address."""

    address: Address
    """The object that it blocks."""
    finding: Finding
    place: Address
    """Where it is written: a licence or a place stands in the store's document, not in the product's."""


class Waivers:
    """The waivers of one fleet, looked at unit by unit."""

    def __init__(self, fleet: Fleet, today: date) -> None:
        """A waiver holds through its last day."""
        self._fleet = fleet
        self._today = today
        self._told: set[Waiver] = set()
        self._rules = {*BY_ID, *fleet.settings.rules.house}

    def weighed(self, unit: Unit, judged: Iterable[Judged]) -> tuple[list[tuple[Judged, str]], list[Diagnostic]]:
        """Every finding with who answers for it, empty where nobody does; and the unit's waivers that are of no use."""
        valid = [one for one in unit.lifecycle.waivers if one.expires >= self._today]
        found = [(one, next((waiver for waiver in valid if _covers(waiver, one)), None)) for one in judged]
        used = {waiver for _, waiver in found if waiver is not None}
        answered = [(one, waiver.owner if waiver is not None else "") for one, waiver in found]
        return answered, list(self._of_no_use(unit, used))

    def _of_no_use(self, unit: Unit, used: set[Waiver]) -> Iterator[Diagnostic]:
        """Waivers that cover nothing any more. One that reaches many units is told of once."""
        for waiver in unit.lifecycle.waivers:
            expired = waiver.expires < self._today
            if waiver.rule not in self._rules or expired:
                if waiver in self._told:
                    continue
                self._told.add(waiver)
            if waiver.rule not in self._rules:
                yield self._of_waiver(UNKNOWN_RULE, waiver, NO_RULE(name=waiver.rule))
            elif expired:
                detail = WAS_UNTIL(rule=waiver.rule, address=waiver.where.text, expires=waiver.expires)
                yield self._of_waiver(EXPIRED, waiver, detail, RENEW)
            elif waiver not in used and _names_one(waiver, unit):
                detail = COVERS_NOTHING(rule=waiver.rule, address=waiver.where.text)
                yield self._of_waiver(UNUSED, waiver, detail)

    def _of_waiver(self, code: Code, waiver: Waiver, detail: Say, fix: Say = "") -> Diagnostic:
        return Diagnostic(code=code, detail=detail, fix=fix, span=self._fleet.waiver_span(waiver))

    def of_nobody(self) -> Iterator[Diagnostic]:
        """Waivers in the project file for a unit that doesn't exist."""
        known = {*self._fleet.unit_names, *self._fleet.index.failed}
        for one in self._fleet.settings.lifecycle.waivers:
            where = pattern(one.address)
            if not any(where.covers_unit(unit) for unit in known):
                waiver = Waiver(one.rule, where, one.reason, one.owner, date.fromisoformat(one.expires))
                detail = NO_UNIT(rule=one.rule, address=one.address)
                yield self._of_waiver(UNUSED, waiver, detail, did_you_mean(one.address.split("/")[0], known))


def _covers(waiver: Waiver, judged: Judged) -> bool:
    same = waiver.rule == judged.finding.rule.id and waiver.where.covers(judged.address)
    return same and waiver.where.covers_attr(judged.address.attr)


def _names_one(waiver: Waiver, unit: Unit) -> bool:
    """A waiver for exactly this unit; one for many may be meant for another."""
    return waiver.where.text.split("/")[0].split("#")[0] == unit.name
