"""The steps by hand as a page for the phone beside the console: copy what to enter, tick what is done, export the sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from storeconf.core import clock
from storeconf.core.money import spoken
from storeconf.core.text import Lang
from storeconf.model.kind import Attribute, Flag
from storeconf.model.kinds import BY_NAME
from storeconf.plan.entities import Plan, Step
from storeconf.render import words
from storeconf.render.cells import safe
from storeconf.render.html import runbook_words
from storeconf.render.html.page import page
from storeconf.render.todo import PICTURE, command_for, evidence_of, page_of, tasks_of
from storeconf.render.values import full

UPLOAD, CLEAN = "hand.upload", "hand.clean"


def runbook_html(plan: Plan, lang: Lang) -> str:
    """The runbook as one HTML file."""
    return page(
        "runbook.html.j2",
        lang,
        title=runbook_words.WORDS["title"].render(lang),
        words=runbook_words.WORDS,
        data=runbook_data(plan, lang),
        styles=("base.css", "runbook.css"),
        scripts=("dom.js", "runbook.js"),
        moment=clock.short(clock.parse_instant(plan.created_at)),
    )


def runbook_data(plan: Plan, lang: Lang) -> dict[str, Any]:
    """What the page's script shows: the tasks in the order of the text runbook, those of one console page together."""
    tasks = [(page_of(steps[0], lang), steps) for steps in tasks_of(plan)]
    order = {name: number for number, name in enumerate(dict.fromkeys(name for name, _ in tasks))}
    tasks.sort(key=lambda task: order[task[0]])
    return {
        "now": plan.created_at,
        "lineage": plan.lineage,
        "tasks": [_task(name, steps, plan, lang) for name, steps in tasks],
    }


def _task(name: str, steps: Sequence[Step], plan: Plan, lang: Lang) -> dict[str, Any]:
    first = steps[0]
    kind = BY_NAME.get(first.kind)
    return {
        "page": name,
        "label": (kind.label if kind is not None else PICTURE).render(lang),
        "op": words.op(first.op, lang),
        "look": int(first.op in ("hand.check", "hand.look")),
        "due": first.due,
        "blind": int(first.blind),
        "upload": int(first.op == UPLOAD),
        "values": list(_values(first, plan, lang)),
        "proof": evidence_of(first, lang) if first.op != CLEAN else "",
        "digest": first.digest,
        "command": command_for([step.address for step in steps], first),
        "whom": [[step.address, safe(step.title), safe(step.owner)] for step in steps],
    }


def _values(step: Step, plan: Plan, lang: Lang) -> Iterator[dict[str, Any]]:
    kind = BY_NAME.get(step.kind)
    for path, value in step.attrs.items():
        attribute = kind.attribute(path) if kind is not None else None
        text = full(attribute, value, lang, plan.places)
        row: dict[str, Any] = {
            "l": attribute.label.render(lang) if attribute is not None else safe(path),
            "t": safe(text),
            "c": int(path in step.changed),
        }
        copied = _copied(attribute, value, text)
        if copied is not None and copied != row["t"]:
            row["copy"] = copied
        elif copied is None:
            row["still"] = 1
        before = step.before.get(path)
        if row["c"] and before is not None and (was := safe(full(attribute, before, lang, plan.places))) != row["t"]:
            row["was"] = was
        yield row


def _copied(attribute: Attribute | None, value: Any, text: str) -> str | None:
    """What goes into the clipboard: text to the letter, an amount without its unit, nothing for what is chosen."""
    if isinstance(value, bool) or (attribute is not None and str(value) in attribute.words):
        return None
    if attribute is not None and attribute.has(Flag.AMOUNT):
        return spoken(str(value))
    return text
