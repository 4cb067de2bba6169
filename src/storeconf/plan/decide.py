"""What becomes of each attribute, once its class and the run's decisions are known."""

from __future__ import annotations

from enum import Enum, auto
from typing import assert_never

from storeconf.plan.classify import Class
from storeconf.plan.compare import Compared
from storeconf.plan.job import Job
from storeconf.platform.live import Existence


class Bucket(Enum):
    """What becomes of one attribute."""

    NOTHING = auto()
    SET = auto()
    CHECK = auto()
    """A person looks, and sets it if it differs."""
    LOOK = auto()
    SETTLE = auto()
    """Only the record follows."""
    DROP = auto()
    """It leaves the record."""
    CONFLICT = auto()
    DRIFT = auto()


Buckets = dict[Bucket, list[Compared]]


def decide(job: Job, rows: list[Compared]) -> Buckets:
    """Every row in its bucket.

    An object that is gone is made anew whole when anything of it was changed in the YAML, or was submitted already.
    One that was there before us is changed only once somebody has chosen, also where it lacks a value.
    """
    gone = job.live.existence is Existence.ABSENT
    anew = gone and any(row.klass in (Class.RECREATE, Class.CREATE) or job.has_sent(row) for row in rows)
    buckets: Buckets = {bucket: [] for bucket in Bucket}
    for row in rows:
        buckets[_bucket(job, row, anew=anew)].append(row)
    return buckets


def _bucket(job: Job, row: Compared, *, anew: bool) -> Bucket:
    decisions = job.context.decisions
    declared_taken = decisions.take(job.address, row.path) == "declared" or job.has_sent(row)
    match row.klass:
        case Class.SAME | Class.ABSENT | Class.UNMANAGED:
            return Bucket.NOTHING
        case Class.UPDATE | Class.RECREATE | Class.BLIND:
            return Bucket.SET
        case Class.CREATE:
            found = job.recorded is None and job.live.existence is Existence.PRESENT
            return Bucket.CONFLICT if found and not declared_taken else Bucket.SET
        case Class.CHECK:
            return Bucket.SET if declared_taken else Bucket.CHECK
        case Class.LOOK:
            return Bucket.LOOK
        case Class.DRIFT_CHANGED | Class.DRIFT_MISSING:
            restored = decisions.restores(job.address, row.path) or job.has_sent(row)
            return Bucket.SET if anew or restored else Bucket.DRIFT
        case Class.CONFLICT:
            return Bucket.SET if declared_taken else Bucket.CONFLICT
        case Class.ADOPT_DIFFERS:
            return Bucket.SET if declared_taken or job.recorded is not None else Bucket.CONFLICT
        case Class.CONVERGED | Class.ADOPT:
            return Bucket.SETTLE
        case Class.FORGET:
            return Bucket.DROP
        case _:
            assert_never(row.klass)


def reason_of(job: Job, rows: list[Compared]) -> str:
    """Why a change stands in the plan; for display."""
    if job.context.decisions.pause(job.address):
        return "pause"
    classes = {row.klass for row in rows}
    if job.live.existence is Existence.ABSENT:
        changed = bool(classes & {Class.RECREATE, Class.CREATE})
        return "create" if job.recorded is None else "recreate" if changed else "restore"
    found = job.recorded is None and bool(classes & {Class.ADOPT_DIFFERS, Class.CREATE})
    if Class.CONFLICT in classes or found:
        return "take_declared"
    if classes <= {Class.DRIFT_CHANGED, Class.DRIFT_MISSING}:
        return "restore"
    if Class.BLIND in classes:
        return "blind"
    return "check" if classes <= {Class.CHECK, Class.LOOK} else "update"
