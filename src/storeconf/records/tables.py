"""Exports as tables: text with any of the usual separators and encodings, xlsx and xls. Cells are text, always.

What a file is, is told by its content: platforms name text files `.xls`.
"""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias

from storeconf.core.diagnostics import Code, StoreconfError, fail
from storeconf.core.oserror import os_reason
from storeconf.core.text import Say, Text
from storeconf.source.tables import cell_text

UNUSABLE = Code("SC725", "export-unusable", Text("核销记录文件用不了", "the file of records can't be used"))
AT = Text("{file}：{reason}", "{file}: {reason}")
ENCODING = Text("既不是 UTF-8 也不是 GBK 编码", "it is neither UTF-8 nor GBK")
EMPTY = Text("是空的", "it is empty")
HTML = Text("是网页，不是表格", "it is a web page, not a table")
SAVE_AS = Text("用 Excel 打开，另存为 .xlsx 或 .csv", "open it in Excel and save it as .xlsx or .csv")
BROKEN = Text("表格打不开：{reason}", "the table can't be opened: {reason}")
TOO_BIG = Text("解压后超过 {limit} GB", "it has more than {limit} GB when unpacked")
NEEDS_EXCEL = Text("读 .xlsx 和 .xls 需要安装 excel 扩展", "reading .xlsx and .xls needs the extra excel")
INSTALL = Text("pip install 'storeconf[excel]'，或者另存为 .csv", "pip install 'storeconf[excel]', or save it as .csv")

ENCODINGS = ("utf-8-sig", "gb18030")
"""GBK is a part of GB 18030."""
SEPARATORS = ",\t;|，"
BLOCK = 1 << 20
MAX_UNPACKED_GB = 2
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

Line: TypeAlias = tuple[int, list[str] | None]
"""A row with its 1-based line or row number; None is a row that can't be taken apart."""
Lines: TypeAlias = Iterator[Line]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet, or one text file."""

    name: str
    """The file as the user named it, with the sheet when there are several."""
    lines: Lines


def tables(path: Path) -> Iterator[Table]:
    """The tables of a file, one after another, each to be read before the next is asked for.

    Raises StoreconfError when the file can't be used at all.
    """
    try:
        with path.open("rb") as file:
            yield from _tables(file if file.seekable() else io.BytesIO(file.read()), str(path))
    except OSError as error:
        raise unusable(str(path), os_reason(error)) from None


def unusable(file: str, reason: Say, fix: Say = "") -> StoreconfError:
    """The whole file is lost."""
    return fail(UNUSABLE, AT(file=file, reason=reason), fix=fix)


def _tables(stream: BinaryIO, name: str) -> Iterator[Table]:
    head = stream.read(512)
    stream.seek(0)
    if not head.strip():
        raise unusable(name, EMPTY)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise unusable(name, HTML, SAVE_AS)
    if head.startswith((_ZIP, _OLE)):
        yield from _sheets(stream, name)
    else:
        yield Table(name, _text_rows(stream, name))


# -- text --------------------------------------------------------------------------------------------------------------


def _text_rows(stream: BinaryIO, name: str) -> Lines:
    encoding = _encoding(stream, name)
    stream.seek(0)
    with io.TextIOWrapper(stream, encoding, newline="") as text:
        start = text.read(BLOCK // 16)
        text.seek(0)
        separator = max(SEPARATORS, key="".join(start.splitlines()[:10]).count)
        reader = csv.reader(text, delimiter=separator)
        while True:
            try:
                for cells in reader:
                    yield reader.line_num, cells
                return
            except csv.Error:  # a quotation mark that never closes; what follows is read on
                yield reader.line_num, None


def _encoding(stream: BinaryIO, name: str) -> str:
    """The encoding of the whole file: the first Chinese character may stand far down."""
    for encoding in ("utf-16",) if stream.read(2) in _UTF16 else ENCODINGS:
        stream.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            while block := stream.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise unusable(name, ENCODING, SAVE_AS)


# -- sheets ------------------------------------------------------------------------------------------------------------


def _sheets(stream: BinaryIO, name: str) -> Iterator[Table]:
    try:
        from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum
    except ImportError:
        raise unusable(name, NEEDS_EXCEL, INSTALL) from None
    _check_size(stream, name)
    try:
        book = CalamineWorkbook.from_filelike(stream)
        shown = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        for sheet in shown:
            rows = book.get_sheet_by_name(sheet).iter_rows()
            yield Table(name if len(shown) == 1 else f"{name}#{sheet}", _numbered(rows))
    except (CalamineError, ValueError, OSError) as error:
        raise unusable(name, BROKEN(reason=error), SAVE_AS) from None


def _numbered(rows: Iterable[Iterable[object]]) -> Lines:
    return ((number, [cell_text(value) for value in row]) for number, row in enumerate(rows, start=1))


def _check_size(stream: BinaryIO, name: str) -> None:
    """A few kilobytes can unpack to more than the machine has."""
    try:
        size = sum(part.file_size for part in zipfile.ZipFile(stream).infolist())
    except zipfile.BadZipFile:
        size = 0
    stream.seek(0)
    if size > MAX_UNPACKED_GB << 30:
        raise unusable(name, TOO_BIG(limit=MAX_UNPACKED_GB), SAVE_AS)
