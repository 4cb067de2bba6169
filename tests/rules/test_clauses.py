"""Sentences, clauses and phrases."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.rules.text.clauses import clause_of, clauses, next_clause, phrase_of, phrases, sentence_of, sentences
from storeconf.rules.text.scope import Circumstance, apart, circumstances
from storeconf.rules.text.speaker import Speaker, speaker

CLAUSES = [
    ("到店出示券码；可开发票。不可叠加", ["到店出示券码", "可开发票", "不可叠加"]),
    ("1、凭券消费2、不可叠加", ["凭券消费", "不可叠加"]),
    ("1.凭券消费 2.周末通用 3.可打包", ["凭券消费 ", "周末通用 ", "可打包"]),
    ("(1)凭券消费(2)不可叠加", ["凭券消费", "不可叠加"]),
    ("一、凭券消费。二、可打包", ["凭券消费", "可打包"]),
    ("周六、日不可用", ["周六、日不可用"]),
    ("周一、二、三不可用", ["周一、二、三不可用"]),
    ("每桌限2、3人", ["每桌限2、3人"]),
    ("到手价9.9元", ["到手价9.9元"]),
    ("一、二楼均可用", ["二楼均可用"]),
]
PHRASES = [
    ("可打包，不可外带", ["可打包", "不可外带"]),
    ("价值1,288元，营业10:00-22:00", ["价值1,288元", "营业10:00-22:00"]),
    ("打包（自备餐盒）", ["打包", "自备餐盒"]),
]


def parts(text: str, ranges: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in ranges]


@pytest.mark.parametrize(("text", "expected"), CLAUSES)
def test_clauses(text: str, expected: list[str]) -> None:
    assert parts(text, clauses(text)) == expected


@pytest.mark.parametrize(("text", "expected"), PHRASES)
def test_phrases(text: str, expected: list[str]) -> None:
    assert parts(text, phrases(text)) == expected


@given(st.text(st.sampled_from("到店，。；;\n！?:（)1２、一二.3 一二周 "), max_size=60))
def test_parts_lie_inside_each_other_in_order(text: str) -> None:
    for ranges in (sentences(text), clauses(text), phrases(text)):
        assert all(start < end for start, end in ranges)
        assert all(one[1] <= other[0] for one, other in pairwise(ranges))
    for position in (one for start, end in phrases(text) for one in range(start, end)):
        phrase, clause, sentence = phrase_of(text, position), clause_of(text, position), sentence_of(text, position)
        assert clause[0] <= phrase[0] <= phrase[1] <= clause[1]
        assert sentence[0] <= clause[0] <= clause[1] <= sentence[1]
        assert next_clause(text, position)[0] >= clause[1]


def test_each_part_has_its_own_circumstances() -> None:
    text = "包间需预约、大厅免预约"
    hall, room = text.index("免预约"), text.index("需预约")
    assert circumstances(text, hall) == {Circumstance.HALL}
    assert circumstances(text, room) == {Circumstance.ROOM}
    assert apart(text, room, hall)
    assert not apart("免预约，请提前预约", 0, 6)


@pytest.mark.parametrize(
    ("text", "word", "who"),
    [
        ("本店不开发票", "发票", Speaker.SHOP),
        ("平台优惠券不可叠加", "叠加", Speaker.PLATFORM),
        ("别家不开发票", "发票", Speaker.OTHER),
        ("别家不开发票，本店可开发票", "可开", Speaker.SHOP),
        ("不可叠加", "叠加", Speaker.SHOP),
    ],
)
def test_who_is_spoken_of(text: str, word: str, who: Speaker) -> None:
    assert speaker(text, text.index(word)) is who
