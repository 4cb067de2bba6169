"""Every backend: what is put in under the lease comes out, in this process, in the next, and on the next machine."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import partial

import pytest

from storeconf.core.diagnostics import Refusal
from storeconf.model.review import Verdict
from storeconf.state.protocol import State
from storeconf.state.records import Hold, Record, ReviewResult, Submission, TaskObservation
from unit.state.conftest import OpenState

pytestmark = pytest.mark.usefixtures("no_background")
AT = "2026-03-09T10:00:00+08:00"
A = "bj-sanlitun/product/maoxuewang"
RECORD = Record(
    address=A,
    kind="product",
    attrs={"title": "毛血旺单人餐(含米饭)", "price": "19.90", "stock": 500, "images": [{"role": "head"}], "free": True},
    account="shuyu",
    title="毛血旺",
    ids={"product_id": "7400000000000000001", "poi:6601": "bj-sanlitun"},
    protect=True,
    at=AT,
    by="apply",
)
SUBMISSION = Submission(
    address=A,
    digest="ab",
    attrs={"price": "21.90"},
    since=AT,
    verdict=Verdict.REJECTED,
    reason="标题与内容不符",
    ref="77",
    op="product.save",
    rules=("R04-01", "R10-09"),
)
HOLD = Hold(address=A, reason="同一手机号反复核销失败", by="records", until="2026-03-10T10:00:00+08:00")
SEEN = TaskObservation(address=A, attrs={"phone": "010"}, by="task:77", at="2026-03-09", expires="2026-06-07")
RESULT = ReviewResult(address=A, digest="ab", verdict=Verdict.REJECTED, reason="不符", at=AT, rules=("R04-01",))


@pytest.fixture
def state(open_state: OpenState) -> State:
    return open_state()


def fill(state: State) -> None:
    """One of everything."""
    with state.hold("apply", AT), state.transaction():
        state.put_record(RECORD)
        state.put_submission(SUBMISSION)
        state.put_hold(HOLD)
        state.put_observation(SEEN)
        state.put_result(RESULT)
        state.put_images({"aa": "https://cdn.example/1.jpg"})


@pytest.mark.parametrize("machine", ["one", "two"])
def test_everything_comes_back_as_it_was_put(open_state: OpenState, state: State, machine: str) -> None:
    fill(state)
    again = open_state(machine)
    unit = again.unit("bj-sanlitun")
    assert unit.records == {A: RECORD}
    assert unit.submissions == {A: SUBMISSION}
    assert unit.holds == {A: HOLD}
    assert list(unit.observations) == [SEEN]
    assert again.record(A) == RECORD
    assert again.submission(A) == SUBMISSION
    assert list(again.results()) == [RESULT]
    assert again.image_urls() == {"aa": "https://cdn.example/1.jpg"}
    assert (again.lineage, again.serial) == (state.lineage, state.serial)


def test_other_units_are_not_in_it(open_state: OpenState, state: State) -> None:
    fill(state)
    with state.hold("apply", AT):
        state.put_record(replace(RECORD, address="bj-sanlitun-2/poi", kind="poi"))
    again = open_state("two")
    assert list(again.unit("bj-sanlitun").records) == [A]
    assert again.unit_names() == ["bj-sanlitun", "bj-sanlitun-2"]
    assert again.unit("@shuyu").records == {}
    assert again.record("nobody/poi") is None


def test_record_is_replaced_whole(open_state: OpenState, state: State) -> None:
    fill(state)
    with state.hold("apply", AT):
        state.put_record(replace(RECORD, attrs={"price": "1.00"}, ids={}))
    found = open_state("two").record(A)
    assert found is not None and (dict(found.attrs), dict(found.ids)) == ({"price": "1.00"}, {})


def test_digest_is_over_the_attributes_alone() -> None:
    assert replace(RECORD, at="later", by="adopt", title="x").digest == RECORD.digest
    assert replace(RECORD, attrs={**RECORD.attrs, "price": "20.00"}).digest != RECORD.digest


def test_dropping_a_record_drops_all_that_belongs_to_the_object(open_state: OpenState, state: State) -> None:
    fill(state)
    with state.hold("state rm", AT):
        state.drop_record(A)
    again = open_state("two")
    unit = again.unit("bj-sanlitun")
    assert (unit.records, unit.submissions, unit.holds, list(unit.observations)) == ({}, {}, {}, [])
    assert again.unit_names() == []


def test_submission_and_hold_can_end_by_themselves(open_state: OpenState, state: State) -> None:
    fill(state)
    with state.hold("apply", AT):
        state.drop_submission(A)
        state.drop_hold(A)
    unit = open_state("two").unit("bj-sanlitun")
    assert (unit.submissions, unit.holds) == ({}, {})
    assert unit.records == {A: RECORD}


def test_moving_takes_everything_to_the_new_address_and_unit(open_state: OpenState, state: State) -> None:
    fill(state)
    new = "@shuyu/product/maoxuewang"
    with state.hold("apply", AT):
        state.move_record(A, new)
    again = open_state("two")
    assert again.unit_names() == ["@shuyu"]
    unit = again.unit("@shuyu")
    assert unit.records[new] == replace(RECORD, address=new)
    assert unit.submissions[new] == replace(SUBMISSION, address=new)
    assert unit.holds[new] == replace(HOLD, address=new)
    assert [one.address for one in unit.observations] == [new]


def test_image_urls_are_kept_by_content(open_state: OpenState, state: State) -> None:
    with state.hold("apply", AT):
        state.put_images({"aa": "https://cdn.example/1.jpg", "bb": "https://cdn.example/2.jpg"})
        state.put_images({"aa": "https://cdn.example/3.jpg"})
    urls = {"aa": "https://cdn.example/3.jpg", "bb": "https://cdn.example/2.jpg"}
    assert open_state("two").image_urls() == urls


def test_same_verdict_twice_is_one(open_state: OpenState, state: State) -> None:
    other = replace(RESULT, verdict=Verdict.APPROVED, reason="", at="2026-03-10T10:00:00+08:00")
    with state.hold("apply", AT):
        for result in (other, RESULT, RESULT):
            state.put_result(result)
    assert list(open_state("two").results()) == [RESULT, other]


def test_every_change_of_a_record_counts(open_state: OpenState, state: State) -> None:
    serials = [state.serial]
    for change in (
        partial(state.put_record, RECORD),
        partial(state.put_submission, SUBMISSION),
        partial(state.move_record, A, "x/product/y"),
        partial(state.drop_record, "x/product/y"),
        state.clear,
    ):
        with state.hold("apply", AT):
            change()
        serials.append(state.serial)
    assert serials == sorted(set(serials))
    assert open_state("two").serial == state.serial


def test_lineage_is_made_once(open_state: OpenState, state: State) -> None:
    fill(state)
    assert len(state.lineage) == 32
    for machine in ("one", "two"):
        again = open_state(machine)
        fill(again)
        assert again.lineage == state.lineage


def test_clearing_forgets_everything_but_the_lineage(open_state: OpenState, state: State) -> None:
    fill(state)
    lineage = state.lineage
    with state.hold("sandbox reset", AT):
        state.open_run("", "", "", "{}")
        state.clear()
    again = open_state("two")
    assert (again.unit_names(), again.image_urls(), again.runs(9)) == ([], {}, [])
    assert again.unit("bj-sanlitun").submissions == {}
    assert again.lineage == lineage


def test_restored_state_is_the_one_that_was_dumped(open_state: OpenState, state: State) -> None:
    fill(state)
    with state.hold("apply", AT):
        run = state.open_run(AT, "王经理", "abc", '{"steps": []}')
        state.intend(run, "step", AT)
        dumped, lineage = state.dump(), state.lineage
        state.clear()
        state.put_record(replace(RECORD, address="x/poi"))
    with state.hold("state move", AT):
        state.restore(dumped)
    again = open_state("two")
    assert again.unit_names() == ["bj-sanlitun"]
    assert again.unit("bj-sanlitun").records == {A: RECORD}
    assert again.lineage == lineage
    assert list(again.journal(run)) == ["step"]


# -- transactions ------------------------------------------------------------------------------------------------------


def test_transaction_is_all_or_nothing(open_state: OpenState, state: State) -> None:
    with pytest.raises(RuntimeError), state.hold("apply", AT), state.transaction():
        state.put_record(RECORD)
        state.put_hold(HOLD)
        raise RuntimeError
    assert state.record(A) is None
    assert open_state("two").unit("bj-sanlitun").holds == {}


def test_inner_transaction_falls_with_the_outer(state: State) -> None:
    with pytest.raises(RuntimeError), state.transaction():
        run = state.open_run("", "", "", "{}")
        state.intend(run, "step", "")
        raise RuntimeError
    assert state.runs(9) == []


# -- the lease ---------------------------------------------------------------------------------------------------------


def test_one_at_a_time(open_state: OpenState, state: State) -> None:
    with state.hold("apply", AT):
        for machine in ("one", "two"):
            other = open_state(machine)
            held = other.holder()
            assert held is not None and held["doing"] == "apply"
            with pytest.raises(Refusal) as raised, other.hold("confirm", AT):
                pass
            assert raised.value.diagnostics[0].code.name == "locked"
    assert open_state("two").holder() is None


def test_lease_ends_with_an_error_too(open_state: OpenState, state: State) -> None:
    with pytest.raises(RuntimeError), state.hold("apply", AT):
        raise RuntimeError
    with open_state("two").hold("apply", AT):
        pass


def test_waiting_takes_over_when_the_other_ends(
    open_state: OpenState, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storeconf.state.git.POLL_SECONDS", 0.05)
    held, other, order = threading.Event(), open_state("two"), []

    def first() -> None:
        with state.hold("apply", AT):
            held.set()
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    assert held.wait(20)
    with other.hold("apply", AT, timeout=30):
        order.append("second")
    thread.join()
    assert order == ["first", "second"]


def test_lock_that_nobody_holds_cannot_be_taken_away(state: State) -> None:
    with pytest.raises(Refusal):
        state.unlock("0badcafe")
