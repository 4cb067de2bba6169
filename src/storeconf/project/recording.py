"""Reading an account's trade: verification records as rows, and what brought the customers.

Days whose ledger was read after they were over are not read again; verification records are read from an hour before the
last reading, since a verification may be taken back for an hour (facts §8).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storeconf.core.diagnostics import Code, Diagnostic, StoreconfError, fail
from storeconf.core.text import Message, Text
from storeconf.model.fleet import AccountInfo, Unit
from storeconf.platform.protocol import ReadFailed
from storeconf.platform.trade import Order, Settled, Trade, Verification
from storeconf.records.findings import Unjudged
from storeconf.records.joining import Told, rows_of, unjudged_of
from storeconf.records.phones import Phones
from storeconf.records.rows import Row
from storeconf.records.traffic import WINDOW_DAYS, Traffic, to_read, traffic_of
from storeconf.records.visits import FILE, Visit, VisitTable
from storeconf.source.suggest import did_you_mean

if TYPE_CHECKING:
    from storeconf.project.project import Project

OVERLAP = timedelta(hours=1)
"""A verification may be taken back for an hour."""

NO_ACCOUNT = Code("SC542", "no-such-account", Text("没有这个账号", "there is no such account"))
NO_SCOPE = Code("SC543", "no-records-scope", Text("账号没有读核销记录的权限", "the account may not read records"))
UNKNOWN = Text("项目里没有账号 {name}", "the project has no account {name}")
NOT_GRANTED = Text(
    "账号 {name} 的 api 里没有 records，核销记录和渠道来源读不到",
    "the api of account {name} has no records: neither verifications nor channels can be read",
)
ADD_SCOPE = Text(
    "给应用开通 life.capacity.billing，把 records 加进账号的 api；没有接口就在后台导出，用 storeconf records FILE",
    "get life.capacity.billing for the app and add records to the account's api, or export in the console and run "
    "storeconf records FILE",
)
READING_RECORDS = Text("读取 {account} 的核销记录", "reading verifications of {account}")
READING_ORDERS = Text("读取 {account} 的订单", "reading orders of {account}")
READING_DAY = Text("读取 {account} 的渠道来源：{day}", "reading channels of {account}: {day}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedRecords:
    """Verification records of one account between two moments."""

    account: str
    since: datetime
    until: datetime
    rows: tuple[Row, ...]
    unjudged: tuple[Unjudged, ...]
    """Rules that these rows can't decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedVisits:
    """What became of reading an account's channels."""

    account: str
    days: int
    """Days that were read now."""
    problem: Diagnostic | None = None


class Recording:
    """Reads the trade of one project's accounts."""

    def __init__(self, project: Project) -> None:
        """Nothing is read yet."""
        self._project = project
        self._trade: Trade = project.platform.trade
        self._ledgers: dict[tuple[str, date], list[Settled]] = {}

    def records(self, name: str, since: datetime, until: datetime, phones: Phones) -> FetchedRecords:
        """Verifications with their orders. Raises StoreconfError: no such account, no scope, or the platform says no."""
        account = self._account(name)
        try:
            told = self._told(account, since, until)
        except ReadFailed as failed:
            raise StoreconfError(failed.diagnostic) from None
        return FetchedRecords(
            account=name, since=since, until=until, rows=tuple(rows_of(told, phones)), unjudged=unjudged_of(told)
        )

    def visits(self, names: Iterable[str]) -> Iterator[FetchedVisits]:
        """Read what is missing of each account's window. One account's trouble doesn't stop the others."""
        table = VisitTable(self._path)
        for name in names:
            read = 0
            try:
                account = self._account(name)
                for day in to_read(table, name, self._project.now(), window_days(self._project, name)):
                    self._read_day(table, account, day)
                    read += 1
            except ReadFailed as failed:
                yield FetchedVisits(account=name, days=read, problem=failed.diagnostic)
            except StoreconfError as error:
                yield FetchedVisits(account=name, days=read, problem=error.diagnostics[0])
            else:
                yield FetchedVisits(account=name, days=read)
        table.close()

    @property
    def _path(self) -> Path:
        return self._project.workspace.folder / FILE

    def _account(self, name: str) -> AccountInfo:
        account = self._project.fleet.accounts.get(name)
        if account is None:
            raise fail(NO_ACCOUNT, UNKNOWN(name=name), fix=did_you_mean(name, self._project.fleet.accounts))
        if "records" not in account.scopes:
            raise fail(NO_SCOPE, NOT_GRANTED(name=name), fix=ADD_SCOPE, address=account.unit)
        return account

    def _say(self, text: Callable[..., Message], account: AccountInfo, **values: object) -> None:
        self._project.progress(text(account=account.title or account.name, **values))

    # -- verifications joined with their orders -------------------------------------------------------------------------

    def _told(self, account: AccountInfo, since: datetime, until: datetime) -> Told:
        self._say(READING_RECORDS, account)
        verifications = tuple(self._trade.verifications(account, since, until))
        settled = [one for day in _days(since, until) for one in self._ledger(account, day)]
        orders = self._orders(account, since, until)
        order_of = {one.certificate_id: one.order_id for one in settled}
        order_of |= {coupon: order.order_id for order in orders.values() for coupon in order.certificates}
        order_of |= self._late(account, verifications, order_of)
        wanted = {order_of[one.certificate_id] for one in verifications if one.certificate_id in order_of}
        orders |= self._missing(account, wanted - orders.keys())
        return Told(
            since=since,
            until=until,
            verifications=verifications,
            orders=orders,
            order_of=order_of,
            shop_of={one.certificate_id: one.poi_id for one in settled}
            | self._shops(account, verifications, order_of, {one.certificate_id for one in settled}),
            sees_orders="orders" in account.scopes,
        )

    def _orders(self, account: AccountInfo, since: datetime, until: datetime) -> dict[str, Order]:
        if "orders" not in account.scopes:
            return {}
        self._say(READING_ORDERS, account)
        return {one.order_id: one for one in self._trade.orders(account, since, until)}

    def _late(
        self, account: AccountInfo, verifications: Iterable[Verification], known: Mapping[str, str]
    ) -> dict[str, str]:
        """Orders of coupons that neither the orders nor the ledger of these days name."""
        unknown = sorted({one.certificate_id for one in verifications} - known.keys())
        return self._trade.settled_of(account, unknown) if unknown else {}

    def _missing(self, account: AccountInfo, wanted: Iterable[str]) -> dict[str, Order]:
        """Orders that nothing happened to in these days but the verification itself."""
        if "orders" not in account.scopes:
            return {}
        found = (self._trade.order(account, order_id) for order_id in sorted(wanted))
        return {order.order_id: order for order in found if order is not None}

    def _shops(
        self,
        account: AccountInfo,
        verifications: Iterable[Verification],
        order_of: Mapping[str, str],
        settled: set[str],
    ) -> dict[str, str]:
        """Shops of coupons that the ledger hasn't come to yet: those of the last hour."""
        return {
            one.certificate_id: shop
            for one in verifications
            if one.certificate_id not in settled and one.cancelled_at is None and one.certificate_id in order_of
            if (shop := self._trade.shop_of(account, order_of[one.certificate_id]))
        }

    # -- the ledger -----------------------------------------------------------------------------------------------------

    def _ledger(self, account: AccountInfo, day: date) -> list[Settled]:
        """The ledger of a day, read once."""
        key = (account.name, day)
        if key not in self._ledgers:
            self._say(READING_DAY, account, day=day)
            self._ledgers[key] = list(self._trade.settled(account, day))
        return self._ledgers[key]

    def _read_day(self, table: VisitTable, account: AccountInfo, day: date) -> None:
        read_at = self._project.now()
        settled = self._ledger(account, day)
        bought = self._room_times(account, settled)
        table.put_day(account.name, day, read_at, (_visit(one, bought.get(one.room_id, 0)) for one in settled))

    def _room_times(self, account: AccountInfo, settled: Iterable[Settled]) -> dict[str, int]:
        """When something was bought in each room: what tells which livestream it was. One order a room will do."""
        if "orders" not in account.scopes:
            return {}
        sample = {one.room_id: one.order_id for one in settled if one.room_id}
        found = {room: self._trade.order(account, order_id) for room, order_id in sample.items()}
        return {room: int(one.paid_at.timestamp()) for room, one in found.items() if one is not None and one.paid_at}


def _visit(one: Settled, bought: int) -> Visit:
    return Visit(
        poi_id=one.poi_id,
        product_id=one.sku_id,
        channel=one.channel,
        content=one.room_id if one.channel == "live" else one.video_id,
        first=bought,
        last=bought,
    )


def _days(since: datetime, until: datetime) -> Iterator[date]:
    for number in range((until.date() - since.date()).days + 1):
        yield since.date() + timedelta(days=number)


def attribution(project: Project, name: str) -> Mapping[str, Any]:
    """What the account declares of its channels."""
    unit = project.fleet.unit(f"@{name}") if name in project.fleet.accounts else None
    found = unit.facts.get("attribution") if isinstance(unit, Unit) else None
    return found if isinstance(found, Mapping) else {}


def window_days(project: Project, name: str) -> int:
    """Within how many days each channel should have brought somebody."""
    return int(attribution(project, name).get("window_days") or WINDOW_DAYS)


def traffic(project: Project, name: str) -> Traffic:
    """What is known of an account's channels. Reads no platform."""
    table = VisitTable.existing(project.workspace.folder / FILE)
    meant = tuple(str(one) for one in attribution(project, name).get("channels") or ())
    try:
        return traffic_of(table, name, project.now(), window_days(project, name), meant)
    finally:
        if table is not None:
            table.close()
