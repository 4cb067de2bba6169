"""One verification record, whatever it was read from.

Moments are whole milliseconds since 1970: exports write seconds, some replies of the platform milliseconds. A row is a
named tuple because a million of them are made in one run.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from storeconf.records.phones import Phone


class Result(StrEnum):
    """What became of a coupon at the counter."""

    SUCCESS = "success"
    FAILED = "failed"
    CANCELLED = "cancelled"
    """A verification was revoked. The row carries the `verify_id` that it revokes."""
    UNVERIFIED = "unverified"
    """Paid and not verified yet; `time` is the moment of payment."""
    REFUNDED = "refunded"
    """Given back: nobody has to be reminded of it."""


class Row(NamedTuple):
    """One record. An id that is not known is empty text; ids are text always, for they have up to 19 digits."""

    time: int
    """When it happened, in milliseconds since 1970."""
    result: Result
    verify_id: str = ""
    order_id: str = ""
    product_id: str = ""
    store_id: str = ""
    """The POI id, or the name that the export gives the store."""
    phone: Phone | None = None
    pay_time: int | None = None
    """When the order was paid, in milliseconds since 1970."""
    file: str = ""
    """Where the row stands; the name of the source for rows from the API."""
    line: int = 0
    """Its line in a text file, its row in a sheet, 1-based; 0 for rows from the API."""
