"""A state file that is broken, newer, locked, read-only or full: one sentence each, and the file stays as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from storeconf.core.diagnostics import Diagnostic, Refusal, StoreconfError
from storeconf.core.text import say
from storeconf.state import file
from storeconf.state.records import Record
from storeconf.state.sqlite import SqliteState

RECORDS = [Record(address=f"s{n:02}/product/x", kind="product", attrs={"title": "面" * 200}) for n in range(40)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A state of some pages, all of it in the one file."""
    state = SqliteState(tmp_path / "state.db")
    with state.transaction():
        for record in RECORDS:
            state.put_record(record)
    state._db.close()
    return state.path


def problem(action: Callable[[], object]) -> Diagnostic:
    """The one thing that is said."""
    with pytest.raises(StoreconfError) as raised:
        action()
    [found] = raised.value.diagnostics
    return found


def sql(path: Path, *statements: str) -> None:
    """What another program does to the file."""
    other = sqlite3.connect(path)
    for statement in statements:
        other.execute(statement)
    other.commit()
    other.close()


def read_all(path: Path) -> list[Record]:
    state = SqliteState(path)
    return [record for unit in state.unit_names() for record in state.unit(unit).records.values()]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda whole: b"", id="empty"),
        pytest.param(lambda whole: b"not a database at all" * 300, id="something else"),
        pytest.param(lambda whole: b"{}\n", id="shorter than a header"),
        pytest.param(lambda whole: whole[: len(whole) // 2], id="cut in half"),
        pytest.param(lambda whole: whole[:100] + bytes(len(whole) - 100), id="zeroed behind the header"),
    ],
)
def test_broken_file_is_called_broken_and_left_alone(path: Path, content: Callable[[bytes], bytes]) -> None:
    path.write_bytes(content(path.read_bytes()))
    before = path.read_bytes()
    found = problem(lambda: read_all(path))
    assert found.code.name == "state-broken"
    assert str(path) in say(found.detail, "zh")
    assert "备份" in say(found.fix, "zh") and "backup" in say(found.fix, "en")
    assert path.read_bytes() == before


def test_damage_of_any_page_is_either_told_or_without_effect(path: Path) -> None:
    """Whatever comes out is true or an error with a sentence; never a wrong record, never another exception."""
    whole = path.read_bytes()
    told = 0
    for start in range(0, len(whole), 4096):
        path.write_bytes(whole[:start] + b"\xa5" * 4096 + whole[start + 4096 :])
        try:
            assert read_all(path) == RECORDS
        except StoreconfError as error:
            told += 1
            assert error.diagnostics[0].code.name == "state-broken"
    assert told >= 5


def test_database_of_another_program_is_no_state(path: Path) -> None:
    path.unlink()
    sql(path, "CREATE TABLE meta (a)", "CREATE TABLE records (b)")
    assert problem(lambda: SqliteState(path)).code.name == "state-broken"


@pytest.mark.parametrize("table", ["records", "submissions", "holds", "observations"])
@pytest.mark.parametrize("body", ["{", "[]", '{"address": "s01/product/x"}', '{"unheard": "of"}'])
def test_entry_that_makes_no_sense_is_named(path: Path, table: str, body: str) -> None:
    sql(path, f"INSERT OR REPLACE INTO {table} (address, unit, body) VALUES ('s01/product/x', 's01', '{body}')")
    found = problem(lambda: SqliteState(path).unit("s01"))
    assert found.code.name == "state-broken"
    assert "s01/product/x" in say(found.detail, "zh")
    assert len(SqliteState(path).unit("s02").records) == 1, "the other units are still read"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param((), id="same tables"),
        pytest.param(("DROP TABLE records", "CREATE TABLE records (id, value)"), id="other tables"),
    ],
)
def test_newer_format_is_refused_by_name_and_nothing_is_made_in_it(path: Path, changes: tuple[str, ...]) -> None:
    sql(path, "UPDATE meta SET value='2' WHERE name='format'", *changes)
    before = path.read_bytes()
    found = problem(lambda: SqliteState(path))
    assert found.code.name == "state-newer"
    assert "格式是 2" in say(found.detail, "zh") and "has format 2" in say(found.detail, "en")
    assert "升级" in say(found.fix, "zh")
    assert path.read_bytes() == before


@pytest.mark.parametrize("value", ["", "two", "-1"])
def test_format_that_is_no_number_is_broken(path: Path, value: str) -> None:
    sql(path, f"UPDATE meta SET value='{value}' WHERE name='format'")
    assert problem(lambda: SqliteState(path)).code.name == "state-broken"


def test_lock_of_another_program_is_a_refusal_and_the_state_still_reads(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file, "WAIT_SECONDS", 0.0)
    state = SqliteState(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Refusal) as raised:
        state.open_run("", "", "", "{}")
    [found] = raised.value.diagnostics
    assert found.code.name == "state-busy"
    assert "占用" in say(found.detail, "zh")
    assert read_all(path) == RECORDS
    other.execute("ROLLBACK")
    other.close()
    assert state.open_run("", "", "", "{}") == 1, "and it works when the lock is gone"


def test_read_only_state_reads_and_says_why_it_does_not_write(path: Path) -> None:
    state = SqliteState(path)
    state._db.execute("PRAGMA query_only=ON")
    assert state.record(RECORDS[0].address) == RECORDS[0]
    found = problem(lambda: state.put_record(RECORDS[0]))
    assert found.code.name == "state-unusable"
    assert "没有写的权限" in say(found.detail, "zh")


def test_full_disk_is_told_and_what_was_there_stays(path: Path) -> None:
    state = SqliteState(path)
    state._db.execute("PRAGMA max_page_count=1")
    found = problem(lambda: state.open_run("", "", "", "x" * 100_000))
    assert "磁盘满了" in say(found.detail, "zh") and "full" in say(found.detail, "en")
    assert read_all(path) == RECORDS
    assert state.runs(9) == []


@pytest.mark.parametrize("in_the_way", ["the file is a folder", "its folder is a file"])
def test_place_that_cannot_hold_a_state(tmp_path: Path, in_the_way: str) -> None:
    path = tmp_path / "folder" / "state.db"
    if in_the_way == "the file is a folder":
        path.mkdir(parents=True)
    else:
        path.parent.write_text("", encoding="utf-8")
    found = problem(lambda: SqliteState(path))
    assert found.code.name == "state-unusable"
    assert str(path) in say(found.detail, "zh")
