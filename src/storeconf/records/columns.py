"""Which column of an export means what: by name, by the usual Chinese headings, or as the user says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storeconf.core.text import Say, Text
from storeconf.records.rows import Result
from storeconf.source.suggest import did_you_mean

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "time": (
        *("time", "verify_time", "verified_at", "核销时间", "验券时间", "核销日期", "操作时间", "验证时间", "履约时间"),
        *("使用时间", "消费时间", "时间"),
    ),
    "result": (
        *("result", "verify_result", "核销结果", "核销状态", "验券结果", "验券状态", "操作结果", "操作类型", "券状态"),
        *("订单状态", "结果", "状态", "status"),
    ),
    "verify_id": (
        *("verify_id", "核销id", "核销记录id", "核销单号", "核销编号", "核销流水号", "验券流水号", "核销记录编号"),
        *("验券id", "记录id", "记录编号", "流水号"),
    ),
    "order_id": ("order_id", "订单号", "订单编号", "订单id", "主订单号", "抖音订单号", "团购订单号", "订单"),
    "product_id": (
        *("product_id", "商品id", "团购id", "团购商品id", "商品编号", "商品编码", "团单id", "sku_id", "skuid"),
        *("商品名称", "团购名称", "商品标题", "商品", "product"),
    ),
    "store_id": (
        *("store_id", "poi_id", "shop_id", "门店id", "核销门店id", "poiid", "门店编号", "核销门店编号", "核销门店名称"),
        *("核销门店", "门店名称", "门店", "store"),
    ),
    "phone": (
        *("phone", "mobile", "手机号", "手机号码", "用户手机号", "用户手机", "用户手机号码", "买家手机号", "买家手机"),
        *(
            "顾客手机号",
            "客户手机号",
            "下单手机号",
            "下单手机",
            "预留手机号",
            "预留手机",
            "联系电话",
            "联系方式",
            "手机",
        ),
    ),
    "pay_time": (
        *("pay_time", "paid_at", "支付时间", "付款时间", "订单支付时间", "支付完成时间", "下单时间", "购买时间"),
        *("订单创建时间", "order_time"),
    ),
}
"""The fields of a row, each with the headings that it goes by, the surest first."""

FIELDS = tuple(HEADINGS)
SHOWN = 20
"""Headings that a message lists."""

RESULTS: Mapping[str, Result] = {
    word: result
    for result, words in (
        (
            Result.SUCCESS,
            "success succeeded ok true 成功 核销成功 已核销 验券成功 核销 验券 已使用 已消费 已履约 履约成功",
        ),
        (
            Result.FAILED,
            "failed fail failure error false 失败 核销失败 验券失败 核销异常 异常",
        ),
        (
            Result.CANCELLED,
            "cancelled canceled cancel revoked 撤销 已撤销 核销撤销 撤销核销 核销已撤销 撤销成功 取消 已取消 取消核销"
            " 核销取消 已取消核销 核销已取消 撤销验券 验券撤销",
        ),
        (
            Result.UNVERIFIED,
            "unverified paid unused 未核销 待核销 待使用 未使用 未消费 已支付 已付款 支付成功 待履约",
        ),
        (
            Result.REFUNDED,
            "refunded refund 退款 已退款 退款成功 已退 退款完成 退款中 全部退款 已全额退款",
        ),
    )
    for word in words.split()
}
"""What the words of an export mean."""

NO_TIME = Text(
    "没有找到核销时间这一列；表头是 {heading}",
    "there is no column with the time of verification; the heading is {heading}",
)
MAP_IT = Text("用 --map 指定，例如 --map 'time=核销时间'", "name it with --map, such as --map 'time=核销时间'")
NO_COLUMN = Text("没有「{column}」这一列", "there is no column {column!r}")
TWO_COLUMNS = Text("有两列都叫「{column}」", "two columns are named {column!r}")
_NOISE = re.compile(r"[\s_\-:：*]+|[(（\[【].*?[)）\]】]")


class NoSuchColumn(Exception):
    """The heading can't be used."""

    def __init__(self, reason: Say, fix: Say = "") -> None:
        """Why, and what to do."""
        super().__init__()
        self.reason = reason
        self.fix = fix


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where each field stands in a row, from 0; -1 where the table hasn't got it."""

    time: int
    result: int
    verify_id: int
    order_id: int
    product_id: int
    store_id: int
    phone: int
    pay_time: int

    @property
    def last(self) -> int:
        """The last column that is read."""
        return max(int(getattr(self, name)) for name in FIELDS)

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields that the table hasn't got."""
        return tuple(name for name in FIELDS if getattr(self, name) < 0)


def find(heading: Sequence[str], chosen: Mapping[str, str]) -> Columns:
    """The columns of a heading. `chosen`: what the user says, field to heading. Raises NoSuchColumn."""
    plain = [_plain(cell) for cell in heading]
    places = {name: _chosen(chosen[name], heading) if name in chosen else _guess(name, plain) for name in FIELDS}
    if places["time"] < 0:
        names = [cell.strip() for cell in heading if cell.strip()]
        raise NoSuchColumn(NO_TIME(heading=names[:SHOWN]), MAP_IT)
    return Columns(**places)


def recognised(heading: Sequence[str], chosen: Mapping[str, str]) -> int:
    """How many fields a line would give if it were the heading."""
    plain = [_plain(cell) for cell in heading]
    named = {cell.strip() for cell in heading}
    return sum(chosen[name] in named if name in chosen else _guess(name, plain) >= 0 for name in FIELDS)


def _chosen(column: str, heading: Sequence[str]) -> int:
    found = [place for place, cell in enumerate(heading) if cell.strip() == column]
    if not found:
        raise NoSuchColumn(NO_COLUMN(column=column), did_you_mean(column, (cell.strip() for cell in heading)))
    if len(found) > 1:
        raise NoSuchColumn(TWO_COLUMNS(column=column))
    return found[0]


def _guess(name: str, plain: Sequence[str]) -> int:
    """The surest heading that is there; of two columns under one name the first."""
    return next((plain.index(known) for known in _KNOWN[name] if known in plain), -1)


def _plain(cell: str) -> str:
    """A heading without what exports decorate it with: `核销时间（北京时间）`, `Verify Time`, `*手机号`."""
    return _NOISE.sub("", cell.strip().lower())


_KNOWN = {name: tuple(_plain(heading) for heading in headings) for name, headings in HEADINGS.items()}
