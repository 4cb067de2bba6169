"""⑬ Booking: 免预约 is no place to ask for a booking, hotels never say it, and who needs a booking says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Say, Text
from storeconf.rules.case import COPY, PICTURE_TEXTS, PRODUCT_TEXTS, PROSE, Case, Written
from storeconf.rules.fields import Fields
from storeconf.rules.rule import Hit, Needs, Outcome, Rule, Skip
from storeconf.rules.text.clauses import clause_of, phrase_of
from storeconf.rules.text.normal import View, normal
from storeconf.rules.text.patterns import lazy
from storeconf.rules.text.scope import Circumstance, circumstances
from storeconf.rules.text.speaker import Speaker, speaker
from storeconf.rules.text.tense import past

_BOOK = (
    "预约|预定|预订|约位|订位|订座|定座|定位(?!器|服务|系统)|留位|占位|排号预留|约时间|约档期?|排档期|排期|约号|挂号|订房|约课|"
    "约拍|提前约好?|先约好?|约好|约定(?!俗)|约个?时间|(?<![固指规特限确肯设假预搞一法])[订定]好?(?:个)?(?:时间|日子|日期|位子|座位|桌|房间|场次)|敲定(?:时间|档期|日期)?|"
    "商定(?:时间|档期)?|(?:确认|锁定|确定)好?(?:到店|拍摄|上课|具体|服务|使用)?(?:档期|时间|场次|时段)|占个?[位座]|留个?[位座]|"
    "定档|抢位|(?:选|挑|定)好?(?:个)?(?:时段|场次|档期)|(?:提前|提早|事先|预先|趁早|早点)[订定约]|"
    "(?<![大合公违爽失毁隐简节制契条履相特])约(?=$|[，,。；;!！~哦哈)）】\\]])"
)
_GATE = lazy(
    "约|占个?[位座]|时段|场次|确认|提早|预先|[定订]|敲定|档期|锁定|预定|预订|订位|订座|定座|留位|占位|致电|来电|电联|电话|联系|随到|随来|到店即|排期|挂号|订房|"
    "直接(?:到店|入住|来)|提前|事先"
)

# -- 免预约 ------------------------------------------------------------------------------------------------------------

_SPARES = lazy(
    f"(?:无需|无须|毋需|毋须|不需要?|不须|不用|不必|免去|省去|用不着|没必要|免(?!费))(?:您)?(?:再)?(?:任何)?(?:提前|事先|电话|线上|到店|进行|致电|"
    f"打电话|来电|做)*(?:{_BOOK}|约(?![束定会]))|"
    "(?:不|免)(?:提前)?(?:预约|约)(?:也(?:能|可(?!能)以?|行|没问题)|即可|就能|可直接|直接)|(?:无需|无须|不需要?|不用|不必)(?:提前|事先)(?:联系|致电|"
    "打电话|来电|沟通|告知|通知|打招呼|订|说)|"
    "免约(?!束)|随到随[用吃住玩做洗剪拍学按练泡理享烫染唱]|随来随[用吃住玩做洗剪拍]|想来就来|说来就来|(?:不用|无需|不必|不需要?|无须)(?:提前|"
    "事先)?(?:打招呼|排队预约|占位|留位|定时间|订时间)"
)
_NO_SPARE_BEFORE = lazy(
    "(?:不(?:支持|可以?|能|是|属于|提供|适用|得|享受|享|再|接受)?|非|并非|取消|暂停|没有|无法|谢绝|拒绝|停止|不代表|不等于)$"
)
_NO_SPARE_AFTER = lazy(
    "(?:费|金|款项|押金|码|卡|手续|排队卡)|(?:的)?(?:商品|团购|套餐|项目|门店|服务)(?:除外|另|请|需)|[吗?么]|(?:已)?(?:取消|停止|暂停)|活动已"
)
_AGAIN = lazy("(?:重复|二次|再次|另行|单独|额外|再(?=预约|预定|预订)|反复|重新)")
_ASIDE = lazy("(?:已|如已|若已|如果已)(?:经)?(?:预约|预订|成功预约)[^,。;]{0,8}$|(?:是否|要不要|需不需要)$")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a text says about booking, with where it applies."""

    start: int
    end: int
    where: frozenset[Circumstance]


_SEEN = 200
"""Characters on either side of a statement that are looked at."""


def spares(text: str) -> Iterator[Statement]:
    """Where a text says that no booking is needed."""
    for found in _SPARES.finditer(text):
        before = text[max(phrase_of(text, found.start())[0], found.start() - _SEEN) : found.start()]
        if _NO_SPARE_BEFORE.search(before) or _AGAIN.search(found.group()) or _ASIDE.search(before):
            continue
        if _NO_SPARE_AFTER.match(text, found.end()) or speaker(text, found.start()) is not Speaker.SHOP:
            continue
        yield Statement(found.start(), found.end(), circumstances(text, found.start()))


# -- a booking is needed -----------------------------------------------------------------------------------------------

_TIME = (
    "(?:至少|最少|最晚|务必)?(?:[0-9一二两三四五六七八九十半]{1,3}(?:-|~|至|到)?[0-9一二两三四五六七八九十]{0,2}"
    "(?:个)?(?:工作日|自然日|天|日|小时|分钟|晚|周|星期|钟头|月)|一?[天晚日])(?:以上|左右|及以上)?"
)
_MUST = (
    "(?:需要?|须|必须|务必|一定要|请(?:您)?(?:务必|先|提前|至少|于|在|通过)?|要|得|应|均需|都要|都需|仅限|凭|"
    "只接受|只接待|烦请|敬请|麻烦(?:您)?|记得|至少|最少|最晚|最迟)"
)
_NEEDS = lazy(
    f"(?P<must>{_MUST})(?P<gap>[^,。;!?\n:]{{0,14}}?)(?P<book>{_BOOK}|提前(?:{_TIME})?(?:致电|来电|电话|打(?:个|一个|通)?电话|打(?:个)?招呼|电联|"
    f"联系|电询|咨询预))|"
    f"(?P<ahead>提前|提早|事先|预先)(?P<gap2>[^,。;!?\n:]{{0,10}}?)(?P<book2>{_BOOK}|致电|来电|电话|打电话|电联|联系(?!方式)|沟通时间|告知到店|"
    f"确认时间|确认档期)|"
    f"(?P<first>(?:到店|使用|消费|入住|用餐|就餐|来店|出发|上门|体验|拍摄|进店|出门|动身|开始|上课|过来|光临|前来|"
    f"(?<![后以未将])[来做剪拍洗练吃玩按烫染])(?:之|以)?前(?![台后])[,]?)(?P<gap3>[^,。;!?\n:]{{0,10}}?)(?P<book3>{_BOOK}|致电|来电|电话|打(?:个|"
    f"一个|通)?电话|电联|联系(?!方式))|"
    "(?P<regime>(?:采[用取]|实行|实施|全程|均为|为|是)?预约制|(?<!不是)(?<!并非)仅接待预约|预约(?:后|成功后)(?:方可|才能?|再|凭)[^,。;!?\n]{0,4}(?:使用|到店|入住|"
    "消费|前往|体验|用餐)|凭预约[^,。;]{0,4}(?:入|到|使用|用餐|消费)|先预约(?:再|后)|"
    "(?:未|没有?|不)(?:提前|事先)?(?:预约|预定|预订|约)(?:的|者|客人|顾客)?(?:,)?(?:则|将|一律|概)?(?:不(?:予|能|可|接待|接|得)|无法|恕不|谢绝|"
    "不保证|概不)|不接待未(?:提前)?预约|(?<!不)(?<!不是)(?<!并非)(?:仅|只)接(?:受|待)预约)"
)
_SOFT = lazy(
    "建议|最好|推荐|尽量|(?<!不)可(?:以|在|通过|提前|致电|随时|先|选)?$|可(?:以|提前|先|通过)|(?<!才)(?<!方)可$|欢迎|支持|(?<!才)能(?!够?才)|"
    "方便|优先|也可|或|鼓励|想|希望|不妨|提供|接受(?!$)"
)
_FREE = lazy(
    "(?:不|无|免|未|别|没|毋)(?:需要?|须|用|必|要|去|强制|要求|得)?(?:您)?(?:任何)?(?:再)?$|(?:无需|无须|毋需|毋须|不需要?|不用|不必|免|用不着|"
    "没必要|不要求|不强制|不一定要?|并非)[^,。;]{0,6}$"
)
_IN_CASE = lazy(
    "(?:如果?|若|假如|要是|倘若|万一)(?:您|客人|顾客|需要?|要|想要?|有|遇|选择|当日|当天|是|不|无法|人数|超|携带|行程|临时|参加|购买|订|"
    "加)(?!使用|到店|消费|用餐时|入住|体验|前来|就餐|预约使用)|(?:需要?|想要?)[^,。;]{1,8}(?:的|者|顾客|客人)|有[^,。;]{1,8}(?:需求|要求|需要)"
)
_ON_USE = lazy("(?:如|若)(?:需要?|要|想)?(?:使用|到店|消费|用餐|入住|体验|前来|就餐|预约使用)")
_CHANGES = lazy(
    "改期|改约|改签|取消|退订|退款|更改|变更|延期|疑问|问题|咨询|询问|了解|查询|投诉|建议反馈|反馈|发票|电话:|热线|催单|退改|核实营业|确认营业|"
    "营业时间|路线|导航|停车"
)
_REWARD = lazy("[^,。;]{0,4}(?:,)?(?:可享|享|即送|送|赠|立减|优先|可获|有礼|减免|更|可避免|以免久等|免排队|避免)")
_BY_OTHERS = lazy(
    "(?:我们|客服|店员|工作人员|门店|商家|管家|技师|老师|顾问|店长|专人|酒店)(?:会|将|都会)?(?:在|于|提前|主动)?[^,。;]{0,8}$"
)
_OTHER_THING = lazy(
    "包间|包厢|包房|雅间|卡座|包场|宴席|宴会|团建|聚会|多人|大桌|蛋糕|生日|布置|定制|订制|接送|接机|接站|送货|外卖|配送|停车|车位|儿童椅|宝宝椅|"
    "婴儿床|加床|宠物|讲解|导游|摄影|跟拍|化妆|翻译|轮椅|外带|打包|自提|露台|江景位|靠窗|窗边|景观位|"
    "指定|点钟|换房|延迟退房|早餐|晚餐|下午茶|spa|温泉|泳池|私教|加项|升级|汗蒸|按摩|足疗|棋牌|ktv|火车|早茶|刺身|烤全羊|全羊|海鲜|活鲜|"
    "特殊(?:需求|要求|食材)|硬菜|现做|清真|素食|忌口|上门|户外|夜场"
)
_ALWAYS_HELD = frozenset((Circumstance.WEEKDAY, Circumstance.WEEKEND, Circumstance.HOLIDAY))
"""Days come to everybody, so 免预约 without limits doesn't hold when one of them needs a booking."""


def needs(text: str, product: Fields) -> Iterator[Statement]:
    """Where a text asks for a booking of what is sold; of an extra, a change or a courtesy it is none."""
    for found in _NEEDS.finditer(text):
        if _asks(text, found, product.text("title")):
            yield Statement(found.start(), found.end(), circumstances(text, found.start()))


def _asks(text: str, found: re.Match[str], title: str) -> bool:
    start, end = found.span()
    left, right = phrase_of(text, start)
    left, right = max(left, start - _SEEN), min(right, end + _SEEN)
    before, inside = text[left:start], found.group()
    if speaker(text, start) is not Speaker.SHOP or past(text, start, end):
        return False
    if found["regime"]:
        return not re.search("非$|不是$|取消了?$|没有$|随时退|退款", before + text[end : end + 6])
    gap = found["gap"] or found["gap2"] or found["gap3"] or ""
    if (
        _FREE.search(before)
        or _SOFT.search(before[-6:])
        or re.search("不用|无需|不必|免|不需|不要|无须|建议|最好|推荐|可以|可通过", gap)
    ):
        return False
    conditional = _IN_CASE.search(before) or _IN_CASE.search(_phrase_before(text, left))
    if conditional and not _ON_USE.search(before) and not _ON_USE.search(_phrase_before(text, left)):
        return False
    if _CHANGES.search(text, left, min(right, end + 6)) or _REWARD.match(text, end) or _BY_OTHERS.search(before):
        return False
    if re.match("(?:成功|后|好|过的?|完成)", text[end:]) and not re.match(
        "后(?:使用|到店|再|方|才|前往|入住|前来|用餐)", text[end:]
    ):
        return False
    if re.search("[吗?]", text[end : end + 2]) or re.search("是否$", before):
        return False
    return not _extra(text, left, start, inside, title)


def _phrase_before(text: str, left: int) -> str:
    """The phrase before one, when both are in one clause: 如需包间，请提前预约."""
    if left <= clause_of(text, left)[0]:
        return ""
    return text[slice(*phrase_of(text, left - 1))]


def _extra(text: str, left: int, start: int, inside: str, title: str) -> bool:
    """Whether the booking is for something besides the product; what the title names is the product."""
    named = [one.group() for one in _OTHER_THING.finditer(text[left:start] + inside)]
    return bool(named) and not any(one in title for one in named)


# -- R13-01: 免预约 that isn't -----------------------------------------------------------------------------------------

BOTH = Text("写了“{spared}”，又要求“{needed}”", "it says “{spared}” and then asks for “{needed}”")
LABELLED = Text(
    "{where}标了“{spared}”，这里却要求“{needed}”", "{where} says “{spared}”, but here it asks for “{needed}”"
)
SET = Text("写了“{spared}”，商品设置却是需要预约", "it says “{spared}”, but the product is set to need an appointment")
THE_LABELS, THE_LABEL = Text("标签", "a label"), Text("预约说明", "the appointment label")
_NAMES = {
    "title": Text("标题", "the title"),
    "description": Text("商品描述", "the description"),
    "usage_notes": Text("使用须知", "the usage notes"),
    "purchase_notes": Text("购买须知", "the purchase notes"),
}


def _disagree(text: str, spared: Statement, needed: Statement) -> bool:
    """Whether both speak of the same visits. 大厅免预约、包间需预约 do not."""
    if needed.start < spared.end and spared.start < needed.end:
        return False
    if not needed.where:
        return not spared.where or _follows_scope(spared)
    if not spared.where:
        return bool(needed.where & _ALWAYS_HELD) and not needed.where - _ALWAYS_HELD
    return bool(spared.where & needed.where)


def _follows_scope(spared: Statement) -> bool:
    """A spare for whole days against a booking for all visits: 工作日免预约，需提前预约 is left alone."""
    return not spared.where & (
        _ALWAYS_HELD | {Circumstance.HALL, Circumstance.ROOM, Circumstance.PEAK, Circumstance.GROUP, Circumstance.EXTRA}
    )


def _in_text(written: Written, case: Case) -> Iterator[Outcome]:
    if not _GATE.search(written.normal.squashed.text):
        return
    if written.field == "subtitle_tags":
        yield from _in_tags(written, case)
        return
    view, product = written.normal.squashed, written.product
    spared, needed = tuple(spares(view.text)), tuple(needs(view.text, product))
    told: set[int] = set()
    for one in needed:
        against = _against(view, one, spared, written, case)
        if against is not None:
            told |= {other.start for other in spared}
            start, end = view.raw_span(one.start, one.end)
            yield Hit(message=against, start=start, end=end)
    for one in spared:
        if one.start not in told and not one.where and _is_required(product) and not needed:
            start, end = view.raw_span(one.start, one.end)
            yield Hit(message=SET(spared=written.raw[start:end]), start=start, end=end)


def _against(view: View, one: Statement, spared: Sequence[Statement], written: Written, case: Case) -> Say | None:
    """What a demand for a booking contradicts: its own text, a label, the other texts of the page."""
    asked = view.text[one.start : one.end]
    for other in spared:
        if _disagree(view.text, other, one):
            return BOTH(spared=view.text[other.start : other.end], needed=asked)
    alone = not one.where or (one.where <= _ALWAYS_HELD)
    for where, said in _said_elsewhere(written, case):
        if alone or (said.where & one.where):
            return LABELLED(where=where, spared=said.words, needed=asked)
    return None


@dataclass(frozen=True, slots=True)
class _Said:
    words: str
    where: frozenset[Circumstance]


def _said_elsewhere(written: Written, case: Case) -> Iterator[tuple[Text, _Said]]:
    """Where else the product says that no booking is needed."""
    product = written.product
    for tag in product.items("subtitle_tags"):
        text = normal(str(tag)).squashed.text
        if any(True for _ in spares(text)):
            yield THE_LABELS, _Said(str(tag), frozenset())
    label = normal(product.text("appointment.label")).squashed.text
    if any(True for _ in spares(label)):
        yield THE_LABEL, _Said(label, frozenset())
    for name in PRODUCT_TEXTS:
        if name == written.field:
            continue
        for words, said in _spared_in(product, name):
            if not said.where:
                yield _NAMES[name], _Said(words, said.where)


def _spared_in(product: Fields, name: str) -> Iterator[tuple[str, Statement]]:
    text = _text_of(product, name)
    if text and _GATE.search(text):
        for one in spares(text):
            yield text[one.start : one.end], one


def _text_of(product: Fields, name: str) -> str:
    raw = product.text(name)
    return normal(raw, html=product.has(f"{name}.html")).squashed.text if raw else ""


def _is_required(product: Fields) -> bool:
    return product.flag("appointment.required") is True


_TAG_NEEDS = lazy(f"提前[^|]{{0,8}}(?:{_BOOK})|(?:需要?|须|必须|请)(?:提前)?(?:{_BOOK})|^预约制")


def _in_tags(written: Written, case: Case) -> Iterator[Outcome]:
    """The labels against each other, the setting and, when they are judged alone, what the texts ask for."""
    product = written.product
    spared = [
        str(tag) for tag in product.items("subtitle_tags") if any(True for _ in spares(normal(str(tag)).squashed.text))
    ]
    if not spared:
        return
    start = max(written.raw.find(spared[0]), 0)
    end = start + len(spared[0])
    asked = [str(tag) for tag in product.items("subtitle_tags") if _tag_asks(normal(str(tag)).squashed.text)]
    if asked:
        yield Hit(message=BOTH(spared=spared[0], needed=asked[0]), start=start, end=end)
    elif _is_required(product):
        yield Hit(message=SET(spared=spared[0]), start=start, end=end)
    elif not case.is_product:
        for name in PRODUCT_TEXTS:
            text = _text_of(product, name)
            for one in needs(text, product):
                if not one.where or one.where <= _ALWAYS_HELD:
                    yield Hit(message=BOTH(spared=spared[0], needed=text[one.start : one.end]), start=start, end=end)
                    return


def _tag_asks(tag: str) -> bool:
    return _TAG_NEEDS.search(tag) is not None and not any(True for _ in spares(tag))


def _label_conflict(case: Case) -> Iterator[Outcome]:
    """The appointment's own label against its setting."""
    label = normal(case.product.text("appointment.label")).squashed.text
    if _is_required(case.product) and any(True for _ in spares(label)):
        yield Hit(message=SET(spared=case.product.text("appointment.label")), path="appointment.label")


# -- R13-02: hotels ----------------------------------------------------------------------------------------------------

HOTEL_SPARED = Text("酒店类商品不能写“{words}”", "hotel products must not say “{words}”")
_HOTEL = lazy("酒店|民宿|客栈|宾馆|旅馆|旅店|度假村|度假酒店|住宿|青旅|青年旅舍|公寓|日历房|酒景|hotel")
_NO_HOTEL = lazy("美食|自助餐|餐饮|餐厅|中餐|西餐|下午茶|宴会|婚宴|酒店用品|婚礼")
_HOTEL_KINDS = frozenset(("calendar_room", "hotel_ticket_package"))
_STRAIGHT_IN = lazy(
    "(?:随时|直接|到店)(?:到店|来店|过来)?(?:即可|就能|就可以|可)?(?:直接)?(?:办理)?入住,?(?:无需|不用|不必|免)(?:提前)?(?:联系|致电|打电话|沟通|"
    "订|确认)"
)


def _is_hotel(product: Fields, case: Case) -> bool | None:
    """Whether it is a product of a hotel; None when nothing says what it is."""
    if product.text("kind") in _HOTEL_KINDS:
        return True
    category = product.text("category")
    if not category:
        category = case.store.text("poi.category")
        if not category and case.store.text("poi.kind") == "hotel":
            return True
    if not category:
        return None
    return _HOTEL.search(category.lower()) is not None and _NO_HOTEL.search(category) is None


def _hotel(written: Written, case: Case) -> Iterator[Outcome]:
    if not _GATE.search(written.normal.squashed.text):
        return
    view = written.normal.squashed
    found = [(one.start, one.end) for one in _hotel_spares(written)]
    found += [one.span() for one in _STRAIGHT_IN.finditer(view.text)]
    hotel = _is_hotel(written.product, case) if found else None
    if found and hotel is None and _HOTEL.search(view.text + _text_of(written.product, "title")):
        yield Skip(Text("类目（category）", "the category"))
    if not hotel:
        return
    for start, end in found:
        first, last = view.raw_span(start, end)
        yield Hit(message=HOTEL_SPARED(words=written.raw[first:last]), start=first, end=last)


def _hotel_spares(written: Written) -> Iterator[Statement]:
    yield from spares(written.normal.squashed.text)


# -- R13-03: a booking that nobody is told of --------------------------------------------------------------------------

_SPAN = "[0-9一二两俩三四五六七八九十半几]+(?:个|来)*(?:半)?(?:工作日|自然日|天|日|小时|分钟|钟头?|h(?![a-z])|星期|礼拜|周|月|晚)"
UNTOLD = Text(
    "商品设置为需要预约{lead}，标题、文案和标签都没有说",
    "the product needs an appointment{lead}, and no text or label says so",
)
LEAD = Text("（提前 {hours} 小时）", " {hours} hours ahead")
NO_LEAD = Text("写了要预约，没有写提前多久", "it asks for a booking and doesn't say how long ahead")
_LEAD_TOLD = lazy(
    f"提前|提早|预先|事先|(?:早|最晚|最迟|不晚于|至少|之?前)[^,，。;；]{{0,8}}?{_SPAN}|{_SPAN}(?:之|以)?前|(?:前|头|隔)[一1]?[天日晚夜]|前天|次日|隔天|"
    "(?:当[天日]|当晚|上午|中午|下午|晚上|[0-9]点半?|[0-9]:[0-9]{2})[^,，。;；]{0,4}(?:之|以)?前|当[天日]可?(?:预?[约订])"
)
"""How long ahead: 提前1天, 前一晚八点前, 不晚于3小时. A bare 提前 is taken for an answer as well."""
_TELLS = lazy(
    f"{_BOOK}|预约|提前[^,。;!?\n]{{0,8}}(?:致电|来电|联系|电话|电联|沟通|告知|通知)|致电(?:门店|商家|前台|我们)"
)
_TELLS_NOT = lazy(
    "(?:未|没有?|尚未|已)(?:经|成功)?(?:预约|预定|预订)[^,。;]{0,6}退|(?:无需|不用|不必|免|不需要?)(?:提前)?(?:预约|预定|预订)|(?:未|没)(?:预约|"
    "预订|预定)|"
    "(?:预约|预订|预定)(?:未到|爽约)|定位(?=[为于高])|(?:取消|退改?)(?:预约|预订|预定)|(?:预约|预订|预定)(?:成功)?后?(?:可|不|随时)*(?:退|取消)"
)


def _untold(case: Case) -> Iterator[Outcome]:
    product = case.product
    if not product.knows("appointment.required"):
        yield Skip(
            Text("是否需要预约（appointment.required）", "whether an appointment is needed (appointment.required)")
        )
        return
    if not _is_required(product):
        return
    texts = _told(case)
    if any(_tells(text) for text in texts):
        if any(_LEAD_TOLD.search(text) for text in texts) or product.number("appointment.lead_hours") == 0:
            return
        yield from _vague(case)
        return
    hours = product.number("appointment.lead_hours")
    yield Hit(message=UNTOLD(lead=LEAD(hours=hours) if hours else ""), path="appointment")


def _told(case: Case) -> list[str]:
    """Every text of the page that may speak of booking."""
    product = case.product
    texts = [_text_of(product, name) for name in ("title", *COPY)]
    texts += [normal(str(tag)).squashed.text for tag in product.items("subtitle_tags")]
    texts += [normal(product.text("appointment.label")).squashed.text]
    texts += [image.normal.squashed.text for image in case.written(PICTURE_TEXTS)]
    return [text for text in texts if text]


def _tells(text: str) -> bool:
    return bool(_TELLS.search(_TELLS_NOT.sub("", text))) or any(True for _ in spares(text))


def _vague(case: Case) -> Iterator[Outcome]:
    """A booking that is asked for without a word on how long ahead."""
    yield Hit(message=NO_LEAD, path="appointment")


def _untold_in_text(written: Written, case: Case) -> Iterator[Outcome]:
    """A text by itself that asks for a booking; what it doesn't speak of may stand elsewhere on the page."""
    text = written.normal.squashed.text
    if case.is_product or not _is_required(case.product) or not _GATE.search(text):
        return
    asked = next(needs(text, case.product), None)
    if asked is None or any(_LEAD_TOLD.search(one) for one in _told(case)):
        return
    if case.product.number("appointment.lead_hours") != 0 and not any(True for _ in spares(text)):
        start, end = written.normal.squashed.raw_span(asked.start, asked.end)
        yield Hit(message=NO_LEAD, start=start, end=end)


RULES: tuple[Rule, ...] = (
    Rule(
        id="R13-01",
        name="booking-conflict",
        title=Text("标了免预约，就不能再要求预约", "What is said to need no booking asks for none"),
        severity=Severity.ERROR,
        needs=(Needs.TEXT, Needs.FIELDS),
        source="S004 ⑬1",
        remedy=Text(
            "需要预约就去掉“免预约”，写“请提前1天预约”",
            "drop “免预约” where a booking is needed and say how long ahead",
        ),
        bad="免预约，使用前请提前一天致电",
        good="大厅免预约，包间请提前1天预约",
        note=Text(
            "建议预约、改期取消时联系、包间或加项的预约不算要求预约；没有限定的免预约遇到周末或节假日要预约，算矛盾。",
            "Advice to book, contact for changes, and bookings of rooms or extras ask for nothing; “免预约” without limits "
            "is contradicted by a booking for weekends or holidays.",
        ),
        fields=(*PROSE, "subtitle_tags"),
        in_text=_in_text,
        on_product=_label_conflict,
    ),
    Rule(
        id="R13-02",
        name="hotel-no-booking",
        title=Text("酒店类商品不能写不需预约", "Hotel products don't say that no booking is needed"),
        severity=Severity.ERROR,
        needs=(Needs.TEXT, Needs.FIELDS),
        source="S004 ⑬2",
        remedy=Text("去掉免预约的说法，写明提前多久预约", "take it out and say how long ahead to book"),
        bad="免预约，凭券入住",
        good="请提前1天预约，凭券入住",
        fields=(*PROSE, "subtitle_tags"),
        in_text=_hotel,
    ),
    Rule(
        id="R13-03",
        name="booking-untold",
        title=Text("需要预约的商品要说明", "A product that needs a booking says so"),
        severity=Severity.WARNING,
        needs=(Needs.FIELDS,),
        source="docs/platform/rules.md, R13-03",
        remedy=Text(
            "在使用须知里写明提前多久、怎样预约，或加标签“提前1日预约”",
            "say in the notes or in a label how and how long ahead to book",
        ),
        bad="设置为提前24小时预约，须知里一字未提",
        good="使用须知：请提前1天致电门店预约",
        fields=(*COPY, "title"),
        in_text=_untold_in_text,
        on_product=_untold,
    ),
)
