"""Shops: the claimed ones, edits as reviewed tasks, and catering's booking switches as tasks (facts §2, §7)."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from storeconf.platform.sandbox.database import Database, dump, load
from storeconf.platform.sandbox.envelope import BAD_PARAMETER, BUSINESS, Call, Refused

PENDING, PASSED, REJECTED = 1, 2, 3
"""Status of a task. Assumed: the enum stood on no page that could be read."""
MAX_SIZE = 200
"""Assumed as well (facts §1.6)."""


def query(database: Database, call: Call, now: int) -> dict[str, Any]:
    """The claimed shops of an account, page by page, or one by id."""
    page, size = int(call.query.get("page") or 1), int(call.query.get("size") or 10)
    if page < 1 or not 1 <= size <= MAX_SIZE:
        raise Refused(BAD_PARAMETER, f"page 从 1 开始，size 最大 {MAX_SIZE}")
    sql = "SELECT * FROM shops WHERE account_id=? AND claimed=1 ORDER BY poi_id"
    wanted = call.query.get("poi_id")
    rows = [row for row in database.rows(sql, call.account_id) if not wanted or row["poi_id"] == wanted]
    shown = rows[(page - 1) * size : page * size]
    return {"total": len(rows), "pois": [_shown(row) for row in shown]}


def _shown(row: sqlite3.Row) -> dict[str, Any]:
    poi = load(row["poi"])
    return {
        "account": {"poi_account": {"account_id": row["account_id"], "account_name": "", "account_type": "Shop"}},
        "poi": {
            "poi_id": row["poi_id"],
            "poi_name": poi.get("poi_name", ""),
            "address": poi.get("address", ""),
            "latitude": poi.get("latitude"),
            "longitude": poi.get("longitude"),
        },
    }


def update(database: Database, call: Call, now: int) -> dict[str, Any]:
    """Open a task for every shop named; it is reviewed."""
    tasks = []
    for data in call.body.get("datas") or ():
        poi_id = str(data.get("poi_id") or "")
        shop = database.row(
            "SELECT 1 FROM shops WHERE poi_id=? AND account_id=? AND claimed=1", poi_id, call.account_id
        )
        if shop is None:
            raise Refused(BUSINESS, f"门店 {poi_id} 未认领或不属于该账户")
        change = data.get("poi") or data.get("poi_info") or {}
        task_id = _open(database, call, "poi", poi_id, change, now)
        tasks.append({"task_id": int(task_id), "third_id": data.get("third_id", ""), "poi_id": poi_id})
    if not tasks:
        raise Refused(BAD_PARAMETER, "datas 不能为空")
    return {"tasks": tasks}


def task_query(database: Database, call: Call, now: int) -> dict[str, Any]:
    """Results of place tasks."""
    results = []
    for task_id in (call.query.get("task_ids") or "").split(","):
        row = database.row("SELECT * FROM tasks WHERE task_id=? AND account_id=?", task_id, call.account_id)
        if row is not None:
            keys = list(load(row["body"]))
            audits = [{"key": key, "status": row["status"], "reject_reason": row["reason"]} for key in keys]
            result = {"reject_reason": row["reason"], "key_audit_result_list": audits}
            results.append({"task_id": int(task_id), "match_poi_id": row["poi_id"], "poi_result": result})
    return {"task_results": results}


def booking_config(database: Database, call: Call, now: int) -> dict[str, Any]:
    """Open a task for catering's booking switches."""
    pois = [str(poi) for poi in call.body.get("poi_ids") or ()]
    if not pois or not isinstance(call.body.get("config"), Mapping):
        raise Refused(BAD_PARAMETER, "poi_ids 与 config 不能为空")
    return {"task_id": _open(database, call, "booking", pois[0], call.body["config"], now)}


def booking_task(database: Database, call: Call, now: int) -> dict[str, Any]:
    """Result of a booking task."""
    row = database.row(
        "SELECT * FROM tasks WHERE task_id=? AND account_id=?", call.query.get("task_id", ""), call.account_id
    )
    if row is None:
        raise Refused(BUSINESS, "任务不存在")
    result = {"poi_id": row["poi_id"], "status": row["status"], "error_msg": row["reason"]}
    done = int(row["status"] == PASSED)
    return {"task_status": row["status"], "total_poi_cnt": 1, "success_poi_cnt": done, "task_results": [result]}


def _open(database: Database, call: Call, kind: str, poi_id: str, body: Mapping[str, Any], now: int) -> str:
    task_id = database.next_id()
    database.run(
        "INSERT INTO tasks (task_id, kind, account_id, poi_id, body, submitted_at) VALUES (?, ?, ?, ?, ?, ?)",
        task_id,
        kind,
        call.account_id,
        poi_id,
        dump(dict(body)),
        now,
    )
    return task_id


def pass_task(database: Database, task_id: str) -> None:
    """The reviewers pass a task; a place takes the new values."""
    row = database.row("SELECT * FROM tasks WHERE task_id=?", task_id)
    assert row is not None
    if row["kind"] == "poi":
        shop = database.row("SELECT poi FROM shops WHERE poi_id=?", row["poi_id"])
        poi = {**(load(shop["poi"]) if shop is not None else {}), **load(row["body"])}
        database.run("UPDATE shops SET poi=? WHERE poi_id=?", dump(poi), row["poi_id"])
    database.run("UPDATE tasks SET status=?, reason='' WHERE task_id=?", PASSED, task_id)


def reject_task(database: Database, task_id: str, reason: str) -> None:
    """The reviewers reject a task."""
    database.run("UPDATE tasks SET status=?, reason=? WHERE task_id=?", REJECTED, reason, task_id)
