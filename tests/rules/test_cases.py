"""Every rule against its own cases: natural wordings that it must find, and ones that nothing may be said about."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from storeconf.core.clock import parse_instant
from storeconf.rules.catalogue import RULES
from storeconf.rules.lint import lint_line
from support import NOW

CASES = Path(__file__).parent / "cases"
ENOUGH = 5


@lru_cache(maxsize=256)
def cases_of(rule: str) -> tuple[dict[str, Any], ...]:
    """The cases of one rule."""
    file = CASES / f"{rule}.jsonl"
    return tuple(json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip())


def findings(case: dict[str, Any]) -> dict[str, list[str]]:
    """What is found in a case: rule ids with the words they point at."""
    found: dict[str, list[str]] = {}
    for one in lint_line(case, parse_instant(NOW))["findings"]:
        found.setdefault(one["code"], []).append(one["text"])
    return found


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_rule_has_enough_cases(rule: str) -> None:
    labels = [case["label"] for case in cases_of(rule)]
    assert labels.count("violation") >= ENOUGH
    assert labels.count("clean") >= ENOUGH
    assert set(labels) == {"violation", "clean"}


def test_no_case_file_without_a_rule() -> None:
    assert {file.stem for file in CASES.glob("*.jsonl")} <= {rule.id for rule in RULES}


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_rule_finds_its_violations_and_nothing_else(rule: str) -> None:
    wrong = []
    for case in cases_of(rule):
        wanted = set(case.get("expected", [rule] if case["label"] == "violation" else []))
        found = findings(case)
        extra = set(found) - wanted - set(case.get("either", []))
        if wanted - set(found) or extra:
            wrong.append((case.get("text", case.get("note", case)), sorted(wanted - set(found)), sorted(extra)))
    assert wrong == []
