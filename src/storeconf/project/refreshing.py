"""`records --fetch`: the platform's own records since the last reading that was kept, with the channels of the same days."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from storeconf.core import clock
from storeconf.core.diagnostics import Code, StoreconfError, fail
from storeconf.core.text import Text
from storeconf.project.recording import ADD_SCOPE, OVERLAP, FetchedRecords, Recording
from storeconf.records.keeping import RecordTable
from storeconf.records.phones import Phones
from storeconf.records.report import Report

if TYPE_CHECKING:
    from storeconf.project.project import Project

FIRST, LONGEST = timedelta(days=7), timedelta(days=30)
"""How far back the platform is read when it never was, and at most."""

WHOSE = Code("SC544", "records-of-whom", Text("不知道读哪个账号", "it is not known which account to read"))
SEVERAL = Text("有几个账号可以读：{names}", "the records of several accounts can be read: {names}")
NOBODY = Text(
    "没有账号能读核销记录：账号的 api 里要有 records", "no account's records can be read: its api needs records"
)
NAME_ONE = Text("一个账号一个账号地读，用 --account 指定", "read one account at a time, named with --account")


def readable(project: Project, asked: str) -> str:
    """The account that was asked for, or the only one whose records our app may read. Raises StoreconfError."""
    allowed = [name for name, info in project.fleet.accounts.items() if "records" in info.scopes]
    if asked or len(allowed) == 1:
        return asked or allowed[0]
    if allowed:
        raise fail(WHOSE, SEVERAL(names=allowed), fix=NAME_ONE)
    raise fail(WHOSE, NOBODY, fix=ADD_SCOPE)


def since_last(project: Project, table: RecordTable, name: str) -> FetchedRecords:
    """What happened since the last reading that was kept, with an hour before it; a week the first time.

    Raises StoreconfError when the platform can't be read; nothing is kept then but whole days of channels.
    """
    now, mark = project.now(), table.read_through(name)
    since = clock.from_epoch(mark) - OVERLAP if mark else now - FIRST
    recording = Recording(project)
    found = recording.records(name, max(min(since, now), now - LONGEST), now, Phones(table.key))
    for read in recording.visits((name,)):
        if read.problem is not None:
            raise StoreconfError(read.problem)
    return found


def with_fetched(found: Report, fetched: FetchedRecords, *, from_files: bool) -> Report:
    """With the platform's rows counted, and what they can't decide; failures are decided by files where there are any."""
    undecided = [one for one in fetched.unjudged if not (from_files and one.rule == "failures_per_day")]
    return replace(found, rows=found.rows + len(fetched.rows), unjudged=(*found.unjudged, *undecided))
