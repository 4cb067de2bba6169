"""One issue for each store (or region) that drifted: opened, kept up to date, opened again, closed when all is well.

What was not seen is not well: an issue stays open while anything that it lists could not be read. Issues of others are
never touched, whatever they contain: ours carry a label, which only who may write here can put on, and our first line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from storeconf.ci.regions import grouped, narrowed
from storeconf.core import clock
from storeconf.core.text import Lang, Text, say
from storeconf.forge.protocol import Forge, Issue
from storeconf.plan.entities import Plan, UnitPlan
from storeconf.render.cells import one_line, shorten
from storeconf.render.drift_markdown import DriftMarkdown

LABEL = "storeconf-drift"
MOST_OPENED = 50
"""New issues of one run; nobody reads more, and GitHub slows down who writes them."""
TITLE = Text("漂移：{name}（{count} 处）", "Drift: {name} ({count})")
TITLE_CELLS = 60
CLEAN = Text(
    "✅ {at} 看到的和上次应用的一致，没有漂移了。之前是：",
    "✅ As of {at} nothing differs from what was last applied. It was:",
)
_MARKER = re.compile(r"<!-- storeconf:drift:([A-Za-z0-9._-]{1,63}) (\{[\x20-\x7e]*\}) -->\n")


@dataclass(frozen=True, slots=True)
class Marked:
    """The first line of an issue of ours."""

    target: str
    by: str
    """The label that units were put together by; empty for each store by itself."""
    key: str
    addresses: tuple[str, ...]
    """What had drifted."""

    def line(self) -> str:
        """As it is written: ASCII without dashes or brackets that would end the comment."""
        data = json.dumps({"by": self.by, "key": self.key, "addresses": self.addresses})
        return f"<!-- storeconf:drift:{self.target} {_enclosed(data)} -->"


@dataclass(slots=True)
class Outcome:
    """What was done, by issue title."""

    opened: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    reopened: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    same: int = 0
    unseen: list[str] = field(default_factory=list)
    """Left open, though no drift is known: not everything could be seen."""
    left: int = 0
    """Not opened, because there would be too many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issues:
    """Writes and keeps the issues of one project."""

    lang: Lang
    target: str = "default"
    label: str = ""
    """The stores' label that one issue is for; empty for one issue a store."""
    report: str = ""

    def drafts(self, plan: Plan) -> Iterator[tuple[str, str]]:
        """Title and text of each issue that there would be."""
        for key, members in grouped(plan.stores, self.label).items():
            narrow = narrowed(plan, members)
            if narrow.summary.drift:
                yield self._title(key, narrow), self._body(key, narrow)

    def settle(self, forge: Forge, plan: Plan) -> Outcome:
        """Bring the issues in line with a plan's drift. Raises ForgeError; what was done by then stays done."""
        outcome = Outcome()
        known = self._known(forge)
        groups = grouped(plan.stores, self.label)
        for key, members in groups.items():
            narrow = narrowed(plan, members)
            if narrow.summary.drift:
                self._drifted(forge, key, narrow, known.get(key), outcome)
        for key, (issue, marked) in known.items():
            if issue.open and not any(unit.drift for unit in groups.get(key, ())):
                self._clean(forge, issue, marked, plan, groups.get(key, ()), outcome)
        return outcome

    def _known(self, forge: Forge) -> dict[str, tuple[Issue, Marked]]:
        """Our issues by what they are for; of several, the oldest."""
        found: dict[str, tuple[Issue, Marked]] = {}
        for issue in forge.issues(LABEL):
            marked = marked_in(issue.body) if issue.trusted else None
            if marked is not None and (marked.target, marked.by) == (self.target, self.label):
                found.setdefault(marked.key, (issue, marked))
        return found

    def _drifted(
        self, forge: Forge, key: str, plan: Plan, known: tuple[Issue, Marked] | None, outcome: Outcome
    ) -> None:
        title, body = self._title(key, plan), self._body(key, plan)
        if known is None:
            if len(outcome.opened) == MOST_OPENED:
                outcome.left += 1
                return
            forge.open_issue(title, body, LABEL)
            outcome.opened.append(title)
            return
        issue, _ = known
        if issue.open and issue.title == title and _lines(issue.body) == _lines(body):
            outcome.same += 1
            return
        forge.edit_issue(issue, title=title, body=body, open=True)
        (outcome.updated if issue.open else outcome.reopened).append(title)

    def _clean(
        self, forge: Forge, issue: Issue, marked: Marked, plan: Plan, members: Sequence[UnitPlan], outcome: Outcome
    ) -> None:
        if not _seen_whole(marked, plan, members):
            outcome.unseen.append(issue.title)
            return
        at = clock.short(clock.parse_instant(plan.created_at))
        _, _, before = issue.body.partition("\n")
        body = f"{marked.line()}\n{say(CLEAN(at=at), self.lang)}\n\n{before}"
        forge.edit_issue(issue, title=issue.title, body=body, open=False)
        outcome.closed.append(issue.title)

    def _title(self, key: str, plan: Plan) -> str:
        """Titles show no Markdown, but do call people by @; that of an account does without."""
        titles = {unit.title for unit in plan.stores if unit.title}
        alone = not self.label or key.startswith("@")
        name = f"{key} {titles.pop()}" if alone and len(titles) == 1 else key
        shown = shorten(one_line(name).replace("@", "＠"), TITLE_CELLS)
        return say(TITLE(name=shown, count=plan.summary.drift), self.lang)

    def _body(self, key: str, plan: Plan) -> str:
        """Says nothing of the moment: the same drift tomorrow is the same text, and nobody is told again."""
        addresses = tuple(sorted({entry.address for unit in plan.stores for entry in unit.drift}))
        marker = Marked(self.target, self.label, key, addresses).line()
        return DriftMarkdown(lang=self.lang, marker=marker, report=self.report, dated=False)(plan)


def marked_in(body: str) -> Marked | None:
    """What an issue of ours is for; nothing for any other."""
    found = _MARKER.match(body.replace("\r\n", "\n"))
    try:
        data = json.loads(found[2]) if found is not None else {}
    except ValueError:
        return None
    if found is None or not isinstance(data.get("key"), str) or not isinstance(data.get("by"), str):
        return None
    return Marked(found[1], data["by"], data["key"], tuple(map(str, data.get("addresses") or ())))


def _seen_whole(marked: Marked, plan: Plan, members: Sequence[UnitPlan]) -> bool:
    """Whether nothing that the issue lists, and no unit it is for, stayed out of sight or out of the selection."""
    if _selective(plan) or (plan.incomplete and not members):
        return False
    if any(unit.state == "unknown" for unit in members):
        return False
    hidden = {entry.address for unit in plan.stores for entry in unit.unknown}
    return not hidden.intersection(marked.addresses)


def _selective(plan: Plan) -> bool:
    policy = plan.policy
    return bool(policy.target or policy.exclude or policy.where or policy.base or policy.declared_only)


def _enclosed(data: str) -> str:
    return data.replace("-", "\\u002d").replace("<", "\\u003c").replace(">", "\\u003e")


def _lines(text: str) -> list[str]:
    return text.rstrip().splitlines()
