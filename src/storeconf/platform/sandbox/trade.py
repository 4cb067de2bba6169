"""Orders, coupons, verifications and the ledger, as the platform's API shows them (facts §1.6, §8, §9).

Nothing is shown before it happens: an order before it is paid, a verification before its moment, a ledger row within an
hour of its verification. Failed verifications are kept nowhere: no API lists them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from storeconf.core import clock
from storeconf.platform.sandbox import footfall
from storeconf.platform.sandbox.database import Database
from storeconf.platform.sandbox.envelope import BAD_PARAMETER, Call, Refused
from storeconf.platform.sandbox.trade_views import LEDGER_DELAY, coupon, entry, order, record, settled, short

RECORD_PAGE, ORDER_PAGE, LEDGER_PAGE = 20, 100, 50
"""Rows a page at most (facts §1.6; of orders, as one client documents it)."""
DEEP = 10_000
USE_CURSOR = 4_000_002
"""What a page beyond the first 10,000 orders is answered with (facts §1.6)."""
CERTIFICATES = 50


def verify_records(database: Database, call: Call, now: int) -> dict[str, Any]:
    """The history of verifications, newest first: no has_more, the next cursor is that of the last row."""
    size = _size(call, "size", RECORD_PAGE)
    start = int(call.query.get("start_time") or _midnight(now))
    end = min(int(call.query.get("end_time") or now), now)
    footfall.happen(database, call.account_id, start, end)
    pois = sorted(_listed(call, "poi_ids"))
    where = "v.account_id=? AND v.at BETWEEN ? AND ?" + (
        f" AND v.poi_id IN ({','.join('?' * len(pois))})" if pois else ""
    )
    values = (call.account_id, start, end, *pois)
    records = [record(row, now) for row in _page(database, call, size, where, *values)]
    total = _count(database, where, *values)
    return {"total": total, "records": [short(one) for one in records], "records_v2": records}


def certificates(database: Database, call: Call, now: int) -> dict[str, Any]:
    """The coupons of an order; times in milliseconds, as in the platform's own sample."""
    order_id = str(call.query.get("order_id") or "")
    if not order_id:
        raise Refused(BAD_PARAMETER, "encrypted_code 与 order_id 不能同时为空")
    rows = database.rows(
        "SELECT c.*, o.* FROM coupons c JOIN orders o USING (order_id) WHERE o.order_id=? AND o.account_id=?",
        order_id,
        call.account_id,
    )
    standing = "v.certificate_id=? AND v.at<=? AND NOT (v.cancelled_at BETWEEN 1 AND ?)"
    return {
        "certificates": [
            coupon(row, _verified(database, standing, row["certificate_id"], now, now), now) for row in rows
        ]
    }


def orders(database: Database, call: Call, now: int) -> dict[str, Any]:
    """Orders by id, or those that something happened to within a time; by page, or deep down by cursor."""
    page, size = int(call.query.get("page_num") or 0), int(call.query.get("page_size") or 0)
    if page < 1 or size < 1:
        return {"orders": []}
    if size > ORDER_PAGE:
        raise Refused(BAD_PARAMETER, f"page_size 最大 {ORDER_PAGE}")
    cursor = str(call.query.get("cursor") or "")
    if not cursor and page * size > DEEP:
        raise Refused(USE_CURSOR, "翻页过深，请使用 cursor")
    found = _orders(database, call, now)
    first = 0 if cursor else (page - 1) * size
    shown = (_after(found, cursor) if cursor else found)[first : first + size]
    return {
        "orders": [_shown(database, row, call.account_id, now) for row in shown],
        "page": {"page_num": page, "page_size": size, "total": len(found)},
        "search_after": {"Size": len(shown), "CursorValue": [shown[-1]["order_id"]] if shown else []},
    }


def ledger(database: Database, call: Call, now: int) -> dict[str, Any]:
    """The ledger of one day, with where each order came from."""
    size = _size(call, "size", LEDGER_PAGE)
    try:
        day = clock.parse_instant(str(call.query.get("bill_date", "")))
    except ValueError:
        raise Refused(BAD_PARAMETER, "bill_date 应为 YYYY-MM-DD") from None
    delay = int(LEDGER_DELAY.total_seconds())
    start, end = clock.epoch(day) - delay, min(clock.epoch(day + timedelta(days=1)) - 1, now) - delay
    footfall.happen(database, call.account_id, start, end)
    where = "v.account_id=? AND v.at BETWEEN ? AND ? AND v.cancelled_at=0"
    found = _page(database, call, size + 1, where, call.account_id, start, end)
    shown = found[:size]
    cursor = shown[-1]["verify_id"] if shown else ""
    return {"cursor": cursor, "has_more": len(found) > size, "ledger_records": [entry(row) for row in shown]}


def ledger_by_certificate(database: Database, call: Call, now: int) -> dict[str, Any]:
    """What was settled of some coupons."""
    wanted = _listed(call, "certificate_ids")
    if not 1 <= len(wanted) <= CERTIFICATES:
        raise Refused(BAD_PARAMETER, f"certificate_ids 应为 1 到 {CERTIFICATES} 个")
    rows: list[sqlite3.Row] = []
    for certificate_id in sorted(wanted):
        rows += _verified(
            database,
            "v.account_id=? AND v.certificate_id=? AND v.cancelled_at=0 AND v.at<=?",
            call.account_id,
            certificate_id,
            now - int(LEDGER_DELAY.total_seconds()),
        )
    return {"records": [settled(row) for row in rows]}


ROUTES: Mapping[tuple[str, str], tuple[str, Callable[[Database, Call, int], dict[str, Any]]]] = {
    ("GET", "/goodlife/v1/fulfilment/certificate/verify_record/query/"): ("records", verify_records),
    ("GET", "/goodlife/v1/fulfilment/certificate/query/"): ("records", certificates),
    ("GET", "/goodlife/v1/trade/order/query/"): ("orders", orders),
    ("GET", "/goodlife/v1/settle/ledger/query/"): ("records", ledger),
    ("GET", "/goodlife/v1/settle/ledger/query_record_by_cert/"): ("records", ledger_by_certificate),
}

_JOINED = "FROM verifications v JOIN orders o USING (order_id) JOIN coupons c USING (certificate_id)"
_COLUMNS = "v.*, o.product_id, o.channel, o.video_id, o.room_id, o.fen, o.title, c.code"


def _verified(database: Database, where: str, *values: Any, limit: int = -1) -> list[sqlite3.Row]:
    """Verifications with their orders, newest first."""
    sql = f"SELECT {_COLUMNS} {_JOINED} WHERE {where} ORDER BY v.at DESC, v.verify_id DESC LIMIT ?"
    return list(database.rows(sql, *values, limit))


def _count(database: Database, where: str, *values: Any) -> int:
    row = database.row(f"SELECT count(*) AS found {_JOINED} WHERE {where}", *values)
    assert row is not None
    return int(row["found"])


def _page(database: Database, call: Call, size: int, where: str, *values: Any) -> list[sqlite3.Row]:
    """The rows behind the cursor of a call: all of them for none, or for `0`."""
    cursor = str(call.query.get("cursor") or "0")
    if cursor == "0":
        return _verified(database, where, *values, limit=size)
    last = database.row("SELECT at FROM verifications WHERE verify_id=?", cursor)
    if last is None:
        raise Refused(BAD_PARAMETER, "cursor 无效")
    behind = f"({where}) AND (v.at, v.verify_id) < (?, ?)"
    return _verified(database, behind, *values, last["at"], cursor, limit=size)


def _orders(database: Database, call: Call, now: int) -> list[sqlite3.Row]:
    """By id, or by when something last happened to them, newest first."""
    if call.query.get("order_id"):
        return list(
            database.rows(
                "SELECT * FROM orders WHERE account_id=? AND order_id=? AND paid_at<=?",
                call.account_id,
                call.query["order_id"],
                now,
            )
        )
    start = int(call.query.get("update_order_start_time") or now - 86_400)
    end = min(int(call.query.get("update_order_end_time") or now), now)
    footfall.happen(database, call.account_id, start, end)
    return list(
        database.rows(
            "SELECT o.*, max(o.paid_at, coalesce(max(v.at), 0)) AS updated FROM orders o"
            " LEFT JOIN verifications v ON v.order_id=o.order_id AND v.at<=?"
            " WHERE o.account_id=? AND o.paid_at<=? GROUP BY o.order_id HAVING updated BETWEEN ? AND ?"
            " ORDER BY updated DESC, o.order_id DESC",
            now,
            call.account_id,
            end,
            start,
            end,
        )
    )


def _shown(database: Database, row: sqlite3.Row, account_id: str, now: int) -> dict[str, Any]:
    role = database.row("SELECT role FROM accounts WHERE account_id=?", account_id)
    coupons = database.rows("SELECT certificate_id FROM coupons WHERE order_id=?", row["order_id"])
    used = database.row(
        "SELECT 1 FROM verifications WHERE order_id=? AND at<=? AND NOT (cancelled_at BETWEEN 1 AND ?)",
        row["order_id"],
        now,
        now,
    )
    masked = role is not None and role["role"] == "vendor"
    return order(row, [one["certificate_id"] for one in coupons], used=used is not None, masked=masked)


def _after(rows: Sequence[sqlite3.Row], cursor: str) -> Sequence[sqlite3.Row]:
    at = next((number for number, row in enumerate(rows) if row["order_id"] == cursor), None)
    if at is None:
        raise Refused(BAD_PARAMETER, "cursor 无效")
    return rows[at + 1 :]


def _size(call: Call, name: str, most: int) -> int:
    size = int(call.query.get(name) or 0)
    if not 1 <= size <= most:
        raise Refused(BAD_PARAMETER, f"{name} 应在 1 到 {most} 之间")
    return size


def _listed(call: Call, name: str) -> frozenset[str]:
    parts: Iterable[str] = str(call.query.get(name) or "").split(",")
    return frozenset(part for part in parts if part)


def _midnight(now: int) -> int:
    return clock.epoch(clock.from_epoch(now).replace(hour=0, minute=0, second=0))
