"""The report's data: a cell is the worst that is said, equal sayings are one, account-level things reach their stores."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from entries import change, entry, plan, price, step, unit
from markup import Page
from storeconf.core.text import Lang
from storeconf.model.kinds import KINDS
from storeconf.plan.entities import Note, Plan, PlanDiagnostic
from storeconf.plan.status import LINKS, Link, StoreStatus
from storeconf.plan.survey import DeclaredStore, Licence, Survey
from storeconf.render.html import report_words
from storeconf.render.html.report import LINK_OF, report_data, report_html
from storeconf.render.html.states import STATES

CHAIN = "@a/product/set"
HOSTILE = '"><img src=x onerror=alert(1)></script><script>alert(2)</script>\u202e\u2028'


def store(name: str, *kinds: str, licences: tuple[Licence, ...] = (), **facts: Any) -> DeclaredStore:
    """A store of account a that declares these kinds, and what its account sells."""
    known: dict[str, Any] = {"title": f"{name}店", "account": "a", "labels": {"city": "北京"}, **facts}
    return DeclaredStore(
        name=name, addresses=frozenset({CHAIN, *(f"{name}/{kind}" for kind in kinds)}), licences=licences, **known
    )


def survey(found: Plan, *stores: DeclaredStore) -> Survey:
    """A survey whose lights are all green."""
    lights = tuple(Link(step=link, state="ok", because="") for link in LINKS)
    status = tuple(StoreStatus(name=one.name, title=one.title, owner=one.owner, chain=lights) for one in stores)
    return Survey(project="示例", plan=found, stores=stores, status=status)


def data(found: Plan, *stores: DeclaredStore, lang: Lang = "zh") -> dict[str, Any]:
    """What the page's scripts get."""
    return report_data(survey(found, *stores), lang)


def cell(found: dict[str, Any], number: int, kind: str) -> str:
    """The state of one cell."""
    column = [one["id"] for one in found["kinds"]].index(kind)
    state: str = found["states"][found["stores"][number][6][column]]["id"]
    return state


def finding(code: str, detail: str, **facts: Any) -> PlanDiagnostic:
    """A finding of a rule."""
    return PlanDiagnostic(
        code=code, name="x", summary="s", detail=detail, fix="f", **{"severity": "error", "store": "bj", **facts}
    )


def test_every_kind_has_a_column_under_its_step() -> None:
    assert set(report_words.SHORT_KINDS) == {kind.name for kind in KINDS} == set(LINK_OF)
    assert tuple(report_words.SHORT_STEPS) == LINKS
    found = data(plan(), store("bj"))
    assert [one["step"] for one in found["kinds"]] == sorted(one["step"] for one in found["kinds"])


def test_signs_are_all_different() -> None:
    assert len({one.sign for one in STATES.values()}) == len(STATES)


@pytest.mark.parametrize(
    ("lists", "state"),
    [
        ({}, "ok"),
        ({"unknown": [entry("bj/poi", reason="not_seen")]}, "look"),
        ({"in_review": [entry("bj/poi", reason="in_review")]}, "review"),
        ({"waiting": [entry("bj/poi", reason="product_missing")]}, "review"),
        ({"changes": [entry("bj/poi", action="update", by="hand", reason="blind")]}, "todo"),
        ({"changes": [entry("bj/poi", action="update", by="api", reason="update")]}, "change"),
        ({"changes": [entry("bj/poi", action="record", by="", reason="record")]}, "ok"),
        ({"changes": [entry("bj/poi", action="update", blocked_by=("R01-01",), reason="update")]}, "blocked"),
        ({"drift": [entry("bj/poi", reason="changed")]}, "drift"),
        ({"conflicts": [entry("bj/poi", reason="conflict")]}, "blocked"),
        ({"rejected": [entry("bj/poi", reason="rejected")]}, "blocked"),
        ({"held": [entry("bj/poi", reason="held")]}, "blocked"),
        ({"banned": [entry("bj/poi", reason="banned")]}, "blocked"),
        ({"unknown": [entry("bj/poi", reason="stale")], "drift": [entry("bj/poi", reason="changed")]}, "drift"),
    ],
)
def test_cell_shows_the_worst(lists: dict[str, Any], state: str) -> None:
    found = data(plan(unit("bj", **lists)), store("bj", "poi"))
    assert cell(found, 0, "poi") == state
    assert cell(found, 0, "voice_call") == "none"


def test_account_level_object_reaches_the_stores_that_sell_it() -> None:
    stores = (store("bj"), store("sh"), replace(store("gz"), addresses=frozenset({"gz/poi"})))
    found = data(plan(unit("@a", drift=[price(CHAIN)])), *stores)
    assert [cell(found, n, "product") for n in range(3)] == ["drift", "drift", "none"]
    assert [(row["a"], row["own"], row["st"]) for row in found["entries"]] == [(CHAIN, 0, [0, 1])]


def test_chain_product_that_nobody_declares_reaches_the_stores_it_touches() -> None:
    gone = entry("@a/product/old", action="remove", reason="undeclared", stores=("sh", "unheard-of"))
    found = data(plan(unit("@a", changes=[gone])), store("bj"), store("sh"))
    assert found["entries"][0]["st"] == [1]


def test_equal_sayings_about_many_stores_are_one() -> None:
    names = [f"s{n}" for n in range(50)]
    units = [unit(name, title=f"{name}店", drift=[replace(price(f"{name}/product/x"), title="套餐")]) for name in names]
    units[7] = unit("s7", title="s7店", drift=[price("s7/product/x", live="1.00")])
    rows = data(plan(*units), *(store(name) for name in names))["entries"]
    assert sorted(len(row["st"]) for row in rows) == [1, 49]


def test_values_stand_in_the_order_declared_recorded_live() -> None:
    [row] = data(plan(unit("bj", drift=[price("bj/product/x", "19.90", "22.90", "21.90")])), store("bj"))["entries"]
    assert row["v"] == [["售价", "19.9 元", "21.9 元", "22.9 元"]]


def test_long_texts_are_shown_by_where_they_differ() -> None:
    old, new = f"{'前' * 200}旧{'后' * 200}", f"{'前' * 200}新{'后' * 200}"
    changed = entry("bj/payment_reply", change("text", new, old, old), reason="update", action="update")
    [row] = data(plan(unit("bj", changes=[changed])), store("bj"))["entries"]
    _, declared, recorded, live = row["v"][0]
    assert "新" in declared and "旧" in live and recorded == live and len(declared) < 40


def test_review_says_since_when_and_why_it_was_rejected() -> None:
    note = Note(code="rejected", values={"reason": "商品标题与套餐内容不符，请核实锅底说明"})
    rejected = entry("@a/product/set", reason="rejected", since="2026-03-09T09:30:00+08:00", notes=(note,))
    [row] = data(plan(unit("@a", rejected=[rejected])), store("bj"))["entries"]
    assert row["since"] == "2026-03-09T09:30:00+08:00"
    assert "锅底说明" in row["n"][0]
    assert row["fix"][0].startswith("R10-08 ")


def test_findings_are_counted_under_their_reason_for_rejection() -> None:
    found = [
        finding("R07-03", "不退"),
        finding("R07-03", "不退", store="sh"),
        finding("R07-03", "不退", severity="info", waived_by="王敏"),
        finding("SC206", "缺", severity="warning", address=CHAIN, store="@a"),
    ]
    rows = data(replace(plan(), diagnostics=tuple(found)), store("bj"), store("sh"))["findings"]
    assert [(row["g"], row["v"], row["n"], row["st"]) for row in rows] == [
        ("07-refund", "error", 2, [0, 1]),
        ("07-refund", "waived", 1, [0]),
        ("config", "warning", 1, [0, 1]),
    ]


def test_licences_carry_no_number() -> None:
    papers = (
        Licence(type="营业执照", holder="某公司", expires="长期"),
        Licence(type="卫生许可证", expires="2026-04-01"),
    )
    rows = data(plan(), store("bj"), store("sh", licences=papers))["licences"]
    assert rows == [[1, "营业执照", "某公司", "长期"], [1, "卫生许可证", "", "2026-04-01"]]


def test_steps_by_hand_are_counted_by_page_and_thing_to_do() -> None:
    steps = [step(f"{name}/voice_call", digest=name, due=due) for name, due in (("bj", ""), ("sh", "2026-03-10T19:00"))]
    steps.append(step("@a/anomaly_rules", op="hand.look"))
    own, shared = data(plan(steps=tuple(steps)), store("bj"), store("sh"))["tasks"]
    assert (own["n"], own["st"], own["due"], own["set"]) == (2, [0, 1], "2026-03-10T19:00", 1)
    assert (shared["n"], shared["u"], shared["set"]) == (1, "@a/anomaly_rules", 0)


def test_store_that_no_one_could_read_has_empty_lights() -> None:
    broken = replace(store("bj"), addresses=frozenset())
    found = report_data(Survey(project="p", plan=plan(), stores=(broken,), status=()), "zh")
    assert found["stores"][0][5] == []
    assert cell(found, 0, "poi") == "none"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_names_are_text_everywhere(lang: Lang) -> None:
    bad = store("bj", "poi", owner=HOSTILE, title=HOSTILE, labels={"city": HOSTILE}, licences=(Licence(type=HOSTILE),))
    drift = entry("bj/poi", change("name", HOSTILE, HOSTILE), title=HOSTILE, reason="changed")
    found = replace(plan(unit("bj", drift=[drift])), diagnostics=(finding("R01-01", HOSTILE, file=HOSTILE),))
    page = Page(report_html(replace(survey(found, bad), project=HOSTILE), lang))
    assert len(page.attributes("script")) == 2 and not page.attributes("img")
    assert "\u202e" not in page.text and "\u2028" not in page.text
    assert page.data["stores"][0][1] == HOSTILE.replace("\u202e", "\\u202e").replace("\u2028", "\\u2028")


def test_every_sentence_of_the_page_is_in_its_language() -> None:
    page = Page(report_html(survey(plan(), store("bj")), "en"))
    assert page.attributes("html") == [{"lang": "en"}]
    chinese = [name for name, text in page.data["words"].items() if any("\u4e00" <= one <= "\u9fff" for one in text)]
    assert chinese == []
