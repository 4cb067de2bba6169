"""`storeconf records`: with and without a project, in both languages, as JSON and as a workbook."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from python_calamine import CalamineWorkbook
from syrupy.assertion import SnapshotAssertion

from exports import CHINESE, export, failures
from storeconf.render.schemas import schema_text
from support import Cli

SLOW = "2026-03-08T12:01:00+08:00,success,P1,S1,13912340000,2026-03-07T12:00:00+08:00,slow,o-slow"
PENDING = "2026-03-08T12:00:00+08:00,failed,P2,S1,13912340000,2026-03-01T12:00:00+08:00,late,o-late"
CROWD = [
    f"2026-03-08T1{n}:00:00+08:00,success,P1,S{n},13912341111,2026-03-08T09:00:00+08:00,v{n},o{n}" for n in range(4)
]
MIXED = [*failures(6), *CROWD, SLOW, PENDING, "yesterday,success,P1,S1,,,x,y"]


@pytest.fixture
def alone(tmp_path: Path) -> Cli:
    """No project anywhere near."""
    return Cli(tmp_path)


def mixed(cli: Cli, rows: list[str] = MIXED) -> str:
    """An export with something of everything."""
    return str(export(cli.folder / "day.csv", rows))


def test_json_is_the_contract(alone: Cli) -> None:
    found = alone("records", mixed(alone), "--format", "json").json
    assert list(found) == ["format_version", "actions", "pending", "rows", "skipped"]
    assert found["actions"] == [
        {"action": "pause_sale", "product_id": "P1", "date": "2026-03-08"},
        {"action": "manual_review", "phone": "139****1111"},
        {"action": "label", "order_id": "o-slow", "label": "长周期未核销"},
    ]
    assert [one["order_id"] for one in found["pending"]] == ["o-late"]
    assert found["rows"] == 13
    assert [one["row"] for one in found["skipped"]] == [14]
    jsonschema.validate(found, json.loads(schema_text("records")))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_text(alone: Cli, lang: str, snapshot: SnapshotAssertion) -> None:
    alone.lang = lang
    assert alone("records", mixed(alone)).out.replace(str(alone.folder), "…") == snapshot


def test_nothing_unusual_and_empty_file(alone: Cli) -> None:
    assert "没有异常" in alone("records", mixed(alone, failures(5))).out
    assert alone("records", mixed(alone, []), "--format", "json").json["actions"] == []


def test_missing_columns_leave_their_rules_unjudged(alone: Cli) -> None:
    path = export(alone.folder / "a.csv", ["2026-03-09 10:00,o"], heading="核销时间,订单号")
    found = alone("records", str(path), "--format", "json").json
    rules = [one["rule"] for one in found["skipped"]]
    assert rules == ["failures_per_day", "failures_per_day", "per_phone_24h", "slow_minutes"]
    assert "没有判断" in alone("records", str(path)).out


def test_heading_is_named_on_the_command_line(alone: Cli) -> None:
    rows = [row.replace("failed", "核销失败") for row in failures(6)]
    path = export(alone.folder / "a.csv", rows, heading=CHINESE.replace("核销时间", "何时"), encoding="gbk")
    assert "--map" in alone("records", str(path), code=1).err
    assert "2026-03-08" in alone("records", str(path), "--map", "time=何时").out


@pytest.mark.parametrize("value", ["time", "when=何时", "time="])
def test_wrong_map_is_wrong_usage(alone: Cli, value: str) -> None:
    assert value in alone("records", mixed(alone), "--map", value, code=64).err


@pytest.mark.parametrize("options", [["--account", "x"], ["--act"]])
def test_some_options_need_a_project(alone: Cli, options: list[str]) -> None:
    assert options[0] in alone("records", mixed(alone), *options, code=1).err


def test_no_file_is_wrong_usage(alone: Cli) -> None:
    alone("records", code=64)


def test_phones_are_shown_nowhere(alone: Cli) -> None:
    out = alone.folder / "out.xlsx"
    said = [alone("records", mixed(alone), *more) for more in ([], ["--format", "json"], ["-o", str(out), "-v"])]
    assert not any("13912341111" in one.out + one.err for one in said)
    book = CalamineWorkbook.from_filelike(io.BytesIO(out.read_bytes()))
    assert "13912341111" not in str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])


def test_hostile_text_stays_text(alone: Cli) -> None:
    order = '"=HYPERLINK(""http://x"",""y"")\x1b[2J"'
    row = SLOW.replace("o-slow", order).replace("S1", "@SUM(1)")
    out = alone.folder / "out.xlsx"
    said = alone("records", mixed(alone, [row]), "-o", str(out))
    assert "\x1b" not in said.out
    cells = sheets(out)["长周期未核销"][1]
    assert cells[0] == '=HYPERLINK("http://x","y")\\u001b[2J'
    assert "@SUM(1)" in cells
    assert b"<f>" not in out.read_bytes()


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    """What a workbook holds."""
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_workbook_has_a_sheet_for_each_list(alone: Cli) -> None:
    out = alone.folder / "out.xlsx"
    alone("records", mixed(alone), "-o", str(out))
    found = sheets(out)
    assert {name: len(rows) - 1 for name, rows in found.items()} == {
        "暂停售卖": 1,
        "人工复核": 1,
        "长周期未核销": 1,
        "已付未核销": 1,
        "读不了的行": 1,
    }
    assert "回访文字" not in found["长周期未核销"][0]
    assert out.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("name", "code"), [("out.csv", 64), ("missing/out.xlsx", 1)])
def test_workbook_that_cant_be_written(alone: Cli, name: str, code: int) -> None:
    assert name in alone("records", mixed(alone), "-o", str(alone.folder / name), code=code).err


# -- in a project ------------------------------------------------------------------------------------------------------

STORE = "6601136930000001"
"""蜀渝火锅(三里屯店)."""


def at(store: str, rows: list[str]) -> list[str]:
    """The rows, at a store."""
    return [row.replace(",S1,", f",{store},") for row in rows]


def actions(cli: Cli, *arguments: str) -> list[dict[str, str]]:
    """What is to be done."""
    found: list[dict[str, str]] = cli("records", *arguments, "--format", "json").json["actions"]
    return found


def test_day_is_added_to_the_last_and_nothing_counts_twice(fleet: Cli) -> None:
    rows = at(STORE, failures(6))
    first = str(export(fleet.folder / "first.csv", rows[:4]))
    second = str(export(fleet.folder / "second.csv", rows[3:]))
    pause = [{"action": "pause_sale", "product_id": "P1", "date": "2026-03-08"}]
    assert actions(fleet, first) == []
    assert actions(fleet, first) == []
    assert actions(fleet, second) == pause
    assert actions(fleet, second) == pause
    assert "失败 6 次" in fleet("records", second).out


def test_looking_keeps_nothing(fleet: Cli) -> None:
    rows = at(STORE, failures(6))
    first = str(export(fleet.folder / "first.csv", rows[:4]))
    second = str(export(fleet.folder / "second.csv", rows[3:]))
    fleet("records", first, "--no-keep")
    assert actions(fleet, second) == []


def test_revocation_of_the_next_day_takes_back_what_was_kept(fleet: Cli) -> None:
    first = str(export(fleet.folder / "first.csv", at(STORE, failures(5))))
    second = str(
        export(fleet.folder / "second.csv", at(STORE, [*failures(1, name="g"), "2026-03-09 00:10,已撤销,,,,,f0,"]))
    )
    fleet("records", first)
    assert actions(fleet, second) == []


def test_earlier_days_are_told_again_only_where_the_file_adds_to_them(fleet: Cli) -> None:
    fleet("records", str(export(fleet.folder / "first.csv", at(STORE, failures(6)))))
    today = at(STORE, failures(6, "P2", "2026-03-09", "g"))
    assert [one["product_id"] for one in actions(fleet, str(export(fleet.folder / "b.csv", today)))] == ["P2"]


def test_rules_are_those_of_the_account(fleet: Cli) -> None:
    path = fleet.folder / "stores/accounts/shuyu.yaml"
    path.write_text(path.read_text("utf-8").replace("failures_per_day: 5", "failures_per_day: 2"), "utf-8")
    said = fleet("records", str(export(fleet.folder / "a.csv", at(STORE, failures(3))))).out
    assert "@shuyu" in said
    assert "失败 3 次" in said


def test_rows_of_nobody_known_are_judged_and_not_kept(fleet: Cli) -> None:
    rows = failures(6)
    first = str(export(fleet.folder / "first.csv", rows[:4]))
    said = fleet("records", first)
    assert "--account" in said.err
    assert actions(fleet, str(export(fleet.folder / "second.csv", rows[4:]))) == []
    assert len(actions(fleet, first, str(fleet.folder / "second.csv"), "--account", "shuyu")) == 1


def test_products_tell_the_account_too(fleet: Cli) -> None:
    path = export(fleet.folder / "a.csv", failures(6, "shuyu-mxw-1"))
    assert "@shuyu/product/maoxuewang-solo" in fleet("records", str(path)).out


def test_rows_of_two_accounts_are_refused(fleet: Cli) -> None:
    rows = [*at(STORE, failures(2)), *at("6601136930000031", failures(2, name="g"))]
    said = fleet("records", str(export(fleet.folder / "a.csv", rows)), code=1).err
    assert "shuyu" in said
    assert "yanli" in said


def test_unknown_account_is_told(fleet: Cli) -> None:
    assert "shuyu" in fleet("records", mixed(fleet), "--account", "shuyo", code=1).err


def test_workbook_has_the_text_to_send(fleet: Cli) -> None:
    out = fleet.folder / "out.xlsx"
    fleet("records", str(export(fleet.folder / "a.csv", at(STORE, [SLOW]))), "-o", str(out))
    (text,) = (row[-1] for row in sheets(out)["长周期未核销"][1:])
    assert "蜀渝火锅(三里屯店)" in text
    assert "到店送酸梅汤一扎" in text


def test_template_that_asks_for_too_much_is_one_error(fleet: Cli) -> None:
    (fleet.folder / "templates/follow_up.j2").write_text("{{ poi.phone }}", encoding="utf-8")
    path = str(export(fleet.folder / "a.csv", at(STORE, [SLOW])))
    assert "follow_up.j2" in fleet("records", path, "-o", str(fleet.folder / "out.xlsx"), code=1).err


def test_reset_lets_go_of_what_was_kept(fleet: Cli) -> None:
    rows = at(STORE, failures(6))
    fleet("records", str(export(fleet.folder / "first.csv", rows[:4])))
    fleet("sandbox", "reset")
    assert actions(fleet, str(export(fleet.folder / "second.csv", rows[4:]))) == []
