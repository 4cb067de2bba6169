"""`storeconf todo` and `storeconf confirm`: what people are asked to do, and how they say that they did."""

from __future__ import annotations

import hashlib
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from support import Cli

CALL = "bj-wangjing/voice_call"


def steps(cli: Cli, *arguments: str) -> dict[str, dict[str, Any]]:
    """Steps by hand by address."""
    return {step["address"]: step for step in cli("todo", "--format", "json", *arguments).json["steps"]}


def observations(cli: Cli, unit: str) -> list[dict[str, Any]]:
    """What stands in a unit's observations file."""
    text = (cli.folder / "observations" / f"{unit}.yaml").read_text(encoding="utf-8")
    items: list[dict[str, Any]] = yaml.safe_load(text)["items"]
    return items


def sheet(cli: Cli, text: str) -> str:
    """A file with that text."""
    (cli.folder / "sheet.yaml").write_text(text, encoding="utf-8")
    return str(cli.folder / "sheet.yaml")


# -- todo --------------------------------------------------------------------------------------------------------------


def test_runbook_is_grouped_by_console_page(fleet: Cli) -> None:
    pages = [line for line in fleet("todo").out.splitlines() if line.startswith("在 ")]
    assert len(pages) == len(set(pages))
    assert "在 抖音来客【消息管理】-【自动回复】" in pages


def test_tasks_are_numbered_without_gaps(fleet: Cli) -> None:
    text = fleet("todo").out
    numbers = [int(found) for found in re.findall(r"^  \[(\d+)\]", text, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert f"{len(numbers)} 件" in text.splitlines()[0]


def test_text_is_ready_to_copy(fleet: Cli) -> None:
    """Whole, line by line, as it is to be entered."""
    lines = [line.strip() for line in fleet("todo", "--target", "sh-jingan").out.splitlines()]
    value = steps(fleet, "--target", "sh-jingan")["sh-jingan/payment_reply"]["attrs"]["text"]
    assert len(value.splitlines()) > 3
    assert set(value.splitlines()) <= set(lines)


def test_equal_texts_are_one_task_with_one_command_for_its_stores(fleet: Cli) -> None:
    text = fleet("todo").out
    videos = [address for address in steps(fleet) if address.endswith("/pinned_video")]
    blocks = [block for block in re.split(r"^  \[\d+\] ", text, flags=re.MULTILINE) if block.startswith("置顶柜台视频")]
    assert len(videos) > len(blocks)
    commands = [re.findall(r"storeconf confirm (.*) --step \w+$", block, re.MULTILINE) for block in blocks]
    assert [len(found) for found in commands] == [1] * len(blocks)
    assert sorted(" ".join(found[0] for found in commands).split()) == sorted(videos)


def test_printed_command_settles_the_step(fleet: Cli) -> None:
    command = next(line for line in fleet("todo", "--target", CALL).out.splitlines() if "storeconf confirm" in line)
    words = shlex.split(command.split("storeconf ", 1)[1])
    fleet(*words)
    assert CALL not in steps(fleet)


def test_nothing_by_hand_is_said(fleet: Cli) -> None:
    assert fleet("todo", "--target", "@shuyu").out == "没有要人做的步骤。\n"
    assert fleet("todo", "--target", "@shuyu", "--lang", "en").out == "Nothing to do by hand.\n"


def test_english_runbook_has_english_headings(fleet: Cli) -> None:
    text = fleet("todo", "--lang", "en").out
    assert "In Douyin Laike: " in text
    headings = [line for line in text.splitlines() if re.match(r"In |  \[\d+\]", line)]
    assert not any("\u4e00" <= character <= "\u9fff" for line in headings for character in line)


# -- confirm --step ----------------------------------------------------------------------------------------------------


def test_confirmed_step_is_noted_with_who_when_and_what(fleet: Cli) -> None:
    step = steps(fleet)[CALL]
    result = fleet("confirm", CALL, "--step", step["digest"], "--by", "小李", "--expires", "2026-06-30")
    assert result.out == f"已记下 {CALL} → observations/bj-wangjing.yaml\n"
    noted = observations(fleet, "bj-wangjing")[-1]
    assert (noted["address"], noted["digest"], noted["by"], noted["source"]) == (CALL, step["digest"], "小李", "step")
    assert noted["at"] == "2026-03-09T10:00:00+08:00"
    assert noted["expires"] == "2026-06-30T23:59:59+08:00"
    assert noted["attrs"] == step["attrs"]
    fleet("validate")


def test_wrong_digest_is_refused_and_writes_nothing(fleet: Cli) -> None:
    before = observations(fleet, "bj-wangjing")
    result = fleet("confirm", CALL, "--step", "0123456789ab", code=3)
    assert steps(fleet)[CALL]["digest"] in result.err
    assert observations(fleet, "bj-wangjing") == before


def test_object_without_a_step_is_refused(fleet: Cli) -> None:
    assert "没有要人做的步骤" in fleet("confirm", "bj-sanlitun/poi", "--step", "0123456789ab", code=3).err


def test_one_digest_confirms_many_stores(fleet: Cli) -> None:
    wanted = steps(fleet)["cd-chunxi/pinned_video"]["digest"]
    same = {address for address, step in steps(fleet).items() if step["digest"] == wanted}
    assert len(same) > 2
    result = fleet("confirm", "*/pinned_video", "--step", wanted)
    assert len(result.out.splitlines()) == len(same)
    assert not same & set(steps(fleet))


def test_selection_narrows_what_is_confirmed(fleet: Cli) -> None:
    wanted = steps(fleet)["cd-chunxi/pinned_video"]["digest"]
    result = fleet("confirm", "--where", "city=成都", "--step", wanted)
    assert result.out.count("已记下") == 1
    assert "cd-chunxi/pinned_video" in result.out


def test_pattern_that_matches_no_step_is_refused(fleet: Cli) -> None:
    assert "没有哪个步骤的摘要是" in fleet("confirm", "bj-*", "--step", "0123456789ab", code=3).err


def test_evidence_is_kept_by_its_hash(fleet: Cli, tmp_path: Path) -> None:
    inside, outside = fleet.folder / "shot.png", tmp_path / "other.png"
    inside.write_bytes(b"inside")
    outside.write_bytes(b"outside")
    digest = steps(fleet)[CALL]["digest"]
    fleet("confirm", CALL, "--step", digest, "--evidence", str(inside), "--evidence", str(outside))
    assert observations(fleet, "bj-wangjing")[-1]["evidence"] == [
        {"file": "shot.png", "sha256": hashlib.sha256(b"inside").hexdigest()},
        {"file": "other.png", "sha256": hashlib.sha256(b"outside").hexdigest()},
    ]


def test_missing_evidence_is_an_error(fleet: Cli) -> None:
    digest = steps(fleet)[CALL]["digest"]
    result = fleet("confirm", CALL, "--step", digest, "--evidence", "nothing.png", code=1)
    assert "nothing.png：没有这个文件或目录" in result.err
    assert CALL in steps(fleet)


# -- confirm --saw and sheets ------------------------------------------------------------------------------------------


def test_what_was_seen_becomes_drift_when_it_differs(fleet: Cli) -> None:
    fleet("confirm", "bj-sanlitun/voice_call", "--saw", sheet(fleet, "enabled: false\n"))
    assert "AI 外呼开启 enabled  声明 是 | 线上 否 | 上次 是" in fleet("drift", "--target", "bj-sanlitun").out


def test_nothing_seen_is_said_with_absent(fleet: Cli) -> None:
    fleet("confirm", "bj-sanlitun/voice_call", "--saw", sheet(fleet, "absent: true\n"))
    assert "线上没有了" in fleet("drift", "--target", "bj-sanlitun/voice_call").out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("enbled: false\n", "是不是想写 enabled？"),
        ("enabled: maybe\n", "应写 true 或 false，现在是 'maybe'"),
        ("[\n", "sheet.yaml:1:1"),
        ("", "sheet.yaml:1:1"),
        ("enabled: &a true\n", "sheet.yaml:1:10"),
        ("absent: false\n", "SC641"),
        ("{}\n", "要有做完的步骤的摘要，或看到的内容"),
        ("enabled: true\nscript: null\n", "没有看这一项就删掉这一行"),
    ],
)
def test_sighting_that_cannot_be_read(text: str, said: str, fleet: Cli) -> None:
    before = observations(fleet, "bj-sanlitun")
    assert said in fleet("confirm", "bj-sanlitun/voice_call", "--saw", sheet(fleet, text), code=1).err
    assert observations(fleet, "bj-sanlitun") == before


@pytest.mark.parametrize("address", ["bj-sanlitum/voice_call", "@shuyo/verification_tool"])
def test_unknown_unit_gets_no_observations(address: str, fleet: Cli) -> None:
    result = fleet("confirm", address, "--saw", sheet(fleet, "enabled: false\n"), code=1)
    assert "是不是想写" in result.err
    assert not (fleet.folder / "observations" / f"{address.split('/')[0]}.yaml").exists()


def test_kind_that_does_not_exist_is_an_error(fleet: Cli) -> None:
    assert "不是一个资源" in fleet("confirm", "bj-sanlitun/call", "--saw", sheet(fleet, "a: b\n"), code=1).err


def test_sheet_confirms_many_at_once(fleet: Cli) -> None:
    open_steps = steps(fleet, "--target", "cd-chunxi")
    items = "".join(f"- address: {address}\n  step: {step['digest']}\n" for address, step in open_steps.items())
    items += "- address: bj-sanlitun/voice_call\n  saw: {enabled: false}\n  by: 小王\n"
    result = fleet("confirm", "-f", sheet(fleet, f"items:\n{items}"), "--by", "小李")
    assert len(result.out.splitlines()) == len(open_steps) + 1
    assert steps(fleet, "--target", "cd-chunxi") == {}
    assert observations(fleet, "bj-sanlitun")[-1]["by"] == "小王"


def test_one_wrong_line_of_a_sheet_writes_nothing(fleet: Cli) -> None:
    good = steps(fleet)[CALL]["digest"]
    text = (
        f"items:\n- {{address: {CALL}, step: {good}}}\n- {{address: bj-wangjing/payment_reply, step: '000000000000'}}\n"
    )
    fleet("confirm", "-f", sheet(fleet, text), code=3)
    assert CALL in steps(fleet)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("items: []\nother: 1\n", "other"),
        ("items:\n- {adress: a/poi, step: x}\n", "是不是想写 address？"),
        ("items:\n- {address: bj-wangjing/poi}\n", "要有做完的步骤的摘要"),
        ("things: []\n", "items"),
        ("- a\n", "sheet.yaml:1:1"),
    ],
)
def test_sheet_that_cannot_be_read(text: str, said: str, fleet: Cli) -> None:
    assert said in fleet("confirm", "-f", sheet(fleet, text), code=1).err


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ("- {address: A, saw: {enabled: true}}\n- {address: A, saw: {enabled: false}}\n", "enabled 说得不一样"),
        ("- {address: A, saw: {enabled: true}}\n- {address: A, absent: true}\n", "一条说有，一条说没有"),
    ],
)
def test_sheet_that_contradicts_itself_is_refused_whole(entries: str, said: str, fleet: Cli) -> None:
    before = observations(fleet, "bj-wangjing")
    items = f"items:\n- {{address: {CALL}, step: {steps(fleet)[CALL]['digest']}}}\n"
    text = items + entries.replace("A,", "bj-sanlitun/voice_call,")
    assert said in fleet("confirm", "-f", sheet(fleet, text), code=3).err
    assert observations(fleet, "bj-wangjing") == before


def test_sheet_may_say_of_one_object_what_two_people_saw(fleet: Cli) -> None:
    entries = "- {address: A, saw: {enabled: false}, by: 小李}\n- {address: A, saw: {script: 您好}, by: 小王}\n"
    fleet("confirm", "-f", sheet(fleet, "items:\n" + entries.replace("A,", "bj-sanlitun/voice_call,")))
    assert [one["by"] for one in observations(fleet, "bj-sanlitun")[-2:]] == ["小李", "小王"]


@pytest.mark.parametrize(
    ("text", "said"),
    [("price: 1.00\nstock: 5\n", "price、stock 由平台接口读取"), ("absent: true\n", "在不在由平台接口读取")],
)
def test_note_of_what_the_api_reads_is_refused(text: str, said: str, fleet: Cli) -> None:
    before = observations(fleet, "bj-sanlitun")
    assert said in fleet("confirm", "bj-sanlitun/product/weekday-lunch", "--saw", sheet(fleet, text), code=3).err
    assert observations(fleet, "bj-sanlitun") == before


@pytest.mark.parametrize(("expires", "said"), [("2026-03-08", "已经过去"), ("2026-02-30", "应是日期")])
def test_expiry_that_cannot_be_meant_is_an_error(expires: str, said: str, fleet: Cli) -> None:
    entry = f"items:\n- {{address: bj-sanlitun/voice_call, saw: {{enabled: false}}, expires: {expires}}}\n"
    assert said in fleet("confirm", "-f", sheet(fleet, entry), code=1).err


def test_expiry_in_the_past_on_the_command_line_is_an_error(fleet: Cli) -> None:
    arguments = ("confirm", CALL, "--step", steps(fleet)[CALL]["digest"], "--expires")
    assert "已经过去" in fleet(*arguments, "2026-03-08", code=1).err
    fleet(*arguments, "2026-03-09")


@pytest.mark.parametrize("selection", [("*/voice_call",), ("--where", "city=北京")])
def test_what_was_seen_is_noted_of_named_objects_only(selection: tuple[str, ...], fleet: Cli) -> None:
    result = fleet("confirm", *selection, "--saw", sheet(fleet, "enabled: false\n"), code=64)
    assert "--step" in result.err
    assert "None" not in result.err


def test_empty_sheet_is_said(fleet: Cli) -> None:
    assert "什么都没有记下" in fleet("confirm", "-f", sheet(fleet, "items: []\n")).err
