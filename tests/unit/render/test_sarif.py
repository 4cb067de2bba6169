"""SARIF 2.1.0: as the standard wants it, at the right places, and inside the limits of code scanning."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosed import diagnosed, place
from storeconf.core.text import LANGS, Lang
from storeconf.plan.entities import PlanDiagnostic
from storeconf.render import sarif
from support import ROOT

SCHEMA = json.loads((ROOT / "tests/data/sarif/log.schema.json").read_text(encoding="utf-8"))
SKIPPED = ({"code": "R08-01", "address": "bj/product/solo", "reason": "没有坐标"},) * 3


def run(*items: PlanDiagnostic, lang: Lang = "zh", prefix: str = "", skipped: Any = ()) -> dict[str, Any]:
    """The one run of a log that the schema accepts and whose indexes lead to the right rules."""
    log = json.loads(sarif.text(items, skipped, lang, "storeconf.yaml", prefix))
    jsonschema.Draft202012Validator(SCHEMA).validate(log)
    (found,) = log["runs"]
    rules = found["tool"]["driver"]["rules"]
    for result in found["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    for note in found["invocations"][0]["toolExecutionNotifications"]:
        if "associatedRule" in note:
            assert rules[note["associatedRule"]["index"]]["id"] == note["associatedRule"]["id"]
    return dict(found)


def test_schema_is_one_and_refuses_what_is_wrong() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    log = json.loads(sarif.text([diagnosed()], (), "zh", "storeconf.yaml"))
    check = jsonschema.Draft202012Validator(SCHEMA)
    assert check.is_valid(log)
    changes: list[dict[str, Any]] = [{"version": "2.0.0"}, {"runs": [{}]}, {"runs": None}, {"extra": 1}]
    for wrong in changes:
        assert not check.is_valid({**log, **wrong})
    log["runs"][0]["results"][0]["level"] = "info"
    assert not check.is_valid(log)


@pytest.mark.parametrize("lang", LANGS)
def test_one_finding(lang: Lang) -> None:
    found = run(diagnosed(), lang=lang)
    (result,) = found["results"]
    assert (result["ruleId"], result["level"]) == ("R01-06", "error")
    assert result["message"]["text"].startswith("“解释权归本店所有”会被拒绝\n")
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "stores/bj.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "endLine": 3, "startColumn": 5, "endColumn": 12},
    }
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "bj/product/solo#usage_notes"
    assert found["columnKind"] == "unicodeCodePoints", "our columns count characters"


def test_rule_brings_its_help() -> None:
    (rule,) = run(diagnosed())["tool"]["driver"]["rules"]
    assert rule["name"] == "final-interpretation"
    assert "改法：" in rule["help"]["text"]
    assert rule["properties"]["source"].startswith("S004")


def test_codes_of_ours_are_described_too() -> None:
    item = diagnosed("SC105", severity="error", name="yaml-syntax", summary="YAML 写法有误")
    (rule,) = run(item)["tool"]["driver"]["rules"]
    assert rule == {
        "id": "SC105",
        "name": "yaml-syntax",
        "shortDescription": {"text": "YAML 写法有误"},
        "defaultConfiguration": {"level": "error"},
    }


def test_names_of_files_are_written_as_uris() -> None:
    found = run(diagnosed(file="stores/三里屯 店#1.yaml"), prefix="我的店/")
    uri = found["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "%E6%88%91%E7%9A%84%E5%BA%97/stores/%E4%B8%89%E9%87%8C%E5%B1%AF%20%E5%BA%97%231.yaml"


def test_what_has_no_place_is_reported_at_the_project_file() -> None:
    found = run(diagnosed("SC712", file="", range=None, address="", store="", path=""), prefix="shops/")
    (location,) = found["results"][0]["locations"]
    assert location == {
        "physicalLocation": {"artifactLocation": {"uri": "shops/storeconf.yaml", "uriBaseId": "%SRCROOT%"}}
    }


def test_cells_of_a_table_are_no_columns() -> None:
    found = run(diagnosed(file="stores/rows.csv", range=place(7, 2)))
    assert found["results"][0]["locations"][0]["physicalLocation"]["region"] == {"startLine": 7, "endLine": 7}


def test_waived_finding_is_suppressed() -> None:
    (result,) = run(diagnosed(severity="info", waived_by="王经理"))["results"]
    assert result["level"] == "note"
    assert result["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "由 王经理 豁免"}]


def test_second_place_is_related() -> None:
    related = ({"message": "先写在这里", "file": "stores/a.yaml", "range": place(1, 1)}, {"message": "x", "file": ""})
    (result,) = run(diagnosed("SC301", related=related))["results"]
    assert [one["message"]["text"] for one in result["relatedLocations"]] == ["先写在这里"]


def test_finding_is_recognised_when_its_line_moves() -> None:
    before, moved = run(diagnosed())["results"], run(diagnosed(range=place(9, 5)))["results"]
    assert before[0]["partialFingerprints"] == moved[0]["partialFingerprints"]
    two = run(diagnosed(), diagnosed(), diagnosed(path="title"))["results"]
    assert len({json.dumps(one["partialFingerprints"]) for one in two}) == 3


def test_rules_that_did_not_judge_are_told() -> None:
    found = run(skipped=SKIPPED)
    assert found["results"] == []
    (note,) = found["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "R08-01 有 3 处没有判断：没有坐标"


def test_more_than_code_scanning_takes_is_left_out_from_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MAX_RESULTS", 2)
    found = run(diagnosed(severity="info"), diagnosed(severity="warning"), diagnosed(), diagnosed())
    assert [one["level"] for one in found["results"]] == ["error", "error"]
    (note,) = found["invocations"][0]["toolExecutionNotifications"]
    assert "2" in note["message"]["text"]


@given(said=st.text(alphabet=st.characters(codec=None), min_size=1, max_size=30))
def test_any_text_can_be_written(said: str) -> None:
    run(diagnosed(detail=said, address=said, path=said, file=f"stores/{said}", fix=said))
