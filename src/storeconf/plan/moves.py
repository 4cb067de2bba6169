"""Renames: records follow their object to its new address; the platform is not touched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from storeconf.core.address import Address, parse_address
from storeconf.core.values import Attrs
from storeconf.model.kind import Attribute, Kind, Resolve
from storeconf.plan.context import Context
from storeconf.plan.entities import Entry, Note, Settlement
from storeconf.plan.sheet import Sheet
from storeconf.state.records import Record, UnitState


def state_of(context: Context, unit: str, sheet: Sheet) -> UnitState:
    """What is recorded for a unit, with what moved in and without what moved away."""
    state = context.ledger.unit(unit)
    if not context.moved:
        return state
    away = {old for new, old in _pairs(context) if old.unit == unit and _recorded(context, new) is None}
    records = {a: r for a, r in state.records.items() if not _covered(parse_address(a), away)}
    submissions = {a: s for a, s in state.submissions.items() if not _covered(parse_address(a), away)}
    holds = {a: h for a, h in state.holds.items() if not _covered(parse_address(a), away)}
    for new, old in _pairs(context):
        if new.unit != unit:
            continue
        source = context.ledger.unit(old.unit)
        for record in source.records.values():
            here = parse_address(record.address)
            target = str(_renamed(here, old, new))
            if not _covered(here, {old}) or target in records:
                continue
            records[target] = replace(record, address=target)
            if record.address in source.submissions:
                submissions[target] = replace(source.submissions[record.address], address=target)
            if record.address in source.holds:
                holds[target] = replace(source.holds[record.address], address=target)
            _settle(record, target, sheet)
    return replace(state, records=records, submissions=submissions, holds=holds)


def _pairs(context: Context) -> list[tuple[Address, Address]]:
    return [(parse_address(new), parse_address(old)) for new, old in context.moved.items()]


def _recorded(context: Context, address: Address) -> Record | None:
    """The record at the new address itself; then the move is over and the old one, if any, is another object."""
    return context.ledger.unit(address.unit).records.get(str(address)) if address.kind else None


def _covered(address: Address, olds: set[Address]) -> bool:
    return any(address[: _depth(old)] == old[: _depth(old)] for old in olds)


def _depth(address: Address) -> int:
    return 1 + bool(address.kind) + bool(address.key)


def _renamed(address: Address, old: Address, new: Address) -> Address:
    depth = _depth(old)
    return Address(*new[:depth], *address[depth:3])


def _settle(record: Record, target: str, sheet: Sheet) -> None:
    sheet.add(
        "changes",
        Entry(
            address=target,
            title=record.title,
            action="record",
            reason="moved",
            notes=(Note(code="moved", values={"old": record.address}),),
        ),
    )
    sheet.settle.append(
        Settlement(
            address=target, kind=record.kind, account=record.account, title=record.title, moved_from=record.address
        )
    )


def moved_addresses(moved: Mapping[str, str], address: str) -> str:
    """Where an old address lives now."""
    here = parse_address(address)
    for new, old in moved.items():
        source = parse_address(old)
        if _covered(here, {source}):
            return str(_renamed(here, source, parse_address(new)))
    return address


def followed(moved: Mapping[str, str], kind: Kind, attrs: Attrs) -> Attrs:
    """Values that name products, under the names that these have now."""
    if not moved:
        return attrs
    return {path: _followed(moved, kind.attribute(path), value) for path, value in attrs.items()}


def _followed(moved: Mapping[str, str], attribute: Attribute | None, value: Any) -> Any:
    match attribute.resolve if attribute is not None else Resolve.NONE:
        case Resolve.PRODUCT:
            return moved_addresses(moved, value)
        case Resolve.PRODUCTS:
            return [moved_addresses(moved, item) for item in value]
        case Resolve.HEAD_IMAGE if "product" in value:
            return {**value, "product": moved_addresses(moved, value["product"])}
        case _:
            return value
