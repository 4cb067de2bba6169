"""Writes without an answer, runs that died: looked up before anything is sent again, so nothing is lost or doubled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from stage import LOST, NEVER, OK, REFUSED, Stage
from storeconf.apply.executor import Executor
from storeconf.core.text import say
from storeconf.plan.entities import Step
from storeconf.plan.results import Outcome, StepResult

A, B, C = "a/product/x", "b/product/x", "c/product/x"


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    found = Stage(tmp_path)
    for address in (A, B, C):
        found.product(address, stock=10, price="19.90", shelf="online")
    return found


@pytest.mark.parametrize(
    ("answers", "writes", "outcome"),
    [
        pytest.param([LOST], 1, Outcome.DONE, id="arrived, answer lost: not sent again"),
        pytest.param([NEVER, OK], 2, Outcome.DONE, id="never arrived: sent again"),
        pytest.param([NEVER, LOST], 2, Outcome.DONE, id="arrived the second time"),
        pytest.param([NEVER, NEVER], 2, Outcome.FAILED, id="never arrived twice: given up"),
        pytest.param([NEVER, REFUSED], 2, Outcome.FAILED, id="refused the second time"),
    ],
)
@pytest.mark.parametrize("op", ["product.stock", "product.save"])
def test_after_silence_the_platform_is_looked_at(
    stage: Stage, op: str, answers: list[str], writes: int, outcome: Outcome
) -> None:
    stage.platform.script[A] = list(answers)
    step = stage.step(A, op, stock=5)
    expected = Outcome.IN_REVIEW if outcome is Outcome.DONE and op == "product.save" else outcome
    assert stage.execute(step)[step.id].outcome is expected
    assert stage.platform.writes() == [A] * writes
    between = stage.platform.events[stage.platform.events.index(f"write {A}") + 1]
    assert between == f"read {A}"


def test_nothing_is_sent_again_while_it_cannot_be_seen_whether_it_arrived(stage: Stage) -> None:
    stage.platform.script[A] = [LOST]
    stage.platform.blind_after_write.add(A)
    step, other = stage.step(A, "product.save", stock=5), stage.step(B, stock=5)
    results = stage.execute(step, other)
    assert stage.platform.writes() == [A, B]
    assert results[step.id].outcome is Outcome.FAILED
    assert "不知道" in say(results[step.id].detail, "zh")
    assert results[other.id].outcome is Outcome.DONE


def test_what_arrived_without_an_answer_is_recorded_like_any_other(stage: Stage) -> None:
    stage.platform.script[A] = [LOST]
    stage.execute(stage.step(A, stock=5), stage.step(B, stock=5))
    silent, answered = stage.state.record(A), stage.state.record(B)
    assert silent is not None and answered is not None
    assert silent.attrs == answered.attrs
    assert set(silent.ids) == set(answered.ids)


# -- a run that died ---------------------------------------------------------------------------------------------------


class Died(BaseException):
    """Stands for the end of the process."""


def interrupt(stage: Stage, monkeypatch: pytest.MonkeyPatch, op: str, *, arrived: bool) -> None:
    """A run that has finished A, intended B (sent or not), and never came to C."""
    succeed = Executor._succeed

    def die_before_it_is_sent(address: str) -> None:
        if address == B:
            raise Died

    def die_before_it_is_recorded(self: Executor, step: Step, *rest: Any) -> StepResult:
        if step.address == B:
            raise Died
        return succeed(self, step, *rest)

    with monkeypatch.context() as patch:
        if arrived:
            patch.setattr(Executor, "_succeed", die_before_it_is_recorded)
        else:
            patch.setattr(stage.platform, "on_write", die_before_it_is_sent)
        with pytest.raises(Died):
            stage.execute(stage.step(A, stock=5), stage.step(B, op, stock=5), stage.step(C, stock=5))


@pytest.mark.parametrize(("op", "outcome"), [("product.stock", Outcome.DONE), ("product.save", Outcome.IN_REVIEW)])
@pytest.mark.parametrize("arrived", [True, False])
def test_resume_sends_what_did_not_arrive_and_nothing_else(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, op: str, outcome: Outcome, arrived: bool
) -> None:
    steps = [stage.step(A, stock=5), stage.step(B, op, stock=5), stage.step(C, stock=5)]
    interrupt(stage, monkeypatch, op, arrived=arrived)
    before = stage.platform.writes().count(B) if arrived else 0
    stage.platform.events.clear()
    results = stage.execute(*steps, resume=True)
    assert [results[step.id].outcome for step in steps] == [Outcome.DONE, outcome, Outcome.DONE]
    assert stage.platform.writes() == ([C] if arrived else [B, C])
    assert before + stage.platform.writes().count(B) == 1
    assert [results[step.id].resumed for step in steps] == [True, False, False]


def test_resume_refuses_what_did_not_arrive_and_was_changed_by_somebody_meanwhile(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = [stage.step(A, stock=5), stage.step(B, stock=5), stage.step(C, stock=5)]
    interrupt(stage, monkeypatch, "product.stock", arrived=False)
    stage.platform.put(B, stock=77, price="19.90", shelf="online")
    stage.platform.events.clear()
    assert stage.execute(*steps, resume=True)[steps[1].id].outcome is Outcome.REFUSED
    assert stage.platform.writes() == [C]


@pytest.mark.parametrize(("arrived", "outcome"), [(True, Outcome.DONE), (False, Outcome.REFUSED)])
def test_resume_of_a_unit_whose_yaml_changed_records_what_arrived_and_sends_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, arrived: bool, outcome: Outcome
) -> None:
    steps = [stage.step(A, stock=5), stage.step(B, stock=5), stage.step(C, stock=5)]
    interrupt(stage, monkeypatch, "product.stock", arrived=arrived)
    stage.platform.events.clear()
    results = stage.execute(*steps, resume=True, refused=frozenset({"b", "c"}))
    assert [results[step.id].outcome for step in steps] == [Outcome.DONE, outcome, Outcome.REFUSED]
    assert stage.platform.writes() == []
    record = stage.state.record(B)
    assert record is not None and record.attrs["stock"] == (5 if arrived else 10)


def test_resume_says_of_a_step_that_had_failed_why_it_failed(stage: Stage) -> None:
    stage.platform.script[A] = [REFUSED]
    stage.platform.on_write = lambda address: stage.stop.set()
    steps = [stage.step(A, stock=5), stage.step(B, stock=5)]
    stage.execute(*steps)
    stage.stop.clear()
    results = stage.execute(*steps, resume=True)
    assert (results[steps[0].id].outcome, results[steps[1].id].outcome) == (Outcome.FAILED, Outcome.DONE)
    assert say(results[steps[0].id].detail, "zh") == "库存不对"
    assert say(results[steps[0].id].detail, "en") == "wrong stock"
    assert stage.platform.writes() == [A, B]
