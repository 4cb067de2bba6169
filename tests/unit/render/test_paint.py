"""Colour, or none: `--color` first, then NO_COLOR and FORCE_COLOR, then whether a person is looking."""

from __future__ import annotations

import pytest

from storeconf.render.paint import Paint, wants_colour


@pytest.mark.parametrize(
    ("choice", "environ", "terminal", "expected"),
    [
        ("always", {}, False, True),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"NO_COLOR": "0"}, True, False),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ("auto", {"TERM": "dumb"}, True, False),
    ],
)
def test_when_to_colour(choice: str, environ: dict[str, str], terminal: bool, expected: bool) -> None:
    assert wants_colour(choice, environ, terminal=terminal) is expected


def test_painted_text_ends_its_colour() -> None:
    assert Paint(on=True)("价格", "red") == "\x1b[31m价格\x1b[0m"
    assert Paint(on=True)("价格", "red", bold=True) == "\x1b[31;1m价格\x1b[0m"
    assert Paint(on=True)("价格", bold=True) == "\x1b[1m价格\x1b[0m"


@pytest.mark.parametrize("paint", [Paint(on=True), Paint(on=False)])
def test_nothing_is_added_to_nothing(paint: Paint) -> None:
    assert paint("", "red") == ""
    assert paint("plain") == "plain"


def test_without_colour_the_text_is_untouched() -> None:
    assert Paint()("价格", "red", bold=True) == "价格"
