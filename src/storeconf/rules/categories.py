"""The rules in the groups in which they are written: thirteen reasons for rejection, then the five steps of a store's chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from storeconf.core.text import Text
from storeconf.rules.operations import attribution, follow_up, listing, mounts, tool
from storeconf.rules.review import (
    booking,
    description,
    law,
    phone,
    pictures,
    place,
    prices,
    promotion,
    refund,
    sale,
    service,
    validity,
    vulgar,
)
from storeconf.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Source:
    """One of the documents that rules come from."""

    id: str
    title: Text


REJECTIONS = Source(
    "S004",
    Text(
        "平台拒审原因页（2021-11 编辑，2022-11 更新）",
        "the platform's page of rejection reasons (2021-11, last updated 2022-11)",
    ),
)
CHAIN = Source("S000", Text("团购带货到核销的五步链路", "the five steps from a group-buy offer to its verification"))
SOURCES = (REJECTIONS, CHAIN)


@dataclass(frozen=True, slots=True)
class Category:
    """One group of rules."""

    key: str
    """For file names and JSON."""
    mark: str
    """How the source numbers it."""
    title: Text
    source: Source
    rules: tuple[Rule, ...]


CATEGORIES: tuple[Category, ...] = (
    Category(
        "01-law",
        "①",
        Text("内容不合规、资质有问题", "Content against the law or the platform's rules"),
        REJECTIONS,
        law.RULES,
    ),
    Category("02-vulgar", "②", Text("色情低俗", "Vulgar or sexual content"), REJECTIONS, vulgar.RULES),
    Category(
        "03-pictures", "③", Text("图片空白、不清晰", "Pictures that are missing or unclear"), REJECTIONS, pictures.RULES
    ),
    Category("04-prices", "④", Text("价格前后不一致", "Prices that differ between pages"), REJECTIONS, prices.RULES),
    Category(
        "05-sale", "⑤", Text("买不了：没开始或已结束", "Not to be bought: not started, or over"), REJECTIONS, sale.RULES
    ),
    Category(
        "06-validity",
        "⑥",
        Text("使用有效期不对", "A period of use that is too short or wrongly described"),
        REJECTIONS,
        validity.RULES,
    ),
    Category("07-refund", "⑦", Text("缺少过期退、随时退", "Missing refund labels"), REJECTIONS, refund.RULES),
    Category(
        "08-place",
        "⑧",
        Text("商品与地点不相关", "A product that does not belong to its place"),
        REJECTIONS,
        place.RULES,
    ),
    Category("09-service", "⑨", Text("暂不支持的服务", "Services that are not accepted"), REJECTIONS, service.RULES),
    Category("10-description", "⑩", Text("缺少必要的描述", "Missing descriptions"), REJECTIONS, description.RULES),
    Category(
        "11-promotion",
        "⑪",
        Text("第三方推广、诱导", "Promotion of third parties, and inducement"),
        REJECTIONS,
        promotion.RULES,
    ),
    Category("12-phone", "⑫", Text("客服电话不真实", "Service phones that are not real"), REJECTIONS, phone.RULES),
    Category("13-booking", "⑬", Text("预约信息有误", "Wrong statements about booking"), REJECTIONS, booking.RULES),
    Category(
        "chain-1-listing", "一", Text("商品上架与 POI 绑定", "The offer, bound to its place"), CHAIN, listing.RULES
    ),
    Category("chain-2-mounts", "二", Text("短视频与直播挂载", "Mounts in videos and livestreams"), CHAIN, mounts.RULES),
    Category("chain-3-tool", "三", Text("核销工具", "The verification tool"), CHAIN, tool.RULES),
    Category("chain-4-follow-up", "四", Text("支付后到店承接", "From payment to the counter"), CHAIN, follow_up.RULES),
    Category("chain-5-attribution", "五", Text("归因与异常", "Attribution and anomalies"), CHAIN, attribution.RULES),
)
CATEGORY_OF: Mapping[str, Category] = {rule.id: category for category in CATEGORIES for rule in category.rules}
THRESHOLDS_OF: Mapping[str, tuple[str, ...]] = {
    "R01-05": ("image_blur", "licence_side_px", "licence_mb"),
    "R03-03": ("image_short_side_px", "image_blur"),
    "R05-02": ("review_hours",),
    "R06-01": ("warn_ahead_days",),
    "R08-01": ("distance_warning_km", "distance_error_km"),
    "R10-04": ("terse_characters",),
}
"""Which thresholds of the project file a rule looks at."""
