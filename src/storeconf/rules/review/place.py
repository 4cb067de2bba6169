"""⑧ The product belongs to the place (S004 ⑧): distance, city, business scope, tenants of malls, hotels with tickets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.rules.case import COPY, Case, Written
from storeconf.rules.fields import Fields
from storeconf.rules.geo import cities, trades, whereabouts
from storeconf.rules.geo.distance import LARGEST_SHIFT_KM, Point, datum_of, kilometres
from storeconf.rules.review import travel
from storeconf.rules.rule import Hit, Needs, Outcome, Rule, Skip
from storeconf.rules.text.normal import normal
from storeconf.rules.text.patterns import lazy

# -- R08-01 ------------------------------------------------------------------------------------------------------------

NO_PRODUCT_POINT = Text("不知道商品的坐标（facts.location）", "the product's location is not known (facts.location)")
NO_PLACE_POINT = Text("不知道门店的坐标（poi.location）", "the store's location is not known (poi.location)")
BAD_POINT = Text("坐标不是经纬度：{lat}，{lng}", "no latitude and longitude: {lat}, {lng}")
NO_DATUM = Text(
    "两个坐标按原样相距{km}公里，但没写坐标系（datum），偏差可达一公里以上，无法判断",
    "the two points are {km} km apart as they stand, but a datum is missing, which can shift them by more than a kilometre",
)
APART = Text(
    "商品所在地与门店相距{km}公里，超过{limit}公里", "the product is {km} km from the store, more than {limit} km"
)
_LAT, _LNG = 90, 180


def distance(case: Case) -> Iterator[Outcome]:
    """How far the product is from its place. A missing datum matters only where it could change the answer."""
    ends = (("location", case.facts, NO_PRODUCT_POINT), ("poi.location", case.store, NO_PLACE_POINT))
    points: list[Point] = []
    for path, fields, missing in ends:
        lat, lng = fields.number(f"{path}.lat"), fields.number(f"{path}.lng")
        if lat is None or lng is None:
            yield Skip(missing)
            return
        if abs(lat) > _LAT or abs(lng) > _LNG:
            yield Skip(BAD_POINT(lat=lat, lng=lng))
            return
        points.append(Point(float(lat), float(lng), datum_of(fields.text(f"{path}.datum"))))
    yield from _judged(case, points[0], points[1])


def _judged(case: Case, product: Point, place: Point) -> Iterator[Outcome]:
    km = kilometres(product, place)
    doubt = LARGEST_SHIFT_KM if product.datum is None or place.datum is None else 0.0
    shown = str(Decimal(str(km)).quantize(Decimal("0.01") if km < 10 else Decimal("1")))
    limits = [(case.settings.threshold("distance_error_km"), Severity.ERROR)]
    limits.append((case.settings.threshold("distance_warning_km"), Severity.WARNING))
    for limit, severity in limits:
        if km - doubt > float(limit):
            yield Hit(message=APART(km=shown, limit=limit), path="location", severity=severity)
            return
        if km + doubt > float(limit):
            yield Skip(NO_DATUM(km=shown))
            return


# -- R08-02 ------------------------------------------------------------------------------------------------------------

NO_CITY = Text("不知道商品所在的城市（facts.location.city）", "the product's city is not known (facts.location.city)")
NO_PLACE_CITY = Text("不知道门店所在的城市（poi.city）", "the store's city is not known (poi.city)")
UNKNOWN_CITY = Text("不认识的城市：{name}", "unknown city: {name}")
OTHER_CITY = Text("商品所在城市是“{city}”，门店在“{place}”", "the product's city is {city}, the store is in {place}")
TEXT_CITY = Text("文字里的地点是“{city}”，门店在“{place}”", "the text says {city}, the store is in {place}")


def city(case: Case) -> Iterator[Outcome]:
    """The product's city against the place's."""
    declared, place = case.facts.text("location.city"), case.store.text("poi.city")
    if not declared or not place:
        yield Skip(NO_CITY if not declared else NO_PLACE_CITY)
        return
    if declared.strip() == place.strip():
        return
    one, other = cities.city_of(declared), cities.city_of(place)
    if one is None or other is None:
        yield Skip(UNKNOWN_CITY(name=declared if one is None else place))
    elif not one.shares(other):
        yield Hit(message=OTHER_CITY(city=declared, place=place), path="location.city")


def city_in_text(written: Written, case: Case) -> Iterator[Outcome]:
    """Where a title, or a restriction in the copy, says that the shop is."""
    view = written.normal.squashed
    read = whereabouts.in_title if written.field == "title" else whereabouts.in_copy
    mentions = list(read(view.text))
    placing = [one for one in mentions if one.places]
    if not placing:
        return
    name = written.store.text("poi.city")
    place = cities.city_of(name)
    if place is None:
        yield Skip(UNKNOWN_CITY(name=name) if name else NO_PLACE_CITY)
        return
    if any(one.city.shares(place) for one in mentions):
        return
    shop = normal(written.store.text("poi.name")).squashed.text
    for one in placing:
        if view.text[one.start : one.end + 2] not in shop:  # 长沙小馆 may stand in any city.
            start, end = view.raw_span(one.start, one.end)
            yield Hit(start=start, end=end, message=TEXT_CITY(city=written.raw[start:end], place=name))


# -- R08-03 ------------------------------------------------------------------------------------------------------------

NO_CATEGORY = Text("不知道商品类目（category）", "the product's category is not known (category)")
NO_PLACE_TRADE = Text(
    "不知道门店的类目和经营范围（poi.category、poi.scope）", "the store's category and scope are not known"
)
UNKNOWN_TRADE = Text("不认识的类目或经营范围：{words}", "unknown category or business scope: {words}")
BEYOND = Text(
    "商品类目“{category}”超出门店的经营范围（{scope}）",
    "the product's category {category} is beyond what the store may sell ({scope})",
)
TITLE_BEYOND = Text(
    "标题卖的是“{word}”，超出门店的经营范围（{scope}）",
    "the title sells {word}, which is beyond what the store may sell ({scope})",
)
_GIFT = lazy("[送赠]|免费|等位|同款|主题|附近")


def scope(case: Case) -> Iterator[Outcome]:
    """Product category, then the title, against the place's category and scope."""
    if _is_mall(case.store) or all(_elements(case.product)):
        return  # A mall houses every trade, and hotel with ticket is a rule of its own.
    category, own = case.product.text("category"), case.store.text("poi.category")
    entries = [str(one) for one in case.store.items("poi.scope")]
    place = trades.trades_of_all([*entries, *([own] if own else [])])
    product = trades.category_trades(category)
    unknown = [*product.unknown, *place.unknown]
    if category and category in (own, *entries):
        product = place
    elif not category or not (own or entries):
        yield Skip(NO_PLACE_TRADE if category else NO_CATEGORY)
        return
    elif unknown or not product.families or not place.families:
        yield Skip(UNKNOWN_TRADE(words=unknown or [own or entries] if product.families else unknown or [category]))
        return
    shown = list(dict.fromkeys([*entries, *([own] if own else [])]))
    if product is not place and not trades.fits(product.families, place.families, scoped=bool(entries)):
        yield Hit(message=BEYOND(category=category, scope=shown), path="category")
    elif place.families and not place.unknown:
        word = trades.other_trade(normal(case.product.text("title")).squashed.text, place.families)
        if word and not _GIFT.search(case.product.text("title")):
            yield Hit(message=TITLE_BEYOND(word=word, scope=shown), path="title")


# -- R08-04 ------------------------------------------------------------------------------------------------------------

NO_KIND = Text("不知道地点是不是商场（poi.kind）", "whether the place is a mall is not known (poi.kind)")
TENANT = Text(
    "“{tenant}”是商场里的店铺，券却挂在商场“{mall}”上",
    "{tenant} is a shop inside the mall, but the product hangs on the mall {mall}",
)
ONE_TRADE = Text(
    "“{category}”是商场里某一家店卖的，券却挂在商场“{mall}”上",
    "{category} is sold by one shop inside, but the product hangs on the mall {mall}",
)
_MALL = lazy("商场|购物中心|购物广场|百货|商业综合体|商业广场|奥特莱斯|奥莱|\\bmall\\b", re.IGNORECASE)
_MALL_ITSELF = lazy("自营|商场|总台|服务台|会员中心|客服中心|购物中心|全场|全馆|本店")
_WHOLE_MALL = lazy("全场|全馆|通用|商场|购物中心|美食城|美食广场|多店|任选|任一|多家|商户|品牌|停车|积分|礼品卡|购物卡")
_TENANT_TRADES = frozenset(("catering", "hair", "nails", "beauty", "wellness", "singing", "bar", "tea"))
_NAME_MARKS = lazy(r"[\s()（）·・\-—【】\[\]]|市|店$|购物中心|购物广场|广场$|商场")


def tenant(case: Case) -> Iterator[Outcome]:
    """A single shop's product on the mall's own place."""
    name = case.product.text("tenant")
    if not _is_mall(case.store):
        if name and not case.store.has("poi.kind") and not case.store.has("poi.category"):
            yield Skip(NO_KIND)
        return
    mall = case.store.text("poi.name")
    if name:
        if not _same_name(name, mall) and not _MALL_ITSELF.search(name):
            yield Hit(message=TENANT(tenant=name, mall=mall), path="tenant")
        return
    category, title = case.product.text("category"), case.product.text("title")
    if trades.category_trades(category).families & _TENANT_TRADES and not _WHOLE_MALL.search(title):
        yield Hit(message=ONE_TRADE(category=category, mall=mall), path="category")


def _is_mall(store: Fields) -> bool:
    kind = store.text("poi.kind")
    if kind:
        return kind == "mall"
    return store.flag("poi.is_mall") is True or _MALL.search(store.text("poi.category")) is not None


def _same_name(one: str, other: str) -> bool:
    short, long = sorted((_NAME_MARKS.sub("", one), _NAME_MARKS.sub("", other)), key=len)
    return bool(short) and short in long


# -- R08-05 ------------------------------------------------------------------------------------------------------------

NO_PLACE_KIND = Text("不知道地点是不是酒店（poi.kind、poi.category）", "whether the place is a hotel is not known")
NOT_A_HOTEL = Text(
    "住宿加门票的商品挂在“{place}”上，它不是酒店", "lodging with tickets hangs on {place}, which is no hotel"
)
_LODGING = lazy(
    "[大双]床房|豪华大床|[大双]床(?=[+1一两]|连)|标准?间|套房|客房|木屋|房车营地|帐篷(?=住|露营|过夜)|(?:露营|营地)(?=过夜|住|[+一两1-9][晚夜])|[住宿过]夜|(?:家庭|亲子|双人|单人|三人|豪华|高级|主题|商务|电竞|[海江湖山河园]?景观?)房(?!车)|住宿(?!区|楼|费)|入住|连住|住(?=[一二两三1-9]|[0-9]+晚)|酒景|"
    "(?<!周)[一二两三四五六七八九十0-9][晚夜](?![场市宵游景间餐饭班会跑爬拍上自])|酒店(?=[+和与及&]|套票|门票|景)|民宿(?=[+和与及&含连]|住|[一二两三1-9])|客栈(?=[+和与及&含连]|住|[一二两三1-9])|度假套房"
)
_TICKET = lazy(
    "[含+送赠](?:漂流|滑雪|滑草|景区|乐园|动物园|海洋馆)(?=$|[，,+]|[一1]次|畅玩|游玩|[双单]人)|"
    "门[票飞]|入园[票券]|夜游票|夜游(?:成人|儿童|双人|单人)+票|大[一二两三0-9]小(?:票|套票)?|(?:乐园|景区|景点|动物园|植物园|海洋馆|海洋公园|水世界|水上世界|温泉|漂流|滑雪|滑草|索道|缆车|游乐|漂移|古镇|古城|园区|景点|玻璃栈道|滑索|溶洞|花海|欢乐谷|长隆|方特|迪士尼|环球影城|海昌|海底世界|极地馆|水族馆|滑雪场|雪场|漂流|乐园)"
    "(?:畅玩|畅游|单人|双人|成人|儿童|亲子|家庭|一日|两日|全天|夜场|夜游|大[一二两三0-9]小|通|套|联|入园)*票|(?:成人|儿童|亲子|学生)票|雪票|联票|通票|酒景"
)
_NOT_IN = lazy("(?:不含|不包含|不包|无|非|免|未含|除)[^,，。;；+]{0,6}$")
_ELSEWHERE = lazy(
    "[^,，。;；+]{0,4}(?:自理|另购|另付|另算|另计|需另|自行|自购|自费|优惠|半价|[0-9一二三四五六七八九]折|打折|折扣|代订|代购|咨询)"
)


def hotel_with_ticket(case: Case) -> Iterator[Outcome]:
    """Lodging and admission in one product, on a place that is no hotel."""
    if not all(_elements(case.product)):
        return
    kind, category = case.store.text("poi.kind"), case.store.text("poi.category")
    if kind == "hotel" or trades.is_lodging(category):
        return
    if not kind and not trades.category_trades(category).families:
        yield Skip(NO_PLACE_KIND)
        return
    yield Hit(message=NOT_A_HOTEL(place=case.store.text("poi.name") or category or kind), path="title")


def hotel_with_ticket_in_title(written: Written, case: Case) -> Iterator[Outcome]:
    """The same of a title by itself; a product's is judged with the product."""
    if not case.is_product:
        yield from hotel_with_ticket(case)


def _elements(product: Fields) -> tuple[bool, bool]:
    """Whether lodging, and whether admission, is part of the product, by its title and items."""
    if product.text("kind") == "hotel_ticket_package":
        return True, True
    names = [str(item.get("name", "")) for item in product.items("items") if isinstance(item, dict)]
    texts = [normal(text).squashed.text for text in (product.text("title"), *names)]
    return any(_includes(_LODGING, text) for text in texts), any(_includes(_TICKET, text) for text in texts)


def _includes(pattern: re.Pattern[str], text: str) -> bool:
    return any(
        not _NOT_IN.search(text[: found.start()]) and not _ELSEWHERE.match(text, found.end())
        for found in pattern.finditer(text)
    )


RULES: tuple[Rule, ...] = (
    Rule(
        id="R08-01",
        name="distance",
        title=Text("商品与门店地点在地理上不相关", "The product is far from the place it hangs on"),
        severity=Severity.ERROR,
        needs=(Needs.PLACE,),
        source="S004 ⑧1",
        remedy=Text(
            "把商品挂到实际提供服务的门店；坐标写错就更正，并写明坐标系（高德、腾讯、抖音 gcj02，百度 bd09，GPS wgs84）",
            "hang the product on the store that serves it; if a point is wrong, correct it and say its datum",
        ),
        bad="商品在天津武清，挂在三十公里外的河西店",
        good="商品坐标与门店坐标相距不到500米",
        note=Text(
            "官方没有公布距离界限：超过3公里按错误、0.5到3公里按警告，项目可改；两个坐标先换算到同一坐标系再比",
            "No official limit was found: above 3 km an error, from 0.5 km a warning, and a project may change both. "
            "Points are brought to one datum first",
        ),
        on_product=distance,
        per_store=True,
    ),
    Rule(
        id="R08-02",
        name="city",
        title=Text("商品与门店不在同一个城市", "The product's city is not the store's"),
        severity=Severity.ERROR,
        needs=(Needs.PLACE, Needs.TEXT),
        source="S004 ⑧1",
        remedy=Text(
            "改成门店所在的城市，或挂到该城市的门店",
            "name the store's city, or hang the product on a store in that city",
        ),
        bad="南京新街口店双人餐（门店在苏州）",
        good="苏州观前街店双人餐",
        fields=("title", *COPY),
        in_text=city_in_text,
        on_product=city,
        per_store=True,
    ),
    Rule(
        id="R08-03",
        name="scope",
        title=Text("商品超出地点的经营范围", "The product is beyond the place's business scope"),
        severity=Severity.ERROR,
        needs=(Needs.PLACE,),
        source="S004 ⑧2",
        remedy=Text(
            "挂到经营该品类的门店，或先在门店信息里补上这项经营范围",
            "hang it on a store of that trade, or add the trade to the store's business scope first",
        ),
        bad="美甲套餐挂在经营范围只有“餐饮服务”的火锅店",
        good="烤鱼双人餐挂在经营范围为“餐饮服务”的火锅店",
        note=Text(
            "平台没有公布对照表：按行业大类比较，遇到不认识的类目或经营范围就不下结论",
            "The platform publishes no table: trades are compared by families, and an unknown word decides nothing",
        ),
        on_product=scope,
        per_store=True,
    ),
    Rule(
        id="R08-04",
        name="mall-tenant",
        title=Text("商场地点挂了商场内某一店铺的券", "A single tenant's product on the mall's place"),
        severity=Severity.ERROR,
        needs=(Needs.PLACE,),
        source="S004 ⑧3",
        remedy=Text(
            "为该店铺建自己的门店地点（POI），商品挂到那里", "create the tenant's own POI and hang the product on it"
        ),
        bad="万象城地点上的“巷口烤鱼双人餐”",
        good="巷口烤鱼(万象城店)地点上的“巷口烤鱼双人餐”",
        on_product=tenant,
        per_store=True,
    ),
    Rule(
        id="R08-05",
        name="hotel-with-ticket",
        title=Text("酒店加门票的商品没有挂酒店地点", "Lodging with tickets that doesn't hang on a hotel"),
        severity=Severity.ERROR,
        needs=(Needs.PLACE,),
        source="S004 ⑧4",
        remedy=Text("挂到酒店的地点（POI）上，不要挂景区", "hang it on the hotel's POI, not on the sight's"),
        bad="“湖景大床房1晚+乐园门票2张”挂在乐园地点",
        good="“湖景大床房1晚+乐园门票2张”挂在酒店地点",
        fields=("title",),
        in_text=hotel_with_ticket_in_title,
        on_product=hotel_with_ticket,
        per_store=True,
    ),
    travel.DAY_TOUR,
)
