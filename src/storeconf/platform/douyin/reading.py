"""Replies of the API as live objects: known values, what is masked, and the rest that is sent back as it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storeconf.core import clock
from storeconf.core.values import Value
from storeconf.model.compare import bare_url
from storeconf.model.review import Verdict
from storeconf.model.scalars import degrees_text
from storeconf.platform.douyin.codec import Body, attrs_of, is_id, pack, unpack
from storeconf.platform.douyin.codecs import CODECS
from storeconf.platform.live import Existence, LiveObject, Review, Unknown

ONLINE, OFFLINE, BANNED = "1", "2", "3"
"""online_status (facts §3.1, M)."""
SHELF = {ONLINE: "online", OFFLINE: "offline", BANNED: "offline"}
DRAFT_PASSED = frozenset({"1", "11"})
DRAFT_REJECTED = frozenset({"12", "22"})
"""draft_status: one client treats 12 as rejected, 1 and 11 as passed, all else as pending; 20–23 are the merchant's own
review, of which 22 as refused is an assumption (facts §3.1)."""

DERIVED = frozenset({"Images", "DateRule", "OrderValidStart", "OrderValidEnd", "SupplierExtIdList", "Description"})
"""Attribute keys that the platform adds by itself to what was saved (facts §3.3)."""
ECHOED = frozenset(
    {"account_name", "poi_list", "product_name", "sold_start_time", "sold_end_time", "actual_amount", "origin_amount"}
)
"""Attribute keys that repeat a plain field (seen in a sample request); the field is what counts."""
READ_ONLY_PRODUCT = frozenset(
    {"account_name", "category_full_name", "create_time", "creator_account_id", "owner_account_id", "update_time"}
)
READ_ONLY_SKU = frozenset({"create_time", "update_time", "sku_id"})
READ_ONLY_STOCK = frozenset({"avail_qty", "frozen_qty", "sold_count", "sold_qty"})
EMPTY_WHEN_SILENT = ("unusable.weekdays", "unusable.holidays", "unusable.dates")
"""No attribute means no such days."""

_SPOKEN_FOR = frozenset(key for codec in CODECS for key in codec.keys)
PRODUCT_PATHS = frozenset(path for codec in CODECS for path in codec.paths) | {"shelf"}
"""Attributes of a product that the API carries; keys under `platform` are carried too."""


def is_product(row: Mapping[str, Any]) -> bool:
    """Whether a row of a list has the shape of a product: maps where maps belong, an id that is one."""
    product, sku = row.get("product"), row.get("sku") or {}
    return (
        isinstance(product, Mapping)
        and isinstance(sku, Mapping)
        and all(isinstance(part.get("attr_key_value_map") or {}, Mapping) for part in (product, sku))
        and is_id(product.get("product_id"))
    )


def is_place(row: Mapping[str, Any]) -> bool:
    """Whether a row of a list has the shape of a shop."""
    poi = row.get("poi")
    return isinstance(poi, Mapping) and is_id(poi.get("poi_id"))


def product_object(address: str, online: Body | None, draft: Body | None, *, masked: bool) -> LiveObject:
    """A product from its online version, its draft, or both. Neither: the caller has proof that it is absent."""
    review = _review(draft) if draft is not None else None
    if online is None:
        ids = _ids(draft or {})
        return LiveObject(address=address, existence=Existence.ABSENT, review=review, ids=ids)
    attrs, broken = decode_product(online)
    status = str(online.get("online_status", ""))
    if status in SHELF:
        attrs["shelf"] = SHELF[status]
    elif status:
        broken.append("shelf")
    unknown: dict[str, Unknown] = dict.fromkeys(broken, Unknown.ERROR)
    if masked:
        unknown |= {path: Unknown.MASKED for path in PRODUCT_PATHS if path not in attrs}
    else:
        attrs = {**{path: [] for path in EMPTY_WHEN_SILENT if path not in unknown}, **attrs}
    return LiveObject(
        address=address,
        existence=Existence.PRESENT,
        attrs=attrs,
        unknown=unknown,
        review=review,
        banned=status == BANNED,
        sold_out=bool(online.get("is_sell_out")),
        ids=_ids(online),
        rest=_rest(online),
        raw=online,
    )


def decode_product(body: Body) -> tuple[dict[str, Value], list[str]]:
    """Known attributes of a product, and the paths whose value makes no sense."""
    view: Body = {part: dict(body.get(part) or {}) for part in ("product", "sku")}
    for fields in view.values():
        fields["attr_key_value_map"] = fields.get("attr_key_value_map") or {}
    attrs: dict[str, Value] = {}
    broken: list[str] = []
    for codec in CODECS:
        try:
            attrs.update(codec.decode(view))
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
            broken.extend(codec.paths)
    for name, value in attrs_of(view).items():
        if value is not None and name not in _SPOKEN_FOR and name not in DERIVED and name not in ECHOED:
            attrs[f"platform.{name}"] = _unsigned(value)
    return attrs, broken


def _ids(body: Body) -> dict[str, str]:
    product = body.get("product") or {}
    names = ("product_id", "out_id", "category_id")
    return {name: str(product[name]) for name in names if product.get(name) not in (None, "")}


def _review(draft: Body) -> Review:
    status = str(draft.get("draft_status", ""))
    verdict = Verdict.IN_REVIEW
    if status in DRAFT_PASSED:
        verdict = Verdict.APPROVED
    elif status in DRAFT_REJECTED:
        verdict = Verdict.REJECTED
    attrs, _ = decode_product(draft)
    since = str((draft.get("product") or {}).get("update_time") or (draft.get("sku") or {}).get("update_time") or "")
    return Review(
        verdict=verdict,
        reason=str(draft.get("audit_msg") or ""),
        since=_moment(since),
        attrs=attrs,
    )


def _moment(epoch: str) -> str:
    """A time of the platform; empty when it makes no sense."""
    try:
        return clock.iso(clock.from_epoch(int(epoch)))
    except (ValueError, OverflowError, OSError):
        return ""


def _rest(online: Body) -> dict[str, Any]:
    """Plain fields that we don't model; they are sent back, and count as a precondition of sending the whole."""
    modelled = {"attr_key_value_map", "pois", "product_name", "product_type", "sold_end_time", "sold_start_time"}
    modelled |= {"telephone", "category_id", "product_id", "out_id"} | READ_ONLY_PRODUCT
    product = {k: v for k, v in (online.get("product") or {}).items() if k not in modelled}
    sku = online.get("sku") or {}
    plain = {"actual_amount", "attr_key_value_map", "origin_amount", "stock", *READ_ONLY_SKU}
    settings = sku.get("attr_key_value_map") or {}
    rest: dict[str, Any] = stable(
        {
            "product": product,
            "sku": {k: v for k, v in sku.items() if k not in plain},
            "sku_attrs": {k: v for k, v in settings.items() if f"sku.{k}" not in _SPOKEN_FOR},
        }
    )
    return rest


def stable(value: Any) -> Any:
    """The same without signatures, which differ at every read."""
    if isinstance(value, Mapping):
        return {name: stable(item) for name, item in value.items()}
    if isinstance(value, list):
        return [stable(item) for item in value]
    return _unsigned(value)


def _unsigned(value: Any) -> Any:
    """A URL without its query; inside string-JSON too. Anything else as it is."""
    if not isinstance(value, str) or "://" not in value:
        return value
    if value.startswith(("[", "{")):
        data = unpack(value)
        try:
            return pack(stable(data)) if data is not None else value
        except RecursionError:
            return value
    return bare_url(value) if value.startswith(("http://", "https://")) else value


def place_object(address: str, row: Mapping[str, Any]) -> LiveObject:
    """A claimed place. The API tells its id, name, address and coordinates; the datum is taken for GCJ-02.

    No page states the datum; the platform's old matching call keyed on an AMap id (facts §2, L).
    """
    poi = row.get("poi") or {}
    attrs: dict[str, Value] = {"id": str(poi.get("poi_id", "")), "claimed": True}
    if poi.get("poi_name"):
        attrs["name"] = str(poi["poi_name"])
    if poi.get("address"):
        attrs["address"] = str(poi["address"])
    unknown: dict[str, Unknown] = {}
    if poi.get("latitude") is not None and poi.get("longitude") is not None:
        try:
            lat, lng = degrees_text(poi["latitude"]), degrees_text(poi["longitude"])
            attrs["location"] = {"lat": lat, "lng": lng, "datum": "gcj02"}
        except ArithmeticError:
            unknown["location"] = Unknown.ERROR
    return LiveObject(address=address, existence=Existence.PRESENT, attrs=attrs, unknown=unknown, raw=row)


def unknown_object(address: str, why: Unknown) -> LiveObject:
    """An object that could not be read."""
    return LiveObject(address=address, existence=Existence.UNKNOWN, why=why)
