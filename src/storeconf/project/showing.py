"""Merged values with their origins, for people who ask where something comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from storeconf.core.address import Address
from storeconf.core.diagnostics import fail
from storeconf.core.span import Path, child
from storeconf.core.text import Text
from storeconf.core.values import Value
from storeconf.model.fleet import Unit
from storeconf.model.kind import Resolve
from storeconf.model.kinds import BY_NAME
from storeconf.render.show import Shown, ShownRecord
from storeconf.source import codes
from storeconf.source.chain import STORE_UNKNOWN
from storeconf.source.layers import Layer, Layered, Traced, leaves
from storeconf.source.suggest import did_you_mean

if TYPE_CHECKING:
    from storeconf.project.project import Project

NOT_DECLARED = Text("{address} 没有声明", "{address} is not declared")


def show_unit(project: Project, unit: str) -> Shown:
    """A store's or an account's merged document. Raises StoreconfError when it is not declared."""
    layers = _layers(project, unit)
    return Shown(name=unit, tree=_below(layers, ()), origins=_origins(project, layers, ()))


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
    tree = _below(layers, prefix)
    if not tree:
        raise fail(codes.NO_PRODUCT, NOT_DECLARED(address=address))
    state = project.state.unit(address.unit)
    record, submission = state.records.get(str(address)), state.submissions.get(str(address))
    hold = state.holds.get(str(address))
    return Shown(
        name=str(address),
        tree=tree,
        origins=_origins(project, layers, prefix),
        rendered=_rendered(project, address, tree),
        record=ShownRecord(record.at, record.by, record.attrs, _ids(record.ids)) if record is not None else None,
        submission=(submission.since, str(submission.verdict), submission.reason) if submission is not None else None,
        hold=(hold.reason, hold.by) if hold is not None else None,
    )


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


def _below(layers: Traced, prefix: Path) -> dict[str, Any]:
    """The merged map under a path; empty when there is none."""
    node: object = layers.merged()
    for part in prefix:
        node = child(node, part)
    return node if isinstance(node, dict) else {}


def _origins(project: Project, layers: Traced, prefix: Path) -> dict[Path, str]:
    """Where each value below a path was written, by the path from there."""
    found: dict[Path, str] = {}
    for path, _ in leaves(_below(layers, prefix)):
        origin, where, _ = layers.trace(prefix + path)
        found[path] = str(project.fleet.library.span(origin, where))
    return found


def _rendered(project: Project, address: Address, tree: dict[str, Any]) -> dict[str, Value]:
    """Texts that come from templates, as they would be sent."""
    unit = project.fleet.unit(address.unit)
    resources = unit.resources if isinstance(unit, Unit) else ()
    found = next((one for one in resources if one.address == address), None)
    if found is None:
        return {}
    texts = [item.path for item in found.kind.attributes if item.resolve is Resolve.TEXT]
    return {path: found.attrs[path] for path in texts if isinstance(tree.get(path), dict) and path in found.attrs}


def _ids(ids: Mapping[str, str]) -> dict[str, str]:
    """The platform's ids, without the map from stores to their places."""
    return {name: value for name, value in ids.items() if not name.startswith("poi:")}
