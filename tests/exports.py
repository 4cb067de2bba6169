"""Exports of verification records, as the console and spreadsheets make them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]

CONTRACT = "time,result,product_id,store_id,phone,pay_time,verify_id,order_id"
CHINESE = "核销时间,核销状态,商品ID,核销门店ID,手机号,支付时间,核销ID,订单号"


def export(path: Path, rows: Sequence[str], *, heading: str = CONTRACT, encoding: str = "utf-8") -> Path:
    """A text file of rows that are written out."""
    path.write_bytes("".join(f"{row}\r\n" for row in (heading, *rows)).encode(encoding))
    return path


def failures(count: int, product: str = "P1", day: str = "2026-03-08", name: str = "f") -> list[str]:
    """Failed verifications of one product, a minute apart."""
    return [f"{day}T10:{n:02d}:00+08:00,failed,{product},S1,,,{name}{n}," for n in range(count)]


def workbook(*sheets: Sequence[Sequence[Any]]) -> bytes:
    """A spreadsheet; texts, numbers and moments as such."""
    stream = io.BytesIO()
    book = Workbook(stream, {"default_date_format": "yyyy-mm-dd hh:mm:ss"})
    for rows in sheets:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                write = page.write_string if isinstance(value, str) else page.write
                write(number, column, value)
    book.close()
    return stream.getvalue()
