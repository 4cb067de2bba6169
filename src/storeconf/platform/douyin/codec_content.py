"""What customers read and see: items, notes, description, phone, pictures (facts §3.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from storeconf.core import money
from storeconf.core.values import Value
from storeconf.model.compare import bare_url
from storeconf.platform.douyin.codec import Body, Codec, Found, attrs_of, fen_of, pack, product_field, unpack

IMAGE_KEYS = {
    "head": "image_list",
    "environment": "environment_image_list",
    "dish": "dishes_image_list",
    "detail": "detail_image_list",
}
PURCHASE = "购买"
USAGE_TITLE, PURCHASE_TITLE = "使用须知", "购买须知"
GROUP_NAME = "套餐内容"


def _decode_items(body: Body) -> Found:
    groups = unpack(attrs_of(body, "sku").get("commodity"))
    if not isinstance(groups, list):
        return {}
    items: list[Value] = []
    for group in groups:
        inside: list[Value] = [_decode_item(item) for item in group.get("item_list") or ()]
        chosen, total = group.get("option_count"), group.get("total_count")
        if chosen is None or int(chosen) >= max(len(inside), int(total or 0)):
            items.extend(inside)
        else:
            items.append({"group": str(group.get("group_name", "")), "choose": int(chosen), "of": inside})
    return {"items": items} if items else {}


def _decode_item(item: Mapping[str, Any]) -> dict[str, Value]:
    found: dict[str, Value] = {"name": str(item.get("name", "")), "price": money.yuan(fen_of(item.get("price")))}
    found["count"] = int(item.get("count") or 1)
    if item.get("unit"):
        found["unit"] = str(item["unit"])
    return found


def _encode_items(body: Body, values: Mapping[str, Value]) -> None:
    declared: Any = values["items"]
    plain = [_encode_item(item) for item in declared if "of" not in item]
    groups: list[Body] = []
    if plain:
        groups.append(
            {"group_name": GROUP_NAME, "total_count": len(plain), "option_count": len(plain), "item_list": plain}
        )
    for entry in declared:
        if "of" in entry:
            inside = [_encode_item(item) for item in entry["of"]]
            groups.append(
                {
                    "group_name": entry["group"],
                    "total_count": len(inside),
                    "option_count": entry["choose"],
                    "item_list": inside,
                }
            )
    attrs_of(body, "sku")["commodity"] = pack(groups)
    total = sum(item["price"] * item["count"] for group in groups for item in group["item_list"])
    attrs_of(body, "sku")["market_price"] = str(total)


def _encode_item(item: Mapping[str, Any]) -> Body:
    return {
        "name": item["name"],
        "price": money.fen(item["price"]),
        "count": int(item.get("count", 1)),
        "unit": item.get("unit", "份"),
    }


def _decode_notes(body: Body) -> Found:
    rows = unpack(attrs_of(body).get("Notification"))
    if not isinstance(rows, list):
        return {}
    usage, purchase = _notes(rows)
    found = {"usage_notes": usage, "purchase_notes": purchase}
    texts = {path: "\n".join(str(row.get("content", "")) for row in mine) for path, mine in found.items()}
    return {path: text for path, text in texts.items() if text}


def _notes(rows: Sequence[Mapping[str, Any]]) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Notes on using and notes on buying: told apart by their title."""
    about_buying = [PURCHASE in str(row.get("title", "")) for row in rows]
    paired = list(zip(rows, about_buying, strict=True))
    return [row for row, buying in paired if not buying], [row for row, buying in paired if buying]


def _encode_notes(body: Body, values: Mapping[str, Value]) -> None:
    """What isn't set keeps its paragraphs and titles."""
    before = unpack(attrs_of(body).get("Notification"))
    usage, purchase = _notes(before if isinstance(before, list) else [])
    if "usage_notes" in values:
        usage = [_note(values["usage_notes"], usage, USAGE_TITLE)]
    if "purchase_notes" in values:
        purchase = [_note(values["purchase_notes"], purchase, PURCHASE_TITLE)]
    attrs_of(body)["Notification"] = pack([*usage, *purchase])


def _note(text: Value, before: Sequence[Mapping[str, Any]], title: str) -> Mapping[str, Any]:
    return {**(before[0] if len(before) == 1 else {"title": title}), "content": text}


def _decode_description(body: Body) -> Found:
    rows = unpack(attrs_of(body).get("description_rich_text"))
    if not isinstance(rows, list):
        return {}
    text = "\n".join(str(row.get("content", "")) for row in rows if str(row.get("note_type")) == "1")
    return {"description": text} if text else {}


def _encode_description(body: Body, values: Mapping[str, Value]) -> None:
    before = unpack(attrs_of(body).get("description_rich_text"))
    pictures = [row for row in before if str(row.get("note_type")) != "1"] if isinstance(before, list) else []
    attrs_of(body)["description_rich_text"] = pack([{"note_type": 1, "content": values["description"]}, *pictures])


def _decode_phone(body: Body) -> Found:
    numbers = body["product"].get("telephone")
    return {"phone": "/".join(str(number) for number in numbers)} if isinstance(numbers, list) and numbers else {}


def _encode_phone(body: Body, values: Mapping[str, Value]) -> None:
    text = str(values["phone"]).replace("、", "/")
    body["product"]["telephone"] = [number.strip() for number in text.split("/") if number.strip()]


def _decode_images(body: Body) -> Found:
    found: list[Value] = []
    for role, name in IMAGE_KEYS.items():
        rows = unpack(attrs_of(body).get(name))
        found.extend({"role": role, "url": _image_url(row)} for row in rows or () if _image_url(row))
    return {"images": found} if found else {}


def _image_url(row: Any) -> str:
    return bare_url(str(row.get("url") or row.get("uri") or "")) if isinstance(row, Mapping) else bare_url(str(row))


def _encode_images(body: Body, values: Mapping[str, Value]) -> None:
    declared: Any = values["images"]
    by_role: dict[str, list[Body]] = {role: [] for role in IMAGE_KEYS}
    for image in declared:
        by_role[image["role"]].append({"url": image["url"]})
    attributes = attrs_of(body)
    for role, name in IMAGE_KEYS.items():
        if by_role[role] or name in attributes:
            attributes[name] = pack(by_role[role])


CONTENT: tuple[Codec, ...] = (
    product_field("title", "product_name", str, str),
    Codec(("items",), ("sku.commodity", "sku.market_price"), _decode_items, _encode_items),
    Codec(("usage_notes", "purchase_notes"), ("Notification",), _decode_notes, _encode_notes),
    Codec(("description",), ("description_rich_text",), _decode_description, _encode_description),
    Codec(("phone",), (), _decode_phone, _encode_phone),
    Codec(("images",), tuple(IMAGE_KEYS.values()), _decode_images, _encode_images),
)
