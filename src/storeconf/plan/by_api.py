"""The part of a change that an API carries: gated by review, held back by blocks and rules, put into steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from storeconf.core.values import Attrs
from storeconf.model.kind import Flag
from storeconf.plan.compare import Compared
from storeconf.plan.decide import reason_of
from storeconf.plan.job import Job, lowers
from storeconf.plan.products import creation_blocks
from storeconf.plan.review import Gate, gate
from storeconf.plan.steps import SHELF, api_steps, fingerprint
from storeconf.platform.live import Existence
from storeconf.platform.protocol import Change, Impossible, Request


def plan_by_api(job: Job, rows: list[Compared]) -> None:
    """Entries and steps for the attributes that an API writes.

    Taking off the shelf goes by itself: nothing that holds the rest back may keep a product on sale. Putting on the
    shelf comes last: what customers would see, and pay, must have passed review.
    """
    create = job.live.existence is Existence.ABSENT
    shelf = [row for row in rows if row.path == SHELF and not create]
    content = waiting = [row for row in rows if row not in shelf]
    if content and _held_by_review(job, content):
        content = []
    if content and "images" in {row.path for row in content} and job.uploads:
        waits = content if create else [row for row in content if row.path == "images"]
        job.add("waiting", waits, action="create" if create else "update", by="api", reason="needs_upload")
        content = [row for row in content if row not in waits]
    waiting = [row for row in waiting if row not in content]
    off = [row for row in shelf if row.path not in job.attr_blocks and lowers(job, row.path)]
    if off:
        _send(job, off, create=False, blocks=())
    free, blocked = _split(job, [row for row in (*shelf, *content) if row not in off])
    if blocked and create:
        free, blocked = [], [*shelf, *content]
    if blocked:
        reasons = tuple(dict.fromkeys(r for row in blocked for r in job.attr_blocks.get(row.path, ())))
        action = "create" if create else "update"
        job.add("changes", blocked, action=action, by="api", reason=reason_of(job, blocked), blocked_by=reasons)
    on = [row for row in free if row.path == SHELF and not create]
    if on and (waiting or _needs_review(job, [row for row in free if row not in on])):
        job.add("waiting", on, action="update", by="api", reason="content_first")
        free = [row for row in free if row not in on]
    if free:
        _send(job, free, create=create, blocks=job.blocks)


def _needs_review(job: Job, rows: list[Compared]) -> bool:
    """Whether a change of these attributes goes to the reviewers."""
    if not rows:
        return False
    composed = job.context.routes.compose(_change(job, {row.path: row.wanted for row in rows}, create=False))
    return isinstance(composed, Impossible) or any(request.review for request in composed)


def _split(job: Job, rows: list[Compared]) -> tuple[list[Compared], list[Compared]]:
    """Attributes that may go, and those that something holds back."""
    free = [row for row in rows if row.path not in job.attr_blocks]
    return free, [row for row in rows if row.path in job.attr_blocks]


def _held_by_review(job: Job, rows: list[Compared]) -> bool:
    """Whether the change lies with the reviewers already, waits for them, or was rejected by them.

    The shelf is a state of its own: no draft holds it.
    """
    sets = {row.path: row.wanted for row in rows if row.path != SHELF}
    state = gate(job.kind, sets, job.resource.attrs, job.live, job.submission)
    if state is Gate.OPEN:
        return False
    review, sent = job.live.review, job.submission
    since = (sent.since if sent is not None else "") or (review.since if review is not None else "")
    action = "create" if job.live.existence is Existence.ABSENT else "update"
    if state is Gate.REJECTED:
        reason = (review.reason if review is not None else "") or (sent.reason if sent is not None else "")
        job.note("rejected", reason=reason)
        if job.context.decisions.resubmits(job.address):
            return False
        job.add("rejected", rows, action=action, by="api", reason="rejected", since=since, blocked_by=("rejected",))
    elif state is Gate.IN_REVIEW:
        job.add("in_review", rows, action=action, by="api", reason="in_review", since=since)
    else:
        job.add("waiting", rows, action=action, by="api", reason=str(state), since=since)
    return True


def _send(job: Job, rows: list[Compared], *, create: bool, blocks: Sequence[str]) -> None:
    sets: Attrs = {row.path: row.wanted for row in rows}
    if create:
        sets = {path: value for path, value in job.resource.attrs.items() if job.access(path).write == "api"}
        sets |= {SHELF: "offline"} if job.hold is not None else {}
    composed = job.context.routes.compose(_change(job, sets, create=create))
    blocked = [*blocks, *(creation_blocks(job) if create else ())]
    requests: Sequence[Request] = ()
    if isinstance(composed, Impossible):
        blocked.append(composed.code)
        job.note(composed.code, **composed.values)
    else:
        requests = composed
        if _exposes(job, requests):
            blocked.extend(job.context.blocking.get(str(job.address), ()))
    job.add(
        "changes",
        rows,
        action="create" if create else "update",
        by="api",
        reason=reason_of(job, rows),
        blocked_by=tuple(dict.fromkeys(blocked)),
        fingerprint=fingerprint(job.live, job.kind, sets, whole=any(r.whole for r in requests), review=True),
    )
    if not blocked:
        job.sheet.steps.extend(api_steps(job, requests, sets))


def _change(job: Job, sets: Attrs, *, create: bool) -> Change:
    return Change(
        account=job.account,
        kind=job.kind,
        address=str(job.address),
        create=create,
        sets=sets,
        live=job.live,
        out_id=job.resource.out_id,
        bound=bool(job.resource.product_id),
    )


def _exposes(job: Job, requests: Iterable[Request]) -> bool:
    """Whether something goes to review or is put on sale. A rule never holds back taking off the shelf or stock 0."""
    return any(request.review or any(_raises(job, path) for path in request.sets) for request in requests)


def _raises(job: Job, path: str) -> bool:
    attribute = job.kind.attribute(path)
    exposes = path == "stock" or (attribute is not None and attribute.has(Flag.EXPOSURE))
    return exposes and not lowers(job, path)
