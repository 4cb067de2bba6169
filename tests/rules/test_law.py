"""Terms and claims of law and decency: what is inserted, negated or random changes nothing that it shouldn't."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from storeconf.core.clock import parse_instant
from storeconf.rules.lint import lint_line
from storeconf.rules.review import law, vulgar
from support import NOW

RULES = (*law.RULES, *vulgar.RULES)
CASES = Path(__file__).parent / "cases"
NEUTRAL = ("\u200b", " ", "🎉", "★", "·", "\ufe0f", "\u00ad")


@lru_cache(maxsize=1)
def violating() -> tuple[tuple[str, str, str], ...]:
    """Rule, field and text of every violating text."""
    rows = []
    for rule in RULES:
        for line in (CASES / f"{rule.id}.jsonl").read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            if case["label"] == "violation" and "text" in case:
                rows.append((rule.id, case["field"], case["text"]))
    return tuple(rows)


def codes(field: str, text: str) -> set[str]:
    answer = lint_line({"field": field, "text": text}, parse_instant(NOW), rules=RULES)
    assert not [one for one in answer["skipped"] if "自身出错" in one["reason"]]
    for one in answer["findings"]:
        start, end = one["span"]
        assert text[start:end] == one["text"]
    return {one["code"] for one in answer["findings"]}


@settings(max_examples=300)
@given(st.data())
def test_neutral_characters_keep_a_finding(data: st.DataObject) -> None:
    rule, field, text = data.draw(st.sampled_from(violating()))
    places = [at for at in range(1, len(text)) if _inside_words(text, at)]
    position = data.draw(st.sampled_from(places or [0]))
    inserted = text[:position] + data.draw(st.sampled_from(NEUTRAL)) + text[position:]
    assert rule in codes(field, inserted)


def _inside_words(text: str, at: int) -> bool:
    return all("\u4e00" <= one <= "\u9fff" for one in text[at - 1 : at + 1])


@given(st.sampled_from(["本店不禁止", "欢迎", "可以", "本店从不拒绝"]), st.sampled_from(["打包", "自带酒水", "开发票"]))
def test_a_permission_is_no_violation(permission: str, thing: str) -> None:
    assert codes("usage_notes", permission + thing) == set()


@given(st.sampled_from(["谢绝", "禁止", "恕不支持", "不可以", "不允许"]), st.sampled_from(["打包剩菜", "自带酒水"]))
def test_a_prohibition_is_one(prohibition: str, thing: str) -> None:
    assert len(codes("usage_notes", prohibition + thing)) == 1


@given(
    st.text(
        st.one_of(
            st.sampled_from("最第一不可以解释权发票打包自带酒水费负责治疗，。；！？:（）0元男士特殊服务"),
            st.characters(),
        ),
        max_size=60,
    )
)
def test_random_text_never_crashes_a_rule(text: str) -> None:
    codes("description", text)
