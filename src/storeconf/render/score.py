"""How well the rules have predicted the reviewers so far, for a reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from storeconf.core.text import COLON, Lang, Text, say
from storeconf.render.cells import one_line
from storeconf.render.paint import Paint
from storeconf.rules.scoring import Score, Seen

SCORE_VERSION = "1.0"
NONE = Text(
    "还没有审核结果；apply 看到结果时会记下来",
    "no verdict has been seen yet; apply notes them as it meets them",
)
REJECTED = Text(
    "被拒 {rejected} 次，提交时已有提醒的 {predicted} 次（{share}）",
    "{rejected} rejections, of which {predicted} were warned of at submission ({share})",
)
PASSED = Text("通过 {passed} 次，其中 {alarms} 次提交时有提醒", "{passed} passed, of which {alarms} had been warned of")
MISSED = Text("没有提醒的被拒", "Rejections without a warning")
UNEXPLAINED = Text("没有规则能解释的原因", "Reasons that no rule explains")
WOLVES = Text("提醒了却通过的规则", "Rules that warned of what passed")
BY_RULE = Text("{address}：{reason}（应是 {rule}）", "{address}: {reason} (should be {rule})")
PLAIN = Text("{address}：{reason}", "{address}: {reason}")
TIMES = Text("{rule}：{count} 次", "{rule}: {count} times")


def text(score: Score, lang: Lang, paint: Paint) -> Iterator[str]:
    """The figures, then what to learn from."""
    if not score.rejected and not score.passed:
        yield NONE.render(lang)
        return
    share = f"{score.recall:.0%}" if score.recall is not None else "-"
    yield say(REJECTED(rejected=score.rejected, predicted=score.predicted, share=share), lang)
    yield say(PASSED(passed=score.passed, alarms=score.false_alarms), lang)
    missed = [BY_RULE(address=one.address, reason=one_line(one.reason), rule=rule) for one, rule in score.missed]
    unknown = [PLAIN(address=one.address, reason=one_line(one.reason)) for one in score.unexplained]
    wolves = [TIMES(rule=rule, count=count) for rule, count in score.cried_wolf]
    for title, rows in ((MISSED, missed), (UNEXPLAINED, unknown), (WOLVES, wolves)):
        if rows:
            yield paint(f"{title.render(lang)}{COLON.render(lang)}".rstrip(), bold=True)
            yield from (f"  {say(row, lang)}" for row in rows)


def as_json(score: Score) -> dict[str, Any]:
    """The same for programs."""
    return {
        "format_version": SCORE_VERSION,
        "rejected": score.rejected,
        "predicted": score.predicted,
        "recall": score.recall,
        "passed": score.passed,
        "false_alarms": score.false_alarms,
        "missed": [{**_seen(one), "rule": rule} for one, rule in score.missed],
        "unexplained": [_seen(one) for one in score.unexplained],
        "cried_wolf": [{"rule": rule, "count": count} for rule, count in score.cried_wolf],
    }


def _seen(one: Seen) -> dict[str, Any]:
    return {"address": one.address, "reason": one.reason, "rules": list(one.rules)}
