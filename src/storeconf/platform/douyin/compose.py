"""A change put into requests: the cheapest route that may carry the edit, and read-modify-write for the dear one.

Routes, cheapest first (facts §3.1): shelf by `operate`; stock by `stock/sync`; stock and end of sale together by
`free_audit`; shops of catering products by `product/poi/operate`; everything else by `save`, which goes to review and
sends the whole product.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from storeconf.core import clock
from storeconf.core.values import Attrs
from storeconf.platform.douyin.codec import Body, attrs_of
from storeconf.platform.douyin.codec_terms import stock_of
from storeconf.platform.douyin.codecs import CODECS
from storeconf.platform.douyin.reading import (
    DERIVED,
    ECHOED,
    READ_ONLY_PRODUCT,
    READ_ONLY_SKU,
    READ_ONLY_STOCK,
    stable,
)
from storeconf.platform.live import Existence, LiveObject
from storeconf.platform.protocol import Change, Impossible, Request

SAVE = "/goodlife/v1/goods/product/save/"
OPERATE = "/goodlife/v1/goods/product/operate/"
FREE_AUDIT = "/goodlife/v1/goods/product/free_audit/"
STOCK_SYNC = "/goodlife/v1/goods/stock/sync/"
PRODUCT_POI = "/goodlife/v1/goods/open/common/product/poi/operate/"
POI_UPDATE = "/goodlife/v1/poi/poi/update/"
BOOKING_CONFIG = "/goodlife/v1/akte/booking/config/"

OP_ONLINE, OP_OFFLINE = 1, 2
POI_ADD, POI_REMOVE = 1, 2
CATERING = "美食"
"""First name of the category path of catering products, by assumption; only their shops can be edited without a review."""

CREATE_PRODUCT_ATTRS = {
    "auto_renew": "false",
    "bring_out_meal": "false",
    "customer_reserved_info": '{"allow":false}',
    "free_pack": "true",
    "private_room": "true",
    "real_name_info": '{"enable":false,"scene":0}',
    "refund_need_merchant_confirm": "false",
    "release_source": "1",
    "show_channel": "1",
    "superimposed_discounts": "false",
}
CREATE_SKU_ATTRS = {"code_source_type": "1", "limit_rule": '{"is_limit":false}', "settle_type": "1", "use_type": "1"}
"""What the platform's template asks for and the YAML doesn't say (facts §3.3): no extra right, no restriction.

A refused room would have to stand in the title (R10-09), and refused packing is rejected (R01-08): neither is sent.
Sent at creation only, and in the saved plan. `platform: {KEY: …}` in the YAML says otherwise.
"""
BUSINESS_LINE = {"self": 1, "operator": 3}
"""biz_line: 1 self-developed, 3 direct provider (facts §3.1)."""


def compose(change: Change, categories: Mapping[str, str]) -> Sequence[Request] | Impossible:
    """The requests for a change. `categories`: name, path and id to id, of this account."""
    match change.kind.name:
        case "product":
            return _product(change, categories)
        case "poi":
            return _place(change)
        case "booking":
            return _booking(change)
        case _:
            return Impossible("no_route")


# -- products ----------------------------------------------------------------------------------------------------------


def _product(change: Change, categories: Mapping[str, str]) -> Sequence[Request] | Impossible:
    """Off the shelf before anything else, onto it after: a sale that is over is prolonged first."""
    sets = dict(change.sets)
    if change.create:
        return _save(change, sets, categories)
    shelf = [_operate(change, str(sets.pop("shelf")))] if "shelf" in sets else []
    content = _content(change, sets, categories) if sets else []
    if isinstance(content, Impossible):
        return content
    return [*shelf, *content] if change.sets.get("shelf") == "offline" else [*content, *shelf]


def _content(change: Change, sets: Attrs, categories: Mapping[str, str]) -> Sequence[Request] | Impossible:
    if set(sets) == {"stock"}:
        return [_stock(change, sets)]
    if set(sets) <= {"stock", "sale.end"}:
        return list(_free_audit(change, sets))
    if "stores" in sets and not sets["stores"]:
        return Impossible("no_stores")
    if set(sets) == {"stores"} and _is_catering(change.live):
        return list(_shops(change, sets))
    return _save(change, sets, categories)


def _identity(change: Change) -> Body:
    """The out_id of what we made, the product_id of what was made in the console; the platform takes either."""
    product_id, out_id = change.live.ids.get("product_id", ""), change.live.ids.get("out_id", change.out_id)
    ours = change.out_id and out_id == change.out_id and not change.bound
    key = {"out_id": change.out_id} if ours or not product_id else {"product_id": product_id}
    return {"account_id": change.account.account_id, **key}


def _operate(change: Change, shelf: str) -> Request:
    body = {**_identity(change), "op_type": OP_ONLINE if shelf == "online" else OP_OFFLINE}
    return Request(op="product.operate", method="POST", path=OPERATE, body=body, sets=("shelf",))


def _stock(change: Change, sets: Attrs) -> Request:
    body = {**_identity(change), "stock": stock_of(sets["stock"])}
    return Request(op="product.stock", method="POST", path=STOCK_SYNC, body=body, sets=("stock",))


def _free_audit(change: Change, sets: Attrs) -> Iterable[Request]:
    """End of sale, and a finite stock with it; an unlimited one it can't say."""
    body = _identity(change)
    body["sold_end_time"] = clock.epoch(clock.parse_instant(str(sets["sale.end"])))
    finite = isinstance(sets.get("stock"), int)
    if finite:
        body["stock_qty"] = sets["stock"]
    carried = tuple(sorted(sets)) if finite else ("sale.end",)
    yield Request(op="product.free_audit", method="POST", path=FREE_AUDIT, body=body, sets=carried)
    if "stock" in sets and not finite:
        yield _stock(change, sets)


def _is_catering(live: LiveObject) -> bool:
    return str(live.attrs.get("category", "")).replace("·", "/").split("/")[0] == CATERING


def _shops(change: Change, sets: Attrs) -> Iterable[Request]:
    """Shops added and removed one by one, never replaced: an empty replacement might clear every shop (facts §13)."""
    wanted: Any = sets["stores"]
    before: Any = change.live.attrs.get("stores") or ()
    added = [poi for poi in wanted if poi not in before]
    for operation, name, pois, after in (
        (POI_ADD, "product.poi.add", added, sorted({*before, *added})),
        (POI_REMOVE, "product.poi.remove", [poi for poi in before if poi not in wanted], wanted),
    ):
        if pois:
            body = {
                "account_id": int(change.account.account_id),
                "product_id": int(change.live.ids.get("product_id", "0")),
                "poi_operate_type": operation,
                "poi_id_list": [int(poi) for poi in pois],
            }
            leaves = {"stores": after}
            yield Request(op=name, method="POST", path=PRODUCT_POI, body=body, sets=("stores",), leaves=leaves)


def _save(change: Change, sets: Attrs, categories: Mapping[str, str]) -> Sequence[Request] | Impossible:
    nobody_knows = change.live.existence is Existence.UNKNOWN
    unseen = sorted(sets if nobody_knows else {p for p in change.live.unknown if p not in sets and p != "shelf"})
    if unseen and not change.create:
        return Impossible("would_send_unknown", {"paths": "、".join(unseen)})
    body = _sendable(change.live) if not change.create else {"product": {}, "sku": {}}
    plain = {path: value for path, value in sets.items() if path != "shelf"}
    for codec in CODECS:
        mine = {path: plain[path] for path in codec.paths if path in plain}
        if mine:
            codec.encode(body, mine)
    for path, value in plain.items():
        if path.startswith("platform."):
            attrs_of(body)[path.removeprefix("platform.")] = value
    problem = _put_category(body, sets, categories)
    if problem is not None:
        return problem
    if not body["product"].get("pois"):
        return Impossible("no_stores")
    if change.create:
        _complete_new(body, change, sets)
    identity = _identity(change)
    body["product"] |= {name: value for name, value in identity.items() if name != "account_id"}
    whole = {"account_id": change.account.account_id, "product": body["product"], "sku": body["sku"]}
    sent = tuple(sorted(sets)) if change.create else tuple(sorted(plain))
    return [Request(op="product.save", method="POST", path=SAVE, body=whole, sets=sent, whole=True, review=True)]


def _sendable(live: LiveObject) -> Body:
    """The product as it is, without what the platform only tells and without signatures."""
    raw: Body = copy.deepcopy(dict(live.raw))
    product: Body = {k: v for k, v in (raw.get("product") or {}).items() if k not in READ_ONLY_PRODUCT}
    sku: Body = {k: v for k, v in (raw.get("sku") or {}).items() if k not in READ_ONLY_SKU}
    attributes = product.get("attr_key_value_map") or {}
    product["attr_key_value_map"] = {k: v for k, v in attributes.items() if k not in DERIVED and k not in ECHOED}
    sku["attr_key_value_map"] = sku.get("attr_key_value_map") or {}
    if isinstance(sku.get("stock"), dict):
        sku["stock"] = {k: v for k, v in sku["stock"].items() if k not in READ_ONLY_STOCK}
    if isinstance(product.get("pois"), list):
        kept = ("poi_id", "supplier_ext_id")
        product["pois"] = [{k: str(poi[k]) for k in kept if k in poi} for poi in product["pois"]]
    unsigned: Body = stable({"product": product, "sku": sku})
    return unsigned


def _put_category(body: Body, sets: Attrs, categories: Mapping[str, str]) -> Impossible | None:
    name = str(sets.get("category", ""))
    if not name or name.isdigit():
        return None
    found = categories.get(name.replace("·", "/"))
    if found is None:
        return Impossible("category_unknown", {"category": name})
    if not found:
        return Impossible("category_ambiguous", {"category": name})
    body["product"]["category_id"] = int(found)
    return None


def _complete_new(body: Body, change: Change, sets: Attrs) -> None:
    """What a new product needs beside its declared attributes."""
    product, sku = body["product"], body["sku"]
    product["biz_line"] = BUSINESS_LINE.get(change.account.role, 1)
    product["product_ext"] = {"auto_online": sets.get("shelf", "online") == "online"}
    for name, value in CREATE_PRODUCT_ATTRS.items():
        attrs_of(body).setdefault(name, value)
    for name, value in CREATE_SKU_ATTRS.items():
        attrs_of(body, "sku").setdefault(name, value)
    sku["sku_name"] = product.get("product_name", "")
    sku["status"] = 1
    sku.setdefault("stock", stock_of("unlimited"))


# -- places and booking ------------------------------------------------------------------------------------------------


def _place(change: Change) -> Sequence[Request] | Impossible:
    """An edit of a place's basics: a task that the platform reviews (facts §2: poi.update)."""
    poi: Body = {}
    sets = change.sets
    if "name" in sets:
        poi["poi_name"] = sets["name"]
    if "address" in sets:
        poi["address"] = sets["address"]
    if "phone" in sets:
        poi["contact_tel"] = sets["phone"]
    if "hours" in sets:
        hours: Any = sets["hours"]
        poi["open_times_v2"] = [
            {"start_time": row["open"], "end_time": row["close"], "weeks": list(row["days"])} for row in hours
        ]
    poi_id = str(change.live.attrs.get("id", ""))
    if not poi or not poi_id:
        return Impossible("no_route")
    body = {
        "datas": [
            {
                "third_id": change.address.split("/")[0],
                "poi_id": poi_id,
                "account_id": change.account.account_id,
                "poi": poi,
            }
        ]
    }
    return [Request(op="poi.update", method="POST", path=POI_UPDATE, body=body, sets=tuple(sorted(sets)), review=True)]


def _booking(change: Change) -> Sequence[Request] | Impossible:
    """Catering's booking switches: a task whose result can be asked for (facts §7). Units (days, minutes, 1/0) are assumed."""
    names = {
        "open": "open_status",
        "earliest_days": "earliest_booking_time",
        "latest_minutes": "latest_booking_time",
        "tip": "booking_tip",
    }
    config = {names[path]: value for path, value in change.sets.items() if path in names}
    if "open_status" in config:
        config["open_status"] = 1 if config["open_status"] else 0
    poi_id = change.live.ids.get("poi_id", "")
    if not poi_id:
        return Impossible("no_poi")
    body = {"account_id": change.account.account_id, "poi_ids": [poi_id], "config": config}
    sent = tuple(sorted(change.sets))
    return [Request(op="booking.config", method="POST", path=BOOKING_CONFIG, body=body, sets=sent, review=True)]
