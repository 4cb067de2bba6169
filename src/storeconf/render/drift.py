"""Drift as text: for each object what it was left as, what it is now, and how to answer."""

from __future__ import annotations

from dataclasses import dataclass

from storeconf.core.text import Lang, Text, say
from storeconf.plan.entities import Plan, Summary
from storeconf.render.paint import Paint
from storeconf.render.plan import DRIFT, UNKNOWN_SECTION, PlanText

NONE = Text("没有漂移。", "No drift.")
NOTHING_KNOWN = Text(
    "{count} 个门店或账号的 YAML 有误，没有比对：{names}",
    "stores or accounts whose YAML is wrong ({count}), so they were not compared: {names}",
)
COUNT = Text("漂移 {drift}；没能看到 {unknown}", "{drift} drifted; {unknown} could not be seen")
CONFLICTS = Text(
    "；冲突 {count}，后台改过，YAML 也不一样（storeconf plan 列出）",
    "; {count} in conflict, where the YAML differs too (storeconf plan lists them)",
)
UNMANAGED = Text(
    "；YAML 里没有的 {count}（storeconf plan --unmanaged 列出）",
    "; {count} not in the YAML (storeconf plan --unmanaged lists them)",
)


@dataclass(frozen=True, slots=True)
class DriftText:
    """Renders the drift of a plan."""

    lang: Lang
    paint: Paint
    expand: bool = False

    def __call__(self, plan: Plan, *, beside: Summary) -> str:
        """The drift, what could not be seen, the counts. `beside`: counts of what is no drift, but good to know of."""
        text = PlanText(self.lang, self.paint, expand=self.expand)
        parts = [part for section in (DRIFT, UNKNOWN_SECTION) if (part := text.section(plan, section))]
        if not plan.summary.drift:
            parts.append(NONE.render(self.lang))
        unread = [unit.name for unit in plan.stores if unit.state == "unknown"]
        if unread:
            line = say(NOTHING_KNOWN(count=len(unread), names=text.some(unread)), self.lang)
            parts.append(self.paint(line, "yellow"))
        counts = say(COUNT(drift=plan.summary.drift, unknown=plan.summary.unknown), self.lang)
        if beside.conflict:
            counts += say(CONFLICTS(count=beside.conflict), self.lang)
        if beside.unmanaged:
            counts += say(UNMANAGED(count=beside.unmanaged), self.lang)
        parts.append(self.paint(counts, bold=True))
        return "\n\n".join(parts)
