"""Diagnostics as JSON entities, and those as text with the line they are about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from storeconf.core.diagnostics import Diagnostic, Severity
from storeconf.core.span import Span, path_text
from storeconf.core.text import COLON, Lang, Text, say
from storeconf.plan.entities import PlanDiagnostic
from storeconf.render.cells import one_line, shorten
from storeconf.render.paint import Paint
from storeconf.render.spot import AROUND, LINE, underlined

DIAGNOSTICS_VERSION = "1.0"

SEVERITIES = {
    "error": Text("错误", "error"),
    "warning": Text("警告", "warning"),
    "info": Text("提示", "info"),
}
STYLES = {"error": "red", "warning": "yellow", "info": "blue"}
FIX = Text("改法", "fix")
ALSO = Text("另见", "see also")
WAIVED = Text("由 {by} 豁免", "waived by {by}")
COUNTS = Text("{errors} 个错误，{warnings} 个警告", "{errors} errors, {warnings} warnings")
CLEAN = Text("没有发现问题", "no problems found")
MORE = Text("…… 还有 {count} 条没有显示", "… {count} more are not shown")
ALIKE = Text(
    "…… {code} 同样的还有 {count} 处，一共涉及 {units} 家门店或账号",
    "… {count} more like this, {code}; stores and accounts altogether: {units}",
)
SEE_ALL = Text(
    "只看一家：storeconf validate 门店；一处不少：storeconf validate --format json",
    "one store: storeconf validate STORE; everything: storeconf validate --format json",
)
SHOWN_ALIKE = 5
"""Places of one problem that are shown before the rest is only counted."""
SHOWN_BLOCKS = 200
"""Problems that anybody reads on a screen."""

TABLES = (".csv",)
"""Files in which a column is a cell, not a character."""

_NUMBER = re.compile(r"\d+(?:\.\d+)?")

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
        source=item.source,
        waived_by=item.waived_by,
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


def bounded(items: Sequence[PlanDiagnostic], lang: Lang, paint: Paint, lines: Lines) -> str:
    """Diagnostics for a person: what many stores have alike is shown a few times and counted, the whole has an end."""
    alike: dict[tuple[str, ...], list[PlanDiagnostic]] = {}
    for item in items:
        alike.setdefault(_shape(item), []).append(item)
    units = {shape: len({item.store for item in found}) for shape, found in alike.items()}
    blocks: list[str] = []
    shown: Counter[tuple[str, ...]] = Counter()
    told = 0
    for item in items:
        shape = _shape(item)
        many = units[shape] > SHOWN_ALIKE + 1
        if many and shown[shape] == SHOWN_ALIKE:
            continue
        if len(blocks) >= SHOWN_BLOCKS:
            break
        blocks.append(_block(item, lang, paint, lines))
        shown[shape] += 1
        told += 1
        if many and shown[shape] == SHOWN_ALIKE:
            rest = len(alike[shape]) - SHOWN_ALIKE
            blocks.append(f"  {say(ALIKE(code=item.code, count=rest, units=units[shape]), lang)}")
            told += rest
    if told < len(items):
        blocks.append(say(MORE(count=len(items) - told), lang))
    if shown.total() < len(items):
        blocks.append(SEE_ALL.render(lang))
    return "\n".join(blocks)


def _shape(item: PlanDiagnostic) -> tuple[str, ...]:
    """What diagnostics share that say the same of different stores."""
    detail = item.detail
    for name in (item.address, item.store):
        detail = detail.replace(name, "") if name else detail
    return (item.severity, item.code, item.waived_by, _NUMBER.sub("0", detail))


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
    rows.append(f"  {one_line(detail)}")
    rows.extend(_source(item, paint, lines))
    for related in item.related:
        place = related.get("range")
        where = f"{related['file']}:{place['start']['line']}:{place['start']['column']}" if place else ""
        rows.append(f"  {ALSO.render(lang)} {one_line(where)} {one_line(related['message'])}".rstrip())
    if item.waived_by:
        rows.append(f"  {one_line(say(WAIVED(by=item.waived_by), lang))}")
    elif item.fix:
        rows.append(f"  {FIX.render(lang)}{COLON.render(lang)}{one_line(item.fix)}")
    return "\n".join(rows)


def _source(item: PlanDiagnostic, paint: Paint, lines: Lines) -> list[str]:
    """The place, and the line with the spot underlined."""
    if item.range is None:
        return []
    start, end = item.range["start"], item.range["end"]
    rows = [f"  --> {one_line(item.file)}:{start['line']}:{start['column']}"]
    line = lines(item.file, start["line"])
    if line is None:
        return rows
    if item.file.endswith(TABLES):
        return [*rows, f"  {start['line']} | {shorten(one_line(line[:AROUND]), LINE)}"]
    stop = end["column"] - 1 if end["line"] == start["line"] else len(line)
    style = STYLES[item.severity]
    return [*rows, *underlined(line, start["column"] - 1, stop, start["line"], paint, style)]
