"""Selection: what a run looks at, and that what it leaves out is neither changed, forgotten nor removed."""

from __future__ import annotations

from typing import Any

import pytest

from plan_reading import classes, counts, one, ops, where
from plan_values import ABSENT, POI, PRODUCT, REPLY, REPLY_TEXT, place, product
from plans import World
from storeconf.plan.entities import Policy
from storeconf.plan.policy import Decisions

WANGJING = "wangjing/payment_reply"
SPA = "yanli-spa/payment_reply"
OTHER = "@shuyu/product/xlx"


def world() -> World:
    """Something to change everywhere."""
    changed = {**REPLY_TEXT, "text": "到店出示二维码"}
    found = World()
    for address in (REPLY, WANGJING, SPA):
        found.put(address, declared=changed, recorded=REPLY_TEXT, live=REPLY_TEXT)
    found.put(PRODUCT, declared=product(price="21.90"), recorded=product(), live=product())
    found.put(OTHER, declared=product(stock=1), recorded=product(), live=product())
    return found.put(POI, declared=place(), live=place())


def touched(plan: Any) -> set[str]:
    return {address for address in (REPLY, WANGJING, SPA, PRODUCT, OTHER, POI) if where(plan, address)}


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ({}, {REPLY, WANGJING, SPA, PRODUCT, OTHER, POI}),
        ({"target": ("sanlitun",)}, {REPLY, POI}),
        ({"target": ("sanlitun/payment_reply",)}, {REPLY}),
        ({"target": ("*/payment_reply",)}, {REPLY, WANGJING, SPA}),
        ({"target": ("@shuyu",)}, {PRODUCT, OTHER}),
        ({"target": ("*/product/mxw",)}, {PRODUCT}),
        ({"target": (PRODUCT, REPLY)}, {PRODUCT, REPLY}),
        ({"target": (f"{PRODUCT}#price",)}, {PRODUCT}),
        ({"target": (f"{PRODUCT}#stock",)}, set()),
        ({"exclude": ("@shuyu", "yanli-spa")}, {REPLY, WANGJING, POI}),
        ({"exclude": ("*/payment_reply",)}, {PRODUCT, OTHER, POI}),
        ({"exclude": (f"{PRODUCT}#price",)}, {REPLY, WANGJING, SPA, OTHER, POI}),
        ({"target": ("sanlitun",), "exclude": ("*/payment_reply",)}, {POI}),
        ({"where": {"city": ("上海",)}}, {SPA}),
        ({"where": {"city": ("北京", "上海"), "brand": ("shuyu",)}}, {REPLY, WANGJING, POI}),
        ({"where": {"city": ("广州",)}}, set()),
        ({"where": {"city": ("北京",)}, "target": ("wangjing",)}, {WANGJING}),
    ],
)
def test_only_what_is_selected_is_planned(policy: dict[str, Any], expected: set[str]) -> None:
    plan = world().plan(**policy)
    assert touched(plan) == expected
    assert {step.address for step in plan.steps} <= expected


def test_one_attribute_can_be_selected_or_left_out() -> None:
    both = World().put(PRODUCT, declared=product(price="21.90", stock=1), recorded=product(), live=product())
    assert classes(one(both.plan(target=(f"{PRODUCT}#stock",)), "changes", PRODUCT)) == {"stock": "update"}
    assert ops(both.plan(exclude=(f"{PRODUCT}#price",))) == ["product.stock"]


SELECTIONS = [
    {"target": ("wangjing",)},
    {"target": (OTHER,)},
    {"exclude": ("@shuyu", "sanlitun", "closed")},
    {"where": {"city": ("上海",)}},
    {"where": {"brand": ("shuyu",)}, "target": ("wangjing",)},
]


@pytest.mark.parametrize("policy", SELECTIONS)
def test_selection_never_removes_what_is_outside(policy: dict[str, Any]) -> None:
    """Neither what left its document nor the whole store that has none any more."""
    outside = World().put(PRODUCT, recorded=product(), live=product())
    outside.put(REPLY, recorded=REPLY_TEXT, live=REPLY_TEXT)
    outside.put("closed/product/tea", recorded=product(), live=product())
    outside.put("closed/payment_reply", recorded=REPLY_TEXT, live=REPLY_TEXT)
    plan = outside.plan(allow=("remove", "unbind"), **policy)
    assert (counts(plan), plan.steps) == ({}, ())


def test_a_store_without_a_document_is_removed_only_when_it_is_selected() -> None:
    closed = World().put("closed/payment_reply", recorded=REPLY_TEXT, live=REPLY_TEXT)
    assert counts(closed.plan(target=("closed",))) == {"forget": 1}
    assert counts(closed.plan()) == {"forget": 1}
    assert counts(closed.plan(where={"city": ("北京",)})) == {}


def test_a_selected_part_of_a_removed_store_leaves_the_rest_recorded() -> None:
    closed = (
        World().put("closed/payment_reply", recorded=REPLY_TEXT).put("closed/voice_call", recorded={"enabled": True})
    )
    plan = closed.plan(target=("closed/voice_call",))
    assert where(plan, "closed/payment_reply") == {}
    assert one(plan, "changes", "closed/voice_call").action == "forget"


def test_a_new_object_outside_is_not_made() -> None:
    new = World().put(PRODUCT, declared=product(), live=ABSENT)
    assert ops(new.plan(target=("sanlitun",))) == []
    assert ops(new.plan()) == ["product.save"]


def test_a_plan_knows_whether_it_saw_everything() -> None:
    assert Decisions(Policy()).whole
    assert not any(Decisions(Policy(**policy)).whole for policy in SELECTIONS)  # type: ignore[arg-type]


def test_only_planned_units_carry_a_digest() -> None:
    """A plan of one store is not stale because another one changed."""
    assert set(world().plan(target=("sanlitun",)).digests) == {"sanlitun"}
