"""Drift: what somebody changed on the platform behind our back, and what only looks like it."""

from __future__ import annotations

from typing import Any

import pytest

from plan_reading import classes, counts, notes, one, ops, settlements, where
from plan_values import ABSENT, POI, PRODUCT, REPLY, ignoring, place, product
from plans import World
from storeconf.plan.planner import drift_only

PAST, SOON, LATER = "2026-03-01T23:59:59+08:00", "2026-03-31T23:59:59+08:00", "2026-06-30T23:59:59+08:00"


def plan_of(declared: Any, recorded: Any, live: Any, **more: Any) -> Any:
    policy = more.pop("policy", {})
    return World().put(PRODUCT, declared=declared, recorded=recorded, live=live, **more).plan(**policy)


def test_drift_is_reported_with_both_values_and_changes_nothing() -> None:
    plan = plan_of(product(), product(), product(price="9.90"))
    (row,) = one(plan, "drift", PRODUCT).attributes
    assert (row.declared, row.recorded, row.live, row.live_state) == ("19.90", "19.90", "9.90", "known")
    assert (ops(plan), settlements(plan)) == ([], [])
    assert plan.summary.changes == 0


def test_a_conflict_is_listed_under_conflicts_only() -> None:
    plan = plan_of(product(price="21.90"), product(), product(price="9.90"))
    assert list(where(plan, PRODUCT)) == ["conflicts"]
    assert counts(plan) == {"conflict": 1}


def test_drift_and_a_change_of_one_object_stay_apart() -> None:
    plan = plan_of(product(price="21.90"), product(), product(stock=3, people=2))
    assert classes(one(plan, "changes", PRODUCT)) == {"price": "update"}
    assert classes(one(plan, "drift", PRODUCT)) == {"stock": "drift-changed"}


def test_a_change_leaves_drift_beside_it_alone() -> None:
    """The whole product is sent, with the drifted stock as it is now."""
    plan = plan_of(product(price="21.90"), product(), product(stock=3))
    (step,) = plan.steps
    assert step.call is not None
    assert step.attrs == {"price": "21.90"}
    assert step.call.body["sku"]["stock"] == {"limit_type": 1, "stock_qty": 3}


# -- expected, not drift -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["declared", "live only"])
def test_off_the_shelf_after_the_end_of_the_sale_is_not_drift(end: str) -> None:
    managed = product(sale__end=PAST if end == "declared" else None)
    plan = plan_of(managed, managed, product(sale__end=PAST, shelf="offline"), policy={"on_drift": "restore"})
    assert (counts(plan), ops(plan)) == ({}, [])


def test_off_the_shelf_before_the_end_of_the_sale_is_drift() -> None:
    managed = product(sale__end=SOON)
    plan = plan_of(managed, managed, product(sale__end=SOON, shelf="offline"))
    assert classes(one(plan, "drift", PRODUCT)) == {"shelf": "drift-changed"}


def test_a_sale_that_is_over_and_declared_longer_goes_on_sale_again() -> None:
    """First the later end, then the shelf: the platform refuses it the other way round."""
    recorded, declared = product(sale__end=PAST), product(sale__end=LATER)
    plan = plan_of(declared, recorded, product(sale__end=PAST, shelf="offline"))
    assert classes(one(plan, "changes", PRODUCT)) == {"sale.end": "update", "shelf": "update"}
    assert ops(plan) == ["product.free_audit", "product.operate"]
    assert plan.summary.drift == 0


def test_a_sale_that_somebody_ended_in_the_console_is_drift_with_its_shelf() -> None:
    """Nobody declared a later end, so nothing is put on sale unasked."""
    managed = product(sale__end=LATER)
    plan = plan_of(managed, managed, product(sale__end=PAST, shelf="offline"))
    assert classes(one(plan, "drift", PRODUCT)) == {"sale.end": "drift-changed", "shelf": "drift-changed"}
    assert (ops(plan), counts(plan)) == ([], {"drift": 1})


def test_a_sale_that_is_over_says_so_beside_another_change() -> None:
    managed = product(sale__end=PAST)
    plan = plan_of({**managed, "people": 2}, managed, {**managed, "shelf": "offline"})
    assert "sale_over" in notes(one(plan, "changes", PRODUCT))


def test_sold_out_is_not_drift() -> None:
    plan = plan_of(product(), product(), product(), sold_out=True, policy={"on_drift": "restore"})
    assert (counts(plan), ops(plan)) == ({}, [])


def test_stock_compares_with_the_total_never_with_what_is_left() -> None:
    """The reader takes the total; a total that somebody changed is drift."""
    assert counts(plan_of(product(), product(), product(stock=500))) == {}
    plan = plan_of(product(), product(), product(stock=320))
    assert classes(one(plan, "drift", PRODUCT)) == {"stock": "drift-changed"}


# -- spellings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "ours", "theirs"),
    [
        ("phone", "010-64171234", "01064171234"),
        ("phone", "01064171234/13800138000", "+8613800138000、01064171234"),
        ("description", "锅底现熬\r\n米饭免费", "锅底现熬\n米饭免费\n"),
        ("subtitle_tags", ["随时退", "免预约"], ["免预约", "随时退"]),
        ("category", "川菜", "美食/川湘菜/川菜"),
        ("unusable.weekdays", [6, 7], [7, 6]),
        ("items", [{"name": "米饭", "price": "6.00"}], [{"name": "米饭", "price": "6.00", "count": 1, "unit": "份"}]),
        ("stores", ["6601136930000002", "6601136930000001"], ["6601136930000001", "6601136930000002"]),
        ("platform.show_channel_ext", '{"a":1,"b":2}', '{"b": 2, "a": 1}'),
        (
            "images",
            [
                {"role": "head", "url": "https://cdn.example/1.jpg"},
                {"role": "dish", "url": "https://cdn.example/2.jpg"},
            ],
            [
                {"role": "dish", "url": "https://cdn.example/2.jpg?x-signature=9"},
                {"role": "head", "url": "https://cdn.example/1.jpg?x-expires=1&x-signature=8"},
            ],
        ),
    ],
)
def test_another_spelling_of_the_same_is_neither_change_nor_drift(path: str, ours: Any, theirs: Any) -> None:
    mine, live = product() | {path: ours}, product() | {path: theirs}
    for declared, recorded in ((mine, mine), (mine, live), (live, mine)):
        assert counts(plan_of(declared, recorded, live)) == {}
    assert counts(plan_of(mine, None, live)) == {"adopt": 1}


def test_a_category_may_be_declared_by_its_platform_id() -> None:
    declared = product(category="1003001")
    ids = {"product_id": "17", "out_id": "mxw", "category_id": "1003001"}
    assert counts(plan_of(declared, declared, product(), ids=ids)) == {}


# -- ignore ------------------------------------------------------------------------------------------------------------


def ignored(rule: Any, live: Any, **sides: Any) -> Any:
    declared = sides.get("declared", product())
    return World(ignore=[rule]).put(PRODUCT, declared=declared, recorded=product(), live=live).plan()


def test_an_ignored_attribute_is_not_compared_but_counted() -> None:
    plan = ignored(ignoring("*/product/*#stock"), product(stock=3))
    entry = one(plan, "ignored", PRODUCT)
    assert (classes(entry), notes(entry)) == ({"stock": "drift-changed"}, {"ignored": {"reason": "库存由收银系统同步"}})
    assert counts(plan) == {"ignored": 1}


def test_an_ignored_attribute_is_not_changed_either() -> None:
    plan = ignored(ignoring("*/product/*#stock"), product(), declared=product(stock=3, price="21.90"))
    assert classes(one(plan, "changes", PRODUCT)) == {"price": "update"}
    (step,) = plan.steps
    assert "stock" not in step.changed


def test_an_ignored_attribute_is_sent_when_the_product_is_made() -> None:
    world = World(ignore=[ignoring("*/product/*#stock")]).put(PRODUCT, declared=product(), live=ABSENT)
    (step,) = world.plan().steps
    assert step.attrs["stock"] == 500


@pytest.mark.parametrize(
    ("value", "expires", "lands"),
    [
        ("9.9", "2026-03-09", {"ignored": 1}),
        ("9.90", "", {"ignored": 1}),
        ("9.90", "2026-03-08", {"drift": 1}),
        ("8.80", "2026-12-31", {"drift": 1}),
    ],
    ids=["last day", "no end", "expired yesterday", "another value"],
)
def test_an_accepted_drift_counts_for_one_value_until_the_end_of_its_day(
    value: str, expires: str, lands: dict[str, int]
) -> None:
    assert counts(ignored(ignoring("*/product/mxw#price", value, expires), product(price="9.90"))) == lands


def test_what_agrees_is_not_counted_as_ignored() -> None:
    assert counts(ignored(ignoring("*/product/*#stock"), product())) == {}


# -- drift alone -------------------------------------------------------------------------------------------------------


def test_drift_alone_has_no_changes_no_steps_and_counts_nothing_else() -> None:
    world = World()
    world.put(PRODUCT, declared=product(price="21.90"), recorded=product(), live=product(stock=3))
    world.put(POI, declared=place(), live=place())
    world.put(REPLY, declared={"text": "感谢购买"}, recorded={"text": "感谢购买"})
    plan = drift_only(world.plan())
    assert counts(plan) == {"drift": 1, "unknown": 1}
    assert (plan.steps, plan.limits, settlements(plan)) == ((), (), [])
    assert {name for address in (PRODUCT, POI, REPLY) for name in where(plan, address)} == {"drift", "unknown"}
