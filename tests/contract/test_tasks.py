"""What the platform does as a task: place edits and catering's booking switches, with what became of them."""

from __future__ import annotations

import pytest

from lab import OTHER_SHOP, SHOP, Lab, change
from storeconf.core.values import Value
from storeconf.model.review import Verdict
from storeconf.platform.live import Existence, LiveObject
from storeconf.platform.protocol import Impossible, Request, Wanted

HOURS: list[Value] = [
    {"days": [1, 2, 3, 4, 5], "open": "10:30", "close": "14:00"},
    {"days": [1, 2, 3, 4, 5, 6, 7], "open": "17:00", "close": "02:00"},
]


def place_request(lab: Lab, sets: dict[str, Value], poi_id: str = SHOP) -> Request:
    live = lab.place(poi_id)
    (request,) = lab.platform.compose(change(lab.account, sets, live, kind="poi", address="bj/poi"))  # type: ignore[misc]
    return request


def booking(lab: Lab, *tasks: str) -> LiveObject:
    wanted = Wanted(address="bj/booking", kind="booking", account="shuyu", poi_id=SHOP, tasks=tasks)
    return lab.snapshot(wanted).get("bj/booking")


def booking_request(lab: Lab, sets: dict[str, Value]) -> Request:
    found = lab.platform.compose(change(lab.account, sets, booking(lab), kind="booking", address="bj/booking"))
    assert not isinstance(found, Impossible)
    return found[0]


def test_a_place_edit_is_a_reviewed_task_with_only_what_changes(lab: Lab) -> None:
    request = place_request(lab, {"phone": "01064171234", "hours": HOURS})
    assert (request.op, request.review) == ("poi.update", True)
    (data,) = request.body["datas"]
    assert (data["poi_id"], data["third_id"]) == (SHOP, "bj")
    assert data["poi"] == {
        "contact_tel": "01064171234",
        "open_times_v2": [
            {"start_time": "10:30", "end_time": "14:00", "weeks": [1, 2, 3, 4, 5]},
            {"start_time": "17:00", "end_time": "02:00", "weeks": [1, 2, 3, 4, 5, 6, 7]},
        ],
    }


def test_a_place_edit_shows_once_it_has_passed(lab: Lab) -> None:
    task = lab.write(place_request(lab, {"name": "蜀渝火锅(工体店)"})).ref
    assert task.isdigit()
    waiting = lab.place(SHOP, task)
    assert (waiting.attrs["name"], waiting.review and waiting.review.verdict) == ("蜀渝火锅(1号店)", Verdict.IN_REVIEW)
    lab.decide()
    passed = lab.place(SHOP, task)
    assert (passed.attrs["name"], passed.review and passed.review.verdict) == ("蜀渝火锅(工体店)", Verdict.APPROVED)


def test_a_rejected_place_edit_brings_the_reason_and_changes_nothing(lab: Lab) -> None:
    task = lab.write(place_request(lab, {"name": "最好的火锅", "address": "工体北路8号"})).ref
    lab.decide("门店名称与门头照不一致")
    live = lab.place(SHOP, task)
    assert live.review is not None
    assert (live.review.verdict, live.review.reason) == (Verdict.REJECTED, "门店名称与门头照不一致")
    assert live.attrs["name"] == "蜀渝火锅(1号店)"


def test_a_task_passes_by_itself_after_two_hours(lab: Lab) -> None:
    task = lab.write(place_request(lab, {"name": "新名字"})).ref
    lab.clock.advance(hours=2)
    lab.reconnect()
    live = lab.place(SHOP, task)
    assert (live.attrs["name"], live.review and live.review.verdict) == ("新名字", Verdict.APPROVED)


def test_the_same_place_edit_may_be_sent_twice(lab: Lab) -> None:
    request = place_request(lab, {"phone": "01064171234"})
    first, second = lab.write(request), lab.write(request)
    assert first.ok
    assert second.ok
    assert first.ref != second.ref


def test_a_shop_of_somebody_else_can_not_be_edited(lab: Lab) -> None:
    request = place_request(lab, {"phone": "01064171234"}, OTHER_SHOP)
    lab.database.run("UPDATE shops SET account_id='1' WHERE poi_id=?", OTHER_SHOP)
    outcome = lab.write(request)
    assert not outcome.ok
    assert outcome.problem is not None


def test_booking_switches_are_a_task_and_can_not_be_read_back(lab: Lab) -> None:
    request = booking_request(lab, {"open": True, "earliest_days": 7, "latest_minutes": 60, "tip": "请提前半小时到店"})
    assert request.body["config"] == {
        "open_status": 1,
        "earliest_booking_time": 7,
        "latest_booking_time": 60,
        "booking_tip": "请提前半小时到店",
    }
    outcome = lab.write(request)
    assert outcome.ok
    lab.decide()
    live = booking(lab, outcome.ref)
    assert live.existence is Existence.UNKNOWN
    assert dict(live.attrs) == {}
    assert live.review is not None
    assert live.review.verdict is Verdict.APPROVED


@pytest.mark.parametrize(("reason", "verdict"), [("", Verdict.IN_REVIEW), ("商户未开通订座", Verdict.REJECTED)])
def test_a_booking_task_says_where_it_stands(lab: Lab, reason: str, verdict: Verdict) -> None:
    task = lab.write(booking_request(lab, {"open": False})).ref
    if reason:
        lab.decide(reason)
    review = booking(lab, task).review
    assert review is not None
    assert (review.verdict, review.reason) == (verdict, reason)


def test_a_task_that_the_platform_does_not_know_says_nothing(lab: Lab) -> None:
    assert booking(lab, "7400000000000000001").review is None
    place = lab.place(SHOP, "7400000000000000001")
    assert (place.existence, place.review) == (Existence.PRESENT, None)
