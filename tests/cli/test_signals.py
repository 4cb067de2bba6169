"""Ctrl-C, and the SIGTERM of a CI job that is cancelled: the step under way ends, everything is accounted for, and goes on."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from runs import Shop, open_row, planned, saves, write_row, writes
from stopping import STOPS, stopped_at
from support import Cli

SHOPS = tuple(Shop(slug, reply="谢谢惠顾") for slug in ("s1", "s2", "s3"))
WRITES = 2 * len(SHOPS)


@pytest.fixture
def row(tmp_path: Path) -> Cli:
    """Six writes, and a step by hand in each shop."""
    cli = open_row(tmp_path / "row", SHOPS)
    write_row(cli.folder, [replace(s, price="21.90", name=f"面馆({s.slug})", reply="您好") for s in SHOPS])
    return cli


@pytest.mark.parametrize("number", STOPS)
@pytest.mark.parametrize("after", [1, 3, 5])
def test_step_under_way_ends_and_every_other_is_accounted_for(row: Cli, number: str, after: int) -> None:
    result = stopped_at("after the write", after, (number,), row, "apply", "--yes", "--format", "json")
    assert result.code == 130, result.err
    assert "正在停下" in result.err
    run = result.json
    assert run["interrupted"] is True
    assert Counter(step["outcome"] for step in run["steps"]) == {
        "in_review": after,
        "not_started": WRITES - after + len(SHOPS),
    }
    assert len(writes(row)) == after


@pytest.mark.parametrize("number", STOPS)
def test_text_says_how_to_go_on_and_resume_does(row: Cli, number: str) -> None:
    result = stopped_at("after the write", 4, (number,), row, "apply", "--yes")
    assert result.code == 130
    assert "没有开始 5" in result.out and "storeconf apply --resume" in result.out
    run = row("apply", "--resume", "--format", "json").json
    assert Counter(step["outcome"] for step in run["steps"]) == {"in_review": WRITES, "waiting": len(SHOPS)}
    assert sum(step["resumed"] for step in run["steps"]) == 4
    assert saves(row) == {f"{shop.slug}.lunch": 1 for shop in SHOPS}
    assert planned(row)["summary"]["in_review"] == WRITES
    row("apply", "--resume", code=3)


@pytest.mark.parametrize("number", STOPS)
def test_stop_that_comes_with_the_last_step_interrupts_nothing(row: Cli, number: str) -> None:
    result = stopped_at("before the run is closed", 1, (number,), row, "apply", "--yes")
    assert result.code == 0
    assert f"已送审 {WRITES}" in result.out
    row("apply", "--resume", code=3)


@pytest.mark.parametrize("number", STOPS)
def test_units_side_by_side_stop_together(row: Cli, number: str) -> None:
    result = stopped_at(
        "before the write", 2, (number,), row, "apply", "--yes", "--max-parallel", "3", "--format", "json"
    )
    assert result.code == 130
    outcomes = Counter(step["outcome"] for step in result.json["steps"])
    assert outcomes["in_review"] == len(writes(row))
    assert outcomes["not_started"] > 0 and outcomes.keys() == {"in_review", "not_started"}
    row("apply", "--resume")
    assert set(saves(row).values()) == {1}


@pytest.mark.parametrize("number", STOPS)
def test_second_signal_stops_at_once_and_the_step_is_looked_at_afterwards(row: Cli, number: str) -> None:
    result = stopped_at("after the write", 5, (number, number), row, "apply", "--yes")
    assert result.code == 130
    assert result.out.count("已送审") == 0, "there was no time for an account"
    assert "--resume" in result.err and "已停止" in result.err
    run = row("apply", "--resume", "--format", "json").json
    assert {step["outcome"] for step in run["steps"]} == {"in_review", "waiting"}
    assert saves(row) == {f"{shop.slug}.lunch": 1 for shop in SHOPS}


@pytest.mark.parametrize("number", STOPS)
def test_stop_while_planning_has_begun_nothing(row: Cli, number: str) -> None:
    result = stopped_at("while reading", 1, (number,), row, "apply", "--yes")
    assert result.code == (130 if number == "SIGINT" else -15)
    assert writes(row) == []
    row("apply", "--resume", code=3)
    row("apply", "--yes")
