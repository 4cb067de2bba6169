"""What the index keeps of every store, product and account: its layers, and the little that others refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storeconf.core.span import Path
from storeconf.model.fleet import AccountInfo, StoreInfo
from storeconf.source.documents import Document, Origin
from storeconf.source.layers import Layer, Layered

Part = tuple[Origin, Mapping[str, Any]]
"""A document with its decoded tree."""

ANY_PRODUCT = "*"


class StoreLayers:
    """The merged spec of one store: Defaults from the root down, then the document.

    Products have layers of their own: all `'*'` layers before all named ones.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        """Parts, lowest first."""
        self._parts = parts
        self._spec = Layered(tuple(_spec_layers(parts)))
        self._products = {key: product_layers(parts, key) for key in _product_keys(parts)}

    def merged(self) -> Any:
        """The merged spec, products included; a product whose last word is null is left out."""
        spec = self._spec.merged()
        if not isinstance(spec, dict):
            return spec
        products = {
            key: layered.merged() for key, layered in self._products.items() if layered.layers[-1].tree is not None
        }
        if products:
            spec = {**spec, "products": products}
        return spec

    def trace(self, path: Path) -> tuple[Origin, Path, bool]:
        """Where a path of the merged spec was written."""
        if len(path) >= 2 and path[0] == "products" and path[1] in self._products:
            return self._products[str(path[1])].trace(path[2:])
        return self._spec.trace(path)


def metadata_layers(parts: Sequence[Part]) -> Layered:
    """The merged metadata of a document below Defaults."""
    return Layered(tuple(Layer(origin, ("metadata",), tree.get("metadata") or {}) for origin, tree in parts))


def product_layers(parts: Sequence[Part], key: str) -> Layered:
    """The layers of one short-form product."""
    return Layered((*_layers_named(parts, ANY_PRODUCT), *_layers_named(parts, key)))


def chain_product_layers(defaults: Sequence[Part], own: Part) -> Layered:
    """The layers of a `kind: Product`: what Defaults give to every product, then the document."""
    return Layered((*_layers_named(defaults, ANY_PRODUCT), Layer(own[0], ("spec",), own[1].get("spec") or {})))


def _layers_named(parts: Sequence[Part], key: str) -> Iterator[Layer]:
    for origin, tree in parts:
        products = products_in(tree)
        if key in products:
            yield Layer(origin, ("spec", "products", key), products[key])


def _spec_layers(parts: Sequence[Part]) -> Iterator[Layer]:
    for origin, tree in parts:
        spec = tree.get("spec")
        if isinstance(spec, dict) and isinstance(spec.get("products"), dict):
            spec = {name: value for name, value in spec.items() if name != "products"}
        yield Layer(origin, ("spec",), {} if spec is None else spec)


def products_in(tree: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a document says under `spec.products`; empty when that is no map."""
    spec = tree.get("spec")
    products = spec.get("products") if isinstance(spec, dict) else None
    return products if isinstance(products, dict) else {}


def _product_keys(parts: Sequence[Part]) -> list[str]:
    keys: dict[str, None] = {}
    for _, tree in parts:
        keys.update(dict.fromkeys(products_in(tree)))
    keys.pop(ANY_PRODUCT, None)
    return list(keys)


@dataclass(frozen=True, slots=True)
class Identity:
    """How the platform knows a product, as written."""

    out_id: str
    product_id: str
    """Empty unless it is bound to one that was made in the console."""
    category: str = ""


@dataclass(frozen=True, slots=True)
class StoreEntry:
    """A store in the index."""

    info: StoreInfo
    origin: Origin
    inherited: tuple[Document, ...]
    """Defaults (and the StoreSet), lowest first."""
    products: Mapping[str, Identity]
    """Its own products by address."""


@dataclass(frozen=True, slots=True)
class ProductEntry:
    """A chain product in the index."""

    name: str
    account: str
    owner: str
    origin: Document
    inherited: tuple[Document, ...]
    identity: Identity


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """An account in the index; `info` is None when its document is not valid."""

    info: AccountInfo | None
    origin: Document
