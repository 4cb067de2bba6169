"""Verifications, orders and the ledger of the API as the rows that every reader yields (certificate → order → phone)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from storeconf.core.text import Text
from storeconf.platform.trade import Order, Verification
from storeconf.records.findings import Unjudged
from storeconf.records.phones import Phone, Phones
from storeconf.records.rows import Result, Row

SOURCE = "api"
"""What rows of the API name as their file."""
NO_FAILURES = Text(
    "平台没有接口列出失败的核销；在【核销记录】导出 Excel，用 storeconf records FILE 数",
    "no API lists failed verifications; export them in the console and count them with storeconf records FILE",
)
NO_ORDERS = Text(
    "账号的 api 里没有 orders，读不到订单的手机号和支付时间",
    "the account's api has no orders: neither phones nor payment times can be read",
)
NOBODY = Text(
    "{count} 个订单的手机号被遮住，也没有 open_id，分不清是不是同一个人",
    "the phones of {count} orders are masked and there is no open_id: nobody can tell whether they are one person's",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the platform told of one account between two moments."""

    since: datetime
    until: datetime
    verifications: tuple[Verification, ...]
    orders: Mapping[str, Order]
    """By id."""
    order_of: Mapping[str, str]
    """Certificate to order."""
    shop_of: Mapping[str, str] = field(default_factory=dict)
    """Certificate to the POI where it was verified."""
    sees_orders: bool = True
    """Whether our app may read orders."""


def rows_of(told: Told, phones: Phones) -> Iterator[Row]:
    """The rows, in no certain order. A verification that was taken back is two: it happened, and it was revoked."""
    for one in told.verifications:
        order_id = told.order_of.get(one.certificate_id, "")
        order = told.orders.get(order_id)
        row = Row(
            time=_millis(one.at),
            result=Result.SUCCESS,
            verify_id=one.verify_id,
            order_id=order_id,
            product_id=(order.product_id if order is not None else "") or one.sku_id,
            store_id=told.shop_of.get(one.certificate_id) or (order.poi_id if order is not None else ""),
            phone=person(order, phones) if order is not None else None,
            pay_time=_millis(order.paid_at) if order is not None and order.paid_at is not None else None,
            file=SOURCE,
        )
        yield row
        if one.cancelled_at is not None:
            yield row._replace(time=_millis(one.cancelled_at), result=Result.CANCELLED)
    yield from _unused(told, phones)


def _unused(told: Told, phones: Phones) -> Iterator[Row]:
    """Orders that were paid and not used, or given back."""
    for order in told.orders.values():
        if order.paid_at is None or (order.used and not order.refunded):
            continue
        paid = _millis(order.paid_at)
        yield Row(
            time=paid,
            result=Result.REFUNDED if order.refunded else Result.UNVERIFIED,
            order_id=order.order_id,
            product_id=order.product_id,
            store_id=order.poi_id,
            phone=person(order, phones),
            pay_time=paid,
            file=SOURCE,
        )


def person(order: Order, phones: Phones) -> Phone | None:
    """Who bought: by phone number, or where that is masked, by what the platform calls them; shown masked in any case."""
    if not order.masked:
        return phones.read(order.phone)
    if not order.open_id:
        return None
    known = phones.read(f"open_id:{order.open_id}")
    return Phone(order.phone or HIDDEN, known.key) if known is not None else None


HIDDEN = "****"


def unjudged_of(told: Told) -> tuple[Unjudged, ...]:
    """Rules that these rows can't decide, with the reason in words."""
    found = [Unjudged(rule="failures_per_day", reason=NO_FAILURES)]
    if not told.sees_orders:
        found += [Unjudged(rule=rule, reason=NO_ORDERS) for rule in ("per_phone_24h", "slow_minutes")]
    elif unknown := _nobody(told.orders.values()):
        found.append(Unjudged(rule="per_phone_24h", reason=NOBODY(count=unknown)))
    return tuple(found)


def _nobody(orders: Iterable[Order]) -> int:
    return sum(order.masked and not order.open_id for order in orders)


def _millis(moment: datetime) -> int:
    return int(moment.timestamp()) * 1000
