"""GitHub's workflow commands: escaped, ranked, and inside what GitHub shows."""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from diagnosed import diagnosed, place
from storeconf.render.annotations import LIMIT, text

COMMAND = re.compile(r"::(error|warning|notice) ((?:[A-Za-z]+=[^,:\r\n]*,?)+)::([^\r\n]*)")


def levels(shown: str) -> Counter[str]:
    """How many annotations of each level."""
    return Counter(found[1] for row in shown.splitlines() if (found := COMMAND.fullmatch(row)))


def unescaped(said: str) -> str:
    """What GitHub makes of it."""
    for code, character in (("%0A", "\n"), ("%0D", "\r"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        said = said.replace(code, character)
    return said


def test_one_finding_at_its_line() -> None:
    assert text([diagnosed()], "zh") == (
        "::error file=stores/bj.yaml,line=3,col=5,endColumn=12,title=R01-06 不能写解释权归谁所有"
        "::“解释权归本店所有”会被拒绝%0A改法：删去这一句\n"
        "1 个错误，0 个警告"
    )


def test_project_in_a_folder_of_its_repository() -> None:
    assert "file=shops/stores/bj.yaml," in text([diagnosed()], "zh", "shops/")


def test_columns_only_within_one_line_and_never_in_a_table() -> None:
    assert "line=3,endLine=4,title=" in text([diagnosed(range=place(3, 5, 4, 2))], "zh")
    assert "line=3,title=" in text([diagnosed(file="stores/rows.csv")], "zh")
    assert text([diagnosed(file="", range=None)], "zh").startswith("::error title=")


def test_what_could_end_a_command_is_escaped() -> None:
    item = diagnosed(file="a,b:c%.yaml", detail="50%\r\n::error::x", summary="a,b: c", fix="")
    row = text([item], "zh").splitlines()[0]
    assert "file=a%2Cb%3Ac%25.yaml," in row
    assert "title=R01-06 a%2Cb%3A c::" in row
    assert row.endswith("::50%25%0D%0A::error::x")


@given(said=st.text(max_size=60), file=st.text(min_size=1, max_size=20))
def test_any_text_stays_in_its_place(said: str, file: str) -> None:
    rows = text([diagnosed(detail=said, summary="s", file=file, fix="")], "en").split("\n")
    assert len(rows) == 2
    found = re.fullmatch(r"::error file=([^,:]*),.*?::(.*)", rows[0], re.DOTALL)
    assert found is not None
    assert (unescaped(found[1]), unescaped(found[2])) == (file, said)


def test_gravest_come_first_and_the_rest_is_counted() -> None:
    items = [diagnosed(severity=severity) for severity in ("info", "warning", "error") for _ in range(LIMIT + 3)]
    shown = text(items, "zh")
    assert levels(shown) == {"error": LIMIT, "warning": LIMIT, "notice": LIMIT}
    order = [row.split(" ")[0] for row in shown.splitlines() if row.startswith("::")]
    assert order == sorted(order, key=["::error", "::warning", "::notice"].index)
    *_, last, counts = shown.splitlines()
    assert last == "::notice title=storeconf::还有 3 个错误、3 个警告、4 条提示没有显示；全部见 storeconf validate"
    assert counts == "13 个错误，13 个警告"


def test_full_house_hides_nothing() -> None:
    items = [diagnosed(severity=severity) for severity in ("info", "warning", "error") for _ in range(LIMIT)]
    shown = text(items, "zh")
    assert levels(shown) == {"error": LIMIT, "warning": LIMIT, "notice": LIMIT}
    assert "没有显示" not in shown


def test_too_many_of_one_level_take_a_notice() -> None:
    items = [diagnosed() for _ in range(40)] + [diagnosed(severity="info") for _ in range(LIMIT)]
    assert levels(text(items, "zh")) == {"error": LIMIT, "notice": LIMIT}


def test_waived_findings_are_not_shown() -> None:
    assert text([diagnosed(severity="info", waived_by="王经理")], "zh") == "没有发现问题"
