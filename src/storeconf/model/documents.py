"""The YAML documents. Field names are a contract; see `kinds` for what stands under `spec`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Discriminator, Field, Tag, ValidationInfo, field_validator

from storeconf.core.text import Text
from storeconf.model.booking import Booking
from storeconf.model.follow_up import PaymentReply, PinnedVideo, VoiceCall
from storeconf.model.kind import Spec
from storeconf.model.kinds import BY_NAME
from storeconf.model.live import Live
from storeconf.model.poi import Poi
from storeconf.model.product import Product
from storeconf.model.scalars import (
    AddressPattern,
    AddressText,
    Bool,
    Count,
    Day,
    Days,
    End,
    FilePath,
    Line,
    PlatformId,
    Share,
    Slug,
    Start,
    Url,
    problem,
)
from storeconf.model.storage import StateSettings
from storeconf.model.verification import AnomalyRules, VerificationTool
from storeconf.model.video import Video

API_VERSION = "storeconf/v1"

VENDOR_PUBLISHES = Text(
    "服务商（role: vendor）没有发布商品的权限，平台只对自研商家和代运营服务商开放；请从 api 里去掉 publish，或改正 role",
    "a vendor may not publish products: the platform allows it to self-developed merchants and operators only;"
    " remove publish from api, or correct the role",
)
ONLY_BEIJING = Text(
    "目前只支持 Asia/Shanghai：平台的时间都是北京时间",
    "only Asia/Shanghai is supported: the platform's times are Beijing time",
)

NO_SUCH_KIND = Text(
    "没有 {name} 这种资源；可以写的有：{known}", "there is no kind of resource called {name}; known are: {known}"
)

Scope = Literal["shops", "poi_update", "products", "publish", "booking", "orders", "records"]


class Metadata(Spec):
    """Who a document is about."""

    name: Slug = Field(title="名称", description="小写字母、数字、点、短横、下划线")
    title: Line | None = Field(default=None, title="显示名称")
    account: Slug | None = Field(default=None, title="所属账号")
    owner: Line | None = Field(default=None, title="负责人")
    labels: dict[str, Line] = Field(default_factory=dict, title="标签")


class InheritedMetadata(Spec):
    """Metadata that a Defaults or a StoreSet hands down."""

    account: Slug | None = Field(default=None, title="所属账号")
    owner: Line | None = Field(default=None, title="负责人")
    labels: dict[str, Line] = Field(default_factory=dict, title="标签")


class Ignore(Spec):
    """An attribute that is not compared. With a value it is one accepted drift, until it expires."""

    address: AddressPattern
    reason: Line
    value: Any = None
    expires: Day | None = None


class Waiver(Spec):
    """A rule's finding that somebody answers for, until the end of a day."""

    rule: Line
    address: AddressPattern
    reason: Line
    owner: Line
    expires: Day


class Moved(Spec):
    """A resource that got another address; the platform is not touched."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, populate_by_name=True)

    source: AddressText = Field(alias="from")
    target: AddressText = Field(alias="to")


class Lifecycle(Spec):
    """What the plan may not do, need not look at, or should know. Lists of all layers concatenate."""

    protect: list[AddressPattern] = Field(default_factory=list, title="保护", description="不许下架、移除、解绑")
    ignore: list[Ignore] = Field(default_factory=list, title="忽略")
    waivers: list[Waiver] = Field(default_factory=list, title="豁免")
    moved: list[Moved] = Field(default_factory=list, title="改名")


class PlatformSettings(Spec):
    """Where the platform is."""

    base_url: Line = Field(
        default="sandbox", title="平台地址", description="sandbox、http://127.0.0.1:端口 或 https://…"
    )


class ObservationSettings(Spec):
    """How long an observation counts; `default` for kinds that aren't named."""

    expires: dict[str, Days] = Field(default_factory=lambda: {"default": 90})

    @field_validator("expires")
    @classmethod
    def _of_known_kinds(cls, expires: dict[str, Any]) -> dict[str, Any]:
        """A misspelt kind would never expire."""
        unknown = [name for name in expires if name not in BY_NAME and name != "default"]
        if unknown:
            raise problem(NO_SUCH_KIND(name=unknown[0], known="、".join(("default", *BY_NAME))))
        return expires


class CountShare(Spec):
    """At most so many objects, and at most that share of the recorded ones (from ten on)."""

    count: Count | None = None
    share: Share | None = None


class LimitSettings(Spec):
    """How much one run may change without `--ack`."""

    update: CountShare = CountShare(count=200, share="30%")
    remove: CountShare = CountShare(count=5, share="10%")
    price_delta: Share = "30%"


HOUSE_ID = r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$"
TextField = Literal[
    "title",
    "description",
    "usage_notes",
    "purchase_notes",
    "head_image_text",
    "detail_image_text",
    "caption",
    "host_script",
    "call_script",
    "payment_reply",
    "overlay_text",
]


class HouseRule(Spec):
    """A rule of the firm's own: words that its texts don't use."""

    words: list[Line] = Field(
        min_length=1, title="不用的词", description="按审核规则的办法比对：空格、表情、繁体都不算数"
    )
    unless: list[Line] = Field(default_factory=list, title="除非是这些词的一部分")
    fields: list[TextField] | None = Field(default=None, title="哪些文字", description="不写是全部")
    message: Line = Field(title="为什么不行")
    fix: Line | None = Field(default=None, title="改成什么")
    severity: Literal["error", "warning", "info"] = Field(default="warning", title="多严重")


class RuleSettings(Spec):
    """Severities, thresholds and word lists of the review rules, and rules of the firm's own."""

    severity: dict[str, Literal["error", "warning", "info", "off"]] = Field(default_factory=dict)
    thresholds: dict[str, Line] = Field(default_factory=dict)
    words: dict[str, list[Line]] = Field(default_factory=dict)
    house: dict[Annotated[str, Field(pattern=HOUSE_ID)], HouseRule] = Field(default_factory=dict, title="自己的规则")


class NoticeSettings(Spec):
    """One chat group or mailbox that is told what drifted. Its address holds a secret, so only the environment has it."""

    name: Line = Field(title="叫什么")
    url_env: Annotated[Line, Field(pattern=r"^[A-Z][A-Z0-9_]{0,60}$")] = Field(
        title="地址在哪个环境变量", description="飞书、企业微信、钉钉的机器人地址，或 apprise 的写法"
    )
    where: dict[str, Line | list[Line]] = Field(
        default_factory=dict, title="只告诉这些门店", description="按标签；不写是全部，账号的也算"
    )


class Header(Spec):
    """What every document starts with."""

    apiVersion: Literal["storeconf/v1"] = Field(title="版本")


class LifecycleShell(Spec):
    """The part of a document that every kind has beside its header."""

    lifecycle: Lifecycle = Lifecycle()
    moved: list[Moved] = Field(default_factory=list, title="改名")

    @property
    def all_lifecycle(self) -> Lifecycle:
        """The lifecycle with the renames that stand beside it."""
        return self.lifecycle.model_copy(update={"moved": [*self.lifecycle.moved, *self.moved]})


def _beijing(timezone: str) -> str:
    """Only Beijing time is meant anywhere."""
    if timezone != "Asia/Shanghai":
        raise problem(ONLY_BEIJING())
    return timezone


class ProjectDoc(Header, LifecycleShell):
    """`storeconf.yaml` at the root of a project."""

    kind: Literal["Project"]
    language: Literal["zh", "en"] = Field(default="zh", title="语言")
    timezone: Annotated[Line, AfterValidator(_beijing)] = Field(default="Asia/Shanghai", title="时区")
    platform: PlatformSettings = PlatformSettings()
    state: StateSettings = StateSettings()
    observations: ObservationSettings = ObservationSettings()
    on_drift: Literal["report", "restore"] = Field(default="report", title="发现漂移时")
    limits: LimitSettings = LimitSettings()
    rules: RuleSettings = RuleSettings()
    notify: list[NoticeSettings] = Field(default_factory=list, title="通知")


class Attribution(Spec):
    """Which channels should bring visits, and within how many days. An input of rules, not a resource."""

    channels: list[Literal["short_video", "live", "search"]] = Field(default_factory=list)
    window_days: Count = 7


def _api_shape(value: object) -> str:
    return "<list>" if isinstance(value, list | tuple) else "<word>"


class AccountSpec(Spec):
    """One merchant account with our app's role in it."""

    account_id: PlatformId = Field(title="来客账户 ID")
    role: Literal["self", "operator", "vendor"] = Field(default="self", title="角色", description="自研/代运营/服务商")
    api: Annotated[
        Annotated[Literal["none"], Tag("<word>")] | Annotated[list[Scope], Tag("<list>")],
        Discriminator(_api_shape),
    ] = Field(default="none", title="已开通的 API")
    credentials: Annotated[Line, Field(pattern=r"^[A-Z][A-Z0-9_]{0,40}$")] | None = Field(
        default=None, title="凭据前缀", description="环境变量 <前缀>_CLIENT_KEY 与 <前缀>_CLIENT_SECRET（或 …_FILE）"
    )
    verification_tool: VerificationTool | None = Field(default=None, title="核销工具")
    anomaly_rules: AnomalyRules | None = Field(default=None, title="核销异常规则")
    attribution: Attribution | None = Field(default=None, title="渠道归因")

    @field_validator("api")
    @classmethod
    def _published_by_who_may(cls, api: Any, info: ValidationInfo) -> Any:
        """A role that can't publish can't be given the scope."""
        if info.data.get("role") == "vendor" and "publish" in api:
            raise problem(VENDOR_PUBLISHES())
        return api

    @property
    def scopes(self) -> frozenset[str]:
        """The scopes of the app in this account; empty without an API."""
        return frozenset() if self.api == "none" else frozenset(self.api)


class Licence(Spec):
    """A business licence or permit; `expires` is the last valid day, or 长期."""

    type: Line = Field(title="证照类型")
    number: Line | None = Field(default=None, title="证号")
    holder: Line | None = Field(default=None, title="持证人")
    expires: Literal["长期"] | Day | None = Field(default=None, title="有效期至")
    image: FilePath | None = Field(default=None, title="图片")


class StoreSpec(Spec):
    """One shop's whole setup."""

    counter: Line | None = Field(default=None, title="核销柜台位置")
    licences: list[Licence] | None = Field(default=None, title="证照")
    poi: Poi | None = Field(default=None, title="门店地点")
    products: dict[Slug, Product] | None = Field(default=None, title="单店商品")
    videos: dict[Slug, Video] | None = Field(default=None, title="短视频")
    lives: dict[Slug, Live] | None = Field(default=None, title="直播")
    payment_reply: PaymentReply | None = Field(default=None, title="支付后自动消息")
    voice_call: VoiceCall | None = Field(default=None, title="AI 语音外呼")
    pinned_video: PinnedVideo | None = Field(default=None, title="置顶柜台视频")
    booking: Booking | None = Field(default=None, title="到店预约")


class DefaultsSpec(StoreSpec):
    """Like a store's; `'*'` under products gives values to every product below."""

    products: dict[Annotated[str, Field(pattern=r"^(\*|[a-z0-9][a-z0-9._-]{0,62})$")], Product | None] | None = None  # type: ignore[assignment]


class Document(Header, LifecycleShell):
    """What every document below `stores/` may carry."""


class AccountDoc(Document):
    """`kind: Account`."""

    kind: Literal["Account"]
    metadata: Metadata
    spec: AccountSpec


class StoreDoc(Document):
    """`kind: Store`."""

    kind: Literal["Store"]
    metadata: Metadata
    spec: StoreSpec = StoreSpec()


class ProductDoc(Document):
    """`kind: Product`: one platform product, sold at one or many stores of its account."""

    kind: Literal["Product"]
    metadata: Metadata
    spec: Product


class DefaultsDoc(Document):
    """`kind: Defaults`, one per folder, merged root → folder → document."""

    kind: Literal["Defaults"]
    metadata: InheritedMetadata = InheritedMetadata()
    spec: DefaultsSpec = DefaultsSpec()


class StoreSetDoc(Document):
    """`kind: StoreSet`: many stores from a table."""

    kind: Literal["StoreSet"]
    metadata: InheritedMetadata = InheritedMetadata()
    spec: DefaultsSpec = DefaultsSpec()
    rows: FilePath = Field(title="表格", description="与本文件同目录的 .csv 或 .xlsx")
    columns: dict[str, Line] = Field(min_length=1, title="列", description="列名：字段路径，例如 电话: spec.poi.phone")


class Evidence(Spec):
    """A file kept as proof, by hash."""

    file: FilePath
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Observation(Spec):
    """What somebody says is live."""

    address: AddressText
    attrs: dict[str, Any] = Field(default_factory=dict)
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")] | None = None
    by: Line
    at: Start
    expires: End | None = None
    source: Literal["step", "saw"] = "step"
    evidence: list[Evidence] = Field(default_factory=list)
    absent: Bool | None = None


class Upload(Spec):
    """What is seen of a picture that was uploaded by hand: which file, and where it is now."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    url: Url


class ObservationsDoc(Header):
    """`observations/UNIT.yaml`, written by `confirm`, reviewed like configuration."""

    kind: Literal["Observations"]
    items: list[Observation] = Field(default_factory=list)


class Divergence(Spec):
    """Where the sandbox starts out different from the YAML."""

    name: Line = Field(title="名称")
    address: AddressText
    like: AddressText | None = Field(default=None, title="照着谁", description="YAML 里没有的对象，照着这一个造")
    recorded: dict[str, Any] | Literal["absent"] | None = None
    live: dict[str, Any] | Literal["absent"] | None = None
    review: Literal["in_review", "rejected"] | None = None
    reason: Line | None = None
    hold: Line | None = None


class SandboxDoc(Header):
    """`sandbox.yaml`: what `sandbox reset` makes different from the YAML, by name."""

    kind: Literal["Sandbox"]
    divergences: list[Divergence] = Field(default_factory=list)


DOCUMENTS: dict[str, type[Header]] = {
    "Project": ProjectDoc,
    "Account": AccountDoc,
    "Store": StoreDoc,
    "Product": ProductDoc,
    "Defaults": DefaultsDoc,
    "StoreSet": StoreSetDoc,
    "Observations": ObservationsDoc,
    "Sandbox": SandboxDoc,
}
"""Document kinds by their `kind`."""
