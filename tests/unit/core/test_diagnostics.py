"""Diagnostics: their order, and that a problem which many stores inherit is told once."""

from __future__ import annotations

from itertools import permutations

import pytest

from storeconf.core.diagnostics import Code, Diagnostic, Refusal, Severity, StoreconfError, fail, ordered, refuse
from storeconf.core.span import Path, at, child, holds, path_text
from storeconf.core.text import Say, Text

BAD = Code("SC998", "bad", Text("坏了", "bad"))
ODD = Code("SC999", "odd", Text("可疑", "odd"), Severity.WARNING)
SENTENCE = Text("{what} 不对", "{what} is wrong")


def problem(
    file: str, line: int, column: int = 1, *, code: Code = BAD, store: str = "", detail: Say = "x"
) -> Diagnostic:
    """A problem at a place."""
    return Diagnostic(code=code, detail=detail, span=at(file, line, column), store=store)


def test_errors_come_first_then_file_line_and_column() -> None:
    wanted = [
        problem("a.yaml", 2),
        problem("a.yaml", 10, 3),
        problem("a.yaml", 10, 20),
        problem("b.yaml", 1),
        problem("a.yaml", 1, code=ODD),
    ]
    for shuffled in permutations(wanted):
        assert list(ordered(shuffled)) == wanted


def test_severity_in_force_decides_the_order() -> None:
    """The project file may make an error of a warning, and the other way round."""
    raised = Diagnostic(code=ODD, detail="x", span=at("z.yaml", 9, 1), severity=Severity.ERROR)
    lowered = Diagnostic(code=BAD, detail="x", span=at("a.yaml", 1, 1), severity=Severity.INFO)
    assert list(ordered([lowered, raised])) == [raised, lowered]
    assert (raised.level, lowered.level) == (Severity.ERROR, Severity.INFO)


def test_problem_of_an_inherited_value_is_told_once_at_its_place() -> None:
    same = [problem("_defaults.yaml", 4, store=store, detail=SENTENCE(what="phone")) for store in ("bj", "sh", "gz")]
    assert len(ordered(same)) == 1


@pytest.mark.parametrize(
    "other",
    [
        problem("a.yaml", 2, detail=SENTENCE(what="price")),
        problem("a.yaml", 1, code=ODD, detail=SENTENCE(what="price")),
        problem("a.yaml", 1, detail=SENTENCE(what="title")),
        problem("b.yaml", 1, detail=SENTENCE(what="price")),
    ],
    ids=["line", "code", "detail", "file"],
)
def test_problems_that_differ_are_all_told(other: Diagnostic) -> None:
    assert len(ordered([problem("a.yaml", 1, detail=SENTENCE(what="price")), other])) == 2


def test_problems_without_a_place_are_told_for_each_object() -> None:
    found = [Diagnostic(code=BAD, detail="x", address=address) for address in ("bj/poi", "sh/poi", "bj/poi")]
    assert [item.address for item in ordered(found)] == ["bj/poi", "sh/poi"]


def test_error_carries_all_its_problems() -> None:
    first, second = problem("a.yaml", 1), problem("a.yaml", 2)
    assert StoreconfError(first, second).diagnostics == (first, second)


def test_refusal_is_an_error_of_its_own() -> None:
    assert isinstance(refuse(BAD, "x"), Refusal)
    assert not isinstance(fail(BAD, "x"), Refusal)


def test_place_is_written_as_editors_read_it() -> None:
    assert str(at("stores/bj.yaml", 12, 3)) == "stores/bj.yaml:12:3"


def test_place_without_an_end_is_one_character() -> None:
    assert at("a.yaml", 3, 7) == at("a.yaml", 3, 7, 3, 8)


TREE = {"a": [{"b": None}, "x"], "0": "text"}


@pytest.mark.parametrize(
    ("path", "there", "value"),
    [
        (("a", 0, "b"), True, None),
        (("a", 1), True, "x"),
        (("a", 2), False, None),
        (("a", -1), False, None),
        (("a", "0"), False, None),
        (("0",), True, "text"),
        (("0", 0), False, None),
        (("c",), False, None),
    ],
)
def test_path_into_a_document(path: Path, there: bool, value: object) -> None:
    node: object = TREE
    for part in path[:-1]:
        node = child(node, part)
    assert (holds(node, path[-1]), child(node, path[-1])) == (there, value)


def test_path_is_read_with_dots() -> None:
    assert path_text(("spec", "products", "mxw", "items", 0, "price")) == "spec.products.mxw.items.0.price"
