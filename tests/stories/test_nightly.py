"""What a job finds out each night: somebody worked in the console, behind the tool's back."""

from __future__ import annotations

import pytest

from conftest import MakeProject
from journey import api_steps, apply_until_quiet, chain, listed, planned, product, saves, settled, values
from support import Cli, edit

NOODLES = "@chain/product/noodles"


@pytest.fixture
def cli(make_project: MakeProject) -> Cli:
    """A chain at rest."""
    products = {
        "noodles": product("noodles", "[one, two, three]"),
        "dumplings": product("dumplings", "[one]", title="红油抄手单人餐"),
    }
    cli = make_project(chain(products))
    apply_until_quiet(cli)
    settled(cli)
    return cli


@pytest.mark.parametrize(
    ("scenario", "value", "line", "op"),
    [
        ("price", "25.00", "售价 price  声明 19.9 元 | 线上 25 元 | 上次 19.9 元", "product.save"),
        ("shelf", "", "上架状态 shelf  声明 上架 | 线上 下架 | 上次 上架", "product.operate"),
        ("unbind", "6600000000000000002", "声明 相同的 2 项、小面馆(two) | 线上 相同的 2 项", "product.poi.add"),
        ("stock", "7", "库存 stock  声明 100 | 线上 7 | 上次 100", "product.stock"),
        ("delete", "", "售价 price         声明 19.9 元 | 线上 （无） | 上次 19.9 元", "product.save"),
    ],
)
def test_change_in_the_console_is_found_named_and_put_back(
    cli: Cli, scenario: str, value: str, line: str, op: str
) -> None:
    cli("sandbox", "tamper", scenario, NOODLES, *(("--value", value) if value else ()))
    # The night job fails and says what happened, and to what.
    found = cli("drift", "--detailed-exitcode", code=2).out
    assert f"! {NOODLES}" in found
    assert line in found
    assert "plan --restore 地址" in found
    # Nobody asked for anything, so nothing is done about it.
    before = saves(cli)
    assert api_steps(planned(cli)) == {}
    cli("apply", "--yes")
    assert saves(cli) == before
    # Somebody decides: it is put back, and the next night is quiet.
    assert api_steps(planned(cli, "--restore", NOODLES)) == {NOODLES: op}
    cli("apply", "--yes", "--restore", NOODLES)
    cli("drift", "--detailed-exitcode")
    cli("sandbox", "review")
    cli("apply", "--yes")
    settled(cli)


def test_product_made_in_the_console_is_listed_but_is_no_drift(cli: Cli) -> None:
    cli("sandbox", "tamper", "add", NOODLES, "--value", "内部员工餐")
    assert "YAML 里没有的 1（" in cli("drift", "--detailed-exitcode").out
    plan = planned(cli, "--detailed-exitcode")
    assert [entry["title"] for entry in listed(plan, "unmanaged").values()] == ["内部员工餐"]
    assert "内部员工餐" in cli("plan", "--unmanaged").out


def test_restoring_under_review_is_neither_drift_nor_done(cli: Cli) -> None:
    cli("sandbox", "tamper", "price", NOODLES, "--value", "25.00")
    cli("apply", "--yes", "--restore", NOODLES)
    plan = planned(cli, "--detailed-exitcode")
    assert listed(plan, "drift") == {}
    assert listed(plan, "in_review")[NOODLES]["reason"] == "in_review"
    # The reviewers refuse, so the console's price stays: that is drift again, and the refusal is told.
    cli("sandbox", "review", "--reject", "价格异常")
    plan = planned(cli, "--detailed-exitcode", code=2)
    assert values(listed(plan, "drift")[NOODLES], "price") == ("drift-changed", "19.90", "19.90", "25.00")
    assert listed(plan, "rejected")[NOODLES]["blocked_by"] == ["rejected"]
    assert api_steps(plan) == {}


def test_accepting_a_change_is_writing_it_into_the_yaml(cli: Cli) -> None:
    cli("sandbox", "tamper", "price", NOODLES, "--value", "25.00")
    edit(cli.folder / "stores/products/noodles.yaml", "price: 19.90", "price: 25.00")
    assert listed(planned(cli, "--detailed-exitcode"), "changes")[NOODLES]["action"] == "record"
    cli("apply", "--yes")
    settled(cli)


def test_project_may_put_every_drift_into_the_plan(cli: Cli) -> None:
    (cli.folder / "storeconf.yaml").write_text("apiVersion: storeconf/v1\nkind: Project\non_drift: restore\n")
    cli("sandbox", "tamper", "price", NOODLES, "--value", "25.00")
    cli("sandbox", "tamper", "shelf", "@chain/product/dumplings")
    plan = planned(cli)
    assert api_steps(plan) == {NOODLES: "product.save", "@chain/product/dumplings": "product.operate"}
    assert set(listed(plan, "drift")) == set(api_steps(plan))


def test_drift_command_writes_nothing(cli: Cli) -> None:
    cli("sandbox", "tamper", "price", NOODLES)
    first = cli("drift", "--format", "json").json
    assert [unit["changes"] for unit in first["stores"] if unit["changes"]] == []
    assert first["steps"] == []
    assert cli("drift", "--format", "json").json == first
