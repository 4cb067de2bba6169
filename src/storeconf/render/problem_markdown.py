"""Diagnostics as Markdown: where, which rule, what is wrong, how to put it right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from storeconf.core.text import Lang, Text, say
from storeconf.plan.entities import PlanDiagnostic
from storeconf.render.cells import shorten
from storeconf.render.diagnostics import SHOWN_ALIKE, count, summary_line
from storeconf.render.markdown import Block, code, fitted, inert, octets, row, table

HEADS = (Text("位置", "Place"), Text("规则", "Rule"), Text("说明", "What is wrong"), Text("改法", "Fix"))
TITLE = Text(
    "YAML 与审核规则：{errors} 个错误、{warnings} 个警告", "YAML and review rules: {errors} errors, {warnings} warnings"
)
CUT = Text("…… 还有 {rows} 条没有显示", "… {rows} more are not shown")
SHOWN = 50
"""Problems beside a plan; `validate` lists them all."""
CELLS = 200
"""Cells of one sentence."""


def problem_block(items: Sequence[PlanDiagnostic], lang: Lang, *, limit: int = SHOWN) -> Block | None:
    """What is wrong, errors first as they come, folded; nothing when all is well. Waived findings don't count."""
    live = [item for item in items if not item.waived_by]
    if not live:
        return None
    counts = count(live)
    title = say(TITLE(errors=counts["error"], warnings=counts["warning"]), lang)
    shown = live if limit >= len(live) else _first_of_each(live)[:limit]
    rows = [_row(item) for item in shown]
    rows += [row((say(CUT(rows=len(live) - len(shown)), lang), "", "", ""))] if len(shown) < len(live) else []
    return table(title, [head.render(lang) for head in HEADS], rows, folded=True)


def _first_of_each(items: Sequence[PlanDiagnostic]) -> list[PlanDiagnostic]:
    """Of problems that are alike only the first few, so that a thousand of one kind don't hide the others."""
    seen: Counter[str] = Counter()
    found = []
    for item in items:
        seen[item.code] += 1
        if seen[item.code] <= SHOWN_ALIKE:
            found.append(item)
    return found


def page(items: Sequence[PlanDiagnostic], lang: Lang, limit: int) -> str:
    """`validate` as a page."""
    block = problem_block(items, lang, limit=len(items))
    head = Block(f"## storeconf validate\n\n**{summary_line([item for item in items if not item.waived_by], lang)}**")
    blocks = [head, *([block] if block is not None else [])]
    return fitted(blocks, "", limit, lambda rows: say(CUT(rows=rows), lang), size=octets)


def _row(item: PlanDiagnostic) -> str:
    line = f":{item.range['start']['line']}" if item.range is not None else ""
    place = code(f"{item.file}{line}") if item.file else code(item.address or item.store)
    rule = f"{code(item.code)} {inert(item.summary)}"
    return row((place, rule, inert(shorten(item.detail, CELLS)), inert(shorten(item.fix, CELLS))))
