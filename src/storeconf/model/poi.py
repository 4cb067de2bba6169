"""The store's place on the platform (POI). Source: seed 000 一; API facts §2 and §12 rows 5–9."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from storeconf.core.text import Text
from storeconf.model.kind import Compare, Kind, OnRemove, ProductRef, Resolve, Spec, Whole, attr, attributes_of
from storeconf.model.scalars import (
    Bool,
    Clock,
    Day,
    FilePath,
    Latitude,
    Line,
    Longitude,
    Phone,
    PlatformId,
    Url,
    Weekday,
)

HEAD_IMAGE_PAGE = Text("POI 详情页头图（抖音来客门店装修）", "POI page: head image (store decoration)")
PHONE_TEST = Text(
    "用另一部手机拨打门店页电话，确认前台直接接听",
    "Call the number on the store page and confirm that the front desk answers",
)


class Location(Whole):
    """A point with its datum. A wrong datum is an error of 0.4 to 1.2 km, so it is never guessed."""

    lat: Latitude = Field(title="纬度")
    lng: Longitude = Field(title="经度")
    datum: Literal["gcj02", "bd09", "wgs84"] = Field(
        title="坐标系", description="高德/腾讯/抖音 gcj02，百度 bd09,GPS wgs84"
    )


class OpenHours(Whole):
    """Opening hours on some weekdays; a close at or before the open is on the next day."""

    days: list[Weekday] = Field(min_length=1, max_length=7, title="星期", description="1=周一 … 7=周日")
    open: Clock = Field(title="开门")
    close: Clock = Field(title="打烊", description="不晚于开门时间表示次日")


class SpecialHours(Whole):
    """One date that differs from the week."""

    date: Day = Field(title="日期")
    closed: Bool | None = Field(default=None, title="休息")
    open: Clock | None = Field(default=None, title="开门")
    close: Clock | None = Field(default=None, title="打烊")


class HeadImage(Whole):
    """The POI's head image: a product's newest cover, or a file."""

    product: ProductRef | None = None
    file: FilePath | None = None
    url: Url | None = None
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")


class Poi(Spec):
    """One physical shop on the platform."""

    id: PlatformId | None = attr("门店 POI 编号", "POI id")
    name: Line | None = attr("门店名称", "name", compare=Compare.TEXT)
    kind: Literal["store", "mall", "hotel", "scenic", "generic"] | None = attr(
        "地点类型",
        "kind of place",
        words={
            "store": ("临街门店", "store"),
            "mall": ("商场", "mall"),
            "hotel": ("酒店", "hotel"),
            "scenic": ("景区", "scenic area"),
            "generic": ("泛地点", "generic place"),
        },
    )
    claimed: Bool | None = attr("已认领", "claimed", note="期望：在账号的门店列表里，或有人确认过")
    address_verified: Bool | None = attr("地址已认证", "address verified")
    category: Line | None = attr("类目", "category")
    scope: list[Line] | None = attr("经营范围", "business scope", compare=Compare.SET)
    city: Line | None = attr("城市", "city")
    address: Line | None = attr("地址", "address", compare=Compare.TEXT)
    location: Location | None = attr("坐标", "location")
    phone: Phone | None = attr("门店电话", "phone", compare=Compare.PHONE)
    phone_front_desk: Bool | None = attr("电话直达前台", "phone reaches the front desk", console=PHONE_TEST)
    hours: list[OpenHours] | None = attr("营业时间", "opening hours", compare=Compare.HOURS)
    special_hours: list[SpecialHours] | None = attr("特殊营业时间", "special hours", compare=Compare.SET)
    head_image: HeadImage | None = attr(
        "头图", "head image", compare=Compare.FILE, resolve=Resolve.HEAD_IMAGE, console=HEAD_IMAGE_PAGE
    )


KIND = Kind(
    name="poi",
    label=Text("门店地点", "store place (POI)"),
    scope="store",
    field="poi",
    keyed=False,
    level=10,
    model=Poi,
    on_remove=OnRemove.FORGET,
    console=Text("抖音来客【店铺管理】-【门店管理】", "Douyin Laike: Stores > Store list"),
    evidence=Text("门店页截图（抖音 APP 内搜索门店名进入）", "a screenshot of the store page in the Douyin app"),
    attributes=attributes_of(Poi),
    claimed=True,
)
