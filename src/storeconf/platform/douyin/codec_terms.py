"""What is sold under which terms: kind, category, tags, refund, stock, shops, people, limits (facts §3.2, §3.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storeconf.core.values import Value
from storeconf.platform.douyin.codec import Body, Codec, Found, attrs_of, fen_field, is_id, pack, switch, unpack

PRODUCT_TYPES = {
    "groupbuy": 1,
    "presale": 3,
    "calendar_room": 4,
    "calendar_ticket": 5,
    "day_tour": 8,
    "voucher": 11,
    "hotel_ticket_package": 12,
    "times_card": 15,
    "booking": 22,
}
"""product_type, goods-introduce. `hotel_ticket_package` as 12 (new presale) is an assumption: no page names it."""
REFUND_POLICIES = {"anytime": 1, "none": 2, "conditional": 3}
"""RefundPolicy: 1 is "refund allowed" in the source, taken as any time; 2 none, 3 conditional (facts §3.3)."""


def _decode_kind(body: Body) -> Found:
    number = body["product"].get("product_type")
    name = next((name for name, value in PRODUCT_TYPES.items() if str(value) == str(number)), None)
    return {"kind": name} if name else {}


def _encode_kind(body: Body, values: Mapping[str, Value]) -> None:
    body["product"]["product_type"] = PRODUCT_TYPES[str(values["kind"])]


def _decode_category(body: Body) -> Found:
    name = body["product"].get("category_full_name") or body["product"].get("category_id")
    return {"category": str(name)} if name else {}


def _encode_category(body: Body, values: Mapping[str, Value]) -> None:
    """The id is put in by `compose`, which knows the account's categories."""
    if str(values["category"]).isdigit():
        body["product"]["category_id"] = int(str(values["category"]))


def _decode_tags(body: Body) -> Found:
    raw = attrs_of(body).get("SubTitle")
    return {"subtitle_tags": [tag for tag in str(raw).split("|") if tag]} if raw else {}


def _encode_tags(body: Body, values: Mapping[str, Value]) -> None:
    tags: Any = values["subtitle_tags"]
    attrs_of(body)["SubTitle"] = "|".join(tags)


def _decode_refund(body: Body) -> Found:
    raw = str(attrs_of(body).get("RefundPolicy") or "")
    name = next((name for name, number in REFUND_POLICIES.items() if str(number) == raw), None)
    return {"refund_policy": name} if name else {}


def _encode_refund(body: Body, values: Mapping[str, Value]) -> None:
    attrs_of(body)["RefundPolicy"] = str(REFUND_POLICIES[str(values["refund_policy"])])


def _decode_stock(body: Body) -> Found:
    stock = body.get("sku", {}).get("stock")
    if not isinstance(stock, Mapping):
        return {}
    if str(stock.get("limit_type")) == "2":
        return {"stock": "unlimited"}
    return {"stock": int(stock["stock_qty"])} if stock.get("stock_qty") is not None else {}


def _encode_stock(body: Body, values: Mapping[str, Value]) -> None:
    body.setdefault("sku", {})["stock"] = stock_of(values["stock"])


def stock_of(value: Value) -> Body:
    """`stock` as the platform takes it."""
    return {"limit_type": 2} if value == "unlimited" else {"limit_type": 1, "stock_qty": value}


def _decode_stores(body: Body) -> Found:
    pois = body["product"].get("pois")
    if not isinstance(pois, list):
        return {}
    found = [poi["poi_id"] for poi in pois if poi.get("poi_id")]
    if not all(map(is_id, found)):
        raise ValueError("an id that is none")
    return {"stores": sorted(map(str, found))}


def _encode_stores(body: Body, values: Mapping[str, Value]) -> None:
    wanted: Any = values["stores"]
    before = body["product"].get("pois") or []
    known = {str(poi.get("poi_id")): poi for poi in before if isinstance(poi, Mapping)}
    body["product"]["pois"] = [known.get(poi, {"poi_id": poi}) for poi in wanted]


def _decode_people(body: Body) -> Found:
    raw = str(attrs_of(body).get("rec_person_num") or "")
    return {"people": int(raw)} if raw.isdigit() and int(raw) else {}


def _encode_people(body: Body, values: Mapping[str, Value]) -> None:
    attrs_of(body)["rec_person_num"] = attrs_of(body)["rec_person_num_max"] = str(values["people"])


def _decode_limit(body: Body) -> Found:
    raw = unpack(attrs_of(body, "sku").get("limit_rule"))
    if not isinstance(raw, Mapping) or not raw.get("is_limit"):
        return {}
    return {"limits.per_user": int(raw["total_buy_num"])} if raw.get("total_buy_num") else {}


def _encode_limit(body: Body, values: Mapping[str, Value]) -> None:
    attrs_of(body, "sku")["limit_rule"] = pack({"is_limit": True, "total_buy_num": values["limits.per_user"]})


TERMS: tuple[Codec, ...] = (
    Codec(("kind",), (), _decode_kind, _encode_kind),
    Codec(("category",), (), _decode_category, _encode_category),
    fen_field("price", "actual_amount"),
    fen_field("origin_price", "origin_amount"),
    Codec(("subtitle_tags",), ("SubTitle",), _decode_tags, _encode_tags),
    Codec(("refund_policy",), ("RefundPolicy",), _decode_refund, _encode_refund),
    Codec(("stock",), (), _decode_stock, _encode_stock),
    Codec(("stores",), (), _decode_stores, _encode_stores),
    Codec(("people",), ("rec_person_num", "rec_person_num_max"), _decode_people, _encode_people),
    Codec(("limits.per_user",), ("sku.limit_rule",), _decode_limit, _encode_limit),
    switch("private_room", "private_room"),
    switch("free_pack", "free_pack"),
)
