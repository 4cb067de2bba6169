"""What a platform tells of its trade: verifications, orders, the ledger with where each order came from.

Failed verifications stand in no API (facts §8): whoever counts them needs the console's export.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from storeconf.model.fleet import AccountInfo

Channel = Literal["short_video", "live", "search", "other"]
CHANNELS: tuple[Channel, ...] = ("short_video", "live", "search")
"""The three that the console's 渠道来源分析 names (seed 000 五.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """One coupon, verified at a shop. It may have been taken back since."""

    verify_id: str
    certificate_id: str
    sku_id: str
    at: datetime
    cancelled_at: datetime | None = None
    """When it was taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One paid order."""

    order_id: str
    product_id: str
    """The SKU's id where the reply names no product: of a group-buy product both are the same in every sample seen."""
    paid_at: datetime | None
    phone: str = ""
    """As the platform gives it: whole, masked (`139****1111`), or not at all."""
    open_id: str = ""
    """The buyer as this app knows them: equal for one person."""
    poi_id: str = ""
    room_id: str = ""
    certificates: tuple[str, ...] = ()
    used: bool = False
    """Every coupon of it is used."""
    refunded: bool = False

    @property
    def masked(self) -> bool:
        """Whether the phone number is hidden, so that one person can only be told by `open_id`."""
        return not self.phone or "*" in self.phone


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A row of the ledger: a verified coupon with the channel that brought the customer."""

    ledger_id: str
    order_id: str
    certificate_id: str
    sku_id: str
    poi_id: str
    at: datetime
    channel: Channel
    video_id: str = ""
    room_id: str = ""


class Trade(Protocol):
    """The trade of accounts. Every method raises ReadFailed when the platform doesn't answer, or not in a usable way."""

    def verifications(self, account: AccountInfo, since: datetime, until: datetime) -> Iterator[Verification]:
        """Verifications from a moment to another, both included, in no certain order."""

    def orders(self, account: AccountInfo, since: datetime, until: datetime) -> Iterator[Order]:
        """Orders that something happened to (paid, verified, refunded) from a moment to another."""

    def order(self, account: AccountInfo, order_id: str) -> Order | None:
        """One order."""

    def shop_of(self, account: AccountInfo, order_id: str) -> str:
        """The POI where an order's coupons were verified; empty when that isn't known."""

    def settled(self, account: AccountInfo, day: date) -> Iterator[Settled]:
        """The ledger of one day. A row comes about an hour after its verification (facts §9)."""

    def settled_of(self, account: AccountInfo, certificates: list[str]) -> dict[str, str]:
        """Certificate to order, of coupons that the orders read don't name."""
