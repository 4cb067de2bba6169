"""The sample fleet from its first plan to the day on which nothing is left to do."""

from __future__ import annotations

from typing import Any

import pytest

from journey import (
    SAVE,
    api_steps,
    apply_until_quiet,
    confirm_everything,
    listed,
    planned,
    saves,
    settled,
    todo,
    values,
    writes,
)
from support import Cli

CONFLICT, DIFFERS = "@shuyu/product/hotpot-four", "hz-yunqi-hotel/product/stay-and-valley"
REJECTED, REMOVED = "@shuyu/product/spring-set", "@shuyu/product/winter-set"
DECISIONS = (
    *("--take", "declared", CONFLICT, "--take", "declared", DIFFERS),
    *("--restore", "*", "--resubmit", REJECTED, "--allow", "remove"),
)
"""What the people of the sample choose."""


def first_plan(cli: Cli) -> dict[str, Any]:
    """The plan after `sandbox reset`, by list."""
    plan = planned(cli)
    names = ("changes", "drift", "conflicts", "in_review", "rejected", "waiting", "unknown", "ignored", "unmanaged")
    return {name: listed(plan, name) for name in names} | {"summary": plan["summary"], "limits": plan["limits"]}


@pytest.mark.parametrize(
    ("name", "address", "expected"),
    [
        ("changes", "@shuyu/product/hotpot-double", {"action": "update", "by": "api", "reason": "update"}),
        ("changes", "@shuyu/product/crispy-pork", {"action": "create", "by": "api", "reason": "create"}),
        ("changes", "@shuyu/product/fish-hotpot", {"action": "create", "by": "api", "reason": "recreate"}),
        ("changes", REMOVED, {"action": "remove", "blocked_by": ["allow:remove"]}),
        ("changes", "cd-chunxi/booking", {"action": "forget"}),
        ("changes", "hz-yunqi-valley/product/adult-ticket", {"action": "adopt"}),
        ("changes", "bj-sanlitun/product/weekday-lunch", {"action": "record"}),
        ("changes", "sh-jingan/payment_reply", {"action": "update", "by": "hand", "reason": "blind"}),
        ("conflicts", CONFLICT, {"reason": "conflict"}),
        ("conflicts", DIFFERS, {"reason": "adopt_differs"}),
        ("in_review", "@shuyu/product/voucher-100", {"since": "2026-03-09T09:30:00+08:00"}),
        ("rejected", REJECTED, {"blocked_by": ["rejected"]}),
        ("waiting", "bj-wangjing/video/0306-new-dish", {"reason": "product_missing"}),
        ("drift", "hz-yunqi-valley/product/sightseeing-bus", {"reason": "gone"}),
        ("unknown", "bj-wangjing/voice_call", {"by": "hand", "reason": "stale"}),
        ("unknown", "@yanli/anomaly_rules", {"by": "hand", "reason": "not_seen"}),
    ],
)
def test_first_plan_shows_every_kind_of_difference(
    fleet: Cli, name: str, address: str, expected: dict[str, Any]
) -> None:
    entry = first_plan(fleet)[name][address]
    assert {key: entry[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("name", "address", "path", "expected"),
    [
        ("changes", "@shuyu/product/maoxuewang-solo", "price", ("update", "19.90", "21.90", "21.90")),
        ("drift", "sz-nanshan/product/late-night-beer", "price", ("drift-changed", "139.00", "139.00", "149.00")),
        ("drift", "hz-yunqi-valley/product/sightseeing-bus", "price", ("drift-missing", "20.00", "20.00", None)),
        ("changes", "@shuyu/product/fish-hotpot", "price", ("recreate", "98.00", "108.00", None)),
        ("conflicts", CONFLICT, "price", ("conflict", "238.00", "258.00", "248.00")),
        ("conflicts", DIFFERS, "price", ("adopt-differs", "568.00", None, "588.00")),
        ("changes", "bj-sanlitun/product/weekday-lunch", "price", ("converged", "39.90", "42.90", "39.90")),
        ("drift", "cq-jiefangbei/voice_call", "enabled", ("drift-changed", True, True, False)),
    ],
)
def test_first_plan_carries_all_three_values(
    fleet: Cli, name: str, address: str, path: str, expected: tuple[Any, ...]
) -> None:
    assert values(first_plan(fleet)[name][address], path) == expected


def test_first_plan_stays_within_the_limits(fleet: Cli) -> None:
    plan = first_plan(fleet)
    assert plan["limits"] == []
    assert plan["summary"]["update"] == 2
    fleet("plan", "--detailed-exitcode", code=2)


def test_first_plan_says_all_of_it_in_words(fleet: Cli) -> None:
    said = fleet("plan").out
    for heading in (
        "冲突，要先选一边 (2)",
        "移除 (1)",
        "价格与上下架 (1)",
        "其他修改 (1)",
        "新建 (2)",
        "要人看一眼的 (29)",
        "审核没通过 (1)",
        "审核中 (1)",
        "等待 (1)",
        "漂移：后台被改过 (4)",
        "只更新记录（不动平台） (3)",
    ):
        assert f"\n{heading}\n" in said
    for fact in (
        "声明 19.9 元 | 线上 21.9 元 | 上次 21.9 元",
        "声明 238 元 | 线上 248 元 | 上次 258 元",
        "要下架请加 --allow remove",
        "apply --take declared 地址",
        "plan --restore 地址",
        "平台说：商品标题与套餐内容不符，请核实锅底说明",
        "新建 2，修改 2，移除 0，手工 1",
    ):
        assert fact in said


def test_price_change_names_every_place_that_quotes_it(fleet: Cli) -> None:
    notes = first_plan(fleet)["changes"]["@shuyu/product/maoxuewang-solo"]["notes"]
    assert {note["values"]["path"] for note in notes if note["code"] == "quote_follows"} == {
        "bj-sanlitun/video/0309-maoxuewang#caption",
        "bj-sanlitun/live/2026-03-09#host_script",
    }


def test_whole_fleet_comes_to_rest(fleet: Cli) -> None:
    # The people decide, the API does its part, the reviewers pass it.
    apply_until_quiet(fleet, *DECISIONS)
    left = planned(fleet)["summary"]
    assert {
        name: left[name] for name in ("create", "update", "remove", "conflict", "in_review", "waiting")
    } == dict.fromkeys(("create", "update", "remove", "conflict", "in_review", "waiting"), 0)
    # A person does the rest; the new dish's video could be mounted by now.
    steps = {step["address"] for step in todo(fleet, "--restore", "*")}
    assert "bj-wangjing/video/0306-new-dish" in steps
    assert confirm_everything(fleet, "--restore", "*") == len(steps)
    # Nothing is left, in any store, and a second apply touches nothing.
    settled(fleet)
    before = writes(fleet)
    fleet("apply", "--yes")
    assert writes(fleet) == before


def test_no_product_is_submitted_twice_without_a_change(fleet: Cli) -> None:
    apply_until_quiet(fleet, *DECISIONS)
    fleet("apply", "--yes", *DECISIONS)
    assert set(saves(fleet).values()) == {1}
    assert len(saves(fleet)) == 9
    others = [write["body"] for write in writes(fleet) if write["call"] != SAVE]
    assert [body["op_type"] for body in others] == [2]


def test_decisions_hold_while_their_submission_is_in_review(fleet: Cli) -> None:
    fleet("apply", "--yes", *DECISIONS)
    plan = planned(fleet)
    assert api_steps(plan) == {}
    assert listed(plan, "conflicts") == {}
    assert set(listed(plan, "drift")) == {"cq-jiefangbei/voice_call"}
    assert {CONFLICT, DIFFERS, REJECTED, "sz-nanshan/product/late-night-beer"} <= set(listed(plan, "in_review"))
    # The reviewers' refusal is told as such, with what lies between the sides.
    fleet("sandbox", "review", CONFLICT, "--reject", "价格与门店不符")
    refused = listed(planned(fleet), "rejected")[CONFLICT]
    assert values(refused, "price") == ("conflict", "238.00", "258.00", "248.00")
