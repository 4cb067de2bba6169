"""The state's file: made aside and put in place whole, opened so that what is committed survives a power cut."""

from __future__ import annotations

import os
import sqlite3
import uuid
from pathlib import Path

import filelock

from storeconf.state.trouble import EMPTY, broken, trouble

FORMAT = 1
"""Raised when the tables change; an older storeconf refuses a newer file."""

SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE records (address TEXT PRIMARY KEY, unit TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX records_unit ON records (unit);
CREATE TABLE submissions (address TEXT PRIMARY KEY, unit TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX submissions_unit ON submissions (unit);
CREATE TABLE holds (address TEXT PRIMARY KEY, unit TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE observations (
  id INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT NOT NULL, unit TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX observations_unit ON observations (unit);
CREATE TABLE images (sha256 TEXT PRIMARY KEY, url TEXT NOT NULL);
CREATE TABLE verdicts (
  address TEXT NOT NULL, digest TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL,
  rules TEXT NOT NULL, PRIMARY KEY (address, digest, verdict, reason));
CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT, started_at TEXT NOT NULL, by TEXT NOT NULL, digest TEXT NOT NULL, plan TEXT NOT NULL,
  ended_at TEXT NOT NULL DEFAULT '', outcome TEXT NOT NULL DEFAULT '');
CREATE TABLE journal (
  run INTEGER NOT NULL, step TEXT NOT NULL, attempt INTEGER NOT NULL, intent_at TEXT NOT NULL, result_at TEXT NOT NULL DEFAULT '',
  outcome TEXT NOT NULL DEFAULT '', detail TEXT NOT NULL DEFAULT '{}', PRIMARY KEY (run, step));
"""

TABLES = frozenset(("records", "submissions", "holds", "observations", "images", "verdicts", "runs", "journal"))
"""All but what the file says of itself."""

WAIT_SECONDS = 30.0
"""How long another process may be inside a transaction; its own take milliseconds."""


def opened(path: Path, lineage: str | None = None) -> sqlite3.Connection:
    """A connection to the state. Raises StateFailed when it can't be used.

    Makes the file when it isn't there, of this lineage, else of one of its own.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            _make(path, fresh_lineage() if lineage is None else lineage)
        if path.stat().st_size == 0:
            raise broken(path, EMPTY)
        return _connect(path)
    except (sqlite3.Error, OSError) as error:
        raise trouble(path, error) from None


def fresh_lineage() -> str:
    """The id of a state that begins."""
    return uuid.uuid4().hex


def _make(path: Path, lineage: str) -> None:
    """Built aside, so that a run killed half-way leaves nothing that could be taken for a state."""
    with filelock.FileLock(path.with_name("making.lock"), mode=0o600):
        if path.exists():
            return
        aside = path.with_name(f"{path.name}.new")
        # The write-ahead log of a state that was taken away must not be replayed into the new one.
        for leftover in (aside, *(path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm"))):
            leftover.unlink(missing_ok=True)
        os.close(os.open(aside, os.O_CREAT | os.O_RDWR, 0o600))
        fresh = _connect(aside)
        fresh.executescript(f"BEGIN; {SCHEMA} COMMIT;")
        facts = (("format", str(FORMAT)), ("lineage", lineage), ("serial", "0"))
        fresh.executemany("INSERT INTO meta VALUES (?, ?)", facts)
        fresh.close()
        aside.replace(path)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection
