"""What only the record has to follow: the platform is not touched, and the next apply settles it."""

from __future__ import annotations

from collections.abc import Iterable

from storeconf.core.values import digest
from storeconf.plan.classify import Class
from storeconf.plan.compare import Compared
from storeconf.plan.decide import Bucket, Buckets
from storeconf.plan.entities import Settlement
from storeconf.plan.job import Job
from storeconf.plan.review import effective_record
from storeconf.state.records import Submission


def settle_rows(job: Job, buckets: Buckets) -> None:
    """Values that agree already are recorded, undeclared ones leave the record.

    An object that isn't recorded is adopted whole or not at all: as long as somebody has to choose, nothing is.
    """
    settled, dropped = buckets[Bucket.SETTLE], buckets[Bucket.DROP]
    undecided = job.recorded is None and buckets[Bucket.CONFLICT]
    if undecided or job.blocks or not (settled or dropped):
        if "allow:rebind" in job.blocks and settled:
            job.add("changes", settled, action="update", reason="rebind", blocked_by=tuple(job.blocks))
        return
    rebound = any(note.code == "rebind" for note in job.notes)
    action = "adopt" if job.recorded is None else "record" if settled else "forget"
    reason = "rebind" if rebound else "drifted" if any(map(_had_drifted, dropped)) else action
    job.add("changes", (*settled, *dropped), action=action, reason=reason)
    job.sheet.settle.append(_settlement(job, settled, drop=tuple(row.path for row in dropped), by="adopt"))


def settle_approved(job: Job, approved: Submission) -> None:
    """A submission of ours passed: it is recorded, and what no API reads back counts as seen."""
    unseen = {path: value for path, value in approved.attrs.items() if job.access(path).read != "api"}
    job.sheet.settle.append(
        Settlement(
            address=str(job.address),
            kind=job.kind.name,
            account=job.unit.account,
            precondition=job.record_digest,
            title=job.resource.title,
            attrs=dict(approved.attrs),
            close=True,
            ids=job.ids,
            images=job.image_pairs,
            protect=job.declared_protect,
            observe=unseen,
            task=approved.ref,
            by="apply",
        )
    )
    job.settled = digest(dict(effective_record(job.stored, approved)))
    job.add("changes", (), action="record", reason="approved", since=approved.since)


def settle_protection(job: Job) -> None:
    """`protect` lives in the record, so that it survives the document."""
    if job.stored is None or job.stored.protect == job.declared_protect:
        return
    job.add("changes", (), action="record", reason="protect" if job.declared_protect else "unprotect", notes=())
    job.sheet.settle.append(
        Settlement(
            address=str(job.address),
            kind=job.kind.name,
            account=job.unit.account,
            precondition=job.record_digest,
            protect=job.declared_protect,
            protection=True,
        )
    )


def settle_lost(job: Job) -> None:
    """A submission of ours is neither in review nor live: it was withdrawn or replaced in the console."""
    job.note("submission_lost")
    job.sheet.settle.append(
        Settlement(
            address=str(job.address),
            kind=job.kind.name,
            account=job.unit.account,
            precondition=job.record_digest,
            close=True,
        )
    )


def _settlement(job: Job, rows: Iterable[Compared], *, drop: tuple[str, ...], by: str) -> Settlement:
    attrs = {row.path: row.wanted for row in rows}
    return Settlement(
        address=str(job.address),
        kind=job.kind.name,
        account=job.unit.account,
        precondition=job.settled or job.record_digest,
        title=job.resource.title,
        attrs=attrs,
        drop=drop,
        ids=job.ids,
        images=job.image_pairs if "images" in attrs else {},
        protect=job.declared_protect,
        by=by,
    )


def _had_drifted(row: Compared) -> bool:
    change = row.change
    return row.klass is Class.FORGET and change.live_state == "known" and change.recorded != change.live
