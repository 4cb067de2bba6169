"""Opening hours as merchants write them: 营业时间：周一至周五10:30-14:00，每天17:00-次日02:00; 早十点到晚十点; 24小时营业.

Reads the squashed form. A stretch of time counts as opening hours when words such as 营业 or 开门 say so, or when nothing
says that it is something else (预约, 客服, 外卖 …); `sure` tells the two apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from storeconf.rules.text.clauses import phrase_of
from storeconf.rules.text.patterns import lazy

DAY, NOON, LAST_MINUTE = 1440, 720, 1439
_HAN = {one: value for value, one in enumerate("零一二三四五六七八九十")} | {"两": 2, "十一": 11, "十二": 12}
_HAN |= {f"二十{one}" if one else "二十": 20 + value for value, one in enumerate(("", "一", "二", "三", "四"))}
_HAN |= {f"十{one}": 10 + value for value, one in enumerate("三四五六七八九", start=3)}
_HAN_HOUR = "二十[一二三四]?|十[一二三四五六七八九]?|[零一二两三四五六七八九]"
_PART = "凌晨|清晨|清早|早晨|早上|上午|中午|正午|下午|午后|傍晚|晚上|晚间|夜里|夜间|夜晚|深夜|半夜|午夜|早|午|晚|夜"
_NEXT = "次日|翌日|第二天|隔天|转天|明早|次晨"
_MINUTE = "半|整|一刻|三刻|[0-5]?[0-9](?!点)分?|[一二三四五]?十[一二三四五]?分?"


def _clock(name: str) -> str:
    """A pattern for one time of the day with named parts."""
    return (
        rf"(?P<next{name}>{_NEXT})?的?(?P<part{name}>{_PART})?的?(?:约|大约)?"
        rf"(?:(?P<hour{name}>(?<![0-9.])(?<![0-9]:)[0-9]{{1,2}})(?:[:.](?P<minute{name}>[0-5][0-9])(?![0-9元块折])|(?:点钟?|时)(?P<said{name}>{_MINUTE})?|(?P<bare{name}>))"
        rf"|(?P<han{name}>{_HAN_HOUR})(?:点钟?|时)(?P<hansaid{name}>{_MINUTE})?|(?P<hanbare{name}>(?:{_HAN_HOUR})))"
    )


_TO = r"(?:[-~]{1,3}|—|一?直?(?:营业|开|开放)?[到至]|一(?=[0-9]))"
_RANGE = lazy(
    rf"{_clock('1')}(?P<to>{_TO}|[,]?(?=(?:{_NEXT})?(?:晚|夜|凌晨))){_clock('2')}(?![0-9%元块折人份张位楼层月日号天岁分米度])"
)
_CLOSES = lazy(
    rf"(?:(?:营业|开放?|开门)[到至]{_clock('1')}|{_clock('2')}(?:准时|左右|就|才|正式)?(?:打烊|关门|闭店|歇业|收摊|关店|闭馆|结束营业))(?![0-9%元块折人份])"
)
_OPENS = lazy(rf"{_clock('1')}(?:准时|左右|就|才|正式)?(?:开门|开店|迎客|开始营业|开业迎客)(?![红])")
_WHOLE = lazy(
    r"(?:24|二十四)(?:小时|h|hours)(?:全天|全年|不间断|通宵|无人|自助|都|均|,)*(?:营业|开放|开门|迎客|不打烊|不关门|不休)|"
    r"(?:全天|全日|昼夜|通宵)(?:候)?(?:24小时)?(?:营业|开放|开门|不打烊)|(?:营业|开放)(?:时[间段])?(?:为|是|:)?(?:每天|全年)?(?:全天)?(?:7[*×x])?(?:24|二十四)(?:小时|h)(?![前内以客热电在自])|(?:营业|开放)时[间段](?:为|是|:)?(?:每天)?全天|(?:全天|24小时)[,]?不打烊"
)
_STAFFED = lazy(
    "(?:前台|大堂|酒店|民宿|门店|店里|店内)(?:都|均|全天|全年)?(?:24|二十四)小时(?:都|均|不间断)?(?:有人|接待|服务|值[班守]|在岗|办理)|"
    "(?:24|二十四)小时(?:都|均|不间断)?(?:前台|接待|有人(?:值[班守]|接待))(?!电话|热线|咨询)"
)
"""A front desk that is always there; whether the whole place is open, these words leave open."""
_SERVED = lazy("(?:期间|时段|限时|限量)?(?:供应|出餐|配送)")
_DAY_NAME = "[一二三四五六日天]"
_DAYS = lazy(
    rf"(?:周|星期|礼拜)(?P<from>{_DAY_NAME})(?:至|到|[-~]{{1,2}})(?:周|星期|礼拜)?(?P<to>{_DAY_NAME})|"
    rf"(?P<list>(?:周|星期|礼拜)(?:{_DAY_NAME})(?:[、,和及/&与]?(?:周|星期|礼拜)?{_DAY_NAME}(?![0-9点]))*)|"
    r"(?P<work>工作日|平日|平时)|(?P<end>周末|双休日?)|(?P<all>每天|每日|天天|全周|一周七天|全年)|(?P<special>节假日|法定假日|节日|春节|国庆|假期)"
)
_NUMBER_OF_DAY = {one: value for value, one in enumerate("一二三四五六日", start=1)} | {"天": 7}
_CUE = lazy(
    "营业(?:时间|时段|中)?|营业|开(?:门|店|放)(?:时间)?|门店时间|店铺时间|上班时间|打烊|闭店|迎客|到店时间|接待时间|(?:business|opening)hours"
)
_OTHER = lazy(
    "预[约订定]|订[位座房]|客服|热线|咨询|电话|外卖|外送|配送|送货|停车|车位|直播|活动|优惠|有效期|使用时[间段]|可用时[间段]|核销时[间段]|兑换时[间段]|"
    "供应|点[餐单]|出餐|打包|班车|接送|退房|入住|早餐|下午茶|歌手|驻唱|表演|演出|付款|支付|下单|抢购|售卖|秒杀|wifi"
)
_DAYS_UNNAMED = re.sub(r"\?P<[a-z]+>", "?:", _DAYS.pattern)
_FILLING = lazy(
    rf"(?:[,、;:()/\[\]【】《》\s\n-]|以?下午?|和|及|与|或|为|是|在|都|均|每|各|门店|本店|我们|店里|咱们|提醒|如下|时间|时段|午市|晚市|中市|早市|夜市|夜宵|宵夜|午餐|晚餐|午间|晚间|中午|晚上|上午|下午|早上|"
    rf"{_DAYS_UNNAMED})*"
)
_SAID_AFTER = lazy(
    "(?:[,)])?(?:都|均|正常|照常|每天|全年|持续|对外|不间断|我们|本店|门店|店里)*(?:营业|开门|开放|开店|迎客|有人|接待|恭候|不休|等您|欢迎)"
)
_NOON_HOURS = 3


@dataclass(frozen=True, slots=True)
class Stated:
    """Hours in a text. Minutes since midnight, below a day; several where the words leave it open (10点 may be 22:00)."""

    start: int
    end: int
    opens: frozenset[int]
    """Empty when only the closing time is said."""
    closes: frozenset[int]
    """Empty when only the opening time is said."""
    days: frozenset[int] | None = None
    """Week days from 1; None when the text names none, or names holidays."""
    whole: bool = False
    """Day and night."""
    sure: bool = True
    """Words say that these are opening hours."""


@lru_cache(maxsize=4096)
def stated(text: str) -> tuple[Stated, ...]:
    """The opening hours that a text states, in order."""
    found = [Stated(one.start(), one.end(), frozenset(), frozenset(), whole=True) for one in _WHOLE.finditer(text)]
    found += [
        Stated(one.start(), one.end(), frozenset(), frozenset(), whole=True, sure=False)
        for one in _STAFFED.finditer(text)
    ]
    last = 0
    for one in _RANGE.finditer(text):
        if _is_range(one):
            sure = _is_sure(text, one.start(), one.end(), last)
            if sure is not None:
                if sure:
                    last = one.end()
                opens, closes = _minutes(one, "1"), _minutes(one, "2")
                found.append(Stated(one.start(), one.end(), opens, closes, _days(text, one.start()), sure=sure))
    for pattern, closing in ((_CLOSES, True), (_OPENS, False)):
        for one in pattern.finditer(text):
            if any(other.start < one.end() and one.start() < other.end for other in found):
                continue
            name = "1" if one["hour1"] or one["han1"] or not closing else "2"
            minutes = _minutes(one, name)
            if minutes:
                opens, closes = (frozenset[int](), minutes) if closing else (minutes, frozenset[int]())
                found.append(Stated(one.start(), one.end(), opens, closes, _days(text, one.start())))
    return tuple(sorted(found, key=lambda stretch: stretch.start))


def _is_range(one: re.Match[str]) -> bool:
    """One side at least says that it is a time; 10-22 alone may be anything, 早十晚十 is not."""
    marked = [_marked(one, name) for name in "12"]
    parts = [one[f"part{name}"] or one[f"next{name}"] for name in "12"]
    if not one["to"] and not (parts[0] and parts[1]):
        return False
    return (any(marked) or all(parts)) and bool(_minutes(one, "1")) and bool(_minutes(one, "2"))


def _marked(one: re.Match[str], name: str) -> bool:
    """Whether a clock is written as one: 10:30, 10点, 十点."""
    return (
        one[f"minute{name}"] is not None
        or one[f"han{name}"] is not None
        or (one[f"hour{name}"] is not None and one[f"bare{name}"] is None)
    )


def _minutes(one: re.Match[str], name: str) -> frozenset[int]:
    """The minutes that a clock may mean. 23:59 is meant as midnight."""
    digits, han = one[f"hour{name}"], one[f"han{name}"] or one[f"hanbare{name}"]
    hour = int(digits) if digits else _HAN.get(han or "", -1)
    minute = _minute(one[f"minute{name}"] or one[f"said{name}"] or one[f"hansaid{name}"] or "")
    if not 0 <= hour <= 26 or minute > 59:
        return frozenset()
    part, later = one[f"part{name}"] or "", one[f"next{name}"]
    exact = one[f"minute{name}"] is not None and not part
    if part:
        return frozenset({(_hour(hour, part) * 60 + minute) % DAY})
    told = (hour * 60 + minute) % DAY
    both = {0 if told == LAST_MINUTE else told}
    if not exact and not later and hour <= 12:
        both.add(((hour + 12) * 60 + minute) % DAY)
    return frozenset(both)


def _hour(hour: int, part: str) -> int:
    """What a part of the day makes of an hour: 下午2点 is 14, 晚12点 is 24, 凌晨2点 is 2."""
    if part in ("下午", "午后", "傍晚") and hour < 12:
        return hour + 12
    if part in ("中午", "正午", "午") and hour <= _NOON_HOURS:
        return hour + 12
    if part in ("晚上", "晚间", "夜里", "夜间", "夜晚", "深夜", "半夜", "午夜", "晚", "夜") and 4 < hour <= 12:
        return hour + 12
    return 0 if part == "凌晨" and hour == 12 else hour


def _minute(said: str) -> int:
    said = said.rstrip("分")
    fixed = {"": 0, "整": 0, "半": 30, "一刻": 15, "三刻": 45}
    if said in fixed:
        return fixed[said]
    if said.isdigit() and said.isascii():
        return int(said)
    tens, _, ones = said.partition("十")
    return _HAN.get(tens or "一", 1) * 10 + _HAN.get(ones or "零", 0)


def _is_sure(text: str, start: int, end: int, last: int) -> bool | None:
    """Whether words say that a range is opening hours; None when they say that it is something else."""
    if _SAID_AFTER.match(text, end):
        return True
    if last and _SERVED.match(text, end):
        return None
    cue = _last(_CUE, text, 0, start)
    since = max(last, cue.end() if cue is not None else -1)
    if cue is not None and _FILLING.fullmatch(text, since, start):
        return True
    left, right = phrase_of(text, start)
    if text[left - 1 : left] in (":", "(", "\n"):
        left = max(0, left - 8)
    return None if _OTHER.search(text, left, min(right, end + 8)) else False


def _days(text: str, start: int) -> frozenset[int] | None:
    """The week days named last before a place, in the same line; None when there are none, or holidays."""
    line = max(text.rfind(one, 0, start) for one in "\n。;!") + 1
    found = _last(_DAYS, text, line, start)
    if found is None or found.lastgroup == "special":
        return None
    # 周一至周四、周日10:00: what stands right beside it belongs to it.
    days: set[int] = set()
    position = found.start()
    for one in reversed(list(_DAYS.finditer(text, line, start))):
        if one.start() != found.start() and text[one.end() : position].strip("、,和及与/") != "":
            break
        if one.lastgroup == "special":
            return None
        days |= _named(one)
        position = one.start()
    return frozenset(days) if not re.search("除", text[line:position][-3:]) else None


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    found = None
    for one in pattern.finditer(text, start, end):
        found = one
    return found


def _named(one: re.Match[str]) -> set[int]:
    if one["from"]:
        first, last = _NUMBER_OF_DAY[one["from"]], _NUMBER_OF_DAY[one["to"]]
        return {(day - 1) % 7 + 1 for day in range(first, last + 1 if last >= first else last + 8)}
    if one["list"]:
        return {_NUMBER_OF_DAY[name] for name in one["list"] if name in _NUMBER_OF_DAY}
    if one["work"]:
        return set(range(1, 6))
    return {6, 7} if one["end"] else set(range(1, 8))
