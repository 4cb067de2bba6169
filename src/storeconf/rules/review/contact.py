"""⑪ Leading customers away to a chat: 微信, 公众号, QQ, groups, by words (R11-01) or by a code to scan (R11-02)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from storeconf.core.text import Say, Text
from storeconf.rules.case import Case, Written
from storeconf.rules.review.looks import (
    HEAD,
    head_of_place,
    is_known,
    of_place,
    place_of,
    seen_images,
    unseen_head,
    which,
)
from storeconf.rules.rule import Hit, Outcome, Skip
from storeconf.rules.text.clauses import clause_of, phrase_of, sentence_of
from storeconf.rules.text.denial import denied, warned_of
from storeconf.rules.text.evasion import Certainty, Channel, Mention, mentions
from storeconf.rules.text.patterns import lazy

LEADS_AWAY = Text(
    "“{words}”把顾客引到{channel}，属于站外引流",
    "“{words}” leads customers away to {channel}",
)
STAY = Text(
    "删掉这句；要让顾客咨询，写带区号的门店电话，或引导到抖音店铺主页私信",
    "take it out; for questions give the store's phone or the shop's page on the platform",
)
NAMES: Mapping[Channel, Text] = {
    Channel.WECHAT: Text("微信", "WeChat"),
    Channel.ACCOUNT: Text("公众号", "a public account"),
    Channel.QQ: Text("QQ", "QQ"),
    Channel.GROUP: Text("站外群聊", "a chat group"),
    Channel.FRIEND: Text("站外好友", "a contact outside"),
}

# -- R11-01 ------------------------------------------------------------------------------------------------------------

_FILL = (
    r"(?:我们?|咱们?|您|你|一下|一个|一位|下|个|店[长主家员铺]|老板娘?|客服|小编|掌柜的?|主厨|商[家户]|门店|本店|本馆|工作人员|管家|顾问|设计师|摄影师|造型师|发型师|"
    r"老师|教练|助[理手]|小姐姐|小助手|小管家|官方|企业|专属|美容师|前台|经理|运营|私人|个人|对应|的|微信|下方|以下|如下|图[中片上]|页面|上方|店内|该|此|这个|主播|主理人|小[\u4e00-\u9fff]|"
    r"[\u4e00-\u9fff][姐哥总]|(?<![a-z])[a-z]{1,6}(?![a-z])|[“\"「【《][^“”\"」】》,。;]{1,16}[”\"」】》]|[“”\"‘’'【】()\[\]《》「」:~])*"
)
_ADD = (
    r"(?:(?<![参增更追附外])(?:加|伽|茄)|(?<![a-z0-9一二两])\+|添加|关注|搜索?|搜一?搜|查找|(?<!隐)私|绑定|认准|(?<=[话机码号])同|"
    r"扫一?扫?码?加?|联系|咨询|(?<!寻)找|详询|询问?|call)(?:了|好|过)?"
)
_ADDS = lazy(rf"{_ADD}{_FILL}$")
_ENTERS = lazy(
    rf"(?:{_ADD}|进入?|打开|登[录陆]|上|到|去|在|通过|用|凭|点击?|回复|详?见|看|请|移步|留言|(?:关注|搜索?)[^,。;!?\n]{{0,12}}){_FILL}$"
)
_JOINS = lazy(
    rf"(?:(?<![参增更追附])加入?|进入?|入|拉(?:你|您)?(?:们)?进?|建|邀(?:请)?(?:您|你)?(?:加入|进|入)|扫一?扫?码?|关注|添加|欢迎(?:加入|进)|来|到|在|(?:加入|进入|拉进)[\u4e00-\u9fff]{{0,6}}){_FILL}$"
)
_ID_NEXT = lazy(
    r"(?:号|账号|id|号码)?[:是为=→]{0,2}"
    r"(?:(?=[a-z0-9_\-]*\d|[:=])[:=]?[a-z0-9][a-z0-9_\-]{4,19}|(?!pay|vip|app|logo|wifi|emoji)[a-z]{5,20})"
)
_CHAT_NEXT = lazy(
    r"(?:号|账号|id)?(?:同[号步名]|与(?:电话|手机)|同手机|同电话)|号(?!码牌)|群|二维码|名片|客服|好友|联系|咨询|沟通|私聊|私信|预[约定订]|订[座位房餐购]|下单|领|报名|接龙|"
    r"商城|店铺|小店|会员群|社群|视频号|搜|查找|索取|发我|找我|滴滴|了解|加(?!价|收)|添加|关注|私|扫(?:一扫|码|描)?(?:加|关注|进|添)|"
    r"小程序[^,。;]{0,8}(?:下单|预[约订]|购买|领|注册|商城|充值|抢)"
)
_PAY_NEXT = lazy(
    r"(?:或|、|和|/|及|与|,|以及)?(?:支付宝|现金|刷卡|银行卡|云闪付|信用卡|数字人民币|抖音支付)?[等]?(?:均?可|都可以?|等)?[^,。;:]{0,3}?(?:扫码)?"
    r"(?:支付|付款|收款|零钱|钱包|转账|立减|免押|免密|买单|结账|结算|缴费|余额|pay|付)"
)
_PAY_BEFORE = lazy(
    r"(?:支付宝|现金|刷卡|云闪付|银行卡|信用卡|支持|接受|可用|使用|原路退回|退[回到至])[、/或和及+]?(?:您的)?$"
)
_ACCOUNT_NEXT = lazy(
    r"(?:号|帐号|账号)?(?:领|预[约定订]|订|下单|咨询|购|抢|查|[:=“「【《]|回复|后台|留言|私信|搜|报名|关注|了解|获取|充值|注册|内|上|里|中|二维码|名称|名[为是]|办理|申请|参与|推送|菜单|同名|同步|发布|公布)"
)
_OF_ACCOUNT = lazy(
    r"(?:号)?(?:推荐|报道|评选|种草|探店|转载|博主|争相|大v)|(?:号)?[^,。;]{0,4}(?:停车|缴费|开具?(?:电子)?发?票|发票)"
)
_GROUP_NEXT = lazy(
    r"(?:里|内|中|友|聊)?(?:每?[天日周月]|会|不定期|定期|更|有|都|还|内|可|先|专属|独享)*(?:专享|专属|领|福利|享|抢|秒杀|通知|发(?:布|放|券|红包|福利|优惠)|等[你您](?:来|进|加)|会员价|接龙|报名|招人|招募|招新|纳新|开放|预约|下单|优惠|折扣|[:]|号[:]|二维码|\d{5}|惊喜|抽奖|团购价|公布|低价|更低)"
)
_WORDS = lazy("电视|导航|地图|定位|云图|厅|城|路|县|镇|发射|图|愿|馆|店|村|酒|火锅|餐|站|号(?:发|卫|飞|航)|派|纪")
_SENDS = lazy("转发|分享|转到|发到")
"""Spreading into a group is R11-04's."""
_OURS = lazy(r"抖音(?:官方|店铺|门店|本店|的)?(?:粉丝|会员|福利)?$")


def leads_to_chat(written: Written, case: Case) -> Iterator[Outcome]:
    """R11-01: one hit a phrase."""
    del case
    view = written.normal.squashed
    text, done = view.text, -1
    for mention in mentions(text):
        if mention.start < done:
            continue
        where = _asked(text, mention)
        if where is None or _excused(text, where, mention):
            continue
        done = phrase_of(text, mention.end - 1)[1]
        start, end = view.raw_span(*where)
        channel = NAMES[mention.channel]
        yield Hit(message=LEADS_AWAY(words=written.raw[start:end], channel=channel), fix=STAY, start=start, end=end)


def _excused(text: str, where: tuple[int, int], mention: Mention) -> bool:
    """Denied, or a warning of strangers that names no id of its own."""
    if denied(text, where[0]) or (where[0] < mention.start and denied(text, mention.start)):
        return True
    return warned_of(text, where[0]) and _ID_NEXT.match(text, mention.end) is None


def _asked(text: str, mention: Mention) -> tuple[int, int] | None:
    """Where customers are asked to use the channel; None when it is only named."""
    left = clause_of(text, mention.start)[0]
    id_ = _ID_NEXT.match(text, mention.end)
    if mention.channel is Channel.WECHAT:
        return _wechat(text, mention, left, id_)
    if mention.channel is Channel.QQ:
        return _from(text, _ADDS, left, mention, id_) or (mention.start, id_.end() if id_ else mention.end)
    if mention.channel is Channel.ACCOUNT:
        if _OF_ACCOUNT.match(text, mention.end) and not re.search(f"关注{_FILL}$", text[left : mention.start]):
            return None
        return _from(text, _ENTERS, left, mention, id_) or _upto(_ACCOUNT_NEXT, text, mention)
    if _OURS.search(text, max(0, mention.start - 10), mention.start) or "抖音" in text[mention.start - 2 : mention.end]:
        return None
    if mention.channel is Channel.FRIEND:
        return _from(text, re.compile(rf"(?:(?<![参增更追附])加|添加|\+){_FILL}$"), left, mention, None)
    if text[mention.start - 1 : mention.start] in ("人", "客") or _SENDS.search(text, left, mention.start):
        return None
    alone = mention.end - mention.start == 1 and mention.start > 0 and text[mention.start - 1] in "进入加拉建"
    if alone:
        return mention.start - 1, mention.end
    return _from(text, _JOINS, left, mention, id_) or _upto(_GROUP_NEXT, text, mention)


def _wechat(text: str, mention: Mention, left: int, id_: re.Match[str] | None) -> tuple[int, int] | None:
    if mention.certainty is Certainty.DOUBTFUL:
        asked = _from(text, _DOUBTFUL_ADD, left, mention, id_)
        if _WORDS.match(text, mention.end):
            return None
        return asked or ((mention.start, id_.end()) if id_ else None)
    said = _CHAT_NEXT.match(text, mention.end)
    pays = _PAY_NEXT.match(text, mention.end) or _PAY_BEFORE.search(text, max(left, mention.start - 8), mention.start)
    if pays and not said and not id_:
        return None
    asked = _from(text, _ADDS, left, mention, id_)
    if asked is not None:
        return asked
    if id_ is not None:
        return mention.start, id_.end()
    if said is not None:
        return mention.start, said.end()
    return (mention.start, mention.end) if mention.certainty is Certainty.DISGUISED else None


_DOUBTFUL_ADD = lazy(rf"(?:(?<![参增更追附])加|\+|添加|搜|私|扫码?加|同|联系|咨询){_FILL}$")


def _from(
    text: str, verb: re.Pattern[str], left: int, mention: Mention, id_: re.Match[str] | None
) -> tuple[int, int] | None:
    found = verb.search(text, left, mention.start)
    return (found.start(), id_.end() if id_ else mention.end) if found is not None else None


def _upto(pattern: re.Pattern[str], text: str, mention: Mention) -> tuple[int, int] | None:
    found = pattern.match(text, mention.end)
    return (mention.start, found.end()) if found is not None else None


# -- R11-02 ------------------------------------------------------------------------------------------------------------

BY_CODE = Text(
    "“{words}”用二维码引导顾客{what}",
    "“{words}” uses a code to make customers {what}",
)
JOIN = Text("加人、关注或入会", "add a contact, follow or join")
TAKE = Text("领取优惠", "collect a reward")
KEEP_CODE = Text(
    "删掉这句；核销、点餐、停车等到店使用的二维码可以保留，写清用途即可，例如“出示订单二维码核销”",
    "take it out; codes for verification, ordering or parking may stay when their use is said, such as “出示订单二维码核销”",
)
QR_IMAGE = Text("{which}里有二维码", "{which} has a QR code in it")
NO_QR_IMAGE = Text(
    "换掉带二维码的图片；确是核销、点餐用的，在图上写明用途",
    "replace it; when it is for verification or ordering, say so in the picture",
)
NO_MEDIA = Text("不知道图片里有没有二维码", "whether pictures have QR codes is unknown")

_SCAN = lazy(
    r"扫一扫|扫描?(?:下方|上方|图[中片上]|左侧|右侧|[左右]下角|桌[上角面牌]|桌|立牌|台牌|牌子|名片|卡片|贴纸|收据|小票|包装|杯套|墙上|前台|吧台|展架|易拉宝|店[内里]|门口|海报|柜台|收银台|台卡|屏幕|商家|店家|本店|我们|专属|此|该|这个|的|上|里)*"
    r"(?:二维码|qr码?|小程序码|太阳码|码)|(?:长按)?识别(?:图[中片]|下方|上方)*(?:二维码|图片)|长按(?:图片|二维码|识别)|二维码|扫我|码[^,。;!?\n]{0,4}[,]?扫(?:了|一下|一扫|描)(?:就|即可|后|能|可以?)*(?=进|加|入|领)"
)
_JOINING = lazy(
    r"(?:进|入|加|拉)群|(?:进|入|拉)裙(?![子摆装里撑])|加裙(?=[领有享送:\d抢])|(?:进|入|加|拉)(?:羣|qun(?![a-z]))|进[^,。;!?\n]{0,6}群|加入[^,。;!?\n]{0,8}群|(?<![参增更追附])加(?:我|您|店[长主]|老板娘?|客服|小编|企业|官方|专属|门店|本店|商家|顾问|管家|一下)*(?:微信|好友|企微|v|薇|q)|"
    r"(?<![参增更追附])加(?:我们?|店[长主]|老板娘?|客服|小编|小助[手理]|助理|顾问|管家|掌柜|前台|老师|教练|主理人)|添加(?!剂)|关注(?!抖音)"
)
_ENROLLING = lazy(r"注册|入会|成为会员|办(?:理)?会员|加入会员|加会员|咨询|联系(?:我|客服|店)|找我")
_TAKING = lazy(
    r"(?:免费)?领(?:取|走|个|一?份)?[^,。;!?\n]{0,8}?(?:券(?!码)|优惠|红包|福利|奖|礼|折扣|代金|现金|积分|惊喜|立减|赠品)|抽奖|抽(?=[大红免好])|(?<![配派接运护])送(?!餐|货|达|至|到|检)|赢|返现|得(?=[\d一二优红奖礼券])|红包|有惊喜|有礼|享(?=[\d一二三四五六七八九专优折])"
)
_USES = lazy(
    r"核销|验[券码证票]|点[餐单菜歌]|下单|自助|入[园场住馆座]|进[场店馆门园]|开[柜门锁机台箱]|解锁|停车|缴费|付款?|支付|买单|结[账算]|取[号餐票件货]|排[队号]|签到|充电|借|租|归?还|连|wifi|"
    r"查|听|导[览航]|讲解|溯源|发票|开票|选座|登记|称重|入座|使用|兑换|检票|寄存|存包|启动|唱|投屏|换|退"
)
_SHOWN = lazy(
    r"(?:出示|凭|展示|提供|提交|订单|核销|券|验证|收付?款|付款|支付|入场|电子|预约|取餐|身份|健康|行程|门票|卡包|抖音)[^,。;!?\n]{0,8}$"
)
_STAFF = lazy(
    r"(?:店员|工作人员|商家|服务员|前台|店家|收银员|门店|由[^,。;]{1,5}|给[^,。;]{1,4})(?:会|将|来|进行|可|直接)?$"
)
_NEEDS = lazy(r"(?:加群|进群|关注|加微信|入群|加好友|领[券取红]\S{0,4})[^,。;!?\n]{0,4}(?:请|可|的)?$")
_AT_THE_SHOP = lazy(
    "(?:(?:到|进|来|在)(?:了)?店[内里]?|店[内里]|(?:到|在)?(?:柜台|收银台|前台|吧台)|现场)(?:后|时|再|直接|只需|轻松)*$"
)
_FREELY = lazy("非必[须需]|自愿|不强制|不是必须|不作要求")
_FAR, _NEAR = 16, 6
_SEEN = 200
"""Characters on either side of a code that are looked at."""


def scan_to_join(written: Written, case: Case) -> Iterator[Outcome]:
    """R11-02 in words. What customers show or scan to use what they bought is fine."""
    del case
    view = written.normal.squashed
    text = view.text
    if "码" not in text and "扫" not in text and "长按" not in text:
        return
    done = -1
    for scan in _SCAN.finditer(text):
        found = _purpose(text, scan) if scan.start() >= done else None
        if found is None:
            continue
        from_, to, what = found
        done = to
        start, end = view.raw_span(from_, to)
        yield Hit(message=BY_CODE(words=written.raw[start:end], what=what), fix=KEEP_CODE, start=start, end=end)


def _purpose(text: str, scan: re.Match[str]) -> tuple[int, int, Text] | None:
    left, right = sentence_of(text, scan.start())
    left, right = max(left, scan.start() - _SEEN), min(right, scan.end() + _SEEN)
    before = max(phrase_of(text, scan.start())[0], left)
    if denied(text, scan.start()) or warned_of(text, scan.start()) or _FREELY.search(text, scan.end(), right):
        return None
    named = _NEEDS.search(text, left, scan.start())
    if named is not None and not denied(text, named.start()):
        return named.start(), scan.end(), JOIN
    if _SHOWN.search(text, before, scan.start()) or _STAFF.search(text, before, scan.start()):
        return None
    joins = _JOINING.search(text, scan.end(), min(right, scan.end() + _FAR))
    if joins is not None and not denied(text, joins.start()):
        return scan.start(), joins.end(), JOIN
    use = _USES.search(text, scan.end(), min(right, scan.end() + _FAR))
    for pattern, what in ((_ENROLLING, JOIN), (_TAKING, TAKE)):
        found = pattern.search(text, scan.end(), min(right, scan.end() + _FAR))
        if found is None or found.start() - scan.end() > _NEAR or denied(text, found.start()):
            continue
        if _is_own(text, scan, found, left):
            continue
        if use is None or use.start() >= found.start():
            return scan.start(), found.end(), what
    return None


def _is_own(text: str, scan: re.Match[str], found: re.Match[str], left: int) -> bool:
    """到店扫一扫，享优惠: the shop scans what was bought. A code that is pointed at, collecting and joining are another thing."""
    at_the_shop = _AT_THE_SHOP.search(text, left, scan.start()) is not None
    return at_the_shop and found.group().startswith("享") and "二维码" not in scan.group()


def code_in_picture(case: Case) -> Iterator[Outcome]:
    """R11-02 in pictures."""
    seen = seen_images(case)
    if not seen or any(not is_known(one, "has_qr") for one in seen):
        yield Skip(next((one["not_seen"] for one in seen if one.get("not_seen")), NO_MEDIA))
    for index, image in enumerate(seen):
        yield from _code(which(index, image), image, place_of(case, index))


def code_in_head(case: Case) -> Iterator[Outcome]:
    """R11-02 in the place's head image."""
    for image in head_of_place(case):
        yield from _code(of_place(image), image, f"{HEAD}.file")
    yield from unseen_head(case)


def _code(name: Say, image: Mapping[str, Any], path: str) -> Iterator[Hit]:
    if image.get("has_qr") is True and not _for_use(str(image.get("text") or "")):
        yield Hit(message=QR_IMAGE(which=name), fix=NO_QR_IMAGE, path=path)


def _for_use(words: str) -> bool:
    """Whether the words in a picture say that its code is for verification, ordering and the like."""
    return _USES.search(words) is not None and _JOINING.search(words) is None and _TAKING.search(words) is None
