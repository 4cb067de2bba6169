"""The state in SQLite: what is put in comes out, in this process, in the next, and beside another."""

from __future__ import annotations

import sqlite3
import stat
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from storeconf.model.review import Verdict
from storeconf.state.records import Hold, Record, Submission, TaskObservation
from storeconf.state.sqlite import SqliteState

A = "bj-sanlitun/product/maoxuewang"
RECORD = Record(
    address=A,
    kind="product",
    attrs={"title": "毛血旺单人餐(含米饭)", "price": "19.90", "stock": 500, "images": [{"role": "head"}], "free": True},
    account="shuyu",
    title="毛血旺",
    ids={"product_id": "7400000000000000001", "poi:6601": "bj-sanlitun"},
    protect=True,
    at="2026-03-09T10:00:00+08:00",
    by="apply",
)
SUBMISSION = Submission(
    address=A,
    digest="ab",
    attrs={"price": "21.90"},
    since="2026-03-09T10:00:00+08:00",
    verdict=Verdict.REJECTED,
    reason="标题与内容不符",
    ref="77",
    op="product.save",
)
HOLD = Hold(address=A, reason="同一手机号反复核销失败", by="records", until="2026-03-10T10:00:00+08:00")
SEEN = TaskObservation(address=A, attrs={"phone": "010"}, by="task:77", at="2026-03-09", expires="2026-06-07")


@pytest.fixture
def state(tmp_path: Path) -> SqliteState:
    return SqliteState(tmp_path / "state.db")


def again(state: SqliteState) -> SqliteState:
    """The state as the next process finds it."""
    return SqliteState(state.path)


def fill(state: SqliteState) -> None:
    state.put_record(RECORD)
    state.put_submission(SUBMISSION)
    state.put_hold(HOLD)
    state.put_observation(SEEN)


def test_everything_of_a_unit_comes_back_as_it_was_put(state: SqliteState) -> None:
    fill(state)
    unit = again(state).unit("bj-sanlitun")
    assert unit.records == {A: RECORD}
    assert unit.submissions == {A: SUBMISSION}
    assert unit.holds == {A: HOLD}
    assert list(unit.observations) == [SEEN]
    assert again(state).record(A) == RECORD


def test_other_units_are_not_in_it(state: SqliteState) -> None:
    fill(state)
    state.put_record(replace(RECORD, address="bj-sanlitun-2/poi", kind="poi"))
    assert list(state.unit("bj-sanlitun").records) == [A]
    assert state.unit_names() == ["bj-sanlitun", "bj-sanlitun-2"]
    assert state.unit("@shuyu").records == {}
    assert state.record("nobody/poi") is None


def test_record_is_replaced_whole(state: SqliteState) -> None:
    fill(state)
    state.put_record(replace(RECORD, attrs={"price": "1.00"}, ids={}))
    found = state.record(A)
    assert found is not None and (dict(found.attrs), dict(found.ids)) == ({"price": "1.00"}, {})


def test_digest_is_over_the_attributes_alone() -> None:
    assert replace(RECORD, at="later", by="adopt", title="x").digest == RECORD.digest
    assert replace(RECORD, attrs={**RECORD.attrs, "price": "20.00"}).digest != RECORD.digest


def test_dropping_a_record_drops_all_that_belongs_to_the_object(state: SqliteState) -> None:
    fill(state)
    state.drop_record(A)
    unit = again(state).unit("bj-sanlitun")
    assert (unit.records, unit.submissions, unit.holds, list(unit.observations)) == ({}, {}, {}, [])


def test_submission_and_hold_can_end_by_themselves(state: SqliteState) -> None:
    fill(state)
    state.drop_submission(A)
    state.drop_hold(A)
    unit = state.unit("bj-sanlitun")
    assert (unit.submissions, unit.holds) == ({}, {})
    assert unit.records == {A: RECORD}


def test_moving_takes_everything_to_the_new_address_and_unit(state: SqliteState) -> None:
    fill(state)
    new = "@shuyu/product/maoxuewang"
    state.move_record(A, new)
    assert state.unit_names() == ["@shuyu"]
    unit = state.unit("@shuyu")
    assert unit.records[new] == replace(RECORD, address=new)
    assert unit.submissions[new] == replace(SUBMISSION, address=new)
    assert unit.holds[new] == replace(HOLD, address=new)
    assert [one.address for one in unit.observations] == [new]


def test_image_urls_are_kept_by_content(state: SqliteState) -> None:
    state.put_images({"aa": "https://cdn.example/1.jpg", "bb": "https://cdn.example/2.jpg"})
    state.put_images({"aa": "https://cdn.example/3.jpg"})
    assert again(state).image_urls() == {"aa": "https://cdn.example/3.jpg", "bb": "https://cdn.example/2.jpg"}


def test_every_change_of_a_record_counts(state: SqliteState) -> None:
    serials = [state.serial]
    for change in (
        partial(state.put_record, RECORD),
        partial(state.put_submission, SUBMISSION),
        partial(state.move_record, A, "x/product/y"),
        partial(state.drop_record, "x/product/y"),
        state.clear,
    ):
        change()
        serials.append(state.serial)
    assert serials == sorted(set(serials))
    assert again(state).serial == state.serial


def test_lineage_is_made_once_and_never_shared(state: SqliteState, tmp_path: Path) -> None:
    assert len(state.lineage) == 32
    assert again(state).lineage == state.lineage
    assert SqliteState(tmp_path / "other" / "state.db").lineage != state.lineage


def test_clearing_forgets_everything_but_the_lineage(state: SqliteState) -> None:
    fill(state)
    state.put_images({"aa": "u"})
    state.open_run("", "", "", "{}")
    lineage = state.lineage
    state.clear()
    assert (state.unit_names(), state.image_urls(), state.runs(9)) == ([], {}, [])
    assert state.unit("bj-sanlitun").submissions == {}
    assert state.lineage == lineage


# -- transactions ------------------------------------------------------------------------------------------------------


def test_transaction_is_all_or_nothing(state: SqliteState) -> None:
    with pytest.raises(RuntimeError), state.transaction():
        fill(state)
        raise RuntimeError
    assert state.record(A) is None
    assert again(state).unit("bj-sanlitun").holds == {}


def test_inner_transaction_falls_with_the_outer(state: SqliteState) -> None:
    with pytest.raises(RuntimeError), state.transaction():
        run = state.open_run("", "", "", "{}")
        state.intend(run, "step", "")
        raise RuntimeError
    assert state.runs(9) == []


def test_nobody_sees_a_transaction_before_it_is_committed(state: SqliteState) -> None:
    other = again(state)
    with state.transaction():
        fill(state)
        assert other.record(A) is None
    assert other.record(A) == RECORD


def test_state_goes_on_after_a_transaction_that_failed(state: SqliteState) -> None:
    with pytest.raises(sqlite3.IntegrityError), state.transaction():
        raise sqlite3.IntegrityError
    fill(state)
    assert again(state).record(A) == RECORD


# -- the file ----------------------------------------------------------------------------------------------------------


def test_only_its_owner_can_read_the_state(tmp_path: Path) -> None:
    state = SqliteState(tmp_path / "deep" / "state.db")
    fill(state)
    assert stat.S_IMODE((tmp_path / "deep").stat().st_mode) == 0o700
    for path in (tmp_path / "deep").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path.name


def test_many_first_runs_at_once_make_one_state(tmp_path: Path) -> None:
    start, lineages = threading.Barrier(8, timeout=20), []

    def first_run() -> None:
        start.wait()
        lineages.append(SqliteState(tmp_path / "state.db").lineage)

    threads = [threading.Thread(target=first_run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(lineages) == 8
    assert len(set(lineages)) == 1


def test_first_run_that_died_half_way_leaves_no_state(tmp_path: Path) -> None:
    (tmp_path / "state.db.new").write_bytes(b"half a database")
    state = SqliteState(tmp_path / "state.db")
    fill(state)
    assert again(state).record(A) == RECORD


def test_log_of_a_state_that_was_taken_away_is_not_replayed_into_the_next(state: SqliteState) -> None:
    """Whoever removes only state.db gets a fresh state, not a mixture."""
    fill(state)
    lineage = state.lineage
    assert state.path.with_name("state.db-wal").stat().st_size > 0
    state.path.unlink()
    fresh = again(state)
    assert fresh.lineage != lineage
    assert fresh.unit_names() == []
