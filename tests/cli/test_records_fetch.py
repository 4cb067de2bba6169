"""`storeconf records --fetch`: the platform's own records, added to what was kept, each counted once."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest

from storeconf.core import clock
from storeconf.platform.sandbox import app
from storeconf.platform.sandbox.database import Database
from storeconf.platform.sandbox.envelope import Refused
from storeconf.platform.sandbox.sales import Sale, put_sale
from storeconf.records.keeping import RecordTable
from storeconf.records.rows import Result
from support import NOW, Cli, edit, write_files

MOMENT = clock.parse_instant(NOW)
ACCOUNT_ID = "7012345678901234567"
FILE = "time,result,product_id,store_id,phone,verify_id\n" + "".join(
    f"2026-03-09 09:0{n}:00,failed,7400000000000000000,6601136930000001,,f{n}\n" for n in range(6)
)


def later(**by: float) -> str:
    return clock.iso(MOMENT + timedelta(**by))


def found(cli: Cli, *arguments: str, now: str = "") -> dict[str, Any]:
    """The answer for machines."""
    answer: dict[str, Any] = cli("records", "--fetch", "--format", "json", *arguments, now=now).json
    return answer


def actions(answer: dict[str, Any], kind: str) -> list[str]:
    """What is to be done of one kind: the order, phone or product each."""
    names = {"label": "order_id", "manual_review": "phone", "pause_sale": "product_id"}
    return sorted(one[names[kind]] for one in answer["actions"] if one["action"] == kind)


def sell(cli: Cli, number: int, **more: Any) -> str:
    """An order beside those that the sandbox makes up."""
    order_id = f"2{number:016d}"
    fields = {"product_id": "7400000000000000000", "poi_id": "6601136930000001", "paid_at": MOMENT - timedelta(hours=3)}
    with closing(Database(cli.folder / ".storeconf/sandbox/platform.db")) as database:
        put_sale(database, ACCOUNT_ID, Sale(order_id=order_id, **{**fields, **more}))
    return order_id


def test_the_sample_shows_what_there_is_to_do(fleet: Cli) -> None:
    answer = found(fleet)
    assert actions(answer, "manual_review") == ["139****0000"]
    assert len(actions(answer, "label")) > 5
    assert len(answer["pending"]) > 5
    assert actions(answer, "pause_sale") == []
    assert [one["rule"] for one in answer["skipped"] if "rule" in one] == ["failures_per_day"]


def test_people_are_told_what_was_not_judged(fleet: Cli) -> None:
    assert "没有接口列出失败的核销" in fleet("records", "--fetch").out
    assert "no API lists failed verifications" in fleet("records", "--fetch", "--lang", "en").out


def test_the_next_reading_adds_to_the_last(fleet: Cli) -> None:
    first, second = found(fleet), found(fleet, now=later(days=1))
    assert second["rows"] < first["rows"]
    assert not set(actions(first, "label")) & set(actions(second, "label"))
    still = {one["order_id"] for one in first["pending"]} & {one["order_id"] for one in second["pending"]}
    assert still, "an order that still waits is known from the day before"


def test_two_readings_find_what_one_would(fleet: Cli) -> None:
    whole = found(fleet, "--no-keep", now=later(hours=20))
    found(fleet)
    parts = found(fleet, now=later(hours=20))
    recent = clock.iso(MOMENT - timedelta(days=5))
    pending = [{one["order_id"] for one in answer["pending"] if one["pay_time"] > recent} for answer in (whole, parts)]
    assert pending[0] == pending[1] != set()
    assert set(actions(parts, "label")) <= set(actions(whole, "label"))


def test_looking_only_leaves_no_mark(fleet: Cli) -> None:
    first = found(fleet, "--no-keep")
    assert found(fleet, "--no-keep") == first
    assert found(fleet)["rows"] == first["rows"]


def test_what_is_taken_back_after_it_was_read_counts_no_more(fleet: Cli) -> None:
    verified = MOMENT - timedelta(minutes=30)
    late = {"paid_at": MOMENT - timedelta(days=3), "verified_at": verified}
    order_id = sell(fleet, 1, **late)
    assert order_id in actions(found(fleet), "label")
    sell(fleet, 1, **late, cancelled_at=MOMENT + timedelta(minutes=10))
    answer = found(fleet, now=later(minutes=20))
    assert order_id not in actions(answer, "label")
    with closing(RecordTable(fleet.folder / ".storeconf/sandbox")) as table:
        kept = [row.result for row in table.rows("shuyu") if row.order_id == order_id]
    assert Result.CANCELLED in kept


def test_files_and_the_platform_are_counted_together(fleet: Cli) -> None:
    write_files(fleet.folder, {"failed.csv": FILE})
    answer = found(fleet, str(fleet.folder / "failed.csv"))
    assert actions(answer, "pause_sale") == ["7400000000000000000"]
    assert actions(answer, "manual_review") == ["139****0000"]
    assert "failures_per_day" not in [one.get("rule") for one in answer["skipped"]]


def test_a_reading_fills_the_channels_too(fleet: Cli) -> None:
    found(fleet)
    (store,) = fleet("status", "bj-sanlitun", "--format", "json").json["stores"]
    assert store["chain"][4]["state"] == "ok"


def test_nothing_is_kept_of_a_reading_that_broke_off(fleet: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> dict[str, Any]:
        raise Refused(2119005, "商家未授权该应用")

    route = ("GET", "/goodlife/v1/settle/ledger/query/")
    with monkeypatch.context() as patch:
        patch.setitem(app.ROUTES, route, ("records", refuse))
        result = fleet("records", "--fetch", code=1)
    assert "第三方应用授权" in result.err
    with closing(RecordTable(fleet.folder / ".storeconf/sandbox")) as table:
        assert table.read_through("shuyu") == 0
        assert list(table.rows("shuyu")) == []
    assert actions(found(fleet), "manual_review") == ["139****0000"]


def test_a_mark_in_the_future_is_no_trouble(fleet: Cli) -> None:
    found(fleet, now=later(days=2))
    assert found(fleet)["rows"] >= 0


@pytest.mark.parametrize("account", ["yunqi", "yanli", "shuyo"])
def test_an_account_that_can_not_be_read_is_said(fleet: Cli, account: str) -> None:
    result = fleet("records", "--fetch", "--account", account, code=1)
    assert account in result.err
    assert "改法" in result.err


def test_several_accounts_are_read_one_by_one(fleet: Cli) -> None:
    edit(fleet.folder / "stores/accounts/yunqi.yaml", "publish]", "publish, records]")
    assert "shuyu、yunqi" in fleet("records", "--fetch", code=1).err
    answer = found(fleet, "--account", "yunqi")
    assert {one["rule"] for one in answer["skipped"]} >= {"failures_per_day", "per_phone_24h", "slow_minutes"}


def test_without_files_or_a_platform_there_is_nothing_to_do(fleet: Cli) -> None:
    assert "--fetch" in fleet("records", code=64).err
