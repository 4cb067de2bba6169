"""Step one of the chain: the product is on the shelf, and everything points at the shop that is really there (S000 一)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from storeconf.core.clock import short
from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.rules.case import Case, Chain
from storeconf.rules.fields import Fields
from storeconf.rules.operations import setup, week
from storeconf.rules.rule import Hit, Needs, Outcome, Rule, Skip
from storeconf.rules.text.patterns import lazy
from storeconf.rules.text.phones import digits_of

ONLINE = "online"
SHELVES = {
    "offline": Text("已下架", "off the shelf"),
    "sold_out": Text("已售罄", "sold out"),
    "draft": Text("还是草稿，没有上架", "a draft that was never put on the shelf"),
}
OTHER_SHELF = Text("不在架", "not on the shelf")
NO_PRODUCTS = Text("没有这家店在售的商品", "the products sold at this store")
NO_SHELF = Text("不知道商品 {name} 是否在架", "whether product {name} is on the shelf is not known")
NO_WINDOW = Text("不知道商品 {name} 的售卖时间", "the sale window of product {name} is not known")
NOT_ONLINE = Text(
    "商品“{name}”{shelf}，顾客从内容里点进来买不到",
    "product “{name}” is {shelf}: who comes from the content can't buy it",
)
NOT_YET = Text(
    "商品“{name}”{start} 才开售，有效期没有覆盖到内容露出的时候",
    "product “{name}” goes on sale at {start} only: its validity doesn't cover the time when the content shows",
)
SALE_OVER = Text(
    "商品“{name}”的售卖在 {end} 已截止，有效期没有覆盖今天",
    "the sale of product “{name}” ended at {end}: its validity doesn't cover today",
)
USE_OVER = Text(
    "商品“{name}”的使用有效期到 {end} 为止，没有覆盖今天",
    "product “{name}” could be used until {end}: its validity doesn't cover today",
)
NOT_USABLE = Text(
    "商品“{name}”从 {start} 起才能使用，有效期没有覆盖到内容露出的时候",
    "product “{name}” can be used from {start} only: its validity doesn't cover the time when the content shows",
)
USED_LATER = {"presale", "calendar_ticket", "calendar_room", "hotel_ticket_package", "day_tour", "booking"}
"""Kinds of products that are bought now for a day to come."""


# -- OPS-01 ------------------------------------------------------------------------------------------------------------


def _on_shelf(case: Case) -> Iterator[Outcome]:
    chain = setup.of_chain(case)
    if not chain.products:
        yield Skip(setup.NO_SETUP(what=NO_PRODUCTS))
    shown = _shown(case)
    for key in chain.products:
        yield from _available(case, key, shown)


def _shown(case: Case) -> Mapping[str, datetime]:
    """When each product is first shown in a video or a livestream. Without any content: what is on sale, now."""
    chain, shown = setup.of_chain(case), _in_content(case)
    if any(key in chain.products for key in shown):
        return shown
    on_sale = [key for key, product in chain.products.items() if _meant_now(product, case.now)]
    return dict.fromkeys(on_sale or chain.products, case.now)


def _in_content(case: Case) -> Mapping[str, datetime]:
    """When each product that a video or a livestream carries is first shown."""
    chain = setup.of_chain(case)
    shown: dict[str, datetime] = {}
    for key, live in setup.coming_lives(case):
        start = live.moment("starts") or case.now
        for product in (*live.items("products"), *chain.lives[key].items("products")):
            name = _product_key(chain, str(product))
            shown[name] = min(max(start, case.now), shown.get(name, max(start, case.now)))
    return shown | {_product_key(chain, video.text("product")): case.now for _, video in setup.videos(chain)}


def _meant_now(product: Fields, now: datetime) -> bool:
    start = product.moment("sale.start")
    return product.text("shelf") in ("", ONLINE) and (start is None or start.date() <= now.date())


def _available(case: Case, key: str, shown: Mapping[str, datetime]) -> Iterator[Outcome]:
    """A product that is declared to be off the shelf, or to start later, is at fault only where content shows it."""
    chain = setup.of_chain(case)
    product, name = chain.products[key], setup.product_name(chain, key)
    found = setup.shelf(case, key)
    planned_off = product.text("shelf") not in ("", ONLINE) and key not in shown
    if found and found != ONLINE and not planned_off:
        message = NOT_ONLINE(name=name, shelf=SHELVES.get(found, OTHER_SHELF))
        yield Hit(message=message, path=setup.product_path(chain, key, "shelf"))
    elif not found:
        yield Skip(NO_SHELF(name=name))
    if not planned_off:
        yield from _window(case, key, shown.get(key))


def _window(case: Case, key: str, shown: datetime | None) -> Iterator[Outcome]:
    chain = setup.of_chain(case)
    product, name = setup.over(chain.products[key], setup.seen_product(chain, key)), setup.product_name(chain, key)
    start, end = product.moment("sale.start"), product.moment("sale.end", end=True)
    use_start, use_end = product.moment("use.start"), product.moment("use.end", end=True)
    if start is None and end is None and use_end is None:
        yield Skip(NO_WINDOW(name=name))
    if start is not None and shown is not None and start.date() > shown.date():
        yield Hit(message=NOT_YET(name=name, start=short(start)), path=setup.product_path(chain, key, "sale.start"))
    elif use_start is not None and shown is not None and _used_later(product, use_start, shown):
        message = NOT_USABLE(name=name, start=use_start.date().isoformat())
        yield Hit(message=message, path=setup.product_path(chain, key, "use.start"))
    if _told_of_product(case, key):
        return
    if end is not None and end < case.now:
        yield Hit(message=SALE_OVER(name=name, end=short(end)), path=setup.product_path(chain, key, "sale.end"))
    elif use_end is not None and use_end < case.now:
        yield Hit(message=USE_OVER(name=name, end=short(use_end)), path=setup.product_path(chain, key, "use.end"))


def _used_later(product: Fields, start: datetime, shown: datetime) -> bool:
    """Whether what content shows can be bought and not be used on that day yet."""
    return start.date() > shown.date() and product.text("kind") not in USED_LATER


def _told_of_product(case: Case, key: str) -> bool:
    """Whether an end that is over is said of the product itself already, which a project judges in the same run.

    Where content shows a product that is known to be on the shelf, that people still click on it is news.
    """
    in_project = bool(setup.of_chain(case).name)
    return in_project and not (setup.shelf(case, key) and key in _in_content(case))


# -- OPS-02 ------------------------------------------------------------------------------------------------------------

POI = Text("门店地点（poi）", "the place (poi)")
NO_POI = Text("这家店没有绑定任何门店地点", "no place is bound to this store")
NOT_CLAIMED = Text("门店地点还没有认领", "the place is not claimed")
GENERIC = Text("绑定的是通用地点，不是实际门店", "the place is a generic one, no real shop")
NOT_VERIFIED = Text("门店地址还没有认证", "the address of the place is not verified")
NO_CLAIM = Text("不知道门店是否已认领（poi.claimed）", "whether the place is claimed is not known (poi.claimed)")


def _real_place(case: Case) -> Iterator[Outcome]:
    chain = setup.of_chain(case)
    poi = setup.of_store(chain, "poi")
    if setup.is_none(chain.store, "poi", poi):
        yield Hit(message=NO_POI, path="poi")
        return
    if poi.text("kind") == "generic":
        yield Hit(message=GENERIC, path="poi.kind")
    if poi.flag("claimed") is False:
        yield Hit(message=NOT_CLAIMED, path="poi.claimed")
    elif poi.flag("claimed") is None:
        yield Skip(NO_CLAIM)
    if poi.flag("address_verified") is False:
        yield Hit(message=NOT_VERIFIED, path="poi.address_verified")


# -- OPS-03 ------------------------------------------------------------------------------------------------------------

HEAD_IMAGE = Text("门店页头图（poi.head_image）", "the head image of the place (poi.head_image)")
NO_NEWEST = Text("不知道哪个商品最新（sale.start）", "which product is the newest is not known (sale.start)")
NO_COVER = Text("不知道最新商品的封面图", "the cover of the newest product is not known")
OLD_COVER = Text(
    "门店页头图是“{shown}”的封面，而最新的团购是“{newest}”",
    "the head image is the cover of “{shown}”, but the newest product is “{newest}”",
)
OTHER_COVER = Text(
    "门店页头图不是最新团购“{newest}”的封面", "the head image is not the cover of the newest product, “{newest}”"
)


def _newest_cover(case: Case) -> Iterator[Outcome]:
    chain = setup.of_chain(case)
    # A head image is one whole: what was seen of it is not mixed with what is declared.
    seen = chain.seen("S/poi").under("head_image")
    image = seen if any(True for _ in seen.paths()) else chain.store.under("poi.head_image")
    if not any(True for _ in image.paths()):
        yield Skip(setup.NO_SETUP(what=HEAD_IMAGE))
        return
    newest = _newest(case)
    if not newest:
        yield Skip(NO_NEWEST)
        return
    shown = _product_key(chain, image.text("product"))
    title = setup.product_name(chain, newest[0])
    if shown:
        if shown not in newest:
            message = OLD_COVER(shown=setup.product_name(chain, shown), newest=title)
            yield Hit(message=message, path="poi.head_image")
        return
    covers = [cover for key in newest for cover in _covers(chain.products[key])]
    if not covers:
        yield Skip(NO_COVER)
    elif not any(_same_picture(image, cover) for cover in covers):
        yield Hit(message=OTHER_COVER(newest=title), path="poi.head_image")


def _newest(case: Case) -> list[str]:
    """The products on sale that went on sale last; several when they did so on the same day."""
    chain = setup.of_chain(case)
    started = {}
    for key, product in chain.products.items():
        if setup.shelf(case, key) in ("", ONLINE):
            started[key] = product.day("sale.start")
    if len(started) == 1:
        return list(started)
    known = {key: day for key, day in started.items() if day is not None}
    if len(known) < len(started):
        return []
    begun = {key: day for key, day in known.items() if day <= case.now.date()}
    last = max(begun.values(), default=None)
    return [key for key, day in begun.items() if day == last]


def _product_key(chain: Chain, name: str) -> str:
    """The chain's own key for a product that a head image names, by name or by address; the name when it has none."""
    found = next((key for key in chain.products if name and name.rpartition("/")[2] == key.rpartition("/")[2]), "")
    return name if name in chain.products else found or name


def _covers(product: Fields) -> Iterator[Mapping[str, Any]]:
    for image in product.items("images"):
        if isinstance(image, Mapping) and image.get("role") == "head":
            yield image


def _same_picture(image: Fields, cover: Mapping[str, Any]) -> bool:
    if image.has("sha256") and cover.get("sha256"):
        return str(image.get("sha256")) == str(cover["sha256"])
    return any(image.has(name) and image.get(name) == cover.get(name) for name in ("file", "url"))


# -- OPS-04 and OPS-05 -------------------------------------------------------------------------------------------------

HOURS = Text(
    "声明的营业时间和门店页上的营业时间，缺一个就比不了",
    "hours can be compared only when both the declared and the live ones are known",
)
HOURS_DIFFER = Text(
    "门店页显示的营业时间是 {live}，而实际营业时间是 {declared}，还没有同步",
    "the store page shows {live}, but the store is open {declared}: the hours are not in step",
)
CLOSED = Text("（没有填写）", "(none)")
SPECIAL_DIFFER = Text(
    "门店页 {day} 的特殊营业时间和这里写的不一致",
    "the special hours of {day} on the store page differ from what is declared",
)


def _hours_in_step(case: Case) -> Iterator[Outcome]:
    chain = setup.of_chain(case)
    seen, declared = chain.seen("S/poi"), chain.store
    if not (seen.has("hours") and declared.has("poi.hours")):
        yield Skip(HOURS)
    else:
        live, own = seen.items("hours"), declared.items("poi.hours")
        if week.merged(week.stretches(live)) != week.merged(week.stretches(own)):
            shown = week.rows_text(live) if live else CLOSED
            yield Hit(message=HOURS_DIFFER(live=shown, declared=week.rows_text(own)), path="poi.hours")
    if seen.has("special_hours") and declared.has("poi.special_hours"):
        yield from _special_in_step(case, seen, declared)


def _special_in_step(case: Case, seen: Fields, declared: Fields) -> Iterator[Outcome]:
    """Days that are over don't matter any more."""
    live, own = _special(seen.items("special_hours")), _special(declared.items("poi.special_hours"))
    today = case.now.date().isoformat()
    for day in sorted(live.keys() | own.keys()):
        if day >= today and live.get(day) != own.get(day):
            yield Hit(message=SPECIAL_DIFFER(day=day), path="poi.special_hours")


def _special(rows: tuple[Any, ...]) -> dict[str, tuple[bool, object]]:
    found: dict[str, tuple[bool, object]] = {}
    for row in rows:
        if isinstance(row, Mapping):
            found[str(row.get("date"))] = (Fields(row, complete=True).flag("closed") is True, week.clocks(row))
    return found


PHONE = Text("门店电话（poi.phone）", "the store's phone (poi.phone)")
NO_TEST = Text(
    "没有人试拨过，不知道电话能不能直达前台（poi.phone_front_desk）",
    "nobody tried whether the phone reaches the front desk (poi.phone_front_desk)",
)
HOTLINE = Text(
    "门店电话 {phone} 是总机或客服热线，不是前台直拨号码",
    "the store's phone {phone} is a hotline, not the front desk's own number",
)
NOT_FRONT_DESK = Text("门店电话 {phone} 打过去不是前台接听", "the store's phone {phone} doesn't reach the front desk")
OTHER_PHONE = Text(
    "门店页显示的电话是 {live}，不是前台电话 {phone}",
    "the store page shows {live}, which is not the front desk's number {phone}",
)
_HOTLINE = lazy(r"[48]00\d{7}|9[56]\d{3,4}|1(?:00|01|2\d)\d{2,3}")
_SEVERAL = lazy(r"[/、,，;；]")


def _front_desk(case: Case) -> Iterator[Outcome]:
    chain = setup.of_chain(case)
    poi = setup.of_store(chain, "poi")
    phone, declared, seen = poi.text("phone"), chain.store.text("poi.phone"), chain.seen("S/poi").text("phone")
    if "转" in phone or any(_HOTLINE.fullmatch(one) for one in _numbers(phone)):
        yield Hit(message=HOTLINE(phone=phone), path="poi.phone")
    elif declared and seen and not set(_numbers(declared)) & set(_numbers(seen)):
        yield Hit(message=OTHER_PHONE(live=seen, phone=declared), path="poi.phone")
    elif poi.flag("phone_front_desk") is False:
        yield Hit(message=NOT_FRONT_DESK(phone=phone), path="poi.phone_front_desk")
    elif not phone:
        yield Skip(setup.NO_SETUP(what=PHONE))
    elif poi.flag("phone_front_desk") is None:
        yield Skip(NO_TEST)


def _numbers(phones: str) -> list[str]:
    """The numbers of a field as one compares them; a trunk zero may have been left out after +86."""
    return [digits_of(one).lstrip("0") for one in _SEVERAL.split(phones) if digits_of(one)]


# -- OPS-06 ------------------------------------------------------------------------------------------------------------

NO_POI_ID = Text("不知道本店的 POI 编号（poi.id）", "the store's POI id is not known (poi.id)")
OTHER_POI = Text(
    "视频 {key} 的位置是 {video}，而商品绑定的门店是 {store}，点位置去的不是同一家店",
    "video {key} is placed at {video}, but the product belongs to {store}: the location leads to another shop",
)
NOT_SOLD_HERE = Text(
    "视频 {key} 挂载的商品 {product} 不在这家店售卖，位置和商品对不上",
    "video {key} carries product {product}, which isn't sold at this store: location and product don't match",
)


def _same_place(case: Case) -> Iterator[Outcome]:
    chain = setup.of_chain(case)
    store = setup.of_store(chain, "poi").text("id")
    for key, video in setup.videos(chain):
        own, product = video.text("poi"), video.text("product")
        if own and store and own != store:
            yield Hit(message=OTHER_POI(key=key, video=own, store=store), path=f"videos.{key}.poi")
        elif own and not store:
            yield Skip(NO_POI_ID)
        if product and chain.products and not _product_key_of(chain, product):
            yield Hit(message=NOT_SOLD_HERE(key=key, product=product), path=f"videos.{key}.product")


def _product_key_of(chain: Chain, name: str) -> bool:
    return _product_key(chain, name) in chain.products


RULES: tuple[Rule, ...] = (
    Rule(
        id="OPS-01",
        blocks=False,
        name="on-shelf-today",
        title=Text("商品已上架，有效期覆盖今天", "The product is on the shelf and valid today"),
        severity=Severity.ERROR,
        needs=(Needs.FIELDS, Needs.DATES, Needs.LIVE),
        source="S000 一.1",
        remedy=Text(
            "在【商品】-【团购商品】里上架，并让售卖和使用时间包含今天；不再卖的商品从视频和直播里换下来",
            "put it on the shelf with sale and use windows that include today; take what is no longer sold out of videos and livestreams",
        ),
        bad="商品状态：已下架，视频仍挂着它",
        good="商品状态：已上架，售卖 2026-03-01 至 2026-06-30",
        note=Text(
            "声明为下架、或者还没到开售日、又没有任何内容在推的商品是有意安排，不算问题。",
            "A product that is declared to be off the shelf, or to start later, and that no content shows, is meant to be so.",
        ),
        on_chain=_on_shelf,
    ),
    Rule(
        id="OPS-02",
        blocks=False,
        name="real-place",
        title=Text("POI 是已认领、地址已认证的实际门店", "The place is a claimed shop with a verified address"),
        severity=Severity.ERROR,
        needs=(Needs.PLACE, Needs.LIVE),
        source="S000 一.2",
        remedy=Text(
            "在【门店管理】认领实际经营门店并完成地址认证，再把商品绑定过去",
            "claim the real shop under Stores, have its address verified, and bind the product to it",
        ),
        bad="绑定“三里屯商圈”这样的通用地点",
        good="绑定已认领的“蜀渝火锅(三里屯店)”",
        on_chain=_real_place,
    ),
    Rule(
        id="OPS-03",
        name="newest-cover",
        title=Text("门店页头图是最新团购的封面", "The place's head image is the newest product's cover"),
        severity=Severity.WARNING,
        needs=(Needs.LIVE, Needs.MEDIA),
        source="S000 一.3",
        remedy=Text(
            "把门店页头图换成最新团购的封面图（封面上不要写价格）",
            "set the head image to the newest product's cover (without a price in it)",
        ),
        bad="头图还是去年的套餐封面",
        good="头图：本周新上套餐的封面",
        note=Text(
            "头图要用最新封面，封面又不许带价格（④⑩）：封面带价格两边都不合格，由 R10-07 指出。",
            "The head image shows the newest cover, and covers carry no price: one with a price fails both; R10-07 tells.",
        ),
        on_chain=_newest_cover,
    ),
    Rule(
        id="OPS-04",
        name="hours-in-step",
        title=Text("门店页的营业时间与实际同步", "The hours on the store page are the real ones"),
        severity=Severity.WARNING,
        needs=(Needs.PLACE, Needs.LIVE),
        source="S000 一.3",
        remedy=Text(
            "在门店页更新营业时间，节假日另设特殊营业时间",
            "update the hours on the store page; holidays have special hours",
        ),
        bad="门店页写 10:00-21:00，实际营业到 22:00",
        good="门店页与实际都是 10:00-22:00",
        on_chain=_hours_in_step,
    ),
    Rule(
        id="OPS-05",
        name="front-desk-phone",
        title=Text("门店电话是前台直拨号码", "The store's phone is the front desk's own number"),
        severity=Severity.WARNING,
        needs=(Needs.PLACE, Needs.PERSON),
        source="S000 一.3",
        remedy=Text("换成前台座机或前台手机，试拨确认有人接", "use the front desk's landline or mobile, and try it"),
        bad="4001234567",
        good="01064171234",
        note=Text(
            "400 电话格式上没有问题（R12），但不是前台直拨，所以在这里提示。",
            "A 400 number is well-formed (R12), but it isn't the front desk's own number.",
        ),
        on_chain=_front_desk,
    ),
    Rule(
        id="OPS-06",
        name="video-place",
        title=Text("视频的位置与商品绑定的门店相同", "A video is placed where its product is sold"),
        severity=Severity.ERROR,
        needs=(Needs.PLACE, Needs.LIVE),
        source="S000 一.4",
        remedy=Text(
            "发布时【添加位置】选商品绑定的同一家门店；已发布的在视频设置里修改位置",
            "choose the product's own shop under Add location; for a published video change its location",
        ),
        bad="视频定位国贸店，挂的是三里屯店的套餐",
        good="视频定位和套餐都是三里屯店",
        on_chain=_same_place,
    ),
)
