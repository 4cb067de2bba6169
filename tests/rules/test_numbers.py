"""Numbers in every spelling: what they are worth, and that spelling never changes it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.rules.text.normal import normal
from storeconf.rules.text.numbers import plain, tail, value

_HAN = "零一二三四五六七八九"


def in_han(number: int) -> str:
    """A number below ten million as it is read out."""
    if number >= 10_000:
        head, rest = divmod(number, 10_000)
        return in_han(head) + "万" + (("零" if rest < 1000 else "") + in_han(rest) if rest else "")
    said, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            said += ("零" if zero and said else "") + _HAN[digit] + name
            zero = False
        else:
            zero = bool(said)
    return said or "零"


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("98", "98"),
        ("9.9", "9.9"),
        ("1千2", "1200"),
        ("1.2万", "12000"),
        ("3k", "3000"),
        ("十", "10"),
        ("十八", "18"),
        ("廿五", "25"),
        ("九十九", "99"),
        ("一百二", "120"),
        ("一百十八", "118"),
        ("两百零五", "205"),
        ("壹佰贰拾捌", "128"),
        ("一千二", "1200"),
        ("一千零八十", "1080"),
        ("一万二", "12000"),
        ("一九八", "198"),
        ("十九点九", "19.9"),
        ("一百二十八点八", "128.8"),
    ],
)
def test_number(text: str, worth: str) -> None:
    assert value(text) == Decimal(worth)


@pytest.mark.parametrize(
    "text", ["", "百", "千", "七八", "两三", "三五", "三五十", "二三百", "两九八", "点五", "万", "abc"]
)
def test_no_exact_number(text: str) -> None:
    assert value(text) is None


@pytest.mark.parametrize(
    ("text", "worth"),
    [("九", "0.9"), ("9", "0.9"), ("9毛9", "0.99"), ("九九", "0.99"), ("半", "0.5"), ("零五", "0.05")],
)
def test_tail(text: str, worth: str) -> None:
    assert tail(text) == Decimal(worth)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2 9 8元", "298元"),
        ("只要 1 9 . 9 元", "只要19.9元"),
        ("套餐3 9.9元", "套餐3 9.9元"),
        ("1,288元", "1288元"),
        ("１，２８８元", "1288元"),
        ("满300，188元抢", "满300,188元抢"),
        ("300,188元", "300,188元"),
        ("9·9元", "9.9元"),
        ("9\u200b8元", "98元"),
        ("💰98", "¥98"),
        ("原价 198 现价 98", "原价198现价98"),
        ("①98元", "\n98元"),
        ("98 128", "98 128"),
    ],
)
def test_one_run_of_digits_for_one_number(text: str, written: str) -> None:
    assert plain(normal(text)).text == written


@given(st.integers(min_value=0, max_value=9_999_999))
def test_what_is_read_out_is_read(number: int) -> None:
    assert value(in_han(number)) == number


@given(st.text(alphabet="一二两三九十百千万零点廿0159., ·９8kw块元", max_size=14))
def test_no_text_breaks_it(text: str) -> None:
    value(text)
    view = plain(normal(text))
    assert len(view.text) == len(view.origin)
    assert list(view.origin) == sorted(view.origin)
