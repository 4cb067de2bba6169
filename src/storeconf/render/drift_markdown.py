"""Drift as Markdown, for a job's summary and for the issue of a store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from storeconf.core import clock
from storeconf.core.text import CLAUSES, Lang, Text, joined, say
from storeconf.plan.entities import Plan
from storeconf.render.drift import COUNT, NONE
from storeconf.render.markdown import Block, fitted, inert, units
from storeconf.render.paint import Paint
from storeconf.render.plan import DRIFT, UNKNOWN_SECTION, PlanText
from storeconf.render.plan_markdown import COMMENT_LIMIT, CUT, REPORT
from storeconf.render.section_markdown import SectionMarkdown

DRIFTED = Text("漂移 {drift}", "{drift} drifted")
SEEN = Text("{at}（北京时间）看到的", "as seen at {at} (Beijing time)")


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftMarkdown:
    """Renders the drift of a plan as a page."""

    lang: Lang
    marker: str = ""
    """A line of our own that the issue is found by."""
    report: str = ""
    """Where the whole report is; an address that we made."""
    limit: int = COMMENT_LIMIT
    size: Callable[[str], int] = units
    """What the limit counts."""
    dated: bool = True
    """Whether the moment is named; an issue that says the same tomorrow is not edited."""

    def __call__(self, plan: Plan) -> str:
        """What drifted, then what could not be seen."""
        show = SectionMarkdown(self.lang)
        found = (show(plan, DRIFT, folded=False), show(plan, UNKNOWN_SECTION, folded=True))
        blocks = [Block(self._head(plan)), *(block for block in found if block is not None)]
        report = f"[{REPORT.render(self.lang)}](<{self.report}>)" if self.report else ""
        return fitted(blocks, report, self.limit, lambda rows: say(CUT(rows=rows), self.lang), size=self.size)

    def _head(self, plan: Plan) -> str:
        text = COUNT if plan.summary.unknown else DRIFTED
        counts = say(text(drift=plan.summary.drift, unknown=plan.summary.unknown), self.lang)
        at = say(SEEN(at=clock.short(clock.parse_instant(plan.created_at))), self.lang)
        said = [counts if plan.summary.drift else NONE.render(self.lang), *([at] if self.dated else [])]
        remarks = [f"- {inert(line)}" for line in PlanText(self.lang, Paint()).units(plan)]
        return "\n".join([*([self.marker] if self.marker else []), f"**{joined(said, CLAUSES, self.lang)}**", *remarks])
