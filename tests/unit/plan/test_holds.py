"""Holds, bans and protection: a product that must stay off the shelf, one the platform took down, one nobody may drop."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from plan_reading import classes, counts, notes, one, ops, settlements, steps, where
from plan_values import ABSENT, NOW, POIS, PRODUCT, product
from plans import World
from storeconf.platform.live import Unknown
from storeconf.state.records import Hold

ON, OFF = product(), product(shelf="offline")
TWO = [POIS["sanlitun"], POIS["wangjing"]]
FORCE: dict[str, Any] = {"on_drift": "restore", "take": {PRODUCT: "declared"}, "allow": ("remove", "unbind", "rebind")}


def held(**sides: Any) -> World:
    return World().put(PRODUCT, hold="单日核销失败超过 5 次", **sides)


# -- holds -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("recorded", [ON, None], ids=["recorded", "not recorded"])
@pytest.mark.parametrize("live", [OFF, ON])
def test_under_a_hold_the_shelf_is_neither_drift_nor_restored(recorded: Any, live: Any) -> None:
    plan = held(declared=ON, recorded=recorded, live=live).plan(**FORCE)
    entry = one(plan, "held", PRODUCT)
    assert notes(entry)["held"] == {"reason": "单日核销失败超过 5 次", "by": "records", "until": ""}
    assert not any("shelf" in step.changed or "shelf" in step.attrs for step in plan.steps)
    assert (plan.summary.drift, plan.summary.held) == (0, 1)
    assert not any("shelf" in settlement.attrs for settlement in settlements(plan))


def test_other_values_of_a_held_product_go_on() -> None:
    plan = held(declared=product(stock=100), recorded=ON, live=OFF).plan()
    assert ops(plan) == ["product.stock"]
    assert list(where(plan, PRODUCT)) == ["changes", "held"]


def test_a_hold_is_shown_when_the_shelf_is_not_managed() -> None:
    bare = product(shelf=None)
    plan = held(declared=bare, recorded=bare, live=OFF).plan()
    assert counts(plan) == {"held": 1}


def test_a_held_product_that_has_to_be_made_anew_is_made_off_the_shelf() -> None:
    """Otherwise the platform would put it on sale as soon as it passes review."""
    plan = held(declared=ON, recorded=ON, live=ABSENT).plan(**FORCE)
    (step,) = steps(plan)
    assert step.call is not None
    assert (step.op, step.attrs["shelf"]) == ("product.save", "offline")
    assert step.call.body["product"]["product_ext"] == {"auto_online": False}


def test_a_hold_that_was_released_or_ran_out_lets_the_shelf_be_compared_again() -> None:
    world = held(declared=ON, recorded=ON, live=OFF)
    world.holds[PRODUCT] = Hold(address=PRODUCT, reason="复核", by="records", until="2026-03-08")
    assert counts(world.plan()) == {"drift": 1}
    world.now = NOW - timedelta(days=1)
    assert counts(world.plan()) == {"held": 1}
    world.holds.clear()
    assert classes(one(world.plan(), "drift", PRODUCT)) == {"shelf": "drift-changed"}


# -- bans --------------------------------------------------------------------------------------------------------------


def test_banned_is_a_state_of_its_own() -> None:
    plan = World().put(PRODUCT, declared=ON, recorded=ON, live=OFF, banned=True).plan(**FORCE)
    assert (counts(plan), ops(plan)) == ({"banned": 1}, [])


def test_nothing_is_sent_for_a_banned_product() -> None:
    plan = World().put(PRODUCT, declared=product(price="21.90"), recorded=ON, live=OFF, banned=True).plan()
    assert one(plan, "changes", PRODUCT).blocked_by == ("banned",)
    assert (ops(plan), counts(plan)) == ([], {"banned": 1, "blocked": 1})


def test_a_product_that_is_held_and_banned_is_both() -> None:
    plan = held(declared=product(price="21.90"), recorded=ON, live=OFF, banned=True).plan(**FORCE)
    assert {"held", "banned"} <= set(where(plan, PRODUCT))
    assert ops(plan) == []


# -- protect -----------------------------------------------------------------------------------------------------------

PROTECTED = ["*/product/mxw"]


def test_protection_forbids_taking_off_the_shelf() -> None:
    plan = World(protect=PROTECTED).put(PRODUCT, declared=OFF, recorded=ON, live=ON).plan(**FORCE)
    assert one(plan, "changes", PRODUCT).blocked_by == ("protect",)
    assert ops(plan) == []


def test_protection_forbids_taking_off_the_shelf_what_nobody_has_seen() -> None:
    """By hand as well: a person would do it blind."""
    address = "yanli-spa/product/manicure"
    world = World(protect=["*/product/manicure"])
    world.put(address, declared={"title": "美甲", "shelf": "offline"}, recorded={"title": "美甲", "shelf": "online"})
    plan = world.plan(**FORCE)
    assert one(plan, "changes", address).blocked_by == ("protect",)
    assert ops(plan) == []


def test_protection_does_not_hold_a_new_product_that_starts_off_the_shelf() -> None:
    plan = World(protect=PROTECTED).put(PRODUCT, declared=OFF, live=ABSENT).plan()
    assert ops(plan) == ["product.save"]


def test_protection_forbids_removal_even_with_consent() -> None:
    plan = World(protect=PROTECTED).put(PRODUCT, recorded=ON, live=ON).plan(allow=("remove",))
    assert one(plan, "changes", PRODUCT).blocked_by == ("protect",)
    assert ops(plan) == []


def test_protection_outlives_the_document() -> None:
    """It was recorded with the product."""
    plan = World().put(PRODUCT, recorded=ON, live=ON, protected_record=True).plan(allow=("remove",))
    assert one(plan, "changes", PRODUCT).blocked_by == ("protect",)


def test_protection_forbids_unbinding_a_shop() -> None:
    world = World(protect=PROTECTED)
    world.put(PRODUCT, declared=product(), recorded=product(stores=TWO), live=product(stores=TWO))
    plan = world.plan(**FORCE)
    assert one(plan, "changes", PRODUCT).blocked_by == ("protect",)
    assert ops(plan) == []


def test_what_protection_does_not_concern_goes_on() -> None:
    world = World(protect=PROTECTED)
    plan = world.put(PRODUCT, declared={**OFF, "stock": 100}, recorded=ON, live=ON).plan()
    assert ops(plan) == ["product.stock"]
    blocked, free = where(plan, PRODUCT)["changes"]
    assert (classes(blocked), classes(free)) == ({"shelf": "update"}, {"stock": "update"})
    assert counts(plan) == {"blocked": 1, "update": 1}


def test_a_protected_product_may_be_put_on_the_shelf_and_bound_to_more_shops() -> None:
    world = World(protect=PROTECTED)
    plan = world.put(PRODUCT, declared=product(stores=TWO), recorded=OFF, live=OFF).plan()
    assert ops(plan) == ["product.poi.add", "product.operate"]


def test_steps_and_settlements_carry_the_protection_into_the_record() -> None:
    world = World(protect=PROTECTED).put(PRODUCT, declared=ON, live=ON)
    assert [settlement.protect for settlement in settlements(world.plan())] == [True]
    world.put(PRODUCT, declared=product(stock=1), recorded=ON)
    assert [step.protect for step in world.plan().steps] == [True]


# -- rules -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "done", "blocked"),
    [
        (product(price="21.90"), [], ("R07-01",)),
        (OFF, ["product.operate"], ()),
        (product(stock=0), ["product.stock"], ()),
        ({**OFF, "price": "21.90"}, ["product.operate"], ("R07-01",)),
    ],
    ids=["new price", "off the shelf", "stock 0", "off the shelf with a new price"],
)
def test_a_rule_holds_back_review_and_exposure_never_the_way_off_sale(
    declared: Any, done: list[str], blocked: tuple[str, ...]
) -> None:
    world = World(blocking={PRODUCT: ["R07-01"]}).put(PRODUCT, declared=declared, recorded=ON, live=ON)
    plan = world.plan()
    assert ops(plan) == done
    assert tuple(b for entry in where(plan, PRODUCT)["changes"] for b in entry.blocked_by) == blocked


def test_a_rule_holds_back_putting_on_sale() -> None:
    world = World(blocking={PRODUCT: ["R07-01"]}).put(PRODUCT, declared=ON, recorded=OFF, live=OFF)
    assert one(world.plan(), "changes", PRODUCT).blocked_by == ("R07-01",)


@pytest.mark.parametrize(("shelf", "done"), [("offline", ["hand.set"]), ("online", [])])
def test_a_rule_treats_the_shelf_alike_when_a_person_does_it(shelf: str, done: list[str]) -> None:
    address, other = "yanli-spa/product/manicure", {"offline": "online", "online": "offline"}[shelf]
    before = {"title": "美甲", "shelf": other}
    world = World(blocking={address: ["R07-01"]})
    assert ops(world.put(address, declared={**before, "shelf": shelf}, recorded=before, live=before).plan()) == done


def test_a_rule_never_holds_back_forgetting_or_removal() -> None:
    world = World(blocking={PRODUCT: ["R07-01"]}).put(PRODUCT, recorded=ON, live=ON)
    assert ops(world.plan(allow=("remove",))) == ["product.operate"]


def test_the_way_off_the_shelf_is_open_while_the_rest_is_impossible() -> None:
    """The category can't be changed; retiring the product must still be possible."""
    declared = {**OFF, "category": "面馆"}
    plan = World().put(PRODUCT, declared=declared, recorded=ON, live=ON).plan()
    assert ops(plan) == ["product.operate"]
    unreadable = World().put(
        PRODUCT, declared={**OFF, "price": "9.90"}, recorded=ON, live=ON, unknown={"items": Unknown.ERROR}
    )
    assert ops(unreadable.plan()) == ["product.operate"]
