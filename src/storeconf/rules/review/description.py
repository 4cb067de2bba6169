"""Category ⑩: a page without what a customer has to know.

That is the price before, words, pictures, a proper title, the pot base of a hotpot and the conditions of use; and a cover
that states a price.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Say, Text
from storeconf.rules.case import COPY, NOTHING, Case, Written
from storeconf.rules.fields import Fields, number
from storeconf.rules.review.looks import images, place_of, seen_images
from storeconf.rules.review.pictures import html_images
from storeconf.rules.rule import Hit, Needs, Outcome, Rule, Skip
from storeconf.rules.text import prices
from storeconf.rules.text.misprints import Found, Misprint, misprints
from storeconf.rules.text.normal import normal
from storeconf.rules.text.patterns import lazy
from storeconf.rules.text.thresholds import Condition, Threshold, thresholds, told, told_amounts

# -- R10-01: the price before -------------------------------------------------------------------------------------------

NO_ORIGIN = Text("只写了现价，没有原价", "only the present price is given, no original price")


def _no_origin(case: Case) -> Iterator[Outcome]:
    if not case.product.knows("origin_price"):
        yield Skip(Text("不知道商品的原价", "the original price is not known"))
    elif not case.product.fen("origin_price"):
        yield Hit(message=NO_ORIGIN, path="origin_price")


# -- R10-02, R10-04: words ----------------------------------------------------------------------------------------------

BLANK_PAGE = Text(
    "商品页除了价格什么都没有：描述、须知和套餐内容都是空的",
    "the page shows nothing but the price: description, notes and items are all empty",
)
TOO_TERSE = Text(
    "描述只有 {count} 个字（“{text}”），又没有套餐内容，看不出买到什么",
    "the description has {count} characters ({text}) and there are no items, so nobody sees what is sold",
)
NO_DESCRIPTION = Text("没有商品描述，也没有套餐内容", "there is neither a description nor a list of items")
ITEMS_UNKNOWN = Text("不知道有没有套餐内容", "whether there are items is not known")
_REPEATS = lazy(r"(.{1,6}?)\1{2,}", re.DOTALL)


def _is_html(product: Fields, name: str) -> bool:
    return product.has(f"{name}.html")


def _effective(text: str, *, html: bool) -> str:
    """The letters, digits and characters of a text, without endless repetition."""
    squashed = normal(text, html=html or "<" in text).squashed.text
    return _REPEATS.sub(r"\1", "".join(one for one in squashed if one.isalnum()))


def _has_items(product: Fields) -> bool:
    return any(product.items("items"))


def _shows_pictures(text: str) -> bool:
    return next(html_images(text), None) is not None


def _is_blank_page(case: Case) -> bool:
    product = case.product
    if _has_items(product) or any(_effective(product.text(name), html=_is_html(product, name)) for name in COPY):
        return False
    pictured = any(_shows_pictures(product.text(name)) for name in COPY)
    details = [one for one in seen_images(case) if one.get("role") != "head"]
    return not pictured or (bool(details) and all(one.get("blank") in (True, "true") for one in details))


def _blank_page(case: Case) -> Iterator[Outcome]:
    if not all(case.product.knows(name) for name in (*COPY, "items")):
        yield Skip(Text("不知道商品页上写了什么", "what stands on the page is not known"))
    elif _is_blank_page(case):
        yield Hit(message=BLANK_PAGE, path="description")


def _terse_page(case: Case) -> Iterator[Outcome]:
    """A product without any description; one that is written is judged where it stands."""
    product = case.product
    if product.text("description") or _has_items(product) or _is_blank_page(case):
        return
    if product.knows("description") and product.knows("items"):
        yield Hit(message=NO_DESCRIPTION, path="description")


def _terse_text(written: Written, case: Case) -> Iterator[Outcome]:
    text = _effective(written.raw, html=written.html)
    if len(text) >= case.settings.threshold("terse_characters") or _shows_pictures(written.raw):
        return
    if not written.product.knows("items"):
        yield Skip(ITEMS_UNKNOWN)
    elif not _has_items(written.product) and not (case.is_product and _is_blank_page(case)):
        yield Hit(
            start=0,
            end=len(written.raw),
            message=TOO_TERSE(count=len(text), text=normal(written.raw).squashed.text[:20]),
        )


# -- R10-03: pictures of what is sold ------------------------------------------------------------------------------------

NO_PACKAGE_IMAGES = Text("套餐没有详情图或菜品图", "the package has no detail or dish picture")
IMAGES_UNKNOWN = Text("不知道商品有哪些图片", "which pictures the product has is not known")
_SET = lazy("套餐|[人份]餐|套系|组合|拼盘|[一二两三四五六八0-9]人")
_VOUCHER = lazy(
    "代金[券卷劵]|抵用[券卷劵]|现金券|满减券|储值|充值|消费券|礼品卡|优惠券|[0-9]元?[代抵当]¥?[0-9]{2}|[0-9]元(?:通用)?[券劵]"
)


def _is_voucher(product: Fields) -> bool:
    return product.text("kind") == "voucher" or _VOUCHER.search(normal(product.text("title")).squashed.text) is not None


def _is_package(product: Fields) -> bool:
    """Whether a set is sold; 团购套餐 is the platform's own word for the kind groupbuy."""
    kind = product.text("kind")
    if kind not in ("", "groupbuy", "times_card", "presale") or _is_voucher(product):
        return False
    return kind == "groupbuy" or _has_items(product) or _SET.search(product.text("title")) is not None


def _no_package_images(case: Case) -> Iterator[Outcome]:
    product = case.product
    if not _is_package(product):
        return
    listed = images(case) or seen_images(case)
    if any(one.get("role") in ("detail", "dish") for one in listed) or any(
        _shows_pictures(product.text(name)) for name in COPY
    ):
        return
    if not listed and not product.knows("images"):
        yield Skip(IMAGES_UNKNOWN)
    else:
        yield Hit(message=NO_PACKAGE_IMAGES, path="images")


# -- R10-05: the letters of the title -------------------------------------------------------------------------------------

_SAYS: Mapping[Misprint, Text] = {
    Misprint.MISSPELT: Text("标题有错别字：“{text}”应为“{right}”", "misspelt in the title: {text} should be {right}"),
    Misprint.MISSING: Text("标题缺字：“{text}”这里不完整", "something is missing in the title at {text}"),
    Misprint.DOUBLED: Text("标题里“{text}”重复了", "{text} stands twice in the title"),
    Misprint.PLACEHOLDER: Text("标题里还留着占位文字“{text}”", "the title still holds the placeholder {text}"),
    Misprint.GARBLED: Text("标题里有乱码“{text}”", "the title holds garbled characters: {text}"),
    Misprint.BRACKET: Text("标题里的“{text}”没有配对的“{right}”", "{text} in the title has no {right} to match"),
}
_LACKS = Text("标题缺字：“{text}”应为“{right}”", "something is missing in the title: {text} should be {right}")
_WRITE = Text("改成“{right}”", "write {right}")


def _misprinted(written: Written, case: Case) -> Iterator[Outcome]:
    for one in misprints(written.raw):
        text = written.raw[one.start : one.end]
        yield Hit(
            start=one.start, end=one.end, message=_misprint(one)(text=text, right=one.right), fix=_correction(one)
        )


def _misprint(found: Found) -> Text:
    return _LACKS if found.kind is Misprint.MISSING and found.right else _SAYS[found.kind]


def _correction(found: Found) -> Say:
    known = found.right and found.kind in (Misprint.MISSPELT, Misprint.MISSING)
    return _WRITE(right=found.right) if known else ""


# -- R10-06: whether customers can see it ---------------------------------------------------------------------------------

NOT_ATTESTED = Text(
    "没人确认过小程序里能看到这个商品（销售范围、分销授权、白名单）",
    "nobody has attested that the product shows in the mini program (sale scope, distribution, white list)",
)
INVISIBLE = Text("小程序里看不到这个商品", "the product doesn't show in the mini program")
NO_DISTRIBUTION = Text("分销授权没有打开，小程序里可能看不到商品", "distribution is off, so the product may not show")
NO_SCOPE = Text("销售范围是“{scope}”，小程序里看不到商品", "the sale scope is {scope}, so the product doesn't show")
EMPTY_WHITELIST = Text("白名单是空的，谁也看不到这个商品", "the white list is empty, so nobody sees the product")
_NO_SCOPE = lazy(
    "^(?:无|空|none|closed|hidden|off)$|不可见|不可售|不展示|未(?:设置|配置|开通|开启|授权|选)|没有|隐藏|关闭|停售|仅(?:内部|自己|员工|后台|测试)"
)


def _invisible(case: Case) -> Iterator[Outcome]:
    known = False
    for fields in (case.facts, case.product):
        for outcome in _visibility(fields):
            known = True
            if outcome is not None:
                yield outcome
        if known:
            return
    yield Skip(NOT_ATTESTED)


def _visibility(fields: Fields) -> Iterator[Hit | None]:
    """A hit for each setting that hides the product, None for each that doesn't."""
    for path in ("visible", "visibility.visible"):
        shown = fields.flag(path)
        if shown is not None:
            yield None if shown else Hit(message=INVISIBLE, path=path)
    distribution = fields.flag("visibility.distribution")
    if distribution is not None:
        yield None if distribution else Hit(message=NO_DISTRIBUTION, path="visibility.distribution")
    scope = fields.text("visibility.sale_scope").strip()
    if scope:
        hides = _NO_SCOPE.search(scope.lower()) is not None
        yield Hit(message=NO_SCOPE(scope=scope), path="visibility.sale_scope") if hides else None
    listed = fields.get("visibility.whitelist")
    if isinstance(listed, list | tuple):
        yield None if listed else Hit(message=EMPTY_WHITELIST, path="visibility.whitelist")


def _invisible_in_chain(case: Case) -> Iterator[Outcome]:
    """What was observed of each product of a store."""
    assert case.chain is not None
    for name in case.chain.products:
        for address in (f"S/product/{name}", f"@A/product/{name}"):
            for outcome in _visibility(case.chain.seen(address)):
                if outcome is not None:
                    yield Hit(message=outcome.message, path=f"products.{name}.{outcome.path}")


# -- R10-07: the cover ----------------------------------------------------------------------------------------------------

COVER_PRICE = Text("头图上有价格信息“{text}”", "the cover states a price: {text}")
COVER_RATIO = Text(
    "头图是 {width}×{height}，和 375:280 差得远，会被裁掉一部分",
    "the cover has {width}×{height}, far from 375:280, so part of it will be cut off",
)
COVER_UNSEEN = Text("没有头图的文字识别和尺寸结果", "neither the words nor the size of the cover are known")
COVER_UNREAD = Text(
    "没有读过头图上的文字（在项目里用 storeconf validate --ocr）",
    "nobody read the words of the cover (in a project: storeconf validate --ocr)",
)
_RATIO = Decimal(375) / Decimal(280)
_FAR = Decimal("0.2")
"""Beyond a fifth, a cover loses more than its margins."""
_MORE_PRICES = lazy(
    r"价值¥?[0-9]+(?:\.[0-9]+)?|人均¥?[0-9]+|[0-9]+\.[0-9]{1,2}起|[0-9]+(?:\.[0-9]+)?/[位人份]|(?<![0-9.:-])[1-9][0-9]{1,3}起(?=$|[抢,，!！ ])|"
    r"[0-9]{1,4}(?:元|块)(?=$|[起抢秒代团套])|(?:¥|￥) ?[0-9?x]|"
    r"(?:特|团购|抢购|秒杀|活动|到手|券后|直播|套餐|现|原|售|会员|新客|限时|惊爆|体验)价:?[0-9一二三四五六七八九十百]"
)
_NO_PRICE = lazy("[一二两三五十0-9]{1,2}元(?:复始|论|店|超市|楼|桥)|[单多公纪状次会]元|元(?:老|首|旦|宵|素|帅|凶)")


def _cover_price(written: Written, case: Case) -> Iterator[Outcome]:
    for start, end in sorted(_prices(written.raw)):
        yield Hit(start=start, end=end, message=COVER_PRICE(text=written.raw[start:end]))


def _prices(raw: str) -> set[tuple[int, int]]:
    """Where a cover states a price. A discount in 折 is none."""
    spans = {
        (one.start, one.end)
        for one in prices.picture_prices(raw)
        if not raw[one.start : one.end].rstrip().endswith("折") and not _NO_PRICE.match(raw, one.start)
    }
    surface = normal(raw).surface
    for found in _MORE_PRICES.finditer(surface.text):
        start, end = surface.raw_span(*found.span())
        if not any(one < end and start < other for one, other in spans):
            spans.add((start, end))
    return spans


def _cover_shape(case: Case) -> Iterator[Outcome]:
    heads = [(index, one) for index, one in enumerate(seen_images(case)) if one.get("role") == "head"]
    declared = any(one.get("role") == "head" for one in images(case))
    if not heads and declared:
        yield Skip(COVER_UNSEEN)
    for index, one in heads:
        width, height = number(one.get("width")), number(one.get("height"))
        if one.get("unreadable"):
            continue  # R03-01 tells
        if width is None or not height:
            yield Skip(one.get("not_seen") or COVER_UNSEEN)
        elif one.get("text") is None:
            yield Skip(COVER_UNREAD)
        if width and height and abs(width / height / _RATIO - 1) > _FAR:
            yield Hit(message=COVER_RATIO(width=width, height=height), path=place_of(case, index))


# -- R10-08: the base of a hotpot -----------------------------------------------------------------------------------------

NO_BASE = Text(
    "火锅标题“{title}”没有写明是否含锅底", "the hotpot title {title} doesn't say whether the pot base is included"
)
CATEGORY_UNKNOWN = Text("不知道是不是火锅店的商品", "whether it is a hotpot shop's product is not known")
_BASE = lazy(
    "锅底|锅低|底锅|汤底|底汤|锅汤|底料|锅料|汤料|锅费|(?:含|送|赠|带|配|免|加|[+]|任选|自选|自费|可选|选)[^,，。;；()【】]{0,6}(?<!火)锅(?!巴|贴|盔|包)|"
    "(?<!火)锅(?:自选|另付|另点|另计|任选|免费|单点|另算|自费|二选一|三选一)|"
    # 鸳鸯锅 names its base.
    "(?:鸳鸯|番茄|清汤|菌汤|菌菇|菌|骨汤|大骨|牛油|清油|红油|红汤|白汤|麻辣|微辣|中辣|特辣|三鲜|酸汤|酸菜|冬阴功|椰子|椰青|猪肚鸡|花胶鸡|子母|双拼|双味|四宫格|九宫格|全红|红|白|辣|原味|酸萝卜|老鸭|"
    "部队|寿喜|关东|粥底)锅(?!物)"
)
_NO_HOTPOT = lazy(
    "干锅|砂锅|沙锅|铁锅|焖锅|香锅|石锅|汽锅|鱼锅|烤肉|烤鱼|烧烤|烤串|炸串|煲仔|串串|冒菜|麻辣烫|毛血旺|盖饭|盖浇|米线|便当|食材"
)
_SIDE = lazy("奶茶|咖啡|下午茶|甜品|冰粉|蛋糕|酒水|啤酒|饮料|饮品|果汁|畅饮|凉菜|小吃|停车|生日布置|棋牌")
_MEAL = lazy("餐|人|锅|套")
_RETAIL = lazy("食材|超市|底料|用品|设备|加盟")


def _no_base(written: Written, case: Case) -> Iterator[Outcome]:
    category = written.product.text("category") or written.store.text("poi.category")
    title = normal(written.raw).squashed.text
    if not category:
        if "火锅" in title and not _BASE.search(title) and not _is_voucher(written.product):
            yield Skip(CATEGORY_UNKNOWN)
        return
    if "火锅" not in category or _RETAIL.search(category):
        return
    if _BASE.search(title) or _is_voucher(written.product) or _VOUCHER.search(title):
        return
    if "火锅" not in title and (_NO_HOTPOT.search(title) or (_SIDE.search(title) and not _MEAL.search(title))):
        return
    yield Hit(start=0, end=len(written.raw), message=NO_BASE(title=written.raw))


# -- R10-09: conditions in the title --------------------------------------------------------------------------------------

_NAMED: Mapping[Condition, Text] = {
    Condition.SPEND: Text("最低消费金额", "the amount to spend"),
    Condition.COUNT: Text("起订人数或数量", "the least number"),
    Condition.NIGHTS: Text("连住晚数", "the number of nights"),
    Condition.HALL: Text("包间不可用", "that private rooms are excluded"),
    Condition.NEWCOMER: Text("仅限新客", "that it is for new customers only"),
    Condition.MEMBER: Text("仅限会员", "that it is for members only"),
    Condition.PERSON: Text("限定人群", "for whom it is"),
    Condition.TOGETHER: Text("需搭配消费", "that something else has to be bought"),
}
UNTOLD = Text("“{text}”是消费门槛，标题没有注明", "{text} is a condition of use that the title doesn't tell")
OTHER_AMOUNT = Text("“{text}”和标题里的门槛金额不一致", "{text} differs from the amount that the title tells")
TELL = Text("在标题里注明{what}，例如“{title}（{text}）”", "tell {what} in the title, for example {title} ({text})")
NO_ROOM = Text("商品设置了包间不可用，标题没有注明", "private rooms are excluded, but the title doesn't tell")
TITLE_UNKNOWN = Text(
    "详情里有消费门槛“{text}”，但不知道标题", "the text sets a condition of use ({text}), but the title is not known"
)
NO_ROOM_TITLE = Text("商品设置了包间不可用，但不知道标题", "private rooms are excluded, but the title is not known")
_ROOM_EXCLUDED = Threshold(Condition.HALL, 0, 0)
_FACE = lazy(r"([0-9]+)元?(?:代金|抵用|现金|优惠|消费|满减)")


def _conditions(raw: str, product: Fields, *, html: bool = False) -> tuple[Threshold, ...]:
    title = normal(product.text("title")).squashed.text
    face = _FACE.search(title)
    return thresholds(raw, html=html, face=int(face.group(1)) * 100 if face else None)


def _untold(written: Written, case: Case) -> Iterator[Outcome]:
    if written.field == "title":
        if not case.is_product:
            yield from _around_title(written)
        return
    product = written.product
    found = _conditions(written.raw, product, html=written.html)
    if found and not product.knows("title"):
        yield Skip(TITLE_UNKNOWN(text=written.raw[found[0].start : found[0].end]))
        return
    for one in _missing(product.text("title"), found):
        text = written.raw[one.start : one.end]
        yield _untold_hit(one, text, product.text("title"), one.start, one.end)


def _missing(title: str, found: tuple[Threshold, ...]) -> Iterator[Threshold]:
    """The conditions that a title doesn't tell. Steps such as 满100用一张、满200用两张 are told by one of them."""
    spending = [one for one in found if one.condition is Condition.SPEND]
    stepped = any(told(title, one) for one in spending)
    for one in found:
        if not told(title, one) and not (stepped and one.condition is Condition.SPEND):
            yield one


def _untold_hit(one: Threshold, text: str, title: str, start: int, end: int) -> Hit:
    differs = one.condition is Condition.SPEND and bool(told_amounts(title))
    message = (OTHER_AMOUNT if differs else UNTOLD)(text=text)
    return Hit(start=start, end=end, message=message, fix=TELL(what=_NAMED[one.condition], title=title, text=text))


def _around_title(written: Written) -> Iterator[Outcome]:
    """A title alone, with other fields of its product known."""
    product = written.product
    if product is NOTHING:
        return
    whole = (0, len(written.raw))
    if product.flag("private_room") is False and not told(written.raw, _ROOM_EXCLUDED):
        yield Hit(start=whole[0], end=whole[1], message=NO_ROOM)
    for name in COPY:
        raw = product.text(name)
        for one in _missing(written.raw, _conditions(raw, product, html=_is_html(product, name))):
            yield _untold_hit(one, raw[one.start : one.end], written.raw, *whole)


def _rooms_untold(case: Case) -> Iterator[Outcome]:
    product = case.product
    if product.flag("private_room") is not False:
        return
    if not product.knows("title"):
        yield Skip(NO_ROOM_TITLE)
    elif not told(product.text("title"), _ROOM_EXCLUDED):
        yield Hit(message=NO_ROOM, path="private_room")


RULES: tuple[Rule, ...] = (
    Rule(
        id="R10-01",
        name="no-origin",
        title=Text("商品要有原价", "A product needs its original price"),
        severity=Severity.ERROR,
        needs=(Needs.FIELDS,),
        source="S004 ⑩1",
        remedy=Text("填写原价 origin_price", "give origin_price"),
        bad="双人餐，售价 98 元，原价没填",
        good="双人餐，售价 98 元，原价 168 元",
        on_product=_no_origin,
    ),
    Rule(
        id="R10-02",
        name="blank-page",
        title=Text("商品页不能除了价签全部空白", "A page must show more than the price"),
        severity=Severity.ERROR,
        needs=(Needs.FIELDS,),
        source="S004 ⑩2",
        remedy=Text(
            "写上套餐内容、商品描述和使用须知；从第三方编辑器复制的内容要重新保存",
            "give items, description and usage notes; save again what was copied from another editor",
        ),
        bad="描述、使用须知、购买须知、套餐内容都没有填",
        good="套餐内容列出每道菜，使用须知写明时间和规则",
        on_product=_blank_page,
    ),
    Rule(
        id="R10-03",
        name="no-package-images",
        title=Text("套餐要有详情图或菜品图", "A package needs detail or dish pictures"),
        severity=Severity.ERROR,
        needs=(Needs.FIELDS,),
        source="S004 ⑩3",
        remedy=Text("加上套餐的详情图或菜品图", "add detail or dish pictures of the package"),
        bad="双人套餐只传了一张头图",
        good="双人套餐有头图，还有每道菜的菜品图",
        on_product=_no_package_images,
    ),
    Rule(
        id="R10-04",
        name="too-terse",
        title=Text("商品描述不能过于简练", "A description must not be too terse"),
        severity=Severity.WARNING,
        needs=(Needs.TEXT, Needs.FIELDS),
        source="S004 ⑩4",
        remedy=Text("写清套餐里有什么、多少份、怎么用", "say what is in it, how much, and how it is used"),
        bad="描述只有“好吃不贵”，没有套餐内容",
        good="含红汤锅底1份、鲜切牛肉200g、毛肚150g、时蔬拼盘",
        note=Text(
            "只看字数和套餐内容；图文是否相关要由人来看", "only length and items are judged; relevance takes a person"
        ),
        fields=("description",),
        in_text=_terse_text,
        on_product=_terse_page,
    ),
    Rule(
        id="R10-05",
        name="title-typo",
        title=Text("标题不能缺字、有错别字或误导", "A title must not lack characters, be misspelt or mislead"),
        severity=Severity.ERROR,
        needs=(Needs.TEXT,),
        source="S004 ⑩5",
        remedy=Text("改正标题后再提交", "correct the title before submitting"),
        bad="100元代金卷（仅限大厅使用",
        good="100元代金券（仅限大厅使用）",
        note=Text(
            "夸大、歧义这类误导由别的规则或人来判断", "exaggeration and ambiguity are left to other rules and to people"
        ),
        fields=("title",),
        in_text=_misprinted,
    ),
    Rule(
        id="R10-06",
        name="not-visible",
        title=Text("小程序里要能看到商品", "The product has to show in the mini program"),
        severity=Severity.WARNING,
        needs=(Needs.PERSON,),
        source="S004 ⑩6",
        remedy=Text(
            "检查商品的销售范围、分销授权和白名单授权，再在抖音里看一遍",
            "check sale scope, distribution and white list, then look for the product in the app",
        ),
        bad="分销授权没有打开，小程序里搜不到商品",
        good="销售范围为全部，分销授权已打开，手机上能看到商品",
        on_product=_invisible,
        on_chain=_invisible_in_chain,
    ),
    Rule(
        id="R10-07",
        name="head-price",
        title=Text("头图要完整，不能带价格", "A cover has to be whole and must not state a price"),
        severity=Severity.ERROR,
        needs=(Needs.MEDIA,),
        source="S004 ⑩7",
        remedy=Text("头图用 375:280 的实拍图，把价格去掉", "use a photograph of 375:280 as the cover, without prices"),
        bad="头图上写着“只要39.9元”",
        good="头图是招牌菜的实拍，只有店名",
        note=Text(
            "门店头图可以展示最新团购的封面，但封面本身不能有价格",
            "the store's head picture may be the newest cover, but covers carry no price",
        ),
        fields=("head_image_text",),
        in_text=_cover_price,
        on_product=_cover_shape,
    ),
    Rule(
        id="R10-08",
        name="hotpot-base",
        title=Text("火锅商品要在标题注明是否含锅底", "A hotpot title has to say whether the pot base is included"),
        severity=Severity.ERROR,
        needs=(Needs.TEXT, Needs.FIELDS),
        source="S004 ⑩8",
        remedy=Text("在标题里写明“含锅底”或“不含锅底”", "say “含锅底” or “不含锅底” in the title"),
        bad="麻辣火锅三人餐",
        good="麻辣火锅三人餐（含锅底）",
        note=Text(
            "代金券、干锅、砂锅、烤肉等不要求；写了鸳鸯锅之类等于说明了锅底",
            "vouchers, dry pots, casseroles and grills are exempt; naming the base, as “鸳鸯锅” does, is enough",
        ),
        fields=("title",),
        in_text=_no_base,
    ),
    Rule(
        id="R10-09",
        name="threshold-not-in-title",
        title=Text("消费门槛要在标题注明", "Conditions of use have to stand in the title"),
        severity=Severity.ERROR,
        needs=(Needs.TEXT, Needs.FIELDS),
        source="S004 ⑩9",
        remedy=Text("在标题里注明消费门槛", "tell the condition in the title"),
        bad="标题“80元代金券”，须知“消费满300元可用一张”",
        good="标题“满300元可用80元代金券”，须知“消费满300元可用一张”",
        note=Text(
            "使用券的门槛归这条；包间、卡座的最低消费归 R01-10",
            "conditions for using a coupon belong here; minimum spend for a room or seat belongs to R01-10",
        ),
        fields=("title", *COPY, "detail_image_text"),
        in_text=_untold,
        on_product=_rooms_untold,
    ),
)
