"""The sandbox's data: one SQLite file, safe to use from several processes."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from storeconf.core.diagnostics import Code, fail
from storeconf.core.oserror import os_reason
from storeconf.core.text import Text

SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS accounts (account_id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, scopes TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS shops (poi_id TEXT PRIMARY KEY, account_id TEXT NOT NULL, claimed INTEGER NOT NULL, poi TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS products (
  product_id TEXT PRIMARY KEY, account_id TEXT NOT NULL, out_id TEXT NOT NULL, by_app INTEGER NOT NULL,
  online TEXT, online_status INTEGER NOT NULL DEFAULT 1,
  draft TEXT, draft_status INTEGER NOT NULL DEFAULT 0, audit_msg TEXT NOT NULL DEFAULT '',
  submitted_at INTEGER NOT NULL DEFAULT 0, sold INTEGER NOT NULL DEFAULT 0);
CREATE UNIQUE INDEX IF NOT EXISTS products_out_id ON products (account_id, out_id) WHERE out_id <> '';
CREATE TABLE IF NOT EXISTS tasks (
  task_id TEXT PRIMARY KEY, kind TEXT NOT NULL, account_id TEXT NOT NULL, poi_id TEXT NOT NULL, body TEXT NOT NULL,
  status INTEGER NOT NULL DEFAULT 1, reason TEXT NOT NULL DEFAULT '', submitted_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS categories (category_id TEXT PRIMARY KEY, parent_id TEXT NOT NULL, name TEXT NOT NULL, is_leaf INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS live_tokens (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT NOT NULL UNIQUE, app TEXT NOT NULL, made_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS log (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, account_id TEXT NOT NULL, call TEXT NOT NULL,
  body TEXT NOT NULL, result TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS seen (name TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS contents (
  content_id TEXT PRIMARY KEY, kind TEXT NOT NULL, account_id TEXT NOT NULL, poi_id TEXT NOT NULL, product_id TEXT NOT NULL,
  starts INTEGER NOT NULL, ends INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS trade_days (account_id TEXT NOT NULL, day TEXT NOT NULL, PRIMARY KEY (account_id, day));
CREATE TABLE IF NOT EXISTS orders (
  order_id TEXT PRIMARY KEY, account_id TEXT NOT NULL, product_id TEXT NOT NULL, poi_id TEXT NOT NULL,
  paid_at INTEGER NOT NULL, phone TEXT NOT NULL, open_id TEXT NOT NULL,
  channel TEXT NOT NULL, video_id TEXT NOT NULL, room_id TEXT NOT NULL, fen INTEGER NOT NULL, title TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS coupons (certificate_id TEXT PRIMARY KEY, order_id TEXT NOT NULL, code TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS coupons_order ON coupons (order_id);
CREATE TABLE IF NOT EXISTS verifications (
  verify_id TEXT PRIMARY KEY, certificate_id TEXT NOT NULL, order_id TEXT NOT NULL, account_id TEXT NOT NULL,
  poi_id TEXT NOT NULL, at INTEGER NOT NULL, cancelled_at INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS verifications_at ON verifications (account_id, at);
CREATE INDEX IF NOT EXISTS verifications_order ON verifications (order_id);
"""
UNUSABLE = Code("SC653", "sandbox-unusable", Text("沙盒的数据文件用不了", "the sandbox's data can't be used"))
REASON = Text("{file}：{reason}", "{file}: {reason}")
START_OVER = Text("删掉这个文件，再运行 storeconf sandbox reset", "remove the file and run storeconf sandbox reset")
FIRST_ID = 7_400_000_000_000_000_000


class Database:
    """Access to the sandbox's data. One connection, used under a lock."""

    def __init__(self, path: Path) -> None:
        """Makes the file when it isn't there. Raises StoreconfError when it can't be used."""
        self.path = path
        self._lock = threading.RLock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            self._db.row_factory = sqlite3.Row
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript(SCHEMA)
        except (sqlite3.Error, OSError) as error:
            reason = os_reason(error) if isinstance(error, OSError) else error
            raise fail(UNUSABLE, REASON(file=path, reason=reason), fix=START_OVER) from None

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, and nobody else writes meanwhile."""
        with self._lock:
            if self._db.in_transaction:
                yield
                return
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def run(self, sql: str, *values: Any) -> None:
        """One statement."""
        with self._lock:
            self._db.execute(sql, values)

    def rows(self, sql: str, *values: Any) -> Sequence[sqlite3.Row]:
        """All rows of a query."""
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """The first row of a query."""
        with self._lock:
            found: sqlite3.Row | None = self._db.execute(sql, values).fetchone()
            return found

    def clear(self) -> None:
        """Forget everything."""
        with self.transaction():
            for (name,) in self._db.execute(
                "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'"
            ):
                self._db.execute(f"DELETE FROM {name}")  # noqa: S608 - names of our own tables

    def next_id(self) -> str:
        """A new platform id: 19 digits, never given twice."""
        with self.transaction():
            row = self.row("SELECT value FROM meta WHERE name='next_id'")
            number = int(row["value"]) if row is not None else FIRST_ID
            self.run("INSERT OR REPLACE INTO meta VALUES ('next_id', ?)", str(number + 7919))
            return str(number)


def dump(value: object) -> str:
    """Data as stored text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def load(text: str | None) -> Any:
    """Stored text as data; None for none."""
    return json.loads(text) if text else None
