"""Diagnostics as GitHub's workflow commands, which show them at their lines in a pull request.

GitHub keeps ten errors, ten warnings and ten notices of a step and drops the rest without a word, in the order of
printing; so the gravest come first, and what is not shown is counted in a notice of its own.
Source: actions/toolkit docs/problem-matchers.md, read 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from storeconf.core.text import COLON, Lang, Text, say
from storeconf.plan.entities import PlanDiagnostic
from storeconf.render.cells import shorten
from storeconf.render.diagnostics import FIX, TABLES, count, summary_line

LIMIT = 10
"""Annotations of one level that a step may have."""
COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
HIDDEN = Text(
    "还有 {errors} 个错误、{warnings} 个警告、{infos} 条提示没有显示；全部见 storeconf validate",
    "{errors} errors, {warnings} warnings and {infos} hints are not shown; storeconf validate lists them all",
)
TITLE = 120
"""Cells of a title; the page cuts longer ones anyway."""


def text(items: Sequence[PlanDiagnostic], lang: Lang, prefix: str = "") -> str:
    """The commands, then a plain line with the counts. `prefix`: the project's folder in the repository."""
    live = [item for item in items if not item.waived_by]
    shown = [item for severity in COMMANDS for item in _first(live, severity, LIMIT)]
    hidden = count(live)
    if len(shown) < len(live):
        infos = _first(live, "info", LIMIT - 1)
        shown = [item for item in shown if item.severity != "info"] + infos
    for severity, shown_count in count(shown).items():
        hidden[severity] -= shown_count
    rows = [_command(item, lang, prefix) for item in shown]
    if any(hidden.values()):
        said = HIDDEN(errors=hidden["error"], warnings=hidden["warning"], infos=hidden["info"])
        rows.append(f"::notice title=storeconf::{_data(say(said, lang))}")
    return "\n".join([*rows, summary_line(live, lang)])


def _first(items: Sequence[PlanDiagnostic], severity: str, limit: int) -> list[PlanDiagnostic]:
    return [item for item in items if item.severity == severity][:limit]


def _command(item: PlanDiagnostic, lang: Lang, prefix: str) -> str:
    properties = {**dict(_place(item, prefix)), "title": shorten(f"{item.code} {item.summary}", TITLE)}
    said = f"{item.detail}\n{FIX.render(lang)}{COLON.render(lang)}{item.fix}" if item.fix else item.detail
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{COMMANDS[item.severity]} {written}::{_data(said)}"


def _place(item: PlanDiagnostic, prefix: str) -> Iterator[tuple[str, str]]:
    """Columns are allowed within one line only, and a table's columns are cells."""
    if item.file:
        yield "file", f"{prefix}{item.file}"
    if item.range is not None:
        start, end = item.range["start"], item.range["end"]
        yield "line", str(start["line"])
        if end["line"] != start["line"]:
            yield "endLine", str(end["line"])
        elif not item.file.endswith(TABLES):
            yield from _columns(start, end)


def _columns(start: Mapping[str, int], end: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    yield "col", str(start["column"])
    yield "endColumn", str(end["column"])


def _data(said: str) -> str:
    return said.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
