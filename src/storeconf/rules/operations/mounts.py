"""Step two of the chain: videos and livestreams carry the product, and the way to it is short (S000 二)."""

from __future__ import annotations

from collections.abc import Iterator

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.rules.case import Case, Written
from storeconf.rules.fields import Fields
from storeconf.rules.operations import setup
from storeconf.rules.rule import Hit, Needs, Outcome, Rule, Skip
from storeconf.rules.text import guidance

VIDEOS = Text("视频（videos）", "videos (videos)")
LIVES = Text("直播（lives）", "livestreams (lives)")
UNKNOWN = Text("视频 {key} 没有写 {attr}，也没有人看过", "video {key}: {attr} is neither declared nor seen")


def _videos(case: Case, attr: str) -> Iterator[tuple[str, Fields] | Skip]:
    """Videos with what is live of them. Those of which nothing is known of an attribute become a skip."""
    chain = setup.of_chain(case)
    if not chain.videos and not chain.store.has("videos"):
        yield Skip(setup.NO_SETUP(what=VIDEOS))
    for key, video in setup.videos(chain):
        yield (key, video) if video.has(attr) else Skip(UNKNOWN(key=key, attr=attr))


# -- OPS-07 ------------------------------------------------------------------------------------------------------------

NOT_MOUNTED = Text(
    "视频 {key} 没有挂载团购组件，手动放的链接不能替代",
    "video {key} carries no group-buy component; a link put by hand is no substitute",
)


def _mounted(case: Case) -> Iterator[Outcome]:
    for one in _videos(case, "mount"):
        if isinstance(one, Skip):
            yield one
        elif one[1].text("mount") != "component":
            yield Hit(message=NOT_MOUNTED(key=one[0]), path=f"videos.{one[0]}.mount")


# -- OPS-08 ------------------------------------------------------------------------------------------------------------

NO_LIST = Text("不知道直播 {key} 挂载了哪些商品", "which products livestream {key} carries is not known")
EMPTY = Text("直播 {key} 的预告没有挂载任何商品", "the announcement of livestream {key} carries no product")
LACKS = Text("直播 {key} 的预告里缺商品 {products}", "the announcement of livestream {key} lacks {products}")
NOT_SOLD = Text(
    "直播 {key} 挂载的 {products} 不是这家店在售的商品",
    "livestream {key} carries {products}, which this store doesn't sell",
)
SPOKEN_OF = Text(
    "直播 {key} 的口播在卖“{product}”，预告里却没有挂载它",
    "the host of livestream {key} sells “{product}”, which the announcement doesn't carry",
)


def _announced(case: Case) -> Iterator[Outcome]:
    chain = setup.of_chain(case)
    if not chain.lives and not chain.store.has("lives"):
        yield Skip(setup.NO_SETUP(what=LIVES))
    for key, live in setup.coming_lives(case):
        path = f"lives.{key}.products"
        if not live.has("products"):
            yield Skip(NO_LIST(key=key))
            continue
        carried = [str(one) for one in live.items("products")]
        if not carried:
            yield Hit(message=EMPTY(key=key), path=path)
            continue
        wanted = [str(one) for one in chain.lives[key].items("products")]
        missing = [setup.product_name(chain, one) for one in wanted if _short(one) not in map(_short, carried)]
        strange = [one for one in carried if chain.products and _short(one) not in map(_short, chain.products)]
        if missing:
            yield Hit(message=LACKS(key=key, products=missing), path=path)
        elif strange:
            yield Hit(message=NOT_SOLD(key=key, products=strange), path=path)
        else:
            yield from _spoken_of(case, key, live, carried)


def _spoken_of(case: Case, key: str, live: Fields, carried: list[str]) -> Iterator[Outcome]:
    """A script that quotes the title of a product that isn't carried, and of none that is."""
    chain = setup.of_chain(case)
    script = live.text("host_script")
    titles = {name: product.text("title") for name, product in chain.products.items()}
    quoted = [name for name, title in titles.items() if title and title in script]
    shown = set(map(_short, carried))
    if quoted and not any(_short(name) in shown for name in quoted):
        yield Hit(message=SPOKEN_OF(key=key, product=titles[quoted[0]]), path=f"lives.{key}.products")


def _short(name: str) -> str:
    """A product's name without what it belongs to: observations may name it either way."""
    return name.rpartition("/")[2]


# -- OPS-09 ------------------------------------------------------------------------------------------------------------

PARTS_LACK = Text(
    "口播缺少{parts}，观众不知道下一步做什么", "the script doesn't say {parts}; viewers don't know what to do next"
)
CLICK = Text("点哪里（位置或按钮）", "where to click (place or button)")
GOODS = Text("价格或品名", "a price or what is sold")
VISIT = Text("到店核销", "to come to the store and verify")


def _instructs(written: Written, case: Case) -> Iterator[Outcome]:
    text = written.normal.squashed.text
    titles = [title for product in (written.product, *written.others) if (title := product.text("title"))]
    told = (
        (CLICK, guidance.leads_to_button(text)),
        (GOODS, guidance.names_goods(written.raw, titles)),
        (VISIT, guidance.calls_to_store(text)),
    )
    missing = [name for name, found in told if not found]
    if missing:
        yield Hit(message=PARTS_LACK(parts=missing))


# -- OPS-10 and OPS-25 -------------------------------------------------------------------------------------------------

NOT_SHARED = Text("视频 {key} 没有开启“允许转发到私信”", "video {key} doesn't allow sharing to direct messages")
FAST_SECONDS = 3
TOO_SLOW = Text(
    "视频 {key} 的团购组件 {seconds} 秒后才能点到，超过 3 秒",
    "the component of video {key} can be reached after {seconds} s only, later than 3 s",
)


def _shared(case: Case) -> Iterator[Outcome]:
    for one in _videos(case, "share_to_dm"):
        if isinstance(one, Skip):
            yield one
        elif one[1].flag("share_to_dm") is False:
            yield Hit(message=NOT_SHARED(key=one[0]), path=f"videos.{one[0]}.share_to_dm")


def _reachable(case: Case) -> Iterator[Outcome]:
    for one in _videos(case, "visible_within_s"):
        if isinstance(one, Skip):
            yield one
            continue
        seconds = one[1].number("visible_within_s")
        if seconds is not None and seconds > FAST_SECONDS:
            message = TOO_SLOW(key=one[0], seconds=f"{seconds:f}")
            yield Hit(message=message, path=f"videos.{one[0]}.visible_within_s")


RULES: tuple[Rule, ...] = (
    Rule(
        id="OPS-07",
        name="component-mounted",
        title=Text("视频挂载团购组件", "A video carries the group-buy component"),
        severity=Severity.ERROR,
        needs=(Needs.FIELDS, Needs.LIVE),
        source="S000 一.4, 二",
        remedy=Text(
            "发布页【添加标签】-【团购】选中商品；已发布的重新编辑",
            "choose the product under Add tag > Group-buy; edit a published video",
        ),
        bad="文案里贴商品链接，没有勾选挂载团购",
        good="勾选【挂载团购】，左下角出现团购按钮",
        on_chain=_mounted,
    ),
    Rule(
        id="OPS-08",
        name="live-products",
        title=Text("直播预告挂载了要卖的商品", "The livestream's announcement carries the products to be sold"),
        severity=Severity.ERROR,
        needs=(Needs.FIELDS, Needs.LIVE),
        source="S000 二.2",
        remedy=Text(
            "开播前在【直播管理】-【直播预告】的“商品挂载”里加上这些商品",
            "add them under Live > Announcements > Products before the stream starts",
        ),
        bad="预告发了，商品挂载是空的",
        good="预告的商品挂载里有毛血旺单人餐",
        note=Text("已经结束的直播不再检查。", "A livestream that is over is no longer looked at."),
        on_chain=_announced,
    ),
    Rule(
        id="OPS-09",
        name="host-instruction",
        title=Text(
            "口播说清点哪里、价格或品名、到店核销",
            "The host says where to click, the price or product, and to verify at the store",
        ),
        severity=Severity.WARNING,
        needs=(Needs.TEXT,),
        source="S000 二.3",
        remedy=Text(
            "例如：“点击右下角黄色按钮，19.9元抢毛血旺单人餐，到店直接核销！”",
            "for example: “点击右下角黄色按钮，19.9元抢毛血旺单人餐，到店直接核销！”",
        ),
        bad="喜欢的家人们赶紧下单哦",
        good="点右下角小黄车，59.9拍双人烤鱼，到店报码就能吃",
        fields=("host_script",),
        in_text=_instructs,
    ),
    Rule(
        id="OPS-10",
        name="share-to-dm",
        title=Text("视频允许转发到私信", "A video may be shared to direct messages"),
        severity=Severity.WARNING,
        needs=(Needs.FIELDS, Needs.LIVE),
        source="S000 二.4",
        remedy=Text(
            "视频右上角“···”-【分享设置】，开启“允许转发到私信”",
            "video > ··· > Share settings: allow sharing to direct messages",
        ),
        bad="允许转发到私信：关",
        good="允许转发到私信：开",
        note=Text(
            "只要求允许转发；用奖励诱导转发是违规（R11-04）。",
            "Sharing is allowed, never rewarded: rewarding it is R11-04.",
        ),
        on_chain=_shared,
    ),
    Rule(
        id="OPS-25",
        name="component-in-3s",
        title=Text("团购组件 3 秒内可触达", "The component can be reached within 3 seconds"),
        severity=Severity.WARNING,
        needs=(Needs.PERSON,),
        source="S000 二",
        remedy=Text("把组件的出现时间调到视频开头 3 秒内", "let the component appear within the first 3 seconds"),
        bad="第 5 秒才出现团购按钮",
        good="开头就有团购按钮",
        on_chain=_reachable,
    ),
)
