"""Which requests a change is put into: the cheapest route that may carry it, and nothing that can't be answered for."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from lab import ACCOUNT_ID, OTHER_SHOP, PRODUCT, SHOP, account, change, product, with_attrs
from storeconf.core.values import Value
from storeconf.platform.douyin.compose import compose
from storeconf.platform.live import Existence, LiveObject, Unknown
from storeconf.platform.protocol import Impossible, Request

CATEGORIES = {"川菜": "1001001", "美食/川湘菜/川菜": "1001001", "1001001": "1001001", "美食": "", "足疗": "3001001"}
PRODUCT_ID = "7119054118261600001"


def live(**attrs: Value) -> LiveObject:
    """A product that is on the platform, as a read shows it."""
    raw = {
        "product": {
            "product_id": PRODUCT_ID,
            "out_id": "mxw-1",
            "product_name": "毛血旺单人餐",
            "category_id": 1001001,
            "pois": [{"poi_id": int(SHOP)}],
            "attr_key_value_map": {"Images": "[]", "RecommendWord": "推荐语"},
        },
        "sku": {"sku_id": PRODUCT_ID, "actual_amount": 1990, "stock": {"limit_type": 1, "stock_qty": 5, "sold_qty": 2}},
    }
    found = LiveObject(
        address="@shuyu/product/mxw-1",
        existence=Existence.PRESENT,
        attrs={"title": "毛血旺单人餐", "category": "美食·川湘菜·川菜", "price": "19.90", "stores": [SHOP]},
        ids={"product_id": PRODUCT_ID, "out_id": "mxw-1"},
        raw=raw,
    )
    return with_attrs(found, **{name.replace("__", "."): value for name, value in attrs.items()})


def requests(sets: dict[str, Value], seen: LiveObject | None = None, **more: Any) -> list[Request]:
    found = compose(change(account(), sets, seen, **more), CATEGORIES)
    assert not isinstance(found, Impossible), found
    return list(found)


def impossible(sets: dict[str, Value], seen: LiveObject | None = None, **more: Any) -> Impossible:
    found = compose(change(account(), sets, seen, **more), CATEGORIES)
    assert isinstance(found, Impossible), found
    return found


END = "2026-09-30T23:59:59+08:00"
ROUTES: list[tuple[dict[str, Value], list[str]]] = [
    ({"shelf": "offline"}, ["product.operate"]),
    ({"stock": 7}, ["product.stock"]),
    ({"stock": "unlimited"}, ["product.stock"]),
    ({"sale.end": END}, ["product.free_audit"]),
    ({"sale.end": END, "stock": 7}, ["product.free_audit"]),
    ({"sale.end": END, "stock": "unlimited"}, ["product.free_audit", "product.stock"]),
    ({"stores": [SHOP, OTHER_SHOP]}, ["product.poi.add"]),
    ({"stores": [OTHER_SHOP]}, ["product.poi.add", "product.poi.remove"]),
    ({"price": "18.80"}, ["product.save"]),
    ({"stock": 7, "price": "18.80"}, ["product.save"]),
    ({"stores": [OTHER_SHOP], "title": "新标题"}, ["product.save"]),
    ({"shelf": "online", "stock": 7}, ["product.stock", "product.operate"]),
    ({"shelf": "online", "sale.end": END}, ["product.free_audit", "product.operate"]),
    ({"shelf": "offline", "stock": 7}, ["product.operate", "product.stock"]),
    ({"shelf": "offline", "price": "18.80"}, ["product.operate", "product.save"]),
    ({"platform.RecommendWord": "新"}, ["product.save"]),
]


@pytest.mark.parametrize(("sets", "ops"), ROUTES)
def test_the_cheapest_route_carries_the_edit(sets: dict[str, Value], ops: list[str]) -> None:
    found = requests(sets, live())
    assert [request.op for request in found] == ops
    assert [request.review for request in found] == [op == "product.save" for op in ops]


@pytest.mark.parametrize(("sets", "ops"), ROUTES)
def test_every_attribute_that_is_set_is_carried(sets: dict[str, Value], ops: list[str]) -> None:
    assert {path for request in requests(sets, live()) for path in request.sets} == set(sets)


def test_a_new_product_is_one_save_with_everything() -> None:
    (request,) = requests(product())
    assert (request.op, request.review, request.whole) == ("product.save", True, True)
    assert set(request.sets) == set(PRODUCT)
    assert request.body["account_id"] == ACCOUNT_ID
    assert request.body["product"]["category_id"] == 1001001
    assert request.body["sku"]["actual_amount"] == 1990


@pytest.mark.parametrize(("shelf", "auto"), [("online", True), ("offline", False)])
def test_a_new_product_goes_on_sale_by_itself_only_when_declared_so(shelf: str, auto: bool) -> None:
    (request,) = requests(product(shelf=shelf))
    assert request.body["product"]["product_ext"] == {"auto_online": auto}


def test_a_new_product_without_a_declared_stock_is_not_limited() -> None:
    (request,) = requests({path: value for path, value in PRODUCT.items() if path != "stock"})
    assert request.body["sku"]["stock"] == {"limit_type": 2}


# -- who is meant --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ids", "out_id", "bound", "key"),
    [
        ({"product_id": PRODUCT_ID, "out_id": "mxw-1"}, "mxw-1", False, {"out_id": "mxw-1"}),
        ({"product_id": PRODUCT_ID}, "mxw-1", True, {"product_id": PRODUCT_ID}),
        ({"product_id": PRODUCT_ID, "out_id": "other"}, "mxw-1", False, {"product_id": PRODUCT_ID}),
        ({"product_id": PRODUCT_ID, "out_id": "mxw-1"}, "mxw-1", True, {"product_id": PRODUCT_ID}),
    ],
)
def test_a_product_is_named_by_its_own_key_and_never_by_two(
    ids: dict[str, str], out_id: str, bound: bool, key: dict[str, str]
) -> None:
    (request,) = requests({"stock": 7}, replace(live(), ids=ids), out_id=out_id, bound=bound)
    assert {name: request.body[name] for name in ("out_id", "product_id") if name in request.body} == key


def test_a_save_of_a_console_made_product_does_not_give_it_our_name() -> None:
    seen = replace(live(), ids={"product_id": PRODUCT_ID})
    seen.raw["product"].pop("out_id")
    (request,) = requests({"title": "新标题"}, seen, bound=True)
    assert request.body["product"]["product_id"] == PRODUCT_ID
    assert "out_id" not in request.body["product"]


# -- what is refused -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("category", "code"),
    [("没有这个类目", "category_unknown"), ("美食", "category_ambiguous"), ("美食/川湘菜/湘菜", "category_unknown")],
)
def test_a_category_that_the_account_lacks_is_named(category: str, code: str) -> None:
    found = impossible(product(category=category))
    assert (found.code, found.values["category"]) == (code, category)


@pytest.mark.parametrize("category", ["川菜", "美食/川湘菜/川菜", "美食·川湘菜·川菜", "1001001"])
def test_a_category_may_be_a_name_a_path_or_an_id(category: str) -> None:
    (request,) = requests(product(category=category))
    assert request.body["product"]["category_id"] == 1001001


@pytest.mark.parametrize("category", ["美食·川湘菜·川菜", "丽人·美发·美发"])
def test_an_empty_list_of_shops_is_never_sent(category: str) -> None:
    assert impossible(product(stores=[])).code == "no_stores"
    assert impossible({"stores": []}, live(category=category)).code == "no_stores"
    assert impossible({"stores": [], "title": "x"}, live(category=category)).code == "no_stores"


@pytest.mark.parametrize("why", [Unknown.ERROR, Unknown.MASKED, Unknown.PARTIAL])
def test_a_save_that_would_send_something_unknown_is_refused(why: Unknown) -> None:
    seen = replace(live(), unknown={"usage_notes": why, "stores": why})
    found = impossible({"title": "新标题"}, seen)
    assert found.code == "would_send_unknown"
    assert "usage_notes" in found.values["paths"]


def test_what_is_set_anyway_need_not_be_known() -> None:
    seen = replace(live(), unknown={"title": Unknown.ERROR})
    assert requests({"title": "新标题"}, seen)[0].op == "product.save"


def test_a_cheap_route_needs_to_know_nothing_else() -> None:
    seen = replace(live(), unknown={"usage_notes": Unknown.MASKED})
    assert requests({"stock": 7}, seen)[0].op == "product.stock"


@pytest.mark.parametrize(
    "kind", ["video", "live", "payment_reply", "voice_call", "pinned_video", "verification_tool", "anomaly_rules"]
)
def test_what_has_no_api_is_put_into_no_request(kind: str) -> None:
    seen = LiveObject(address=f"bj/{kind}", existence=Existence.PRESENT)
    assert impossible({"enabled": True}, seen, kind=kind, address=f"bj/{kind}").code == "no_route"


def test_a_place_attribute_without_a_route_is_put_into_no_request() -> None:
    seen = LiveObject(address="bj/poi", existence=Existence.PRESENT, attrs={"id": SHOP})
    assert impossible({"head_image": {"product": "x"}}, seen, kind="poi", address="bj/poi").code == "no_route"


def test_booking_without_a_place_is_put_into_no_request() -> None:
    seen = LiveObject(address="bj/booking", existence=Existence.UNKNOWN)
    assert impossible({"open": True}, seen, kind="booking", address="bj/booking").code == "no_poi"


# -- the whole is sent back ----------------------------------------------------------------------------------------------


def test_a_save_starts_from_what_is_live() -> None:
    (request,) = requests({"title": "新标题"}, live())
    body = request.body
    assert body["product"]["attr_key_value_map"] == {"RecommendWord": "推荐语"}
    assert body["product"]["pois"] == [{"poi_id": SHOP}]
    assert body["sku"] == {"actual_amount": 1990, "attr_key_value_map": {}, "stock": {"limit_type": 1, "stock_qty": 5}}


def test_composing_does_not_change_what_was_read() -> None:
    seen = live()
    before = json.dumps(seen.raw, sort_keys=True)
    requests({"title": "新标题", "stores": [OTHER_SHOP], "price": "1.00"}, seen)
    assert json.dumps(seen.raw, sort_keys=True) == before


def test_a_passed_through_attribute_is_sent_under_its_own_name() -> None:
    (request,) = requests({"platform.RecommendWord": "新", "platform.TagList": "亲子"}, live())
    assert request.body["product"]["attr_key_value_map"] == {"RecommendWord": "新", "TagList": "亲子"}
