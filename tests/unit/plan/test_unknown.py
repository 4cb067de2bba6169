"""What is not known: by error, mask or partial list a look and never a write; what no API reads, a person looks at."""

from __future__ import annotations

from typing import Any

import pytest

from plan_reading import classes, counts, one, ops, settlements, steps, where
from plan_values import ABSENT, POI, PRODUCT, REPLY, REPLY_TEXT, account, attested, place, product
from plans import World
from storeconf.platform.live import Unknown

NO_WRITE = (Unknown.ERROR, Unknown.MASKED, Unknown.PARTIAL)
EVERYTHING: dict[str, Any] = {
    "allow": ("remove", "unbind", "rebind"),
    "on_drift": "restore",
    "take": {PRODUCT: "declared", POI: "declared", REPLY: "declared"},
    "resubmit": (PRODUCT,),
}
"""The most that anybody can ask for."""


@pytest.mark.parametrize("why", NO_WRITE)
@pytest.mark.parametrize("policy", [{}, EVERYTHING], ids=["plain", "everything allowed"])
@pytest.mark.parametrize(
    ("declared", "recorded"),
    [
        (product(), product()),
        (product(price="21.90"), product()),
        (product(shelf="offline"), product()),
        (product(), None),
        (None, product()),
    ],
    ids=["as recorded", "changed", "off the shelf", "new", "undeclared"],
)
def test_a_product_that_could_not_be_read_is_never_written(
    why: Unknown, policy: dict[str, Any], declared: Any, recorded: Any
) -> None:
    plan = World().put(PRODUCT, declared=declared, recorded=recorded, live=why).plan(**policy)
    assert [step.op for step in plan.steps if step.by == "api" or step.op != "hand.look"] == []
    assert one(plan, "unknown", PRODUCT).reason == str(why)
    assert counts(plan) == {"unknown": 1}
    assert settlements(plan) == []


@pytest.mark.parametrize(
    ("why", "looked_at"), [(Unknown.ERROR, False), (Unknown.PARTIAL, False), (Unknown.MASKED, True)]
)
def test_only_what_a_person_can_see_is_looked_at(why: Unknown, looked_at: bool) -> None:
    """After an error, or a list that came short, the next run simply reads again; a mask stays."""
    plan = World().put(PRODUCT, declared=product(), recorded=product(), live=why).plan()
    assert ops(plan) == (["hand.look"] if looked_at else [])


@pytest.mark.parametrize("why", NO_WRITE)
def test_one_attribute_that_could_not_be_read_leaves_the_others_alone(why: Unknown) -> None:
    """The stock has a request of its own, so the unreadable items don't hold it back."""
    declared = product(stock=100, description="米饭免费续")
    recorded = product(description="锅底现熬")
    live = product()
    plan = World().put(PRODUCT, declared=declared, recorded=recorded, live=live, unknown={"description": why}).plan()
    assert ops(plan, PRODUCT)[0] == "product.stock"
    assert "product.save" not in ops(plan)
    assert classes(one(plan, "unknown", PRODUCT)) == {"description": "look"}


def test_saving_the_whole_product_is_refused_while_part_of_it_is_unreadable() -> None:
    """A save sends everything back, so it would send what nobody could read."""
    world = World().put(
        PRODUCT,
        declared=product(price="21.90"),
        recorded=product(),
        live=product(),
        unknown={"items": Unknown.ERROR},
    )
    plan = world.plan()
    entry = one(plan, "changes", PRODUCT)
    assert entry.blocked_by == ("would_send_unknown",)
    assert {n.code: n.values for n in entry.notes}["would_send_unknown"] == {"paths": "items"}
    assert (ops(plan), counts(plan)) == ([], {"blocked": 1})


def test_nobody_looked_yet_and_something_is_recorded() -> None:
    """As recorded: one look, which is no change."""
    plan = World().put(REPLY, declared=REPLY_TEXT, recorded=REPLY_TEXT).plan()
    entry = one(plan, "unknown", REPLY)
    assert (entry.reason, entry.by, classes(entry)) == ("not_seen", "hand", {"text": "look", "attachments": "look"})
    (step,) = steps(plan)
    assert (step.op, step.attrs, step.digest != "") == ("hand.look", REPLY_TEXT, True)
    assert counts(plan) == {"unknown": 1}
    assert plan.summary.changes == 0


def test_an_observation_that_is_too_old_asks_for_another_look() -> None:
    plan = World().put(REPLY, declared=REPLY_TEXT, recorded=REPLY_TEXT, live=Unknown.STALE, stale=REPLY_TEXT).plan()
    entry = one(plan, "unknown", REPLY)
    assert entry.reason == "stale"
    assert {row.live_state for row in entry.attributes} == {"stale"}
    assert {row.path: row.live for row in entry.attributes} == REPLY_TEXT
    assert ops(plan) == ["hand.look"]
    assert plan.summary.changes == plan.summary.drift == 0


def test_a_change_over_what_nobody_saw_is_made_blind() -> None:
    declared = {**REPLY_TEXT, "text": "到店出示二维码"}
    plan = World().put(REPLY, declared=declared, recorded=REPLY_TEXT).plan()
    entry = one(plan, "changes", REPLY)
    assert (entry.action, entry.reason, entry.by) == ("update", "blind", "hand")
    (step,) = steps(plan)
    assert (step.op, step.blind, step.changed) == ("hand.set", True, ("text",))
    assert counts(plan) == {"by_hand": 1}


def test_a_place_whose_phone_cannot_be_read_back_is_set_blind_by_api() -> None:
    """The phone is write-only: the task carries it, and says that nobody saw what is there."""
    plan = (
        World().put(POI, declared=place(phone="01064171235"), recorded=place(phone="01064171234"), live=place()).plan()
    )
    (step,) = steps(plan)
    assert (step.op, step.by, step.blind, step.review) == ("poi.update", "api", True, True)
    assert one(plan, "changes", POI).reason == "blind"


def test_nothing_recorded_and_nobody_looked_is_one_check_for_the_whole_object() -> None:
    plan = World().put(REPLY, declared=REPLY_TEXT).plan()
    assert classes(one(plan, "changes", REPLY)) == {"text": "check", "attachments": "check"}
    assert ops(plan) == ["hand.check"]
    assert counts(plan) == {"by_hand": 1}


def test_one_step_per_object_even_when_some_of_it_is_set_and_some_only_looked_at() -> None:
    declared = {**REPLY_TEXT, "text": "到店出示二维码"}
    world = World().put(REPLY, declared=declared, recorded=REPLY_TEXT, live={"text": REPLY_TEXT["text"]})
    plan = world.plan()
    (step,) = steps(plan)
    assert (step.op, step.attrs, step.changed) == ("hand.set", declared, ("text",))


def test_what_a_vendor_is_not_shown_is_attested_by_a_person() -> None:
    """The mask hides the price; what a person saw of it counts."""
    world = World()
    world.accounts["shuyu"] = account("shuyu", ("shops", "products"), role="vendor")
    visible = product(price=None)
    world.put(PRODUCT, declared=product(), recorded=product(), live=visible, unknown={"price": Unknown.MASKED})
    plan = world.plan()
    (step,) = steps(plan)
    assert (step.op, step.by, step.attrs["price"]) == ("hand.look", "hand", "19.90")
    world.put(PRODUCT, recorded=product(), live=product(), seen=attested({"price": "19.90"}))
    assert counts(world.plan()) == {}


def test_a_failed_read_is_not_hidden_by_a_step_for_a_person() -> None:
    """The console setting goes on by hand; that the rest could not be read is said all the same."""
    declared = product(visibility__sale_scope="全部用户")
    recorded = product(visibility__sale_scope="到店用户")
    live = Unknown.ERROR
    world = World().put(
        PRODUCT, declared=declared, recorded=recorded, live=live, stale={"visibility.sale_scope": "到店用户"}
    )
    plan = world.plan()
    assert "title" in classes(one(plan, "unknown", PRODUCT))
    assert one(plan, "unknown", PRODUCT).reason == "error"


def test_absence_needs_proof() -> None:
    """Nothing is created on a partial list, everything on a proven absence."""
    partial = World().put(PRODUCT, declared=product(), live=Unknown.PARTIAL).plan()
    proven = World().put(PRODUCT, declared=product(), live=ABSENT).plan()
    assert (ops(partial), ops(proven)) == ([], ["product.save"])
    assert list(where(partial, PRODUCT)) == ["unknown"]
    assert one(proven, "changes", PRODUCT).action == "create"


def test_a_document_that_could_not_be_made_out_is_unknown() -> None:
    world = World(unknown={PRODUCT}).put(PRODUCT, recorded=product(), live=product())
    plan = world.plan(**EVERYTHING)
    assert one(plan, "unknown", PRODUCT).reason == "declared_unknown"
    assert (plan.steps, settlements(plan)) == ((), [])
