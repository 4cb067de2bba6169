"""Verification records of a whole project, read from its platform as rows."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from storeconf.core import clock
from storeconf.core.diagnostics import StoreconfError
from storeconf.platform.sandbox.sales import Sale, put_sale
from storeconf.project.project import Project
from storeconf.project.recording import NO_ACCOUNT, NO_SCOPE, FetchedRecords
from storeconf.records.phones import Phones
from storeconf.records.rows import Result, Row
from support import NOW, Cli, edit

MOMENT = clock.parse_instant(NOW)
ACCOUNT_ID = "7012345678901234567"
SHOP = "6601136930000001"


def opened(cli: Cli) -> Project:
    return Project.open(cli.folder, now=lambda: MOMENT)


def fetch(cli: Cli, days: float = 2, account: str = "shuyu") -> FetchedRecords:
    return opened(cli).fetch_records(account, MOMENT - timedelta(days=days), MOMENT, Phones(b"k" * 16))


def sell(cli: Cli, number: int, **more: Any) -> str:
    """An order beside those that the sandbox makes up."""
    order_id = f"2{number:016d}"
    fields = {"product_id": "7400000000000000000", "poi_id": SHOP, "paid_at": MOMENT - timedelta(hours=30)}
    database = opened(cli).playground.database()
    put_sale(database, ACCOUNT_ID, Sale(order_id=order_id, **{**fields, **more}))
    database.close()
    return order_id


def rows_of(found: FetchedRecords, order_id: str) -> list[Row]:
    return [row for row in found.rows if row.order_id == order_id]


def test_every_verification_has_its_order_its_shop_and_its_phone(fleet: Cli) -> None:
    found = fetch(fleet)
    verified = [row for row in found.rows if row.result is Result.SUCCESS]
    shops = {info.poi_id for info in opened(fleet).fleet.stores.values()}
    assert len(verified) > 20
    assert all(row.order_id and row.pay_time and row.phone and row.store_id in shops for row in verified)
    assert len({row.verify_id for row in verified}) == len(verified)
    assert all(row.pay_time < row.time for row in verified if row.pay_time)


def test_the_sample_has_a_phone_that_comes_too_often(fleet: Cli) -> None:
    counts = Counter(row.phone for row in fetch(fleet).rows if row.result is Result.SUCCESS and row.phone)
    phone, count = counts.most_common(1)[0]
    assert (phone.masked, count) == ("139****0000", 4)


def test_no_whole_number_leaves_the_reader(fleet: Cli) -> None:
    assert "13911110000" not in repr(fetch(fleet))


def test_equal_moments_give_equal_rows(fleet: Cli) -> None:
    assert fetch(fleet) == fetch(fleet)


def test_a_verification_of_the_last_hour_is_known_by_its_coupon(fleet: Cli) -> None:
    order_id = sell(fleet, 1, poi_id="6601136930000002", verified_at=MOMENT - timedelta(minutes=10))
    (row,) = rows_of(fetch(fleet), order_id)
    assert (row.result, row.store_id) == (Result.SUCCESS, "6601136930000002")


def test_an_order_of_long_ago_is_found_for_its_verification(fleet: Cli) -> None:
    paid = MOMENT - timedelta(days=40)
    order_id = sell(fleet, 1, paid_at=paid, verified_at=MOMENT - timedelta(hours=3))
    (row,) = rows_of(fetch(fleet), order_id)
    assert row.pay_time == int(paid.timestamp()) * 1000


def test_what_was_taken_back_within_the_hour_is_revoked(fleet: Cli) -> None:
    at = MOMENT - timedelta(hours=3)
    order_id = sell(fleet, 1, verified_at=at, cancelled_at=at + timedelta(minutes=50))
    results = Counter(row.result for row in rows_of(fetch(fleet), order_id))
    assert results == {Result.SUCCESS: 1, Result.CANCELLED: 1, Result.UNVERIFIED: 1}


def test_several_coupons_of_one_order_are_several_verifications(fleet: Cli) -> None:
    order_id = sell(fleet, 1, coupons=3, verified_at=MOMENT - timedelta(hours=3))
    rows = rows_of(fetch(fleet), order_id)
    assert len({row.verify_id for row in rows}) == 3
    assert len({row.phone for row in rows}) == 1


def test_a_service_provider_counts_people_without_seeing_numbers(fleet: Cli) -> None:
    account = fleet.folder / "stores/accounts/shuyu.yaml"
    edit(account, "role: self", "role: vendor")
    edit(account, "products, publish, booking", "products, booking")
    found = fetch(fleet)
    counts = Counter(row.phone for row in found.rows if row.result is Result.SUCCESS and row.phone)
    assert counts.most_common(1)[0][1] == 4
    assert {one.rule for one in found.unjudged} == {"failures_per_day"}


def test_without_the_scope_for_orders_the_rest_is_read(fleet: Cli) -> None:
    edit(fleet.folder / "stores/accounts/shuyu.yaml", "booking, orders, records", "booking, records")
    found = fetch(fleet)
    assert {one.rule for one in found.unjudged} == {"failures_per_day", "per_phone_24h", "slow_minutes"}
    assert {row.phone for row in found.rows} == {None}
    assert all(row.order_id for row in found.rows if row.time < (MOMENT - timedelta(hours=2)).timestamp() * 1000)


@pytest.mark.parametrize(("account", "code"), [("yunqi", NO_SCOPE), ("yanli", NO_SCOPE), ("shuyo", NO_ACCOUNT)])
def test_an_account_that_can_not_be_read_is_said(fleet: Cli, account: str, code: object) -> None:
    with pytest.raises(StoreconfError) as failed:
        fetch(fleet, account=account)
    (diagnostic,) = failed.value.diagnostics
    assert diagnostic.code is code
    assert diagnostic.fix


def test_a_row_says_that_it_came_from_the_api(fleet: Cli) -> None:
    assert {(row.file, row.line) for row in fetch(fleet).rows} == {("api", 0)}
