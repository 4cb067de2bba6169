"""A wrong command line: exit code 64, one sentence that says what is wrong, and where the help is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from storeconf.cli.usage import SENTENCES, translated
from storeconf.core.text import say
from support import Cli

WRONG: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("plann",), "没有 plann 这个命令，是不是 plan？", "there is no command plann; did you mean plan?"),
    (("nonsense",), "没有 nonsense 这个命令", "there is no command nonsense"),
    ((), "缺少命令", "a command is missing"),
    (("state", "lst"), "没有 lst 这个命令，是不是 list？", "there is no command lst; did you mean list?"),
    (("sandbox", "tampr"), "没有 tampr 这个命令，是不是 tamper？", "there is no command tampr; did you mean tamper?"),
    (
        ("plan", "--tarrget", "x"),
        "没有 --tarrget 这个选项，是不是 --target",
        "no option --tarrget; did you mean --target",
    ),
    (("plan", "-z"), "没有 -z 这个选项", "there is no option -z"),
    (("plan", "extra"), "多出了 extra", "extra is too much"),
    (("init", "a", "b", "c"), "多出了 b c", "b c are too much"),
    (("plan", "--target"), "--target 后面要写值", "--target needs a value"),
    (("plan", "--take", "declared"), "--take 后面要写 2 个值", "--take needs 2 values"),
    (("plan", "--expand=1"), "--expand 后面不能写值", "--expand takes no value"),
    (("plan", "--format", "xml"), "--format：应是 text、json", "--format: it is one of text, json"),
    (("plan", "--lang", "fr"), "--lang：应是 zh、en 之一", "--lang: it is one of zh, en"),
    (("plan", "--color", "red"), "--color：应是 auto、always、never 之一", "--color: it is one of auto, always, never"),
    (("apply", "--max-parallel", "x"), "--max-parallel：x 不是数", "--max-parallel: x is no number"),
    (("apply", "--max-parallel", "99"), "--max-parallel：99 不在范围", "--max-parallel: 99 is not in the range"),
    (("apply", "--lock-timeout", "-1"), "--lock-timeout：-1.0 不在范围", "--lock-timeout: -1.0 is not in the range"),
    (("sandbox", "serve", "--port", "99999"), "--port：99999 不在范围", "--port: 99999 is not in the range"),
    (("plan", "--snapshot", "nope.json"), "--snapshot：nope.json 不存在", "--snapshot: nope.json does not exist"),
    (("plan", "--now", "noon"), "--now：noon 不是时间", "--now: noon is no time"),
    (("plan", "--now", "2026-02-30"), "--now：2026-02-30 不是时间", "--now: 2026-02-30 is no time"),
    (("plan", "--now", "2026-03-09T25:00"), "--now：2026-03-09T25:00 不是时间", "--now: 2026-03-09T25:00 is no time"),
    (("plan", "--target", "Not An Address"), "'Not An Address' 不是有效的地址", "'Not An Address' is not an address"),
    (("plan", "--exclude", "a//b"), "'a//b' 不是有效的地址", "'a//b' is not an address"),
    (("plan", "--where", "beijing"), "beijing 应写成 标签=值", "beijing: write LABEL=VALUE"),
    (("plan", "--take", "mine", "s/poi"), "第一个词应是 declared 或 live", "the first word is declared or live"),
    (("plan", "--ack", "everything"), "--ack：应是 update、remove", "--ack: it is one of update, remove"),
    (
        ("plan", "--allow", "anything"),
        "--allow：应是 remove、unbind、rebind 之一",
        "--allow: it is one of remove, unbind",
    ),
    (("confirm", "A!", "--step", "x"), "'A!' 不是有效的地址", "'A!' is not an address"),
    (("confirm", "s/poi"), "要写明 --step 摘要 或 --saw 文件", "give --step DIGEST or --saw FILE"),
    (("confirm", "--step", "abc"), "要写明地址", "give an address"),
    (("confirm", "s/poi", "--step", "x", "--expires", "soon"), "soon 不是日期", "soon is no day"),
    (("state", "list", "A!"), "'A!' 不是有效的地址", "'A!' is not an address"),
    (("state", "rm"), "缺少 地址", "ADDRESS is missing"),
    (("sandbox", "tamper"), "缺少 场景", "SCENARIO is missing"),
    (("sandbox", "tamper", "fire"), "场景：应是 price、shelf、unbind", "SCENARIO: it is one of price, shelf, unbind"),
    (("schema", "shop"), "种类：应是 project、account", "KIND: it is one of project, account"),
    (("apply", "p.json", "--target", "s"), "不能再加 --target", "--target can't be added"),
)


@pytest.mark.parametrize(
    ("arguments", "zh", "en"), WRONG, ids=lambda one: " ".join(one) if isinstance(one, tuple) else ""
)
def test_wrong_usage_is_explained(arguments: tuple[str, ...], zh: str, en: str, tmp_path: Path) -> None:
    (tmp_path / "storeconf.yaml").write_text("apiVersion: storeconf/v1\nkind: Project\n", encoding="utf-8")
    for lang, expected, pointer in (("zh", zh, "看说明：storeconf"), ("en", en, "see storeconf")):
        result = Cli(tmp_path, now="", lang=lang)(*arguments, code=64)
        assert result.out == ""
        said, where = result.err.rstrip("\n").split("\n")
        assert expected in said
        assert where.startswith(pointer)
        assert where.endswith("--help")
        assert lang == "zh" or not re.search("[\u3400-\u9fff]", said)


def test_pointer_names_the_command_that_was_meant(tmp_path: Path) -> None:
    cli = Cli(tmp_path, lang="en")
    assert cli("plan", "--target", code=64).err.endswith("see storeconf plan --help\n")
    assert cli("sandbox", "tamper", "--value", code=64).err.endswith("see storeconf sandbox tamper --help\n")


@pytest.mark.parametrize("arguments", [("-C", "nowhere", "plan"), ("plan", "-C", "nowhere")])
def test_folder_that_does_not_exist_is_wrong_usage(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """Not the project above it: a mistyped folder must not plan another one's stores."""
    (tmp_path / "storeconf.yaml").write_text("apiVersion: storeconf/v1\nkind: Project\n", encoding="utf-8")
    result = Cli(tmp_path).process(*arguments)
    assert result.code == 64
    assert "-C：nowhere 不存在" in result.err


def test_file_in_place_of_a_folder_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "file 是文件，不是目录" in Cli(tmp_path / "file", now="")("plan", code=64).err


def test_folder_in_place_of_a_file_is_wrong_usage(tmp_path: Path) -> None:
    assert "是目录，不是文件" in Cli(tmp_path)("apply", str(tmp_path), code=64).err


@pytest.mark.parametrize("sentence", [said for said, _ in SENTENCES])
def test_sentence_of_click_is_translated(sentence: str) -> None:
    filled = re.sub(r"\{(\w+)(!r)?\}", lambda gap: "'thing'" if gap[2] else "thing", sentence)
    found = say(translated(filled), "zh")
    assert found != filled
    assert "{" not in found


def test_unknown_sentence_is_kept_as_it_is() -> None:
    assert translated("Something that click may say one day.") == "Something that click may say one day."
