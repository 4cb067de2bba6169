"""The lists as a workbook for customer service: one sheet each, phones masked, the text to send beside every order.

Every cell that is not a count is written as text: an id keeps its digits, and what begins with `=`, `+`, `-` or `@` is
never a formula.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from storeconf.core import clock
from storeconf.core.diagnostics import Code, fail
from storeconf.core.text import ITEMS, Lang, Text, joined, say
from storeconf.records.findings import LABEL, Order
from storeconf.records.moments import local_time
from storeconf.records.report import Report
from storeconf.records.tables import INSTALL
from storeconf.render.cells import safe, width

NO_WRITER = Code(
    "SC723", "workbook-needs-excel", Text("写 .xlsx 需要 excel 扩展", "writing .xlsx needs the extra excel")
)
MISSING = Text("没有安装 xlsxwriter", "xlsxwriter is not installed")
MAX_ROWS = 1_000_000
"""A sheet of Excel holds some more."""
MAX_TEXT = 32_000
"""Characters that a cell of Excel can hold, nearly."""
WIDEST = 60

PAUSES, REVIEWS = Text("暂停售卖", "To pause"), Text("人工复核", "To review")
SLOW, PENDING = Text(LABEL, "Slow orders"), Text("已付未核销", "Paid, not verified")
SKIPPED = Text("读不了的行", "Unreadable rows")
DAY, FAILURES, ORDERS = Text("日期", "Day"), Text("失败次数", "Failures"), Text("单数", "Orders")
PRODUCT_ID, PRODUCT = Text("商品编号", "Product id"), Text("商品", "Product")
STORES, STORE_ID, STORE = Text("门店", "Stores"), Text("门店编号", "Store id"), Text("门店名称", "Store")
PHONE, SINCE, UNTIL = Text("手机号", "Phone"), Text("从", "From"), Text("到", "To")
ORDER, PAID, VERIFIED = Text("订单号", "Order"), Text("支付时间", "Paid"), Text("核销时间", "Verified")
MINUTES, TAG, TO_SEND = Text("分钟", "Minutes"), Text("标签", "Label"), Text("回访文字", "Text to send")
FILE, ROW, REASON = Text("文件", "File"), Text("行", "Row"), Text("原因", "Reason")

FollowUp: TypeAlias = Callable[[Order], str]
"""The text that customer service sends about an order."""
Cell: TypeAlias = str | int
Sheet: TypeAlias = tuple[Text, Sequence[Text], Iterable[Sequence[Cell]]]


def workbook(report: Report, lang: Lang, follow_up: FollowUp | None = None) -> bytes:
    """The file. Raises StoreconfError without the extra."""
    try:
        from xlsxwriter import Workbook  # type: ignore[import-untyped]
    except ImportError:
        raise fail(NO_WRITER, MISSING, fix=INSTALL) from None
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    book.set_properties({"created": local_time(report.findings.now).replace(tzinfo=None)})
    bold = book.add_format({"bold": True})
    for title, heading, rows in _sheets(report, lang, follow_up):
        page = book.add_worksheet(title.render(lang))
        page.freeze_panes(1, 0)
        widths = [width(name.render(lang)) for name in heading]
        for column, name in enumerate(heading):
            page.write_string(0, column, name.render(lang), bold)
        for number, row in zip(range(1, MAX_ROWS), rows, strict=False):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    page.write_number(number, column, value)
                else:
                    page.write_string(number, column, safe(value)[:MAX_TEXT])
                    widths[column] = max(widths[column], min(width(value[:WIDEST]), WIDEST))
        for column, cells in enumerate(widths):
            page.set_column(column, column, cells + 2)
    book.close()
    return stream.getvalue()


def _sheets(report: Report, lang: Lang, follow_up: FollowUp | None) -> Iterable[Sheet]:
    found = report.findings
    yield (
        PAUSES,
        (DAY, PRODUCT_ID, PRODUCT, FAILURES, STORES),
        (
            (
                one.day.isoformat(),
                one.product_id,
                _name(one.product_id, report.products),
                one.failures,
                _stores(one.stores, report, lang),
            )
            for one in found.pauses
        ),
    )
    yield (
        REVIEWS,
        (PHONE, ORDERS, SINCE, UNTIL, ORDER, STORES),
        (
            (
                one.phone,
                one.orders,
                _time(one.since),
                _time(one.until),
                joined(one.order_ids, ITEMS, lang),
                _stores(one.stores, report, lang),
            )
            for one in found.reviews
        ),
    )
    to_send = (TO_SEND,) if follow_up is not None else ()
    facts = (PRODUCT_ID, PRODUCT, STORE_ID, STORE, PHONE)
    yield (
        SLOW,
        (ORDER, TAG, PAID, VERIFIED, MINUTES, *facts, *to_send),
        (
            (one.order_id, LABEL, _time(one.paid), _time(one.verified), *_rest(one, report, follow_up))
            for one in found.slow
        ),
    )
    yield (
        PENDING,
        (ORDER, PAID, MINUTES, *facts, *to_send),
        ((one.order_id, _time(one.paid), *_rest(one, report, follow_up)) for one in found.pending),
    )
    if report.skips:
        yield SKIPPED, (FILE, ROW, REASON), ((one.file, one.line, say(one.reason, lang)) for one in report.skips)


def _rest(order: Order, report: Report, follow_up: FollowUp | None) -> tuple[Cell, ...]:
    facts = (
        order.minutes(report.findings.now),
        order.product_id,
        _name(order.product_id, report.products),
        order.store_id,
        _name(order.store_id, report.stores),
        order.phone,
    )
    return facts if follow_up is None else (*facts, follow_up(order))


def _name(key: str, names: Mapping[str, str]) -> str:
    return names.get(key, "")


def _stores(keys: Iterable[str], report: Report, lang: Lang) -> str:
    return joined((report.stores.get(key, key) for key in keys), ITEMS, lang)


def _time(moment: int) -> str:
    return clock.short(local_time(moment))
