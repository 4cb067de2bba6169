"""What is wanted of the YAML, and what came of it: live values to take over, edits that do it, edits left to a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from storeconf.core.address import Address, parse_address, pattern
from storeconf.core.diagnostics import Code, refuse
from storeconf.core.span import Span
from storeconf.core.text import LANGS, Say, Text
from storeconf.model.kind import Attribute
from storeconf.model.kinds import BY_NAME
from storeconf.plan.classify import Class
from storeconf.plan.entities import AttributeChange, Plan, Touched
from storeconf.render.accept import Accepted, Accepting
from storeconf.render.values import full
from storeconf.source.pieces import Edit
from storeconf.source.quoting import read_value, spelled, written

NOTHING = Code("SC743", "nothing-to-accept", Text("没有要认可的值", "there is no value to accept"))
AGREES = Text("{address}：没有漂移，也没有冲突", "{address} has neither drifted nor is it in conflict")
UNSEEN = Text("{address}：线上现在是什么，还不知道", "{address}: what is live now is not known")
BROKEN = Text(
    "{unit} 的 YAML 有错，读不了，所以比不了", "the YAML of {unit} is wrong, so nothing of it can be compared"
)
VALIDATE = Text("storeconf validate 看错在哪里", "storeconf validate says where")
LOOK = Text("先看一眼，用 storeconf confirm --saw 记下", "look, and note it with storeconf confirm --saw")
SEE_PLAN = Text("storeconf plan 看现在的值", "storeconf plan shows the values as they are")
ONE_VALUE = Text(
    "--saw 只对一个值，这里有 {count} 个：地址写到字段，例如 门店/product/名称#price",
    "--saw is for one value, and these are {count}: name the attribute too, as in UNIT/product/KEY#price",
)
MOVED = Text("{address} 线上现在是 {live}，不是看到的 {seen}", "{address} is {live} now, not {seen}")
TAKEN = frozenset({Class.DRIFT_CHANGED, Class.DRIFT_MISSING, Class.RECREATE, Class.CONFLICT, Class.ADOPT_DIFFERS})
"""Classes in which live says something else than the YAML, and nobody but the platform's side moved it there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One value that differs, to be taken over from the platform."""

    address: Address
    change: AttributeChange
    stores: tuple[str, ...] = ()
    """Where a chain product is sold."""

    @property
    def attribute(self) -> Attribute | None:
        """What the model says about it; None for a passed-through key."""
        kind = BY_NAME.get(self.address.kind)
        return kind.attribute(self.change.path) if kind is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A value that the YAML takes over."""

    wish: Wish
    span: Span
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """An edit that a person has to make."""

    wish: Wish
    reason: Say
    span: Span | None = None
    also: tuple[str, ...] = ()
    """Others that take their value from there."""
    gone: bool = False
    """The whole object is missing on the platform, not only this value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """What would be written, and what a person has to write."""

    written: tuple[Written, ...] = ()
    by_hand: tuple[ByHand, ...] = ()
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Text before and after, by file."""
    places: Mapping[str, str] = field(default_factory=dict)
    """POI ids and product addresses by what people call them."""
    also: tuple[Touched, ...] = ()
    """What else the written values reach: texts that quote them, and the like."""


def wishes(plan: Plan) -> Iterator[Wish]:
    """Every value of a plan that drifted, is in conflict, or was found different."""
    seen: set[tuple[str, str]] = set()
    for unit in plan.stores:
        for entry in (*unit.drift, *unit.conflicts):
            for one in entry.attributes:
                known = one.live_state in ("known", "absent")
                if known and one.class_ in {*TAKEN, Class.CREATE} and (entry.address, one.path) not in seen:
                    seen.add((entry.address, one.path))
                    yield Wish(address=parse_address(entry.address), change=one, stores=entry.stores)


def asked_for(patterns: Sequence[str], plan: Plan, found: Sequence[Wish]) -> None:
    """Raises Refusal for an address that was named and has nothing to take over."""
    for text in patterns:
        one = pattern(text)
        if ("*" in text and found) or any(one.covers(w.address) and one.covers_attr(w.change.path) for w in found):
            continue
        broken = next((unit.name for unit in plan.stores if unit.state == "unknown" and one.covers_unit(unit.name)), "")
        if broken:
            raise refuse(NOTHING, BROKEN(unit=broken), fix=VALIDATE)
        unseen = any(one.covers(parse_address(e.address)) for unit in plan.stores for e in unit.unknown)
        raise refuse(NOTHING, (UNSEEN if unseen else AGREES)(address=text), fix=LOOK if unseen else SEE_PLAN)


def as_seen(value: str, found: Sequence[Wish], places: Mapping[str, str]) -> None:
    """Raises Refusal when the one value that is live now is not the one that was seen.

    It may be written as in YAML, or as a plan shows it. `places`: POI ids and product addresses by what people call them.
    """
    if len(found) != 1:
        raise refuse(NOTHING, ONE_VALUE(count=len(found)))
    (wish,) = found
    live = wish.change.live
    if value.strip() in (full(wish.attribute, live, lang, places) for lang in LANGS):
        return
    if spelled(value, written(live)) != read_value(value):
        detail = MOVED(address=f"{wish.address}#{wish.change.path}", seen=value, live=live)
        raise refuse(NOTHING, detail, fix=SEE_PLAN)


def view(
    acceptance: Acceptance, *, branch: str = "", commit: str = "", dry_run: bool = False, until: str = ""
) -> Accepting:
    """For people and machines to read."""
    return Accepting(
        written=[_viewed(one) for one in acceptance.written],
        by_hand=[_viewed(one) for one in acceptance.by_hand],
        files=acceptance.files,
        places=acceptance.places,
        also=[one.address or one.store for one in acceptance.also],
        branch=branch,
        commit=commit,
        dry_run=dry_run,
        until=until,
    )


def _viewed(one: Written | ByHand) -> Accepted:
    wish, hand = one.wish, one if isinstance(one, ByHand) else None
    gone = hand is not None and hand.gone
    return Accepted(
        address=str(wish.address),
        path="" if gone else wish.change.path,
        declared=None if gone else wish.change.declared,
        live=None if gone else wish.change.live,
        span=one.span,
        reason=hand.reason if hand is not None else "",
        also=hand.also if hand is not None else (),
        stores=wish.stores,
    )
