"""What the API shows of stored data: derived keys, signed URLs, ids as numbers, counters that move by themselves.

These are what makes a naive comparison see drift where there is none (facts §1.6, §3.3; api samples).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from storeconf.core import clock
from storeconf.platform.sandbox.database import Database, dump, load

MASKED_PRODUCT = ("product_id", "product_name", "sold_start_time", "sold_end_time", "product_type")
MASKED_SKU = ("sku_id", "sku_name", "actual_amount", "origin_amount", "status")
IMAGE_KEYS = ("image_list", "environment_image_list", "dishes_image_list", "detail_image_list")
DEFAULTS = {
    "IsConfirmImme": "true",
    "SortWeight": "0",
    "EntryType": "1",
    "show_channel": "1",
    "superimposed_discounts": "false",
    "bring_out_meal": "false",
    "can_no_use_date": '{"enable":false}',
    "use_time": '{"use_time_type":1}',
}
"""What the platform fills in by itself."""


def online_row(database: Database, row: sqlite3.Row, account_id: str, now: int) -> dict[str, Any]:
    """One product as online/query and online/get show it."""
    role = database.row("SELECT role FROM accounts WHERE account_id=?", account_id)
    shown = _shown(load(row["online"]), row, now)
    if role is not None and role["role"] == "vendor" and not row["by_app"]:
        shown = _masked(shown)
    shown["online_status"] = row["online_status"]
    shown["commission_info"] = {"platform_take_rate": 350}
    stock = shown["sku"].get("stock") or {}
    shown["is_sell_out"] = stock.get("limit_type") == 1 and row["sold"] >= int(stock.get("stock_qty") or 0)
    return shown


def draft_row(row: sqlite3.Row, now: int) -> dict[str, Any]:
    """One product as draft/query and draft/get show it."""
    shown = _shown(load(row["draft"]), row, now)
    return {"draft_status": row["draft_status"], "audit_msg": row["audit_msg"], **shown}


def _shown(content: dict[str, Any], row: sqlite3.Row, now: int) -> dict[str, Any]:
    product, sku = content["product"], content["sku"]
    product["owner_account_id"] = int(row["account_id"])
    product["creator_account_id"] = int(row["account_id"])
    product["account_name"] = "沙盒商家"
    product["pois"] = [
        {"poi_id": int(poi["poi_id"]), "supplier_id": int(poi["poi_id"]) % 10**12}
        for poi in reversed(product.get("pois") or ())
    ]
    attributes = product.setdefault("attr_key_value_map", {})
    for name, value in DEFAULTS.items():
        attributes.setdefault(name, value)
    _derive(attributes)
    for name in IMAGE_KEYS:
        if name in attributes:
            attributes[name] = dump([{**image, "url": _sign(image["url"], now)} for image in load(attributes[name])])
    sku["sku_id"] = row["product_id"]
    sku["create_time"], sku["update_time"] = now - 86_400, int(product.pop("update_time", 0) or now)
    stock = sku.get("stock")
    if isinstance(stock, dict):
        sold = row["sold"]
        left = max(int(stock.get("stock_qty") or 0) - sold, 0)
        stock |= {"avail_qty": left, "frozen_qty": 0, "sold_qty": sold, "sold_count": sold + 1}
    return {"product": product, "sku": sku}


def _derive(attributes: dict[str, Any]) -> None:
    """Keys that the platform adds to what was saved."""
    images = load(attributes.get("image_list")) or []
    attributes["Images"] = dump([image["url"] for image in images])
    notes = load(attributes.get("description_rich_text")) or []
    attributes["Description"] = dump([note.get("content", "") for note in notes])
    use = load(attributes.get("use_date")) or {}
    attributes["OrderValidStart"] = _seconds(str(use.get("use_start_date", "")))
    attributes["OrderValidEnd"] = _seconds(str(use.get("use_end_date", "")))
    attributes["SupplierExtIdList"] = "[]"


def _seconds(day: str) -> str:
    """The start of a day as the platform writes it: seconds, as text."""
    return str(clock.epoch(clock.parse_instant(day))) if day else ""


def _sign(url: str, now: int) -> str:
    """A signature that is new at every read."""
    return f"{url}?x-orig-expires={now + 3600}&x-orig-sign={hash((url, now)) & 0xFFFFFFFF:x}" if "://" in url else url


def _masked(shown: Mapping[str, Any]) -> dict[str, Any]:
    """What a service provider sees of a product that the merchant made (facts §1.2)."""
    product, sku = shown["product"], shown["sku"]
    commodity = (sku.get("attr_key_value_map") or {}).get("commodity")
    return {
        "product": {name: product[name] for name in MASKED_PRODUCT if name in product},
        "sku": {name: sku[name] for name in MASKED_SKU if name in sku}
        | ({"attr_key_value_map": {"commodity": commodity}} if commodity else {}),
    }
