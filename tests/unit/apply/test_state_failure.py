"""A state that stops working in the middle of a run: nothing more is sent, everything is accounted for, nothing is lost."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from stage import Stage
from storeconf.core.text import say
from storeconf.plan.results import Outcome

A, B, C = "a/product/x", "b/product/x", "c/product/x"


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    found = Stage(tmp_path)
    for address in (A, B, C):
        found.product(address, stock=10, price="19.90", shelf="online")
    return found


def fail_from_now_on(stage: Stage) -> None:
    """Every write of the state is refused, as on a disk that became read-only."""
    stage.state._db.execute("PRAGMA query_only=ON")


def work_again(stage: Stage) -> None:
    stage.state._db.execute("PRAGMA query_only=OFF")


def test_nothing_is_sent_when_the_intent_cannot_be_journalled(stage: Stage) -> None:
    steps = [stage.step(address, stock=5) for address in (A, B, C)]
    stage.run = stage.state.open_run("", "me", "digest", "{}")
    fail_from_now_on(stage)
    results = stage.execute(*steps, resume=True)
    assert {result.outcome for result in results.values()} == {Outcome.NOT_STARTED}
    assert stage.platform.writes() == []
    assert stage.problem is not None
    assert "没有写的权限" in say(stage.problem.diagnostics[0].detail, "zh")


def test_what_was_sent_and_could_not_be_kept_is_told_and_the_rest_is_not_started(stage: Stage) -> None:
    stage.platform.on_write = lambda address: fail_from_now_on(stage) if address == B else None
    steps = [stage.step(address, stock=5) for address in (A, B, C)]
    results = stage.execute(*steps)
    assert [results[step.id].outcome for step in steps] == [Outcome.DONE, Outcome.FAILED, Outcome.NOT_STARTED]
    assert "--resume" in say(results[steps[1].id].detail, "zh")
    assert stage.platform.writes() == [A, B]


def test_resume_goes_on_where_the_state_had_failed(stage: Stage) -> None:
    stage.platform.on_write = lambda address: fail_from_now_on(stage) if address == B else None
    steps = [stage.step(address, stock=5) for address in (A, B, C)]
    stage.execute(*steps)
    work_again(stage)
    stage.stop.clear()
    results = stage.execute(*steps, resume=True)
    assert {result.outcome for result in results.values()} == {Outcome.DONE}
    assert stage.platform.writes() == [A, B, C]
    assert stage.problem is None


def test_units_side_by_side_stop_together(stage: Stage) -> None:
    steps = [stage.step(address, stock=5) for address in (A, B, C)]
    stage.run = stage.state.open_run("", "me", "digest", "{}")
    fail_from_now_on(stage)
    results = stage.execute(*steps, resume=True, parallel=3)
    assert {result.outcome for result in results.values()} == {Outcome.NOT_STARTED}
    assert stage.platform.writes() == []


def test_a_full_disk_leaves_a_state_that_still_answers(stage: Stage) -> None:
    pages = stage.state._db.execute("PRAGMA page_count").fetchone()[0]
    stage.state._db.execute(f"PRAGMA max_page_count={pages}")
    addresses = [f"shop-{number:03}/product/x" for number in range(200)]
    for address in addresses:
        stage.platform.put(address, stock=10)
    steps = [stage.step(address, stock=5) for address in addresses]
    results = stage.execute(*steps)
    assert stage.problem is not None
    assert "磁盘满了" in say(stage.problem.diagnostics[0].detail, "zh")
    done = [result for result in results.values() if result.outcome is Outcome.DONE]
    assert len(stage.platform.writes()) - len(done) in (0, 1), "at most one was sent without being recorded"
    assert Outcome.NOT_STARTED in {result.outcome for result in results.values()}
    stage.state._db.execute("PRAGMA max_page_count=1000000")
    stage.stop.clear()
    assert {r.outcome for r in stage.execute(*steps, resume=True).values()} == {Outcome.DONE}
    assert sorted(stage.platform.writes()) == addresses, "each once"
    with sqlite3.connect(stage.state.path) as second:
        assert second.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    second.close()
