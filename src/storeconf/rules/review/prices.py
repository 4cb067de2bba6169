"""④ One price everywhere: title, copy, script, caption and what is paid (S004 ④). Surcharges are in `surcharge.py`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Any

from storeconf.core.diagnostics import Severity
from storeconf.core.money import spoken, yuan
from storeconf.core.text import Text
from storeconf.rules.case import COPY, Case, Written
from storeconf.rules.fields import Fields, fen
from storeconf.rules.review.surcharge import SURCHARGE
from storeconf.rules.rule import Hit, Needs, Outcome, Rule, Skip
from storeconf.rules.text.numbers import value
from storeconf.rules.text.patterns import lazy
from storeconf.rules.text.prices import Kind, Mention, mentions

SCRIPTS = ("caption", "host_script", "call_script", "payment_reply")

NO_PRICE = Text("不知道商品的售价（price）", "the product's price is not known (price)")
NO_ORIGIN = Text("不知道商品的原价（origin_price）", "the product's price before is not known (origin_price)")
NO_PAID = Text("不知道顾客实际支付的价格", "what a customer really pays is not known")
NO_ITEM_PRICES = Text("套餐项没有都写价格", "not every item of the package has a price")
DIFFERS = Text(
    "这里写的售价“{text}”与商品售价 {price} 元不一致",
    "the price here, “{text}”, is not the product's price of {price} yuan",
)
DIFFERS_FROM_ALL = Text(
    "这里写的售价“{text}”不是所售商品的价格（{price} 元）",
    "the price here, “{text}”, is the price of no product it may speak of ({price} yuan)",
)
PUT = Text("把“{text}”改成“{price}元”，或不写价格", "write “{price}元” instead of “{text}”, or leave the price out")
ORIGIN_DIFFERS = Text(
    "这里写的原价“{text}”与商品原价 {price} 元不一致",
    "the price before that stands here, “{text}”, is not the product's {price} yuan",
)
PAID_DIFFERS = Text(
    "实际支付 {paid} 元，与商品售价 {price} 元不一致",
    "customers pay {paid} yuan, but the product's price is {price} yuan",
)
NOT_HIGHER = Text(
    "原价 {origin} 元没有高于售价 {price} 元", "the price before, {origin} yuan, is not above the price of {price} yuan"
)
SUM_DIFFERS = Text(
    "套餐项合计 {total} 元，与原价 {origin} 元不一致",
    "the items add up to {total} yuan, the price before is {origin} yuan",
)
SUM_BETWEEN = Text("{least} 到 {most}", "{least} to {most}")

_PARTY = lazy(r"([单双]|[一二两三四五六七八九十]+|[0-9]{1,2})人(?![均气])")
_PARTIES = {"单": 1, "双": 2}
_COUNT = lazy(r"([两二三四五六七八九十]|[2-9])(?:份|张|套|单|位|个人|人|次|件|杯|晚)")
_PACKAGE = lazy(
    "餐|团购|套|本[单券店]|今[天日晚]|现在|抖音|直播|这|全场|我们|咱|福利|活动|新店|开业|限时|券|票|原价|周年|自助"
)
_ALWAYS_ASKED = lazy(
    "(?:平[时常]|日常|往常|以往|过去)(?:在|咱们?家?|我们家?|店里|到店|门店|本店|都|也|是)*(?:(?:卖|要)|[做拍洗剪来][一1](?:次|套|回|趟))(?:都|就)?(?:要|得|卖|是)?$"
)
_ENDS = lazy("的?(?:(?:套餐|套系|价|团购)|[,，。;；!！、]|$)")
_PRICE_WORDS = lazy(
    "原[本来先始]?|门[市面店]|市场|市面|参考|划线?|挂牌|吊牌|零售|指导|官[方网]|刊例|平[时日常]|日常|一直|以往|往常|本来|正常|出厂|全额|单独?买|分开[买点]|"
    "[价格要得卖是为都就的约共才只售定标正全此本该这款个含:：,，、 ]|合计|总"
)
_SHOP = lazy("门店|店里|店内|本店|市场|平时|平日|日常|项目|商品|产品|价格|线下")
_ONE = lazy("一[份个杯张只次碗盘条件套瓶听罐串块斤打桶盒锅枚]|/")
_SIZED = lazy(r"[0-9一二两半](?:寸|ml|毫升|g|克|斤|瓶|扎|杯|只|个|片|件|串|条|碗|盘)$")
_HAN_PAIR = lazy(r"(?=([\u4e00-\u9fff]{2}))")


def said(amount: int) -> str:
    """Fen as people write it: 1990 is 19.9, 2000 is 20."""
    return spoken(yuan(amount))


# -- prices asked ------------------------------------------------------------------------------------------------------


def _title(written: Written, case: Case) -> Iterator[Outcome]:
    asked = _asked(written, title=True)
    if asked:
        yield from _against_price(written, asked, (written.product,))


def _copy(written: Written, case: Case) -> Iterator[Outcome]:
    if not _has_number(written):
        return
    found = [one for one in _asked(written) if one.cued or _opens(written.raw, one)]
    about = [one for one in found if not _is_of_item(one, (written.product,))]
    if about:
        yield from _against_price(written, about, (written.product,))


def _script(written: Written, case: Case) -> Iterator[Outcome]:
    if not _has_number(written):
        return
    products = (written.product, *written.others)
    about = [one for one in _asked(written) if not _is_of_item(one, products)]
    if about:
        yield from _against_price(written, about, products)


def _has_number(written: Written) -> bool:
    return bool(mentions(written.raw, html=written.html))


def _asked(written: Written, *, title: bool = False) -> list[Mention]:
    found = mentions(written.raw, html=written.html, title=title)
    return [one for one in found if one.kind is Kind.SELLING]


def _opens(raw: str, one: Mention) -> bool:
    """Whether an amount without a cue opens a text or a line, as a title does: 98元双人餐."""
    return not raw[: one.start].strip(" 【[「《·★-") or raw[: one.start].rstrip(" ").endswith("\n")


def _against_price(written: Written, asked: Sequence[Mention], products: Sequence[Fields]) -> Iterator[Outcome]:
    """Amounts that are no product's price. Beside a right one, only those count that a word calls the price."""
    prices = {amount for product in products if (amount := product.fen("price")) is not None}
    if not prices:
        yield Skip(NO_PRICE)
        return
    fitting = [one for one in asked if _fits(one, prices)]
    for one in asked:
        if one in fitting or (fitting and not one.cued) or _is_of_other_party(one, products):
            continue
        text = written.raw[one.start : one.end]
        price = "、".join(said(amount) for amount in sorted(prices))
        message = DIFFERS if len(prices) == 1 else DIFFERS_FROM_ALL
        put = PUT(text=text, price=price) if len(prices) == 1 else ""
        yield Hit(start=one.start, end=one.end, message=message(text=text, price=price), fix=put)


def _fits(one: Mention, prices: Collection[int]) -> bool:
    """Whether an amount is a price, or several times one that the words count: 两张共196元."""
    if one.fen in prices:
        return True
    counted = [*_COUNT.finditer(one.before[-8:]), *_COUNT.finditer(one.after[:5])]
    times = {int(number) for found in counted if (number := value(found.group(1))) is not None}
    return any(one.fen == price * count for price in prices for count in times)


def _is_of_other_party(one: Mention, products: Sequence[Fields]) -> bool:
    """Whether the words around an amount name another number of people than the products' titles: 四人餐198元."""
    near = _parties(one.after[:12]) or _parties(one.before[-12:])
    known = set().union(*(_parties(product.text("title")) for product in products))
    return bool(near and known) and not near & known


def _parties(text: str) -> set[int]:
    found = (one.group(1) for one in _PARTY.finditer(text))
    return {number for one in found if (number := _PARTIES.get(one) or int(value(one) or 0))}


def _is_of_item(one: Mention, products: Sequence[Fields]) -> bool:
    """Whether an amount is what one thing of the package costs: 毛肚现价38元一份."""
    if any(one.fen in _item_prices(product) and not _is_price(one, product) for product in products):
        return True
    words = one.subject.strip()
    if len(words) < 2 or _PACKAGE.search(words):
        return False
    if any(name and name in words for product in products for name in _item_names(product)):
        return True
    titles = {pair for product in products for pair in _HAN_PAIR.findall(product.text("title"))}
    return bool(_ONE.match(one.after) or _SIZED.search(words)) and not titles & set(_HAN_PAIR.findall(words))


def _is_of_part(one: Mention, products: Sequence[Fields]) -> bool:
    """Whether what is said to have cost less than the package now does is a part of it: 锅底原价38元 in one for 98."""
    words = _PRICE_WORDS.sub("", one.before)
    prices = [amount for product in products if (amount := product.fen("price")) is not None]
    if len(words) < 2 or not prices or one.fen >= min(prices) or _PACKAGE.search(words) or _SHOP.search(words):
        return False
    titles = {pair for product in products for pair in _HAN_PAIR.findall(product.text("title"))}
    return not titles & set(_HAN_PAIR.findall(words))


def _is_price(one: Mention, product: Fields) -> bool:
    return one.fen == product.fen("price")


def _item_prices(product: Fields) -> set[int]:
    return {amount for item in _items(product) if (amount := fen(item.get("price"))) is not None}


def _item_names(product: Fields) -> set[str]:
    title = product.text("title")
    names = {str(item.get("name") or "") for item in _items(product)}
    return {name for name in names if name not in title}


def _items(product: Fields) -> Iterator[dict[str, Any]]:
    """The things in a package, those to choose from too."""
    for item in product.items("items"):
        if isinstance(item, dict):
            yield from (one for one in item.get("of") or (item,) if isinstance(one, dict))


# -- prices before -----------------------------------------------------------------------------------------------------


def _origin(written: Written, case: Case) -> Iterator[Outcome]:
    if not _has_number(written):
        return
    found = [one for one in mentions(written.raw, html=written.html) if _says_origin(one)]
    if not found:
        return
    products = (written.product, *written.others)
    origins = {amount for product in products if (amount := product.fen("origin_price")) is not None}
    if not origins:
        yield Skip(NO_ORIGIN)
    elif not any(one.fen in origins for one in found) and sum(one.fen for one in found) not in origins:
        about = [
            one
            for one in found
            if not _is_of_item(one, products) and not _fits(one, origins) and not _is_of_part(one, products)
        ]
        for one in about[:1]:
            text = written.raw[one.start : one.end]
            price = "、".join(said(amount) for amount in sorted(origins))
            put = PUT(text=text, price=price) if len(origins) == 1 else ""
            yield Hit(start=one.start, end=one.end, message=ORIGIN_DIFFERS(text=text, price=price), fix=put)


_OF_ONE_DISH = lazy("(?:单点|加点|加菜|另点|零点)[^,，。；;]{2,12}原价[格为是:]*$|原价差$")
"""Before 原价38: one dish by itself, or the difference to an upgrade."""


def _says_origin(one: Mention) -> bool:
    """Whether an amount is the price before, by a word of its own or as what the shop always asks: 平时卖358的."""
    if one.kind is Kind.ORIGIN:
        return not _OF_ONE_DISH.search(one.before)
    return one.kind is Kind.OTHER and bool(_ALWAYS_ASKED.search(one.before)) and bool(_ENDS.match(one.after))


# -- fields ------------------------------------------------------------------------------------------------------------


def _paid(case: Case) -> Iterator[Outcome]:
    price, paid = case.product.fen("price"), case.facts.fen("paid_price")
    if price is None:
        yield Skip(NO_PRICE)
    elif paid is None:
        yield Skip(NO_PAID)
    elif paid != price:
        yield Hit(message=PAID_DIFFERS(paid=said(paid), price=said(price)), path="price")


def _not_higher(case: Case) -> Iterator[Outcome]:
    price, origin = case.product.fen("price"), case.product.fen("origin_price")
    if price is None:
        yield Skip(NO_PRICE)
    elif not origin:
        yield Skip(NO_ORIGIN)
    elif origin <= price:
        yield Hit(message=NOT_HIGHER(origin=said(origin), price=said(price)), path="origin_price")


def _sum(case: Case) -> Iterator[Outcome]:
    items, origin = case.product.items("items"), case.product.fen("origin_price")
    if not items:
        return
    if not origin:
        yield Skip(NO_ORIGIN)
        return
    ranges = [_range_of(item) for item in items]
    known = [one for one in ranges if one is not None]
    if len(known) < len(ranges):
        yield Skip(NO_ITEM_PRICES)
        return
    least, most = sum(low for low, _ in known), sum(high for _, high in known)
    if not least <= origin <= most:
        total = said(least) if least == most else SUM_BETWEEN(least=said(least), most=said(most))
        yield Hit(message=SUM_DIFFERS(total=total, origin=said(origin)), path="items")


def _range_of(item: Any) -> tuple[int, int] | None:
    """The least and the most an item adds; a choice of several adds between its cheapest and its dearest."""
    if not isinstance(item, dict):
        return None
    if item.get("of"):
        prices = [_line_total(one) for one in item["of"]]
        known = sorted(one for one in prices if one is not None)
        choose = int(fen(item.get("choose", 1)) or 0) // 100
        return (sum(known[:choose]), sum(known[-choose:])) if len(known) == len(prices) and choose else None
    total = _line_total(item)
    return None if total is None else (total, total)


def _line_total(item: Any) -> int | None:
    price = fen(item.get("price")) if isinstance(item, dict) else None
    count = Fields(item, complete=True).number("count") if isinstance(item, dict) else None
    return None if price is None else int(price * (count if count is not None else Decimal(1)))


RULES: tuple[Rule, ...] = (
    Rule(
        id="R04-01",
        name="title-price",
        title=Text("标题里的价格与售价不一致", "The price in the title is not the product's price"),
        severity=Severity.ERROR,
        needs=(Needs.TEXT, Needs.FIELDS),
        source="S004 ④1",
        remedy=Text(
            "让标题里的价格等于售价，或从标题里去掉价格", "make the title's price the product's, or leave it out"
        ),
        bad="59元双人简餐（售价 69 元）",
        good="69元双人简餐（售价 69 元）",
        fields=("title",),
        in_text=_title,
    ),
    Rule(
        id="R04-02",
        name="copy-price",
        title=Text("详情或须知里的售价与商品售价不一致", "A price in the copy is not the product's price"),
        severity=Severity.ERROR,
        needs=(Needs.TEXT, Needs.FIELDS),
        source="S004 ④1",
        remedy=Text(
            "让文案里的售价等于商品售价，或不写售价", "make the price in the copy the product's, or leave it out"
        ),
        bad="抖音价只要49元（售价 59 元）",
        good="抖音价只要59元（售价 59 元）",
        fields=(*COPY, "detail_image_text"),
        in_text=_copy,
    ),
    Rule(
        id="R04-03",
        name="paid-price",
        title=Text("支付价与现价不一致", "What is paid is not the price shown"),
        severity=Severity.ERROR,
        needs=(Needs.LIVE,),
        source="S004 ④1",
        remedy=Text(
            "检查平台上的售价和活动立减，使支付价等于页面现价",
            "check the platform's price and its promotions, so that what is paid is what is shown",
        ),
        bad="页面现价 98 元，支付时 108 元",
        good="页面现价 98 元，支付时 98 元",
        on_product=_paid,
    ),
    SURCHARGE,
    Rule(
        id="R04-05",
        name="script-price",
        title=Text(
            "口播、外呼、视频文案或私信里的价格与售价不一致",
            "A price in a script, call, caption or message is not the product's price",
        ),
        severity=Severity.ERROR,
        needs=(Needs.TEXT, Needs.FIELDS),
        source="S004 ④1; S000 二.3",
        remedy=Text(
            "把话术里的价格改成所挂商品的售价；用模板引用售价，改价时就不会漏",
            "say the mounted product's price; a template that quotes it follows every change of price",
        ),
        bad="点击右下角黄色按钮，19.9元抢毛血旺单人餐（售价 29.9 元）",
        good="点击右下角黄色按钮，29.9元抢毛血旺单人餐（售价 29.9 元）",
        fields=SCRIPTS,
        in_text=_script,
    ),
    Rule(
        id="R04-06",
        name="origin-text",
        title=Text("文案里的原价与商品原价不一致", "The price before in the copy is not the product's"),
        severity=Severity.WARNING,
        needs=(Needs.TEXT, Needs.FIELDS),
        source="S004 ④1",
        remedy=Text(
            "让文案里的原价等于商品原价，或不写原价", "make the price before in the copy the product's, or leave it out"
        ),
        bad="门市价298元（原价 268 元）",
        good="门市价268元（原价 268 元）",
        fields=("title", *COPY, *SCRIPTS),
        in_text=_origin,
    ),
    Rule(
        id="R04-07",
        name="origin-not-higher",
        title=Text("原价不高于现价", "The price before is not above the price"),
        severity=Severity.WARNING,
        needs=(Needs.FIELDS,),
        source="S004 ④1; 规范促销行为暂行规定",
        remedy=Text("原价写真实的门市价，并高于售价", "state the real price at the shop, above the price asked"),
        bad="售价 98 元，原价 98 元",
        good="售价 98 元，原价 158 元",
        note=Text(
            "折扣没有标明基准时，以前七日最低成交价为基准（自 2020-12-01）；成交记录不在本工具里，这里只比较两个价格。",
            "Without a stated basis a discount counts from the lowest deal price of the seven days before (in force since 2020-12-01); the deals are "
            "not known here, so only the two prices are compared.",
        ),
        on_product=_not_higher,
    ),
    Rule(
        id="R04-08",
        name="items-sum",
        title=Text("套餐项合计不等于原价", "The items don't add up to the price before"),
        severity=Severity.INFO,
        needs=(Needs.FIELDS,),
        source="S004 ④1; goods-introduce",
        remedy=Text("核对各项单价、数量与原价", "check the items' prices and counts against the price before"),
        bad="原价 198 元，各项合计 186 元",
        good="原价 198 元，各项合计 198 元",
        on_product=_sum,
    ),
)
"""Category ④."""
