"""From an approved plan to what was done: lease, checks, settlements, steps, and the account of all of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from storeconf.apply.bookkeeping import settle
from storeconf.apply.executor import Executor
from storeconf.core import clock
from storeconf.core.diagnostics import Code, refuse
from storeconf.core.text import Message, Text
from storeconf.model.fleet import AccountInfo
from storeconf.plan import planfile
from storeconf.plan.entities import Plan
from storeconf.plan.results import Outcome, RunResult
from storeconf.platform.protocol import Platform
from storeconf.state import lease
from storeconf.state.sqlite import SqliteState

STALE_PLAN = Code("SC630", "stale-plan", Text("计划已经过时", "the plan is stale"))
OVER_LIMIT = Code("SC631", "over-limit", Text("超过上限", "over a limit"))
NOTHING_OPEN = Code("SC632", "nothing-to-resume", Text("没有中断的执行", "there is no interrupted run"))
OTHER_LINEAGE = Text("计划是照着另一份状态做的", "the plan was made against another state")
OTHER_PLATFORM = Text("计划是给 {planned} 做的，现在连的是 {now}", "the plan is for {planned}, but {now} is connected")
LIMITS = Text("{limits}；没有执行", "{limits}; nothing was done")
ACK = Text("确认没错再重新 plan 并加 --ack {names}", "if it is meant, plan again with --ack {names}")
PLAN_AGAIN = Text("重新运行 storeconf plan", "run storeconf plan again")


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Consent to exactly one plan."""

    digest: str
    """The digest of the approved plan; nothing else is carried out."""
    by: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a run stands on."""

    state: SqliteState
    platform: Platform
    accounts: Mapping[str, AccountInfo]
    realm: str
    lock: Path
    now: Callable[[], datetime]
    progress: Callable[[Message], None]
    lock_timeout: float = 0
    parallel: int = 1
    stop: threading.Event = field(default_factory=threading.Event)


def carry_out(plan: Plan, approval: Approval, ground: Ground, current: Mapping[str, str]) -> RunResult:
    """Carry out an approved plan. `current`: configuration digest of each unit now.

    Raises Refusal for a plan that can't be carried out at all.
    """
    _check(plan, approval, ground)
    with lease.hold(ground.lock, "apply", clock.iso(ground.now()), ground.lock_timeout):
        text = planfile.dumps(plan)
        run = ground.state.open_run(clock.iso(ground.now()), approval.by, approval.digest, text)
        refused = frozenset(name for name, digest in plan.digests.items() if current.get(name) != digest)
        return _run(plan, run, ground, refused)


def resume(ground: Ground) -> RunResult:
    """Go on with an interrupted run. Raises Refusal when there is none."""
    with lease.hold(ground.lock, "apply --resume", clock.iso(ground.now()), ground.lock_timeout):
        row = ground.state.unfinished_run()
        if row is None:
            raise refuse(NOTHING_OPEN, NOTHING_OPEN.summary)
        return _run(planfile.loads(row["plan"]), int(row["id"]), ground, frozenset())


def _check(plan: Plan, approval: Approval, ground: Ground) -> None:
    if plan.lineage != ground.state.lineage:
        raise refuse(STALE_PLAN, OTHER_LINEAGE, fix=PLAN_AGAIN)
    if plan.platform != ground.realm:
        raise refuse(STALE_PLAN, OTHER_PLATFORM(planned=plan.platform, now=ground.realm), fix=PLAN_AGAIN)
    if approval.digest != planfile.sealed(plan).digest:
        raise refuse(STALE_PLAN, OTHER_LINEAGE, fix=PLAN_AGAIN)
    broken = [limit for limit in plan.limits if not limit.acknowledged]
    if broken:
        names = [limit.limit for limit in broken]
        said = [f"{limit.limit} {limit.value} > {limit.maximum}" for limit in broken]
        raise refuse(OVER_LIMIT, LIMITS(limits=said), fix=ACK(names=names))


def _run(plan: Plan, run: int, ground: Ground, refused: frozenset[str]) -> RunResult:
    settled = _settle(plan, ground, refused)
    executor = Executor(
        platform=ground.platform,
        state=ground.state,
        accounts=ground.accounts,
        run=run,
        now=ground.now,
        progress=ground.progress,
        parallel=ground.parallel,
        stop=ground.stop,
        refused_units=refused,
    )
    results = executor.execute(plan)
    unfinished = any(result.outcome is Outcome.NOT_STARTED for result in results)
    if not unfinished:
        failed = any(result.outcome is Outcome.FAILED for result in results)
        ground.state.close_run(run, clock.iso(ground.now()), "failed" if failed else "done")
    return RunResult(
        run=run,
        plan=plan,
        results=results,
        settled=settled,
        refused_units=tuple(sorted(refused)),
        interrupted=unfinished,
    )


def _settle(plan: Plan, ground: Ground, refused: frozenset[str]) -> int:
    """Records follow what is live already; unit by unit, so that a resumed run settles the rest."""
    count = 0
    for unit in plan.stores:
        if unit.name in refused or not unit.settle:
            continue
        with ground.state.transaction():
            count += sum(settle(ground.state, settlement, ground.now()) for settlement in unit.settle)
    return count
