"""Chain products: one platform product, sold at one or many stores of its account.

Each is made out once and kept small, because every store that sells it asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from storeconf.core.address import Address
from storeconf.core.diagnostics import Code, Diagnostic
from storeconf.core.span import Path
from storeconf.core.text import Message, Say, Text
from storeconf.model.kinds import PRODUCT
from storeconf.model.product import Product, Where
from storeconf.source import codes
from storeconf.source.entries import ProductEntry
from storeconf.source.index import Index
from storeconf.source.layers import Layered
from storeconf.source.problems import diagnose
from storeconf.source.suggest import did_you_mean

STORE_UNKNOWN = Text("门店 {name} 不存在", "there is no store {name}")
STORE_ELSEWHERE = Text("门店 {name} 属于账号 {account}", "store {name} belongs to account {account}")
NO_STORES = Text("商品没有写 stores：在哪些门店卖？", "the product has no stores: where is it sold?")
NOBODY = Text("stores 的条件没有选中任何门店", "the condition under stores selects no store")


@dataclass(frozen=True, slots=True)
class ChainProduct:
    """A chain product, validated."""

    model: Product
    layers: Layered
    sold_at: Mapping[str, str]
    """Store slug to POI id, empty where the store declares none."""
    facts: Mapping[str, Any]
    """Its declared values, for templates and covers."""


class ChainProducts:
    """The chain products of a project."""

    def __init__(self, index: Index) -> None:
        """Nothing is validated until asked for."""
        self._index = index
        self._made: dict[tuple[str, str], tuple[ChainProduct | None, tuple[Diagnostic, ...]]] = {}

    def get(self, account: str, name: str) -> ChainProduct | None:
        """The product; None when it is declared but can't be used. Raises KeyError when it is not declared."""
        return self._get(account, name)[0]

    def problems(self, account: str, name: str) -> tuple[Diagnostic, ...]:
        """What is wrong with it."""
        return self._get(account, name)[1]

    def _get(self, account: str, name: str) -> tuple[ChainProduct | None, tuple[Diagnostic, ...]]:
        key = (account, name)
        if key not in self._made:
            self._made[key] = self._make(self._index.products[key])
        return self._made[key]

    def _make(self, entry: ProductEntry) -> tuple[ChainProduct | None, tuple[Diagnostic, ...]]:
        layers = self._index.product_layers(entry)
        try:
            model = Product.model_validate(layers.merged())
        except ValidationError as error:
            return None, tuple(diagnose(error, Product, layers, self._index.library, store=f"@{entry.account}"))
        sold_at, problems = self._sold_at(entry, model, layers)
        if problems or _address(entry) in self._index.failed_products:
            return None, tuple(problems)
        return ChainProduct(model, layers, sold_at, model.model_dump(exclude_unset=True)), ()

    def _sold_at(self, entry: ProductEntry, model: Product, layers: Layered) -> tuple[dict[str, str], list[Diagnostic]]:
        """A store that can't be read is no mistake of the product: its name is taken, its POI is not known."""
        mine = self._index.stores_by_account.get(entry.account, ())
        problems: list[Diagnostic] = []

        def wrong(code: Code, detail: Message | Text, path: Path, fix: Say = "") -> None:
            origin, where, _ = layers.trace(path)
            span = self._index.library.span(origin, where)
            problems.append(
                Diagnostic(code=code, detail=detail, span=span, address=_address(entry), path=where, fix=fix)
            )

        sold_at: dict[str, str] = {}
        if isinstance(model.stores, Where):
            sold_at = {info.name: info.poi_id for info in mine if matches(info.labels, model.stores.where)}
            if not sold_at and not self._index.library.broken:
                wrong(codes.NO_STORE, NOBODY, ("stores", "where"))
        elif model.stores is None:
            wrong(codes.MISSING_KEY, NO_STORES, ("stores",))
        else:
            for position, name in enumerate(model.stores):
                known = self._index.stores.get(name)
                if known is not None and known.info.account != entry.account:
                    wrong(codes.NO_STORE, STORE_ELSEWHERE(name=name, account=known.info.account), ("stores", position))
                elif known is None and not self._index.library.broken:
                    fix = did_you_mean(name, [info.name for info in mine])
                    wrong(codes.NO_STORE, STORE_UNKNOWN(name=name), ("stores", position), fix)
                else:
                    sold_at[name] = known.info.poi_id if known is not None else ""
        return sold_at, problems


def matches(labels: Mapping[str, str], where: Mapping[str, str | list[str]]) -> bool:
    """Whether all equalities hold; a list means any of."""
    return all(labels.get(name) in (value if isinstance(value, list) else (value,)) for name, value in where.items())


def _address(entry: ProductEntry) -> str:
    return str(Address(f"@{entry.account}", PRODUCT.name, entry.name))
