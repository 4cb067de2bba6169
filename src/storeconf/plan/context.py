"""What every object of one planning run is judged by. Values only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from storeconf.core.address import Address
from storeconf.model.fleet import AccountInfo, StoreInfo
from storeconf.model.kind import Kind
from storeconf.plan.policy import Decisions
from storeconf.platform.live import LiveObject, Snapshot
from storeconf.platform.protocol import Access, Routes
from storeconf.state.records import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One planning run."""

    accounts: Mapping[str, AccountInfo]
    stores: Mapping[str, StoreInfo]
    failed: frozenset[str]
    """Declared units that can't be used."""
    broken: bool
    """Some document can't be read at all: what isn't declared may still be."""
    snapshot: Snapshot
    ledger: Ledger
    routes: Routes
    decisions: Decisions
    now: datetime
    image_urls: Mapping[str, str]
    twins: Mapping[tuple[str, str], Sequence[LiveObject]] = field(default_factory=dict)
    """Unmanaged live products by account and title: a create beside one of them would make a second."""
    moved: Mapping[str, str] = field(default_factory=dict)
    """New address to old one: renames that the state has not followed yet."""
    blocking: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Rule ids that block submission or exposure, by address."""
    predicted: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Rule ids that have anything to say, blocking or not, by address."""

    def access(self, account: AccountInfo, kind: Kind, path: str) -> Access:
        """How an attribute is read and written."""
        return self.routes.access(account, kind, path)

    def live(self, address: Address) -> LiveObject:
        """What was seen of an object."""
        return self.snapshot.get(str(address))
