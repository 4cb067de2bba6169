"""⑦ Refund labels: both have to be there, and neither a text nor the refund policy may take them back.

Refusing after use is what everybody does. What the labels promise is a refund before use and after expiry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.rules.case import PROSE, Case, Written
from storeconf.rules.fields import Fields
from storeconf.rules.rule import Hit, Needs, Outcome, Rule, Skip
from storeconf.rules.text.clauses import clause_of, phrase_of, sentence_of
from storeconf.rules.text.mention import mentioned
from storeconf.rules.text.normal import normal
from storeconf.rules.text.patterns import lazy
from storeconf.rules.text.speaker import Speaker, speaker

NO_TAGS = Text("标签（subtitle_tags）", "the labels (subtitle_tags)")
ANY_TIME, EXPIRED = Text("随时退", "refund any time (“随时退”)"), Text("过期退", "refund after expiry (“过期退”)")
WITHOUT_LABELS = frozenset(("calendar_ticket", "calendar_room", "presale", "booking", "ticket"))
"""Kinds that have refund terms of their own; the two labels are for group-buy."""

# -- R07-01, R07-02: the labels ----------------------------------------------------------------------------------------

MISSING = Text("标签里没有“{label}”，现有：{tags}", "there is no label {label}; there are: {tags}")
NONE = Text("无", "none")
_TAKEN_BACK = lazy("(?:不|非|无|禁止|谢绝)(?:支持|可|能|接受|予|提供)?(?:以)?$")
_ANY_TIME = lazy("随时(?:可|可以|能|无忧|免费|申请)?退")
_EXPIRED = lazy("(?:过期|逾期|到期)(?:未使用|未用|未消费|未核销|后)*(?:可|可以|自动|随时|也|能|包|全额|全|原路)*退")


def tags_of(product: Fields) -> tuple[str, ...]:
    """The labels of a product, in the normal form."""
    return tuple(normal(str(tag)).squashed.text for tag in product.items("subtitle_tags"))


def _promises(tags: Iterable[str], pattern: re.Pattern[str]) -> bool:
    """Whether a label says it and doesn't deny it."""
    for tag in tags:
        found = pattern.search(tag)
        if found is not None and not _TAKEN_BACK.search(tag[: found.start()]):
            return True
    return False


def promises_any_time(product: Fields) -> bool:
    """Whether the label 随时退 is there."""
    return _promises(tags_of(product), _ANY_TIME)


def promises_expired(product: Fields) -> bool:
    """Whether the label 过期退 is there."""
    return _promises(tags_of(product), _EXPIRED)


def _needs_labels(product: Fields) -> bool:
    return product.text("kind") not in WITHOUT_LABELS


def _missing(product: Fields, pattern: re.Pattern[str], label: Text, path: str) -> Iterator[Outcome]:
    if not _needs_labels(product):
        return
    if not product.knows("subtitle_tags"):
        yield Skip(NO_TAGS)
        return
    tags = [str(tag) for tag in product.items("subtitle_tags")]
    if not _promises(tags_of(product), pattern):
        yield Hit(message=MISSING(label=label, tags=tags or NONE), path=path)


def _no_any_time(case: Case) -> Iterator[Outcome]:
    yield from _missing(case.product, _ANY_TIME, ANY_TIME, "subtitle_tags")


def _no_expired(case: Case) -> Iterator[Outcome]:
    yield from _missing(case.product, _EXPIRED, EXPIRED, "subtitle_tags")


def _tags_any_time(written: Written, case: Case) -> Iterator[Outcome]:
    if not case.is_product:  # A list of labels by itself; a product's are judged with the product.
        yield from _missing(written.product, _ANY_TIME, ANY_TIME, written.path)


def _tags_expired(written: Written, case: Case) -> Iterator[Outcome]:
    if not case.is_product:
        yield from _missing(written.product, _EXPIRED, EXPIRED, written.path)


# -- R07-03: a text takes a label back ---------------------------------------------------------------------------------

TAKES_BACK = Text("标签承诺“{labels}”，文案却写“{words}”", "the labels promise {labels}, but the text says “{words}”")

_GATE = lazy("退|作废|失效|无效|放弃|清零|归零|手续费|不候|沉没")
_REFUND = "退(?:款|费|钱|换货?|货|单|票|订|改|券|还|回|补)?"
_HOW = (
    "(?:任何|任何形式的?|任何理由的?|任何原因的?|以任何(?:理由|形式|方式)|无理由|无条件|申请|主动|人工|原路|自动|在线|全额|现金|提供|办理|进行|"
    "受理|任意|随意|随时|随便|"
    "因个人原因|个人原因|中途|单方面?|直接|给予?|取消|取消及|取消或|取消、|改期|改期、|改签|改签、|更改|更改、|更换|更换、|转让|转让、|转赠|"
    "转赠、|变更|"
    "换货|兑换|兑现|兑现、|换|换不|折现|折现、|或|和|及|与|也不|亦不|又不|且不|并不|、|/|再|另|的|您)*"
)
_NOT = (
    "(?:不(?:可以?|能够?|得|予以?|给予?|支持|接受|受理|办理|提供|允许|许|让|给|做|作|会|再|享受|适用|设|参与|包|承担|负责|同意|开放)?|"
    "恕(?:不|难|无法)(?:接受|办理|提供|支持|予以?|受理)?|概不(?:接受|办理|支持|予以?|受理)?|一律不(?:可以?|能|予以?|接受|支持|办理|得)?|"
    "一概不(?:予以?|可|能|得)?|均不(?:可以?|能|予以?|支持|接受|得)?|"
    "无法|没法|没办法|没有|无|谢绝|拒绝|拒(?=退)|严禁|禁止|请勿|勿|暂不(?:支持|接受)?|从不|绝不|决不|永不|都不(?:能|可以?|给|支持)?|难以|停止|"
    "取消|关闭)"
)
_REFUSES = lazy(
    f"(?P<not>{_NOT})(?P<how>{_HOW})(?P<head>{_REFUND})(?![热烧休伍役潮场出房步化缩却居位色群学队赛婚磁敌堂宿幕院圈隐让后行路坡皮毛疤黑红肿火冰去散])|(?<![包可不])(?P<cant>退不[了得成回]|[没莫]得退|没有?退|没法退|"
    f"[只仅]换不退|免退)"
)
_REFUSED = lazy(
    "(?P<asked>(?:可否|能否|可不可以|能不能|是否)?(?:支持|可以?|能)?(?:申请)?退(?:款|费|换|订|改)?(?:政策|规则|说明|申请|服务|须知|吗|么|嘛)*)"
    "(?:[:?,]|\\?|答|：)*(?:一律|一概|概|均|恕|暂时?|本店|商家|是)?(?:不予|不支持|不受理|不接受|不办理|不可以|不可|不能|不行|不允许|不提供|免谈|"
    "没门|✗|否(?![则认])|无(?=[,。;]|$)|✗)"
    "(?!部分|拆|单)"
)
_AFTER_EXPIRY = (
    "过期|逾期|到期|超期|(?:超过|过了|超出)(?:使用)?(?:有效期|期限|截止日?期?|使用期)|有效期(?:外|后|过后|已过|结束后?|满)|(?:未在|没在|不在|"
    "未于)(?:有效期|期限|规定(?:时间|期限)|限期|使用期|期)内?(?:使用|核销|消费)|"
    "隔[日天]|截止日?期?后|有效期内(?:未|没有?)[^,。;不]{0,6}?(?:使用|核销|消费|到店|兑换|用)"
)
_VOID = (
    "作废|失效|无效|(?:视为|视作|等同于?|算作?|当作?|当成|默认|自动|即)(?:是|您|你|顾客|买家|自己|自动|主动|自愿)*(?:放弃|弃权|"
    "已(?:使用|消费|核销))|清零|归零|不候|不退|不补|自负"
)
_EXPIRES = lazy(f"(?P<when>{_AFTER_EXPIRY})(?P<gap>[^。;!?\n]{{0,12}}?)(?P<void>{_VOID})")
_MILD = lazy("失效|无效")
"""What may speak of the code alone, not of the money."""
_PAYS_BACK = lazy(
    "(?:自动|原路|全额|可|可以|随时|会|将|系统|为您|给您|予以|并|支持|能|申请|均可|都可|即)(?:申请|为您|给您|自动|原路|全额|随时|无忧)*(?:退|"
    "返还|返回)|过期退|退(?:款|还|回)(?:至|到|给|原)|随时退"
)
_AMOUNT = "[0-9一二两三四五六七八九十半]{1,4}"
_IN_TIME = lazy(
    f"(?:[仅只]限?|限|须|需|请|必须)?(?:于|在)?(?P<since>购买|下单|付款|支付|购券|拍下|成交|收货)?(?:成功|完成)?(?:之日|当[天日]|后|起|之后|以后|"
    f"算起)*"
    f"(?:{_AMOUNT}(?:个)?(?:小时|天|日|自然日|工作日|分钟|周|星期|月)(?:之|以)?(?:内|里)|(?<=购买)当[天日]|(?<=下单)当[天日]|当[天日]内)"
    "(?P<gap>[^,。;!?\n退]{0,8}?)(?P<can>可以?|支持|才?能|允许|申请|方可|才可|无理由|免费)(?:申请|办理|无理由|免费|全额|随时|"
    "自助)*退(?!还?[至到回]|款?(?:到账|成功))"
)
_ONLY_IN_TIME = lazy(
    f"(?P<since>(?:[仅只](?:支持|可以?|能|限|接受)|(?<![不无])限)(?:于|在)?(?:购买|下单|付款|支付|拍下)?(?:之?后)?)(?:{_AMOUNT}个?(?:小时|天|日|"
    f"分钟|周|星期|月)(?:之|以)?内|的?当[天日])"
    "(?:无理由|申请|可|可以|未使用|免费|办理|提出|发起|进行)*退"
)
_PARTLY = lazy(
    "(?:退款?|退单|退票|取消)[^,。;!?\n]{0,6}?(?:只|仅|最多|至多)(?:能|可以?|给|予|会)?(?:退|返|还|按)(?:还|回|给)?(?:[0-9.]+%|"
    "[一二三四五六七八九半]成|百分之|一半|部分|半价|[0-9一二三四五六七八九]+折)|"
    "(?<!不)(?:只|仅|最多|至多)(?:能|可以?|给|予|会)?退(?:还|回|给|您|你|款)*(?:[0-9.]+%|[一二三四五六七八九半]成|百分之|一半|半款|半价|[0-9一二三四五六七八九]+折)"
)
"""Paying back less than was paid."""
_AUTOMATIC = lazy("自动|原路|到账|系统|审核|处理|过期|逾期|到期|退回|返还|提交|申请后")
_FEE = lazy(
    "(?P<fee>(?:扣除?|收取?|收|扣取|加收|承担|支付|需付|支付|付)[^,。;!?\n退]{0,10}?(?:手续费|服务费|违约金|退款费|退票费|工本费|折旧费|平台费|"
    "损失费|[0-9一二两三四五六七八九十]+(?:%|个点|成))|"
    "(?:手续费|违约金|退票费|退款费)[^,。;!?\n]{0,8}?(?:自理|自付|承担|自行|由(?:您|买家|顾客|客户|用户|消费者)|[0-9.]+(?:元|%)|百分之|照收))"
)
_FEE_REFUND = lazy("退(?!房|场|出|还押金)")
_NO_FEE = lazy(
    "(?:不|无|免|0|零|没有|不会|无需|不用|不再|不另|均不|概不|未)(?:额外|另外|再|任何|需要|会|您|买家|顾客)*$"
)
_OFFICE = lazy(
    "商家承担|门店承担|本店承担|平台承担|我们承担|店家承担|商户承担|由(?:商家|本店|门店|我们|平台|店家|商户)"
)

_USED = (
    "核销|使用|消费|用餐|就餐|入住|验券|验码|扫码|到店消费|开吃|食用|开封|拆封|拆包|拆开|入场|入园|入馆|进场|进店消费|开单|开台|开局|开机|上机|"
    "上钟|上机|点单|点餐|出餐|制作|拍摄|"
    "服务(?:开始|完成|结束)?|体验|施工|操作|结账|离店|激活|兑换|领取|取货|提货|自提|取走|带走|签收|试听|开课|上课|洗剪|染烫|护理|验证|到店使用|"
    "办理入住|起菜|上菜|下锅|现场下单|落座"
)
_AFTER_USE = lazy(
    f"(?:已经?|凡已|一经|一旦|经)(?:成功)?(?:{_USED})|(?:{_USED})(?:成功|完毕|完成|确认|开始|时|之)*(?:之后|以后|后|过的?|了的?|即)|"
    f"(?<!未)(?<!没)(?<!前)已用(?!完?餐)|用过的?|(?<![不未没])(?:用|核|刷|吃|喝|洗|剪|烫|染|做|拍|练|按|玩|唱|泡|修)(?:掉|完|好|过)(?:了|后|之后|"
    f"以后|的)?(?!之?前)|已经?(?:完成|结束|做完|享用|上|做|用|剪|洗|拍)的|(?<![未没])(?:开封|拆封|拆包|拆开|激活)的|(?:端|上|摆|下)(?:了|上)?(?:桌|锅|齐)(?:了|后|的)?(?!之?前)"
)
_BEFORE_USE = lazy(
    f"(?:未|没有?|尚未|还没|无论是否|不论是否|不管是否|是否)(?:经|到店|成功)*(?:{_USED}|用)|(?:{_USED})(?:之|以)?前|不论(?:用没用|使用)|用没用"
)
_BOOKED = lazy(
    "(?:预约|预定|预订|订房|订单确认|确认|约定|占位)(?:成功|完成|确认|订单)*(?:之?后|以后|的|即)|一经(?:预约|预定|预订|确认)|已预[约订定]"
)
_OTHER_THING = lazy(
    "赠品|赠送|礼品|小样|押金|定金|订金|差价|差额|余额|余款|余钱|剩余|剩下|零钱|找零|菜品|菜肴|已点|单点|酒水|饮料|饮品|食材|食品打包|餐具|手环|"
    "房卡|毛巾|多余|未用完|没用完|吃不完|未吃完|喝不完|"
    "少(?:人|点|用|吃|来)|人数不足|不足[^,。;]{0,4}人|加购|加项|加菜|升级费|补差|房差|停车费|茶位费|运费|邮费|积分|会员卡|储值|充值|办卡|年卡|"
    "红包|停车券|照片|底片|衣服|服装|部分(?:使用|核销|消费)|使用(?:了)?部分|"
    "优惠券|平台券|立减券|满减券|单张|单个|单次|某一项|个别项目|单项|其中(?:一|某|部分)|拆分|过号|座位|席位|迟到|餐位|剩菜|锅底|小料|门票副券|"
    "副券|截图|复印|转卖|翻拍|涂改"
)
_NOT_MONEY = lazy(
    "(?:差价|差额|余额|余款|剩余|找零|零钱|现金|押金|菜|酒水|饮料|食材|赠品|房差|运费|餐位|部分|单|杯|瓶|器|服装|底片|多余)"
)
_DENIED = lazy(
    "(?:不会|不存在|绝无|并非|不是|不用担心|不必担心|无需担心|不担心|别担心|不怕|告别|杜绝|担心|避免|拒绝|害怕|怕|没有说|从未|没有|绝不会|"
    "决不)(?:出现|发生|有|什么|任何|因|以|存在)?$"
)
_IF_REFUSED = lazy(
    "(?:如果?|若|万一|要是|假如|倘若|遇到?|碰到|凡)[^,。;]{0,8}?(?:商家|门店|店家|店员|商户|本店|我们|店方|客服)[^,。;]{0,6}$"
)
_LODGING = lazy("酒店|民宿|客栈|宾馆|旅馆|住宿|公寓|度假|青旅|日历房|旅行|旅游|景区|门票")
_RATHER = lazy("(?:不(?:满意|好吃|喜欢|想要?|合适|新鲜|香|爽|满|成功|来|去|用|要|爱|过瘾|到位|干净|值))[^,。;]{0,4}$")


_SEEN = 200
"""Characters on either side of a refusal that are looked at."""


def _takes_back(written: Written, case: Case) -> Iterator[Outcome]:
    view = written.normal.squashed
    text = view.text
    if not _GATE.search(text):
        return
    spans = _distinct(_terms(text, case))
    if not spans:
        return
    product = written.product
    if not product.knows("subtitle_tags"):
        yield Skip(NO_TAGS)
        return
    labels = [
        label for label, has in ((ANY_TIME, promises_any_time(product)), (EXPIRED, promises_expired(product))) if has
    ]
    if not labels:
        return
    for start, end in spans:
        first, last = view.raw_span(start, end)
        message = TAKES_BACK(labels=labels, words=written.raw[first:last].strip())
        yield Hit(message=message, start=first, end=last)


def _distinct(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The places, each told once: one inside another says nothing more."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda one: (one[0], -one[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _terms(text: str, case: Case) -> Iterator[tuple[int, int]]:
    """Every term of this shop that takes the promise back."""
    lodging = _LODGING.search(case.category) is not None
    for found in (*_REFUSES.finditer(text), *_REFUSED.finditer(text)):
        if _is_refusal(text, found, lodging=lodging):
            yield _with_lead(text, found.start()), found.end()
    for found in _EXPIRES.finditer(text):
        if _voids(text, found):
            yield found.span()
    for found in (*_IN_TIME.finditer(text), *_ONLY_IN_TIME.finditer(text)):
        if _limits(text, found, lodging=lodging):
            yield found.span()
    for found in _PARTLY.finditer(text):
        if not (_about_other(text, found.start(), found.end()) or _limited(text, found.start(), lodging=lodging)):
            yield found.span()
    for found in _FEE.finditer(text):
        if _charges(text, found):
            yield found.span()


def _with_lead(text: str, start: int) -> int:
    """The start of the phrase when it is near, so that 过期 stands in the message with 不退."""
    left, _ = phrase_of(text, start)
    return left if start - left <= 8 else start


def _not_ours(text: str, start: int, end: int) -> bool:
    """Whether the words are about another shop, a fear, or what once was."""
    if speaker(text, start) is Speaker.OTHER:
        return True
    left = clause_of(text, start)[0]
    before = text[max(left, start - _SEEN) : start]
    if _DENIED.search(before) or _IF_REFUSED.search(before):
        return True
    return mentioned(text, start, end)


_CHOSEN = lazy("(?:的话|的)?(?:也|还|亦|仍|同样)(?:可以?|能|行|没关系)")
"""Behind 不退: the customer's own choice: 不退订也可改期."""


def _is_refusal(text: str, found: re.Match[str], *, lodging: bool) -> bool:
    start, end = found.span()
    groups = found.groupdict()
    if _CHOSEN.match(text, end) or text[start - 1 : start] == "退":  # 退不退都随您
        return False
    if groups.get("asked") is not None:
        before = text[max(phrase_of(text, start)[0], start - _SEEN) : start]
        return not (
            _about_other(text, start, end) or _limited(text, start, lodging=lodging) or _AFTER_USE.search(before)
        )
    if groups.get("head") in ("退回", "退还") and groups.get("not") == "不" and text[start - 1 : start] in ("会", "是"):
        return False
    before = text[max(phrase_of(text, start)[0], start - _SEEN) : start]
    rather = _RATHER.search(text, max(0, start - 8), found.start("head")) if groups.get("head") else None
    if rather is not None and rather.end() > start and rather.start() >= start:
        return False
    if _about_other(text, start, end) or _not_ours(text, start, end) or _doubled(before, groups.get("not") or ""):
        return False
    return not _limited(text, start, lodging=lodging)


def _doubled(before: str, cue: str) -> bool:
    """不存在不退, 绝不会不退: two negations are a promise."""
    return cue.startswith(("不", "没", "拒", "无")) and before.endswith(
        ("不会", "不存在", "绝不", "绝无", "不得", "不能", "不可", "无不", "不准", "没有")
    )


def _about_other(text: str, start: int, end: int) -> bool:
    """Whether it is about gifts, deposits, dishes or the rest of the money, not about the purchase."""
    left = max(phrase_of(text, start)[0], start - _SEEN)
    return _OTHER_THING.search(text, left, start) is not None or _NOT_MONEY.match(text, end) is not None


def _limited(text: str, start: int, *, lodging: bool) -> bool:
    """Whether the refusal is for after use (or, where rooms are kept, after booking): by the nearest words before it."""
    far = max(0, start - _SEEN)
    left = max(clause_of(text, start)[0], far)
    phrase = max(phrase_of(text, start)[0], far)
    for from_, to in ((phrase, start), (left, phrase)):
        marks = [(one.end(), "before") for one in _BEFORE_USE.finditer(text, from_, to)]
        marks += [(one.end(), "after") for one in _AFTER_USE.finditer(text, from_, to)]
        marks += [(one.end(), "booked") for one in _BOOKED.finditer(text, from_, to)]
        marks += [
            (far + one.end(), "before")
            for one in re.finditer(_AFTER_EXPIRY, text[far:to])
            if far + one.start() >= from_
        ]
        marks += [(one.end(), "before") for one in _AT_ONCE.finditer(text, from_, to)]
        if marks:
            nearest = max(marks)[1]
            return nearest == "after" or (nearest == "booked" and lodging)
    behind = text[start : min(phrase_of(text, start)[1], start + _SEEN)]
    return re.search(f"(?:{_USED})(?:成功)?(?:后|过)的|\\((?:已)?(?:{_USED})后?\\)", behind) is not None


_AT_ONCE = lazy(
    "(?:购买|下单|付款|支付|拍下|售出|成交|抢购|购入|出售|卖出|买)(?:成功|完成)?(?:之?后|以后|了|即|,|$)|一经(?:售出|购买|卖出|出售|下单|付款)|"
    "特价|打折|优惠商品"
)


def _voids(text: str, found: re.Match[str]) -> bool:
    start, end = found.span()
    if _not_ours(text, start, end) or re.search("不会|并非|不是|不$|没有|绝不|未$|自动退|随时退|可退", found["gap"]):
        return False
    left = phrase_of(text, start)[0]
    if (
        _OTHER_THING.search(text, left, end)
        or _continues_other(text, left)
        or re.search("不(?:会)?$|永不$|未$|没有$", text[left:start])
    ):
        return False
    sentence = sentence_of(text, start)
    paid = _PAYS_BACK.search(text, sentence[0], sentence[1])
    if paid is not None and not re.search("不|无法|恕|概", text[max(0, paid.start() - 2) : paid.start()]):
        return False
    return not (_MILD.fullmatch(found["void"]) and _PAYS_BACK.search(text))


def _continues_other(text: str, left: int) -> bool:
    """Whether the phrase before has another thing as its subject: 停车券当日有效，过期作废."""
    if left <= clause_of(text, left)[0]:
        return False
    start, end = phrase_of(text, left - 1)
    return _OTHER_THING.match(text, start) is not None and "退" not in text[start:end]


def _limits(text: str, found: re.Match[str], *, lodging: bool) -> bool:
    """购买后7天内可退: a promise with an end, where the label has none."""
    if lodging and found["since"] is None:
        return False
    left, right = phrase_of(text, found.start())
    if _AUTOMATIC.search(found.group()) or _AUTOMATIC.search(text, left, found.start()):
        return False
    if re.search("质量|变质|问题|差评|不满意", text[left : found.end()]) or _OTHER_THING.search(
        text, left, found.end()
    ):
        return False
    return not (_not_ours(text, *found.span()) or re.match("款?(?:至|到账|原路)", text[found.end() : right]))


def _charges(text: str, found: re.Match[str]) -> bool:
    """退款扣10%手续费; a fee that is nobody's business, or not charged, is none."""
    left, right = sentence_of(text, found.start())
    if not _FEE_REFUND.search(text, left, right) or _not_ours(text, *found.span()):
        return False
    before = text[phrase_of(text, found.start())[0] : found.start()]
    if _NO_FEE.search(before) or _OFFICE.search(text, found.start(), right) or _OFFICE.search(before):
        return False
    inside = found.group()
    if re.search("不|无|免|0手续费|零手续费|押金", inside):
        return False
    clause = text[slice(*clause_of(text, found.start()))]
    return _FEE_REFUND.search(clause) is not None and not re.search("押金|定金|提现|转账|改期|改签", clause)


# -- R07-04: the refund policy -----------------------------------------------------------------------------------------

POLICY = Text(
    "退款政策是“{policy}”，标签却承诺“{labels}”", "the refund policy is {policy}, but the labels promise {labels}"
)
CONFIRM = Text(
    "退款要商家确认，标签却承诺“{labels}”", "refunds need the merchant's consent, but the labels promise {labels}"
)
_POLICIES = {
    "none": Text("不可退", "no refund"),
    "2": Text("不可退", "no refund"),
    "conditional": Text("有条件退", "refund on conditions"),
    "3": Text("有条件退", "refund on conditions"),
}
_CONFIRM = ("refund_need_merchant_confirm", "platform.refund_need_merchant_confirm")


def _policy(case: Case) -> Iterator[Outcome]:
    product = case.product
    labels = [
        label for label, has in ((ANY_TIME, promises_any_time(product)), (EXPIRED, promises_expired(product))) if has
    ]
    if not labels:
        return
    policy = _POLICIES.get(product.text("refund_policy") or product.text("platform.RefundPolicy"))
    if policy is not None:
        yield Hit(message=POLICY(policy=policy, labels=labels), path="refund_policy")
    elif any(product.flag(path) or product.text(path) == "1" for path in _CONFIRM):
        yield Hit(message=CONFIRM(labels=labels), path="refund_policy")


def _tags_policy(written: Written, case: Case) -> Iterator[Outcome]:
    if not case.is_product:
        yield from _policy(case)


_LABEL_NOTE = Text(
    "只管团购类商品；日历票、日历房、预售券和预订有自己的退款规则。须知里写一句不能代替标签。",
    "For group-buy only: calendar tickets, calendar rooms, presale coupons and bookings have refund terms of their own. "
    "A sentence in the notes is no label.",
)

RULES: tuple[Rule, ...] = (
    Rule(
        id="R07-01",
        name="label-any-time",
        title=Text("团购要有“随时退”标签", "A group-buy has the label “随时退”"),
        severity=Severity.ERROR,
        needs=(Needs.FIELDS,),
        source="S004 ⑦1",
        remedy=Text("在标签里加上“随时退”", "add the label “随时退”"),
        bad="标签：过期退、免预约",
        good="标签：随时退、过期退、免预约",
        note=_LABEL_NOTE,
        fields=("subtitle_tags",),
        in_text=_tags_any_time,
        on_product=_no_any_time,
    ),
    Rule(
        id="R07-02",
        name="label-expired",
        title=Text("团购要有“过期退”标签", "A group-buy has the label “过期退”"),
        severity=Severity.ERROR,
        needs=(Needs.FIELDS,),
        source="S004 ⑦1",
        remedy=Text("在标签里加上“过期退”", "add the label “过期退”"),
        bad="标签：随时退",
        good="标签：随时退、过期退",
        note=_LABEL_NOTE,
        fields=("subtitle_tags",),
        in_text=_tags_expired,
        on_product=_no_expired,
    ),
    Rule(
        id="R07-03",
        name="tag-vs-text",
        title=Text("标了可退，文案就不能写不可退", "What the labels promise to refund, no text refuses"),
        severity=Severity.ERROR,
        needs=(Needs.TEXT, Needs.FIELDS),
        source="S004 ⑦2",
        remedy=Text(
            "改成“未使用随时退，过期自动退；核销后不退”",
            "write: refundable any time before use and after expiry; not after use",
        ),
        bad="一经售出，概不退换",
        good="未使用随时退，过期自动退；核销后不退",
        note=Text(
            "核销或使用后不退、赠品押金不退、退款几天内到账都没问题；住宿类预约后的退改另有惯例，不报。",
            "Refusing after use, keeping deposits for damage, and days until the money arrives are fine; what lodging "
            "refuses after a booking is left to its own terms.",
        ),
        fields=PROSE,
        of_terms=True,
        in_text=_takes_back,
    ),
    Rule(
        id="R07-04",
        name="refund-policy",
        title=Text("退款政策要与标签一致", "The refund policy is what the labels promise"),
        severity=Severity.WARNING,
        needs=(Needs.FIELDS,),
        source="docs/platform/rules.md, R07-04",
        remedy=Text(
            "退款政策改为随时退，或去掉标签并改商品类型",
            "make the policy any time, or change the kind and drop the labels",
        ),
        bad="标签：随时退、过期退；退款政策：不可退",
        good="标签：随时退、过期退；退款政策：随时退",
        fields=("subtitle_tags",),
        in_text=_tags_policy,
        on_product=_policy,
    ),
)
