"""What a project declares exists in its sandbox before anyone manages it: accounts, shops, categories."""

from __future__ import annotations

from storeconf.core.address import Address
from storeconf.core.diagnostics import Code, fail
from storeconf.core.text import Text
from storeconf.core.values import Attrs
from storeconf.model.fleet import Unit
from storeconf.platform.sandbox import categories, seed
from storeconf.platform.sandbox.database import Database
from storeconf.project.workspace import Workspace
from storeconf.source.fleet import Fleet

NOT_SANDBOX = Code("SC650", "not-a-sandbox", Text("现在连的不是沙盒", "no sandbox is connected"))
CONNECTED = Text(
    "现在连的是 {url}；sandbox 命令只用于沙盒", "{url} is connected; the sandbox commands are for a sandbox"
)


def database_of(workspace: Workspace) -> Database:
    """The sandbox's data. Raises StoreconfError when a real platform is connected."""
    if not workspace.in_sandbox:
        raise fail(NOT_SANDBOX, CONNECTED(url=workspace.base_url))
    return Database(workspace.sandbox_file)


def admit(fleet: Fleet, workspace: Workspace) -> None:
    """Take in what is new. A shop that was here before is left alone, even when it was taken away since."""
    database = database_of(workspace)
    for account in fleet.accounts.values():
        if account.scopes:
            seed.admit_account(database, account)
    known = {row["name"] for row in database.rows("SELECT name FROM seen")}
    with database.transaction():
        for info in fleet.stores.values():
            owner = fleet.accounts.get(info.account)
            if owner is not None and owner.scopes and info.poi_id and seed.shop_mark(info.poi_id) not in known:
                seed.admit_shop(database, owner.account_id, info.poi_id, _place(fleet, info.name))
        for name in sorted(_categories(fleet)):
            categories.admit(database, name)
    database.close()


def _place(fleet: Fleet, store: str) -> Attrs:
    """What the API would show of a shop."""
    unit = fleet.unit(store)
    resources = unit.resources if isinstance(unit, Unit) else ()
    return next((dict(r.attrs) for r in resources if r.address == Address(store, "poi")), {})


def _categories(fleet: Fleet) -> set[str]:
    found = {product.identity.category for product in fleet.index.products.values()}
    found |= {identity.category for store in fleet.index.stores.values() for identity in store.products.values()}
    return found - {""}
