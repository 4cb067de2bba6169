"""Rows out of exports: the heading is found, every cell is read, and what can't be read is told with its row.

A million rows pass through `RowReader.rows`; what repeats in them (products, stores, words, minutes) is read once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from storeconf.core.text import Say, Text
from storeconf.records import columns
from storeconf.records.columns import RESULTS, Columns, NoSuchColumn
from storeconf.records.moments import NONE, SECONDS, Minutes, milliseconds
from storeconf.records.phones import Phones
from storeconf.records.rows import Result, Row
from storeconf.records.tables import Lines, Table, tables, unusable

HEADING_WITHIN = 20
"""Exports put titles and filters above the heading; it is looked for in so many rows."""
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
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
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
    """The rows of one file. What can't be read is added to `tally`.

    `chosen`: which heading stands for which field, where the usual names don't do. Raises StoreconfError when the file
    can't be used at all.
    """
    chosen = chosen or {}
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
        yield from RowReader(table, layout, phones, tally).rows(chain(head[start + 1 :], table.lines))
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
        self._minutes = Minutes()

    def rows(self, lines: Lines) -> Iterator[Row]:
        """Every row that can be read. A missing column is read from an empty cell that is put behind the last."""
        layout, name = self._layout, self._table.name
        c_verify, c_order, c_product, c_store = layout.verify_id, layout.order_id, layout.product_id, layout.store_id
        c_phone, c_result, c_time, c_paid = layout.phone, layout.result, layout.time, layout.pay_time
        width, partial = layout.last + 1, bool(layout.missing)
        names, results, minutes, seconds = self._names, self._results, self._minutes, SECONDS
        phone, new = self._phones.read, tuple.__new__
        count, line = 0, 0
        try:
            for line, cells in lines:
                if not cells:
                    if cells is None:
                        count += 1
                        self._skip(line, UNREADABLE_LINE)
                    continue
                if len(cells) < width:
                    cells.extend([""] * (width - len(cells)))
                if partial:
                    cells.append("")
                try:
                    word, at, paid, number = cells[c_result], cells[c_time], cells[c_paid], cells[c_phone]
                    verify, order, product, store = cells[c_verify], cells[c_order], cells[c_product], cells[c_store]
                    result = results.get(word) or self._result(word, cells)
                    try:
                        time = minutes[at[:17] + at[19:]] + seconds[at[17:19]]
                    except KeyError:
                        time = self._moment(at)
                    try:
                        pay_time = minutes[paid[:17] + paid[19:]] + seconds[paid[17:19]]
                    except KeyError:
                        pay_time = self._moment(paid)
                    row = new(
                        Row,
                        (
                            time or self._without_time(result, pay_time),
                            result,
                            verify if verify.isalnum() else _tidy(verify),
                            order if order.isalnum() else _tidy(order),
                            names[product],
                            names[store],
                            phone(number) if "+" not in number else phone(_tidy(number)),
                            pay_time or None,
                            name,
                            line,
                        ),
                    )
                except _Unusable as unusable_row:
                    if any(not cell.isspace() for cell in cells if cell):
                        count += 1
                        self._skip(line, unusable_row.reason)
                    continue
                count += 1
                yield row
        finally:
            self._tally.rows += count
            self._end()

    def _skip(self, line: int, reason: Say) -> None:
        self._told += 1
        if self._told <= TOLD:
            self._tally.skips.append(Skip(self._table.name, line, reason))

    def _end(self) -> None:
        if self._told > TOLD:
            rest = self._told - TOLD
            self._tally.skips.append(Skip(self._table.name, 0, REST(count=rest), rest))

    def _result(self, word: str, cells: Sequence[str]) -> Result:
        plain = _tidy(word).lower()
        found = RESULTS.get(plain)
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
            found = milliseconds(plain)
        except (ValueError, OverflowError):
            raise _Unusable(BAD_MOMENT(text=_short(plain))) from None
        self._minutes.learn(text, found)
        return found

    def _without_time(self, result: Result, pay_time: int) -> int:
        """What was never verified has no time of verification."""
        if pay_time and result in (Result.UNVERIFIED, Result.REFUNDED):
            return pay_time
        raise _Unusable(NO_MOMENT)


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
