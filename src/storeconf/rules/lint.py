"""`storeconf lint`: lines in, findings out; no project, no file, no network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from storeconf.core.text import Lang, say
from storeconf.rules.case import AS_SHIPPED
from storeconf.rules.catalogue import RULES
from storeconf.rules.reading import subjects
from storeconf.rules.rule import Finding, Rule, Skipped
from storeconf.rules.runner import Judge
from storeconf.rules.settings import Settings


class Linter:
    """Answers lines; what is the same in many of them is judged once."""

    def __init__(self, settings: Settings = AS_SHIPPED, rules: Sequence[Rule] = RULES) -> None:
        """With a project's choices, or as shipped."""
        self._settings = settings
        self._judge = Judge(rules, settings)

    def answer(self, line: Mapping[str, Any], now: datetime, lang: Lang = "zh") -> dict[str, Any]:
        """One line's answer: `{"id", "findings", "skipped"}`. Raises BadLine."""
        findings: list[dict[str, Any]] = []
        skipped: list[dict[str, Any]] = []
        for subject in subjects(line, now, self._settings):
            report = self._judge.report(subject.case)
            findings += [_finding(one, subject.address, lang) for one in report.findings]
            skipped += [_skipped(one, subject.address, lang) for one in report.skipped]
        answer = {"id": line["id"]} if "id" in line else {}
        return {**answer, "findings": list(_unique(findings)), "skipped": list(_unique(skipped))}


def lint_line(
    line: Mapping[str, Any],
    now: datetime,
    lang: Lang = "zh",
    settings: Settings = AS_SHIPPED,
    rules: Sequence[Rule] = RULES,
) -> dict[str, Any]:
    """One line by itself; for many, keep a `Linter`. Raises BadLine."""
    return Linter(settings, rules).answer(line, now, lang)


_ADDRESSES = ("S/", "S#", "@A/", "@A#")
"""How a path begins that is an address by itself: a rule of the chain points at the account, or at one product."""


def _place(address: str, path: str) -> str:
    if not address or path.startswith(_ADDRESSES):
        return path
    return f"{address}#{path}" if path else address


def _finding(one: Finding, address: str, lang: Lang) -> dict[str, Any]:
    return {
        "code": one.rule.id,
        "severity": str(one.severity),
        "path": _place(address, one.path),
        "span": list(one.span) if one.span is not None else None,
        "text": one.text,
        "message": say(one.message, lang),
        "fix": say(one.fix, lang),
    }


def _skipped(one: Skipped, address: str, lang: Lang) -> dict[str, Any]:
    return {"code": one.rule.id, "path": _place(address, one.path), "reason": say(one.reason, lang)}


def _unique(rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for row in rows:
        key = repr(sorted(row.items(), key=lambda item: item[0]))
        if key not in seen:
            seen.add(key)
            yield row
