"""On which days of the week, holidays and hours a thing can be used, as a text says it: 周一至周五通用, 国庆不可用, 仅限平日.

Works on the squashed view. A claim names days and says yes, no or "only"; a rule compares claims.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from storeconf.rules.text.clauses import clause_of, sentence_of
from storeconf.rules.text.dates import DayRange, ranges
from storeconf.rules.text.patterns import lazy

WEEK: frozenset[str] = frozenset("1234567")
WEEKEND: frozenset[str] = frozenset("67")
ALWAYS, ALL_DAY, HOLIDAYS, LEGAL, HOURS = "always", "all_day", "holidays", "legal", "hours"
"""Every day; every hour; any holiday; only those by law; some hours of any day."""
BY_LAW: frozenset[str] = frozenset(("元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆"))
NAMED: tuple[tuple[str, str], ...] = (
    ("元旦", "元旦"),
    ("春节", "春节|除夕|大年|年三十|(?:正月|年)?初[一二三四五六七八九十](?![中高])|新春(?:假期|期间)|过年期间"),
    ("清明", "清明"),
    ("劳动节", "劳动节|五一|五·一|5\\.1(?![0-9])|51(?=假期|期间)"),
    ("端午", "端午"),
    ("中秋", "中秋"),
    ("国庆", "国庆|黄金周|(?<![二三四五六七八九])十一(?=假期|期间|黄金周|长假|不|通用|可用|除外|当天|[、,和及])|双节"),
    ("情人节", "情人节"),
    ("圣诞", "圣诞|平安夜"),
    ("七夕", "七夕"),
    ("跨年", "跨年"),
    ("元宵", "元宵(?!圆)"),
    ("儿童节", "儿童节|六一|61(?=假期|期间|儿童)"),
    ("妇女节", "妇女节|三八节|女神节|女王节"),
    ("母亲节", "母亲节"),
    ("父亲节", "父亲节"),
    ("万圣节", "万圣节"),
    ("520", "520(?!元|块|ml|g)"),
)
_ON_DAY = {(1, 1): "元旦", (5, 1): "劳动节", (10, 1): "国庆", (2, 14): "情人节", (12, 25): "圣诞", (6, 1): "儿童节"}
_BY_NUMBER = {one: str(number) for number, one in enumerate("一二三四五六", start=1)} | dict.fromkeys("日天末7七", "7")
_BY_NUMBER |= {str(number): str(number) for number in range(1, 8)}

_DAY_OF_WEEK = "(?:周|星期|礼拜)"
_WEEK_RANGE = f"{_DAY_OF_WEEK}(?P<first>[一二三四五六日天1-7])(?:[-~]+|至|到)(?:{_DAY_OF_WEEK})?(?P<last>[一二三四五六日天末1-7])(?![0-9个号点])"
_MORE_DAYS = f"(?:[、/和及或,]?(?:{_DAY_OF_WEEK})?[一二三四五六日天](?![个种人份次位款张杯点楼级律流]))"
_WEEK_LIST = f"{_DAY_OF_WEEK}(?P<days>[一二三四五六日天1-7]{_MORE_DAYS}*)(?![0-9])"
_WORKDAYS = "工作日|平日|平时|周中|上班日"
_TOKEN = lazy(
    f"(?P<not_holiday>非(?:法定)?(?:节假日|假日|节日)|非周末)|(?P<range>{_WEEK_RANGE})|(?P<list>{_WEEK_LIST})|(?P<weekend>周末|双休日?|大礼拜)|(?P<work>{_WORKDAYS})"
    "|(?P<legal>(?:国家)?法定(?:节?假日|节日)|公众假期|公共假期|小长假|国定假日)|(?P<holiday>节假日|节日|假日|假期|长假)"
    "|(?P<always>全年|(?<![后期起:为限])(?:365|三百六十五)天(?!(?:之|以)?内|有效)|一年四季|天天|每天|每日|(?:任何|任意|所有)(?:时间|日期|日子|时候)|不限(?:使用)?(?:时间|日期)|不分时间|"
    "(?:不管|无论|随便|想)?(?:什么|啥)(?:时候|时间|日子)|(?:不管|无论|随便)?哪[天日]|何时|全年无休|(?:不分|不限)(?:平日|周末|节假日|工作日)*(?:日期|日子)|三百六十五天|"
    "随时(?:都|均|皆)?(?:可以?|能|欢迎)?(?:来(?![电访])|到店|过来|光临|用(?!餐)|使用))"
    "|(?P<all_day>全天候?|全时段|(?:不限|不分|无)(?:使用)?时段(?:限制)?|无时间限制|任意时段|所有时段|任何时段|(?:什么|哪个|啥)时段|(?:不分|不论)早晚|早晚|(?:使用)?时[段间]不限|24小时|从早到晚)"
    f"|(?P<named>{'|'.join(f'(?:{pattern})' for _, pattern in NAMED)})"
)
_GATE = lazy(
    "周|星期|礼拜|工作日|平[日时]|假|节|全[天年时]|天天|每[天日]|任[何意]|所有时|不[限分]|无时|什么时|啥时|哪[天日]|何时|随时|从早|早晚|时段|小时|365|三百六|双休|国庆|五一|十一|元旦|除夕|初|春|端午|中秋|清明|月"
)

_UNUSABLE = (
    "不(?:可以?|能够?|得|予|支持|可正常)(?:使用|用|核销|兑换|消费|享用)(?!餐)|无法(?:使用|核销|兑换)|不适用|不通用|不(?:再)?使用|不参与|除外|"
    "(?:店休|公休)(?:不|无法)(?:能|可)?用?|停用|(?:暂停|停止|禁止|谢绝)使用|用不了|不能到店使用|不开放使用|不可到店使用|不(?:再)?接待|恕不接待|不在使用范围|不在可用|不可⽤|不行"
)
_USABLE = (
    "(?:都|均|皆|也|全部?)?通用|(?:都|均|皆|也|全部?)?可用|(?:都|均|皆|也|照样|照常|正常|同样)?(?:可以?|能)(?:正常|照常|放心|随时|到店|直接|同样|通)?(?:使用|用(?!餐)|核销|兑换|消费)|"
    "(?:都|均|皆|也|照样|照常|正常|同样)(?:可以?|能?用|使用|有效|适用)|(?:都|均|皆|也)(?:行|成|能来|可来|欢迎)(?![李动政程业])|(?:随便|随意|任意)(?:使)?用(?!餐)|(?:能|可以?)来用|不限(?![时量次购人制号])|(?:无|没有|不受|不做|不设)限制(?:使用)?|可享|(?:正常|照常)使用|畅用|适用|有效|可使用"
)
_PREDICATE = lazy(f"(?P<no>{_UNUSABLE})|(?P<yes>{_USABLE})")
_ONLY = lazy("(?:仅限于?|只限|仅可|仅能|只能|限于?|仅支持|只可|仅在|只在|仅|只)(?:在|于|可|能)?$")
_HEAD_NO = lazy(
    "(?:不(?:可|能|可以)(?:使)?用(?:的)?(?:日期|时间|日)(?:为|是|:|有|包括)*|不适用于?(?:日期|时间)?:?|除外(?:日期|时间):?|不(?:可|能)(?:在|于)|(?<!排)(?<!排队)除了?|不(?:包括|包含|含))$"
)
_HEAD_YES = lazy(
    "(?:(?<!不)(?<!不可)(?:可用|使用|适用|通用|有效)(?:日期|时间|日)(?:为|是|:|有|包括)*|(?<!不)适用于|不限|不分|不论|无论|包括|(?<!不)含)$"
)
_TAKEN_OUT = lazy("除了?$")
_OUT = lazy("(?:以|之)?外")
_OTHERS = lazy("(?:其他|其它|其余|余下|剩余|普通|一般|部分|个别|某些|以外的?|之外的?|外的?)(?:的|时间|日期)?$")
_OTHER_SUBJECT = lazy(
    "包间|包厢|包房|雅间|卡座|大厅|露台|优惠|折扣|会员|停车|泳池|wifi|外卖|自提|外带|打包|赠|礼品|儿童|亲子|早餐|温泉|酒水|发票|客服|热线|加班|班车|接送|预约|房差|加价|补差"
)
_HOURS = lazy(
    r"晚上|晚间|晚市|晚餐|晚场|夜场|夜宵|午市|午餐|午间|午场|中午|下午|上午|早上|早市|早餐|早场|白天|时段|[0-9一二三四五六七八九十两]点|[0-9]{1,2}:[0-9]{2}|高峰|小时|周[一二三四五六日]晚"
)
_ALONE = lazy("不限|不分|无时|随时|(?:使用)?时[段间]不限|想(?:什么|啥)时")
_TIME_LIKE = lazy("随时|任[何意]时|所有时|不[限分](?:使用)?时|(?:不管|无论|随便)?(?:什么|啥)时|何时|全年|一年四季")
_NOT_SO = lazy("(?:不|非|没法|无法|并非|不是|不能|不可)(?:能|可以?)?$")
_RATIONED = lazy("(?:仅限?|限|最多|至多)?[0-9一二两三四五](?:张|次|份|人|单)")
_ASKED = lazy("[吗嘛?]|(?<![什怎那这多])么")
_SAYS_GATE = lazy("用|有效|除|仅|只|限|不行|接待|参与|核销|兑换|享|不含|不包|不分|不论|无论|消费|来|都行|可以")
_SHOP = lazy(
    "(?P<shop>[\u4e00-\u9fffa-z0-9]{1,8}(?:门店|分店|店))(?!休|庆|内|里|铺|员|长|家|主|方|面|消费|使用|核销|用餐|堂食|自提|即|后|前|时|出示|体验|就餐|购买|付|取|领|办)"
)
_OWN_SHOP = lazy(
    "(?:本|我|小|自|全国|全部|所有|各|各大|每家|任意|任一|多家|家|到|来|进|在|此|该|我们|咱们?|适用|可用|通用|支持|实体|线下)(?:门店|分店|店)$|^(?:门店|分店|店)$"
)
_HOURS_SHUT = lazy(
    f"(?:(?:中午|下午|上午|晚上|早上|凌晨|傍晚)?(?:[0-9]{{1,2}}[:点](?:[0-9]{{2}}|半)?|[一二三四五六七八九十两]+点半?)(?:(?:[-~至到]+(?:次日|凌晨)?(?:[0-9]{{1,2}}[:点](?:[0-9]{{2}}|半)?|[一二三四五六七八九十两]+点半?))|(?:之|以)?[前后])|"
    f"(?:中午|午市|晚市|午餐|晚餐|晚上|下午|上午|早市|夜场|午间|晚间|用餐高峰|高峰期?|饭点|黄金时段)(?:时段|期间|时间)?)(?:期间|时段|之间|时间段?)?(?:均|都|则|暂|恕|一律)?(?:{_UNUSABLE})"
)
"""Hours of any day at which it can't be used: it contradicts 不限时段."""
_HEAD = 40
"""Characters on either side of a break that are looked at."""
_SPLIT = lazy(r"[,。;!?\n()\[\]【】《》]")


class Says(StrEnum):
    """What a claim says of its days."""

    YES = "yes"
    NO = "no"
    ONLY = "only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Days with what is said of them."""

    start: int
    end: int
    says: Says
    days: frozenset[str]
    """Week days by number, holidays by name, ALWAYS, ALL_DAY, HOLIDAYS, LEGAL."""
    work: bool = False
    """Said as working days, which holidays are not."""
    left_out: bool = False
    """Said as an exception: 除外, 除…外."""
    before: bool = False
    """The exception stands before what it is taken from: 除春节外，节假日通用."""
    hours: bool = False
    """Only for some hours of these days."""
    shop: str = ""
    """The branch that it is about; empty for the shop that speaks, or all."""

    def text(self, whole: str) -> str:
        """The words."""
        return whole[self.start : self.end]


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    days: frozenset[str]
    work: bool = False
    negative: bool = False


def weekdays(first: str, last: str) -> frozenset[str]:
    """The days from one to another, over the end of the week where need be."""
    one, other = int(_BY_NUMBER[first]), int(_BY_NUMBER[last])
    return frozenset(str((number - 1) % 7 + 1) for number in range(one, other + 1 if other >= one else other + 8))


def claims(text: str, today: date, breaks: tuple[int, ...] = ()) -> tuple[Claim, ...]:
    """Every claim of a text about the days on which its product can be used."""
    if not _SAYS_GATE.search(text) or not _GATE.search(text):
        return ()
    return _claims(text, today, breaks)


@lru_cache(maxsize=2048)
def _claims(text: str, today: date, breaks: tuple[int, ...]) -> tuple[Claim, ...]:
    found: list[Claim] = []
    every = tuple(_tokens(text, today))
    for left, right in _parts(text, _told(text, breaks, every)) if every else ():
        tokens = tuple(one for one in every if left <= one.start and one.end <= right)
        if tokens and not _OTHER_SUBJECT.search(text, left, right):
            shop = _branch(text, left, right)
            found += (replace(one, shop=shop) for one in _of_part(text, left, right, tokens))
        elif not tokens and not _OTHER_SUBJECT.search(text, left, right):
            shut = _HOURS_SHUT.search(text, left, right)
            if shut is not None:
                found.append(Claim(start=shut.start(), end=shut.end(), says=Says.NO, days=frozenset((HOURS,))))
    return tuple(found)


def _branch(text: str, left: int, right: int) -> str:
    """The branch that a part of a clause speaks of, by its own words or the last one named before it."""
    named = [one["shop"] for one in _SHOP.finditer(text, clause_of(text, left)[0], right)]
    return "" if not named or _OWN_SHOP.search(named[-1]) else named[-1]


def _parts(text: str, breaks: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Stretches between marks; 、 parts them only where a statement ends before it. A bare (春节) joins the part after."""
    marks = sorted({*((one.start(), one.end()) for one in _SPLIT.finditer(text)), *((here, here) for here in breaks)})
    marks += [(one.end() - 1, one.end()) for one in re.finditer(f"(?:{_PREDICATE.pattern})、", text)]
    start = 0
    for mark_start, mark_end in sorted(marks):
        if mark_start > start:
            yield start, mark_start
        start = max(start, mark_end)
    if start < len(text):
        yield start, len(text)


def _told(text: str, breaks: tuple[int, ...], days: tuple[_Token, ...]) -> tuple[int, ...]:
    """The breaks between two statements: none inside a word, nor between days and what is said of them."""
    if not breaks:
        return ()
    words = [(one.start, one.end) for one in days]
    words += [one.span() for pattern in (_PREDICATE, _HOURS_SHUT) for one in pattern.finditer(text)]
    nearby = ((max(0, one.start - _HEAD), one.start) for one in days)
    heads = [pattern.search(text, *span) for span in nearby for pattern in (_HEAD_NO, _HEAD_YES)]
    words += [(head.start(), head.end() + 1) for head in heads if head is not None]
    inside = {here for start, end in words for here in range(start + 1, end)}
    outside = [here for here in breaks if here not in inside]
    edges = sorted({*outside, *(one.start() for one in _SPLIT.finditer(text)), len(text)})
    starts = sorted(one.start for one in days)
    kept: list[int] = []
    for here in outside:
        place = bisect_left(edges, here)
        left = max(here - _HEAD, edges[place - 1] if place else 0)
        right = min(here + _HEAD, edges[place + 1])
        before, after = (
            bisect_left(starts, to) - bisect_left(starts, from_) for from_, to in ((left, here), (here, right))
        )
        if not before or after or _PREDICATE.search(text, left, here) or not _PREDICATE.search(text, here, right):
            kept.append(here)
    return tuple(kept)


def _tokens(text: str, today: date) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        token = _token(match)
        if token is not None:
            yield token
    for span in ranges(text, today):
        names = _holidays_of(span)
        if names:
            yield _Token(span.start, span.end, names)


def _token(match: re.Match[str]) -> _Token | None:
    start, end = match.span()
    kind = match.lastgroup or ""
    if match["not_holiday"]:
        away = WEEKEND if "周末" in match.group() else frozenset((HOLIDAYS,))
        return _Token(start, end, away, negative=True)
    if match["range"]:
        return _Token(start, end, weekdays(match["first"], match["last"]))
    if match["list"]:
        return _Token(start, end, frozenset(_BY_NUMBER[one] for one in match["days"] if one in _BY_NUMBER))
    if match["named"]:
        names = {name for name, pattern in NAMED if re.match(pattern, match.group())}
        names |= {"国庆", "中秋"} if match.group() == "双节" else set()
        return _Token(start, end, frozenset(names or {"春节"}))
    plain = {"weekend": WEEKEND, "work": frozenset("12345")}
    days = plain.get(kind) or frozenset(
        ({"legal": LEGAL, "holiday": HOLIDAYS, "always": ALWAYS, "all_day": ALL_DAY}.get(kind, kind),)
    )
    return _Token(start, end, days, work=kind == "work")


def _holidays_of(span: DayRange) -> frozenset[str]:
    """The holidays that a few days take in; a whole season names none."""
    first, last = span.first or span.last, span.last
    if first.month != last.month or last.day - first.day > 10:
        return frozenset()
    return frozenset(
        name for (month, day), name in _ON_DAY.items() if first.month == month and first.day <= day <= last.day
    )


def _of_part(text: str, left: int, right: int, tokens: tuple[_Token, ...]) -> Iterator[Claim]:
    """The claims of one part: each group of days goes with the predicate behind it, or with the head before it."""
    if _ASKED.match(text, right) or _ASKED.search(text, left, right):
        return
    hours = _HOURS.search(_without_tokens(text, left, right, tokens)) is not None
    for group in _groups(text, left, right, tokens):
        claim = _claim(text, left, right, group, hours=hours)
        if claim is not None:
            yield claim


def _without_tokens(text: str, left: int, right: int, tokens: Iterable[_Token]) -> str:
    covered = {index for one in tokens for index in range(one.start, one.end)}
    return "".join(text[index] if index not in covered else "_" for index in range(left, right))


def _groups(text: str, left: int, right: int, tokens: tuple[_Token, ...]) -> Iterator[tuple[_Token, ...]]:
    """Days listed together: no predicate stands between them."""
    ordered = sorted(tokens, key=lambda one: one.start)
    group: list[_Token] = []
    for one in ordered:
        if group and _PREDICATE.search(text, group[-1].end, one.start):
            yield tuple(group)
            group = []
        group.append(one)
    if group:
        yield tuple(group)


def _claim(text: str, left: int, right: int, group: tuple[_Token, ...], *, hours: bool) -> Claim | None:
    start, end = group[0].start, group[-1].end
    before = text[left:start]
    if text[left - 1 : left] == "," and not before:
        before = text[max(0, left - 12) : left - 1] if _HEAD_NO.search(text[: left - 1]) else ""
    days = frozenset().union(*(one.days for one in group if not one.negative))
    away = frozenset().union(*(one.days for one in group if one.negative))
    work = any(one.work for one in group)
    if _OTHERS.search(before):
        return None
    only = _ONLY.search(before) is not None
    predicate = _PREDICATE.search(text, end, right)
    if away:
        return Claim(start=start, end=end, says=Says.NO, days=away, hours=hours) if only and not days else None
    if ALL_DAY in days and len(days) > 1:
        days = days - {ALL_DAY}
    if (
        ALWAYS in days
        and len(days) > 1
        and all(_TIME_LIKE.match(text, one.start) for one in group if ALWAYS in one.days)
    ):
        days = days - {ALWAYS}  # 周一到周五随时来: any time of these days
    if _TAKEN_OUT.search(before) and (_OUT.search(text, end, right) or predicate is None or predicate["yes"]):
        ends = _OUT.search(text, end, right)
        return Claim(start=start, end=ends.end() if ends else end, says=Says.NO, days=days, left_out=True, before=True)
    says = _says(before, predicate, only=only)
    if says is None and any(_ALONE.match(text, one.start) for one in group) and not _NOT_SO.search(before):
        says = Says.YES  # 不限时间, 随时来: nothing has to follow
    if says is None or (predicate is not None and _RATIONED.match(text, predicate.end())):
        return None
    if predicate is not None:
        end = predicate.end()
    out = predicate is not None and predicate.group() == "除外"
    return Claim(start=start, end=end, says=says, days=days, work=work, left_out=out, hours=hours)


def _says(before: str, predicate: re.Match[str] | None, *, only: bool) -> Says | None:
    if _HEAD_NO.search(before):
        return Says.NO
    if predicate is not None and predicate["no"]:
        return Says.NO if not only else None
    if only:
        return Says.ONLY
    return Says.YES if predicate is not None or _HEAD_YES.search(before) else None


# -- contradictions ----------------------------------------------------------------------------------------------------


def contradict(text: str, one: Claim, other: Claim) -> bool:
    """Whether two claims can't both hold. `text` is where both stand; empty when they stand in different texts."""
    yes, no = (one, other) if one.says is not Says.NO else (other, one)
    if yes.says is Says.NO:
        return False
    if no.says is Says.NO:
        return _against(text, yes, no)
    if Says.ONLY in (yes.says, no.says) and yes.says is not no.says and yes.shop == no.shop:
        only, free = (yes, no) if yes.says is Says.ONLY else (no, yes)
        return not only.hours and not free.hours and _beyond(only, free)
    return False


def _against(text: str, yes: Claim, no: Claim) -> bool:
    if yes.hours or no.hours or yes.shop != no.shop:
        return False
    if no.days == {HOURS}:
        return yes.days == {ALL_DAY}
    if no.before and (not text or sentence_of(text, no.start) == sentence_of(text, yes.start)):
        return False
    return any(_covers(have, miss, left_out=no.left_out) for have in yes.days for miss in no.days)


def _covers(have: str, miss: str, *, left_out: bool) -> bool:
    """Whether a day that can be used takes in one that can't."""
    if HOURS in (have, miss):
        return False
    if have in (ALWAYS, ALL_DAY) or miss == ALWAYS:
        return True
    if have in WEEK or miss in WEEK:
        return have == miss and not left_out
    if have == miss:
        return True
    if have == HOLIDAYS or miss == HOLIDAYS:
        return ALL_DAY not in (have, miss)
    if have == LEGAL:
        return miss in BY_LAW
    return miss == LEGAL and have in BY_LAW


def _beyond(only: Claim, free: Claim) -> bool:
    """Whether days are open that "only" leaves out. Holidays may fall on a day of the week, but are no working days."""
    if not only.days & WEEK or ALWAYS in only.days:
        return False
    if ALWAYS in free.days:
        return True
    if only.work and free.days & {HOLIDAYS, LEGAL} and not only.days & {HOLIDAYS, LEGAL}:
        return True
    return bool((free.days & WEEK) - only.days)
