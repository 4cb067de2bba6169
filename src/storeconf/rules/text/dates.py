"""Days, spans of days and validity statements as merchants write them: 5月31日, 2026.05.31, 六月三十号, 三个月, 半年.

Everything works on the squashed view of a text, whose punctuation is half-width. A day keeps what was written, be it
possible or not (2月30日), so that a rule can say so. The last day of a span counts; a bare end means the end of that day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from storeconf.rules.text.clauses import clause_of
from storeconf.rules.text.numbers import value
from storeconf.rules.text.patterns import lazy

_LEAP = 2028
"""A year in which every day of the calendar exists."""
_MONTHS, _LUNAR_DAYS = 12, 30

# -- days --------------------------------------------------------------------------------------------------------------

_HAN_DIGIT = "一二三四五六七八九"
_HAN_MONTH = f"十[一二]?|[{_HAN_DIGIT}]"
_HAN_DAY = f"[二三]?十[{_HAN_DIGIT}]?|廿[{_HAN_DIGIT}]?|初?[{_HAN_DIGIT}]|初十"
_YEAR = f"(?P<year>(?<![0-9])(?:20)?[0-9]{{2}}|(?:二[零〇o○])?[{_HAN_DIGIT}零〇○]{{2}})年|(?P<relative>今年|本年|当年|明年|次年)的?"
_UNIT = "日|号(?![线楼店桌院柜馆厅技员包])"
_DAY = lazy(
    rf"(?:{_YEAR})?(?P<month>(?<![0-9一二三四五六七八九十百第])(?:[0-9]{{1,2}}|{_HAN_MONTH}))月份?的?"
    rf"(?:(?P<day>[0-9]{{1,2}}|{_HAN_DAY})(?P<unit>{_UNIT})?|(?P<last>月?[底末](?!班)|最后[一1]天))"
)
_NUMERIC = lazy(
    r"(?<![0-9.])(?P<year>20[0-9]{2})(?:(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})(?![0-9])"
    r"|(?P<month2>[01][0-9])(?P<day2>[0-3][0-9])(?![0-9]))"
)
_LOOSE = lazy(
    r"(?<![0-9./¥])(?<![0-9]:)(?P<month>1[0-2]|0?[1-9])(?P<mark>[./-])(?P<day>[0-3]?[0-9])(?![0-9:%/.]|[-~][0-9.]+[元块折]|[元块折米寸人位份斤kgcm])"
)
_WHOLE_MONTH = lazy(rf"(?:{_YEAR})(?P<month>1[0-2]|0?[1-9]|{_HAN_MONTH})月份?(?![0-9一二三四五六七八九十底末])")
_YEAR_END = lazy(
    r"(?:(?P<year>(?<![0-9])20[0-9]{2})年?|(?P<relative>今年|本年|明年)的?)(?:年?[底末](?!班)|最后[一1]天)|(?<=[至到])年[底末]|(?<!过)年[底末](?=之?前)"
)
_TO = lazy(r"(?:\([^()]{1,6}\))?(?:[-~]+|至|到|—+)(?:次年)?")
_SAME_MONTH = lazy(rf"(?P<day>[0-9]{{1,2}}|{_HAN_DAY})(?:{_UNIT})")
_LUNAR = lazy("(?:农历|阴历|旧历|夏历)[^,。;]{0,4}$")
_DAYS_GATE = lazy(r"[0-9一二三四五六七八九十]月|20[0-9]{2}|年[底末]|[0-9][./-][0-9]")
_ENDS_HERE = lazy("(?:之|以)?前|止|截止|到期|为止")
_NO_COUNT = lazy("(?![0-9一二三四五六七八九十个元块折人份张年月天号.:点])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day as it is written, possible or not."""

    start: int
    end: int
    year: int | None
    month: int
    day: int
    month_end: bool = False
    """The end of a month was meant, whichever day that is: 6月底."""
    lunar: bool = False
    loose: bool = False
    """A form that is a date only where a date is expected: 5.31."""

    def exists(self) -> bool:
        """Whether the calendar has it. 29 February without a year does exist."""
        if self.lunar:
            return 1 <= self.month <= _MONTHS and 1 <= self.day <= _LUNAR_DAYS
        if not 1 <= self.month <= _MONTHS:
            return False
        return self.month_end or 1 <= self.day <= monthrange(self.year or _LEAP, self.month)[1]

    def is_on(self, other: date) -> bool:
        """Whether it names that day; a day without a year fits any."""
        if self.lunar:
            return True
        if self.month != other.month or (self.year is not None and self.year != other.year):
            return False
        return other.day == (monthrange(other.year, other.month)[1] if self.month_end else self.day)


@dataclass(frozen=True, slots=True)
class DayRange:
    """From a day to a day, the last one included; `first` is None for a single day."""

    first: Day | None
    last: Day

    @property
    def start(self) -> int:
        """Where it starts in the text."""
        return self.first.start if self.first is not None else self.last.start

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.last.end


def days(text: str, today: date) -> tuple[Day, ...]:
    """Every day that is named with certainty, in order; 5.31 is not among them."""
    return tuple(one for one in _all_days(text, today.year) if not one.loose)


def ranges(text: str, today: date, *, loose: bool = False) -> tuple[DayRange, ...]:
    """Single days and spans of days, in order. `loose`: with 5.31 and the like, where a date is expected."""
    found: list[DayRange] = []
    pending: Day | None = None
    for one in _all_days(text, today.year):
        if one.loose and not loose:
            continue
        joins = pending is not None and _TO.fullmatch(text, pending.end, one.start) is not None
        if pending is not None and not joins:
            found.append(DayRange(None, pending))
        if joins and pending is not None:
            found.append(DayRange(pending, _in_year_of(pending, one)))
            pending = None
        else:
            pending = one
    if pending is not None:
        found.append(DayRange(None, pending))
    return tuple(found)


@lru_cache(maxsize=4096)
def _all_days(text: str, this_year: int) -> tuple[Day, ...]:
    if not _DAYS_GATE.search(text):
        return ()
    found = [*_written_days(text, this_year), *_numeric_days(text), *_ends(text, this_year)]
    taken = {index for one in found for index in range(one.start, one.end)}
    found += [
        _day(match, None, int(match["month"]), int(match["day"]), loose=True)
        for match in _LOOSE.finditer(text)
        if match.start() not in taken and match.end() - 1 not in taken
    ]
    return tuple(sorted(found, key=lambda one: one.start))


def _written_days(text: str, this_year: int) -> Iterator[Day]:
    """5月31日, 二〇二六年五月三十一日, 6月底, and 3月1日至31日 with the month said once."""
    for match in _DAY.finditer(text):
        year, month = _year(match, this_year), _small(match["month"])
        if match["last"]:
            yield _day(match, year, month, monthrange(_LEAP, month)[1] if 1 <= month <= _MONTHS else 31, month_end=True)
            continue
        unit = match["unit"] is not None
        ranged = _TO.match(text, match.end())
        second = _SAME_MONTH.match(text, ranged.end()) if ranged is not None else None
        if not unit and second is None and not _dated(text, match, year):
            continue
        lunar = _LUNAR.search(text[: match.start()]) is not None
        first = replace(_day(match, year, month, _small(match["day"])), lunar=lunar)
        yield first
        if second is not None:
            yield replace(first, start=second.start(), end=second.end(), day=_small(second["day"]))


def _dated(text: str, match: re.Match[str], year: int | None) -> bool:
    """Whether 6月30 without 日 is a day: with a year, or where something ends."""
    pattern = _ENDS_HERE if year is None else _NO_COUNT
    return pattern.match(text, match.end()) is not None


def _numeric_days(text: str) -> Iterator[Day]:
    for match in _NUMERIC.finditer(text):
        month, day = match["month"] or match["month2"], match["day"] or match["day2"]
        yield _day(match, int(match["year"]), int(month), int(day), loose=match["mark"] is None)


def _ends(text: str, this_year: int) -> Iterator[Day]:
    """2026年6月 as the end of that month, 年底 as the end of the year; both only where an end is expected."""
    for match in _WHOLE_MONTH.finditer(text):
        month = _small(match["month"])
        if 1 <= month <= _MONTHS:
            found = _day(match, _year(match, this_year), month, monthrange(_LEAP, month)[1], loose=True)
            yield replace(found, month_end=True)
    for match in _YEAR_END.finditer(text):
        yield _day(match, _year(match, this_year), 12, 31)


def _day(
    match: re.Match[str], year: int | None, month: int, day: int, *, loose: bool = False, month_end: bool = False
) -> Day:
    return Day(start=match.start(), end=match.end(), year=year, month=month, day=day, loose=loose, month_end=month_end)


def _in_year_of(first: Day, last: Day) -> Day:
    """The end of a span whose year is said at its start only: 2026年11月1日至2月28日 ends in 2027."""
    if last.year is not None or first.year is None:
        return last
    earlier = (last.month, last.day) < (first.month, first.day)
    return replace(last, year=first.year + 1 if earlier else first.year)


def _year(match: re.Match[str], this_year: int) -> int | None:
    relative = match["relative"]
    if relative:
        return this_year + (relative in ("明年", "次年"))
    written = match["year"]
    if not written:
        return None
    digits = "".join(
        str("零一二三四五六七八九".index(one.translate({0x3007: "零", 0x25CB: "零", 0x6F: "零"})))
        if not one.isdigit()
        else one
        for one in written
    )
    return int(digits) if len(digits) > 2 else 2000 + int(digits)


def _small(text: str) -> int:
    """A month or a day of the month."""
    if text.isdigit():
        return int(text)
    found = value(text.removeprefix("初"))
    return int(found) if found is not None else 0


# -- durations ---------------------------------------------------------------------------------------------------------

_DURATION = lazy(
    r"(?P<n>(?<![0-9.月年第周])[0-9]{1,4}|(?<![0-9零一二两三四五六七八九十百第周月年])[一二两三四五六七八九十百廿]{1,5}|半)(?P<more>个半)?"
    r"(?:(?P<day>个?自然[日天]|天|日(?![游料式本韩前起]))|(?P<week>周(?![一二三四五六日天末年岁])|个?(?:星期|礼拜)(?![一二三四五六日天]))|"
    r"(?P<quarter>个?季度)|(?P<month>个(?:自然)?月|(?<=半)月|自然月)|(?P<year>年(?![龄级会货夜糕轻前初底末老度中份]|[0-9]))(?P<half>半)?|(?P<hour>个?小时))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A stretch of time in days; `low` and `high` differ where months have different lengths."""

    start: int
    end: int
    low: int
    high: int

    def fits(self, number: int) -> bool:
        """Whether so many days are what was said."""
        return self.low <= number <= self.high

    def meets(self, other: Duration) -> bool:
        """Whether both can be the same stretch: 三个月 and 90天."""
        return self.low <= other.high and other.low <= self.high


@lru_cache(maxsize=4096)
def durations(text: str) -> tuple[Duration, ...]:
    """Every stretch of whole days, in order. Working days and parts of a day are none."""
    found = []
    for match in _DURATION.finditer(text):
        span = _length(match)
        if span is not None:
            found.append(Duration(start=match.start(), end=match.end(), low=span[0], high=span[1]))
    return tuple(found)


def _length(match: re.Match[str]) -> tuple[int, int] | None:
    half = match["n"] == "半"
    amount = None if half else value(match["n"])
    count = 0 if half else int(amount) if amount is not None else None
    if count is None:
        return None
    more = half or match["more"] is not None or match["half"] is not None
    if match["year"]:
        return 365 * count - 5 * bool(count) + (178 if more else 0), 366 * count + (186 if more else 0)
    if match["month"] or match["quarter"]:
        months = count * (3 if match["quarter"] else 1)
        return 30 * months - 2 * bool(months) + (14 if more else 0), 31 * months + (16 if more else 0)
    if match["hour"]:
        return (count // 24, count // 24) if count and count % 24 == 0 and not more else None
    if half:
        return None
    size = count * (7 if match["week"] else 1)
    return (size, size) if size else None


# -- validity statements -----------------------------------------------------------------------------------------------

_VALID = (
    "有效期限?|有效时间|有效日期|使用期限?|使用时间|使用日期|可用时间|可用日期|可用期限?|"
    "适用日期|适用时间|适用期|兑换期限?|核销期限?|(?:使用|有效)时限|效期"
)
_FILL = "(?:内|统一|均|都|皆|只|仅|为|是|:|从|自|由|在|共|限|长达|延长|延期|延|有|即日起?|今日起|今天起|即|,)*"
_UNTIL = "(?:截止日?期?|截至|止于?|至|到|持续到)?(?:为|是|:|到|至|于|在)*"
_UNTIL_HEAD = lazy(
    f"(?:(?:{_VALID}){_FILL}{_UNTIL}|(?:有效|使用|可用|核销|兑换|消费)(?:期|日期|时间)?(?:截止|截至|至|到)(?:时间|日期|日)?(?:为|是|:|到|至|于)*|"
    f"(?:最晚|最迟|最后)(?:使用|有效|核销|消费|到店|兑换)(?:日期?|时间|期限)?(?:为|是|:|到|至|于)*|"
    "(?:可以?|能|只能|仅能|最多|最晚|最迟|一直|都可以?|都能)(?:使)?用[到至]|(?<![不没])(?<!不能)(?:使)?用到|"
    "(?:本|此|该|这张|团购)?(?:券|套餐|次卡|卡|券码)(?:的|使用|有效)*(?:期限?|最后期限|截止日?|到期日?|最后[一1]天)(?:为|是|:|到|至|于|截止|截至)*|"
    "(?:使用|有效|可用|核销)(?:的)?最后(?:[一1]天|期限|日期)(?:为|是|:)*|(?:本|此|该)(?:券|套餐|卡)最后[一1]天(?:为|是|:)*)$"
)
_PAST_HEAD = lazy("(?:过了|超过|过)$")
_WEAK_HEAD = lazy("(?:截止|截至)(?:日期?|时间)?(?:为|是|:|到|至|于)*$")
_TO_HEAD = lazy("(?:至|到|截止|截至)$")
_USE = (
    "有效|使用|可用|核销|消费|兑换|到店|用完|用掉|用了|用券|入住|体验|就餐|用餐|通用|能用|来店|进店|来(?=[用吃玩做住洗剪拍喝泡唱练]|都(?:行|可|能))|都能来|"
    "(?:把|将)(?:券|它|套餐|次数)|随便用|随时用|都用得|用得上|安排上"
)
_SEALED = r"(?:\([^()]{1,8}\))?"
_BEFORE = lazy(
    f"{_SEALED}(?:24点|24:00|23:59(?::59)?|当天|当日|晚)?(?P<before>(?:之|以)?前|止|为止|截止){_SEALED}(?P<gap>[^,。;!?\n]{{0,8}}?)(?:{_USE})"
)
_EXPIRES = lazy(
    "(?:当天|当日|24点|24:00|零点|这天)?(?:(?:之|以)?后|起|开始|就|即|便|会|将|将会|自动|统一|券码?|,)*(?:到期|过期|失效|作废)|"
    "(?:(?:之|以)后|起|开始)(?:就|即|便|会|将|自动|这张|本|此|该|团购|券码?|卡|套餐|也|都|均|,)*(?:没法用|(?:不能|不可|无法)(?:再)?(?:使用|用(?!餐)|核销|兑换)|用不了|无效)"
)
_PAST = lazy(
    "(?:(?:之|以)?后)?(?:,)?(?:这张|本|此|该|团购)?(?:券码?|套餐|次卡|卡)?(?:就|即|便|会|将|自动|也|再)*(?:(?:不能|不可以?|无法|不得)(?:再)?(?:使用|用(?!餐)|核销|兑换|消费)|用不了|没法用|失效|作废|过期|无效)"
)
"""Behind a day or a stretch after which nothing holds: 过了6月30日就不能用了."""
_DAY_AFTER = lazy("(?:当天|当日)?(?:起|开始)")
_SPAN_USE = lazy(f"{_SEALED}(?:期间|之间|以?内|止|为止|前)?(?:均|都|皆|方|才)?(?:可以?|能)?(?:{_USE})")
_NO_PLACE = lazy("不|无法|购买|下单|抢|预约|付款|拍|报名|领取|谢绝|停|预订|订")
_BENEFIT = lazy("[^。;!\n]{0,4}(?:享|送|赠|减|折|优惠|加赠|返|奖|抽|只能|仅能|才能|尚未)")
_SINCE = (
    "(?:购买|下单|付款|支付|成交|购券|购入|拍下|抢购|买单|买下|入手|购|[买拍](?=后|之后|了|完|好|到手)|下完单|付完款)(?:成功|完成|完|好|到手|了)?(?:那[一1]?[天日刻]|的?(?:第[一1]天|当天|当日)|之日|当日|当天|日期?|时|之时|之后|以后|后)*"
    "(?:即日|起|算起|开始|起算|计算?)*(?:的|,|:)?(?:限|请|须|需|您|在|于|共|可|有)*"
)
_SINCE_HEAD = lazy(f"(?:{_SINCE})$")
_LASTS_HEAD = lazy(f"(?:{_VALID}){_FILL}(?:{_SINCE})?$")
_MUST_HEAD = lazy("(?:请|须|需要?|限|务必|必须|仅限|您)(?:您)?(?:尽快)?(?:在|于)?$")
_WITHIN_USE = lazy(f"(?:(?:以|之)?内|里)(?P<gap>[^,。;!?\n]{{0,8}}?)(?:{_USE})")
_LASTS = lazy("(?:(?:以|之)?内)?(?:的)?(?:均|都|皆)?(?:有效|可用(?!餐))")
_COUNTED = lazy("(?:起|起算|算起|计算),?$")
_STOPS = lazy("(?:(?:以|之)?内)?(?=[,。;!\n)](?!可?(?:退|改|发|送))|$)")
_OTHER_GAP = lazy("退|预约|联系|发货|外呼|电话|不|未|评价|到账|审核|处理|享|加|首次|预订")
_OTHER_THING = lazy(
    "赠|积分|会员卡|会员权益|储值|余额|质保|保修|保质|保鲜|改期|改签|延期|顺延|发票|许可证|执照|资质|证书|健康证|身份证|停车|泊车|"
    "退款|冷藏|冷冻|常温|出片|效果|维持|取货|提货|发货|红包|优惠券|抽奖|满减|立减|神券|消费券|抵扣券|加油包|返券|返现|奖品|奖励|中奖|抽(?:到|中|取|得)|"
    "平台(?:另|额外|会)*(?:发|派|送|补贴|推|券)|下次|下回|再次(?:到店|消费|购买)|其[他它]商品|别的商品|另一|饮品券|酒水券|小食券|停车券|"
    "(?:激活|首次(?:使用|核销)?|第一次(?:使用|核销)?|开卡|启用|核销|使用|拍摄|服务|到店|入住|开封|拆封|预约|护理|签约|领取)(?:成功)?(?:后|之日|当日起|起)"
)
_OWN_THING = lazy("本券|本套餐|本商品|本产品|此券|该券|团购券|券码|套餐券|本代金券|本单|本卡|次卡")
_SALE_THING = lazy("抢购|售卖|销售|活动|报名|购买|开抢|下单|促销|价格")
_COUPON_OF_SALE = lazy("活动券|促销券|抢购券|活动套餐|(?:购买|下单|抢购)(?:成功)?(?:之?后|以后)")
_FOREVER = lazy(
    "(?:长期|永久|终身|永远|一直|无限期)(?:有效|可用|使用)|永不过期|(?:无|没有|不设|不限)(?:使用)?有效期(?:限制?)?|有效期(?:限)?:?(?:不限|长期|永久|无限)|"
    "(?:使用时间|使用日期|使用期限)不限"
)
_VALIDITY_GATE = lazy(
    "用|有效|核销|截止|截至|兑换|效期|到期|过期|逾期|消费|到店|来|内|失效|永|作废|期限|最后|体验|入住|餐"
)
_CLOSED = lazy("[、和及与至到]$|除|其中|不含|不包括|节|假|每[年月]|停(?:业|电|水)|装修|检修|维护|暂停|歇业|休息")
"""Before a day that is merely shut, not the last one."""
_LOOKS_BACK = 24


class Kind(StrEnum):
    """How a validity is stated."""

    UNTIL = "until"
    """To a fixed day, or from one to one."""
    LASTS = "lasts"
    """So many days."""
    FOREVER = "forever"


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """What a text says about how long the thing can be used."""

    start: int
    end: int
    kind: Kind
    span: DayRange | None = None
    duration: Duration | None = None
    exclusive: bool = False
    """Said as "before": 6月30日前 may or may not include the day."""
    weak: bool = False
    """May as well speak of the end of the sale."""
    since_purchase: bool = False


@lru_cache(maxsize=4096)
def validities(text: str, today: date) -> tuple[Validity, ...]:
    """Every statement about how long the product of this text is valid, in order.

    Validity of gifts, points, licences and of other periods (after activation, storage, refunds) is none.
    """
    if not _VALIDITY_GATE.search(text):
        return ()
    found = [*_untils(text, today), *_lasting(text), *_forever(text)]
    return tuple(sorted(found, key=lambda one: one.start))


def _left(text: str, start: int) -> str:
    """What stands before a place in its clause, not too far away."""
    return text[max(clause_of(text, start)[0], start - _LOOKS_BACK) : start]


def _speaks_of_other(left: str) -> bool:
    other = max((one.start() for one in _OTHER_THING.finditer(left)), default=-1)
    return other > max((one.start() for one in _OWN_THING.finditer(left)), default=-1)


def _untils(text: str, today: date) -> Iterator[Validity]:
    for span in ranges(text, today, loose=True):
        left = _left(text, span.start)
        if _speaks_of_other(left):
            continue
        head = _UNTIL_HEAD.search(left)
        start = span.start - (len(left) - head.start()) if head is not None else span.start
        state = _stated(text, span, left, head is not None)
        if state is None:
            continue
        exclusive, weak, end = state
        about = left if head is None else re.split("[,、]", left)[-1]
        weak = weak or _SALE_THING.search(_COUPON_OF_SALE.sub("", about)) is not None
        yield Validity(start=start, end=end, kind=Kind.UNTIL, span=span, exclusive=exclusive, weak=weak)


def _stated(text: str, span: DayRange, left: str, headed: bool) -> tuple[bool, bool, int] | None:
    """Whether a day ends the validity: as "before", whether in doubt, and where the statement ends."""
    before = _BEFORE.match(text, span.end)
    if before is not None and (_NO_PLACE.search(before["gap"]) or _BENEFIT.match(text, before.end())):
        return None
    if headed:
        exclusive = re.match(f"{_SEALED}(?:之|以)?前", text[span.end :]) is not None
        return exclusive, False, before.end() if before is not None else span.end
    if span.last.loose:
        return None
    if before is not None:
        return before["before"].endswith("前"), False, before.end()
    gone = _PAST.match(text, span.end) if _PAST_HEAD.search(left) else None
    if gone is not None:
        return False, False, gone.end()
    expires = _EXPIRES.match(text, span.end)
    if expires is not None and span.first is None and not _CLOSED.search(left):
        # 7月1日起作废 may well leave 30 June as the last day.
        return _DAY_AFTER.match(text, span.end) is not None, False, expires.end()
    used = _SPAN_USE.match(text, span.end)
    ends = span.first is not None or _TO_HEAD.search(left) is not None
    if used is not None and ends and not _BENEFIT.match(text, used.end()):
        return False, False, used.end()
    return (False, True, span.end) if _WEAK_HEAD.search(left) else None


def _lasting(text: str) -> Iterator[Validity]:
    if not (found := durations(text)):
        return
    dated = {index for day in _all_days(text, _LEAP) if not day.loose for index in range(day.start, day.end)}
    for one in found:
        left = _left(text, one.start)
        if one.start in dated or _speaks_of_other(left):
            continue
        since = _SINCE_HEAD.search(left) is not None
        head = _LASTS_HEAD.search(left) or _SINCE_HEAD.search(left)
        end = _use_end(text, one, left, since=since)
        if end is None:
            continue
        start = one.start - (len(left) - head.start()) if head is not None else one.start
        yield Validity(start=start, end=end, kind=Kind.LASTS, duration=one, since_purchase=since)


def _use_end(text: str, one: Duration, left: str, *, since: bool) -> int | None:
    """Where a statement about a stretch of use ends; None when it is about something else."""
    if _PAST_HEAD.search(left) and (gone := _PAST.match(text, one.end)) is not None:
        return gone.end()
    within = _WITHIN_USE.match(text, one.end)
    used = within if within is not None and not _OTHER_GAP.search(within["gap"]) else None
    if used is not None and _BENEFIT.match(text, used.end()):
        return None
    if _LASTS_HEAD.search(left):
        return (
            used.end() if used is not None else one.end if not re.match("(?:以|之)?[前后]", text[one.end :]) else None
        )
    lasts = _LASTS.match(text, one.end)
    if lasts is not None and one.high <= 1 and not since:
        return None  # 观光车一日有效: how long one visit lasts.
    if lasts is not None and "仅剩" not in left[-4:]:
        return lasts.end()
    if since and _COUNTED.search(left) and _STOPS.match(text, one.end):
        return one.end
    if since or _MUST_HEAD.search(left):
        return used.end() if used is not None else None
    return None


def _forever(text: str) -> Iterator[Validity]:
    for match in _FOREVER.finditer(text):
        left = _left(text, match.start())
        if _speaks_of_other(left) or re.search("[非不]$|并非$|不是$", left) or re.search("会员|活动|规则|执照", left):
            continue
        yield Validity(start=match.start(), end=match.end(), kind=Kind.FOREVER)


def plus(day: date, number: int) -> date | None:
    """A day so many days later; None outside the calendar."""
    try:
        return day + timedelta(days=number)
    except OverflowError:
        return None
