"""微信, 公众号, QQ and chat groups in every disguise: by sound, by look, spelt in letters, split up or cut to one sign.

Reads the squashed form, where spaces, emoji and ornaments between characters are gone already. A disguise is also an
ordinary word sometimes (卫星, 威信县, 紫薇, V领): `certainty` says how much the words around it have to confirm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from storeconf.rules.text.patterns import lazy


class Channel(StrEnum):
    """Where customers are to be led."""

    WECHAT = "wechat"
    ACCOUNT = "account"
    """公众号, 订阅号, 视频号."""
    QQ = "qq"
    GROUP = "group"
    FRIEND = "friend"
    """加好友: no channel named, but it can only be one outside."""


class Certainty(StrEnum):
    """How sure it is that the channel is meant."""

    PLAIN = "plain"
    """Its own name; it may still stand in 微信支付."""
    DISGUISED = "disguised"
    """A spelling that nobody uses for anything else."""
    DOUBTFUL = "doubtful"
    """An ordinary word as well; counts only when the words around ask to add it."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A channel as a text names it."""

    channel: Channel
    certainty: Certainty
    start: int
    end: int


_WEI = "微薇徽维唯蔚溦葳巍喂围魏韦崴嵔惟威卫徵"
_WEI_SURE = "微薇徽溦葳崴嵔徵"
_XIN = "信芯心星鑫伈訫欣馨辛忻昕新"
_XIN_SURE = "信芯伈訫"
_MIX = r"[\-_.~·/|×✕+❤♥]?"

_PATTERNS: tuple[tuple[str, str], ...] = (
    (
        "wechat_plain",
        r"企业微信|微信|企微|企[v薇威](?![a-z])|(?<![a-z])(?:wechat|weixin)(?!pay)|(?<![a-z])we\s?chat(?!s|ting|ted)",
    ),
    (
        "wechat_disguised",
        rf"[{_WEI_SURE.replace('微', '')}][{_XIN_SURE}]|微[\-_.~·/|×✕+❤♥]信|微{_MIX}[芯伈訫]|威[芯伈訫]|"
        rf"[{_WEI_SURE}威卫维]{_MIX}(?:亻言|xin(?![a-z])|x(?![a-z0-9]))|"
        rf"(?<![a-z])(?:wei|vei|w|v){_MIX}[{_XIN_SURE}]|[彳亻][敚敉]亻?[言信]|(?<![a-z])(?:wei|vei){_MIX}xin(?![a-z])|微亻?言(?=号|[:a-z0-9])|绿泡泡|绿色(?:软件|图标|气泡)|"
        rf"(?<![a-z0-9])[vw][\-_.~·×✕]?[x×✕](?=$|[^a-z0-9%\-]|[a-z0-9_\-]{{5,}})",
    ),
    ("wechat_doubtful", rf"(?:[{_WEI}][{_XIN}]|威x|维x)"),
    (
        "account_plain",
        r"公众(?:平台|帐号|账号|号)|订阅号|视频号|服务号(?!码|牌|[0-9])",
    ),
    (
        "account_disguised",
        r"公主号(?!船|邮|游|房|列车|线|厅|包|舱|机|位|间)|(?:公众|公衆)(?:昊|耗|浩|豪|hao(?![a-z])|h(?![a-z]))|(?:公中|公仲|公种|公粽|公重|公忠|公终|工众|宫众|公z|功众|弓众|供众|公zhong)(?:号|昊|耗|浩|豪|hao)|"
        r"(?<![a-z])(?:gong?zhong?(?:号|hao)|gzh)(?![a-z])",
    ),
    (
        "qq_plain",
        r"(?<![a-z])qq(?=群|号|帐号|账号|好友|联系|咨询|客服|[:](?=\d)|\d{5,11}(?!\d))|(?<=[加+])q(?=:?\d{5,11}(?!\d))|(?<![a-z])q(?=:\d{5,11}(?!\d))|(?<=[加+])q(?=聊|群|号|领|咨|$)|(?<=加)qq(?![a-z糖弹])|(?<=同)qq",
    ),
    (
        "qq_disguised",
        r"(?:扣扣|抠抠|q扣|企鹅|秋秋|球球)(?=群|号(?!游|船|房)|[:]?\d{5,11}(?!\d))|扣裙(?=[:\d领有享送])|扣q(?=[:\d]|联系|咨询|加|$)|(?<=加)(?:扣扣|抠抠|扣)(?=[:\d])",
    ),
    (
        "group_plain",
        r"(?:微信|粉丝|福利|会员|社|团购|顾客|客户|老客|新客|吃货|优惠|vip|秒杀|交流|(?<![a-z])qq?|v|薇|专属|抢购|宠粉|铁粉|内部|折扣|特惠|薅羊毛|羊毛|"
        r"预约|活动|美食|邻里|业主|小区|快闪|车友|球友|宝妈|学员|体验|官方|私域|同城|扣扣|企鹅|品鉴|拼单|拼团|约球|约局|剧本|组局|小灶|饭搭子?|干饭|闲聊|探店|霸王餐|返利|捡漏|清仓)"
        r"群(?!体|众|里人|聚|山|岛|英|星)|群(?=里|内|聊|友|主|公告|二维码|接龙)|(?:(?<=[进入拉建])|(?<=(?<!参)加))群(?!体|众|山|岛|居|英|星|落|舞)",
    ),
    (
        "group_disguised",
        r"(?:微信|粉丝|福利|会员|社|(?<![a-z])qq?|薇信?|v信?)(?:裙|羣|qun)(?![子摆装a-z])|"
        r"(?<=[进入拉])裙(?![子摆装里撑])|(?<=加)裙(?=[领有享送:\d抢])|(?<=[进入拉加建])(?:羣|qun(?![a-z]))",
    ),
    ("friend_plain", r"好友(?!分享|同行|聚|一起|套|到店|来|相)"),
)
_GATES: dict[Channel, re.Pattern[str]] = {
    Channel.WECHAT: lazy(
        rf"[{_WEI}][{_XIN}xv×❤亻言\-_.~·/|+]|[彳亻]|we|vei|[vw][{_XIN_SURE}x×\-_.~·]|xin|企微|绿[泡色]"
    ),
    Channel.ACCOUNT: lazy("[公工宫功弓供]|订阅号|视频号|服务号|gzh|gong"),
    Channel.QQ: lazy("q|扣|抠|企鹅|秋秋|球球"),
    Channel.GROUP: lazy("[群裙羣]|qun"),
    Channel.FRIEND: lazy("好友"),
}
"""A cheap look whether a channel can be there at all."""
_MENTIONS = {
    channel: lazy("|".join(f"(?P<{name}>{text})" for name, text in _PATTERNS if name.startswith(f"{channel}_")))
    for channel in Channel
}

_ID = r"(?=[a-z0-9_\-]*\d)[a-z0-9][a-z0-9_\-]{4,19}"
_LETTER = lazy(
    rf"(?:(?<![参增更追附])(?:加|➕|\+|伽|茄|嘉|jia)|添加|私|搜|同|扫|找|联系|咨询)(?:我们?|咱们?|店[长主家]|老板娘?|客服|小编|掌柜|小姐姐|前台|门店|[\u4e00-\u9fff]?[姐哥]|的|个|下|一下)*"
    rf"(?P<sign>[v微薇威徽葳溦])(?=$|[:,。;!?)\s\n~]|{_ID}|领(?=取|走|个|券|优惠|福利|红包|奖|礼|资料|[0-9]|一|折|专|免|代|卡|样品|号|课|试|大[红礼额]|惊|价|新|半|双|抵|满|立|活动|团|秘|独|限|现|电子|赠|小[礼食吃]|饮|甜|内|好|体验|套餐|会员|补)|送|咨|享|进|聊|后|即|好友|号|同[号步]|备注|获|拿|找|了解|约|预[约定订]|优惠|拉|私|报|返|回复)"
)
_BARE = lazy(
    r"(?:(?<![a-z0-9\u4e00-\u9fff])|(?<=店[长主])|(?<=老板)|(?<=板娘)|(?<=客服)|(?<=小编)|(?<=掌柜)|(?<=我的)|(?<=联系)|(?<=咨询)|(?<=预[约订])|(?<=前台)|(?<=[姐哥]))"
    rf"(?P<sign>[vw]x?|[微薇威徽葳溦卫]x?)[:=→](?P<id>{_ID}|[a-z][a-z0-9_\-]{{5,19}})(?![a-z0-9])"
)
_SAME = lazy(
    r"(?:(?:电话|手机|座机|号码|tel|手机号|电)[与和跟及/、+=]?)(?P<sign>[v微薇威徽])(?:信)?同[号步]|(?<!大)同(?P<other>[v薇威徽])(?:信|号|$|(?=[^a-z领脸型]))|(?P<last>[v薇])同[号步]|同[号步][:]?(?P<rev>[v薇微威徽w][x信]?)(?=$|[^a-z0-9领脸型]|1[3-9]\d{9}(?!\d))"
)


@lru_cache(maxsize=4096)
def mentions(text: str) -> tuple[Mention, ...]:
    """Every channel that a text names, in order."""
    found = [*_letters(text)]
    for channel, gate in _GATES.items():
        if gate.search(text):
            for one in _MENTIONS[channel].finditer(text):
                certainty = str(one.lastgroup).removeprefix(f"{channel}_")
                found.append(Mention(channel, Certainty(certainty), *one.span()))
    return tuple(sorted(found, key=lambda one: one.start))


def _letters(text: str) -> list[Mention]:
    """A single sign for 微信: 加V, 同薇, V：abc123. The words around it have confirmed it already."""
    if not re.search("[vw微薇威徽葳溦卫]", text):
        return []
    found = [one.span("sign") for pattern in (_LETTER, _BARE) for one in pattern.finditer(text)]
    found += [
        one.span(str(name)) for one in _SAME.finditer(text) for name in ("sign", "other", "last", "rev") if one[name]
    ]
    return [Mention(Channel.WECHAT, Certainty.DISGUISED, start, end) for start, end in dict.fromkeys(found)]
