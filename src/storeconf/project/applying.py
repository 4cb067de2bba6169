"""From an approved plan to what was done: lease, checks, settlements, steps, and the account of all of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from storeconf.apply.bookkeeping import keep_result, settle
from storeconf.apply.executor import Executor
from storeconf.core import clock
from storeconf.core.diagnostics import Code, refuse
from storeconf.core.text import Message, Text
from storeconf.model.fleet import AccountInfo
from storeconf.model.review import Verdict
from storeconf.plan import planfile
from storeconf.plan.entities import Plan, UnitPlan
from storeconf.plan.results import Outcome, RunResult, StepResult
from storeconf.platform.protocol import Platform
from storeconf.state import lease
from storeconf.state.sqlite import SqliteState
from storeconf.state.trouble import StateFailed

STALE_PLAN = Code("SC630", "stale-plan", Text("计划已经过时", "the plan is stale"))
OVER_LIMIT = Code("SC631", "over-limit", Text("超过上限", "over a limit"))
NOTHING_OPEN = Code("SC632", "nothing-to-resume", Text("没有中断的执行", "there is no interrupted run"))
NO_PLATFORM = Code("SC742", "declared-only-plan", Text("计划没有读过平台", "the plan has not seen the platform"))
YAML_ALONE = Text(
    "它用 --declared-only 做，只比了 YAML", "it was made with --declared-only and compares the YAML alone"
)
ALL_ENDED = Text("最近一次执行已经有头有尾，没有剩下的步骤", "the last run came to its end; no step of it is left")
NEVER_RAN = Text("这里还没有执行过 apply", "apply was never run here")
OTHER_LINEAGE = Text("计划是照着另一份状态做的", "the plan was made against another state")
OTHER_PLAN = Text("同意的是另一份计划", "the approval is for another plan")
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


Digests = Callable[[str], str]
"""The configuration digest of a unit now; empty when nobody declares it."""


Blocked = Callable[[Iterable[str]], Mapping[str, Sequence[str]]]
"""Rules that reject the objects of some units as they are judged now, by address."""


def carry_out(plan: Plan, approval: Approval, ground: Ground, current: Digests, blocked: Blocked) -> RunResult:
    """Carry out an approved plan. Raises Refusal for a plan that can't be carried out at all."""
    _check(plan, approval, ground)
    with lease.hold(ground.lock, "apply", clock.iso(ground.now()), ground.lock_timeout):
        text = planfile.dumps(plan)
        run = ground.state.open_run(clock.iso(ground.now()), approval.by, approval.digest, text)
        return _run(plan, run, ground, _reconfigured(plan, current), blocked)


def resume(ground: Ground, current: Digests, blocked: Blocked) -> RunResult:
    """Go on with an interrupted run. Raises Refusal when there is none."""
    with lease.hold(ground.lock, "apply --resume", clock.iso(ground.now()), ground.lock_timeout):
        row = ground.state.unfinished_run()
        if row is None:
            detail = ALL_ENDED if ground.state.runs(1) else NEVER_RAN
            raise refuse(NOTHING_OPEN, detail, fix=PLAN_AGAIN)
        plan = planfile.loads(row["plan"])
        return _run(plan, int(row["id"]), ground, _reconfigured(plan, current), blocked)


def _reconfigured(plan: Plan, current: Digests) -> frozenset[str]:
    """Units whose configuration is not what the plan was made from; those that nobody declared must still be so."""
    touched = {step.unit for step in plan.steps} | {unit.name for unit in plan.stores if unit.settle}
    return frozenset(name for name in touched if current(name) != plan.digests.get(name, ""))


def _check(plan: Plan, approval: Approval, ground: Ground) -> None:
    if plan.policy.declared_only:
        raise refuse(NO_PLATFORM, YAML_ALONE, fix=PLAN_AGAIN)
    if plan.platform != ground.realm:
        raise refuse(STALE_PLAN, OTHER_PLATFORM(planned=plan.platform, now=ground.realm), fix=PLAN_AGAIN)
    if plan.lineage != ground.state.lineage:
        raise refuse(STALE_PLAN, OTHER_LINEAGE, fix=PLAN_AGAIN)
    if approval.digest != planfile.sealed(plan).digest:
        raise refuse(STALE_PLAN, OTHER_PLAN, fix=PLAN_AGAIN)
    broken = [limit for limit in plan.limits if not limit.acknowledged]
    if broken:
        names = [limit.limit for limit in broken]
        said = [f"{limit.limit} {limit.value} > {limit.maximum}" for limit in broken]
        raise refuse(OVER_LIMIT, LIMITS(limits=said), fix=ACK(names=names))


def _run(plan: Plan, run: int, ground: Ground, refused: frozenset[str], blocked: Blocked) -> RunResult:
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
        blocked=blocked(sorted({step.unit for step in plan.steps if step.by == "api"} - refused)),
    )
    results = executor.execute(plan)
    problem = executor.problem
    unfinished = any(result.outcome is Outcome.NOT_STARTED for result in results)
    if not unfinished and problem is None:
        problem = _close(run, results, ground)
    return RunResult(
        run=run,
        plan=plan,
        results=results,
        settled=settled,
        refused_units=tuple(sorted(refused)),
        interrupted=unfinished,
        problem=problem,
    )


def _close(run: int, results: Sequence[StepResult], ground: Ground) -> StateFailed | None:
    """The run came to its end. What was done is accounted for even when that can't be written down."""
    failed = any(result.outcome is Outcome.FAILED for result in results)
    try:
        ground.state.close_run(run, clock.iso(ground.now()), "failed" if failed else "done")
    except StateFailed as error:
        return error
    return None


def _settle(plan: Plan, ground: Ground, refused: frozenset[str]) -> int:
    """Records follow what is live already; unit by unit, so that a resumed run settles the rest."""
    count = 0
    for unit in plan.stores:
        if unit.name in refused or not (unit.settle or unit.rejected):
            continue
        with ground.state.transaction():
            _keep_rejections(unit, ground)
            count += sum(settle(ground.state, settlement, ground.now()) for settlement in unit.settle)
    return count


def _keep_rejections(unit: UnitPlan, ground: Ground) -> None:
    """The platform's reasons, beside what the rules had said: `rules --score` compares them."""
    for entry in unit.rejected:
        sent = ground.state.submission(entry.address)
        reason = next((str(note.values.get("reason", "")) for note in entry.notes if note.code == "rejected"), "")
        if sent is not None:
            keep_result(ground.state, sent, Verdict.REJECTED, reason, ground.now())
