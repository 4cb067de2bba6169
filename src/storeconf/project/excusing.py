"""Accepted drift: the live value stays beside the declared one, until a day, for a reason that is written down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from storeconf.core.text import Text
from storeconf.model.fleet import Unit
from storeconf.plan.compare import is_ignored
from storeconf.project.accepting import settle
from storeconf.project.placing import own_document
from storeconf.project.wishes import Acceptance, ByHand, Wish, Written
from storeconf.source.documents import Document
from storeconf.source.fleet import Fleet
from storeconf.source.pieces import Edit
from storeconf.source.quoting import written

NO_DOCUMENT = Text(
    "这家店出自表格，没有自己的文档：写进管它的 StoreSet 或 Defaults 的 lifecycle.ignore",
    "this store comes from a table and has no document: write it into lifecycle.ignore of its StoreSet or Defaults",
)
ABSENT = Text("线上没有这个值，没法按值认可", "there is no live value that could be accepted")


@dataclass(frozen=True, slots=True)
class Excuse:
    """Until when drift is accepted, and why."""

    expires: date
    """The last day, Beijing time."""
    reason: str


def excuse(fleet: Fleet, wanted: Iterable[Wish], why: Excuse, now: datetime) -> Acceptance:
    """Edits that put every value into `lifecycle.ignore` of the object's own document."""

    def excused(edited: Fleet, wish: Wish) -> bool:
        unit = edited.unit(wish.address.unit)
        return isinstance(unit, Unit) and (
            is_ignored(unit.lifecycle, wish.address, wish.change.path, wish.change.live, now) is not None
        )

    return settle(fleet, _places(fleet, wanted, why), excused)


def _places(fleet: Fleet, wanted: Iterable[Wish], why: Excuse) -> Iterator[Written | ByHand]:
    """Where every entry goes."""
    by_document: dict[Document, list[Wish]] = {}
    for wish in wanted:
        own = own_document(fleet, wish.address)
        if not isinstance(own, Document):
            yield ByHand(wish=wish, reason=NO_DOCUMENT)
        elif wish.change.live is None:
            yield ByHand(wish=wish, reason=ABSENT)
        else:
            by_document.setdefault(own, []).append(wish)
    for own, found in by_document.items():
        span = fleet.library.span(own, ("lifecycle", "ignore"), key=True)
        entries = [_entry(wish, why) for wish in found]
        for wish, edits in zip(found, _edits(own, entries), strict=True):
            yield Written(wish=wish, span=span, edits=edits)


def _edits(own: Document, entries: list[dict[str, Any]]) -> Iterator[tuple[Edit, ...]]:
    """One for each entry behind the list that is there; where there is none, the first one makes it with all of them."""
    life = own.tree().get("lifecycle")
    known = life.get("ignore") if isinstance(life, dict) else None
    for number, entry in enumerate(entries):
        if known:
            yield (Edit(own.line, ("lifecycle", "ignore", len(known) + number), entry),)
        elif number:
            yield ()
        elif isinstance(life, dict):
            yield (Edit(own.line, ("lifecycle", "ignore"), entries),)
        else:
            yield (Edit(own.line, ("lifecycle",), {"ignore": entries}),)


def _entry(wish: Wish, why: Excuse) -> dict[str, Any]:
    return {
        "address": f"{wish.address}#{wish.change.path}",
        "value": written(wish.change.live),
        "expires": why.expires.isoformat(),
        "reason": why.reason,
    }
