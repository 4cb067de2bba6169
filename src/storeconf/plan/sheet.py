"""Where the planning of one unit collects what it finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from storeconf.plan.entities import Entry, Settlement, Step, UnitPlan

ListName = Literal[
    "changes",
    "drift",
    "conflicts",
    "in_review",
    "rejected",
    "waiting",
    "unknown",
    "unmanaged",
    "held",
    "banned",
    "ignored",
]


@dataclass(slots=True)
class Sheet:
    """The lists of one unit in the making, with its steps."""

    lists: dict[ListName, list[Entry]] = field(default_factory=dict)
    settle: list[Settlement] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def add(self, name: ListName, entry: Entry) -> None:
        """Put an entry into a list."""
        self.lists.setdefault(name, []).append(entry)

    def unit_plan(self, **facts: object) -> UnitPlan:
        """The finished unit."""
        lists = {name: tuple(entries) for name, entries in self.lists.items()}
        return UnitPlan(**facts, **lists, settle=tuple(self.settle))  # type: ignore[arg-type]
