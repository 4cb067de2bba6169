"""The values of one change as words, each with whose it is, for any medium."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from storeconf.core.text import Lang, Text
from storeconf.model.kind import Attribute
from storeconf.plan.entities import AttributeChange, Entry, Plan
from storeconf.render.cells import one_line, shorten, width
from storeconf.render.values import UNKNOWN, difference, in_common, shown, without

DECLARED, LIVE, RECORDED = Text("声明", "declared"), Text("线上", "live"), Text("上次", "last applied")
STALE = Text("（已过期）", "(stale)")
CREATE_SHOWS = frozenset(
    {"title", "price", "shelf", "sale.end", "text", "script", "video_id", "product", "products", "name", "id"}
)
"""What a new object is recognised by; the rest is counted."""
CREATE_LIMIT = 4


@dataclass(frozen=True, slots=True)
class Sides:
    """The three values of an attribute, each on one line, still unescaped for the medium."""

    declared: str
    live: str
    recorded: str
    only_declared: bool = False
    """There is nothing else: the object is new."""


def sides_of(
    plan: Plan, attribute: Attribute | None, change: AttributeChange, entry: Entry, lang: Lang, *, whole: bool = False
) -> Sides:
    """The values of a change. `whole`: long lists are not cut down to what differs.

    Where only the YAML is compared, what it was before stands under recorded.
    """
    common = [] if whole else in_common((change.declared, change.live, change.recorded))

    def cell(value: Any) -> str:
        if common and isinstance(value, list | tuple):
            return without(common, attribute, value, lang, plan.places)
        return shown(attribute, value, lang, plan.places)

    declared, recorded, live = cell(change.declared), cell(change.recorded), cell(change.live)
    new = entry.action == "create" and change.live_state == "absent" and change.recorded is None
    if plan.policy.declared_only:
        if _both_long(change.recorded, change.declared):
            recorded, declared = map(one_line, difference(str(change.recorded), str(change.declared)))
        return Sides(declared, live, recorded, only_declared=entry.action == "create")
    if _both_long(change.declared, change.live):
        declared, live = (one_line(part) for part in difference(str(change.declared), str(change.live)))
        recorded = live if change.recorded == change.live else shorten(recorded, 30)
    if change.live_state == "unknown":
        live = UNKNOWN.render(lang)
    elif change.live_state == "stale":
        live += STALE.render(lang)
    return Sides(declared, live, recorded, only_declared=new)


def telling(entry: Entry) -> Sequence[AttributeChange]:
    """The attributes that say most: of an object that is not there at all a few, else all that differ."""
    changes = entry.attributes
    if entry.action != "create" and not all(change.live_state == "absent" for change in changes):
        return changes
    return [change for change in changes if change.path in CREATE_SHOWS][:CREATE_LIMIT] or changes[:CREATE_LIMIT]


def recognised_by(entry: Entry) -> tuple[list[AttributeChange], list[AttributeChange]]:
    """The changes to show of an entry, and those to count."""
    chosen = list(telling(entry))
    return chosen, [change for change in entry.attributes if change not in chosen]


def _both_long(one: object, other: object) -> bool:
    return isinstance(one, str) and isinstance(other, str) and max(width(one), width(other)) > 40
