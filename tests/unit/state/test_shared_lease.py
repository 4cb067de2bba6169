"""The lease of a shared state: taken and renewed by compare-and-swap, over by itself, and nothing written after it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from machines import AT, Machines
from storeconf.core.diagnostics import Diagnostic, Refusal, StoreconfError
from storeconf.core.text import say
from storeconf.state import git as git_state
from storeconf.state.claim import LIVES, SKEW
from storeconf.state.git import GitState
from storeconf.state.records import Record

pytestmark = pytest.mark.usefixtures("no_background")
ONE = Record(address="s1/product/x", kind="product", attrs={"price": "19.90"}, at=AT)
TWO = replace(ONE, address="s2/product/x")
LEASE = "sandbox/lease.json"
DIES = """
import os, signal, sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from machines import AT, Machines
from storeconf.core import clock
from storeconf.state import git
from storeconf.state.branch import Branch
from storeconf.state.git import GitState
from storeconf.state.records import Record
git.FIRST_SECONDS = 3600.0
root = Path(sys.argv[1])
state = GitState(root / ".storeconf/sandbox/branch.db", Branch(root, "storeconf-state", None, "sandbox"),
                 lambda: clock.parse_instant(AT), lambda remark: None)
def die(*args):
    os.kill(os.getpid(), signal.SIGKILL)
with state.hold("apply", AT):
    state.put_record(Record(address="s1/product/x", kind="product", attrs={{"price": "19.90"}}, at=AT))
    {point}
"""


def put(state: GitState, record: Record) -> None:
    with state.hold("apply", AT), state.transaction():
        state.put_record(record)


def problem(action: Callable[[], object]) -> Diagnostic:
    """The one thing that is said."""
    with pytest.raises(StoreconfError) as raised:
        action()
    [found] = raised.value.diagnostics
    return found


def killed(machines: Machines, machine: str, point: str) -> None:
    """A process on a machine that dies at a point of its work."""
    program = DIES.format(tests=str(Path(__file__).parents[2]), point=point)
    root = machines.root(machine)
    done = subprocess.run([sys.executable, "-c", program, str(root)], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


# -- who holds it ------------------------------------------------------------------------------------------------------


def test_refused_one_is_told_who_where_since_when_until_when_and_how_to_break_it(machines: Machines) -> None:
    with machines.state().hold("apply", AT):
        lease = json.loads(machines.file(LEASE))
        found = problem(machines.state("two").hold("confirm", AT).__enter__)
    assert found.code.name == "locked"
    assert (lease["doing"], lease["pid"], lease["since"]) == ("apply", str(os.getpid()), AT)
    assert lease["until"] == "2026-03-09T10:05:00+08:00"
    for fact in (lease["who"], lease["host"], lease["pid"], AT, lease["until"], "apply"):
        assert fact in say(found.detail, "zh") and fact in say(found.detail, "en")
    assert f"storeconf state unlock --id {lease['id']}" in say(found.fix, "zh")


def test_lease_is_gone_from_the_branch_when_the_work_ends(machines: Machines) -> None:
    put(machines.state(), ONE)
    assert LEASE not in machines.files()


def test_two_processes_racing_never_hold_it_together(machines: Machines) -> None:
    start, inside, most, done = threading.Barrier(3, timeout=20), 0, 0, []

    def run(name: str) -> None:
        nonlocal inside, most
        state = machines.state(name)
        start.wait()
        for n in range(3):
            try:
                with state.hold("apply", AT), state.transaction():
                    inside += 1
                    most = max(most, inside)
                    address = f"{name}{n}/product/x"
                    state.put_record(replace(ONE, address=address))
                    inside -= 1
                    done.append(address)
            except Refusal:
                continue

    for name in ("a", "b", "c"):
        machines.root(name)
    threads = [threading.Thread(target=run, args=(name,)) for name in ("a", "b", "c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert done
    assert machines.state("d").unit_names() == sorted(address.split("/")[0] for address in done)


# -- a holder that died ------------------------------------------------------------------------------------------------


def test_killed_before_the_push_goes_on_from_its_own_disk(machines: Machines) -> None:
    killed(machines, "one", "die()")
    assert machines.state("two").unit_names() == [], "nothing of it got to the branch"
    state = machines.state()
    assert state.holder() is None
    assert state.unit_names() == ["s1"]
    put(state, TWO)
    assert machines.state("two").unit_names() == ["s1", "s2"]
    assert machines.said == []


@pytest.mark.parametrize(
    "point",
    [
        pytest.param("Branch.swap = die", id="between commit and push"),
        pytest.param(
            "swap = Branch.swap; Branch.swap = lambda *a: (swap(*a), die())", id="after the push, before it is noted"
        ),
    ],
)
def test_killed_while_giving_up_the_lease(machines: Machines, point: str) -> None:
    killed(machines, "one", point)
    state = machines.state()
    assert state.unit_names() == ["s1"]
    put(state, TWO)
    assert machines.state("two").unit_names() == ["s1", "s2"]


def test_runner_that_is_gone_is_waited_for_and_then_replaced(machines: Machines) -> None:
    killed(machines, "one", "die()")
    machines.later(seconds=(LIVES + SKEW).total_seconds())
    assert problem(machines.state("two").hold("apply", AT).__enter__).code.name == "locked"
    machines.later(seconds=1)
    state = machines.state("two")
    assert state.holder() is None
    put(state, TWO)
    [said] = machines.said
    assert "接手" in said and "2026-03-09T10:05:00+08:00" in said


def test_what_a_replaced_runner_never_pushed_is_void(machines: Machines) -> None:
    killed(machines, "one", "die()")
    machines.later(minutes=10)
    put(machines.state("two"), TWO)
    machines.said.clear()
    state = machines.state("one")
    assert state.unit_names() == ["s2"]
    assert "1 个单元" in machines.said[0]
    put(state, replace(ONE, address="s3/product/x"))
    assert machines.state("two").unit_names() == ["s2", "s3"]
    assert len(machines.said) == 1


def test_lease_of_a_dead_runner_can_be_taken_away_by_its_id(machines: Machines) -> None:
    killed(machines, "one", "die()")
    state = machines.state("two")
    wrong = problem(lambda: state.unlock("0badcafe"))
    assert "0badcafe" in say(wrong.detail, "zh")
    held = state.holder()
    assert held is not None
    state.unlock(held["id"])
    assert machines.state("two").holder() is None
    put(machines.state("two"), TWO)
    assert machines.said == []


# -- a holder that is cut off ------------------------------------------------------------------------------------------


def test_nothing_is_written_after_the_lease_is_over(machines: Machines) -> None:
    state = machines.state()
    with state.hold("apply", AT):
        state.intend(state.open_run(AT, "", "", "{}"), "step", AT)
        machines.later(seconds=LIVES.total_seconds() + 1)
        found = problem(lambda: state.intend(1, "another", AT))
        assert found.code.name == "lease-lost"
        assert "2026-03-09T10:05:00+08:00" in say(found.detail, "zh")
        assert "apply --resume" in say(found.fix, "en")


def test_run_stops_when_somebody_else_took_over(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_state, "FIRST_SECONDS", 0.01)
    monkeypatch.setattr(git_state, "EVERY_SECONDS", 0.01)
    state, lost = machines.state(), threading.Event()
    renew = GitState._renew

    def watched(self: GitState, copy: object) -> None:
        renew(self, copy)  # type: ignore[arg-type]
        if self._lost:
            lost.set()

    monkeypatch.setattr(GitState, "_renew", watched)

    def cut_off() -> None:
        with state.hold("apply", AT):
            machines.put(LEASE, None)
            state.put_record(ONE)
            assert lost.wait(20)
            state.open_run(AT, "", "", "{}")

    assert problem(cut_off).code.name == "lease-lost"
    assert machines.state("two").unit_names() == []
    put(state, TWO)  # taken anew, it can go on: with what the branch says
    assert machines.state("two").unit_names() == ["s2"]


def test_living_run_renews_its_lease_and_tells_what_it_did(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_state, "FIRST_SECONDS", 0.01)
    monkeypatch.setattr(git_state, "EVERY_SECONDS", 0.01)
    told, renew = threading.Event(), GitState._renew

    def watched(self: GitState, copy: object) -> None:
        renew(self, copy)  # type: ignore[arg-type]
        if self._claim is not None and self._claim.until > "2026-03-09T10:08" and not copy.touched():  # type: ignore[attr-defined]
            told.set()

    monkeypatch.setattr(GitState, "_renew", watched)
    state = machines.state()
    with state.hold("apply", AT):
        machines.later(minutes=4)
        state.put_record(ONE)
        assert told.wait(20)
        assert json.loads(machines.file(LEASE))["until"] == "2026-03-09T10:09:00+08:00"
        other = machines.state("two")
        assert other.unit_names() == ["s1"]
        assert other.holder() is not None
    assert machines.said == []


def test_reader_beside_a_run_on_the_same_machine_sees_what_it_did(machines: Machines) -> None:
    state = machines.state()
    with state.hold("apply", AT), state.transaction():
        state.put_record(ONE)
    with state.hold("apply", AT):
        state.put_record(TWO)
        assert machines.state().unit_names() == ["s1", "s2"]
        assert machines.state("two").unit_names() == ["s1"]
    assert machines.state("two").unit_names() == ["s1", "s2"]
