"""A plan as Markdown, for a pull request or a job's summary: the verdict first, loud what costs money, folded what is equal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from storeconf.core import clock
from storeconf.core.text import CLAUSES, COLON, Lang, Text, joined, say
from storeconf.core.values import digest
from storeconf.plan import planfile
from storeconf.plan.entities import Plan
from storeconf.render.markdown import Block, code, fitted, inert, units
from storeconf.render.paint import Paint
from storeconf.render.plan import (
    DECLARED_GONE,
    DECLARED_PRICE,
    EVERYTHING,
    NOT_READ,
    PRICE,
    REMOVALS,
    SANDBOX,
    PlanText,
    said_once,
    sections_of,
    summary,
)
from storeconf.render.problem_markdown import problem_block
from storeconf.render.section_markdown import SectionMarkdown, some
from storeconf.render.touched_markdown import touched_block

COMMENT_LIMIT = 65_000
"""UTF-16 units of a comment or an issue; GitHub answers 422 above 65,536 (facts: liatrio/terraform-change-pr-commenter issue 91)."""
SUMMARY_LIMIT = 1_000_000
"""Bytes of a job's summary; above 1,024 KiB GitHub drops all of it (facts: maplibre/flutter-maplibre-gl run 9454698428)."""
PROBLEMS = 50
PROBLEM_HEADS = (Text("位置", "Place"), Text("规则", "Rule"), Text("说明", "What is wrong"), Text("改法", "Fix"))
PROBLEMS_TITLE = Text(
    "YAML 与审核规则：{errors} 个错误、{warnings} 个警告", "YAML and review rules: {errors} errors, {warnings} warnings"
)
ABOUT = Text(
    "{at}（北京时间） 平台：{platform} 范围：{scope}", "{at} (Beijing time)  platform: {platform}  scope: {scope}"
)
OWNERS = Text("负责人：{owners}", "Owners: {owners}")
OWNS = Text("{owner}（{count} 家）", "{owner} ({count})")
CUT = Text(
    "…… 还有 {rows} 行没有显示：太长了，全文见完整报告。",
    "… {rows} more rows are left out for length; the full report has them.",
)
REPORT = Text("完整报告", "Full report")
PLAN_DIGEST = Text("计划摘要", "plan digest")

VERDICTS: tuple[tuple[str, Text], ...] = (
    (
        "incomplete",
        Text("⛔ 计划不完整：有文件或账号读不了", "⛔ Incomplete: a document or an account could not be read"),
    ),
    ("limits", Text("⛔ 超过上限，apply 会拒绝", "⛔ Over a limit: apply will refuse")),
    ("remove", Text("🔴 涉及移除 {n} 个", "🔴 {n} to be removed or taken off the shelf")),
    ("conflict", Text("🔴 冲突 {n} 处，要先选一边", "🔴 {n} in conflict: choose a side first")),
    ("blocked", Text("🟠 被拦住 {n} 处", "🟠 {n} blocked")),
    ("price", Text("🟠 动价格或上下架 {n} 处", "🟠 Touches the price or shelf of {n}")),
    ("changes", Text("🟡 会改 {n} 处", "🟡 Changes {n}")),
    ("drift", Text("🟣 没有要改的，漂移 {n} 处", "🟣 Nothing to change; {n} drifted")),
    ("none", Text("🟢 没有改动", "🟢 No changes")),
)
SHOWN_VERDICTS = 3


def _owned(plan: Plan) -> Counter[str]:
    """How many of the stores and accounts that change, or sell what changes, each owner has."""
    owners = {unit.name: unit.owner for unit in plan.stores}
    touched = {unit.name for unit in plan.stores if unit.changes or unit.conflicts or unit.drift}
    touched |= {name for unit in plan.stores for entry in unit.changes for name in entry.stores}
    return Counter(owners[name] for name in touched if owners.get(name))


def content_digest(plan: Plan) -> str:
    """What the plan says, without when and on which records it was made: two equal ones are the same plan."""
    data = planfile.as_data(plan)
    return digest({name: value for name, value in data.items() if name not in ("created_at", "lineage", "digest")})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMarkdown:
    """Renders plans as Markdown in one language."""

    lang: Lang
    marker: str = ""
    """A line of our own that the comment is found by."""
    report: str = ""
    """Where the whole report is; an address that we made."""
    title: str = ""
    """What the page is about, when there are several."""
    limit: int = COMMENT_LIMIT
    size: Callable[[str], int] = units
    """What the limit counts."""
    unmanaged: bool = False

    def __call__(self, plan: Plan) -> str:
        """The whole page, within the limit."""
        plan = said_once(plan)
        sections = sections_of(plan, unmanaged=self.unmanaged)
        show = SectionMarkdown(self.lang)
        found = [block for section in sections if (block := show(plan, section)) is not None]
        problems = problem_block(plan.diagnostics, self.lang)
        blocks = [
            Block(self._head(plan)),
            *(block for block in (touched_block(plan.base, self.lang), problems) if block),
            *found,
        ]
        return fitted(blocks, self._tail(plan), self.limit, self._more, size=self.size)

    def _head(self, plan: Plan) -> str:
        verdicts = joined(self._verdicts(plan), CLAUSES, self.lang)
        title = f"storeconf {inert(self.title)}".rstrip()
        text = PlanText(self.lang, Paint())
        lines = [
            *([self.marker] if self.marker else []),
            f"## {title}{COLON.render(self.lang)}{verdicts}",
            "",
            f"**{summary(plan, self.lang)}**",
            *(f"- {inert(line)}" for line in (*text.units(plan), *text.limits(plan))),
            "",
            self._about(plan),
        ]
        owners = self._owners(plan)
        return "\n".join([*lines, *(["", owners] if owners else [])])

    def _verdicts(self, plan: Plan) -> list[str]:
        gone, price = (DECLARED_GONE, DECLARED_PRICE) if plan.policy.declared_only else (REMOVALS, PRICE)
        counts = {
            "incomplete": plan.incomplete,
            "limits": sum(not limit.acknowledged for limit in plan.limits),
            "remove": len({entry.address for unit in plan.stores for entry in gone.picks(unit)}),
            "conflict": plan.summary.conflict,
            "blocked": plan.summary.blocked,
            "price": len({entry.address for unit in plan.stores for entry in price.picks(unit)}),
            "changes": plan.summary.changes,
            "drift": plan.summary.drift if not plan.summary.changes else 0,
        }
        said = [say(text(n=counts[name]), self.lang) for name, text in VERDICTS if counts.get(name)]
        loud = said[:SHOWN_VERDICTS] or [dict(VERDICTS)["none"].render(self.lang)]
        return [loud[0], *(one.split(" ", 1)[1] for one in loud[1:])]

    def _about(self, plan: Plan) -> str:
        policy = plan.policy
        scope = [*policy.target, *(f"-{one}" for one in policy.exclude)]
        scope += [f"{name}={','.join(values)}" for name, values in policy.where.items()]
        scope += [f"--base {policy.base}"] if policy.base else []
        platform = SANDBOX.render(self.lang) if plan.platform == "sandbox" else inert(plan.platform)
        platform = f"**{NOT_READ.render(self.lang)}**" if policy.declared_only else platform
        at = clock.short(clock.parse_instant(plan.created_at))
        where = " ".join(code(one) for one in scope) or EVERYTHING.render(self.lang)
        return say(ABOUT(at=at, platform=platform, scope=where), self.lang)

    def _owners(self, plan: Plan) -> str:
        """Who answers for the stores that change. Names stand in code: nobody is called by reading a plan."""
        counts = Counter(one.owner for one in plan.base.touched if one.owner) if plan.base is not None else _owned(plan)
        said = [say(OWNS(owner=code(owner), count=count), self.lang) for owner, count in sorted(counts.items())]
        return say(OWNERS(owners=some(said, self.lang)), self.lang) if said else ""

    def _tail(self, plan: Plan) -> str:
        found = content_digest(plan)
        parts = [f"[{REPORT.render(self.lang)}](<{self.report}>)"] if self.report else []
        parts.append(f"{PLAN_DIGEST.render(self.lang)} {code(found[:12])}")
        return f"{' · '.join(parts)}\n<!-- storeconf:plan-digest:{found} -->"

    def _more(self, rows: int) -> str:
        return f"**{say(CUT(rows=rows), self.lang)}**"
