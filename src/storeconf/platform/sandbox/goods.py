"""Products: save goes to review, the rest takes effect at once (facts §3.1)."""

from __future__ import annotations

import copy
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from storeconf.platform.sandbox.categories import full_name
from storeconf.platform.sandbox.database import Database, dump, load
from storeconf.platform.sandbox.envelope import BAD_PARAMETER, BUSINESS, Call, Refused
from storeconf.platform.sandbox.views import draft_row, online_row

PENDING, PASSED, REJECTED = 10, 1, 12
"""draft_status as one client reads it (facts §3.1, M)."""
ONLINE, OFFLINE, BANNED = 1, 2, 3
OP_ONLINE, OP_OFFLINE, OP_DELETE = 1, 2, 3
CATERING = "美食"
MAX_COUNT, MAX_IDS = 50, 10


def save(database: Database, call: Call, now: int) -> dict[str, Any]:
    """Create or update by out_id or product_id; always goes to review."""
    product, sku = _part(call.body, "product"), _part(call.body, "sku")
    if not product.get("product_name"):
        raise Refused(BAD_PARAMETER, "product_name 不能为空")
    if not isinstance(sku.get("actual_amount"), int) or sku["actual_amount"] <= 0:
        raise Refused(BAD_PARAMETER, "sku.actual_amount 必须是大于 0 的整数（分）")
    pois = [str(poi.get("poi_id") or "") for poi in product.get("pois") or () if isinstance(poi, Mapping)]
    if not any(pois):
        raise Refused(BAD_PARAMETER, "pois 不能为空")
    _check_pois(database, call.account_id, pois)
    known = _find(database, call.account_id, product, needed=False)
    if known is not None:
        _check_editable(known, product)
    product_id = known["product_id"] if known is not None else database.next_id()
    content = {"product": {**product, "product_id": product_id}, "sku": _priced(sku)}
    if known is not None and known["out_id"]:
        content["product"]["out_id"] = known["out_id"]
    if product.get("category_id"):
        content["product"]["category_full_name"] = full_name(database, str(product["category_id"]))
    if known is None:
        database.run(
            "INSERT INTO products (product_id, account_id, out_id, by_app) VALUES (?, ?, ?, 1)",
            product_id,
            call.account_id,
            str(product.get("out_id") or ""),
        )
    content["product"]["update_time"] = now
    database.run(
        "UPDATE products SET draft=?, draft_status=?, audit_msg='', submitted_at=? WHERE product_id=?",
        dump(content),
        PENDING,
        now,
        product_id,
    )
    return {"product_id": product_id}


def _part(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    part = body.get(name)
    if not isinstance(part, Mapping):
        raise Refused(BAD_PARAMETER, f"{name} 不能为空")
    return copy.deepcopy(dict(part))


def _priced(sku: dict[str, Any]) -> dict[str, Any]:
    """With `commodity` given the platform recomputes the original price (facts §3.2)."""
    groups = load((sku.get("attr_key_value_map") or {}).get("commodity"))
    if groups:
        total = 0
        for group in groups:
            prices = sorted((int(i["price"]) * int(i.get("count") or 1) for i in group["item_list"]), reverse=True)
            total += sum(prices[: int(group.get("option_count") or len(prices))])
        sku["origin_amount"] = total
    return sku


def _check_pois(database: Database, account_id: str, pois: Iterable[str]) -> None:
    for poi in pois:
        row = database.row("SELECT 1 FROM shops WHERE poi_id=? AND account_id=? AND claimed=1", poi, account_id)
        if row is None:
            raise Refused(BUSINESS, f"门店 {poi} 未认领或不属于该账户")


def _check_editable(known: sqlite3.Row, product: Mapping[str, Any]) -> None:
    if known["draft"] and known["draft_status"] == PENDING:
        raise Refused(BUSINESS, "商品审核中，暂不可修改")
    before = load(known["online"]) or load(known["draft"])
    for name in ("category_id", "product_type"):
        if product.get(name) and before["product"].get(name) and str(product[name]) != str(before["product"][name]):
            raise Refused(BAD_PARAMETER, f"{name} 不可修改")


def _find(database: Database, account_id: str, body: Mapping[str, Any], *, needed: bool = True) -> sqlite3.Row | None:
    product_id, out_id = str(body.get("product_id") or ""), str(body.get("out_id") or "")
    row = None
    if product_id:
        row = database.row("SELECT * FROM products WHERE product_id=? AND account_id=?", product_id, account_id)
        needed = True
    elif out_id:
        row = database.row("SELECT * FROM products WHERE out_id=? AND account_id=?", out_id, account_id)
    else:
        raise Refused(BAD_PARAMETER, "product_id 与 out_id 不能同时为空")
    if row is None and needed:
        raise Refused(BUSINESS, "商品不存在")
    return row


def _live(database: Database, call: Call) -> tuple[sqlite3.Row, dict[str, Any]]:
    row = _find(database, call.account_id, call.body)
    assert row is not None
    content = load(row["online"])
    if content is None:
        raise Refused(BUSINESS, "商品没有线上版本")
    return row, content


def _put(database: Database, row: sqlite3.Row, content: Mapping[str, Any]) -> None:
    database.run("UPDATE products SET online=? WHERE product_id=?", dump(content), row["product_id"])


def operate(database: Database, call: Call, now: int) -> dict[str, Any]:
    """On the shelf, off the shelf, delete."""
    row = _find(database, call.account_id, call.body)
    assert row is not None
    match call.body.get("op_type"):
        case 1 | 2 as operation:
            if row["online"] is None:
                raise Refused(BUSINESS, "商品没有线上版本")
            if row["online_status"] == BANNED:
                raise Refused(BUSINESS, "商品已被平台封禁")
            database.run("UPDATE products SET online_status=? WHERE product_id=?", operation, row["product_id"])
        case 3:
            database.run("DELETE FROM products WHERE product_id=?", row["product_id"])
        case other:
            raise Refused(BAD_PARAMETER, f"op_type 不支持 {other}")
    return {}


def free_audit(database: Database, call: Call, now: int) -> dict[str, Any]:
    """End of sale and stock, without a review."""
    row, content = _live(database, call)
    if "sold_end_time" in call.body:
        content["product"]["sold_end_time"] = int(call.body["sold_end_time"])
    if "stock_qty" in call.body:
        content["sku"]["stock"] = {"limit_type": 1, "stock_qty": int(call.body["stock_qty"])}
    _put(database, row, content)
    return {}


def stock_sync(database: Database, call: Call, now: int) -> dict[str, Any]:
    """Stock, without a review."""
    row, content = _live(database, call)
    stock = call.body.get("stock")
    if not isinstance(stock, Mapping) or stock.get("limit_type") not in (1, 2):
        raise Refused(BAD_PARAMETER, "stock.limit_type 应为 1 或 2")
    content["sku"]["stock"] = dict(stock)
    _put(database, row, content)
    return {}


def poi_operate(database: Database, call: Call, now: int) -> dict[str, Any]:
    """Shops of a catering product: add, remove, replace. An empty replacement clears them: the worst is assumed (facts §13)."""
    row, content = _live(database, call)
    if not str(content["product"].get("category_full_name", "")).startswith(CATERING):
        raise Refused(BUSINESS, "仅餐饮类目支持")
    wanted = [str(poi) for poi in call.body.get("poi_id_list") or ()]
    _check_pois(database, call.account_id, wanted)
    before = [str(poi["poi_id"]) for poi in content["product"].get("pois") or ()]
    match call.body.get("poi_operate_type"):
        case 1:
            after = [*before, *(poi for poi in wanted if poi not in before)]
        case 2:
            after = [poi for poi in before if poi not in wanted]
        case 3:
            after = wanted
        case other:
            raise Refused(BAD_PARAMETER, f"poi_operate_type 不支持 {other}")
    content["product"]["pois"] = [{"poi_id": poi} for poi in after]
    _put(database, row, content)
    return {}


def online_query(database: Database, call: Call, now: int) -> dict[str, Any]:
    """Page through the products that passed at least once."""
    rows, cursor = _page(database, call, "online IS NOT NULL")
    return {**cursor, "products": [online_row(database, row, call.account_id, now) for row in rows]}


def draft_query(database: Database, call: Call, now: int) -> dict[str, Any]:
    """Page through the newest submitted versions."""
    rows, cursor = _page(database, call, "draft IS NOT NULL")
    return {**cursor, "product_drafts": [draft_row(row, now) for row in rows]}


def online_get(database: Database, call: Call, now: int) -> dict[str, Any]:
    """Products by id."""
    rows = [row for row in _by_ids(database, call) if row["online"]]
    return {"product_onlines": [online_row(database, row, call.account_id, now) for row in rows]}


def draft_get(database: Database, call: Call, now: int) -> dict[str, Any]:
    """Drafts by id."""
    return {"product_drafts": [draft_row(row, now) for row in _by_ids(database, call) if row["draft"]]}


def _page(database: Database, call: Call, condition: str) -> tuple[list[sqlite3.Row], dict[str, Any]]:
    count = int(call.query.get("count") or 5)
    if not 1 <= count <= MAX_COUNT:
        raise Refused(BAD_PARAMETER, "count 最大 50")
    after = call.query.get("cursor") or ""
    found = database.rows(
        f"SELECT * FROM products WHERE account_id=? AND {condition} AND product_id > ? ORDER BY product_id LIMIT ?",  # noqa: S608
        call.account_id,
        after,
        count + 1,
    )
    more = len(found) > count
    rows = list(found[:count])
    return rows, {"has_more": more, "next_cursor": rows[-1]["product_id"] if more else ""}


def _by_ids(database: Database, call: Call) -> list[sqlite3.Row]:
    for name in ("product_id", "out_id"):
        ids = [item for item in (call.query.get(f"{name}s") or "").split(",") if item]
        if len(ids) > MAX_IDS:
            raise Refused(BAD_PARAMETER, f"{name}s 最多 {MAX_IDS} 个")
        if ids:
            marks = ",".join("?" * len(ids))
            sql = f"SELECT * FROM products WHERE account_id=? AND {name} IN ({marks})"  # noqa: S608 - a column of ours
            return list(database.rows(sql, call.account_id, *ids))
    raise Refused(BAD_PARAMETER, "product_ids 与 out_ids 不能同时为空")


def categories(database: Database, call: Call, now: int) -> dict[str, Any]:
    """The category tree, flat."""
    rows = database.rows("SELECT * FROM categories ORDER BY category_id")
    return {
        "category_infos": [
            {
                "category_id": int(row["category_id"]),
                "parent_id": int(row["parent_id"]),
                "name": row["name"],
                "is_leaf": bool(row["is_leaf"]),
                "enable": True,
            }
            for row in rows
        ]
    }


def pass_review(database: Database, product_id: str, now: int) -> None:
    """The reviewers pass a draft: it becomes the online version."""
    row = database.row("SELECT * FROM products WHERE product_id=?", product_id)
    assert row is not None
    content = load(row["draft"])
    auto = (content["product"].get("product_ext") or {}).get("auto_online")
    first = row["online"] is None
    status = (ONLINE if auto in (None, True) else OFFLINE) if first else row["online_status"]
    content["product"]["update_time"] = now
    database.run(
        "UPDATE products SET online=draft, online_status=?, draft=?, draft_status=?, audit_msg='' WHERE product_id=?",
        status,
        dump(content),
        PASSED,
        product_id,
    )


def reject_review(database: Database, product_id: str, reason: str) -> None:
    """The reviewers reject a draft; what was online stays."""
    database.run("UPDATE products SET draft_status=?, audit_msg=? WHERE product_id=?", REJECTED, reason, product_id)
