"""R02: vulgar or sexual content."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.rules.case import PROSE, Case, Written
from storeconf.rules.data import table
from storeconf.rules.review.quoting import quoted
from storeconf.rules.rule import Needs, Outcome, Rule
from storeconf.rules.text.clauses import clause_of, phrase_of
from storeconf.rules.text.gate import Gated
from storeconf.rules.text.mention import mentioned
from storeconf.rules.text.normal import View
from storeconf.rules.text.patterns import lazy
from storeconf.rules.text.polarity import cues, forbids

Judge = Callable[[View, "re.Match[str]"], bool]


@lru_cache(maxsize=8)
def _pattern(name: str, more: str) -> Gated:
    listed = "|".join(sorted(map(re.escape, table("vulgar_words")[name]), key=len, reverse=True))
    return Gated(f"{more}|{listed}")


_FOR_MEN = "男(?:士|宾|性|人|神)|先生|老板|哥们|老司机|绅士|大哥"
_WOMEN = (
    "美女|靓妹|靓女|辣妹|小妹|佳丽|小姐姐?|妹子|妹妹|学妹|学生妹|少妇|公主|嫩模|女孩|女生|模特|帅哥|男模|女仆|空姐|护士|女秘书|网红|女主播|女郎|女技师|技师|"
    "佳人|御姐|萝莉|少爷|辣妈|女大学生|女大|红颜|兔女郎|老板娘|女教练|女dj|舞娘|女老师|姑娘|靓仔|小鲜肉"
)
_KEEPS_COMPANY = (
    "陪酒|陪睡|陪夜|陪浴|侍寝|陪侍|陪饮|陪喝|伴游|陪过夜|陪[你您](?:一晚|一夜|一整晚|到天亮|到天光|睡)|贴身伺候|坐陪|"
    "[陪伴][你您]?[^，,。]{0,3}过夜"
)
_SOLICITS = (
    f"(?:{_WOMEN})[^。；;!！?？\\n]{{0,7}}?(?:{_KEEPS_COMPANY})|(?:{_KEEPS_COMPANY})[^，,。；;\\n]{{0,5}}?(?:{_WOMEN})|"
    "(?:佳丽|嫩模|少妇|公主|学生妹)(?:相伴|伺候|陪玩|作伴|相陪)|陪酒(?=到|至|服|女|小妹|妹|公|费|聊|唱)|"
    f"(?:{_WOMEN})[^。；;!！\\n]{{0,6}}?(?:活好|活儿好|放得开|玩得开|任君挑选|任君采撷|任您挑选|任挑|随便选|随你选|随你挑|任你挑)|"
    "(?:男士|男宾|私密|(?:午夜|深夜)(?![^。]{0,12}(?:篝火|演出|烟花|音乐|表演|魔术|乐队|食堂|套餐)))[^，,。；;\\n]{0,4}特别(?:服务|节目|项目)|特别服务[^。；;\\n]{0,4}(?:佳丽|美女|妹|你懂|懂)|"
    "隐藏(?:项目|服务)[^。；;\\n]{0,8}(?:技师|私聊|男|懂)|(?:学生妹|美女|小妹|少妇|嫩模|辣妹|佳丽|靓妹)[^，,。；;\\n]{0,2}上门|妹子上门(?!美甲|化妆|做|教|保洁|收纳)|"
    "学生妹(?!妹)[^。；;\\n]{0,6}?(?:兼职|私聊|价格私)|(?:会所|店里|本店)?新到(?:了|的|一批|几个)*(?:妹子|佳丽|学生妹|小妹(?!妹)|嫩模)|"
    "(?:妹子|美女|佳丽|小妹|少妇|嫩模)[^。；;\\n]{0,8}?(?:什么|任何|各种)要求都(?:能|可以?|会)?(?:满足|答应|配合|依)|(?:丝袜|黑丝|丝足)(?:按摩|足疗|推油|采耳|spa|踩背)|"
    "包[你您]爽到底|懂行的(?:来|进)|来了就懂|懂[你您]的(?:都)?来|懂的(?:私|进|老板)|懂得(?:入|进)|"
    f"特殊(?:的)?(?:服务|项目|套餐|护理|待遇|节目)|(?:{_FOR_MEN})[^，,。；;\\n]{{0,8}}?(?:全套|私密|激情|刺激|销魂|"
    "特服|放纵|释放|你懂|懂的|嗨翻|特别服务|惊喜服务|隐藏项目|欲望)|"
    "全套服务(?!器)[^。；;\\n]{0,8}?(?:男宾|男士(?!剪|理|西))|全套(?:服务)?[^，,。；;\\n]{0,4}(?:你懂|懂的|莞|包满意|包爽|男士|嗨)|(?:美女|小妹|佳丽|小姐姐?|妹子|学生妹|少妇|"
    "公主|嫩模|女孩|模特|帅哥|男模|女仆)(?:[^，,。；;\\n]{0,4})(?:陪酒|陪睡|陪夜|陪浴|作陪|侍寝|陪侍|陪唱|贴身服务|"
    "全程陪|一对一陪)|"
    "(?:陪酒|陪睡|陪浴|陪夜|陪唱)[^，,。；;\\n]{0,3}(?:美女|小妹|佳丽|妹子|少妇|公主|嫩模|服务)|(?:技师|美女|妹子|"
    "小姐姐)[^。；;\\n]{0,7}(?:任选任摸|任你选|随便挑|包你满意|让你爽|上门过夜|可带走(?![你您]?的)|可带出|带[你您]出台|可过夜|私聊)|(?:夜间|深夜|"
    "上门)[^，,。；;\\n]{0,4}(?:美女|小妹|妹子)[^，,。；;\\n]{0,4}服务|快餐[^，,。；;\\n]{0,3}包夜|"
    "(?<!独)(?<!奇)(?<!模)(?<!特)特服(?!务|装|饰)|陪睡|大保健(?!康|品|操)|包夜|(?:技师|美女|佳丽|"
    "妹)[^，,。；;\\n]{0,6}过夜|(?<![\u4e00-\u9fff])性(?:服务|按摩)|(?:提供|有|含)性服务|"
    "(?<!热)(?<!风)(?<!爱)(?<!心)(?<!深)情色(?!彩|调|系)|波推(?!荐)|一夜情(?!怀|调|深)|援交(?!通|流|警)|点小姐(?!姐)|"
    "性感小姐(?!姐)|(?<!礼仪)(?<!迎宾)小姐(?:服务|上门)|男人都懂|老司机都懂|坐台(?:小姐|公主|妹)|(?:全套|"
    "私密)[,，]?(?:男士|男宾)专享|"
    "(?:洗浴|桑拿|技师|男士|夜间|会所)[^，,。；;\\n]{0,4}(?:全套一条龙|一条龙全套|全套大)"
)
_HELPFUL = lazy(
    "老人|老年|长者|残|障|孕|儿童|婴|宝宝|轮椅|人群|需求|需要|要求|申请|过敏|饮食|清真|素食|行动不便|军人|退役|宠物|"
    "定制|车辆|群体|客群|生日|纪念日|求婚|节日"
)
_GOODS_MORE = (
    "(?:女用|成人|情趣)(?:的)?(?:按摩棒|器具|玩具|用具(?!和|与|、|及))|两性(?:保健|健康|情趣)[^，,。；;]{0,2}用?品|成人(?:保健|计生)[^，,。；;]{0,2}用?品|"
    "计生用品(?:专|自助|店|大|批|零售|售卖)|夫妻(?:保健|情趣|生活)用品|(?:避孕套|安全套|套套)(?:批发|零售|专卖|售卖|大促|特价)|"
    "成人玩具(?!车|积木|潮)|(?<![\u4e00-\u9fff])性(?:用品|玩具)|飞机杯(?!垫|面|赛|子)|[震振]动(?:棒(?!球)|按摩棒)|倒模|名器|跳蛋(?!糕|挞)|"
    "催情(?!绪)|(?<!太)(?<!遮)阳具(?!有|备|体)"
)
_GOODS_ELSE = lazy(
    "成人用品(?:[质牌味鉴尝茗茶酒咖字红香读类客种相]|小|大)|"
    "成人[^，,。]{0,8}(?:儿童|小孩|孩子|宝宝|小朋友)[^，,。]{0,2}(?:[用款具餐半免]|分开|各)|(?:儿童|小孩|宝宝|小朋友)[^，,。；;]{0,6}[和与、及]成人用|成人玩具车|润滑液(?:机油|油)|(?:机油|发动机|引擎|汽车|链条|门锁|隐形眼镜|轴承|清洗)"
)
_BARE = "短裙|超短裙|齐b|比基尼|湿身|低胸|深v|露背|透视|吊带|丝袜|黑丝|白丝|制服|女仆装|兔女郎装?|睡衣|包臀|热裤|性感|火辣|清凉|真空|内衣"
_TOUCH = (
    "[劲艳辣]舞|贴身(?!剪裁|保镖|物品|衣|携带|定制|管家|财物)|坐大腿(?!肌)|坐你腿|喂酒|喂[你您]|陪[你您]?(?:嗨|喝|睡|夜|撸串|泡|玩|唱|摇|high|宵夜)|搂着|依偎|"
    "热舞|抱抱|亲亲|等[你您](?:来)?(?:$|[，,。！!~])|在线等|撩[你您]"
)
_STARES = "脸红(?!扑)|流鼻血|喷鼻血|血脉|喷张|偾张|把持不住|移不开眼|看得[你您](?:脸|眼|心|口)|心痒|想入非非|眼睛往哪|浴火|欲火"
_LADIES = "美女|靓妹|辣妹|少妇|小姐姐|妹子|女技师|女郎|御姐|老板娘|女教练|女主播|佳丽"
_COPY_MORE = (
    f"(?:{_BARE})[^。；;\\n]{{0,6}}?(?:{_WOMEN})[^。；;\\n]{{0,8}}?(?:{_TOUCH})|"
    f"(?:{_WOMEN})[^。；;\\n]{{0,6}}?(?:{_BARE})[^。；;\\n]{{0,8}}?(?:{_TOUCH})|"
    f"(?:{_BARE}|{_WOMEN})[^。；;\\n]{{0,12}}?(?:{_STARES})|"
    "(?:黑丝(?!绒)|白丝(?!绒)|丝袜|短裙|比基尼|大长腿|低胸)[^。；;，,\\n]{0,6}?(?:热舞|艳舞|劲舞|贴身|陪[你您]|伺候)|"
    f"(?:{_WOMEN})(?:[^。；;\\n]{{0,5}})(?:坐大腿|坐[你您]腿|喂酒|贴身热舞|贴身陪)|"
    "欲火(?:焚身|难耐|中烧)|血脉[喷偾贲]张|喷鼻血|胸器|事业线|[衣穿][^，,。；;]{0,2}越[少露][^。；;]{0,4}越|脱[得的]?越[多快][^。；;]{0,4}越|(?:"
    f"{_WOMEN}"
    ")[^。；;\\n]{0,10}?穿[得的](?:清凉|少|火辣|暴露)|腿软(?=的?(?:技师|按|手法))|爽到(?:腿软|发抖|飞起来|喷)|任你(?:摆|摸|玩弄)|脱一件|脱光|"
    "湿身[^。；;\\n]{0,8}尺度|酒后乱[情性]|一夜风流|(?:床|房|激情)[^。；;\\n]{0,8}今[夜晚]别走|风流一夜|乱性|"
    f"(?:{_WOMEN})[^，,。；;\\n]{{0,6}}(?:新?姿势)(?!矫正|纠正|拍)|"
    "[解锁换]{0,2}(?:各种|任意|不同)?姿势(?:随|任)[你您便]|翻云覆雨|共赴巫山|巫山云雨|下不[了来]床|一夜春宵|春宵一[刻夜]|春宵(?:主题|大床|房)|"
    "(?:一夜|今夜|今晚|彻夜|大床|圆床|水床|情侣房|主题房)[^。；;\\n]{0,10}?(?:撑几|能撑|几回合|坚持几[次回]|来几[次回]|大战|来战|腿软|缠绵|云雨|销魂|喘|高潮|不下床|折腾一夜)|"
    "(?:喘|叫)(?:到|得)(?:不行|停不下|大声)|香汗淋漓|娇喘|一夜激情(?!世界|足球|球|之旅|狂欢)|激情(?:的)?(?:大床|水床|圆床|一夜|房|双人床|浴缸)|"
    "(?:美女|少妇|辣妹|小姐姐|妹子|女技师|技师|女郎|女主播)[^，,。；;\\n]{0,5}(?:湿身|脱衣|露点|走光|撩人|勾魂|诱惑|"
    "火辣|性感|销魂|贴身热舞|腿长胸大|胸大|身材爆|身材好到|玉体)|"
    "(?:诱惑|勾魂|撩人|火辣|性感|妖娆|妩媚|香艳|丰满)(?:的)?(?:少妇|技师|女技师|女郎|妹子|辣妹|美女|小姐姐|女服务员|老板娘|女教练|女老师|荷官|"
    "舞娘)|美女荷官|(?:比基尼|泳池|湿身|泳装|内衣)[^，,。；;\\n]{0,2}(?:派对|party|趴)[^。；;\\n]{0,4}尺度|"
    f"(?:{_LADIES})[^。；;\\n]{{0,14}}?(?:飘飘欲仙|欲罢不能|酥到骨|骨头都酥)|男人[^，,。；;\\n]{{0,4}}(?:欲罢不能|走不动[路道])|"
    f"(?:{_LADIES})[^。；;\\n]{{0,8}}?(?:身材(?:火辣|超辣|惹火|爆好)|风韵)|(?:水床|圆床|大床|情侣房)[^。；;\\n]{{0,5}}新姿势(?=$|[，,。！!~等])|"
    "胸大(?:腿长|臀翘)|(?:派对|舞会|泳池)[^，,。；;\\n]{0,4}(?:湿身|尺度)|"
    "激情四射的夜晚等你|今晚不回家|不要太刺激哦|让男人[^，,。；;\\n]{0,4}(?:疯狂|流鼻血|把持不住)|荷尔蒙爆棚的夜|"
    "巨乳(?!酪|茶|饮|霜)|爆乳(?!酪|茶|霜|椰|扇)|酥胸(?!口|肉)|销魂|"
    "挑逗|风骚|裸体|半裸|全裸|艳遇|偷情(?!报|绪)|翘臀|前凸后翘"
)
_COPY_ELSE = lazy(
    "味蕾|舌尖|味觉|食欲|胃|独领|各领|裸[色妆橙粉车机价睡钻]|训练|健身|私教|塑形|瑜伽|普拉提|古城|丽江|春天|美食|"
    "美味|折扣|优惠|让利|好吃|火锅|"
    "性感(?:红唇|唇|卷|大波|造型|锁骨|妆|美甲|发|蕾丝|婚纱|礼服|眼)|尺度大小|大尺度(?:建筑|空间|客厅|落地窗|地图|"
    "景观)|学生妹妹|销魂(?:面|蛋|掌|鸡|辣)|艳遇(?:之都|丽江)|肉体疲|嫩妹妹|香艳(?:花|玫)|人妻(?!子)|裸体(?:石膏|雕塑|"
    "素描|绘画)|熟女(?:装|性)|艺术|素描|油画|美术|电影|雕塑|博物"
)


def _finder(name: str, more: str, judge: Judge, message: Text) -> Callable[[Written, Case], Iterator[Outcome]]:
    def in_text(written: Written, case: Case) -> Iterator[Outcome]:
        view = written.normal.squashed
        for found in _pattern(name, more).finditer(view.text):
            if not _refused(view, found) and judge(view, found):
                yield quoted(written, view, found.span(), message)
                return

    return in_text


def _refused(view: View, found: re.Match[str]) -> bool:
    """Whether the shop turns it down: 本店不提供任何特殊服务, 正规经营拒绝陪侍."""
    text = view.text
    if forbids(text, *found.span(), reach=12, breaks=view.breaks) or mentioned(text, *found.span()):
        return True
    left, right = clause_of(text, found.start())
    phrase_left = phrase_of(text, found.start())[0]
    barred = any(phrase_left <= cue.start < found.start() and cue.kind == "strong" for cue in cues(text))
    return barred or bool(
        re.search(
            "正规经营|绿色经营|绿色健康|合法经营|严厉打击|举报|投诉|扫黄|远离|抵制|违者|文明经营|正规(?:场所|按摩|"
            "足疗|养生)",
            text[left:right],
        )
    )


_SAVOURY = lazy(
    "烧[鹅腊鸭肉味]|腊|糖|早茶|[糕粥粉饭面濑饼粽]|肠|汤|菜|点心|鱼|虾|蟹|鸡|鸭|小吃|米|茶点|甜|饮茶|盆菜|骑楼|园林"
)
_SHADY = lazy("男|老司机|特殊|特色服务|夜|技师|美女|妹|私密|按摩|spa|会所|全套|桑拿|佳丽|公主|成年|莞")
_GROOMING = lazy(
    "理发|洗剪吹|剪发|美发|造型|西装|西服|礼服|护肤|美容|保养|洗车|烫|剃须|修面|染|婚|汽车|装备|球具|球拍|健身|写真|拍摄|餐|护具|渔具|正装|汉服"
)


def _solicits(view: View, found: re.Match[str]) -> bool:
    around = view.text[slice(*clause_of(view.text, found.start()))]
    said = found.group()
    if "莞式" in said:
        # Food of the city of 东莞 and places in it are named so too.
        return _SAVOURY.search(around) is None
    if said in ("包你爽到底", "包您爽到底") or said.endswith(("懂行的来", "懂行的进", "来了就懂", "的来", "都来")):
        return _SHADY.search(around) is not None
    if _GROOMING.search(around) and "全套" in said:
        return False
    if said == "包夜":
        return re.search(f"{_WOMEN}|快餐|男士|小姐", around) is not None
    if said == "陪睡":
        return re.search("宝宝|玩偶|娃|公仔|猫|狗|妈|床|抱枕", around) is None
    if said.startswith("特殊"):
        return _HELPFUL.search(around) is None
    if said in ("你懂的", "你懂得", "懂的都懂", "懂得都懂", "懂的来", "懂得来", "男人都懂", "老司机都懂"):
        return (
            re.search("男|老司机|特殊|夜|服务|技师|美女|妹|私密|按摩|spa|会所|全套|项目|来$|放松|成年", around)
            is not None
        )
    if "公主" in said and _FAMILY.search(around):
        return False
    return not (said == "包养" and re.search("宠物|花|盆栽", around)) and not (
        said == "坐台" and re.search("式|车|机", around)
    )


_FAMILY = lazy("孩子|宝宝|宝贝|亲子|迪士尼|女儿|闺女|小朋友|儿童|萌娃|童话|城堡")
"""公主 is a guest's daughter, or a room's theme."""
_WITH_CHILDREN = lazy("[，,、]?(?:儿童|小孩|孩子|宝宝|小朋友)(?:[用款具餐半免]|专用|的)")
"""成人用具、儿童用具 are for the grown-up and the small."""


def _sells(view: View, found: re.Match[str]) -> bool:
    left, right = phrase_of(view.text, found.start())
    around = view.text[left:right]
    if found.group().startswith("成人用") and _WITH_CHILDREN.match(view.text, right):
        return False
    return _GOODS_ELSE.search(around) is None


_DELIGHTS = ("飘飘欲仙", "欲罢不能", "酥到骨", "骨头都酥")
_TOUCHED = lazy("手法|按|服务|技师|推油|spa|一对一|身材|腿|舞|摸")


def _is_vulgar(view: View, found: re.Match[str]) -> bool:
    left, right = phrase_of(view.text, found.start())
    right = max(right, found.end())
    if found.group() == "销魂" and not re.search("技师|美女|妹|夜|男|按摩|spa|服务|舞|身", view.text[left:right]):
        return False
    if found.group().endswith(_DELIGHTS) and not _TOUCHED.search(
        view.text[slice(*clause_of(view.text, found.start()))]
    ):
        return False  # of food as well: 老板娘手艺好，毛肚让人欲罢不能
    if re.search("越[少露]", found.group()):
        return True  # 穿得越少优惠越多
    return _COPY_ELSE.search(view.text[left:right]) is None


RULES: tuple[Rule, ...] = (
    Rule(
        id="R02-01",
        name="solicitation",
        title=Text("不能有招嫖或色情服务的暗示", "No hint at sexual services"),
        severity=Severity.ERROR,
        needs=(Needs.TEXT, Needs.MEDIA),
        source="S004 ②",
        remedy=Text("删去，写清楚正规的服务内容和时长", "delete it and say plainly what is done and for how long"),
        bad="男士专享特殊服务，你懂的",
        good="正规中式足疗60分钟，含肩颈放松",
        fields=PROSE,
        in_text=_finder(
            "solicitation",
            _SOLICITS,
            _solicits,
            Text("“{words}”暗示色情服务，平台会拒审", '"{words}" hints at sexual services, which reviewers reject'),
        ),
    ),
    Rule(
        id="R02-02",
        name="sex-goods",
        title=Text("不能售卖情趣用品", "No sex goods"),
        severity=Severity.ERROR,
        needs=(Needs.TEXT,),
        source="S004 ②",
        remedy=Text("下架这类商品", "take the goods out"),
        bad="情趣用品大礼包",
        good="双人下午茶，增添生活情趣",
        fields=PROSE,
        in_text=_finder(
            "goods",
            _GOODS_MORE,
            _sells,
            Text("“{words}”属于情趣用品，平台不允许售卖", '"{words}" are sex goods, which the platform does not allow'),
        ),
    ),
    Rule(
        id="R02-03",
        name="vulgar-copy",
        title=Text("文案不应低俗擦边", "No vulgar or suggestive copy"),
        severity=Severity.WARNING,
        needs=(Needs.TEXT, Needs.MEDIA),
        source="S004 ②",
        remedy=Text("改写成对服务和环境的正常描述", "describe the service and the place instead"),
        bad="火辣技师，制服诱惑",
        good="泳池派对，DJ现场打碟",
        fields=PROSE,
        in_text=_finder(
            "copy",
            _COPY_MORE,
            _is_vulgar,
            Text("“{words}”低俗擦边，可能被拒审", '"{words}" is vulgar and may be rejected'),
        ),
    ),
)
