"""The cheapest way to carry an edit: shelf, stock and end of sale without a review, shops one by one, the rest by save."""

from __future__ import annotations

from typing import Any

import pytest

from plan_reading import one, ops, steps
from plan_values import ABSENT, POI, POIS, PRODUCT, account, place, product
from plans import World
from storeconf.model.kinds import PRODUCT as KIND

OFF = product(shelf="offline")
SOON, LATER = "2026-05-31T23:59:59+08:00", "2026-06-30T23:59:59+08:00"
BOTH = [POIS["sanlitun"], POIS["wangjing"]]
NAILS = {"category": "丽人/美甲/美甲"}


def edit(declared: dict[str, Any], before: dict[str, Any] | None = None, **policy: Any) -> Any:
    base = product(sale__end=SOON) | (before or {})
    return World().put(PRODUCT, declared=base | declared, recorded=base, live=base).plan(**policy)


@pytest.mark.parametrize(
    ("declared", "before", "done"),
    [
        ({"shelf": "offline"}, {}, ["product.operate"]),
        ({"shelf": "online"}, OFF, ["product.operate"]),
        ({"stock": 400}, {}, ["product.stock"]),
        ({"stock": "unlimited"}, {}, ["product.stock"]),
        ({"sale.end": LATER}, {}, ["product.free_audit"]),
        ({"sale.end": LATER, "stock": 400}, {}, ["product.free_audit"]),
        ({"sale.end": LATER, "stock": "unlimited"}, {}, ["product.free_audit", "product.stock"]),
        ({"stores": BOTH}, {}, ["product.poi.add"]),
        ({"price": "21.90"}, {}, ["product.save"]),
        ({"price": "21.90", "stock": 400, "sale.end": LATER}, {}, ["product.save"]),
        ({"stores": BOTH, "stock": 400}, {}, ["product.save"]),
        ({"stores": BOTH}, NAILS, ["product.save"]),
        ({"shelf": "online", "stock": 400}, OFF, ["product.stock", "product.operate"]),
        ({"shelf": "offline", "stock": 400}, {}, ["product.operate", "product.stock"]),
        ({"shelf": "offline", "price": "21.90"}, {}, ["product.operate", "product.save"]),
        ({"description": "锅底现熬"}, {}, ["product.save"]),
    ],
)
def test_the_cheapest_way_that_carries_the_edit(declared: Any, before: Any, done: list[str]) -> None:
    plan = edit(declared, before)
    assert ops(plan) == done
    assert [step.review for step in plan.steps] == [op == "product.save" for op in done]


def test_every_changed_value_is_carried_by_some_step() -> None:
    changes = {"shelf": "offline", "price": "21.90", "stock": 400, "sale.end": LATER, "stores": BOTH, "people": 2}
    for path, value in changes.items():
        carried = {name for step in edit({path: value}).steps for name in step.changed}
        assert carried == {path}
    assert {name for step in edit(changes).steps for name in step.changed} == set(changes)


def test_a_save_sends_back_what_it_does_not_change() -> None:
    """What we don't model stays as it was; what the platform only tells is not sent."""
    world = World().put(PRODUCT, declared=product(price="21.90"), recorded=product(), live=product())
    raw = dict(world.live[PRODUCT].raw)
    raw["product"] = {**raw["product"], "biz_line": 1, "category_full_name": "美食·川湘菜·川菜", "create_time": 1}
    world.put(PRODUCT, live=product(), raw=raw)
    (step,) = steps(world.plan())
    assert step.call is not None
    sent = step.call.body["product"]
    assert (sent["biz_line"], sent["product_name"]) == (1, "毛血旺单人餐(含米饭)")
    assert "create_time" not in sent
    assert step.call.body["sku"]["actual_amount"] == 2190


def test_a_new_product_goes_out_complete() -> None:
    (step,) = steps(World().put(PRODUCT, declared=product(), live=ABSENT).plan())
    assert step.call is not None
    assert (step.op, step.attrs) == ("product.save", product())
    assert step.call.body["product"]["category_id"] == 1003001
    assert step.call.body["product"]["product_ext"] == {"auto_online": True}


@pytest.mark.parametrize(
    ("changes", "blocked"),
    [
        ({"title": None}, "missing:title"),
        ({"price": None}, "missing:price"),
        ({"category": "面馆"}, "category_ambiguous"),
        ({"category": "没有的类目"}, "category_unknown"),
    ],
)
def test_a_product_that_the_platform_would_refuse_is_not_sent(changes: dict[str, Any], blocked: str) -> None:
    plan = World().put(PRODUCT, declared=product(**changes), live=ABSENT).plan()
    assert one(plan, "changes", PRODUCT).blocked_by == (blocked,)
    assert ops(plan) == []


def test_a_product_made_in_the_console_is_addressed_by_its_product_id() -> None:
    world = World().put(PRODUCT, recorded=product(), live=product(), ids={"product_id": "1701"})
    (step,) = steps(world.put(PRODUCT, declared=product(stock=1), product_id="1701").plan())
    assert step.call is not None
    assert step.call.body == {"account_id": "7012345678901234567", "product_id": "1701"} | {
        "stock": {"limit_type": 1, "stock_qty": 1}
    }


def test_what_no_api_carries_goes_by_hand_beside_what_it_does() -> None:
    plan = edit({"stock": 400, "visibility.sale_scope": "到店用户"}, {"visibility.sale_scope": "全部用户"})
    assert [(step.op, step.changed) for step in plan.steps] == [
        ("product.stock", ("stock",)),
        ("hand.set", ("visibility.sale_scope",)),
    ]
    assert steps(plan)[1].attrs == {"visibility.sale_scope": "到店用户"}


def test_without_a_scope_the_route_is_a_person() -> None:
    world = World()
    world.accounts["shuyu"] = account("shuyu", ("shops", "products"))
    plan = world.put(PRODUCT, declared=product(stock=1), recorded=product(), live=product()).plan()
    (step,) = steps(plan)
    assert (step.op, step.by, step.call, step.changed) == ("hand.set", "hand", None, ("stock",))


def test_a_place_is_updated_by_a_reviewed_task() -> None:
    declared = place(name="蜀渝火锅", hours=[{"days": [1], "open": "10:30", "close": "02:00"}])
    recorded = place(hours=[{"days": [1], "open": "11:00", "close": "02:00"}])
    (step,) = steps(World().put(POI, declared=declared, recorded=recorded, live=place()).plan())
    assert step.call is not None
    assert (step.op, step.review, step.changed) == ("poi.update", True, ("hours", "name"))
    assert step.call.body["datas"][0]["poi_id"] == POIS["sanlitun"]


def test_a_booking_switch_is_a_task_and_its_slots_are_set_by_hand() -> None:
    address = "sanlitun/booking"
    declared: dict[str, Any] = {"open": True, "audience": "all"}
    recorded: dict[str, Any] = {"open": False, "audience": "new_customers"}
    world = World().put(address, declared=declared, recorded=recorded, live=recorded, ids={"poi_id": POIS["sanlitun"]})
    plan = world.plan()
    assert sorted((step.op, step.changed) for step in plan.steps) == [
        ("booking.config", ("open",)),
        ("hand.set", ("audience",)),
    ]


def test_each_request_says_which_values_it_carries() -> None:
    """Only attributes of the kind: what a step changes is what is shown, fingerprinted and recorded."""
    known = {attribute.path for attribute in KIND.attributes}
    for step in edit({"shelf": "offline", "price": "21.90", "stores": BOTH}, None, allow=("unbind",)).steps:
        assert set(step.changed) <= known
        assert set(step.attrs) == set(step.changed)
