"""Every kind of problem has a number and a name of its own, and a fixed sentence."""

from __future__ import annotations

import ast
import re
from collections import Counter

import pytest

from codebase import calls, instances
from storeconf.core.diagnostics import Code

CODES = sorted(instances(Code), key=lambda code: code.id)


def repeated(values: list[str]) -> list[str]:
    """What stands there more than once."""
    return [value for value, count in Counter(values).items() if count > 1]


def test_every_code_stands_in_a_module_where_these_tests_find_it() -> None:
    written = [call for _, call in calls("Code") if isinstance(call.args[0], ast.Constant)]
    assert len(CODES) == len(written)


def test_id_is_used_once() -> None:
    assert repeated([code.id for code in CODES]) == []


def test_name_is_used_once() -> None:
    assert repeated([code.name for code in CODES]) == []


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.id)
def test_code_is_well_formed(code: Code) -> None:
    assert re.fullmatch(r"SC\d{3}", code.id)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code.name)
    assert "{" not in code.summary.zh + code.summary.en, "equal problems are folded by their summary"
    assert not code.summary.zh.endswith("。")
    assert not code.summary.en.endswith(".")
