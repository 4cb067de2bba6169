"""`storeconf rules`: every rule listed and explained, and rejections traced back to them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from storeconf.core.text import LANGS
from storeconf.rules.catalogue import BY_ID, RULES
from storeconf.rules.categories import CATEGORIES
from support import Cli

IDS = [rule.id for rule in RULES]


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """No project anywhere near."""
    return Cli(tmp_path)


def test_list_has_every_rule_once_below_its_category(cli: Cli) -> None:
    rows = cli("rules").out.splitlines()
    assert [row.split()[0] for row in rows if row.startswith("  ")] == [r.id for c in CATEGORIES for r in c.rules]
    assert [row.split()[0] for row in rows[:-1] if not row.startswith("  ")] == [c.mark for c in CATEGORIES if c.rules]
    assert str(len(RULES)) in rows[-1]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("rule", IDS)
def test_every_rule_is_explained(rule: str, lang: str, tmp_path: Path) -> None:
    out = Cli(tmp_path, lang=lang)("rules", rule).out
    found = BY_ID[rule]
    assert out.startswith(f"{rule} {found.name}\n")
    for said in (found.title.render("zh" if lang == "zh" else "en"), found.source, found.verified):
        assert said in out
    assert len(out.splitlines()) >= 8


@pytest.mark.parametrize("wanted", ["r01-06", " R01-06", "r1-6", "final-interpretation", "Final-Interpretation"])
def test_id_or_name_in_any_case(cli: Cli, wanted: str) -> None:
    assert cli("rules", wanted).out.startswith("R01-06 ")


@pytest.mark.parametrize(
    ("wanted", "near"), [("R01-66", "R01-06"), ("r010-6", "R10-06"), ("final-interpretaton", "final-")]
)
def test_unknown_rule_has_a_proposal(cli: Cli, wanted: str, near: str) -> None:
    result = cli("rules", wanted, code=1)
    assert result.out == ""
    assert near in result.err


def test_json_of_the_list_and_of_one(cli: Cli) -> None:
    every, one = cli("rules", "--format", "json").json, cli("rules", "R01-06", "--format", "json").json
    assert [rule["id"] for rule in every["rules"]] == IDS
    (rule,) = one["rules"]
    assert rule in every["rules"]
    assert rule["category"] == {"key": "01-law", "mark": "①", "title": rule["category"]["title"], "source": "S004"}
    assert {"id", "name", "title", "severity", "default_severity", "needs", "fields", "source", "verified"} <= set(rule)
    assert {"remedy", "bad", "good", "note", "thresholds"} <= set(rule)


def test_what_the_project_chose_is_in_force(cli: Cli) -> None:
    (cli.folder / "storeconf.yaml").write_text(
        "apiVersion: storeconf/v1\nkind: Project\nlanguage: zh\n"
        "rules: {severity: {R08-01: warning, R01-06: off}, thresholds: {distance_error_km: 5}}\n",
        encoding="utf-8",
    )
    out = cli("rules", "R08-01").out
    assert "警告（项目改的，原来是 错误）" in out
    assert "distance_error_km = 5" in out
    assert "distance_warning_km = 0.5" in out
    (rule,) = cli("rules", "R01-06", "--format", "json").json["rules"]
    assert (rule["severity"], rule["default_severity"]) == ("off", "error")


def test_rejection_leads_to_rule_and_fix(cli: Cli) -> None:
    reason = "您的商品审核未通过，原因：标题价格与实际售价不一致，请修改后重新提交"
    out = cli("rules", "--match", reason).out
    assert out.startswith("R04-01 ")
    assert "改法：" in out
    data = cli("rules", "--match", reason, "--format", "json").json
    assert data["reason"] == reason
    assert data["matches"][0]["code"] == "R04-01"
    assert {"code", "name", "score", "title", "fix", "because"} == set(data["matches"][0])


def test_reason_that_resembles_nothing(cli: Cli) -> None:
    assert cli("rules", "--match", "今天天气很好").out == "没有哪条规则像这个原因\n"
    assert cli("rules", "--match", "", "--format", "json").json["matches"] == []


def test_id_and_reason_together_are_wrong_usage(cli: Cli) -> None:
    cli("rules", "R01-06", "--match", "x", code=64)


def test_hostile_reason_is_shown_harmlessly(cli: Cli) -> None:
    out = cli("rules", "--match", "\x1b[2J\ud800解释权" + "好" * 100_000).out
    assert "\x1b" not in out
    assert out.startswith("R01-06 ")
    json.loads(cli("rules", "--match", "\ud800", "--format", "json").out)


def test_colour_where_it_is_asked_for(cli: Cli) -> None:
    assert "\x1b[" in cli("rules", "--color", "always").out
    assert "\x1b[" not in cli("rules").out
