"""What `accept` writes, as a diff, and what a person has to write, with the place."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from storeconf.core.span import Span
from storeconf.core.text import ITEMS, Lang, Say, Text, joined, say
from storeconf.model.kinds import BY_NAME
from storeconf.render.cells import one_line, safe
from storeconf.render.paint import Paint
from storeconf.render.values import shown

FORMAT_VERSION = "1.0"
WRITTEN, WOULD = (
    Text("写进 YAML 的（{count}）", "Written into the YAML ({count})"),
    Text(
        "会写进 YAML 的（{count}），现在什么都没写", "Would be written into the YAML ({count}); nothing is written now"
    ),
)
ON_BRANCH = Text(
    "写在新分支 {branch} 上的（{count}），工作区没有动",
    "On the new branch {branch} ({count}); the working tree is as it was",
)
UNTIL = Text(
    "到 {day} 为止不再提醒，声明的值不变（{count}）",
    "Accepted as drift until {day}; the declared value stays ({count})",
)
BY_HAND = Text("要自己改的（{count}）", "To be edited by you ({count})")
SIDES = Text("声明 {old} | 线上 {new}", "declared {old} | live {new}")
VALUE = Text("{old} → {new}", "{old} → {new}")
SOLD_AT = Text("在 {count} 家店卖：{stores}", "sold at {count} stores: {stores}")
REACHES = Text("同一处还管着 {count} 处：{names}", "the same place holds for {count} others: {names}")
ALSO = Text("这样写还会改到：{names}", "this also changes: {names}")
AND_MORE = Text("{names} 等", "{names} and more")
SHOWN = 8
"""Names before the rest is only counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """One value, written or to be written."""

    address: str
    path: str
    declared: Any
    live: Any
    span: Span | None
    reason: Say = ""
    """Why a person has to do it."""
    also: Sequence[str] = ()
    stores: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepting:
    """All of one run."""

    written: Sequence[Accepted]
    by_hand: Sequence[Accepted]
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Text before and after, by file."""
    places: Mapping[str, str] = field(default_factory=dict)
    """POI ids and product addresses by what people call them."""
    also: Sequence[str] = ()
    branch: str = ""
    commit: str = ""
    dry_run: bool = False
    until: str = ""
    """The last day on which the drift is accepted, when the declared value stays."""


def as_json(run: Accepting, lang: Lang) -> dict[str, Any]:
    """The run for machines."""
    return {
        "format_version": FORMAT_VERSION,
        "dry_run": run.dry_run,
        "ignore_until": run.until,
        "branch": run.branch,
        "commit": run.commit,
        "written": [_item(one, lang) for one in run.written],
        "by_hand": [_item(one, lang) for one in run.by_hand],
        "files": sorted(run.files),
        "also": list(run.also),
        "diff": "".join(_diff(run)),
    }


def _item(one: Accepted, lang: Lang) -> dict[str, Any]:
    span = one.span
    return {
        "address": one.address,
        "path": one.path,
        "declared": one.declared,
        "live": one.live,
        "file": span.file if span is not None else "",
        "line": span.start.line if span is not None else 0,
        "column": span.start.column if span is not None else 0,
        "reason": say(one.reason, lang),
        "also": list(one.also),
        "stores": list(one.stores),
    }


def _diff(run: Accepting) -> Iterator[str]:
    for name, (before, after) in run.files.items():
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
        for line in difflib.unified_diff(old, new, fromfile=f"a/{name}", tofile=f"b/{name}", n=1):
            yield line if line.endswith("\n") else f"{line}\n"


@dataclass(frozen=True, slots=True)
class AcceptText:
    """Renders a run in one language."""

    lang: Lang
    paint: Paint

    def __call__(self, run: Accepting) -> str:
        """The written values, the diff, then what is left to a person."""
        return "\n\n".join("\n".join(part) for part in self._parts(run) if part)

    def _parts(self, run: Accepting) -> Iterator[list[str]]:
        if run.written:
            heading = WOULD if run.dry_run else ON_BRANCH if run.branch else WRITTEN
            said = say(heading(count=len(run.written), branch=run.branch), self.lang)
            until = [self.paint(say(UNTIL(day=run.until, count=len(run.written)), self.lang), bold=True)]
            yield [
                self.paint(said, "green", bold=True),
                *(until if run.until else []),
                *(line for one in run.written for line in self._lines(one, run)),
            ]
            yield [self._coloured(line.rstrip("\r\n")) for line in _diff(run)]
        if run.also:
            yield [self.paint(say(ALSO(names=self._some(run.also)), self.lang), "yellow")]
        if run.by_hand:
            said = say(BY_HAND(count=len(run.by_hand)), self.lang)
            yield [
                self.paint(said, "yellow", bold=True),
                *(line for one in run.by_hand for line in self._lines(one, run)),
            ]

    def _lines(self, one: Accepted, run: Accepting) -> Iterator[str]:
        name = f"{one.address}#{one.path}" if one.path else one.address
        kind = BY_NAME.get(one.address.split("/")[1]) if "/" in one.address else None
        attribute = kind.attribute(one.path) if kind is not None else None
        old, new = (shown(attribute, value, self.lang, run.places) for value in (one.declared, one.live))
        yield f"  {one_line(name)}  {say((SIDES if run.until else VALUE)(old=old, new=new), self.lang) if one.path else ''}".rstrip()
        if len(one.stores) > 1:
            yield f"      {say(SOLD_AT(count=len(one.stores), stores=self._some(one.stores)), self.lang)}"
        if one.reason:
            place = f"{one_line(str(one.span))}  " if one.span is not None else ""
            yield f"      {place}{one_line(say(one.reason, self.lang))}"
        if one.also:
            yield f"      {say(REACHES(count=len(one.also), names=self._some(one.also)), self.lang)}"

    def _some(self, names: Sequence[str]) -> str:
        listed = joined(map(one_line, names[:SHOWN]), ITEMS, self.lang)
        return listed if len(names) <= SHOWN else say(AND_MORE(names=listed), self.lang)

    def _coloured(self, line: str) -> str:
        style = "green" if line.startswith("+") else "red" if line.startswith("-") else "dim"
        return f"  {self.paint(safe(line), style)}"
