"""Folding: equal changes over many stores are one line, similar ones a few, so that a long plan stays short."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from storeconf.core.values import canonical_json
from storeconf.plan.entities import Entry

RUNBOOK_REASONS = frozenset({"check", "claim"})
"""Reasons whose values stand in the runbook; in the plan their names are enough."""
MOVED_REASONS = frozenset({"record", "drifted"})
"""Reasons that say nothing without the values: the platform's side had moved by itself."""
SHOWN = 3
"""Groups of one shape that are shown, the largest, before the rest is only counted."""


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that say the same."""

    entries: tuple[Entry, ...]

    @property
    def first(self) -> Entry:
        """The one that is shown for all."""
        return self.entries[0]


@dataclass(frozen=True, slots=True)
class Shape:
    """Groups that differ only in values."""

    groups: tuple[Group, ...]

    @property
    def size(self) -> int:
        """Entries altogether."""
        return sum(len(group.entries) for group in self.groups)


def fold(entries: Iterable[Entry], *, by_value: bool = True) -> list[Shape]:
    """Entries by shape, then by what they say; in the order of their first appearance.

    Without `by_value` entries of one shape are one group, whatever their values.
    """
    shapes: dict[str, dict[str, list[Entry]]] = {}
    for entry in entries:
        same = names_only(entry, compact=not by_value)
        shapes.setdefault(_shape(entry, same), {}).setdefault("" if same else _content(entry), []).append(entry)
    return [Shape(tuple(Group(tuple(found)) for found in groups.values())) for groups in shapes.values()]


def names_only(entry: Entry, *, compact: bool) -> bool:
    """Whether an entry is shown without its values. `compact`: its section mostly is."""
    return entry.reason in RUNBOOK_REASONS or (compact and entry.reason not in MOVED_REASONS)


def visible(shape: Shape, *, expand: bool) -> tuple[Sequence[Group], int]:
    """Groups to show, and how many entries are only counted: never the many behind a few that differ."""
    if expand or len(shape.groups) <= SHOWN + 1:
        return shape.groups, 0
    largest = sorted(shape.groups, key=lambda group: -len(group.entries))[:SHOWN]
    shown = [group for group in shape.groups if group in largest]
    return shown, shape.size - sum(len(group.entries) for group in shown)


def _shape(entry: Entry, loose: bool) -> str:
    """What entries must share to be shown together; loosely, it is enough that they say the same thing of a kind."""
    kind = entry.address.split("/")[1] if "/" in entry.address else ""
    paths = [] if loose else [attribute.path for attribute in entry.attributes]
    notes = [canonical_json(asdict(note)) if loose else note.code for note in entry.notes]
    return canonical_json([kind, entry.action, entry.by, entry.reason, list(entry.blocked_by), paths, notes])


def _content(entry: Entry) -> str:
    return canonical_json(
        [[a.path, a.class_, a.declared, a.recorded, a.live, a.live_state] for a in entry.attributes]
        + [[n.code, dict(n.values)] for n in entry.notes]
        + [entry.title if entry.action in ("create", "remove") else ""]
    )
