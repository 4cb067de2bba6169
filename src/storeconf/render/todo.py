"""Steps by hand as a runbook: grouped by console page, equal texts as one task, ready to copy."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from storeconf.core import clock
from storeconf.core.text import CLAUSES, COLON, ITEMS, Lang, Text, joined, say
from storeconf.model.kind import Kind
from storeconf.model.kinds import BY_NAME
from storeconf.plan.entities import Plan, Step
from storeconf.render import words
from storeconf.render.cells import safe
from storeconf.render.paint import Paint
from storeconf.render.values import full

NOTHING = Text("没有要人做的步骤。", "Nothing to do by hand.")
HEAD = Text("要人做的：{tasks} 件，涉及 {units} 家门店或账号", "Tasks by hand: {tasks}; stores and accounts: {units}")
MARKED = Text("带 * 的要看或要改，其余供对照", "look at or change what has a *; the rest is for comparison")
PAGE = Text("在 {page}", "In {page}")
WHERE = Text("对象", "for")
DUE = Text("{due} 之前", "before {due}")
BLIND = Text("线上现在是什么没人看过", "nobody has seen what is there now")
KEEP = Text("留凭证", "keep as proof")
DONE = Text("做完后", "when done")
DIFFERENT = Text(
    "看到的不一样又不打算改：storeconf confirm 地址 --saw 文件",
    "if it differs and stays so: storeconf confirm ADDRESS --saw FILE",
)
IMAGE_PAGE = Text(
    "抖音来客【商品】-【团购商品】的图片上传", "Douyin Laike: Products > Group-buy products, picture upload"
)
WAS = Text("（现在是 {value}）", " (now {value})")
PICTURE = Text("商品图片", "product picture")
HIDDEN = Text("还有 {count} 件没有列出：", "{count} more tasks are not listed:")
BY_OWNER = Text("按负责人", "by owner")
BY_PAGE = Text("按页面", "by page")
COUNTED = Text("{name} {count} 件", "{name} {count}")
OTHERS = Text("其余 {count} 件", "the rest {count}")
NOBODY = Text("没写负责人", "no owner")
MORE_WHOM = Text("等共 {count} 个", "and more, {count} in all")
SEE_THEM = Text(
    "全部列出：storeconf todo --all；只看一部分：--target 'bj-*' 或 --where city=北京；清单给程序用：--format json",
    "all of them: storeconf todo --all; some: --target 'bj-*' or --where city=Beijing; for programs: --format json",
)
SHOWN_TASKS = 40
"""Tasks that are listed before the rest is only counted."""
SHOWN_WHOM = 30
"""Objects of one task that are named before the rest is only counted."""
SHOWN_COUNTS = 10
"""Owners, and pages, that are counted by name."""
AT_ONCE = 8
"""Addresses that one command names; more are a pattern."""


def tasks_of(plan: Plan) -> list[list[Step]]:
    """Steps by hand, those with equal values together, in the order of the plan."""
    grouped: dict[tuple[str, str, str], list[Step]] = {}
    for step in plan.steps:
        if step.by == "hand":
            grouped.setdefault((step.kind, step.op, step.digest), []).append(step)
    return list(grouped.values())


def as_json(plan: Plan, lang: Lang) -> dict[str, Any]:
    """`todo`'s JSON: one entry a step."""
    return {
        "format_version": "1.0",
        "steps": [
            {
                "id": step.id,
                "address": step.address,
                "title": step.title,
                "owner": step.owner,
                "op": step.op,
                "by": step.by,
                "needs": list(step.needs),
                "due": step.due,
                "menu_path": step.menu_path or page_of(step, lang),
                "expect": step.expect or evidence_of(step, lang),
                "digest": step.digest,
                "attrs": dict(step.attrs),
                "changed": list(step.changed),
                "blind": step.blind,
                "confirm": command_for([step.address], step),
            }
            for task in tasks_of(plan)
            for step in task
        ],
    }


def page_of(step: Step, lang: Lang) -> str:
    """The console page of a step. A step about one attribute that has a page of its own is done there."""
    kind = BY_NAME.get(step.kind)
    if kind is None:
        return IMAGE_PAGE.render(lang)
    own = _own_page(kind, step)
    return (own or kind.console).render(lang)


def _own_page(kind: Kind, step: Step) -> Text | None:
    pages = [attribute.console for path in step.changed if (attribute := kind.attribute(path)) is not None]
    return pages[0] if pages and all(page == pages[0] for page in pages) else None


def guided(step: Step, lang: Lang) -> Step:
    """A step by hand with the page where it is done and the proof to keep."""
    if step.by != "hand":
        return step
    return replace(step, menu_path=page_of(step, lang), expect=evidence_of(step, lang))


def evidence_of(step: Step, lang: Lang) -> str:
    """What to keep as proof."""
    kind = BY_NAME.get(step.kind)
    return kind.evidence.render(lang) if kind is not None else ""


def command_for(addresses: Sequence[str], step: Step) -> str:
    """The command that attests equal steps. The digest keeps a pattern from reaching anything else."""
    url = " --url https://…" if step.op == "hand.upload" else ""
    named = addresses if len(addresses) <= AT_ONCE or url else [f"*/{step.kind}"]
    return f"storeconf confirm {' '.join(shlex.quote(one) for one in named)} --step {step.digest}{url}"


class TodoText:
    """Renders the runbook."""

    def __init__(self, lang: Lang, paint: Paint, places: Mapping[str, str], *, everything: bool = False) -> None:
        """`places` names the store behind a POI id. `everything`: however long it gets."""
        self.lang, self.paint, self.places, self.everything = lang, paint, places, everything

    def __call__(self, plan: Plan) -> str:
        """The runbook: of a big fleet its beginning, and how much more there is."""
        tasks = tasks_of(plan)
        if not tasks:
            return NOTHING.render(self.lang)
        units = {step.unit for task in tasks for step in task}
        lines = [
            self.paint(say(HEAD(tasks=len(tasks), units=len(units)), self.lang), bold=True),
            self.paint(MARKED.render(self.lang), "dim"),
        ]
        pages: dict[str, list[list[Step]]] = {}
        for task in tasks:
            pages.setdefault(page_of(task[0], self.lang), []).append(task)
        listed = [(page, task) for page, found in pages.items() for task in found]
        shown = len(listed) if self.everything else SHOWN_TASKS
        before = ""
        for number, (page, task) in enumerate(listed[:shown], 1):
            if page != before:
                lines += ["", self.paint(say(PAGE(page=page), self.lang), "cyan", bold=True)]
                before = page
            lines.extend(self._task(number, task))
        if listed[shown:]:
            lines += ["", *self._rest(listed[shown:])]
        lines += ["", self.paint(DIFFERENT.render(self.lang), "dim")]
        return "\n".join(lines)

    def _rest(self, hidden: Sequence[tuple[str, Sequence[Step]]]) -> list[str]:
        """What is not listed, counted."""
        nobody = NOBODY.render(self.lang)
        owners = Counter(owner for _, task in hidden for owner in dict.fromkeys(step.owner or nobody for step in task))
        pages = Counter(page for page, _ in hidden)
        return [
            self.paint(say(HIDDEN(count=len(hidden)), self.lang), "yellow", bold=True),
            self._line(BY_OWNER, self._counts(owners)),
            self._line(BY_PAGE, self._counts(pages)),
            f"      {SEE_THEM.render(self.lang)}",
        ]

    def _counts(self, counted: Counter[str]) -> str:
        most = counted.most_common(SHOWN_COUNTS)
        said = [say(COUNTED(name=name, count=count), self.lang) for name, count in most]
        rest = counted.total() - sum(count for _, count in most)
        return joined([*said, *([say(OTHERS(count=rest), self.lang)] if rest else [])], ITEMS, self.lang)

    def _task(self, number: int, task: Sequence[Step]) -> Iterator[str]:
        first = task[0]
        kind = BY_NAME.get(first.kind)
        label = (kind.label if kind is not None else PICTURE).render(self.lang)
        remarks = [words.op(first.op, self.lang)]
        if first.due:
            remarks.append(say(DUE(due=clock.short(clock.parse_instant(first.due))), self.lang))
        if first.blind:
            remarks.append(BLIND.render(self.lang))
        yield f"  [{number}] {label} — {joined(remarks, CLAUSES, self.lang)}"
        yield self._line(WHERE, self._whom(task))
        for path, value in first.attrs.items():
            changed = path in first.changed
            yield from self._value(kind, path, value, before=first.before.get(path), changed=changed)
        proof = evidence_of(first, self.lang)
        if proof and first.op != "hand.clean":
            yield self._line(KEEP, proof)
        yield self._line(DONE, command_for([step.address for step in task], first))

    def _line(self, label: Text, text: str) -> str:
        return f"      {label.render(self.lang)}{COLON.render(self.lang)}{text}"

    def _whom(self, task: Sequence[Step]) -> str:
        names = [f"{step.title}({step.address})" if step.title else step.address for step in task]
        owners = sorted({step.owner for step in task if step.owner})
        if not self.everything and len(names) > SHOWN_WHOM:
            more = say(MORE_WHOM(count=len(names)), self.lang)
            return f"{joined(names[:SHOWN_WHOM], ITEMS, self.lang)} {more}"
        return f"{joined(names, ITEMS, self.lang)}  {' '.join(owners)}".rstrip()

    def _value(self, kind: Kind | None, path: str, value: Any, *, before: Any, changed: bool) -> Iterator[str]:
        attribute = kind.attribute(path) if kind is not None else None
        label = attribute.label.render(self.lang) if attribute is not None else path
        mark = self.paint("*", "yellow") if changed else " "
        text = safe(full(attribute, value, self.lang, self.places))
        colon = COLON.render(self.lang)
        if "\n" not in text and len(text) <= 90:
            was = safe(full(attribute, before, self.lang, self.places)) if changed and before is not None else ""
            told = "\n" not in was and 0 < len(was) <= 40 and was != text
            yield f"      {mark} {label}{colon}{text}{say(WAS(value=was), self.lang) if told else ''}"
            return
        yield f"      {mark} {label}{colon}".rstrip()
        for line in text.split("\n"):
            yield f"          {line}"
