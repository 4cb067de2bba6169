"""Putting an order into the sandbox, with what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storeconf.core import clock
from storeconf.core.values import digest
from storeconf.platform.sandbox.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """One order of a product, bought for one shop."""

    order_id: str
    """At most 17 digits: the ids of its coupons and verifications are made of it."""
    product_id: str
    poi_id: str
    paid_at: datetime
    phone: str = "13800138000"
    channel: str = "other"
    """short_video, live, search or other."""
    video_id: str = ""
    room_id: str = ""
    fen: int = 1990
    title: str = ""
    verified_at: datetime | None = None
    cancelled_at: datetime | None = None
    """When the verification was taken back."""
    coupons: int = 1
    """How many, at most 9; they are verified together."""


def open_id(who: str) -> str:
    """How the platform calls a person."""
    return f"_000{digest(who)}"


def put_sale(database: Database, account_id: str, sale: Sale) -> None:
    """Let an order have been made."""
    order = (
        sale.order_id,
        account_id,
        sale.product_id,
        sale.poi_id,
        clock.epoch(sale.paid_at),
        sale.phone,
        open_id(sale.phone),
        sale.channel,
        sale.video_id,
        sale.room_id,
        sale.fen,
        sale.title,
    )
    database.run(f"INSERT OR REPLACE INTO orders VALUES ({', '.join('?' * len(order))})", *order)  # noqa: S608
    for number in range(sale.coupons):
        coupon = f"{sale.order_id}{number}"
        database.run("INSERT OR REPLACE INTO coupons VALUES (?, ?, ?)", coupon, sale.order_id, coupon[-12:])
        if sale.verified_at is not None:
            cancelled = clock.epoch(sale.cancelled_at) if sale.cancelled_at is not None else 0
            at = clock.epoch(sale.verified_at)
            row = (f"{coupon}1", coupon, sale.order_id, account_id, sale.poi_id, at, cancelled)
            database.run("INSERT OR REPLACE INTO verifications VALUES (?, ?, ?, ?, ?, ?, ?)", *row)
