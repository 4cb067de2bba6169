"""The state in one SQLite file. Every change of it is one transaction, flushed to disk before anything else happens."""

from __future__ import annotations

import json
import os
import sqlite3
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from storeconf.core.diagnostics import Code, fail
from storeconf.core.text import Text
from storeconf.model.review import Verdict
from storeconf.state.records import Hold, Record, Submission, TaskObservation, UnitState

FORMAT = 1
"""Raised when the tables change; an older storeconf refuses a newer file."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS records (address TEXT PRIMARY KEY, unit TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS records_unit ON records (unit);
CREATE TABLE IF NOT EXISTS submissions (address TEXT PRIMARY KEY, unit TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS submissions_unit ON submissions (unit);
CREATE TABLE IF NOT EXISTS holds (address TEXT PRIMARY KEY, unit TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS observations (
  id INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT NOT NULL, unit TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS observations_unit ON observations (unit);
CREATE TABLE IF NOT EXISTS images (sha256 TEXT PRIMARY KEY, url TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT, started_at TEXT NOT NULL, by TEXT NOT NULL, digest TEXT NOT NULL, plan TEXT NOT NULL,
  ended_at TEXT NOT NULL DEFAULT '', outcome TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS journal (
  run INTEGER NOT NULL, step TEXT NOT NULL, attempt INTEGER NOT NULL, intent_at TEXT NOT NULL, result_at TEXT NOT NULL DEFAULT '',
  outcome TEXT NOT NULL DEFAULT '', detail TEXT NOT NULL DEFAULT '{}', PRIMARY KEY (run, step));
"""

BROKEN = Code("SC601", "state-broken", Text("状态文件坏了", "the state file is broken"))
NEWER = Code(
    "SC602", "state-newer", Text("状态文件是更新版本的 storeconf 写的", "the state was written by a newer storeconf")
)
CANT_OPEN = Code("SC603", "state-unwritable", Text("状态文件打不开", "the state file can't be opened"))
EMPTY_FILE = Text("{file} 是空的，不是一个状态文件", "{file} is empty, which no state file is")
REASON = Text("{file}:{reason}", "{file}: {reason}")
WHICH = Text("{file} 的格式是 {found}，这个版本认到 {known}", "{file} has format {found}, this storeconf knows {known}")
RESTORE = Text(
    "从备份恢复它；没有备份就删掉它再运行 plan:平台上的现状会被重新认领",
    "restore it from a backup; without one, remove it and run plan: what is live is adopted anew",
)
UPGRADE = Text("升级 storeconf", "upgrade storeconf")


class SqliteState:
    """Records, submissions, holds, the journal. One process writes at a time, guarded by the lease."""

    def __init__(self, path: Path) -> None:
        """Makes the file when it isn't there. Raises StoreconfError when it can't be used."""
        self.path = path
        fresh = not path.exists()
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not fresh and path.stat().st_size == 0:
                raise fail(BROKEN, EMPTY_FILE(file=path), fix=RESTORE)
            if fresh:
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            self._db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            self._db.row_factory = sqlite3.Row
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.executescript(SCHEMA)
            self._check_format()
        except (sqlite3.DatabaseError, OSError) as error:
            readable = isinstance(error, OSError | sqlite3.OperationalError)
            code = CANT_OPEN if readable else BROKEN
            raise fail(code, REASON(file=path, reason=error), fix=RESTORE if code is BROKEN else "") from None

    def _check_format(self) -> None:
        with self.transaction():
            if self._meta("format") is None:
                self._set_meta("format", str(FORMAT))
                self._set_meta("lineage", uuid.uuid4().hex)
                self._set_meta("serial", "0")
        found = int(self._meta("format") or 0)
        if found > FORMAT:
            raise fail(NEWER, WHICH(file=self.path, found=found, known=FORMAT), fix=UPGRADE)

    # -- reading: the Ledger protocol ----------------------------------------------------------------------------------

    @property
    def lineage(self) -> str:
        """An id made with the first state."""
        return self._meta("lineage") or ""

    @property
    def serial(self) -> int:
        """Counts every change of a record."""
        return int(self._meta("serial") or 0)

    def unit_names(self) -> Sequence[str]:
        """Units that have anything recorded."""
        return [row["unit"] for row in self._db.execute("SELECT DISTINCT unit FROM records ORDER BY unit")]

    def unit(self, name: str) -> UnitState:
        """What is recorded for one unit."""
        return UnitState(
            records={r.address: r for r in (_record(body) for body in self._bodies("records", name))},
            submissions={s.address: s for s in (_submission(body) for body in self._bodies("submissions", name))},
            holds={h.address: h for h in (Hold(**body) for body in self._bodies("holds", name))},
            observations=[TaskObservation(**body) for body in self._bodies("observations", name)],
        )

    def image_urls(self) -> Mapping[str, str]:
        """Content hash of an uploaded image to its URL."""
        return {row["sha256"]: row["url"] for row in self._db.execute("SELECT * FROM images")}

    def all_submissions(self) -> Sequence[Submission]:
        """Every open submission."""
        rows = self._db.execute("SELECT body FROM submissions ORDER BY address")
        return [_submission(json.loads(row["body"])) for row in rows]

    # -- writing -------------------------------------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, on disk when it returns. Inner ones join the outer."""
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

    def put_record(self, record: Record) -> None:
        """Record what was applied or adopted."""
        self._put("records", record.address, asdict(record))
        self._count()

    def drop_record(self, address: str) -> None:
        """Forget an object, with everything about it."""
        for table in ("records", "submissions", "holds", "observations"):
            self._db.execute(f"DELETE FROM {table} WHERE address=?", (address,))  # noqa: S608 - our own tables
        self._count()

    def move_record(self, old: str, new: str) -> None:
        """Let a record, and what belongs to it, follow its object to another address."""
        for table in ("records", "submissions", "holds", "observations"):
            rows = self._db.execute(f"SELECT rowid, body FROM {table} WHERE address=?", (old,)).fetchall()  # noqa: S608
            for row in rows:
                body = json.dumps({**json.loads(row["body"]), "address": new}, ensure_ascii=False)
                self._db.execute(
                    f"UPDATE OR REPLACE {table} SET address=?, unit=?, body=? WHERE rowid=?",  # noqa: S608
                    (new, new.split("/")[0], body, row["rowid"]),
                )
        self._count()

    def put_submission(self, submission: Submission) -> None:
        """Remember what was sent to the reviewers."""
        self._put("submissions", submission.address, asdict(submission))
        self._count()

    def drop_submission(self, address: str) -> None:
        """It is over."""
        self._db.execute("DELETE FROM submissions WHERE address=?", (address,))

    def put_hold(self, hold: Hold) -> None:
        """Keep a product off the shelf."""
        self._put("holds", hold.address, asdict(hold))

    def drop_hold(self, address: str) -> None:
        """Release it."""
        self._db.execute("DELETE FROM holds WHERE address=?", (address,))

    def put_observation(self, observation: TaskObservation) -> None:
        """What a finished task accepted counts as seen."""
        body = json.dumps(asdict(observation), ensure_ascii=False)
        self._db.execute(
            "INSERT INTO observations (address, unit, body) VALUES (?, ?, ?)",
            (observation.address, observation.address.split("/")[0], body),
        )

    def put_images(self, urls: Mapping[str, str]) -> None:
        """Remember where uploaded images live."""
        self._db.executemany("INSERT OR REPLACE INTO images VALUES (?, ?)", list(urls.items()))

    def clear(self) -> None:
        """Forget everything but the lineage."""
        with self.transaction():
            for table in ("records", "submissions", "holds", "observations", "images", "runs", "journal"):
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own tables
            self._count()

    # -- the journal ---------------------------------------------------------------------------------------------------

    def open_run(self, at: str, by: str, digest: str, plan: str) -> int:
        """Begin a run; its plan is kept so that it can be resumed."""
        with self.transaction():
            cursor = self._db.execute(
                "INSERT INTO runs (started_at, by, digest, plan) VALUES (?, ?, ?, ?)", (at, by, digest, plan)
            )
            return int(cursor.lastrowid or 0)

    def close_run(self, run: int, at: str, outcome: str) -> None:
        """The run came to its end."""
        with self.transaction():
            self._db.execute("UPDATE runs SET ended_at=?, outcome=? WHERE id=?", (at, outcome, run))

    def unfinished_run(self) -> sqlite3.Row | None:
        """The newest run, if it never came to its end."""
        row: sqlite3.Row | None = self._db.execute("SELECT * FROM runs ORDER BY id DESC LIMIT 1").fetchone()
        return row if row is not None and not row["ended_at"] else None

    def runs(self, limit: int) -> Sequence[sqlite3.Row]:
        """The newest runs."""
        return self._db.execute("SELECT * FROM runs ORDER BY id DESC LIMIT ?", (limit,)).fetchall()

    def intend(self, run: int, step: str, at: str) -> None:
        """Journal that a step is about to be done. On disk before the request leaves."""
        with self.transaction():
            self._db.execute(
                "INSERT INTO journal (run, step, attempt, intent_at) VALUES (?, ?, 1, ?)"
                " ON CONFLICT (run, step) DO UPDATE SET attempt=attempt+1, intent_at=excluded.intent_at",
                (run, step, at),
            )

    def conclude(self, run: int, step: str, at: str, outcome: str, detail: Mapping[str, Any]) -> None:
        """Journal what became of a step. Call inside the transaction that records its effect."""
        self._db.execute(
            "INSERT INTO journal (run, step, attempt, intent_at, result_at, outcome, detail) VALUES (?, ?, 0, '', ?, ?, ?)"
            " ON CONFLICT (run, step) DO UPDATE SET result_at=excluded.result_at, outcome=excluded.outcome,"
            " detail=excluded.detail",
            (run, step, at, outcome, json.dumps(dict(detail), ensure_ascii=False)),
        )

    def journal(self, run: int) -> Mapping[str, sqlite3.Row]:
        """What is journalled of a run, by step."""
        return {row["step"]: row for row in self._db.execute("SELECT * FROM journal WHERE run=?", (run,))}

    # -- small things --------------------------------------------------------------------------------------------------

    def _bodies(self, table: str, unit: str) -> list[dict[str, Any]]:
        rows = self._db.execute(f"SELECT body FROM {table} WHERE unit=? ORDER BY rowid", (unit,))  # noqa: S608
        return [json.loads(row["body"]) for row in rows]

    def _put(self, table: str, address: str, body: Mapping[str, Any]) -> None:
        text = json.dumps(body, ensure_ascii=False)
        self._db.execute(
            f"INSERT OR REPLACE INTO {table} (address, unit, body) VALUES (?, ?, ?)",  # noqa: S608 - our own tables
            (address, address.split("/")[0], text),
        )

    def _count(self) -> None:
        self._set_meta("serial", str(self.serial + 1))

    def _meta(self, name: str) -> str | None:
        row = self._db.execute("SELECT value FROM meta WHERE name=?", (name,)).fetchone()
        return str(row["value"]) if row is not None else None

    def _set_meta(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


def _record(body: dict[str, Any]) -> Record:
    return Record(**body)


def _submission(body: dict[str, Any]) -> Submission:
    return Submission(**{**body, "verdict": Verdict(body["verdict"])})
