"""Verification records put together: in any order, from any number of files, each counted once.

Rows of one `verify_id` are one verification, whichever comes first: a success outweighs a failure, the earliest time
holds, and what one row leaves empty the other fills. So the order of reading changes nothing. A row without an id is
known by its content: equal rows of one file are as many attempts, and a file that overlaps another adds nothing.

A million verifications have to fit, so they stand in columns, not in objects.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import compress, islice
from operator import gt, not_, or_
from typing import TypeAlias

from storeconf.records.phones import Phone
from storeconf.records.rows import Block, Result, Row

Key: TypeAlias = tuple[Result, str]
"""What makes a row that is no verification the same as another: what it says, and of what."""

SUCCESS, FAILED = Result.SUCCESS, Result.FAILED


NOBODY = 0
"""The number of no phone."""
PART = 4096
"""Rows that are taken at once."""


class Ledger:
    """Records without duplicates."""

    def __init__(self) -> None:
        """Empty. The columns are for reading; `settle` first."""
        self.keys: list[str] = []
        """The verify_id, or what stands for it."""
        self.times = array("q")
        self.paid = array("q")
        """0 where it is not known."""
        self.failed = bytearray()
        self.given = bytearray()
        """1 for a row of the files that are asked about, 0 for one that was kept from earlier ones."""
        self.revoked = bytearray()
        self.orders: list[str] = []
        self.products = array("I")
        self.stores = array("I")
        self.phones = array("I")
        self.names = _Numbers()
        """Products and stores."""
        self.people: list[Phone | None] = [None]
        self.others: dict[Key, Row] = {}
        """Revocations, refunds and orders that wait."""
        self._seen: set[str] = set()
        self._person: dict[bytes, int] = {}
        self._again: dict[str, tuple[Row, bool]] = {}

    def __len__(self) -> int:
        """How many verifications and failures."""
        return len(self.keys)

    def take(self, rows: Iterable[Row], *, given: bool = True) -> None:
        """Add the rows of one file, or of one answer."""
        self.take_blocks((Block.of(part) for part in _parts(rows)), given=given)

    def take_blocks(self, blocks: Iterable[Block], *, given: bool = True) -> None:
        """Add one file, or one answer."""
        equal: Counter[bytes] = Counter()
        for block in blocks:
            usual = self._new(block)
            if len(usual) == sum(usual):
                self._add(block, given)
            else:
                self._add(block.where(usual), given)
                for row in block.where(bytes(map(not_, usual))).rows():
                    self._take_unusual(row, equal, given)

    def _new(self, block: Block) -> bytearray:
        """1 for each verification or failure whose id is seen for the first time, with that id noted."""
        seen = self._seen
        found = bytearray(len(block.results))
        for index, (result, key) in enumerate(zip(block.results, block.verify_ids, strict=True)):
            if key and (result is SUCCESS or result is FAILED) and key not in seen:
                seen.add(key)
                found[index] = 1
        return found

    def _add(self, block: Block, given: bool) -> None:
        """Verifications and failures that nothing is known of yet."""
        names, persons, meet = self.names.__getitem__, self._person, self._number
        self.keys.extend(block.verify_ids)
        self.times.extend(block.times)
        self.paid.extend(block.pay_times)
        self.failed.extend([result is FAILED for result in block.results])
        self.given.extend(bytes([given]) * len(block.times))
        self.orders.extend(block.order_ids)
        self.products.extend(map(names, block.product_ids))
        self.stores.extend(map(names, block.store_ids))
        self.phones.extend(
            [NOBODY if phone is None else persons.get(phone[1]) or meet(phone) for phone in block.phones]
        )

    def _take_unusual(self, row: Row, equal: Counter[bytes], given: bool) -> None:
        if row.result is not SUCCESS and row.result is not FAILED:
            self._take_other(row, equal)
            return
        key = row.verify_id or _nameless(row, equal)
        if key in self._seen:
            self._take_again(key, row, given)
        else:
            self._seen.add(key)
            self._add(Block.of([row._replace(verify_id=key)]), given)

    def settle(self) -> None:
        """Bring duplicates together and take out what was revoked. Call before reading the columns."""
        gone = {name for result, name in self.others if result is Result.CANCELLED}
        self.revoked = bytearray(len(self.keys))
        again = self._again
        for index, key in enumerate(self.keys):
            if key in again:
                self._merge(index, *again[key])
            if key in gone:
                self.revoked[index] = 1
        self._again = {}

    def standing(self, *, failed: bool) -> bytes:
        """1 for every failure, or else for every success, that was not revoked."""
        return bytes(map(gt, self.failed, self.revoked) if failed else map(not_, map(or_, self.failed, self.revoked)))

    def indexes(self, *, failed: bool) -> Iterator[int]:
        """Where these stand."""
        return compress(range(len(self)), self.standing(failed=failed))

    def row(self, index: int) -> Row:
        """A verification as a row again; its id is the key."""
        return Row(
            time=self.times[index],
            result=FAILED if self.failed[index] else SUCCESS,
            verify_id=self.keys[index],
            order_id=self.orders[index],
            product_id=self.names.of(self.products[index]),
            store_id=self.names.of(self.stores[index]),
            phone=self.people[self.phones[index]],
            pay_time=self.paid[index] or None,
        )

    def rows(self) -> Iterator[Row]:
        """Everything, duplicates gone, ids in place: what is worth keeping."""
        yield from (self.row(index) for index in range(len(self)))
        yield from (row._replace(verify_id=name) for (_, name), row in self.others.items())

    def _take_other(self, row: Row, equal: Counter[bytes]) -> None:
        name = row.verify_id if row.result is Result.CANCELLED else row.order_id
        key = (row.result, name or row.verify_id or _nameless(row, equal))
        known = self.others.get(key)
        self.others[key] = row if known is None else _merged(known, row)

    def _take_again(self, key: str, row: Row, given: bool) -> None:
        known = self._again.get(key)
        self._again[key] = (row, given) if known is None else (_merged(known[0], row), known[1] or given)

    def _merge(self, index: int, row: Row, given: bool) -> None:
        both = _merged(self.row(index), row)
        self.times[index] = both.time
        self.failed[index] = both.result is FAILED
        self.orders[index] = both.order_id
        self.products[index] = self.names[both.product_id]
        self.stores[index] = self.names[both.store_id]
        self.phones[index] = self._number(both.phone)
        self.paid[index] = both.pay_time or 0
        self.given[index] |= given

    def _number(self, phone: Phone | None) -> int:
        if phone is None:
            return NOBODY
        number = self._person.get(phone[1])
        if number is None:
            number = self._person[phone[1]] = len(self.people)
            self.people.append(phone)
        return number


class _Numbers(dict[str, int]):
    """Names that repeat, by number."""

    def __init__(self) -> None:
        super().__init__({"": 0})
        self._names = [""]

    def __missing__(self, name: str) -> int:
        self[name] = number = len(self._names)
        self._names.append(name)
        return number

    def of(self, number: int) -> str:
        """The name of a number."""
        return self._names[number]


def _parts(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while part := list(islice(left, PART)):
        yield part


def _merged(one: Row, other: Row) -> Row:
    """Two tellings of one event. The same whichever comes first, and however many there are."""
    result = SUCCESS if SUCCESS in (one.result, other.result) else one.result
    paid = [moment for moment in (one.pay_time, other.pay_time) if moment]
    return Row(
        time=min(row.time for row in (one, other) if row.result is result),
        result=result,
        verify_id=max(one.verify_id, other.verify_id),
        order_id=max(one.order_id, other.order_id),
        product_id=max(one.product_id, other.product_id),
        store_id=max(one.store_id, other.store_id),
        phone=max((phone for phone in (one.phone, other.phone) if phone is not None), default=None),
        pay_time=min(paid, default=None),
    )


def _nameless(row: Row, equal: Counter[bytes]) -> str:
    """A name for a row without an id: its content, and the how-manieth of its file it is."""
    content = (row.time, str(row.result), row.order_id, row.product_id, row.store_id, row.phone, row.pay_time)
    digest = hashlib.blake2b(repr(content).encode(), digest_size=16).digest()
    equal[digest] += 1
    return f"row:{digest.hex()}.{equal[digest]}"
