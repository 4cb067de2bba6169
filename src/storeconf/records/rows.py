"""One verification record, whatever it was read from.

Moments are whole milliseconds since 1970: exports write seconds, some replies of the platform milliseconds. A row is a
named tuple because a million of them are made in one run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import compress
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


class Block(NamedTuple):
    """Many records of one file, column by column: what a million of them pass through fastest."""

    times: Sequence[int]
    results: Sequence[Result]
    verify_ids: Sequence[str]
    order_ids: Sequence[str]
    product_ids: Sequence[str]
    store_ids: Sequence[str]
    phones: Sequence[Phone | None]
    pay_times: Sequence[int]
    """0 where it is not known."""
    file: str
    lines: Sequence[int]

    def rows(self) -> Iterator[Row]:
        """The same, one by one."""
        columns = (self.times, self.results, self.verify_ids, self.order_ids, self.product_ids, self.store_ids)
        people, paid = self.phones, self.pay_times
        for *cells, phone, moment, line in zip(*columns, people, paid, self.lines, strict=True):
            yield Row._make((*cells, phone, moment or None, self.file, line))

    def where(self, flags: bytes | bytearray) -> Block:
        """The rows whose flag is not 0."""
        return Block(
            times=list(compress(self.times, flags)),
            results=list(compress(self.results, flags)),
            verify_ids=list(compress(self.verify_ids, flags)),
            order_ids=list(compress(self.order_ids, flags)),
            product_ids=list(compress(self.product_ids, flags)),
            store_ids=list(compress(self.store_ids, flags)),
            phones=list(compress(self.phones, flags)),
            pay_times=list(compress(self.pay_times, flags)),
            file=self.file,
            lines=list(compress(self.lines, flags)),
        )

    @classmethod
    def of(cls, rows: Iterable[Row], file: str = "") -> Block:
        """Rows of one file as a block."""
        found = list(rows)
        return cls(
            times=[row.time for row in found],
            results=[row.result for row in found],
            verify_ids=[row.verify_id for row in found],
            order_ids=[row.order_id for row in found],
            product_ids=[row.product_id for row in found],
            store_ids=[row.store_id for row in found],
            phones=[row.phone for row in found],
            pay_times=[row.pay_time or 0 for row in found],
            file=file,
            lines=[row.line for row in found],
        )
