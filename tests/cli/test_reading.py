"""The commands that only look: validate, drift, status, show, fetch, schema."""

from __future__ import annotations

import json

import pytest

from storeconf.render.schemas import SCHEMAS
from support import Cli, edit

# -- validate ----------------------------------------------------------------------------------------------------------


def test_sample_is_clean(fleet: Cli) -> None:
    assert fleet("validate").out == "没有发现问题\n"
    assert fleet("validate", "--lang", "en").out == "no problems found\n"


def test_mistake_is_shown_in_its_line(fleet: Cli) -> None:
    edit(fleet.folder / "stores/shuyu/bj-wangjing.yaml", "    phone:", "    phnoe:")
    lines = fleet("validate", code=1).out.splitlines()
    assert lines[0] == "错误 SC202 不认识的字段"
    number = next(line for line in lines if "-->" in line).split(":")[1]
    shown = next(i for i, line in enumerate(lines) if line.startswith(f"  {number} | "))
    assert lines[shown].index("phnoe") == lines[shown + 1].index("^")
    assert "改法：是不是想写 phone？" in lines[shown + 2]


def test_only_the_named_stores_are_checked(fleet: Cli) -> None:
    edit(fleet.folder / "stores/shuyu/bj-wangjing.yaml", "    phone:", "    phnoe:")
    assert fleet("validate", "sh-jingan", "@yunqi").out == "没有发现问题\n"
    fleet("validate", "bj-wangjing", code=1)


@pytest.mark.parametrize(("name", "near"), [("bj-sanlitum", "bj-sanlitun"), ("@shuyo", "@shuyu")])
def test_unknown_store_is_no_clean_store(name: str, near: str, fleet: Cli) -> None:
    result = fleet("validate", name, code=1)
    assert f"门店 {name} 不存在" in result.out
    assert f"是不是想写 {near}？" in result.out


def test_store_whose_document_is_broken_may_be_named(fleet: Cli) -> None:
    edit(fleet.folder / "stores/shuyu/bj-wangjing.yaml", "    phone:", "    phnoe:")
    result = fleet("validate", "bj-wangjing", code=1)
    assert "SC202" in result.out
    assert "不存在" not in result.out


# -- drift -------------------------------------------------------------------------------------------------------------


def test_drift_shows_what_somebody_changed_and_nothing_else(fleet: Cli) -> None:
    text = fleet("drift").out
    assert "声明 139 元 | 线上 149 元 | 上次 139 元" in text
    assert "hotpot-four" not in text, "a conflict is no drift"
    assert "内部员工餐" not in text, "an unmanaged object is no drift"
    assert "新建" not in text
    assert text.splitlines()[-1].startswith("漂移 4；")


def test_drift_exits_with_2_only_when_asked(fleet: Cli) -> None:
    fleet("drift")
    fleet("drift", "--detailed-exitcode", code=2)
    fleet("drift", "--detailed-exitcode", "--target", "bj-*")


def test_no_drift_is_said(fleet: Cli) -> None:
    assert "没有漂移" in fleet("drift", "--target", "bj-*").out
    assert "No drift" in fleet("drift", "--target", "bj-*", "--lang", "en").out


def test_expired_observations_alone_are_no_drift(fleet: Cli) -> None:
    fleet("drift", "--target", "bj-sanlitun", "--detailed-exitcode", now="2027-03-09T10:00:00+08:00")


def test_drift_against_a_saved_snapshot(fleet: Cli) -> None:
    saved = str(fleet.folder / "s.json")
    fleet("fetch", "-o", saved)
    fleet("sandbox", "tamper", "delete", "bj-sanlitun/product/weekday-lunch")
    assert fleet("drift", "--snapshot", saved).out.splitlines()[-1].startswith("漂移 4；")
    assert fleet("drift").out.splitlines()[-1].startswith("漂移 5；")


# -- status ------------------------------------------------------------------------------------------------------------


def test_status_names_the_first_gap_and_its_owner(fleet: Cli) -> None:
    line = next(line for line in fleet("status").out.splitlines() if line.startswith("sh-jingan "))
    assert "内容挂载：" in line
    assert line.endswith("@shuyu/east-ops")


def test_status_of_one_store_explains_every_light(fleet: Cli) -> None:
    lines = fleet("status", "bj-sanlitun").out.splitlines()
    assert [line.split()[1] for line in lines if line.startswith("    ")] == [
        "门店绑定",
        "内容挂载",
        "核销工具",
        "自动承接",
        "渠道归因",
    ]
    assert any("storeconf plan --target '@shuyu/product/crispy-pork'" in line for line in lines)


def test_status_lists_reviews_with_the_platforms_words(fleet: Cli) -> None:
    text = fleet("status").out
    assert "@shuyu/product/voucher-100" in text
    assert "平台说：商品标题与套餐内容不符，请核实锅底说明" in text


def test_status_of_an_unknown_store(fleet: Cli) -> None:
    assert "是不是想写 sh-jingan？" in fleet("status", "sh-jinan", code=1).err


def test_status_can_be_narrowed(fleet: Cli) -> None:
    stores = fleet("status", "--where", "city=重庆", "--format", "json").json["stores"]
    assert [store["name"] for store in stores] == ["cq-guanyinqiao", "cq-jiefangbei"]


# -- show --------------------------------------------------------------------------------------------------------------


def test_show_lists_accounts_and_stores(fleet: Cli) -> None:
    names = [line.split()[0] for line in fleet("show").out.splitlines()]
    assert names[:3] == ["@shuyu", "@yanli", "@yunqi"]
    assert len(names) == 15


def test_show_names_a_unit_with_a_broken_document(fleet: Cli) -> None:
    edit(fleet.folder / "stores/shuyu/bj-wangjing.yaml", "    phone:", "    phnoe:")
    line = next(line for line in fleet("show").out.splitlines() if line.startswith("bj-wangjing"))
    assert line.endswith("YAML 有误")


def test_origin_names_file_line_and_column(fleet: Cli) -> None:
    lines = fleet("show", "bj-sanlitun", "--origins").out.splitlines()
    values = {line.split("#")[0].strip(): line.split("# ")[1] for line in lines if "# stores/" in line}
    text = (fleet.folder / "stores/shuyu/bj-sanlitun.yaml").read_text(encoding="utf-8").splitlines()
    number = next(i for i, line in enumerate(text, 1) if line.strip().startswith("name: 蜀渝火锅"))
    column = text[number - 1].index("蜀渝火锅") + 1
    assert values["name: 蜀渝火锅(三里屯店)"] == f"stores/shuyu/bj-sanlitun.yaml:{number}:{column}"
    assert values["claimed: true"].startswith("stores/shuyu/_defaults.yaml:")


def test_origin_of_a_row_is_its_cell(fleet: Cli) -> None:
    text = fleet("show", "cd-chunxi", "--origins").out
    table = (fleet.folder / "stores/shuyu/chengyu/fleet.csv").read_text(encoding="utf-8").splitlines()
    row = next(i for i, line in enumerate(table, 1) if "cd-chunxi" in line)
    column = table[0].split(",").index("POI") + 1
    assert f"stores/shuyu/chengyu/fleet.csv:{row}:{column}" in text


def test_show_of_one_object_renders_its_template(fleet: Cli) -> None:
    text = fleet("show", "bj-sanlitun/payment_reply").out
    assert "template: payment_reply.j2" in text
    assert "感谢购买蜀渝火锅(三里屯店)团购券！" in text


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("bj-sanlitum", "是不是想写 bj-sanlitun？"),
        ("@shuyo", "是不是想写"),
        ("bj-sanlitun/prodct", "是不是想写 product？"),
        ("bj-sanlitun/product/nothing", "bj-sanlitun/product/nothing 没有声明"),
        ("@shuyu/product/nothing", "@shuyu/product/nothing 没有声明"),
        ("Not An Address", "不是有效的地址"),
        ("missing.json", "missing.json：没有这个文件或目录"),
    ],
)
def test_show_of_what_is_not_there(what: str, said: str, fleet: Cli) -> None:
    assert said in fleet("show", what, code=1).err


# -- fetch, schema -----------------------------------------------------------------------------------------------------


def test_fetch_prints_or_writes_the_same(fleet: Cli) -> None:
    saved = fleet.folder / "s.json"
    result = fleet("fetch", "-o", str(saved))
    assert result.out == ""
    assert "个对象，1 个不在 YAML 里" in result.err
    assert json.loads(saved.read_text(encoding="utf-8")) == fleet("fetch").json


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "第 1 行起不是 JSON"),
        ("[]", "里面没有 format_version"),
        ('{"format_version": "9.0"}', "文件格式 9.0，这个版本认到 1.0"),
        ('{"format_version": "1.0", "taken_at": "x", "objects": 3}', "objects 不对"),
    ],
)
@pytest.mark.parametrize("command", ["plan", "drift"])
def test_file_that_is_no_snapshot(command: str, content: str, said: str, fleet: Cli) -> None:
    (fleet.folder / "s.json").write_text(content, encoding="utf-8")
    assert said in fleet(command, "--snapshot", str(fleet.folder / "s.json"), code=1).err


def test_schema_lists_and_prints(fleet: Cli) -> None:
    assert fleet("schema").out.split() == list(SCHEMAS)
    assert fleet("schema", "store").json["$id"] == "storeconf/v1/store.json"


def test_codeowners_is_ready_to_be_saved(fleet: Cli) -> None:
    lines = fleet("show", "--codeowners").out.splitlines()
    assert lines[0].startswith("# storeconf show --codeowners")
    assert "/stores/shuyu/sh-jingan.yaml @shuyu/east-ops" in lines
    fleet("show", "bj-sanlitun", "--codeowners", code=64)
