"""What the platform's API can read and write, attribute by attribute, with the source of each statement.

About half of a store's setup has no API; what isn't listed here is read by people and written by people.
"""

from __future__ import annotations

from collections.abc import Mapping

from storeconf.core.text import Text
from storeconf.model.fleet import AccountInfo
from storeconf.model.kind import Kind
from storeconf.platform.douyin.reading import PRODUCT_PATHS
from storeconf.platform.protocol import Access, Capability

READ_ON = "2026-11-21"
"""Day on which the pages were read (docs/platform/api.md); nothing was called live."""

SCOPE_NAMES: Mapping[str, str] = {
    "shops": "life.capacity.shop",
    "poi_update": "life.capacity.poi.update, life.capacity.poi.task.query",
    "products": "life.capacity.goods.query",
    "publish": "life.capacity.goods.found",
    "booking": "life.capacity.catering.booking",
    "orders": "life.capacity.order.query",
    "records": "life.capacity.billing",
}
"""Our scope words to the platform's."""

NO_API = Text("没有 API", "no API")

CAPABILITIES: tuple[Capability, ...] = (
    Capability(
        kind="poi",
        attrs=("id", "claimed", "location"),
        read=Text("GET shop/poi/query", "GET shop/poi/query"),
        read_scope="shops",
        source="API facts §2, §12 rows 5–6; poi/update takes coordinates too, left to people: a wrong datum moves the shop",
        verified=READ_ON,
    ),
    Capability(
        kind="poi",
        attrs=("name", "address"),
        read=Text("GET shop/poi/query", "GET shop/poi/query"),
        read_scope="shops",
        write=Text("POST poi/update（异步审核）", "POST poi/update (reviewed task)"),
        write_scope="poi_update",
        source="API facts §2, §12 row 6",
        verified=READ_ON,
    ),
    Capability(
        kind="poi",
        attrs=("phone", "hours"),
        read=None,
        write=Text("POST poi/update（异步审核，读不回来）", "POST poi/update (reviewed task, not readable)"),
        write_scope="poi_update",
        source="API facts §2, §12 rows 7–8",
        verified=READ_ON,
    ),
    Capability(
        kind="poi",
        attrs=(
            "kind",
            "address_verified",
            "category",
            "scope",
            "city",
            "phone_front_desk",
            "special_hours",
            "head_image",
        ),
        read=None,
        source="API facts §2 (decorate withdrawn; head_image_urls is review evidence only), §12 row 9; poi/update takes "
        "poi_type and industry_code too, left to people",
        verified=READ_ON,
    ),
    Capability(
        kind="product",
        attrs=(*sorted(PRODUCT_PATHS), "platform"),
        read=Text("GET product/online, product/draft", "GET product/online, product/draft"),
        read_scope="products",
        write=Text(
            "operate / stock.sync / free_audit / product.poi.operate / save（审核）",
            "operate / stock.sync / free_audit / product.poi.operate / save (reviewed)",
        ),
        write_scope="publish",
        source="API facts §3, §12 rows 1–4, 29–35",
        verified=READ_ON,
    ),
    Capability(
        kind="product",
        attrs=("visibility.sale_scope", "visibility.distribution", "visibility.whitelist"),
        read=None,
        source="seed 004 ⑩6: checked in the console",
        verified=READ_ON,
    ),
    Capability(
        kind="booking",
        attrs=("open", "earliest_days", "latest_minutes", "tip"),
        read=None,
        write=Text("POST akte/booking/config（餐饮，任务）", "POST akte/booking/config (catering, task)"),
        write_scope="booking",
        source="API facts §7, §12 row 21",
        verified=READ_ON,
    ),
    Capability(
        kind="booking",
        attrs=("button_on_success_page", "audience", "roster_sync", "slots"),
        read=None,
        source="API facts §7, §12 rows 21–22; time_stock exists for other trades than catering",
        verified=READ_ON,
    ),
    Capability(
        kind="video",
        attrs=("*",),
        read=None,
        source="API facts §4, §12 rows 10, 13, 24; create_video can set a place, but posts a new video",
        verified=READ_ON,
    ),
    Capability(kind="live", attrs=("*",), read=None, source="API facts §4, §12 rows 11–12", verified=READ_ON),
    Capability(kind="payment_reply", attrs=("*",), read=None, source="API facts §5, §12 row 18", verified=READ_ON),
    Capability(kind="voice_call", attrs=("*",), read=None, source="API facts §5, §12 row 19", verified=READ_ON),
    Capability(kind="pinned_video", attrs=("*",), read=None, source="API facts §6, §12 row 20", verified=READ_ON),
    Capability(
        kind="verification_tool",
        attrs=("*",),
        read=None,
        source="API facts §12 rows 14–16; parts of 15 and 16 show through other calls, none says it whole",
        verified=READ_ON,
    ),
    Capability(
        kind="anomaly_rules",
        attrs=("*",),
        read=None,
        source="API facts §12 rows 25–27; the records of row 27 can be read, the rules can't",
        verified=READ_ON,
    ),
)

_BY_ATTR: dict[tuple[str, str], Capability] = {(c.kind, path): c for c in CAPABILITIES for path in c.attrs}
_UNKNOWN_TO_API = Access(read="seen", write="hand")


def access(account: AccountInfo, kind: Kind, path: str) -> Access:
    """How an attribute is read and written in an account, given the scopes of our app.

    Without the scope for reading, nothing is written by API either: a write needs to see what it replaces.
    """
    found = capability(kind.name, path)
    if found is None:
        return _UNKNOWN_TO_API
    may_read = found.read is not None and found.read_scope in account.scopes
    basis = found.read_scope in account.scopes if found.read is not None else "shops" in account.scopes
    may_write = found.write is not None and found.write_scope in account.scopes and basis
    return Access(read="api" if may_read else "seen", write="api" if may_write else "hand")


def capability(kind: str, path: str) -> Capability | None:
    """The statement about an attribute; passed-through keys share one."""
    exact = _BY_ATTR.get((kind, path)) or _BY_ATTR.get((kind, path.split(".")[0]))
    return exact or _BY_ATTR.get((kind, "*"))
