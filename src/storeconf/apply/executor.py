"""The executor: for each step read, compare, journal, write, record.

A step that was interrupted is looked up before it is sent again, so nothing is lost and nothing is done twice.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from storeconf.apply.bookkeeping import keep_applied, record_of
from storeconf.core import clock
from storeconf.core.text import Message, Say, Text
from storeconf.model.compare import same
from storeconf.model.fleet import AccountInfo
from storeconf.model.kinds import BY_NAME
from storeconf.model.review import Verdict
from storeconf.plan.entities import Plan, Step
from storeconf.plan.results import FINAL, SUCCEEDED, Outcome, StepResult
from storeconf.plan.steps import fingerprint
from storeconf.platform import protocol
from storeconf.platform.live import Existence, LiveObject
from storeconf.platform.protocol import Platform, Request, Wanted
from storeconf.state.sqlite import SqliteState

TRIES = 2
"""How often a write is sent when no answer comes; each time the platform is looked at first."""

MOVED = Text(
    "平台上的值在计划之后变了，没有写入；重新 plan 就能看到谁改了什么",
    "the live value moved after the plan, so nothing was written; plan again to see what changed",
)
RECORD_MOVED = Text("本地记录在计划之后变了，没有写入", "the record moved after the plan, so nothing was written")
CONFIG_MOVED = Text(
    "YAML 在计划之后改过，这个单元没有执行", "the YAML changed after the plan, so this unit was not carried out"
)
UNREADABLE = Text("写之前读不到线上的现状，没有写入", "the live value can't be read, so nothing was written")
UNCLEAR = Text(
    "平台没有回答，不知道写成没有；下一次 plan 会看清",
    "the platform did not answer; the next plan will tell whether it was written",
)
NEEDS = Text("它需要的步骤没有成功：{step}", "a step it needs did not succeed: {step}")
ALREADY = Text("中断前已经送达，没有重复提交", "had arrived before the interruption, not sent again")
WAITS_FOR = Text("等 {who} 在后台完成", "waits for {who} to do it in the console")
SOMEBODY = Text("负责人", "the owner")
PROGRESS = Text("{done}/{total} {address}", "{done}/{total} {address}")


@dataclass(slots=True)
class Executor:
    """Carries out the steps of one run."""

    platform: Platform
    state: SqliteState
    accounts: Mapping[str, AccountInfo]
    run: int
    now: Callable[[], datetime]
    progress: Callable[[Message], None]
    parallel: int = 1
    stop: threading.Event = field(default_factory=threading.Event)
    """Set to end after the steps that are under way."""
    refused_units: frozenset[str] = frozenset()
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _records: dict[str, str] = field(default_factory=dict)
    """Record digests that this run itself has made."""
    _results: dict[str, StepResult] = field(default_factory=dict)

    def execute(self, plan: Plan) -> tuple[StepResult, ...]:
        """Every step of the plan, level by level; units side by side, the steps of one unit one after another."""
        self._resume(plan)
        for _, level in groupby(plan.steps, key=_level):
            by_unit: dict[str, list[Step]] = {}
            for step in level:
                by_unit.setdefault(step.unit, []).append(step)
            self._level(list(by_unit.values()), len(plan.steps))
        return tuple(self._results.get(step.id) or _untouched(step) for step in plan.steps)

    def _resume(self, plan: Plan) -> None:
        """Take over what an interrupted run had journalled as finished, and the records that this run has settled."""
        journal = self.state.journal(self.run)
        settled = {settlement.address for unit in plan.stores for settlement in unit.settle}
        done = {step.address for step in plan.steps if step.id in journal and journal[step.id]["outcome"]}
        for address in settled | done:
            record = record_of(self.state, address)
            self._records[address] = record.digest if record is not None else ""
        for step in plan.steps:
            row = journal.get(step.id)
            if row is not None and row["outcome"] in {str(outcome) for outcome in FINAL}:
                self._results[step.id] = StepResult(step=step, outcome=Outcome(row["outcome"]), resumed=True)

    def _level(self, groups: Sequence[Sequence[Step]], total: int) -> None:
        if self.parallel <= 1 or len(groups) <= 1:
            for steps in groups:
                self._unit(steps, total)
            return
        with ThreadPoolExecutor(max_workers=self.parallel) as pool:
            for done in [pool.submit(self._unit, steps, total) for steps in groups]:
                done.result()

    def _unit(self, steps: Iterable[Step], total: int) -> None:
        for step in steps:
            if self.stop.is_set():
                return
            if step.id in self._results:
                continue
            result = self._step(step)
            with self._lock:
                self._results[step.id] = result
                self.progress(PROGRESS(done=len(self._results), total=total, address=step.address))

    def _step(self, step: Step) -> StepResult:
        if step.unit in self.refused_units:
            return self._conclude(step, Outcome.REFUSED, CONFIG_MOVED)
        failed = [needed for needed in step.needs if not self._succeeded(needed)]
        if failed:
            return self._conclude(step, Outcome.SKIPPED, NEEDS(step=failed[0]))
        if step.by == "hand":
            return StepResult(step=step, outcome=Outcome.WAITING, detail=WAITS_FOR(who=step.owner or SOMEBODY))
        return self._by_api(step)

    def _succeeded(self, step_id: str) -> bool:
        result = self._results.get(step_id)
        return result is not None and result.outcome in SUCCEEDED

    # -- one step by API ---------------------------------------------------------------------------------------------

    def _by_api(self, step: Step) -> StepResult:
        interrupted = self._was_intended(step)
        live = self._look(step)
        if live is None:
            return self._conclude(step, Outcome.FAILED, UNREADABLE)
        if interrupted and _landed(step, live):
            return self._succeed(step, protocol.Outcome(ok=True, ids=live.ids), ALREADY)
        refusal = self._refusal(step, live)
        if refusal is not None:
            return self._conclude(step, Outcome.REFUSED, refusal)
        return self._send(step)

    def _was_intended(self, step: Step) -> bool:
        with self._lock:
            row = self.state.journal(self.run).get(step.id)
        return row is not None and not row["outcome"]

    def _look(self, step: Step) -> LiveObject | None:
        try:
            live = self.platform.reread(_wanted(step))
        except protocol.ReadFailed:
            return None
        return None if live.existence is Existence.UNKNOWN and step.kind == "product" else live

    def _refusal(self, step: Step, live: LiveObject) -> Text | None:
        """The plan's own checks, once more: the record and the live value are what the reviewer saw."""
        with self._lock:
            record = record_of(self.state, step.address)
            known = self._records.get(step.address)
        expected = known if known is not None else step.precondition
        if (record.digest if record is not None else "") != expected:
            return RECORD_MOVED
        call_is_whole = step.op == "product.save"
        seen = fingerprint(live, BY_NAME[step.kind], step.changed, whole=call_is_whole, review=step.review)
        return None if seen == step.fingerprint else MOVED

    def _send(self, step: Step) -> StepResult:
        assert step.call is not None
        request = Request(
            op=step.op, method=step.call.method, path=step.call.path, body=step.call.body, sets=step.changed
        )
        outcome = protocol.Outcome(ok=False)
        for _ in range(TRIES):
            with self._lock:
                self.state.intend(self.run, step.id, clock.iso(self.now()))
            outcome = self.platform.write(self.accounts[step.account], request)
            if outcome.ok:
                return self._succeed(step, outcome)
            if not outcome.unclear:
                break
            live = self._look(step)
            if live is not None and _landed(step, live):
                return self._succeed(step, protocol.Outcome(ok=True, ids=live.ids))
        problem = outcome.problem
        detail, fix = (problem.detail, problem.fix) if problem is not None else (UNCLEAR, "")
        return self._conclude(step, Outcome.FAILED, UNCLEAR if outcome.unclear else detail, fix)

    def _succeed(self, step: Step, outcome: protocol.Outcome, detail: Say = "") -> StepResult:
        """The effect and its journal line in one transaction."""
        ended = Outcome.IN_REVIEW if step.review else Outcome.DONE
        now = self.now()
        with self._lock, self.state.transaction():
            keep_applied(self.state, step, outcome.ids, outcome.ref, now)
            self.state.conclude(
                self.run, step.id, clock.iso(now), str(ended), {"ids": dict(outcome.ids), "ref": outcome.ref}
            )
            record = record_of(self.state, step.address)
            self._records[step.address] = record.digest if record is not None else ""
        return StepResult(step=step, outcome=ended, detail=detail)

    def _conclude(self, step: Step, outcome: Outcome, detail: Say, fix: Say = "") -> StepResult:
        with self._lock, self.state.transaction():
            self.state.conclude(self.run, step.id, clock.iso(self.now()), str(outcome), {})
        return StepResult(step=step, outcome=outcome, detail=detail, fix=fix)


def _level(step: Step) -> int:
    if step.expect == "forget":
        return 0
    kind = BY_NAME.get(step.kind)
    return kind.level if kind is not None else 15


def _untouched(step: Step) -> StepResult:
    return StepResult(step=step, outcome=Outcome.NOT_STARTED)


def _wanted(step: Step) -> Wanted:
    return Wanted(
        address=step.address,
        kind=step.kind,
        account=step.account,
        product_id=step.ids.get("product_id", ""),
        out_id=step.ids.get("out_id", ""),
        poi_id=step.ids.get("poi_id", ""),
    )


def _landed(step: Step, live: LiveObject) -> bool:
    """Whether the platform shows what the step would do: in review, or live already."""
    kind = BY_NAME[step.kind]
    places = [live.attrs]
    if live.review is not None and live.review.verdict is Verdict.IN_REVIEW:
        places.append(live.review.attrs)
    sent = {path: value for path, value in step.attrs.items() if path != "shelf" or not step.review}
    return any(
        bool(sent) and all(p in place and same(kind.attribute(p), place[p], v) for p, v in sent.items())
        for place in places
    )
