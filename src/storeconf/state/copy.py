"""The working copy of a state whose truth lies on a branch: the same tables, what was changed here, and both as files.

One file for each unit, canonical JSON, so that a changed price is a changed line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from storeconf.state import branchwords as words
from storeconf.state import file
from storeconf.state.sqlite import MAKERS, SqliteState

ABOUT, IMAGES, VERDICTS = "state.json", "images.json", "verdicts.json"
UNIT = re.compile(r"units/(@?[a-z0-9][a-z0-9._-]{0,62})\.json")
RUN = re.compile(r"runs/([0-9]{6,9})(\.plan)?\.json")
RUN_FIELDS = ("started_at", "by", "digest", "ended_at", "outcome")
LINE_FIELDS = ("attempt", "intent_at", "result_at", "outcome", "detail")
VERDICT_FIELDS = ("address", "digest", "verdict", "reason", "at", "rules")

_WATCHED = (
    *((table, "'units/' || {row}.unit || '.json'") for table in MAKERS),
    ("images", f"'{IMAGES}'"),
    ("verdicts", f"'{VERDICTS}'"),
    ("runs", "printf('runs/%06d.json', {row}.id)"),
    ("journal", "printf('runs/%06d.json', {row}.run)"),
)
_EVENTS = (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",)))
_NOTE = "INSERT INTO touched (path) VALUES ({path});"
_NOTES = (
    "CREATE TABLE touched (n INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL)",
    *(
        f"CREATE TRIGGER touched_{table}_{event} AFTER {event} ON {table} BEGIN "
        + " ".join(_NOTE.format(path=path.format(row=row)) for row in rows)
        + " END"
        for table, path in _WATCHED
        for event, rows in _EVENTS
    ),
)
"""Every change of a table notes the files that show it: a log, because a later change is told from an earlier by `n`."""

Loaded = Mapping[str, bytes | None]
"""Files by their path; None for one that is gone."""


class WorkingCopy(SqliteState):
    """Tables on this machine that follow the branch, and run ahead of it while the lease is held."""

    def __init__(self, path: Path) -> None:
        """Made without a lineage: that comes with the first commit. Raises StateFailed."""
        super().__init__(path, lineage="")
        if not self._notes():
            with WorkingCopy.transaction(self):
                for statement in () if self._notes() else _NOTES:  # another process may have been faster
                    self._run(statement)

    def _notes(self) -> bool:
        return bool(self._run("SELECT 1 FROM sqlite_master WHERE name='touched'"))

    # -- where it stands -----------------------------------------------------------------------------------------------

    @property
    def base(self) -> str:
        """The commit that was last read or written; empty when there was none."""
        return self._meta("base") or ""

    @property
    def lease_id(self) -> str:
        """The lease under which it ran ahead; empty when it doesn't."""
        return self._meta("lease") or ""

    def stands(self, *, base: str | None = None, lease_id: str | None = None, lineage: str | None = None) -> None:
        """Note where it stands now."""
        with self.transaction():
            for name, value in (("base", base), ("lease", lease_id), ("lineage", lineage)):
                if value is not None:
                    self._set_meta(name, value)

    # -- tables to files -----------------------------------------------------------------------------------------------

    def touched(self) -> Mapping[str, int]:
        """Files that show what was changed here and isn't on the branch, each with the number of its last change."""
        return {
            row["path"]: row["n"]
            for row in self._run("SELECT path, max(n) AS n FROM touched GROUP BY path ORDER BY path")
        }

    def written(self, paths: Mapping[str, int]) -> None:
        """These changes are on the branch now; what changed meanwhile is not."""
        with self.transaction():
            for path, number in paths.items():
                self._run("DELETE FROM touched WHERE path=? AND n<=?", path, number)

    def ahead(self) -> tuple[Mapping[str, int], dict[str, bytes | None]]:
        """What was changed here since it was last written, all seen at one moment: as `touched`, and as files."""
        self._run("BEGIN")
        try:
            touched = self.touched()
            found = {path: data for name in touched for path, data in self._export(name)}
            about = {"format": file.FORMAT, "lineage": self.lineage, "serial": self.serial}
            return touched, {**found, ABOUT: canonical(about)}
        finally:
            self._run("COMMIT")

    def _export(self, path: str) -> Iterable[tuple[str, bytes | None]]:
        if path == IMAGES:
            return [(path, canonical(dict(self.image_urls())))]
        if path == VERDICTS:
            rows = self._run("SELECT * FROM verdicts ORDER BY at, rowid")
            return [(path, canonical([_picked(row, VERDICT_FIELDS) for row in rows]))]
        run = RUN.fullmatch(path)
        return self._export_run(path, int(run[1])) if run else [(path, self._export_unit(UNIT.fullmatch(path)))]

    def _export_unit(self, name: re.Match[str] | None) -> bytes | None:
        assert name is not None, "only units are left"
        found: dict[str, Any] = {}
        for table in MAKERS:
            rows = self._run(f"SELECT address, body FROM {table} WHERE unit=? ORDER BY rowid", name[1])  # noqa: S608
            bodies = [json.loads(row["body"]) for row in rows]
            if bodies:
                found[table] = bodies if table == "observations" else {body.pop("address"): body for body in bodies}
        return canonical(found) if found else None

    def _export_run(self, path: str, number: int) -> Iterable[tuple[str, bytes | None]]:
        plan_path = f"{path.removesuffix('.json')}.plan.json"
        for row in self._run("SELECT * FROM runs WHERE id=?", number):
            journal = {step: _picked(line, LINE_FIELDS) for step, line in self.journal(number).items()}
            yield path, canonical({**_picked(row, RUN_FIELDS), "journal": journal})
            yield plan_path, None if row["ended_at"] else row["plan"].encode()  # only a resumption asks for it
            return
        yield from ((path, None), (plan_path, None))

    # -- files to tables -----------------------------------------------------------------------------------------------

    def load(self, files: Loaded, base: str, where: str, *, whole: bool) -> None:
        """Follow the branch to a commit; what was changed here and never got there is dropped.

        `whole`: nothing is kept of what is here. Raises StateFailed for a file that makes no sense.
        """
        with self.transaction():
            if whole:
                self._empty()
            for path, data in sorted(files.items()):
                try:
                    self._load(path, data)
                except (ValueError, TypeError, KeyError, AttributeError):
                    raise words.broken(where, path, words.MAKES_NO_SENSE) from None
            self._run("DELETE FROM touched")
            self.stands(base=base, lease_id="")

    def _empty(self) -> None:
        for table, _ in _WATCHED:
            self._run(f"DELETE FROM {table}")  # noqa: S608 - our own tables
        self._set_meta("lineage", "")
        self._set_meta("serial", "0")

    def _load(self, path: str, data: bytes | None) -> None:
        run, unit = RUN.fullmatch(path), UNIT.fullmatch(path)
        if run:
            self._load_run(int(run[1]), data, is_plan=bool(run[2]))
        elif unit:
            self._load_unit(unit[1], _read(data, dict))
        elif path == ABOUT:
            self._load_about(_read(data, dict))
        elif path == IMAGES:
            self._run("DELETE FROM images")
            self.put_images({str(sha256): str(url) for sha256, url in _read(data, dict).items()})
        elif path == VERDICTS:
            self._run("DELETE FROM verdicts")
            for row in _read(data, list):
                self._insert("verdicts", {name: str(row[name]) for name in VERDICT_FIELDS})

    def _load_about(self, about: Mapping[str, Any]) -> None:
        self._set_meta("lineage", str(about.get("lineage", "")))
        self._set_meta("serial", str(int(about.get("serial", 0))))

    def _load_unit(self, name: str, entries: Mapping[str, Any]) -> None:
        for table, make in MAKERS.items():
            self._run(f"DELETE FROM {table} WHERE unit=?", name)  # noqa: S608 - our own tables
            found = entries.get(table, {})
            bodies = found if isinstance(found, list) else [{"address": a, **body} for a, body in found.items()]
            for body in bodies:
                make(body)  # what is no record is found now, not in the middle of a plan
                if body["address"].split("/")[0] != name or not isinstance(body.get("attrs", {}), dict):
                    raise ValueError(name)
                text = json.dumps(body, ensure_ascii=False)
                self._insert(table, {"address": body["address"], "unit": name, "body": text})

    def _load_run(self, number: int, data: bytes | None, *, is_plan: bool) -> None:
        if is_plan:  # after its run, in the order of names
            self._run("UPDATE runs SET plan=? WHERE id=?", (data or b"").decode(), number)
            return
        plan = next((row["plan"] for row in self._run("SELECT plan FROM runs WHERE id=?", number)), "")
        for table, column in (("runs", "id"), ("journal", "run")):
            self._run(f"DELETE FROM {table} WHERE {column}=?", number)  # noqa: S608 - our own tables
        if data is None:
            return
        run = _read(data, dict)
        self._insert("runs", {"id": number, "plan": plan, **{name: str(run[name]) for name in RUN_FIELDS}})
        for step, line in run["journal"].items():
            self._insert("journal", {"run": number, "step": step, **{name: line[name] for name in LINE_FIELDS}})

    def _insert(self, table: str, values: Mapping[str, Any]) -> None:
        columns, marks = ", ".join(values), ", ".join("?" for _ in values)
        self._run(f"INSERT INTO {table} ({columns}) VALUES ({marks})", *values.values())  # noqa: S608 - our own tables


def canonical(value: Any) -> bytes:
    """JSON as it lies on the branch: one value a line, names in order."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _picked(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: row[name] for name in names}


def _read(data: bytes | None, kind: Callable[[], Any]) -> Any:
    """JSON of one kind; nothing of it when the file is gone."""
    if data is None:
        return kind()
    found = json.loads(data)
    if not isinstance(found, type(kind())):
        raise TypeError(type(found).__name__)
    return found
