"""What the sandbox commands work on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from storeconf.model.fleet import AccountInfo, Resource
from storeconf.platform.protocol import Routes
from storeconf.platform.sandbox.database import Database
from storeconf.project.admission import database_of
from storeconf.project.workspace import Workspace
from storeconf.source.fleet import Fleet
from storeconf.state.protocol import State


@dataclass(frozen=True, slots=True)
class Playground:
    """A project with its sandbox and its records."""

    fleet: Fleet
    workspace: Workspace
    state: State
    routes: Routes
    now: Callable[[], datetime]

    def database(self) -> Database:
        """The sandbox's data. Raises StoreconfError when a real platform is connected."""
        return database_of(self.workspace)

    def account_of(self, resource: Resource) -> AccountInfo | None:
        """The account behind a resource, declared or made up."""
        unit = resource.address.unit
        if unit.startswith("@"):
            return self.fleet.accounts.get(unit[1:])
        store = self.fleet.stores.get(unit)
        if store is None and resource.sold_at:
            store = self.fleet.stores.get(next(iter(resource.sold_at)))
        return self.fleet.accounts.get(store.account) if store is not None else None
