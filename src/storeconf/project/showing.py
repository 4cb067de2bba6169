"""Merged values with their origins, for people who ask where something comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storeconf.core.address import Address
from storeconf.core.diagnostics import fail
from storeconf.core.span import Path, path_text
from storeconf.core.text import Text
from storeconf.core.values import canonical_json
from storeconf.model.kinds import BY_NAME
from storeconf.source import codes
from storeconf.source.chain import STORE_UNKNOWN
from storeconf.source.layers import Layer, Layered, Traced, leaves
from storeconf.source.suggest import did_you_mean

if TYPE_CHECKING:
    from storeconf.project.project import Project

NOT_DECLARED = Text("{address} 没有声明", "{address} is not declared")


@dataclass(frozen=True, slots=True)
class ShownValue:
    """One value with the place it was written at."""

    path: str
    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The merged values of something."""

    name: str
    values: tuple[ShownValue, ...]
    facts: Mapping[str, str] = field(default_factory=dict)
    """What else is known of it: digests, records, submissions."""


def show_unit(project: Project, unit: str) -> Shown:
    """A store's or an account's merged document. Raises StoreconfError when it is not declared."""
    return Shown(unit, tuple(_values(project, _layers(project, unit), ())))


def show_address(project: Project, address: Address) -> Shown:
    """One resource: what is declared, where it comes from, what is recorded. Raises StoreconfError."""
    kind = BY_NAME.get(address.kind)
    if kind is None:
        raise fail(codes.UNKNOWN_KIND, NOT_DECLARED(address=address), fix=did_you_mean(address.kind, BY_NAME))
    product = project.fleet.index.products.get((address.unit.removeprefix("@"), address.key))
    if address.account_level and kind.name == "product":
        if product is None:
            raise fail(codes.NO_PRODUCT, NOT_DECLARED(address=address))
        layers: Traced = project.fleet.index.product_layers(product)
        prefix: Path = ()
    else:
        layers = _layers(project, address.unit)
        prefix = (kind.field, address.key) if kind.keyed else (kind.field,)
    values = tuple(_values(project, layers, prefix))
    if not values:
        raise fail(codes.NO_PRODUCT, NOT_DECLARED(address=address))
    return Shown(str(address), values, _facts(project, address))


def _layers(project: Project, unit: str) -> Traced:
    index = project.fleet.index
    if unit.startswith("@"):
        account = index.accounts.get(unit[1:])
        if account is None:
            raise fail(codes.NO_ACCOUNT, NOT_DECLARED(address=unit), fix=did_you_mean(unit[1:], index.accounts))
        tree = account.origin.tree()
        return Layered((Layer(account.origin, ("spec",), tree.get("spec") or {}),))
    store = index.stores.get(unit)
    if store is None:
        raise fail(codes.NO_STORE, STORE_UNKNOWN(name=unit), fix=did_you_mean(unit, index.stores))
    return index.store_layers(store)


def _values(project: Project, layers: Traced, prefix: Path) -> list[ShownValue]:
    merged = layers.merged()
    found = []
    for path, value in leaves(merged if isinstance(merged, dict) else {}):
        if path[: len(prefix)] == prefix:
            origin, where, _ = layers.trace(path)
            span = project.fleet.library.span(origin, where)
            found.append(ShownValue(path_text(path), str(value), str(span)))
    return found


def _facts(project: Project, address: Address) -> dict[str, str]:
    """Record and submission, as far as there are any."""
    state = project.state.unit(address.unit)
    record, submission = state.records.get(str(address)), state.submissions.get(str(address))
    facts: dict[str, str] = {}
    if record is not None:
        facts["recorded"] = f"{record.at} {record.by} {canonical_json(dict(record.attrs))}"
        facts.update({name: value for name, value in record.ids.items() if not name.startswith("poi:")})
    if submission is not None:
        facts["submission"] = f"{submission.since} {submission.verdict} {submission.reason}".rstrip()
    hold = state.holds.get(str(address))
    if hold is not None:
        facts["hold"] = f"{hold.by}: {hold.reason}"
    return facts
