"""Codes travel through the plan; people read sentences. Every code has one, and no sentence is left without a code."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from codebase import trees
from storeconf.model.kinds import KINDS
from storeconf.plan.entities import Entry
from storeconf.plan.limits import NAMES
from storeconf.plan.quoting import mentions
from storeconf.plan.review import Gate
from storeconf.platform.live import Unknown
from storeconf.render import status, words

DECIDING = ("plan/", "platform/douyin/compose.py")


def deciding() -> Iterator[ast.Module]:
    """The source that puts codes into plans."""
    return (tree for file, tree in trees() if str(file).startswith(DECIDING))


def constants(node: ast.AST) -> set[str]:
    """The texts in an expression."""
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def given_as(keyword: str) -> set[str]:
    """Texts that are given for a keyword, or to a variable of that name."""
    found: set[str] = set()
    for tree in deciding():
        for node in ast.walk(tree):
            if (isinstance(node, ast.keyword) and node.arg == keyword) or (
                isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == keyword for t in node.targets)
            ):
                found |= branches(node.value)
    return found


def branches(node: ast.expr) -> set[str]:
    """What an expression may come out as, as far as it is written there."""
    match node:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.IfExp(body=body, orelse=other):
            return branches(body) | branches(other)
        case ast.Tuple(elts=items):
            return set().union(*(branches(item) for item in items))
        case _:
            return set()


def first_arguments(*names: str) -> set[str]:
    """Codes that are the first argument of these calls."""
    found: set[str] = set()
    for tree in deciding():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args:
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in names:
                    found |= branches(node.args[0])
    return found


def answers(*functions: str) -> set[str]:
    """What these functions return, as far as it is written there."""
    found: set[str] = set()
    for tree in deciding():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name in functions:
                returned = [one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value]
                found |= set().union(*(branches(value) for value in returned))
    return found


def written_anywhere() -> set[str]:
    """Every text constant of the deciding source."""
    return set().union(*(constants(tree) for tree in deciding())) | {str(one) for one in (*Gate, *Unknown)}


REASONS = (
    given_as("reason")
    | answers("reason_of", "reason")
    | {str(one) for one in (*Unknown, *Gate) if one is not Gate.OPEN}
)
BLOCKS = first_arguments("block", "Impossible") | given_as("blocked_by")
NOTES = first_arguments("note") | given_as("code") | first_arguments("Impossible")


@pytest.mark.parametrize("code", sorted(REASONS - {""}))
def test_reason_has_a_sentence(code: str) -> None:
    assert code in words.REASONS


@pytest.mark.parametrize("code", sorted(BLOCKS - {""}))
def test_block_has_a_sentence(code: str) -> None:
    assert code in words.BLOCKS


@pytest.mark.parametrize("code", sorted(NOTES - {""}))
def test_note_has_a_sentence(code: str) -> None:
    assert code in words.NOTES


def test_these_tests_see_the_codes() -> None:
    assert {"conflict", "adopt_differs", "gone", "undeclared", "in_review_changed", "stale"} <= REASONS
    assert {"allow:unbind", "immutable", "no_stores"} <= BLOCKS
    assert {"rejected", "ignored", "held", "twin"} <= NOTES


@pytest.mark.parametrize("table", ["REASONS", "BLOCKS", "NOTES"])
def test_sentence_belongs_to_a_code_that_exists(table: str) -> None:
    known = written_anywhere()
    made_up_of_parts = {"quote_follows", "quote_stays", "missing:title", "missing:price"}
    assert sorted(code for code in getattr(words, table) if code not in known | made_up_of_parts) == []


def test_quoted_price_has_both_remarks() -> None:
    product = next(kind for kind in KINDS if kind.name == "product")
    states = {state for _, state in mentions(product, {"description": "原价 29.9 元，现 19.9 元"}, "29.90", "19.90")}
    states |= {state for _, state in mentions(product, {"description": "只要 29.9 元"}, "29.90", "19.90")}
    assert states
    assert {f"quote_{state}" for state in states} <= set(words.NOTES)


def test_every_limit_has_a_name() -> None:
    assert set(words.LIMITS) == set(NAMES)


def test_every_light_has_a_title() -> None:
    from storeconf.plan.status import LINKS

    assert tuple(status.TITLES) == LINKS
    assert set(status.LIGHTS) == {"ok", "broken", "waiting", "not_seen"}


def test_unknown_code_is_shown_rather_than_lost() -> None:
    assert words.reason("something-new", "zh") == "something-new"
    assert "R10-09" in words.block("R10-09", "zh")
    assert Entry(address="s/poi", reason="conflict").reason in words.REASONS
