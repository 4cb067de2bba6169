"""The executor: for each step read, compare, journal, write, record.

A step that was interrupted is looked up before it is sent again, so nothing is lost and nothing is done twice.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from storeconf.apply.bookkeeping import keep_applied
from storeconf.core import clock
from storeconf.core.diagnostics import StoreconfError
from storeconf.core.text import LANGS, Message, Say, Text, say
from storeconf.model.compare import same
from storeconf.model.fleet import AccountInfo
from storeconf.model.kinds import BY_NAME
from storeconf.model.review import Verdict
from storeconf.plan.entities import Plan, Step
from storeconf.plan.results import FINAL, SUCCEEDED, Outcome, StepResult
from storeconf.plan.steps import exposes, fingerprint
from storeconf.platform import protocol
from storeconf.platform.live import Existence, LiveObject
from storeconf.platform.protocol import Platform, Request, Wanted
from storeconf.state.protocol import State
from storeconf.state.trouble import StateFailed

TRIES = 2
"""How often a write is sent when no answer comes; never again before the platform was looked at."""

MOVED = Text(
    "平台上的值在计划之后变了，没有写入；重新 plan 就能看到改成了什么",
    "the live value moved after the plan, so nothing was written; plan again to see what changed",
)
RECORD_MOVED = Text(
    "本地记录在计划之后变了，没有写入；重新 plan", "the record moved after the plan, so nothing was written; plan again"
)
CONFIG_MOVED = Text(
    "YAML 在计划之后改过，没有写入；重新 plan", "the YAML changed after the plan, so nothing was written; plan again"
)
REJECTED_NOW = Text(
    "审核规则 {rules} 现在不通过，没有提交；storeconf validate 看原文和改法",
    "the review rules {rules} reject it now, so it was not submitted; storeconf validate shows why and what to do",
)
UNREADABLE = Text("写之前读不到线上的现状，没有写入", "the live value can't be read, so nothing was written")
UNCLEAR = Text(
    "平台没有回答，不知道写成没有；下一次 plan 会看清",
    "the platform did not answer; the next plan will tell whether it was written",
)
NOT_KEPT = Text(
    "已经送出，但结果没能记下；状态文件恢复后，apply --resume 会看清并接上",
    "it was sent, but the result could not be kept; when the state works again, apply --resume looks and goes on",
)
DEFECT = Text("storeconf 内部出错（{kind}：{text}）", "storeconf failed inside ({kind}: {text})")
NEEDS = Text("它需要的步骤没有成功：{step}", "a step it needs did not succeed: {step}")
ALREADY = Text("中断前已经送达，没有重复提交", "had arrived before the interruption, not sent again")
WAITS_FOR = Text("等 {who} 在后台完成", "waits for {who} to do it in the console")
SOMEBODY = Text("负责人", "the owner")
PROGRESS = Text("{done}/{total} {address}", "{done}/{total} {address}")


@dataclass(slots=True)
class Executor:
    """Carries out the steps of one run."""

    platform: Platform
    state: State
    accounts: Mapping[str, AccountInfo]
    run: int
    now: Callable[[], datetime]
    progress: Callable[[Message], None]
    parallel: int = 1
    stop: threading.Event = field(default_factory=threading.Event)
    """Set to end after the steps that are under way."""
    refused_units: frozenset[str] = frozenset()
    blocked: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Rules that reject what is declared, judged at the moment of this run, by address."""
    problem: StateFailed | None = None
    """Why the run could not be journalled to its end."""
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _records: dict[str, str] = field(default_factory=dict)
    """Record digests that this run itself has made."""
    _results: dict[str, StepResult] = field(default_factory=dict)
    _intended: set[str] = field(default_factory=set)
    """Steps whose intent is journalled: they may have been sent."""

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
        """Take over what an interrupted run had journalled, and the records that this run has settled."""
        journal = self.state.journal(self.run)
        self._intended.update(step for step, row in journal.items() if not row["outcome"])
        settled = {settlement.address for unit in plan.stores for settlement in unit.settle}
        done = {step.address for step in plan.steps if step.id in journal and journal[step.id]["outcome"]}
        for address in settled | done:
            record = self.state.record(address)
            self._records[address] = record.digest if record is not None else ""
        for step in plan.steps:
            row = journal.get(step.id)
            if row is not None and row["outcome"] in {str(outcome) for outcome in FINAL}:
                why = {name: Text(**said) for name, said in json.loads(row["detail"]).get("why", {}).items()}
                self._results[step.id] = StepResult(step=step, outcome=Outcome(row["outcome"]), resumed=True, **why)

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
            result = self._attempt(step)
            if result is None:
                return
            with self._lock:
                self._results[step.id] = result
                if step.by == "hand":  # takes no time
                    continue
                self.progress(PROGRESS(done=len(self._results), total=total, address=step.address))

    def _attempt(self, step: Step) -> StepResult | None:
        """One step. Without a state nothing more may be sent, by nobody: None when it had not been begun."""
        try:
            return self._isolated(step)
        except StateFailed as error:
            self.stop.set()
            with self._lock:
                self.problem = self.problem or error
                sent = step.id in self._intended
            return StepResult(step=step, outcome=Outcome.FAILED, detail=NOT_KEPT) if sent else None

    def _isolated(self, step: Step) -> StepResult:
        """One step; what goes wrong in it, even by a defect of ours, stops nobody else."""
        try:
            return self._step(step)
        except StateFailed:
            raise
        except StoreconfError as error:
            problem = error.diagnostics[0]
            return self._conclude(step, Outcome.FAILED, problem.detail, problem.fix)
        except Exception as error:
            return self._conclude(step, Outcome.FAILED, DEFECT(kind=type(error).__name__, text=str(error)[:300]))

    def _step(self, step: Step) -> StepResult:
        if step.unit in self.refused_units and step.id not in self._intended:
            return self._conclude(step, Outcome.REFUSED, CONFIG_MOVED)
        failed = [needed for needed in step.needs if not self._succeeded(needed)]
        if failed:
            return self._conclude(step, Outcome.SKIPPED, NEEDS(step=failed[0]))
        if step.by == "hand":
            return StepResult(step=step, outcome=Outcome.WAITING, detail=WAITS_FOR(who=step.owner or SOMEBODY))
        if step.account not in self.accounts:
            return self._conclude(step, Outcome.REFUSED, CONFIG_MOVED)
        return self._by_api(step)

    def _succeeded(self, step_id: str) -> bool:
        result = self._results.get(step_id)
        return result is not None and result.outcome in SUCCEEDED

    # -- one step by API ---------------------------------------------------------------------------------------------

    def _by_api(self, step: Step) -> StepResult:
        interrupted = step.id in self._intended
        live = self._look(step)
        if live is None:
            return self._conclude(step, Outcome.FAILED, UNCLEAR if interrupted else UNREADABLE)
        if interrupted and _landed(step, live):
            return self._succeed(step, _as_answered(live), ALREADY)
        refusal = self._refusal(step, live)
        if refusal is not None:
            return self._conclude(step, Outcome.REFUSED, refusal)
        return self._send(step)

    def _look(self, step: Step) -> LiveObject | None:
        try:
            with self._lock:
                submission = self.state.submission(step.address)
            live = self.platform.reread(_wanted(step, submission.ref if submission is not None else ""))
        except protocol.ReadFailed:
            return None
        return None if live.existence is Existence.UNKNOWN and step.kind == "product" else live

    def _refusal(self, step: Step, live: LiveObject) -> Text | Message | None:
        """The plan's own checks, once more: configuration, record and live value are what the reviewer saw."""
        if step.unit in self.refused_units:
            return CONFIG_MOVED
        with self._lock:
            record = self.state.record(step.address)
            known = self._records.get(step.address)
        rules = self.blocked.get(step.address, ()) if exposes(step) else ()
        if rules:
            return REJECTED_NOW(rules=list(rules))
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
                self._intended.add(step.id)
            outcome = self.platform.write(self.accounts[step.account], request)
            if outcome.ok:
                return self._succeed(step, outcome)
            if not outcome.unclear:
                break
            live = self._look(step)
            if live is None:
                break
            if _landed(step, live):
                return self._succeed(step, _as_answered(live))
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
            record = self.state.record(step.address)
            self._records[step.address] = record.digest if record is not None else ""
        return StepResult(step=step, outcome=ended, detail=detail)

    def _conclude(self, step: Step, outcome: Outcome, detail: Say, fix: Say = "") -> StepResult:
        why = {"detail": _both(detail), **({"fix": _both(fix)} if fix else {})}
        with self._lock, self.state.transaction():
            self.state.conclude(self.run, step.id, clock.iso(self.now()), str(outcome), {"why": why})
        return StepResult(step=step, outcome=outcome, detail=detail, fix=fix)


def _level(step: Step) -> int:
    if step.expect == "forget":
        return 0
    kind = BY_NAME.get(step.kind)
    return kind.level if kind is not None else 15


def _as_answered(live: LiveObject) -> protocol.Outcome:
    """What the platform would have answered, had its answer come."""
    return protocol.Outcome(ok=True, ids={name: live.ids[name] for name in ("product_id",) if name in live.ids})


def _both(words: Say) -> dict[str, str]:
    """Words as the journal keeps them, for a reader of either language."""
    return {lang: say(words, lang) for lang in LANGS}


def _untouched(step: Step) -> StepResult:
    return StepResult(step=step, outcome=Outcome.NOT_STARTED)


def _wanted(step: Step, task: str) -> Wanted:
    return Wanted(
        address=step.address,
        kind=step.kind,
        account=step.account,
        product_id=step.ids.get("product_id", ""),
        out_id=step.ids.get("out_id", ""),
        poi_id=step.ids.get("poi_id", ""),
        tasks=(task,) if task else (),
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
