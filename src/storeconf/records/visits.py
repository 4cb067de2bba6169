"""How many customers each channel, video and livestream brought, day by day: a small table beside the state.

It holds counts alone, no orders and no people, and is read again from the platform when it is lost.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from storeconf.core import clock
from storeconf.core.diagnostics import Code, StoreconfError, fail
from storeconf.core.oserror import os_reason
from storeconf.core.text import Text

FILE = "visits.db"
FORMAT = 1
LATE = timedelta(hours=2)
"""How long after its end a day is still read again: the ledger's rows come about an hour late (facts §9)."""
KEPT = timedelta(days=400)

UNUSABLE = Code("SC541", "visits-unusable", Text("渠道来源的数据文件用不了", "the table of visits can't be used"))
REASON = Text("{file}：{reason}", "{file}: {reason}")
OTHER_FORMAT = Text("它是别的版本写的", "another version wrote it")
READ_AGAIN = Text(
    "删掉这个文件，再运行 storeconf tracking --fetch 重新读取",
    "remove the file and read it again with storeconf tracking --fetch",
)

SCHEMA = """
CREATE TABLE IF NOT EXISTS days (account TEXT NOT NULL, day TEXT NOT NULL, read_at TEXT NOT NULL, PRIMARY KEY (account, day));
CREATE TABLE IF NOT EXISTS visits (
  account TEXT NOT NULL, day TEXT NOT NULL, poi_id TEXT NOT NULL, product_id TEXT NOT NULL, channel TEXT NOT NULL,
  content TEXT NOT NULL, coupons INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
  PRIMARY KEY (account, day, poi_id, product_id, channel, content)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Coupons verified at one shop for one product, brought by one channel, and in it by one video or room."""

    poi_id: str
    product_id: str
    channel: str
    """short_video, live, search or other."""
    content: str = ""
    """video_id or room_id; empty when the ledger names none."""
    coupons: int = 1
    first: int = 0
    """When the first of them was bought, seconds since 1970; 0 when that isn't known."""
    last: int = 0


def summed(visits: Iterable[Visit]) -> Iterator[Visit]:
    """Equal ones as one, with the sum."""
    found: dict[tuple[str, str, str, str], Visit] = {}
    for one in visits:
        key = (one.poi_id, one.product_id, one.channel, one.content)
        known = found.get(key)
        found[key] = one if known is None else _both(known, one)
    return iter(found.values())


def _both(one: Visit, other: Visit) -> Visit:
    starts = [moment for moment in (one.first, other.first) if moment]
    return Visit(
        poi_id=one.poi_id,
        product_id=one.product_id,
        channel=one.channel,
        content=one.content,
        coupons=one.coupons + other.coupons,
        first=min(starts, default=0),
        last=max(one.last, other.last),
    )


class VisitTable:
    """The counts of every account of a project."""

    def __init__(self, path: Path) -> None:
        """Makes the file when it isn't there. Raises StoreconfError when it can't be used."""
        self.path = path
        with self._trouble():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._db = sqlite3.connect(path, timeout=30, isolation_level=None)
            self._db.row_factory = sqlite3.Row
            known = self._db.execute("PRAGMA user_version").fetchone()[0]
            if known not in (0, FORMAT):
                raise fail(UNUSABLE, REASON(file=path, reason=OTHER_FORMAT), fix=READ_AGAIN)
            if known != FORMAT:
                self._db.executescript(f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version={FORMAT}; COMMIT;")

    @classmethod
    def existing(cls, path: Path) -> VisitTable | None:
        """The table, if anybody ever read visits."""
        return cls(path) if path.exists() else None

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def read_days(self, account: str) -> Mapping[date, datetime]:
        """Days that were read, each with the moment."""
        with self._trouble():
            rows = self._db.execute("SELECT * FROM days WHERE account=?", (account,)).fetchall()
        return {date.fromisoformat(row["day"]): clock.parse_instant(row["read_at"]) for row in rows}

    def put_day(self, account: str, day: date, read_at: datetime, visits: Iterable[Visit]) -> None:
        """What a day brought, in place of what was known of it."""
        rows = [
            (account, day.isoformat(), v.poi_id, v.product_id, v.channel, v.content, v.coupons, v.first, v.last)
            for v in summed(visits)
        ]
        with self._trouble():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._db.execute("DELETE FROM visits WHERE account=? AND day=?", (account, day.isoformat()))
                self._db.executemany("INSERT INTO visits VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
                mark = (account, day.isoformat(), clock.iso(read_at))
                self._db.execute("INSERT OR REPLACE INTO days VALUES (?, ?, ?)", mark)
                for table in ("visits", "days"):
                    self._db.execute(f"DELETE FROM {table} WHERE day < ?", ((day - KEPT).isoformat(),))  # noqa: S608
                self._db.execute("COMMIT")
            except BaseException:
                self._db.execute("ROLLBACK")
                raise

    def between(self, account: str, first: date, last: date) -> tuple[Visit, ...]:
        """What the days from one to another brought, both included."""
        with self._trouble():
            rows = self._db.execute(
                "SELECT poi_id, product_id, channel, content, sum(coupons) AS coupons,"
                " coalesce(min(nullif(first, 0)), 0) AS first, max(last) AS last FROM visits"
                " WHERE account=? AND day BETWEEN ? AND ? GROUP BY poi_id, product_id, channel, content"
                " ORDER BY poi_id, product_id, channel, content",
                (account, first.isoformat(), last.isoformat()),
            ).fetchall()
        return tuple(Visit(**dict(row)) for row in rows)

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(error) from None

    def _unusable(self, error: Exception) -> StoreconfError:
        reason = os_reason(error) if isinstance(error, OSError) else str(error)
        return fail(UNUSABLE, REASON(file=self.path, reason=reason), fix=READ_AGAIN)


def is_final(day: date, read_at: datetime) -> bool:
    """Whether nothing will be added to a day that was read at that moment."""
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), clock.BEIJING)
    return read_at >= midnight + LATE
