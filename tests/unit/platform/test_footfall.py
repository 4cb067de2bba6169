"""The sandbox's customers: the same at every run, none before the shops are open, none in the future."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from storeconf.core import clock
from storeconf.platform.sandbox import footfall, seed
from storeconf.platform.sandbox.database import Database

NOW = clock.parse_instant("2026-03-09T10:00:00+08:00")
ACCOUNT = "7012345678901234567"
POI = "6601136930000001"


def opened(path: Path) -> Database:
    database = Database(path)
    content = {"product_name": "毛血旺", "pois": [{"poi_id": POI}], "sold_start_time": 0, "sold_end_time": 2**40}
    body = {"product": content, "sku": {"actual_amount": 1990}}
    product_id = seed.put_product(database, ACCOUNT, "mxw", body)
    footfall.open_shops(database, NOW)
    span = (clock.epoch(NOW - timedelta(days=30)), 2**40)
    for video in ("7344000000000000001", "7344000000000000002", "7344000000000000003"):
        footfall.put_content(database, ACCOUNT, "video", video, POI, product_id, span)
    night = (clock.epoch(NOW - timedelta(hours=14)), clock.epoch(NOW - timedelta(hours=12)))
    footfall.put_content(database, ACCOUNT, "live", "7301", POI, product_id, night)
    return database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(opened(tmp_path / "platform.db")) as found:
        yield found


def happened(database: Database, days: int = 7) -> list[tuple[Any, ...]]:
    footfall.happen(database, ACCOUNT, clock.epoch(NOW - timedelta(days=days)), clock.epoch(NOW))
    return [tuple(row) for row in database.rows("SELECT * FROM orders ORDER BY order_id")]


def test_customers_are_the_same_at_every_run(database: Database, tmp_path: Path) -> None:
    with closing(opened(tmp_path / "other.db")) as other:
        assert happened(database) == happened(other) != []


def test_asking_in_parts_or_twice_makes_no_difference(database: Database, tmp_path: Path) -> None:
    with closing(opened(tmp_path / "other.db")) as other:
        for days in (1, 7, 3, 7):
            happened(other, days)
        assert happened(database) == happened(other)


def test_nobody_buys_where_no_shop_was_opened(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "platform.db")) as empty:
        assert happened(empty) == []


def test_people_come_through_every_channel_and_one_phone_comes_often(database: Database) -> None:
    happened(database, 21)
    channels = {row["channel"] for row in database.rows("SELECT channel FROM orders")}
    assert channels == {"short_video", "live", "search", "other"}
    crowd = database.rows("SELECT phone, count(*) AS n FROM orders GROUP BY phone HAVING n >= 4")
    assert [row["phone"] for row in crowd] == ["13911110000"]


def test_a_livestream_sells_while_it_is_on(database: Database) -> None:
    happened(database)
    rows = database.rows("SELECT paid_at FROM orders WHERE room_id='7301'")
    start, end = clock.epoch(NOW - timedelta(hours=14)), clock.epoch(NOW - timedelta(hours=12))
    assert rows
    assert all(start <= row["paid_at"] <= end for row in rows)


def test_nobody_comes_before_paying(database: Database) -> None:
    happened(database, 21)
    early = database.rows("SELECT 1 FROM verifications JOIN orders USING (order_id) WHERE at <= paid_at")
    assert not early
    assert not database.rows("SELECT 1 FROM verifications WHERE cancelled_at BETWEEN 1 AND at")
