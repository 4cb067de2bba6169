"""Verifications, orders and the ledger from the API, each with its own way of paging (facts §1.6, §8, §9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from storeconf.core import clock
from storeconf.core.diagnostics import Diagnostic
from storeconf.core.text import Text
from storeconf.model.fleet import AccountInfo
from storeconf.platform.douyin import errors
from storeconf.platform.douyin.capabilities import SCOPE_NAMES
from storeconf.platform.douyin.client import MAX_PAGES, Client
from storeconf.platform.douyin.codec import is_id
from storeconf.platform.douyin.replies import PlatformError, number, odd, rows
from storeconf.platform.protocol import ReadFailed
from storeconf.platform.trade import Channel, Order, Settled, Verification

RECORDS = "/goodlife/v1/fulfilment/certificate/verify_record/query/"
CERTIFICATES = "/goodlife/v1/fulfilment/certificate/query/"
ORDERS = "/goodlife/v1/trade/order/query/"
LEDGER = "/goodlife/v1/settle/ledger/query/"
LEDGER_BY_CERTIFICATE = "/goodlife/v1/settle/ledger/query_record_by_cert/"

RECORD_PAGE, ORDER_PAGE, LEDGER_PAGE = 20, 100, 50
"""Rows a page: the most that is allowed (facts §1.6)."""
DEEP = 10_000
"""Orders that pages by number reach; beyond them only a cursor does (facts §1.6, error 4000002)."""
MOST_RECORDS = MAX_PAGES * RECORD_PAGE // 2
SHORTEST, A_SECOND = timedelta(minutes=1), timedelta(seconds=1)
BY_CERTIFICATE = 20
"""Certificates a call. An assumption: no page that could be read names the most."""
CANCELLED = 2
"""`status` of a verification that was taken back: the sample has it beside `cancel_time` (facts §8, M)."""
PAID = frozenset({1, 150, 200, 201})
"""order_status of orders that were paid (facts §8, M)."""
FINISHED = 201
"""Every coupon is used. The coupons' own item_status has no enum on any page that could be read."""

TOO_MANY = Text(
    "{call}：{since} 到 {until} 的行数太多，翻不完", "{call}: too many rows between {since} and {until} to page through"
)

Row = Mapping[str, Any]


class DouyinTrade:
    """The trade of accounts, through their clients."""

    def __init__(self, client: Callable[[AccountInfo], Client]) -> None:
        """`client` gives the client of an account."""
        self._client = client

    def verifications(self, account: AccountInfo, since: datetime, until: datetime) -> Iterator[Verification]:
        """Verifications from a moment to another. Raises ReadFailed."""
        return _told(self._verifications(account, since, until))

    def orders(self, account: AccountInfo, since: datetime, until: datetime) -> Iterator[Order]:
        """Paid orders that something happened to from a moment to another. Raises ReadFailed."""
        span = {"update_order_start_time": str(clock.epoch(since)), "update_order_end_time": str(clock.epoch(until))}
        return _told(self._orders(account, span))

    def order(self, account: AccountInfo, order_id: str) -> Order | None:
        """One order. Raises ReadFailed."""
        return next(_told(self._orders(account, {"order_id": order_id})), None)

    def shop_of(self, account: AccountInfo, order_id: str) -> str:
        """Where an order's coupons were verified. Raises ReadFailed."""
        return next(_told(self._shops(account, order_id)), "")

    def settled(self, account: AccountInfo, day: date) -> Iterator[Settled]:
        """The ledger of one day. Raises ReadFailed."""
        return _told(self._settled(account, day))

    def settled_of(self, account: AccountInfo, certificates: list[str]) -> dict[str, str]:
        """Certificate to order. Raises ReadFailed."""
        return dict(_told(self._settled_of(account, certificates)))

    # -- verify_record: no has_more; the next cursor is that of the last row ------------------------------------------

    def _verifications(self, account: AccountInfo, since: datetime, until: datetime) -> Iterator[Verification]:
        """Page by page. A stretch with more rows than a list is paged through is read in halves."""
        span = {"start_time": str(clock.epoch(since)), "end_time": str(clock.epoch(until))}
        query = {"account_id": account.account_id, "size": str(RECORD_PAGE), **span}
        cursor, seen = "0", set[str]()
        for _ in range(MAX_PAGES):
            data = self._get(account, RECORDS, {**query, "cursor": cursor})
            found = rows(RECORDS, data, "records_v2", "records")
            total = number(RECORDS, data, "total")
            if cursor == "0" and (total or 0) > MOST_RECORDS and until - since > SHORTEST:
                middle = since + (until - since) // 2
                yield from self._verifications(account, since, middle)
                yield from self._verifications(account, middle + A_SECOND, until)
                return
            fresh = list(_fresh(RECORDS, found, "verify_id", seen))
            yield from map(_verification, fresh)
            if not fresh or (total is not None and len(seen) >= total):
                return
            cursor = str(fresh[-1].get("cursor") or fresh[-1]["verify_id"])
        raise _endless(RECORDS, clock.iso(since), clock.iso(until))

    # -- order.query: by page, and by cursor where pages end ------------------------------------------------------------

    def _orders(self, account: AccountInfo, query: Mapping[str, str]) -> Iterator[Order]:
        base = {"account_id": account.account_id, "page_size": str(ORDER_PAGE), **query}
        cursor, seen, page = "", set[str](), 1
        for _ in range(MAX_PAGES):
            more = {"page_num": "1", "cursor": cursor} if page * ORDER_PAGE > DEEP else {"page_num": str(page)}
            data = self._get(account, ORDERS, {**base, **more}, scope="orders")
            found = rows(ORDERS, data, "orders")
            fresh = list(_fresh(ORDERS, found, "order_id", seen))
            yield from (_order(row) for row in fresh if row.get("order_status") in PAID)
            if not fresh or len(found) < ORDER_PAGE:
                return
            cursor, page = _search_after(data) or cursor, page + 1
        raise PlatformError(Diagnostic(code=errors.MALFORMED, detail=TOO_MANY(call=ORDERS, since="-", until="-")))

    # -- ledger: one day a call, has_more and cursor --------------------------------------------------------------------

    def _settled(self, account: AccountInfo, day: date) -> Iterator[Settled]:
        query = {"account_id": account.account_id, "bill_date": day.isoformat(), "size": str(LEDGER_PAGE)}
        cursor, seen = "0", {"0"}
        for _ in range(MAX_PAGES):
            data = self._get(account, LEDGER, {**query, "cursor": cursor})
            yield from (_entry(row) for row in rows(LEDGER, data, "ledger_records"))
            if not data.get("has_more"):
                return
            cursor = str(data.get("cursor") or "")
            if cursor in seen or not cursor:
                raise odd(LEDGER, "cursor")
            seen.add(cursor)
        raise _endless(LEDGER, day, day)

    def _settled_of(self, account: AccountInfo, certificates: Sequence[str]) -> Iterator[tuple[str, str]]:
        for start in range(0, len(certificates), BY_CERTIFICATE):
            ids = ",".join(certificates[start : start + BY_CERTIFICATE])
            data = self._get(account, LEDGER_BY_CERTIFICATE, {"account_id": account.account_id, "certificate_ids": ids})
            for row in rows(LEDGER_BY_CERTIFICATE, data, "records"):
                certificate = _id(LEDGER_BY_CERTIFICATE, row, "certificate_id")
                yield certificate, _id(LEDGER_BY_CERTIFICATE, row, "order_id")

    def _shops(self, account: AccountInfo, order_id: str) -> Iterator[str]:
        data = self._get(account, CERTIFICATES, {"account_id": account.account_id, "order_id": order_id})
        for row in rows(CERTIFICATES, data, "certificates"):
            verify = row.get("verify")
            if isinstance(verify, Mapping) and is_id(verify.get("poi_id")):
                yield str(verify["poi_id"])

    def _get(self, account: AccountInfo, path: str, query: Mapping[str, str], scope: str = "records") -> dict[str, Any]:
        return self._client(account).get(path, query, scope=SCOPE_NAMES[scope])


def _fresh(call: str, found: Sequence[Row], name: str, seen: set[str]) -> Iterator[Row]:
    """Rows that didn't come before; they are remembered."""
    for row in found:
        if (known := _id(call, row, name)) not in seen:
            seen.add(known)
            yield row


def _told(items: Iterator[Any]) -> Iterator[Any]:
    """The same, with what the platform refused as ReadFailed."""
    try:
        yield from items
    except PlatformError as problem:
        raise ReadFailed(problem.diagnostic) from None


def _endless(call: str, since: object, until: object) -> PlatformError:
    return PlatformError(Diagnostic(code=errors.MALFORMED, detail=TOO_MANY(call=call, since=since, until=until)))


def _verification(row: Row) -> Verification:
    status, cancelled = number(RECORDS, row, "status"), _moment(RECORDS, row, "cancel_time")
    sku = row.get("sku")
    at = _moment(RECORDS, row, "verify_time")
    if at is None:
        raise odd(RECORDS, "verify_time")
    return Verification(
        verify_id=_id(RECORDS, row, "verify_id"),
        certificate_id=_id(RECORDS, row, "certificate_id"),
        sku_id=str(sku.get("sku_id") or "") if isinstance(sku, Mapping) else "",
        at=at,
        cancelled_at=(cancelled or at) if status == CANCELLED else None,
    )


def _search_after(data: Row) -> str:
    after = data.get("search_after")
    values = after.get("CursorValue") if isinstance(after, Mapping) else None
    return ",".join(str(value) for value in values) if isinstance(values, list) else ""


def _order(row: Row) -> Order:
    contacts, coupons = rows(ORDERS, row, "contacts"), rows(ORDERS, row, "certificate")
    products = rows(ORDERS, row, "products")
    product_id = next((str(one["product_id"]) for one in products if is_id(one.get("product_id"))), "")
    refunds = [bool(number(ORDERS, one, "refund_amount")) for one in coupons]
    return Order(
        order_id=_id(ORDERS, row, "order_id"),
        product_id=product_id or str(row.get("sku_id") or ""),
        paid_at=_moment(ORDERS, row, "pay_time"),
        phone=next((str(one["phone"]) for one in contacts if one.get("phone")), ""),
        open_id=str(row.get("open_id") or ""),
        poi_id=str(row.get("poi_id") or row.get("intention_poi_id") or ""),
        room_id=str(row.get("room_id") or ""),
        certificates=tuple(str(one["certificate_id"]) for one in coupons if one.get("certificate_id")),
        used=row.get("order_status") == FINISHED,
        refunded=bool(refunds) and all(refunds),
    )


def _entry(row: Row) -> Settled:
    certificate, goods, came = row.get("certificate"), row.get("goods"), row.get("order_attrribute")
    attribute: Row = came if isinstance(came, Mapping) else {}
    at = _moment(LEDGER, row, "ledger_time")
    if at is None or not isinstance(certificate, Mapping):
        raise odd(LEDGER, "ledger_records")
    video_id, room_id = str(attribute.get("video_id") or ""), str(attribute.get("room_id") or "")
    return Settled(
        ledger_id=str(row.get("ledger_id") or row.get("id") or ""),
        order_id=str(row.get("order_id") or ""),
        certificate_id=str(certificate.get("certificate_id") or ""),
        sku_id=str(goods.get("sku_id") or "") if isinstance(goods, Mapping) else "",
        poi_id=str(row.get("poi_id") or ""),
        at=at,
        channel=channel_of(str(attribute.get("source") or ""), video_id, room_id),
        video_id=video_id,
        room_id=room_id,
    )


def channel_of(source: str, video_id: str, room_id: str) -> Channel:
    """The channel of a ledger row.

    `livebroadcasting` and `search_result` were seen; the enum stands on no page that could be read (facts §13), so a
    word is recognised by what it contains, and without one a room or a video speaks for itself.
    """
    word = source.lower()
    if "live" in word or "room" in word:
        return "live"
    if "search" in word:
        return "search"
    if "video" in word:
        return "short_video"
    return "live" if room_id else "short_video" if video_id else "other"


def _id(call: str, row: Row, name: str) -> str:
    if not is_id(row.get(name)):
        raise odd(call, name)
    return str(row[name])


def _moment(call: str, row: Row, name: str) -> datetime | None:
    """Seconds or milliseconds, told apart by their digits; 0 is none."""
    found = number(call, row, name)
    try:
        return clock.from_epoch(found) if found else None
    except (ValueError, OverflowError, OSError):
        raise odd(call, name) from None
