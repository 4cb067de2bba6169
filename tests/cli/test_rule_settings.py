"""What a project says about the review rules: settings that mean nothing, waivers, and where findings stand."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import MakeProject
from support import Cli

PROJECT = "apiVersion: storeconf/v1\nkind: Project\n"
ACCOUNT = """\
apiVersion: storeconf/v1
kind: Account
metadata: {name: a1, title: 甲}
spec: {account_id: "7012345678901239001", role: self, api: none}
"""
STORE = """\
apiVersion: storeconf/v1
kind: Store
metadata: {name: NAME, title: 小面馆(NAME店), account: a1}
spec:
  licences:
    - {type: 营业执照, number: "1", expires: EXPIRES}
    - {type: 食品经营许可证, number: "2", expires: 长期}
  products:
    noodles: {title: 牛肉面单人餐, kind: groupbuy, category: 面馆, usage_notes: 本店不开发票。}
"""
WAIVER = "    - {{rule: {rule}, address: '{address}', reason: 说好了, owner: 王芳, expires: {expires}}}\n"


def store(name: str, expires: str = "长期") -> str:
    """A store whose noodles come without an invoice."""
    return STORE.replace("NAME", name).replace("EXPIRES", expires)


def waiver(rule: str, address: str, expires: str) -> str:
    """The part of a document that waives a rule."""
    return "lifecycle:\n  waivers:\n" + WAIVER.format(rule=rule, address=address, expires=expires)


def shop(make_project: MakeProject, project: str = "", one: str = "", expires: str = "长期") -> Cli:
    """Two stores; more lines for the project file and for the first store."""
    return make_project(
        {
            "storeconf.yaml": PROJECT + project,
            "stores/a1.yaml": ACCOUNT,
            "stores/s1.yaml": store("s1", expires) + one,
            "stores/s2.yaml": store("s2"),
        }
    )


def found(run: Cli, *codes: str) -> list[dict[str, Any]]:
    """The findings with these codes."""
    diagnostics = run("validate", "--format", "json", code=None).json["diagnostics"]
    return [one for one in diagnostics if one["code"] in codes]


@pytest.mark.parametrize(
    ("setting", "code", "named"),
    [
        ("severity: {R99-01: info}", "SC713", "R99-01"),
        ("thresholds: {distance: 3}", "SC714", "distance_error_km"),
        ("thresholds: {warn_ahead_days: soon}", "SC714", "soon"),
        ("thresholds: {distance_error_km: -1}", "SC714", "-1"),
        ("words: {forbidden: [河豚]}", "SC714", "prohibited"),
    ],
)
def test_setting_that_means_nothing_is_told(make_project: MakeProject, setting: str, code: str, named: str) -> None:
    (told,) = found(shop(make_project, f"rules: {{{setting}}}\n"), "SC713", "SC714")
    assert told["code"] == code
    assert named in told["detail"]
    assert (told["file"], told["range"]["start"]["line"]) == ("storeconf.yaml", 3)


def test_own_word_counts_as_prohibited(make_project: MakeProject) -> None:
    run = shop(make_project, "rules: {words: {prohibited: [牛肉面]}}\n")
    assert {one["store"] for one in found(run, "R09-01")} == {"s1", "s2"}


HOUSE = """\
rules:
  house:
    A1-01: {words: [單人餐], unless: [单人餐具], fields: [title], message: 总部规定写“一人餐”, fix: 一人餐, severity: error}
"""


def test_a_rule_of_the_house_is_found_in_its_fields_and_holds_nothing_back(make_project: MakeProject) -> None:
    run = shop(make_project, HOUSE, one=waiver("A1-01", "s1/product/*", "2026-12-31"))
    told = found(run, "A1-01", "SC713")
    assert {one["store"]: (one["severity"], one["detail"], one["fix"]) for one in told} == {
        "s1": ("info", "总部规定写“一人餐”", "一人餐"),
        "s2": ("error", "总部规定写“一人餐”", "一人餐"),
    }
    changes = [one for unit in run("plan", "--format", "json", code=None).json["stores"] for one in unit["changes"]]
    assert not any("A1-01" in one["blocked_by"] for one in changes)


def test_a_rule_of_the_house_spares_longer_words_and_counts_in_lint(make_project: MakeProject) -> None:
    run = shop(make_project, HOUSE)
    for text, codes in (("单 人 餐券", ["A1-01"]), ("单人餐具套装", [])):
        answer = run("--format", "json", "lint", "--field", "title", text, code=None).json
        assert [one["code"] for one in answer["findings"] if one["code"] == "A1-01"] == codes


def test_a_rule_of_the_house_needs_a_name_of_its_own(make_project: MakeProject) -> None:
    (told,) = found(shop(make_project, HOUSE.replace("A1-01", "R01-07")), "SC714")
    assert "R01-07" in told["detail"]


def test_rule_that_is_off_says_nothing(make_project: MakeProject) -> None:
    assert found(shop(make_project, "rules: {severity: {R01-07: off}}\n"), "R01-07") == []


def test_waived_finding_is_shown_with_who_answers_for_it(make_project: MakeProject) -> None:
    run = shop(make_project, one=waiver("R01-07", "s1/product/*", "2026-03-09"))
    severities = {one["store"]: (one["severity"], one["waived_by"]) for one in found(run, "R01-07")}
    assert severities == {"s1": ("info", "王芳"), "s2": ("error", "")}
    assert "由 王芳 豁免" in run("validate", "s1", code=None).out


def test_waiver_holds_through_its_last_day_only(make_project: MakeProject) -> None:
    run = shop(make_project, one=waiver("R01-07", "s1/product/*", "2026-03-08"))
    assert {one["severity"] for one in found(run, "R01-07")} == {"error"}
    assert [one["code"] for one in found(run, "SC711", "SC712")] == ["SC712"]


@pytest.mark.parametrize(
    ("rule", "expires", "code"), [("R01-07", "2026-03-08", "SC712"), ("R99-01", "2026-12-31", "SC713")]
)
def test_waiver_for_all_stores_is_told_of_once(make_project: MakeProject, rule: str, expires: str, code: str) -> None:
    run = shop(make_project, waiver(rule, "*/product", expires))
    assert len(found(run, code)) == 1


def test_waiver_that_covers_nothing_is_told(make_project: MakeProject) -> None:
    run = shop(make_project, one=waiver("R01-08", "s1/product/noodles", "2026-12-31"))
    (told,) = found(run, "SC711")
    assert told["file"] == "stores/s1.yaml"
    line = told["range"]["start"]["line"]
    assert "R01-08" in (run.folder / told["file"]).read_text(encoding="utf-8").splitlines()[line - 1]


def test_waiver_for_nobody_is_told_with_the_nearest_name(make_project: MakeProject) -> None:
    run = shop(make_project, waiver("R01-07", "s3/product/*", "2026-12-31"))
    (told,) = found(run, "SC711")
    assert (told["file"], told["range"]["start"]["line"]) == ("storeconf.yaml", 5)
    assert "s3" in told["detail"] and "s1" in told["fix"]


SEEN = """\
apiVersion: storeconf/v1
kind: Observations
items:
  - address: s1/poi
    attrs: {hours: [{days: [1, 2, 3, 4, 5, 6, 7], open: "10:00", close: "21:00"}]}
    by: 王芳
    at: 2026-03-08T10:00:00+08:00
    source: saw
"""
REPLY = """\
  poi: {id: "6601136930000001", name: 小面馆(s1店), kind: store, address: 朝阳区工体北路8号}
  payment_reply: {text: "到店出示核销二维码，导航点门店卡片，营业时间10:00-22:00。", attachments: [verification_qr, poi_link]}
"""


def test_what_is_live_and_not_declared_is_known_to_the_rules_of_the_chain(make_project: MakeProject) -> None:
    """The hours stand on the platform only; a reply that quotes others is wrong all the same."""
    run = shop(make_project, one=REPLY)
    (run.folder / "observations").mkdir()
    (run.folder / "observations/s1.yaml").write_text(SEEN, encoding="utf-8")
    told = run("plan", "--format", "json", code=None).json["diagnostics"]
    assert [one["address"] for one in told if one["code"] == "OPS-13c"] == ["s1/payment_reply"]


def test_finding_about_a_licence_stands_in_the_stores_document(make_project: MakeProject) -> None:
    run = shop(make_project, expires="2026-03-01")
    (expired,) = found(run, "R01-03")
    assert expired["address"] == "s1/product/noodles"
    assert (expired["file"], expired["range"]["start"]["line"]) == ("stores/s1.yaml", 6)


def test_finding_of_a_video_whose_key_holds_dots_stands_at_that_video(make_project: MakeProject) -> None:
    run = shop(make_project, one="")
    document = run.folder / "stores/s1.yaml"
    text = document.read_text(encoding="utf-8")
    video = '  videos: {v1.2.mp4: {video_id: "7344000000000000001", product: noodles, tracking: nonsense}}\n'
    document.write_text(text + video, encoding="utf-8")
    (wrong,) = found(run, "OPS-21")
    assert (wrong["address"], wrong["path"]) == ("s1/video/v1.2.mp4", "tracking")
