"""What happens after payment: the message, the AI call, the pinned counter video.

Source: seed 000 四.1–四.3; no API (facts §5, §6).
"""

from __future__ import annotations

from typing import Literal

from storeconf.core.text import Text
from storeconf.model.kind import Compare, FileField, Kind, OnRemove, Resolve, Spec, TextField, attr, attributes_of
from storeconf.model.scalars import Bool, Count, Line


class PaymentReply(Spec):
    """The private message that a customer gets on payment."""

    text: TextField | None = attr("支付后私信", "message after payment", compare=Compare.TEXT, resolve=Resolve.TEXT)
    attachments: list[Literal["verification_qr", "poi_link"]] | None = attr(
        "附件",
        "attachments",
        compare=Compare.SET,
        words={"verification_qr": ("核销二维码", "verification QR"), "poi_link": ("门店导航链接", "navigation link")},
    )


class VoiceCall(Spec):
    """The AI call to the customer's phone."""

    enabled: Bool | None = attr("AI 外呼开启", "AI call enabled")
    within_minutes: Count | None = attr("支付后几分钟内拨打", "minutes after payment")
    script: TextField | None = attr("外呼稿", "call script", compare=Compare.TEXT, resolve=Resolve.TEXT)


class PinnedVideo(Spec):
    """The clip on top of the POI page that shows the counter; at most 15 seconds."""

    file: FileField | None = attr("置顶视频文件", "pinned video file", compare=Compare.FILE, resolve=Resolve.FILE)
    shots: list[Literal["counter_location", "staff_smile_guide", "scanner_closeup"]] | None = attr(
        "镜头",
        "shots",
        compare=Compare.SET,
        words={
            "counter_location": ("核销柜台位置", "counter location"),
            "staff_smile_guide": ("店员微笑指引", "staff guiding with a smile"),
            "scanner_closeup": ("扫码设备特写", "scanner close-up"),
        },
    )
    overlay_text: Line | None = attr("叠加文字", "overlay text", compare=Compare.TEXT)


PAYMENT_REPLY = Kind(
    name="payment_reply",
    label=Text("支付后自动消息", "message after payment"),
    scope="store",
    field="payment_reply",
    keyed=False,
    level=40,
    model=PaymentReply,
    on_remove=OnRemove.FORGET_AND_CLEAN,
    console=Text("抖音来客【消息管理】-【自动回复】", "Douyin Laike: Messages > Auto reply"),
    evidence=Text("自动回复设置页截图", "a screenshot of the auto-reply page"),
    attributes=attributes_of(PaymentReply),
)
VOICE_CALL = Kind(
    name="voice_call",
    label=Text("AI 语音外呼", "AI voice call"),
    scope="store",
    field="voice_call",
    keyed=False,
    level=40,
    model=VoiceCall,
    on_remove=OnRemove.FORGET_AND_CLEAN,
    console=Text("抖音来客【工具中心】-【AI语音外呼】", "Douyin Laike: Tools > AI voice call"),
    evidence=Text("外呼任务设置页截图", "a screenshot of the call settings"),
    attributes=attributes_of(VoiceCall),
)
PINNED_VIDEO = Kind(
    name="pinned_video",
    label=Text("置顶柜台视频", "pinned counter video"),
    scope="store",
    field="pinned_video",
    keyed=False,
    level=40,
    model=PinnedVideo,
    on_remove=OnRemove.FORGET_AND_CLEAN,
    console=Text("POI 页面【置顶内容】", "POI page: Pinned content"),
    evidence=Text("门店页置顶视频截图", "a screenshot of the pinned video on the store page"),
    attributes=attributes_of(PinnedVideo),
)
