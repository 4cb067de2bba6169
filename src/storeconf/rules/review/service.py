"""⑨ Services that the platform doesn't take in this form (S004 ⑨): prohibited categories, services inside sights."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Message, Text
from storeconf.rules.case import Case, Written
from storeconf.rules.fields import Fields
from storeconf.rules.geo.trades import category_trades
from storeconf.rules.review.prohibited import PROHIBITED
from storeconf.rules.rule import Hit, Needs, Outcome, Rule, Skip
from storeconf.rules.text.clauses import clause_of, phrase_of
from storeconf.rules.text.normal import View, normal
from storeconf.rules.text.patterns import lazy
from storeconf.rules.text.polarity import Polarity, polarity

UNTOLD_KIND = Text(
    "“{words}”是景区内的服务，要用门票类目的日历票",
    "{words} is a service inside a sight and has to be a calendar ticket of the ticket category",
)
NO_KIND = Text("不知道商品类型和类目（kind、category）", "the product's kind and category are not known")
WRONG_KIND = Text(
    "“{words}”是景区内的服务，要用门票类目的日历票，现在的商品类型是 {kind}",
    "{words} is a service inside a sight and has to be a calendar ticket of the ticket category; its kind is {kind}",
)
WRONG_CATEGORY = Text(
    "“{words}”是景区内的服务，要放在门票类目，现在的类目是“{category}”",
    "{words} is a service inside a sight and has to be in the ticket category; its category is {category}",
)

_SERVICE = lazy(
    "(?:人工|真人|专业|中文|英文|双语|金牌|景区|景点|古镇|古城|博物馆|展馆|馆内|园内|园区|导览|导游|语音|全程|专家|故宫|文化|定时|跟随)+的?讲解(?!解)|"
    "(?:红色|历史|现场|定点|深度|精品|亲子|名师|院士|付费|陪同)讲解(?=[服员票费一1两2])|"
    "讲解(?:服务|员|费|票|[0-9一二两]?(?:场|次|小时)|器|机)|(?:导览|导游)(?:服务|器|机)|语音导览|"
    "(?:景区|景点|环[湖岛山园]|园区|园内|森林|山[顶上下]|草原|沙漠|茶园)(?:的)?小火车|"
    "观光车|观光(?:小火车|火车|巴士|大巴|列车|摆渡)|观光电梯|游览车|区间车|摆渡车|接驳车|电瓶车|环保车|景交车?|景区(?:内)?(?:交通|巴士|大巴|直通车|小火车)|交通车|"
    "索道|缆车|魔毯|天梯(?:票|往返|单程|上行|下行)|游船|画舫|乌篷船|摇橹船|竹筏|竹排|快艇|冲锋舟|皮划艇|游湖船|观光船|手划船|脚踏船|"
    "(?:下山|玻璃|高空)?滑道|(?:热气球|直升机)(?:观光|体验)|溜索|滑索|(?:轮椅|童车|婴儿车|代步车)(?:租赁|租借)|(?:园内|景区内|园区内)[^,，。;；+]{0,6}(?:服务|租赁|项目票|寄存|体验票)"
)
# The thing names a place, a style or a neighbour, or is another trade's.
_NAMES_A_PLACE = lazy(
    "(?:餐厅|餐吧|饭店|火锅|咖啡|茶|酒吧|主题|造型|风格|景观房|观景|站旁|旁|附近|入口|码头|站口|站店|店|酒店|民宿|房|位|充电|维修|停放|保养|洗|美容|贴膜|专卖|品牌|展|模型|拼图|玩具|积木|蛋糕|同款|宴|晚宴|下午茶|自助餐|包场生日|派对|求婚|婚礼|健身|训练)"
)
_LEFT_OUT = lazy("(?:不含|不包含|不包|无|非|未含|除|免)[^,，。;；+]{0,5}$")
_ELSEWHERE = lazy("[^,，。;；+]{0,5}(?:自理|另购|另付|另算|需另|自行|自购|自费|不含)")
_INCLUDES = lazy("(?:含|包含|包括)[^。；;\n]{0,20}$")
_AMOUNT = "[0-9一二两三四五六七八九十半]{1,3}"
_AS_TICKET = lazy(
    f"[^,，。;；+]{{0,4}}?(?:往返|单程|上行|下行|双程|来回|上下)?(?:各|共|限|可|不限|任|租[借赁用]|使用)*(?:票|券|乘坐?[一1]次|{_AMOUNT}(?:张|次|趟|圈|场|回|位|程|台|部|辆|艘|条)|{_AMOUNT}个?(?:分钟|小时|日|天|公里)|"
    "不限次|随上随下|随到随坐|无限次|随意(?:乘)?坐|畅(?:乘|坐|玩|游)|往返|单程|来回|上下行)"
)
_THEN_AMOUNT = lazy(
    f"[,，](?:每场|一场|全程|时长|约|共|上下行|往返|来回|随上随下|随到随坐)*(?:各)?(?:{_AMOUNT}(?:次|趟|圈|场|分钟|小时|个小时|人成行|人起)|随上随下|随到随坐|往返各)|[,，][^,，。;；]{{0,6}}(?:时长|每场|一场|{_AMOUNT}人成行)"
)
_LASTING = lazy(f"{_AMOUNT}(?:场|趟|圈)|每场{_AMOUNT}|{_AMOUNT}个?(?:分钟|小时)")
_RIDES = lazy(
    "(?:可以?|能|凭(?:本|此)?(?:券|票|码|套餐)|(?:本|此)(?:券|票|套餐|产品|商品|团购)|购买后|下单后|套票|套餐|免费|享受?|赠送?|送|换取?|兑换?|乘坐?|坐|体验|提供|安排|配)[^,，。;；\n]{0,16}$"
)
_WAY = lazy(
    "下车|就是|左转|右转|到(?:本店|店|站|门口|酒店|餐厅|民宿|山脚|码头)|即到|步行|窗外|看[到见得着]?|望|可去|再去|欣赏|风景|听|自行|另购|自费|检修|停运|维护|暂停|不提供|以现场|排队|咨询|运营|运行|末班|营业|"
    "店员|老师|教练|医生|技师|发型|厨师|锅|菜|酒|茶艺|护肤|产品讲解|动作|妆|花艺|瑜伽|咖啡|烘焙|陶|手作|课"
)
"""The service is on the way, in view or spoken of, or somebody explains another trade."""
_OTHER_TRADE = frozenset(
    ("catering", "bar", "tea", "hair", "nails", "beauty", "wellness", "lodging", "photo", "cars", "pets")
)
_OTHER_KINDS = frozenset(("hotel_ticket_package", "calendar_room", "day_tour"))
_OTHER_SHOP = lazy(
    "餐厅|火锅|烤|咖啡|奶茶|客房|大床|双床|早餐|酒店|民宿|美发|美容|足疗|按摩|ktv|双人餐|单人餐|套系|底片|精修"
)
_TICKET = lazy("票")


def in_text(written: Written, case: Case) -> Iterator[Outcome]:
    """A service inside a sight as the title, or as what the description says is included."""
    view = written.normal.squashed
    for found in _SERVICE.finditer(view.text):
        if written.field != "title" and not written.product.has("category") and _OTHER_SHOP.search(view.text):
            continue
        if not _is_sold(view, found, included=written.field == "title"):
            continue
        start, end = view.raw_span(*found.span())
        outcome = _wrong(written.product, written.raw[start:end])
        if isinstance(outcome, Skip):
            yield outcome
        elif outcome is not None:
            yield Hit(start=start, end=end, message=outcome)
        return


def on_product(case: Case) -> Iterator[Outcome]:
    """A service inside a sight as an item of the package."""
    for number, item in enumerate(case.product.items("items")):
        name = str(item.get("name", "")) if isinstance(item, dict) else ""
        view = normal(name).squashed
        found = _SERVICE.search(view.text)
        if found is None or not _is_sold(view, found, included=True):
            continue
        outcome = _wrong(case.product, name)
        if isinstance(outcome, Skip):
            yield outcome
        elif outcome is not None:
            yield Hit(message=outcome, path=f"items.{number}")
        return


def _is_sold(view: View, found: re.Match[str], *, included: bool) -> bool:
    text, (start, end) = view.text, found.span()
    if _NAMES_A_PLACE.match(text, end) or _LEFT_OUT.search(text[:start]) or _ELSEWHERE.match(text, end):
        return False
    if not included and not _is_described(text, start, end):
        return False
    return polarity(text, start, end, breaks=view.breaks) is not Polarity.FORBIDS


def _is_described(text: str, start: int, end: int) -> bool:
    """Whether a description says that it is what one buys: 购买后可乘坐观光车一圈, 人工讲解服务一场."""
    left, right = phrase_of(text, start)
    if _WAY.search(text, left, right):
        return False
    counted = _AS_TICKET.match(text, end) or _THEN_AMOUNT.match(text, right)
    clause = clause_of(text, start)
    opens = start == clause[0] and _LASTING.search(text, end, clause[1])
    if counted is not None or opens:
        return True
    given = _INCLUDES.search(text[:start]) or _RIDES.search(text[left:start])
    return given is not None and _AS_TICKET.search(text, left, right) is not None


def _wrong(product: Fields, words: str) -> Message | Skip | None:
    """What is wrong with the product that such a service is sold as; None when nothing is, or it is another trade's."""
    kind, category = product.text("kind"), product.text("category")
    families = category_trades(category).families
    if kind in _OTHER_KINDS or (families and families <= _OTHER_TRADE):
        return None
    if kind and kind != "calendar_ticket":
        return WRONG_KIND(words=words, kind=kind)
    if category and not _TICKET.search(category):
        return WRONG_CATEGORY(words=words, category=category)
    if kind:
        return None
    return Skip(NO_KIND) if category else UNTOLD_KIND(words=words)


RULES: tuple[Rule, ...] = (
    PROHIBITED,
    Rule(
        id="R09-02",
        name="ticket-type",
        title=Text(
            "讲解、景区交通、园内服务没有用门票类目的日历票",
            "Guiding, transport and services inside a sight that are no calendar ticket",
        ),
        severity=Severity.ERROR,
        needs=(Needs.TEXT, Needs.FIELDS),
        source="S004 ⑨2",
        remedy=Text(
            "改用门票类目，以日历票（calendar_ticket）推送",
            "use the ticket category and submit it as a calendar ticket (calendar_ticket)",
        ),
        bad="景区观光车往返票（团购套餐）",
        good="景区观光车往返票（门票类目，日历票）",
        fields=("title", "description"),
        in_text=in_text,
        on_product=on_product,
    ),
)
