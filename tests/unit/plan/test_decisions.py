"""What a person decides for one run: which side, what to put back, what to allow. Everything is stored in the plan."""

from __future__ import annotations

from typing import Any

import pytest

from plan_reading import classes, counts, one, ops, settlements, steps, where
from plan_values import PRODUCT, REPLY, REPLY_TEXT, product
from plans import World
from storeconf.plan.entities import Policy

OTHER = "@shuyu/product/xlx"


def conflict(**policy: Any) -> Any:
    """Price and people were changed here and in the console, differently."""
    declared, recorded, live = product(price="21.90", people=2), product(people=1), product(price="9.90", people=3)
    return World().put(PRODUCT, declared=declared, recorded=recorded, live=live).plan(**policy)


def test_a_conflict_is_blocked_until_somebody_chooses() -> None:
    plan = conflict()
    assert classes(one(plan, "conflicts", PRODUCT)) == {"price": "conflict", "people": "conflict"}
    assert (ops(plan), counts(plan)) == ([], {"conflict": 1})


def test_taking_the_declared_side_sets_it() -> None:
    plan = conflict(take={PRODUCT: "declared"})
    assert list(where(plan, PRODUCT)) == ["changes"]
    entry = one(plan, "changes", PRODUCT)
    assert (entry.reason, entry.action) == ("take_declared", "update")
    (step,) = steps(plan)
    assert step.attrs == {"price": "21.90", "people": 2}


def test_taking_the_live_side_makes_no_step_and_records_nothing() -> None:
    plan = conflict(take={PRODUCT: "live"})
    assert one(plan, "conflicts", PRODUCT).reason == "take_live"
    assert (ops(plan), settlements(plan), counts(plan)) == ([], [], {"conflict": 1})


def test_sides_can_be_chosen_attribute_by_attribute() -> None:
    plan = conflict(take={f"{PRODUCT}#price": "declared"})
    assert classes(one(plan, "changes", PRODUCT)) == {"price": "conflict"}
    assert classes(one(plan, "conflicts", PRODUCT)) == {"people": "conflict"}


def test_the_last_word_on_an_attribute_counts() -> None:
    plan = conflict(take={PRODUCT: "declared", f"{PRODUCT}#people": "live"})
    (step,) = steps(plan)
    assert step.attrs == {"price": "21.90"}
    assert one(plan, "conflicts", PRODUCT).reason == "take_live"


def test_a_choice_for_something_else_chooses_nothing_here() -> None:
    assert counts(conflict(take={OTHER: "declared", "@yanli": "declared", f"{PRODUCT}#stock": "declared"})) == {
        "conflict": 1
    }


def test_choosing_a_side_does_not_restore_drift() -> None:
    world = World().put(PRODUCT, declared=product(), recorded=product(), live=product(price="9.90"))
    assert counts(world.plan(take={PRODUCT: "declared"})) == {"drift": 1}


def test_restoring_does_not_choose_a_side() -> None:
    assert counts(conflict(restore=(PRODUCT,), on_drift="restore")) == {"conflict": 1}


@pytest.mark.parametrize(
    ("policy", "restored"),
    [
        ({}, []),
        ({"restore": (PRODUCT,)}, ["price", "stock"]),
        ({"restore": ("@shuyu",)}, ["price", "stock"]),
        ({"restore": ("@*/product",)}, ["price", "stock"]),
        ({"restore": (f"{PRODUCT}#price",)}, ["price"]),
        ({"restore": (OTHER,)}, []),
        ({"on_drift": "restore"}, ["price", "stock"]),
    ],
)
def test_drift_is_restored_where_asked(policy: dict[str, Any], restored: list[str]) -> None:
    world = World().put(PRODUCT, declared=product(), recorded=product(), live=product(price="9.90", stock=3))
    plan = world.plan(**policy)
    changed = [path for entry in where(plan, PRODUCT).get("changes", ()) for path in classes(entry)]
    assert sorted(changed) == restored
    assert sorted(classes(one(plan, "drift", PRODUCT))) == ["price", "stock"]


def test_restoring_the_stock_alone_takes_the_cheap_way() -> None:
    world = World().put(PRODUCT, declared=product(), recorded=product(), live=product(price="9.90", stock=3))
    assert ops(world.plan(restore=(f"{PRODUCT}#stock",))) == ["product.stock"]


def test_a_step_by_hand_leaves_a_conflict_beside_it_alone() -> None:
    """Whoever enters the new text must not settle the attachments in passing, and doesn't attest them."""
    declared = {"text": "到店出示二维码", "attachments": ["poi_link"]}
    live = {**REPLY_TEXT, "attachments": ["verification_qr"]}
    plan = World().put(REPLY, declared=declared, recorded=REPLY_TEXT, live=live).plan()
    assert classes(one(plan, "conflicts", REPLY)) == {"attachments": "conflict"}
    (step,) = steps(plan)
    assert (step.op, step.attrs) == ("hand.set", {"text": "到店出示二维码"})


def test_a_step_by_hand_leaves_drift_beside_it_alone() -> None:
    declared = {**REPLY_TEXT, "text": "到店出示二维码"}
    live = {**REPLY_TEXT, "attachments": ["poi_link"]}
    world = World().put(REPLY, declared=declared, recorded=REPLY_TEXT, live=live)
    (step,) = steps(world.plan())
    assert step.attrs == {"text": "到店出示二维码"}
    (step,) = steps(world.plan(restore=(REPLY,)))
    assert step.attrs == declared


def test_what_was_submitted_was_decided_then() -> None:
    """A taken side, or restored drift, that lies with the reviewers is not asked for again."""
    sent: dict[str, Any] = {"price": "21.90", "people": 2}
    world = World().put(
        PRODUCT,
        declared=product(**sent),
        recorded=product(people=1),
        live=product(price="9.90", people=3),
        submitted=sent,
    )
    assert counts(world.plan()) == {"in_review": 1}


def test_the_plan_holds_every_decision_that_it_was_made_under() -> None:
    policy: dict[str, Any] = {
        "target": ("@shuyu",),
        "exclude": ("*/video",),
        "where": {"city": ("北京",)},
        "take": {PRODUCT: "declared"},
        "restore": (PRODUCT,),
        "resubmit": (PRODUCT,),
        "allow": ("remove",),
        "ack": ("price_delta",),
        "limits": {"update.count": "200"},
    }
    assert World().plan(**policy).policy == Policy(**policy)
