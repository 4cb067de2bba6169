"""What the state keeps of steps and settlements."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from stage import NOW, Stage, by_hand
from storeconf.apply.bookkeeping import TASK_DAYS, keep_applied, keep_attested, settle
from storeconf.core import clock
from storeconf.model.review import Verdict
from storeconf.plan.entities import Settlement
from storeconf.state.records import Record, Submission

A = "a/product/x"


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    found = Stage(tmp_path)
    found.product(A, stock=10, price="19.90")
    return found


def settlement(stage: Stage, **facts: Any) -> Settlement:
    record = stage.state.record(A)
    found: dict[str, Any] = {"precondition": record.digest if record is not None else ""}
    return Settlement(address=A, kind="product", account="row", **{**found, **facts})


def submission() -> Submission:
    return Submission(address=A, digest="d", attrs={"price": "21.90"}, since=clock.iso(NOW), verdict=Verdict.IN_REVIEW)


# -- settlements -------------------------------------------------------------------------------------------------------


def test_adoption_records_values_and_keeps_the_others(stage: Stage) -> None:
    assert settle(stage.state, settlement(stage, attrs={"price": "18.00"}, title="小面"), NOW)
    record = stage.state.record(A)
    assert record is not None
    assert record.attrs == {"stock": 10, "price": "18.00"}
    assert (record.title, record.by, record.at) == ("小面", "adopt", clock.iso(NOW))


def test_dropped_attribute_leaves_the_record(stage: Stage) -> None:
    assert settle(stage.state, settlement(stage, drop=("stock",)), NOW)
    record = stage.state.record(A)
    assert record is not None and record.attrs == {"price": "19.90"}


def test_forgotten_object_takes_its_submission_along(stage: Stage) -> None:
    stage.state.put_submission(submission())
    assert settle(stage.state, settlement(stage, forget=True), NOW)
    assert stage.state.record(A) is None
    assert stage.state.unit("a").submissions == {}


def test_approved_submission_is_recorded_and_closed(stage: Stage) -> None:
    stage.state.put_submission(submission())
    assert settle(stage.state, settlement(stage, attrs={"price": "21.90"}, close=True, by="apply"), NOW)
    record = stage.state.record(A)
    assert record is not None and (record.attrs["price"], record.by) == ("21.90", "apply")
    assert stage.state.unit("a").submissions == {}


def test_what_a_task_accepted_counts_as_seen_until_it_expires(stage: Stage) -> None:
    assert settle(stage.state, settlement(stage, observe={"phone": "010"}, task="77", attrs={"phone": "010"}), NOW)
    [seen] = stage.state.unit("a").observations
    assert (seen.attrs, seen.by) == ({"phone": "010"}, "task:77")
    assert clock.parse_instant(seen.expires) == NOW + timedelta(days=TASK_DAYS)


@pytest.mark.parametrize(
    "change", [{"forget": True}, {"attrs": {"price": "1.00"}}, {"drop": ("stock",)}, {"close": True}]
)
def test_nothing_is_settled_when_the_record_moved_since_the_plan(stage: Stage, change: dict[str, Any]) -> None:
    planned = settlement(stage, **change)
    stage.state.put_submission(submission())
    stage.state.put_record(Record(address=A, kind="product", attrs={"price": "25.00"}))
    assert not settle(stage.state, planned, NOW)
    record = stage.state.record(A)
    assert record is not None and record.attrs == {"price": "25.00"}
    assert A in stage.state.unit("a").submissions


def test_settling_twice_changes_nothing(stage: Stage) -> None:
    planned = settlement(stage, attrs={"price": "18.00"}, observe={"phone": "010"}, task="77")
    assert settle(stage.state, planned, NOW)
    before = stage.state.unit("a")
    assert not settle(stage.state, planned, NOW + timedelta(hours=1))
    assert stage.state.unit("a") == before


def test_moved_object_takes_everything_along(stage: Stage) -> None:
    stage.state.put_submission(submission())
    moved = Settlement(address="b/product/y", kind="product", moved_from=A)
    assert settle(stage.state, moved, NOW)
    assert stage.state.record(A) is None
    record = stage.state.record("b/product/y")
    assert record is not None and (record.address, record.attrs["stock"]) == ("b/product/y", 10)
    assert stage.state.unit("b").submissions["b/product/y"].attrs == {"price": "21.90"}


def test_image_addresses_are_remembered(stage: Stage) -> None:
    url = "https://cdn.example/x.jpg"
    assert settle(stage.state, settlement(stage, attrs={"images": []}, images={"ab" * 32: url}), NOW)
    assert stage.state.image_urls() == {"ab" * 32: url}


# -- steps -------------------------------------------------------------------------------------------------------------


def test_off_the_shelf_for_good_forgets_the_object(stage: Stage) -> None:
    step = replace(stage.step(A, "product.operate", shelf="offline"), expect="forget")
    keep_applied(stage.state, step, {}, "", NOW)
    assert stage.state.record(A) is None


def test_submission_keeps_the_task_that_carries_it(stage: Stage) -> None:
    keep_applied(stage.state, stage.step(A, "product.save", price="21.90"), {}, "task-9", NOW)
    found = stage.state.unit("a").submissions[A]
    assert (found.ref, found.op, found.since) == ("task-9", "product.save", clock.iso(NOW))


def test_attested_step_is_recorded_as_confirmed(stage: Stage) -> None:
    step = replace(by_hand("a/payment_reply"), attrs={"text": "您好"}, protect=True)
    keep_attested(stage.state, step, NOW)
    record = stage.state.record("a/payment_reply")
    assert record is not None
    assert (record.attrs, record.by, record.protect) == ({"text": "您好"}, "confirm", True)


def test_attested_clean_up_forgets_the_object(stage: Stage) -> None:
    keep_attested(stage.state, replace(by_hand(A), op="hand.clean"), NOW)
    assert stage.state.record(A) is None


def test_attested_upload_records_nothing(stage: Stage) -> None:
    keep_attested(stage.state, replace(by_hand(A), op="hand.upload", attrs={"file": "x.jpg"}), NOW)
    record = stage.state.record(A)
    assert record is not None and "file" not in record.attrs
