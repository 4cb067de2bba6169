"""Rows of the trade's replies: seconds here, milliseconds there, ids as numbers now and then (facts §1.6, §8, §9)."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from storeconf.platform.sandbox.sales import open_id

LEDGER_DELAY = timedelta(hours=1)
"""A ledger row comes about an hour after its verification (facts §9)."""
REVOCABLE = timedelta(hours=1)
VALID, CANCELLED = 1, 2
"""Status of a verify record (facts §8, M)."""
UNUSED, USED = 1, 2
"""Status of a coupon, as a sample reply shows it."""
PAID, FINISHED = 200, 201
"""order_status of a paid order, and of one whose coupons are used (facts §8, M)."""
SOURCES = {"live": "livebroadcasting", "search": "search_result", "short_video": "video", "other": "other"}
"""The ledger's `source`. Two values were seen in the wild, `livebroadcasting` and `search_result`; the rest is assumed."""
SALE_CHANNELS = {"live": "直播", "search": "搜索", "short_video": "短视频", "other": "其他"}


def record(row: sqlite3.Row, now: int) -> dict[str, Any]:
    """A row of verify_record/query."""
    cancelled = 0 < row["cancelled_at"] <= now
    revocable = not cancelled and now - row["at"] <= REVOCABLE.total_seconds()
    found = {
        "cursor": row["verify_id"],
        "verify_id": row["verify_id"],
        "certificate_id": row["certificate_id"],
        "certificate_status": UNUSED if cancelled else USED,
        "code": row["code"],
        "verify_time": row["at"],
        "can_cancel": revocable,
        "verify_type": 4,
        "status": CANCELLED if cancelled else VALID,
        "amount": {
            "original_amount": row["fen"],
            "pay_amount": row["fen"],
            "coupon_pay_amount": row["fen"],
            "merchant_ticket_amount": 0,
        },
        "sku": {
            "sku_id": row["product_id"],
            "title": row["title"],
            "groupon_type": 1,
            "account_id": row["account_id"],
            "third_sku_id": "",
        },
    }
    return found | ({"cancel_time": row["cancelled_at"]} if cancelled else {})


def short(record: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the older list, which knows less."""
    return {name: value for name, value in record.items() if name not in ("certificate_status", "code")}


def coupon(row: sqlite3.Row, verified: Sequence[sqlite3.Row], now: int) -> dict[str, Any]:
    """A coupon of certificate/query, with the verification that stands."""
    found: dict[str, Any] = {
        "encrypted_code": f"CgwIARD{row['code']}",
        "code": row["code"],
        "status": USED if verified else UNUSED,
        "start_time": row["paid_at"] * 1000,
        "expire_time": (row["paid_at"] + 90 * 86_400) * 1000,
        "sku": {"sku_id": row["product_id"], "title": row["title"], "groupon_type": 1},
    }
    if verified:
        found["verify"] = {
            "verify_id": verified[0]["verify_id"],
            "certificate_id": row["certificate_id"],
            "verify_time": verified[0]["at"] * 1000,
            "verify_type": 4,
            "poi_id": int(verified[0]["poi_id"]),
            "verifier_unique_id": "开放平台API",
            "can_cancel": now - verified[0]["at"] <= REVOCABLE.total_seconds(),
        }
    return found


def order(row: sqlite3.Row, coupons: Sequence[str], *, used: bool, masked: bool) -> dict[str, Any]:
    """An order of order/query. `masked`: a service provider is not shown phone numbers."""
    phone = f"{row['phone'][:3]}****{row['phone'][-4:]}" if masked else row["phone"]
    found = {
        "order_id": row["order_id"],
        "order_status": FINISHED if used else PAID,
        "order_type": 21,
        "sku_id": row["product_id"],
        "sku_name": row["title"],
        "count": len(coupons),
        "pay_time": row["paid_at"],
        "create_order_time": row["paid_at"] - 30,
        "pay_amount": row["fen"],
        "original_amount": row["fen"],
        "poi_id": row["poi_id"],
        "open_id": row["open_id"],
        "contacts": [{"name": "", "phone": phone, "phone_encrypt": open_id(f"encrypt:{row['phone']}")}],
        "certificate": [{"certificate_id": one, "refund_amount": 0} for one in coupons],
        "order_sale_info": {"sale_channel": SALE_CHANNELS[row["channel"]], "sale_role": "商家"},
    }
    return found | ({"room_id": row["room_id"]} if row["room_id"] else {})


def entry(row: sqlite3.Row) -> dict[str, Any]:
    """A row of the ledger. Where the order came from stands in `order_attrribute`, spelt like that."""
    came = {name: row[name] for name in ("video_id", "room_id") if row[name]}
    return {
        "ledger_id": f"l_r_{row['verify_id']}",
        "id": row["verify_id"],
        "account_id": row["account_id"],
        "order_id": row["order_id"],
        "poi_id": row["poi_id"],
        "ledger_time": row["at"] + int(LEDGER_DELAY.total_seconds()),
        "status": 2,
        "certificate": {"certificate_id": row["certificate_id"], "code": row["code"]},
        "goods": {"sku_id": row["product_id"], "group_name": row["title"]},
        "amount": {"original": row["fen"], "pay": row["fen"], "goods": row["fen"], "coupon_pay": row["fen"]},
        "order_attrribute": {"source": SOURCES[row["channel"]], **came},
    }


def settled(row: sqlite3.Row) -> dict[str, Any]:
    """A row of ledger/query_record_by_cert."""
    return {
        "ledger_id": f"l_r_{row['verify_id']}",
        "verify_id": row["verify_id"],
        "certificate_id": row["certificate_id"],
        "order_id": row["order_id"],
        "verify_time": row["at"],
        "status": 2,
        "code": row["code"],
        "amount": {"amount": {"original": row["fen"], "pay": row["fen"], "merchant_ticket": 0}},
        "sku": {"sku_id": row["product_id"], "title": row["title"]},
    }
