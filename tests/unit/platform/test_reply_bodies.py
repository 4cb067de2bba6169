"""Replies in the platform's own shape (`tests/data/api`): every value is read, and nothing of it is taken for a change."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lab import KEYS, account, change, product_wanted
from storeconf.model.compare import same
from storeconf.model.kinds import BY_NAME
from storeconf.model.review import Verdict
from storeconf.plan.steps import fingerprint
from storeconf.platform.douyin.adapter import Douyin
from storeconf.platform.douyin.client import App, Client
from storeconf.platform.live import Existence, LiveObject
from storeconf.platform.protocol import Impossible, Request, Wanted
from support import ROOT
from wire import TOKEN, Wire, answers, says, token

BODIES = ROOT / "tests" / "data" / "api"
PRODUCT = BY_NAME["product"]


def body(name: str) -> str:
    return Path(BODIES / f"{name}.json").read_text(encoding="utf-8")


@pytest.fixture
def wire() -> Wire:
    found = Wire()
    found.always(token(), on=TOKEN)
    for path, name in (("shop/poi/query", "shop_poi_query"), ("online/query", "online_query")):
        found.always(answers(200, body(name)), on=path)
    for path, name in (("draft/query", "draft_query"), ("online/get", "online_get"), ("draft/get", "draft_get")):
        found.always(answers(200, body(name)), on=path)
    found.always(answers(200, body("poi_task")), on="poi/task/query")
    found.always(answers(200, body("poi_update")), on="poi/poi/update")
    found.always(answers(200, body("save")), on="product/save")
    found.always(says({"category_infos": []}), on="category/get")
    return found


@pytest.fixture
def platform(wire: Wire) -> Douyin:
    info = account()
    return Douyin({info.name: info}, lambda _: Client(App(wire, lambda: KEYS), info.account_id), "zh")


def seen(platform: Douyin, wanted: Wanted) -> LiveObject:
    return platform.snapshot([wanted], lambda _: None, "2026-03-09T10:00:00+08:00").get(wanted.address)


SWIM: dict[str, Any] = {
    "title": "单人畅游券",
    "kind": "groupbuy",
    "category": "运动健身·游泳馆·游泳馆",
    "price": "9.96",
    "origin_price": "13.99",
    "sale.start": "2026-03-09T00:00:00+08:00",
    "sale.end": "2026-12-31T23:59:59+08:00",
    "use.start": "2026-03-09",
    "use.end": "2026-12-31",
    "use.times.all_day": True,
    "unusable.weekdays": [6, 7],
    "unusable.holidays": ["春节", "国庆"],
    "unusable.dates": ["2026-05-01", "2026-05-02"],
    "refund_policy": "none",
    "appointment.required": True,
    "appointment.lead_hours": 24,
    "usage_notes": "请自备泳衣泳帽。",
    "purchase_notes": "每人限用一张。",
    "description": "标准泳道，恒温池水。",
    "images": [
        {"role": "head", "url": "http://p-sign.example/obj/aweme-upload-image/7038505021"},
        {"role": "head", "url": "http://p-sign.example/obj/aweme-upload-image/7038505050"},
        {"role": "environment", "url": "http://p-sign.example/obj/aweme-upload-image/7038505031"},
    ],
    "stock": 88,
    "limits.per_user": 9,
    "stores": ["6601137575719600005"],
    "shelf": "online",
    "platform.RecommendWord": "来游一圈",
    "platform.FrontCategoryTag": '["运动套餐"]',
}
"""What the made-up product says, in the YAML's words."""


@pytest.mark.parametrize("path", sorted(SWIM))
def test_every_value_of_an_online_product_is_read(platform: Douyin, path: str) -> None:
    live = seen(platform, product_wanted("swim-single"))
    assert same(PRODUCT.attribute(path), live.attrs[path], SWIM[path])


def test_what_the_platform_derives_by_itself_is_no_attribute(platform: Douyin) -> None:
    live = seen(platform, product_wanted("swim-single"))
    derived = ("Images", "DateRule", "Description", "OrderValidStart", "OrderValidEnd", "SupplierExtIdList")
    assert [name for name in derived if f"platform.{name}" in live.attrs] == []


def test_the_list_and_the_answer_by_id_are_one_product(platform: Douyin) -> None:
    listed = seen(platform, product_wanted("swim-single"))
    again = platform.reread(product_wanted("swim-single"))
    paths = [*listed.attrs]
    assert listed.raw != again.raw, "signatures, the order of keys and the commission differ"
    assert fingerprint(listed, PRODUCT, paths, whole=True) == fingerprint(again, PRODUCT, paths, whole=True)


def test_a_draft_brings_its_verdict_the_reviewers_words_and_its_values(platform: Douyin) -> None:
    review = seen(platform, product_wanted("swim-single")).review
    assert review is not None
    assert (review.verdict, review.reason) == (Verdict.REJECTED, "封面图含有价格文字；请更换")
    assert review.attrs["sale.end"] == SWIM["sale.end"], "milliseconds here, seconds in the online version"
    assert review.attrs["stock"] == 500


MEAL: dict[str, Any] = {
    "title": "铜锅涮肉双人餐",
    "category": "北京菜",
    "price": "99.60",
    "origin_price": "198.00",
    "items": [
        {"name": "清汤锅底", "price": "28.00"},
        {
            "group": "涮品",
            "choose": 2,
            "of": [
                {"name": "毛肚", "price": "68.00"},
                {"name": "羊肉", "price": "85.00", "unit": "盘"},
                {"name": "牛肉", "price": "85.00", "unit": "盘"},
            ],
        },
    ],
    "use.days_after_purchase": 30,
    "use.times.periods": [{"start": "17:00", "end": "02:00"}],
    "use.times.all_day": False,
    "unusable.weekdays": [],
    "unusable.holidays": [],
    "subtitle_tags": ["免预约", "随时退", "过期退"],
    "refund_policy": "anytime",
    "appointment.required": True,
    "appointment.lead_hours": 5,
    "phone": "13800000000、010-64171234",
    "people": 2,
    "private_room": True,
    "free_pack": True,
    "stock": 500,
}


@pytest.mark.parametrize("path", sorted(MEAL))
def test_every_value_of_a_draft_is_read(platform: Douyin, path: str) -> None:
    wanted = product_wanted("hotpot-double")
    live = platform.reread(replace(wanted, product_id="7119054118261300006"))
    assert live.existence is Existence.ABSENT, "it never passed"
    assert live.review is not None
    assert live.review.verdict is Verdict.IN_REVIEW
    assert same(PRODUCT.attribute(path), live.review.attrs[path], MEAL[path])
    assert "limits.per_user" not in live.review.attrs


def test_pictures_count_by_role_and_without_their_signatures(platform: Douyin) -> None:
    live = platform.reread(product_wanted("hotpot-double"))
    assert live.review is not None
    images: Any = live.review.attrs["images"]
    assert [image["role"] for image in images] == ["head", "environment", "dish", "detail"]
    assert not any("?" in image["url"] for image in images)


@pytest.mark.parametrize(
    ("poi_id", "expected"),
    [
        (
            "6601137575719600005",
            {
                "name": "蓝湾游泳馆(西路店)",
                "address": "西路二区111号门面",
                "location": {"lat": "31.230417", "lng": "121.4737", "datum": "gcj02"},
            },
        ),
        (
            "6601137575719600006",
            {"name": "蓝湾游泳馆(东路店)", "location": {"lat": "0", "lng": "121", "datum": "gcj02"}},
        ),
    ],
)
def test_shops_are_read_with_ids_as_text_or_number(platform: Douyin, poi_id: str, expected: dict[str, Any]) -> None:
    live = seen(platform, Wanted(address="bj/poi", kind="poi", account="shuyu", poi_id=poi_id))
    assert dict(live.attrs) == {"id": poi_id, "claimed": True, **expected}


def test_a_task_that_was_refused_for_one_field_is_refused(platform: Douyin) -> None:
    task = "7000000000011110007"
    wanted = Wanted(address="bj/poi", kind="poi", account="shuyu", poi_id="6601137575719600005", tasks=(task,))
    review = seen(platform, wanted).review
    assert review is not None
    assert (review.verdict, review.reason, review.ref) == (Verdict.REJECTED, "门店名称与门头照不一致", task)


@pytest.mark.parametrize(
    ("op", "path", "ids", "ref"),
    [
        ("product.save", "/goodlife/v1/goods/product/save/", {"product_id": "7119054118261600001"}, ""),
        ("poi.update", "/goodlife/v1/poi/poi/update/", {}, "7000000000011110007"),
    ],
)
def test_the_ids_of_a_write_are_text(platform: Douyin, op: str, path: str, ids: dict[str, str], ref: str) -> None:
    outcome = platform.write(account(), Request(op=op, method="POST", path=path, body={}, sets=()))
    assert (outcome.ok, dict(outcome.ids), outcome.ref) == (True, ids, ref)


def test_a_save_of_such_a_product_sends_back_all_that_is_not_modelled(platform: Douyin) -> None:
    live = seen(platform, product_wanted("swim-single"))
    found = platform.compose(change(account(), {"title": "双人畅游券"}, live, out_id="swim-single"))
    assert not isinstance(found, Impossible)
    (request,) = found
    attributes = request.body["product"]["attr_key_value_map"]
    before = json.loads(body("online_query"))["data"]["products"][0]["product"]["attr_key_value_map"]
    for name in (
        "customer_reserved_info",
        "real_name_info",
        "RecommendWord",
        "show_channel",
        "appointment",
        "use_date",
    ):
        assert attributes[name] == before[name]
    assert request.body["product"]["product_name"] == "双人畅游券"
    assert request.body["product"]["pois"] == [{"poi_id": "6601137575719600005", "supplier_ext_id": "ext_poi_001"}]
    assert request.body["sku"]["stock"] == {"limit_type": 1, "stock_qty": 88}
    assert "sign" not in json.dumps(request.body["product"]).replace("p-sign.example", "")
