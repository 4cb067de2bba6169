"""`storeconf plan`: what it shows of the sample fleet, what the options leave out, and its exit codes."""

from __future__ import annotations

import stat

import pytest

from support import Cli, edit

HEADINGS = [
    "冲突，要先选一边 (2)",
    "移除 (1)",
    "价格与上下架 (1)",
    "其他修改 (1)",
    "新建 (2)",
    "要人做的（storeconf todo 看步骤） (1)",
    "审核没通过 (1)",
    "审核中 (1)",
    "等待 (1)",
    "漂移：后台被改过 (4)",
    "只更新记录（不动平台） (3)",
]


def units(cli: Cli, *arguments: str) -> set[str]:
    """The units that a plan speaks about."""
    return {unit["name"] for unit in cli("plan", "--format", "json", *arguments).json["stores"]}


def test_headings_stand_in_the_order_of_urgency(fleet: Cli) -> None:
    lines = fleet("plan").out.splitlines()
    positions = [lines.index(heading) for heading in HEADINGS]
    assert positions == sorted(positions)
    assert lines[-1].startswith("计划：")


def test_first_line_says_when_where_and_what(fleet: Cli) -> None:
    assert fleet("plan").out.splitlines()[0] == (
        "storeconf 计划  2026-03-09 10:00（北京时间） 平台：内置沙盒 范围：全部"
    )
    narrowed = fleet("plan", "--target", "bj-*", "--exclude", "*/video", "--where", "brand=shuyu", "--lang", "en")
    first = narrowed.out.splitlines()[0]
    assert first == (
        "storeconf plan  2026-03-09 10:00 (Beijing time)  platform: built-in sandbox  scope: bj-* -*/video brand=shuyu"
    )


def test_price_change_names_every_text_that_quotes_it(fleet: Cli) -> None:
    text = fleet("plan").out
    assert "售价 price  声明 19.9 元 | 线上 21.9 元 | 上次 21.9 元" in text
    quoting = "bj-sanlitun/video/0309-maoxuewang#caption、bj-sanlitun/live/2026-03-09#host_script"
    assert f"      写的是新价 19.9 元：{quoting}" in text.splitlines()


def test_equal_looks_fold_into_one_line_and_expand_on_request(fleet: Cli) -> None:
    folded, expanded = fleet("plan").out, fleet("plan", "--expand").out
    assert "置顶柜台视频 7 处：" in folded
    assert "7 处" not in expanded
    assert expanded.count("/pinned_video") >= 7


def test_unmanaged_objects_are_counted_and_listed_on_request(fleet: Cli) -> None:
    assert "内部员工餐" not in fleet("plan").out
    assert "未管理 1" in fleet("plan").out
    assert "内部员工餐(请勿购买)" in fleet("plan", "--unmanaged").out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--target", "bj-*"), {"bj-sanlitun", "bj-wangjing"}),
        (("--target", "@shuyu"), {"@shuyu"}),
        (("--target", "sh-jingan/payment_reply"), {"sh-jingan"}),
        (("--target", "bj-*", "--exclude", "bj-wangjing"), {"bj-sanlitun"}),
        (("--where", "city=重庆"), {"cq-guanyinqiao", "cq-jiefangbei"}),
        (("--where", "city=重庆", "--where", "city=成都"), {"cq-guanyinqiao", "cq-jiefangbei", "cd-chunxi"}),
        (("--where", "brand=shuyu,city=上海"), {"sh-jingan"}),
    ],
)
def test_selection_of_units(arguments: tuple[str, ...], expected: set[str], fleet: Cli) -> None:
    assert units(fleet, *arguments) == expected


def test_selection_of_one_attribute(fleet: Cli) -> None:
    plan = fleet("plan", "--format", "json", "--target", "@shuyu/product/hotpot-four#price").json
    entries = [entry for unit in plan["stores"] for entry in unit["conflicts"]]
    assert [(one["address"], [a["path"] for a in one["attributes"]]) for one in entries] == [
        ("@shuyu/product/hotpot-four", ["price"])
    ]


def test_what_is_outside_the_selection_is_not_removed(fleet: Cli) -> None:
    plan = fleet("plan", "--format", "json", "--target", "bj-*", "--allow", "remove").json
    assert plan["summary"]["remove"] == plan["summary"]["forget"] == 0


def test_sides_of_a_conflict_are_chosen(fleet: Cli) -> None:
    address = "@shuyu/product/hotpot-four"
    declared = fleet("plan", "--take", "declared", address, "--format", "json").json
    assert address in {step["address"] for step in declared["steps"]}
    live = fleet("plan", "--take", "live", address, "--format", "json").json
    assert address not in {step["address"] for step in live["steps"]}
    assert "按你的选择以线上为准" in fleet("plan", "--take", "live", address).out


def test_removal_waits_for_consent(fleet: Cli) -> None:
    assert "要下架请加 --allow remove" in fleet("plan").out
    allowed = fleet("plan", "--allow", "remove", "--format", "json").json
    assert allowed["summary"]["remove"] == 1
    assert "@shuyu/product/winter-set" in {step["address"] for step in allowed["steps"]}


def test_plan_exits_with_2_only_when_asked(fleet: Cli) -> None:
    fleet("plan")
    fleet("plan", "--detailed-exitcode", code=2)
    fleet("plan", "--detailed-exitcode", "--target", "gz-tianhe")


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (("--target", "no-such-store"), ""),
        (("--target", "sz-nansham/*"), "sz-nanshan"),
        (("--target", "sz-nanshan/product/late-night-bear"), "sz-nanshan/product/late-night-beer"),
        (("--exclude", "hz-yunqi-valey/product"), "hz-yunqi-valley"),
        (("--restore", "@shuyu/product/hotpot-duoble"), "@shuyu/product/hotpot-double"),
        (("--take", "declared", "@shuyu/prodct/hotpot-four"), "product"),
        (("--where", "brand=shuyyu"), "brand=shuyu"),
    ],
)
def test_what_matches_nothing_is_wrong_usage(arguments: tuple[str, ...], near: str, fleet: Cli) -> None:
    """A mistyped address would give a clean bill of health, or leave out nothing."""
    for command in ("plan", "apply"):
        said = fleet(command, *arguments, code=64).err
        assert "没有对上" in said
        assert near in said


def test_records_that_only_follow_are_no_changes(fleet: Cli) -> None:
    """The adopted ticket needs no write: nothing for exit code 2."""
    result = fleet("plan", "--target", "hz-yunqi-valley/product/adult-ticket", "--detailed-exitcode")
    assert "接管 1" in result.out


def test_limit_that_is_exceeded_exits_with_3_and_says_how_to_go_on(fleet: Cli) -> None:
    edit(fleet.folder / "stores/shuyu/products/maoxuewang-solo.yaml", "price: 19.90", "price: 9.90")
    result = fleet("plan", "--detailed-exitcode", code=3)
    assert "超过上限：价格变动幅度 54.8%，上限 30%。确认没错再加 --ack price_delta" in result.out
    assert "已确认（--ack price_delta）" in fleet("plan", "--ack", "price_delta").out


def test_broken_document_beats_limits_and_changes(fleet: Cli) -> None:
    edit(fleet.folder / "stores/shuyu/products/maoxuewang-solo.yaml", "price: 19.90", "price: 9.90")
    edit(fleet.folder / "stores/tanxiang/gz-tianhe.yaml", "kind: Store", "kind: Shop")
    result = fleet("plan", "--detailed-exitcode", code=1)
    assert "stores/tanxiang/gz-tianhe.yaml:2:7" in result.err
    assert "超过上限" in result.out
    assert "sz-nanshan/product/late-night-beer" in result.out, "the other stores are planned"


def test_saved_plan_is_readable_by_its_owner_only(fleet: Cli) -> None:
    saved = fleet.folder / "p.json"
    result = fleet("plan", "-o", str(saved))
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert f"storeconf apply {saved}" in result.err


def test_saved_plan_shows_as_it_was_printed(fleet: Cli) -> None:
    saved = fleet.folder / "p.json"
    printed = fleet("plan", "-o", str(saved)).out
    assert fleet("show", str(saved)).out == printed


def test_plan_of_a_snapshot_reads_no_platform(fleet: Cli) -> None:
    fleet("fetch", "-o", str(fleet.folder / "s.json"))
    fleet("sandbox", "tamper", "price", "bj-sanlitun/product/weekday-lunch", "--value", "1.00")
    before = fleet("plan", "--snapshot", str(fleet.folder / "s.json")).out
    assert "声明 39.9 元 | 线上 1 元" not in before
    assert "声明 39.9 元 | 线上 1 元" in fleet("plan").out


def test_nothing_is_written_by_a_plan(fleet: Cli) -> None:
    fleet("plan", "--allow", "remove", "--restore", "*")
    assert fleet("sandbox", "log", "--format", "json").json == []


# -- -o ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["plan", "fetch"])
@pytest.mark.parametrize("content", [None, '{"format_version": "1.0"}\n', "一份笔记\n"], ids=["YAML", "JSON", "text"])
def test_file_that_somebody_else_wrote_is_not_overwritten(command: str, content: str | None, fleet: Cli) -> None:
    path = fleet.folder / ("storeconf.yaml" if content is None else "mine.json")
    if content is not None:
        path.write_text(content, encoding="utf-8")
    before = path.read_bytes()
    result = fleet(command, "-o", str(path), code=3)
    assert "SC665" in result.err and path.name in result.err
    assert result.out == ""
    assert path.read_bytes() == before


@pytest.mark.parametrize("first", ["plan", "fetch"])
def test_earlier_plan_or_snapshot_is_overwritten(first: str, fleet: Cli) -> None:
    path = fleet.folder / "saved.json"
    fleet(first, "-o", str(path))
    fleet("plan", "-o", str(path))
    fleet("apply", str(path))


def test_file_with_nothing_in_it_and_a_half_written_plan_are_overwritten(fleet: Cli) -> None:
    path = fleet.folder / "saved.json"
    path.touch()
    fleet("plan", "-o", str(path))
    path.write_text(path.read_text(encoding="utf-8")[:300], encoding="utf-8")
    fleet("plan", "-o", str(path))
    fleet("apply", str(path))


def test_device_is_written_to(fleet: Cli) -> None:
    fleet("plan", "-o", "/dev/null")
