"""Store sets: every row of a table becomes a store document. CSV (UTF-8, with or without BOM, or GBK) and xlsx.

A cell is text, as in YAML; an empty cell is an omitted field. Ids stay exact: nothing is ever read as a number.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from storeconf.core.diagnostics import Diagnostic, fail
from storeconf.core.span import Path, at
from storeconf.core.text import Message, Text
from storeconf.model.documents import API_VERSION, Metadata, StoreSpec
from storeconf.source import codes
from storeconf.source.documents import Document, Library, Row, pack
from storeconf.source.files import FileProblem
from storeconf.source.reader import FORBIDDEN, MAX_SCALAR
from storeconf.source.suggest import did_you_mean

MAX_TABLE = 64 * 1024 * 1024
MAX_ROWS = 200_000

NOT_CSV = Text("表格应是 .csv 或 .xlsx，现在是 {file}", "a table is .csv or .xlsx, not {file}")
ENCODING = Text("{file} 既不是 UTF-8 也不是 GBK", "{file} is neither UTF-8 nor GBK")
EMPTY = Text("{file} 没有标题行", "{file} has no heading row")
NO_COLUMN = Text("{file} 没有「{column}」这一列", "{file} has no column {column!r}")
TWO_COLUMNS = Text("{file} 有两列都叫「{column}」", "{file} has two columns named {column!r}")
BAD_PATH = Text(
    "列「{column}」写到 {path}，门店里没有这个字段", "column {column!r} goes to {path}, which is no field of a store"
)
WIDE = Text("第 {row} 行有 {cells} 格，标题只有 {columns} 格", "row {row} has {cells} cells, the heading {columns}")
CELL = Text(
    "第 {row} 行「{column}」里有不可见字符或太长", "row {row}, column {column!r}: an invisible character, or too long"
)
NAMELESS = Text("第 {row} 行没有名称（列「{column}」是空的）", "row {row} has no name (column {column!r} is empty)")
NO_NAME_COLUMN = Text("columns 里没有哪一列写到 metadata.name", "no column goes to metadata.name")
BROKEN = Text("{file} 读不了：{reason}", "{file} can't be read: {reason}")
NEEDS_EXCEL = Text(
    "读 .xlsx 需要先安装：pip install 'storeconf[excel]'", "reading .xlsx needs: pip install 'storeconf[excel]'"
)
TOO_LONG = Text("{file} 超过 {limit} 行", "{file} has more than {limit} rows")


class TableProblem(Exception):
    """The whole table can't be used."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        """The one diagnostic."""
        super().__init__(diagnostic.code.id)
        self.diagnostic = diagnostic


def rows_of(document: Document, tree: Mapping[str, Any], library: Library) -> Iterator[Row | Diagnostic]:
    """The rows of a StoreSet as documents; a bad row is a diagnostic and the others stay. Raises TableProblem."""
    file = str(PurePosixPath(document.folder) / tree["rows"])
    heading, table = _read(file, library)
    columns: Mapping[str, str] = tree["columns"]
    places = {heading_name: _place(path) for heading_name, path in columns.items()}
    for column, place in places.items():
        _check_column(document, column, place, heading, file, library)
    name_column = next((column for column, place in places.items() if place == ("metadata", "name")), None)
    if name_column is None:
        raise TableProblem(
            Diagnostic(code=codes.TABLE, detail=NO_NAME_COLUMN, span=library.span(document, ("columns",), key=True))
        )
    index = {column: heading.index(column) for column in places}
    for number, cells in table:
        if not any(cell.strip() for cell in cells):
            continue
        yield _row(file, number, cells, heading, places, index, name_column)


def _row(
    file: str,
    number: int,
    cells: Sequence[str],
    heading: Sequence[str],
    places: Mapping[str, Path],
    index: Mapping[str, int],
    name_column: str,
) -> Row | Diagnostic:
    def wrong(detail: Message, column: int = 1) -> Diagnostic:
        return Diagnostic(code=codes.TABLE, detail=detail, span=at(file, number, column))

    if len(cells) > len(heading) and any(cell.strip() for cell in cells[len(heading) :]):
        return wrong(WIDE(row=number, cells=len(cells), columns=len(heading)), len(heading) + 1)
    tree: dict[str, Any] = {"apiVersion": API_VERSION, "kind": "Store"}
    for column, place in places.items():
        cell = cells[index[column]].strip() if index[column] < len(cells) else ""
        if not cell:
            continue
        if len(cell) > MAX_SCALAR or FORBIDDEN.search(cell):
            return wrong(CELL(row=number, column=column), index[column] + 1)
        node = tree
        for part in place[:-1]:
            node = node.setdefault(str(part), {})
        node[str(place[-1])] = cell
    if not tree.get("metadata", {}).get("name"):
        return wrong(NAMELESS(row=number, column=name_column), index[name_column] + 1)
    return Row(
        file=file,
        line=number,
        blob=pack(tree),
        cells=tuple((place, index[column] + 1) for column, place in places.items()),
    )


def _place(path: str) -> Path:
    return tuple(path.split("."))


def _check_column(
    document: Document, column: str, place: Path, heading: Sequence[str], file: str, library: Library
) -> None:
    span = library.span(document, ("columns", column), key=True)
    if heading.count(column) > 1:
        raise TableProblem(Diagnostic(code=codes.TABLE, detail=TWO_COLUMNS(file=file, column=column), span=span))
    if column not in heading:
        fix = did_you_mean(column, heading)
        raise TableProblem(Diagnostic(code=codes.TABLE, detail=NO_COLUMN(file=file, column=column), span=span, fix=fix))
    known = {"metadata": Metadata.model_fields, "spec": StoreSpec.model_fields}.get(str(place[0]))
    if known is None or len(place) < 2 or str(place[1]) not in known:
        detail = BAD_PATH(column=column, path=".".join(str(part) for part in place))
        names = [f"{place[0]}.{name}" for name in known] if known else ["metadata.name", "spec.poi.id"]
        fix = did_you_mean(".".join(str(part) for part in place[:2]), names)
        raise TableProblem(Diagnostic(code=codes.UNKNOWN_KEY, detail=detail, span=span, fix=fix))


def _read(file: str, library: Library) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    try:
        data = library.files.read(file, limit=MAX_TABLE)
    except FileProblem as problem:
        raise TableProblem(problem.diagnostic) from None
    if file.endswith(".csv"):
        numbered = _csv(data, file)
    elif file.endswith(".xlsx"):
        numbered = _xlsx(data, file)
    else:
        raise TableProblem(Diagnostic(code=codes.TABLE, detail=NOT_CSV(file=file), span=at(file, 1, 1)))
    first = next(numbered, None)
    if first is None:
        raise TableProblem(Diagnostic(code=codes.TABLE, detail=EMPTY(file=file), span=at(file, 1, 1)))
    return [cell.strip() for cell in first[1]], numbered


def _csv(data: bytes, file: str) -> Iterator[tuple[int, list[str]]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise TableProblem(Diagnostic(code=codes.TABLE, detail=ENCODING(file=file), span=at(file, 1, 1)))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise TableProblem(
                Diagnostic(code=codes.TABLE, detail=BROKEN(file=file, reason=error), span=at(file, line, 1))
            ) from None
        if line > MAX_ROWS:
            raise TableProblem(
                Diagnostic(code=codes.TOO_BIG, detail=TOO_LONG(file=file, limit=MAX_ROWS), span=at(file, line, 1))
            )
        yield line, cells


def _xlsx(data: bytes, file: str) -> Iterator[tuple[int, list[str]]]:
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise fail(codes.TABLE, NEEDS_EXCEL, span=at(file, 1, 1)) from None
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)[:MAX_ROWS]
    except (CalamineError, IndexError, ValueError, OSError) as error:
        raise TableProblem(
            Diagnostic(code=codes.TABLE, detail=BROKEN(file=file, reason=error), span=at(file, 1, 1))
        ) from None
    for number, row in enumerate(rows, start=1):
        yield number, [cell_text(value) for value in row]


def cell_text(value: object) -> str:
    """A spreadsheet cell as text; a whole number that Excel made a float loses its `.0`."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
