"""One unit at a time: a store's or an account's merged documents as resources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any

from pydantic import ValidationError

from storeconf.core.address import Address
from storeconf.core.diagnostics import Diagnostic
from storeconf.core.span import Path, Span
from storeconf.core.text import Text
from storeconf.core.values import digest
from storeconf.model.documents import AccountSpec, StoreSpec
from storeconf.model.fleet import AccountInfo, Lifecycle, Resource, StoreInfo, Unit
from storeconf.model.kind import Kind, Spec
from storeconf.model.kinds import KINDS, PRODUCT
from storeconf.source import codes
from storeconf.source.chain import ChainProduct, ChainProducts
from storeconf.source.context import account_context, cover, store_context, with_products
from storeconf.source.entries import AccountEntry, StoreEntry
from storeconf.source.index import Index
from storeconf.source.layers import Layer, Layered, Traced
from storeconf.source.licences import licence_problems
from storeconf.source.problems import diagnose
from storeconf.source.resolve import Resolver, Scope, Unresolved, finish_product
from storeconf.source.suggest import did_you_mean

NOT_SOLD_HERE = Text("商品 {key} 不在门店 {store} 卖", "product {key} is not sold at store {store}")
PRODUCT_UNKNOWN = Text("没有商品 {key}", "there is no product {key}")
PRODUCT_TWICE = Text(
    "商品 {key} 既是门店 {store} 自己的，又是账号的，不知道指哪个",
    "product {key} is both store {store}'s own and the account's",
)
NO_STORES_KEY = Text(
    "单店商品只在本店卖，不能写 stores", "a store's own product is sold there alone; it takes no stores"
)


STORE_FACTS = {"counter", "licences"}
ACCOUNT_FACTS = {"attribution"}
"""What rules and templates read that is no resource."""


@dataclass(frozen=True, slots=True)
class FailedUnit:
    """A declared unit that can't be used: nothing of it is planned, forgotten or deleted."""

    name: str
    account: str
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(slots=True)
class _Draft:
    """A unit in the making."""

    resolver: Resolver
    layers: Traced
    scope: Scope
    resources: list[Resource] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    problems: list[Diagnostic] = field(default_factory=list)

    def make(self, address: Address, kind: Kind, model: Spec, path: Path) -> Resource | None:
        """A resource from its model; a value that can't be made out makes it unknown."""
        resource, problems = self.resolver.resource(address, kind, model, self.layers, path, self.scope)
        self.problems.extend(problems)
        if resource is None:
            self.unknown.add(str(address))
        return resource

    def placer(self, path: Path) -> Callable[[str], Span]:
        """Where the attributes of a resource stand."""
        return _placer(self.resolver, self.layers, path)


class StoreUnits:
    """Makes the units of stores."""

    def __init__(self, index: Index, resolver: Resolver, chain: ChainProducts) -> None:
        """All three are shared by every unit."""
        self._index, self._resolver, self._chain = index, resolver, chain

    def unit(self, entry: StoreEntry, account: AccountInfo, lifecycle: Lifecycle) -> Unit | FailedUnit:
        """One store."""
        info = entry.info
        layers = self._index.store_layers(entry)
        try:
            spec = StoreSpec.model_validate(layers.merged())
        except ValidationError as error:
            problems = diagnose(error, StoreSpec, layers, self._index.library, store=info.name)
            return FailedUnit(info.name, info.account, tuple(problems))
        draft = _Draft(self._resolver, layers, self._scope(account, info, spec))
        for kind in KINDS:
            if kind.scope != "account":
                self._add_kind(draft, kind, info, getattr(spec, kind.field))
        draft.problems.extend(licence_problems(spec.licences or (), draft.placer(("licences",)), info.name))
        unit = _finish(draft, info.name, info.title, info.account, info.owner, info.labels, lifecycle)
        return replace(unit, facts=spec.model_dump(include=STORE_FACTS, exclude_unset=True))

    def _add_kind(self, draft: _Draft, kind: Kind, info: StoreInfo, declared: Any) -> None:
        if declared is None:
            return
        models = declared if kind.keyed else {"": declared}
        for key, model in models.items():
            address = Address(info.name, kind.name, key)
            path = (kind.field, key) if kind.keyed else (kind.field,)
            resource = draft.make(address, kind, model, path)
            if resource is None:
                continue
            if kind is PRODUCT:
                self._add_own_product(draft, resource, info, draft.placer(path))
            else:
                draft.resources.append(_at_store(resource, info))

    def _add_own_product(
        self, draft: _Draft, resource: Resource, info: StoreInfo, place: Callable[[str], Span]
    ) -> None:
        address = str(resource.address)
        if "stores" in resource.attrs:
            span = place("stores")
            draft.problems.append(Diagnostic(code=codes.MISPLACED, detail=NO_STORES_KEY, span=span, address=address))
            draft.unknown.add(address)
            return
        out_id = f"{info.name}.{resource.address.key}"
        finished, problems = finish_product(resource, out_id=out_id, sold_at={info.name: info.poi_id}, place=place)
        draft.problems.extend(problems)
        _keep_product(draft, finished, self._index)

    def _scope(self, account: AccountInfo, info: StoreInfo, spec: StoreSpec) -> Scope:
        own = spec.products or {}
        base = store_context(account, info, spec)

        def product(key: str) -> str:
            unit, _, name = key.rpartition(f"/{PRODUCT.name}/")  # a full address says whose it is
            mine = name in own and unit in ("", info.name)
            sold_here = self._sold_here(info, name) if unit in ("", account.unit) else None
            if mine and sold_here is not None:
                raise Unresolved(codes.NO_PRODUCT, PRODUCT_TWICE(key=key, store=info.name))
            if mine:
                return str(Address(info.name, PRODUCT.name, name))
            if sold_here:
                return str(Address(account.unit, PRODUCT.name, name))
            if sold_here is False:
                raise Unresolved(codes.NO_PRODUCT, NOT_SOLD_HERE(key=key, store=info.name))
            known = [*own, *self._index.products_by_account.get(info.account, ())]
            raise Unresolved(codes.NO_PRODUCT, PRODUCT_UNKNOWN(key=key), fix=did_you_mean(key, known))

        def facts(address: str) -> Mapping[str, Any]:
            unit, _, key = address.split("/")
            if unit == info.name:
                return own[key].model_dump(exclude_unset=True)
            found = self._chain.get(info.account, key)
            return found.facts if found is not None else {}

        def context(raw: Mapping[str, Any]) -> Mapping[str, Any]:
            keys = raw.get("products") or ([raw["product"]] if "product" in raw else [])
            products = [facts(product(key)) for key in keys]
            return with_products(base, products or ([raw] if "price" in raw else []))

        return Scope(product=product, cover=lambda address: cover(facts(address)), context=context)

    def _sold_here(self, info: StoreInfo, key: str) -> bool | None:
        """Whether a chain product is sold at a store; None when there is none of that name.

        Raises Unresolved without a message when its document is wrong: that is reported at the account.
        """
        if (info.account, key) not in self._index.products:
            return None
        found = self._chain.get(info.account, key)
        if found is None:
            raise Unresolved
        return info.name in found.sold_at


class AccountUnits:
    """Makes the units of accounts: verification tool, anomaly rules and chain products."""

    def __init__(self, index: Index, resolver: Resolver, chain: ChainProducts) -> None:
        """All three are shared by every unit."""
        self._index, self._resolver, self._chain = index, resolver, chain

    def unit(self, entry: AccountEntry, account: AccountInfo, lifecycle: Lifecycle) -> Unit:
        """One account, whose document is valid."""
        tree = self._index.parts((entry.origin,))[0][1]
        layers = Layered((Layer(entry.origin, ("spec",), tree["spec"]),))
        spec = AccountSpec.model_validate(layers.merged())
        draft = _Draft(self._resolver, layers, _account_scope(account, {}))
        for kind in KINDS:
            declared = getattr(spec, kind.field, None) if kind.scope == "account" else None
            resource = draft.make(Address(account.unit, kind.name), kind, declared, (kind.field,)) if declared else None
            if resource is not None:
                draft.resources.append(replace(resource, title=account.title))
        for name in self._index.products_by_account.get(account.name, ()):
            self._add_product(draft, account, name)
        unit = _finish(draft, account.unit, account.title, account.name, account.owner, {}, lifecycle)
        facts = spec.model_dump(include=ACCOUNT_FACTS, exclude_unset=True)
        return replace(unit, partly_unknown="Product" in self._index.library.broken_kinds, facts=facts)

    def _add_product(self, draft: _Draft, account: AccountInfo, name: str) -> None:
        address = Address(account.unit, PRODUCT.name, name)
        found = self._chain.get(account.name, name)
        draft.problems.extend(self._chain.problems(account.name, name))
        resource = self._resolved(draft, account, address, found) if found is not None else None
        if found is None or resource is None:
            draft.unknown.add(str(address))
            return
        place = _placer(self._resolver, found.layers, ())
        finished, problems = finish_product(resource, out_id=name, sold_at=found.sold_at, place=place)
        draft.problems.extend(problems)
        _keep_product(draft, finished, self._index)

    def _resolved(self, draft: _Draft, account: AccountInfo, address: Address, found: ChainProduct) -> Resource | None:
        scope = _account_scope(account, found.facts)
        resource, problems = self._resolver.resource(address, PRODUCT, found.model, found.layers, (), scope)
        draft.problems.extend(problems)
        return resource


def _account_scope(account: AccountInfo, product: Mapping[str, Any]) -> Scope:
    def no_products(key: str) -> str:
        raise Unresolved(codes.NO_PRODUCT, PRODUCT_UNKNOWN(key=key))

    context = with_products(account_context(account), [product] if product else [])
    return Scope(product=no_products, cover=lambda address: None, context=lambda raw: context)


def _placer(resolver: Resolver, layers: Traced, base: Path) -> Callable[[str], Span]:
    def place(attribute: str) -> Span:
        inside = (int(part) if part.isdigit() else part for part in attribute.split(".") if part)
        origin, where, _ = layers.trace((*base, *inside))
        return resolver.library.span(origin, where)

    return place


def _keep_product(draft: _Draft, resource: Resource, index: Index) -> None:
    """A product whose out_id another one has too is nobody's."""
    if str(resource.address) in index.failed_products:
        draft.unknown.add(str(resource.address))
    else:
        draft.resources.append(resource)


def _at_store(resource: Resource, info: StoreInfo) -> Resource:
    """What the store itself adds: its name, a video's POI, and which products a mount carries."""
    attrs = dict(resource.attrs)
    mounts: Sequence[str] = ()
    match resource.kind.name:
        case "video":
            if info.poi_id:
                attrs.setdefault("poi", info.poi_id)
            mounts = (str(attrs["product"]),) if "product" in attrs else ()
        case "live":
            products: Any = attrs.get("products", ())
            mounts = tuple(str(product) for product in products)
        case _:
            pass
    return replace(resource, attrs=attrs, title=info.title, mounts=tuple(mounts))


def _finish(
    draft: _Draft, name: str, title: str, account: str, owner: str, labels: Mapping[str, str], lifecycle: Lifecycle
) -> Unit:
    resources = tuple(draft.resources)
    content = {
        "resources": sorted(
            ([str(r.address), dict(r.attrs), r.out_id, r.product_id, dict(r.sold_at)] for r in resources),
            key=itemgetter(0),
        ),
        "unknown": sorted(draft.unknown),
        "protect": [p.text for p in lifecycle.protect],
        "ignore": [[rule.where.text, rule.value, str(rule.expires)] for rule in lifecycle.ignore],
        "moved": list(lifecycle.moved),
    }
    return Unit(
        name=name,
        title=title,
        account=account,
        owner=owner,
        labels=labels,
        resources=resources,
        lifecycle=lifecycle,
        unknown=frozenset(draft.unknown),
        diagnostics=tuple(draft.problems),
        digest=digest(content),
    )
