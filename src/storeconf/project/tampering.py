"""Changing the sandbox's live values behind the tool's back, by name."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from storeconf.core import money
from storeconf.core.diagnostics import Code, fail
from storeconf.core.text import Say, Text
from storeconf.platform.sandbox import goods, seed
from storeconf.platform.sandbox.database import Database, dump, load
from storeconf.project.admission import admit
from storeconf.project.playground import Playground

NO_PRODUCT = Code("SC652", "no-live-product", Text("沙盒里没有这个商品", "the sandbox has no such product"))
BAD_TAMPER = Code("SC654", "tamper-value", Text("--value 写得不对", "the --value is wrong"))
NOT_THERE = Text("{address} 没有线上版本", "{address} has no live version")
NOTHING_LIVE = Text("沙盒里还没有线上商品", "the sandbox has no live product yet")
BAD_VALUE = Text("{value} 不是{what}", "{value} is no {what}")
PRICE_WORD, STOCK_WORD = Text("金额", "amount"), Text("库存数", "stock")
PRICE = Text("售价 {old} → {new}", "price {old} → {new}")
OFFLINE = Text("已下架", "off the shelf")
ONLINE = Text("已上架", "on the shelf")
UNBOUND = Text("解绑了门店 {poi}", "unbound shop {poi}")
STOCK = Text("库存 {old} → {new}", "stock {old} → {new}")
ADDED = Text("后台新建了商品 {title}", "a product was made in the console: {title}")
DELETED = Text("商品被删除", "the product was deleted")
ALIASES: Mapping[str, str] = {"shop-unbound": "unbind", "object-added": "add", "object-deleted": "delete"}
NAMES = ("price", "shelf", "unbind", "stock", "add", "delete", *ALIASES)


@dataclass(frozen=True, slots=True)
class Tampered:
    """What was changed."""

    address: str
    what: Say


@dataclass(frozen=True, slots=True)
class _Target:
    address: str
    product_id: str
    account_id: str
    online_status: int
    content: dict[str, Any]


def tamper(playground: Playground, scenario: str, address: str, value: str) -> Tampered:
    """Do what a scenario says. Raises StoreconfError when there is no such live product."""
    admit(playground.fleet, playground.workspace)
    database = playground.database()
    target = _target(playground, database, address, shops=2 if ALIASES.get(scenario, scenario) == "unbind" else 1)
    what = _SCENARIOS[ALIASES.get(scenario, scenario)](database, target, value)
    return Tampered(target.address, what)


def names_of(playground: Playground, names: Iterable[str]) -> set[str]:
    """What the reviewers may be told: names as they are, and addresses as the platform's own ids."""
    found: set[str] = set()
    identities = dict(_identities(playground))
    stores = playground.fleet.stores
    for name in names:
        found.add(identities.get(name, name))
        unit = name.split("/")[0]
        if name.endswith("/poi") and unit in stores:
            found.add(stores[unit].poi_id)
    return found


def _identities(playground: Playground) -> Iterable[tuple[str, str]]:
    index = playground.fleet.index
    for (account, name), product in index.products.items():
        yield f"@{account}/product/{name}", product.identity.out_id
    for store in index.stores.values():
        yield from ((address, identity.out_id) for address, identity in store.products.items())


def _target(playground: Playground, database: Database, address: str, *, shops: int) -> _Target:
    identities = dict(_identities(playground))
    by_out_id = {out_id: known for known, out_id in identities.items()}
    rows = database.rows("SELECT * FROM products WHERE online IS NOT NULL ORDER BY product_id")
    for row in rows:
        content = load(row["online"])
        here = by_out_id.get(row["out_id"], row["out_id"] or row["product_id"])
        wanted = address in (here, row["out_id"], row["product_id"])
        enough = len(content["product"].get("pois") or ()) >= shops
        if wanted or (not address and row["out_id"] in by_out_id and enough):
            return _Target(here, row["product_id"], row["account_id"], row["online_status"], content)
    if not address:
        raise fail(NO_PRODUCT, NOTHING_LIVE)
    raise fail(NO_PRODUCT, NOT_THERE(address=address), address=address)


def _keep(database: Database, target: _Target) -> None:
    database.run("UPDATE products SET online=? WHERE product_id=?", dump(target.content), target.product_id)


def _price(database: Database, target: _Target, value: str) -> Say:
    old = money.yuan(int(target.content["sku"]["actual_amount"]))
    try:
        new = money.fen(value) if value else max(1, money.fen(old) - 100)
    except ValueError:
        raise fail(BAD_TAMPER, BAD_VALUE(value=value, what=PRICE_WORD)) from None
    target.content["sku"]["actual_amount"] = new
    _keep(database, target)
    return PRICE(old=old, new=money.yuan(new))


def _shelf(database: Database, target: _Target, value: str) -> Say:
    online = target.online_status != goods.ONLINE
    status = goods.ONLINE if online else goods.OFFLINE
    database.run("UPDATE products SET online_status=? WHERE product_id=?", status, target.product_id)
    return ONLINE if online else OFFLINE


def _unbind(database: Database, target: _Target, value: str) -> Say:
    pois = target.content["product"].get("pois") or []
    gone = next((poi for poi in pois if str(poi["poi_id"]) == value), pois[-1])
    target.content["product"]["pois"] = [poi for poi in pois if poi is not gone]
    _keep(database, target)
    return UNBOUND(poi=gone["poi_id"])


def _stock(database: Database, target: _Target, value: str) -> Say:
    stock = target.content["sku"].get("stock") or {}
    old = stock.get("stock_qty", "-")
    if value and not (value.isascii() and value.isdigit()):
        raise fail(BAD_TAMPER, BAD_VALUE(value=value, what=STOCK_WORD))
    new = int(value) if value else max(0, int(stock.get("stock_qty") or 100) // 2)
    target.content["sku"]["stock"] = {"limit_type": 1, "stock_qty": new}
    _keep(database, target)
    return STOCK(old=old, new=new)


def _add(database: Database, target: _Target, value: str) -> Say:
    content = copy.deepcopy(target.content)
    title = value or f"{content['product'].get('product_name', '')}（后台新建）"
    content["product"]["product_name"] = title
    content["product"].pop("out_id", None)
    product_id = seed.put_product(database, target.account_id, "", content, by_app=False)
    stored = seed.online_content(database, product_id)
    assert stored is not None
    stored["product"].pop("out_id", None)
    database.run("UPDATE products SET online=? WHERE product_id=?", dump(stored), product_id)
    return ADDED(title=title)


def _delete(database: Database, target: _Target, value: str) -> Say:
    database.run("DELETE FROM products WHERE product_id=?", target.product_id)
    return DELETED


_SCENARIOS: Mapping[str, Callable[[Database, _Target, str], Say]] = {
    "price": _price,
    "shelf": _shelf,
    "unbind": _unbind,
    "stock": _stock,
    "add": _add,
    "delete": _delete,
}
