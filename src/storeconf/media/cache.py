"""What was seen, kept by the content of the file, so that a picture is looked at once.

A cache may be thrown away at any time: one that can't be read or written is done without.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import weakref
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, TypeVar

from storeconf.media.facts import ImageFacts, Seen, VideoFacts

VERSION = 1
"""Counts up with every change of what is measured, and how."""
FILE = f"media-{VERSION}.db"
WAIT = 5.0
"""Seconds to wait for another process that is writing."""
_GET_FACTS = "SELECT kind, facts FROM seen WHERE sha256 = ? AND kind != 'words'"
_GET_WORDS = "SELECT facts FROM seen WHERE sha256 = ? AND kind = 'words'"
_TABLE = "CREATE TABLE IF NOT EXISTS seen (sha256 TEXT, kind TEXT, facts TEXT, PRIMARY KEY (sha256, kind))"
_KINDS: Mapping[str, type[Seen]] = {"image": ImageFacts, "video": VideoFacts}
_WORDS = "words"
_Result = TypeVar("_Result")


class Cache:
    """Facts by SHA-256, in one file. Never raises: what fails is a miss."""

    def __init__(self, folder: Path | None) -> None:
        """The folder is made when there is something to keep. None keeps nothing."""
        self._file = (folder or Path()) / FILE
        self._connection: sqlite3.Connection | None = None
        self._closing: weakref.finalize[[], Cache] | None = None
        self._usable = folder is not None

    def get(self, sha256: str) -> Seen | None:
        """What was seen of a content, without its words."""
        if self._connection is None and not self._file.exists():
            return None
        row = self._try(lambda it: it.execute(_GET_FACTS, (sha256,)).fetchone())
        return _facts(*row) if row is not None else None

    def put(self, sha256: str, seen: Seen) -> None:
        """Keep what was seen of a content."""
        kind = "image" if isinstance(seen, ImageFacts) else "video"
        kept = {name: value for name, value in asdict(seen).items() if name != "text"}
        self._put(sha256, kind, kept)

    def words(self, sha256: str) -> str | None:
        """The words that were read in a content; None when nobody read them."""
        if self._connection is None and not self._file.exists():
            return None
        row = self._try(lambda it: it.execute(_GET_WORDS, (sha256,)).fetchone())
        found = _parsed(row[0]) if row is not None else None
        return found if isinstance(found, str) else None

    def put_words(self, sha256: str, text: str) -> None:
        """Keep the words that were read in a content."""
        self._put(sha256, _WORDS, text)

    def _put(self, sha256: str, kind: str, value: Any) -> None:
        row = (sha256, kind, json.dumps(value, ensure_ascii=False))
        self._try(lambda it: it.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", row), create=True)

    def _try(self, work: Callable[[sqlite3.Connection], _Result], *, create: bool = False) -> _Result | None:
        """Do it; on a file that is no database, once more on a new one; else without."""
        for _ in range(2):
            if not self._usable:
                return None
            try:
                return work(self._open(create=create))
            except sqlite3.OperationalError:
                self._usable = False
            except (sqlite3.DatabaseError, OSError):
                self._start_again()
        return None

    def _open(self, *, create: bool) -> sqlite3.Connection:
        if self._connection is None:
            if create:
                self._file.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(self._file, timeout=WAIT, isolation_level=None, check_same_thread=False)
            self._closing = weakref.finalize(self, self._connection.close)
            self._connection.execute(_TABLE)
        return self._connection

    def _start_again(self) -> None:
        if self._closing is not None:
            self._closing()
        self._connection = None
        try:
            self._file.unlink(missing_ok=True)
        except OSError:
            self._usable = False


def _facts(kind: str, text: str) -> Seen | None:
    """Facts as they were kept; None for anything else."""
    made, values = _KINDS.get(kind), _parsed(text)
    if made is None or not isinstance(values, dict):
        return None
    if set(values) != {one.name for one in fields(made)} - {"text"} or not isinstance(values["qr"], list):
        return None
    return made(**{**values, "qr": tuple(str(one) for one in values["qr"])})


def _parsed(text: str) -> Any:
    with contextlib.suppress(ValueError, TypeError):
        return json.loads(text)
    return None
