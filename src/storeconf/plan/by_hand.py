"""The part of a change that has no API: one task for a person per object, never one per attribute."""

from __future__ import annotations

from storeconf.core.values import Attrs
from storeconf.plan import mounts
from storeconf.plan.classify import Class
from storeconf.plan.compare import Compared
from storeconf.plan.decide import Bucket, Buckets, reason_of
from storeconf.plan.job import Job, lowers
from storeconf.plan.steps import HandOp, hand_step, upload_step
from storeconf.platform.live import Existence, Unknown

LOOKABLE = frozenset({Unknown.NOT_SEEN, Unknown.STALE, Unknown.MASKED})
"""Reasons for not knowing that a person can do something about; after an error the next run simply reads again."""
CLAIM = ("id", "name", "address", "claimed")
"""What claiming a place settles."""


def plan_by_hand(job: Job, buckets: Buckets, by_api: frozenset[str]) -> None:
    """The entry and the step for what a person does. `by_api`: attributes that this plan sets by API."""
    _uploads(job, by_api, buckets)
    claim = job.kind.claimed and job.live.existence is Existence.ABSENT
    sets = [row for row in buckets[Bucket.SET] if row.path not in by_api]
    checks, looks = buckets[Bucket.CHECK], buckets[Bucket.LOOK]
    left = by_api | _undecided(job, buckets)
    unread = [row for row in looks if row.why not in LOOKABLE]
    if unread:
        job.add("unknown", unread if sets or checks else looks, reason=str(unread[0].why))
    if sets or checks:
        _task(job, [*sets, *checks], claim=claim, check_only=not sets, left=left)
    elif looks and not unread:
        _look(job, looks, left)


def _undecided(job: Job, buckets: Buckets) -> frozenset[str]:
    """Attributes that nobody has decided on: whoever does the step must not settle them in passing.

    What isn't compared stays as it is too, unless the object has to be made anew.
    """
    if job.live.existence is Existence.ABSENT:
        return frozenset()
    open_ = {row.path for bucket in (Bucket.CONFLICT, Bucket.DRIFT) for row in buckets[bucket]}
    return frozenset(open_ | job.ignored)


def _task(job: Job, rows: list[Compared], *, claim: bool, check_only: bool, left: frozenset[str]) -> None:
    present = job.live.existence is Existence.PRESENT
    create = job.live.existence is Existence.ABSENT or (job.recorded is None and not present)
    action = "create" if create else "update"
    waits = mounts.waits_for(job) or _unborn(job)
    if waits is not None:
        job.note(waits.code, **waits.values)
        job.add("waiting", rows, action=action, by="hand", reason=waits.code)
        return
    blocked = list(job.blocks)
    blocked.extend(reason for row in rows for reason in job.attr_blocks.get(row.path, ()))
    if not all(lowers(job, row.path) for row in rows):
        blocked.extend(job.context.blocking.get(str(job.address), ()))
    job.add(
        "changes",
        rows,
        action=action,
        by="hand",
        reason="claim" if claim else reason_of(job, rows),
        blocked_by=tuple(dict.fromkeys(blocked)),
    )
    if blocked:
        return
    op: HandOp = "hand.claim" if claim else "hand.check" if check_only else "hand.set"
    attrs = _claimed(job) if claim else by_hand_attrs(job, left)
    blind = any(row.klass is Class.BLIND for row in rows)
    job.sheet.steps.append(hand_step(job, op, attrs, rows, blind=blind, due=mounts.due(job)))


def _look(job: Job, rows: list[Compared], left: frozenset[str]) -> None:
    why = next((row.why for row in rows if row.why is not None), Unknown.NOT_SEEN)
    job.add("unknown", rows, by="hand", reason=str(why))
    masked = {row.path: row.wanted for row in rows if row.why is Unknown.MASKED and row.is_declared}
    attrs = {**by_hand_attrs(job, left), **masked}
    job.sheet.steps.append(hand_step(job, "hand.look", attrs, rows, due=mounts.due(job)))


def by_hand_attrs(job: Job, left: frozenset[str]) -> Attrs:
    """Everything of the object that a person can see or set, but for what is left alone; that is what they attest."""
    return {
        path: value
        for path, value in job.resource.attrs.items()
        if path not in left and (job.access(path).read != "api" or job.access(path).write == "hand")
    }


def _claimed(job: Job) -> Attrs:
    return {path: value for path, value in job.resource.attrs.items() if path in CLAIM}


def _unborn(job: Job) -> mounts.Wait | None:
    """Settings of a product that an API creates wait until it is there."""
    if job.kind.name != "product" or job.live.existence is not Existence.ABSENT:
        return None
    return mounts.Wait("product_not_live", {}) if job.access("title").write == "api" else None


def _uploads(job: Job, by_api: frozenset[str], buckets: Buckets) -> None:
    """Pictures that the platform doesn't have yet."""
    if "images" in by_api or "images" in {row.path for row in buckets[Bucket.SET]}:
        for upload in job.uploads:
            job.sheet.steps.append(upload_step(job, upload.path, upload.file, upload.sha256, upload.role))
