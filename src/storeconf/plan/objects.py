"""One declared object: compared, decided, and put into entries, steps and settlements. A list of calls."""

from __future__ import annotations

from dataclasses import replace

from storeconf.core.clock import parse_instant
from storeconf.core.values import Attrs
from storeconf.model.fleet import Resource, Unit
from storeconf.model.kind import Flag
from storeconf.plan import mounts, places, products
from storeconf.plan.by_api import plan_by_api
from storeconf.plan.by_hand import plan_by_hand
from storeconf.plan.classify import DRIFT, Class
from storeconf.plan.compare import Compared, compare, is_ignored
from storeconf.plan.context import Context
from storeconf.plan.decide import Bucket, Buckets, decide
from storeconf.plan.entities import Note
from storeconf.plan.job import Job
from storeconf.plan.moves import followed
from storeconf.plan.review import effective_record, standing
from storeconf.plan.settle import settle_approved, settle_lost, settle_protection, settle_rows
from storeconf.plan.sheet import Sheet
from storeconf.platform.live import Existence, LiveObject, Seen
from storeconf.state.records import Hold, Record, Submission, UnitState


def plan_declared(context: Context, unit: Unit, resource: Resource, state: UnitState, sheet: Sheet) -> None:
    """Plan one declared object."""
    if mounts.is_history(resource.kind.name, resource.attrs, context.now):
        return
    job = _job(context, unit, resource, state, sheet)
    settle_protection(job)
    _follow_submission(job)
    products.prepare(job)
    rows = _rows(job)
    products.check(job, rows)
    places.check(job, rows)
    buckets = decide(job, rows)
    _check_immutable(job, buckets)
    settle_rows(job, buckets)
    _conflicts(job, buckets[Bucket.CONFLICT])
    _drift(job, rows)
    by_api = [row for row in buckets[Bucket.SET] if _goes_by_api(job, row)]
    if by_api:
        plan_by_api(job, by_api)
    plan_by_hand(job, buckets, frozenset(row.path for row in by_api))
    _strange_review(job, by_api)


def _job(context: Context, unit: Unit, resource: Resource, state: UnitState, sheet: Sheet) -> Job:
    address = str(resource.address)
    record = state.records.get(address)
    live = _under_new_names(context, resource, context.live(resource.address))
    return Job(
        context=context,
        unit=unit,
        account=context.accounts[unit.account],
        resource=resource,
        declared=resource.attrs,
        live=live,
        stored=record,
        recorded=_recorded(context, resource, live, record),
        submission=state.submissions.get(address),
        hold=_in_force(state.holds.get(address), context),
        sheet=sheet,
    )


def _under_new_names(context: Context, resource: Resource, live: LiveObject) -> LiveObject:
    """What people saw of a product before it was renamed, they saw of the same one."""
    attrs = followed(context.moved, resource.kind, live.attrs)
    return replace(live, attrs=attrs, stale=followed(context.moved, resource.kind, live.stale))


def _recorded(context: Context, resource: Resource, live: LiveObject, record: Record | None) -> Attrs | None:
    """The recorded values. Where live is known, a renamed product shows as the same on both sides, and is recorded."""
    if record is None:
        return None
    renamed = followed(context.moved, resource.kind, record.attrs)
    return {path: value if path in live.attrs else renamed[path] for path, value in record.attrs.items()}


def _in_force(hold: Hold | None, context: Context) -> Hold | None:
    if hold is None or (hold.until and parse_instant(hold.until, end=True) < context.now):
        return None
    return hold


def _follow_submission(job: Job) -> None:
    """A submission that passed becomes the record; one that got lost no longer counts."""
    outcome = standing(job.submission, job.live, job.kind, job.context.now)
    if outcome.approved is not None:
        settle_approved(job, outcome.approved)
        _see_accepted(job, outcome.approved)
        job.recorded = effective_record(job.stored, outcome.approved)
        job.submission = None
    elif outcome.lost:
        settle_lost(job)
        job.submission = None


def _see_accepted(job: Job, approved: Submission) -> None:
    """What no API reads back counts as seen once its task was accepted."""
    accepted = {p: v for p, v in approved.attrs.items() if job.access(p).read != "api" and p not in job.live.attrs}
    seen = dict.fromkeys(accepted, Seen(by=f"task:{approved.ref}", at=approved.since))
    job.live = replace(job.live, attrs={**job.live.attrs, **accepted}, seen={**job.live.seen, **seen})


def _rows(job: Job) -> list[Compared]:
    """The attributes that this run looks at: not ignored, and selected."""
    kept: list[Compared] = []
    for row in compare(job.kind, job.resource.attrs, job.recorded, job.live, job.access):
        rule = is_ignored(job.unit.lifecycle, job.address, row.path, row.live, job.context.now)
        if rule is None or job.live.existence is Existence.ABSENT:
            if job.context.decisions.selects_attr(job.address, row.path):
                kept.append(row)
            continue
        job.ignored.add(row.path)
        if row.klass is not Class.SAME:
            note = Note(code="ignored", values={"reason": rule.reason})
            job.add("ignored", (row,), reason="ignored", notes=(note,))
    return kept


def _check_immutable(job: Job, buckets: Buckets) -> None:
    """What the platform can't change is retired and made anew, never replaced silently."""
    if job.live.existence is Existence.ABSENT:
        return
    for bucket in (Bucket.SET, Bucket.CONFLICT):
        for row in buckets[bucket]:
            known = row.live if isinstance(row.live, str) else row.recorded
            if row.attribute is not None and row.attribute.has(Flag.IMMUTABLE) and isinstance(known, str):
                job.note("immutable", path=row.path, old=known, new=str(row.declared))
                if bucket is Bucket.SET:
                    job.block("immutable")


def _conflicts(job: Job, rows: list[Compared]) -> None:
    if rows:
        took_live = all(job.context.decisions.take(job.address, row.path) == "live" for row in rows)
        reason = "take_live" if took_live else "adopt_differs" if job.recorded is None else "conflict"
        job.add("conflicts", rows, reason=reason)


def _drift(job: Job, rows: list[Compared]) -> None:
    drifted = [row for row in rows if row.klass in DRIFT and not _being_put_back(job, row)]
    if drifted:
        seen = sorted({(one.by, one.at) for row in drifted if (one := job.live.seen.get(row.path)) is not None})
        notes = (*job.notes, *(Note(code="seen", values={"by": by, "at": at}) for by, at in seen))
        reason = "gone" if job.live.existence is Existence.ABSENT else "changed"
        job.add("drift", drifted, reason=reason, notes=notes)


def _being_put_back(job: Job, row: Compared) -> bool:
    """Whether the reviewers have it already: then it is neither drift nor done. What is gone comes back whole."""
    if job.live.existence is Existence.ABSENT:
        return job.in_review and job.live.review is not None
    return job.in_review and job.has_sent(row)


def _goes_by_api(job: Job, row: Compared) -> bool:
    claim = job.kind.claimed and job.live.existence is Existence.ABSENT
    return row.access.write == "api" and not claim


def _strange_review(job: Job, by_api: list[Compared]) -> None:
    """Something lies with the reviewers although nothing is to change: sent from the console, or taken back in the YAML."""
    review = job.live.review
    if review is not None and review.verdict == "in_review" and not by_api:
        reason = "in_review_foreign" if job.submission is None else "in_review_reverted"
        job.add("in_review", (), reason=reason, since=review.since)
