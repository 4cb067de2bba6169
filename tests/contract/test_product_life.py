"""A product from its submission on: review as a state, the cheap routes, and what a save sends back as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lab import OTHER_SHOP, PRODUCT, SHOP, THIRD_SHOP, Lab
from storeconf.core.values import Value
from storeconf.model.compare import same
from storeconf.model.kinds import BY_NAME
from storeconf.model.review import Verdict
from storeconf.platform.live import Existence, LiveObject, Review
from storeconf.platform.sandbox import seed
from storeconf.platform.sandbox.database import dump

SAVE = "/goodlife/v1/goods/product/save/"


def differences(seen: Any, declared: Any) -> set[str]:
    """Declared attributes that don't mean the same on the other side."""
    kind = BY_NAME["product"]
    return {p for p, value in declared.items() if p not in seen or not same(kind.attribute(p), seen[p], value)}


def review_of(live: LiveObject) -> Review:
    assert live.review is not None
    return live.review


def test_a_new_product_lies_in_review_and_is_not_live(lab: Lab) -> None:
    lab.create()
    live = lab.product()
    assert live.existence is Existence.ABSENT
    assert review_of(live).verdict is Verdict.IN_REVIEW
    assert differences(review_of(live).attrs, {p: v for p, v in PRODUCT.items() if p != "shelf"}) == set()


def test_an_approved_product_shows_everything_that_was_declared(lab: Lab) -> None:
    lab.online()
    live = lab.product()
    assert live.existence is Existence.PRESENT
    assert differences(live.attrs, PRODUCT) == set()
    assert review_of(live).verdict is Verdict.APPROVED


def test_two_reads_at_different_times_say_the_same(lab: Lab) -> None:
    product_id = lab.online()
    before = lab.product()
    lab.database.run("UPDATE products SET sold = sold + 3 WHERE product_id=?", product_id)
    lab.clock.advance(minutes=50)
    after = lab.product()
    assert before.raw != after.raw, "signatures and counters moved"
    assert (before.attrs, before.rest, before.ids) == (after.attrs, after.rest, after.ids)


def test_a_rejection_brings_the_reviewers_words(lab: Lab) -> None:
    lab.create()
    lab.decide("商品标题含有绝对化用语")
    review = review_of(lab.product())
    assert (review.verdict, review.reason) == (Verdict.REJECTED, "商品标题含有绝对化用语")


def test_a_rejected_product_can_be_sent_again_and_stays_one_product(lab: Lab) -> None:
    first = lab.create(title="全城最好吃的毛血旺")
    lab.decide("绝对化用语")
    second = lab.online(title="毛血旺单人餐")
    assert first == second
    assert lab.product().attrs["title"] == "毛血旺单人餐"


def test_an_edit_in_review_leaves_the_online_version_alone(lab: Lab) -> None:
    lab.online()
    (outcome,) = lab.change({"title": "毛血旺双人餐"})
    live = lab.product()
    assert outcome.ok
    assert live.attrs["title"] == PRODUCT["title"]
    assert review_of(live).attrs["title"] == "毛血旺双人餐"
    lab.decide("图片不清晰")
    assert lab.product().attrs["title"] == PRODUCT["title"]


def test_what_lies_in_review_can_not_be_overwritten(lab: Lab) -> None:
    lab.online()
    (request,) = lab.requests({"title": "第二版"}, lab.product())
    assert lab.write(request).ok
    (other,) = lab.requests({"title": "第三版"}, lab.product())
    outcome = lab.write(other)
    assert not outcome.ok
    assert not outcome.unclear
    assert review_of(lab.product()).attrs["title"] == "第二版"


def test_the_same_submission_twice_is_one_product(lab: Lab) -> None:
    lab.create()
    lab.decide("缺少图片")
    lab.create()
    rows = lab.database.rows("SELECT product_id FROM products")
    assert len(rows) == 1


def test_a_review_passes_by_itself_after_two_hours(lab: Lab) -> None:
    lab.create()
    lab.clock.advance(hours=1, minutes=59)
    lab.reconnect()
    assert lab.product().existence is Existence.ABSENT
    lab.clock.advance(minutes=1)
    assert lab.product().existence is Existence.PRESENT


@pytest.mark.parametrize(
    ("sets", "op", "path"),
    [
        ({"stock": 0}, "product.stock", "stock/sync"),
        ({"stock": "unlimited"}, "product.stock", "stock/sync"),
        ({"sale.end": "2026-09-30T23:59:59+08:00"}, "product.free_audit", "free_audit"),
        ({"sale.end": "2026-09-30T23:59:59+08:00", "stock": 80}, "product.free_audit", "free_audit"),
        ({"shelf": "offline"}, "product.operate", "operate"),
    ],
)
def test_a_small_edit_takes_effect_at_once_without_a_review(
    lab: Lab, sets: dict[str, Value], op: str, path: str
) -> None:
    lab.online()
    (request,) = lab.requests(sets, lab.product())
    assert (request.op, request.review, request.whole) == (op, False, False)
    assert path in request.path
    assert lab.write(request).ok
    live = lab.product()
    assert {p: live.attrs[p] for p in sets} == sets
    assert differences(live.attrs, {p: v for p, v in PRODUCT.items() if p not in sets}) == set()
    assert review_of(live).verdict is Verdict.APPROVED


def test_an_unlimited_stock_beside_a_new_end_of_sale_is_not_forgotten(lab: Lab) -> None:
    lab.online()
    sets: dict[str, Value] = {"sale.end": "2026-09-30T23:59:59+08:00", "stock": "unlimited"}
    assert all(outcome.ok for outcome in lab.change(sets))
    live = lab.product()
    assert (live.attrs["sale.end"], live.attrs["stock"]) == (sets["sale.end"], "unlimited")


def test_the_shelf_goes_both_ways(lab: Lab) -> None:
    lab.online()
    for shelf in ("offline", "online"):
        lab.change({"shelf": shelf})
        assert lab.product().attrs["shelf"] == shelf


def test_a_product_declared_off_the_shelf_does_not_go_on_sale_when_it_passes(lab: Lab) -> None:
    lab.online(shelf="offline")
    assert lab.product().attrs["shelf"] == "offline"


def test_a_banned_product_is_a_state_of_its_own_and_can_not_be_put_back(lab: Lab) -> None:
    product_id = lab.online()
    lab.database.run("UPDATE products SET online_status=3 WHERE product_id=?", product_id)
    live = lab.product()
    assert live.banned
    (request,) = lab.requests({"shelf": "online"}, live)
    outcome = lab.write(request)
    assert not outcome.ok
    assert outcome.problem is not None


def test_shops_of_a_catering_product_are_bound_and_unbound_one_by_one(lab: Lab) -> None:
    lab.online(stores=[SHOP, OTHER_SHOP])
    requests = lab.requests({"stores": [OTHER_SHOP, THIRD_SHOP]}, lab.product())
    assert [(r.body["poi_operate_type"], r.body["poi_id_list"]) for r in requests] == [
        (1, [int(THIRD_SHOP)]),
        (2, [int(SHOP)]),
    ]
    assert all(lab.write(request).ok for request in requests)
    assert lab.product().attrs["stores"] == [OTHER_SHOP, THIRD_SHOP]


def test_shops_of_any_other_product_are_sent_with_the_whole_of_it(lab: Lab) -> None:
    lab.online(category="按摩", stores=[SHOP])
    (request,) = lab.requests({"stores": [SHOP, OTHER_SHOP]}, lab.product())
    assert (request.op, request.review) == ("product.save", True)
    assert [poi["poi_id"] for poi in request.body["product"]["pois"]] == [SHOP, OTHER_SHOP]


def test_a_save_sends_back_what_nobody_models(lab: Lab) -> None:
    product_id = lab.online()
    content = lab.stored(product_id)
    content["product"]["future_field"] = {"deep": [1, {"x": "y"}]}
    content["product"]["attr_key_value_map"]["RecommendWord"] = "推荐语"
    content["sku"]["attr_key_value_map"]["new_rule"] = json.dumps({"on": True})
    lab.database.run("UPDATE products SET online=? WHERE product_id=?", dump(content), product_id)
    lab.change({"title": "毛血旺双人餐"})
    lab.decide()
    after = lab.stored(product_id)
    assert after["product"]["future_field"] == {"deep": [1, {"x": "y"}]}
    assert after["product"]["attr_key_value_map"]["RecommendWord"] == "推荐语"
    assert after["sku"]["attr_key_value_map"]["new_rule"] == '{"on": true}'
    assert after["product"]["product_name"] == "毛血旺双人餐"


def test_a_save_never_sends_back_signatures_counters_or_derived_keys(lab: Lab) -> None:
    lab.online()
    (request,) = lab.requests({"title": "毛血旺双人餐"}, lab.product())
    sent = json.dumps(request.body, ensure_ascii=False)
    for volatile in (
        "x-orig-sign",
        "sold_qty",
        "avail_qty",
        "OrderValidStart",
        "owner_account_id",
        "platform_take_rate",
    ):
        assert volatile not in sent


def test_an_edited_title_changes_nothing_else(lab: Lab) -> None:
    lab.online()
    before = lab.product()
    lab.change({"title": "毛血旺双人餐"})
    lab.decide()
    after = lab.product()
    assert {p for p in {*before.attrs, *after.attrs} if before.attrs.get(p) != after.attrs.get(p)} == {"title"}
    assert after.rest == before.rest


def test_money_stays_what_it_was_through_ten_rounds(lab: Lab) -> None:
    lab.online(price="0.07", items=[{"name": "凉菜", "price": "4.35", "count": 3, "unit": "份"}], origin_price="13.05")
    for round_number in range(10):
        lab.change({"title": f"凉菜拼盘第{round_number}版"})
        lab.decide()
    live = lab.product()
    assert (live.attrs["price"], live.attrs["origin_price"]) == ("0.07", "13.05")
    assert live.attrs["items"] == [{"name": "凉菜", "price": "4.35", "count": 3, "unit": "份"}]


def test_selling_is_no_change_of_the_stock(lab: Lab) -> None:
    product_id = lab.online(stock=5)
    lab.database.run("UPDATE products SET sold=5 WHERE product_id=?", product_id)
    live = lab.product()
    assert (live.attrs["stock"], live.sold_out) == (5, True)


def test_a_product_deleted_in_the_console_is_absent(lab: Lab) -> None:
    product_id = lab.online()
    lab.database.run("DELETE FROM products WHERE product_id=?", product_id)
    assert lab.product().existence is Existence.ABSENT


def test_a_console_made_product_is_changed_under_its_own_id(lab: Lab) -> None:
    (made,) = lab.requests(PRODUCT)
    product_id = seed.put_product(lab.database, lab.account.account_id, "", made.body, by_app=False)
    live = lab.product("", product_id=product_id, bound=True)
    (request,) = lab.requests({"stock": 7}, live, out_id="", bound=True)
    assert request.body["product_id"] == product_id
    assert "out_id" not in request.body
    assert lab.write(request).ok
    assert lab.product("", product_id=product_id, bound=True).attrs["stock"] == 7
