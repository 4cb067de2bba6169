"""What a run did, step by step, on every exit."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator
from typing import Any

from storeconf.core.text import CLAUSES, COMMA, Lang, Text, joined, say
from storeconf.plan.entities import Plan
from storeconf.plan.results import SUCCEEDED, Outcome, RunResult, StepResult
from storeconf.render import words
from storeconf.render.cells import one_line
from storeconf.render.paint import Paint
from storeconf.render.todo import tasks_of

OUTCOMES = {
    Outcome.DONE: (Text("完成", "done"), "green", "✓"),
    Outcome.IN_REVIEW: (Text("已送审", "in review"), "blue", "…"),
    Outcome.WAITING: (Text("等人做", "waiting for a person"), "cyan", "▸"),
    Outcome.FAILED: (Text("失败", "failed"), "red", "✗"),
    Outcome.REFUSED: (Text("拒绝执行", "refused"), "red", "✗"),
    Outcome.SKIPPED: (Text("跳过", "skipped"), "yellow", "-"),
    Outcome.NOT_STARTED: (Text("没有开始", "not started"), "yellow", "-"),
}
WAITING = Text("{why}：{count} 件", "{why}: {count}")
UNIT_REFUSED = Text(
    "{unit} 的 YAML 在计划之后改过，没有执行；重新 plan",
    "the YAML of {unit} changed after the plan, so it was not carried out; plan again",
)
SETTLED = Text("更新记录 {count} 项", "{count} records followed")
NOTHING = Text("没有要执行的。", "Nothing to carry out.")
INTERRUPTED = Text("执行中断；继续：storeconf apply --resume", "interrupted; go on with: storeconf apply --resume")
NEXT_TODO = Text(
    "要人做的合并成 {count} 件，步骤见 storeconf todo{options}",
    "what is left for people comes to {count} tasks: storeconf todo{options}",
)
STILL_OPEN = Text("还没解决：{counts}；storeconf plan 看怎么办", "still open: {counts}; storeconf plan says what to do")
OPEN: tuple[tuple[str, Text], ...] = (
    ("blocked", Text("被拦住 {n}", "{n} blocked")),
    ("conflict", Text("冲突 {n}", "{n} in conflict")),
    ("rejected", Text("被拒 {n}", "{n} rejected")),
    ("banned", Text("封禁 {n}", "{n} banned")),
)
NEXT_REVIEW = Text(
    "审核有结果后再运行 storeconf apply，记录会跟上", "run storeconf apply again when the reviews are through"
)
RESUMED = Text("中断前已完成", "done before the interruption")
BECAUSE = Text("：{why}", ": {why}")
SHOWN = 20


class RunText:
    """Renders the result of a run."""

    def __init__(self, lang: Lang, paint: Paint) -> None:
        """In one language."""
        self.lang, self.paint = lang, paint

    def __call__(self, result: RunResult) -> str:
        """Steps by API one by one, those for people counted by who is to do them, then the totals."""
        lines = list(self._steps(result))
        totals = [
            f"{text.render(self.lang)} {result.count(outcome)}"
            for outcome, (text, _, _) in OUTCOMES.items()
            if result.count(outcome)
        ]
        if result.settled:
            totals.append(say(SETTLED(count=result.settled), self.lang))
        lines.append(self.paint(joined(totals, COMMA, self.lang) or NOTHING.render(self.lang), bold=True))
        lines.extend(self._next(result))
        return "\n".join(lines)

    def _steps(self, result: RunResult) -> Iterator[str]:
        order = [Outcome.FAILED, Outcome.REFUSED, Outcome.SKIPPED, Outcome.NOT_STARTED, Outcome.IN_REVIEW, Outcome.DONE]
        for outcome in order:
            found = [one for one in result.results if one.outcome is outcome]
            limit = len(found) if outcome in (Outcome.FAILED, Outcome.REFUSED) else SHOWN
            yield from (self._step(one) for one in found[:limit])
            if len(found) > limit:
                text, style, _ = OUTCOMES[outcome]
                yield self.paint(f"  … {text.render(self.lang)} +{len(found) - limit}", style)
        named = {one.step.unit for one in result.results}
        for unit in result.refused_units:
            if unit not in named:
                yield f"  {self.paint('✗', 'red')} {say(UNIT_REFUSED(unit=unit), self.lang)}"
        yield from self._waiting(result)

    def _waiting(self, result: RunResult) -> Iterator[str]:
        _, style, symbol = OUTCOMES[Outcome.WAITING]
        counted = Counter(say(one.detail, self.lang) for one in result.results if one.outcome is Outcome.WAITING)
        for why, count in counted.most_common(SHOWN):
            yield f"  {self.paint(symbol, style)} {one_line(say(WAITING(why=why, count=count), self.lang))}"
        if len(counted) > SHOWN:
            yield self.paint(f"  … +{len(counted) - SHOWN}", style)

    def _step(self, one: StepResult) -> str:
        text, style, symbol = OUTCOMES[one.outcome]
        line = f"  {self.paint(symbol, style)} {one_line(one.step.address)}  {words.op(one.step.op, self.lang)}  {text.render(self.lang)}"
        done_before = one.resumed and one.outcome in SUCCEEDED
        detail = RESUMED.render(self.lang) if done_before else say(one.detail, self.lang)
        if one.fix:
            detail = joined((detail, say(one.fix, self.lang)), CLAUSES, self.lang)
        return line + (say(BECAUSE(why=one_line(detail)), self.lang) if detail else "")

    def _next(self, result: RunResult) -> Iterator[str]:
        if result.interrupted:
            yield INTERRUPTED.render(self.lang)
        waiting = len(tasks_of(result.plan))
        if waiting:
            yield say(NEXT_TODO(count=waiting, options=_decided(result.plan)), self.lang)
        if result.count(Outcome.IN_REVIEW):
            yield NEXT_REVIEW.render(self.lang)
        open_ = [say(text(n=n), self.lang) for name, text in OPEN if (n := getattr(result.plan.summary, name))]
        if open_:
            yield say(STILL_OPEN(counts=joined(open_, COMMA, self.lang)), self.lang)


def _decided(plan: Plan) -> str:
    """The choices that the steps by hand were made under; without them `todo` would list others."""
    policy = plan.policy
    chosen: list[tuple[str, ...]] = [("--take", side, where) for where, side in policy.take.items()]
    chosen += [("--restore", one) for one in policy.restore]
    chosen += [("--allow", one) for one in policy.allow]
    return "".join(f" {shlex.join(words)}" for words in chosen)


def as_json(result: RunResult, lang: Lang) -> dict[str, Any]:
    """A run as JSON."""
    return {
        "format_version": "1.0",
        "run": result.run,
        "settled": result.settled,
        "interrupted": result.interrupted,
        "refused_units": list(result.refused_units),
        "steps": [
            {
                "id": one.step.id,
                "address": one.step.address,
                "op": one.step.op,
                "by": one.step.by,
                "outcome": str(one.outcome),
                "detail": say(one.detail, lang),
                "fix": say(one.fix, lang),
                "resumed": one.resumed,
            }
            for one in result.results
        ],
        "summary": {str(outcome): result.count(outcome) for outcome in Outcome},
    }
