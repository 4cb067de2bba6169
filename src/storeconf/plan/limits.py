"""How much one run may change without a word: objects by count and share, prices by how far they move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from storeconf.core import money
from storeconf.plan.entities import Entry, Limit, Policy, UnitPlan

FROM = 10
"""Shares count from so many recorded objects on; below, one object is a large share of anything."""
NAMES = ("update.count", "update.share", "remove.count", "remove.share", "price_delta")


def broken_limits(units: Iterable[UnitPlan], policy: Policy, recorded: int) -> tuple[Limit, ...]:
    """The limits that a plan breaks. `recorded` is the number of recorded objects in the selection.

    By-hand steps, adoptions and blocked entries don't count: they write nothing.
    """
    updates, removes, prices = _counted(units)
    found = [
        *_by_number("update", updates, policy, recorded),
        *_by_number("remove", removes, policy, recorded),
        *_by_price(prices, policy),
    ]
    return tuple(found)


def _counted(units: Iterable[UnitPlan]) -> tuple[list[str], list[str], list[Entry]]:
    updates: dict[str, None] = {}
    removes: dict[str, None] = {}
    prices: list[Entry] = []
    for unit in units:
        for entry in unit.changes:
            if entry.by != "api" or entry.blocked_by:
                continue
            if entry.action == "update":
                updates[entry.address] = None
                prices.append(entry)
            elif entry.action == "remove":
                removes[entry.address] = None
            elif entry.action == "create":
                # What is made anew had a price before.
                prices.append(entry)
    return list(updates), list(removes), prices


def _by_number(name: str, addresses: Sequence[str], policy: Policy, recorded: int) -> Iterator[Limit]:
    count, share = policy.limits.get(f"{name}.count"), policy.limits.get(f"{name}.share")
    if count is not None and len(addresses) > int(count):
        yield _limit(f"{name}.count", str(len(addresses)), count, addresses, policy)
    if share is not None and recorded >= FROM:
        part = Decimal(100 * len(addresses)) / recorded
        if part > _percent(share):
            yield _limit(f"{name}.share", f"{part:.1f}%", share, addresses, policy)


def _by_price(entries: Iterable[Entry], policy: Policy) -> Iterator[Limit]:
    maximum = policy.limits.get("price_delta")
    if maximum is None:
        return
    worst, addresses = Decimal(0), []
    for entry in entries:
        delta = price_delta(entry)
        if delta is not None and delta > _percent(maximum):
            worst = max(worst, delta)
            addresses.append(entry.address)
    if addresses:
        yield _limit("price_delta", f"{worst:.1f}%", maximum, addresses, policy)


def price_delta(entry: Entry) -> Decimal | None:
    """How far a change moves the price, in percent of the live one: |D − L| / L. None when it doesn't."""
    for attribute in entry.attributes:
        if attribute.path == "price" and attribute.declared is not None:
            live = attribute.live if attribute.live is not None else attribute.recorded
            if live is None:
                return None
            old, new = money.fen(str(live)), money.fen(str(attribute.declared))
            return Decimal(100 * abs(new - old)) / old if old else Decimal(100)
    return None


def _limit(name: str, value: str, maximum: str, addresses: Sequence[str], policy: Policy) -> Limit:
    acknowledged = name in policy.ack or name.split(".")[0] in policy.ack
    return Limit(limit=name, value=value, maximum=maximum, addresses=tuple(addresses), acknowledged=acknowledged)


def _percent(text: str) -> Decimal:
    return Decimal(text.rstrip("%"))
