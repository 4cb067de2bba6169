"""Diagnostics as JSON entities, and those as text with the line they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from storeconf.core.diagnostics import Diagnostic, Severity
from storeconf.core.span import Span, path_text
from storeconf.core.text import COLON, Lang, Text, say
from storeconf.plan.entities import PlanDiagnostic
from storeconf.render.cells import clip, pad, width
from storeconf.render.paint import Paint

DIAGNOSTICS_VERSION = "1.0"

SEVERITIES = {
    "error": Text("错误", "error"),
    "warning": Text("警告", "warning"),
    "info": Text("提示", "info"),
}
STYLES = {"error": "red", "warning": "yellow", "info": "blue"}
FIX = Text("改法", "fix")
ALSO = Text("另见", "see also")
COUNTS = Text("{errors} 个错误，{warnings} 个警告", "{errors} errors, {warnings} warnings")
CLEAN = Text("没有发现问题", "no problems found")
MORE = Text("…… 还有 {count} 条没有显示", "… {count} more are not shown")

Lines = Callable[[str, int], str | None]
"""A file's line by name and number."""


def entity(item: Diagnostic, lang: Lang) -> PlanDiagnostic:
    """A diagnostic in the JSON contract's shape, in one language."""
    return PlanDiagnostic(
        code=item.code.id,
        name=item.code.name,
        severity=str(item.level),
        summary=item.code.summary.render(lang),
        detail=say(item.detail, lang),
        store=item.store or item.address.split("/")[0],
        address=item.address,
        path=path_text(item.path),
        file=item.span.file if item.span else "",
        range=_range(item.span),
        related=tuple(
            {"message": say(r.message, lang), "file": r.span.file if r.span else "", "range": _range(r.span)}
            for r in item.related
        ),
        fix=say(item.fix, lang),
    )


def _range(span: Span | None) -> Mapping[str, Mapping[str, int]] | None:
    if span is None:
        return None
    return {
        "start": {"line": span.start.line, "column": span.start.column},
        "end": {"line": span.end.line, "column": span.end.column},
    }


def as_json(items: Sequence[PlanDiagnostic], skipped: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """`validate`'s JSON."""
    counts = count(items)
    return {
        "format_version": DIAGNOSTICS_VERSION,
        "diagnostics": [one_as_json(item) for item in items],
        "skipped": list(skipped),
        "summary": {
            "errors": counts["error"],
            "warnings": counts["warning"],
            "infos": counts["info"],
            "waived": sum(bool(item.waived_by) for item in items),
            "skipped": len(skipped),
        },
    }


def one_as_json(item: PlanDiagnostic) -> dict[str, Any]:
    """One diagnostic as JSON data."""
    names = PlanDiagnostic.__dataclass_fields__
    return {name: _plain(getattr(item, name)) for name in names}


def _plain(value: Any) -> Any:
    return [dict(one) for one in value] if isinstance(value, tuple) else value


def count(items: Iterable[PlanDiagnostic]) -> dict[str, int]:
    """How many of each severity."""
    counts = {str(severity): 0 for severity in Severity}
    for item in items:
        counts[item.severity] += 1
    return counts


def text(items: Sequence[PlanDiagnostic], lang: Lang, paint: Paint, lines: Lines, *, limit: int = 0) -> str:
    """Diagnostics for a terminal: the sentence, the place, the line with the spot underlined, the fix."""
    shown = items[:limit] if limit else items
    blocks = [_block(item, lang, paint, lines) for item in shown]
    if limit and len(items) > limit:
        blocks.append(say(MORE(count=len(items) - limit), lang))
    return "\n".join(blocks)


def summary_line(items: Sequence[PlanDiagnostic], lang: Lang) -> str:
    """The last line of `validate`."""
    counts = count(items)
    if not items:
        return CLEAN.render(lang)
    return say(COUNTS(errors=counts["error"], warnings=counts["warning"]), lang)


def _block(item: PlanDiagnostic, lang: Lang, paint: Paint, lines: Lines) -> str:
    head = f"{SEVERITIES[item.severity].render(lang)} {item.code}"
    rows = [f"{paint(head, STYLES[item.severity], bold=True)} {item.summary}"]
    detail = item.detail if not item.store or item.store in item.detail else f"[{item.store}] {item.detail}"
    rows.append(f"  {detail}")
    rows.extend(_source(item, paint, lines))
    for related in item.related:
        place = related.get("range")
        where = f"{related['file']}:{place['start']['line']}:{place['start']['column']}" if place else ""
        rows.append(f"  {ALSO.render(lang)} {where} {related['message']}".rstrip())
    if item.fix:
        rows.append(f"  {FIX.render(lang)}{COLON.render(lang)}{item.fix}")
    return "\n".join(rows)


def _source(item: PlanDiagnostic, paint: Paint, lines: Lines) -> list[str]:
    """The place, and the line with the spot underlined."""
    if item.range is None:
        return []
    start, end = item.range["start"], item.range["end"]
    rows = [f"  --> {item.file}:{start['line']}:{start['column']}"]
    line = lines(item.file, start["line"])
    if line is None:
        return rows
    before = line[: start["column"] - 1]
    stop = end["column"] - 1 if end["line"] == start["line"] else len(line)
    spot = line[start["column"] - 1 : max(stop, start["column"])]
    number = str(start["line"])
    shown, shift = clip(line, width(before), 100)
    rows.append(f"  {number} | {shown}")
    mark = "^" * max(1, min(width(spot), 60))
    rows.append(f"  {pad('', len(number))} | {' ' * max(0, width(before) - shift)}{paint(mark, STYLES[item.severity])}")
    return rows
