"""Three values have exactly one class: the fifteen equality patterns are all there are."""

from __future__ import annotations

from itertools import product as combinations

import pytest

from plan_reading import PATTERNS
from storeconf.plan.classify import ABSENT, DRIFT, UNKNOWN, Class, Missing, classify

VALUES = (ABSENT, "19.90", "21.90", "23.90")
"""Three different values are enough: there are three places."""


def letters(triple: tuple[object, ...]) -> str:
    """The pattern of three values: letters in order of appearance, a dash for none."""
    names: dict[object, str] = {}
    return "".join("-" if value is ABSENT else names.setdefault(value, "abc"[len(names)]) for value in triple)


def value_of(letter: str) -> object:
    return ABSENT if letter == "-" else letter


@pytest.mark.parametrize(("pattern", "expected"), PATTERNS)
def test_each_pattern_has_its_class(pattern: str, expected: Class) -> None:
    declared, recorded, live = map(value_of, pattern)
    assert classify(declared, recorded, live) is expected


def test_there_are_fifteen_patterns_and_all_are_listed() -> None:
    found = {letters(triple) for triple in combinations(VALUES, repeat=3)}
    listed = [letters(tuple(map(value_of, pattern))) for pattern, _ in PATTERNS]
    assert len(listed) == len(set(listed)) == 15
    assert found == set(listed)


def test_every_triple_has_the_class_of_its_pattern() -> None:
    by_letters = {letters(tuple(map(value_of, pattern))): expected for pattern, expected in PATTERNS}
    for triple in combinations(VALUES, repeat=3):
        assert classify(*triple) is by_letters[letters(triple)], triple


@pytest.mark.parametrize(
    ("declared", "recorded", "expected"),
    [
        ("a", "a", Class.LOOK),
        ("b", "a", Class.BLIND),
        ("a", ABSENT, Class.CHECK),
        (ABSENT, "a", Class.FORGET),
        (ABSENT, ABSENT, Class.ABSENT),
    ],
)
def test_an_unknown_live_value_has_a_class_of_its_own(declared: object, recorded: object, expected: Class) -> None:
    assert classify(declared, recorded, UNKNOWN) is expected


def test_drift_is_recorded_present_live_known_and_different_from_both() -> None:
    """A conflict is that too, but it is listed under conflicts only; what is undeclared is forgotten."""
    for declared, recorded, live in combinations(VALUES, repeat=3):
        moved = recorded is not ABSENT and recorded != live != declared
        elsewhere = classify(declared, recorded, live) in (Class.CONFLICT, Class.FORGET)
        assert (classify(declared, recorded, live) in DRIFT) == (moved and not elsewhere)


def test_an_empty_value_is_a_value() -> None:
    """An empty list or a zero is declared; only what isn't there is absent."""
    nothing: tuple[object, ...] = ([], 0, False, "")
    for empty in nothing:
        assert classify(empty, empty, empty) is Class.SAME
        assert classify(empty, ABSENT, ABSENT) is Class.CREATE
        assert classify(ABSENT, ABSENT, empty) is Class.UNMANAGED


def test_no_value_is_two_things() -> None:
    assert set(Missing) == {ABSENT, UNKNOWN}
