"""Phones in their own field and in running texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.rules.text.normal import normal
from storeconf.rules.text.phones import Kind, broken, digits_of, in_field, phones


def surface(text: str) -> str:
    return normal(text).surface.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("073185551234", [(Kind.LANDLINE, "073185551234", False)]),
        ("0731-85551234", [(Kind.LANDLINE, "073185551234", True)]),
        ("０７３１－８５５５１２３４", [(Kind.LANDLINE, "073185551234", True)]),
        ("010 6417 1234", [(Kind.LANDLINE, "01064171234", True)]),
        ("0106417 1234", [(Kind.LANDLINE, "01064171234", True)]),
        ("（028）84561122", [(Kind.LANDLINE, "02884561122", True)]),
        ("+86-10-64171234", [(Kind.LANDLINE, "01064171234", True)]),
        ("+861064171234", [(Kind.LANDLINE, "01064171234", False)]),
        ("8601064171234", [(Kind.LANDLINE, "01064171234", False)]),
        ("010\u200b64171234", [(Kind.LANDLINE, "01064171234", False)]),
        ("01064171234-802", [(Kind.LANDLINE, "01064171234", False)]),
        ("02162345671转8001", [(Kind.LANDLINE, "02162345671", False)]),
        ("138 0013-8000", [(Kind.MOBILE, "13800138000", False)]),
        ("86 13800138000", [(Kind.MOBILE, "13800138000", False)]),
        ("400-820-8820", [(Kind.HOTLINE, "4008208820", False)]),
        ("8008101234", [(Kind.HOTLINE, "8008101234", False)]),
        ("02884561122/13912345678", [(Kind.LANDLINE, "02884561122", False), (Kind.MOBILE, "13912345678", False)]),
        ("64171234", [(Kind.LOCAL, "64171234", False)]),
        ("64171234 64171235", [(Kind.LOCAL, "64171234", False), (Kind.LOCAL, "64171235", False)]),
        ("95188", [(Kind.SHORT, "95188", False)]),
        ("110", [(Kind.SHORT, "110", False)]),
        ("12345678", [(Kind.INVALID, "12345678", False)]),
        ("1380013800", [(Kind.INVALID, "1380013800", False)]),
        ("138001380001", [(Kind.INVALID, "138001380001", False)]),
        ("0216234567", [(Kind.INVALID, "0216234567", False)]),
        ("XXXXXXXX", [(Kind.INVALID, "xxxxxxxx", False)]),
        ("见公告", [(Kind.INVALID, "见公告", False)]),
        ("前台：02884561122（9:00-22:00）", [(Kind.LANDLINE, "02884561122", False)]),
        ("", []),
    ],
)
def test_field(text: str, expected: list[tuple[Kind, str, bool]]) -> None:
    assert [(one.kind, one.digits, one.parted) for one in in_field(surface(text))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("营业时间0930-2130，订座0571-88001234", ["057188001234"]),
        ("早场0900-1200 1300起", []),
        ("有效期2026-03-09至2026-06-30", []),
        ("房费0571-20260309", []),
        ("电话0571-20260309", ["057120260309"]),
        ("订单号2026010-64171234", []),
        ("致电13912345678或02884561122", ["13912345678", "02884561122"]),
        ("区号0999-66001234，不存在的0888x", ["099966001234"]),
    ],
)
def test_running_text(text: str, expected: list[str]) -> None:
    assert [one.digits for one in phones(surface(text))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("客服电话：XXXXXXXX", ["xxxxxxxx"]),
        ("联系电话：待补充", ["待补充"]),
        ("客服热线12345", ["12345"]),
        ("市民热线12345", []),
        ("投诉拨打12315", []),
        ("电话预约2小时前", []),
        ("电话 09:30-21:30 接听", []),
        ("订座电话：64171234", ["64171234"]),
        ("电话：13912345678", []),
        ("手机尾号1234", []),
    ],
)
def test_broken(text: str, expected: list[str]) -> None:
    assert [one.digits for one in broken(surface(text))] == expected


AREAS = st.sampled_from(["010", "021", "028", "0731", "0571", "0755"])
LOCAL = st.from_regex(r"[2-8][0-9]{7}", fullmatch=True).filter(lambda one: not one.startswith("20"))
SEPARATORS = st.sampled_from([" ", "-", "－", "—", "  ", " - "])


@given(AREAS, LOCAL, SEPARATORS)
def test_a_separator_changes_the_format_only(area: str, local: str, separator: str) -> None:
    (whole,) = phones(surface(f"电话{area}{local}。"))
    (parted,) = phones(surface(f"电话{area}{separator}{local}。"))
    assert whole.digits == parted.digits == area + local
    assert (whole.parted, parted.parted) == (False, True)


@given(AREAS, LOCAL, st.text(alphabet="门店订座，。请到 \n", max_size=12))
def test_spans_hold_the_number(area: str, local: str, around: str) -> None:
    view = normal(f"{around}{area}-{local}{around}").surface
    (found,) = phones(view.text)
    assert digits_of(view.text[found.start : found.end]) == area + local


@given(st.text(max_size=60))
def test_never_crashes(text: str) -> None:
    for read in (in_field, phones, broken):
        for one in read(surface(text)):
            assert 0 <= one.start < one.end <= len(surface(text))
