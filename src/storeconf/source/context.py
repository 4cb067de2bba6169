"""What templates may see: plain data under store, poi, account, product, products. The names are a contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from storeconf.model.documents import StoreSpec
from storeconf.model.fleet import AccountInfo, StoreInfo
from storeconf.source.templating import hours_text


def account_context(account: AccountInfo) -> dict[str, Any]:
    """What holds for a whole account."""
    return {"account": {"name": account.name, "title": account.title}}


def store_context(account: AccountInfo, info: StoreInfo, spec: StoreSpec) -> dict[str, Any]:
    """What holds for a store."""
    store: dict[str, Any] = {"name": info.name, "title": info.title, "labels": dict(info.labels)}
    if spec.counter is not None:
        store["counter"] = spec.counter
    context = {**account_context(account), "store": store}
    if spec.poi is not None:
        poi = spec.poi.model_dump(exclude_unset=True)
        if "hours" in poi:
            poi["hours_text"] = hours_text(poi["hours"])
        context["poi"] = poi
    return context


def with_products(context: Mapping[str, Any], products: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The context of a text that speaks about products: all as `products`, the first as `product`."""
    return {**context, "products": list(products), "product": products[0]} if products else dict(context)


def cover(product: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The first head image of a product, as declared."""
    return next((image for image in product.get("images") or () if image["role"] == "head"), None)
