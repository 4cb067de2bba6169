"""Whether the addresses and labels of a run mean anything: a mistyped one would give a clean bill of health."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from storeconf.core.address import Pattern, parse_address, pattern
from storeconf.core.text import Say
from storeconf.model.fleet import Unit
from storeconf.model.kinds import BY_NAME
from storeconf.plan.entities import Policy
from storeconf.source.fleet import Fleet
from storeconf.source.suggest import did_you_mean
from storeconf.state.records import Ledger


def unmatched(policy: Policy, fleet: Fleet, state: Ledger) -> Iterator[tuple[str, str, Say]]:
    """Option, its value, and what may be meant, for each that matches nothing declared or recorded.

    While some document can't be read, anything may still be declared, and nothing is called wrong.
    """
    if fleet.broken:
        return
    named = (
        ("--target", policy.target),
        ("--exclude", policy.exclude),
        ("--restore", policy.restore),
        ("--resubmit", policy.resubmit),
        ("--take", tuple(policy.take)),
    )
    for option, texts in named:
        for text in texts:
            near = _unknown(pattern(text), text, fleet, state)
            if near is not None:
                yield option, text, near
    for name, values in policy.where.items():
        have = {store.labels.get(name, "") for store in fleet.stores.values()}
        for value in values:
            if value not in have:
                known = (f"{name}={one}" for one in have if one) if have - {""} else _labels(fleet)
                yield "--where", f"{name}={value}", did_you_mean(f"{name}={value}", known)


def _labels(fleet: Fleet) -> Iterator[str]:
    return (f"{name}={value}" for store in fleet.stores.values() for name, value in store.labels.items())


def _unknown(wanted: Pattern, text: str, fleet: Fleet, state: Ledger) -> Say | None:
    """What may be meant by a pattern that nothing is covered by; None when something is."""
    names = dict.fromkeys((*fleet.unit_names, *fleet.index.failed, *state.unit_names()))
    units = [name for name in names if wanted.covers_unit(name)]
    if not units:
        return did_you_mean(text.split("/")[0].split("#")[0], names)
    if wanted.depth == 1 or any(name in fleet.index.failed for name in units):
        return None
    seen: list[str] = []
    for name in units:
        for address in _addresses(name, fleet, state):
            if wanted.covers(parse_address(address)):
                return None
            seen.append(address)
    kind = text.split("#")[0].split("/")[1]
    return did_you_mean(text.split("#")[0], seen) if kind in BY_NAME or "*" in kind else did_you_mean(kind, BY_NAME)


def _addresses(name: str, fleet: Fleet, state: Ledger) -> Iterable[str]:
    yield from state.unit(name).records
    if name in fleet.unit_names:
        unit = fleet.unit(name)
        if isinstance(unit, Unit):
            yield from unit.unknown
            yield from (str(resource.address) for resource in unit.resources)
