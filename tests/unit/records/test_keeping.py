"""Records of earlier days: kept for their owner alone, without a phone number in them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from storeconf.core.diagnostics import StoreconfError
from storeconf.records.keeping import FILE, KEPT_DAYS, KEY_FILE, RecordTable, forget
from storeconf.records.moments import DAY
from storeconf.records.phones import Phones
from storeconf.records.rows import Result, Row

NOW = 1_773_021_600_000


def row(name: str = "v", at: int = NOW, number: str = "13912341111", key: bytes = b"k" * 32) -> Row:
    """A verification."""
    return Row(at, Result.SUCCESS, name, f"o-{name}", "p", "s", Phones(key).read(number), at - 1)


def test_rows_come_back_to_their_account(tmp_path: Path) -> None:
    rows = [row("a"), Row(NOW, Result.CANCELLED, "a"), Row(NOW, Result.UNVERIFIED, "o", "o", pay_time=NOW)]
    table = RecordTable(tmp_path)
    table.put("one", rows, NOW)
    table.put("two", [row("b")], NOW)
    table.close()
    again = RecordTable(tmp_path)
    assert sorted(again.rows("one")) == sorted(rows)
    assert list(again.rows("two")) == [row("b")]
    again.close()


def test_put_twice_is_put_once(tmp_path: Path) -> None:
    table = RecordTable(tmp_path)
    for _ in range(2):
        table.put("one", [row("a"), row("b")], NOW)
    assert len(list(table.rows("one"))) == 2
    table.close()


@pytest.mark.parametrize("ahead", [0, 400], ids=["on time", "with a clock that is ahead"])
def test_old_rows_are_let_go(tmp_path: Path, ahead: int) -> None:
    table = RecordTable(tmp_path)
    table.put("one", [row("old", NOW - (KEPT_DAYS + 1) * DAY), row("a", NOW - 2 * DAY)], NOW)
    table.put("one", [row("b", NOW + ahead * DAY)], NOW)
    assert [one.verify_id for one in table.rows("one")] == ["a", "b"]
    table.close()


def test_old_files_are_kept_by_their_own_days(tmp_path: Path) -> None:
    table = RecordTable(tmp_path)
    for days in (400, 399):
        table.put("one", [row(str(days), NOW - days * DAY)], NOW)
    assert len(list(table.rows("one"))) == 2
    table.close()


def test_files_are_for_their_owner_and_hold_no_number(tmp_path: Path) -> None:
    table = RecordTable(tmp_path / "new")
    table.put("one", [row(key=table.key)], NOW)
    table.close()
    for name in (FILE, KEY_FILE):
        path = tmp_path / "new" / name
        assert path.stat().st_mode & 0o777 == 0o600
        assert b"13912341111" not in path.read_bytes()
        assert b"1234" not in path.read_bytes()
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [FILE, KEY_FILE]


def test_key_stays(tmp_path: Path) -> None:
    first, second = RecordTable(tmp_path), RecordTable(tmp_path)
    assert first.key == second.key
    first.close()
    second.close()


def damaged(folder: Path) -> None:
    (folder / FILE).write_bytes(b"nonsense" * 1000)


def rekeyed(folder: Path) -> None:
    (folder / KEY_FILE).write_bytes(b"q" * 32)


def cut(folder: Path) -> None:
    (folder / KEY_FILE).write_bytes(b"q")


def lost(folder: Path) -> None:
    (folder / KEY_FILE).unlink()


def later(folder: Path) -> None:
    with sqlite3.connect(folder / FILE) as database:
        database.execute("PRAGMA user_version=99")
    database.close()


@pytest.mark.parametrize("spoil", [damaged, rekeyed, cut, lost, later])
def test_unusable_is_one_error_and_forgetting_helps(tmp_path: Path, spoil: object) -> None:
    RecordTable(tmp_path).close()
    assert callable(spoil)
    spoil(tmp_path)
    with pytest.raises(StoreconfError) as error:
        RecordTable(tmp_path)
    assert error.value.diagnostics[0].fix
    forget(tmp_path)
    table = RecordTable(tmp_path)
    assert list(table.rows("one")) == []
    table.close()
