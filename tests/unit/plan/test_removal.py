"""What left the YAML: taken off the shelf with consent, forgotten, or cleaned up by hand; whole stores loudly."""

from __future__ import annotations

from typing import Any

import pytest

from plan_reading import counts, entries, notes, one, ops, settlements, steps, where
from plan_values import ABSENT, POI, PRODUCT, REPLY, REPLY_TEXT, account, place, product
from plans import World
from storeconf.model.kind import OnRemove
from storeconf.model.kinds import BY_NAME
from storeconf.platform.live import Unknown

RECORDED: dict[str, tuple[str, dict[str, Any]]] = {
    "verification_tool": ("@shuyu/verification_tool", {"stage": "enabled"}),
    "anomaly_rules": ("@shuyu/anomaly_rules", {"failures_per_day": 5}),
    "poi": (POI, place()),
    "product": (PRODUCT, product()),
    "video": ("sanlitun/video/0309", {"mount": "component"}),
    "live": ("sanlitun/live/2026-03-20", {"starts": "2026-03-20T19:00:00+08:00", "ends": "2026-03-20T22:00:00+08:00"}),
    "payment_reply": (REPLY, dict(REPLY_TEXT)),
    "voice_call": ("sanlitun/voice_call", {"enabled": True}),
    "pinned_video": ("sanlitun/pinned_video", {"overlay_text": "出示订单二维码"}),
    "booking": ("sanlitun/booking", {"button_on_success_page": True}),
}


def test_every_kind_is_removed_in_one_of_these_tests() -> None:
    assert set(RECORDED) == set(BY_NAME)


@pytest.mark.parametrize("kind", RECORDED)
def test_removal_is_what_the_kind_says(kind: str) -> None:
    address, recorded = RECORDED[kind]
    plan = World().put(address, recorded=recorded, live=recorded).plan(allow=("remove",))
    entry = one(plan, "changes", address)
    match BY_NAME[kind].on_remove:
        case OnRemove.OFF_SHELF:
            assert (entry.action, ops(plan), settlements(plan)) == ("remove", ["product.operate"], [])
        case OnRemove.FORGET:
            assert (entry.action, ops(plan)) == ("forget", [])
        case OnRemove.FORGET_AND_CLEAN:
            assert (entry.action, ops(plan)) == ("forget", ["hand.clean"])
            assert steps(plan)[0].attrs == recorded
    forgotten = [settlement.address for settlement in settlements(plan) if settlement.forget]
    assert forgotten == ([] if kind == "product" else [address])


def test_cleaning_up_is_optional_and_counts_as_no_change() -> None:
    plan = World().put(REPLY, recorded=REPLY_TEXT, live=REPLY_TEXT).plan()
    assert counts(plan) == {"forget": 1}
    assert plan.summary.changes == 0


def test_there_is_nothing_to_clean_up_where_nothing_is() -> None:
    assert ops(World().put(REPLY, recorded=REPLY_TEXT, live=ABSENT).plan()) == []


def test_a_livestream_that_is_over_is_forgotten_without_a_task() -> None:
    over = {"starts": "2026-03-01T19:00:00+08:00", "ends": "2026-03-01T22:00:00+08:00"}
    plan = World().put("sanlitun/live/2026-03-01", recorded=over, live=over).plan()
    assert (counts(plan), ops(plan)) == ({"forget": 1}, [])


# -- products ----------------------------------------------------------------------------------------------------------


def test_a_product_is_taken_off_the_shelf_and_never_deleted() -> None:
    plan = World().put(PRODUCT, recorded=product(), live=product()).plan(allow=("remove",))
    (step,) = steps(plan)
    assert step.call is not None
    assert (step.call.body["op_type"], step.expect, step.attrs) == (2, "forget", {"shelf": "offline"})
    assert counts(plan) == {"remove": 1}


def test_without_consent_nothing_is_taken_off_the_shelf() -> None:
    plan = World().put(PRODUCT, recorded=product(), live=product()).plan()
    assert one(plan, "changes", PRODUCT).blocked_by == ("allow:remove",)
    assert (ops(plan), counts(plan), settlements(plan)) == ([], {"blocked": 1}, [])


@pytest.mark.parametrize("live", [product(shelf="offline"), ABSENT], ids=["off the shelf", "gone"])
def test_a_product_that_is_not_on_sale_is_only_forgotten(live: Any) -> None:
    plan = World().put(PRODUCT, recorded=product(), live=live).plan()
    assert (one(plan, "changes", PRODUCT).action, ops(plan)) == ("forget", [])


def test_a_product_whose_shelf_is_not_shown_is_not_taken_for_sold_out() -> None:
    """Our role doesn't see the shelf: nothing is done, and nothing is forgotten either."""
    world = World().put(PRODUCT, recorded=product(), live=product(shelf=None), unknown={"shelf": Unknown.MASKED})
    plan = world.plan(allow=("remove",))
    assert one(plan, "unknown", PRODUCT).reason == "masked"
    assert (ops(plan), settlements(plan)) == ([], [])


SPA = "yanli-spa/product/manicure"


@pytest.mark.parametrize(
    ("live", "blind"),
    [({"title": "美甲", "shelf": "online"}, False), ({"title": "美甲"}, True), (None, True), (Unknown.STALE, True)],
    ids=["seen on sale", "shelf not seen", "never seen", "seen too long ago"],
)
def test_by_hand_a_product_is_taken_off_the_shelf_unless_it_was_seen_to_be_off(live: Any, blind: bool) -> None:
    world = World().put(SPA, recorded={"title": "美甲", "shelf": "online"}, live=live)
    assert one(world.plan(), "changes", SPA).blocked_by == ("allow:remove",)
    (step,) = steps(world.plan(allow=("remove",)))
    assert (step.op, step.by, step.expect, step.blind) == ("hand.set", "hand", "forget", blind)
    assert step.digest != ""


def test_without_the_scope_to_publish_a_person_takes_it_off_the_shelf() -> None:
    world = World()
    world.accounts["shuyu"] = account("shuyu", ("shops", "products"))
    plan = world.put(PRODUCT, recorded=product(), live=product()).plan(allow=("remove",))
    assert ops(plan) == ["hand.set"]
    assert counts(plan) == {"by_hand": 1}


# -- whole stores and accounts -----------------------------------------------------------------------------------------


def closed() -> World:
    """A store that only the records know, with two products on sale."""
    world = World()
    world.put("closed/poi", recorded=place(id="6601136930000007"), live=place(id="6601136930000007"))
    world.put("closed/product/tea", recorded=product(title="下午茶"), live=product(title="下午茶"))
    world.put("closed/product/cake", recorded=product(title="生日蛋糕"), live=product(title="生日蛋糕"))
    world.put("closed/product/old", recorded=product(title="旧套餐"), live=product(title="旧套餐", shelf="offline"))
    return world.put("closed/payment_reply", recorded=REPLY_TEXT, live=REPLY_TEXT)


def test_a_removed_store_is_forgotten_and_says_what_is_still_on_sale() -> None:
    plan = closed().plan()
    (unit,) = [unit for unit in plan.stores if unit.name == "closed"]
    assert (unit.state, unit.title, unit.account) == ("removed", "蜀渝火锅(三里屯店)", "shuyu")
    assert {entry.action for entry in unit.changes} == {"forget"}
    selling = {notes(entry)["still_on_sale"]["title"] for entry in unit.changes if "still_on_sale" in notes(entry)}
    assert selling == {"下午茶", "生日蛋糕"}
    assert (ops(plan), counts(plan)) == ([], {"forget": 5})


def test_with_consent_the_products_of_a_removed_store_leave_the_shelf() -> None:
    plan = closed().plan(allow=("remove",))
    assert ops(plan) == ["product.operate", "product.operate"]
    assert counts(plan) == {"forget": 3, "remove": 2}


def test_a_removed_store_carries_an_empty_digest() -> None:
    """So that a plan which removes it is refused once somebody declares it again."""
    assert closed().plan().digests["closed"] == ""


def test_nothing_is_removed_while_a_document_cannot_be_read() -> None:
    """The store may be declared in it."""
    world = closed()
    world.broken = True
    plan = world.plan(allow=("remove",))
    assert {unit.name: unit.state for unit in plan.stores if unit.state != "ok"} == {"closed": "unknown"}
    assert (counts(plan), ops(plan)) == ({}, [])


def test_a_store_whose_own_document_cannot_be_read_loses_nothing() -> None:
    world = World(unreadable={"wangjing"})
    world.put("wangjing/product/tea", recorded=product(), live=product())
    world.put("wangjing/payment_reply", recorded=REPLY_TEXT, live=REPLY_TEXT)
    world.put(REPLY, recorded=REPLY_TEXT, live=REPLY_TEXT)
    plan = world.plan(allow=("remove",))
    assert {unit.name: unit.state for unit in plan.stores if unit.state != "ok"} == {"wangjing": "unknown"}
    assert [step.unit for step in plan.steps] == ["sanlitun"]
    assert entries(plan, "changes", "wangjing/payment_reply") == []


def test_a_product_may_stand_in_the_part_of_an_account_that_cannot_be_read() -> None:
    world = World(partly_unknown={"@shuyu"})
    world.put(PRODUCT, recorded=product(), live=product())
    world.put("@shuyu/anomaly_rules", recorded={"failures_per_day": 5}, live={"failures_per_day": 5})
    plan = world.plan(allow=("remove",))
    assert one(plan, "unknown", PRODUCT).reason == "declared_unknown"
    assert "product.operate" not in ops(plan)


def test_the_products_of_a_removed_account_are_left_to_people() -> None:
    """Nothing can be reached there any more."""
    world = World()
    world.put(PRODUCT, recorded=product(), live=product())
    del world.accounts["shuyu"]
    world.stores = {name: info for name, info in world.stores.items() if info.account != "shuyu"}
    assert ops(world.plan(allow=("remove",))) == ["hand.set"]


def test_an_object_that_is_declared_is_not_removed() -> None:
    plan = World().put(PRODUCT, declared=product(), recorded=product(), live=product()).plan(allow=("remove",))
    assert where(plan, PRODUCT) == {}
