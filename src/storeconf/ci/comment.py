"""One comment on a pull request that always shows the newest plan: found by its first line, changed in place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from storeconf.core.diagnostics import Code, fail
from storeconf.core.oserror import os_reason
from storeconf.core.text import Lang, Text
from storeconf.forge.protocol import Forge
from storeconf.plan.entities import Plan
from storeconf.render.markdown import octets
from storeconf.render.plan_markdown import SUMMARY_LIMIT, PlanMarkdown

Outcome = Literal["created", "updated", "same", "skipped"]
NO_SUMMARY = Code("SC831", "summary-unwritable", Text("任务摘要写不了", "the job's summary can't be written"))
REASON = Text("{file}：{reason}", "{file}: {reason}")
NO_ROOM = Text(
    "{file} 已经接近 1 MB，再写 GitHub 会整个丢掉", "{file} is near 1 MB already, and GitHub drops what is larger"
)
TARGET = re.compile(r"[A-Za-z0-9._-]{1,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """How a plan becomes a page: the same for the comment, the summary and a dry run."""

    lang: Lang
    target: str = ""
    """Tells several plans of one pull request apart; letters, digits, `.`, `_`, `-`."""
    report: str = ""

    @property
    def marker(self) -> str:
        """The first line of the comment."""
        return f"<!-- storeconf:plan:{self.target or 'default'} -->"

    def comment(self, plan: Plan) -> str:
        """As a comment."""
        return PlanMarkdown(lang=self.lang, marker=self.marker, report=self.report, title=self.target)(plan)

    def summary(self, plan: Plan, room: int = SUMMARY_LIMIT) -> str:
        """As a job's summary, in at most so many bytes."""
        return PlanMarkdown(lang=self.lang, report=self.report, title=self.target, limit=room, size=octets)(plan)


def post(forge: Forge, number: int, page: Page, plan: Plan, *, skip_empty: bool = False) -> Outcome:
    """Bring the comment up to date. `skip_empty`: nothing to say is not said, unless something was said before.

    Raises ForgeError. A comment by somebody who may not write here is never taken for ours, whatever it begins with.
    """
    body = page.comment(plan)
    mine = (one for one in forge.comments(number) if one.trusted and one.body.startswith(f"{page.marker}\n"))
    found = next(mine, None)
    if found is None:
        if skip_empty and says_nothing(plan):
            return "skipped"
        forge.add_comment(number, body)
        return "created"
    if _lines(found.body) == _lines(body):
        return "same"
    forge.edit_comment(found, body)
    return "updated"


def says_nothing(plan: Plan) -> bool:
    """Whether a reader of the pull request has nothing to do or to know."""
    counts = plan.summary
    loud = (counts.changes, counts.drift, counts.blocked, counts.conflict, counts.rejected, len(plan.limits))
    return not (any(loud) or plan.incomplete or any(item.severity == "error" for item in plan.diagnostics))


def add_to_summary(file: Path, page: Page, plan: Plan) -> None:
    """Append the plan to the job's summary. Raises StoreconfError when there is no room, or no file."""
    try:
        used = file.stat().st_size if file.exists() else 0
        room = SUMMARY_LIMIT - used
        if room < SUMMARY_LIMIT // 20:
            raise fail(NO_SUMMARY, NO_ROOM(file=file))
        with file.open("a", encoding="utf-8") as stream:
            stream.write(page.summary(plan, room))
    except OSError as error:
        raise fail(NO_SUMMARY, REASON(file=file, reason=os_reason(error))) from None


def _lines(text: str) -> list[str]:
    """GitHub keeps a text with its own line ends, and without those at its end."""
    return text.rstrip().splitlines()
