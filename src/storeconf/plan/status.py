"""Five lights a store: is the chain from a short video to a verified coupon whole, and if not, where is it broken?

The links are the five steps of seed 000: place, content, verification tool, follow-up, attribution.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from storeconf.core.address import parse_address
from storeconf.plan.entities import Entry, Plan, UnitPlan

LinkName = Literal["poi", "content", "verification", "follow_up", "attribution"]
State = Literal["ok", "broken", "waiting", "not_seen"]

STORE_LINKS: Mapping[str, LinkName] = {
    "poi": "poi",
    "product": "content",
    "video": "content",
    "live": "content",
    "payment_reply": "follow_up",
    "voice_call": "follow_up",
    "pinned_video": "follow_up",
    "booking": "follow_up",
}
ACCOUNT_LINKS: Mapping[str, LinkName] = {"verification_tool": "verification", "anomaly_rules": "attribution"}
LINKS: tuple[LinkName, ...] = ("poi", "content", "verification", "follow_up", "attribution")
_RANK: Mapping[State, int] = {"broken": 0, "waiting": 1, "not_seen": 2, "ok": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One light."""

    step: LinkName
    state: State
    because: str
    """A reason code of the plan; empty when it is ok."""
    address: str = ""
    """The object that decides it."""
    blocked_by: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    """Channels that brought nobody, where they decide it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """What is known of the channels that bring customers to one store."""

    complete: bool
    """Every day that counts was read, so that nothing means nobody."""
    silent: tuple[str, ...] = ()
    """Channels that the account means to use and that brought nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreStatus:
    """One store's chain."""

    name: str
    title: str
    owner: str
    chain: tuple[Link, ...]
    reviews: tuple[Entry, ...] = ()
    """What is in review, or was rejected, at this store."""

    @property
    def first_broken(self) -> Link | None:
        """The first link that is broken; when none is, the first that waits, then the first that nobody has seen."""
        open_ = [link for link in self.chain if link.state != "ok"]
        return min(open_, key=lambda link: _RANK[link.state], default=None)


def status_of(
    plan: Plan,
    declared: Mapping[str, Iterable[str]],
    stores: Mapping[str, str],
    channels: Mapping[str, Channels],
) -> list[StoreStatus]:
    """The lights of every planned store.

    `declared`: addresses that belong to each store's chain, its account's included. `stores`: store to account.
    `channels`: what was read of each store's channels; nothing was of a store that isn't there.
    """
    units = {unit.name: unit for unit in plan.stores}
    found: list[StoreStatus] = []
    for name, account in stores.items():
        unit = units.get(name)
        if unit is None:
            continue
        sides = [unit, *([units[f"@{account}"]] if f"@{account}" in units else [])]
        mine = set(declared.get(name, ()))
        states = _states(sides, mine)
        chain = tuple(_link(link, mine, states, unit, channels.get(name)) for link in LINKS)
        reviews = tuple(e for side in sides for e in (*side.in_review, *side.rejected) if e.address in mine)
        found.append(StoreStatus(name=name, title=unit.title, owner=unit.owner, chain=chain, reviews=reviews))
    return found


def _states(units: Iterable[UnitPlan], mine: set[str]) -> dict[str, tuple[State, Entry]]:
    """The worst thing that the plan says of each object."""
    worst: dict[str, tuple[State, Entry]] = {}
    for unit in units:
        for state, entry in _said(unit):
            if entry.address in mine:
                known = worst.get(entry.address)
                if known is None or _RANK[state] < _RANK[known[0]]:
                    worst[entry.address] = (state, entry)
    return worst


def _said(unit: UnitPlan) -> Iterable[tuple[State, Entry]]:
    for entries in (unit.conflicts, unit.drift, unit.rejected, unit.banned, unit.held):
        yield from (("broken", entry) for entry in entries)
    for entry in unit.changes:
        if entry.blocked_by:
            yield "broken", entry
        elif entry.action in ("create", "update", "remove"):
            yield "waiting", entry
    for entries in (unit.in_review, unit.waiting):
        yield from (("waiting", entry) for entry in entries)
    yield from (("not_seen", entry) for entry in unit.unknown)


def _link(
    link: LinkName,
    mine: set[str],
    states: Mapping[str, tuple[State, Entry]],
    unit: UnitPlan,
    channels: Channels | None,
) -> Link:
    if unit.state == "unknown":
        return Link(step=link, state="not_seen", because="declared_unknown")
    objects = sorted(address for address in mine if _link_of(address) == link)
    if not objects:
        return Link(step=link, state="not_seen", because="not_declared")
    bad = sorted((_RANK[states[a][0]], a) for a in objects if a in states)
    if bad:
        state, entry = states[bad[0][1]]
        return Link(step=link, state=state, because=entry.reason, address=entry.address, blocked_by=entry.blocked_by)
    if link == "attribution":
        return _traced(channels)
    return Link(step=link, state="ok", because="")


def _traced(channels: Channels | None) -> Link:
    """Attribution, once the rules for records are in order: do all channels bring somebody?"""
    if channels is None:
        return Link(step="attribution", state="not_seen", because="no_records")
    if not channels.complete:
        return Link(step="attribution", state="not_seen", because="records_old")
    if channels.silent:
        return Link(step="attribution", state="broken", because="channel_silent", channels=channels.silent)
    return Link(step="attribution", state="ok", because="")


def _link_of(address: str) -> LinkName | None:
    here = parse_address(address)
    return STORE_LINKS.get(here.kind) or ACCOUNT_LINKS.get(here.kind)
