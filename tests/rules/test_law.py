"""Terms and claims of law and decency: a permission is no prohibition."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from storeconf.core.clock import parse_instant
from storeconf.rules.lint import lint_line
from storeconf.rules.review import law, vulgar
from support import NOW

RULES = (*law.RULES, *vulgar.RULES)


def codes(field: str, text: str) -> set[str]:
    answer = lint_line({"field": field, "text": text}, parse_instant(NOW), rules=RULES)
    assert not [one for one in answer["skipped"] if "自身出错" in one["reason"]]
    for one in answer["findings"]:
        start, end = one["span"]
        assert text[start:end] == one["text"]
    return {one["code"] for one in answer["findings"]}


@given(st.sampled_from(["本店不禁止", "欢迎", "可以", "本店从不拒绝"]), st.sampled_from(["打包", "自带酒水", "开发票"]))
def test_a_permission_is_no_violation(permission: str, thing: str) -> None:
    assert codes("usage_notes", permission + thing) == set()


@given(st.sampled_from(["谢绝", "禁止", "恕不支持", "不可以", "不允许"]), st.sampled_from(["打包剩菜", "自带酒水"]))
def test_a_prohibition_is_one(prohibition: str, thing: str) -> None:
    assert len(codes("usage_notes", prohibition + thing)) == 1
