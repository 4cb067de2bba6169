"""Order: place before product before mounts; a mount waits for its product; a livestream has its moment."""

from __future__ import annotations

from typing import Any

import pytest

from plan_reading import classes, counts, notes, one, ops, steps, where
from plan_values import ABSENT, POI, POIS, PRODUCT, REPLY, REPLY_TEXT, in_review, place, product, rejected
from plans import World
from storeconf.model.kinds import KINDS
from storeconf.platform.live import Unknown

VIDEO, LIVE = "sanlitun/video/0309", "sanlitun/live/2026-03-20"
CLIP = {"video_id": "7344000000000000001", "product": PRODUCT, "poi": POIS["sanlitun"], "mount": "component"}
SHOW = {
    "starts": "2026-03-20T19:00:00+08:00",
    "ends": "2026-03-20T22:00:00+08:00",
    "products": [PRODUCT],
    "host_script": "今晚毛血旺 19.9 元",
}


def test_levels_put_places_before_products_before_mounts() -> None:
    level = {kind.name: kind.level for kind in KINDS}
    assert level["poi"] < level["product"] < level["video"] == level["live"]
    assert [kind.level for kind in KINDS] == sorted(kind.level for kind in KINDS)


def test_steps_stand_in_the_order_of_apply() -> None:
    """Whatever the order in which things were declared; what goes, goes first."""
    world = World().put(REPLY, declared=REPLY_TEXT, live=ABSENT)
    world.put(LIVE, declared={**SHOW, "host_script": "新稿"}, recorded=SHOW, live=SHOW, mounts=(PRODUCT,))
    world.put(PRODUCT, declared=product(price="21.90"), recorded=product(), live=product())
    world.put(POI, declared=place(name="蜀渝火锅"), recorded=place(), live=place())
    world.put("@shuyu/verification_tool", declared={"stage": "enabled"}, live=ABSENT)
    world.put("@shuyu/product/old", recorded=product(), live=product())
    plan = world.plan(allow=("remove",))
    assert [(step.kind, step.op) for step in plan.steps] == [
        ("product", "product.operate"),
        ("verification_tool", "hand.set"),
        ("poi", "poi.update"),
        ("product", "product.save"),
        ("live", "hand.set"),
        ("payment_reply", "hand.set"),
    ]


def test_several_requests_for_one_object_need_each_other_in_turn() -> None:
    declared = product(sale__end="2026-06-30T23:59:59+08:00", shelf="online")
    recorded = product(sale__end="2026-05-31T23:59:59+08:00", shelf="offline")
    plan = World().put(PRODUCT, declared=declared, recorded=recorded, live=recorded).plan()
    first, second = steps(plan)
    assert (first.op, second.op) == ("product.free_audit", "product.operate")
    assert (first.needs, second.needs) == ((), (first.id,))


def test_a_step_only_needs_steps_of_its_plan() -> None:
    declared = product(stores=[POIS["wangjing"]], shelf="online")
    world = World().put(PRODUCT, declared=declared, recorded=product(shelf="offline"), live=product(shelf="offline"))
    plan = world.plan(allow=("unbind",))
    place_of = {step.id: index for index, step in enumerate(plan.steps)}
    assert len(place_of) == len(plan.steps) == 3
    assert all(place_of[needed] < index for index, step in enumerate(plan.steps) for needed in step.needs)


def test_the_same_step_has_the_same_name_in_the_next_plan() -> None:
    world = World().put(PRODUCT, declared=product(stock=1), recorded=product(), live=product())
    assert [step.id for step in world.plan().steps] == [step.id for step in world.plan().steps]
    assert world.plan().steps[0].id == f"product.stock:{PRODUCT}"


# -- pictures ----------------------------------------------------------------------------------------------------------

HASH = "5f" * 32
PICTURE = {"role": "head", "file": "assets/covers/mxw.jpg", "sha256": HASH}


def test_a_picture_is_uploaded_before_the_product_that_shows_it() -> None:
    plan = World().put(PRODUCT, declared=product(images=[PICTURE]), live=ABSENT).plan()
    assert one(plan, "waiting", PRODUCT).reason == "needs_upload"
    (step,) = steps(plan)
    assert (step.op, step.address, step.kind) == ("hand.upload", f"{PRODUCT}#images.0", "image")
    assert step.attrs == {"file": "assets/covers/mxw.jpg", "role": "head", "sha256": HASH}
    assert counts(plan) == {"waiting": 1}


def test_only_the_pictures_wait_for_the_upload() -> None:
    declared = product(images=[PICTURE], price="21.90")
    live = product(images=[{"role": "head", "url": "https://cdn.example/old.jpg"}])
    plan = World().put(PRODUCT, declared=declared, recorded=live, live=live).plan()
    assert classes(one(plan, "waiting", PRODUCT)) == {"images": "update"}
    assert ops(plan) == ["hand.upload", "product.save"]
    assert steps(plan, PRODUCT)[0].changed == ("price",)


def test_an_uploaded_picture_is_sent_by_its_url_and_remembered_by_its_hash() -> None:
    url = "https://cdn.example/mxw.jpg"
    world = World(urls={HASH: url}).put(PRODUCT, declared=product(images=[PICTURE]), live=ABSENT)
    (step,) = steps(world.plan())
    assert step.attrs["images"] == [{"role": "head", "url": url}]


def test_another_file_under_the_same_name_needs_another_upload() -> None:
    """The declared URL belongs to the file that was uploaded for it."""
    url = "https://cdn.example/mxw.jpg"
    live = product(images=[{"role": "head", "url": url}])
    declared = product(images=[{**PICTURE, "url": url}])
    world = World(urls={"0a" * 32: url}).put(PRODUCT, declared=declared, recorded=live, live=live)
    assert ops(world.plan()) == ["hand.upload"]
    world.urls = {HASH: url}
    assert counts(world.plan()) == {}


# -- mounts ------------------------------------------------------------------------------------------------------------


def mounted(live: Any, **more: Any) -> World:
    """A video to be set up for a product in some state."""
    world = World().put(PRODUCT, declared=product(), recorded=product(), live=live, **more)
    return world.put(VIDEO, declared=CLIP, live=ABSENT, mounts=(PRODUCT,))


@pytest.mark.parametrize(
    ("live", "more", "reason"),
    [
        (ABSENT, {}, "product_missing"),
        (ABSENT, {"review": in_review(product())}, "product_in_review"),
        (ABSENT, {"review": rejected(product())}, "product_rejected"),
        (product(shelf="offline"), {}, "product_offline"),
        (product(), {"banned": True}, "product_offline"),
        (product(stores=[POIS["wangjing"]]), {}, "product_other_poi"),
        (Unknown.ERROR, {}, "product_unknown"),
        (Unknown.PARTIAL, {}, "product_unknown"),
    ],
)
def test_a_mount_waits_until_its_product_is_live_at_its_place(live: Any, more: dict[str, Any], reason: str) -> None:
    plan = mounted(live, **more).plan()
    entry = one(plan, "waiting", VIDEO)
    assert (entry.reason, entry.action, entry.by) == (reason, "create", "hand")
    assert notes(entry) == {reason: {"product": PRODUCT}}
    assert ops(plan, VIDEO) == []


def test_a_mount_is_set_up_once_its_product_is_approved_and_online_at_the_same_place() -> None:
    plan = mounted(product()).plan()
    assert (ops(plan), counts(plan)) == (["hand.set"], {"by_hand": 1})


def test_a_new_version_in_review_does_not_make_a_mount_wait() -> None:
    """What customers see is online all the while."""
    assert ops(mounted(product(), review=in_review(product(price="21.90"))).plan(), VIDEO) == ["hand.set"]


def test_a_mount_waits_for_every_product_of_its_show() -> None:
    other = "@shuyu/product/xlx"
    world = World().put(PRODUCT, declared=product(), recorded=product(), live=product())
    world.put(other, declared=product(), live=ABSENT)
    world.put(LIVE, declared={**SHOW, "products": [PRODUCT, other]}, live=ABSENT, mounts=(PRODUCT, other))
    assert notes(one(world.plan(), "waiting", LIVE)) == {"product_missing": {"product": other}}


def test_a_mount_that_agrees_waits_for_nothing() -> None:
    world = World().put(PRODUCT, declared=product(), recorded=product(), live=product(shelf="offline"))
    world.put(VIDEO, declared=CLIP, recorded=CLIP, live=CLIP, mounts=(PRODUCT,))
    assert where(world.plan(), VIDEO) == {}


def test_console_settings_of_a_product_wait_until_it_is_there() -> None:
    declared = product(visibility__sale_scope="到店用户")
    plan = World().put(PRODUCT, declared=declared, live=ABSENT).plan()
    assert one(plan, "waiting", PRODUCT).reason == "product_not_live"
    assert ops(plan) == ["product.save"]


# -- livestreams -------------------------------------------------------------------------------------------------------


def show(**changes: Any) -> World:
    world = World().put(PRODUCT, declared=product(), recorded=product(), live=product())
    return world.put(LIVE, declared={**SHOW, **changes}, recorded=SHOW, live=SHOW, mounts=(PRODUCT,))


def test_a_livestreams_step_is_due_before_it_starts() -> None:
    (step,) = steps(show(host_script="新稿").plan())
    assert (step.op, step.due) == ("hand.set", SHOW["starts"])


def test_a_look_at_a_livestream_is_due_as_well() -> None:
    world = World().put(LIVE, declared=SHOW, recorded=SHOW, mounts=(PRODUCT,))
    (step,) = steps(world.plan())
    assert (step.op, step.due) == ("hand.look", SHOW["starts"])


def test_other_steps_have_no_moment() -> None:
    plan = World().put(REPLY, declared=REPLY_TEXT, live=ABSENT).plan()
    assert [step.due for step in plan.steps] == [""]


@pytest.mark.parametrize(
    ("changes", "history"),
    [
        ({"starts": "2026-03-01T19:00:00+08:00", "ends": "2026-03-01T22:00:00+08:00"}, True),
        ({"starts": "2026-03-09T09:00:00+08:00", "ends": "2026-03-09T12:00:00+08:00"}, False),
        ({"starts": "2026-03-09T08:00:00+08:00", "ends": "2026-03-09T09:59:59+08:00"}, True),
        ({"starts": "2026-03-09T11:00:00+08:00", "ends": "2026-03-09T12:00:00+08:00"}, False),
    ],
    ids=["last week", "now on", "just over", "later today"],
)
@pytest.mark.parametrize("live", [SHOW, None, ABSENT], ids=["seen", "never seen", "seen to be missing"])
def test_a_past_livestream_is_history_never_planned_never_drift(
    changes: dict[str, str], history: bool, live: Any
) -> None:
    world = World().put(LIVE, declared={**SHOW, **changes}, recorded=SHOW, live=live, mounts=())
    plan = world.plan(on_drift="restore")
    assert (where(plan, LIVE) == {}) == history
    assert (ops(plan) == []) == history
