"""Review is a state: what lies with the reviewers is neither drift nor done, and is never submitted twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from plan_reading import classes, counts, notes, one, ops, settlements, steps, where
from plan_values import ABSENT, NOW, POI, PRODUCT, approved, in_review, place, product, rejected
from plans import World
from storeconf.platform.live import Existence, Review, Unknown

OLD, NEW, LATER = product(), product(price="21.90"), product(price="22.90")
SENT = {"price": "21.90"}


def world(declared: Any, review: Review | None, submitted: Any = SENT, live: Any = OLD, recorded: Any = OLD) -> World:
    return World().put(PRODUCT, declared=declared, recorded=recorded, live=live, review=review, submitted=submitted)


def test_what_lies_with_the_reviewers_is_not_sent_again() -> None:
    plan = world(NEW, in_review(NEW)).plan()
    entry = one(plan, "in_review", PRODUCT)
    assert (entry.action, entry.reason, entry.since) == ("update", "in_review", "2026-03-09T09:30:00+08:00")
    assert classes(entry) == {"price": "update"}
    assert (ops(plan), counts(plan)) == ([], {"in_review": 1})


def test_a_change_while_in_review_waits_and_says_so() -> None:
    plan = world(LATER, in_review(NEW)).plan()
    entry = one(plan, "waiting", PRODUCT)
    assert (entry.reason, classes(entry)) == ("in_review_changed", {"price": "update"})
    assert (ops(plan), counts(plan)) == ([], {"waiting": 1})


def test_another_attribute_changed_while_in_review_waits_too() -> None:
    plan = world({**NEW, "people": 2}, in_review(NEW)).plan()
    assert one(plan, "waiting", PRODUCT).reason == "in_review_changed"
    assert ops(plan) == []


def test_a_change_taken_back_while_in_review_is_said() -> None:
    plan = world(OLD, in_review(NEW)).plan()
    assert one(plan, "in_review", PRODUCT).reason == "in_review_reverted"
    assert (ops(plan), plan.summary.changes, plan.summary.drift) == ([], 0, 0)


def test_what_was_sent_from_the_console_makes_a_change_wait() -> None:
    plan = world(LATER, in_review(NEW), submitted=None).plan()
    assert one(plan, "waiting", PRODUCT).reason == "in_review_foreign"
    assert ops(plan) == []


def test_what_was_sent_from_the_console_is_shown_when_nothing_is_to_change() -> None:
    plan = world(OLD, in_review(NEW), submitted=None).plan()
    assert one(plan, "in_review", PRODUCT).reason == "in_review_foreign"


def test_the_very_change_sent_from_the_console_is_not_sent_again() -> None:
    """Also what a state that was lost had sent: the draft says it."""
    plan = world(NEW, in_review(NEW), submitted=None).plan()
    assert one(plan, "in_review", PRODUCT).reason == "in_review"
    assert ops(plan) == []


def test_a_rejected_change_is_blocked_until_it_is_changed() -> None:
    plan = world(NEW, rejected(NEW)).plan()
    entry = one(plan, "rejected", PRODUCT)
    assert (entry.reason, entry.blocked_by, entry.action) == ("rejected", ("rejected",), "update")
    assert notes(entry)["rejected"] == {"reason": "图片不清晰"}
    assert (ops(plan), counts(plan)) == ([], {"rejected": 1})


def test_a_rejected_change_is_sent_again_unchanged_only_when_asked() -> None:
    plan = world(NEW, rejected(NEW)).plan(resubmit=(PRODUCT,))
    assert ops(plan) == ["product.save"]
    assert list(where(plan, PRODUCT)) == ["changes"]
    assert ops(world(NEW, rejected(NEW)).plan(resubmit=("@yanli",))) == []


def test_asking_to_resubmit_does_not_submit_what_is_in_review() -> None:
    assert ops(world(NEW, in_review(NEW)).plan(resubmit=(PRODUCT,))) == []


@pytest.mark.parametrize("changed", [LATER, {**NEW, "people": 2}], ids=["the value", "another attribute"])
def test_a_rejected_change_goes_again_once_something_is_different(changed: Any) -> None:
    plan = world(changed, rejected(NEW)).plan()
    assert ops(plan) == ["product.save"]
    assert list(where(plan, PRODUCT)) == ["changes"]


def test_a_rejected_change_that_was_taken_back_needs_nothing() -> None:
    plan = world(OLD, rejected(NEW)).plan()
    assert (ops(plan), plan.summary.changes, plan.summary.drift, plan.summary.rejected) == ([], 0, 0, 0)


@pytest.mark.parametrize("review", [in_review(NEW), rejected(NEW)], ids=["in review", "rejected"])
def test_a_new_product_in_review_is_not_there_and_not_missing(review: Review) -> None:
    plan = world(NEW, review, submitted=NEW, live=ABSENT, recorded=None).plan()
    (name,) = where(plan, PRODUCT)
    assert name == ("in_review" if review.verdict == "in_review" else "rejected")
    assert one(plan, name, PRODUCT).action == "create"
    assert (ops(plan), plan.summary.drift) == ([], 0)


@pytest.mark.parametrize("review", [in_review(NEW), rejected(NEW)], ids=["in review", "rejected"])
def test_a_new_product_is_known_by_its_draft_when_the_state_is_lost(review: Review) -> None:
    """A draft holds no shelf: that the YAML wants it online says nothing against it."""
    draft = Review(verdict=review.verdict, attrs={p: v for p, v in NEW.items() if p != "shelf"}, since=review.since)
    plan = world(NEW, draft, submitted=None, live=ABSENT, recorded=None).plan()
    assert list(where(plan, PRODUCT)) == ["in_review" if review.verdict == "in_review" else "rejected"]
    assert ops(plan) == []


def test_the_record_moves_on_approval_not_on_submission() -> None:
    plan = world(NEW, approved(NEW), live=NEW).plan()
    (settlement,) = settlements(plan)
    assert (settlement.attrs, settlement.close, settlement.by) == (SENT, True, "apply")
    assert one(plan, "changes", PRODUCT).reason == "approved"
    assert (ops(plan), counts(plan)) == ([], {"record": 1})


def test_a_change_after_an_approval_that_is_not_recorded_yet_is_one_update() -> None:
    plan = world(LATER, approved(NEW), live=NEW).plan()
    entry = next(entry for entry in where(plan, PRODUCT)["changes"] if entry.action == "update")
    (row,) = entry.attributes
    assert (row.class_, row.recorded, row.live) == ("update", "21.90", "21.90")
    assert ops(plan) == ["product.save"]


def test_an_approval_is_settled_before_what_else_only_the_record_has_to_follow() -> None:
    """The second settlement builds on the first, or the first apply would leave it for another one."""
    plan = world({**NEW, "people": 2}, approved(NEW), live={**NEW, "people": 2}).plan()
    first, second = settlements(plan)
    assert (first.attrs, second.attrs) == (SENT, {"people": 2})
    after = World().put(PRODUCT, recorded={**OLD, **SENT}).records[PRODUCT]
    assert (first.precondition, second.precondition) == (world(NEW, None).records[PRODUCT].digest, after.digest)
    assert counts(plan) == {"record": 1}


def test_a_change_made_in_the_console_after_the_approval_is_drift() -> None:
    plan = world(NEW, approved(NEW), live=LATER).plan()
    (row,) = one(plan, "drift", PRODUCT).attributes
    assert (row.declared, row.recorded, row.live) == ("21.90", "21.90", "22.90")


def test_silence_proves_nothing_for_a_day() -> None:
    """A read may be older than our write."""
    plan = world(NEW, None).plan()
    assert one(plan, "in_review", PRODUCT).reason == "in_review"
    assert ops(plan) == []


def test_a_submission_that_nobody_knows_after_a_day_was_lost_and_goes_again() -> None:
    late = world(NEW, None)
    late.now = NOW + timedelta(hours=24)
    plan = late.plan()
    assert ops(plan) == ["product.save"]
    assert "submission_lost" in notes(one(plan, "changes", PRODUCT))
    assert [settlement.close for settlement in settlements(plan)] == [True]


@pytest.mark.parametrize("why", [Unknown.ERROR, Unknown.MASKED, Unknown.PARTIAL])
def test_a_submission_is_never_lost_while_the_product_cannot_be_read(why: Unknown) -> None:
    late = world(NEW, None, live=why)
    late.now = NOW + timedelta(days=30)
    plan = late.plan()
    assert (ops(plan, PRODUCT).count("product.save"), settlements(plan)) == (0, [])


def test_the_shelf_is_no_matter_of_the_reviewers() -> None:
    plan = world({**NEW, "shelf": "offline"}, in_review(NEW)).plan()
    assert ops(plan) == ["product.operate"]
    assert list(where(plan, PRODUCT)) == ["changes", "in_review"]


def test_drift_beside_a_review_is_still_drift() -> None:
    plan = world(NEW, in_review(NEW), live={**OLD, "stock": 10}).plan()
    assert classes(one(plan, "drift", PRODUCT)) == {"stock": "drift-changed"}
    assert classes(one(plan, "in_review", PRODUCT)) == {"price": "update"}


TASK = "7350001"
CALLED = place(phone="01064171235")
BEFORE = place(phone="01064171234")


def poi(review: Review | None) -> World:
    return World().put(
        POI,
        declared=CALLED,
        recorded=BEFORE,
        live=place(),
        review=review,
        submitted={"phone": "01064171235"},
        task=TASK,
    )


def test_a_task_in_review_is_not_opened_again() -> None:
    plan = poi(in_review({}, ref=TASK)).plan()
    assert list(where(plan, POI)) == ["in_review"]
    assert ops(plan) == []


def test_a_task_that_was_accepted_counts_as_seen() -> None:
    """No API reads the phone back, so the task is what says it."""
    plan = poi(approved({}, ref=TASK)).plan()
    (settlement,) = settlements(plan)
    assert (settlement.attrs, settlement.observe, settlement.task) == ({"phone": "01064171235"},) * 2 + (TASK,)
    assert (ops(plan), plan.summary.unknown) == ([], 0)


def test_a_task_that_was_rejected_waits_for_a_change() -> None:
    plan = poi(rejected({}, ref=TASK)).plan()
    assert list(where(plan, POI)) == ["rejected"]
    assert ops(plan) == []
    assert ops(poi(rejected({}, ref=TASK)).plan(resubmit=(POI,))) == ["poi.update"]


def test_each_submission_step_says_that_it_goes_to_review() -> None:
    plan = World().put(PRODUCT, declared=NEW, recorded=OLD, live=OLD).plan()
    (step,) = steps(plan)
    assert (step.review, step.expect) == (True, "review")
    plan = World().put(PRODUCT, declared=product(stock=400), recorded=OLD, live=OLD).plan()
    (step,) = steps(plan)
    assert (step.review, step.expect) == (False, "now")


def test_a_review_of_an_object_whose_existence_is_unknown_sends_nothing() -> None:
    live = World().put(PRODUCT, declared=NEW, recorded=OLD, live=Unknown.ERROR, review=in_review(NEW), submitted=SENT)
    assert live.live[PRODUCT].existence is Existence.UNKNOWN
    assert ops(live.plan()) == []
