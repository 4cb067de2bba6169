"""The first pass: names, labels and references of the whole project, without validating any store's body.

One document that can't be used takes only itself out; what it would have declared is then *unknown*, never *gone*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from pydantic import BaseModel, ValidationError

from storeconf.core.address import SLUG, Address
from storeconf.core.diagnostics import Code, Diagnostic, Related
from storeconf.core.span import Path
from storeconf.core.text import Message, Say, Text
from storeconf.model import documents as docs
from storeconf.model.fleet import AccountInfo, StoreInfo
from storeconf.model.kinds import PRODUCT
from storeconf.source import codes, tables
from storeconf.source.documents import Document, Library, Origin
from storeconf.source.entries import (
    ANY_PRODUCT,
    AccountEntry,
    Identity,
    Part,
    ProductEntry,
    StoreEntry,
    StoreLayers,
    chain_product_layers,
    metadata_layers,
    products_in,
)
from storeconf.source.layers import Layered, Written
from storeconf.source.problems import diagnose
from storeconf.source.suggest import did_you_mean
from storeconf.source.uniqueness import Clash, same_out_ids, same_pois

TWO_DEFAULTS = Text("{folder} 里有两个 Defaults，一个文件夹只能有一个", "{folder} has two Defaults; a folder takes one")
TWICE = Text("{kind} {name} 写了两次，另一处在 {other}", "{kind} {name} is declared twice, also at {other}")
OTHER_PLACE = Text("另一处", "the other place")
RENAME_ONE = Text("给其中一个改名，或删掉多余的", "rename one of them, or remove the one too many")
NO_ACCOUNT = Text(
    "{kind} {name} 没有写 metadata.account，也没有从 Defaults 继承到",
    "{kind} {name} has no metadata.account, nor inherits one",
)
UNKNOWN_ACCOUNT = Text(
    "{kind} {name} 属于账号 {account}，但没有这个账号",
    "{kind} {name} belongs to account {account}, which is not declared",
)
NOT_IN_DEFAULTS = Text(
    "Defaults 里的商品会复制到每家店，各是一个商品，不能写 {key}",
    "a product in Defaults is copied to every store; it can't have {key}",
)
FOR_ALL = Text(
    "'*' 只能写在 Defaults 或 StoreSet 里；门店里请写商品的名称",
    "'*' belongs into Defaults or a StoreSet; in a store write a product's name",
)
UNKNOWN_KEY = Text("文档最外层没有 {key} 这个字段", "a document has no field {key} at its top")
TOP_KEYS = ("apiVersion", "kind", "metadata", "spec", "lifecycle", "moved")


class Index:
    """Every store, product and account by name, with the documents behind them."""

    def __init__(self, library: Library, folder: str = "stores") -> None:
        """Reads every document once."""
        self.library = library
        self.accounts: dict[str, AccountEntry] = {}
        self.stores: dict[str, StoreEntry] = {}
        self.products: dict[tuple[str, str], ProductEntry] = {}
        """Chain products by account and name."""
        self.failed: set[str] = set()
        """Units whose document is known but can't be used."""
        self.failed_products: set[str] = set()
        """Addresses of products that are declared but can't be used."""
        self.lifecycles: dict[Origin, docs.Lifecycle] = {}
        """The lifecycle of each document that has one."""
        self._trees: dict[Document, dict[str, Any]] = {}
        self._defaults: dict[str, Document] = {}
        by_kind: dict[str, list[Document]] = {}
        for document in library.read_all(folder):
            by_kind.setdefault(document.kind, []).append(document)
        self._index_defaults(by_kind.get("Defaults", []))
        self._index_accounts(by_kind.get("Account", []))
        self._index_stores(by_kind.get("Store", []), by_kind.get("StoreSet", []))
        self._index_products(by_kind.get("Product", []))
        for clash in same_pois(self.stores.values()):
            self._clash(clash, self.failed)
        for clash in same_out_ids(self.products.values(), self.stores.values()):
            self._clash(clash, self.failed_products)

    @cached_property
    def stores_by_account(self) -> Mapping[str, tuple[StoreInfo, ...]]:
        """The stores of each account, in name order."""
        grouped: dict[str, list[StoreInfo]] = {}
        for name in sorted(self.stores):
            info = self.stores[name].info
            grouped.setdefault(info.account, []).append(info)
        return {account: tuple(stores) for account, stores in grouped.items()}

    @cached_property
    def products_by_account(self) -> Mapping[str, tuple[str, ...]]:
        """The chain products of each account, in name order."""
        grouped: dict[str, list[str]] = {}
        for account, name in sorted(self.products):
            grouped.setdefault(account, []).append(name)
        return {account: tuple(names) for account, names in grouped.items()}

    @property
    def defaults(self) -> tuple[Document, ...]:
        """The Defaults, one a folder."""
        return tuple(self._defaults.values())

    def parts(self, documents: Iterable[Document]) -> list[Part]:
        """Documents that many others share, decoded once. The trees are not to be changed."""
        return [(document, self._shared(document)) for document in documents]

    def store_layers(self, entry: StoreEntry) -> StoreLayers:
        """The layers of a store's spec."""
        return StoreLayers([*self.parts(entry.inherited), (entry.origin, entry.origin.tree())])

    def product_layers(self, entry: ProductEntry) -> Layered:
        """The layers of a chain product's spec."""
        return chain_product_layers(self.parts(entry.inherited), (entry.origin, entry.origin.tree()))

    # -- one kind of document after the other -----------------------------------------------------------------------

    def _index_defaults(self, documents: Iterable[Document]) -> None:
        for document in documents:
            other = self._defaults.get(document.folder)
            tree = self._shared(document)
            if other is not None:
                self._twice(document, other, TWO_DEFAULTS(folder=document.folder))
            forbidden = _forbidden_in_defaults(tree)
            for product, key in forbidden:
                detail = NOT_IN_DEFAULTS(key=key)
                self._report(codes.MISPLACED, detail, document, ("spec", "products", product, key), key=True)
            if other is not None or forbidden or self._checked(document, tree, docs.DefaultsDoc) is None:
                self.library.broken_defaults.add(document.folder)
            self._defaults.setdefault(document.folder, document)

    def _index_accounts(self, documents: Iterable[Document]) -> None:
        for document in documents:
            tree = self._shared(document)
            name = _name_of(tree)
            valid = self._checked(document, tree, docs.AccountDoc)
            if name is None:
                self._lost(document)
            elif name in self.accounts:
                other = self.accounts[name]
                self._twice(document, other.origin, TWICE(kind="Account", name=name, other=_where(other.origin)))
                self.accounts[name] = AccountEntry(None, other.origin)
            else:
                info = _account_info(name, valid) if isinstance(valid, docs.AccountDoc) else None
                self.accounts[name] = AccountEntry(info, document)

    def _index_stores(self, stores: Iterable[Document], sets: Iterable[Document]) -> None:
        for document in stores:
            self._add_store(document, document.tree(), self._inherited(document.folder))
        for document in sets:
            tree = self._shared(document)
            if self._checked(document, tree, docs.StoreSetDoc) is None:
                self._lost(document)
                continue
            try:
                rows = list(tables.rows_of(document, tree, self.library))
            except tables.TableProblem as problem:
                self.library.diagnostics.append(problem.diagnostic)
                self._lost(document)
                continue
            inherited = (*self._inherited(document.folder), document)
            for row in rows:
                if isinstance(row, Diagnostic):
                    self.library.diagnostics.append(row)
                    self._lost(document)
                else:
                    self._add_store(row, row.tree(), inherited)

    def _add_store(self, origin: Origin, tree: dict[str, Any], inherited: tuple[Document, ...]) -> None:
        parts: list[Part] = [*self.parts(inherited), (origin, tree)]
        name = _name_of(tree)
        metadata = self._metadata(parts)
        if metadata is None or name is None:
            self._lost(origin)
            return
        if name in self.stores:
            self._twice(
                origin, self.stores[name].origin, TWICE(kind="Store", name=name, other=_where(self.stores[name].origin))
            )
            self.failed.add(name)
            return
        usable = [
            self._shell_ok(origin, tree),
            self._has_account(metadata, origin, "Store"),
            not self._inherits_unknown(origin),
        ]
        if not all(usable):
            self.failed.add(name)
        spec = StoreLayers(parts).merged()
        self.stores[name] = StoreEntry(_store_info(name, metadata, spec), origin, inherited, _identities(name, spec))

    def _index_products(self, documents: Iterable[Document]) -> None:
        for document in documents:
            tree = document.tree()
            inherited = self._inherited(document.folder)
            name = _name_of(tree)
            metadata = self._metadata([*self.parts(inherited), (document, tree)])
            if metadata is None or name is None or not self._has_account(metadata, document, "Product"):
                self._lost(document)
                self.library.broken_kinds.add("Product")
                continue
            account = metadata.account or ""
            address = str(Address(f"@{account}", PRODUCT.name, name))
            if (account, name) in self.products:
                other = self.products[(account, name)].origin
                self._twice(document, other, TWICE(kind="Product", name=name, other=_where(other)))
                self.failed_products.add(address)
                continue
            if not self._shell_ok(document, tree) or self._inherits_unknown(document):
                self.failed_products.add(address)
            spec = chain_product_layers(self.parts(inherited), (document, tree)).merged()
            self.products[(account, name)] = ProductEntry(
                name, account, metadata.owner or "", document, inherited, _identity(spec, name)
            )

    # -- checks ------------------------------------------------------------------------------------------------------

    def _metadata(self, parts: list[Part]) -> docs.Metadata | None:
        layered = metadata_layers(parts)
        try:
            return docs.Metadata.model_validate(layered.merged())
        except ValidationError as error:
            self.library.diagnostics.extend(diagnose(error, docs.Metadata, layered, self.library, below=("metadata",)))
            return None

    def _has_account(self, metadata: docs.Metadata, origin: Origin, kind: str) -> bool:
        if metadata.account in self.accounts:
            return True
        if metadata.account is None:
            detail = NO_ACCOUNT(kind=kind, name=metadata.name)
            self._report(codes.NO_ACCOUNT, detail, origin, ("metadata",), key=True)
        elif "Account" not in self.library.broken_kinds:
            detail = UNKNOWN_ACCOUNT(kind=kind, name=metadata.name, account=metadata.account)
            fix = did_you_mean(metadata.account, self.accounts)
            self._report(codes.NO_ACCOUNT, detail, origin, ("metadata", "account"), fix=fix)
        return False

    def _shell_ok(self, origin: Origin, tree: Mapping[str, Any]) -> bool:
        """The top of a Store or Product, whose body is checked merged: known keys, and a valid lifecycle."""
        unknown = [key for key in tree if key not in TOP_KEYS]
        for key in unknown:
            self._report(
                codes.UNKNOWN_KEY, UNKNOWN_KEY(key=key), origin, (key,), key=True, fix=did_you_mean(key, TOP_KEYS)
            )
        for_all = ANY_PRODUCT in products_in(tree)
        if for_all:
            self._report(codes.MISPLACED, FOR_ALL, origin, ("spec", "products", ANY_PRODUCT), key=True)
        shell = {key: tree[key] for key in ("lifecycle", "moved") if tree.get(key) is not None}
        shell_ok = not shell or self._checked(origin, shell, docs.LifecycleShell) is not None
        return shell_ok and not unknown and not for_all

    def _checked(self, origin: Origin, tree: Mapping[str, Any], model: type[BaseModel]) -> BaseModel | None:
        """A document, validated by itself; its lifecycle is kept."""
        try:
            valid = model.model_validate(tree)
        except ValidationError as error:
            self.library.diagnostics.extend(diagnose(error, model, Written(origin, tree), self.library))
            return None
        if isinstance(valid, docs.LifecycleShell):
            self.lifecycles[origin] = valid.all_lifecycle
        return valid

    def _inherits_unknown(self, origin: Origin) -> bool:
        """Whether a Defaults above can't be used: what it would have given is unknown."""
        folder = PurePosixPath(origin.file).parent
        return any(str(step) in self.library.broken_defaults for step in (folder, *folder.parents))

    def _clash(self, clash: Clash, failed: set[str]) -> None:
        """Both sides are unknown: nobody knows which one is meant."""
        failed.update((clash.here.name, clash.other.name))
        place = self.library.span(clash.other.origin, clash.other.path, key=True)
        related = (Related(OTHER_PLACE, place),)
        self._report(clash.code, clash.detail, clash.here.origin, clash.here.path, key=True, related=related)

    # -- small things ------------------------------------------------------------------------------------------------

    def _shared(self, document: Document) -> dict[str, Any]:
        if document not in self._trees:
            self._trees[document] = document.tree()
        return self._trees[document]

    def _inherited(self, folder: str) -> tuple[Document, ...]:
        """The Defaults that reach a folder, from the root down."""
        path = PurePosixPath(folder)
        chain = [*reversed(path.parents), path]
        return tuple(self._defaults[str(step)] for step in chain if str(step) in self._defaults)

    def _lost(self, origin: Origin) -> None:
        """Something declared can't be used, and nobody knows what its name is."""
        self.library.broken.append(origin.file)

    def _twice(self, here: Origin, other: Origin, detail: Message) -> None:
        related = (Related(OTHER_PLACE, self.library.span(other, ("metadata", "name"))),)
        self._report(codes.DUPLICATE_NAME, detail, here, ("metadata", "name"), related=related, fix=RENAME_ONE)

    def _report(
        self,
        code: Code,
        detail: Say,
        origin: Origin,
        path: Path,
        *,
        key: bool = False,
        fix: Any = "",
        related: Any = (),
    ) -> None:
        """Keep a diagnostic about a place in a document."""
        span = self.library.span(origin, path, key=key)
        self.library.diagnostics.append(
            Diagnostic(code=code, detail=detail, span=span, path=path, fix=fix, related=tuple(related))
        )


def _name_of(tree: Mapping[str, Any]) -> str | None:
    metadata = tree.get("metadata")
    name = metadata.get("name") if isinstance(metadata, dict) else None
    return name if isinstance(name, str) and SLUG.fullmatch(name) else None


def _where(origin: Origin) -> str:
    return f"{origin.file}:{origin.line}"


def _account_info(name: str, valid: docs.AccountDoc) -> AccountInfo:
    spec = valid.spec
    return AccountInfo(
        name=name,
        title=valid.metadata.title or name,
        owner=valid.metadata.owner or "",
        account_id=spec.account_id,
        role=spec.role,
        scopes=spec.scopes,
        credentials=spec.credentials or "".join(c if c.isalnum() else "_" for c in name.upper()),
    )


def _store_info(name: str, metadata: docs.Metadata, spec: Any) -> StoreInfo:
    poi = spec.get("poi") if isinstance(spec, dict) else None
    facts = poi if isinstance(poi, dict) else {}
    return StoreInfo(
        name=name,
        title=metadata.title or name,
        account=metadata.account or "",
        owner=metadata.owner or "",
        labels=metadata.labels,
        poi_id=_digits(facts.get("id")),
        city=str(facts.get("city") or ""),
    )


def _identities(store: str, spec: Any) -> dict[str, Identity]:
    """A store's own products by address."""
    products = spec.get("products") if isinstance(spec, dict) else None
    found = products if isinstance(products, dict) else {}
    return {
        str(Address(store, PRODUCT.name, key)): _identity(body, f"{store}.{key}")
        for key, body in found.items()
        if SLUG.fullmatch(key)
    }


def _identity(product: Any, default: str) -> Identity:
    facts = product if isinstance(product, dict) else {}
    out_id = facts.get("out_id")
    category = facts.get("category")
    return Identity(
        out_id=out_id if isinstance(out_id, str) else default,
        product_id=_digits(facts.get("product_id")),
        category=category if isinstance(category, str) else "",
    )


def _forbidden_in_defaults(tree: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (name, key)
        for name, product in products_in(tree).items()
        if isinstance(product, dict)
        for key in ("out_id", "product_id", "stores")
        if key in product
    ]


def _digits(value: object) -> str:
    """A POI id good enough to refer to; a wrong one is reported when the store itself is made out."""
    return value if isinstance(value, str) and value.isascii() and value.isdigit() else ""
