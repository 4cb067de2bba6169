"""R01-09: food and drink that guests may not bring."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.rules.case import PROSE, Case, Written
from storeconf.rules.review.quoting import quoted
from storeconf.rules.review.terms import Span, clause_at, forbidden, governed, punished
from storeconf.rules.rule import Needs, Outcome, Rule
from storeconf.rules.text.clauses import clause_of, phrase_of
from storeconf.rules.text.gate import Gated
from storeconf.rules.text.mention import indifferent, mentioned
from storeconf.rules.text.normal import View
from storeconf.rules.text.patterns import lazy
from storeconf.rules.text.polarity import Polarity, cues, permits
from storeconf.rules.text.speaker import Speaker, speaker

_FOOD = (
    "酒水|酒类|白酒|红酒|啤酒|洋酒|黄酒|香槟|饮料|饮品|饮食|饮用水|矿泉水|奶茶|咖啡|茶叶|茶水|食品|食物|食材|零食|"
    "小吃|熟食|生食|外卖|外食|餐食|餐饮|餐品|菜品|水果|"
    "蛋糕|海鲜|火锅料|底料|吃的|喝的|吃喝|酒菜|酒(?![店吧楼馆杯具])|瓜子|烟酒|快餐|点心|肉类|羊肉|早餐|东西(?=进|入|"
    "来吃)|物食|物饮|卤味|卤菜|熟菜|烤串|甜品|零嘴|凉菜|鸭脖|汉堡|炸鸡|面包|糕点|干果|坚果|槟榔|雪糕|冰淇淋|可乐|雪碧|方便面|泡面|便当|盒饭|米线|花生|(?<=带)物|吃食|嘴食|酒饮"
)
_BRINGS = (
    "自带|自备|自己带|自己拿|自携|自行携带|自行带|携入|拿进|拿入|拎进|拎入|提进|捎进|揣进|送进|"
    "私带|私自携带|携带|带入|带进|带来|外带|外购|外买|外来|外面(?:的|买)|外叫|外点|带外面的?|带"
)
_BRING = Gated(
    f"(?:自己|自个儿|自行)带(?:菜|肉|饭|汤|料|虾|鱼|锅底)(?!品)|(?:{_BRINGS})[^，,。；;、\\n]{{0,7}}?(?:{_FOOD})|非本[店馆场](?!内)[^，,。；;\\n]{{0,5}}?(?:{_FOOD})|外食|外酒|外来(?:酒水|食品|食物|饮料)"
)
_FOOD_BRING = Gated(
    f"(?:{_FOOD})(?:等|类|、|和|及|或|与|以及|(?:{_FOOD}))*[^，,。；;\\n]{{0,8}}?(?:自带|自备|自己带|自携|携带|携入|外带(?=入|"
    "进)|带入|带进|[拿拎提捎送][入进](?!行|取)|入店|入内|进店|入场|带来|(?<=[让能可得准许止勿])带(?!走|离|出|回))"
)
_OWN_ONLY = lazy("(?:自带|外带|自备|自行携带)(?!走|离|出|回)")
_IN_HOUSE = Gated(
    f"(?:{_FOOD})(?:等|类)?(?:均|都|一律|必须|须|需|只能|只可以?|只准|只许|仅限|仅可|仅能|统一|只限|得)+(?:在|于|从|向|到)?(?:本店|店内|我们(?=[店家这那吧前超小])|咱们?(?=[店家这])|"
    "本餐厅|吧台|前台|超市|店里|现场|门店|馆内|我店|场内|卖场|小卖部|[本我]场)(?:店|家|这|这儿|那|内|里|的|超市|吧台|小卖部|商店|前台|区)*(?:购买|点单|点购|消费|选购|点|购|买)|"
    "(?:只|仅)(?:接受|限|可以?|能|准|许|允许)(?:饮用|食用|使用|消费|喝|吃|用)?(?:本店|店内|店里|我们店|自家)(?:的|购买|出售|售卖|提供|点|"
    f"销售)?(?:的)?(?:{_FOOD})"
)
_OUTSIDE = Gated(
    "(?:外卖(?!员|小哥|骑手|柜|订单|平台)|自带|自备|自己带|自己买|外带|外购|外买|外来|外面(?:买|带|来|点)?|外头(?:买)?|出面(?:买)?|别处买|其他地方买|店外买?|场外买?|"
    f"非本(?:店|馆|场)(?:购买|售卖|出售|所售|消费)?)(?:来|进来)?(?:的)?(?P<food>(?:{_FOOD}))?[^。；;!！\\n]{{0,14}}?"
    "(?<!又)(?:不让|不要|不许|不准|不能|不得|不可以?|不给|不予|不放|不好|一律不|都不|均不|禁止|严禁|谢绝|请勿|恕不|概不|勿|别|拒绝|不允许|不接受)(?:再|随意|被|您|客人|顾客|大家)?(?:在[^，,。；;\\n]{1,4})?"
    "(?:进|入(?!口)|上桌|加工|带[进入到]|带(?=[，,。]|$)|携[进入带]|拿[进入到]|送[进入到]|端[进上]|提[进入]|拎[进入]|放行|食用|饮用|上桌|享用)"
)
"""Food from elsewhere, and that it may not come in: 外面买的奶茶请寄存前台，不得带入包厢."""
_LEFT_OUTSIDE = Gated(
    f"(?:{_FOOD})[^。；;!！\\n]{{0,4}}?(?:在|于)(?:门外|门口|店外|场外|外面|外头)[^，,。；;]{{0,4}}?(?:喝|吃|用|解决|享用|食用)(?:完|掉|好|光)[^，,。；;]{{0,2}}(?:再|才|后)[^，,。；;]{{0,2}}(?:进|入)|"
    f"外[头面][带拎买拿提]来的(?:{_FOOD})?[^。；;!！\\n]{{0,4}}?(?:收走|没收|扣下|暂扣|代为保管)|"
    f"(?:自带|自备|外带|外购|外买|外来|外面买?|外头买?|手[里上中])的?(?:{_FOOD})[^。；;!！\\n]{{0,6}}?[喝吃用]?[喝吃用食](?:完|好|光|掉)[了后]?[^，,。；;]{{0,2}}(?:再|才|方)可?能?(?:进|入)|"
    f"(?:{_FOOD})(?:等|类|、|和|及|与|(?:{_FOOD}))*(?:请|要)?(?:一律|必须|须|需要?|都要|都得|统一|全部)(?:先|要)?(?:存包|存柜|寄存|存放|放在?(?:前台|门口|门外|柜))|"
    f"(?:自带|自备|外带|外购|外买|外来|外面买)的?(?:{_FOOD})[^。；;!！\\n]{{0,6}}?(?:丢弃|扔掉|寄存|存放|留在|放在)[^。；;!！\\n]{{0,6}}?"
    "(?:方可|才能|再|后)(?:进|入)"
)
_ONLY_OURS = Gated(
    "(?P<food>蛋糕|酒水|酒|饮料|零食|食材|海鲜|小吃)[^，,。；;\\n]{0,2}请(?:在|于|到|从|向)(?:本店|店内|店里|前台|吧台|我们这|场内)[^。；;\\n]{0,12}?(?:自带|自备|外带|外购|外来)"
    "(?:的)?(?P=food)?[^。；;\\n]{0,6}?(?:收|付|加|罚|交)[^。；;\\n]{0,4}?[0-9一二两三四五六七八九十百]+(?:元|块|%)"
)
"""Sold here, and who brings his own pays for it: 蛋糕请在本店订，自备蛋糕进场收30元."""
_NO_FOOD = lazy(
    "泳衣|泳具|毛巾|宠物|设备|话筒|教练|摄影|服装|药|工具|音响|麻将|球|被褥|拖鞋|产品|餐盒|人员|车辆|器材|道具|三脚架|相机|化妆|衣服|帐篷|烟花|"
    "易燃|打火机|雨伞|行李|电器|刀|推车|鞋|装备|气瓶|炭|木炭|炉"
)
_TURNED_AWAY = lazy("请(?:出门|移步|绕|另|离|回)|出门右转|另寻|另找别|绕道|不欢迎|别来|勿来|止步")
_GIVEN = lazy("免费(?:送|提供|喝|畅饮|续|领)|我们送|店里送|已含|都含|包含|赠送|管够|畅饮")
_OUTWARD = lazy("[吃喝]不完|[没未]吃完|剩|离店|出店|带走|离开|外出|出场|出门|打包|带出(?!面)|回家|离场")
_NOT_OWN = lazy(
    "投喂|喂食|喂养|喂|未成年|泳池|池内|池区|水区|温泉池|手术|治疗室|诊室|无菌|展厅|展柜|影棚|拍摄区|蹦床|器械区|"
    "训练区|阅读区|更衣|录音棚|汗蒸房|机舱|行李|宠物(?:食品|零食)|酒后|醉酒|套餐(?:不含|中的)"
)


_BEHAVES = lazy(
    "(?:勿|不要|不得|禁止|不可|不能)(?:酗|喧|浪|乱|抽|吸|影响|打扰|大声|过量|劝|放|丢|弃|寄存|冷藏|退|换|加热|在)"
)


_BANNED_BEFORE = lazy("(?:禁止?|谢绝|请勿|切勿|不准|不许|不得)$")
"""In front of a bare 带, where 不带酒水 may also say what a package leaves out."""
_BRINGING = lazy("[带外备购点买喝携入进拿存]|消费|本店")


def _own_food(written: Written, case: Case) -> Iterator[Outcome]:
    view = written.normal.squashed
    text = view.text
    if _BRINGING.search(text) is None:
        return
    for pattern in (_BRING, _FOOD_BRING, _OWN_ONLY):
        for found in pattern.finditer(text):
            if _forbids_own(view, found, alone=pattern is _OWN_ONLY):
                yield quoted(written, view, governed(view, found.span()), _R09)
                return
    for found in _OUTSIDE.finditer(text):
        if _shut_out(view, found):
            yield quoted(written, view, found.span(), _R09)
            return
    told = _IN_HOUSE.search(text) or _LEFT_OUTSIDE.search(text) or _ONLY_OURS.search(text)
    if told and mentioned(text, *told.span()):
        return
    if told and speaker(text, told.start()) is not Speaker.OTHER and not re.search("欢迎自带|可(?:以)?自带", text):
        yield quoted(written, view, told.span(), _R09)


_BESIDE = 20
"""Characters on either side in which the food may be named: 想喝酒？外头买的别拿进来."""


def _shut_out(view: View, found: re.Match[str]) -> bool:
    """Whether food from elsewhere is refused, not other things and not for one place that has to be dry or clean."""
    text, around = view.text, clause_at(view, found.start())
    if _NO_FOOD.search(found.group()) or _NOT_OWN.search(around) or mentioned(text, *found.span()):
        return False
    if permits(text, *found.span()):
        return False  # 自带的食材不能加工？可以的
    nearby = text[max(0, found.start() - _BESIDE) : found.end() + _BESIDE]
    if not (found["food"] or re.search(_FOOD, nearby)) or speaker(text, found.start()) is Speaker.OTHER:
        return False
    last = cues(found.group())[-1:]
    return not (last and last[0].kind == "double") and not re.search("可(?:以)?自带|欢迎自带|没有|并不", around)


_OWN_COSTS = lazy("罚|不(?:再|得|能|可|予)?(?:享受|接待|参与|使用)|取消|作废|视为|没收|原价|恕不|请离|谢绝|拒绝")


def _forbids_own(view: View, found: re.Match[str], *, alone: bool) -> bool:
    text, span = view.text, found.span()
    phrase = text[slice(*phrase_of(text, span[0]))]
    around = clause_at(view, span[0])
    if found.group().startswith("自") and _TURNED_AWAY.search(text, span[1], clause_of(text, span[0])[1]):
        return True
    if _OUTWARD.search(phrase) or _NOT_OWN.search(around) or speaker(text, span[0]) is Speaker.OTHER:
        return False
    if alone and not _alone_means_food(text, span, around):
        return False
    if _BEHAVES.search(text[span[1] : span[1] + 5]) or mentioned(text, *span) or indifferent(text, *span):
        return False
    if re.search("(?<!千万)别再?自", found.group() + text[max(span[0] - 2, 0) : span[1]]) and _GIVEN.search(around):
        return False  # 饮料别自己带了，我们送
    if forbidden(view, span) or _forbidden_inside(found.group()):
        bare = found.group().startswith("带") and not re.search("入|进|外|自", phrase)
        return not bare or _BANNED_BEFORE.search(text, max(span[0] - 4, 0), span[0]) is not None
    return found.group().startswith(("自", "私", "外")) and punished(view, span, _OWN_COSTS)


def _forbidden_inside(words: str) -> bool:
    """A prohibition between the food and the bringing: 酒水谢绝自带."""
    last = [cue for cue in cues(words) if cue.kind != "asks"]
    return bool(last) and last[-1].meaning is Polarity.FORBIDS


def _alone_means_food(text: str, span: Span, around: str) -> bool:
    """For 谢绝自带 without an object: nothing else is meant, and food is spoken of or nothing is."""
    following = text[span[1] : phrase_of(text, span[0])[1]]
    if re.match("(?:的|哦|噢|呢|啦|~)*$|入内|入店|进店|入场|进入|者", following) is None:
        return False
    if text[span[0] : span[1]] == "外带":
        return "堂食" not in around and bool(re.search("(?:谢绝|严禁|禁止|请勿)$", text[: span[0]]))
    return re.search("泳衣|毛巾|宠物|设备|话筒|教练|摄影|服装|药|工具|音响|麻将|球|被褥|拖鞋|产品|餐盒", around) is None


_R09 = Text(
    "“{words}”不让顾客自带酒水食品，平台会拒审",
    '"{words}" forbids guests to bring their own food or drink, which reviewers reject',
)

RULES: tuple[Rule, ...] = (
    Rule(
        id="R01-09",
        name="no-own-food",
        title=Text("不能禁止顾客自带酒水食品", "Guests may bring their own food and drink"),
        severity=Severity.ERROR,
        needs=(Needs.TEXT,),
        source="S004 ①5",
        remedy=Text("删去这一句，或改为“可自带酒水”", "delete it, or write that guests may bring their own drinks"),
        bad="谢绝自带酒水",
        good="可自带酒水，店内也有售",
        fields=PROSE,
        of_terms=True,
        in_text=_own_food,
    ),
)
