"""Values for plans made on the spot: accounts, stores, products, reviews."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from storeconf.core import clock
from storeconf.core.address import pattern
from storeconf.core.values import Attrs
from storeconf.model.documents import Scope
from storeconf.model.fleet import AccountInfo, IgnoreRule, StoreInfo
from storeconf.model.review import Verdict
from storeconf.platform.douyin.codec import Body
from storeconf.platform.douyin.codecs import CODECS
from storeconf.platform.live import Existence, Review, Seen

NOW = clock.parse_instant("2026-03-09T10:00:00+08:00")
HALF_AN_HOUR_AGO = "2026-03-09T09:30:00+08:00"
POIS = {"sanlitun": "6601136930000001", "wangjing": "6601136930000002", "tongzhou": "6601136930000003"}
"""The stores of account shuyu, whose API is complete."""
BY_HAND_POI = "6601136930000009"
"""The place of store yanli-spa, whose account has no API."""
CATEGORIES = {
    "川菜": "1003001",
    "美食/川湘菜/川菜": "1003001",
    "1003001": "1003001",
    "面馆": "",
    "美甲": "2001001",
    "丽人/美甲/美甲": "2001001",
}
"""As the adapter reads them; an empty id is a name that stands for several."""

PRODUCT = "@shuyu/product/mxw"
REPLY = "sanlitun/payment_reply"
POI = "sanlitun/poi"
REPLY_TEXT: Attrs = {"text": "感谢购买，凭二维码到店核销", "attachments": ["poi_link", "verification_qr"]}
ABSENT = Existence.ABSENT


def product(**changes: Any) -> dict[str, Any]:
    """A complete product with some values changed; `__` stands for a dot, None takes a value out."""
    base: dict[str, Any] = {
        "stores": [POIS["sanlitun"]],
        "title": "毛血旺单人餐(含米饭)",
        "kind": "groupbuy",
        "category": "美食/川湘菜/川菜",
        "price": "19.90",
        "stock": 500,
        "shelf": "online",
    }
    base.update({name.replace("__", "."): value for name, value in changes.items()})
    return {path: value for path, value in base.items() if value is not None}


def place(**changes: Any) -> dict[str, Any]:
    """A claimed place as the API shows it, with some values changed."""
    base = {
        "id": POIS["sanlitun"],
        "name": "蜀渝火锅(三里屯店)",
        "address": "朝阳区工体北路8号",
        "claimed": True,
    }
    return {path: value for path, value in {**base, **changes}.items() if value is not None}


def account(name: str, scopes: Iterable[str] = get_args(Scope), role: str = "self") -> AccountInfo:
    """A merchant account; by default with every scope."""
    return AccountInfo(
        name=name,
        title=name,
        owner=f"@{name}/ops",
        account_id="7012345678901234567",
        role=role,
        scopes=frozenset(scopes),
        credentials="",
    )


def store(name: str, account_name: str, poi_id: str, **labels: str) -> StoreInfo:
    """What other documents may know about a store."""
    return StoreInfo(name=name, title=f"{name}店", account=account_name, owner=f"@{name}", labels=labels, poi_id=poi_id)


def ignoring(where: str, value: Any = None, expires: str = "") -> IgnoreRule:
    """A `lifecycle.ignore` entry."""
    return IgnoreRule(pattern(where), "库存由收银系统同步", value, clock.parse_day(expires) if expires else None)


def body_of(attrs: Attrs) -> Body:
    """A product's reply body that holds these values."""
    body: Body = {"product": {}, "sku": {}}
    for codec in CODECS:
        mine = {path: attrs[path] for path in codec.paths if path in attrs}
        if mine:
            codec.encode(body, mine)
    return body


def in_review(attrs: Attrs, **facts: Any) -> Review:
    """A version that lies with the reviewers."""
    return Review(verdict=Verdict.IN_REVIEW, attrs=attrs, since=HALF_AN_HOUR_AGO, **facts)


def rejected(attrs: Attrs, reason: str = "图片不清晰", **facts: Any) -> Review:
    """A version that the reviewers rejected."""
    return Review(verdict=Verdict.REJECTED, attrs=attrs, reason=reason, since=HALF_AN_HOUR_AGO, **facts)


def approved(attrs: Attrs, **facts: Any) -> Review:
    """A version that passed."""
    return Review(verdict=Verdict.APPROVED, attrs=attrs, since="2026-03-09T09:45:00+08:00", **facts)


def attested(attrs: Attrs) -> dict[str, Seen]:
    """Values that a person saw, the day before."""
    return dict.fromkeys(attrs, Seen(by="小李", at="2026-03-08T10:00:00+08:00", expires="2026-06-06T10:00:00+08:00"))
