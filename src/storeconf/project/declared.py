"""What a change means to the YAML alone: declared now against declared where it began.

For pull requests of strangers: no platform is read, no records and no credentials are needed, so nothing is said about
what would really be done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from storeconf.core import clock
from storeconf.core.address import parse_address
from storeconf.core.diagnostics import Severity, ordered
from storeconf.core.values import Attrs
from storeconf.model.compare import same
from storeconf.model.fleet import Resource, Unit
from storeconf.model.kind import OnRemove
from storeconf.plan.classify import Class
from storeconf.plan.entities import Action, AttributeChange, Entry, Plan, Policy, UnitPlan
from storeconf.plan.policy import Decisions
from storeconf.plan.summary import summarise
from storeconf.project.base import targets
from storeconf.project.reviewing import Reviewer, blocking_of
from storeconf.source.fleet import Fleet
from storeconf.source.units import FailedUnit
from storeconf.state.records import UnitState

if TYPE_CHECKING:
    from storeconf.project.project import Project


class NoRecords:
    """The records of a place that has none and must not make any."""

    lineage = ""
    serial = 0

    def unit_names(self) -> Sequence[str]:
        """Nobody."""
        return ()

    def unit(self, name: str) -> UnitState:
        """Nothing."""
        return UnitState()

    def image_urls(self) -> Mapping[str, str]:
        """None."""
        return {}


def declared_plan(project: Project, policy: Policy) -> Plan:
    """The change since `policy.base`. In its lists `recorded` is the value that was declared there; live is unknown."""
    comparison = project.compared(policy.base)
    base, now = comparison.base, project.fleet
    decisions = Decisions(replace(policy, touched=targets(base)))
    names = [name for name in dict.fromkeys(one.store for one in base.touched) if _selected(name, now, decisions)]
    units = {name: now.unit(name) for name in names if name in now.unit_names}
    reviewer = Reviewer(now, project.now(), keep=False)
    judged = [found for unit in units.values() if isinstance(unit, Unit) for found in reviewer.review(unit)]
    problems = ordered([*now.diagnostics, *(found for unit in units.values() for found in unit.diagnostics)])
    blocking = blocking_of(judged)
    plans = tuple(_unit_plan(name, comparison.before, units.get(name), now, decisions, blocking) for name in names)
    return Plan(
        created_at=clock.iso(project.now()),
        lineage="",
        platform="",
        policy=decisions.policy,
        base=base,
        stores=plans,
        diagnostics=project.rendered([*problems, *ordered(judged)]),
        summary=summarise(plans),
        places=_places(comparison.before, now),
        incomplete=any(item.level is Severity.ERROR for item in problems),
    )


def _selected(name: str, now: Fleet, decisions: Decisions) -> bool:
    return decisions.selects_unit(name, now.stores[name].labels if name in now.stores else {})


def _unit_plan(
    name: str,
    before: Fleet | None,
    new: Unit | FailedUnit | None,
    now: Fleet,
    decisions: Decisions,
    blocking: Mapping[str, Sequence[str]],
) -> UnitPlan:
    old = before.unit(name) if before is not None and name in before.unit_names else None
    known = new if isinstance(new, Unit) else old if isinstance(old, Unit) else None
    facts = UnitPlan(name=name)
    if known is not None:
        facts = UnitPlan(
            name=name, title=known.title, account=known.account, owner=known.owner, labels=dict(known.labels)
        )
    if not isinstance(new, Unit) and (new is not None or now.broken):
        return replace(facts, state="unknown")
    entries = _entries(_resources(old), _resources(new), new.unknown if new else frozenset(), decisions)
    changes = tuple(replace(one, blocked_by=tuple(blocking.get(one.address, ()))) for one in entries)
    return replace(facts, changes=changes, state="ok" if new is not None else "removed")


def _resources(unit: object) -> Mapping[str, Resource]:
    return {str(one.address): one for one in unit.resources} if isinstance(unit, Unit) else {}


def _entries(
    old: Mapping[str, Resource], new: Mapping[str, Resource], unknown: frozenset[str], decisions: Decisions
) -> Iterator[Entry]:
    for address in dict.fromkeys((*new, *old)):
        was, is_ = old.get(address), new.get(address)
        one = is_ or was
        if one is None or address in unknown or not decisions.selects(parse_address(address)):
            continue
        attributes = tuple(_attributes(one, was.attrs if was else {}, is_.attrs if is_ else {}, decisions))
        if not attributes and was is not None and is_ is not None:
            continue
        action: Action = "create" if was is None else "update"
        if is_ is None:
            action = "remove" if one.kind.on_remove is OnRemove.OFF_SHELF else "forget"
        reason = {"create": "declared", "update": "update"}.get(action, "undeclared")
        sold_at = tuple(sorted(one.sold_at)) if one.address.account_level else ()
        yield Entry(
            address=address, title=one.title, action=action, reason=reason, attributes=attributes, stores=sold_at
        )


def _attributes(one: Resource, old: Attrs, new: Attrs, decisions: Decisions) -> Iterator[AttributeChange]:
    for path in dict.fromkeys((*new, *old)):
        was, is_ = old.get(path), new.get(path)
        if was is not None and is_ is not None and same(one.kind.attribute(path), was, is_):
            continue
        if decisions.selects_attr(one.address, path):
            klass = Class.CREATE if was is None else Class.FORGET if is_ is None else Class.UPDATE
            yield AttributeChange(path=path, class_=str(klass), declared=is_, recorded=was, live_state="unknown")


def _places(before: Fleet | None, now: Fleet) -> Mapping[str, str]:
    """POI ids by what their stores are called."""
    sides = (before, now) if before is not None else (now,)
    return {one.poi_id: one.title for side in sides for one in side.stores.values() if one.poi_id}
