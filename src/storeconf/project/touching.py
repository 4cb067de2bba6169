"""Which stores, products and settings a change reaches, through whatever file, and who answers for them.

What decides is the merged result, not the file: a comment reaches nothing, a line of Defaults or a row of a table exactly
the stores that it means something to. Files are only named as the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from storeconf.core.values import digest
from storeconf.model.fleet import Resource, Unit
from storeconf.plan.entities import Touched
from storeconf.platform.observations import file_of
from storeconf.source.documents import Origin
from storeconf.source.fleet import PROJECT_FILE, Fleet
from storeconf.source.templating import FOLDER as TEMPLATES


@dataclass(frozen=True, slots=True)
class _Facts:
    """What decides about a unit's plan, to be compared."""

    resources: Mapping[str, str]
    """Digests by address."""
    rest: object


class Change:
    """A project before and after."""

    def __init__(self, before: Fleet | None, now: Fleet, files: frozenset[str]) -> None:
        """`before`: None when there was no usable project. `files`: those that differ."""
        self.before, self.now, self.files = before, now, files

    @property
    def sides(self) -> tuple[Fleet, ...]:
        """The usable sides, the older one first."""
        return (self.now,) if self.before is None else (self.before, self.now)

    @property
    def of_everything(self) -> bool:
        """Whether the project's own settings differ, which any plan depends on."""
        return self.before is None or self.before.settings != self.now.settings

    @cached_property
    def store_files(self) -> frozenset[str]:
        """Files that hold nothing but what is some store's own."""
        own = {one.origin.file for side in self.sides for one in side.index.stores.values()}
        shared = {file for side in self.sides for file in _shared_files(side)}
        return frozenset(own - shared)

    def documents(self, name: str, product: str = "") -> set[str]:
        """Files that say something else to a unit or a chain product: tables, Defaults, the account's, what was observed."""
        old, new = (_written(side, name, product) if side is not None else {} for side in (self.before, self.now))
        said = {file for file in {*old, *new} if old.get(file) != new.get(file)}
        return (said if product else said | {file_of(name)}) & self.files

    def may_reach(self, name: str) -> bool:
        """Whether the unit has to be made out on both sides: a file that is no store's own may reach any."""
        if name.startswith("@") or file_of(name) in self.files or not self.files <= self.store_files:
            return True
        entries = (side.index.stores.get(name) for side in self.sides)
        return any(entry is not None and entry.origin.file in self.files for entry in entries)


def touched(change: Change) -> Iterator[Touched]:
    """Accounts first, by name. Of an account only the products and settings that differ, unless all of it does."""
    for name in sorted({name for side in change.sides for name in side.unit_names}):
        if not change.of_everything and not change.may_reach(name):
            continue
        old, new = _facts(change.before, name), _facts(change.now, name)
        if old is None or new is None:
            if old is not new or change.documents(name):
                yield _whole(change, name)
        elif change.of_everything or old.rest != new.rest or file_of(name) in change.files:
            yield _whole(change, name)
        elif old.resources != new.resources:
            yield from _parts(change, name, old, new) if name.startswith("@") else (_whole(change, name),)


def _whole(change: Change, name: str) -> Touched:
    was, is_ = (side is not None and (name in side.unit_names or side.broken) for side in (change.before, change.now))
    because = (PROJECT_FILE,) if change.of_everything and was else _reasons(change, name)
    return Touched(store=name, owner=_owner(change, name), change=_kind(was=was, now=is_), because=because)


def _parts(change: Change, name: str, old: _Facts, new: _Facts) -> Iterator[Touched]:
    for address in sorted({*old.resources, *new.resources}):
        if old.resources.get(address) != new.resources.get(address):
            yield Touched(
                store=name,
                address=address,
                owner=_owner(change, name, address),
                change=_kind(was=address in old.resources, now=address in new.resources),
                because=_reasons(change, name, address),
            )


def _kind(*, was: bool, now: bool) -> Literal["added", "changed", "removed"]:
    return "changed" if was and now else "added" if now else "removed"


def _facts(fleet: Fleet | None, name: str) -> _Facts | None:
    """None for a unit that isn't declared or can't be used."""
    unit = fleet.unit(name) if fleet is not None and name in fleet.unit_names else None
    if fleet is None or not isinstance(unit, Unit):
        return None
    life = unit.lifecycle
    rest = (
        (unit.title, unit.owner, dict(unit.labels), unit.facts, fleet.accounts.get(unit.account)),
        [one.text for one in life.protect],
        [(one.where.text, one.reason, one.value, one.expires) for one in life.ignore],
        [(one.rule, one.where.text, one.reason, one.owner, one.expires) for one in life.waivers],
        life.moved,
    )
    resources = {str(one.address): _fingerprint(one) for one in unit.resources}
    return _Facts({**resources, **dict.fromkeys(unit.unknown, "")}, rest)


def _fingerprint(one: Resource) -> str:
    return digest([dict(one.attrs), dict(one.local), one.out_id, one.product_id, dict(one.sold_at), list(one.mounts)])


def _owner(change: Change, name: str, address: str = "") -> str:
    """Who answers for it now, or did while it was there; a chain product has an owner of its own."""
    for side in reversed(change.sides):
        product = side.index.products.get((name[1:], address.rpartition("/")[2])) if "/product/" in address else None
        if product is not None and product.owner:
            return product.owner
        known = side.accounts.get(name[1:]) if name.startswith("@") else side.stores.get(name)
        if known is not None:
            return known.owner
    return ""


# -- because of what -------------------------------------------------------------------------------------------------


def _reasons(change: Change, name: str, address: str = "") -> tuple[str, ...]:
    """Changed files that reach it; when none can be named, every changed one that is no store's own."""
    product = address.rpartition("/")[2] if "/product/" in address else ""
    named = {file for side in change.sides for file in _named(change, side, name, product)} & change.files
    found = change.documents(name, product) | named
    return tuple(sorted(found or change.files - change.store_files or change.files))


def _shared_files(side: Fleet) -> Iterator[str]:
    """Documents of accounts, chain products and Defaults, and the StoreSets behind tables."""
    index = side.index
    yield from (one.origin.file for one in index.accounts.values())
    for product in index.products.values():
        yield product.origin.file
        yield from (one.file for one in product.inherited)
    for store in index.stores.values():
        yield from (one.file for one in store.inherited)


def _written(side: Fleet, name: str, product: str) -> Mapping[str, list[Any]]:
    """What each document says to a unit, or to a chain product of an account, by its file."""
    found: dict[str, list[Any]] = {}
    chain = side.index.products.get((name[1:], product))
    if product:
        for layer in side.index.product_layers(chain).layers if chain is not None else ():
            found.setdefault(layer.origin.file, []).append(layer.tree)
        return found
    for origin in _origins(side, name):
        found.setdefault(origin.file, []).append(origin.tree())
    return found


def _origins(side: Fleet, name: str) -> Iterator[Origin]:
    store = side.index.stores.get(name)
    account = side.index.accounts.get(name[1:] if store is None else store.info.account)
    if account is not None:
        yield account.origin
    if store is not None:
        yield from (*store.inherited, store.origin)


def _named(change: Change, side: Fleet, name: str, product: str) -> Iterator[str]:
    """Files that values name, and what chain products that a store's values name were made from."""
    store = side.index.stores.get(name)
    for text in _texts(_tree(side, name, product)):
        yield text
        yield f"{TEMPLATES}/{text}"
        if store is not None and (store.info.account, text) in side.index.products:
            yield from change.documents(f"@{store.info.account}", text)


def _tree(side: Fleet, name: str, product: str) -> Any:
    index = side.index
    if name in index.stores:
        return index.store_layers(index.stores[name]).merged()
    chain = index.products.get((name[1:], product))
    if chain is not None:
        return index.product_layers(chain).merged()
    account = index.accounts.get(name[1:])
    return account.origin.tree() if account is not None else {}


def _texts(tree: Any) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    parts: Iterable[Any] = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    for part in parts:
        yield from _texts(part)
