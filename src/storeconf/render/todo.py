"""Steps by hand as a runbook: grouped by console page, equal texts as one task, ready to copy."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from storeconf.core import clock
from storeconf.core.text import CLAUSES, ITEMS, Lang, Text, joined, say
from storeconf.model.kind import Kind
from storeconf.model.kinds import BY_NAME
from storeconf.plan.entities import Plan, Step
from storeconf.render.cells import safe
from storeconf.render.paint import Paint
from storeconf.render.values import full

NOTHING = Text("没有要人做的步骤。", "Nothing to do by hand.")
HEAD = Text("要人做的：{tasks} 件，涉及 {stores} 个单元", "{tasks} tasks by hand, over {stores} units")
PAGE = Text("在 {page}", "In {page}")
OPS: Mapping[str, Text] = {
    "hand.set": Text("设置成下面这样", "set it to this"),
    "hand.check": Text("看一眼；不一样就改成下面这样", "look, and set it to this if it differs"),
    "hand.look": Text("看一眼是不是还是这样", "look whether it is still like this"),
    "hand.claim": Text("认领这个门店", "claim this place"),
    "hand.clean": Text(
        "（可选）YAML 里已经没有，看要不要在后台也清掉", "(optional) no longer in the YAML: clean it up if you like"
    ),
    "hand.upload": Text("上传这张图片，记下网址", "upload this picture and note its address"),
}
CHANGED = Text("改", "changed")
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
OTHER = Text("其他", "others")


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
                "menu_path": page_of(step, lang),
                "expect": evidence_of(step, lang),
                "digest": step.digest,
                "attrs": dict(step.attrs),
                "changed": list(step.changed),
                "blind": step.blind,
                "confirm": command_for(step.address, step),
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


def evidence_of(step: Step, lang: Lang) -> str:
    """What to keep as proof."""
    kind = BY_NAME.get(step.kind)
    return kind.evidence.render(lang) if kind is not None else ""


def command_for(address: str, step: Step) -> str:
    """The command that attests a step."""
    url = " --url https://…" if step.op == "hand.upload" else ""
    return f"storeconf confirm {shlex.quote(address)} --step {step.digest}{url}"


class TodoText:
    """Renders the runbook."""

    def __init__(self, lang: Lang, paint: Paint, places: Mapping[str, str]) -> None:
        """`places` names the store behind a POI id."""
        self.lang, self.paint, self.places = lang, paint, places

    def __call__(self, plan: Plan) -> str:
        """The whole runbook."""
        tasks = tasks_of(plan)
        if not tasks:
            return NOTHING.render(self.lang)
        units = {step.unit for task in tasks for step in task}
        lines = [self.paint(say(HEAD(tasks=len(tasks), stores=len(units)), self.lang), bold=True)]
        pages: dict[str, list[list[Step]]] = {}
        for task in tasks:
            pages.setdefault(page_of(task[0], self.lang), []).append(task)
        number = 0
        for page, found in pages.items():
            lines += ["", self.paint(say(PAGE(page=page), self.lang), "cyan", bold=True)]
            for task in found:
                number += 1
                lines.extend(self._task(number, task))
        lines += ["", self.paint(DIFFERENT.render(self.lang), "dim")]
        return "\n".join(lines)

    def _task(self, number: int, task: Sequence[Step]) -> Iterator[str]:
        first = task[0]
        kind = BY_NAME.get(first.kind)
        label = kind.label.render(self.lang) if kind is not None else ""
        remarks = [OPS[first.op].render(self.lang)]
        if first.due:
            remarks.append(say(DUE(due=clock.short(clock.parse_instant(first.due))), self.lang))
        if first.blind:
            remarks.append(BLIND.render(self.lang))
        yield f"  [{number}] {label} — {joined(remarks, CLAUSES, self.lang)}"
        yield f"      {WHERE.render(self.lang)}: {self._whom(task)}"
        for path, value in first.attrs.items():
            yield from self._value(kind, path, value, changed=path in first.changed)
        proof = evidence_of(first, self.lang)
        if proof and first.op != "hand.clean":
            yield f"      {KEEP.render(self.lang)}: {proof}"
        for step in task[:8]:
            yield f"      {DONE.render(self.lang)}: {command_for(step.address, step)}"
        if len(task) > 8:
            yield f"      {DONE.render(self.lang)}: storeconf confirm '*/{first.kind}' --step {first.digest}"

    def _whom(self, task: Sequence[Step]) -> str:
        names = [f"{step.title}({step.address})" if step.title else step.address for step in task]
        owners = sorted({step.owner for step in task if step.owner})
        return f"{joined(names, ITEMS, self.lang)}  {' '.join(owners)}".rstrip()

    def _value(self, kind: Kind | None, path: str, value: Any, *, changed: bool) -> Iterator[str]:
        attribute = kind.attribute(path) if kind is not None else None
        label = attribute.label.render(self.lang) if attribute is not None else path
        mark = self.paint("*", "yellow") if changed else " "
        text = safe(full(attribute, value, self.lang, self.places))
        if "\n" not in text and len(text) <= 90:
            yield f"      {mark} {label}: {text}"
            return
        yield f"      {mark} {label}:"
        for line in text.split("\n"):
            yield f"          {line}"
