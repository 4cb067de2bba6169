"""What a cell of the heat map may say: of one kind of thing at one store, the worst."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from storeconf.core.text import Text
from storeconf.plan.entities import Entry, UnitPlan

CellState = Literal["blocked", "drift", "change", "todo", "review", "look", "ok", "none"]


@dataclass(frozen=True, slots=True)
class Shown:
    """How a state is shown: a sign of its own, so that nobody needs to tell colours apart."""

    sign: str
    label: Text


STATES: Mapping[CellState, Shown] = {
    "blocked": Shown("✗", Text("被拦住", "blocked")),
    "drift": Shown("!", Text("漂移", "drift")),
    "change": Shown("~", Text("待执行", "to apply")),
    "todo": Shown("▸", Text("要人做", "by hand")),
    "review": Shown("…", Text("审核或等待", "in review")),
    "look": Shown("?", Text("没看到", "not seen")),
    "ok": Shown("●", Text("一致", "agrees")),
    "none": Shown("", Text("没有声明", "not declared")),
}
"""The worst first."""
RANK: Mapping[str, int] = {state: number for number, state in enumerate(STATES)}
ListName = Literal[
    "conflict", "rejected", "banned", "held", "blocked", "drift", "change", "todo", "in_review", "waiting", "look"
]
LISTS: Mapping[ListName, tuple[CellState, Text]] = {
    "conflict": ("blocked", Text("冲突", "conflict")),
    "rejected": ("blocked", Text("审核没通过", "rejected")),
    "banned": ("blocked", Text("被封禁", "banned")),
    "held": ("blocked", Text("已暂停", "on hold")),
    "blocked": ("blocked", Text("被拦住", "blocked")),
    "drift": ("drift", Text("漂移", "drift")),
    "change": ("change", Text("待执行", "to apply")),
    "todo": ("todo", Text("要人做", "by hand")),
    "in_review": ("review", Text("审核中", "in review")),
    "waiting": ("review", Text("等待", "waiting")),
    "look": ("look", Text("要看一眼", "to look at")),
}
"""In which list an object stands, the cell state that follows, and what the list is called."""


def listed(unit: UnitPlan) -> Iterator[tuple[ListName, Entry]]:
    """Everything that a unit's plan says and a person should know, each with the list it stands in."""
    for entry in unit.changes:
        if entry.blocked_by:
            yield "blocked", entry
        elif entry.action in ("create", "update", "remove"):
            yield ("todo" if entry.by == "hand" else "change"), entry
    named: tuple[tuple[ListName, tuple[Entry, ...]], ...] = (
        ("conflict", unit.conflicts),
        ("drift", unit.drift),
        ("rejected", unit.rejected),
        ("banned", unit.banned),
        ("held", unit.held),
        ("in_review", unit.in_review),
        ("waiting", unit.waiting),
        ("look", unit.unknown),
    )
    for name, entries in named:
        for entry in entries:
            yield name, entry
