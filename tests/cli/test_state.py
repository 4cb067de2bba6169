"""`storeconf state`: the records are listed, shown and forgotten; a hold is released; the platform is never touched."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from runs import Shop, open_row, planned, records, write_row, writes
from storeconf.state.records import Hold
from storeconf.state.sqlite import SqliteState
from support import Cli

SHOPS = (Shop("s1"), Shop("s2", reply="谢谢惠顾"))
ONE, TWO = (shop.product for shop in SHOPS)
EVERY = {"s1/poi", ONE, "s2/poi", TWO, "s2/payment_reply"}


@pytest.fixture
def row(tmp_path: Path) -> Cli:
    return open_row(tmp_path / "row", SHOPS)


@pytest.mark.parametrize(
    ("patterns", "found"),
    [
        ((), EVERY),
        (("*/product/*",), {ONE, TWO}),
        (("s2",), {"s2/poi", TWO, "s2/payment_reply"}),
        (("s1/poi", "s2/payment_reply"), {"s1/poi", "s2/payment_reply"}),
        (("s9",), set()),
    ],
)
def test_list_selects_by_address(row: Cli, patterns: tuple[str, ...], found: set[str]) -> None:
    assert {record["address"] for record in row("state", "list", *patterns, "--format", "json").json} == found
    lines = row("state", "list", *patterns).out.splitlines()
    assert {line.split()[0] for line in lines if "/" in line} == found


def test_list_of_a_fresh_project_says_that_nothing_is_recorded(tmp_path: Path) -> None:
    write_row(tmp_path, SHOPS)
    assert "还没有记录" in Cli(tmp_path)("state", "list").out
    assert Cli(tmp_path)("state", "list", "--format", "json").json == []


def test_show_prints_the_record_and_what_lies_in_review(row: Cli) -> None:
    write_row(row.folder, (replace(SHOPS[0], price="21.90"), SHOPS[1]))
    row("apply", "--yes")
    found = json.loads(row("state", "show", ONE).out)
    assert found["record"]["attrs"]["price"] == "19.90"
    assert found["submission"]["attrs"]["price"] == "21.90"
    assert (found["submission"]["verdict"], found["hold"], found["observations"]) == ("in_review", None, [])


def test_show_of_a_new_product_that_is_in_review_has_no_record_yet(tmp_path: Path) -> None:
    cli = open_row(tmp_path / "row", (Shop("s1", lunch=False),))
    write_row(cli.folder, (Shop("s1"),))
    cli("apply", "--yes")
    found = json.loads(cli("state", "show", ONE).out)
    assert found["record"] is None
    assert found["submission"]["attrs"]["title"] == "重庆小面单人餐(s1)"


def test_forgotten_record_is_adopted_anew_by_the_next_apply(row: Cli) -> None:
    assert ONE in row("state", "rm", ONE).out
    assert records(row).keys() == EVERY - {ONE}
    assert planned(row)["summary"]["adopt"] == 1
    row("apply")
    assert records(row).keys() == EVERY
    assert writes(row) == []


def test_forgetting_several_needs_consent(row: Cli) -> None:
    assert "--yes" in row("state", "rm", "*/product/*", code=3).err
    assert records(row).keys() == EVERY
    row("state", "rm", "*/product/*", "--yes")
    assert records(row).keys() == EVERY - {ONE, TWO}


@pytest.mark.parametrize(
    "arguments", [("show", "s1/voice_call"), ("show", "s9/poi"), ("rm", "s1/voice_call"), ("release", ONE)]
)
def test_what_is_not_recorded_is_an_error_that_names_it(row: Cli, arguments: tuple[str, str]) -> None:
    assert arguments[1] in row("state", *arguments, code=1).err
    assert records(row).keys() == EVERY


@pytest.mark.parametrize("arguments", [("rm",), ("show",), ("list", "not an address"), ("unheard-of",)])
def test_wrong_usage(row: Cli, arguments: tuple[str, ...]) -> None:
    row("state", *arguments, code=64)
    assert records(row).keys() == EVERY


def test_released_product_may_go_on_sale_again(row: Cli) -> None:
    row("sandbox", "tamper", "shelf", ONE)
    state = SqliteState(row.folder / ".storeconf/sandbox/state.db")
    with state.transaction():
        state.put_hold(Hold(address=ONE, reason="核销异常", by="王经理"))
    assert planned(row)["summary"]["held"] == 1
    assert ONE in row("state", "release", ONE).out
    plan = planned(row)
    assert (plan["summary"]["held"], plan["summary"]["drift"]) == (0, 1)
    row("state", "release", ONE, code=1)


def test_nobody_holds_the_lock_of_a_project_at_rest(row: Cli) -> None:
    assert "没有人" in row("state", "unlock").out
    assert "Nobody" in row("--lang", "en", "state", "unlock").out
