"""A saved plan is the approval of exactly what it shows: what moved since is refused alone, and nothing slips through."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from runs import PROJECT, Shop, live_price, open_row, outcomes, records, save_plan, saves, write_row, writes
from support import Cli

BEFORE = (Shop("s1"), Shop("s2"), Shop("s3", tip="请提前一天预约"), Shop("s4"))
AFTER = (
    replace(BEFORE[0], price="21.90"),
    replace(BEFORE[1], stock=50, name="新店名"),
    replace(BEFORE[2], tip="请提前两天"),
    replace(BEFORE[3], shelf="offline"),
)
ONE, TWO, FOUR = AFTER[0].product, AFTER[1].product, AFTER[3].product
A_WEEK_LATER = "2026-03-16T10:00:00+08:00"


@pytest.fixture
def row(tmp_path: Path) -> Cli:
    """Four shops with something to do in each."""
    cli = open_row(tmp_path / "row", BEFORE)
    write_row(cli.folder, AFTER)
    return cli


def applied(cli: Cli, plan: Path, code: int = 0, now: str = "") -> dict[str, str]:
    """What became of every object of a saved plan."""
    return outcomes(cli("apply", str(plan), "--format", "json", code=code, now=now).json)


def test_plan_file_is_consent_enough_and_is_carried_out_as_it_was_shown(row: Cli) -> None:
    plan = save_plan(row)
    planned = {step["address"] for step in json.loads(plan.read_text(encoding="utf-8"))["steps"]}
    found = applied(row, plan)
    assert found.keys() == planned
    assert set(found.values()) == {"done", "in_review"}


# -- somebody was faster -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tampering", "refused"),
    [
        pytest.param(("price", ONE, "--value", "25.00"), ONE, id="price"),
        pytest.param(("shelf", FOUR), FOUR, id="shelf"),
        pytest.param(("delete", ONE), ONE, id="deleted"),
        pytest.param(("stock", TWO, "--value", "70"), TWO, id="stock"),
    ],
)
def test_what_somebody_changed_meanwhile_is_refused_and_the_others_are_applied(
    row: Cli, tampering: tuple[str, ...], refused: str
) -> None:
    plan = save_plan(row)
    row("sandbox", "tamper", *tampering)
    found = applied(row, plan, code=3)
    assert [address for address, outcome in found.items() if outcome == "refused"] == [refused]
    assert set(found.values()) == {"refused", "done", "in_review"}
    assert saves(row) == ({} if refused == ONE else {"s1.lunch": 1})


def test_refusal_says_what_happened_and_leaves_the_value_of_the_other(row: Cli) -> None:
    plan = save_plan(row)
    row("sandbox", "tamper", "price", ONE, "--value", "25.00")
    said = row("apply", str(plan), code=3).out
    assert ONE in said and "变了" in said and "拒绝执行 1" in said
    assert live_price(row, ONE) == "25.00"


def test_what_somebody_changed_elsewhere_on_the_object_of_a_small_edit_is_no_obstacle(row: Cli) -> None:
    plan = save_plan(row)
    row("sandbox", "tamper", "price", TWO, "--value", "25.00")
    assert applied(row, plan)[TWO] == "done"
    assert live_price(row, TWO) == "25.00"


def test_record_that_moved_meanwhile_is_refused_alone(row: Cli) -> None:
    plan = save_plan(row)
    row("state", "rm", ONE)
    found = applied(row, plan, code=3)
    assert [address for address, outcome in found.items() if outcome == "refused"] == [ONE]


def test_plan_that_was_applied_already_writes_nothing_a_second_time(row: Cli) -> None:
    plan = save_plan(row)
    applied(row, plan)
    before = writes(row)
    row("sandbox", "review")
    found = applied(row, plan, code=3)
    assert {found[ONE], found[TWO]} == {"refused"}
    assert saves(row) == {"s1.lunch": 1}
    assert [w for w in writes(row)[len(before) :] if "product" in w["call"] or "stock" in w["call"]] == []


def test_old_plan_is_as_good_as_what_it_was_made_from(row: Cli) -> None:
    plan = save_plan(row)
    assert set(applied(row, plan, now=A_WEEK_LATER).values()) == {"done", "in_review"}


# -- the YAML moved on -------------------------------------------------------------------------------------------------


def test_unit_whose_yaml_changed_is_refused_whole_and_the_others_are_applied(row: Cli) -> None:
    plan = save_plan(row)
    write_row(row.folder, (AFTER[0], replace(AFTER[1], price="18.90"), *AFTER[2:]))
    found = applied(row, plan, code=3)
    assert {address for address, outcome in found.items() if outcome == "refused"} == {TWO, "s2/poi"}
    assert saves(row) == {"s1.lunch": 1}


@pytest.mark.parametrize("text", [None, "kind: [", "apiVersion: storeconf/v1\nkind: Store\nmetadata: {name: s2}\n"])
def test_unit_whose_document_is_gone_or_broken_is_refused_whole(row: Cli, text: str | None) -> None:
    plan = save_plan(row)
    document = row.folder / "stores/s2.yaml"
    document.unlink() if text is None else document.write_text(text, encoding="utf-8")
    found = applied(row, plan, code=3)
    assert {address.split("/")[0] for address, outcome in found.items() if outcome == "refused"} == {"s2"}
    assert saves(row) == {"s1.lunch": 1}


def test_comment_in_the_yaml_is_no_change_of_it(row: Cli) -> None:
    plan = save_plan(row)
    document = row.folder / "stores/s2.yaml"
    document.write_text("# 店长说要少备货\n" + document.read_text(encoding="utf-8"), encoding="utf-8")
    assert set(applied(row, plan).values()) == {"done", "in_review"}


def test_unit_of_which_only_the_record_would_follow_is_refused_too(tmp_path: Path) -> None:
    cli = open_row(tmp_path / "row", BEFORE)
    cli("state", "rm", ONE)
    plan = save_plan(cli)
    write_row(cli.folder, (replace(BEFORE[0], price="18.90"), *BEFORE[1:]))
    run = cli("apply", str(plan), "--format", "json", code=3).json
    assert (run["refused_units"], run["settled"]) == (["s1"], 0)
    assert ONE not in records(cli)
    assert "s1" in cli("apply", str(plan), code=3).out


# -- the file ----------------------------------------------------------------------------------------------------------


def price_in_the_body(text: str) -> str:
    return text.replace("2190", "1190")


def without_limits(text: str) -> str:
    return json.dumps({**json.loads(text), "limits": []})


def without_preconditions(text: str) -> str:
    plan = json.loads(text)
    return json.dumps({**plan, "steps": [{**step, "precondition": "", "fingerprint": ""} for step in plan["steps"]]})


@pytest.mark.parametrize(
    ("edit", "code", "said"),
    [
        pytest.param(price_in_the_body, 3, "改过", id="a price"),
        pytest.param(without_preconditions, 3, "改过", id="checks taken out"),
        pytest.param(
            lambda text: text.replace('"format_version": "1', '"format_version": "9'), 1, "更新版本", id="newer"
        ),
        pytest.param(lambda text: text[: len(text) // 2], 1, "不是 storeconf 的计划", id="cut"),
        pytest.param(lambda text: "{}", 1, "不是 storeconf 的计划", id="other JSON"),
        pytest.param(lambda text: "", 1, "不是 storeconf 的计划", id="empty"),
    ],
)
def test_file_that_is_not_what_was_saved_is_refused_before_anything_is_sent(
    row: Cli, edit: Callable[[str], str], code: int, said: str
) -> None:
    plan = save_plan(row)
    before = plan.read_text(encoding="utf-8")
    plan.write_text(edit(before), encoding="utf-8")
    assert plan.read_text(encoding="utf-8") != before
    assert said in row("apply", str(plan), code=code).err
    assert writes(row) == []
    row("apply", "--resume", code=3)


def test_file_that_does_not_exist_is_an_error(row: Cli) -> None:
    assert "nowhere.json" in row("apply", "nowhere.json", code=1).err


def test_plan_over_a_limit_is_refused_unless_the_plan_itself_acknowledged_it(row: Cli) -> None:
    settings = PROJECT.replace("share: 100%}, remove", "share: 100%, count: 2}, remove")
    (row.folder / "storeconf.yaml").write_text(settings, encoding="utf-8")
    plan = save_plan(row, code=3)
    assert "--ack update.count" in row("apply", str(plan), code=3).err
    plan.write_text(without_limits(plan.read_text(encoding="utf-8")), encoding="utf-8")
    assert "改过" in row("apply", str(plan), code=3).err
    assert writes(row) == []
    assert set(applied(row, save_plan(row, "--ack", "update.count")).values()) == {"done", "in_review"}


# -- elsewhere ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def clone(row: Cli, tmp_path: Path) -> Cli:
    """A copy of the whole project, with its state and its platform."""
    folder = tmp_path / "clone" / "row"
    shutil.copytree(row.folder, folder)
    return Cli(folder)


def test_plan_saved_in_one_clone_applies_in_another_with_the_same_state(row: Cli, clone: Cli) -> None:
    assert applied(clone, save_plan(row)) == applied(row, save_plan(row))
    assert saves(clone) == {"s1.lunch": 1}


def test_clone_whose_records_moved_on_refuses_just_those_objects(row: Cli, clone: Cli) -> None:
    plan = save_plan(row)
    clone("apply", "--yes", "--target", "s2")
    found = applied(clone, plan, code=3)
    assert found[TWO] == "refused"
    assert found[ONE] == "in_review"


def test_plan_made_against_another_state_is_refused_whole(row: Cli, clone: Cli) -> None:
    plan = save_plan(row)
    for file in (clone.folder / ".storeconf/sandbox").glob("state.db*"):
        file.unlink()
    clone("apply", "--yes", "--target", "s3")
    before = writes(clone)
    assert "另一份状态" in clone("apply", str(plan), code=3).err
    assert writes(clone) == before


def test_plan_for_another_platform_is_refused_before_it_is_called(row: Cli) -> None:
    plan = save_plan(row)
    real = Cli(row.folder, now="", env={"STORECONF_BASE_URL": "https://open.example"})
    said = real("apply", str(plan), code=3).err
    assert "sandbox" in said and "open.example" in said
    assert writes(row) == []


def test_plan_of_a_project_with_a_broken_document_applies_to_the_rest(row: Cli) -> None:
    (row.folder / "stores/s2.yaml").write_text("kind: [", encoding="utf-8")
    plan = save_plan(row, code=1)
    found = applied(row, plan)
    assert {address.split("/")[0] for address in found} == {"s1", "s3", "s4"}
