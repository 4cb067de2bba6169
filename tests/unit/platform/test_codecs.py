"""Product attributes in the platform's form and back: nothing lost, nothing invented, nothing else touched."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from lab import OTHER_SHOP, PRODUCT, SHOP
from storeconf.core.values import Value
from storeconf.model.compare import same
from storeconf.model.kind import Flag
from storeconf.model.kinds import BY_NAME
from storeconf.platform.douyin.codec import Body
from storeconf.platform.douyin.codecs import CODECS
from storeconf.platform.douyin.reading import PRODUCT_PATHS, decode_product

KIND = BY_NAME["product"]


def empty() -> Body:
    return {"product": {}, "sku": {}}


def encoded(sets: dict[str, Value], body: Body | None = None) -> Body:
    """What a save would send of some attributes, into a body that may hold others."""
    found = body if body is not None else empty()
    for codec in CODECS:
        mine = {path: sets[path] for path in codec.paths if path in sets}
        if mine:
            codec.encode(found, mine)
    return found


def decoded(body: Body) -> dict[str, Value]:
    attrs, broken = decode_product(body)
    assert broken == []
    return attrs


def stored(body: Body, name: str, part: str = "product") -> Any:
    """One string-JSON attribute as data."""
    return json.loads(body[part]["attr_key_value_map"][name])


CASES: list[dict[str, Value]] = [
    {"title": "毛血旺单人餐(含米饭)"},
    {"title": "𠮷野家 🍲 “双引号” \\ 反斜杠"},
    {"kind": "voucher"},
    {"kind": "hotel_ticket_package"},
    {"kind": "times_card"},
    {"price": "0.01"},
    {"price": "9999999.99"},
    {"price": "4.35"},
    {"origin_price": "19.90"},
    {"items": [{"name": "毛血旺", "price": "33.00", "count": 2, "unit": "份"}]},
    {
        "items": [
            {"name": "锅底", "price": "28.00", "count": 1, "unit": "份"},
            {
                "group": "主食",
                "choose": 1,
                "of": [
                    {"name": "米饭", "price": "2.00", "count": 1, "unit": "碗"},
                    {"name": "面", "price": "6.00", "count": 1, "unit": "碗"},
                ],
            },
        ]
    },
    {"sale.start": "2026-03-09T00:00:00+08:00", "sale.end": "2026-06-30T23:59:59+08:00"},
    {"use.start": "2026-03-09", "use.end": "2026-07-31"},
    {"use.days_after_purchase": 30},
    {"use.times.all_day": True},
    {"use.times.all_day": False, "use.times.periods": [{"start": "17:00", "end": "02:00"}]},
    {
        "use.times.all_day": False,
        "use.times.periods": [{"start": "11:00", "end": "14:00"}, {"start": "17:00", "end": "21:00"}],
    },
    {"unusable.weekdays": [6, 7], "unusable.holidays": ["春节", "圣诞"], "unusable.dates": ["2026-05-01"]},
    {"unusable.weekdays": [], "unusable.holidays": [], "unusable.dates": []},
    {"subtitle_tags": ["随时退", "过期退", "免预约"]},
    {"refund_policy": "anytime"},
    {"refund_policy": "none"},
    {"refund_policy": "conditional"},
    {"appointment.required": True, "appointment.lead_hours": 24},
    {"appointment.required": True, "appointment.lead_hours": 5},
    {"appointment.required": True, "appointment.lead_hours": 0},
    {"appointment.required": False, "appointment.lead_hours": 0},
    {"usage_notes": "第一行\n第二行", "purchase_notes": "每桌限用两张"},
    {"usage_notes": "只有使用须知"},
    {"purchase_notes": "只有购买须知"},
    {"description": "多行\n\n描述"},
    {"phone": "01064171234"},
    {"phone": "01064171234/13800000000"},
    {
        "images": [
            {"role": "head", "url": "https://cdn.example/1.jpg"},
            {"role": "dish", "url": "https://cdn.example/2.jpg"},
        ]
    },
    {"stock": 0},
    {"stock": 99999999},
    {"stock": "unlimited"},
    {"people": 4},
    {"limits.per_user": 2},
    {"private_room": True},
    {"free_pack": False},
    {"stores": [SHOP, OTHER_SHOP]},
    {"category": "3001001"},
    dict(PRODUCT),
]


@pytest.mark.parametrize("sets", CASES, ids=lambda sets: "+".join(list(sets)[:3]))
def test_what_is_sent_is_read_back_as_it_was(sets: dict[str, Value]) -> None:
    body = json.loads(json.dumps(encoded(sets)))
    seen = decoded(body)
    expected = {p: v for p, v in sets.items() if p not in ("shelf", "category") or str(v).isdigit()}
    assert {
        p: v for p, v in seen.items() if p in expected and same(KIND.attribute(p), v, expected[p])
    }.keys() == expected.keys()


def test_every_modelled_attribute_of_a_product_has_a_codec_or_a_reason() -> None:
    by_hand = {"visibility.sale_scope", "visibility.distribution", "visibility.whitelist"}
    identity = {"out_id", "product_id"}
    local = {item.path for item in KIND.attributes if item.has(Flag.LOCAL)}
    modelled = {item.path for item in KIND.attributes} - by_hand - identity - local - {"platform"}
    assert modelled == PRODUCT_PATHS


def test_no_attribute_is_spoken_for_twice() -> None:
    paths = [path for codec in CODECS for path in codec.paths]
    keys = [key for codec in CODECS for key in codec.keys]
    assert len(paths) == len(set(paths))
    assert len(keys) == len(set(keys))


def test_a_body_without_anything_holds_nothing() -> None:
    assert decode_product({}) == ({}, [])
    assert decode_product({"product": None, "sku": None}) == ({}, [])
    assert decode_product({"product": {"attr_key_value_map": None}, "sku": {"attr_key_value_map": None}}) == ({}, [])


def test_reading_does_not_change_the_reply() -> None:
    body: Body = {"product": {"product_name": "x"}, "sku": {"actual_amount": 1}}
    before = copy.deepcopy(body)
    decode_product(body)
    assert body == before


# -- what the platform may write otherwise -------------------------------------------------------------------------------


def attributes(**values: Any) -> Body:
    return {"product": {"attr_key_value_map": values}, "sku": {}}


@pytest.mark.parametrize(
    ("body", "path", "expected"),
    [
        ({"product": {"sold_end_time": 1782835199}}, "sale.end", "2026-06-30T23:59:59+08:00"),
        ({"product": {"sold_end_time": 1782835199000}}, "sale.end", "2026-06-30T23:59:59+08:00"),
        ({"product": {"sold_end_time": "1782835199"}}, "sale.end", "2026-06-30T23:59:59+08:00"),
        ({"sku": {"actual_amount": 1990}}, "price", "19.90"),
        ({"sku": {"actual_amount": "1990"}}, "price", "19.90"),
        ({"sku": {"actual_amount": 7}}, "price", "0.07"),
        ({"sku": {"stock": {"limit_type": "2", "stock_qty": 0}}}, "stock", "unlimited"),
        ({"sku": {"stock": {"limit_type": 0, "stock_qty": 500}}}, "stock", 500),
        (attributes(free_pack="True"), "free_pack", True),
        (attributes(free_pack=True), "free_pack", True),
        (attributes(free_pack="false"), "free_pack", False),
        (attributes(RefundPolicy=3), "refund_policy", "conditional"),
        (attributes(use_date={"use_date_type": 2, "day_duration": 30}), "use.days_after_purchase", 30),
        (attributes(SubTitle="随时退|"), "subtitle_tags", ["随时退"]),
        (
            attributes(image_list='["https://cdn.example/1.jpg?sign=1"]'),
            "images",
            [{"role": "head", "url": "https://cdn.example/1.jpg"}],
        ),
        (attributes(can_no_use_date='{"enable":false,"days_of_week":[6,7]}'), "unusable.weekdays", []),
        (
            attributes(appointment='{"need_appointment":true,"ahead_time_type":3,"ahead_minute_num":120}'),
            "appointment.lead_hours",
            2,
        ),
    ],
)
def test_other_spellings_of_the_same_value_are_read(body: Body, path: str, expected: Value) -> None:
    assert decoded({"product": {}, "sku": {}, **body})[path] == expected


@pytest.mark.parametrize(
    "body",
    [
        {"sku": {"actual_amount": 19.9}},
        {"sku": {"actual_amount": -1}},
        {"sku": {"actual_amount": True}},
        {"sku": {"actual_amount": "19.90"}},
        {"sku": {"attr_key_value_map": {"commodity": '[{"item_list":[{"name":"x","price":19.9}]}]'}}},
        {"sku": {"attr_key_value_map": {"commodity": '[{"item_list":[{"name":"x"}]}]'}}},
        {"product": {"pois": [{"poi_id": 6.601e18}]}},
        {"product": {"pois": [{"poi_id": "not-an-id"}]}},
        {"product": {"pois": ["6601136930000001"]}},
        {"product": {"sold_end_time": 10**30}},
        {
            "product": {
                "attr_key_value_map": {
                    "appointment": '{"need_appointment":true,"ahead_time_type":1,"ahead_day_num":"x"}'
                }
            }
        },
    ],
)
def test_what_makes_no_sense_is_unknown_and_never_guessed(body: Body) -> None:
    attrs, broken = decode_product(body)
    assert broken
    assert not set(attrs) & set(broken)


@pytest.mark.parametrize(
    "junk", ["", "null", "[]", "{}", "[null]", "[[]]", '"x"', "-1", "{broken", "[" * 5_000, '{"a":', "true"]
)
def test_junk_inside_a_string_attribute_never_crashes(junk: str) -> None:
    keys = sorted(key for codec in CODECS for key in codec.keys)
    for key in keys:
        part, name = ("sku", key.removeprefix("sku.")) if key.startswith("sku.") else ("product", key)
        attrs, _ = decode_product({part: {"attr_key_value_map": {name: junk}}})
        assert all(value is not None for value in attrs.values()), key


def test_minutes_that_make_no_hours_are_left_out_rather_than_rounded() -> None:
    body = attributes(appointment='{"need_appointment":true,"ahead_time_type":3,"ahead_minute_num":30}')
    assert decoded(body) == {"appointment.required": True}
