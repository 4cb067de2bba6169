"""Which lifecycle holds for a unit: the project's, its account's, its Defaults' and its own, joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from storeconf.core.address import pattern
from storeconf.core.diagnostics import Diagnostic
from storeconf.core.span import Path
from storeconf.core.text import Text
from storeconf.model import documents as docs
from storeconf.model.fleet import IgnoreRule, Lifecycle, Waiver
from storeconf.source import codes
from storeconf.source.documents import Document, Origin
from storeconf.source.entries import StoreEntry
from storeconf.source.index import Index

DOES_NOTHING = Text(
    "{address} 不在这份文件管的门店和账号里，这一条不起作用",
    "{address} is none of the stores and accounts that this document reaches, so the entry does nothing",
)
MOVE_IT = Text(
    "写到那家店、那个账号的文件里，或写到 storeconf.yaml",
    "write it into that store's or account's document, or into storeconf.yaml",
)


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

    def waiver_place(self, rule: str, address: str) -> tuple[Origin, Path] | None:
        """Where a waiver is written; None when no document has it."""
        for origin, lifecycle in (self._project, *self._index.lifecycles.items()):
            for number, one in enumerate(lifecycle.waivers):
                if (one.rule, one.address) == (rule, address):
                    return origin, ("lifecycle", "waivers", number)
        return None

    def out_of_reach(self, accounts: Iterable[str]) -> Iterator[Diagnostic]:
        """Entries that do nothing, because their document reaches no unit that they name.

        The project's own document reaches everything, and may name what is gone.
        """
        reached = self._reached(accounts)
        for origin, lifecycle in self._index.lifecycles.items():
            units = reached.get(origin, ())
            for field, position, text in _entries(lifecycle):
                wanted = pattern(text)
                if not any(wanted.covers_unit(unit) for unit in units):
                    path = ("lifecycle", field, position)
                    yield Diagnostic(
                        code=codes.REACH,
                        detail=DOES_NOTHING(address=text),
                        fix=MOVE_IT,
                        span=self._index.library.span(origin, path),
                        path=path,
                    )

    def _reached(self, accounts: Iterable[str]) -> dict[Origin, list[str]]:
        reached: dict[Origin, list[str]] = {}
        for account in accounts:
            for origin in dict.fromkeys(self._account_origins(account)):
                reached.setdefault(origin, []).append(f"@{account}")
        for name, entry in self._index.stores.items():
            for origin in dict.fromkeys([*self._account_origins(entry.info.account), *entry.inherited, entry.origin]):
                reached.setdefault(origin, []).append(name)
        return reached

    def _join(self, origins: Iterable[Origin]) -> Lifecycle:
        known = self._index.lifecycles
        found = [self._project[1], *(known[origin] for origin in dict.fromkeys(origins) if origin in known)]
        return Lifecycle(
            protect=tuple(pattern(text) for one in found for text in one.protect),
            ignore=tuple(_ignore(rule) for one in found for rule in one.ignore),
            waivers=tuple(_waiver(waiver) for one in found for waiver in one.waivers),
            moved=tuple((move.source, move.target) for one in found for move in one.moved),
        )


def _entries(lifecycle: docs.Lifecycle) -> Iterator[tuple[str, int, str]]:
    """The addresses that a lifecycle names, each with its list and its place there."""
    yield from (("protect", i, text) for i, text in enumerate(lifecycle.protect))
    yield from (("ignore", i, rule.address) for i, rule in enumerate(lifecycle.ignore))
    yield from (("waivers", i, waiver.address) for i, waiver in enumerate(lifecycle.waivers))


def _ignore(rule: docs.Ignore) -> IgnoreRule:
    expires = date.fromisoformat(rule.expires) if rule.expires else None
    return IgnoreRule(pattern(rule.address), rule.reason, rule.value, expires)


def _waiver(waiver: docs.Waiver) -> Waiver:
    return Waiver(waiver.rule, pattern(waiver.address), waiver.reason, waiver.owner, date.fromisoformat(waiver.expires))
