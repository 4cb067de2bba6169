"""The executor: what it sends, in which order, and what it says became of every step."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from stage import REFUSED, Stage, by_hand
from storeconf.core.diagnostics import Code, fail
from storeconf.core.text import Text, say
from storeconf.model.review import Verdict
from storeconf.plan.results import Outcome

A, B, C = "a/product/x", "b/product/x", "c/product/x"


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    found = Stage(tmp_path)
    for address in (A, B, C):
        found.product(address, stock=10, price="19.90", shelf="online")
    return found


def test_object_is_read_then_intent_journalled_then_written_then_the_result_journalled(stage: Stage) -> None:
    step = stage.step(A, stock=5)
    assert stage.execute(step)[step.id].outcome is Outcome.DONE
    assert stage.platform.events == [f"read {A}", f"intend {A}", f"write {A}", f"done {A}"]


def test_effect_is_recorded_beside_what_was_recorded_before(stage: Stage) -> None:
    stage.execute(stage.step(A, stock=5))
    record = stage.state.record(A)
    assert record is not None
    assert (record.attrs["stock"], record.attrs["price"], record.by) == (5, "19.90", "apply")
    assert record.ids["product_id"] == f"id:{A}"


def test_what_goes_to_review_is_a_submission_and_no_record(stage: Stage) -> None:
    step = stage.step(A, "product.save", price="21.90")
    assert stage.execute(step)[step.id].outcome is Outcome.IN_REVIEW
    record, submission = stage.state.record(A), stage.state.unit("a").submissions[A]
    assert record is not None and record.attrs["price"] == "19.90"
    assert (submission.verdict, submission.attrs) == (Verdict.IN_REVIEW, {"price": "21.90"})


def test_one_failing_unit_does_not_stop_the_others(stage: Stage) -> None:
    stage.platform.script[A] = [REFUSED]
    steps = [stage.step(address, stock=5) for address in (A, B, C)]
    results = stage.execute(*steps)
    assert [results[step.id].outcome for step in steps] == [Outcome.FAILED, Outcome.DONE, Outcome.DONE]
    assert say(results[steps[0].id].detail, "zh") == "库存不对"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        pytest.param(KeyError("oops"), "KeyError", id="a defect of the adapter"),
        pytest.param(
            fail(Code("SC999", "x", Text("x", "x")), Text("缺少密钥", "no key")), "缺少密钥", id="a missing credential"
        ),
    ],
)
def test_an_exception_in_one_step_fails_that_step_alone(stage: Stage, error: Exception, said: str) -> None:
    stage.platform.script[A] = [error]
    first, second = stage.step(A, stock=5), stage.step(B, stock=5)
    results = stage.execute(first, second)
    assert results[first.id].outcome is Outcome.FAILED
    assert said in say(results[first.id].detail, "zh")
    assert results[second.id].outcome is Outcome.DONE


def test_step_is_skipped_when_the_step_it_needs_failed(stage: Stage) -> None:
    stage.platform.script[A] = [REFUSED]
    first = stage.step(A, "product.operate", shelf="offline")
    second = stage.step(A, "product.save", needs=(first.id,), price="21.90")
    results = stage.execute(first, second)
    assert results[second.id].outcome is Outcome.SKIPPED
    assert first.id in say(results[second.id].detail, "zh")
    assert stage.platform.writes() == [A]


def test_second_step_of_an_object_is_not_refused_for_what_the_first_has_changed(stage: Stage) -> None:
    first = stage.step(A, "product.operate", shelf="offline")
    second = stage.step(A, "product.save", needs=(first.id,), price="21.90")
    results = stage.execute(first, second)
    assert [results[step.id].outcome for step in (first, second)] == [Outcome.DONE, Outcome.IN_REVIEW]


def test_object_whose_live_value_moved_is_refused_and_the_others_are_written(stage: Stage) -> None:
    first, second = stage.step(A, stock=5), stage.step(B, stock=5)
    stage.platform.put(A, stock=7, price="19.90", shelf="online")
    results = stage.execute(first, second)
    assert results[first.id].outcome is Outcome.REFUSED
    assert "变了" in say(results[first.id].detail, "zh")
    assert results[second.id].outcome is Outcome.DONE
    assert stage.platform.writes() == [B]


def test_live_value_that_the_step_neither_shows_nor_sends_may_move(stage: Stage) -> None:
    step = stage.step(A, stock=5)
    stage.platform.put(A, stock=10, price="25.00", shelf="online")
    assert stage.execute(step)[step.id].outcome is Outcome.DONE


def test_save_is_refused_when_anything_it_would_send_back_moved(stage: Stage) -> None:
    step = stage.step(A, "product.save", price="21.90")
    stage.platform.put(A, stock=9, price="19.90", shelf="online")
    assert stage.execute(step)[step.id].outcome is Outcome.REFUSED
    assert stage.platform.writes() == []


def test_object_whose_record_moved_is_refused(stage: Stage) -> None:
    step = stage.step(A, stock=5)
    stage.state.drop_record(A)
    result = stage.execute(step)[step.id]
    assert result.outcome is Outcome.REFUSED
    assert "记录" in say(result.detail, "zh")


def test_nothing_is_written_to_what_cannot_be_read(stage: Stage) -> None:
    step, other = stage.step(A, stock=5), stage.step(B, stock=5)
    stage.platform.unreadable.add(A)
    results = stage.execute(step, other)
    assert (results[step.id].outcome, results[other.id].outcome) == (Outcome.FAILED, Outcome.DONE)
    assert stage.platform.writes() == [B]


def test_unit_whose_configuration_changed_is_refused_whole(stage: Stage) -> None:
    steps = (stage.step(A, stock=5), stage.step(B, stock=5), by_hand("a/payment_reply"))
    results = stage.execute(*steps, refused=frozenset({"a"}))
    assert [results[step.id].outcome for step in steps] == [Outcome.REFUSED, Outcome.DONE, Outcome.REFUSED]
    assert "YAML" in say(results[steps[0].id].detail, "zh")
    assert stage.platform.events[-1] == f"refused {steps[2].address}"
    assert f"read {A}" not in stage.platform.events


def test_step_of_an_account_that_is_gone_is_refused(stage: Stage) -> None:
    step = stage.step(A, stock=5)
    assert stage.execute(step, accounts={})[step.id].outcome is Outcome.REFUSED


@pytest.mark.parametrize(("owner", "name"), [("三里屯店长", "三里屯店长"), ("", "负责人")])
def test_step_by_hand_waits_for_its_owner_by_name(stage: Stage, owner: str, name: str) -> None:
    step = by_hand("a/payment_reply", owner)
    result = stage.execute(step)[step.id]
    assert result.outcome is Outcome.WAITING
    assert name in say(result.detail, "zh")


def test_steps_run_level_by_level_and_unit_by_unit(stage: Stage) -> None:
    stage.product("a/product/y", stock=10)
    steps = [stage.step(address, stock=5) for address in (A, "a/product/y", B, C)]
    stage.execute(*steps)
    assert stage.platform.writes() == [A, "a/product/y", B, C]


def test_units_run_side_by_side_and_the_steps_of_one_unit_do_not(stage: Stage) -> None:
    stage.product("a/product/y", stock=10)
    both = threading.Barrier(2, timeout=20)
    under_way: list[str] = []

    def meet(address: str) -> None:
        assert not any(other.split("/")[0] == address.split("/")[0] for other in under_way)
        under_way.append(address)
        if address in (A, B):
            both.wait()  # passes only if the two units are written at the same time
        under_way.remove(address)

    stage.platform.on_write = meet
    steps = [stage.step(address, stock=5) for address in (A, "a/product/y", B)]
    results = stage.execute(*steps, parallel=2)
    assert {result.outcome for result in results.values()} == {Outcome.DONE}


def test_stop_ends_after_the_step_under_way_and_the_rest_is_not_started(stage: Stage) -> None:
    stage.platform.on_write = lambda address: stage.stop.set()
    steps = [stage.step(address, stock=5) for address in (A, B, C)]
    results = stage.execute(*steps)
    assert [results[step.id].outcome for step in steps] == [Outcome.DONE, Outcome.NOT_STARTED, Outcome.NOT_STARTED]
    assert stage.platform.writes() == [A]


def test_no_steps_is_a_run_too(stage: Stage) -> None:
    assert stage.execute() == {}
    assert stage.platform.events == []
