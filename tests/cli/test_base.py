"""`plan --base` and `--declared-only`: only what a change touches, with records or without anything."""

from __future__ import annotations

import json

import pytest

from conftest import MakeProject
from declared import account
from repository import Git, repository
from storeconf.platform.sandbox import app
from support import Cli, edit, write_files

NEW = """
apiVersion: storeconf/v1
kind: Store
metadata: {name: bj-new, title: 新店, labels: {city: 北京}}
spec: {counter: 进门, poi: {id: "6601136930000099", name: 新店, head_image: null}, payment_reply: null}
"""


@pytest.fixture
def change(fleet: Cli) -> Cli:
    """The sample fleet in a repository, with two prices changed and not committed."""
    repository(fleet.folder)
    edit(fleet.folder / "stores/shuyu/bj-sanlitun.yaml", "price: 39.90", "price: 35.90")
    edit(fleet.folder / "stores/shuyu/products/crispy-pork.yaml", "  price: 29.90", "  price: 27.90")
    return fleet


def test_only_what_the_change_touches_is_planned(change: Cli) -> None:
    plan = change("plan", "--base", "main", "--format", "json").json
    assert [unit["name"] for unit in plan["stores"]] == ["@shuyu", "bj-sanlitun"]
    (account, _) = plan["stores"]
    listed = {entry["address"] for name, found in account.items() if isinstance(found, list) for entry in found}
    assert listed == {"@shuyu/product/crispy-pork"}
    assert plan["base"]["ref"] == plan["policy"]["base"] == "main"
    assert plan["base"]["commit"] == Git(change.folder)("rev-parse", "HEAD")
    assert [(one["address"] or one["store"], one["owner"], one["because"]) for one in plan["base"]["touched"]] == [
        ("@shuyu/product/crispy-pork", "@shuyu/goods", ["stores/shuyu/products/crispy-pork.yaml"]),
        ("bj-sanlitun", "@shuyu/north-ops", ["stores/shuyu/bj-sanlitun.yaml"]),
    ]


@pytest.mark.parametrize(
    ("lang", "heading", "line"),
    [
        (
            "zh",
            "改动涉及 2 处，对比 main",
            "  ~ bj-sanlitun  负责人 @shuyu/north-ops  因为 stores/shuyu/bj-sanlitun.yaml",
        ),
        ("en", "Touched: 2, compared with main", "  ~ bj-sanlitun  owner @shuyu/north-ops  because of stores/shuyu/"),
    ],
)
def test_the_text_says_who_answers_and_why(change: Cli, lang: str, heading: str, line: str) -> None:
    text = change("plan", "--base", "main", "--lang", lang).out
    assert heading in text and line in text


def test_base_and_target_both_hold(change: Cli) -> None:
    plan = change("plan", "--base", "main", "--target", "bj-*", "--format", "json").json
    assert [unit["name"] for unit in plan["stores"]] == ["bj-sanlitun"]


def test_a_change_that_touches_nothing_plans_nothing(fleet: Cli) -> None:
    repository(fleet.folder)
    found = fleet("plan", "--base", "main", "--format", "json").json
    assert found["stores"] == [] and found["base"]["touched"] == []
    assert "没有改到任何门店和账号" in fleet("plan", "--base", "main").out


def test_a_saved_plan_of_a_change_is_carried_out(change: Cli) -> None:
    options = ("--base", "main", "--take", "declared", "bj-sanlitun/product/*", "--ack", "price_delta")
    change("plan", *options, "-o", str(change.folder / "p.json"))
    done = change("apply", str(change.folder / "p.json"), "--format", "json").json
    assert {step["address"] for step in done["steps"]} <= {
        "bj-sanlitun/product/weekday-lunch",
        "@shuyu/product/crispy-pork",
    }


@pytest.fixture
def small(make_project: MakeProject) -> Cli:
    """A project of one account, in a repository."""
    cli = make_project({"stores/acme.yaml": account()})
    repository(cli.folder)
    return cli


@pytest.mark.parametrize("ref", ["nope", "-x", "--upload-pack=x", "main^{tree}", "\x1b[31m", "origin/nope"])
def test_a_wrong_base_is_one_clear_error(small: Cli, ref: str) -> None:
    found = small("plan", f"--base={ref}", code=1)
    assert "SC741" in found.err and "Traceback" not in found.err and "\x1b" not in found.err


def test_outside_of_git_the_error_says_so(make_project: MakeProject) -> None:
    cli = make_project({"stores/acme.yaml": account()})
    cli.env["GIT_CEILING_DIRECTORIES"] = str(cli.folder.parent)
    assert "不在 git 仓库里" in cli("plan", "--base", "main", code=1).err


@pytest.mark.parametrize(
    "options",
    [
        ("--declared-only",),
        ("--declared-only", "--base", "main", "--allow", "remove"),
        ("--declared-only", "--base", "main", "--restore", "*"),
        ("--declared-only", "--base", "main", "--snapshot", "storeconf.yaml"),
    ],
)
def test_what_makes_no_sense_together_is_refused(
    small: Cli, options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small.folder)
    small("plan", *options, code=64)


# -- YAML against YAML -------------------------------------------------------------------------------------------------


@pytest.fixture
def alone(change: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The same change where there are no records, and where a read of the platform would fail."""

    def never(*arguments: object) -> None:
        raise AssertionError("the platform was asked")

    monkeypatch.setattr(app.SandboxApp, "__call__", never)
    (change.folder / ".storeconf").rename(change.folder.parent / "elsewhere")
    return change


def test_declared_only_needs_no_platform_and_makes_no_records(alone: Cli) -> None:
    plan = alone("plan", "--declared-only", "--base", "main", "--format", "json").json
    assert plan["policy"]["declared_only"] is True and plan["platform"] == plan["lineage"] == ""
    (lunch,) = [entry for unit in plan["stores"] for entry in unit["changes"] if "lunch" in entry["address"]]
    assert lunch["action"] == "update"
    (price,) = lunch["attributes"]
    assert (price["declared"], price["recorded"], price["live"], price["live_state"]) == (
        "35.90",
        "39.90",
        None,
        "unknown",
    )
    assert plan["steps"] == [] and plan["summary"]["update"] == 2
    assert not (alone.folder / ".storeconf").exists()


def test_declared_only_is_labelled(alone: Cli) -> None:
    text = alone("plan", "--declared-only", "--base", "main").out
    assert "平台：没有读，只比 YAML" in text.splitlines()[0]
    assert "售价 price  39.9 元 → 35.9 元" in text
    english = alone("plan", "--declared-only", "--base", "main", "--lang", "en").out
    assert "platform: not read, YAML against YAML" in english.splitlines()[0]


def test_new_and_removed_documents(alone: Cli) -> None:
    Git(alone.folder)("checkout", "-q", "--", ".")
    (alone.folder / "stores/tanxiang/sz-nanshan.yaml").unlink()
    write_files(alone.folder, {"stores/shuyu/bj-new.yaml": NEW})
    plan = alone("plan", "--declared-only", "--base", "main", "--format", "json").json
    actions = {entry["address"]: entry["action"] for unit in plan["stores"] for entry in unit["changes"]}
    assert actions["bj-new/poi"] == "create"
    assert actions["sz-nanshan/poi"] == "forget"
    assert actions["sz-nanshan/product/skewers-duo"] == "remove"
    assert {unit["name"]: unit["state"] for unit in plan["stores"]}["sz-nanshan"] == "removed"
    text = alone("plan", "--declared-only", "--base", "main").out
    assert text.index("不再声明") < text.index("新声明")


def test_what_reviewers_would_reject_is_told_without_the_platform(alone: Cli) -> None:
    edit(
        alone.folder / "stores/shuyu/bj-sanlitun.yaml", "工作日午市单人小火锅(含锅底)", "全网最低价工作日午市单人小火锅"
    )
    plan = alone("plan", "--declared-only", "--base", "main", "--format", "json").json
    (lunch,) = [entry for unit in plan["stores"] for entry in unit["changes"] if "lunch" in entry["address"]]
    assert lunch["blocked_by"]


def test_a_file_that_is_broken_is_told(alone: Cli) -> None:
    (alone.folder / "stores/shuyu/bj-wangjing.yaml").write_text("a: [")
    found = alone("plan", "--declared-only", "--base", "main", code=1)
    assert "bj-wangjing.yaml:2:1" in found.err and "不再" not in found.out


def test_such_a_plan_is_never_carried_out(alone: Cli) -> None:
    file = alone.folder / "p.json"
    alone("plan", "--declared-only", "--base", "main", "-o", str(file))
    assert json.loads(file.read_text())["policy"]["declared_only"] is True
    assert "SC742" in alone("apply", str(file), code=3).err
