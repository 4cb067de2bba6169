"""Runs rules over a case. A rule that crashes becomes a skip that names it, and the others go on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.rules.case import Case, Written
from storeconf.rules.rule import Finding, Hit, Outcome, Rule, Skip, Skipped

CRASHED = Text("规则自身出错（{kind}：{text}）", "the rule itself failed ({kind}: {text})")
OFF = "off"


@dataclass(frozen=True, slots=True)
class Report:
    """What the rules say of one case."""

    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]


def run(case: Case, rules: Iterable[Rule]) -> Report:
    """Every rule that has something to read in the case; findings in the order of the texts, then of the rules."""
    findings: list[Finding] = []
    skipped: list[Skipped] = []
    for rule in rules:
        if case.settings.severity.get(rule.id) == OFF:
            continue
        for path, text, outcome in _outcomes(rule, case):
            if isinstance(outcome, Skip):
                skipped.append(Skipped(rule=rule, path=path, reason=outcome.missing))
            else:
                findings.append(_finding(rule, case, path, text, outcome))
    return Report(tuple(_distinct(findings)), tuple(_once(skipped)))


def _outcomes(rule: Rule, case: Case) -> Iterator[tuple[str, Written | None, Outcome]]:
    """What a rule says, with the place and the text. A crash ends this rule only."""
    path, text = "", None
    try:
        if rule.in_text is not None:
            for text in case.written(rule.fields):
                path = text.path
                for outcome in rule.in_text(text, case):
                    yield path, text, outcome
        path, text = "", None
        if rule.on_product is not None and case.is_product:
            for outcome in rule.on_product(case):
                yield path, None, outcome
        if rule.on_chain is not None and case.chain is not None:
            for outcome in rule.on_chain(case):
                yield path, None, outcome
    except Exception as error:
        yield path, None, Skip(CRASHED(kind=type(error).__name__, text=str(error)[:200]))


def _finding(rule: Rule, case: Case, path: str, text: Written | None, hit: Hit) -> Finding:
    placed = text is not None and hit.start >= 0
    return Finding(
        rule=rule,
        severity=_severity(rule, case.settings.severity, hit),
        path=hit.path or path,
        message=hit.message,
        fix=hit.fix or rule.remedy,
        text=text.raw[hit.start : hit.end] if text is not None and placed else "",
        span=(hit.start, hit.end) if placed else None,
    )


def _severity(rule: Rule, chosen: Mapping[str, str], hit: Hit) -> Severity:
    own = chosen.get(rule.id)
    return Severity(own) if own is not None else hit.severity or rule.severity


def _distinct(findings: Iterable[Finding]) -> Iterator[Finding]:
    """One finding a rule and place."""
    seen: set[tuple[str, str, tuple[int, int] | None, str]] = set()
    for one in findings:
        key = (one.rule.id, one.path, one.span, "" if one.span else str(one.message))
        if key not in seen:
            seen.add(key)
            yield one


def _once(skipped: Iterable[Skipped]) -> Iterator[Skipped]:
    """One remark a rule and place; a message can't be a key itself."""
    seen = {(one.rule.id, one.path, str(one.reason)): one for one in skipped}
    yield from seen.values()
