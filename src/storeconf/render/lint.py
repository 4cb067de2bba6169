"""What the rules say of one text, for a person: the characters underlined, why, and how to put it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from storeconf.core.text import COLON, Lang, Text, say
from storeconf.render.cells import one_line
from storeconf.render.diagnostics import CLEAN, COUNTS, FIX, SEVERITIES, STYLES
from storeconf.render.paint import Paint
from storeconf.render.spot import underlined
from storeconf.rules.catalogue import BY_ID

NOT_JUDGED = Text(
    "{count} 条规则缺少信息，没有判断：{codes}", "{count} rules lack something and did not judge: {codes}"
)
REASON = Text("{code}：{reason}", "{code}: {reason}")


def text(
    answer: Mapping[str, Any], field: str, raw: str, lang: Lang, paint: Paint, *, reasons: bool = False
) -> Iterator[str]:
    """The lines of an answer of `lint_line` about one text. `reasons`: say why each rule did not judge."""
    findings = answer["findings"]
    for one in findings:
        yield from _finding(one, field, raw, lang, paint)
    yield from _skipped(answer["skipped"], lang, reasons)
    severities = [one["severity"] for one in findings]
    counts = COUNTS(errors=severities.count("error"), warnings=severities.count("warning"))
    yield say(counts if findings else CLEAN, lang)


def _finding(one: Mapping[str, Any], field: str, raw: str, lang: Lang, paint: Paint) -> Iterator[str]:
    style = STYLES[one["severity"]]
    head = f"{SEVERITIES[one['severity']].render(lang)} {one['code']}"
    yield f"{paint(head, style, bold=True)} {BY_ID[one['code']].title.render(lang)}"
    yield f"  {one_line(one['message'])}"
    if one["span"] is not None:
        start, end = one["span"]
        above, below = raw.rfind("\n", 0, start) + 1, raw.find("\n", start)
        line = raw[above : below if below >= 0 else len(raw)]
        number = raw.count("\n", 0, start) + 1
        yield f"  --> {field}:{number}:{start - above + 1}"
        yield from underlined(line, start - above, end - above, number, paint, style)
    if one["fix"]:
        yield f"  {FIX.render(lang)}{COLON.render(lang)}{one_line(one['fix'])}"


def _skipped(skipped: Sequence[Mapping[str, Any]], lang: Lang, reasons: bool) -> Iterator[str]:
    if skipped:
        codes = sorted({one["code"] for one in skipped})
        yield say(NOT_JUDGED(count=len(codes), codes=codes), lang)
    if reasons:
        yield from (f"  {one_line(say(REASON(code=one['code'], reason=one['reason']), lang))}" for one in skipped)
