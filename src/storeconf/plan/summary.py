"""Counting what a plan holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from storeconf.plan.entities import Entry, Summary, UnitPlan


def summarise(units: Iterable[UnitPlan]) -> Summary:
    """The counts of a plan: objects, each once per list."""
    counts: Counter[str] = Counter()
    for unit in units:
        counts.update(_counted(unit))
    return Summary(**counts)


def _counted(unit: UnitPlan) -> Iterator[str]:
    yield from (word for _, word in {(entry.address, word) for entry in unit.changes for word in _change(entry)})
    lists = {
        "drift": unit.drift,
        "conflict": unit.conflicts,
        "in_review": unit.in_review,
        "rejected": unit.rejected,
        "waiting": unit.waiting,
        "unknown": unit.unknown,
        "unmanaged": unit.unmanaged,
        "held": unit.held,
        "banned": unit.banned,
        "ignored": unit.ignored,
    }
    for name, entries in lists.items():
        yield from (name for _ in {entry.address for entry in entries})


def _change(entry: Entry) -> Iterator[str]:
    if entry.blocked_by:
        yield "blocked"
    elif entry.action in ("adopt", "record", "forget"):
        yield entry.action
    elif entry.by == "hand":
        yield "by_hand"
    elif entry.action:
        yield entry.action
