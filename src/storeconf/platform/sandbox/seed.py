"""Putting things into the sandbox from outside: what a project declares exists there before anyone manages it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storeconf.core.values import Attrs
from storeconf.model.fleet import AccountInfo
from storeconf.platform.sandbox import categories, goods
from storeconf.platform.sandbox.database import Database, dump, load


def admit_account(database: Database, account: AccountInfo) -> None:
    """The merchant account with our app's role and scopes, as declared."""
    if not database.row("SELECT 1 FROM categories LIMIT 1"):
        categories.plant(database)
    values = (account.account_id, account.name, account.role, dump(sorted(account.scopes)))
    known = database.row("SELECT * FROM accounts WHERE account_id=?", account.account_id)
    if known is None or tuple(known) != values:
        database.run("INSERT OR REPLACE INTO accounts VALUES (?, ?, ?, ?)", *values)


def shop_mark(poi_id: str) -> str:
    """Under which a shop is remembered as having been here."""
    return f"shop:{poi_id}"


def admit_shop(database: Database, account_id: str, poi_id: str, attrs: Attrs) -> None:
    """A claimed shop. One that was here before is left alone, even when it has been taken away since."""
    mark = shop_mark(poi_id)
    if database.row("SELECT 1 FROM seen WHERE name=?", mark):
        return
    with database.transaction():
        database.run("INSERT INTO seen VALUES (?)", mark)
        put_shop(database, account_id, poi_id, attrs)


def put_shop(database: Database, account_id: str, poi_id: str, attrs: Attrs) -> None:
    """A shop with the values that the API shows."""
    location: Any = attrs.get("location") or {}
    poi = {
        "poi_name": attrs.get("name", ""),
        "address": attrs.get("address", ""),
        "latitude": float(location["lat"]) if location else None,
        "longitude": float(location["lng"]) if location else None,
    }
    database.run("INSERT OR REPLACE INTO shops VALUES (?, ?, 1, ?)", poi_id, account_id, dump(poi))


def remove_shop(database: Database, poi_id: str) -> None:
    """The account loses the shop."""
    database.run("UPDATE shops SET claimed=0 WHERE poi_id=?", poi_id)


def put_product(
    database: Database,
    account_id: str,
    out_id: str,
    body: Mapping[str, Any],
    *,
    shelf: str = "online",
    by_app: bool = True,
    product_id: str = "",
) -> str:
    """A product that has passed its review, from the body that would have created it. Returns its id."""
    product_id = product_id or database.next_id()
    product = {**body["product"], "product_id": product_id, "out_id": out_id}
    if product.get("category_id"):
        product["category_full_name"] = categories.full_name(database, str(product["category_id"]))
    content = {"product": product, "sku": dict(body["sku"])}
    status = {"online": goods.ONLINE, "offline": goods.OFFLINE, "banned": goods.BANNED}[shelf]
    database.run(
        "INSERT OR REPLACE INTO products (product_id, account_id, out_id, by_app, online, online_status)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        product_id,
        account_id,
        out_id,
        int(by_app),
        dump(content),
        status,
    )
    return product_id


def put_draft(
    database: Database, account_id: str, out_id: str, body: Mapping[str, Any], at: int, *, rejected: str = ""
) -> str:
    """A submitted version that waits for the reviewers, or that they rejected with a reason."""
    known = database.row("SELECT product_id FROM products WHERE account_id=? AND out_id=?", account_id, out_id)
    product_id = known["product_id"] if known is not None else database.next_id()
    if known is None:
        database.run(
            "INSERT INTO products (product_id, account_id, out_id, by_app) VALUES (?, ?, ?, 1)",
            product_id,
            account_id,
            out_id,
        )
    product = {**body["product"], "product_id": product_id, "out_id": out_id, "update_time": at}
    if product.get("category_id"):
        product["category_full_name"] = categories.full_name(database, str(product["category_id"]))
    database.run(
        "UPDATE products SET draft=?, draft_status=?, audit_msg=?, submitted_at=? WHERE product_id=?",
        dump({"product": product, "sku": dict(body["sku"])}),
        goods.REJECTED if rejected else goods.PENDING,
        rejected,
        at,
        product_id,
    )
    return str(product_id)


def online_content(database: Database, product_id: str) -> dict[str, Any] | None:
    """The stored online version of a product."""
    row = database.row("SELECT online FROM products WHERE product_id=?", product_id)
    content: dict[str, Any] | None = load(row["online"]) if row is not None else None
    return content
