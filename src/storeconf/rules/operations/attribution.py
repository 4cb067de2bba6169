"""Step five of the chain: visits are traced to their content, and odd verifications are stopped (S000 五)."""

from __future__ import annotations

from collections.abc import Iterator

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.rules.case import Case, Written
from storeconf.rules.fields import Fields
from storeconf.rules.operations import setup, week
from storeconf.rules.operations.verifications import Verification, crowded, failures, masked, slow, verifications
from storeconf.rules.operations.visits import idle
from storeconf.rules.rule import Hit, Needs, Outcome, Rule, Skip
from storeconf.rules.text import tracking

# -- OPS-20 ------------------------------------------------------------------------------------------------------------

CHANNELS = {
    "short_video": Text("短视频引流", "short videos"),
    "live": Text("直播间引流", "livestreams"),
    "search": Text("搜索引流", "search"),
}
NO_COUNTS = Text("不知道各渠道的来源数据（channels）", "the counts of the channels are not known (channels)")
NO_COUNT = Text("不知道“{channel}”的来源数据", "the count of {channel} is not known")
ZERO = Text("“{channel}”的来源数据是 0", "{channel} brought nothing")
ZERO_AT = Text("门店 {store}：{channels}的来源数据是 0", "store {store}: {channels} brought nothing")


def _channels(case: Case) -> Iterator[Outcome]:
    """The channels that the account means to use; all three when it doesn't say."""
    chain = setup.of_chain(case)
    if not case.facts.has("channels"):
        yield Skip(NO_COUNTS)
        return
    meant = frozenset(str(one) for one in chain.account.items("attribution.channels")) or frozenset(CHANNELS)
    silent: list[Text] = []
    for name, shown in CHANNELS.items():
        count = case.facts.number(f"channels.{name}")
        if name not in meant:
            continue
        if count is None:
            yield Skip(NO_COUNT(channel=shown))
        elif count <= 0:
            silent.append(shown)
    path = "@A#attribution.channels"
    if silent and chain.name:  # one line for each of many stores
        yield Hit(message=ZERO_AT(store=chain.name, channels=silent), path=path)
    else:
        yield from (Hit(message=ZERO(channel=one), path=path) for one in silent)
    yield from idle(case, meant)


# -- OPS-21 ------------------------------------------------------------------------------------------------------------

VIDEO_UNTRACKED = Text("视频 {key} 没有追踪参数", "video {key} has no tracking source")
EMPTY = Text("追踪参数是空的", "the tracking source is empty")
SHAPE = Text(
    "追踪参数“{source}”不是 类型_月日_douyin 的格式",
    "the tracking source “{source}” is not of the form KIND_MMDD_douyin",
)
NO_SUCH_DAY = Text(
    "追踪参数“{source}”里的日期 {day} 不存在", "the date {day} in the tracking source “{source}” doesn't exist"
)
AS_IN = Text(
    "写成 {example}；同一天的第二条视频在后面加 _2", "write {example}; a second video of that day gets _2 at the end"
)
SAME = Text(
    "视频 {key} 的追踪参数“{source}”和视频 {other} 相同，分不清来源",
    "video {key} has the same tracking source “{source}” as video {other}: they can't be told apart",
)
NUMBER_IT = Text("每条视频单独生成一个，同一天的加 _2、_3", "generate one for each video; those of one day get _2, _3")


def _source(written: Written, case: Case) -> Iterator[Outcome]:
    yield from _judged(written.raw, case)


def _judged(raw: str, case: Case, path: str = "") -> Iterator[Hit]:
    found = tracking.read(raw, case.now.date())
    if not found.text:
        yield Hit(message=EMPTY, path=path)
    elif found.wrong is not None:
        day = found.month_day if found.wrong is tracking.Wrong.SHAPE and found.month_day else f"{case.now:%m%d}"
        fix = AS_IN(example=f"shortvideo_{day}_douyin")
        wrong = NO_SUCH_DAY(source=found.text, day=found.month_day) if found.wrong is tracking.Wrong.DATE else None
        yield Hit(message=wrong or SHAPE(source=found.text), fix=fix, path=path)


def _unique(case: Case) -> Iterator[Outcome]:
    chain = setup.of_chain(case)
    used: dict[str, str] = {}
    for key, video in setup.videos(chain):
        raw = video.text("tracking")
        if not raw:
            yield Skip(VIDEO_UNTRACKED(key=key))
            continue
        if raw != chain.videos[key].text("tracking"):
            yield from _judged(raw, case, f"videos.{key}.tracking")
        source = tracking.read(raw, case.now.date()).text
        other = used.get(source) or chain.siblings.get(source)
        if source and other:
            message = SAME(key=key, source=source, other=other)
            yield Hit(message=message, fix=NUMBER_IT, path=f"videos.{key}.tracking")
        used.setdefault(source, key)


# -- OPS-22 to OPS-24 --------------------------------------------------------------------------------------------------

RULES_NAME = "anomaly_rules"
NO_RULE = Text(
    "不知道账号的核销异常规则（{name}），也没有核销记录",
    "neither the account's anomaly rule ({name}) nor any records are known",
)
NOT_SET = Text("账号没有设置核销异常规则", "the account has no anomaly rules")
LAXER = {
    "failures_per_day": Text(
        "单日核销失败超 {value} 次才停售，比要求的 5 次松",
        "a product pauses only above {value} failures a day; the limit is 5",
    ),
    "per_phone_24h": Text(
        "同一手机号 24 小时核销超 {value} 单才复核，比要求的 3 单松",
        "one phone is reviewed only above {value} orders in 24 hours; the limit is 3",
    ),
    "slow_minutes": Text(
        "核销比支付晚 {value} 分钟以上才标记，比要求的 1440 分钟松",
        "orders are marked only above {value} minutes; the limit is 1440",
    ),
}
LIMITS = {"failures_per_day": 5, "per_phone_24h": 3, "slow_minutes": 1440}


def _limit(case: Case, name: str) -> Iterator[Outcome]:
    """A configured limit: laxer than the platform's advice is a fault, stricter is not."""
    chain = setup.of_chain(case)
    rules = setup.of_account(chain, RULES_NAME)
    if setup.is_none(chain.account, RULES_NAME, rules):
        yield Hit(message=NOT_SET, path=f"@A/{RULES_NAME}#{name}")
        return
    value = rules.number(name)
    if value is None:
        if not case.facts.has("orders"):
            yield Skip(NO_RULE(name=name))
    elif value > LIMITS[name]:
        yield Hit(message=LAXER[name](value=f"{value:f}"), path=f"@A/{RULES_NAME}#{name}")


def _in_force(case: Case, name: str) -> int:
    """The stricter of what is configured and what is asked."""
    value = setup.of_account(setup.of_chain(case), RULES_NAME).number(name)
    return LIMITS[name] if value is None else min(LIMITS[name], int(value))


def _records(case: Case) -> list[Verification]:
    return verifications(case.facts.items("orders"))


PAUSE = Text(
    "商品 {product} 在 {day} 核销失败 {count} 次，超过 {limit} 次，应当暂停售卖",
    "product {product} had {count} failed verifications on {day}, more than {limit}: it has to be paused",
)
REVIEW = Text(
    "手机号 {phone} 在 24 小时内核销了 {count} 单，超过 {limit} 单，应当人工复核",
    "the phone {phone} verified {count} orders within 24 hours, more than {limit}: a person has to look",
)
SLOW = Text(
    "{count} 个订单的核销时间比支付晚 {limit} 分钟以上，要标记为“长周期未核销”：{orders}",
    "{count} orders were verified more than {limit} minutes after payment and are to be marked “长周期未核销”: {orders}",
)
EXPORT_LATE = Text(
    "核销记录每天 {at} 才导出，晚于 10:00", "the records are exported at {at} each day, later than 10:00"
)
EXPORT_BY = 600
SHOWN = 10


def _failing(case: Case) -> Iterator[Outcome]:
    yield from _limit(case, "failures_per_day")
    limit = _in_force(case, "failures_per_day")
    for product, day, count in failures(_records(case)):
        if count > limit and not _paused(case, product):
            message = PAUSE(product=product or "?", day=day.isoformat(), count=count, limit=limit)
            yield Hit(message=message, path=f"@A/{RULES_NAME}#failures_per_day")


def _paused(case: Case, name: str) -> bool:
    """Whether a product of that name or id was seen off the shelf."""
    chain = setup.of_chain(case)
    for key, product in chain.products.items():
        if name in (key, key.rpartition("/")[2], product.text("product_id"), product.text("out_id")):
            return setup.seen_product(chain, key).text("shelf") == "offline"
    return False


def _crowding(case: Case) -> Iterator[Outcome]:
    yield from _limit(case, "per_phone_24h")
    limit = _in_force(case, "per_phone_24h")
    for phone, count in crowded(_records(case), limit):
        message = REVIEW(phone=masked(phone), count=count, limit=limit)
        yield Hit(message=message, path=f"@A/{RULES_NAME}#per_phone_24h")


def _slow(case: Case) -> Iterator[Outcome]:
    yield from _limit(case, "slow_minutes")
    yield from _export(setup.of_account(setup.of_chain(case), RULES_NAME))
    limit = _in_force(case, "slow_minutes")
    orders = slow(_records(case), limit)
    if orders:
        shown = orders[:SHOWN]
        yield Hit(message=SLOW(count=len(orders), limit=limit, orders=shown), path=f"@A/{RULES_NAME}#slow_minutes")


def _export(rules: Fields) -> Iterator[Outcome]:
    at = week.minutes(rules.get("export_at")) if rules.has("export_at") else None
    if at is not None and at > EXPORT_BY:
        yield Hit(message=EXPORT_LATE(at=rules.text("export_at")), path=f"@A/{RULES_NAME}#export_at")


RULES: tuple[Rule, ...] = (
    Rule(
        id="OPS-20",
        name="channels-non-zero",
        title=Text("短视频、直播、搜索三个渠道都有数据", "Short videos, livestreams and search all bring visits"),
        severity=Severity.WARNING,
        needs=(Needs.LIVE,),
        source="S000 五.1",
        remedy=Text(
            "检查该渠道的内容是否挂载了团购、位置是否正确",
            "check that the content of that channel carries the product and the right location",
        ),
        bad="直播间引流：0",
        good="短视频 120、直播间 35、搜索 18",
        note=Text(
            "账号写明只用部分渠道时，只看这些渠道。知道每条视频带来多少核销时，挂着团购、发布满一个窗口却一单没有的视频也算。",
            "When an account names the channels that it uses, only these count. Where the visits of each video are known, a "
            "mounted video that brought nobody for a whole window counts too.",
        ),
        on_chain=_channels,
    ),
    Rule(
        id="OPS-21",
        name="tracking-source",
        title=Text(
            "每条视频有自己的追踪参数，带有效日期", "Every video has a tracking source of its own with a valid date"
        ),
        severity=Severity.WARNING,
        needs=(Needs.TEXT,),
        source="S000 五.2",
        remedy=Text("写成 shortvideo_0309_douyin 的样子", "write it like shortvideo_0309_douyin"),
        bad="video_0310",
        good="shortvideo_0309_douyin，同一天第二条 shortvideo_0309_douyin_2",
        note=Text(
            "来源只给了 shortvideo 一个例子；live 等其他类型，以及同一天用 _2 到 _99 区分，是本工具的扩展。",
            "The source has one example only, shortvideo; other kinds such as live, and _2 to _99 for one day, are ours.",
        ),
        fields=("tracking",),
        in_text=_source,
        on_chain=_unique,
    ),
    Rule(
        id="OPS-22",
        name="failures-pause",
        title=Text("单日核销失败超 5 次，暂停该商品", "A product pauses above 5 failed verifications a day"),
        severity=Severity.ERROR,
        needs=(Needs.RECORDS,),
        source="S000 五.3",
        remedy=Text(
            "在【核销管理】-【规则设置】设为 5 次，已超的商品先停售查因",
            "set it to 5 under Verification > Rules; pause what is above it and find out why",
        ),
        bad="单日核销失败超 20 次才停售",
        good="单日核销失败超 5 次自动停售",
        note=Text(
            "“超 5 次”按字面理解：第 6 次触发；更严的设置不算问题。",
            "“Above 5” is literal: the sixth triggers; a stricter limit is fine.",
        ),
        on_chain=_failing,
    ),
    Rule(
        id="OPS-23",
        name="same-phone-review",
        title=Text(
            "同一手机号 24 小时核销超 3 单，人工复核", "More than 3 orders of one phone within 24 hours are reviewed"
        ),
        severity=Severity.ERROR,
        needs=(Needs.RECORDS,),
        source="S000 五.3",
        remedy=Text(
            "在【核销管理】-【规则设置】设为 3 单，已超的手机号人工复核",
            "set it to 3 under Verification > Rules; have a person look at the phones above it",
        ),
        bad="同一手机号 24 小时核销超 10 单才复核",
        good="同一手机号 24 小时核销超 3 单触发人工复核",
        note=Text(
            "24 小时按滚动窗口计算：第 4 单触发。", "The 24 hours are a rolling window: the fourth order triggers."
        ),
        on_chain=_crowding,
    ),
    Rule(
        id="OPS-24",
        name="slow-orders",
        title=Text(
            "核销比支付晚 1440 分钟以上标为“长周期未核销”，每日 10 点导出",
            "Orders verified above 1440 minutes after payment are marked, exported daily at 10",
        ),
        severity=Severity.WARNING,
        needs=(Needs.RECORDS,),
        source="S000 五.4",
        remedy=Text(
            "每日 10 点导出核销记录，标记后由客服定向回访",
            "export the records at 10 each day, mark these orders, and let customer service follow up",
        ),
        bad="三天后才标记",
        good="超过 1440 分钟就标记，每天 10:00 导出",
        note=Text(
            "来源的公式按字面执行：标记的是核销得慢的订单，不是没核销的订单。",
            "The source's formula is taken literally: it marks orders that were verified late, not unverified ones.",
        ),
        on_chain=_slow,
    ),
)
