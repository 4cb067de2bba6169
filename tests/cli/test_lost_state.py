"""A run that died and whose journal, or whole state, is gone: what lies on the platform tells the next plan where to go on."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from killing import killed_at
from runs import Shop, open_row, planned, records, saves, write_row, writes
from support import Cli

OLD, NEW = (Shop("s1"), Shop("s2")), Shop("s3", lunch=False)
CHANGED = (*(replace(shop, price="21.90", shelf="offline", stock=50) for shop in OLD), replace(NEW, lunch=True))
WRITES = 5
EACH_ONCE = {f"{shop.slug}.lunch": 1 for shop in CHANGED}


@pytest.fixture
def row(tmp_path: Path) -> Cli:
    """Two products with a new price that go off the shelf, and a new one."""
    cli = open_row(tmp_path / "row", (*OLD, NEW))
    write_row(cli.folder, CHANGED)
    return cli


def at_rest(cli: Cli) -> None:
    """The reviews pass; then everything is as declared, recorded, and nothing is left to do."""
    cli("sandbox", "review")
    cli("apply", "--yes")
    plan = planned(cli)
    assert plan["steps"] == []
    assert {name for name, count in plan["summary"].items() if count} == set()
    prices = {address: record["attrs"].get("price") for address, record in records(cli).items() if "product" in address}
    assert prices == {CHANGED[0].product: "21.90", CHANGED[1].product: "21.90", CHANGED[2].product: "19.90"}
    assert saves(cli) == EACH_ONCE


def test_without_its_journal_a_dead_run_is_settled_by_looking(row: Cli, tmp_path: Path) -> None:
    killed, survivor = killed_at("after the write", row, tmp_path / "killed", "apply", "--yes")
    assert len(killed) == WRITES
    for one in killed:
        with sqlite3.connect(one.cli.folder / ".storeconf/sandbox/state.db") as database:
            database.execute("DELETE FROM journal")
            database.execute("DELETE FROM runs")
        database.close()
        one.cli("apply", "--resume", code=3)
        one.cli("apply", "--yes")
        assert saves(one.cli) == EACH_ONCE, one.occurrence
        assert len(writes(one.cli)) == WRITES, one.occurrence
        at_rest(one.cli)
    at_rest(survivor)


def test_without_any_state_nothing_is_sent_that_lies_in_review_already(row: Cli, tmp_path: Path) -> None:
    """As in a fresh clone: who is right about what differs is a decision, and then each is sent once."""
    killed, _ = killed_at("after the write", row, tmp_path / "killed", "apply", "--yes")
    for one in killed:
        for leftover in (one.cli.folder / ".storeconf/sandbox").glob("state.db*"):
            leftover.unlink()
        sent = len(writes(one.cli))
        one.cli("apply", "--yes", "--target", "s1", "--target", "s2")
        assert len(writes(one.cli)) == sent, "nothing of what differs is touched without a decision"
        one.cli("apply", "--yes", "--take", "declared", "*")
        assert saves(one.cli) == EACH_ONCE, one.occurrence
        assert len(writes(one.cli)) == WRITES, one.occurrence
        at_rest(one.cli)


def test_state_taken_from_a_backup_catches_up_with_what_happened_since(row: Cli) -> None:
    """The records are older than the platform: nothing is sent twice, nothing is taken for somebody else's change."""
    folder = row.folder / ".storeconf/sandbox"
    with sqlite3.connect(folder / "state.db") as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    backup = (folder / "state.db").read_bytes()
    row("apply", "--yes")
    row("sandbox", "review")
    row("apply", "--yes")
    for name in ("state.db", "state.db-wal", "state.db-shm"):
        (folder / name).unlink(missing_ok=True)
    (folder / "state.db").write_bytes(backup)
    plan = planned(row)
    assert (plan["steps"], plan["summary"]["drift"], plan["summary"]["conflict"]) == ([], 0, 0)
    row("apply", "--yes")
    at_rest(row)
