"""`accept` with values of every shape: what is written where, and what is left to a person."""

from __future__ import annotations

import json
from typing import Any

import pytest

from support import Cli, write_files

BEER, LUNCH, FOUR = (
    "sz-nanshan/product/late-night-beer",
    "bj-sanlitun/product/weekday-lunch",
    "@shuyu/product/hotpot-four",
)
NANSHAN = "stores/tanxiang/sz-nanshan.yaml"
SANLITUN = "stores/shuyu/bj-sanlitun.yaml"
CRAYFISH, BEERS = {"name": "麻辣小龙虾", "price": "168.00"}, {"name": "精酿啤酒", "price": "30.00", "count": 2}
LUNCH_ITEMS = [
    {"name": "番茄或牛油锅底", "price": "18.00"},
    {"name": "鲜切牛肉", "price": "32.00"},
    {"name": "时蔬拼盘", "price": "12.00"},
    {"name": "米饭", "price": "6.00"},
]


def found_live(fleet: Cli, address: str, live: dict[str, Any]) -> Cli:
    """The platform has these values, and nothing else differs."""
    document = {
        "apiVersion": "storeconf/v1",
        "kind": "Sandbox",
        "divergences": [{"name": "x", "address": address, "live": live}],
    }
    write_files(fleet.folder, {"sandbox.yaml": json.dumps(document, ensure_ascii=False)})
    fleet("sandbox", "reset")
    return fleet


@pytest.mark.parametrize(
    ("address", "live", "file", "line"),
    [
        (
            BEER,
            {"sale": {"start": "2026-03-01", "end": "2026-10-15"}},
            NANSHAN,
            "sale: {start: 2026-03-01, end: 2026-10-15}",
        ),
        (
            BEER,
            {"sale": {"start": "2026-03-01", "end": "2026-10-15T22:00"}},
            NANSHAN,
            "sale: {start: 2026-03-01, end: 2026-10-15T22:00:00+08:00}",
        ),
        (
            BEER,
            {"unusable": {"dates": ["2026-05-01", "2026-05-02"]}},
            NANSHAN,
            "unusable: {weekdays: [], holidays: [], dates: [2026-05-01, 2026-05-02]}",
        ),
        (LUNCH, {"unusable": {"weekdays": [7]}}, SANLITUN, "unusable: {weekdays: [7]}"),
        (BEER, {"usage_notes": "新：两行\n第二行"}, NANSHAN, 'usage_notes: "新：两行\\n第二行"'),
        (BEER, {"usage_notes": "每天 # 有"}, NANSHAN, 'usage_notes: "每天 # 有"'),
        (BEER, {"free_pack": False}, NANSHAN, "free_pack: false"),
        (BEER, {"people": 4}, NANSHAN, "people: 4"),
        (
            LUNCH,
            {
                "use": {
                    "start": "2026-03-01",
                    "end": "2026-07-31",
                    "times": {"periods": [{"start": "11:00", "end": "15:00"}]},
                }
            },
            SANLITUN,
            'use: {start: 2026-03-01, end: 2026-07-31, times: {periods: [{start: "11:00", end: "15:00"}]}}',
        ),
        ("sz-nanshan/poi", {"name": "炭巷: 烧烤"}, NANSHAN, 'name: "炭巷: 烧烤"'),
        (FOUR, {"usage_notes": "新"}, "stores/shuyu/products/hotpot-four.yaml", "usage_notes: 新"),
    ],
)
def test_one_line_is_changed(fleet: Cli, address: str, live: dict[str, Any], file: str, line: str) -> None:
    cli = found_live(fleet, address, live)
    before = (cli.folder / file).read_text("utf-8").split("\n")
    found = cli("accept", address, "--format", "json").json
    after = (cli.folder / file).read_text("utf-8").split("\n")
    assert found["files"] == [file] and found["by_hand"] == []
    assert [new.strip() for old, new in zip(before, after, strict=True) if old != new] == [line]
    summary = cli("plan", "--target", address, "--format", "json").json["summary"]
    assert {name: summary[name] for name in ("update", "drift", "conflict", "blocked", "record")} == {
        "update": 0,
        "drift": 0,
        "conflict": 0,
        "blocked": 0,
        "record": 1,
    }


@pytest.mark.parametrize(
    ("address", "items", "total", "line"),
    [
        (
            BEER,
            [{**BEERS, "price": "32.00"}, CRAYFISH],
            "232.00",
            "items: [{name: 麻辣小龙虾, price: 168.00}, {name: 精酿啤酒, price: 32.00, count: 2}]",
        ),
        (
            BEER,
            [CRAYFISH, BEERS, {"name": "毛豆", "price": "12.00"}],
            "240.00",
            "items: [{name: 麻辣小龙虾, price: 168.00}, {name: 精酿啤酒, price: 30.00, count: 2},"
            " {name: 毛豆, price: 12.00, count: 1, unit: 份}]",
        ),
        (BEER, [CRAYFISH], "168.00", "items: [{name: 麻辣小龙虾, price: 168.00}]"),
        (
            LUNCH,
            [*LUNCH_ITEMS[2:], {"name": "鲜切牛肉", "price": "36.00"}, *LUNCH_ITEMS[:1]],
            "72.00",
            "- {name: 鲜切牛肉, price: 36.00, count: 1}",
        ),
    ],
)
def test_items_keep_their_order_and_what_goes_without_saying(
    fleet: Cli, address: str, items: list[dict[str, Any]], total: str, line: str
) -> None:
    """The platform computes the original price from the items, so the two change together."""
    cli = found_live(fleet, address, {"items": items, "origin_price": total})
    file = cli.folder / (NANSHAN if address == BEER else SANLITUN)
    before = file.read_text("utf-8").split("\n")
    cli("accept", address)
    after = file.read_text("utf-8").split("\n")
    changed = [new.strip() for old, new in zip(before, after, strict=True) if old != new]
    assert changed == [f"origin_price: {total}", line]
    summary = cli("plan", "--target", address, "--format", "json").json["summary"]
    assert (summary["update"], summary["drift"], summary["record"]) == (0, 0, 1)


@pytest.mark.parametrize(
    ("address", "live", "place", "reason", "also"),
    [
        (
            "gz-tianhe/product/skewers-duo",
            {"price": "59.00"},
            "stores/tanxiang/_defaults.yaml:23",
            "写进 stores/tanxiang/gz-tianhe.yaml",
            {"sz-nanshan"},
        ),
        ("cq-jiefangbei/poi", {"name": "新名"}, "stores/shuyu/chengyu/fleet.csv:2", "改这一格", set()),
        (FOUR, {"stores": ["6601136930000004"]}, "stores/shuyu/products/hotpot-four.yaml:5", "适用门店", set()),
        (
            BEER,
            {"images": [{"role": "head", "url": "https://cdn.tanxiang.example/goods/other.png"}]},
            f"{NANSHAN}:30",
            "是文件",
            set(),
        ),
    ],
)
def test_an_edit_for_a_person(
    fleet: Cli, address: str, live: dict[str, Any], place: str, reason: str, also: set[str]
) -> None:
    found = found_live(fleet, address, live)("accept", address, "--format", "json").json
    (one,) = found["by_hand"]
    assert found["written"] == [] and found["files"] == []
    assert f"{one['file']}:{one['line']}" == place
    assert reason in one["reason"] and also <= set(one["also"])


def test_a_template_is_named_with_everybody_who_uses_it(fleet: Cli) -> None:
    saw = write_files(fleet.folder.parent, {"saw.yaml": "text: 谢谢光临\n"}) / "saw.yaml"
    fleet("confirm", "bj-wangjing/payment_reply", "--saw", str(saw), "--by", "王")
    found = fleet("accept", "bj-wangjing/payment_reply", "--format", "json").json
    assert found["written"] == []
    (reply,) = found["by_hand"]
    assert reply["file"] == "templates/payment_reply.j2" and reply["live"] == "谢谢光临"
    assert "sh-jingan" in reply["also"] and "bj-wangjing" not in reply["also"]


def test_what_people_saw_is_written_like_what_the_api_reads(fleet: Cli) -> None:
    saw = write_files(fleet.folder.parent, {"saw.yaml": "caption: 新的文案\n"}) / "saw.yaml"
    fleet("confirm", "bj-wangjing/video/0306-new-dish", "--saw", str(saw), "--by", "王")
    found = fleet("accept", "bj-wangjing/video/0306-new-dish", "--format", "json").json
    assert [one["path"] for one in found["written"]] == ["caption"]
    assert "caption: 新的文案\n" in (fleet.folder / "stores/shuyu/bj-wangjing.yaml").read_text("utf-8")


def test_texts_that_quote_the_value_are_named(fleet: Cli) -> None:
    cli = found_live(fleet, "@shuyu/product/maoxuewang-solo", {"price": "18.80"})
    found = cli("accept", "@shuyu/product/maoxuewang-solo", "--format", "json").json
    assert "bj-sanlitun" in found["also"]


@pytest.mark.parametrize("text", ["${{ github.token }}", "<script>alert(1)</script>", "::error::x", "*/ @x `y`"])
def test_whatever_the_platform_says_is_written_as_text(fleet: Cli, text: str) -> None:
    cli = found_live(fleet, BEER, {"usage_notes": text})
    cli("accept", BEER)
    shown = cli("show", BEER, "--format", "json").json
    assert text in json.dumps(shown, ensure_ascii=False)


def test_what_no_file_may_hold_is_left_to_a_person(fleet: Cli) -> None:
    fleet("fetch", "-o", str(fleet.folder / "snapshot.json"))
    snapshot = json.loads((fleet.folder / "snapshot.json").read_text("utf-8"))
    snapshot["objects"][BEER]["attrs"]["usage_notes"] = "a\x1b[31mb\u202ec"
    (fleet.folder / "snapshot.json").write_text(json.dumps(snapshot), "utf-8")
    found = fleet("accept", f"{BEER}#usage_notes", "--snapshot", str(fleet.folder / "snapshot.json"))
    assert "要自己改的 (1)" in found.out and "\x1b" not in found.out and "\u202e" not in found.out
