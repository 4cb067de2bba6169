"""The steps by hand as Markdown, for a job's summary or an issue: boxes to tick, texts to copy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from storeconf.core import clock
from storeconf.core.text import CLAUSES, COLON, ITEMS, Lang, Text, joined, say
from storeconf.model.kinds import BY_NAME
from storeconf.plan.entities import Plan, Step
from storeconf.render import words
from storeconf.render.cells import shorten
from storeconf.render.markdown import Block, code, fenced, fitted, inert, octets
from storeconf.render.plan_markdown import SUMMARY_LIMIT
from storeconf.render.section_markdown import some
from storeconf.render.todo import (
    BLIND,
    DIFFERENT,
    DONE,
    DUE,
    HEAD,
    KEEP,
    MARKED,
    NOTHING,
    PAGE,
    PICTURE,
    WHERE,
    command_for,
    evidence_of,
    page_of,
    tasks_of,
)
from storeconf.render.values import full

CUT = Text(
    "…… 还有 {rows} 件没有显示：太长了，全部见 storeconf todo --all",
    "… {rows} more tasks are left out for length; storeconf todo --all lists them",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoMarkdown:
    """Renders the runbook of a plan as a page."""

    lang: Lang
    limit: int = SUMMARY_LIMIT
    size: Callable[[str], int] = field(default=octets)
    """What the limit counts."""

    def __call__(self, plan: Plan) -> str:
        """The whole page, cut between tasks where the limit is."""
        tasks = tasks_of(plan)
        if not tasks:
            return f"**{NOTHING.render(self.lang)}**\n"
        counted = HEAD(tasks=len(tasks), units=len({step.unit for task in tasks for step in task}))
        pages: dict[str, list[str]] = {}
        for task in tasks:
            rows = pages.setdefault(page_of(task[0], self.lang), [])
            rows.append("\n".join(self._task(plan, task)))
        head = Block(f"## {say(counted, self.lang)}\n\n{MARKED.render(self.lang)}")
        found = [Block(f"### {say(PAGE(page=page), self.lang)}\n", tuple(rows)) for page, rows in pages.items()]
        tail = inert(DIFFERENT.render(self.lang))
        return fitted([head, *found], tail, self.limit, lambda rows: say(CUT(rows=rows), self.lang), size=self.size)

    def _task(self, plan: Plan, task: Sequence[Step]) -> Iterator[str]:
        first = task[0]
        kind = BY_NAME.get(first.kind)
        remarks = [words.op(first.op, self.lang)]
        if first.due:
            remarks.append(say(DUE(due=clock.short(clock.parse_instant(first.due))), self.lang))
        if first.blind:
            remarks.append(BLIND.render(self.lang))
        label = (kind.label if kind is not None else PICTURE).render(self.lang)
        yield f"- [ ] **{label}** — {inert(joined(remarks, CLAUSES, self.lang))}"
        yield self._line(WHERE, self._whom(task))
        for path, value in first.attrs.items():
            attribute = kind.attribute(path) if kind is not None else None
            name = attribute.label.render(self.lang) if attribute is not None else code(path)
            mark = "\\* " if path in first.changed else ""
            text = full(attribute, value, self.lang, plan.places)
            head = f"  - {mark}{name}{COLON.render(self.lang)}"
            yield f"{head.rstrip()}\n{fenced(text, '    ')}" if "\n" in text else f"{head}{inert(text)}"
        proof = evidence_of(first, self.lang)
        if proof and first.op != "hand.clean":
            yield self._line(KEEP, inert(proof))
        yield self._line(DONE, code(command_for([step.address for step in task], first)))

    def _line(self, label: Text, said: str) -> str:
        return f"  - {label.render(self.lang)}{COLON.render(self.lang)}{said}"

    def _whom(self, task: Sequence[Step]) -> str:
        names = [" ".join(filter(None, (code(one.address), inert(shorten(one.title, 40))))) for one in task]
        owners = [code(one) for one in sorted({step.owner for step in task if step.owner})]
        return " ".join(filter(None, (some(names, self.lang), joined(owners, ITEMS, self.lang))))
