"""Records of earlier days, kept with the project so that a day's file is added to the last.

One SQLite file below `.storeconf/`, readable by its owner alone. Phones stand in it masked and hashed; the key of the
hash is a file of its own beside it, made once.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from storeconf.core.diagnostics import Code, StoreconfError, fail
from storeconf.core.oserror import os_reason
from storeconf.core.text import Say, Text
from storeconf.records.moments import DAY
from storeconf.records.phones import KEY_BYTES, Phone
from storeconf.records.rows import Result, Row
from storeconf.state.trouble import sqlite_reason

FILE, KEY_FILE = "records.db", "records.key"
FORMAT = 1
KEPT_DAYS = 92
"""Longer than any rule looks back; an order that nobody used for so long is nobody's to call any more."""
WAIT_SECONDS = 30.0
THROUGH = "through:"
"""Before an account's name: the mark of the last reading of the platform."""

UNUSABLE = Code("SC726", "kept-records-unusable", Text("存下的核销记录用不了", "the kept records can't be used"))
REASON = Text("{file}：{reason}", "{file}: {reason}")
OTHER_FORMAT = Text("是别的版本的 storeconf 存的", "another version of storeconf kept it")
OTHER_KEY = Text("{key} 换过了，里面的手机号对不上", "{key} is another one now, so the phones in it meet no others")
BAD_KEY = Text("不是 storeconf 的密钥", "it is no key of storeconf")
AGAIN = Text(
    "删掉 {file} 和 {key}，再把近几天的文件读一遍", "remove {file} and {key}, and read the files of the last days again"
)
SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE rows (
  account TEXT NOT NULL, name TEXT NOT NULL, result TEXT NOT NULL, time INTEGER NOT NULL, order_id TEXT NOT NULL,
  product_id TEXT NOT NULL, store_id TEXT NOT NULL, masked TEXT, phone BLOB, pay_time INTEGER,
  PRIMARY KEY (account, name, result)) WITHOUT ROWID;
CREATE INDEX rows_time ON rows (account, time);
"""


class RecordTable:
    """What is kept for the accounts of one project."""

    def __init__(self, folder: Path) -> None:
        """Makes what isn't there. Raises StoreconfError when it can't be used."""
        self.path = folder / FILE
        self._key_path = folder / KEY_FILE
        with self._trouble():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.key = _key(self._key_path)
            if len(self.key) != KEY_BYTES:
                raise self._unusable(BAD_KEY)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
            self._db = sqlite3.connect(self.path, timeout=WAIT_SECONDS, isolation_level=None)
            with self._transaction():
                self._check_format()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def rows(self, account: str) -> Iterator[Row]:
        """What is kept of an account; the name of what had no id stands for its id."""
        with self._trouble():
            found = self._db.execute(
                "SELECT time, result, name, order_id, product_id, store_id, masked, phone, pay_time FROM rows"
                " WHERE account=?",
                (account,),
            )
            for time, result, name, order, product, store, masked, phone, paid in found:
                person = Phone(masked, phone) if phone is not None else None
                yield Row(time, Result(result), name, order, product, store, person, paid)

    def read_through(self, account: str) -> int:
        """Up to when the platform's own records are kept, in milliseconds since 1970; 0 when they never were read."""
        with self._trouble():
            row = self._db.execute("SELECT value FROM meta WHERE name=?", (f"{THROUGH}{account}",)).fetchone()
        return int(row[0]) if row is not None else 0

    def put(self, account: str, rows: Iterable[Row], now: int, through: int = 0) -> None:
        """Add rows, in place of what was known of the same; let go what is too old. `now`: milliseconds since 1970.

        `through`: up to when the platform's own records are among them, if they are.
        """
        with self._trouble(), self._transaction():
            self._db.executemany(
                "INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                ((account, *_columns(row)) for row in rows),
            )
            if through:
                mark = (f"{THROUGH}{account}", str(through))
                self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", mark)
            newest = self._db.execute("SELECT max(time) FROM rows WHERE account=?", (account,)).fetchone()[0]
            oldest = min(newest or now, now) - KEPT_DAYS * DAY
            self._db.execute("DELETE FROM rows WHERE account=? AND time < ?", (account, oldest))

    def _check_format(self) -> None:
        known = self._db.execute("PRAGMA user_version").fetchone()[0]
        fingerprint = hashlib.blake2s(self.key, digest_size=8).hexdigest()
        if known == 0:
            for statement in filter(str.strip, SCHEMA.split(";")):
                self._db.execute(statement)
            self._db.execute("INSERT INTO meta VALUES ('key', ?)", (fingerprint,))
            self._db.execute(f"PRAGMA user_version={FORMAT}")
        elif known != FORMAT:
            raise self._unusable(OTHER_FORMAT)
        elif self._db.execute("SELECT value FROM meta WHERE name='key'").fetchone() != (fingerprint,):
            raise self._unusable(OTHER_KEY(key=self._key_path.name))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            reason = os_reason(error) if isinstance(error, OSError) else sqlite_reason(error) or str(error)
            raise self._unusable(reason) from None

    def _unusable(self, reason: Say) -> StoreconfError:
        fix = AGAIN(file=self.path.name, key=self._key_path.name)
        return fail(UNUSABLE, REASON(file=self.path, reason=reason), fix=fix)


def forget(folder: Path) -> None:
    """Let go of everything that is kept, key and all."""
    for name in (FILE, KEY_FILE):
        (folder / name).unlink(missing_ok=True)


def _columns(row: Row) -> tuple[object, ...]:
    masked, key = (None, None) if row.phone is None else row.phone
    facts = (row.verify_id, str(row.result), row.time, row.order_id, row.product_id, row.store_id)
    return (*facts, masked, key, row.pay_time)


def _key(path: Path) -> bytes:
    """The project's key. Of several processes that make it at once, the first one's holds for all."""
    if not path.exists():
        aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(secrets.token_bytes(KEY_BYTES))
                stream.flush()
                os.fsync(stream.fileno())
            with suppress(FileExistsError):
                os.link(aside, path)
        finally:
            aside.unlink()
    return path.read_bytes()
