"""The project that is wrong on purpose: what is found there, where, and what a plan holds back for it."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from storeconf.rules.catalogue import BY_ID
from support import ROOT, Cli

EXAMPLE = ROOT / "examples" / "rejected"
CODE = re.compile(r"\b(?:R\d\d-\d\d|OPS-\d\d[a-z]?)\b")
QUOTED = re.compile("“([^”]+)”")
NEEDS_MORE = ("R01-05", "R04-03", "R08-01", "R08-02", "R10-07", "OPS-22")
"""Rules that judge what no YAML holds; the example's README names them."""

ERRORS = {
    "@laozaotai/verification_tool": ["OPS-12"],
    "cd-laozaotai/payment_reply": ["R11-01"],
    "cd-laozaotai/pinned_video": ["OPS-16"],
    "cd-laozaotai/poi": ["OPS-02"],
    "cd-laozaotai/product/double": [
        "R01-06", "R01-08", "R01-09", "R03-03", "R04-01", "R04-04", "R06-02", "R07-02", "R10-08", "R12-01",
    ],
    "cd-laozaotai/video/0306-double": ["OPS-07", "R04-05", "R11-04"],
    "cd-laozaotai/voice_call": ["R04-05"],
    "hz-huamian/product/facial": [
        "R01-07", "R03-04", "R07-03", "R07-03", "R10-03", "R10-05", "R12-02", "R13-01",
    ],
    "hz-huamian/product/party": ["R02-02", "R03-01", "R05-02"],
    "hz-hubin-mall/product/manicure": ["R01-03", "R08-04"],
    "hz-zhuhai-scenic/product/bus": ["R09-02", "R09-02", "R10-07"],
    "hz-zhuhai-scenic/product/stay-and-ticket": ["R08-05", "R13-02"],
    "hz-zhuhai-scenic/product/tour": ["R05-03", "R06-01", "R08-06", "R11-02"],
}  # fmt: skip
WARNINGS = {
    "@laozaotai/verification_tool": ["OPS-11"],
    "cd-laozaotai/booking": ["OPS-19", "OPS-19"],
    "cd-laozaotai/live/2026-03-10": ["OPS-09"],
    "cd-laozaotai/payment_reply": ["OPS-13a", "OPS-13b", "OPS-13c"],
    "cd-laozaotai/pinned_video": ["OPS-17", "OPS-18"],
    "cd-laozaotai/product/double": ["R01-04"],
    "cd-laozaotai/video/0306-double": ["OPS-10", "OPS-21", "OPS-25"],
    "cd-laozaotai/voice_call": ["OPS-14"],
    "hz-huamian/product/facial": ["R01-14", "R02-03", "R04-06"],
    "hz-huamian/product/party": ["R04-07"],
    "hz-hubin-mall/product/manicure": ["R01-05"],
    "hz-zhuhai-scenic/product/stay-and-ticket": ["R01-02", "R01-02"],
}


@pytest.fixture
def example(tmp_path: Path) -> Cli:
    """A copy, so that a plan's records don't land in the repository."""
    return Cli(Path(shutil.copytree(EXAMPLE, tmp_path / "rejected", ignore=shutil.ignore_patterns(".storeconf"))))


@pytest.fixture
def found(example: Cli) -> list[dict[str, Any]]:
    """The findings of the example."""
    diagnostics: list[dict[str, Any]] = example("validate", "--format", "json", code=1).json["diagnostics"]
    return diagnostics


def by_address(found: list[dict[str, Any]], severity: str) -> dict[str, list[str]]:
    """Sorted rule ids of one severity at each address."""
    listed: dict[str, list[str]] = {}
    for one in found:
        if one["severity"] == severity:
            listed.setdefault(one["address"], []).append(one["code"])
    return {address: sorted(codes) for address, codes in sorted(listed.items())}


def words_at(one: dict[str, Any]) -> str:
    """What stands in the file where a finding points, up to the end of its first line."""
    start, end = one["range"]["start"], one["range"]["end"]
    line: str = (EXAMPLE / one["file"]).read_text(encoding="utf-8").splitlines()[start["line"] - 1]
    return line[start["column"] - 1 : end["column"] - 1 if end["line"] == start["line"] else None]


def line_at(one: dict[str, Any]) -> str:
    """The whole line up to where a finding points, with the line before it: the key of a block stands there."""
    start = one["range"]["start"]
    lines = (EXAMPLE / one["file"]).read_text(encoding="utf-8").splitlines()
    return "\n".join([*lines[max(0, start["line"] - 4) : start["line"] - 1], lines[start["line"] - 1]])


def test_exactly_what_is_wrong_is_found(found: list[dict[str, Any]]) -> None:
    assert by_address(found, "error") == ERRORS
    assert by_address(found, "warning") == WARNINGS
    assert {one["severity"] for one in found} == {"error", "warning"}


def test_nothing_but_review_rules_complains(found: list[dict[str, Any]]) -> None:
    assert [one["code"] for one in found if one["code"] not in BY_ID] == []


def test_every_category_of_the_platform_is_there(found: list[dict[str, Any]]) -> None:
    assert {one["code"][:3] for one in found} == {*(f"R{number:02}" for number in range(1, 14)), "OPS"}


def test_every_finding_points_at_its_own_words(found: list[dict[str, Any]]) -> None:
    for one in found:
        words, quoted = words_at(one), QUOTED.findall(one["detail"])
        key = [part for part in one["path"].split(".") if not part.isdigit()][-1]
        assert words, one
        assert any(said in words or words in said for said in quoted) or f"{key}:" in line_at(one), (words, one)


def test_finding_about_a_licence_points_into_the_store(found: list[dict[str, Any]]) -> None:
    expired = next(one for one in found if one["code"] == "R01-03")
    assert (expired["address"], words_at(expired)) == ("hz-hubin-mall/product/manicure", "2026-02-28")


def test_old_price_in_a_template_is_found_in_the_template(found: list[dict[str, Any]]) -> None:
    call = next(one for one in found if one["address"] == "cd-laozaotai/voice_call" and one["code"] == "R04-05")
    assert (call["file"], words_at(call)) == ("templates/voice_call.j2", "99元")


def test_comments_name_what_is_found(found: list[dict[str, Any]]) -> None:
    in_stores = {(one["file"], one["code"]) for one in found if one["file"].startswith("stores/")}
    # A comment can't stand in a template; the store names what is wrong there.
    in_stores |= {("stores/laozaotai.yaml", one["code"]) for one in found if one["file"].startswith("templates/")}
    commented = {
        (file.relative_to(EXAMPLE).as_posix(), code)
        for file in EXAMPLE.glob("stores/*.yaml")
        for code in CODE.findall(file.read_text(encoding="utf-8"))
    }
    assert commented == in_stores


def test_text_shows_each_category(example: Cli) -> None:
    shown = example("validate", code=1).out
    assert all(re.search(rf" R{number:02}-\d\d ", shown) for number in range(1, 14))


def test_plan_blocks_what_has_errors_and_nothing_else(example: Cli) -> None:
    plan = example("plan", "--format", "json").json
    changes = [change for store in plan["stores"] for change in store["changes"]]
    waiting = {one["address"] for store in plan["stores"] for one in store["waiting"]}
    blocked = {one["address"]: sorted(one["blocked_by"]) for one in changes if one["blocked_by"]}
    # A video waits for its product before anything else; so does the livestream, which is fine.
    held = {address: sorted({code for code in codes if BY_ID[code].blocks}) for address, codes in ERRORS.items()}
    assert blocked == {address: codes for address, codes in held.items() if codes and address not in waiting}
    assert waiting == {"cd-laozaotai/video/0306-double", "cd-laozaotai/live/2026-03-10"}
    free = Counter(one["action"] for one in changes if one["address"] == "cd-laozaotai/product/lunch")
    assert free == {"create": 1}


def test_apply_submits_only_what_is_right(example: Cli) -> None:
    example("apply", "--yes", code=None)
    submitted = example("sandbox", "review", "--list").out
    assert "工作日单人小火锅" in submitted
    assert len(submitted.splitlines()) == 1


@pytest.mark.parametrize("language", ["README.md", "README.zh-CN.md"])
def test_readme_says_what_cannot_show(example: Cli, language: str) -> None:
    skipped = {one["code"] for one in example("validate", "--format", "json", code=1).json["skipped"]}
    assert set(NEEDS_MORE) <= skipped
    text = (EXAMPLE / language).read_text(encoding="utf-8")
    named = set(CODE.findall(text))
    assert set(NEEDS_MORE) <= named
    assert named <= skipped
