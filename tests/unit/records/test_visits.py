"""The table of visits: a day is put in whole, and what is not known is not nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.core import clock
from storeconf.core.diagnostics import StoreconfError
from storeconf.records.traffic import Traffic, counted, to_read, traffic_of
from storeconf.records.visits import UNUSABLE, Visit, VisitTable, is_final, summed

NOW = clock.parse_instant("2026-03-09T10:00:00+08:00")
TODAY = date(2026, 3, 9)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[VisitTable]:
    with closing(VisitTable(tmp_path / "visits.db")) as found:
        yield found


def visit(channel: str = "search", coupons: int = 1, **more: str | int) -> Visit:
    return Visit(poi_id="66", product_id="74", channel=channel, coupons=coupons, **more)  # type: ignore[arg-type]


def fill(table: VisitTable, days: int = 8, read_at: datetime = NOW) -> None:
    for number in range(days):
        table.put_day("shuyu", TODAY - timedelta(days=number), read_at, [visit()])


def seen(table: VisitTable | None, days: int = 7) -> Traffic:
    return traffic_of(table, "shuyu", NOW, days, ())


def test_a_day_that_is_read_again_is_not_counted_twice(table: VisitTable) -> None:
    for _ in range(2):
        table.put_day("shuyu", TODAY, NOW, [visit(), visit(), visit("live", content="7301")])
    assert table.between("shuyu", TODAY, TODAY) == (visit("live", content="7301"), visit(coupons=2))


def test_accounts_and_days_are_kept_apart(table: VisitTable) -> None:
    table.put_day("shuyu", TODAY, NOW, [visit()])
    table.put_day("yunqi", TODAY, NOW, [visit()])
    table.put_day("shuyu", TODAY - timedelta(days=1), NOW, [visit()])
    assert table.between("shuyu", TODAY, TODAY) == (visit(),)
    assert table.between("shuyu", TODAY - timedelta(days=1), TODAY) == (visit(coupons=2),)


def test_days_long_past_are_let_go(table: VisitTable) -> None:
    table.put_day("shuyu", TODAY - timedelta(days=500), NOW, [visit()])
    table.put_day("shuyu", TODAY, NOW, [visit()])
    assert list(table.read_days("shuyu")) == [TODAY]


@pytest.mark.parametrize(
    ("read_at", "final"),
    [("2026-03-09T23:59:59", False), ("2026-03-10T01:59:59", False), ("2026-03-10T02:00:00", True)],
)
def test_a_day_is_final_when_nothing_can_be_added(read_at: str, final: bool) -> None:
    assert is_final(TODAY, clock.parse_instant(read_at)) is final


def test_only_days_that_may_have_grown_are_read_again(table: VisitTable) -> None:
    assert len(to_read(table, "shuyu", NOW, 7)) == 8
    fill(table)
    assert to_read(table, "shuyu", NOW, 7) == [TODAY]
    tomorrow = NOW + timedelta(days=1)
    assert to_read(table, "shuyu", tomorrow, 7) == [TODAY, TODAY + timedelta(days=1)]


def test_nothing_read_is_not_nobody(table: VisitTable) -> None:
    assert not seen(None).complete
    assert not seen(table).complete
    fill(table, 7)
    assert not seen(table).complete
    assert seen(table).missing == (date(2026, 3, 2),)
    fill(table)
    assert seen(table).complete


def test_a_day_read_before_its_end_is_missing_the_next_day(table: VisitTable) -> None:
    fill(table, 9)
    later = traffic_of(table, "shuyu", NOW + timedelta(days=1), 7, ())
    assert later.missing == (TODAY,)


def test_channels_products_and_contents_are_counted(table: VisitTable) -> None:
    found = [visit(coupons=3), visit("short_video", content="7344"), visit("live", 2, content="7301")]
    table.put_day("shuyu", TODAY, NOW, found)
    traffic = seen(table)
    assert traffic.channels("66") == {"short_video": 1, "live": 2, "search": 3}
    assert traffic.channels("67") == {"short_video": 0, "live": 0, "search": 0}
    assert traffic.of_product("66", "75") == {"short_video": 0, "live": 0, "search": 0}
    assert (traffic.of_content("66", "7301"), traffic.of_content("67", "7301")) == (2, 0)
    assert traffic.meant == ("short_video", "live", "search")


visits = st.builds(
    Visit,
    poi_id=st.sampled_from(["1", "2"]),
    product_id=st.sampled_from(["a", "b"]),
    channel=st.sampled_from(["short_video", "live", "search", "other"]),
    content=st.sampled_from(["", "x"]),
    coupons=st.integers(1, 5),
    first=st.integers(0, 3),
    last=st.integers(0, 3),
)


@given(st.lists(visits))
def test_adding_up_loses_nobody(found: list[Visit]) -> None:
    once = list(summed(found))
    assert counted(once) == counted(found)
    assert len({(v.poi_id, v.product_id, v.channel, v.content) for v in once}) == len(once)
    assert {v.last for v in once} <= {v.last for v in found}
    assert list(summed(once)) == once


@pytest.mark.parametrize(
    "content", [b"no database, but a text that is long enough" * 10, b"SQLite format 3\x00" + b"\x01" * 90]
)
def test_a_damaged_file_is_said_with_the_way_out(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "visits.db"
    path.write_bytes(content)
    with pytest.raises(StoreconfError) as failed:
        VisitTable(path)
    (diagnostic,) = failed.value.diagnostics
    assert diagnostic.code is UNUSABLE
    assert diagnostic.fix


def test_a_file_of_another_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "visits.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version=7")
    with pytest.raises(StoreconfError):
        VisitTable(path)


def test_looking_makes_no_file(tmp_path: Path) -> None:
    assert VisitTable.existing(tmp_path / "visits.db") is None
    assert list(tmp_path.iterdir()) == []
