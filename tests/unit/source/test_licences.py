"""A mistyped credit code, and papers of two holders, are told where they stand."""

from __future__ import annotations

import pytest

from conftest import MakeProject
from storeconf.source.licences import check_character

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
metadata: {name: s1, title: 小面馆, account: a1}
spec:
  licences:
"""


def found(make_project: MakeProject, *licences: str) -> list[tuple[str, int]]:
    """Codes of SC2xx with their lines."""
    text = STORE + "".join(f"    - {{{one}}}\n" for one in licences)
    run = make_project({"storeconf.yaml": PROJECT, "stores/a1.yaml": ACCOUNT, "stores/s1.yaml": text})
    rows = run("validate", "--format", "json", code=None).json["diagnostics"]
    return [(one["code"], one["range"]["start"]["line"]) for one in rows if one["code"] in ("SC209", "SC210")]


@pytest.mark.parametrize("code", ["91440300708461136T", "91330100799655058B", "91110000600037341L"])
def test_codes_of_well_known_companies_are_right(code: str) -> None:
    assert check_character(code) == code[-1]


@pytest.mark.parametrize("at", range(17))
def test_one_wrong_character_is_seen(at: int) -> None:
    code = "91440300708461136T"
    wrong = "3" if code[at] != "3" else "4"
    assert check_character(code[:at] + wrong + code[at + 1 :]) != code[-1]


@pytest.mark.parametrize(
    ("licences", "codes"),
    [
        (["type: 营业执照, number: 91440300708461136T"], []),
        (["type: 营业执照, number: 91440300708461136X"], [("SC209", 6)]),
        (["type: 营业执照, number: 91440300708461136t"], []),
        (['type: 营业执照, number: "440301103097413"'], []),  # the register number of old licences
        (["type: 食品经营许可证, number: JY14403050012345"], []),
        (["type: 营业执照, holder: 甲餐饮（深圳）有限公司", "type: 食品经营许可证, holder: 甲餐饮(深圳)有限公司"], []),
        (["type: 营业执照, holder: 甲公司", "type: 食品经营许可证, holder: 乙公司"], [("SC210", 7)]),
        (["type: 食品经营许可证, holder: 乙公司"], []),
        (["type: 营业执照, holder: 甲公司", "type: 营业执照, holder: 乙公司", "type: 卫生许可证, holder: 乙公司"], []),
    ],
)
def test_what_is_told_of_licences(make_project: MakeProject, licences: list[str], codes: list[tuple[str, int]]) -> None:
    assert found(make_project, *licences) == codes
