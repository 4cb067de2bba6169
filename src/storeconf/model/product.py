"""A platform product: group-buy package, voucher, ticket. Sources: seed 000 一; API facts §3.

A product belongs to an account and is sold at one or many stores. `products:` inside a Store or Defaults is the short
form for a product of each single store, with the same fields less `out_id`, `product_id` and `stores`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from storeconf.core.text import Text
from storeconf.core.weekdays import days_text
from storeconf.model.kind import (
    Compare,
    Flag,
    Kind,
    OnRemove,
    Resolve,
    Spec,
    TextField,
    Whole,
    attr,
    attributes_of,
)
from storeconf.model.scalars import (
    Bool,
    Clock,
    Count,
    Day,
    End,
    FilePath,
    Line,
    Money,
    Phone,
    PlatformId,
    Positive,
    Price,
    Slug,
    Start,
    Url,
    Weekday,
    problem,
    text_of,
)

TOO_MANY_CHOSEN = Text("从 {size} 项里选 {choose} 项是做不到的", "cannot choose {choose} out of {size}")
USE_BOTH = Text(
    "use 只能写固定日期（start/end）或 days_after_purchase 其中一种",
    "use takes either start/end or days_after_purchase",
)
NOT_STOCK = Text("库存应是整数或 unlimited，现在是 {value!r}", "stock is a whole number or unlimited, not {value!r}")

ProductKind = Literal[
    "groupbuy",
    "voucher",
    "calendar_ticket",
    "calendar_room",
    "hotel_ticket_package",
    "presale",
    "times_card",
    "day_tour",
    "booking",
]
VISIBILITY_PAGE = Text(
    "商品编辑页的销售范围、分销授权、白名单授权", "Product page: sale scope, distribution and white-list settings"
)


class Item(Whole):
    """One thing in the package; the price is yuan for one of it."""

    name: Line = Field(title="名称")
    price: Money = Field(title="单价", description="元")
    count: Positive = Field(default=1, title="数量")
    unit: Line = Field(default="份", title="单位")


class ItemGroup(Whole):
    """`choose` of the things in `of`."""

    group: Line = Field(title="分组")
    choose: Positive = Field(title="选几项")
    of: list[Item] = Field(min_length=1, title="可选项")

    def model_post_init(self, context: object, /) -> None:
        """More can't be chosen than there is."""
        if self.choose > len(self.of):
            raise problem(TOO_MANY_CHOSEN(size=len(self.of), choose=self.choose))


def _item_shape(value: object) -> str:
    keys = value if isinstance(value, dict) else {}
    return "<group>" if "group" in keys or "of" in keys or isinstance(value, ItemGroup) else "<item>"


ItemField = Annotated[
    Annotated[Item, Tag("<item>")] | Annotated[ItemGroup, Tag("<group>")],
    Discriminator(_item_shape),
]


class Sale(Spec):
    """When it is on sale. The product goes off the shelf by itself at the end."""

    start: Start | None = attr("开售时间", "sale start")
    end: End | None = attr("停售时间", "sale end")


class UsePeriod(Whole):
    """A stretch of the day."""

    start: Clock = Field(title="开始")
    end: Clock = Field(title="结束", description="不晚于开始表示次日")


class UseTimes(Spec):
    """Which hours of the day it can be used."""

    all_day: Bool | None = attr("全天可用", "all day")
    periods: list[UsePeriod] | None = attr("可用时段", "periods", compare=Compare.SET)


class Use(Spec):
    """When it can be used: fixed days, or some days after purchase."""

    start: Day | None = attr("使用开始日期", "use from")
    end: Day | None = attr("使用截止日期", "use until")
    days_after_purchase: Positive | None = attr("购买后有效天数", "valid days after purchase")
    times: UseTimes | None = Field(default=None, title="可用时间")

    def model_post_init(self, context: object, /) -> None:
        """The platform takes one of the two forms (attribute use_date, type 1 or 2)."""
        if self.days_after_purchase is not None and (self.start is not None or self.end is not None):
            raise problem(USE_BOTH())


class Unusable(Spec):
    """Days on which it can't be used."""

    weekdays: list[Weekday] | None = attr(
        "不可用星期",
        "unusable weekdays",
        compare=Compare.SET,
        words={str(day): (days_text([day]), days_text([day], "en")) for day in range(1, 8)},
    )
    holidays: list[Literal["元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆", "情人节", "圣诞"]] | None = attr(
        "不可用节假日",
        "unusable holidays",
        compare=Compare.SET,
        words={
            "元旦": ("元旦", "New Year's Day"),
            "春节": ("春节", "Spring Festival"),
            "清明": ("清明", "Qingming"),
            "劳动节": ("劳动节", "Labour Day"),
            "端午": ("端午", "Dragon Boat Festival"),
            "中秋": ("中秋", "Mid-Autumn Festival"),
            "国庆": ("国庆", "National Day"),
            "情人节": ("情人节", "Valentine's Day"),
            "圣诞": ("圣诞", "Christmas"),
        },
    )
    dates: list[Day] | None = attr("不可用日期", "unusable dates", compare=Compare.SET)


class Appointment(Spec):
    """Whether a visit has to be booked, and how long before. Lead times in hours; whole days are sent as days."""

    required: Bool | None = attr("需要预约", "appointment required")
    lead_hours: Count | None = attr("提前预约小时数", "lead time in hours")
    label: Line | None = attr("预约说明", "appointment label", Flag.LOCAL)


class Limits(Spec):
    """How many one customer may buy."""

    per_user: Positive | None = attr("每人限购", "limit per customer")


class Visibility(Spec):
    """Who can see it; the console has it, no API does, so a person attests it."""

    sale_scope: Line | None = attr("销售范围", "sale scope", console=VISIBILITY_PAGE)
    distribution: Bool | None = attr("分销授权", "distribution", console=VISIBILITY_PAGE)
    whitelist: list[Line] | None = attr("白名单", "white list", compare=Compare.SET, console=VISIBILITY_PAGE)


class Image(Whole):
    """A picture: `file` is what is checked, `url` what is sent. Observations carry the hash of what has no URL."""

    role: Literal["head", "detail", "dish", "environment"] = Field(title="用途")
    file: FilePath | None = Field(default=None, title="文件")
    url: Url | None = Field(default=None, title="网址")
    sha256: str | None = Field(
        default=None, pattern=r"^[0-9a-f]{64}$", title="哈希", description="观察里用：看到的是哪个文件"
    )


class Html(Whole):
    """A rich description."""

    html: Line


class Where(Whole):
    """All stores of the account whose labels are equal; a list means any of."""

    where: dict[str, Line | list[Line]] = Field(min_length=1, title="按标签选门店")


def _stores_shape(value: object) -> str:
    return "<where>" if isinstance(value, dict | Where) else "<list>"


StoresField = Annotated[
    Annotated[list[Slug], Tag("<list>")] | Annotated[Where, Tag("<where>")],
    Discriminator(_stores_shape),
]


def _description_shape(value: object) -> str:
    if isinstance(value, Html) or (isinstance(value, dict) and "html" in value):
        return "<html>"
    return "<template>" if isinstance(value, dict | Spec) else "<text>"


def _stock(value: object) -> int | str:
    found = text_of(value)
    if found == "unlimited":
        return found
    if not found.isascii() or not found.isdigit() or len(found) > 8 or (len(found) > 1 and found[0] == "0"):
        raise problem(NOT_STOCK(value=found))
    return int(found)


class _Stock:
    """Validator and schema for `stock`: a total, or `unlimited`."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> object:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(_stock)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: object, handler: object) -> dict[str, object]:
        return {"anyOf": [{"type": "integer", "minimum": 0}, {"const": "unlimited"}]}


class Product(Spec):
    """What is sold."""

    stores: StoresField | None = attr("适用门店", "stores", compare=Compare.SET)
    out_id: Line | None = attr("外部编号", "out_id", Flag.IMMUTABLE)
    product_id: PlatformId | None = attr("平台商品编号", "product id", Flag.IMMUTABLE)
    title: TextField | None = attr("商品标题", "title", compare=Compare.TEXT, resolve=Resolve.TEXT)
    kind: ProductKind | None = attr(
        "商品类型",
        "product kind",
        Flag.IMMUTABLE,
        words={
            "groupbuy": ("团购套餐", "group-buy package"),
            "voucher": ("代金券", "voucher"),
            "calendar_ticket": ("日历票", "calendar ticket"),
            "calendar_room": ("日历房", "calendar room"),
            "hotel_ticket_package": ("酒景套餐", "hotel and ticket package"),
            "presale": ("预售券", "presale coupon"),
            "times_card": ("次卡", "card of several times"),
            "day_tour": ("一日游", "day tour"),
            "booking": ("预订", "booking"),
        },
    )
    category: Line | None = attr("商品类目", "category", Flag.IMMUTABLE, compare=Compare.CATEGORY)
    price: Price | None = attr("售价", "price", Flag.AMOUNT, Flag.MONEY)
    origin_price: Money | None = attr("原价", "original price", Flag.AMOUNT)
    items: list[ItemField] | None = attr("套餐内容", "items", compare=Compare.ITEMS)
    sale: Sale | None = Field(default=None, title="售卖时间")
    use: Use | None = Field(default=None, title="使用时间")
    unusable: Unusable | None = Field(default=None, title="不可用时间")
    subtitle_tags: list[Line] | None = attr("标签", "subtitle tags", compare=Compare.SET)
    refund_policy: Literal["anytime", "none", "conditional"] | None = attr(
        "退款政策",
        "refund policy",
        words={
            "anytime": ("随时退", "any time"),
            "none": ("不可退", "none"),
            "conditional": ("有条件退", "conditional"),
        },
    )
    appointment: Appointment | None = Field(default=None, title="预约")
    usage_notes: TextField | None = attr("使用须知", "usage notes", compare=Compare.TEXT, resolve=Resolve.TEXT)
    purchase_notes: TextField | None = attr("购买须知", "purchase notes", compare=Compare.TEXT, resolve=Resolve.TEXT)
    description: (
        Annotated[
            Annotated[Line, Tag("<text>")] | Annotated[Html, Tag("<html>")] | Annotated[TextField, Tag("<template>")],
            Discriminator(_description_shape),
        ]
        | None
    ) = attr("商品描述", "description", compare=Compare.TEXT, resolve=Resolve.TEXT)
    phone: Phone | None = attr("客服电话", "phone", compare=Compare.PHONE)
    images: list[Image] | None = attr(
        "图片",
        "images",
        compare=Compare.IMAGES,
        resolve=Resolve.IMAGES,
        words={
            "head": ("头图", "cover"),
            "detail": ("详情图", "detail"),
            "dish": ("菜品图", "dish"),
            "environment": ("环境图", "environment"),
        },
    )
    stock: Annotated[int | str, _Stock] | None = attr(
        "库存", "stock", words={"unlimited": ("不限", "unlimited")}, note="总量，或 unlimited"
    )
    shelf: Literal["online", "offline"] | None = attr(
        "上架状态", "shelf", Flag.EXPOSURE, words={"online": ("上架", "online"), "offline": ("下架", "offline")}
    )
    people: Positive | None = attr("适用人数", "people")
    limits: Limits | None = Field(default=None, title="限购")
    private_room: Bool | None = attr("包间可用", "private room usable")
    free_pack: Bool | None = attr("免费打包", "free packing")
    flash_sale: Bool | None = attr("限时抢购", "flash sale", Flag.LOCAL)
    tenant: Line | None = attr("商场内店铺", "tenant of a mall", Flag.LOCAL)
    visibility: Visibility | None = Field(default=None, title="可见范围")
    platform: dict[str, Line] | None = attr(
        "平台字段", "fields of the platform", Flag.PASSED_ON, note="原样传给平台的属性，键用平台自己的名字"
    )


KIND = Kind(
    name="product",
    label=Text("团购商品", "product"),
    scope="both",
    field="products",
    keyed=True,
    level=20,
    model=Product,
    on_remove=OnRemove.OFF_SHELF,
    console=Text("抖音来客【商品】-【团购商品】", "Douyin Laike: Products > Group-buy products"),
    evidence=Text("商品编辑页与门店页截图", "screenshots of the product page and of the store page"),
    attributes=attributes_of(Product),
)
