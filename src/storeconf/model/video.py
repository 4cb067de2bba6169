"""A short video that carries a product. Source: seed 000 一.4, 二.1, 二.4, 五.2; no API (facts §4)."""

from __future__ import annotations

from typing import Literal

from storeconf.core.text import Text
from storeconf.model.kind import (
    Compare,
    Flag,
    Kind,
    OnRemove,
    ProductRef,
    Resolve,
    Spec,
    TextField,
    attr,
    attributes_of,
)
from storeconf.model.scalars import Bool, Count, Line, PlatformId

SHARE_PAGE = Text(
    "抖音 APP 个人主页-视频右上角“···”-【分享设置】", "Douyin app: profile > video > ··· > Share settings"
)
TRACKING_PAGE = Text("【创作中心】-【视频管理】-【生成追踪链接】", "Creator centre > Videos > Tracking link")


class Video(Spec):
    """A published short video and what is mounted on it."""

    video_id: PlatformId | None = attr("视频编号", "video id", Flag.IMMUTABLE)
    poi: PlatformId | None = attr("视频位置 POI", "POI of the video", note="默认是本店的 poi.id")
    product: ProductRef | None = attr("挂载商品", "mounted product", resolve=Resolve.PRODUCT)
    mount: Literal["component", "none"] | None = attr(
        "团购组件",
        "group-buy component",
        words={"component": ("挂载团购组件", "mounted"), "none": ("不挂载", "none")},
        note="手动链接不能替代",
    )
    visible_within_s: Count | None = attr("组件几秒内可见", "component visible within (seconds)")
    share_to_dm: Bool | None = attr("允许转发到私信", "share to direct messages", console=SHARE_PAGE)
    tracking: Line | None = attr("追踪参数 source", "tracking source", console=TRACKING_PAGE)
    caption: TextField | None = attr("视频文案", "caption", compare=Compare.TEXT, resolve=Resolve.TEXT)


KIND = Kind(
    name="video",
    label=Text("短视频挂载", "short video mount"),
    scope="store",
    field="videos",
    keyed=True,
    level=30,
    model=Video,
    on_remove=OnRemove.FORGET_AND_CLEAN,
    console=Text(
        "抖音发布页【添加位置】与【添加标签】-【团购】", "Douyin publish page: Add location, Add tag > Group-buy"
    ),
    evidence=Text(
        "视频播放页截图，能看到位置和团购组件", "a screenshot of the playing video with location and component"
    ),
    attributes=attributes_of(Video),
)
