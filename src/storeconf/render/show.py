"""`show`: what is declared for something, where each value comes from, what was last applied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from storeconf.core import clock
from storeconf.core.span import Path, child, path_text
from storeconf.core.text import Lang, Text, say
from storeconf.core.values import Attrs
from storeconf.render import words
from storeconf.render.paint import Paint
from storeconf.render.yaml_text import document

RENDERED = Text("模板渲染出来是", "rendered from its template")
RECORDED = Text("上次写入或接管（{at}，{by}）", "last applied or adopted ({at}, {by})")
SUBMITTED = Text("提交审核（{at}）：{verdict}", "submitted for review ({at}): {verdict}")
HELD = Text("暂停售卖：{reason}（{by}）", "on hold: {reason} ({by})")


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """What was last applied or adopted."""

    at: str
    by: str
    attrs: Attrs
    ids: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Everything that is known of a unit or an object without asking the platform."""

    name: str
    tree: Mapping[str, Any]
    """Merged, as it would be written in YAML."""
    origins: Mapping[Path, str]
    """`file:line:column` of every value, by its path in `tree`."""
    rendered: Attrs = field(default_factory=dict)
    """Texts that templates make."""
    record: ShownRecord | None = None
    submission: tuple[str, str, str] | None = None
    """Since when, verdict, the platform's reason."""
    hold: tuple[str, str] | None = None
    """Reason, by whom."""


def as_json(shown: Shown) -> dict[str, Any]:
    """`show`'s JSON."""
    facts: dict[str, Any] = {}
    if shown.record is not None:
        record = shown.record
        facts["recorded"] = {"at": record.at, "by": record.by, "attrs": dict(record.attrs), "ids": dict(record.ids)}
    if shown.submission is not None:
        facts["submission"] = dict(zip(("since", "verdict", "reason"), shown.submission, strict=True))
    if shown.hold is not None:
        facts["hold"] = dict(zip(("reason", "by"), shown.hold, strict=True))
    tree: object = shown.tree
    return {
        "format_version": "1.0",
        "name": shown.name,
        "values": [
            {"path": path_text(path), "value": reduce(child, path, tree), "origin": origin}
            for path, origin in shown.origins.items()
        ],
        "rendered": dict(shown.rendered),
        "facts": facts,
    }


class ShownText:
    """Renders it as YAML with headings."""

    def __init__(self, lang: Lang, paint: Paint) -> None:
        """In one language."""
        self.lang, self.paint = lang, paint

    def __call__(self, shown: Shown, *, origins: bool) -> str:
        """The declared values, then what else is known."""
        found = document(shown.tree, (lambda path: shown.origins.get(path, "")) if origins else None)
        return "\n".join([found, *self._rest(shown)])

    def _rest(self, shown: Shown) -> Iterator[str]:
        if shown.rendered:
            yield from self._part(RENDERED.render(self.lang), shown.rendered)
        if shown.submission is not None:
            since, verdict, reason = shown.submission
            said = " ".join(part for part in (words.reason(verdict, self.lang), reason) if part)
            yield from self._part(say(SUBMITTED(at=_moment(since), verdict=said), self.lang), {})
        if shown.hold is not None:
            reason, by = shown.hold
            yield from self._part(say(HELD(reason=reason, by=by), self.lang), {})
        if shown.record is not None:
            record = shown.record
            title = say(RECORDED(at=_moment(record.at), by=record.by), self.lang)
            yield from self._part(title, {**record.ids, **record.attrs})

    def _part(self, title: str, values: Mapping[str, Any]) -> Iterator[str]:
        yield ""
        yield self.paint(f"# {title}", bold=True)
        if values:
            yield document(dict(values))


def _moment(text: str) -> str:
    return clock.short(clock.parse_instant(text)) if text else ""
