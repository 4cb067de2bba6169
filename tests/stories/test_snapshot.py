"""What was fetched once can be planned against later; what the platform fills in by itself is no change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import MakeProject
from journey import PROJECT, account, indented, planned, product, store
from support import Cli


def fetched(cli: Cli) -> Path:
    """A snapshot of the platform in a file."""
    path = cli.folder / "live.json"
    cli("fetch", "-o", str(path))
    return path


def test_plan_from_a_snapshot_equals_the_live_plan(fleet: Cli) -> None:
    path = fetched(fleet)
    assert planned(fleet, "--snapshot", str(path)) == planned(fleet)
    assert fleet("plan", "--snapshot", str(path)).out == fleet("plan").out
    assert fleet("drift", "--snapshot", str(path)).out == fleet("drift").out


def test_snapshot_shows_the_past(fleet: Cli) -> None:
    path = fetched(fleet)
    before = planned(fleet)
    fleet("sandbox", "tamper", "price", "gz-tianhe/product/skewers-duo", "--value", "9.90")
    assert planned(fleet, "--snapshot", str(path)) == before
    assert planned(fleet) != before


def test_saved_plan_of_the_past_is_refused_where_the_platform_moved(fleet: Cli) -> None:
    path, plan = fetched(fleet), fleet.folder / "plan.json"
    fleet("plan", "--snapshot", str(path), "-o", str(plan))
    fleet("sandbox", "tamper", "price", "@shuyu/product/maoxuewang-solo", "--value", "1.00")
    said = fleet("apply", str(plan), code=3).out
    assert "✗ @shuyu/product/maoxuewang-solo" in said
    assert "… @shuyu/product/hotpot-double" in said


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        ({"format_version": "2.0"}, "更新版本的 storeconf"),
        ({"format_version": None}, "不是 storeconf 的现状文件"),
        ({"objects": "none"}, "不是 storeconf 的现状文件"),
    ],
    ids=["newer", "no version", "wrong shape"],
)
def test_snapshot_that_cannot_be_read_is_refused(fleet: Cli, change: dict[str, str | None], fact: str) -> None:
    path = fetched(fleet)
    tree = {**json.loads(path.read_text(encoding="utf-8")), **change}
    path.write_text(json.dumps({name: value for name, value in tree.items() if value is not None}), encoding="utf-8")
    for command in ("plan", "drift"):
        assert fact in fleet(command, "--snapshot", str(path), code=1).err


def test_what_the_platform_fills_in_and_reorders_is_no_change(make_project: MakeProject) -> None:
    # Declared in another order and spelling than the platform gives it back; what isn't declared is filled in there.
    more = indented(
        "items: [{name: 小面, price: 12.00, count: 1}, {name: 卤蛋, price: 3.00, count: 2}]\npeople: 1\n", 2
    )
    text = product("noodles", "[two, one]").replace("origin_price: 39.00", "origin_price: 18.00")
    text += more
    text = text.replace("[随时退, 过期退]", "[过期退, 随时退]")
    cli = make_project(
        {
            "storeconf.yaml": PROJECT,
            "stores/chain.yaml": account(),
            "stores/one.yaml": store("one", 1),
            "stores/two.yaml": store("two", 2),
            "stores/noodles.yaml": text,
        }
    )
    cli("apply", "--yes")
    cli("sandbox", "review")
    cli("apply", "--yes")
    cli("plan", "--snapshot", str(fetched(cli)), "--detailed-exitcode")
    cli("plan", "--detailed-exitcode")
    assert "没有要改的" in cli("plan").out
    # The same in another order is the same.
    document = cli.folder / "stores/noodles.yaml"
    swapped = (
        document.read_text(encoding="utf-8")
        .replace("[过期退, 随时退]", "[随时退, 过期退]")
        .replace("[two, one]", "[one, two]")
    )
    document.write_text(swapped, encoding="utf-8")
    assert "没有要改的" in cli("plan").out
