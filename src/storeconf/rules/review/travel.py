"""⑧5 Tours: no product of a store's place may be one, nor say so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.rules.case import PROSE, Case, Written
from storeconf.rules.rule import Hit, Needs, Outcome, Rule
from storeconf.rules.text.clauses import clause_of, phrase_of
from storeconf.rules.text.patterns import lazy
from storeconf.rules.text.polarity import Polarity, polarity

TOUR = Text(
    "“{words}”是线路类商品的说法，不能挂在门店上卖", "{words} speaks of a tour, which can't be sold at a store's place"
)

_GATE = lazy(
    "游|团|飞|纯玩|线路|路线|环线|自由行|包车|行程|day|d[12]|第[一1]天|导游|领队|大巴|返程|送回|集合|发车|购物店|旅行社|晚|日"
)
_COUNT = "[0-9一二两三四五六七八九十多半数几]{1,3}"
_NIGHTS = "(?:[0-9一二两三四五六七八九十]{1,2}[晚夜])?"
_MANNER = (
    "(?:的|之|精品|纯玩|深度|跟团|自由|亲子|小团|品质|豪华|休闲|包车|户外|环线|环岛|环湖|周边|"
    "精华|轻奢|自驾|徒步|拼车|家庭|团队|研学|旅|全景|经典|度假|生态|红色)*"
)
# 游泳, 游戏, 游乐, 园 and 客: the day belongs to something else. 一日游玩 and 一日游览 tell how long a ticket holds.
_NO_TOUR = "(?![泳戏乐园客玩船艇轮览走动街离击标资说牧民侠神弋丝刃]|行(?!程))"
_DAY_TOUR = lazy(
    f"(?<![月第年0-9.周期]){_COUNT}[日天曰]{_NIGHTS}{_MANNER}游{_NO_TOUR}|"
    f"(?<![月第年0-9.周期]){_COUNT}[日天曰]{_NIGHTS}(?:的|精品|纯玩|深度|品质|小众|亲子|户外)*"
    "(?:跟团(?![购队长建体圆员餐])|包车(?!位)|自由行(?!客)|拼车|小团(?![购建队圆体餐])|团(?![购建队圆体餐聚子员长年券队])|徒步穿越|旅行团|旅游团|"
    "纯玩)|"
    f"(?<![月第年0-9.周期]){_COUNT}[日天]{_NIGHTS}行程(?!卡|码)|"
    f"(?:大|小|自驾|经典|全景)?环线{_COUNT}[日天](?!卡|票|营)|"
    "(?:one|half|full|[1-9])[- ]?day[- ]?(?:tours?|trips?)|[0-9一两二三]日tour"
)
_GROUP = lazy(
    "跟团(?:游(?![客])|出[行发游]|旅[游行]|报名|价|前往|同行|费|省心|无忧|[玩走去])|纯玩团|纯玩无购物|小包团|散客?拼团?(?=出|发|线|游|车|价|天)|(?:旅游|旅行)团(?:报名|出发|行程|线路|价|"
    "费|游)|拼车游(?!客)|包车游(?!客)|"
    "散客(?:拼团|成团|天天|每天)|独立成团|一家一团|天天发团|每[天日]发团|(?:[0-9]+|[一二三四五六七八九十]+)人成团(?!免单|价|优惠|即|立减|享|送)|随团导游|地接社|地接服务|"
    "全程导游(?:陪同|服务)|[双单四]飞(?:[0-9一二三四五六七八九十]|往返|纯玩|自由)|"
    "(?:出境|境外|国内|省内|环岛|环湖|川西|新疆|云南)游(?:线路|套餐|跟团|报名|产品)|自由行(?:套餐|产品|线路|攻略团)|机[+加]?酒(?:自由行|套餐)"
)
_ROUTE = lazy(
    "(?:旅游|旅行|出游|跟团|出境|精品|精华|经典|热门|特色|黄金|小众|网红|环线|环湖|环岛|自驾|度假|研学|游玩|游览|观光|古镇|古城|景区|湖区|山水|"
    "海岛|草原|周边|[一两二三四五0-9][日天](?:[一二三四0-9][晚夜])?)(?:的|游|精华|精品|经典|深度|风光)*(?:线路|路线)(?![图牌])|"
    "(?:本|此|该|这条|这款)(?:产品|商品|套餐|团购|条|款)?(?:为|是|属于|系)?[^,。;!?\n]{0,8}(?:线路|路线)(?![图牌指])|"
    "线路(?:[一二三四1-4a-d](?=[:：])|报名|游(?![泳戏客])|类|产品|价格|咨询|定制)|行程线路|定制(?:旅游|旅行|行程|线路)"
)
_OTHER_ROUTES = lazy(
    "攀岩|抱石|岩馆|岩壁|雪道|滑雪|骑行|公交|地铁|大巴|班车|乘车|驾车|导航|自驾路|开车|到店|网络|电|密室|剧情|闯关|赛道|卡丁车|跑步|徒步道|步道|"
    "园内|馆内|场馆|展厅|推荐|路车|酒店位于|附近|周边|毗邻"
)
_SIGNS = tuple(
    lazy(pattern)
    for pattern in (
        "集合(?!店|了|各)|发车|上车点|统一出发|出发地|上车地点|早上接|准时出发|上门接|酒店接",
        "返程|返回(?:市区|酒店|出发|上车|集合|广场)|送回|送团|散团|返市区|回到(?:市区|出发)|回程",
        "(?:跟着?|随|全程|专业|中文|持证|优秀|含|配|有|带|金牌)[^,。;!?\n]{0,3}导游(?!图|机|词)|导游(?:陪同|全程|服务|带|接|讲解|小费|和|、)|领队",
        "不进(?:任何)?购物店|全程不进店|不进店(?=购物|$|[,。;!])|无购物|不购物|零购物|0购物|不进购物|无自费|纯玩",
        "(?:含|乘坐?|坐|往返|专线|豪华|旅游|空调|正规)[^,。;!?\n]{0,4}(?:大巴|中巴|商务车)|(?:大巴|中巴|商务车|专车)(?:往返|接送|出发|上门)|旅游车|"
        "考斯特",
        "行程(?!有变|变|码|卡|紧|冲突|改|取消|延误|不便|调整|原因|单|中|问题)|线路(?!图|牌|板)|(?:上午|早上|早餐后)[^。;!?\n]{0,14}(?:下午|中午|午后|"
        "傍晚)[^。;!?\n]{0,12}|第[一1]天|d1|day ?1|途经|景点[一二三四1-9]",
        "旅行社|地接|成团(?!价|优惠|即)|跟团(?![购队])|散客(?:拼|成|天天)|报团",
        "[一两二三四五0-9]{1,2}[天日][一两二三四0-9]{1,2}[晚夜]|次日(?:返|早|上午|集合|游)|第二天(?:返|上午|早餐|游|前往)|含(?:住宿|"
        "早餐)[^,。]{0,3}(?:门票|用车)",
    )
)
"""What tells a tour: gathering, return, guide, no shops, coach, itinerary, agency, nights."""
_GATHERING = 0
_AT_A_SIGHT = lazy(
    "(?:(?:游客|服务|接待|讲解)中心|检票[口处]|售票[处厅口]|(?:[景园]区|[展馆园]内|博物馆)[^,，。;；]{0,4})(?:门口|大?门|入口|处|前台?|大厅|内|里|外|旁)*$"
)
"""Where visitors of one sight gather, before a word for gathering: 到游客中心集合. Tours start in the town."""
_SURE_SIGNS = frozenset((2, 3, 6))
_ENOUGH_SIGNS = 3
_OWN_TRIP = lazy(
    "漂流|潜水|浮潜|滑翔|跳伞|滑雪|营会|夏令营|冬令营|课程|训练营|徒步|登山|骑行|露营|赛事|跑步|婚礼|拍摄|旅拍|跟拍|写真|班车|免费接送|地铁|公交"
)
_PEOPLE = lazy("(?:的)?(?:游客|客人|旅客|团队|人员|用户|团友|客户|订单|散客|群体|人群)")
_DAYS = lazy("(?:d|day|第)[ ]?([1-9一二三四五])[天日]?(?=[:：、,，至抵早上下入接集出游前])")
_ON_THE_WAY = lazy("接机|送机|接站|送站|返程|散团|集合出发|集合上车|乘大巴|旅游大巴|车览|抵达|送团|游览|前往")
_ENOUGH_WAY = 2
_REFUSES = lazy("(?:非|不是|并非|不属于|不接|不做|告别|拒绝|谢绝|区别于)[^,，。;；]{0,4}$")


def day_tour(written: Written, case: Case) -> Iterator[Outcome]:
    """Words of tours. A product of the kind day_tour is one, and may say so."""
    view = written.normal.squashed
    text = view.text
    if _GATE.search(text) is None or _is_tour(written):
        return
    for start, end in _tours(text):
        if _is_refused(text, start, end, view.breaks):
            continue
        raw_start, raw_end = view.raw_span(start, end)
        yield Hit(start=raw_start, end=raw_end, message=TOUR(words=written.raw[raw_start:raw_end]))
        return


def _is_tour(written: Written) -> bool:
    return any(one.text("kind") == "day_tour" for one in (written.product, *written.others))


def _tours(text: str) -> Iterator[tuple[int, int]]:
    for found in _DAY_TOUR.finditer(text):
        yield found.span()
    for found in _GROUP.finditer(text):
        if not _PEOPLE.match(text, found.end()):
            yield found.span()
    for found in _ROUTE.finditer(text):
        left, right = clause_of(text, found.start())
        if not _OTHER_ROUTES.search(text, left, right):
            yield found.span()
    if (span := _signs(text)) is not None:
        yield span
    days = list(_DAYS.finditer(text))
    if len({one.group(1) for one in days}) > 1 and len(set(_ON_THE_WAY.findall(text))) >= _ENOUGH_WAY:
        yield days[0].start(), days[-1].end()


def _signs(text: str) -> tuple[int, int] | None:
    """The course of a tour, told by several signs of different kinds: 早上集合，跟着导游，全程不进店，晚上送回."""
    found = {
        number: one
        for number, pattern in enumerate(_SIGNS)
        if (one := next((sign for sign in pattern.finditer(text) if not _in_a_sight(text, number, sign)), None))
        is not None
    }
    if len(found) < 2 or any(_is_refused(text, *one.span(), ()) for one in found.values()):
        return None
    there_and_back = {0, 1} <= found.keys() and _OWN_TRIP.search(text) is None
    sure = bool(found.keys() & _SURE_SIGNS) and _OWN_TRIP.search(text) is None
    if not (there_and_back or sure or len(found) >= _ENOUGH_SIGNS + (_OWN_TRIP.search(text) is not None)):
        return None
    return min(one.start() for one in found.values()), max(one.end() for one in found.values())


def _in_a_sight(text: str, number: int, sign: re.Match[str]) -> bool:
    return number == _GATHERING and _AT_A_SIGHT.search(text, phrase_of(text, sign.start())[0], sign.start()) is not None


def _is_refused(text: str, start: int, end: int, breaks: tuple[int, ...]) -> bool:
    """谢绝跟团游, 非一日游产品, 不含一日游: said in order not to be one."""
    if re.search(
        "(?:非|不是|并非|不属于|不接|不做|告别|拒绝|谢绝|区别于)[^,，。;；]{0,4}$", text[max(0, start - 8) : start]
    ):
        return True
    # What stands behind it says nothing of it: 纯玩团不进购物店.
    return polarity(text[:end], start, end) is Polarity.FORBIDS


DAY_TOUR = Rule(
    id="R08-06",
    name="day-tour",
    title=Text("线路类商品，或出现“x日游”等字眼", "Tours, or words such as “x日游”"),
    severity=Severity.ERROR,
    needs=(Needs.TEXT,),
    source="S004 ⑧5",
    remedy=Text(
        "去掉“x日游”“跟团”“线路”等字眼，只写本店提供的内容；确实是一日游，改用平台的一日游商品类型",
        "take out “一日游”, “跟团” and “线路” and say what this store offers; a real day tour needs the platform's own product type",
    ),
    bad="古镇一日游，含往返接送",
    good="古镇门票1张，当日有效",
    note=Text(
        "平台另有“一日游”商品类型（product_type 8）；这条只管挂在门店上的团购，商品类型为 day_tour 的不查",
        "The platform has a product type for day tours (product_type 8). This rule is about group-buy products of a store; "
        "a product of the kind day_tour is exempt",
    ),
    fields=PROSE,
    in_text=day_tour,
)
