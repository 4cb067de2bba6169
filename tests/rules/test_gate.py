"""A gate lets through whatever its pattern matches, and is worked out from the pattern."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.rules.review import law_claims, promotion, vulgar
from storeconf.rules.text.gate import Gated, pieces
from storeconf.rules.text.normal import normal

CASES = Path(__file__).parent / "cases"
EVAL = Path(__file__).parents[1] / "eval"
LETTERS = "陪酒男士特殊服务治根好白斤abc，。 19"
PATTERNS = [
    "陪酒|特殊(?:服务|项目)",
    "(?:男|女)[^，]{0,3}?(?:陪|伴)酒?",
    "(?<!根)治(?:好|疗)+(?=白)",
    "[a-c]{2}|[1-9]斤",
    "(?:服)?务(?!a)|酒{2,}",
    "(?:a?b?)c|19*",
    "(陪|男)(酒|士)",
]


def texts() -> list[str]:
    """Every text of the labelled cases."""
    files = [*CASES.glob("*.jsonl"), *EVAL.glob("texts_*.jsonl")]
    lines = (
        json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()
    )
    return [normal(line["text"]).squashed.text for line in lines if isinstance(line.get("text"), str)]


@pytest.mark.parametrize("source", PATTERNS)
@given(text=st.text(LETTERS, max_size=12))
def test_a_gate_lets_every_match_through(source: str, text: str) -> None:
    assert [one.span() for one in Gated(source).finditer(text)] == [one.span() for one in re.finditer(source, text)]


@pytest.mark.parametrize(
    ("source", "needs"),
    [
        ("陪酒|特殊服务", {"陪酒", "特殊", "殊服", "服务"}),
        ("(?:男|女)陪", {"陪"}),
        ("[ab]+", {"a", "b"}),
        ("a?", None),
        ("[^a]", None),
        ("陪|.", None),
    ],
)
def test_what_a_pattern_needs(source: str, needs: set[str] | None) -> None:
    found = Gated(source).needs
    assert (found is None) == (needs is None)
    assert needs is None or (found is not None and found <= needs)


@pytest.mark.parametrize(
    "gated",
    [
        law_claims._EFFECT,
        promotion._PRESSED,
        vulgar._pattern("solicitation", vulgar._SOLICITS),
        vulgar._pattern("goods", vulgar._GOODS_MORE),
        vulgar._pattern("copy", vulgar._COPY_MORE),
    ],
)
def test_the_long_patterns_find_the_same_behind_their_gates(gated: Gated) -> None:
    bare = re.compile(gated._source)
    every = texts()
    assert [text for text in every if gated.search(text)] == [text for text in every if bare.search(text)]
    passed = sum(not (gated.needs or frozenset()).isdisjoint(pieces(text)) for text in every)
    assert passed < len(every) / 2, "a gate that lets most texts through is of no use"


def test_pieces_are_characters_and_pairs() -> None:
    assert pieces("不治病") == {"不", "治", "病", "不治", "治病"}
    assert pieces("") == frozenset()
