"""Verifications and orders as rows: who, what, where, and what the API can't tell."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from storeconf.core import clock
from storeconf.platform.trade import Order, Verification
from storeconf.records.joining import Told, person, rows_of, unjudged_of
from storeconf.records.phones import Phones
from storeconf.records.rows import Result, Row

NOW = clock.parse_instant("2026-03-09T10:00:00+08:00")
PHONES = Phones(b"k" * 32)


def millis(moment: datetime) -> int:
    return int(moment.timestamp()) * 1000


def order(order_id: str = "1", **more: Any) -> Order:
    fields = {"product_id": "74", "paid_at": NOW - timedelta(hours=3), "phone": "13900001111", "poi_id": "66"}
    return Order(order_id=order_id, **{**fields, **more})


def told(*verifications: Verification, orders: tuple[Order, ...] = (), **more: Any) -> Told:
    return Told(
        since=NOW - timedelta(days=1),
        until=NOW,
        verifications=verifications,
        orders={one.order_id: one for one in orders},
        order_of={coupon: one.order_id for one in orders for coupon in one.certificates},
        **more,
    )


def verified(number: str = "9", **more: Any) -> Verification:
    return Verification(verify_id=number, certificate_id=f"c{number}", sku_id="sku", at=NOW, **more)


def test_a_verification_is_joined_with_its_order() -> None:
    (row,) = rows_of(told(verified(), orders=(order(certificates=("c9",), used=True),)), PHONES)
    assert row == Row(
        time=millis(NOW),
        result=Result.SUCCESS,
        verify_id="9",
        order_id="1",
        product_id="74",
        store_id="66",
        phone=PHONES.read("13900001111"),
        pay_time=millis(NOW - timedelta(hours=3)),
        file="api",
    )


def test_the_shop_of_the_verification_counts_more_than_that_of_the_order() -> None:
    found = told(verified(), orders=(order(certificates=("c9",), used=True),), shop_of={"c9": "77"})
    assert [row.store_id for row in rows_of(found, PHONES)] == ["77"]


def test_a_verification_without_an_order_is_a_row_all_the_same() -> None:
    (row,) = rows_of(told(verified()), PHONES)
    assert (row.order_id, row.product_id, row.phone, row.pay_time) == ("", "sku", None, None)


def test_what_was_taken_back_is_two_rows_of_one_verification() -> None:
    back = NOW + timedelta(minutes=5)
    rows = list(rows_of(told(verified(cancelled_at=back)), PHONES))
    assert [(row.result, row.time, row.verify_id) for row in rows] == [
        (Result.SUCCESS, millis(NOW), "9"),
        (Result.CANCELLED, millis(back), "9"),
    ]


@pytest.mark.parametrize(
    ("more", "result"),
    [
        ({}, Result.UNVERIFIED),
        ({"used": True}, None),
        ({"refunded": True}, Result.REFUNDED),
        ({"used": True, "refunded": True}, Result.REFUNDED),
        ({"paid_at": None}, None),
    ],
    ids=str,
)
def test_an_order_that_nobody_came_for(more: dict[str, Any], result: Result | None) -> None:
    rows = list(rows_of(told(orders=(order(**more),)), PHONES))
    assert [row.result for row in rows] == ([result] if result else [])
    assert all(row.time == row.pay_time == millis(NOW - timedelta(hours=3)) for row in rows)


def test_a_masked_phone_is_told_by_the_person_and_shown_as_it_came() -> None:
    one = person(order(phone="139****1111", open_id="a"), PHONES)
    same = person(order(phone="139****1111", open_id="a"), PHONES)
    other = person(order(phone="139****1111", open_id="b"), PHONES)
    assert one is not None
    assert other is not None
    assert one == same
    assert (one.masked, other.masked) == ("139****1111", "139****1111")
    assert one.key != other.key


def test_nobody_is_known_by_a_mask_alone() -> None:
    assert person(order(phone="139****1111"), PHONES) is None
    assert person(order(phone=""), PHONES) is None


def test_no_row_holds_a_whole_number() -> None:
    rows = list(rows_of(told(verified(), orders=(order(certificates=("c9",)),)), PHONES))
    assert "13900001111" not in repr(rows)


def limits(found: Told) -> set[str]:
    return {one.rule for one in unjudged_of(found)}


def test_failures_are_never_judged_from_the_api() -> None:
    assert limits(told(orders=(order(),))) == {"failures_per_day"}


def test_without_orders_neither_phones_nor_delays_are_judged() -> None:
    assert limits(told(verified(), sees_orders=False)) == {"failures_per_day", "per_phone_24h", "slow_minutes"}


def test_masked_phones_of_nobody_are_said() -> None:
    assert limits(told(orders=(order(phone="139****1111"),))) == {"failures_per_day", "per_phone_24h"}
    assert limits(told(orders=(order(phone="139****1111", open_id="a"),))) == {"failures_per_day"}
