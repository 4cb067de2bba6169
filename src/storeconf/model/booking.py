"""Booking on the success page. Source: seed 000 四.4; catering has an API for part of it (facts §7)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from storeconf.core.text import Text
from storeconf.model.kind import Compare, Kind, OnRemove, Spec, Whole, attr, attributes_of
from storeconf.model.scalars import Bool, Clock, Count, Line, Weekday


class Slot(Whole):
    """Times that can be booked on some weekdays."""

    days: list[Weekday] = Field(min_length=1, max_length=7, title="星期")
    start: Clock = Field(title="开始")
    end: Clock = Field(title="结束", description="不晚于开始表示次日")
    capacity: Count = Field(title="可约桌数或人数")


class Booking(Spec):
    """Where customers book, and what they can book."""

    button_on_success_page: Bool | None = attr("支付成功页一键预约", "booking button on the success page")
    audience: Literal["new_customers", "all"] | None = attr(
        "面向谁", "audience", words={"new_customers": ("新客", "new customers"), "all": ("所有人", "everybody")}
    )
    roster_sync: Bool | None = attr("同步排班表", "roster sync")
    slots: list[Slot] | None = attr("可约时段", "slots", compare=Compare.SLOTS)
    open: Bool | None = attr("开放订座", "open for booking")
    earliest_days: Count | None = attr("最早可提前几天", "bookable days ahead")
    latest_minutes: Count | None = attr("最晚提前几分钟", "latest minutes before")
    tip: Line | None = attr("订座提示", "booking tip", compare=Compare.TEXT)


KIND = Kind(
    name="booking",
    label=Text("到店预约", "booking"),
    scope="store",
    field="booking",
    keyed=False,
    level=40,
    model=Booking,
    on_remove=OnRemove.FORGET_AND_CLEAN,
    console=Text("支付成功页【一键预约】按钮与预约时段设置", "Success page: booking button and its slots"),
    evidence=Text("支付成功页与预约时段截图", "screenshots of the success page and of the slots"),
    attributes=attributes_of(Booking),
)
