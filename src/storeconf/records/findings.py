"""What the anomaly rules find in verification records. Moments are milliseconds since 1970; phones are masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from storeconf.core.text import Say, Text

LABEL = "长周期未核销"
"""The label of the source, whatever the language of the reader."""

RULE_NAMES = {
    "failures_per_day": Text("单日核销失败", "failures a day"),
    "per_phone_24h": Text("同手机号 24 小时核销", "orders of one phone in 24 hours"),
    "slow_minutes": Text("长周期未核销", "slow orders"),
}
"""The rules by their field in the account's anomaly_rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The account's anomaly_rules; one more than each triggers. Defaults: seed 000 五.3–五.4."""

    failures_per_day: int = 5
    per_phone_24h: int = 3
    slow_minutes: int = 1440


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A product that failed too often on one day, in Asia/Shanghai."""

    product_id: str
    day: date
    failures: int
    stores: tuple[str, ...]
    """Where it failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A phone with too many orders within 24 hours; one for each run of verifications that all were too many."""

    phone: str
    since: int
    """The first order that counts."""
    until: int
    """The last verification of the run."""
    orders: int
    """The most distinct orders within any 24 hours of the run."""
    order_ids: tuple[str, ...]
    stores: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order that customer service has to follow up."""

    order_id: str
    paid: int
    verified: int = 0
    """0 while it is not verified."""
    product_id: str = ""
    store_id: str = ""
    phone: str = ""

    def minutes(self, now: int) -> int:
        """Whole minutes from payment to verification, or to `now`."""
        return ((self.verified or now) - self.paid) // 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Unjudged:
    """A rule that could not be applied, or not to everything."""

    rule: str
    reason: Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the rules say of a ledger."""

    limits: Limits
    now: int
    pauses: tuple[Pause, ...]
    reviews: tuple[Review, ...]
    slow: tuple[Order, ...]
    """Verified, but late."""
    pending: tuple[Order, ...]
    """Paid, not verified, and older than the limit."""
    unjudged: tuple[Unjudged, ...] = ()
