"""Drift as text: for each object what it was left as, what it is now, and how to answer."""

from __future__ import annotations

from dataclasses import dataclass

from storeconf.core.text import Lang, Text, say
from storeconf.plan.entities import Plan
from storeconf.render.paint import Paint
from storeconf.render.plan import DRIFT, UNKNOWN_SECTION, PlanText

NONE = Text("没有漂移：能看到的都和上次应用的一样。", "No drift: everything that can be seen is as it was left.")
COUNT = Text("漂移 {drift}；没能看到 {unknown}", "{drift} drifted; {unknown} could not be seen")
ANSWERS = Text(
    "改回去：storeconf plan --restore 地址   认可它：把 YAML 改成线上的值",
    "put it back: storeconf plan --restore ADDRESS   accept it: change the YAML to the live value",
)


@dataclass(frozen=True, slots=True)
class DriftText:
    """Renders the drift of a plan."""

    lang: Lang
    paint: Paint
    expand: bool = False

    def __call__(self, plan: Plan) -> str:
        """The drift, what could not be seen, the counts."""
        text = PlanText(self.lang, self.paint, expand=self.expand)
        parts = [part for section in (DRIFT, UNKNOWN_SECTION) if (part := text.section(plan, section))]
        if not plan.summary.drift:
            parts.append(NONE.render(self.lang))
        else:
            parts.append(ANSWERS.render(self.lang))
        counts = COUNT(drift=plan.summary.drift, unknown=plan.summary.unknown)
        parts.append(self.paint(say(counts, self.lang), bold=True))
        return "\n\n".join(parts)
