"""R01-08: leftovers that may not be taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.rules.case import PROSE, Case, Written
from storeconf.rules.review.quoting import quoted
from storeconf.rules.review.terms import Span, forbidden, governed, punished
from storeconf.rules.rule import Needs, Outcome, Rule
from storeconf.rules.text.clauses import phrase_of, sentence_of
from storeconf.rules.text.gate import Gated
from storeconf.rules.text.mention import indifferent, mentioned
from storeconf.rules.text.normal import View
from storeconf.rules.text.patterns import lazy
from storeconf.rules.text.polarity import permits
from storeconf.rules.text.speaker import Speaker, speaker

_PACK = lazy("打包(?!票|价|出售|销售|购买|售卖|行李|下载|优惠|带来|发货|寄|票|组合|套餐|成)|打\\.包|dabao")
_LEFTOVERS = lazy(
    "(?:剩(?:余|下|菜|饭|食|的)?|吃不完|没吃完|未吃完|未食用完|余下|多余)(?:的)?[^，,。；;\\n]{0,8}?(?:带走|带离|"
    "带出|外带|带回|[拿取端装兜拎捎]走|[带拿装拎捎]返|拿回|装盒|装回|兜着走)|"
    "(?:食物|食品|菜品|餐食|餐品|餐点|菜肴)[^，,。；;、\\n]{0,4}?(?:带走|带离|带出|带回)|(?:带走|带离|带出|"
    "外带)(?:未吃完|吃不完|没吃完|剩余?|剩下|店内(?=的?[食菜餐]))[^，,。；;\\n]{0,4}"
)
_LEFT_BEHIND = Gated(
    "(?:食物|食品|菜品|餐食|餐品|餐点|自助餐?)[^。；;\\n]{0,10}?(?:吃完|用完|食用|享用)[^。；;\\n]{0,5}?(?:谢绝|禁止|严禁|不得|不可以?|不能|不准|不许|请勿|恕不|勿)(?:打包|带走|外带|带离|带出)|"
    "(?:剩(?:余|下|菜|饭|食|的)?|[吃食喝]不完|[吃食]不[晒了]|没吃完|未吃完|未食用完|余下)[^。；;\\n]{0,14}?"
    "(?:不可以?|不得|不能|不准|不许|不让|不给|不好|谢绝|禁止|严禁|请勿|恕不|概不|勿|别)[^，,。；;\\n]{0,3}?"
    "(?:带走|带离|带出|带回|[拿端装拎兜]走|拿回|带返|装盒|打包)"
)
"""The leftovers in one phrase, the ban in the next: 吃不完的只能倒掉，不能拿回家."""
_DRINKS = lazy(
    "畅饮|续杯|饮料机|自助饮|无限量?饮|蘸料|酱料|小料|调料|茶水|免费小吃|赠送小吃|酒水|水果茶|热饮|饮品|饮料"
)
_BOX = lazy("(?:盒|袋|餐盒|餐具|工具|费|容器|材料|桶|箱)")


def _packing(written: Written, case: Case) -> Iterator[Outcome]:
    view = written.normal.squashed
    text = view.text
    if not ("包" in text or "带" in text or "走" in text or "剩" in text or "吃" in text):
        return
    for pattern in (_PACK, _LEFTOVERS, _LEFT_BEHIND):
        for found in pattern.finditer(text):
            if _forbids_packing(view, found, pattern is _PACK):
                yield quoted(written, view, governed(view, found.span()), _R08)
                return


_PACKING_COSTS = lazy("罚|不享受|没收|取消|原价|不予|恕不")
_NEARBY = 500
"""Characters on either side in which another word on packing may permit it."""


def _forbids_packing(view: View, found: re.Match[str], is_pack: bool) -> bool:
    text, span = view.text, found.span()
    phrase = text[slice(*phrase_of(text, span[0]))]
    around = text[slice(*sentence_of(text, span[0]))]
    inside = not is_pack and re.search(
        "不(?:可|得|能|准|许|让|允许|给|好)|别|谢绝|禁止|严禁|请勿|恕不|概不|勿", found.group()
    )
    if not inside and not forbidden(view, span):
        return is_pack and punished(view, span, _PACKING_COSTS) and not _box_fee(text, span)
    if speaker(text, span[0]) is Speaker.OTHER or _DRINKS.search(phrase):
        return False
    if is_pack and re.search("(?:不|未)(?:含|包含|包括)[^，,。]{0,2}$", text[max(span[0] - 6, 0) : span[0]]):
        return False
    if re.search("剩余?(?:的)?(?:次数|金额|余额|时间|名额|卡|券|库存|座位|款|部分|额度|天数)", found.group()):
        return False
    if mentioned(text, *span) or indifferent(text, *span) or (is_pack and _of_guests(text, span)):
        return False
    if (
        is_pack
        and _BOX.match(text, span[1])
        and re.search("自[带备]|[0-9一两]元|付费|收费|购买|免费|一次性|环保|可打包", around)
    ):
        return False
    return not any(
        permits(text, *other.span(), breaks=view.breaks)
        and re.search("剩|吃不完|余", text[max(other.start() - 12, 0) : other.start()])
        for other in _PACK.finditer(text, max(span[0] - _NEARBY, 0), span[1] + _NEARBY)
    )


_LEAVES = lazy("(?:不|没有?|未)$")
_WARE_PACKED = lazy("(?:一次性)?(?:餐具|筷|勺|吸管|纸巾|酱|调料|汤汁|汤底|饮料|小料|蘸料|刀叉|蜡烛|生日帽)")
_WHO_LEAVES = lazy(
    "(?:了|走|完|好|回家)?(?:的话|的(?=[人客顾朋您菜剩行衣物餐份食那汤])|就|也|都|却|而|又|可|再|反|会|才)|[扣罚倒]|光盘|不[许让准]走"
)


def _of_guests(text: str, span: Span) -> bool:
    """Whether 不打包 is what guests do, or is said of what comes along: 不打包就浪费了, 不打包餐具, 打包不了的汤底."""
    if re.match("(?:服务)?不(?:含|包含|包括)|不了的|不走的|好的?[餐菜外商食给送请前后]|完成", text[span[1] :]):
        return True
    bare = _LEAVES.search(text, max(span[0] - 2, 0), span[0])
    if bare is None:
        return False
    refuses = re.search("(?:恕|概|一律|均|皆|都|全|从|暂|绝|决|也)$", text[max(span[0] - 5, 0) : bare.start()])
    if refuses or not (_WARE_PACKED.match(text, span[1]) or _WHO_LEAVES.match(text, span[1])):
        return refuses is None and "行李" in text[slice(*phrase_of(text, span[0]))]
    return True


def _box_fee(text: str, span: Span) -> bool:
    return bool(_BOX.match(text, span[1]))


_R08 = Text(
    "“{words}”禁止顾客打包剩菜，平台会拒审", '"{words}" forbids guests to take leftovers away, which reviewers reject'
)

RULES: tuple[Rule, ...] = (
    Rule(
        id="R01-08",
        name="no-packing",
        title=Text("不能禁止打包剩菜", "Packing leftovers may not be forbidden"),
        severity=Severity.ERROR,
        needs=(Needs.TEXT,),
        source="S004 ①4",
        remedy=Text("改为“吃不完可打包”；打包盒可以收费", "write that leftovers can be packed; a box may cost money"),
        bad="吃不完也不可打包",
        good="吃不完可打包，餐盒1元一个",
        note=Text("只说仅限堂食、不提供外卖不算", "“dine in only” without a word about packing is none"),
        fields=PROSE,
        of_terms=True,
        in_text=_packing,
    ),
)
