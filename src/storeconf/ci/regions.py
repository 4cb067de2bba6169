"""The units of a plan put together by store, or by a label of theirs such as the city."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from storeconf.plan.entities import Plan, UnitPlan
from storeconf.plan.planner import drift_only
from storeconf.source.chain import matches


def grouped(units: Iterable[UnitPlan], label: str) -> dict[str, tuple[UnitPlan, ...]]:
    """Units by the value of a label; one that has none, as accounts have, stands by its own name. No label: each by itself."""
    found: dict[str, list[UnitPlan]] = {}
    for unit in units:
        found.setdefault(unit.labels.get(label) or unit.name if label else unit.name, []).append(unit)
    return {key: tuple(members) for key, members in found.items()}


def narrowed(plan: Plan, units: Sequence[UnitPlan]) -> Plan:
    """The drift of some units alone, with its counts; what could not be seen is another matter."""
    return drift_only(replace(plan, stores=tuple(replace(unit, unknown=()) for unit in units), incomplete=False))


def chosen(plan: Plan, where: Mapping[str, str | list[str]]) -> tuple[UnitPlan, ...]:
    """Units whose labels are equal to all of these; accounts have none, so they are chosen only without a condition."""
    return tuple(unit for unit in plan.stores if matches(unit.labels, where))
