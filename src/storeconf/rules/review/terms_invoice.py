"""R01-07: invoices that a shop refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.rules.case import PROSE, Case, Written
from storeconf.rules.review.quoting import quoted
from storeconf.rules.review.terms import clause_at, forbidden, governed
from storeconf.rules.rule import Needs, Outcome, Rule
from storeconf.rules.text.clauses import phrase_of, sentence_of
from storeconf.rules.text.mention import indifferent, mentioned
from storeconf.rules.text.normal import View
from storeconf.rules.text.patterns import lazy
from storeconf.rules.text.speaker import Speaker, speaker

_INVOICE = lazy(
    "(?:普通|电子|纸质|增值税|专用|正规|税务|机打|定额)*(?:发票|税票|普票)(?!据|务)|(?:开具?|出具?|给|要|索|打|拿)(?:得了|"
    "不了|不出来?|不到|不得|不来)?票(?![据务选价根])|(?<=[没无])(?:有|得)?票(?=开(?!车|场)|打|给(?=[你您哦的]|$|[，,。])|出(?![行发]))|发\\.票|fapiao|开具?发p|票据(?=[^，,。]{0,4}[开供]|[^，,。]{0,8}(?:做|弄|办|给)不)|(?<=任何)票据|(?<=出)票据|(?<=出具)票据|(?<=开具)票据|"
    "(?<=[不含无带])含?税票?价?(?=[，,。；;]|$|的)"
)
_LIMITED = lazy(
    "重复|二次|两次|多次|再次|(?<!不)再开|补开|换开|重开|重新|跨年|跨月|隔月|逾期|代开|虚开|虚假|假发票|伪造|抬头|"
    "丢失|遗失|专票|专用发票|增值税专用|抵扣|赠送|赠品|减免|面值|"
    "退款订单|退单|已退|取消的?订单|优惠部分|优惠金额|折扣部分|红包|押金|储值|充值|定金|部分|差额|超出|提前开|先开|核销前|消费前|使用前|未核销|"
    "未消费|未使用|入住前|用餐前|到店前|高于|更换|修改|更改|作废|报销|"
    "拆分|拆开|分开|分拆|合并|邮寄|撤销|变更|作他用|识别号|税号|他人|其他公司|第三方公司"
)
_STILL = lazy(
    "^(?:(?:没有?|无|不限|不设)(?:最低|最高|金额|数量|时间|次数|额度|门槛|限制|限额|上限|其他|其它|任何(?:要求|限制|门槛|条件))|内容|项目|金额|类型|信息|品名|明细|种类|需求|需要|要求|的(?:顾客|客人|朋友|您)|也(?!不|没|无)|仍|者|的顾客|的客人|不予|不能|无法|不可退|退|照样|同样|报销|号|箱|机|代码)"
)
_NO_INVOICE_ITSELF = lazy("(?:不是|并非|不(?:作|当作?|等同于?|属于?|算是?)|非)(?:是|为|正式的?)?$")
"""In front of 发票: what is sold is none, which refuses nothing."""
_NONE = lazy(
    "(?:发票|开票)(?:服务|功能|事宜|情况)?[:：]?(?:(?:无|没有|暂无|不提供|不支持|不可开?|不开|否)(?=$|[，,。；;、|/\n])|✗|×)|"
    "(?:发票|开票)[^，,。；;]{0,4}(?:免提|别提|休提|免问|勿问|别问|休想|甭想|想都别想)|哪(?:来|有|里有|儿有|里来)的?(?:什么)?(?:发票|票(?=$|[嘛啊呀哦，,。]))"
)
"""As a table says it: 发票：无."""
_OTHER_FORM = (
    "(?:统一|全部|一律|均|都|只|仅|改|现)(?:为|是|开具?|出具?|发|用|可)*(?:的)?(?:是)?(?:数电|全电|电子|纸质)|"
    "(?<![不没未无])(?:开具?|出具?|发)(?:的)?(?:是)?(?:数电|全电|电子|纸质)|电子(?:版|发票|普票)?(?:会|将)?(?:发|邮)"
)
"""Behind a form of invoice that there is none of: the form there is. 没有纸质发票，统一开电子发票."""
_RECEIPT = lazy(
    "(?:只|仅)(?:能|可|会|支持|提供|开具?|出具?|给)*(?:提供|开具?|出具?|给)(?:手写|普通|盖章)?(?:收据|小票|收条|白条)"
)
_BILL = "发票|开票|普票|税票|(?:要|需|含|打|索|取)票"
_PRICED = lazy(
    f"(?:{_BILL})[^。；;\\n]{{0,10}}?(?:按|恢复|以|走|用|付|改)(?:照|成|为)?(?:门市|原|正常|店内|市场|菜单|门店|挂牌|标|零售|牌)+"
    "价(?!格?(?:的|开具?发票|差))|"
    "(?:发票|开票|普票|税票|专票|[要需索]票(?!价))[^。；;\\n]{0,10}?(?:加收|另收|另付|另加|加付|加(?=[0-9])|补|多付|多收|需付|自付|自理|承担|"
    "收取?)[^。；;\\n]{0,6}(?:税|点|差价|%|百分之|元|费)|"
    "(?:发票|开票|普票|税票)[^。；;\\n]{0,8}?(?:税点|税费|税金)(?:自理|另算|另付|自付|由(?:顾客|客户|客人)承担)|"
    "(?:发票|开票)(?:者|的|时|则)?[^。；;\\n]{0,6}?(?:不(?:再)?享受|无法享受|不参与|不参加|不能享受|恕不享受)|"
    "(?:价格?|团购|套餐|优惠|特价|报价|费用|券)[^，,。；;\\n]{0,4}(?:不含|未含|不包含|不带)(?:发?票|税)|(?:不含|"
    "未含)税价?"
)


_TICKET = lazy("^[^发普税]*票$")
_ACCOUNTS = lazy("报销|税|抬头|单位|公司|收据")
_ADMISSION = lazy("车票|门票|船票|机票|车次|入场|检票|售票|取票|电影|演出|景区|票根|剧场|航班|索道|[座站]票|出票")


def _invoice(written: Written, case: Case) -> Iterator[Outcome]:
    view = written.normal.squashed
    text = view.text
    if "票" not in text and "收据" not in text and "税" not in text and "fapiao" not in text:
        return
    for found in _INVOICE.finditer(text):
        if _refuses_invoice(view, found):
            yield quoted(written, view, governed(view, found.span()), _R07)
            return
    for pattern in (_RECEIPT, _PRICED, _NONE):
        told = pattern.search(text)
        if (
            told
            and not re.search(
                "可开(?:具)?(?:正规)?(?:电子)?发票|提供(?:正规)?发票|含税(?!.{0,3}不)", clause_at(view, told.start())
            )
            and (speaker(text, told.start()) is Speaker.SHOP and (pattern is _NONE or not _besides(text, told)))
        ):
            yield quoted(written, view, told.span(), _R07)
            return


def _besides(text: str, told: re.Match[str]) -> bool:
    """Whether the words deny what they seem to say: 开票不另收税点."""
    return bool(
        re.search(
            "不(?:再|会|需|用|另|额外)?(?:另|加|收|补)|无需|不用|免|专票|补开|补寄|快递|邮寄|邮费|运费",
            told.group().replace("不含", "").replace("不享", ""),
        )
    )


def _refuses_invoice(view: View, found: re.Match[str]) -> bool:
    text = view.text
    around = text[slice(*sentence_of(text, found.start()))]
    clause = clause_at(view, found.start())
    if _TICKET.search(found.group()) and _ADMISSION.search(clause) and not _ACCOUNTS.search(clause):
        return False
    if _NO_INVOICE_ITSELF.search(text, max(0, found.start() - 8), found.start()):
        return False
    if mentioned(text, *found.span()) or indifferent(text, *found.span()):
        return False
    embedded = bool(re.search("开不(?:了|出|到)|要不到", found.group()))
    if not embedded and not forbidden(view, found.span()):
        return False
    after = text[found.end() : found.end() + 6]
    if _STILL.match(after) or re.match("[^，,。；;]{0,4}(?:丢失|遗失|送|退换?|寄|邮)", after):
        return False
    if speaker(text, found.start()) is Speaker.OTHER:
        return False
    phrase = text[slice(*phrase_of(text, found.start()))]
    if _LIMITED.search(phrase):
        return bool(re.search("一律|概不|均不|任何发票", phrase)) and not re.search(
            "专票|重复|代开|虚开|部分|抵扣", phrase
        )
    if re.search("电子发票|纸质发票|当[天日场]|现场|即时|暂时|故障|升级", phrase):
        return not re.search(
            f"可(?:以)?(?:开|提供|补|邮|后)|提供|支持|补开|补寄|后续|次日|改日|联系|{_OTHER_FORM}",
            around.replace(phrase, "", 1),
        )
    return True


_R07 = Text("“{words}”等于不给开发票，平台会拒审", '"{words}" refuses an invoice, which reviewers reject')

RULES: tuple[Rule, ...] = (
    Rule(
        id="R01-07",
        name="no-invoice",
        title=Text("不能拒绝开发票", "A shop may not refuse invoices"),
        severity=Severity.ERROR,
        needs=(Needs.TEXT,),
        source="S004 ①3",
        remedy=Text("改为“可开发票，请向前台索取”", "write that an invoice can be had at the counter"),
        bad="团购套餐不开发票",
        good="可开发票，核销后向前台索取",
        note=Text(
            "只限制重复开票、专票、抵扣部分或核销之前的不算拒开；加税点、按门市价才开等于拒开",
            "limits on duplicates, special invoices, coupon shares or the time before use are no refusal; asking for tax "
            "points or the list price is one",
        ),
        fields=PROSE,
        of_terms=True,
        in_text=_invoice,
    ),
)
