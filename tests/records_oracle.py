"""The anomaly rules in the fewest words, for small streams: every window is counted anew, row by row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from storeconf.records.findings import Limits
from storeconf.records.rows import Result, Row

DAY = 86_400_000


def expected(rows: Iterable[Row], limits: Limits) -> dict[str, list[Any]]:
    """Pauses by product and day, reviews by phone with first order and last verification, slow orders."""
    rows = list(rows)
    revoked = {row.verify_id for row in rows if row.result is Result.CANCELLED}
    alive = {row.verify_id: row for row in rows if row.verify_id not in revoked}.values()
    failed = [row for row in alive if row.result is Result.FAILED]
    done = [row for row in alive if row.result is Result.SUCCESS]
    days = [(row.product_id, local_day(row.time)) for row in failed]
    late = {r.order_id for r in done if r.pay_time and r.time - r.pay_time > limits.slow_minutes * 60_000}
    return {
        "pauses": sorted({day for day in days if days.count(day) > limits.failures_per_day}),
        "reviews": sorted(
            review for phone in {row.phone for row in done} - {None} for review in _of(phone, done, limits)
        ),
        "slow": sorted(late - {""}),
    }


def local_day(moment: int) -> str:
    """The day in Beijing."""
    return (datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=moment, hours=8)).date().isoformat()


def _of(phone: Any, done: list[Row], limits: Limits) -> Iterable[tuple[str, int, int]]:
    mine = [row for row in done if row.phone == phone]
    since = until = 0
    for now in sorted({row.time for row in mine}):
        window = [row for row in mine if now - DAY < row.time <= now]
        if len({row.order_id or row.verify_id for row in window}) > limits.per_phone_24h:
            since, until = since or min(row.time for row in window), now
        elif since:
            yield phone.masked, since, until
            since = 0
    if since:
        yield phone.masked, since, until
