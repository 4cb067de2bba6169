"""What the state keeps of a step or a settlement. Called inside the transaction that journals it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from storeconf.core import clock
from storeconf.core.values import digest
from storeconf.model.review import Verdict
from storeconf.plan.entities import Settlement, Step
from storeconf.state.protocol import State
from storeconf.state.records import Record, ReviewResult, Submission, TaskObservation

TASK_DAYS = 90
"""How long a finished platform task counts as having been seen, when the project doesn't say."""


def keep_applied(state: State, step: Step, ids: Mapping[str, str], ref: str, now: datetime) -> None:
    """A step by API succeeded."""
    if step.expect == "forget":
        state.drop_record(step.address)
    elif step.review:
        state.put_submission(
            Submission(
                address=step.address,
                digest=digest(dict(step.attrs)),
                attrs=step.attrs,
                since=clock.iso(now),
                verdict=Verdict.IN_REVIEW,
                ref=ref,
                op=step.op,
                rules=step.rules,
            )
        )
    else:
        _merge(state, step, {**step.ids, **ids}, now, "apply")
    if step.images:
        state.put_images(step.images)


def keep_attested(state: State, step: Step, now: datetime) -> None:
    """A person attested a step: what they entered is recorded."""
    if step.op in ("hand.clean",) or step.expect == "forget":
        state.drop_record(step.address)
    elif step.op != "hand.upload":
        _merge(state, step, step.ids, now, "confirm")


def _merge(state: State, step: Step, ids: Mapping[str, str], now: datetime, by: str) -> None:
    before = state.record(step.address)
    base = before or Record(address=step.address, kind=step.kind, attrs={})
    state.put_record(
        replace(
            base,
            attrs={**base.attrs, **step.attrs},
            ids={**base.ids, **ids},
            account=step.account,
            title=step.title,
            protect=step.protect,
            at=clock.iso(now),
            by=by,
        )
    )


def settle(state: State, settlement: Settlement, now: datetime) -> bool:
    """The record follows what is live already; False when it has moved since the plan, and is left alone."""
    if settlement.moved_from:
        state.move_record(settlement.moved_from, settlement.address)
        return True
    before = state.record(settlement.address)
    if (before.digest if before is not None else "") != settlement.precondition:
        return False
    if settlement.forget:
        state.drop_record(settlement.address)
        return True
    if settlement.close:
        _keep_passed(state, settlement, now)
        state.drop_submission(settlement.address)
    if settlement.protection and before is not None:
        state.put_record(replace(before, protect=settlement.protect))
    if settlement.attrs or settlement.drop:
        base = before or Record(address=settlement.address, kind=settlement.kind, attrs={})
        attrs = {path: value for path, value in base.attrs.items() if path not in settlement.drop}
        state.put_record(
            replace(
                base,
                attrs={**attrs, **settlement.attrs},
                ids={**base.ids, **settlement.ids},
                account=settlement.account,
                title=settlement.title or base.title,
                protect=settlement.protect,
                at=clock.iso(now),
                by=settlement.by,
            )
        )
    if settlement.images:
        state.put_images(settlement.images)
    if settlement.observe:
        state.put_observation(
            TaskObservation(
                address=settlement.address,
                attrs=settlement.observe,
                by=f"task:{settlement.task}",
                at=clock.iso(now),
                expires=clock.iso(now + timedelta(days=TASK_DAYS)),
            )
        )
    return True


def _keep_passed(state: State, settlement: Settlement, now: datetime) -> None:
    sent = state.submission(settlement.address)
    if sent is not None and settlement.attrs:
        keep_result(state, sent, Verdict.APPROVED, "", now)


def keep_result(state: State, sent: Submission, verdict: Verdict, reason: str, now: datetime) -> None:
    """What the reviewers said of a submission of ours."""
    state.put_result(
        ReviewResult(
            address=sent.address,
            digest=sent.digest,
            verdict=verdict,
            reason=reason,
            at=clock.iso(now),
            rules=sent.rules,
        )
    )
