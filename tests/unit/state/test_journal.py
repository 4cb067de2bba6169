"""The journal of runs: intents before writes, results after them, and which run can be resumed."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from storeconf.state.protocol import State
from unit.state.conftest import OpenState

AT, LATER = "2026-03-09T10:00:00+08:00", "2026-03-09T10:00:01+08:00"


@pytest.fixture
def state(open_state: OpenState) -> Iterator[State]:
    """A state whose lease is held."""
    state = open_state()
    with state.hold("apply", AT):
        yield state


def test_run_keeps_who_began_it_when_with_which_plan(open_state: OpenState, state: State) -> None:
    run = state.open_run(AT, "王经理", "abc", '{"steps": []}')
    [row] = open_state().runs(1)
    assert (row["id"], row["started_at"], row["by"], row["digest"], row["plan"]) == (
        run,
        AT,
        "王经理",
        "abc",
        '{"steps": []}',
    )


def test_intent_stands_without_a_result_until_it_has_one(open_state: OpenState, state: State) -> None:
    run = state.open_run(AT, "", "", "{}")
    state.intend(run, "product.save:a/product/x", AT)
    row = open_state().journal(run)["product.save:a/product/x"]
    assert (row["intent_at"], row["outcome"], row["result_at"]) == (AT, "", "")
    state.conclude(run, "product.save:a/product/x", LATER, "in_review", {"ref": "77"})
    row = open_state().journal(run)["product.save:a/product/x"]
    assert (row["intent_at"], row["outcome"], row["result_at"]) == (AT, "in_review", LATER)
    assert json.loads(row["detail"]) == {"ref": "77"}


def test_every_attempt_is_counted(open_state: OpenState, state: State) -> None:
    run = state.open_run(AT, "", "", "{}")
    for _ in range(3):
        state.intend(run, "step", AT)
    assert state.journal(run)["step"]["attempt"] == 3


def test_step_that_never_was_tried_can_be_concluded(open_state: OpenState, state: State) -> None:
    run = state.open_run(AT, "", "", "{}")
    state.conclude(run, "step", AT, "refused", {})
    row = state.journal(run)["step"]
    assert (row["attempt"], row["intent_at"], row["outcome"]) == (0, "", "refused")


def test_result_that_was_rolled_back_leaves_the_intent(open_state: OpenState, state: State) -> None:
    run = state.open_run(AT, "", "", "{}")
    state.intend(run, "step", AT)
    with pytest.raises(RuntimeError), state.transaction():
        state.conclude(run, "step", LATER, "done", {})
        raise RuntimeError
    assert open_state().journal(run)["step"]["outcome"] == ""


def test_runs_do_not_share_a_journal(open_state: OpenState, state: State) -> None:
    first, second = state.open_run(AT, "", "", "{}"), state.open_run(AT, "", "", "{}")
    state.intend(first, "step", AT)
    assert first != second
    assert state.journal(second) == {}


def test_only_the_newest_run_can_be_resumed_and_only_while_it_is_open(open_state: OpenState, state: State) -> None:
    assert state.unfinished_run() is None
    first = state.open_run(AT, "", "", "{}")
    second = state.open_run(AT, "", "", "{}")
    found = state.unfinished_run()
    assert found is not None and found["id"] == second
    state.close_run(second, LATER, "done")
    assert state.unfinished_run() is None
    newest, oldest = state.runs(9)
    assert (newest["id"], newest["outcome"], oldest["id"], oldest["outcome"]) == (second, "done", first, "")
