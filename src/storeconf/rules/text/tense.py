"""Whether what is said was so once and is no more: 以前不让自带，去年起全面放开; 开不了票的问题已解决.

What a shop once refused, charged or rewarded is no term of today. The words are the same in every rule, so they are
looked for here.
"""

from __future__ import annotations

from storeconf.rules.text.clauses import next_clause, phrase_of, sentence_of
from storeconf.rules.text.patterns import lazy

_ONCE = lazy(
    "(?:以前|从前|曾经?(?!祖|孙)|原先|过去(?!的?(?:路|时要|即))|往年|往日|昔日|去年|前年|早年|早期|早些年|前些年|前几年|起初|当初|最初|一开始|此前|先前|早先|"
    "(?:^|[,，。;；!：:]|本店|我们|店里|小店|咱家|我家|咱们)(?:之前|原来|早前|前阵子|前段时间)|开业(?:初期|之初|头|那|时|前)|刚开(?:业|店|张)|"
    "试营业|旧(?:规|版|条款)|老(?:规矩|规定|店规|版|条款)|上(?:个月|一季|半年)|疫情|前两[年月天])(?![^,，。;；]{0,4}起)"
)
_NOW = lazy(
    "现(?:在|已|如今|改|可)|如今|目前|眼下|今年|今[后起]|这[个次]?月|本[月周]|从今|往后|即日|"
    "(?:[0-9一二三四五六七八九十]+(?:月|日|号|年)份?|(?<![前后])[底初末中旬]|上?个?月|(?<!每)[周年]|开始|升级|装修|改版|搬家|新店|整改)(?:起|之?后|以后|以来|开始)|新规|"
    "已经?(?=[可取开放解改恢换全])|改[为成了](?!签)|换[了成]|全面|放开|解禁|取消了|恢复|不再"
)
_STILL = lazy(
    "[^,，。;；]{0,6}?(?:也(?=[不没无一同照收要])|仍|还是|还(?=[不没])|依[然旧]|照[样旧]|同样|继续|一样)(?!可以|能|免|随)"
)
_REFUSES = lazy(
    "(?:不|没|无)(?:可以?|能|得|让|许|准|给|行|提供|支持|开|含|送|退|了)|[开退带办]不[了出]|谢绝|禁止|恕|暂停|停止|取消(?!了?(?:限制|规定|要求))"
)
_TURNED_GOOD = lazy("不(?:再|收|用|需|必|加|另|限|强|扣)|取消|放开|随[便意时]|都(?:能|可|行)|免")

_ABOUT = (
    "问题|情况|现象|毛病|bug|故障|规[定矩则]|店规|条款|限制|要求|做法|活动|政策|时代|日子|历史|年代|说法|标语|告示|牌子|字样|通知|收费|惯例|玩法|奖励|"
    "福利|套路|制度|一条|那条|这条|功能"
)
_DONE = (
    "解决|修复|取消|废除|废止|作废|结束|截止|停止|下线|下架|删除?[掉去了]?|撤[下销掉]?|过去|整改|去掉|拿掉|改正|改掉|改过来|终止|停[了用办掉]|成为?历史|"
    "不存在|不搞|放开|解除|摘[了掉下]|翻篇|不复存在|优化"
)
_ENDED = lazy(
    f"[”\"」』’']?(?:(?:了|的|这|这个|那个|那条|等|一类|之类|抽奖|有奖|领奖|奖)*(?:{_ABOUT})|[,，])?(?:在|于|[0-9年月日号]|上月|去年|今年|年初|年底)*"
    f"(?P<sure>已经?|早已?|早就|都|全部?|全面|现已|如今|现在|目前|彻底|统统|正式|也)*(?:{_DONE})(?P<after>[了啦咯掉~]*)"
    "(?=$|[,，。;；!！?？、\\n)）~])"
)
"""Behind a thing: that it has ended. An object behind the verb would be what ended instead: 不开发票，已取消该服务."""
_AHEAD = 40
"""Characters behind a thing within which the present has to be spoken of."""
_WITHIN = 8
"""Characters of the thing itself that may hold the past: 去年国庆加收."""


def past(text: str, start: int, end: int) -> bool:
    """Whether what stands at a place was so once, or has ended, and the present is otherwise."""
    return _ended(text, end) or _was(text, start, end)


def _ended(text: str, end: int) -> bool:
    for from_ in (end, _verb_end(text, end)):
        found = _ENDED.match(text, from_)
        if found is not None and (found["sure"] or found["after"]):
            return True
    return False


_VERB_REST = lazy("[^,，。;；!！?？的\n]{0,6}(?=的)|[^,，。;；!！?？的\n]{0,4}(?=[”\"」』’'])|[费酒水饮食品餐券]{1,3}")


def _verb_end(text: str, end: int) -> int:
    """The end of the words that a thing belongs to: 转发抽|奖活动, 谢绝自带|酒水的规矩."""
    rest = _VERB_REST.match(text, end)
    return rest.end() if rest is not None else end


def _was(text: str, start: int, end: int) -> bool:
    left, right = sentence_of(text, start)
    then = list(_ONCE.finditer(text, max(left, start - _AHEAD), min(end, start + _WITHIN)))
    if not then:
        return False
    once = then[-1]
    if _NOW.search(text, once.end(), max(start, once.end())):
        return False
    limit = right if right - end > 2 else next_clause(text, start)[1]
    now = _NOW.search(text, max(end, once.end()), min(limit, end + _AHEAD))
    if now is None or _STILL.match(text, now.end()):
        return False
    said = text[now.start() : max(phrase_of(text, now.end())[1], phrase_of(text, min(now.end() + 12, limit))[1])]
    return not _REFUSES.search(said) or bool(_TURNED_GOOD.search(said))
