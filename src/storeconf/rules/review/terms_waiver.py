"""R01-11: liability that a shop waives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.rules.case import PROSE, Case, Written
from storeconf.rules.review.quoting import quoted
from storeconf.rules.review.terms import clause_at
from storeconf.rules.rule import Needs, Outcome, Rule
from storeconf.rules.text.clauses import clause_of, phrase_of
from storeconf.rules.text.gate import Gated
from storeconf.rules.text.mention import mentioned
from storeconf.rules.text.patterns import lazy
from storeconf.rules.text.speaker import Speaker, speaker

_HARM = (
    "毛病|出事|吓到|吓坏|抽筋|呛水|中暑|呕吐|晕倒|磕着|碰着|摔着|烫着|伤着|被砸|砸坏|进水|掉水|摔坏|磕坏|碰坏|被偷|被盗|损伤|扭伤|拉伤|骨折|不见|丢了|弄丢|弄坏|坏了|摔伤|擦伤|刮擦|碰撞|死亡|生病|走失|咬伤|走丢|丢失|遗失|被盗|失窃|偷|损坏|损毁|受伤|伤害|意外|摔|烫|滑倒|过敏|损失|后果|安全|事故|财物|物品|人身|磕碰|刮蹭|"
    "剐蹭|不适|责任|赔偿|纠纷|伤亡|贵重|车辆|车损|风险|健康|病|"
    "划伤|溺水|保管|污损|掉色|误差"
)
_PERSON = (
    "游客|顾客|客人|消费者|会员|学员|家长|监护人|玩家|参与者|参加者|宾客|乘客|驾驶人|驾驶员|司机|车主|宠物主人?|主人|住客|租客|使用者|使用人|购买人|买家|"
    "本人|自己|个人|您|你|客户|用户|选手|队员|学生|骑行者|体验者|入场者|来宾|持券人|骑手|泳客|雪友|当事人"
)
_WAIVES = Gated(
    f"(?P<harm>{_HARM})[^。；;!！?？\\n]{{0,12}}?(?:本店|我店|商家|店家|门店|馆方|店方|老板|我们|本馆|商户|场馆|酒店|景区)?(?:一概|一律|概|均|恕|都|可|是|也|亦)*"
    "(?:不管(?=$|[的了哦哈呀啊，,。；;!！])|不理(?=$|[的了哦，,。；;!])|不会?赔(?!钱不|笑|本|礼|罪)|不买单|不背锅|不兜底|不过问|无涉|无责(?!任心)|没(?:有)?责任(?!心)|爱莫能助|不认账|管不了|赔不起)|"
    "(?:恕|概|均|一概|一律|可)?不(?:担|负|背|承)(?:任何|一切|起|其)?(?:的)?责(?!任(?:心|感|地|的))|"
    f"(?:{_HARM})[^，,。；;!！?？\\n]{{0,12}}?(?<!我们)(?<!本店)(?:请)?(?:自负(?!盈)|自担|(?:自己|自行|本人|个人|各自)(?:负责|承担|兜着|扛|看着办|买单|担[着责待]?(?=$|[，,。；;的哈哦啊])|认(?=$|[，,。；;了]))|包赔不了)|"
    f"(?:{_HARM})[^。；;!！?？\\n]{{0,10}}?(?:别|莫|不要|勿|甭)(?:再|来|要)*(?:找|赖|怪|怨|讹)(?:我们?|本店|店家|商家|老板|门店|店里|店员|咱|俺)|"
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
    "[与跟和同](?:本店|我店|商家|门店|我司|店家|本公司|店方|店里|本馆|酒店|景区|我们|俱乐部|本中心|咱们?店?|老板|小店)(?:均|概|一律|都|可)*(?:无关|"
    "没(?:有|啥|什么)?(?:任何)?关系|无任何关系|不相干|不搭界)|"
    "(?:放弃|不得|不可|不能|无权|不予)(?:对[^，,。；;\\n]{1,8})?(?:一切)?(?:追究|追责|追讨|索赔|追偿)|"
    "(?:本店|商家|我店|店家|门店|店方|我司|本馆|酒店|景区)(?:概|一律|均|可|有权|予以)?(?:免责|免除)|"
    "免除[^，,。；;\\n]{0,8}责任|免责(?!条款无)|不予(?:任何)?(?:赔偿|赔付|理赔)|恕不(?:赔偿|赔付)|不(?:作|做|"
    "给)(?:任何)?赔偿|"
    "(?:概|一律|均|一概)不赔|自认倒霉|不承担[^，,。；;\\n]{0,4}(?:责|赔)"
)
_HELD = lazy("不可抗力|自然灾害|地震|台风|追究(?:其)?法律责任|绝不推卸|不推卸|不推诿|全额赔付|照价赔偿.{0,4}不")
_REPAIRS = lazy(
    "不(?:会|能|是|可能)不(?:管|赔|理)|不管(?:什么|怎么|是|谁|哪|多|有|大|几)|不(?:用|需|必|要)(?:您|你)?(?:赔|承担|负)|[哪谁]说|包赔|先赔"
)
_COST = lazy("费用?自理|交通|停车费|运费|税费|价格|收费|差价|活动|票价|盈亏|营业额")


def _waiver(written: Written, case: Case) -> Iterator[Outcome]:
    view = written.normal.squashed
    text = view.text
    if not (
        "责" in text
        or "自" in text
        or "无关" in text
        or "关系" in text
        or "相干" in text
        or "找" in text
        or "赖" in text
        or "怪" in text
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
        around, words = clause_at(view, found.start()), found.group()
        if mentioned(text, *found.span()) or (found["harm"] and _REPAIRS.search(around)):
            continue
        if _HELD.search(around) or _reversed(text, found) or speaker(text, found.start()) is Speaker.PLATFORM:
            continue
        if re.search("[与跟和同].{1,4}(?:无关|关系|不相干|不搭界)$", words) and not (
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

RULES: tuple[Rule, ...] = (
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
        of_terms=True,
        in_text=_waiver,
    ),
)
