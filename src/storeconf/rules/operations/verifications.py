"""Verification records as rows: failures a day, one phone's orders in a day, and orders that took long (S000 五.3–五.4).

Rows are maps with time, result (success, failed, cancelled), product_id, phone, pay_time, verify_id, order_id, as exports
name them. A row that was revoked, or that stands there twice, counts once or not at all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from storeconf.core.clock import BEIJING, from_epoch
from storeconf.rules.fields import Fields

DAY = timedelta(hours=24)
_TIMES = ("time", "verify_time", "verified_at", "at")
_PAID = ("pay_time", "paid_at", "paid_time", "paid")
_PRODUCTS = ("product_id", "product", "sku_id", "sku")
_ORDERS = ("order_id", "order", "id")
_FAILED = {"failed", "fail", "failure", "error", "失败", "核销失败", "false"}
_CANCELLED = {"cancelled", "canceled", "revoked", "撤销", "已撤销", "取消"}


@dataclass(frozen=True, slots=True)
class Verification:
    """One attempt."""

    at: datetime | None
    failed: bool
    product: str
    phone: str
    order: str
    paid: datetime | None


def verifications(rows: Iterable[Any]) -> list[Verification]:
    """The attempts that count."""
    known = [row for row in rows if isinstance(row, Mapping)]
    revoked = {str(row.get("verify_id")) for row in known if _result(row) in _CANCELLED and row.get("verify_id")}
    found, seen = [], set()
    for row in known:
        name = str(row.get("verify_id") or "")
        if _result(row) in _CANCELLED or (name and (name in revoked or name in seen)):
            continue
        seen.add(name)
        found.append(_attempt(row))
    return found


def _result(row: Mapping[str, Any]) -> str:
    return str(row.get("result", row.get("status", ""))).strip().lower()


def _attempt(row: Mapping[str, Any]) -> Verification:
    values = Fields(row, complete=True)
    return Verification(
        at=_moment(values, _TIMES),
        failed=_result(row) in _FAILED,
        product=_first(values, _PRODUCTS),
        phone="".join(one for one in values.text("phone") if one.isalnum() or one == "*"),
        order=_first(values, _ORDERS),
        paid=_moment(values, _PAID),
    )


def _first(values: Fields, names: Iterable[str]) -> str:
    return next((text for name in names if (text := values.text(name))), "")


def _moment(values: Fields, names: Iterable[str]) -> datetime | None:
    for name in names:
        number = values.number(name)
        if number is not None:
            return from_epoch(int(number))
        found = values.moment(name)
        if found is not None:
            return found.astimezone(BEIJING)
    return None


def failures(found: Iterable[Verification]) -> Iterator[tuple[str, date, int]]:
    """Failures by product and day, in Beijing time."""
    counts = Counter((one.product, one.at.date()) for one in found if one.failed and one.at is not None)
    return ((product, day, count) for (product, day), count in sorted(counts.items()))


def crowded(found: Iterable[Verification], limit: int) -> Iterator[tuple[str, int]]:
    """Phones with more orders than the limit within any 24 hours, with the most at once."""
    by_phone: defaultdict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for number, one in enumerate(found):
        if not one.failed and one.at is not None and one.phone:
            by_phone[one.phone].append((one.at, one.order or f"#{number}"))
    for phone, orders in sorted(by_phone.items()):
        most = _most(sorted(orders))
        if most > limit:
            yield phone, most


def _most(orders: list[tuple[datetime, str]]) -> int:
    """The most distinct orders in (t - 24 h, t] for any t."""
    most = start = 0
    for end, (moment, _) in enumerate(orders):
        while orders[start][0] <= moment - DAY:
            start += 1
        most = max(most, len({order for _, order in orders[start : end + 1]}))
    return most


def slow(found: Iterable[Verification], minutes: int) -> list[str]:
    """Orders that were verified later than so many minutes after payment."""
    late = timedelta(minutes=minutes)
    orders = (
        one.order or "?"
        for one in found
        if not one.failed and one.at is not None and one.paid is not None and one.at - one.paid > late
    )
    return list(dict.fromkeys(orders))


def masked(phone: str) -> str:
    """A phone as it may be shown."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 7 else "****"
