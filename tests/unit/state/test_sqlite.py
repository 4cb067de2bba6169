"""The state in one file: beside another process, at first, after a process that died half-way. The rest: test_contract."""

from __future__ import annotations

import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from storeconf.state.records import Record
from storeconf.state.sqlite import SqliteState

A = "bj-sanlitun/product/maoxuewang"
RECORD = Record(address=A, kind="product", attrs={"title": "毛血旺单人餐(含米饭)", "price": "19.90"}, account="shuyu")


@pytest.fixture
def state(tmp_path: Path) -> SqliteState:
    return SqliteState(tmp_path / "state.db")


def again(state: SqliteState) -> SqliteState:
    """The state as the next process finds it."""
    return SqliteState(state.path)


def fill(state: SqliteState) -> None:
    state.put_record(RECORD)


def test_lineage_is_made_once_and_never_shared(state: SqliteState, tmp_path: Path) -> None:
    assert len(state.lineage) == 32
    assert again(state).lineage == state.lineage
    assert SqliteState(tmp_path / "other" / "state.db").lineage != state.lineage


# -- transactions ------------------------------------------------------------------------------------------------------


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
