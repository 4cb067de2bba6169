"""Rows out of exports: encodings, separators, headings, spreadsheets, and what can't be read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from exports import CHINESE, CONTRACT, export, workbook
from storeconf.core.diagnostics import StoreconfError
from storeconf.core.text import say
from storeconf.records.phones import Phones
from storeconf.records.reading import TOLD, Tally, read
from storeconf.records.rows import Result, Row

TEN = 1_773_021_600_000
PHONES = Phones(b"k" * 32)
ROW = "2026-03-09T10:00:00+08:00,success,P,S,13912341111,2026-03-09T09:00:00+08:00,0012345678901234567,007"


def rows_of(path: Path, chosen: dict[str, str] | None = None) -> tuple[list[Row], Tally]:
    """What a file holds."""
    tally = Tally()
    return list(read(path, PHONES, tally, chosen)), tally


def only(path: Path, chosen: dict[str, str] | None = None) -> Row:
    """The one row of a file, without where it stands."""
    (row,), tally = rows_of(path, chosen)
    assert tally.skips == []
    return row._replace(file="", line=0)


WHOLE = Row(
    time=TEN,
    result=Result.SUCCESS,
    verify_id="0012345678901234567",
    order_id="007",
    product_id="P",
    store_id="S",
    phone=PHONES.read("13912341111"),
    pay_time=TEN - 3_600_000,
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_encodings_and_separators(tmp_path: Path, encoding: str, separator: str) -> None:
    row = ROW.replace("success", "核销成功").replace(",", separator)
    path = export(tmp_path / "a.xls", [row], heading=CHINESE.replace(",", separator), encoding=encoding)
    assert only(path) == WHOLE


def test_chinese_characters_far_down_still_tell_the_encoding(tmp_path: Path) -> None:
    plain = [ROW.replace("0012345678901234567", f"v{n}") for n in range(20_000)]
    found, tally = rows_of(export(tmp_path / "a.csv", [*plain, ROW.replace("success", "成功")], encoding="gbk"))
    assert (len(found), tally.rows, tally.skips) == (20_001, 20_001, [])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("0012345678901234567", '="0012345678901234567"'),
        ("0012345678901234567", "0012345678901234567\t"),
        ("0012345678901234567", "'0012345678901234567"),
        ("13912341111", "+86 139-1234-1111"),
        ("13912341111", '="13912341111"'),
        ("success", "SUCCESS"),
        (",P,", ", P ,"),
        ("2026-03-09T10:00:00+08:00", "1773021600"),
        ("2026-03-09T09:00:00+08:00", " 2026/3/9 9:00 "),
    ],
)
def test_what_spreadsheets_put_around_values_is_taken_off(tmp_path: Path, old: str, new: str) -> None:
    cells = [f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in ROW.replace(old, new).split(",")]
    assert only(export(tmp_path / "a.csv", [",".join(cells)])) == WHOLE


@pytest.mark.parametrize(
    "heading",
    [
        CONTRACT,
        CHINESE,
        "验券时间,验券结果,团购ID,门店编号,用户手机,付款时间,验券流水号,订单编号",
        "*核销时间（北京时间）,核销结果,商品编号,POI ID,手机号码,下单时间,核销记录 ID,订单号",
        "Verify Time,Result,SKU_ID,Poi-Id,Mobile,Paid At,Verify ID,Order ID",
    ],
)
def test_usual_headings_are_known(tmp_path: Path, heading: str) -> None:
    assert only(export(tmp_path / "a.csv", [ROW], heading=heading)) == WHOLE


def test_heading_may_stand_below_titles(tmp_path: Path) -> None:
    path = export(tmp_path / "a.csv", ["导出时间,2026-03-09", "", CHINESE, ROW], heading="核销记录")
    assert only(path) == WHOLE
    (row,), _ = rows_of(path)
    assert row.line == 5


def test_other_headings_are_named(tmp_path: Path) -> None:
    heading = CONTRACT.replace("time", "什么时候", 1).replace("phone", "谁")
    path = export(tmp_path / "a.csv", [ROW], heading=heading)
    assert only(path, {"time": "什么时候", "phone": "谁"}) == WHOLE


def test_surest_of_several_headings_holds(tmp_path: Path) -> None:
    heading = f"商品名称,下单时间,状态,{CHINESE}"
    assert only(export(tmp_path / "a.csv", [f"毛血旺,2020-01-01 00:00,完成,{ROW}"], heading=heading)) == WHOLE


def test_few_columns_will_do(tmp_path: Path) -> None:
    path = export(tmp_path / "a.csv", ["2026-03-09 10:00:00,o"], heading="核销时间,订单号")
    (row,), tally = rows_of(path)
    assert (row.time, row.result, row.order_id, row.phone, row.pay_time) == (TEN, Result.SUCCESS, "o", None, None)
    assert tally.missing == {"result", "verify_id", "product_id", "store_id", "phone", "pay_time"}


def test_order_that_waits_needs_no_time_of_verification(tmp_path: Path) -> None:
    row = only(export(tmp_path / "a.csv", [",待核销,P,S,,2026-03-09 10:00,,o"], heading=CHINESE))
    assert (row.result, row.time, row.pay_time) == (Result.UNVERIFIED, TEN, TEN)


def test_row_with_a_payment_alone_is_an_order_that_waits(tmp_path: Path) -> None:
    row = only(export(tmp_path / "a.csv", [",,P,S,,2026-03-09 10:00,,o"]))
    assert (row.result, row.time, row.pay_time) == (Result.UNVERIFIED, TEN, TEN)


def test_ids_with_an_e_among_their_digits_stay(tmp_path: Path) -> None:
    row = only(export(tmp_path / "a.csv", [ROW.replace(",P,", ",3e10,").replace(",007", ",9E5")]))
    assert (row.product_id, row.order_id) == ("3e10", "9E5")


def test_one_odd_line_changes_nothing_of_those_around_it(tmp_path: Path) -> None:
    """Lines are read by the block while they are in order, and one by one where they are not."""
    rows = [f"2026-03-09T10:00:{n:02d}+08:00,success,P{n},S,1391234{n:04d},,v{n},o-{n}" for n in range(9)]
    orderly, _ = rows_of(export(tmp_path / "a.csv", rows))
    odd, tally = rows_of(export(tmp_path / "b.csv", [*rows[:4], "", "昨天,success,P,S,,,x,y", *rows[4:], "2026/3/9"]))
    strip = [row._replace(file="", line=0) for row in orderly]
    assert [row._replace(file="", line=0) for row in odd] == strip
    assert (tally.rows, [skip.line for skip in tally.skips]) == (11, [7, 13])


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (ROW.replace("2026-03-09T10:00:00+08:00", "昨天"), "昨天"),
        (ROW.replace("2026-03-09T10:00:00+08:00", ""), "没有核销时间"),
        (ROW.replace("2026-03-09T09:00:00+08:00", "09/03/2026"), "09/03/2026"),
        (ROW.replace("success", "待定"), "待定"),
        (ROW.replace("success", ""), "没有核销结果"),
        (ROW.replace("0012345678901234567", "1.23457E+18"), "1.23457E+18"),
        (ROW.replace("13912341111", "1.39E+10"), "1.39E+10"),
        (ROW.replace(",P,", ",7.3E+18,"), "7.3E+18"),
    ],
)
def test_unreadable_row_is_told_and_the_others_stay(tmp_path: Path, row: str, why: str) -> None:
    found, tally = rows_of(export(tmp_path / "a.csv", [ROW, row, "", ",,,,,,,", ROW.replace("007", "008")]))
    assert [one.order_id for one in found] == ["007", "008"]
    (skip,) = tally.skips
    assert (tally.rows, skip.line) == (3, 3)
    assert why in say(skip.reason, "zh")


def test_open_quotation_mark_costs_no_more_than_it_swallows(tmp_path: Path) -> None:
    found, tally = rows_of(export(tmp_path / "a.csv", [ROW, f'"{ROW}', *["x" * 1000] * 200, ROW]))
    assert len(found) >= 1
    assert tally.rows == len(found) + sum(skip.rows for skip in tally.skips)
    assert tally.skips


def test_endless_trouble_is_counted(tmp_path: Path) -> None:
    _, tally = rows_of(export(tmp_path / "a.csv", [ROW.replace("success", "?")] * (TOLD + 25)))
    assert (tally.rows, len(tally.skips), sum(skip.rows for skip in tally.skips)) == (TOLD + 25, TOLD + 1, TOLD + 25)


# -- spreadsheets ------------------------------------------------------------------------------------------------------


def sheet(*rows: list[Any]) -> list[list[Any]]:
    """Rows under the heading of an export."""
    return [CHINESE.split(","), *rows]


def test_spreadsheet_cells_are_text(tmp_path: Path) -> None:
    at, paid = datetime(2026, 3, 9, 10), datetime(2026, 3, 9, 9)
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(sheet([at, "成功", "P", "S", 13912341111, paid, "0012345678901234567", "007"])))
    assert only(path) == WHOLE


def test_long_number_of_a_spreadsheet_is_refused_for_its_digits_are_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(sheet([46090.416666666664, "成功", "P", "S", "", "", 7344000000000000001, "007"])))
    found, tally = rows_of(path)
    assert found == []
    assert [skip.line for skip in tally.skips] == [2]


def test_every_sheet_with_a_heading_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows = [["2026-03-09 10:00:00", "成功", "P", "S", "", "", f"v{n}", "o"] for n in range(2)]
    path.write_bytes(workbook([["说明"]], sheet(rows[0]), [[], [], *sheet(rows[1])]))
    found, tally = rows_of(path)
    assert [(row.verify_id, row.line) for row in found] == [("v0", 2), ("v1", 4)]
    assert [row.file for row in found] == [f"{path}#Sheet2", f"{path}#Sheet3"]
    assert tally.skips == []


# -- files that can't be used ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "空"),
        (b" \r\n", "空"),
        (b"a,b\r\n1,2\r\n", "没有找到核销时间"),
        (b"<html><table></table></html>", "网页"),
        (b"time,result\r\n\xff\xff\xff", "编码"),
        (b"\xff\xfetime\x00\x00\xd8", "编码"),
        (b"PK\x03\x04rubbish", "打不开"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "打不开"),
    ],
)
def test_unusable_file_is_one_error(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(StoreconfError) as error:
        rows_of(path)
    (problem,) = error.value.diagnostics
    assert why in say(problem.detail, "zh")
    assert str(path) in say(problem.detail, "en")


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_missing_file_and_folder_are_one_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreconfError):
        rows_of(tmp_path / name)


def test_named_heading_that_is_not_there_or_there_twice(tmp_path: Path) -> None:
    path = export(tmp_path / "a.csv", [f"{ROW},x,y"], heading=f"{CONTRACT},甲,甲")
    for column in ("乙", "甲"):
        with pytest.raises(StoreconfError) as error:
            rows_of(path, {"store_id": column})
        assert column in say(error.value.diagnostics[0].detail, "zh")
