"""Verification (核销) of an account: the tool's admission and the anomaly rules.

Source: seed 000 三, 五.3–五.4; the console has both, no API does (facts §12 rows 14–16, 25–27).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from storeconf.core.text import Text
from storeconf.model.kind import Compare, FileField, Kind, OnRemove, Resolve, Spec, Whole, attr, attributes_of
from storeconf.model.scalars import Bool, Clock, Count, Day, Line, Positive, Slug


class Paper(Whole):
    """A document that the tool's admission asks for."""

    type: Line = Field(title="材料")
    file: FileField | None = Field(default=None, title="文件")
    taken: Day | None = Field(default=None, title="截图日期")


class Card(Spec):
    """What the 去核销 card in the order centre offers."""

    slots: Bool | None = attr("卡片：查看时段", "card: slots")
    room: Bool | None = attr("卡片：选择包间", "card: room")
    phone: Bool | None = attr("卡片：授权手机号", "card: phone")
    one_tap: Bool | None = attr("卡片：一键核销", "card: one tap")


def _stores_shape(value: object) -> str:
    return "<list>" if isinstance(value, list | tuple) else "<word>"


class VerificationTool(Spec):
    """The mini-program that verifies coupons inside Douyin."""

    stage: Literal["none", "bd_assigned", "applied", "approved", "enabled"] | None = attr(
        "接入进度",
        "stage",
        words={
            "none": ("未接入", "none"),
            "bd_assigned": ("已分配 BD", "BD assigned"),
            "applied": ("已提交申请", "applied"),
            "approved": ("审核通过", "approved"),
            "enabled": ("已启用", "enabled"),
        },
    )
    papers: list[Paper] | None = attr("准入材料", "papers", compare=Compare.SET, resolve=Resolve.PAPERS)
    authorised: (
        Annotated[
            Annotated[Literal["all"], Tag("<word>")] | Annotated[list[Slug], Tag("<list>")],
            Discriminator(_stores_shape),
        ]
        | None
    ) = attr("授权门店", "authorised stores", compare=Compare.SET, words={"all": ("全部门店", "all stores")})
    card: Card | None = Field(default=None, title="订单卡片")


class FollowUp(Spec):
    """What customer service sends to slow customers."""

    template: FileField | None = attr(
        "回访模板", "follow-up template", compare=Compare.FILE, resolve=Resolve.TEMPLATE_NAME
    )
    incentive: Line | None = attr("限时激励", "incentive")
    valid_days: Positive | None = attr("激励有效天数", "incentive valid for (days)")


class AnomalyRules(Spec):
    """When verification is stopped or looked at by a person. Every number is a limit: one more than it triggers."""

    failures_per_day: Count | None = attr("单日失败超几次停售", "failures a day before the product pauses")
    per_phone_24h: Count | None = attr("同手机号 24 小时超几单复核", "orders of one phone in 24 h before review")
    slow_minutes: Positive | None = attr("长周期未核销（分钟）", "slow after (minutes)")
    export_at: Clock | None = attr("每日导出时间", "daily export at")
    follow_up: FollowUp | None = Field(default=None, title="回访")


VERIFICATION_TOOL = Kind(
    name="verification_tool",
    label=Text("核销工具", "verification tool"),
    scope="account",
    field="verification_tool",
    keyed=False,
    level=5,
    model=VerificationTool,
    on_remove=OnRemove.FORGET,
    console=Text(
        "抖音来客【营销】-【应用中心】-【抖音核销工具】", "Douyin Laike: Marketing > Apps > Verification tool"
    ),
    evidence=Text("核销工具授权页截图", "a screenshot of the tool's authorisation page"),
    attributes=attributes_of(VerificationTool),
)
ANOMALY_RULES = Kind(
    name="anomaly_rules",
    label=Text("核销异常规则", "anomaly rules"),
    scope="account",
    field="anomaly_rules",
    keyed=False,
    level=5,
    model=AnomalyRules,
    on_remove=OnRemove.FORGET_AND_CLEAN,
    console=Text("抖音来客【核销管理】-【规则设置】", "Douyin Laike: Verification > Rules"),
    evidence=Text("规则设置页截图", "a screenshot of the rules page"),
    attributes=attributes_of(AnomalyRules),
)
