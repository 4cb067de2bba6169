"""Small plans made by hand, for those who read plans rather than make them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from storeconf.plan.entities import AttributeChange, Entry, Limit, Plan, Step, UnitPlan
from storeconf.plan.summary import summarise

AT = "2026-03-09T10:00:00+08:00"


def change(path: str, declared: Any = None, live: Any = None, recorded: Any = None, **more: Any) -> AttributeChange:
    """One attribute with its three values."""
    facts = {"class_": "update", "live_state": "absent" if live is None else "known", **more}
    return AttributeChange(path=path, declared=declared, live=live, recorded=recorded, **facts)


def entry(address: str, *attributes: AttributeChange, **facts: Any) -> Entry:
    """One object in a list."""
    return Entry(address=address, attributes=attributes, **{"title": "毛血旺单人餐", "by": "api", **facts})


def price(address: str, declared: str = "19.90", live: str = "21.90", recorded: str = "21.90") -> Entry:
    """A price that was changed in the YAML."""
    return entry(address, change("price", declared, live, recorded), action="update", reason="update")


def unit(name: str = "bj", **lists: Any) -> UnitPlan:
    """A unit with some of its lists."""
    settled: Any = {key: tuple(value) if isinstance(value, list) else value for key, value in lists.items()}
    return UnitPlan(name=name, **settled)


def having(name: str, entries: Sequence[Entry]) -> UnitPlan:
    """A unit with one of its lists."""
    settled: Any = {name: tuple(entries)}
    return UnitPlan(name="bj", **settled)


def plan(*units: UnitPlan, limits: tuple[Limit, ...] = (), steps: tuple[Step, ...] = (), **summary: int) -> Plan:
    """A plan of these units; what is not counted here is counted as the planner does."""
    return Plan(
        created_at=AT,
        lineage="test",
        platform="sandbox",
        stores=units,
        steps=steps,
        limits=limits,
        summary=replace(summarise(units), **summary),
        places={"66": "三里屯店"},
    )


def step(address: str, **facts: Any) -> Step:
    """A task for a person."""
    name, kind = address.split("/")[:2]
    known = {"id": f"hand.set:{address}", "op": "hand.set", "by": "hand", "digest": "0123456789ab"}
    return Step(address=address, **{**known, "unit": name, "kind": kind, "title": "三里屯店", **facts})
