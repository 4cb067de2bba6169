"""Which lifecycle holds for a unit: the project's, its account's, its Defaults' and its own, joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from storeconf.core.address import pattern
from storeconf.model import documents as docs
from storeconf.model.fleet import IgnoreRule, Lifecycle, Waiver
from storeconf.source.documents import Document, Origin
from storeconf.source.entries import StoreEntry
from storeconf.source.index import Index


class Lifecycles:
    """Joins the lifecycles of a project's documents."""

    def __init__(self, index: Index, project: tuple[Document, docs.Lifecycle]) -> None:
        """The project's own document comes first."""
        self._index = index
        self._project = project

    def of_store(self, entry: StoreEntry) -> Lifecycle:
        """What reaches one store."""
        return self._join([*self._account_origins(entry.info.account), *entry.inherited, entry.origin])

    def of_account(self, account: str) -> Lifecycle:
        """What reaches an account's own resources."""
        return self._join(self._account_origins(account))

    def _account_origins(self, account: str) -> Iterator[Origin]:
        entry = self._index.accounts.get(account)
        if entry is not None:
            yield entry.origin
        for name in self._index.products_by_account.get(account, ()):
            product = self._index.products[(account, name)]
            yield from product.inherited
            yield product.origin

    def _join(self, origins: Iterable[Origin]) -> Lifecycle:
        known = self._index.lifecycles
        found = [self._project[1], *(known[origin] for origin in dict.fromkeys(origins) if origin in known)]
        return Lifecycle(
            protect=tuple(pattern(text) for one in found for text in one.protect),
            ignore=tuple(_ignore(rule) for one in found for rule in one.ignore),
            waivers=tuple(_waiver(waiver) for one in found for waiver in one.waivers),
            moved=tuple((move.source, move.target) for one in found for move in one.moved),
        )


def _ignore(rule: docs.Ignore) -> IgnoreRule:
    expires = date.fromisoformat(rule.expires) if rule.expires else None
    return IgnoreRule(pattern(rule.address), rule.reason, rule.value, expires)


def _waiver(waiver: docs.Waiver) -> Waiver:
    return Waiver(waiver.rule, pattern(waiver.address), waiver.reason, waiver.owner, date.fromisoformat(waiver.expires))
