"""R04-04: more to pay at weekends and on holidays, outside hotels and travel (S004 ④2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.rules.case import PROSE, Case, Written
from storeconf.rules.rule import Hit, Needs, Outcome, Rule, Skip
from storeconf.rules.text.clauses import clause_of, phrases
from storeconf.rules.text.patterns import lazy
from storeconf.rules.text.prices import Kind, Mention, mentions
from storeconf.rules.text.tense import past

NO_CATEGORY = Text("不知道商品品类（category）", "the product's category is not known (category)")
ADDS = Text(
    "“{text}”是周末或节假日加价，只有酒店、旅游类商品可以这样写",
    "“{text}” asks more at weekends or on holidays; only hotels and travel may",
)
DEARER = Text(
    "周末或节假日的价格“{text}”高于平日，只有酒店、旅游类商品可以这样写",
    "the price at weekends or on holidays, “{text}”, is above the usual one; only hotels and travel may do so",
)

_DAYS = (
    "周末|双休日?|(?<![至到~-])(?:周|星期|礼拜)[五六日天](?:[至到~、和及与-]?(?:周|星期|礼拜)?[六日天])?|节假日|(?:法定)?假[日期]|节日|黄金周|小长假|"
    "春节|新春|逢年过节|逢节|过节|过年|大年[初三]|除夕|年三十|初[一二三四五六七]|国庆|五一(?!广场|路|街|店)|十一(?=期间|当天|假|长|黄金|国庆|加|、|及|七天)|元旦|清明|端午|中秋|劳动节|"
    "情人节|七夕|圣诞|平安夜|跨年|元宵(?!夜)|妇女节|儿童节|六一(?=当[天日]|期间|节|假|到|前后|专|[、,和及])|旺季|寒暑假|暑假|寒假|暑期|腊月|年前|年关"
)
_DAY = lazy(_DAYS)
_NUMBER = "[0-9一二两三四五六七八九十百几]"
_MORE = lazy(
    "加收|另收|多收|加付|另付|补付|补差|补交|补缴|补足|补齐|补上|补(?=¥?[0-9])|补[一二三四五六七八九十百]+[元块]|差价|差额|加价(?!购)|另加|需加|每[位人单桌份]加|"
    "(?:加班|节日|年节|节假日|周末|假日|春节|过年|旺季)(?:人工|服务|附加)?费|"
    f"(?:另外?|再|额外|多)(?:交|补|缴|加)|另外(?:付|收|给|支付)|(?:再|多|额外)(?:付|给|收)(?:师傅|技师|店员|服务员|司机)?(?=¥?{_NUMBER})|涨(?=¥?{_NUMBER}+(?:元|块|%|成))|每[位人桌单份套间](?:要|得|再|会|就|还)?(?:涨|贵|多|高)(?:出|收|付)?(?=¥?[0-9])|(?:多|再|另)(?:掏|出|花|拿)(?=¥?[0-9一二两三四五六七八九十百几]+)|"
    f"加(?=¥)|加(?={_NUMBER}+(?:元|块|%))|[+](?=¥?[0-9])|上浮|上调|上涨|涨价|溢价|贵(?=[0-9])|多付|多交|额外(?:收|付|支付|加)|收取|附加费|服务费|"
    f"价格?(?:另计|另议|不同|不一样|会?有?浮动|会?上)|另计|另议|调价|按(?:原价|门市价|门店价)(?:结算|收|补|消费|计)|收(?=¥?{_NUMBER}+(?:元|块|%))|"
    f"(?:需|要|须)(?:支付|付|交)(?={_NUMBER}+(?:元|块))"
)
_GATE = lazy("[加补另收价贵涨浮额服多付交给缴计议掏再+]")
_NOT = lazy(
    "(?:不|无|没有?|免|未|勿|别|零|0|拒绝|告别)(?:会|再|另|行|需要?|须|用|必|要|得|额外|任何|收取?|存在|做|予|加|支付|有|存|因|涉及|设)*$"
)
_NOT_BEHIND = lazy("[吗么?？]|(?:哦|费)?[:：]?(?:无|没有|0元)")
_UPGRADE = lazy(
    "升级|加购|换购|加菜|加点|加钟|续|延时|延长|超时|超出|超过|逾时|增加[一1人]|加人|多[一1][位人]|加床|套房|选购|自选|加料|换成|停车|代驾|包装|指定|总监|外带|"
    "外卖|配送|酒水|改期|取消|损坏|丢失|赔|押金|加一[位份个]"
)
_UPGRADED = lazy(
    "升级|加购|换购|加菜|加点|加钟|加时|延时|延长|续|选购|自选|换成|换大|改成|改大|指定|总监|加料|想[吃要换加喝玩]|可选|另选|增选"
)
"""In the phrase with the day, that more is asked for something better: 周末可升级海鲜拼盘，加收60元."""
_NO_USE = lazy("不可|不能|不适用|不参与|除外|不含|不包括|休息|不营业|不接待|停用|暂停|不支持|无法|不得")
_OPTIONAL = lazy(
    "自愿|可选|可不选|可不参加|选做|自选|任选|随意选|自由选|不强制|非强制|不是必|并非必|如需|若需|需要的|想要?(?:参加|升级|体验|加|玩|吃|喝|做|学)|"
    "有(?:需要|兴趣|意愿)|感兴趣|报名|可(?:以)?(?:另行?)?(?:加购|另购|选购|单独购|单独买|单点|现场购|购买)|单独(?:购买|售卖|收费)|另(?:有|推|设|开)|"
    "不(?:需要|参加|选|要|加)(?:可|的|也|则|就)"
)
"""Who doesn't want it pays nothing more."""
_TAKEN_BY_ALL = lazy("每[位人桌单份]|一律|统一|均|都|需|须|要(?!求)|必")
_OWN = lazy("通用|可用|均可|可使用|营业|请|预约|人多|建议|照常|都能|也能|欢迎|适用|高峰")
_GOES_ON = lazy(
    "(?:但|则|需要?|须|要|得|并|另外?|还|再|额外|多|每[人位桌单]|均|统一|且|会|只|到店|现场|当场|使用|客人|顾客|请|自行)*(?:补差|补(?=¥?[0-9])|加收|加价|加(?=¥?[0-9])|上浮|补交|补足|补齐|补缴|差价|差额)"
)
_FEE = lazy("餐位|茶位|餐具|锅底|打包|停车|酒水|纸巾|调料|开瓶")
_ONLY_DAYS = lazy(f"(?:{_DAYS}|仅限?|限|及|和|、|与|期间|时段|使用|到店|适用|时|的|等|法定)+")
_DAY_PRICE = lazy(f"(?:{_DAYS})(?:期间|时段|使用|到店|当天|专场|[价格为是仅需只要::(到店]){{0,5}}$")
_USUAL = lazy("平日|平时|工作日|(?:周|星期|礼拜)[一二三四](?:[至到~-](?:周|星期|礼拜)?[一二三四五])?[^,，。;；]{0,6}$")
_STAYS = lazy("客房|房型|房费|房差|入住|续住|住客|酒店|民宿|门票|景区|景点|景交|索道|观光车|每晚|/晚|间夜")
_SERVES = lazy(
    "餐|锅|烤|烧|菜|饭|面馆|小吃|奶茶|咖啡|茶饮|甜品|蛋糕|面包|酒吧|轻食|自助|包间|包厢|卡座|桌|堂食|茶位|ktv|唱|美甲|美睫|美发|理发|洗剪吹|烫|染|美容|护肤|"
    "spa|足疗|足浴|按摩|推拿|采耳|洗浴|健身|瑜伽|舞蹈|游泳|台球|网吧|网咖|电竞|密室|剧本|桌游|写真|摄影|亲子|乐器|洗车|宠物|电影|技师"
)
_PLAYGROUND = lazy(
    "(?:亲子|儿童|室内|宝宝|少儿|淘气|蹦床|球球|电玩|萌宠)[^,]{0,4}乐园|淘气堡|乐园[/>]?(?:亲子|儿童)|游乐[园场]"
)
"""A playground in a shopping mall or a fairground is leisure, no travel."""
_SIGHT = lazy("景|门票|旅|度假|主题|游玩|水上|海洋|动物")
_TRAVEL_KINDS = frozenset(("calendar_ticket", "calendar_room", "hotel_ticket_package", "day_tour"))
_LATER_PHRASES = 2


def _judge(written: Written, case: Case) -> Iterator[Outcome]:
    squashed = written.normal.squashed
    if not _DAY.search(squashed.text):
        return
    found = _surcharge(squashed.text) if _GATE.search(squashed.text) else None
    dearer = _dearer(written) if found is None else None
    if found is not None:
        (start, end), message = squashed.raw_span(*found), ADDS
    elif dearer is not None:
        (start, end), message = (dearer.start, dearer.end), DEARER
    else:
        return
    travel = _is_travel(written, case, squashed.text)
    if travel is None:
        yield Skip(NO_CATEGORY)
    elif not travel:
        yield Hit(start=start, end=end, message=message(text=written.raw[start:end]))


def _surcharge(text: str) -> tuple[int, int] | None:
    """From the day to the end of the phrase that asks for more on it."""
    pieces = phrases(text)
    for index, (start, end) in enumerate(pieces):
        for more in _MORE.finditer(text, start, end):
            if _NOT.search(text[max(start, more.start() - 8) : more.start()]) or _NOT_BEHIND.match(text, more.end()):
                break
            days = _days_of(text, pieces, index, more)
            if days is not None and not past(text, more.start(), more.end()):
                return min(days, start), max(days, end)
    return None


def _days_of(text: str, pieces: tuple[tuple[int, int], ...], index: int, more: re.Match[str]) -> int | None:
    """Where the day stands on which a phrase asks for more; None when it asks on no such day, or for something more."""
    start, end = pieces[index]
    phrase = text[start:end]
    if _UPGRADE.search(phrase) or _is_optional(text, start, end):
        return None
    own = _DAY.search(text, start, end)
    if own is not None:
        return None if own.start() < more.start() and _NO_USE.search(text, own.end(), more.start()) else own.start()
    clause = clause_of(text, start)
    for earlier in range(index - 1, max(-1, index - 1 - _LATER_PHRASES), -1):
        left, right = pieces[earlier]
        if left < clause[0]:
            break
        day = _DAY.search(text, left, right)
        if day is not None:
            if _UPGRADED.search(text, left, start):
                return None
            return day.start() if _leads(text[day.end() : right], phrase) else None
    if index + 1 < len(pieces) and pieces[index + 1][0] < clause[1]:
        left, right = pieces[index + 1]
        if _ONLY_DAYS.fullmatch(text, left, right):
            return right
    return None


def _is_optional(text: str, start: int, end: int) -> bool:
    """Whether the clause leaves it to the customer: 节日另有手作课，报名加69元，自愿参加; 周末可选总监剪发，加30元."""
    left, right = clause_of(text, start)
    chosen = _OPTIONAL.search(text, left, right)
    if chosen is None:
        return False
    upgraded = _UPGRADE.search(text, left, start)
    return (
        upgraded is not None
        or chosen.group() not in ("另有", "另设", "另开")
        or not _TAKEN_BY_ALL.search(text, start, end)
    )


def _leads(rest: str, phrase: str) -> bool:
    """Whether a phrase with a day leads on to the next one, or is complete in itself: 节假日通用，餐具费另付."""
    if _NO_USE.search(rest):
        return False
    if _OWN.search(rest):
        return bool(_GOES_ON.match(phrase)) and not _FEE.search(phrase)
    return True


def _dearer(written: Written) -> Mention | None:
    """A price on such days above the usual one: 周一至周四98元，周末118元."""
    found = mentions(written.raw, html=written.html)
    plain = [one for one in found if one.kind in (Kind.SELLING, Kind.OTHER)]
    usual = [one.fen for one in plain if _USUAL.search(one.before)]
    price = written.product.fen("price")
    bases = usual or ([price] if price is not None else [])
    for one in plain:
        if _DAY_PRICE.search(one.before) and bases and one.fen > min(bases):
            return one
    return None


def _is_travel(written: Written, case: Case, text: str) -> bool | None:
    """Whether a hotel or a travel product is sold; None when nothing tells."""
    if case.product.text("kind") in _TRAVEL_KINDS or written.product.text("kind") in _TRAVEL_KINDS:
        return True
    words = case.settings.word_list("travel_categories")
    category = written.product.text("category") or case.category or written.store.text("poi.category")
    if category:
        # A restaurant inside a hotel or a park still serves meals.
        if _PLAYGROUND.search(category) and not _SIGHT.search(category):
            return False
        return "餐" not in category and any(word in category for word in words)
    if written.store.text("poi.kind") == "hotel" or _STAYS.search(text):
        return True
    known = f"{written.product.text('title')}{written.product.text('description')}{written.store.text('poi.name')}{text}".lower()
    if any(word in (known if _SIGHT.search(known) else _PLAYGROUND.sub("", known)) for word in words):
        return True
    return False if _SERVES.search(known) else None


SURCHARGE = Rule(
    id="R04-04",
    name="surcharge",
    title=Text("非酒旅商品写了周末或节假日加价", "More to pay at weekends or on holidays, outside hotels and travel"),
    severity=Severity.ERROR,
    needs=(Needs.TEXT, Needs.FIELDS),
    source="S004 ④2",
    remedy=Text(
        "去掉周末、节假日加价；要区分价格，就分成平日和周末两个商品，或写明周末不可用并写进标题",
        "drop it; to ask different prices, make two products, or exclude those days and say so in the title",
    ),
    bad="周末加收10元每人",
    good="周末、节假日通用，不加价",
    note=Text(
        "酒店和旅游类可以写周末、节假日加价；升级服务或商品的加价，任何品类都可以写。",
        "Hotels and travel may state surcharges for weekends and holidays; any category may state what an upgrade of service or goods costs.",
    ),
    fields=PROSE,
    in_text=_judge,
)
