"""`storeconf apply`: consent, order, the account of every step, and a second run that has nothing to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from keyboard import CTRL_C, typed
from runs import (
    SAVE,
    Shop,
    live_price,
    open_row,
    outcomes,
    planned,
    records,
    row_of,
    saves,
    unclaim,
    write_row,
    writes,
)
from storeconf.core.diagnostics import Diagnostic
from storeconf.model.fleet import AccountInfo
from storeconf.platform.douyin.adapter import Douyin
from storeconf.platform.douyin.errors import UNREACHABLE
from storeconf.platform.protocol import Outcome, Request
from support import Cli

ONE, TWO, THREE = Shop("s1"), Shop("s2"), Shop("s3", tip="请提前一天预约", reply="感谢购买")
PROMPT = "输入 yes"
NOT_NOW = Outcome(ok=False, problem=Diagnostic(code=UNREACHABLE, detail="系统繁忙"))


@pytest.fixture
def row(tmp_path: Path) -> Cli:
    """Three shops with every kind of step to do."""
    cli = open_row(tmp_path / "row", (ONE, TWO, THREE))
    changed = (
        replace(ONE, price="21.90"),
        replace(TWO, stock=50, shelf="offline", name="新店名"),
        replace(THREE, tip="请提前两天", reply="您好"),
    )
    write_row(cli.folder, changed)
    return cli


# -- what is done ------------------------------------------------------------------------------------------------------


def test_every_step_is_accounted_for(row: Cli) -> None:
    run = row("apply", "--yes", "--format", "json").json
    assert [(step["address"], step["op"], step["outcome"]) for step in run["steps"]] == [
        ("s2/poi", "poi.update", "in_review"),
        ("s1/product/lunch", "product.save", "in_review"),
        ("s2/product/lunch", "product.operate", "done"),
        ("s2/product/lunch", "product.stock", "done"),
        ("s3/booking", "booking.config", "in_review"),
        ("s3/payment_reply", "hand.set", "waiting"),
    ]
    assert run["summary"] == {
        "done": 2,
        "in_review": 3,
        "waiting": 1,
        "failed": 0,
        "refused": 0,
        "skipped": 0,
        "not_started": 0,
    }


def test_places_are_written_before_products_and_products_before_what_hangs_on_them(row: Cli) -> None:
    row("apply", "--yes")
    assert [write["call"].split("/")[-2] for write in writes(row)] == ["update", "save", "operate", "sync", "config"]


@pytest.mark.parametrize(
    ("lang", "facts"),
    [
        ("zh", ("完成 2", "已送审 3", "等人做 1", "等 s3店长 在后台完成：1 件", "storeconf todo")),
        ("en", ("done 2", "in review 3", "waiting for a person 1", "waits for s3店长", "storeconf todo")),
    ],
)
def test_text_says_what_was_done_who_is_waited_for_and_what_comes_next(
    row: Cli, lang: str, facts: tuple[str, ...]
) -> None:
    said = row("--lang", lang, "apply", "--yes").out
    for fact in facts:
        assert fact in said


def test_json_is_the_account_alone(row: Cli) -> None:
    result = row("apply", "--yes", "--format", "json")
    assert result.json["format_version"] == "1.0"
    assert result.err == ""


def test_second_apply_has_nothing_to_do(row: Cli) -> None:
    row("apply", "--yes")
    before = writes(row)
    run = row("apply", "--yes", "--format", "json").json
    assert {step["by"] for step in run["steps"]} == {"hand"}
    assert writes(row) == before


def test_what_is_in_review_is_not_submitted_twice_and_recorded_when_it_passed(row: Cli) -> None:
    row("apply", "--yes")
    row("apply", "--yes")
    assert saves(row) == {"s1.lunch": 1}
    assert records(row)[ONE.product]["attrs"]["price"] == "19.90"
    row("sandbox", "review")
    run = row("apply", "--yes", "--format", "json").json
    assert run["settled"] > 0
    assert records(row)[ONE.product]["attrs"]["price"] == "21.90"
    assert saves(row) == {"s1.lunch": 1}
    assert planned(row)["summary"]["in_review"] == 0


def test_plan_with_nothing_in_it_is_a_run_without_steps(tmp_path: Path) -> None:
    cli = open_row(tmp_path / "row", row_of("s1"))
    assert "没有要执行的" in cli("apply").out
    assert cli("apply", "--format", "json").json["steps"] == []
    assert writes(cli) == []


def test_failing_step_names_the_reason_and_stops_nobody_else(row: Cli) -> None:
    unclaim(row, 1)
    result = row("apply", "--yes", code=1)
    assert "s1/product/lunch" in result.out and "未认领" in result.out
    assert "失败 1" in result.out and "完成 2" in result.out
    assert [write["result"] for write in writes(row) if write["call"] != SAVE] == ["ok"] * 4


def test_failed_step_is_tried_again_by_the_next_run(row: Cli) -> None:
    unclaim(row, 1)
    row("apply", "--yes", code=1)
    unclaim(row, 1, claimed=True)
    run = row("apply", "--yes", "--format", "json").json
    assert outcomes(run)[ONE.product] == "in_review"


def test_step_that_needs_a_failed_one_is_skipped_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cli = open_row(tmp_path / "row", (Shop("s1", shelf="offline", end="2026-11-30"), Shop("s2")))
    write_row(cli.folder, (Shop("s1"), Shop("s2", price="21.90")))
    write = Douyin.write

    def without_end(self: Douyin, account: AccountInfo, request: Request) -> Outcome:
        return NOT_NOW if request.op == "product.free_audit" else write(self, account, request)

    monkeypatch.setattr(Douyin, "write", without_end)
    run = cli("apply", "--yes", "--format", "json", code=1).json
    assert {(step["op"], step["outcome"]) for step in run["steps"]} == {
        ("product.free_audit", "failed"),
        ("product.operate", "skipped"),
        ("product.save", "in_review"),
    }
    skipped = next(step for step in run["steps"] if step["outcome"] == "skipped")
    assert "product.free_audit" in skipped["detail"]


def test_product_goes_on_the_shelf_only_once_its_new_price_has_passed_review(tmp_path: Path) -> None:
    cli = open_row(tmp_path / "row", (Shop("s1", shelf="offline"),))
    write_row(cli.folder, (Shop("s1", price="21.90"),))
    for _ in range(2):
        run = cli("apply", "--yes", "--format", "json").json
        assert "product.operate" not in {step["op"] for step in run["steps"]}
        assert planned(cli)["summary"]["waiting"] == 1
    cli("sandbox", "review")
    run = cli("apply", "--yes", "--format", "json").json
    assert [(step["op"], step["outcome"]) for step in run["steps"]] == [("product.operate", "done")]
    assert live_price(cli, "s1/product/lunch") == "21.90"


@pytest.mark.parametrize("units", ["1", "3", "32"])
def test_units_side_by_side_come_to_the_same(row: Cli, units: str) -> None:
    run = row("apply", "--yes", "--format", "json", "--max-parallel", units).json
    assert [(step["address"], step["outcome"]) for step in run["steps"]][:3] == [
        ("s2/poi", "in_review"),
        ("s1/product/lunch", "in_review"),
        ("s2/product/lunch", "done"),
    ]
    assert len(writes(row)) == 5


# -- consent -----------------------------------------------------------------------------------------------------------


def test_without_a_terminal_and_without_yes_nothing_is_done(row: Cli) -> None:
    result = row("apply", code=3)
    assert "s1/product/lunch" in result.out, "the plan is shown all the same"
    assert "--yes" in result.err
    assert writes(row) == []


def test_records_that_only_follow_need_no_consent(tmp_path: Path) -> None:
    cli = open_row(tmp_path / "row", row_of("s1"))
    cli("state", "rm", ONE.product)
    assert "更新记录 1 项" in cli("apply").out
    assert ONE.product in records(cli)


@pytest.mark.parametrize(
    ("answer", "code", "written"),
    [
        pytest.param("yes\n", 0, 5, id="yes"),
        pytest.param(" YES \n", 0, 5, id="yes, sloppily"),
        pytest.param("y\n", 3, 0, id="only y"),
        pytest.param("no\n", 3, 0, id="no"),
        pytest.param("\n", 3, 0, id="nothing"),
        pytest.param(CTRL_C, 130, 0, id="Ctrl-C at the question"),
    ],
)
def test_person_is_asked_and_only_yes_is_consent(row: Cli, answer: str, code: int, written: int) -> None:
    session = typed(row.command("apply")[3:], PROMPT, answer)
    assert session.code == code, session.seen
    assert len(writes(row)) == written
    row("apply", "--resume", code=3)


# -- what it may be pointed at -----------------------------------------------------------------------------------------


def test_selection_is_all_that_is_done(row: Cli) -> None:
    run = row("apply", "--yes", "--target", "s2", "--format", "json").json
    assert {step["address"].split("/")[0] for step in run["steps"]} == {"s2"}
    assert live_price(row, ONE.product) == "19.90"


def test_limit_refuses_the_run_and_names_the_way_out(row: Cli) -> None:
    (row.folder / "storeconf.yaml").write_text(
        "apiVersion: storeconf/v1\nkind: Project\nlimits: {update: {count: 2, share: 100%}}\n", encoding="utf-8"
    )
    result = row("apply", "--yes", code=3)
    assert "--ack update.count" in result.err
    assert writes(row) == []
    row("apply", "--yes", "--ack", "update.count")
    assert len(writes(row)) == 5


def test_moment_can_be_chosen_against_the_sandbox_only(row: Cli) -> None:
    real = Cli(row.folder, env={"STORECONF_BASE_URL": "https://open.example"})
    result = real("apply", "--yes", code=3)
    assert "--now" in result.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("saved.json", "--target", "s1"),
        ("saved.json", "--ack", "update.count"),
        ("saved.json", "--allow", "remove"),
        ("saved.json", "--resume"),
        ("--resume", "--take", "declared", "s1"),
        ("--max-parallel", "0"),
        ("--unheard-of",),
    ],
)
def test_nothing_widens_a_plan_that_was_made_before(row: Cli, arguments: tuple[str, ...]) -> None:
    row("apply", "--yes", *arguments, code=64)
    assert writes(row) == []


def test_resume_without_anything_interrupted_is_refused(row: Cli) -> None:
    result = row("apply", "--resume", code=3)
    assert "还没有执行过 apply" in result.err
    assert "storeconf plan" in result.err
    row("apply", "--yes")
    row("apply", "--resume", code=3)
