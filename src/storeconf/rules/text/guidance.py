"""Whether words lead a customer from the content to the counter: where to click, what to buy, to come and show the code.

Reads the squashed form, except for prices, which have a reader of their own. A demand that is denied (无需出示二维码,
不用到店) or that asks for something else (点击左上角关注, 扫码加群) leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from storeconf.rules.data import table
from storeconf.rules.text import prices
from storeconf.rules.text.hours import stated
from storeconf.rules.text.normal import normal
from storeconf.rules.text.patterns import lazy

_WORDS = table("guidance_words")


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_DENIED = lazy(
    "(?:不用|无需|无须|不必|不需要?|毋需|免|别|不要|请勿|切勿|不能|无法|没法|没有|暂无|不再|不支持|不提供|未|不)(?:再|去|您|你|要|给|专门|亲自|额外|另外|任何|有)*$"
)


def _denied(text: str, start: int) -> bool:
    """Whether what starts at a place isn't needed or can't be had."""
    return _DENIED.search(text, max(0, start - 8), start) is not None


def _tells(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a text says something without denying it."""
    return any(not _denied(text, one.start()) for one in pattern.finditer(text))


# -- the host's call ---------------------------------------------------------------------------------------------------

_TARGET, _CLICK, _BUY = (_any(_WORDS["host"][name]) for name in ("targets", "clicks", "buys"))
_SOCIAL = lazy(_any(_WORDS["host"]["social"]))
_SAME = r"[^。;!?\n]"
_LEAD = lazy(
    rf"(?:{_CLICK}|从|在|去|到|上|看|看到|瞄准|看向)(?:这个|那个|我们?|咱们?|你们?|您|的|一下|下|直播间|屏幕|视频|手机|页面|主播|里|中|上|,){{0,6}}{_SAME}{{0,3}}?(?P<target>{_TARGET})|"
    rf"(?P<where>{_TARGET}){_SAME}{{0,8}}?(?:{_CLICK}|{_BUY})|"
    rf"(?:[0-9一二三四五六七八九十]+|这个|第[一二三四五六七八九十])号?(?:链接|连接|链|车)"
)
_PHRASE_END = lazy("[,。;!?\n]")
_CLICKS = lazy(_CLICK)
_FOLLOWS = lazy(f"(?:{_TARGET}|的|那个)*,?(?:来|再|记得|先)?(?:{_SOCIAL.pattern})")
_LEAD_ALONE = lazy("(?:从|在|去|到|上|看|看到|瞄准|看向)")
_ACTS = lazy(f"{_BUY}|{_CLICK}")
_AFTER = 24
"""Characters behind a place named alone within which one is told to do something there."""


def leads_to_button(text: str) -> bool:
    """Whether it says where to click: 点击右下角黄色按钮, 小黄车里拍. Calls to follow, like or share are none."""
    for one in _LEAD.finditer(text):
        if _denied(text, one.start()) or _SOCIAL.search(text, one.start(), min(one.end() + 6, _end(text, one.end()))):
            continue
        if _FOLLOWS.match(text, one.end()):
            continue
        alone = _LEAD_ALONE.match(one.group()) is not None and not _CLICKS.search(one.group())
        if not alone or _ACTS.search(text, one.end(), one.end() + _AFTER):
            return True
    return False


def _end(text: str, position: int) -> int:
    """Where the phrase around a position ends."""
    found = _PHRASE_END.search(text, position)
    return found.start() if found else len(text)


_MONEY = {prices.Kind.SELLING, prices.Kind.OTHER, prices.Kind.PER_PERSON, prices.Kind.PER_UNIT, prices.Kind.FACE}
_BARE_PRICE = lazy(
    r"(?<![0-9.])[0-9]{1,4}(?:\.[0-9]{1,2})?(?:米(?![饭线粉])|就能|就可以|就(?=[抢拍买拿带享吃])|拿下|带走|到手|抢|开抢|秒|拍|包|两位|两个人|一位|一份|一张|一晚|一次|搞定|的(?=[单双一二三四五六七八多][人位份]))"
)
_COUNTED = lazy(
    "[单双一二两三四五六七八九十0-9多][至到-]?[0-9]?[人位](?:套?餐|份|自助|火锅|烤肉|票|桌)|代金券|抵用券|[次月季年周]卡|体验[课券卡]"
)
_GOODS = lazy(_any(_WORDS["host"]["goods"]))
_SHOP = lazy("^[^,。;!?\n]{0,4}?(?:店|直播间|馆|家的直播|官方号|账号)")
_OBJECT = lazy(
    rf"(?:{_BUY})(?:到|走|下|起|入|购|了|一?[份个张套单桌]|这[款个份张套]|那[款个份张套]|我们的?|咱们的?|咱家的?|我家的?|的|新款)*(?P<object>[\u4e00-\u9fffa-z0-9+·]{{2,14}})"
)
_GENERIC = lazy(f"(?:{_any(_WORDS['host']['generic'])})+")
_SHARED = 3
"""Characters of a title in a row that name the product."""


def names_goods(raw: str, titles: Iterable[str]) -> bool:
    """Whether it says a price or what is sold."""
    if any(one.kind in _MONEY for one in prices.mentions(raw)):
        return True
    text = normal(raw).squashed.text
    if _BARE_PRICE.search(text) or _COUNTED.search(text) or any(_quotes(text, title) for title in titles):
        return True
    return any(_is_offered(text, one) for one in _GOODS.finditer(text)) or any(
        _is_name(one["object"]) for one in _OBJECT.finditer(text)
    )


def _quotes(text: str, title: str) -> bool:
    """Whether a text repeats enough of a product's title."""
    name = normal(title).squashed.text
    pieces = (name[at : at + _SHARED] for at in range(len(name) - _SHARED + 1))
    return any(piece in text and not _GENERIC.fullmatch(piece) for piece in pieces)


def _is_offered(text: str, one: re.Match[str]) -> bool:
    """Whether a kind of goods is what is sold, not a part of the shop's name; something has to be done with it."""
    left = max(text.rfind(mark, 0, one.start()) for mark in "。;!?\n") + 1
    right = _end(text, one.end())
    if _SHOP.match(text, one.end()) or _SHOP.match(text[one.end() : right]):
        return False
    return _ACTS.search(text, left, right) is not None


def _is_name(found: str) -> bool:
    """Whether something of a name is left when the words that say nothing are taken out."""
    rest = _GENERIC.sub("", found)
    return len(rest) >= 2 and not re.search(_CLICK, rest)


_STORE_WORDS = (
    "门店|店里|店内|店铺|店|前台|柜台|收银台|餐厅|饭店|酒楼|馆里?|酒店|景区|现场|我们这|咱们这|这边|我们家|咱家|我家"
)
_COMES = lazy(
    rf"(?:到|来|进|去|至|往|上|回|抵)(?:了|达)?(?:我们?|咱们?|咱家|我家|任意|任何|任一|一家|就近|附近|线下|全城|各|本|小|实体|指定|你家|您|家|附近的|的)*(?:{_STORE_WORDS})(?!直播|铺直播|主页|的?直播间|的朋友|的宝|的家人|的顾客|过的|多远|[0-9]+公里)"
    rf"[^。;!?\n]{{0,10}}?(?:用|使|消费|吃|享|兑|扫|出示|亮|报|验|核|体验|取|领|做|入住|玩|炫|喝|给|点餐|直接|即|就|落座|入座|撸|涮|品尝|尝|剪|按|洗|泡|拍|兑换|办理|找|说|提|看|都|随时|都能|任选)"
)
_VERIFIES = lazy(
    "(?:给|让|找)[^,。;!?\n]{0,6}(?:店员|服务员|前台|老板|收银员?|工作人员|店长|师傅|小哥|小妹)[^,。;!?\n]{0,3}(?:扫|看码|核)|"
    "核销|验券|销券|验码|消券|兑券|券码兑|扫码(?:就|即|直接)?(?:用|吃|使用|消费|入)|(?:出示|亮出?|凭|报|打开)[^,。;!?\n]{0,8}(?:码|券|订单)"
)


def calls_to_store(text: str) -> bool:
    """Whether it says to come to the store and verify: 到店直接核销, 来店里出示券码就能用."""
    return _tells(_COMES, text) or _tells(_VERIFIES, text)


# -- the message after payment -----------------------------------------------------------------------------------------

_CODE = lazy(
    r"(?:核销|订单|券|卡券|消费|团购|兑换|验券|提货|入园|入场|取票|电子|凭证|数字|专属|到店|套餐|抖音|优惠|此|本|该|"
    r"出示|凭|这个|下方|上方|附上?的?|您的|你的)(?:的|里的?|中的?|专属)?(?:二维码|条形?码|码|qr ?码?)|"
    r"二维码|条形码|条码|\bqr(?:_?code)?|qr码|券码|扫码(?=核销|验券|使用|入园|消费|兑|即可|就)|码(?=核销|验券)|(?:出示|亮出|打开|展示|凭)[^,。;!?\n]{0,8}码"
)
_CODE_OF_OTHERS = lazy(
    r"(?:微信|公众号|社?群|企业?微?信?|客服|好友|店长|老板|收款|付款|支付|停车|健康|点[餐单菜]|wi-?fi|会员|邀请|推广|领券|领红包|抽奖|小程序|桌面?|桌上|取餐|验证|手机验证|行程|评价)[^,。;!?\n核券]{0,4}$"
)
_CODE_FOR_OTHERS = lazy(
    r"^(?:即?可|就能|来|去|,)?(?:加|进群|入群|关注|添加|领券|领红包|领福利|点[餐单菜]|付款|支付|结账|停车|连|注册|入会|咨询|联系|抽奖|评价|好评|下载|开发票|开票)"
)
_OWN_CODE = lazy("(?:核销|验券|团购|订单|兑换|提货|入[园场]|取票|卡券|电子券)[的券页]?(?:二维码|条形?码|码|qr)")
"""A code with one of these names is the customer's own, whoever is named before it: 客服提醒：核销二维码已附上."""
_LATER = lazy("^[^,。;!?\n]{0,4}(?:稍后|后续|另行|晚点|暂未|暂不)")


def shows_code(text: str) -> bool:
    """Whether it holds the verification code, or says which code to show. A code to follow or to pay is another one."""
    return any(
        not _denied(text, one.start())
        and (_OWN_CODE.search(one.group()) or not _of_others(text, one))
        and not _CODE_FOR_OTHERS.match(text[one.end() : one.end() + 8])
        and not _LATER.match(text[one.end() : one.end() + 8])
        for one in _CODE.finditer(text)
    )


_OWN_PLACE = (
    "(?:门店|店铺|商家|商户|本店|店|我们|这里|poi)(?:的|详细)?(?:位置|地址|定位|地点|卡片|主页|页面?|链接|信息)"
)
_WAY = lazy(
    rf"导航(?!栏|菜单|仪|键)|(?<!旅游)(?<!参观)(?<!徒步)(?<!骑行)(?<!游玩)(?<!游览)(?:路线|线路图)(?:图|指引|指南|:|见|在|如下|请|可|点|已|怎么)?|怎么走|如何到达|(?<!美食)(?<!亲子)(?<!寻宝)(?<!藏宝)地图|"
    rf"{_OWN_PLACE}[^,。;!?\n]{{0,6}}(?:链接|卡片|点击?|戳|点开|点这|点此|→|>|👇|http)|"
    rf"(?:点击?|戳|点开|打开|查看|轻触|长按|复制)[^,。;!?\n]{{0,10}}(?:位置|地址|定位|{_OWN_PLACE}|门店名|店名|路线|到店)|"
    r"(?:位置|地址|定位|门店|poi|路线|到店)(?:卡片|链接|小卡)|一键(?:到店|前往|直达|到达)|\bpoi"
)
_URL = lazy(r"https?://|douyin\.com|iesdouyin")
_PLACE_NEAR = lazy("位置|地址|定位|到店|门店|怎么来|前往|[路街道巷]")


def shows_way(text: str) -> bool:
    """Whether it holds a link that leads to the shop. An address alone is none."""
    if _tells(_WAY, text):
        return True
    return any(_PLACE_NEAR.search(text, max(0, one.start() - 16), one.start()) for one in _URL.finditer(text))


_HOURS_SLOT = lazy(r"[{【\[<「][^}】\]>」]{0,20}(?:营业时间|hours)[^}】\]>」]{0,12}[}】\]>」](?![^,。;\n]{0,4}内)")
_HOURS_ELSEWHERE = lazy(
    r"(?:营业|开放)时[间段](?:请|可|可以|以|详|都|也|信息)*(?:点击|点|参|查|详)?(?:见|看|查看|查询|参考|参照|以)[^,。;!?\n内]{0,14}"
)


def tells_hours(text: str) -> bool:
    """Whether it says when the shop is open, or where that is written. 营业时间内到店 says neither."""
    return bool(stated(text)) or bool(_HOURS_SLOT.search(text)) or bool(_HOURS_ELSEWHERE.search(text))


def _of_others(text: str, one: re.Match[str]) -> bool:
    """Whether a code is one to follow, to pay or to order with, by the words before it or within it."""
    start = max(0, one.start() - 10)
    return any(_CODE_OF_OTHERS.search(text, start, end) for end in (one.start(), one.end() - 1))


# -- the call ----------------------------------------------------------------------------------------------------------

_CONFIRMS = lazy(
    "(?:已经?|刚刚?|成功|您|你|客户)[^,。;!?\n]{0,14}?(?:购买|下单|购得|购入|抢购|抢到|拍下|支付|付款|预订|订购|选购|团购了|买)|(?:购买|下单|抢购|支付|付款|订购|拍单|团购|购券|买单|预订|出票)(?:已经?)?(?:成功|完成|好|了)|"
    "感谢(?:您|你)?(?:的)?[^,。;!?\n]{0,10}?(?:购买|下单|选购|抢购|支持[^,。;!?\n]{0,6}团购|团购)|(?:订单|团购券?|套餐券?|代金券|券码?)(?:已经?|现已)?(?:确认|生成|到账|生效|出票|支付|付款|购买|下单|发放|成功)|"
    "收到(?:了)?(?:您|你)的?[^,。;!?\n]{0,10}(?:订单|下单|团购|付款)|(?:您|你)(?:在[^,。;!?\n]{0,16})?(?:购买|下单|拍下|抢到|买|团|订)的|(?:您|你)(?:刚刚?|刚才|在抖音|在我们店|今天|昨天|之前)+[^,。;!?\n]{0,4}?(?:拍|抢|团|买|订|下)(?:了|到|下|的)"
)
_NOT_BOUGHT = lazy(
    "(?:欢迎|可以?|如需|如果|若|想|请|尽快|没有|未|还没|尚未|需要?|要|记得|邀请)(?:您|你|再次|继续|来|前来|前往|去|在抖音|抖音|线上|通过抖音)*$"
)


_UNPAID = lazy("[^,。;!?\n]{0,10}(?:还没有?|尚未|没有|暂未|未)(?:完成)?(?:付款|支付|下单|购买|使用券)")
_PURCHASE = lazy("购买|下单|购得|购入|抢购|抢到|拍下|支付|付款|预订|订购|选购|团购|买|订单|券")


def confirms_purchase(text: str) -> bool:
    """Whether it tells the customer that the purchase went through. 欢迎购买 and 尚未付款 don't."""
    for one in _CONFIRMS.finditer(text):
        verb = _PURCHASE.search(one.group())
        at = one.start() + (verb.start() if verb else 0)
        if _UNPAID.match(text, at):
            continue
        if not _NOT_BOUGHT.search(text, max(0, at - 10), at) and not _denied(text, at):
            return True
    return False


_COUNTER, _KNOWN_COUNTER, _PLACE = (_any(_WORDS["counter"][name]) for name in ("nouns", "known", "places"))
_FLOOR = r"(?:负?[0-9一二三四五六七八九十]+(?:楼|层|f(?![a-z]))|[bf][0-9]|[0-9a-z一二三四五六七八九十]+号(?:柜台|窗口|档口|铺位?|门|台))"
_AT_COUNTER = lazy(
    rf"(?:{_PLACE}|{_FLOOR}){_SAME}{{0,16}}?(?:{_COUNTER}|核销|验券|扫码|出示|柜)|(?:{_COUNTER}|核销(?:位置|地点)?){_SAME}{{0,14}}?(?:{_PLACE}|{_FLOOR})|(?:{_KNOWN_COUNTER})"
)


def tells_counter(text: str, counter: str) -> bool:
    """Whether it says where coupons are verified: 进门左手边的柜台, 一楼前台. `counter`: the store's own words for it."""
    own = normal(counter).squashed.text
    return (bool(own) and own in text) or _tells(_AT_COUNTER, text)


_SHOW = lazy(
    r"(?:出示|展示|亮出|亮一?下|亮|打开|拿出|提供|给[^,。;!?\n]{0,8}看|让[^,。;!?\n]{0,8}扫|报|凭|持|扫描?|呈上|拿着)[^,。;!?\n]{0,14}?(?:码|券|订单|凭证|二维|qr)|(?:码|券|订单|二维码|凭证)[^,。;!?\n]{0,8}?(?:出示|展示|亮|打开|给[^,。;!?\n]{0,8}(?:看|扫)|报给|让[^,。;!?\n]{0,8}扫|扫一?下|交给)|扫码(?:核销|使用|验券|即|就|消费)|码上核销"
)


def tells_to_show(text: str) -> bool:
    """Whether it says to show the code: 出示此码即可使用, 打开订单让店员扫一下."""
    return any(
        not _denied(text, one.start())
        and not _CODE_OF_OTHERS.search(one.group()[:-1])
        and not _CODE_FOR_OTHERS.match(text[one.end() : one.end() + 8])
        for one in _SHOW.finditer(text)
    )


_NAME = r"[\u4e00-\u9fffa-z0-9·&()]"
_ENDS, _ENDS_AS_GOODS, _ENDS_SURELY = (_any(_WORDS["store"][name]) for name in ("ends", "goods_too", "sure"))
_SPEAKS_ON = "的|团|购|提醒|为您|欢迎|[,。!:]|工作人员|客服|前台|店员|代金|抖音|下单|买|订|$"
_SHOP_NAMED = lazy(
    rf"(?P<name>{_NAME}{{1,16}}?(?:(?:{_ENDS})(?={_SPEAKS_ON}|套餐|[0-9单双一二三四五六七八九十]|[年月季次]卡|体验)|(?:{_ENDS_AS_GOODS})(?={_SPEAKS_ON})))"
)
_SURELY_NAMED = lazy(rf"(?P<name>{_NAME}{{2,16}}?(?:{_ENDS_SURELY}))")
_SPEAKS_AS = lazy(
    rf"(?:这里是|这边是|这是|我是|我们是|来自|欢迎光临|欢迎来到|光临|在|【)(?P<name>{_NAME}{{2,16}}?)(?=的|团|购|提醒|为您|客服|[,。!:】]|下单|买|订|抖音|门店)"
)
_BOUGHT_OF = lazy(
    rf"(?:购买|下单|抢购|抢到|拍下|买|订购|选购|预订|团购)(?:了|到|的|过)*(?P<name>{_NAME}{{2,16}}?)(?:的)?(?=团购|抖音团购|门店|优惠套餐)"
)
_NO_NAME = lazy(
    "^(?:您|你|我们?|咱们?|本|到|进|来|去|小|门|该|此|这家?|那家?|贵|在|已|成功|购买|下单|了|的|欢迎|光临|感谢|亲|您好|你好|抖音|尊敬的|顾客|客户|朋友|一家|线下|实体|任意|全国|各|就近|附近|请|可|随时|直接|核销|团购|订单|商|店|我|家|大|回|平台|直播间?|线上|本地生活|生活服务|前台|柜台|客服|工作人员|人工|智能|ai|语音|助手|机器人|团购券?|套餐|代金券|进门|左手边?|右手边?|一楼|二楼|大厅|收银台|服务|中心|门店|,)*"
    "(?:店|馆|家|中心|前台|客服|餐厅|酒店|火锅|咖啡|健身|按摩|烤肉)?$"
)
_LEADING = lazy("购买|下单|抢购|抢到|拍下|买|订|了|在|是|您|你|到|来|刚刚|的")
_GOODS_END = lazy("(?:餐|券|套餐|次卡|月卡|年卡|门票|票|人份|体验课|课程|房|晚|[0-9]元.*)$")
_BRANCH = lazy(r"[(·\s-]*(?P<branch>[\u4e00-\u9fffa-z0-9]{2,12}店)\)?$")
_BRANDED = 2


def names_store(text: str, name: str) -> bool:
    """Whether it names the shop. `name`: as on the store's page; empty when unknown, and then any shop's name will do."""
    if not name:
        return _names_some_store(text)
    own = normal(name).squashed.text
    branch = _BRANCH.search(own)
    brand = re.split(r"[(·\s-]", own)[0]
    if branch is not None and brand.endswith(branch["branch"]):
        brand = brand.removesuffix(branch["branch"])
    if own in text or (branch is not None and branch["branch"] in text):
        return True
    if not brand or not any(brand[:length] in text for length in range(len(brand), _BRANDED - 1, -1)):
        return False
    return branch is None or not _names_other_branch(text, brand, branch["branch"])


_OTHER_BRANCH = lazy(r"[(·]?(?P<branch>[\u4e00-\u9fff]{2,6}?)店(?!长|员|里|内)")
_PLAIN_BRANCH = lazy(
    "旗舰|总|分|本|门|直营|老|这家|我们|各|全部|任意|专卖|体验|连锁|火锅|烤|餐饮|饭|酒|茶|咖啡|面|加盟|的|到|在|团购|抖音|新"
)


def _names_other_branch(text: str, brand: str, branch: str) -> bool:
    """Whether the brand stands there with another branch: a script that was copied from the shop next door."""
    core = branch.removesuffix("店")
    for at in (one.end() for one in re.finditer(re.escape(brand), text)):
        found = _OTHER_BRANCH.match(text, at)
        if found is not None and not _PLAIN_BRANCH.search(found["branch"]):
            return not (core in found["branch"] or found["branch"] in core or set(core) & set(found["branch"]))
    return False


def _names_some_store(text: str) -> bool:
    for pattern in (_SHOP_NAMED, _SURELY_NAMED, _SPEAKS_AS, _BOUGHT_OF):
        for one in pattern.finditer(text):
            name = _LEADING.split(one["name"])[-1]
            if len(name) >= _BRANDED and not _NO_NAME.match(name) and not _GOODS_END.search(name):
                return True
    return "xx店" in text


# -- the words over the pinned video -----------------------------------------------------------------------------------

_SECONDS = lazy("(?<![0-9十二])(?:3|三|叁)(?:秒钟?|s(?![a-z])|”|″)")
_OVERLAY_CODE = lazy("(?:出示|亮出?|展示|打开|拿出)[^。!?\n]{0,10}?码")


@lru_cache(maxsize=1024)
def overlay_lacks(text: str) -> tuple[str, ...]:
    """Which of `code`, `seconds`, `verify` the words over the counter video lack."""
    told = {
        "code": _tells(_OVERLAY_CODE, text),
        "seconds": _SECONDS.search(text) is not None,
        "verify": "核销" in text,
    }
    return tuple(name for name, found in told.items() if not found)
