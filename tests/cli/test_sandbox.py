"""`storeconf sandbox`: the platform that plays along, from the command line."""

from __future__ import annotations

import pytest

from storeconf.project import tampering
from support import Cli, edit

LUNCH = "bj-sanlitun/product/weekday-lunch"


def test_reset_counts_the_divergences(fleet: Cli) -> None:
    result = fleet("sandbox", "reset")
    assert result.out == ""
    assert result.err == "沙盒已就绪，17 处和 YAML 不同（sandbox.yaml）\n"


def test_reset_puts_everything_back(fleet: Cli) -> None:
    before = fleet("plan").out
    fleet("apply", "--yes")
    fleet("sandbox", "tamper", "price", LUNCH)
    fleet("sandbox", "reset")
    assert fleet("plan").out == before


def test_reset_leaves_observations_alone(fleet: Cli) -> None:
    file = fleet.folder / "observations/bj-wangjing.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    fleet("sandbox", "reset")
    assert file.read_text(encoding="utf-8").endswith("# mine\n")


def test_reset_if_missing_changes_nothing_that_is_there(fleet: Cli) -> None:
    fleet("sandbox", "tamper", "price", LUNCH, "--value", "1.00")
    assert "没有动它" in fleet("sandbox", "reset", "--if-missing").err
    assert "线上 1 元" in fleet("plan").out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('address: "@shuyu/product/maoxuewang-solo"', 'address: "@shuyu/product/no-such"', "要用 like 指一个照着造的"),
        ("recorded: {price: 42.90}", "recordd: {price: 42.90}", "是不是想写 recorded？"),
        ("recorded: {price: 42.90}", "recorded: {prise: 42.90}", "prise"),
        ("review: in_review", "review: maybe", "maybe"),
        ("kind: Sandbox", "kind: Sandbx", "Sandbox"),
    ],
)
def test_wrong_divergence_is_explained(old: str, new: str, said: str, fleet: Cli) -> None:
    edit(fleet.folder / "sandbox.yaml", old, new)
    result = fleet("sandbox", "reset", code=1)
    assert said in result.err
    assert "内部出错" not in result.err


@pytest.mark.parametrize("scenario", tampering.NAMES)
def test_tamper_says_what_it_changed_and_drift_finds_it(scenario: str, fleet: Cli) -> None:
    before = fleet("plan", "--unmanaged").out
    result = fleet("sandbox", "tamper", scenario)
    assert result.out.startswith(("@", "bj-", "gz-", "hz-", "sz-", "sh-", "cd-", "cq-"))
    assert "：" in result.out
    assert fleet("plan", "--unmanaged").out != before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("price", LUNCH, "--value", "38.80"), f"{LUNCH}：售价 39.90 → 38.80"),
        (("stock", LUNCH, "--value", "7"), "库存 "),
        (("shelf", LUNCH), "已下架"),
        (("delete", LUNCH), "商品被删除"),
        (("add", LUNCH, "--value", "新来的套餐"), "后台新建了商品 新来的套餐"),
    ],
)
def test_tamper_with_a_value(arguments: tuple[str, ...], said: str, fleet: Cli) -> None:
    assert said in fleet("sandbox", "tamper", *arguments).out


def test_shelf_goes_back_on_the_second_time(fleet: Cli) -> None:
    fleet("sandbox", "tamper", "shelf", LUNCH)
    assert "已上架" in fleet("sandbox", "tamper", "shelf", LUNCH).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("price", LUNCH, "--value", "cheap"), "cheap 不是金额"),
        (("price", LUNCH, "--value", "-1"), "-1 不是金额"),
        (("price", LUNCH, "--value", "1e3"), "1e3 不是金额"),
        (("stock", LUNCH, "--value", "few"), "few 不是库存数"),
        (("stock", LUNCH, "--value", "²"), "² 不是库存数"),
        (("price", "bj-sanlitun/product/nothing"), "bj-sanlitun/product/nothing 没有线上版本"),
        (("unbind", "@shuyu/product/crispy-pork"), "没有线上版本"),
    ],
)
def test_tamper_that_cannot_be_done(arguments: tuple[str, ...], said: str, fleet: Cli) -> None:
    result = fleet("sandbox", "tamper", *arguments, code=1)
    assert said in result.err
    assert ("--value 写得不对" in result.err) == ("--value" in arguments)


def test_reviewers_list_pass_and_reject(fleet: Cli) -> None:
    assert "88元代100元代金券" in fleet("sandbox", "review", "--list").out
    assert fleet("sandbox", "review", "--reject", "标题不符").out == (
        "拒绝：88元代100元代金券(锅底另付)（shuyu-vc-100）：标题不符\n"
    )
    assert "平台说：标题不符" in fleet("plan").out
    assert fleet("sandbox", "review").out == "没有在审核的。\n"


@pytest.mark.parametrize("name", ["@shuyu/product/voucher-100", "shuyu-vc-100", "88元代100元代金券(锅底另付)"])
def test_reviewers_are_told_by_address_out_id_or_title(name: str, fleet: Cli) -> None:
    assert fleet("sandbox", "review", "something-else").out == "没有在审核的。\n"
    assert fleet("sandbox", "review", name).out.startswith("通过：88元代100元代金券")


def test_log_lists_the_writes_in_order(fleet: Cli) -> None:
    assert fleet("sandbox", "log").out == "还没有写请求。\n"
    fleet("apply", "--yes")
    numbers = [int(line.split()[0]) for line in fleet("sandbox", "log").out.splitlines()]
    assert numbers == sorted(numbers)
    assert numbers


@pytest.mark.parametrize(
    "command", [("reset",), ("tamper", "price"), ("review",), ("log",), ("serve",)], ids=lambda words: words[0]
)
def test_real_platform_is_never_played_with(command: tuple[str, ...], fleet: Cli) -> None:
    fleet.env = {"STORECONF_BASE_URL": "https://open.douyin.com"}
    result = fleet("sandbox", *command, code=1)
    assert "SC650" in result.err
    assert "https://open.douyin.com" in result.err
