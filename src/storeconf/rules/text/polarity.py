"""Whether a sentence forbids, refuses, permits or spares a thing.

A cue has to govern the head word: same phrase, few characters between, and no other cue in between. Two negations make a
permission (不禁止, 不是不能). What follows the head counts too: 酒水不得自带, 发票开不了, 打包：不可以. A question says
nothing unless its answer does. What was forbidden once and is open now is open: 以前不可自带，现在可以了.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from storeconf.rules.data import words
from storeconf.rules.text.clauses import Range, clause_of, next_clause, phrase_of
from storeconf.rules.text.patterns import lazy
from storeconf.rules.text.tense import past


class Polarity(StrEnum):
    """What a sentence does with a thing."""

    FORBIDS = "forbids"
    """Forbids or refuses it, or says that there is none of it."""
    PERMITS = "permits"
    NEEDLESS = "needless"
    """Says that one needn't: 无需预约, 免开瓶费."""
    SAYS_NOTHING = "says_nothing"


REACH = 6
"""Characters that may stand between a cue and what it governs."""

SEEN = 500
"""Characters behind a thing that are looked at for a question or a penalty. No clause that anybody reads is longer."""

_HELPERS = "(?:会|得|能|可以?|应该?|允许|许|准|再|敢|曾|存在|是|至于|有|以任何(?:理由|借口|形式|方式)|无故|随意|擅自|因此|说|要求)"
_BANS = "禁止|拒绝|拒不|拒(?=[开绝])|谢绝|限制|限定|阻止|阻拦|干涉|反对|强制|刁难|为难"
_NOTS = "不可以?|不能|不得|不让|不准|不许|不给|不开|不提供|不支持|不允许|不接受|没有|不带|不予|不行"
_DOUBLE = (
    f"(?:从来?|绝|决|并)?(?:不|没有?|未|无){_HELPERS}*(?:{_BANS})|"
    "(?:并)?(?:不是|并非|不存在|没有说|没说|不代表|不意味着?|谁说|不至于|不用担心|不必担心|无需担心|不怕|不再是?|"
    f"不会因.{{0,6}})(?:{_NOTS}|不|无法)|"
    f"(?:没有|没|无)(?:什么|任何)?(?:{_NOTS})|不会不|无不|没有不|"
    "(?:杜绝|抵制|反对|告别|打破|取消了?|废除了?|解除了?|摒弃|避免|拒绝|绝无|投诉|"
    f"举报)[^，。；,;\\s]{{0,4}}?(?:{_BANS}|{_NOTS}|不)|"
    "不限(?:制|定|量|次)?|不设限|不做限制|没限制|无限制|不影响|不耽误|不妨碍|不介意|无所谓|不拘"
)
_FREE = (
    "不收费|不收钱|不另(?:外|行)?(?:收费|加价|加收|收取)|不额外(?:收费|收取|加价)|不加(?:价|收|钱)|不花钱|不要钱|"
    "不计费|免费|"
    "无需(?:另外|额外)?(?:付费|加价|加钱)|不用(?:另外|额外)?(?:付费|加价|加钱|花钱)"
)
_NEEDLESS = (
    "无需|无须|毋需|毋须|不需要?|不须|不用|不必|用不着|犯不着|省去了?|免去了?|免除|免收|免交|免付|全免|"
    "免(?=[^费疫税谈不了得于])|"
    "不收(?!费)|不收取|不另收|不加收|不额外收取?|不会?收取?|没有收取?|不产生"
)
_ACTS = (
    "可以?|得|能够?|许|准|让|予(?:以)?|支持|提供|接受|给予?|帮|做|开放|允许|办理|受理|设|参与|安排|配备|供应|出具|"
    "开具|承接|同意|"
    "含|包含|包括|带|送|退|开|卖|售|销售|出售|售卖|贩卖|经营|出租|涉及|再|会|适用|享受|方便|配合|欢迎|接待|要|出|作"
)
_STRONG = (
    f"(?:恕|概|一律|一概|均|皆|都|全部|从|绝|决|永|暂时?|也|亦|并|拒)?不(?:{_ACTS})+|(?:恕|概|一律|一概|均|皆|都|从|"
    "绝|决|永|暂)不|"
    f"(?:恕|暂时?)?(?:无法|没法|没办法|难以|未能|无权)(?:{_ACTS})*|恕难|"
    "不好(?=[打带自拿喝食吃吸提])|[没莫]得(?=[开打带提发茶餐退]|[哦哈的嘞]{0,2}(?:$|[，,。；;!！~]))|木有|别想|别指望|休想|别再?自己|"
    "请勿|切勿|切莫|千万别|请别|勿|严禁|禁止|禁(?=[自外带打止入])|杜绝|谢绝|拒绝|拒(?=[开收带绝])|"
    "没有(?:提供|开具?)?|暂无|暂未|尚未|未设|概无|不具备|不方便|"
    "开不了|开不出|开不到|开不得|给不了|带不得|打不得|没得开|出不了|提供不了|做不[到了]|弄不了|搞不了|办不到|办不了|进不了|带不进|用不了|打不了|免谈|停止|暂停|取消|关闭|✗"
)
_WEAK = "不|无|没|别|莫|未|非|免"
_AFTER_ONLY = "不行|不成|不了|免谈|就?别(?:要|找|问|想|指望)了?|没门|没戏|就算了|就免了|除外|例外|no(?![a-z.])"
_PERMIT = (
    "可以|可|能够?|支持|欢迎|允许|准许|提供|随意|随便|任意|自由|都行|没问题|没有问题|方便|ok|照常|正常|放心|尽管|"
    "只管|开放|接受|"
    "协助|帮忙|帮您|帮你|主动|为您|为你|给您|当场|如实|足额|✓"
)
_ASKS_FOR = "请|鼓励|提倡|倡导|建议|推荐|记得|务必|必须|应当|需要?|须(?!知)"
"""Tells people to do it: no cue before it reaches across."""


def _alternatives(found: tuple[str, ...]) -> str:
    return "|".join(sorted(map(re.escape, found), key=len, reverse=True))


_CUE = lazy(
    f"(?P<double>{_DOUBLE})|(?P<neutral>(?P<same>[开带打用要收给让送吃喝买点含退])[不没](?P=same)|{_alternatives(words('neutral_words'))})|(?P<free>{_FREE})|"
    f"(?P<needless>{_NEEDLESS})|(?P<after>{_AFTER_ONLY})|(?P<strong>{_STRONG})|(?P<weak>{_WEAK})|"
    f"(?P<permit>{_PERMIT})|"
    f"(?P<asks>{_ASKS_FOR})"
)
_MEANS = {
    "double": Polarity.PERMITS,
    "free": Polarity.PERMITS,
    "permit": Polarity.PERMITS,
    "needless": Polarity.NEEDLESS,
    "after": Polarity.FORBIDS,
    "strong": Polarity.FORBIDS,
    "weak": Polarity.FORBIDS,
    "asks": Polarity.SAYS_NOTHING,
}
_WEAK_BEFORE, _WEAK_AFTER = 1, 2
_OPEN = lazy("一切|任何|所有|各种|各类|将|把|食用|饮用|享用|使用|私自|自行|随意|擅自|顾客|客人|您|任何人")
_TOGETHER = 2
"""A gap so short that a space inside it parts no statements: 谢绝一 切自带."""
_ACT = lazy("[开给行让能可许带含卖送做设收退出用进]")
"""What has to follow a bare 不 behind a thing: 酒水不带."""
_APART = lazy("(?<![暂平])时|前|后|请|需|须|如|若|但|且|并|而|就|则|以免|期间")
"""Between a thing and a cue behind it: the cue belongs to another statement."""
_ENDED = lazy("[哦噢喔呦呢的了啦哈呀~]{0,3}(?=[，。；;,\n！!？?)）~】]|$)")
_ASKS = lazy("[？?]|[吗么嘛](?=[，。,\n]|$)")
_YES = lazy(
    "(?:答|a|回复|回答|店家|商家)?[:：]?(?:亲[，,]?)?(?:当然|肯定|必须)?(?:可以|能|支持|没问题|有|行|允许|欢迎|ok|的|"
    "会)"
)
_NO = lazy(
    "(?:答|a|回复|回答|店家|商家)?[:：]?(?:亲[，,]?)?(?:不好意思|抱歉|对不起)?[，,]?(?:暂时?|真|还真|确实|实在|目前|现在|当然|肯定)?(?:不|没有|没得|没(?=$|[，,。!])|免谈|别想|没门|没戏|想都别想|想得美|做梦|甭想|无法|恕|"
    "谢绝|no)"
)
_IF = lazy("如果|如遇|若遇|假如|假若|倘若|要是|万一|一旦|若|如(?![实下此期约何意])|遇到|遇有|碰到|发现")
_THEN = lazy("请|可以?|欢迎|联系|投诉|举报|随时|拨打|致电|我们|平台|将|会|您|本店|门店|及时|立即|务必|有权|由")
_WANTS = lazy("需|要|想|是|用|开|打|带|自")


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that forbids, permits, spares or asks for something."""

    start: int
    end: int
    kind: str
    """`double`, `free`, `needless`, `strong`, `weak`, `permit`, `asks` or `after`."""

    @property
    def meaning(self) -> Polarity:
        """What it does with the thing it governs."""
        return _MEANS[self.kind]


@lru_cache(maxsize=4096)
def cues(text: str) -> tuple[Cue, ...]:
    """Every cue of a text, in order. Words that merely hold one, such as 特别 and 可乐, are none."""
    return tuple(
        Cue(found.start(), found.end(), found.lastgroup)
        for found in _CUE.finditer(text)
        if found.lastgroup is not None and found.lastgroup != "neutral"
    )


def polarity(text: str, start: int, end: int, *, reach: int = REACH, breaks: tuple[int, ...] = ()) -> Polarity:
    """What the clause around `text[start:end]` does with it. The nearest cue decides, one before it first.

    `breaks`: of the view that the text comes from; a cue reaches across one only when nothing stands between.
    """
    asked = _answered(text, start, end)
    if asked is not None:
        return asked
    cue = _before(text, start, reach, breaks)
    if cue is None or cue.kind == "asks":
        cue = _after(text, start, end, reach, breaks)
    if cue is None:
        return Polarity.SAYS_NOTHING
    if cue.meaning is not Polarity.FORBIDS:
        return cue.meaning
    if _supposed(text, cue, start):
        return Polarity.SAYS_NOTHING
    return Polarity.PERMITS if past(text, start, end) else Polarity.FORBIDS


def forbids(text: str, start: int, end: int, *, reach: int = REACH, breaks: tuple[int, ...] = ()) -> bool:
    """Whether the sentence forbids or refuses it, or says that there is none."""
    return polarity(text, start, end, reach=reach, breaks=breaks) is Polarity.FORBIDS


def permits(text: str, start: int, end: int, *, reach: int = REACH, breaks: tuple[int, ...] = ()) -> bool:
    """Whether the sentence permits or offers it."""
    return polarity(text, start, end, reach=reach, breaks=breaks) is Polarity.PERMITS


def _before(text: str, start: int, reach: int, breaks: tuple[int, ...]) -> Cue | None:
    left, _ = phrase_of(text, start)
    if text[left - 1 : left] in (":", "：") and start - left <= reach:
        left = phrase_of(text, left - 1)[0]  # 禁止：自带酒水
    for cue in reversed(cues(text)):
        if cue.start >= start or cue.kind == "after":
            continue
        gap = start - cue.end
        if cue.start < left or gap > reach:
            return None
        if cue.kind == "weak" and gap > _WEAK_BEFORE:
            continue
        if any(cue.end < here <= start and not _joined(text[cue.end : here], gap, start - here) for here in breaks):
            return None
        return cue
    return None


def _joined(before: str, gap: int, after: int) -> bool:
    """Whether a cue, what follows it and a thing belong together across a space: 谢绝一 切自带, 不得将 外卖带入."""
    return (gap <= _TOGETHER and after > 0) or _OPEN.fullmatch(before) is not None


def _after(text: str, start: int, end: int, reach: int, breaks: tuple[int, ...]) -> Cue | None:
    right = clause_of(text, max(end - 1, 0))[1]
    for cue in cues(text):
        if cue.start < end or cue.kind == "asks":
            continue
        gap = text[end : cue.start]
        if (
            cue.start >= right
            or len(gap) > reach
            or _APART.search(gap)
            or (len(gap) > _TOGETHER and any(end < here < cue.start for here in breaks))
        ):
            return None
        if cue.kind == "weak" and (len(gap) > _WEAK_AFTER or not _ACT.match(text, cue.end)):
            continue
        if text.startswith(text[start:end], cue.end):
            return None  # 包间需预约、大厅免预约: it governs its own
        ended = _ENDED.match(text, cue.end) is not None
        if not ended and (re.search("[，,]", gap) or (cue.kind == "needless" and text[cue.end - 1] not in "收付交")):
            return None
        return cue
    return None


def _answered(text: str, start: int, end: int) -> Polarity | None:
    """For a question: what its answer says. None when it is no question."""
    right = clause_of(text, start)[1]
    asks = _ASKS.search(text, end, min(right + 1, end + SEEN, len(text)))
    if asks is None:
        return None
    rest = text[asks.end() :].lstrip("？?，,。\n ") if asks.end() < right else text[slice(*next_clause(text, start))]
    if _NO.match(rest):
        return Polarity.FORBIDS
    return Polarity.PERMITS if _YES.match(rest) else Polarity.SAYS_NOTHING


def _supposed(text: str, cue: Cue, start: int) -> bool:
    """Whether the refusal is only supposed: 如遇门店拒绝开票，请联系平台."""
    left, right = phrase_of(text, min(cue.start, start))
    condition = _IF.search(text, left, cue.start)
    if condition is None or _WANTS.search(text, condition.end(), cue.start):
        return False
    following = text[right + 1 : right + 7]
    return bool(_THEN.search(following))


# -- stages and penalties ----------------------------------------------------------------------------------------------

_STAGE = "核销|使用|消费|用餐|就餐|入住|验券|验码|到店|开吃|食用|开封|入场|预约|开单|下单|购买|过期|拍摄|服务(?:开始)?|结账|离店"
_BEFORE = lazy(f"(?:未|没有?|尚未|还没)(?:经)?(?:{_STAGE})|(?:{_STAGE})(?:之|以)?前|前(?={_STAGE})")
_AFTER = lazy(f"(?:已经?)(?:{_STAGE})|(?:{_STAGE})(?:成功|完毕|完成)?(?:之|以)?后|一经(?:{_STAGE})|(?:{_STAGE})过的?")


class Stage(StrEnum):
    """The part of an order's life that a statement is limited to."""

    BEFORE_USE = "before_use"
    AFTER_USE = "after_use"
    ANY = "any"


def stage(text: str, start: int, *, whole_clause: bool = False) -> Stage:
    """Whether the statement at a place is limited to before or after use: 核销前不可退, 核销后可开票.

    The nearest mention in the phrase counts, or one in the phrase right before it.
    """
    left, right = clause_of(text, start) if whole_clause else phrase_of(text, start)
    for from_, to in ((left, start), (start, right), (clause_of(text, start)[0], left)):
        marks = [(found.start(), Stage.BEFORE_USE) for found in _BEFORE.finditer(text, from_, to)]
        marks += [(found.start(), Stage.AFTER_USE) for found in _AFTER.finditer(text, from_, to)]
        if marks:
            return max(marks)[1]
    return Stage.ANY


_PENALTY = lazy(
    "拒绝(?:服务|接待|提供)|罚款|罚金|处罚|恕不(?:接待|享受|提供|使用)|不(?:再|得|能|可|予)?(?:享受|接待|参与|使用)|"
    "(?:无法|不能)(?:享受|使用)|取消(?:优惠|资格|套餐|使用|折扣)|"
    "视为(?:放弃|违约|作废)|作废|加收|罚(?=[0-9一二三五十百])|另收|另外?(?:支付|收取|付)|收取?[^，,。；;]{0,6}(?:费|元)|须付|需付|需支付|"
    "按[^，,。；;]{1,6}收|谢绝入内|不予接待|请离|请出|没收|"
    "扣除|扣押金|原价(?:结账|消费|收)|后果自负|责任自负"
)


def penalty(text: str, start: int, end: int) -> Range | None:
    """Where the clause attaches a penalty to what stands at a place: 自带者恕不享受本套餐."""
    _, right = clause_of(text, start)
    found = _PENALTY.search(text, end, min(right, end + SEEN))
    if found is None or re.search("不(?:会|另|再|额外)?$|免$|无需$|不用$", text[end : found.start()]):
        return None
    return found.span()
