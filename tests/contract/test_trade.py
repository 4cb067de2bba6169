"""Verifications, orders and the ledger: every paging style to its end, what is masked, what isn't there yet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from lab import ACCOUNT_ID, ALL_SCOPES, OTHER_SHOP, SHOP, Lab
from storeconf.core import clock
from storeconf.platform.douyin import errors, trade
from storeconf.platform.douyin.trade import channel_of
from storeconf.platform.protocol import ReadFailed
from storeconf.platform.sandbox.sales import Sale, put_sale
from storeconf.platform.trade import Order, Settled, Verification
from wire import changed, lost, says

NOW = clock.parse_instant("2026-03-09T10:00:00+08:00")
YESTERDAY = NOW - timedelta(days=1)
RECORDS, ORDERS, LEDGER = "verify_record/query", "trade/order/query", "ledger/query/"


def sell(lab: Lab, number: int = 1, *, hours: float = 20, stays: float = 2, **more: Any) -> str:
    """An order of some hours ago, verified some hours later; returns its id."""
    order_id = f"1{number:016d}"
    paid = NOW - timedelta(hours=hours)
    fields = {"product_id": "7400000000000000001", "poi_id": SHOP, "verified_at": paid + timedelta(hours=stays)}
    put_sale(lab.database, ACCOUNT_ID, Sale(order_id=order_id, paid_at=paid, **{**fields, **more}))
    return order_id


def verifications(lab: Lab) -> list[Verification]:
    return list(lab.platform.trade.verifications(lab.account, YESTERDAY, NOW))


def orders(lab: Lab) -> list[Order]:
    return list(lab.platform.trade.orders(lab.account, YESTERDAY, NOW))


def ledger(lab: Lab, day: str = "2026-03-08") -> list[Settled]:
    return list(lab.platform.trade.settled(lab.account, date.fromisoformat(day)))


# -- verifications -------------------------------------------------------------------------------------------------------


def test_verifications_are_read_to_the_last_page_without_has_more(lab: Lab) -> None:
    for number in range(41):
        sell(lab, number, stays=number / 10)
    found = verifications(lab)
    assert len({one.verify_id for one in found}) == len(found) == 41
    assert [call.query["size"] for call in lab.wire.calls(RECORDS)] == ["20", "20", "20"]
    assert lab.wire.calls(RECORDS)[0].query["cursor"] == "0"
    assert lab.wire.calls(RECORDS)[1].query["cursor"] == found[19].verify_id, "the last row's own"


def test_a_list_that_tells_no_total_ends_with_an_empty_page(lab: Lab) -> None:
    for number in range(40):
        sell(lab, number)
    lab.wire.always(changed(lambda envelope: envelope["data"].pop("total", None)), on=RECORDS)
    assert len(verifications(lab)) == 40
    assert len(lab.wire.calls(RECORDS)) == 3


def test_a_stretch_that_is_too_long_is_read_in_halves(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trade, "MOST_RECORDS", 10)
    for number in range(30):
        sell(lab, number, hours=20 - number / 2, stays=0.1)
    assert len({one.verify_id for one in verifications(lab)}) == 30
    assert len({call.query["start_time"] for call in lab.wire.calls(RECORDS)}) > 2


def test_a_row_that_comes_twice_is_one_verification(lab: Lab) -> None:
    sell(lab)
    lab.wire.plan(changed(_doubled), on=RECORDS)
    assert len(verifications(lab)) == 1


def _doubled(envelope: dict[str, Any]) -> None:
    rows = envelope["data"]["records_v2"]
    envelope["data"]["records_v2"] = [*rows, *rows]
    envelope["data"]["total"] = 2


def test_what_was_taken_back_says_when(lab: Lab) -> None:
    back = NOW - timedelta(hours=17, minutes=30)
    sell(lab, 1, cancelled_at=back)
    sell(lab, 2)
    assert {one.cancelled_at for one in verifications(lab)} == {back, None}


def test_what_has_not_happened_yet_is_not_shown(lab: Lab) -> None:
    order_id = sell(lab, hours=1, stays=2)
    assert verifications(lab) == []
    assert [(one.order_id, one.used) for one in orders(lab)] == [(order_id, False)]
    lab.clock.advance(hours=2)
    until = NOW + timedelta(hours=2)
    assert len(list(lab.platform.trade.verifications(lab.account, YESTERDAY, until))) == 1


@pytest.mark.parametrize("factor", [1, 1000], ids=["seconds", "milliseconds"])
def test_moments_are_told_by_their_digits(lab: Lab, factor: int) -> None:
    sell(lab)

    def spell(envelope: dict[str, Any]) -> None:
        for row in envelope["data"]["records_v2"]:
            row["verify_time"] *= factor

    lab.wire.plan(changed(spell), on=RECORDS)
    assert [one.at for one in verifications(lab)] == [NOW - timedelta(hours=18)]


@pytest.mark.parametrize(
    "damage",
    [{"verify_id": "abc"}, {"verify_id": None}, {"verify_time": 0}, {"verify_time": "soon"}, {"status": [2]}],
    ids=str,
)
def test_a_row_that_makes_no_sense_is_no_verification(lab: Lab, damage: dict[str, Any]) -> None:
    sell(lab)
    lab.wire.plan(changed(lambda envelope: envelope["data"]["records_v2"][0].update(damage)), on=RECORDS)
    with pytest.raises(ReadFailed) as failed:
        verifications(lab)
    assert failed.value.diagnostic.code is errors.MALFORMED


# -- orders --------------------------------------------------------------------------------------------------------------


def test_orders_are_read_to_the_last_page(lab: Lab) -> None:
    for number in range(101):
        sell(lab, number)
    assert len({one.order_id for one in orders(lab)}) == 101
    assert [call.query["page_num"] for call in lab.wire.calls(ORDERS)] == ["1", "2"]


def test_pages_that_lie_too_deep_are_reached_by_cursor(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trade, "DEEP", 100)
    for number in range(250):
        sell(lab, number)
    assert len({one.order_id for one in orders(lab)}) == 250
    assert [bool(call.query.get("cursor")) for call in lab.wire.calls(ORDERS)] == [False, True, True]


def test_an_order_tells_who_bought_what_and_with_which_coupons(lab: Lab) -> None:
    order_id = sell(lab, phone="13900001111", coupons=2, channel="live", room_id="7301", poi_id=OTHER_SHOP)
    (order,) = orders(lab)
    assert (order.order_id, order.phone, order.masked, order.used) == (order_id, "13900001111", False, True)
    assert (order.product_id, order.poi_id, order.room_id) == ("7400000000000000001", OTHER_SHOP, "7301")
    assert {one.certificate_id for one in verifications(lab)} == set(order.certificates)
    assert order.paid_at == NOW - timedelta(hours=20)


def test_a_service_provider_is_shown_masked_phones_and_the_same_person(lab: Lab) -> None:
    sell(lab, 1, phone="13900001111")
    sell(lab, 2, phone="13900001111")
    sell(lab, 3, phone="13922221111")
    lab.become("vendor")
    found = orders(lab)
    assert {one.phone for one in found} == {"139****1111"}
    assert all(one.masked for one in found)
    assert len({one.open_id for one in found}) == 2


def test_an_order_that_was_never_paid_is_no_order(lab: Lab) -> None:
    sell(lab)
    lab.wire.plan(changed(lambda envelope: envelope["data"]["orders"][0].update(order_status=101)), on=ORDERS)
    assert orders(lab) == []


def test_one_order_is_found_by_its_id(lab: Lab) -> None:
    order_id = sell(lab, hours=400, stays=1)
    found = lab.platform.trade.order(lab.account, order_id)
    assert found is not None
    assert found.order_id == order_id
    assert lab.platform.trade.order(lab.account, "19999999999999999") is None
    assert lab.platform.trade.shop_of(lab.account, order_id) == SHOP


# -- the ledger ----------------------------------------------------------------------------------------------------------


def test_the_ledger_of_a_day_is_read_to_its_last_page(lab: Lab) -> None:
    for number in range(120):
        sell(lab, number)
    assert len({one.ledger_id for one in ledger(lab)}) == 120
    assert lab.wire.calls(LEDGER)[0].query["cursor"] == "0"
    assert len(lab.wire.calls(LEDGER)) == 3


def test_the_ledger_tells_what_brought_a_customer(lab: Lab) -> None:
    sell(lab, 1, channel="short_video", video_id="7344")
    sell(lab, 2, channel="live", room_id="7301")
    sell(lab, 3, channel="search")
    sell(lab, 4)
    found = {(one.channel, one.video_id, one.room_id) for one in ledger(lab)}
    assert found == {("short_video", "7344", ""), ("live", "", "7301"), ("search", "", ""), ("other", "", "")}


@pytest.mark.parametrize(
    ("source", "video_id", "room_id", "channel"),
    [
        ("livebroadcasting", "", "", "live"),
        ("LiveBroadcasting", "1", "", "live"),
        ("search_result", "", "", "search"),
        ("short_video", "", "", "short_video"),
        ("", "1", "", "short_video"),
        ("", "", "1", "live"),
        ("", "", "", "other"),
        ("homepage_recommend", "", "", "other"),
        ("homepage_recommend", "1", "", "short_video"),
    ],
)
def test_a_channel_is_told_by_its_word_or_by_what_came_with_it(
    source: str, video_id: str, room_id: str, channel: str
) -> None:
    assert channel_of(source, video_id, room_id) == channel


def test_a_ledger_row_comes_an_hour_after_its_verification(lab: Lab) -> None:
    sell(lab, hours=1, stays=0.5)
    assert ledger(lab, "2026-03-09") == []
    lab.clock.advance(minutes=31)
    assert len(ledger(lab, "2026-03-09")) == 1


def test_a_coupon_leads_to_its_order(lab: Lab) -> None:
    order_id = sell(lab, coupons=2)
    (one, other) = verifications(lab)
    wanted = [one.certificate_id, other.certificate_id, "999"]
    found = lab.platform.trade.settled_of(lab.account, wanted)
    assert found == {one.certificate_id: order_id, other.certificate_id: order_id}


def test_a_cursor_that_comes_again_is_no_endless_list(lab: Lab) -> None:
    for number in range(60):
        sell(lab, number)
    lab.wire.always(changed(lambda envelope: envelope["data"].update(has_more=True, cursor="0")), on=LEDGER)
    with pytest.raises(ReadFailed):
        ledger(lab)


# -- permissions, and a platform that is busy ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("withheld", "scope"), [("records", "life.capacity.billing"), ("orders", "life.capacity.order.query")]
)
def test_a_scope_that_the_app_lacks_is_named(lab: Lab, withheld: str, scope: str) -> None:
    lab.become("self", ALL_SCOPES - {withheld})
    with pytest.raises(ReadFailed) as failed:
        (verifications if withheld == "records" else orders)(lab)
    assert failed.value.diagnostic.code is errors.CAPABILITY
    fix = failed.value.diagnostic.fix
    assert not isinstance(fix, str)
    assert scope in fix.render("zh")


def test_a_busy_platform_is_asked_again(lab: Lab) -> None:
    sell(lab)
    lab.wire.plan(says(code=2119003, text="请求过于频繁"), lost, on=RECORDS)
    assert len(verifications(lab)) == 1
    assert len(lab.wire.calls(RECORDS)) == 3
