"""The plan as a file: what is read back is what was saved; what was edited, is newer or is none is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import jsonschema
import pytest

from plan_values import ABSENT, POI, PRODUCT, REPLY, REPLY_TEXT, in_review, place, product, rejected
from plans import World
from storeconf.core.diagnostics import StoreconfError
from storeconf.plan import planfile
from storeconf.plan.entities import Plan, PlanDiagnostic
from storeconf.plan.planner import drift_only
from support import ROOT

LISTS = ("changes", "drift", "conflicts", "in_review", "rejected", "waiting", "unknown", "unmanaged")


@cache
def rich() -> Plan:
    """Something in every list, a broken limit, a diagnostic."""
    world = World(protect=["*/product/mxw"])
    new, old = product(price="21.90", images=[{"role": "head", "url": "https://cdn.example/1.jpg"}]), product()
    world.put(PRODUCT, declared=new, recorded=old, live=old)
    world.put("@shuyu/product/drift", declared=old, recorded=old, live=product(stock=1))
    world.put("@shuyu/product/conflict", declared=new, recorded=old, live=product(price="9.90"))
    world.put("@shuyu/product/review", declared=new, recorded=old, live=old, review=in_review(new), submitted=new)
    world.put("@shuyu/product/rejected", declared=new, recorded=old, live=old, review=rejected(new), submitted=new)
    world.put("@shuyu/product/held", declared=old, recorded=old, live=old, hold="复核")
    world.put("@shuyu/product/banned", declared=old, recorded=old, live=old, banned=True)
    world.put("@shuyu/product/gone", recorded=old, live=old)
    world.put("@shuyu/product/adopt", declared=old, live=old)
    world.put("@shuyu/product/1799", live=old)
    world.unmanaged = [world.live.pop("@shuyu/product/1799")]
    world.put(
        "sanlitun/video/0309", declared={"product": "@shuyu/product/none"}, live=ABSENT, mounts=("@shuyu/product/none",)
    )
    world.put(POI, declared=place(phone="01064171235"), recorded=place(phone="01064171234"), live=place())
    world.put(REPLY, declared=REPLY_TEXT, recorded=REPLY_TEXT)
    plan = world.plan(limits={"price_delta": "1%"}, take={REPLY: "declared"}, where={})
    said = PlanDiagnostic(
        code="SC301", name="x", severity="error", summary="错", detail="错在这里", range={"start": {"line": 1}}
    )
    return replace(plan, diagnostics=(said,))


@cache
def saved() -> str:
    return planfile.dumps(rich())


def data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(saved())
    return found


def test_a_plan_read_back_is_the_plan() -> None:
    assert planfile.loads(saved()) == planfile.sealed(rich())
    assert planfile.dumps(planfile.loads(saved())) == saved()


def test_the_sample_plan_really_holds_everything() -> None:
    plan = rich()
    assert all(any(getattr(unit, name) for unit in plan.stores) for name in (*LISTS, "held", "banned", "settle"))
    assert plan.steps
    assert plan.limits


def test_the_same_plan_is_the_same_file() -> None:
    rich.cache_clear()
    again = planfile.dumps(rich())
    assert again == saved()


def test_the_file_is_readable() -> None:
    assert "毛血旺单人餐" in saved()
    assert saved().endswith("}\n")


# -- refused -----------------------------------------------------------------------------------------------------------


def refused(text: str | bytes) -> str:
    with pytest.raises(StoreconfError) as caught:
        planfile.loads(text)
    return caught.value.diagnostics[0].code.name


EDITS: dict[str, Callable[[dict[str, Any]], object]] = {
    "a value to send": lambda d: d["steps"][0]["attrs"].update(price="0.01"),
    "a step less": lambda d: d["steps"].pop(),
    "the policy": lambda d: d["policy"].update(allow=["remove"]),
    "a limit acknowledged": lambda d: d["limits"][0].update(acknowledged=True),
    "a precondition": lambda d: d["steps"][0].update(fingerprint="0" * 64),
    "the lineage": lambda d: d.update(lineage="another"),
    "an unknown key": lambda d: d.update(extra=1),
    "the digest": lambda d: d.update(digest="0" * 64),
    "no digest": lambda d: d.update(digest=""),
    "the digest taken out": lambda d: d.pop("digest"),
    "a number that is none": lambda d: d["steps"][0]["attrs"].update(price=float("nan")),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_plan_is_refused(edit: str) -> None:
    found = data()
    EDITS[edit](found)
    assert refused(json.dumps(found, ensure_ascii=False)) in ("plan-edited", "not-a-plan")


def test_reformatting_is_no_edit() -> None:
    assert planfile.loads(json.dumps(data(), indent=4)) == planfile.sealed(rich())
    assert planfile.loads(json.dumps(dict(reversed(data().items())))) == planfile.sealed(rich())


@pytest.mark.parametrize("version", ["2.0", "10.1"])
def test_a_newer_major_version_is_refused_whatever_else_is_in_it(version: str) -> None:
    assert refused(json.dumps({"format_version": version})) == "plan-newer"
    assert refused(json.dumps({**data(), "format_version": version})) == "plan-newer"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '"1.0"',
        "{}",
        '{"format_version": 1}',
        '{"format_version": "1.0"}',
        "[" * 100_000,
        b"\xff\xfe{}",
        '{"format_version": "1.0", "x": 1e999}',
    ],
)
def test_what_is_no_plan_is_refused(text: str | bytes) -> None:
    assert refused(text) == "not-a-plan"


def test_a_value_of_the_wrong_kind_is_refused() -> None:
    found = data()
    found["steps"][0]["needs"] = "all"
    assert refused(json.dumps(found)) == "not-a-plan"


# -- the contract ------------------------------------------------------------------------------------------------------

TOP = {"format_version", "created_at", "policy", "digests", "stores", "steps", "limits", "diagnostics", "summary"}
ENTRY = {"address", "action", "reason", "attributes", "blocked_by", "fingerprint"}
STEP = {"id", "address", "op", "by", "needs", "due", "menu_path", "expect", "digest"}
SUMMARY = {
    "create", "update", "remove", "by_hand", "drift", "conflict", "blocked", "in_review", "rejected", "unknown",
    "unmanaged", "ignored", "adopt", "record", "forget", "waiting", "held",
}  # fmt: skip
ACTIONS = {"", "create", "update", "remove", "adopt", "record", "forget"}


def test_the_json_has_the_shape_of_the_contract() -> None:
    found = data()
    assert found.keys() >= TOP
    assert found["format_version"] == "1.0"
    assert found["summary"].keys() >= SUMMARY
    for unit in found["stores"]:
        assert unit.keys() >= {"name", *LISTS}
        for entry in (entry for name in LISTS for entry in unit[name]):
            assert entry.keys() >= ENTRY
            assert entry["action"] in ACTIONS
            assert all(row.keys() >= {"path", "class", "declared", "recorded", "live"} for row in entry["attributes"])
    for step in found["steps"]:
        assert step.keys() >= STEP
        assert step["by"] in ("api", "hand")


def test_there_is_one_entry_for_each_unit_in_order() -> None:
    assert [unit["name"] for unit in data()["stores"]] == [
        "@shuyu", "@yanli", "sanlitun", "tongzhou", "wangjing", "yanli-spa",
    ]  # fmt: skip


def test_money_is_the_yuan_text_of_the_yaml() -> None:
    (row,) = [
        row
        for unit in data()["stores"]
        for entry in unit["changes"]
        for row in entry["attributes"]
        if entry["address"] == PRODUCT and row["path"] == "price"
    ]
    assert (row["declared"], row["recorded"], row["live"]) == ("21.90", "19.90", "19.90")


def test_what_is_absent_is_null() -> None:
    (entry,) = [entry for unit in data()["stores"] for entry in unit["changes"] if entry["action"] == "remove"]
    assert entry["attributes"][0]["declared"] is None


@pytest.mark.parametrize("name", ["rich", "empty", "drift alone"])
def test_real_plans_agree_with_the_published_schema(name: str) -> None:
    plan = {"rich": rich(), "empty": World().plan(), "drift alone": drift_only(rich())}[name]
    schema = json.loads((ROOT / "schemas" / "plan.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(planfile.as_data(planfile.sealed(plan)))


def test_the_published_schema_refuses_what_is_no_plan() -> None:
    schema = json.loads((ROOT / "schemas" / "plan.json").read_text(encoding="utf-8"))
    broken = data()
    broken["stores"][0]["changes"][0]["action"] = "destroy"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(broken)
