"""⑤ The product can't be bought when the reviewer looks: off the shelf, not yet on sale, or no longer (S004 ⑤)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from storeconf.core.clock import short
from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.rules.case import Case
from storeconf.rules.rule import Hit, Needs, Outcome, Rule, Skip

OFF, SOLD_OUT = "offline", "sold_out"

NO_SHELF = Text("不知道商品是否在架", "whether the product is on the shelf is not known")
NO_START = Text("不知道开售时间（sale.start）", "the start of the sale is not known (sale.start)")
NO_END = Text("不知道售卖截止时间（sale.end）", "the end of the sale is not known (sale.end)")
IS_OFF = Text("商品已下架，审核人员点开后无法购买", "the product is off the shelf; the reviewer can't buy it")
IS_SOLD_OUT = Text("商品已售罄，审核人员点开后无法购买", "the product is sold out; the reviewer can't buy it")
NO_STOCK = Text("库存是 {stock}，商品无法购买", "the stock is {stock}; the product can't be bought")
ADD_STOCK = Text("把库存改为大于 0 的数再提审", "set a stock above 0 before submitting")
STARTS_LATE = Text(
    "{start} 才开售，而审核约在 {until} 前进行，届时商品还不能购买",
    "the sale starts at {start}, but the review takes place until about {until}: the product can't be bought then",
)
HAS_ENDED = Text(
    "售卖在 {end} 截止，不晚于提审时间 {now}", "the sale ends at {end}, which is not after the submission at {now}"
)
FLASH_STARTED = Text(
    "抢购从 {start} 开始，不晚于提审时间 {now}", "the flash sale starts at {start}, not after the submission at {now}"
)
ENDS_FIRST = Text(
    "售卖截止 {end} 不晚于售卖开始 {start}", "the sale ends at {end}, which is not after its start at {start}"
)


def _shelf(case: Case) -> Iterator[Outcome]:
    stock = case.product.number("stock")
    if stock is not None and stock <= 0:
        yield Hit(message=NO_STOCK(stock=str(stock)), fix=ADD_STOCK, path="stock")
        return
    shelf = case.facts.text("shelf")
    if not shelf:
        yield Skip(NO_SHELF)
    elif shelf == SOLD_OUT:
        yield Hit(message=IS_SOLD_OUT, fix=ADD_STOCK, path="stock")
    elif shelf == OFF and case.product.text("shelf") != OFF:
        # Taken off on purpose, as declared, it isn't waiting for any review.
        yield Hit(message=IS_OFF, path="shelf")


def _sale(case: Case) -> tuple[datetime | None, datetime | None]:
    return case.product.moment("sale.start"), case.product.moment("sale.end", end=True)


def _not_started(case: Case) -> Iterator[Outcome]:
    start, _ = _sale(case)
    until = case.now + timedelta(hours=float(case.settings.threshold("review_hours")))
    if start is not None and start > until:
        yield Hit(message=STARTS_LATE(start=short(start), until=short(until)), path="sale.start")
    elif start is None and not case.product.knows("sale.start"):
        yield Skip(NO_START)


def _ended(case: Case) -> Iterator[Outcome]:
    _, end = _sale(case)
    if end is None:
        yield Skip(NO_END)
    elif end <= case.now:
        yield Hit(message=HAS_ENDED(end=short(end), now=short(case.now)), path="sale.end")


def _flash(case: Case) -> Iterator[Outcome]:
    if not case.product.flag("flash_sale"):
        return
    start, _ = _sale(case)
    if start is None:
        yield Skip(NO_START)
    elif start <= case.now:
        yield Hit(message=FLASH_STARTED(start=short(start), now=short(case.now)), path="sale.start")


def _window(case: Case) -> Iterator[Outcome]:
    start, end = _sale(case)
    if start is not None and end is not None and end <= start:
        yield Hit(message=ENDS_FIRST(end=short(end), start=short(start)), path="sale.end")


TWO_READINGS: Final = Text(
    "来源④⑤两句相反：⑤1 要求审核时已开售，⑤2 又说抢购时间要大于提审时间。本工具按“截止晚于提审、审核时已开售”判为错误（R05-02、R05-03），"
    "字面读法只作提示（R05-04）。",
    "Two sentences of the source pull apart: ⑤1 wants the sale open when the reviewer looks, ⑤2 wants the flash sale later than the submission. "
    "Here the end must be after the submission and the sale open at review (R05-02, R05-03: errors); the literal reading is only a hint (R05-04).",
)

RULES: tuple[Rule, ...] = (
    Rule(
        id="R05-01",
        name="off-shelf",
        title=Text("商品已下架或售罄", "The product is off the shelf or sold out"),
        severity=Severity.ERROR,
        needs=(Needs.FIELDS, Needs.LIVE),
        source="S004 ⑤1",
        remedy=Text("先上架并补足库存，再提审", "put it on the shelf with enough stock, then submit"),
        bad="库存：0",
        good="库存：500，商品在架",
        on_product=_shelf,
    ),
    Rule(
        id="R05-02",
        name="not-started",
        title=Text("审核时还没开售", "The sale hasn't started when the reviewer looks"),
        severity=Severity.ERROR,
        needs=(Needs.DATES,),
        source="S004 ⑤1",
        remedy=Text(
            "把开售时间提前到审核之前，或等到开售前一天再提审",
            "let the sale start before the review, or submit on the day before it starts",
        ),
        bad="3 月 9 日提审，3 月 20 日开售",
        good="3 月 9 日提审，3 月 9 日 18:00 开售",
        note=TWO_READINGS,
        on_product=_not_started,
    ),
    Rule(
        id="R05-03",
        name="sale-ended",
        title=Text("售卖截止不晚于提审", "The sale ends no later than the submission"),
        severity=Severity.ERROR,
        needs=(Needs.DATES,),
        source="S004 ⑤2",
        remedy=Text("把售卖截止改到提审之后", "let the sale end after the submission"),
        bad="3 月 9 日提审，售卖到 2 月 28 日",
        good="3 月 9 日提审，售卖到 6 月 30 日",
        note=TWO_READINGS,
        on_product=_ended,
    ),
    Rule(
        id="R05-04",
        name="flash-start",
        title=Text("抢购开始早于提审", "The flash sale starts before the submission"),
        severity=Severity.INFO,
        needs=(Needs.DATES,),
        source="S004 ⑤2",
        remedy=Text(
            "若被以“抢购时间需大于提审时间”退回，把抢购开始改到提审之后不久",
            "if it is sent back for its flash-sale time, let it start shortly after the submission",
        ),
        bad="3 月 9 日 10:00 提审的抢购商品，3 月 8 日已开抢",
        good="3 月 9 日 10:00 提审的抢购商品，当天 18:00 开抢",
        note=TWO_READINGS,
        on_product=_flash,
    ),
    Rule(
        id="R05-05",
        name="sale-window",
        title=Text("售卖截止不晚于售卖开始", "The sale ends no later than it starts"),
        severity=Severity.ERROR,
        needs=(Needs.DATES,),
        source="S004 ⑤1",
        remedy=Text("改正售卖的起止时间，截止要晚于开始", "correct the sale's times: the end after the start"),
        bad="6 月 30 日开售，3 月 31 日截止",
        good="3 月 9 日开售，6 月 30 日截止",
        on_product=_window,
    ),
)
"""Category ⑤."""
