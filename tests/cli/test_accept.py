"""`storeconf accept`: live values into the YAML, with one line of difference, or the edit for a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from repository import Git, repository
from storeconf.project import accepting
from support import Cli, edit

BEER = "sz-nanshan/product/late-night-beer"
STORE = "stores/tanxiang/sz-nanshan.yaml"


def texts(folder: Path) -> dict[str, str]:
    """Every file of the project that git would keep."""
    found = (one for part in ("stores", "templates") for one in (folder / part).rglob("*") if one.is_file())
    return {str(one.relative_to(folder)): one.read_bytes().decode() for one in found}


def difference(before: dict[str, str], after: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    """The lines that differ, by file; files may not grow or shrink."""
    found = {}
    for name, text in before.items():
        old, new = text.split("\n"), after[name].split("\n")
        assert len(old) == len(new), name
        if changed := [(a.strip(), b.strip()) for a, b in zip(old, new, strict=True) if a != b]:
            found[name] = changed
    return found


def counts(cli: Cli, address: str) -> dict[str, int]:
    """What the plan of one object counts, zeros left out."""
    plan = cli("plan", "--format", "json", "--target", address, code=None).json
    return {name: count for name, count in plan["summary"].items() if count}


@pytest.mark.parametrize(
    ("address", "file", "line", "then"),
    [
        (BEER, STORE, ("price: 139.00", "price: 149.00"), {"record": 1}),
        (f"{BEER}#price", STORE, ("price: 139.00", "price: 149.00"), {"record": 1}),
        (
            "@shuyu/product/hotpot-four",
            "stores/shuyu/products/hotpot-four.yaml",
            ("price: 238.00", "price: 248.00"),
            {"record": 1},
        ),
        (
            "hz-yunqi-hotel/product/stay-and-valley",
            "stores/yunqi/hz-yunqi-hotel.yaml",
            ("price: 568.00", "price: 588.00"),
            {"adopt": 1, "ignored": 1},
        ),
    ],
)
def test_one_line_changes_and_the_plan_has_nothing_left(
    fleet: Cli, address: str, file: str, line: tuple[str, str], then: dict[str, int]
) -> None:
    before = texts(fleet.folder)
    fleet("accept", address)
    assert difference(before, texts(fleet.folder)) == {file: [line]}
    assert counts(fleet, address) == then


def test_the_text_shows_the_difference(fleet: Cli) -> None:
    chinese = fleet("accept", BEER, "--dry-run").out
    assert chinese.startswith(
        "会写进 YAML 的（1），现在什么都没写\n  sz-nanshan/product/late-night-beer#price  139 元 → 149 元\n"
    )
    english = fleet("accept", BEER, "--lang", "en").out
    assert english.startswith("Written into the YAML (1)\n")
    for text in (chinese, english):
        assert f"--- a/{STORE}" in text and "-      price: 139.00" in text and "+      price: 149.00" in text


def test_a_dry_run_writes_nothing(fleet: Cli) -> None:
    before = texts(fleet.folder)
    found = fleet("accept", "*", "@*", "--dry-run", "--format", "json").json
    assert texts(fleet.folder) == before
    assert found["dry_run"] and len(found["written"]) == 3 and found["diff"].count("\n+  ") == 3


def test_a_pattern_takes_all_that_can_be_taken_and_names_the_rest(fleet: Cli) -> None:
    found = fleet("accept", "*", "@*", "--format", "json").json
    assert {one["address"] for one in found["written"]} == {
        BEER,
        "@shuyu/product/hotpot-four",
        "hz-yunqi-hotel/product/stay-and-valley",
    }
    by_hand = {one["address"]: one for one in found["by_hand"]}
    call = by_hand["cq-jiefangbei/voice_call"]
    assert (call["path"], call["declared"], call["live"]) == ("enabled", True, False)
    assert (call["file"], call["line"]) == ("stores/_defaults.yaml", 10)
    assert "bj-sanlitun" in call["also"] and "cq-jiefangbei" not in call["also"]
    bus = by_hand["hz-yunqi-valley/product/sightseeing-bus"]
    assert bus["path"] == "" and bus["file"] == "stores/yunqi/hz-yunqi-valley.yaml"
    assert set(by_hand) == {
        "cq-jiefangbei/voice_call",
        "hz-yunqi-valley/product/sightseeing-bus",
        "@shuyu/product/fish-hotpot",
    }


# -- what was seen -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["149", "149.0", "149.00", "149 元", "149 yuan"])
def test_the_value_that_was_seen(fleet: Cli, value: str) -> None:
    fleet("accept", f"{BEER}#price", "--saw", value)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((f"{BEER}#price", "--saw", "150"), "线上现在是 149.00，不是看到的 150"),
        (("*", "@*", "--saw", "149"), "--saw 只对一个值"),
        (("gz-tianhe",), "没有漂移，也没有冲突"),
        ((f"{BEER}#title",), "没有漂移，也没有冲突"),
        ((BEER, "gz-tianhe/poi"), "没有漂移，也没有冲突"),
        (("gz-*",), "没有漂移，也没有冲突"),
        (("sz-nanshan/payment_reply",), "还不知道"),
    ],
)
def test_nothing_to_take_is_refused_and_nothing_written(fleet: Cli, arguments: tuple[str, ...], said: str) -> None:
    before = texts(fleet.folder)
    assert said in fleet("accept", *arguments, code=3).err
    assert texts(fleet.folder) == before


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("sz-nanshan/product/late-night-bear",),
        ("no-such-store",),
        ("BAD ADDRESS",),
        (BEER, "--dry-run", "--branch", "x"),
        (BEER, "--ignore-until", "2026-04-01"),
        (BEER, "--reason", "x"),
        (BEER, "--ignore-until", "soon", "--reason", "x"),
        (BEER, "--ignore-until", "2026-03-08", "--reason", "x"),
    ],
)
def test_wrong_usage(fleet: Cli, arguments: tuple[str, ...]) -> None:
    fleet("accept", *arguments, code=64)


# -- accepted for a while ----------------------------------------------------------------------------------------------


def test_drift_is_accepted_until_a_day(fleet: Cli) -> None:
    said = fleet("accept", BEER, "--ignore-until", "2026-04-01", "--reason", "夜宵: 试价 #1").out
    assert "到 2026-04-01 为止不再提醒，声明的值不变（1）" in said
    assert f"{BEER}#price  声明 139 元 | 线上 149 元" in said
    assert (
        (fleet.folder / STORE)
        .read_text("utf-8")
        .endswith(
            f"lifecycle: {{ignore: [{{address: {BEER}#price, value: 149.00, expires: 2026-04-01,"
            ' reason: "夜宵: 试价 #1"}]}\n'
        )
    )
    assert counts(fleet, BEER) == {"ignored": 1}
    later = fleet("plan", "--format", "json", "--target", BEER, now="2026-04-02T00:00:00+08:00").json
    assert later["summary"]["drift"] == 1


def test_a_second_one_is_put_behind_the_first(fleet: Cli) -> None:
    edit(
        fleet.folder / STORE,
        "      free_pack: true\n",
        "      free_pack: true\nlifecycle:\n  ignore:\n    # 库存\n"
        "    - {address: 'sz-nanshan/product/*#stock', reason: 收银}  # 每天\n",
    )
    fleet("accept", BEER, "--ignore-until", "2026-04-01", "--reason", "试价")
    text = (fleet.folder / STORE).read_text("utf-8")
    assert "收银}  # 每天\n    - {address: " in text and "# 库存" in text
    assert counts(fleet, BEER)["ignored"] >= 1


def test_a_store_of_a_table_has_no_place_for_it(fleet: Cli) -> None:
    found = fleet(
        "accept", "cq-jiefangbei/voice_call", "--ignore-until", "2026-04-01", "--reason", "试", "--format", "json"
    ).json
    assert found["written"] == [] and "StoreSet" in found["by_hand"][0]["reason"]


# -- a branch ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def git(fleet: Cli) -> Git:
    """The fleet in a repository with an author."""
    found = repository(fleet.folder, {".gitignore": ".storeconf/\n"})
    found("config", "user.name", "测试")
    found("config", "user.email", "t@example")
    return found


def test_the_patch_is_a_commit_on_a_new_branch(fleet: Cli, git: Git) -> None:
    before = texts(fleet.folder)
    found = fleet("accept", BEER, "--branch", "drift/sz", "--format", "json").json
    assert texts(fleet.folder) == before and git("status", "--porcelain") == ""
    assert git("rev-parse", "--abbrev-ref", "HEAD") == "main"
    assert git("rev-parse", "drift/sz") == found["commit"]
    assert git("rev-parse", "drift/sz^") == git("rev-parse", "main")
    assert git("diff", "--numstat", "main", "drift/sz") == f"1\t1\t{STORE}"
    assert BEER in git("log", "-1", "--format=%B", "drift/sz")


@pytest.mark.parametrize(("name", "code"), [("main", 3), ("a b", 1), ("-x", 1), ("x..y", 1), ("refs/heads/\x1b", 1)])
def test_names_that_can_not_be_a_new_branch(fleet: Cli, git: Git, name: str, code: int) -> None:
    branches = git("branch", "--list")
    found = fleet("accept", BEER, f"--branch={name}", code=code)
    assert "SC745" in found.err and "\x1b" not in found.err
    assert git("branch", "--list") == branches


def test_a_file_with_uncommitted_changes_is_no_ground_for_a_branch(fleet: Cli, git: Git) -> None:
    edit(fleet.folder / STORE, "stock: 120", "stock: 121")
    assert STORE in fleet("accept", BEER, "--branch", "x", code=3).err
    assert git("branch", "--list", "x") == ""


def test_a_branch_needs_a_repository(fleet: Cli) -> None:
    fleet.env["GIT_CEILING_DIRECTORIES"] = str(fleet.folder.parent)
    assert "SC740" in fleet("accept", BEER, "--branch", "x", code=1).err


# -- files that can't be written ---------------------------------------------------------------------------------------


def test_a_file_that_changes_meanwhile_stays(fleet: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    real = accepting.write

    def late(*arguments: Any) -> None:
        edit(fleet.folder / STORE, "stock: 120", "stock: 7")
        real(*arguments)

    monkeypatch.setattr(accepting, "write", late)
    assert "SC744" in fleet("accept", BEER, code=3).err
    assert "price: 139.00" in (fleet.folder / STORE).read_text("utf-8")


@pytest.mark.parametrize("mark", ["\ufeff", "&a "], ids=["byte order mark", "anchor"])
def test_file_that_cannot_be_read_is_not_said_to_agree(mark: str, fleet: Cli) -> None:
    text = (fleet.folder / STORE).read_text(encoding="utf-8")
    broken = f"{mark}{text}" if mark == "\ufeff" else text.replace("price: 139.00", f"price: {mark}139.00")
    (fleet.folder / STORE).write_text(broken, encoding="utf-8")
    assert "sz-nanshan 的 YAML 有错" in fleet("accept", BEER, code=3).err
    assert (fleet.folder / STORE).read_text(encoding="utf-8") == broken
