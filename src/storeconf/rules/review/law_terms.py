"""R01-06 … R01-12: terms that the law doesn't let a shop write."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.rules.case import PROSE, Case, Written
from storeconf.rules.review.law_licences import is_catering
from storeconf.rules.review.quoting import quoted
from storeconf.rules.rule import Needs, Outcome, Rule
from storeconf.rules.text.clauses import clause_of, phrase_of, sentence_of
from storeconf.rules.text.mention import indifferent, mentioned
from storeconf.rules.text.normal import View
from storeconf.rules.text.polarity import Polarity, cues, forbids, penalty, permits, polarity
from storeconf.rules.text.speaker import Speaker, speaker

Span = tuple[int, int]


def _around(view: View, start: int) -> str:
    """The clause that holds a place."""
    left, right = clause_of(view.text, start)
    return view.text[left:right]


def _forbids(view: View, span: Span, reach: int = 6) -> bool:
    return forbids(view.text, *span, reach=reach, breaks=view.breaks)


_REFUSES_ELSE = re.compile("恕不(?!享受|接待)|谢绝|拒绝")


def _punished(view: View, span: Span, costs: re.Pattern[str]) -> bool:
    """Whether who does it pays for it. Beside a permission a refusal is about something else: 可以打包，恕不提供餐盒."""
    found = penalty(view.text, *span)
    if not found:
        return False
    said = view.text[slice(*found)]
    if permits(view.text, *span, breaks=view.breaks):
        said = _REFUSES_ELSE.sub("", said)
    return costs.search(said) is not None


# -- R01-06 ------------------------------------------------------------------------------------------------------------

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
_CLAIMS = re.compile(
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
    f"{_RIGHT}:(?:{_KEEPER})|(?:{_KEEPER})有权[^，,。；;\\n]{{0,10}}解释|"
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
_NO_CLAIM = re.compile(
    "霸王条款|误传|谣[言传]|说法(?!为准|算)|无效|违法|不合法|不写|不搞|不玩|不设|取消|废除|放弃|摒弃|杜绝|拒绝|删除|去掉|没有所谓|禁止使用|"
    "禁止标注|不得使用|不(?:会)?(?:使用|写|设|主张|搞|添加|标注|存在|采用)[^，,。]{0,4}解|不得标注|不得含有|"
    f"{_RIGHT}(?:不|归(?:消费者|顾客|客人|您|客户|用户|法|国|你)|在(?:您|你|消费者|顾客)|属于?(?:您|你|消费者|顾客|"
    "法))|法律的?解释|司法解释|宪法"
)
_SPOKEN_OF = ("解", "说了算", "说法", "口径", "权", "裁", "最终", "最后", "interpretation")
_WHY = re.compile("何|怎么|为什么|如何|什么")


def _interpretation(written: Written, case: Case) -> Iterator[Outcome]:
    view = written.normal.squashed
    text = view.text
    if not any(word in text for word in _SPOKEN_OF):
        return
    for found in _CLAIMS.finditer(text):
        span = _widened(text, found.span())
        around = _around(view, found.start())
        if (
            _NO_CLAIM.search(around)
            or ("算" not in found.group() and _WHY.search(found.group()))
            or _denied(view, found.span())
        ):
            continue
        if mentioned(text, *found.span()):
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

# -- R01-07 ------------------------------------------------------------------------------------------------------------

_INVOICE = re.compile(
    "(?:普通|电子|纸质|增值税|专用|正规|税务|机打|定额)*(?:发票|税票|普票)(?!据|务)|(?:开具?|出具?|给|要|索)(?:得了|"
    "不了|不出|不到)?票(?![据务选])|发\\.票|fapiao|开具?发p|票据(?=[^，,。]{0,4}[开供])|"
    "(?<=[不含无带])含?税票?价?(?=[，,。；;]|$|的)"
)
_LIMITED = re.compile(
    "重复|二次|两次|多次|再次|(?<!不)再开|补开|换开|重开|重新|跨年|跨月|隔月|逾期|代开|虚开|虚假|假发票|伪造|抬头|"
    "丢失|遗失|专票|专用发票|增值税专用|抵扣|赠送|赠品|减免|面值|"
    "优惠部分|优惠金额|折扣部分|红包|押金|储值|充值|定金|部分|差额|超出|提前开|先开|核销前|消费前|使用前|未核销|"
    "未消费|未使用|入住前|用餐前|到店前|高于|更换|修改|更改|作废|报销|"
    "拆分|拆开|分开|分拆|合并|邮寄|撤销|变更|作他用|识别号|税号|他人|其他公司|第三方公司"
)
_STILL = re.compile(
    "^(?:需求|需要|要求|的(?:顾客|客人|朋友|您)|也(?!不|没|无)|仍|者|的顾客|的客人|不予|不能|无法|不可退|退|照样|同样|报销|号|箱|机|代码)"
)
_OTHER_FORM = (
    "(?:统一|全部|一律|均|都|只|仅|改|现)(?:为|是|开具?|出具?|发|用|可)*(?:的)?(?:是)?(?:数电|全电|电子|纸质)|"
    "(?<![不没未无])(?:开具?|出具?|发)(?:的)?(?:是)?(?:数电|全电|电子|纸质)|电子(?:版|发票|普票)?(?:会|将)?(?:发|邮)"
)
"""Behind a form of invoice that there is none of: the form there is. 没有纸质发票，统一开电子发票."""
_RECEIPT = re.compile(
    "(?:只|仅)(?:能|可|会|支持|提供|开具?|出具?|给)*(?:提供|开具?|出具?|给)(?:手写|普通|盖章)?(?:收据|小票|收条|白条)"
)
_BILL = "发票|开票|普票|税票|(?:要|需|含|打|索|取)票"
_PRICED = re.compile(
    f"(?:{_BILL})[^。；;\\n]{{0,10}}?(?:按|恢复|以|走|用|付|改)(?:照|成|为)?(?:门市|原|正常|店内|市场|菜单|门店|挂牌|标|零售|牌)+"
    "价(?!格?(?:的|开具?发票|差))|"
    "(?:发票|开票|普票|税票|专票)[^。；;\\n]{0,10}?(?:加收|另收|另付|另加|加付|补|多付|多收|需付|自付|自理|承担|"
    "收取?)[^。；;\\n]{0,6}(?:税|点|差价|%|元|费)|"
    "(?:发票|开票|普票|税票)[^。；;\\n]{0,8}?(?:税点|税费|税金)(?:自理|另算|另付|自付|由(?:顾客|客户|客人)承担)|"
    "(?:发票|开票)(?:者|的|时|则)?[^。；;\\n]{0,6}?(?:不(?:再)?享受|无法享受|不参与|不参加|不能享受|恕不享受)|"
    "(?:价格?|团购|套餐|优惠|特价|报价|费用|券)[^，,。；;\\n]{0,4}(?:不含|未含|不包含|不带)(?:发?票|税)|(?:不含|"
    "未含)税价?"
)


_TICKET = re.compile("^[^发普税]*票$")
_ADMISSION = re.compile("车票|门票|船票|机票|车次|入场|检票|售票|取票|电影|演出|景区|票根|剧场|航班|索道|[座站]票|出票")


def _invoice(written: Written, case: Case) -> Iterator[Outcome]:
    view = written.normal.squashed
    text = view.text
    if "票" not in text and "收据" not in text and "税" not in text and "fapiao" not in text:
        return
    for found in _INVOICE.finditer(text):
        if _refuses_invoice(view, found):
            yield quoted(written, view, _governed(view, found.span()), _R07)
            return
    for pattern in (_RECEIPT, _PRICED):
        told = pattern.search(text)
        if (
            told
            and not re.search(
                "可开(?:具)?(?:正规)?(?:电子)?发票|提供(?:正规)?发票|含税(?!.{0,3}不)", _around(view, told.start())
            )
            and (speaker(text, told.start()) is Speaker.SHOP and not _besides(text, told))
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
    if _TICKET.search(found.group()) and _ADMISSION.search(_around(view, found.start())):
        return False
    if mentioned(text, *found.span()) or indifferent(text, *found.span()):
        return False
    embedded = bool(re.search("开不(?:了|出|到)|要不到", found.group()))
    if not embedded and not _forbids(view, found.span()):
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


def _governed(view: View, span: Span) -> Span:
    """The head with the cue that governs it, for the reader."""
    text = view.text
    left, right = phrase_of(text, span[0])
    before = [cue for cue in cues(text) if left <= cue.start < span[0] and cue.meaning is Polarity.FORBIDS]
    after = [cue for cue in cues(text) if span[1] <= cue.start < right and cue.meaning is Polarity.FORBIDS]
    if before and span[0] - before[-1].end <= 10:
        return before[-1].start, span[1]
    return (span[0], after[0].end) if after else span


_R07 = Text("“{words}”等于不给开发票，平台会拒审", '"{words}" refuses an invoice, which reviewers reject')

# -- R01-08 ------------------------------------------------------------------------------------------------------------

_PACK = re.compile("打包(?!票|价|出售|销售|购买|售卖|行李|下载|优惠|带来|发货|寄|票|组合|套餐|成)|打\\.包|dabao")
_LEFTOVERS = re.compile(
    "(?:剩(?:余|下|菜|饭|食|的)?|吃不完|没吃完|未吃完|未食用完|余下|多余)(?:的)?[^，,。；;\\n]{0,8}?(?:带走|带离|"
    "带出|外带|带回|[拿取端装兜拎捎]走|[带拿装拎捎]返|拿回|装盒|装回|兜着走)|"
    "(?:食物|食品|菜品|餐食|餐品|餐点|菜肴)[^，,。；;、\\n]{0,4}?(?:带走|带离|带出|带回)|(?:带走|带离|带出|"
    "外带)(?:未吃完|吃不完|没吃完|剩余?|剩下|店内(?=的?[食菜餐]))[^，,。；;\\n]{0,4}"
)
_LEFT_BEHIND = re.compile(
    "(?:剩(?:余|下|菜|饭|食|的)?|[吃食喝]不完|[吃食]不[晒了]|没吃完|未吃完|未食用完|余下)[^。；;\\n]{0,14}?"
    "(?:不可以?|不得|不能|不准|不许|不让|不给|不好|谢绝|禁止|严禁|请勿|恕不|概不|勿|别)[^，,。；;\\n]{0,3}?"
    "(?:带走|带离|带出|带回|[拿端装拎兜]走|拿回|带返|装盒|打包)"
)
"""The leftovers in one phrase, the ban in the next: 吃不完的只能倒掉，不能拿回家."""
_DRINKS = re.compile(
    "畅饮|续杯|饮料机|自助饮|无限量?饮|蘸料|酱料|小料|调料|茶水|免费小吃|赠送小吃|酒水|水果茶|热饮|饮品|饮料"
)
_BOX = re.compile("(?:盒|袋|餐盒|餐具|工具|费|容器|材料|桶|箱)")


def _packing(written: Written, case: Case) -> Iterator[Outcome]:
    view = written.normal.squashed
    text = view.text
    if not ("包" in text or "带" in text or "走" in text or "剩" in text or "吃" in text):
        return
    for pattern in (_PACK, _LEFTOVERS, _LEFT_BEHIND):
        for found in pattern.finditer(text):
            if _forbids_packing(view, found, pattern is _PACK):
                yield quoted(written, view, _governed(view, found.span()), _R08)
                return


_PACKING_COSTS = re.compile("罚|不享受|没收|取消|原价|不予|恕不")
_NEARBY = 500
"""Characters on either side in which another word on packing may permit it."""


def _forbids_packing(view: View, found: re.Match[str], is_pack: bool) -> bool:
    text, span = view.text, found.span()
    phrase = text[slice(*phrase_of(text, span[0]))]
    around = text[slice(*sentence_of(text, span[0]))]
    inside = not is_pack and re.search(
        "不(?:可|得|能|准|许|让|允许|给|好)|别|谢绝|禁止|严禁|请勿|恕不|概不|勿", found.group()
    )
    if not inside and not _forbids(view, span):
        return is_pack and _punished(view, span, _PACKING_COSTS) and not _box_fee(text, span)
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


_LEAVES = re.compile("(?:不|没有?|未)$")
_WARE_PACKED = re.compile("(?:一次性)?(?:餐具|筷|勺|吸管|纸巾|酱|调料|汤汁|汤底|饮料|小料|蘸料|刀叉|蜡烛|生日帽)")
_WHO_LEAVES = re.compile(
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

# -- R01-09 ------------------------------------------------------------------------------------------------------------

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
_BRING = re.compile(
    f"(?:{_BRINGS})[^，,。；;、\\n]{{0,7}}?(?:{_FOOD})|非本[店馆场](?!内)[^，,。；;\\n]{{0,5}}?(?:{_FOOD})|外食|外酒|外来(?:酒水|食品|食物|饮料)"
)
_FOOD_BRING = re.compile(
    f"(?:{_FOOD})(?:等|类|、|和|及|或|与|以及|(?:{_FOOD}))*[^，,。；;\\n]{{0,8}}?(?:自带|自备|自己带|自携|携带|携入|外带(?=入|"
    "进)|带入|带进|[拿拎提捎送][入进](?!行|取)|入店|入内|进店|入场|带来|(?<=[让能可得准许止勿])带(?!走|离|出|回))"
)
_OWN_ONLY = re.compile("(?:自带|外带|自备|自行携带)(?!走|离|出|回)")
_IN_HOUSE = re.compile(
    f"(?:{_FOOD})(?:等|类)?(?:均|都|一律|必须|须|需|只能|只可以?|只准|只许|仅限|仅可|仅能|统一|只限|得)+(?:在|于|从|向|到)?(?:本店|店内|我们(?=[店家这那吧前超小])|咱们?(?=[店家这])|"
    "本餐厅|吧台|前台|超市|店里|现场|门店|馆内|我店)(?:店|家|这|这儿|那|内|里|的|超市|吧台|小卖部|商店|前台)*(?:购买|点单|点购|消费|选购|点|购|买)|"
    "(?:只|仅)(?:接受|限|可以?|能|准|许|允许)(?:饮用|食用|使用|消费|喝|吃|用)?(?:本店|店内|店里|我们店|自家)(?:的|购买|出售|售卖|提供|点|"
    f"销售)?(?:的)?(?:{_FOOD})"
)
_OUTSIDE = re.compile(
    "(?:自带|自备|自己带|自己买|外带|外购|外买|外来|外面(?:买|带|来|点)?|外头(?:买)?|出面(?:买)?|别处买|其他地方买|店外买?|场外买?|"
    f"非本(?:店|馆|场)(?:购买|售卖|出售|所售|消费)?)(?:来|进来)?(?:的)?(?P<food>(?:{_FOOD}))?[^。；;!！\\n]{{0,14}}?"
    "(?<!又)(?:不让|不许|不准|不能|不得|不可以?|不给|不予|不放|不好|一律不|都不|均不|禁止|严禁|谢绝|请勿|恕不|概不|勿|别|拒绝|不允许|不接受)(?:再|随意|被|您|客人|顾客|大家)?(?:在[^，,。；;\\n]{1,4})?"
    "(?:进|入(?!口)|上桌|加工|带[进入到]|带(?=[，,。]|$)|携[进入带]|拿[进入到]|送[进入到]|端[进上]|提[进入]|拎[进入]|放行|食用|饮用|上桌|享用)"
)
"""Food from elsewhere, and that it may not come in: 外面买的奶茶请寄存前台，不得带入包厢."""
_LEFT_OUTSIDE = re.compile(
    f"(?:自带|自备|外带|外购|外买|外来|外面买)的?(?:{_FOOD})[^。；;!！\\n]{{0,6}}?(?:丢弃|扔掉|寄存|存放|留在|放在)[^。；;!！\\n]{{0,6}}?"
    "(?:方可|才能|再|后)(?:进|入)"
)
_NO_FOOD = re.compile(
    "泳衣|泳具|毛巾|宠物|设备|话筒|教练|摄影|服装|药|工具|音响|麻将|球|被褥|拖鞋|产品|餐盒|人员|车辆|器材|道具|三脚架|相机|化妆|衣服|帐篷|烟花|"
    "易燃|打火机|雨伞|行李|电器|刀|推车|鞋|装备|气瓶|炭|木炭|炉"
)
_TURNED_AWAY = re.compile("请(?:出门|移步|绕|另|离|回)|出门右转|另寻|另找别|绕道|不欢迎|别来|勿来|止步")
_GIVEN = re.compile("免费(?:送|提供|喝|畅饮|续|领)|我们送|店里送|已含|都含|包含|赠送|管够|畅饮")
_OUTWARD = re.compile("[吃喝]不完|[没未]吃完|剩|离店|出店|带走|离开|外出|出场|出门|打包|带出(?!面)|回家|离场")
_NOT_OWN = re.compile(
    "投喂|喂食|喂养|喂|未成年|泳池|池内|池区|水区|温泉池|手术|治疗室|诊室|无菌|展厅|展柜|影棚|拍摄区|蹦床|器械区|"
    "训练区|阅读区|更衣|录音棚|汗蒸房|机舱|行李|宠物(?:食品|零食)|酒后|醉酒|套餐(?:不含|中的)"
)


_BEHAVES = re.compile(
    "(?:勿|不要|不得|禁止|不可|不能)(?:酗|喧|浪|乱|抽|吸|影响|打扰|大声|过量|劝|放|丢|弃|寄存|冷藏|退|换|加热|在)"
)


_BANNED_BEFORE = re.compile("(?:禁止?|谢绝|请勿|切勿|不准|不许|不得)$")
"""In front of a bare 带, where 不带酒水 may also say what a package leaves out."""
_BRINGING = re.compile("[带外备购点买喝携入进拿]|消费|本店")


def _own_food(written: Written, case: Case) -> Iterator[Outcome]:
    view = written.normal.squashed
    text = view.text
    if _BRINGING.search(text) is None:
        return
    for pattern in (_BRING, _FOOD_BRING, _OWN_ONLY):
        for found in pattern.finditer(text):
            if _forbids_own(view, found, alone=pattern is _OWN_ONLY):
                yield quoted(written, view, _governed(view, found.span()), _R09)
                return
    for found in _OUTSIDE.finditer(text):
        if _shut_out(view, found):
            yield quoted(written, view, found.span(), _R09)
            return
    told = _IN_HOUSE.search(text) or _LEFT_OUTSIDE.search(text)
    if told and mentioned(text, *told.span()):
        return
    if told and speaker(text, told.start()) is not Speaker.OTHER and not re.search("欢迎自带|可(?:以)?自带", text):
        yield quoted(written, view, told.span(), _R09)


def _shut_out(view: View, found: re.Match[str]) -> bool:
    """Whether food from elsewhere is refused, not other things and not for one place that has to be dry or clean."""
    text, around = view.text, _around(view, found.start())
    if _NO_FOOD.search(found.group()) or _NOT_OWN.search(around) or mentioned(text, *found.span()):
        return False
    if permits(text, *found.span()):
        return False  # 自带的食材不能加工？可以的
    if not (found["food"] or re.search(_FOOD, around)) or speaker(text, found.start()) is Speaker.OTHER:
        return False
    last = cues(found.group())[-1:]
    return not (last and last[0].kind == "double") and not re.search("可(?:以)?自带|欢迎自带|没有|并不", around)


_OWN_COSTS = re.compile("罚|不(?:再|得|能|可|予)?(?:享受|接待|参与|使用)|取消|作废|视为|没收|原价|恕不|请离|谢绝|拒绝")


def _forbids_own(view: View, found: re.Match[str], *, alone: bool) -> bool:
    text, span = view.text, found.span()
    phrase = text[slice(*phrase_of(text, span[0]))]
    around = _around(view, span[0])
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
    if _forbids(view, span) or _forbidden_inside(found.group()):
        bare = found.group().startswith("带") and not re.search("入|进|外|自", phrase)
        return not bare or _BANNED_BEFORE.search(text, max(span[0] - 4, 0), span[0]) is not None
    return found.group().startswith(("自", "私", "外")) and _punished(view, span, _OWN_COSTS)


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

# -- R01-10 ------------------------------------------------------------------------------------------------------------

_MINIMUM = re.compile(
    "最低消[费废]|(?<!降)低消(?!耗|毒|费[享高大好品])|最低(?:人均)?消费额?|保底消费|消费保底|起步消费|消费起点|"
    "消费(?:额|金额|总额)?(?:不得|不能|不可|不)(?:低于|少于)|人均(?:消费)?(?:必?须|需要?|要|应)(?:满|达到?|够)[0-9]{2,}|人均(?:消费)?(?:不得|不能|不可|不)(?:低于|少于)(?![0-9]+[克g斤两])|"
    "(?:最[少小]|起码|至少)(?:要|需|得|应|须)?(?:消费|点满|点够|花|用够)(?:满|够|额)*(?:为)?[0-9]{2,}|"
    "消费(?:额|金额)?(?:不到|未满|不满|不足|没到|没满|未达到?|不够)(?P<least>[0-9]{2,5})元?[，,]?(?:的|也|仍|都|则|统一|一律|均|照)*(?:按|以|算|收)(?P=least)|"
    "(?:不足|"
    "不满|未满|不到|低于|未达到?|不够)[^，,。；;\\n]{0,8}?(?:按|以|补足|补齐|补至)[^，,。；;\\n]{0,8}?(?:计|收|结|算|补|"
    "付|消费|买单)|"
    "(?:包间|包厢|包房|卡座|雅间|散台|大厅|露台|座位|房间)[^，,。；;\\n]{0,6}?(?:需要?|须|要|应|消费|消)+(?:满|达到?|"
    "够)(?:[0-9]{2,5}元|[0-9]{3,5}(?!人))|"
    "(?:包间|包厢|包房|卡座|雅间|散台)[^，,。；;\\n]{0,4}?[0-9]{2,5}元?(?:/间|/桌)?起(?:消|订|定)|[0-9]{2,5}元?起消|(?:包间|包厢|包房|卡座|雅间|散台|大房|中房|小房)[^，,。；;\\n]{0,3}?起(?:[订定点]?消费?|[订定点])(?:为|:)?[0-9]{3,5}|(?:不足|不满|未满|不到|低于)[^，,。；;\\n]{0,8}?补[足齐到]至?[0-9]{2,5}(?!人)|"
    "起消[0-9]{2,5}"
)
_ROOM_FREE = re.compile("免(?:收)?(?:包间|包厢|包房|房)费|送|可享|立减|减免|赠|免费使用|打折|免单|返")
_ZERO = re.compile("^(?:为|是|:)?(?:0|零|无|没有|不限)(?:元|$|[，,。]|消费|要求|限制)?")


_SPENT = re.compile("(?:消费)?(?:为|是|:|需|要|须)*[0-9一二三四五六七八九十百千两]{2,}")


def _amount_end(text: str, end: int) -> int:
    """The end of an amount that stands right behind, since what follows it says nothing about it: 低消2000（不含酒水）."""
    amount = _SPENT.match(text, end)
    return amount.end() if amount else len(text)


def _minimum(written: Written, case: Case) -> Iterator[Outcome]:
    view = written.normal.squashed
    text = view.text
    if not ("消" in text or "起" in text or "不足" in text or "人均" in text or "满" in text):
        return
    for found in _MINIMUM.finditer(text):
        phrase = text[slice(*phrase_of(text, found.start()))]
        head = re.search("低消|最[低少小]|起码|至少|保底|起步|起消", found.group())
        judged = text[: _amount_end(text, found.end())]
        if head and (
            polarity(judged, *found.span(), breaks=view.breaks) is not Polarity.SAYS_NOTHING
            or _ZERO.match(text[found.end() :])
            or re.search("(?<![0-9])[0零]元?$", text[: found.start()])
            or mentioned(text, *found.span())
        ):
            continue
        if not head and (
            _ROOM_FREE.search(phrase)
            or not re.search("消费|人均|包间|包厢|包房|卡座|雅间|桌|[0-9]元?按[^，,]{0,3}[0-9]", phrase)
        ):
            continue
        if (
            re.search(
                "起步价|公里|人数|不足[一1]?(?:小时|天|晚|份|半|[0-9一二三四五六七八九十]+(?:人|位|分钟|小时|天|公斤|"
                "斤|岁|米))",
                phrase,
            )
            and not head
        ):
            continue
        if speaker(text, found.start()) is Speaker.OTHER:
            continue
        yield quoted(written, view, found.span(), _R10, severity=Severity.ERROR if is_catering(case, written) else None)
        return


_R10 = Text("“{words}”设了最低消费", '"{words}" sets a minimum spend')

# -- R01-11 ------------------------------------------------------------------------------------------------------------

_HARM = (
    "被砸|砸坏|进水|掉水|摔坏|磕坏|碰坏|被偷|被盗|损伤|扭伤|拉伤|骨折|不见|丢了|弄丢|弄坏|坏了|摔伤|擦伤|刮擦|碰撞|死亡|生病|走失|咬伤|走丢|丢失|遗失|被盗|失窃|偷|损坏|损毁|受伤|伤害|意外|摔|烫|滑倒|过敏|损失|后果|安全|事故|财物|物品|人身|磕碰|刮蹭|"
    "剐蹭|不适|责任|赔偿|纠纷|伤亡|贵重|车辆|车损|风险|健康|病|"
    "划伤|溺水|保管|污损|掉色|误差"
)
_PERSON = (
    "游客|顾客|客人|消费者|会员|学员|家长|监护人|玩家|参与者|参加者|宾客|乘客|驾驶人|驾驶员|司机|车主|宠物主人?|主人|住客|租客|使用者|使用人|购买人|买家|"
    "本人|自己|个人|您|你|客户|用户|选手|队员|学生|骑行者|体验者|入场者|来宾|持券人|骑手|泳客|雪友|当事人"
)
_WAIVES = re.compile(
    f"(?P<harm>{_HARM})[^。；;!！?？\\n]{{0,12}}?(?:本店|我店|商家|店家|门店|馆方|店方|老板|我们|本馆|商户|场馆|酒店|景区)?(?:一概|一律|概|均|恕|都|可|是|也|亦)*"
    "(?:不管(?=$|[的了哦哈呀啊，,。；;!！])|不理(?=$|[的了哦，,。；;!])|不会?赔(?!钱不|笑|本|礼|罪)|不买单|不背锅|不兜底|不过问|无涉|无责(?!任心)|没(?:有)?责任(?!心)|爱莫能助|不认账|管不了|赔不起)|"
    "(?:恕|概|均|一概|一律|可)?不(?:担|负|背|承)(?:任何|一切|起|其)?(?:的)?责(?!任(?:心|感|地|的))|"
    f"(?:{_HARM})[^，,。；;!！?？\\n]{{0,12}}?(?<!我们)(?<!本店)(?:请)?(?:自负(?!盈)|自担|(?:自己|自行|本人|个人|各自)(?:负责|承担|兜着|扛|看着办|买单))|"
    f"(?:后果|责任|损失|风险|伤害|事故|意外|受伤)[^，,。；;\\n]{{0,6}}?由(?:{_PERSON})(?:自行|自己|个人|本人)?(?:承担|负责)|"
    "不对[^，,。；;\\n]{0,10}?(?:损失|后果|丢失|遗失|损坏|受伤|意外|安全|物品|过敏)[^，,。；;\\n]{0,4}?(?:负责|承担|担责)|"
    "(?:出了?|发生)(?:任何)?(?:问题|事故?|状况|意外)[^，,。；;\\n]{0,4}?(?:自己|自行|个人)(?:负责|承担|兜着)|"
    "不(?:予|再|会)?(?:承担|负担|支付|赔付|报销)[^，,。；;\\n]{0,5}?(?:医药费|医疗费|治疗费|维修费|修车费|修理费)|"
    "概不(?:承担|负责|赔偿|赔付|理赔|退赔|认账|受理投诉)|一概不(?:负责|承担|赔)|"
    "(?:不|恕不|均不|不予|无需|无须|不再|不用|拒绝|免于|不需要?|概不|不会)(?:承担|负|担负|担)(?:起)?(?:任何|一切|"
    "相关|赔偿|法律|相应|连带|由此|其他|全部|相关的|因此|安全|保管|损失|看管|医疗)*[^，,。；;\\n]{0,6}?(?:责任|赔偿|"
    "损失|后果|费用|义务)|"
    "(?:恕不|不|概不|均不|一律不)(?:予)?负责(?!任|接|送|打扫|代|停|安装|洗|运|人|退|外|布置|教|停车|化|清|提供|保洁|"
    "搬)|"
    "(?:后果|责任|风险|损失|安全|盈亏)(?:由?(?:顾客|客人|消费者|本人|家长|自己|您|客户|用户|车主|监护人|"
    "个人))?(?:请)?(?:一律|一概|均|需|须|全部|将|由)?(?:自行)?(?:自负|自担|自理|自行承担|自行负责|自己承担|自己负责)|"
    "(?:自行|自己|个人)(?:承担|负责)(?:一切|全部|所有|相关|由此|相应|其)?[^，,。；;\\n]{0,6}?(?:后果|责任|损失|风险)|"
    "(?:自愿|自行|自己|愿意?|须|应)承担(?:一切|全部|所有)[^，,。；;\\n]{0,4}(?:风险|责任|后果)|自担风险|自负后果|自行负责|"
    "(?:受伤|伤亡|意外|摔伤|丢失|遗失)(?:一律|均|请)?自负|(?:损失|后果|责任|风险|伤害|丢失|遗失|损坏|"
    "车损)[^，,。；;\\n]{0,3}?由(?:顾客|客人|消费者|本人|家长|自己|您|客户|用户|车主|监护人|个人|参与者|玩家)(?:自行|"
    "自己)?(?:承担|负责)|"
    "(?:一切|所有|任何|全部|相关)(?:的)?(?:后果|责任|损失|风险|事故)[^，,。；;\\n]{0,4}?(?:与(?:本店|我店|商家|门店|"
    "我司|店家|本公司|店方|本馆|酒店|景区|我们)(?:均|概|一律)?无关|由(?:顾客|客人|消费者|本人|家长|自己|您|客户|用户|"
    "车主|监护人|个人|参与者|玩家)(?:自行)?(?:承担|负责))|"
    "与(?:本店|我店|商家|门店|我司|店家|本公司|店方|本馆|酒店|景区|我们|俱乐部|本中心)(?:均|概|一律)?(?:无关|"
    "没有关系|无任何关系)|"
    "(?:放弃|不得|不可|不能|无权|不予)(?:对[^，,。；;\\n]{1,8})?(?:一切)?(?:追究|追责|追讨|索赔|追偿)|"
    "(?:本店|商家|我店|店家|门店|店方|我司|本馆|酒店|景区)(?:概|一律|均|可|有权|予以)?(?:免责|免除)|"
    "免除[^，,。；;\\n]{0,8}责任|免责(?!条款无)|不予(?:任何)?(?:赔偿|赔付|理赔)|恕不(?:赔偿|赔付)|不(?:作|做|"
    "给)(?:任何)?赔偿|"
    "(?:概|一律|均|一概)不赔|自认倒霉|不承担[^，,。；;\\n]{0,4}(?:责|赔)"
)
_HELD = re.compile("不可抗力|自然灾害|地震|台风|追究(?:其)?法律责任|绝不推卸|不推卸|不推诿|全额赔付|照价赔偿.{0,4}不")
_REPAIRS = re.compile(
    "不(?:会|能|是|可能)不(?:管|赔|理)|不管(?:什么|怎么|是|谁|哪|多|有|大|几)|不(?:用|需|必|要)(?:您|你)?(?:赔|承担|负)|[哪谁]说|包赔|先赔"
)
_COST = re.compile("费用?自理|交通|停车费|运费|税费|价格|收费|差价|活动|票价|盈亏|营业额")


def _waiver(written: Written, case: Case) -> Iterator[Outcome]:
    view = written.normal.squashed
    text = view.text
    if not (
        "责" in text
        or "自" in text
        or "无关" in text
        or "管" in text
        or "无涉" in text
        or "单" in text
        or "理" in text
        or "追" in text
        or "赔" in text
        or "承担" in text
    ):
        return
    for found in _WAIVES.finditer(text):
        around, words = _around(view, found.start()), found.group()
        if mentioned(text, *found.span()) or (found["harm"] and _REPAIRS.search(around)):
            continue
        if _HELD.search(around) or _reversed(text, found) or speaker(text, found.start()) is Speaker.PLATFORM:
            continue
        if re.search("与.{1,4}(?:无关|没有关系|无任何关系)$", words) and not (
            re.search(_HARM, around) and not _COST.search(around)
        ):
            continue
        if (
            words.endswith("负责")
            and "自" not in words
            and not (
                re.search(_HARM, around)
                or words.startswith(("概", "一概", "恕不", "一律不"))
                or _ends(text, found.end())
            )
        ):
            continue
        if words.startswith("自行负责") and not re.search(_HARM, around):
            continue
        if re.search("盈亏|费用$", words):
            continue
        yield quoted(written, view, found.span(), _R11)
        return


def _ends(text: str, position: int) -> bool:
    return re.match("[哦的呢哈啊呀啦了~]*(?:$|[，。；;,\n！!）)])", text[position:]) is not None


def _reversed(text: str, found: re.Match[str]) -> bool:
    """A second negation before the waiver: 绝不会概不负责, 并非不承担责任."""
    left = phrase_of(text, found.start())[0]
    before = text[left : found.start()]
    return bool(
        re.search("(?:不会|绝不|不是|并非|决不|不存在|拒绝|杜绝|告别|不再|没有|取消|不敢|不能)[^，,]{0,3}$", before)
    ) or bool(re.search("(?:霸王条款|是无效|均无效|属无效|不合法|违法)", text[slice(*clause_of(text, found.start()))]))


_R11 = Text("“{words}”免除了门店自己的责任", '"{words}" waives the shop\'s own liability')

# -- R01-12 ------------------------------------------------------------------------------------------------------------

_FEES = (
    "(?:开瓶|开酒|开台|开桌|台位|茶位|餐位|座位|人头|餐具|碗筷|碗碟|纸巾|湿巾|空调|茶水|切蛋糕|位上|加位|茶)钱|"
    "开瓶(?:服务)?费|开酒费|开瓶使用费|酒水服务费|酒塞费|(?:一次性|消毒)*(?:餐具|碗筷|碗碟)(?:消毒)?(?:使用)?费|"
    "消毒费|餐位费|茶位费|茶位(?![x×*]?[0-9一二两三四五六七八九十]+(?:位|个|客|人|份|壶))|位上费|开台费|台位费|开桌费|坐台费|座位费|席位费|"
    "茶芥费?(?=[另加要收按0-9])|餐前小[食吃]费|人头费|茶水费|纸巾费|湿巾费|空调费|切蛋糕费|蛋糕服务费|开位费|入座费|台费"
)
_FEE = re.compile(_FEES)
_SERVICE = re.compile("(?<!退)(?<!改)(?<!送)(?<!门)(?<!台)(?<!驾)(?<!术)(?<!值)(?<!车)(?<!急)(?<!手续)(?<!签)服务费")
_CHARGED = re.compile(
    "加收|另收|另付|另计|收取?|需付|须付|支付|强制|必须|需另|[0-9]+%|百分之|[0-9]元|一成|外加|自付|自理|不含|未含|"
    "不包含|加[一壹1](?![0-9])|抽成"
)
_WILLY_NILLY = re.compile(
    "(?:用|要|吃|喝|坐|开|动|碰|拆)(?:不|没)(?:用|要|吃|喝|坐|开|动|碰|拆)都(?:要|得|需|会|照)?(?:收|交|付|算|给|买单)|不管用不用|无论[^，,。]{0,4}都(?:要|得)?(?:收|交|付)|强制|必须付|必须交"
)
_AMOUNT = "[0-9一二两三四五六八十]+(?:\\.[0-9]+)?"
_WARE = re.compile(
    "(?:消毒|一次性|密封)?(?:餐具|碗筷|碗碟|湿巾|纸巾|餐巾纸?|茶芥|餐前小[菜食吃]|茶位|餐位|开瓶|开台|开桌|锅底碗筷)(?:需|须|要|得|是|默认|上桌|均|都|统一)*(?:另外|另|额外|"
    "(?:按|每|一|/)[位人套包桌副份客台瓶支](?:头|数)?)*(?:收|加收|收取|收费|付费|计费|自费|另计|另算|"
    f"{_AMOUNT}(?:元|块|圆)?(?:/|每|一)[位套人包瓶支副份桌客]|{_AMOUNT}(?:元|块|圆)|¥{_AMOUNT})"
)
_OWN_DRINK = re.compile(
    "自带(?:的)?(?:[^，,。；;\\n]{0,6}?)(?:酒水?|饮料|红酒|白酒|啤酒|蛋糕|饮品|食材|海鲜)(?:者|的|"
    "等)?[^。；;\\n]{0,5}?(?:需|须|要|将|按)?(?:另外|另|额外|按瓶|每瓶|加|按桌)?(?:收取?|加收|付|缴纳|"
    "交)[^，,。；;\\n]{0,8}?(?:费|元|%|钱|块)|"
    f"自带[^，,。；;\\n]{{0,6}}(?:酒水?|红酒|白酒|啤酒|饮料)[^。；;\\n]{{0,3}}?(?:开瓶|开酒|开支){_AMOUNT}"
)
_FEE_FREE = re.compile(
    "免|已含|包含|已包|全含|含在|均含|不收|不另收|不加收|无需|不用|不需|赠送?|送|零|取消|没有|无|(?<![0-9])0元|自愿|由(?:我们|本店|店里|商家|店家)(?:承担|出|付|买单)|(?:我们|店里)(?:承担|来出|包了|买单)|"
    "可选|自选|按需|如需(?!自带)|选择|需要的话"
)
_NOT_INCLUDED = re.compile("(?:不含|不包含|不包括|未含|未包含|除)[^，,。；;\\n]{0,10}$")


_PAYING = re.compile("[费位收巾碗钱]|餐具|自带|开[瓶台桌酒]")


def _fee(written: Written, case: Case) -> Iterator[Outcome]:
    view = written.normal.squashed
    text = view.text
    if _PAYING.search(text) is None:
        return
    for pattern in (_FEE, _SERVICE, _OWN_DRINK, _WARE):
        for found in pattern.finditer(text):
            if _charges(view, found, must_be_said=pattern is _SERVICE):
                yield quoted(written, view, found.span(), _R12)
                return


def _charges(view: View, found: re.Match[str], *, must_be_said: bool) -> bool:
    text, span = view.text, found.span()
    phrase = text[slice(*phrase_of(text, span[0]))]
    if speaker(text, span[0]) is Speaker.OTHER:
        return False
    if mentioned(text, *span):
        return False
    left = phrase_of(text, span[0])[0]
    if _WILLY_NILLY.search(_around(view, span[0])) and not re.search(
        "(?:不|没有|从不|绝不)强制", _around(view, span[0])
    ):
        return True
    if _NOT_INCLUDED.search(text[left : span[0]]):
        return not must_be_said or bool(re.search("另付|另收|需付|自付|自理|[0-9]", _around(view, span[0])))
    # What follows a price in the next phrase is about something else: 湿巾1元/包，上桌不退.
    judged = text[: phrase_of(text, span[0])[1]] if re.search("[0-9]", found.group()) else text
    if polarity(judged, *span, breaks=view.breaks) is not Polarity.SAYS_NOTHING or _FEE_FREE.search(phrase):
        return False
    if re.search(
        "(?:^|[价餐]|已|均|都|全)含[^，,。；;]{0,8}$|包括[^，,。；;]{0,6}$|包[^，,。；;间厢房]{0,4}$",
        text[left : span[0]],
    ):
        return False
    if must_be_said:
        return bool(_CHARGED.search(phrase)) and not re.search(
            "加急|上门|退|改|取消|配送|外卖|停车|代|平台|升级|延时|超时|化妆|跟拍|接送", phrase
        )
    return True


_R12 = Text("“{words}”是强制的额外收费", '"{words}" is a forced extra fee')

# ----------------------------------------------------------------------------------------------------------------------

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
        in_text=_interpretation,
    ),
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
        in_text=_invoice,
    ),
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
        in_text=_packing,
    ),
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
        in_text=_own_food,
    ),
    Rule(
        id="R01-10",
        name="min-spend",
        title=Text("不应设最低消费", "No minimum spend for a room or seat"),
        severity=Severity.WARNING,
        needs=(Needs.TEXT,),
        source="餐饮业经营管理办法（试行）第十二条; S004 ⑩9",
        remedy=Text(
            "删去最低消费；代金券的使用门槛写进标题", "drop it; a threshold for using a voucher belongs into the title"
        ),
        bad="包间最低消费600元",
        good="包间免费使用，需提前预约",
        note=Text(
            "S004 ⑩9 允许把消费门槛写进标题，餐饮法规禁止最低消费：用券的门槛归 R10-09，包间和座位的最低消费归本规则；餐饮类为错误",
            "S004 ⑩9 accepts a threshold in the title, the catering rules ban minimum spend: thresholds for vouchers are "
            "R10-09, minimum spend for rooms and seats is this rule, an error for catering",
        ),
        fields=PROSE,
        in_text=_minimum,
    ),
    Rule(
        id="R01-11",
        name="liability-waiver",
        title=Text("不应免除自己的责任", "A shop should not waive its liability"),
        severity=Severity.WARNING,
        needs=(Needs.TEXT,),
        source="消费者权益保护法第二十六条; S004 ①2",
        remedy=Text(
            "改为提醒，例如“请保管好随身物品”", "turn it into a reminder, such as “please look after your belongings”"
        ),
        bad="贵重物品丢失概不负责",
        good="请保管好随身物品，前台可免费寄存",
        fields=PROSE,
        in_text=_waiver,
    ),
    Rule(
        id="R01-12",
        name="forced-fee",
        title=Text("不应强制收取开瓶费、餐具费等", "No forced corkage, tableware or table fees"),
        severity=Severity.WARNING,
        needs=(Needs.TEXT,),
        source="消费者权益保护法第二十六条; 餐饮业经营管理办法（试行）",
        remedy=Text("删去，或写明免费、可自愿选择", "drop it, or say that it is free or optional"),
        bad="自带酒水收开瓶费50元/瓶",
        good="可自带酒水，不收开瓶费；提供免费餐具",
        fields=PROSE,
        in_text=_fee,
    ),
)
