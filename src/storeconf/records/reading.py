"""Rows out of exports: the heading is found, every cell is read, and what can't be read is told with its row.

A million rows pass through `RowReader.blocks`: column by column where a block of lines is in order, row by row where it
is not. What repeats in them (products, stores, words, minutes) is read once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from storeconf.core.text import Say, Text
from storeconf.records import columns
from storeconf.records.columns import RESULTS, Columns, NoSuchColumn
from storeconf.records.moments import NONE, Hours, Rests, milliseconds
from storeconf.records.phones import Phone, Phones
from storeconf.records.rows import Block, Result, Row
from storeconf.records.tables import Line, Lines, Table, tables, unusable

HEADING_WITHIN = 20
"""Exports put titles and filters above the heading; it is looked for in so many rows."""
LINES = 4096
"""Lines that are read at once."""
TOLD = 1000
"""Unreadable rows of one file that are told one by one; the rest is counted."""

UNREADABLE_LINE = Text("引号没有成对，这一行读不了", "a quotation mark never closes, so the line can't be read")
NO_MOMENT = Text("没有核销时间", "it has no time of verification")
BAD_MOMENT = Text("“{text}”不是时间", "“{text}” is no time")
NO_RESULT = Text("没有核销结果", "it has no result")
BAD_RESULT = Text("“{text}”不是认得的核销结果", "“{text}” is no known result")
SCIENTIFIC = Text(
    "“{text}”被 Excel 改成了科学计数，编号已经丢了几位；请重新导出，编号列设成文本",
    "Excel turned it into “{text}” and its digits are lost; export again with the column as text",
)
REST = Text("另有 {count} 行读不了", "{count} more rows can't be read")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+\d+|\d\.\d+[eE]\d+")
_QUOTED = re.compile(r'=?"(.*)"')


@dataclass(frozen=True, slots=True)
class Skip:
    """Rows that could not be read."""

    file: str
    line: int
    """The line or row; 0 when it stands for several."""
    reason: Say
    rows: int = 1


@dataclass(slots=True)
class Tally:
    """What reading comes to, beside the rows themselves."""

    rows: int = 0
    """Rows that were there, readable or not."""
    skips: list[Skip] = field(default_factory=list)
    missing: set[str] = field(default_factory=lambda: set(columns.FIELDS))
    """Fields that none of the files has a column for."""


class _Unusable(Exception):
    """A row that can't be read."""

    def __init__(self, reason: Say) -> None:
        super().__init__()
        self.reason = reason


def read(path: Path, phones: Phones, tally: Tally, chosen: Mapping[str, str] | None = None) -> Iterator[Row]:
    """The rows of one file, one by one. See `read_blocks`."""
    return (row for block in read_blocks(path, phones, tally, chosen or {}) for row in block.rows())


def read_blocks(path: Path, phones: Phones, tally: Tally, chosen: Mapping[str, str]) -> Iterator[Block]:
    """The rows of one file. What can't be read is added to `tally`.

    `chosen`: which heading stands for which field, where the usual names don't do. Raises StoreconfError when the file
    can't be used at all.
    """
    found = 0
    problem: NoSuchColumn | None = None
    for table in tables(path):
        head = list(islice(table.lines, HEADING_WITHIN))
        try:
            start, layout = _layout([cells or [] for _, cells in head], chosen)
        except NoSuchColumn as wrong:
            problem = problem or wrong
            continue
        found += 1
        tally.missing &= set(layout.missing)
        yield from RowReader(table, layout, phones, tally).blocks(chain(head[start + 1 :], table.lines))
    if not found and problem is not None:
        raise unusable(str(path), problem.reason, problem.fix)


def _layout(head: Sequence[Sequence[str]], chosen: Mapping[str, str]) -> tuple[int, Columns]:
    """Which of the first rows is the heading, and what its columns mean. Raises NoSuchColumn."""
    start = max(range(len(head)), key=lambda number: columns.recognised(head[number], chosen), default=0)
    return start, columns.find(head[start] if head else (), chosen)


class RowReader:
    """Reads the rows of one table."""

    def __init__(self, table: Table, layout: Columns, phones: Phones, tally: Tally) -> None:
        """`layout`: what its columns mean."""
        self._table = table
        self._layout = layout
        self._phones = phones
        self._tally = tally
        self._told = 0
        self._results: dict[str, Result] = {} if layout.result >= 0 else {"": Result.SUCCESS}
        self._names = _Tidied()
        self._hours, self._rests = Hours(), Rests()

    def blocks(self, lines: Lines) -> Iterator[Block]:
        """Every row that can be read."""
        try:
            while part := list(islice(lines, LINES)):
                yield self._orderly(part) or Block.of(self._rows(part), self._table.name)
        finally:
            self._end()

    def _orderly(self, part: Sequence[Line]) -> Block | None:
        """Lines of one width with a known result and an orderly time each; None where one is not so."""
        layout, names, hours, rests = self._layout, self._names, self._hours, self._rests
        try:
            numbers, lines = zip(*part, strict=True)
            columns = [*zip(*lines, strict=True), ("",) * len(lines)]
            if layout.last + 1 >= len(columns):
                return None
            block = Block(
                times=[hours[at[:13]] + rests[at[13:]] for at in columns[layout.time]],
                results=[self._results[word] for word in columns[layout.result]],
                verify_ids=[name if name.isalnum() else _tidy(name) for name in columns[layout.verify_id]],
                order_ids=[name if name.isalnum() else _tidy(name) for name in columns[layout.order_id]],
                product_ids=[names[name] for name in columns[layout.product_id]],
                store_ids=[names[name] for name in columns[layout.store_id]],
                phones=[self._phone(number) if number else None for number in columns[layout.phone]],
                pay_times=[hours[at[:13]] + rests[at[13:]] if at else 0 for at in columns[layout.pay_time]],
                file=self._table.name,
                lines=numbers,
            )
        except (ValueError, TypeError, KeyError, _Unusable):
            return None
        self._tally.rows += len(numbers)
        return block

    def _rows(self, lines: Iterable[Line]) -> Iterator[Row]:
        """Line by line. A missing column is read from an empty cell that is put behind the last."""
        layout, width, partial = self._layout, self._layout.last + 1, bool(self._layout.missing)
        for line, cells in lines:
            if not cells:
                if cells is None:
                    self._skip(line, UNREADABLE_LINE)
                continue
            cells.extend([""] * (width - len(cells) + partial if len(cells) < width else partial))
            try:
                row = self._row(line, cells, layout)
            except _Unusable as unusable_row:
                if any(not cell.isspace() for cell in cells if cell):
                    self._skip(line, unusable_row.reason)
                continue
            self._tally.rows += 1
            yield row

    def _row(self, line: int, cells: Sequence[str], layout: Columns) -> Row:
        time, paid = self._moment(cells[layout.time]), self._moment(cells[layout.pay_time])
        result = self._result(cells[layout.result], waiting=bool(paid and not time))
        if not time and not (paid and result in (Result.UNVERIFIED, Result.REFUNDED)):
            raise _Unusable(NO_MOMENT)
        return Row(
            time=time or paid,
            result=result,
            verify_id=_tidy(cells[layout.verify_id]),
            order_id=_tidy(cells[layout.order_id]),
            product_id=self._names[cells[layout.product_id]],
            store_id=self._names[cells[layout.store_id]],
            phone=self._phone(cells[layout.phone]),
            pay_time=paid or None,
            file=self._table.name,
            line=line,
        )

    def _phone(self, text: str) -> Phone | None:
        return self._phones.read(text if "+" not in text else _tidy(text))

    def _skip(self, line: int, reason: Say) -> None:
        self._tally.rows += 1
        self._told += 1
        if self._told <= TOLD:
            self._tally.skips.append(Skip(self._table.name, line, reason))

    def _end(self) -> None:
        if self._told > TOLD:
            rest = self._told - TOLD
            self._tally.skips.append(Skip(self._table.name, 0, REST(count=rest), rest))

    def _result(self, word: str, *, waiting: bool) -> Result:
        """`waiting`: whether the row has a time of payment and none of verification, which is a result in itself."""
        plain = _tidy(word).lower()
        if waiting and not plain:
            return Result.UNVERIFIED
        found = self._results.get(word) or RESULTS.get(plain)
        if found is None:
            raise _Unusable(BAD_RESULT(text=_short(plain)) if plain else NO_RESULT)
        self._results[word] = found
        return found

    def _moment(self, text: str) -> int:
        """Milliseconds; 0 for none."""
        plain = _tidy(text)
        if plain in NONE:
            return 0
        try:
            return milliseconds(plain)
        except (ValueError, OverflowError):
            raise _Unusable(BAD_MOMENT(text=_short(plain))) from None


class _Tidied(dict[str, str]):
    """Names that repeat, tidied once."""

    def __missing__(self, text: str) -> str:
        found = self[text] = _tidy(text)
        return found


def _tidy(text: str) -> str:
    """A cell without what exports put around it so that Excel keeps it as text: `="123"`, `'123`, a tab."""
    plain = text.strip()
    quoted = _QUOTED.fullmatch(plain)
    plain = quoted.group(1).strip() if quoted else plain.removeprefix("'")
    if _SCIENTIFIC.fullmatch(plain):
        raise _Unusable(SCIENTIFIC(text=plain))
    return plain


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
