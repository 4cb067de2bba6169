"""The state in one SQLite file. Every change of it is one transaction, flushed to disk before anything else happens."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from storeconf.core.diagnostics import refuse
from storeconf.model.review import Verdict
from storeconf.state import file, lease
from storeconf.state.records import Hold, Record, ReviewResult, Submission, TaskObservation, UnitState
from storeconf.state.trouble import BAD_ENTRY, NOT_OURS, broken, newer, trouble

Entry = TypeVar("Entry")


class SqliteState:
    """Records, submissions, holds, the journal. One process writes at a time, guarded by the lease."""

    def __init__(self, path: Path, lineage: str | None = None) -> None:
        """Makes the file when it isn't there, of this lineage, else of a new one. Raises StoreconfError when it can't be used."""
        self.path = path
        self.lock = path.with_name("lock")
        self._db = file.opened(path, lineage)
        self._check_format()

    def close(self) -> None:
        """Nothing more is asked of it."""
        self._db.close()

    def _check_format(self) -> None:
        found = self._meta("format") or ""
        if not found.isdigit():
            raise broken(self.path, NOT_OURS)
        if int(found) > file.FORMAT:
            raise newer(self.path, int(found), file.FORMAT)

    # -- the lease: a kernel lock ------------------------------------------------------------------------------------

    @property
    def sure_of_intents(self) -> bool:
        """They are on disk before the request leaves."""
        return True

    def hold(self, doing: str, at: str, timeout: float = 0) -> AbstractContextManager[None]:
        """Hold the lease while changing the state. Raises Refusal when somebody else does."""
        return lease.hold(self.lock, doing, at, timeout)

    def holder(self) -> Mapping[str, str] | None:
        """Who holds the lease right now."""
        return lease.holder(self.lock)

    def unlock(self, lease_id: str) -> None:
        """A kernel lock ends with its process and can't be taken away. Raises Refusal."""
        raise refuse(lease.NO_SUCH_LOCK, lease.DIES_ALONE)

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
        return [row["unit"] for row in self._run("SELECT DISTINCT unit FROM records ORDER BY unit")]

    def unit(self, name: str) -> UnitState:
        """What is recorded for one unit."""
        return UnitState(
            records={record.address: record for record in self._entries("records", _record, unit=name)},
            submissions={one.address: one for one in self._entries("submissions", _submission, unit=name)},
            holds={hold.address: hold for hold in self._entries("holds", _hold, unit=name)},
            observations=self._entries("observations", _observation, unit=name),
        )

    def record(self, address: str) -> Record | None:
        """The record of one object."""
        return next(iter(self._entries("records", _record, address=address)), None)

    def submission(self, address: str) -> Submission | None:
        """One submission."""
        return next(iter(self._entries("submissions", _submission, address=address)), None)

    def image_urls(self) -> Mapping[str, str]:
        """Content hash of an uploaded image to its URL."""
        return {row["sha256"]: row["url"] for row in self._run("SELECT * FROM images")}

    # -- writing -------------------------------------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, on disk when it returns. Inner ones join the outer."""
        if self._db.in_transaction:
            yield
            return
        self._run("BEGIN IMMEDIATE")
        try:
            yield
            self._run("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # a full disk has ended it already
                with suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
            raise

    def put_record(self, record: Record) -> None:
        """Record what was applied or adopted."""
        self._put("records", record.address, asdict(record))
        self._count()

    def drop_record(self, address: str) -> None:
        """Forget an object, with everything about it."""
        for table in ("records", "submissions", "holds", "observations"):
            self._run(f"DELETE FROM {table} WHERE address=?", address)  # noqa: S608 - our own tables
        self._count()

    def move_record(self, old: str, new: str) -> None:
        """Let a record, and what belongs to it, follow its object to another address."""
        for table in ("records", "submissions", "holds", "observations"):
            for row in self._run(f"SELECT rowid AS row, body FROM {table} WHERE address=?", old):  # noqa: S608
                body = json.dumps({**json.loads(row["body"]), "address": new}, ensure_ascii=False)
                self._run(
                    f"UPDATE OR REPLACE {table} SET address=?, unit=?, body=? WHERE rowid=?",  # noqa: S608
                    new,
                    new.split("/")[0],
                    body,
                    row["row"],
                )
        self._count()

    def put_submission(self, submission: Submission) -> None:
        """Remember what was sent to the reviewers."""
        self._put("submissions", submission.address, asdict(submission))
        self._count()

    def drop_submission(self, address: str) -> None:
        """It is over."""
        self._run("DELETE FROM submissions WHERE address=?", address)

    def put_hold(self, hold: Hold) -> None:
        """Keep a product off the shelf."""
        self._put("holds", hold.address, asdict(hold))

    def drop_hold(self, address: str) -> None:
        """Release it."""
        self._run("DELETE FROM holds WHERE address=?", address)

    def put_observation(self, observation: TaskObservation) -> None:
        """What a finished task accepted counts as seen."""
        body = json.dumps(asdict(observation), ensure_ascii=False)
        self._run(
            "INSERT INTO observations (address, unit, body) VALUES (?, ?, ?)",
            observation.address,
            observation.address.split("/")[0],
            body,
        )

    def put_images(self, urls: Mapping[str, str]) -> None:
        """Remember where uploaded images live."""
        for sha256, url in urls.items():
            self._run("INSERT OR REPLACE INTO images VALUES (?, ?)", sha256, url)

    def clear(self) -> None:
        """Forget everything but the lineage."""
        with self.transaction():
            for table in file.TABLES - {"verdicts"}:
                self._run(f"DELETE FROM {table}")  # noqa: S608 - our own tables
            self._count()

    def dump(self) -> Mapping[str, Sequence[Sequence[Any]]]:
        """Everything it holds, table by table."""
        tables = {table: [tuple(row) for row in self._run(f"SELECT * FROM {table}")] for table in file.TABLES}  # noqa: S608
        return {**tables, "meta": [("lineage", self.lineage), ("serial", str(self.serial))]}

    def restore(self, tables: Mapping[str, Sequence[Sequence[Any]]]) -> None:
        """Hold what another state held, in place of what is here."""
        with self.transaction():
            self.clear()
            for table, rows in tables.items():
                for row in rows:
                    marks = ", ".join("?" for _ in row)
                    self._run(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", *row)  # noqa: S608 - our own tables

    # -- the journal ---------------------------------------------------------------------------------------------------

    def put_result(self, result: ReviewResult) -> None:
        """Keep a verdict of the reviewers; the same one twice is one."""
        self._run(
            "INSERT OR IGNORE INTO verdicts (address, digest, verdict, reason, at, rules) VALUES (?, ?, ?, ?, ?, ?)",
            result.address,
            result.digest,
            str(result.verdict),
            result.reason,
            result.at,
            json.dumps(list(result.rules)),
        )

    def results(self) -> Sequence[ReviewResult]:
        """Every verdict that was seen, oldest first."""
        return [
            ReviewResult(
                address=row["address"],
                digest=row["digest"],
                verdict=Verdict(row["verdict"]),
                reason=row["reason"],
                at=row["at"],
                rules=tuple(json.loads(row["rules"])),
            )
            for row in self._run("SELECT * FROM verdicts ORDER BY at, rowid")
        ]

    def open_run(self, at: str, by: str, digest: str, plan: str) -> int:
        """Begin a run; its plan is kept so that it can be resumed."""
        with self.transaction():
            self._run("INSERT INTO runs (started_at, by, digest, plan) VALUES (?, ?, ?, ?)", at, by, digest, plan)
            return int(self._run("SELECT last_insert_rowid() AS id")[0]["id"])

    def close_run(self, run: int, at: str, outcome: str) -> None:
        """The run came to its end."""
        with self.transaction():
            self._run("UPDATE runs SET ended_at=?, outcome=? WHERE id=?", at, outcome, run)

    def unfinished_run(self) -> sqlite3.Row | None:
        """The newest run, if it never came to its end."""
        return next((row for row in self.runs(1) if not row["ended_at"]), None)

    def runs(self, limit: int) -> Sequence[sqlite3.Row]:
        """The newest runs."""
        return self._run("SELECT * FROM runs ORDER BY id DESC LIMIT ?", limit)

    def intend(self, run: int, step: str, at: str) -> None:
        """Journal that a step is about to be done. On disk before the request leaves."""
        with self.transaction():
            self._run(
                "INSERT INTO journal (run, step, attempt, intent_at) VALUES (?, ?, 1, ?)"
                " ON CONFLICT (run, step) DO UPDATE SET attempt=attempt+1, intent_at=excluded.intent_at",
                run,
                step,
                at,
            )

    def conclude(self, run: int, step: str, at: str, outcome: str, detail: Mapping[str, Any]) -> None:
        """Journal what became of a step. Call inside the transaction that records its effect."""
        self._run(
            "INSERT INTO journal (run, step, attempt, intent_at, result_at, outcome, detail) VALUES (?, ?, 0, '', ?, ?, ?)"
            " ON CONFLICT (run, step) DO UPDATE SET result_at=excluded.result_at, outcome=excluded.outcome,"
            " detail=excluded.detail",
            run,
            step,
            at,
            outcome,
            json.dumps(dict(detail), ensure_ascii=False),
        )

    def journal(self, run: int) -> Mapping[str, sqlite3.Row]:
        """What is journalled of a run, by step."""
        return {row["step"]: row for row in self._run("SELECT * FROM journal WHERE run=?", run)}

    # -- small things --------------------------------------------------------------------------------------------------

    def _run(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """One statement. Raises StateFailed."""
        try:
            return self._db.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise trouble(self.path, error) from None

    def _entries(self, table: str, make: Callable[[dict[str, Any]], Entry], **where: str) -> list[Entry]:
        """What a table holds, in the order of writing."""
        condition = " AND ".join(f"{column}=?" for column in where) or "1"
        found: list[Entry] = []
        for row in self._run(f"SELECT address, body FROM {table} WHERE {condition} ORDER BY rowid", *where.values()):  # noqa: S608
            try:
                found.append(make(json.loads(row["body"])))
            except (ValueError, TypeError, KeyError):
                raise broken(self.path, BAD_ENTRY(address=row["address"])) from None
        return found

    def _put(self, table: str, address: str, body: Mapping[str, Any]) -> None:
        text = json.dumps(body, ensure_ascii=False)
        self._run(
            f"INSERT OR REPLACE INTO {table} (address, unit, body) VALUES (?, ?, ?)",  # noqa: S608 - our own tables
            address,
            address.split("/")[0],
            text,
        )

    def _count(self) -> None:
        self._set_meta("serial", str(self.serial + 1))

    def _meta(self, name: str) -> str | None:
        rows = self._run("SELECT value FROM meta WHERE name=?", name)
        return str(rows[0]["value"]) if rows else None

    def _set_meta(self, name: str, value: str) -> None:
        self._run("INSERT OR REPLACE INTO meta VALUES (?, ?)", name, value)


def _record(body: dict[str, Any]) -> Record:
    return Record(**body)


def _submission(body: dict[str, Any]) -> Submission:
    known = {**body, "verdict": Verdict(body["verdict"]), "rules": tuple(body.get("rules", ()))}
    return Submission(**known)


def _hold(body: dict[str, Any]) -> Hold:
    return Hold(**body)


def _observation(body: dict[str, Any]) -> TaskObservation:
    return TaskObservation(**body)


MAKERS: Mapping[str, Callable[[dict[str, Any]], object]] = {
    "records": _record,
    "submissions": _submission,
    "holds": _hold,
    "observations": _observation,
}
"""Tables of what belongs to a unit, with what makes a value of a body; it raises ValueError, TypeError or KeyError."""
