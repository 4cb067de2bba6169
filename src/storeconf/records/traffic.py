"""What brought customers to one account's shops within a window of days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from storeconf.platform.trade import CHANNELS
from storeconf.records.visits import Visit, VisitTable, is_final

WINDOW_DAYS = 7
"""When the account names no `attribution.window_days`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """Verified coupons by shop, product, channel and content."""

    account: str
    first: date
    last: date
    read_at: datetime | None
    """When the newest of these days was last read; None when none was."""
    missing: tuple[date, ...]
    """Past days of the window that were never read, or not to their end."""
    meant: tuple[str, ...]
    """Channels that the account means to use."""
    by_shop: Mapping[str, Sequence[Visit]]
    """By POI id."""

    @property
    def visits(self) -> Iterator[Visit]:
        """All of them, shop by shop."""
        return (one for found in self.by_shop.values() for one in found)

    @property
    def complete(self) -> bool:
        """Whether a count of 0 means that nobody came."""
        return self.read_at is not None and not self.missing

    def channels(self, poi_id: str) -> Mapping[str, int]:
        """Coupons by channel at one shop; each of the three is there."""
        return counted(self.by_shop.get(poi_id, ()))

    def of_product(self, poi_id: str, product_id: str) -> Mapping[str, int]:
        """Coupons by channel of one product at one shop."""
        return counted(one for one in self.by_shop.get(poi_id, ()) if one.product_id == product_id)

    def of_content(self, poi_id: str, content: str) -> int:
        """Coupons that a video or a room brought to one shop."""
        return sum(one.coupons for one in self.by_shop.get(poi_id, ()) if one.content == content)


def counted(visits: Iterable[Visit]) -> dict[str, int]:
    """Coupons by channel; each of the three is there."""
    found: Counter[str] = Counter(dict.fromkeys(CHANNELS, 0))
    for one in visits:
        found[one.channel] += one.coupons
    return dict(found)


def window(now: datetime, days: int) -> tuple[date, date]:
    """The first and the last day of the window: so many whole days, and today as far as it has come."""
    return now.date() - timedelta(days=days), now.date()


def to_read(table: VisitTable, account: str, now: datetime, days: int) -> list[date]:
    """Days of the window that have to be read (again): those that something may be added to."""
    first, last = window(now, days)
    known = table.read_days(account)
    every = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [day for day in every if day not in known or not is_final(day, known[day])]


def traffic_of(table: VisitTable | None, account: str, now: datetime, days: int, meant: tuple[str, ...]) -> Traffic:
    """What is known of an account's window; without a table nothing is."""
    first, last = window(now, days)
    read = {} if table is None else table.read_days(account)
    past = [first + timedelta(days=number) for number in range((last - first).days)]
    inside = [moment for day, moment in read.items() if first <= day <= last]
    return Traffic(
        account=account,
        first=first,
        last=last,
        read_at=max(inside, default=None),
        missing=tuple(day for day in past if day not in read or not _whole(day, read[day])),
        meant=meant or CHANNELS,
        by_shop={} if table is None else _by_shop(table.between(account, first, last)),
    )


def _by_shop(visits: Iterable[Visit]) -> dict[str, list[Visit]]:
    found: dict[str, list[Visit]] = {}
    for one in visits:
        found.setdefault(one.poi_id, []).append(one)
    return found


def _whole(day: date, read_at: datetime) -> bool:
    """Whether a day was over when it was read. Late rows may still add to it, but hardly make something of nothing."""
    return read_at.date() > day
