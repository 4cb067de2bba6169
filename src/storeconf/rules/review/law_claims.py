"""R01-13 and R01-14: superlatives and medical effects in advertising."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.rules.case import PROSE, Case, Written
from storeconf.rules.data import table, words
from storeconf.rules.review.quoting import quoted
from storeconf.rules.rule import Needs, Outcome, Rule
from storeconf.rules.text.clauses import clause_of, phrase_of, sentence_of
from storeconf.rules.text.gate import Gated
from storeconf.rules.text.mention import mentioned
from storeconf.rules.text.normal import View
from storeconf.rules.text.patterns import lazy
from storeconf.rules.text.polarity import Polarity, cues, forbids

Span = tuple[int, int]


def _any(found: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, found), key=len, reverse=True))


# -- R01-13 ------------------------------------------------------------------------------------------------------------

_TABLE = table("absolute_words")
_SCOPE = (
    "全国|全球|全世界|世界|亚洲|中国|国内|全省|全市|全城|全网|全区|全县|全镇|业内|行业|行业内|同行|同行业|同城|本地|"
    "当地|本市|附近|方圆[^，,。；;、]{0,5}|整条街|"
    "地球|宇宙|史上|历史|有史以来|全抖音|抖音|商圈|市区|城区|城里|"
    "[\u4e00-\u9fff]{2}(?:省|县|(?<!超)(?<!夜)(?<!门)(?<!城)(?<!都)(?<!早)(?<!上)(?<!菜)市(?!场|集|民|价|井))|北京|"
    "上海|广州|深圳|杭州|成都|重庆|武汉|"
    "西安|南京|苏州|长沙|天津|郑州|青岛|厦门|宁波|昆明|大连|沈阳|济南|合肥|福州|东莞|佛山|无锡|哈尔滨|长春|石家庄|"
    "南宁|贵阳|海口|三亚|兰州|太原|南昌|温州|常州|徐州|扬州|"
    "全港|港九|全澳|全粤|全川|全渝|全疆|全岛|川渝|大湾区|珠三角|长三角|云贵川?|京津冀|胶东|闽南|潮汕|江南|塞北|省内|市内|区内|岛城|山城|羊城|鹏城|魔都|帝都|泉州|惠州|湖州|台州|柳州|江浙沪|东北|华东|华南|西南|华北|西北|华中"
)
_ABSOLUTE = Gated(
    f"(?P<grave>{_any(_TABLE['grave'])})|(?P<fixed>(?<![a-z])(?:{_any(_TABLE['words'])}))|"
    f"(?P<praise>最(?:最|为|最为|具|有)?(?:{_any(_TABLE['praise'])}|美(?:的)?(?:餐厅|酒店|民宿|咖啡|书店|海景|庭院|"
    "花园|露台|夜景|空间)|火(?=$|[,，。!网的]))|性价比(?:全[网城市])?最(?:高|好|优|强))|"
    f"(?P<scope>(?:{_SCOPE})(?:范围|地区|范围内|内|里|上|所有)?[^，,。；;、\\n]{{0,4}}?(?:排名|规模|面积|品质|价格|"
    "味道|口碑)?最(?![晚早近后终初迟多少爱新想美冷热忙北南东西喜]|[高低](?:可|抵|减|立|省|返|优|起|"
    "消))[\u4e00-\u9fff])|"
    "(?P<best>最好(?=[的吃喝玩看用]|$|[，,。；;！!、\\n~]))|"
    f"(?P<first>(?:{_SCOPE})[^，,。；;\\n]{{0,6}}?第一|第一(?=品牌|家(?!长)|店(?!长|员)|名店|锅|面馆|面(?=$|[,，。])|"
    "鲜|味|鸡|鸭|火锅|烤|粉|人气|口碑|美食|大店|楼盘|馆|浴|汤|串|虾|蟹|牛|羊|鱼|包子|饭|大))|"
    f"(?P<summit>(?:{_SCOPE})(?:之最|[^，,。；;、\\n]{{0,4}}?(?:仅此|只此|唯此|独此|就这|就此|独|头)一(?:家|份|处)(?!分|门店)|一绝(?![对佳]))|"
    "(?:打遍|吃遍|走遍|横扫)[^，,。；;]{0,4}(?:无|没有?)(?:敌手|对手)|"
    "(?:找不[到出]|再无|绝无|哪有)第二(?:家|份|处)(?!分|门|连锁)|(?:排名|销量|销售|人气|口碑|好评|评分|热度|味道|实力)第1(?![0-9]))|"
    "(?P<only>唯一)"
)
_ORDINARY = lazy(
    "(?:柜子?|间|厅|房|桌|楼|座|窗口|汤?池|号线?|机位|编号|序号|门|区|位|道|场|台|栋|床|排|单元|组|车|船|营|帐篷|站|线路?)(?:为|是|[:：])?(?:no\\.?:?|top\\.?)1(?![0-9])|"
    "(?:no\\.?:?)1(?:号?(?:至|到|[-~、/,，和与及])(?=no|[0-9])|号)|"
    "最抵(?=[达押扣用消])|最靓的?[仔崽你]|"
    f"{_any(_TABLE['first'])}|{_any(_TABLE['only'])}|国家级(?:[^，,。；;最]{{0,4}}(?:裁判|教练|运动员|技师|大师|"
    "传承人|名师|营养师|茶艺师|咖啡师|调酒师|评委|景区|公园|保护区|度假区|非遗|遗产)|非物质|非遗|风景|景区|旅游|"
    "森林|湿地|自然|地质|度假|文物|文化|重点|运动|裁判|教练|茶艺|评茶|技师|职业|心理|美容师|健身|社会体育|"
    "社会|考评|营养|高级|一级|二级|三级|资质|认证|证书|名师|大师|烹饪(?:大师|技师|师)|厨师|高新|专精|实验|水利|水产|"
    "生态|示范|调酒|咖啡师|摄影师|非物|传承|[0-9a]+)|世界级(?:非遗|遗产|文化遗产|自然遗产|地质公园)|"
    "最高级别(?=的?(?:防护|消毒|警|戒备|敬意|尊重|保护))|(?<![a-z])(?:no\\.?:?|"
    "top\\.?)1(?=[0-9号楼栋包房间室厅店门座桌款色.])|最佳(?:"
    + _any(_TABLE["tips"])
    + ")|最优惠(?:时段|时间)|最强(?:大脑|王者)|最美(?:的?(?:自己|你|她|瞬间|时光|时刻|"
    "回忆|样子|笑容|新娘|妈妈|模样|年华|一面|季节|遇见|姿态|状态|遇))|最香的?(?:时候)|最潮湿|最火候|最值钱|"
    "最强(?:壮)?者|最安全(?:时|的?距离|起见)|最快速度|最顶(?:层|楼|端|上)|最全套|最牛奶|最优解|"
    "最爽快|最有效的?(?:方式|方法)|最舒服的?(?:姿势|方式|状态|时候|温度)|最新鲜事|最美味(?:时)|最低价值|"
    "天下第一(?:关|泉|山|雄关|奇|瀑|洞|桥|寺|楼|庄|巷|湖|潮|坊|福地)|最优先|顶级(?:阻力)?域名|顶级(?:会员|vip|玩家|用户|卡)|极品飞车|极品家丁|"
    "最佳(?:赏|观|食|品|饮|拍|入|出|游)"
)
_AIM = lazy(
    "力争|争取|努力|追求|致力|目标|愿景|力求|只为|争做|竭力|竭诚|尽最大|尽力|全力|愿|祝|希望|做到最|用心做|"
    "为(?:您|你|顾客|客人|大家)(?:提供|带来|呈现|献上|奉上|送上|打造)|(?:态度|服务|热情|诚意|真诚|心意|关怀|祝福)$|"
    "最(?:好|优质|贴心|专业|舒适|佳|优秀|完美)的?(?:服务|态度|心意|诚意|祝福|自己|状态|你|礼物|回忆|时光|年华|安排|"
    "陪伴)"
)
_OWN = lazy(
    "本店|我们家|我家|咱家|咱们家|店内|店里|自家|本品牌|本馆|本酒店|我们店|本系列|我们的|本套餐|店铺|菜单|本院|家里|"
    "馆内|酒店内|本季|今年|套餐(?:里|中)|三款|几款"
)
_WIDE = lazy(f"(?:{_SCOPE})")
_TIP = lazy(
    "趁热|现做现吃|现吃|冷藏|冷冻|冰镇|尽快|立即食用|立刻|(?:小时|分钟|天)内|当天|当日|建议|推荐(?:先|提前|搭配|在|"
    "用)|(?:食用|饮用|品尝|喝|吃|泡|观赏|拍照|去|来)(?:时|前|后)?(?:口感|风味|味道|效果)|搭配|烤至|煮至|"
    "煮[^，,]{0,3}(?:秒|分钟)|蘸|加热|时(?:口感|味道|风味)|时候|几点|什么时间|提前|[0-9]+[-~到]?[0-9]*点|傍晚|清晨|"
    "春季|秋季|冬天|夏天|季节|[0-9]{1,2}月|日落|浸泡|静置|醒酒|复热|微波"
)
_PROVEN = lazy(
    "数据来源|来源[:：]|截至[0-9]{2,4}年|据[^，,。；;]{2,16}(?:统计|数据|榜|显示)|(?:榜单|评选|大赛|大奖赛|锦标赛|"
    "比赛|赛事|证书|吉尼斯)[^，,。；;]{0,12}$|[12][0-9]{3}年?[^，,。；;]{0,14}(?:榜|大赛|评选|赛)"
)
_MADE = lazy(
    "亲手|diy|手工|定制|制作|专属|创作|捏|画|手绘|设计|独一无二的(?:你|自己|作品|礼物|纪念|回忆|手作|杯|婚礼|造型|"
    "体验|美|妆|味道|记忆|香)|属于(?:你|您|自己)",
    re.IGNORECASE,
)
_DENIES = lazy(
    "不敢(?:说|称|自称)|不(?:是|算|做|追求|求|自称|吹|说|一定是?|见得)[^，,。]{0,4}$|不敢[^，,。]{0,6}$|"
    "并非[^，,。]{0,3}$|没有$|之一"
)
_DISCLAIMS = lazy("[^，,。；;]{0,5}?(?:不敢(?:说|当|称|夸)|谈不上|说不上|称不上|算不上|不好说|不一定)")
_QUESTION = lazy("(?:哪|什么|怎么|如何|何)[^，,。？?]{0,8}$")


def _absolute(written: Written, case: Case) -> Iterator[Outcome]:
    view = written.normal.squashed
    text = view.text
    if _GATE.search(text) is None:
        return
    ordinary: list[Span] | None = None
    for found in _ABSOLUTE.finditer(text):
        if ordinary is None:
            ordinary = [one.span() for one in _ORDINARY.finditer(text)]
        if any(start <= _head(found) < end for start, end in ordinary) or _named(written, case, found.group()):
            continue
        if _is_exempt(text, found):
            continue
        grave = found.lastgroup == "grave"
        yield quoted(written, view, found.span(), _R13, severity=Severity.ERROR if grave else None)
        return


_GATE = Gated(
    "最|级|第一|唯一|冠军|领[先导袖]|老大|no|top|numb|史无|绝无|举世|空前|无与|无可匹|天下|独步|极品|顶尖|登峰|"
    "无人能|无出|独[一占]|前无古|此一|第1|第二|一绝|[独头]一|对手|敌手"
)


def _head(found: re.Match[str]) -> int:
    """Where the superlative itself stands, behind a scope."""
    words_found = found.group()
    inner = max(words_found.rfind("最"), words_found.rfind("第一"))
    return found.start() + (inner if found.lastgroup in ("scope", "first") and inner > 0 else 0)


def _is_exempt(text: str, found: re.Match[str]) -> bool:
    left, right = clause_of(text, found.start())
    phrase_left, phrase_right = phrase_of(text, found.start())
    kind, clause = found.lastgroup, text[left:right]
    phrase = text[phrase_left:phrase_right]
    before = text[phrase_left : _head(found)]
    wide = bool(_WIDE.search(phrase))
    if (
        _DISCLAIMS.match(text, found.end())
        or mentioned(text, *found.span())
        or _DENIES.search(before)
        or _QUESTION.search(before)
    ):
        return True
    if found.group() == "独一无二" or kind == "only":
        return (bool(_MADE.search(clause)) and not wide) or (kind == "only" and _only_counts(text, found))
    if kind == "fixed" and not found.group().startswith("最"):
        return (
            bool(_PROVEN.search(text[sentence_of(text, found.start())[0] : phrase_right]))
            and "冠军" not in found.group()
        )
    if _AIM.search(phrase) and not wide:
        return True
    if kind in ("praise", "best", "grave") and _OWN.search(text[left : found.end()]) and not wide and kind != "grave":
        return True
    if kind in ("praise", "best", "grave") and not wide and _TIP.search(clause):
        return True
    if kind == "best":
        return (
            not re.match("[的吃喝玩看用]", text[found.end() :])
            and not wide
            and not re.search(
                "性价比|味道|服务|环境|品质|质量|手艺|技术|技师|口碑|口味|食材|设备|老师|效果|地段|位置", before
            )
        )
    if kind in ("first", "scope"):
        return _first_counts(text, found) or bool(_PROVEN.search(text[left:phrase_right]))
    return False


_IN_ORDER = lazy(
    "(?:清早|清晨|早上|早晨|凌晨|今早|今[天日晚]|每[天日早]|当[天日]|天(?:没|不|刚|蒙蒙)亮|[0-9一二三四五六七八九十]点(?:半|多|钟)?|开[春年学]|新年|入[冬秋夏伏]|立[春夏秋冬]|[春夏秋冬]天|开锅|出炉|"
    "头[天茬]|上午|下午|中午|晚上)[^，,。；;]{0,8}第一[锅炉笼屉茬捧拨波盘碗杯勺缸车船趟网味鲜]"
)
"""First in the order of a day or a season, which is a plain fact: 清早第一锅豌豆."""


def _first_counts(text: str, found: re.Match[str]) -> bool:
    """Whether 第一家 counts the shops of a brand or tells a date: 本品牌在杭州的第一家店, 2018年第一家店开业."""
    around = text[slice(*phrase_of(text, found.start()))]
    if found.lastgroup == "scope":
        return bool(
            re.search(
                "历史最[久老早]|最(?:高|低)(?:气温|海拔|点|峰)|最低(?:消费|起)|最多|最高(?:可|抵|减|省|立减|返|优惠|"
                "建筑|楼|山)",
                around,
            )
        )
    if _IN_ORDER.search(text, phrase_of(text, found.start())[0], found.end() + 1) and not _WIDE.search(around):
        return True
    return bool(
        re.search(
            "(?:品牌|我们|本店|旗下|开出|开业|创立|创办)[^，,。]{0,10}第一(?:家|间)|第一家(?:分店|直营|门店|"
            "店)?(?:开业|于|在)|[0-9]{4}年",
            around,
        )
    )


def _only_counts(text: str, found: re.Match[str]) -> bool:
    around = text[slice(*phrase_of(text, found.start()))]
    return bool(
        re.search(
            "不是唯一|并非唯一|唯一(?:的)?(?:不变|需要|要|区别|差别|想|心愿|愿望|爱|牵挂|问题|限制|注意|信物|答案|"
            "理由|出路|办法|解)|唯一[^，,。]{0,4}(?:码|凭证|编号|标识|id|身份)|[你您]|授权|每(?:张|个|份|单|人)|券码|"
            "编码|验证码|序号",
            around,
        )
    )


def _named(written: Written, case: Case, found: str) -> bool:
    """Whether the words belong to a registered name: the place's or the shop's own."""
    names = (
        written.store.text("poi.name"),
        written.store.text("title"),
        written.product.text("tenant"),
        case.store.text("poi.name"),
    )
    return any(found in name.lower() for name in names if name)


_R13 = Text("“{words}”是广告法禁止的绝对化用语", '"{words}" is an absolute claim that advertising law forbids')

# -- R01-14 ------------------------------------------------------------------------------------------------------------

_AILMENTS = _any(words("diseases"))
_EFFECT = Gated(
    "(?:根治|治愈|治疗|医治|治好|根除|主治|专治|专克|能治|可治|包治|治|消除|告别|摆脱|远离|逆转|战胜|攻克|康复|预防|防治|"
    "治理|缓解|改善|调理|解决|赶走|专攻|搞定|拿下|断绝|去除)(?:好|反复|反覆|腿脚|家族|常年|十年|多种|一切|全部|各种|各类|多年|顽固|严重|小儿|宝宝|婴儿|婴幼儿|孩子|小孩|小朋友|宝贝|老人家?|中老年|中年|女性|男性|女人|男人|产后|孕期|学生|上班族|常见|老|了|您的|你的|成人|儿童|青少年|慢性|"
    f"反复)*(?P<ailment>{_AILMENTS})|"
    f"(?P<turned>{_AILMENTS})(?:患者)?[^，,。；;\\n]{{0,6}}?(?:根治|治愈|痊愈|康复|不复发|断根|除根|包好|有奇效|"
    "有疗效|治疗|永不再?[犯长发]|不再[犯长发复]|再也不[犯长发]|一扫光|[全都就]好(?=$|[了，,。!！])|见好|好透|全消|全都?没了|自愈|逐渐消失|退散|消退|消散|恢复(?:到)?正常|(?:都|就|也|全|能|会|可以?|明显|立马|立刻|马上|慢慢|很快)*(?:降下[来去]|降了|降到正常|稳住|正常了|不见了|断了|跑了|见效|起效|显效|好转|走了(?=$|[，,。])|远离你)|不侵|不生|皆消|尽除)|"
    "(?P<plain>(?<!从)根治|(?:颈椎|腰椎|膝盖|关节|老腰|胃|偏头)(?:就|立马|马上|也|再也|都|立刻|当场)+不(?:再)?(?:疼|痛|麻|晕)|脱发[^，,。；;]{0,2}(?:变|转|重新)[^，,。；;]{0,2}(?:生发|浓密)|药到病除|包治|包治百病|治百病|立竿见影治|断根|永不复发|治愈(?:率|不复发)|"
    "[0-9一二三五七十几半]{1,5}(?:天|周|次|个?月|个?疗程)(?:就|即可|内)?(?:痊愈|治愈|根除)|疗效(?:显著|确切|好|快|保证|"
    "神奇)?|"
    "降(?:低)?(?:血糖|血压|血脂|三高|尿酸|胆固醇)|(?:抗|防|治)(?:癌|肿瘤)|(?:包|保证|"
    "保)?瘦(?:身)?(?:了)?[0-9一二三四五六七八九十两]+(?:-[0-9]+)?(?:斤|公斤|kg)|(?:包|保证|保证能|必|狂)瘦(?![肉猪牛羊狗西金])|"
    "(?:减(?:肉|重|脂|肥|掉)|掉(?:肉|重|秤|膘)?|甩(?:肉|脂|掉)?|减)[0-9一二三四五六七八九十两]+(?:-[0-9]+)?(?:斤|公斤|"
    "kg)(?!肉|菜|虾|装|/|水果|苹果)|"
    "(?:永久|彻底|根除|终身|永不|一次性|一次|百分百|100%)(?:祛|去|脱|除|淡|美|消)(?:除|掉)?(?:斑|痘|毛|皱|白|疤|狐臭|"
    "黑眼圈|眼袋|色素|脱发|妊娠纹|痣|皱纹)|(?:祛|去|脱|除)(?:斑|痘|毛|皱|疤|眼袋|黑眼圈)[^，,。；;\\n]{0,3}?(?:永久|"
    "不反弹|不复发|根除|断根)|永久(?:不反弹|不复发|脱毛)|"
    "白(?:头)?发[^，,。；;染\\n]{0,4}(?:变|转|返|还|长|成|回)[^，,。；;染\\n]{0,2}[黑乌青](?!色系)|(?:喝|吃|饮|服)[^，,。；;\\n]{0,6}降(?:糖|压|脂|酸)|"
    "(?:能|可|可以|帮助|有助于?|辅助|快速|平稳|天然)降(?:糖|压(?!器|强)|脂|尿酸)|降[糖压脂][、和]?降[糖压脂]|延年益寿|长生不老|"
    "(?:告别|摘掉|扔掉|丢掉)(?:眼镜|拐杖|药罐子)|(?:恢复|提高|提升)视力|视力(?:恢复|回升|提高|提升)(?!训练|仪|中心|馆|室|机构)|(?:摘掉|摘)眼镜|近视(?:恢复|降度|度数下降|摘镜)|"
    "度数(?:下降|降低)|壮阳|补肾壮阳|增强性功能|返老还童|排毒(?:养颜)?(?:治|抗癌|祛病|排癌)|"
    "排出?[^，,。；;\\n]{0,3}毒素[^，,。；;\\n]{0,4}(?:治|病)|"
    "增高[0-9一二三四五六七八九十]+(?:cm|厘米|公分)|(?:替代|代替)(?:药物|吃药|手术)|不(?:用|必|需)(?:再)?(?:吃药|"
    "打针|手术)|停药|杀死癌细胞|丰胸[^，,。；;\\n]{0,5}(?:罩杯|cm|厘米)|消炎(?:止痛|镇痛)|抗病毒|提高免疫力(?:治|抗)|"
    "无效退款|不瘦(?:退款|不要钱|包退)|治病|祛病)"
)
_MILD = (
    "缓解",
    "改善",
    "调理",
    "告别",
    "远离",
    "摆脱",
    "预防",
    "解决",
    "消除",
    "战胜",
    "治理",
    "赶走",
    "搞定",
    "拿下",
    "去除",
)
_SOFT_AILMENTS = frozenset(table("diseases")["soft"])
_NOT_CURING = lazy(
    "治愈系|不能(?:替代|代替)|不可(?:替代|代替)|不得(?:替代|代替)|非医疗|不(?:具有|具备|含|涉及|提供|承诺|保证|宣称|"
    "作为|做)[^，,。；;]{0,10}(?:治疗|医疗|疗效|诊疗|治病)|无(?:治疗|医疗|疗效)|不是治疗|并非治疗|"
    "不(?:治病|治疗|能治)|患有|患者(?:请|不|禁|慎|须|需)|(?:如|若)有[^，,。；;]{0,12}(?:请|不|慎)|病史|禁忌|慎用|"
    "不宜|请遵医嘱|请勿|禁止|忌用|谢绝|孕妇|请(?:提前|如实)?告知"
)
_THINGS = lazy(
    "油烟|排烟|噪[音声]|异味|甲醛|堵|漏|渗|污|白蚁|蟑螂|虫害|鼠|生锈|异响|抖动|水垢|霉|拖延|积碳|底盘|发动机|空调|车|屋顶|墙|管道|浪费|乱象|排队|拥堵|卡顿|手机|电脑|服务(?:问题|态度)|难题|痛点"
)
_UNREAL = lazy("内增高|增高(?:鞋|垫|台)|停药(?:后|期|[0-9])|(?:防癌|抗癌)(?:筛查|体检|险|科普|公益|讲座|日)")
_EYES = lazy("度数|眼镜|摘镜")
_MEDICAL = lazy(
    "医院|诊所|医美|医疗|口腔|牙科|齿科|中医|门诊|卫生|眼科|体检|药店|药房|康复医|整形|妇科|儿科|宠物医|动物医"
)


def _effect(written: Written, case: Case) -> Iterator[Outcome]:
    view = written.normal.squashed
    found = next((one for one in _EFFECT.finditer(view.text) if _cures(view, one)), None)
    if found is None:
        return
    category = case.category or written.product.text("category") or written.store.text("poi.category")
    if not _MEDICAL.search(category) or "车" in category:
        yield quoted(written, view, found.span(), _R14)


def _cures(view: View, found: re.Match[str]) -> bool:
    text, span, said = view.text, found.span(), found.group()
    around = text[slice(*clause_of(text, span[0]))]
    phrase = text[slice(*phrase_of(text, span[0]))]
    if mentioned(text, *span) or (said.startswith(("根治", "根除")) and _THINGS.search(phrase)):
        return False
    if _NOT_CURING.search(around if "请" not in around else phrase) or _refused(view, span):
        return False
    if _UNREAL.search(phrase) or (_EYES.search(said) and not re.search("近视|视力|眼睛|度数恢复|训练|青少年", phrase)):
        return False
    ailment = found["ailment"] or found["turned"]
    if ailment is None:
        return not (said == "治病" or said == "祛病") or "包" in phrase or "能" in phrase or "可" in phrase
    if any(joke in phrase for joke in table("diseases")["not_ailments"]):
        return False
    soft = said.startswith(_MILD) and ailment in _SOFT_AILMENTS
    return not soft and not re.match("医师|师|仪|室|人群|险|讲座|科普|知识|筛查|体检|日", text[span[1] :])


def _refused(view: View, span: Span) -> bool:
    """Whether the effect is denied: 不承诺根治. In 不用吃药 the negation belongs to the claim."""
    return forbids(view.text, *span, breaks=view.breaks) and any(
        cue.end <= span[0] and cue.meaning is Polarity.FORBIDS for cue in cues(view.text)
    )


_R14 = Text("“{words}”宣称医疗功效，非医疗商品不能这样写", '"{words}" claims a medical effect, which only medicine may')

# ----------------------------------------------------------------------------------------------------------------------

RULES: tuple[Rule, ...] = (
    Rule(
        id="R01-13",
        name="absolute-claim",
        title=Text("不能用“最佳”“第一”“国家级”等绝对化用语", "No superlatives such as best, first or national-level"),
        severity=Severity.WARNING,
        needs=(Needs.TEXT,),
        source="广告法第九条; 广告绝对化用语执法指南（2023年第6号）; S004 ①",
        remedy=Text(
            "换成可以证明的说法：年份、工艺、产地、销量数据", "say what can be proved: years, craft, origin, figures"
        ),
        bad="全国最好吃的小龙虾",
        good="每天现做，营业到凌晨2点",
        note=Text(
            "“国家级”“最高级”“最佳”形容商品时是错误。服务态度和目标、自家商品之间的比较、食用和游玩提示、官方等级、注册名称、可证明的事实不算",
            "“national-level”, “highest grade” and “best” of the offer are errors. Service attitude and aims, comparisons "
            "within the shop, tips on when and how, official grades, registered names and provable facts are none",
        ),
        fields=PROSE,
        in_text=_absolute,
    ),
    Rule(
        id="R01-14",
        name="efficacy",
        title=Text("非医疗商品不能宣称疗效", "Only medicine may claim to cure"),
        severity=Severity.WARNING,
        needs=(Needs.TEXT,),
        source="广告法第十七条; S004 ①",
        remedy=Text("改写成过程和感受：放松、舒缓、清洁、护理", "write of relaxing, cleaning and care instead"),
        bad="三次根治脱发，无效退款",
        good="头皮清洁护理，洗完清爽",
        note=Text("医疗机构和宠物医院的类目不判断", "categories of medical and veterinary care are not judged"),
        fields=PROSE,
        in_text=_effect,
    ),
)
