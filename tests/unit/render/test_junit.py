"""JUnit XML: counts that add up, errors alone are failures, and any text can be written."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from diagnosed import diagnosed
from storeconf.plan.entities import PlanDiagnostic
from storeconf.render.junit import text

CASE_PARTS = {"failure", "skipped", "system-out"}


def document(*items: PlanDiagnostic, units: tuple[str, ...] = ("bj",)) -> ET.Element:
    """The parsed document; its structure and its counts are checked."""
    top = ET.fromstring(text(items, units, "zh", "shops/"))
    assert top.tag == "testsuites"
    for suite in top:
        assert suite.tag == "testsuite"
        assert set(suite.attrib) == {"name", "tests", "failures", "errors", "skipped"}
        assert len({case.get("name") for case in suite}) == len(suite)
        for case in suite:
            assert case.tag == "testcase"
            assert case.get("classname") == suite.get("name")
            assert {part.tag for part in case} <= CASE_PARTS
    for element in (top, *top):
        assert int(element.get("tests", "")) == len(list(element.iter("testcase")))
        assert int(element.get("failures", "")) == len(list(element.iter("failure")))
        assert int(element.get("skipped", "")) == len(list(element.iter("skipped")))
    return top


def test_error_is_a_failure_with_its_place_and_fix() -> None:
    (suite,) = document(diagnosed())
    (case,) = suite
    assert case.attrib == {
        "classname": "bj",
        "name": "R01-06 bj/product/solo#usage_notes",
        "file": "shops/stores/bj.yaml",
        "line": "3",
    }
    failure = case.find("failure")
    assert failure is not None
    assert failure.attrib == {"type": "R01-06", "message": "不能写解释权归谁所有"}
    assert failure.text == "“解释权归本店所有”会被拒绝\nstores/bj.yaml:3:5\n改法：删去这一句"


def test_warnings_and_waived_findings_are_no_failures() -> None:
    top = document(diagnosed(severity="warning"), diagnosed(severity="info", waived_by="王经理", path="title"))
    assert top.get("failures") == "0"
    assert top.get("skipped") == "1"
    assert [out.text.splitlines()[0] for out in top.iter("system-out") if out.text] == [
        "警告 不能写解释权归谁所有",
        "提示 不能写解释权归谁所有",
    ]


def test_clean_unit_passes() -> None:
    good, bad = document(diagnosed(), units=("aa", "bj"))
    assert [case.get("name") for case in good] == ["没有发现问题"]
    assert bad.get("failures") == "1"


def test_equal_findings_have_names_of_their_own() -> None:
    (suite,) = document(diagnosed(), diagnosed())
    assert [case.get("name", "")[-4:] for case in suite] == ["otes", " (2)"]


def test_what_belongs_to_no_unit_has_a_suite() -> None:
    top = document(diagnosed("SC105", store="", address="", path="", file="", range=None, fix=""), units=())
    assert [suite.get("name") for suite in top] == ["project"]
    assert next(top.iter("testcase")).get("name") == "SC105"


@given(said=st.text(alphabet=st.characters(codec=None), max_size=40))
def test_any_text_can_be_written(said: str) -> None:
    written = text([diagnosed(detail=said, summary=said, address=said, file=said)], ["bj"], "en")
    ET.fromstring(written.encode("utf-8"))
