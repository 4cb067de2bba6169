"""kill -9 of `apply` at every step of its work, then `--resume`: nothing lost, nothing twice, as if never killed."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from killing import POINTS, killed_at, killed_at_first
from runs import SAVE, Shop, open_row, planned, records, saves, write_row, writes
from support import Cli

DEARER, LONGER, FEWER, NEW = ("s1", "s2"), ("s3",), ("s4",), ("s5",)
"""Shops by what happens to their product: a new price, a later end of sale, less stock, made anew."""
SHOPS = tuple(
    Shop(slug, tip="请提前一天预约", reply="谢谢惠顾", lunch=slug not in NEW)
    for slug in (*DEARER, *LONGER, *FEWER, *NEW)
)
ADOPTED = (Shop("t1"), Shop("t2"))
"""Two that are live as declared and were forgotten: their records follow without any write."""

EVERY_STEP = Counter(
    {
        "poi.update": len(SHOPS),
        "product.operate": len(DEARER) + len(LONGER) + len(FEWER),
        "product.save": len(DEARER) + len(NEW),
        "product.free_audit": len(LONGER),
        "product.stock": len(FEWER),
        "booking.config": len(SHOPS),
        "hand.set": len(SHOPS),
    }
)
"""Every kind of step."""
STEPS = EVERY_STEP.total() - EVERY_STEP["hand.set"]
"""The writes."""
AT_ONCE = ("product.operate", "product.stock", "product.free_audit")
"""Writes that need no review: the record follows at once."""

KILLS = {
    "before the run is opened": 1,
    "before the intent": STEPS,
    "before the write": STEPS,
    "after the write": STEPS,
    "inside the record of the result": STEPS,
    "inside a record that follows": len(ADOPTED) + sum(EVERY_STEP[op] for op in AT_ONCE),
    "before the run is closed": 1,
}
"""How often a whole run passes each point."""


def edited(shop: Shop, price: str = "21.90") -> Shop:
    """A shop after the edit that all these runs carry out."""
    shop = replace(shop, name=f"面馆({shop.slug})", tip="请提前两天", reply="您好", lunch=True)
    shop = shop if shop.slug in NEW else replace(shop, shelf="offline")
    if shop.slug in DEARER:
        return replace(shop, price=price)
    if shop.slug in LONGER:
        return replace(shop, end="2027-03-31")
    return replace(shop, stock=50) if shop.slug in FEWER else shop


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """A plan of two dozen steps, and two records that follow without any."""
    cli = open_row(tmp_path_factory.mktemp("kill") / "row", (*SHOPS, *ADOPTED))
    cli("state", "rm", "--yes", *(shop.product for shop in ADOPTED))
    write_row(cli.folder, (*map(edited, SHOPS), *ADOPTED))
    assert Counter(step["op"] for step in planned(cli)["steps"]) == EVERY_STEP
    return cli


@dataclass(frozen=True)
class End:
    """Everything that is left when a run is over."""

    records: dict[str, dict[str, Any]]
    products: list[tuple[Any, ...]]
    plan: dict[str, Any]
    saves: Counter[str]
    asked_for: set[str]


def end_of(cli: Cli) -> End:
    log = writes(cli)
    return End(
        records=records(cli),
        products=_products(cli),
        plan=planned(cli),
        saves=Counter(write["body"]["product"]["out_id"] for write in log if write["call"] == SAVE),
        asked_for={json.dumps([write["call"], write["body"]], sort_keys=True) for write in log},
    )


def _products(cli: Cli) -> list[tuple[Any, ...]]:
    """The platform's products, to the last column; the id of a new one depends on how many ids were given before."""
    database = sqlite3.connect(cli.folder / ".storeconf/sandbox/platform.db")
    found = database.execute("SELECT * FROM products ORDER BY out_id").fetchall()
    database.close()
    return [tuple(str(value).replace(row[0], row[2]) for value in row) for row in found]


def test_every_point_is_tried() -> None:
    assert set(KILLS) == set(POINTS)


@pytest.mark.parametrize("point", KILLS)
def test_killed_and_resumed_is_as_if_never_killed(project: Cli, tmp_path: Path, point: str) -> None:
    killed, survivor = killed_at(point, project, tmp_path, "apply", "--yes")
    assert len(killed) == KILLS[point]
    expected = end_of(survivor)
    assert set(expected.saves.values()) == {1}
    for one in killed:
        if point == "before the run is opened":
            one.cli("apply", "--resume", code=3)
            one.cli("apply", "--yes")
        else:
            one.cli("apply", "--resume")
        assert end_of(one.cli) == expected, f"killed at occurrence {one.occurrence}"
        one.cli("apply", "--resume", code=3)


def test_killed_and_never_resumed_is_settled_by_the_next_plan(project: Cli, tmp_path: Path) -> None:
    """Whoever plans anew instead finds out by looking what had arrived."""
    killed, survivor = killed_at("after the write", project, tmp_path, "apply", "--yes")
    for one in killed:
        one.cli("apply", "--yes")
        assert set(saves(one.cli).values()) == {1}
        assert _products(one.cli) == _products(survivor)
        assert records(one.cli).keys() == records(survivor).keys()


def test_killed_with_units_side_by_side_is_resumed_all_the_same(project: Cli, tmp_path: Path) -> None:
    parallel = ("--max-parallel", "4")
    killed, survivor = killed_at("after the write", project, tmp_path, "apply", "--yes", *parallel)
    assert len(killed) == STEPS
    for one in killed:
        one.cli("apply", "--resume", *parallel)
        assert set(saves(one.cli).values()) == {1}
        assert _products(one.cli) == _products(survivor)
        assert planned(one.cli)["summary"] == planned(survivor)["summary"]


def test_killed_again_and_again_still_comes_to_its_end(project: Cli, tmp_path: Path) -> None:
    """Every resumption is killed too, right after it sent something, so each gets one write further."""
    products = ("apply", "--yes", "--target", "s1/product", "--target", "s2/product")
    _, survivor = killed_at("before the run is closed", project, tmp_path / "whole", *products)
    victim = killed_at_first("after the write", project, tmp_path / "0", *products)
    for attempt in range(1, 4):
        victim = killed_at_first("after the write", victim, tmp_path / str(attempt), "apply", "--resume")
        assert len(writes(victim)) == attempt + 1
    victim("apply", "--resume")
    assert end_of(victim) == end_of(survivor)


def test_resume_accounts_for_every_step_of_the_plan(project: Cli, tmp_path: Path) -> None:
    killed, _ = killed_at("after the write", project, tmp_path, "apply", "--yes")
    run = killed[9].cli("apply", "--resume", "--format", "json").json
    assert Counter(step["op"] for step in run["steps"]) == EVERY_STEP
    assert {(step["by"], step["outcome"]) for step in run["steps"]} == {
        ("api", "done"),
        ("api", "in_review"),
        ("hand", "waiting"),
    }
    assert sum(step["resumed"] for step in run["steps"]) == 9
    assert run["interrupted"] is False


def test_yaml_that_changed_before_the_resumption_is_not_carried_out(project: Cli, tmp_path: Path) -> None:
    killed, _ = killed_at("before the intent", project, tmp_path, "apply", "--yes")
    cli = killed[0].cli
    first, *others = SHOPS
    write_row(cli.folder, (edited(first, price="22.90"), *map(edited, others), *ADOPTED))
    run = cli("apply", "--resume", "--format", "json", code=3).json
    refused = {step["address"].split("/")[0] for step in run["steps"] if step["outcome"] == "refused"}
    assert refused == {"s1"}
    assert saves(cli) == {f"{slug}.lunch": 1 for slug in (*DEARER[1:], *NEW)}
