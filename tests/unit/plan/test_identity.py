"""Who an object is: what can't be changed is retired and made anew, never replaced; a rename moves only the record."""

from __future__ import annotations

from typing import Any

import pytest

from plan_reading import classes, counts, notes, one, ops, settlements, where
from plan_values import ABSENT, PRODUCT, REPLY, REPLY_TEXT, account, product, store
from plans import World
from storeconf.model.kind import Flag
from storeconf.model.kinds import KINDS

VIDEO = "sanlitun/video/0309"
CLIP = {"video_id": "7344000000000000001", "mount": "component"}


def test_these_attributes_are_immutable() -> None:
    fixed = {(kind.name, a.path) for kind in KINDS for a in kind.attributes if a.has(Flag.IMMUTABLE)}
    assert fixed == {
        ("product", "out_id"),
        ("product", "product_id"),
        ("product", "kind"),
        ("product", "category"),
        ("video", "video_id"),
    }


CHANGED: dict[str, tuple[str, Any, Any]] = {
    "category": (PRODUCT, product(category="丽人/美甲/美甲"), product()),
    "kind": (PRODUCT, product(kind="voucher"), product()),
    "video_id": (VIDEO, {**CLIP, "video_id": "7344000000000000002"}, CLIP),
}


@pytest.mark.parametrize("path", CHANGED)
def test_a_changed_identity_is_blocked_and_explained(path: str) -> None:
    address, declared, recorded = CHANGED[path]
    plan = World().put(address, declared=declared, recorded=recorded, live=recorded).plan()
    entry = one(plan, "changes", address)
    assert (entry.blocked_by, classes(entry)) == (("immutable",), {path: "update"})
    assert notes(entry)["immutable"] == {"path": path, "old": str(recorded[path]), "new": str(declared[path])}
    assert (ops(plan), counts(plan)) == ([], {"blocked": 1})


@pytest.mark.parametrize("path", CHANGED)
def test_a_changed_identity_is_blocked_unseen_too(path: str) -> None:
    address, declared, recorded = CHANGED[path]
    hand = address.replace("@shuyu", "@yanli").replace("sanlitun", "yanli-spa")
    plan = World().put(hand, declared=declared, recorded=recorded).plan()
    assert one(plan, "changes", hand).blocked_by == ("immutable",)
    assert ops(plan) == []


@pytest.mark.parametrize("path", CHANGED)
@pytest.mark.parametrize("policy", [{"restore": ("*/product", "*/video")}, {"on_drift": "restore"}])
def test_a_drifted_identity_is_reported_and_not_restored(path: str, policy: dict[str, Any]) -> None:
    """The platform can't put it back any more than it can change it."""
    address, other, ours = CHANGED[path]
    world = World().put(address, declared=ours, recorded=ours, live=other)
    assert counts(world.plan()) == {"drift": 1}
    assert one(world.plan(**policy), "changes", address).blocked_by == ("immutable",)
    assert ops(world.plan(**policy)) == []


def test_a_found_object_of_another_identity_is_no_choice_between_values() -> None:
    other = product(category="丽人/美甲/美甲")
    world = World().put(PRODUCT, declared=product(), live=other)
    assert "immutable" in notes(one(world.plan(), "conflicts", PRODUCT))
    plan = world.plan(take={PRODUCT: "declared"})
    assert one(plan, "changes", PRODUCT).blocked_by == ("immutable",)
    assert ops(plan) == []


def test_nothing_else_of_the_object_is_written_meanwhile() -> None:
    declared = product(category="丽人/美甲/美甲", stock=1)
    plan = World().put(PRODUCT, declared=declared, recorded=product(), live=product()).plan()
    assert (ops(plan), settlements(plan), counts(plan)) == ([], [], {"blocked": 1})


def test_what_is_gone_may_be_made_anew_with_another_identity() -> None:
    world = World().put(PRODUCT, declared=product(kind="voucher"), recorded=product(), live=ABSENT, out_id="mxw-2")
    assert ops(world.plan()) == ["product.save"]


@pytest.mark.parametrize(
    ("path", "identity", "recorded"),
    [
        ("out_id", {"out_id": "mxw-2026"}, {"out_id": "mxw", "product_id": "1701"}),
        ("product_id", {"product_id": "1799"}, {"out_id": "mxw", "product_id": "1701"}),
    ],
)
def test_another_id_is_another_product(path: str, identity: dict[str, Any], recorded: dict[str, str]) -> None:
    """Even when every value agrees: otherwise the change would pass unnoticed."""
    world = World().put(PRODUCT, recorded=product(), live=product(), ids=recorded)
    plan = world.put(PRODUCT, declared=product(), **identity).plan()
    entry = one(plan, "changes", PRODUCT)
    assert entry.blocked_by == ("immutable",)
    assert notes(entry)["immutable"] == {"path": path, "old": recorded[path], "new": identity[path]}
    assert (ops(plan), counts(plan)) == ([], {"blocked": 1})


def test_another_account_is_another_product() -> None:
    """The new account doesn't have it, which doesn't mean that it is gone."""
    tea = "sanlitun/product/tea"
    world = World().put(tea, declared=product(), recorded=product(), live=product())
    world.accounts["brand"] = account("brand")
    world.stores["sanlitun"] = store("sanlitun", "brand", "6601136930000001")
    world.put(tea, live=ABSENT)
    plan = world.plan(on_drift="restore", restore=(tea,))
    assert all(entry.blocked_by == ("immutable",) for entry in where(plan, tea)["changes"])
    assert ops(plan) == []


def test_an_out_id_that_nobody_wrote_follows_the_record() -> None:
    """A renamed product keeps the one that the platform knows."""
    new = "@shuyu/product/maoxuewang"
    ids = {"out_id": "mxw", "product_id": "1701"}
    world = World(moved={new: PRODUCT}).put(PRODUCT, recorded=product(), live=product(), ids=ids)
    world.put(new, declared=product(stock=1), live=product(), ids=ids)
    (step,) = world.plan().steps
    assert step.call is not None
    assert (step.op, step.call.body["out_id"]) == ("product.stock", "mxw")


# -- renames -----------------------------------------------------------------------------------------------------------

NEW_REPLY = "wangjing/payment_reply"


def test_a_rename_moves_the_record_and_touches_nothing() -> None:
    world = World(moved={NEW_REPLY: REPLY}).put(REPLY, recorded=REPLY_TEXT)
    plan = world.put(NEW_REPLY, declared=REPLY_TEXT, live=REPLY_TEXT).plan()
    entry = one(plan, "changes", NEW_REPLY)
    assert (entry.action, entry.reason, notes(entry)) == ("record", "moved", {"moved": {"old": REPLY}})
    (settlement,) = settlements(plan)
    assert (settlement.moved_from, settlement.address) == (REPLY, NEW_REPLY)
    assert (ops(plan), counts(plan), where(plan, REPLY)) == ([], {"record": 1}, {})


def test_a_renamed_object_is_compared_with_its_old_record() -> None:
    world = World(moved={NEW_REPLY: REPLY}).put(REPLY, recorded=REPLY_TEXT)
    plan = world.put(NEW_REPLY, declared=REPLY_TEXT, live={**REPLY_TEXT, "text": "在后台改过"}).plan()
    assert classes(one(plan, "drift", NEW_REPLY)) == {"text": "drift-changed"}


def test_a_renamed_store_takes_everything_with_it() -> None:
    world = World(moved={"wangjing": "old-store"})
    world.put("old-store/payment_reply", recorded=REPLY_TEXT)
    world.put("old-store/product/tea", recorded=product(), hold="复核")
    world.put(NEW_REPLY, declared=REPLY_TEXT, live=REPLY_TEXT)
    world.put("wangjing/product/tea", declared=product(), live=product(shelf="offline"))
    plan = world.plan(allow=("remove",))
    assert counts(plan) == {"record": 2, "held": 1}
    assert (ops(plan), [unit.name for unit in plan.stores if unit.state == "removed"]) == ([], [])


def test_a_rename_that_was_done_is_over() -> None:
    """The entry may stay in the document; another object at the old address is then another object."""
    world = World(moved={NEW_REPLY: REPLY})
    world.put(NEW_REPLY, declared=REPLY_TEXT, recorded=REPLY_TEXT, live=REPLY_TEXT)
    assert counts(world.plan()) == {}
    world.put(REPLY, recorded=REPLY_TEXT, live=ABSENT)
    assert one(world.plan(), "changes", REPLY).action == "forget"


def test_a_submission_goes_along_with_a_rename() -> None:
    new = "@shuyu/product/maoxuewang"
    sent = {"price": "21.90"}
    world = World(moved={new: PRODUCT}).put(PRODUCT, recorded=product(), submitted=sent)
    plan = world.put(new, declared=product(price="21.90"), live=product()).plan()
    assert one(plan, "in_review", new).reason == "in_review"
    assert ops(plan) == []
