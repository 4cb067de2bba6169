"""Conditions a customer has to meet before a product can be used at all.

They are an amount to spend, a number of people or nights, a place in the hall, being a new customer or a member. What a
sentence is about counts, not how it is put, so a title tells a condition in other words too. Ordinary terms (每桌限用一张,
不与其他优惠同享, 需预约) are no conditions, nor is what one gets for spending more (满300元送果盘), nor the terms of something
else than the product (赠送的券下次满200元可用, 包间满500元可用).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from storeconf.rules.text import numbers
from storeconf.rules.text.clauses import clause_of, phrase_of
from storeconf.rules.text.normal import View, normal
from storeconf.rules.text.patterns import lazy
from storeconf.rules.text.tense import past


class Condition(StrEnum):
    """What has to be met."""

    SPEND = "spend"
    COUNT = "count"
    """A least number of people, tables, portions."""
    NIGHTS = "nights"
    HALL = "hall"
    """Private rooms are excluded."""
    NEWCOMER = "newcomer"
    MEMBER = "member"
    PERSON = "person"
    """Only certain people: students, women, the elderly."""
    TOGETHER = "together"
    """Something else has to be bought with it."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A condition in a text. `start` and `end` count characters of the original."""

    condition: Condition
    start: int
    end: int
    amount: Decimal | None = None
    subject: str = ""
    """The unit that is counted, or the people it is limited to."""


_N = rf"(?P<n>{numbers.NUMBER})"
_GATE = lazy(
    "满|门槛|条件|消费|每|最低|需|须|超|达|够|起|以上|≥|>|不足|不满|未满|不到|低于|少于|至少|最少|人|连|间|厢|房|厅|堂|台|散|座|"
    "新|首次|初次|第一次|老|会员|办卡|充值|储值|学生|女|男|教师|老师|军|生日|寿星|居民|市民|户籍|本地|搭配|另点|同时|单独|另购"
)
_OPEN = r"(?=$|[,，。;；、)）】\]\n！!~|哦噢呢的且每任本此该这一1两2三3四4多几券代优折套团])"
"""What may follow 可用: the product itself or nothing. 满200元可用包间 is about the room."""
_USE = rf"(?:抵用|使用|享用|核销|抵扣|用券|兑换|享受|叠加使用|参与|参加|用|抵|享)(?:{_OPEN}|(?=[0-9]))"
_ABLE = "(?:即|方|才|便|就|均|都|则|始)?(?:可以?|能够?|允许)"
_MONEY = rf"¥?{_N}(?:元钱?|块钱?|rmb)?(?:\([^()\n]{{1,12}}\))?"

_SPENDS = (
    lazy(
        rf"(?:满足?|满额|达到?|消费[至到]|够|超过?|不低于|不少于|≥|>=?|大于|高于)(?:人民币)?{_MONEY}(?:及?以上|或以上|起)?的?[,，]?(?:时|后)?{_ABLE}{_USE}"
    ),
    lazy(rf"(?:满|达到?|够|超过?){_MONEY}(?:及?以上|或以上)?(?:后|时)?(?:起|再)?(?:使用|核销|起用){_OPEN}"),
    lazy(rf"¥?{_N}(?:元|块)钱?(?:及|或)?以上(?:的)?(?:订单|账单|单)?{_ABLE}{_USE}"),
    lazy(rf"¥?{_N}(?:元|块)钱?起(?:可)?(?:用|使用|抵)"),
    lazy(rf"(?:消费|(?:^|(?<=[,，。;；:：])))¥?{_N}(?:及|或)?以上{_ABLE}{_USE}"),
    lazy(
        rf"(?:消费|金额|订单|账单|实付)[^,，。;；0-9]{{0,4}}?(?:≥|>=|不低于|不少于){_MONEY}(?={_OPEN})(?![,，][送赠享])"
    ),
    lazy(rf"满百元?{_ABLE}{_USE}"),
    lazy(rf"满{_MONEY}(?:抵用|可?抵|用)(?:[一1-9][张份]|{_OPEN})"),
    lazy(rf"起用(?:金额|额度|价|标准)[:：为是]*{_MONEY}"),
    lazy(
        rf"(?:使用|用券|起用|核销|消费)(?:条件|前提|要求)[:：为是】\])]{{0,3}}(?:当次|单次|单笔|单桌|每桌|堂食|到店|店内|订单|消费|金额){{0,6}}(?:满|达到?|超过?|不低于|≥){_MONEY}"
        rf"(?:及?以上)?(?={_OPEN})"
    ),
    lazy(
        rf"(?:不足|不满|未满|未达到?|没有?达到?|没满|不够|低于|少于|不到){_MONEY}(?:的|时|者)?[,，]?(?:均|一律|概|恕|则|本券|此券|该券|代金券|优惠券|券){{0,6}}"
        r"(?:不可以?|不能|不得|无法|不予|不支持|恕不|不)(?:使用|享受|核销|抵扣|参与|参加|享用|用|抵)"
    ),
    lazy(
        rf"(?<!无)(?<!低)(?:使用|消费|用券|起用|起订|最低)?门槛[^0-9零一二两三四五六七八九十百千,，。;；]{{0,8}}{_MONEY}"
    ),
    lazy(
        rf"(?:仅限|只限|限(?!时|量|购)|需要?|须|必须|要求)(?:在)?(?:当次|单次|单笔|单桌|每桌|每单|堂食|到店|本店|店内|门店|餐品|菜品|菜金|账单|订单|消费|总|"
        rf"金额|额|原价|满|达到?|最低|不低于|超过?|结账|买单|一次性){{0,6}}(?<=[满达到额低于过费]){_MONEY}(?:及?以上|或以上)?(?={_OPEN}|方|才|可|使用|即)"
    ),
    lazy(
        rf"(?:需要?|须|必须|限)(?:[一-鿿]{{0,6}})?消费{_MONEY}(?:及?以上|或以上)(?:{_ABLE})?(?:使用|用)?(?={_OPEN}|券)"
    ),
    lazy(
        rf"(?:每|每满|每消费满?|每单满?|每桌满?){_MONEY}(?:即|仅|只|方)?(?:可以?|限|能)(?:使用|抵用|叠加|用|抵){_OPEN}"
    ),
    lazy(rf"最低(?:消费|额度)[:：]?{_MONEY}[,，]?{_ABLE}(?:使用本|使用此|用本|用此|使用|用)(?:本|此|该|券|{_OPEN})"),
)
_REDUCES = lazy(rf"满{_MONEY}(?:立|可|即|就)?(?:减|抵|省)¥?(?P<off>{numbers.NUMBER})")
_THIS = lazy("[本此该这](?:张|份)?(?:券|卷|代金|优惠|团购|套餐|商品|单)|券(?:面|为|仅|需|须|限)")

_UNIT = "(?P<unit>位|人|桌|份|间夜|间|小时|单|件|台|只|节|课时|组|箱|打|场|斤|张|名|辆)"
_BENEFIT = (
    r"(?![,，]?(?:即|就|便|方|都|均)?(?:可|能)?(?:额外|另|免费|再)?(?:享(?!用|受本)|送|赠|免|优惠|打[0-9一-九]|[0-9.]+折|减|立减|返|提供|升级|加收|收取|另收|"
    r"请|建议|需(?:提前|预约|致电|电话)|须(?:提前|预约)|提前|预订?包|包场|可(?:预|包|享|免|送)|另有|另计))"
)
_COUNTS = (
    lazy(
        rf"(?<![第近超过.0-9]){_N}{_UNIT}(?:及|或|\(含\))?起(?:订|定|售|卖|购|用|可用|使用|接待?|做|拍|团|开(?:团|课|班|场|玩)?|成团|成行|发团|发车|租|预订|预定|预约|消费|组队|拼|约)"
        rf"{_BENEFIT}"
    ),
    lazy(
        rf"(?<![第近超过.0-9]){_N}(?P<unit>位|人|桌|份|件|间|单|名)(?:及|或|\(含\))?起(?=$|[,，。;；、)）\n！!]|方|才){_BENEFIT}"
    ),
    lazy(
        rf"(?:至少|最少|最低|不少于|不低于|≥|>=|(?<!爆)(?<!客)满|凑[够齐满]|需|须)(?:要|有|需|达|达到|满)?{_N}{_UNIT}(?:及|或)?(?:以上)?(?:同行|同时|一起|一同|到店|组团|拼团|成团|组队|结伴|报名|消费|用餐|就餐|入场|前往){{0,6}}"
        rf"(?P<able>方|才|即|便|就)?(?:可以?|能)?(?:使用|用{_OPEN}|成团|成行|开团|发团|开课|开场|开班|开玩|发车|出行|接待|核销|下单|起订|{_USE})"
    ),
    lazy(
        rf"(?:至少|最少|不少于|≥|>=){_N}{_UNIT}(?:同行|同时到店|到店|使用|起|成团|报名)?(?=$|[,，。;；)）\n！!]){_BENEFIT}"
    ),
    lazy(
        rf"(?:不足|少于|未满|不满|低于|不到|不够){_N}{_UNIT}(?:的|时|者)?[,，]?(?:本店|本券|套餐|则|恕|概|一律){{0,6}}"
        r"(?:不(?:可|能|得|予|支持|接待|成团|开|享|提供|做|售)|无法|谢绝|恕不|取消|概不)"
    ),
    lazy(
        rf"(?:仅限|只限|限|仅|只|需|须|必须)(?:接待|适合|支持|要|消费|购买|满|有)?{_N}{_UNIT}(?:及|或)?以上{_BENEFIT}"
    ),
    lazy(
        rf"{_N}{_UNIT}(?:及|或)?以上(?:同行|同时|到店|用餐|消费){{0,6}}(?:方|才|即|均|都)?(?:可|能|可以)?(?:使用|用){_OPEN}"
    ),
    lazy(
        rf"单人(?:均|一律|暂|恕)?(?:不可|不能|不得|不支持|无法|谢绝|不接待|恕不)(?:使用|用|接待|核销|预订|参与|入场){{0,2}}{_OPEN}"
    ),
    lazy(rf"{_N}{_UNIT}(?:及|或)?以上(?:方|才)(?:可|能)"),
)
_NIGHTS = (
    lazy(
        rf"(?:需要?|须|必须|要|仅限|限|只限|至少|最少|起码|要求)(?:一次性|在店|同时)?(?:连续?|入|住满|连)?(?:入?住|预?订|预?定)?(?:满|不少于|不低于|至少)?{_N}(?:个)?(?:晚|夜|间夜|天)(?:及?以上|起|连住|连订)?"
        rf"(?={_OPEN}|方|才|可|使用|入住|预订|有效){_BENEFIT}"
    ),
    lazy(
        rf"(?:连续?入?住|连订|连定|住满|入住)(?:满)?{_N}(?:个)?(?:晚|夜|天)(?:及?以上|起)?(?:方|才)?(?:可|能)?(?:使用|用{_OPEN}|有效|起订|起售|起|预订)"
    ),
    lazy(rf"{_N}(?:个)?(?:晚|夜|间夜)(?:连住)?起(?:订|住|售|定|预订|预定|卖|用)?(?={_OPEN}|可|方){_BENEFIT}"),
    lazy(rf"(?:少于|不足|不满|低于|未满){_N}(?:个)?(?:晚|夜)[^,，。;；]{{0,4}}(?:不|无法|恕)"),
    lazy(rf"{_N}(?:个)?(?:晚|夜)(?:需|须|必须|只能|仅限)?连住(?:使用|方可|才可|有效|不可拆分|不能拆分|,不可拆分)"),
)
_ROOM = (
    "(?:(?:包间|包厢|包房|雅间|雅座|雅室|雅厢|贵宾房|贵宾间|贵宾厅|vip房|vip包?间|vip包?厢|vip包?房|独立房间?|私密房|榻榻米房|隔间|"
    r"卡座|卡包|包台)(?:\([^()\n]{1,12}\))?)"
)
_HALLS = (
    lazy(
        rf"{_ROOM}(?:内|里|区域?|消费|用餐|就餐|客人|顾客|,|、|及|和|或|与|贵宾房|包厢|卡座|包房|雅间|露台|外摆|本券|本套餐|此券|该套餐|团购|套餐|代金券|均|一律|暂|暂时|暂且|恕|都|也|则|概|目前|是|此团购|优惠){{0,6}}"
        rf"(?:不可以?(?:使?用|享用|享受|核销|参与|抵扣|叠加)|不能(?:使?用|享受?|核销|参与|抵扣)|不得使?用|不支持(?:使用|用)?{_OPEN}|不适用|不参与|不参加|不在(?:此|本)?(?:使用|适用|活动|优惠)?范围|不让用|"
        rf"不给用|无法(?:使?用|享受|核销)|用不了|不好用|没法用|禁用|除外|例外|不享受?(?!折)|不通用|停用|不予使用|不予接待|谢绝使用|恕不|不接待|不开放|不(?:可以?|能|行|得)(?=$|[,，。;；、)）\n！!~哦噢呢])|(?:勿|莫|别)用|[✗×])"
    ),
    lazy(
        rf"(?:不可以?|不能|不得|不支持|不适用|不适合|无法|禁止|请勿|谢绝|恕不|不参与|不允许|不让|不予)(?:接待)?(?:在|于|用于|使用于|使用|享用|用|坐|进|选){{0,6}}(?:[大中小]|豪华|独立|私密|店内|本店){{0,6}}{_ROOM}"
        rf"(?:内|里)?(?:使用|消费|用餐|就餐|享用|客人|顾客|核销)?{_OPEN}"
    ),
    lazy(rf"除(?:了|去)?(?:[大中小]|豪华){{0,6}}{_ROOM}(?:外|以外|之外|均|都|皆)"),
    lazy(
        rf"(?:本|此|该)?(?:套餐|团购|券|优惠|商品|价格)(?:均|也|暂)?(?:不含|不包含|不包括|不提供|不享受|没有)(?:使用)?(?:[大中小]|豪华|独立){{0,6}}{_ROOM}{_OPEN}"
    ),
    lazy(
        rf"(?:^|(?<=[,，。;；\n]))不(?:提供|享受|含|包含)(?:[大中小]|豪华|独立){{0,6}}{_ROOM}(?:使用权?|服务)?{_OPEN}"
    ),
    lazy(
        r"(?:仅限|只限|限(?!时|量|制)|仅|只能|只可以?|只(?=在|供|限|适|支)|只适|限于|只用于|仅用于|仅供|须在|需在)(?:可以?|能|供|在|于|用于|适用于?|支持|使用|享用|坐|本店|门店|店内|堂食|顾客|客人|一楼|二楼|[,，:：]){0,6}(?P<hall>大厅|大堂|散台|散座|厅面|散客区|公共区域|普通座位?|普通卡?座|吧台)"
        r"(?:内|里|区域?|散台|散座|卡座|位置|座位|散客|就?坐|[就入落]座){0,6}(?:使用|可用|能用|用餐|就餐|堂食|消费|享用|有效|适用|落座|入座|客人|顾客|用|核销){0,3}"
        r"(?=$|[,，。;；、)）】\]\n！!~哦噢呢的且])"
    ),
    lazy(r"(?P<hall>大厅|大堂|散台|散座)(?:专享|专用|限定|限用|独享|专供)"),
    lazy(r"(?:只能|只可|仅能|仅可)(?:坐|安排在?)(?P<hall>大厅|大堂|散台|散座)"),
)
_FRESH = (
    "(?:新客户?|新用户|新顾客|新客人|新人|新会员|新学员|首次(?:到店|进店|体验|消费|光临|来店|购买|下单|办卡)?|初次(?:到店|体验|消费)?|第一次(?:到店|来|体验|消费|进店)?|首单|首购|未到店过|没来过|没到过|从未到店|"
    "未(?:曾)?(?:到店|进店)?消费过?)"
)
_OLD = "(?:老客户?|老顾客|老会员|老用户|老学员|老客人|回头客|到店过|来过|消费过|体验过|购买过)(?:本店)?的?(?:会员|顾客|客人|用户|客户)?"
_NEWCOMERS = (
    lazy(
        rf"(?:仅限|只限|限(?!时|量|制|购)|仅(?!需)|只(?=供|对|面)|只接待|只招待|只服务|仅接待|只供|只对|仅对|仅供|面向)(?:抖音|本店|门店|给|供|于|我店|对|从){{0,6}}{_FRESH}(?!礼|免|送|立减|红包)"
    ),
    lazy(
        rf"{_OLD}[^,，。;；\n]{{0,6}}(?:不可|不能|不得|不享|不适用|不参与|无法|除外|勿拍|勿购|请勿|谢绝|恕不|不支持|不予|用不了|不再享)"
    ),
    lazy(
        rf"{_FRESH}(?:到店)?(?:的)?(?:顾客|客户|客人|用户|会员|学员)?(?:专享|专用|专属|限定|独享|方可|才可|才能|可用|有效)(?:套餐|团购|券|使用|购买|体验)?{_OPEN}"
    ),
    lazy(r"(?:不适用于?|不支持|谢绝|恕不接待|不接受|不对|除)(?:老客户?|老顾客|老会员|老用户|回头客)"),
)
_MEMBERS = (
    lazy(
        r"(?:仅限|只限|限(?!时|量|制)|仅(?=会员|对会员)|只对|仅对|只给|只有|唯有)(?:本店|门店|我店|于|供|对|储值|充值|年卡|月卡|付费|vip){0,6}(?:会员|储值客户|充值客户|办卡客户)(?!日|价|折|积分|卡)(?:专享|使用|可用|购买|享用|享受|参与|消费)?"
    ),
    lazy(r"(?<![\u4e00-\u9fff])(?:本?(?:套餐|团购|券|商品|项目))?(?:为|是)?会员专享(?=$|[,，。;；)）\n！!])"),
    lazy(r"非会员[^,，。;；\n]{0,6}(?:不可|不能|不得|不享|不适用|无法|除外|勿拍|请勿|谢绝|恕不|不支持)"),
    lazy(
        r"(?<!无)(?<!不)(?:需要?|须|必须|要|得|只有|唯有)(?:先|另|在店)?(?:办(?:了|过)?(?:本店)?(?:的)?(?:会员|年卡|月卡)|充了?值|办理?(?:本店)?(?:会员|储值|年卡|月卡|卡)|注册(?:成为)?(?:本店)?会员|加入会员|入会|成为(?:本店)?会员|开卡|充值|储值|办卡)[^,，。;；\n]{0,10}?"
        r"(?:方可|才可|才能|方能|即可使用|后可?使用|后可?用|可用|之后使用|后享|使用)"
    ),
)
_KIND_OF = (
    "(?P<who>大?学生|女士|女性|女生|女宾|女顾客|男士|男性|男生|男宾|老人|老年人|长者|教师|老师|军人|退役军人|现役军人|医护(?:人员)?|本地(?:居民|市民|户籍)|本市(?:居民|市民|户籍)|"
    "寿星|生日(?:当天|当月|顾客|客人)|环卫工人?|外卖骑手)"
)
_PERSONS = (
    lazy(
        rf"(?:仅限|只限|仅供|只供|限(?!时|量|制))(?:在校|全日制|持证|本地|[0-9]+周?岁以上的?|年满[0-9]+周?岁的?|有证件的?|高校|现役){{0,6}}{_KIND_OF}(?:顾客|客人|人员|本人|群体)?(?:凭证|持证)?(?:使用|购买|可用|入场|享用|参与|专享|体验|消费|{_OPEN})"
    ),
    lazy(
        r"(?:凭|持|需出示|须出示|出示)(?:有效|本人)?(?P<who>学生|教师|军官|军人|老年|老人|残疾人?|导游|医护)(?:证|优待证|工作证)件?(?:原件)?[,，]?(?:方可|才可|才能|可用|可使用|使用|入场|购买|购票|核销)"
    ),
    lazy(r"非(?P<who>学生|女性|女士|军人|教师)[^,，。;；\n]{0,4}(?:不可|不能|不得|无法|除外|勿拍|请勿|谢绝|恕不)"),
)
_TOGETHERS = (
    lazy(
        r"(?<!无)(?<!不)(?:需要?|须|必须|要|得)(?:与|和|搭配|配合|在店|至少|同时|另外?|再|先|额外|到店)+[^,，。;；\n]{0,6}?"
        r"(?:消费|点|购买|选购|购|下单|搭配|点单)[^,，。;；\n]{0,8}(?<!预约)(?<!到店)(?:方可|才可|才能|方能|后可?使用|可使用)"
    ),
    lazy(r"(?:需|须|必须)(?:搭配|配合)[^,，。;；\n]{1,10}(?:使用|消费|购买)"),
    lazy(r"(?:不(?:可以?|能|得|支持|予)|无法|谢绝)单独(?:使用|消费|购买|下单|核销|享用)"),
)

_OTHERWISE = lazy(
    r"(?:[赠送返奖][^,，。;；\n]{0,12}(?:券|卡|红包|礼)|下次|下回|再次到店|二次|复购|其[他它](?:优惠|代金|抵用|团购|活动|套餐|券)|另有|店内(?:另有|活动|满减)|会员日|积分|配送|外卖|外送|起送|停车|抽奖|"
    r"储值卡|平台|抖音(?:券|满减|红包|补贴))[^。;；\n]{0,16}$"
)
"""Before a condition: it is one of something else."""
_ROOM_ONLY = lazy(rf"(?:{_ROOM}|榻榻米|棋牌室|麻将|投屏|影音|会议室|宴会厅|舞台|生日布置)[^,，。;；\n]{{0,10}}$")
_LIFTS = lazy(
    r"(?:无需|无须|毋需|不需要?|不用|不必|不要求|不强制|没有要求|不设|没有|取消了?|不再|并非|不是|不限|无论是?否?|不管|不论|是否|免|不一定|非|再也不|不存在|告别|拒绝|解除|即使|哪怕|就算|不怕)"
    r"(?:要|需|须|必|消费|先|什么|只|仅|有|任何|包间|所谓的?|单笔|单次|一定){0,6}$"
)

_FINDERS: tuple[tuple[Condition, re.Pattern[str], tuple[re.Pattern[str], ...]], ...] = (
    (
        Condition.SPEND,
        lazy(
            "满|门槛|条件|以上|消费[至到]|[不未][足到达够满]|低于|少于|达|够|超|最低|≥|>|大于|高于|起[使用可金门额]|每"
        ),
        _SPENDS,
    ),
    (Condition.NIGHTS, lazy("[晚夜]|连住|连订|入住"), _NIGHTS),
    (
        Condition.COUNT,
        lazy(
            "[位人桌份间时件台只节组箱打场斤张名辆单](?:[(]含[)])?(?:及|或)?(?:起|以上)|单人|至少|最低|最少|不少|≥|>|满|凑|不[足够到]|少于|未满|低于|[须需]"
        ),
        _COUNTS,
    ),
    (
        Condition.HALL,
        lazy("[包雅隔]间|[包雅]厢|包房|雅[座室]|贵宾|vip|房间|卡[座包]|包台|私密房|米房|大厅|大堂|散|厅面|普通|吧台"),
        _HALLS,
    ),
    (Condition.NEWCOMER, lazy("[新首初老]|第一次|回头客|过|未"), _NEWCOMERS),
    (Condition.MEMBER, lazy("会员|储值|充值|办卡|开卡|入会|办理"), _MEMBERS),
    (Condition.PERSON, lazy("学生|[女男老军寿生医导残]|教师|居民|市民|户籍|环卫|骑手"), _PERSONS),
    (Condition.TOGETHER, lazy("搭配|配合|单独|同时|另|至少|先|再|额外|与|和"), _TOGETHERS),
)


@lru_cache(maxsize=4096)
def thresholds(raw: str, *, html: bool = False, face: int | None = None) -> tuple[Threshold, ...]:
    """The conditions of the product in a text, in order. `face`: what the coupon is worth, so that 满200减50 is its own."""
    text = normal(raw, html=html)
    if not _GATE.search(text.squashed.text):
        return ()
    view = numbers.plain(text)
    found = [one for one in _found(view) if _holds(view.text, *one[:2])]
    found += _reductions(view, face)
    return tuple(
        Threshold(condition, *view.raw_span(start, end), amount, subject)
        for start, end, condition, amount, subject in _apart(found)
    )


_IMPLIED = {Condition.SPEND: Decimal(100), Condition.COUNT: Decimal(2)}
"""What is meant where no number is written: 满百可用, 单人不可用."""
_Raw = tuple[int, int, Condition, Decimal | None, str]


def _found(view: View) -> Iterator[_Raw]:
    for condition, gate, patterns in _FINDERS:
        if not gate.search(view.text):
            continue
        for pattern in patterns:
            for one in pattern.finditer(view.text):
                groups = one.groupdict()
                number = numbers.value(groups["n"]) if groups.get("n") else _IMPLIED.get(condition)
                if "n" in groups and number is None:
                    continue
                if condition is Condition.SPEND and "n" in groups and not _is_money(one, number):
                    continue
                subject = groups.get("who") or groups.get("unit") or ("人" if condition is Condition.COUNT else "")
                yield one.start(), one.end(), condition, number, subject


def _is_money(one: re.Match[str], number: Decimal | None) -> bool:
    """Whether a number may be an amount: at least ten, or with its currency."""
    said = one.string[one.end("n") : one.end("n") + 1]
    if said and said in "人位桌份岁周月年天日小分米斤晚夜间次张单件%折公度杯两号楼":
        return False
    return number is not None and (number >= 10 or said in ("元", "块"))


def _holds(text: str, start: int, end: int) -> bool:
    """Whether the condition is the product's own, and holds."""
    phrase_start, phrase_end = phrase_of(text, start)
    clause_start = clause_of(text, start)[0]
    before = text[max(phrase_start, start - 14) : start]
    if text[start] == "限" and before[-1:] in ("不", "无", "未"):
        return False
    if _LIFTS.search(before) or _ROOM_ONLY.search(before):
        return False
    if _OTHERWISE.search(text[max(clause_start, start - 30) : start]):
        return False
    if text[phrase_end : phrase_end + 1] in "？?" and text[phrase_end : phrase_end + 1]:
        return False
    if text[end - 1] in "吗么" or re.match("[吗么嘛]", text[end : end + 1]):
        return False
    return not past(text, start, end)


def _reductions(view: View, face: int | None) -> Iterator[_Raw]:
    """满200减50 where the coupon itself is meant."""
    for one in _REDUCES.finditer(view.text):
        amount, off = numbers.value(one["n"]), numbers.value(one["off"])
        if amount is None or off is None or not _holds(view.text, *one.span()):
            continue
        left = clause_of(view.text, one.start())[0]
        if off * 100 == face or _THIS.search(view.text, left, one.start()):
            yield one.start(), one.end(), Condition.SPEND, amount, ""


def _apart(found: list[_Raw]) -> Iterator[_Raw]:
    """In order; of overlapping ones the first, and the longer of two that begin together."""
    reached = -1
    for one in sorted(found, key=lambda one: (one[0], -one[1])):
        if one[0] >= reached:
            yield one
            reached = one[1]


# -- the title ---------------------------------------------------------------------------------------------------------

_TOLD_SPEND = lazy(
    rf"满¥?(?P<a>{numbers.NUMBER})|(?P<b>{numbers.NUMBER})(?:元|块)?(?:及|或)?(?:以上|起用|起可?用|可用)|(?P<c>{numbers.NUMBER})(?:-|减)(?P<d>{numbers.NUMBER})|"
    rf"(?:达到?|够|超过?|消费|不低于|不少于|≥|>=?|门槛|低消|最低消费|最低)[:：]?¥?(?P<e>{numbers.NUMBER})|(?:不足|不满|未满|低于)(?P<f>{numbers.NUMBER})"
)
_FULL = lazy("满额(?:可用|使用|抵扣|立减|减)")
_PEOPLE_UNITS = frozenset("位人名")
_TOLD_COUNT = lazy(
    rf"(?P<n>{numbers.NUMBER})(?P<unit>位|人|桌|份|间夜|间|小时|单|件|台|只|节|课时|组|箱|打|场|斤|张|名|辆)"
)
_WORDS_FOR = {"双人": 2, "情侣": 2, "闺蜜": 2, "二人": 2, "两人": 2, "一大一小": 2, "单人": 1, "双拼": 2}
_TOLD_NIGHTS = lazy(rf"(?P<n>{numbers.NUMBER})(?:个)?(?:晚|夜|间夜)")
_TOLD_HALL = lazy(
    f"大厅|大堂|散台|散座|厅面|(?:{_ROOM})[^,，。;；]{{0,6}}(?:不|除外|勿|无|禁|✗|×|例外|另)|(?:不|除|无|非)[^,，。;；]{{0,4}}(?:{_ROOM})"
)
_TOLD_NEW = lazy(
    "新客|新用户|新顾客|新人(?!婚)|新会员|新学员|首次|首单|首购|初次|第一次|初体验|首体验|首访|拉新|新店客|非老客|老客(?:户)?(?:不|勿|除)"
)
_TOLD_MEMBER = lazy("会员|办卡|充值|储值|入会|开卡")
_TOLD_TOGETHER = lazy("搭配|另点|另付|加购|换购|单独|需点|须点|需购|须购|同购|配合|不含|除外|任选|加价购|同时")
_WHO = (
    ("学", lazy("学生|大学|校园|学子|毕业|寒假|暑假|开学|中高考")),
    ("女", lazy("女|姐|闺蜜|妈|夫人|小仙|太太|孕|媛|姨")),
    ("男", lazy("男|兄弟|爷们|先生|爸|绅士")),
    ("老", lazy("老人|老年|长者|长辈|爸妈|父母|夕阳|[56][0-9](?:周)?岁|敬老|爷爷|奶奶|银发")),
    ("长", lazy("老人|老年|长者|长辈|爸妈|父母|敬老")),
    ("教", lazy("教师|老师|教职")),
    ("军", lazy("军|退伍|退役|拥军")),
    ("医", lazy("医护|白衣|护士|医生")),
    ("本", lazy("本地|本市|市民|居民|户籍")),
    ("寿", lazy("寿|生日")),
    ("生", lazy("生日|寿")),
    ("残", lazy("残疾|优待")),
    ("导", lazy("导游")),
    ("环", lazy("环卫")),
    ("外", lazy("骑手|外卖")),
)


def told(title: str, threshold: Threshold) -> bool:
    """Whether a title tells a condition, in whatever words."""
    text = numbers.plain(normal(title)).text
    return _TELLS[threshold.condition](text, threshold)


def told_amounts(title: str) -> frozenset[Decimal]:
    """The amounts to spend that a title names."""
    text = numbers.plain(normal(title)).text
    found = (one[name] for one in _TOLD_SPEND.finditer(text) for name in ("a", "b", "c", "e", "f"))
    return frozenset(value for one in found if one and (value := numbers.value(one)) is not None)


def _tells_spend(text: str, threshold: Threshold) -> bool:
    return threshold.amount in told_amounts(text) or _FULL.search(text) is not None


def _tells_count(text: str, threshold: Threshold) -> bool:
    people = threshold.subject in _PEOPLE_UNITS
    if people and any(word in text and count == threshold.amount for word, count in _WORDS_FOR.items()):
        return True
    for one in _TOLD_COUNT.finditer(text):
        same = one["unit"] in _PEOPLE_UNITS if people else one["unit"] == threshold.subject
        if same and numbers.value(one["n"]) == threshold.amount:
            return True
    return False


def _tells_nights(text: str, threshold: Threshold) -> bool:
    return "连住" in text or any(numbers.value(one["n"]) == threshold.amount for one in _TOLD_NIGHTS.finditer(text))


def _tells_person(text: str, threshold: Threshold) -> bool:
    who = threshold.subject.removeprefix("大").removeprefix("退役").removeprefix("现役")
    if who == "老师":
        who = "教师"
    return who in text or any(who.startswith(first) and told.search(text) for first, told in _WHO)


def _says(pattern: re.Pattern[str]) -> Callable[[str, Threshold], bool]:
    return lambda text, _: pattern.search(text) is not None


_TELLS: dict[Condition, Callable[[str, Threshold], bool]] = {
    Condition.SPEND: _tells_spend,
    Condition.COUNT: _tells_count,
    Condition.NIGHTS: _tells_nights,
    Condition.HALL: _says(_TOLD_HALL),
    Condition.NEWCOMER: _says(_TOLD_NEW),
    Condition.MEMBER: _says(_TOLD_MEMBER),
    Condition.PERSON: _tells_person,
    Condition.TOGETHER: _says(_TOLD_TOGETHER),
}
