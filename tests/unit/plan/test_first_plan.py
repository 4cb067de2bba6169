"""The first plan: an account that is full already, and a state that is empty. Nothing is written without a choice."""

from __future__ import annotations

from typing import Any

import pytest

from plan_reading import classes, counts, one, ops, settlements, steps, where
from plan_values import (
    ABSENT,
    POI,
    POIS,
    PRODUCT,
    REPLY,
    REPLY_TEXT,
    account,
    attested,
    place,
    product,
)
from plans import World
from storeconf.platform.live import Unknown

FULL_PLACE = place(phone="01064171234", category="火锅", city="北京")


def test_what_agrees_is_adopted_uncounted() -> None:
    plan = World().put(PRODUCT, declared=product(), live=product()).plan()
    assert one(plan, "changes", PRODUCT).action == "adopt"
    (settlement,) = settlements(plan)
    assert (settlement.attrs, settlement.by, settlement.drop) == (product(), "adopt", ())
    assert settlement.ids["product_id"].isdigit()
    assert settlement.ids[f"poi:{POIS['sanlitun']}"] == "sanlitun"
    assert (counts(plan), plan.summary.changes, ops(plan)) == ({"adopt": 1}, 0, [])


def test_what_differs_is_blocked_until_somebody_chooses() -> None:
    plan = World().put(PRODUCT, declared=product(price="21.90"), live=product()).plan()
    entry = one(plan, "conflicts", PRODUCT)
    assert (entry.reason, classes(entry)) == ("adopt_differs", {"price": "adopt-differs"})
    assert (ops(plan), settlements(plan), counts(plan)) == ([], [], {"conflict": 1})


def test_a_value_that_the_found_object_lacks_is_a_difference_too() -> None:
    """Otherwise the very first apply would send a live product to review, which nobody chose."""
    plan = World().put(PRODUCT, declared=product(description="锅底现熬"), live=product()).plan()
    entry = one(plan, "conflicts", PRODUCT)
    assert (entry.reason, classes(entry)) == ("adopt_differs", {"description": "create"})
    assert (ops(plan), settlements(plan), counts(plan)) == ([], [], {"conflict": 1})


@pytest.mark.parametrize("differs", [{"price": "21.90"}, {"description": "锅底现熬"}])
def test_once_the_yaml_is_chosen_the_rest_is_adopted_with_it(differs: dict[str, str]) -> None:
    plan = World().put(PRODUCT, declared=product() | differs, live=product()).plan(take={PRODUCT: "declared"})
    adopted, updated = where(plan, PRODUCT)["changes"]
    assert (adopted.action, updated.action, updated.reason) == ("adopt", "update", "take_declared")
    assert set(classes(updated)) == set(differs)
    assert (ops(plan), counts(plan)) == (["product.save"], {"adopt": 1, "update": 1})


def test_what_lies_unmanaged_in_the_account_is_listed_and_left_alone() -> None:
    world = World()
    world.put("@shuyu/product/1799", live=product())
    world.unmanaged = [world.live.pop("@shuyu/product/1799")]
    plan = world.plan(allow=("remove", "unbind", "rebind"), on_drift="restore")
    assert one(plan, "unmanaged", "@shuyu/product/1799").title == "毛血旺单人餐(含米饭)"
    assert (counts(plan), plan.steps) == ({"unmanaged": 1}, ())


# -- what no API reads -------------------------------------------------------------------------------------------------


def test_what_cannot_be_read_is_one_check_for_each_object() -> None:
    world = World().put(POI, declared=FULL_PLACE, live=place()).put(REPLY, declared=REPLY_TEXT)
    plan = world.plan()
    assert [(step.op, step.address) for step in plan.steps] == [("hand.check", POI), ("hand.check", REPLY)]
    assert steps(plan, REPLY)[0].attrs == REPLY_TEXT
    assert set(steps(plan, POI)[0].changed) == {"phone", "category", "city"}
    assert counts(plan) == {"adopt": 1, "by_hand": 2}


def test_a_fresh_observation_that_agrees_is_adopted() -> None:
    """A clone with observations and no state."""
    plan = World().put(REPLY, declared=REPLY_TEXT, live=REPLY_TEXT, seen=attested(REPLY_TEXT)).plan()
    assert (counts(plan), ops(plan)) == ({"adopt": 1}, [])


def test_an_observation_that_differs_has_to_be_decided() -> None:
    live = {**REPLY_TEXT, "text": "欢迎光临"}
    plan = World().put(REPLY, declared=REPLY_TEXT, live=live, seen=attested(live)).plan()
    assert classes(one(plan, "conflicts", REPLY)) == {"text": "adopt-differs"}
    assert (ops(plan), settlements(plan)) == ([], [])


def test_an_observation_that_expired_is_no_reason_to_adopt() -> None:
    plan = World().put(REPLY, declared=REPLY_TEXT, live=Unknown.STALE, stale=REPLY_TEXT).plan()
    assert (counts(plan), ops(plan)) == ({"by_hand": 1}, ["hand.check"])


def test_seen_to_be_missing_is_made_by_hand() -> None:
    plan = World().put(REPLY, declared=REPLY_TEXT, live=ABSENT).plan()
    (step,) = steps(plan)
    assert (step.op, step.attrs, step.blind) == ("hand.set", REPLY_TEXT, False)
    assert one(plan, "changes", REPLY).action == "create"


def test_a_place_outside_the_account_is_claimed_first() -> None:
    plan = World().put(POI, declared=FULL_PLACE, live=ABSENT).plan()
    (step,) = steps(plan)
    assert (step.op, step.by) == ("hand.claim", "hand")
    assert step.attrs == {path: FULL_PLACE[path] for path in ("id", "name", "address", "claimed")}
    assert one(plan, "changes", POI).reason == "claim"


def test_taking_the_declared_side_of_what_is_there_is_an_update() -> None:
    """By hand as by API: nothing new is made."""
    live = {**REPLY_TEXT, "text": "欢迎光临"}
    plan = World().put(REPLY, declared=REPLY_TEXT, live=live).plan(take={REPLY: "declared"})
    entries = where(plan, REPLY)["changes"]
    assert [(entry.action, entry.by) for entry in entries] == [("adopt", ""), ("update", "hand")]
    assert ops(plan) == ["hand.set"]


# -- accounts without an API -------------------------------------------------------------------------------------------

SPA_POI, MANICURE = "yanli-spa/poi", "yanli-spa/product/manicure"
NAILS = {"title": "纯色美甲一次", "price": "99.00", "shelf": "online"}


def test_without_an_api_places_and_products_are_read_and_written_by_people_too() -> None:
    world = World().put(SPA_POI, declared=place(id="6601136930000009")).put(MANICURE, declared=NAILS)
    plan = world.plan()
    assert [(step.op, step.by, step.address) for step in plan.steps] == [
        ("hand.check", "hand", SPA_POI),
        ("hand.check", "hand", MANICURE),
    ]
    assert steps(plan, MANICURE)[0].attrs == NAILS


@pytest.mark.parametrize(
    ("recorded", "live", "counted", "done"),
    [
        (NAILS, NAILS, {}, []),
        (None, NAILS, {"adopt": 1}, []),
        (NAILS, {**NAILS, "price": "109.00"}, {"drift": 1}, []),
        (NAILS, ABSENT, {"drift": 1}, []),
        (NAILS, None, {"unknown": 1}, ["hand.look"]),
        ({**NAILS, "price": "89.00"}, {**NAILS, "price": "89.00"}, {"by_hand": 1}, ["hand.set"]),
        (None, ABSENT, {"by_hand": 1}, ["hand.set"]),
    ],
)
def test_the_same_story_by_hand(recorded: Any, live: Any, counted: dict[str, int], done: list[str]) -> None:
    plan = World().put(MANICURE, declared=NAILS, recorded=recorded, live=live).plan()
    assert (counts(plan), ops(plan)) == (counted, done)
    assert all(step.call is None and step.digest for step in plan.steps)


def test_scopes_decide_attribute_by_attribute_who_writes() -> None:
    """Without the scope to update places, a person changes the name; it is still read by the API."""
    declared, recorded = place(name="蜀渝火锅"), place()
    world = World().put(POI, declared=declared, recorded=recorded, live=place())
    assert ops(world.plan()) == ["poi.update"]
    world.accounts["shuyu"] = account("shuyu", ("shops", "products", "publish"))
    assert ops(world.plan()) == ["hand.set"]
    world.accounts["shuyu"] = account("shuyu", ("products", "publish"))
    world.put(PRODUCT, declared=product(stock=1), recorded=product(), live=product())
    assert ops(world.plan(target=("@shuyu",))) == ["product.stock"]
