"""Whether words are said or only mentioned: quoted to deny them, put down to rumour or to other shops, or weighed.

A merchant who writes 没有“谢绝自带”的规定, “不能打包”是误传, 不打包多可惜 or 不开发票的店别去 refuses nothing.
"""

from __future__ import annotations

from storeconf.rules.text.clauses import phrase_of, sentence_of
from storeconf.rules.text.patterns import lazy
from storeconf.rules.text.tense import past

_RULE = (
    "规定|规矩|规则|说法|要求|条款|做法|限制|道理|情况|事|先例|套路|霸王条款|话|字样|字眼|一条|这条|条文|潜规则|把戏"
)
_NONE = (
    "没有|没|无|不存在|不兴|哪有|哪来|并无|从无|从没|从未|绝无|不设|"
    "不搞|不玩|不写|不会写|不贴|不主张|不使用|取消|废除|拒绝|杜绝|告别|抵制|不用|没说过?|没写过?"
)
_DENIED_BEFORE = lazy(f"(?:{_NONE})(?:过|任何|什么|所谓的?|那种|这种|这样|像)*[“\"「『‘']?[^,，。；;]{{0,6}}$")
_A_RULE = lazy(
    f"[”\"」』’']?[^,，。；;“]{{0,8}}?(?:的|这种|那种|这类|这样的|之类的?|这)[^,，。；;]{{0,4}}?(?:{_RULE})|"
    "[”\"」』’']?[^,，。；;“]{0,4}?(?:这?一说|之说|这回事|那回事|这码事|那码事|这一套|那一套|这事)"
)
_RUMOUR = lazy(
    "[”\"」』’']?[^,，。；;]{0,10}?(?:是|属|属于|都是|纯属|纯粹是)(?:个|一种)?(?:误传|谣传|谣言|误会|误解|讹传|假的|假消息|"
    "错误|不实|老黄历|过去式|旧规|传言|霸王条款|违法的?|不合法的?|无效的?|不对的)"
)
_UNTRUE = lazy(
    "[”\"」』’']?[^,，。；;]{0,10}?(?:说法|消息|传言|传闻|信息|宣传|广告|电话|短信)[^,，。；;]{0,6}(?:勿|别|不要|莫|不可|并?不)[轻相]?(?:信|属实|真实|实)"
)
_OF_OTHERS = lazy(
    "[^,，。；;]{0,4}的(?:那种|那些|这种)?(?:店|商家|门店|餐厅|酒店|老板|地方|同行|机构|人家)[^,，。；;]{0,8}"
    "(?:别去|别来|不少|很多|太多|多的是|多了去|我们不学|也有|到处都是|不值得|避开|拉黑|绕|不靠谱)"
)
_NOT_DONE = lazy(
    "[^,，。；;]{0,4}的(?:事情?|做法|行为|态度|话)[^。；;]{0,6}?"
    "(?:我们|本店|我家|咱|这里|在这|小店)?(?:从来?|绝|坚决)?(?:不(?:做|干|会(?:做|干|发生|有|说)|存在|说|搞)|没发生|零容忍)"
)
_WEIGHED = lazy(
    "[^,，。；;]{0,2}?(?:多|太|就太?|岂不|真|怪|好|才|挺|很|实在|那就|可就|可太|未免|有点|也太|简直)(?:是|叫|可|太)*"
    "(?:可惜|浪费|亏|遗憾|吃亏|说不过去|不应该|对不起)"
)
_ALL_ONE = lazy(
    "[^,，。；;]{0,5}?(?:也|都|照样|同样|亦|一样)(?:没关系|没事|没问题|无妨|行|可以?|不影响|不要紧|不碍事|无所谓|"
    "能(?!不)|照样|一样|一个价|随您|随你|ok|没啥|没什么)|[^,，。；;]{0,6}(?:不影响|不要紧|没关系|没事)"
)
_AS_A_WORD = lazy(
    "[”\"」』’']?(?:这|这个|这种|这类|这些|那种|之类的?|二|两个|几个|四个)*(?:词|字眼?|大话|称号|名头|字样)[^。；;]{0,6}(?:不|没|无|免)"
)
_NEGATIVE = lazy("[不没无别勿禁拒恕谢]")
"""Only a refusal is taken back by 不存在的; asked of 开票, the same answer refuses."""
_ANSWERED_NO = lazy(
    "[^，,。；;!！]{0,2}[?？吗么嘛][?？]?(?:亲|放心|别怕|别慌|别担心|哈哈|嘿)*[，,]?(?:不存在|怎么可能|怎么会|不可能|没有的事|没这回事|没这种事|想多了|才不|不会|"
    "那是?以前|假的|误会|谣言)"
)
_DOUBTED = lazy(
    "(?:谁说|谁讲|怎么可能|怎么会|哪会|哪能|岂能|岂会|难道|才不会?|何必|为什么要?|为啥|凭什么)[^,，。；;]{0,10}$"
)
_QUOTE_OPEN = "“\"「『‘'"
_QUOTE_CLOSE = "”\"」』’'"
_TURNED_DOWN = lazy(
    "不(?:会|再|敢|该|应|许|准|需)*(?:写|说|贴|搞|主张|标注|出现|存在|讲|挂|玩|印)|没有|没写|没贴|从未|绝无|"
    "取消了|废除|撕掉|杜绝|告别|抵制|摒弃|违法|霸王|误传|谣[言传]|不合法|不属实|误会"
)


def mentioned(text: str, start: int, end: int) -> bool:
    """Whether the words at a place are brought up only to deny or weigh them, or leave them to others or to the past."""
    left, right = phrase_of(text, start)
    limit = sentence_of(text, start)[1]
    after = text[end:limit]
    if (
        _RUMOUR.match(after)
        or _UNTRUE.match(after)
        or _OF_OTHERS.match(after)
        or _NOT_DONE.match(after)
        or _WEIGHED.match(after)
    ):
        return True
    if _AS_A_WORD.match(after) or (_NEGATIVE.search(text, start, end) and _ANSWERED_NO.match(text, end)):
        return True
    if _DOUBTED.search(text, left, start):
        return True
    if _DENIED_BEFORE.search(text, left, start) and _A_RULE.match(text, end, right):
        return True
    return _in_quotes(text, start, end) or past(text, start, end)


def indifferent(text: str, start: int, end: int) -> bool:
    """Whether it is all one to the shop: 不打包也没关系, 没带税号也不影响."""
    return _ALL_ONE.match(text, end, sentence_of(text, start)[1]) is not None


def _in_quotes(text: str, start: int, end: int) -> bool:
    """Whether the words stand in quotation marks in a sentence that turns them down."""
    left, right = sentence_of(text, start)
    opened = max((text.rfind(one, left, start) for one in _QUOTE_OPEN), default=-1)
    if opened < 0 or start - opened > 16:
        return False
    closed = min((here for one in _QUOTE_CLOSE if (here := text.find(one, end, right)) >= 0), default=-1)
    if closed < 0 or closed - end > 16:
        return False
    return bool(_TURNED_DOWN.search(text, max(left, opened - 14), opened) or _TURNED_DOWN.search(text, closed, right))
