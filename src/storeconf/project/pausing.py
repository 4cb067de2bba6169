"""Products that failed too often: taken off the shelf by an approved plan, and held there until somebody releases them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from storeconf.core import clock
from storeconf.core.text import Text
from storeconf.plan.entities import Plan
from storeconf.project.verifying import Verifying
from storeconf.records.report import Report
from storeconf.state import lease
from storeconf.state.records import Hold

if TYPE_CHECKING:
    from storeconf.project.project import Project

BY = "records"
WHY = Text("{day} 核销失败 {count} 次，超过 {limit} 次", "{count} failed verifications on {day}, more than {limit}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pausing:
    """A proposal: what would be taken off the shelf, and what can't be found."""

    plan: Plan | None
    """None when there is nothing to take off."""
    unknown: tuple[str, ...]
    """Product ids that no document of the project stands for."""


def propose(project: Project, report: Report) -> Pausing:
    """A plan that takes the products of a report off the shelf, and changes nothing else."""
    goods = Verifying(project).goods({pause.product_id for pause in report.findings.pauses})
    reasons: dict[str, str] = {}
    unknown: dict[str, None] = {}
    for pause in report.findings.pauses:
        known = goods.get(pause.product_id)
        if known is None:
            unknown[pause.product_id] = None
            continue
        limit = report.findings.limits.failures_per_day
        why = WHY(day=pause.day.isoformat(), count=pause.failures, limit=limit)
        reasons[known.address] = why.render(project.lang)
    if not reasons:
        return Pausing(plan=None, unknown=tuple(unknown))
    policy = replace(project.policy(), target=tuple(f"{address}#shelf" for address in reasons), pause=reasons)
    return Pausing(plan=project.plan(policy), unknown=tuple(unknown))


def hold(project: Project, plan: Plan) -> tuple[str, ...]:
    """Put the holds of an approved plan, before the first product goes off: a run that dies leaves none to be put back.

    What the plan blocks is not held. Returns the addresses.
    """
    blocked = {entry.address for unit in plan.stores for entry in unit.changes if entry.blocked_by}
    reasons: Mapping[str, str] = {one: why for one, why in plan.policy.pause.items() if one not in blocked}
    with lease.hold(project.workspace.lock, "records --act", clock.iso(project.now())), project.state.transaction():
        for address, reason in reasons.items():
            project.state.put_hold(Hold(address=address, reason=reason, by=BY))
    return tuple(reasons)
