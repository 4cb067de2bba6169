"""R01-06: who interprets the terms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.rules.case import PROSE, Case, Written
from storeconf.rules.review.quoting import quoted
from storeconf.rules.review.terms import Span, clause_at
from storeconf.rules.rule import Needs, Outcome, Rule
from storeconf.rules.text.clauses import phrase_of
from storeconf.rules.text.mention import mentioned
from storeconf.rules.text.normal import View
from storeconf.rules.text.patterns import lazy
from storeconf.rules.text.polarity import cues
from storeconf.rules.text.speaker import Speaker, speaker

_RIGHT = "解(?:释|析|说)(?:[的之]?权(?:利|限|力)?|q(?:uan)?|全(?=[归由属])|劝)"
_KEEPER = (
    "本店|本商家|本商户|商家|商户|门店|店家|店方|我店|我司|我方|本公司|公司|本餐厅|餐厅|本酒店|酒店|本馆|本院|主办方|"
    "活动方|本品牌|品牌方|总部|"
    "商场|本俱乐部|本工作室|工作室|本景区|景区|本中心|老板|店长|本人"
)
_TERMS = (
    "活动|规则|条款|细则|本券|此券|套餐|优惠|权益|争议|异议|未尽事宜|出入|本卡|须知|说明|声明|内容|条文|约定|章程|公告"
)
_EXPLAINERS = "平台|抖音|讲解员|dm|主持人|教练|店员|服务员|前台|客服|裁判|老师|导游|医生|技师|管家|工作人员|顾问|领队|主厨|师傅|法|国"
_CLAIMS = lazy(
    f"(?:最终|最后|一切|全部|所有|唯一|终极|最高)(?:的)?{_RIGHT}|"
    f"{_RIGHT}[^，,。；;!！?？\\n]{{0,6}}?(?:归|属|由|在|为|保留|拥有|享有|所有|持有|掌握|行使|是)|"
    f"(?:保留|拥有|享有|具有|持有|行使|归属?|有)[^，,。；;\\n]{{0,14}}?{_RIGHT}|"
    f"(?:最终|最后)解释[^，,。；;\\n]{{0,4}}(?:归|由|以|为准)|"
    f"解释[^，,。；;权\\n]{{0,2}}(?:归|属)(?:于)?(?:{_KEEPER})|"
    "以(?!平台|抖音|官方|法|国|医|老师|讲解)[^，,。；;\\n]{1,12}?(?:的|最终|最后|现场|店内|工作人员)*(?:解释|解读|说法|口径)为准|"
    "(?:认可|认同|同意|接受|服从|尊重)[^，,。；;\\n]{0,14}?(?:最终|最后)(?:的)?解释(?![清明])|"
    f"(?:由|归)?(?:{_KEEPER})(?:负责|进行|作出|做)?(?:最终|最后)(?:负责)?解释|"
    f"(?:{_KEEPER})(?:对[^，,。；;\\n]{{1,10}})?(?:拥有|享有|保留|具有)(?:最终|最后)?(?:的)?解释|"
    f"(?:由|归)(?:{_KEEPER})(?:全权|统一)?(?:负责)?解释|"
    "(?:最终|最后)(?:决定|裁定|裁决|裁量|处理)权[^，,。；;\\n]{0,3}(?:归|属|由|"
    f"在)[^，,。；;\\n]{{0,3}}(?:{_KEEPER})|"
    f"(?:{_KEEPER})[^，,。；;\\n]{{0,3}}(?:保留|拥有|享有)[^，,。；;\\n]{{0,8}}(?:最终|最后)(?:决定|裁定|裁决|裁量|"
    "处理)权|"
    f"{_RIGHT}:(?:{_KEEPER}|[^，,。；;平抖\\n]{{2,18}}(?:公司|店|厅|馆|商行|工作室|部|中心|院|厂|社))|(?:{_KEEPER})有权[^，,。；;\\n]{{0,10}}解释|"
    f"(?:{_TERMS})[^。；;!！\\n]{{0,12}}?(?:最终|最后|全权|统一)?(?:由|归)(?!{_EXPLAINERS})[^，,。；;\\n]{{1,14}}?"
    "(?:负责|全权|统一|进行|作出?|做出?|给出|予以|行使)(?:最终|最后)?(?:的)?(?:解释|说明权|释义|解读)"
    "(?=$|[，,。；;!！并和及与、\\n]|为准|权)|"
    f"(?:{_TERMS})[^。；;!！\\n]{{0,10}}?由[^，,。；;您你\\n]{{1,10}}说了算|"
    f"解释[^，,。；;您你\\n]{{0,3}}(?:由|归)(?!{_EXPLAINERS}|您|你|顾客)[^，,。；;\\n]{{1,10}}?(?:负责|承担|掌握)(?=$|[，,。；;!\\n])|"
    f"(?:保留|拥有|享有)[^，,。；;\\n]{{0,14}}?(?:最终|最后)(?:的)?(?:解释|说明|裁定|裁量|裁决)(?:[的之])?(?:权|权利|权力)|"
    f"(?:最终|最后)?解(?:释|说)(?:权)?(?:归属?|属)(?:于|为)?(?!平台|抖音|您|你|顾客|客人|消费者|客户|用户|法|国|司法)"
    "[一-鿿]{2,12}(?=$|[，,。；;!！\\n])|"
    f"解释[^，,。；;\\n]{{0,3}}以(?:{_KEEPER})[^，,。；;\\n]{{0,4}}为准|"
    f"(?:由|归)(?:{_KEEPER})[^，,。；;\\n]{{0,3}}(?:最终|最后)(?:裁定|裁决|裁量|认定|判定|定夺)|"
    "final(?:right(?:of|to))?interpretation|rightoffinalinterpretation"
)
_NO_CLAIM = lazy(
    "霸王条款|误传|谣[言传]|说法(?!为准|算)|无效|违法|不合法|不写|不搞|不玩|不设|取消|废除|放弃|摒弃|杜绝|拒绝|删除|去掉|没有所谓|禁止使用|"
    "禁止标注|不得使用|不(?:会)?(?:使用|写|设|主张|搞|添加|标注|存在|采用)[^，,。]{0,4}解|不得标注|不得含有|"
    f"{_RIGHT}(?:不|归(?:消费者|顾客|客人|您|客户|用户|法|国|你)|在(?:您|你|消费者|顾客)|属于?(?:您|你|消费者|顾客|"
    "法))|法律的?解释|司法解释|宪法"
)
_PLATFORM_KEEPS = lazy("(?:归|属于?|由)(?:抖音|平台|官方)")
_SHOP_TERMS = lazy("本店|本活动|本套餐|本券|本商品|商家|门店|我们|最终|最后")
"""Beside the platform as the keeper: the terms are the shop's all the same."""
_SPOKEN_OF = ("解", "说了算", "说法", "口径", "权", "裁", "最终", "最后", "interpretation")
_WHY = lazy("何|怎么|为什么|如何|什么")


def _interpretation(written: Written, case: Case) -> Iterator[Outcome]:
    view = written.normal.squashed
    text = view.text
    if not any(word in text for word in _SPOKEN_OF):
        return
    for found in _CLAIMS.finditer(text):
        span = _widened(text, found.span())
        around = clause_at(view, found.start())
        if (
            _NO_CLAIM.search(around)
            or ("算" not in found.group() and _WHY.search(found.group()))
            or _denied(view, found.span())
        ):
            continue
        if mentioned(text, *found.span()):
            continue
        if _PLATFORM_KEEPS.search(text, *span) and not _SHOP_TERMS.search(around):
            continue
        who = speaker(text, found.start())
        if who is Speaker.OTHER or (who is Speaker.PLATFORM and not re.search(_KEEPER, found.group())):
            continue
        yield quoted(written, view, span, _R06)
        return


def _denied(view: View, span: Span) -> bool:
    """Whether the phrase says that there is no such right."""
    left = phrase_of(view.text, span[0])[0]
    inside = [cue for cue in cues(view.text) if left <= cue.start < span[1] and cue.kind != "asks"]
    return any(
        cue.kind in ("strong", "needless", "double") or (cue.kind == "weak" and cue.end >= span[0]) for cue in inside
    )


def _widened(text: str, span: Span) -> Span:
    """The whole phrase from the claim on, so that its keeper is shown."""
    return span[0], max(span[1], phrase_of(text, span[1] - 1)[1])


_R06 = Text(
    "“{words}”是解释权条款，平台按霸王条款拒审",
    '"{words}" claims the right of interpretation, an unfair term that reviewers reject',
)

RULES: tuple[Rule, ...] = (
    Rule(
        id="R01-06",
        name="final-interpretation",
        title=Text("不能写解释权归谁所有", "No clause may claim the right of interpretation"),
        severity=Severity.ERROR,
        needs=(Needs.TEXT,),
        source="S004 ①2",
        remedy=Text(
            "删去这一句；可以写“如有疑问请咨询门店”", "delete it; say “ask the shop if you have questions” instead"
        ),
        bad="本活动最终解释权归本店所有",
        good="如有疑问请咨询门店，我们会耐心解答",
        note=Text(
            "平台自己的券和活动的解释权不算门店的条款",
            "who interprets the platform's own coupons and campaigns is no term of the shop",
        ),
        fields=PROSE,
        of_terms=True,
        in_text=_interpretation,
    ),
)
