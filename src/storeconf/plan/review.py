"""Review as a state: what lies with the reviewers is neither drift nor done, and is never submitted twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from storeconf.core.clock import parse_instant
from storeconf.core.values import Attrs, Value
from storeconf.model.compare import same
from storeconf.model.kind import Kind
from storeconf.model.review import Verdict
from storeconf.platform.live import Existence, LiveObject, Review
from storeconf.state.records import Record, Submission

PATIENCE = timedelta(hours=24)
"""How long a submission that the platform doesn't show is still believed in (reviews take up to a day)."""


class Gate(StrEnum):
    """Whether a change may be submitted now."""

    OPEN = "open"
    IN_REVIEW = "in_review"
    """Exactly this lies with the reviewers."""
    CHANGED_SINCE = "in_review_changed"
    """Something else of ours lies there; the change waits."""
    FOREIGN = "in_review_foreign"
    """Something that was not sent by us lies there; the change waits."""
    REJECTED = "rejected"
    """Exactly this was rejected."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a submission of ours turned out, seen from the live side."""

    approved: Submission | None = None
    """It passed and is live: the record follows."""
    open: Submission | None = None
    """It still counts: in review, or rejected."""
    lost: bool = False
    """The platform doesn't have it any more and it didn't go live: withdrawn or replaced in the console."""


def standing(submission: Submission | None, live: LiveObject, kind: Kind, now: datetime) -> Standing:
    """What became of a submission.

    A read may be older than our write, so silence proves nothing for a day: a passed draft counts as ours only when it
    holds what we sent, or is at least as new.
    """
    if submission is None:
        return Standing()
    review = live.review
    if review is not None and review.verdict is not Verdict.APPROVED:
        return Standing(open=submission)
    if review is not None and (_passed(submission, review, live, kind) or review.ref == submission.ref != ""):
        return Standing(approved=submission)
    if review is None and _is_live(submission.attrs, live, kind) and not submission.ref:
        return Standing(approved=submission)
    young = now - parse_instant(submission.since) < PATIENCE if submission.since else False
    if young or live.existence is Existence.UNKNOWN or submission.ref:
        return Standing(open=submission)
    return Standing(lost=True)


def _passed(submission: Submission, review: Review, live: LiveObject, kind: Kind) -> bool:
    newer = bool(review.since and submission.since) and parse_instant(review.since) >= parse_instant(submission.since)
    drafted = bool(review.attrs) and _agrees(kind, submission.attrs, review.attrs)
    return newer or drafted or _is_live(submission.attrs, live, kind)


def effective_record(record: Record | None, approved: Submission) -> Attrs:
    """What counts as recorded: R moves on approval, not on submission."""
    return {**(record.attrs if record is not None else {}), **approved.attrs}


def gate(
    kind: Kind, sets: Mapping[str, Value], declared: Attrs, live: LiveObject, submission: Submission | None
) -> Gate:
    """Whether `sets` may be submitted. `submission`: one of ours that still counts."""
    review = live.review
    pending = review is not None and review.verdict is not Verdict.APPROVED
    if submission is None and not pending:
        return Gate.OPEN
    verdict = review.verdict if review is not None and pending else Verdict.IN_REVIEW
    submitted = submission.attrs if submission is not None else review.attrs if review is not None else {}
    matches = _covers(kind, submitted, sets) and _agrees(kind, submitted, declared)
    if verdict is Verdict.REJECTED:
        return Gate.REJECTED if matches else Gate.OPEN
    if matches:
        return Gate.IN_REVIEW
    return Gate.CHANGED_SINCE if submission is not None else Gate.FOREIGN


def _covers(kind: Kind, submitted: Attrs, sets: Mapping[str, Value]) -> bool:
    return all(path in submitted and same(kind.attribute(path), submitted[path], value) for path, value in sets.items())


def _agrees(kind: Kind, submitted: Attrs, declared: Attrs) -> bool:
    return _all_same(kind, submitted, declared, (path for path in submitted if path in declared))


def _is_live(submitted: Attrs, live: LiveObject, kind: Kind) -> bool:
    known = [path for path in submitted if path in live.attrs]
    return live.existence is Existence.PRESENT and bool(known) and _all_same(kind, submitted, live.attrs, known)


def _all_same(kind: Kind, one: Attrs, other: Attrs, paths: Iterable[str]) -> bool:
    return all(same(kind.attribute(path), one[path], other[path]) for path in paths)
