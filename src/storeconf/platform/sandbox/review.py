"""The reviewers of the sandbox: they pass or reject what waits, when asked, or by themselves after two hours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from storeconf.core import clock
from storeconf.platform.sandbox import goods, shops
from storeconf.platform.sandbox.database import Database, load

REVIEW_SECONDS = 7200
"""Takeaway goods are said to be reviewed within two hours (facts §3.1, M); the sandbox takes that for everything."""


@dataclass(frozen=True, slots=True)
class Pending:
    """Something that waits for the reviewers."""

    what: str
    """product, poi or booking."""
    id: str
    """product_id or task_id."""
    name: str
    """out_id, or the POI's id."""
    title: str
    account_id: str
    since: str


def pending(database: Database) -> Sequence[Pending]:
    """What waits, oldest first."""
    products = database.rows(
        "SELECT * FROM products WHERE draft IS NOT NULL AND draft_status=? ORDER BY submitted_at, product_id",
        goods.PENDING,
    )
    tasks = database.rows("SELECT * FROM tasks WHERE status=? ORDER BY submitted_at, task_id", shops.PENDING)
    found = [
        Pending(
            "product",
            row["product_id"],
            row["out_id"],
            load(row["draft"])["product"].get("product_name", ""),
            row["account_id"],
            clock.iso(clock.from_epoch(row["submitted_at"])),
        )
        for row in products
    ]
    found += [
        Pending(
            row["kind"],
            row["task_id"],
            row["poi_id"],
            "",
            row["account_id"],
            clock.iso(clock.from_epoch(row["submitted_at"])),
        )
        for row in tasks
    ]
    return found


def decide(database: Database, chosen: Callable[[Pending], bool], reason: str, now: int) -> Sequence[Pending]:
    """Pass what was chosen, or reject it when a reason is given. Returns what was decided."""
    decided = [item for item in pending(database) if chosen(item)]
    with database.transaction():
        for item in decided:
            if item.what == "product" and reason:
                goods.reject_review(database, item.id, reason)
            elif item.what == "product":
                goods.pass_review(database, item.id, now)
            elif reason:
                shops.reject_task(database, item.id, reason)
            else:
                shops.pass_task(database, item.id)
    return decided


def pass_due(database: Database, now: int) -> None:
    """Pass what has waited long enough."""
    due = now - REVIEW_SECONDS
    for row in database.rows(
        "SELECT product_id FROM products WHERE draft IS NOT NULL AND draft_status=? AND submitted_at <= ?",
        goods.PENDING,
        due,
    ):
        goods.pass_review(database, row["product_id"], now)
    for row in database.rows("SELECT task_id FROM tasks WHERE status=? AND submitted_at <= ?", shops.PENDING, due):
        shops.pass_task(database, row["task_id"])
