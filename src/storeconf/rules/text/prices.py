"""The amounts of money in a text, and what each of them is: the price asked, the price before, a coupon's face value.

Every amount is read exactly, in fen, however it is spelt (98元, ９８块, ¥ 98.0, 2 9 8元, 九块九, 一百九十八元, 1,288). What it is
follows from its neighbours in the same phrase: first from what stands directly behind it (98元/位, 100元代金券), then from the
nearest word before it (原价, 满, 到手价), then from a verb behind it (98元抢), and last from its place (98元双人餐). The words
are in `data/price_cues.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from storeconf.rules.data import table
from storeconf.rules.text import numbers
from storeconf.rules.text.normal import Normal, normal
from storeconf.rules.text.patterns import lazy


class Kind(StrEnum):
    """What an amount is."""

    SELLING = "selling"
    """What the customer pays for the package."""
    ORIGIN = "origin"
    """The price before: 原价, 门市价, 划线价."""
    FACE = "face value"
    """What a coupon is worth at the till."""
    THRESHOLD = "threshold"
    """What has to be spent first."""
    GIFT = "gift"
    """The value of something that comes with it."""
    ADD_ON = "add-on"
    """The price of more than the package."""
    PER_UNIT = "per unit"
    PER_PERSON = "per person"
    DEPOSIT = "deposit"
    DISCOUNT = "discount"
    """How much is taken off, in yuan or as 折."""
    SURCHARGE = "surcharge"
    """A fee on top."""
    QUANTITY = "quantity"
    """No money at all: 5块鸡翅."""
    OTHER = "other"
    """Money that none of these words explains."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One amount in a text. `start` and `end` count characters of the original."""

    start: int
    end: int
    fen: int
    """Hundredths of a yuan; of a discount in 折 or a quantity, hundredths of the number."""
    kind: Kind
    cued: bool = False
    """A selling price by a word that says so, not only by its place."""
    marked: bool = True
    """Written with a currency: ¥98, 98元, 98块; not 现价98."""
    before: str = ""
    """The phrase up to the amount, from the previous amount on."""
    after: str = ""
    """What follows, up to the end of the phrase or the next amount."""
    subject: str = ""
    """What the phrase speaks of before its price word: 加一份毛肚 in 加一份毛肚只要28元."""


_CUES = table("price_cues")
_AFTER = {name: lazy(pattern) for name, pattern in _CUES["after"].items()}
_HARD = (
    ("range", Kind.OTHER),
    ("per_person", Kind.PER_PERSON),
    ("per_unit", Kind.PER_UNIT),
    ("deposit", Kind.DEPOSIT),
    ("face", Kind.FACE),
    ("gift", Kind.GIFT),
    ("threshold", Kind.THRESHOLD),
    ("discount", Kind.DISCOUNT),
    ("surcharge", Kind.SURCHARGE),
    ("add_on", Kind.ADD_ON),
)
"""What decides from behind, whatever stands before."""


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _kinds(section: str) -> Mapping[str, Kind]:
    return {word: Kind[name.upper()] for name, words in _CUES[section].items() for word in words}


_LEFT_KINDS, _NEAR_KINDS = _kinds("left"), _kinds("near")
_LEFT = lazy(_any_of(_LEFT_KINDS))
_FILLER = r"(?:[:：(\[【「『“\"'‘= ]|为|约|大概|大约|共计?|合计|一共|总共|直播间|统一|均|都|也|直接|是|人民币)"
_ADJACENT = lazy(f"(?:{_any_of(_LEFT_KINDS)}){_FILLER}*$")
_FILLED = lazy(f"{_FILLER}+$")
_NEAR = lazy(f"({_any_of(_NEAR_KINDS)})$")
_NOT_NEAR = lazy(
    r"(?:参加|更加|添加|附加|追加|[配外派]送|滋补|大补|进补|[全本外]省|圆满|爆满|小满|饱满|时代|年代|现代|当代|古代|后代|相当|应当|减脂|"
    r"[不无](?:满|减|加)|不会加|特别|恩惠|互惠|优惠|实惠|避免|至少|没有|所有|拥有|美满|丰满)$"
)
_BARE_NEAR = frozenset("满减代抵省送") | {"价格", "仅", "才", "价", "限时", "团购", "现在", "→", "->", "低价"}
_EXCHANGE, _CLOSE = frozenset("代当顶得换兑"), 3
"""Words that mean a face value only right behind another amount: 88元可得100元."""
_GUARDS = tuple((Kind[name.upper()], lazy(_any_of(words))) for name, words in _CUES["guard"].items())
_PAST = lazy(_CUES["past"])
_HARMLESS = lazy(
    "升级[版款后]|(?:全新|重磅|焕新|品质|菜单|环境|再次|全面|福利)升级|免费?(?:停车|升级|加|续杯|送)|[含免无不送]+(?:收|含|需)?(?:锅底费|餐具|茶位|服务费|配送费|开瓶费?|包间费|调料|小料|纸巾|饮料|"
    "饮品|酒水|续杯)|不(?:加收|另收)|(?:无需|不用|不需要?)加[购价人收]|[比跟较](?:外面|别家|隔壁|同行|美团|淘宝)[^,]{0,4}(?:便宜|划算|低)|其他(?:人|都|不)"
)
_EARLIER = lazy(
    "另有|另售|另购|其[他它](?:套餐|单品|菜品)|单点|单买|加购|换购|加一[份位个]|再加|加人|加菜|加钟|续时|超时|升级|儿童票?|第二[份件杯位]"
)
_PLACED_BEFORE = lazy(_CUES["place"]["before"])
_BRACKETED = lazy(r"[(【\[「『][^()【】\[\]「」『』]*[)】\]」』]")
_PHRASE_END = lazy(r"[,，。;；!！?？\n|]")
_PIECE = lazy(_CUES["piece"]["nouns"])
_MEASURE = lazy(_CUES["bare"]["measure"])
_VERBS = lazy(_CUES["bare"]["verbs"])
_LATE_VERBS = lazy(_CUES["bare"]["late_verbs"])
_DATES = lazy(_CUES["bare"]["dates"])
_DAY_LIKE = lazy(r"(?:[1-9]|1[0-2])\.(?:[1-9]|[12][0-9]|3[01])$")
_YEAR = lazy(r"(?:19|20)[0-9]{2}$")
_NO_AMOUNT = lazy("[第./v@#~]$|[0-9]:$|-$(?<!->)")
_FOOD = lazy(r"[\u4e00-\u9fff]")

_MONEY_UNIT = (
    r"块钱|元钱|块|元(?!旦(?!旦)|宵(?!夜)|气(?!泡)|素(?![面食菜饺包馅])|祖|宝(?![宝贝妈])|年(?![卡费货夜糕票])|月(?![饼子卡季嫂])|件(?!件))|圆整|圆(?![子桌满通领形饼缘梦珠周盘月脸润白])|"
    r"rmb|cny|人民币|毛钱|角钱|¥"
)
_CANDIDATE = lazy(
    rf"(?:(?P<mark>¥|rmb|cny|人民币):? ?)?(?<![0-9.])(?P<number>{numbers.NUMBER})(?: ?(?P<unit>{_MONEY_UNIT}|折))?",
    re.ASCII,
)
_GATE = lazy(rf"[0-9]|[{numbers.HAN_DIGITS}十百千][元块]|[十百千][{numbers.HAN_DIGITS}]")
_SMALL = {"毛钱", "角钱"}
_TAIL_DIGIT = "[0-9零一二三四五六七八九]"
_TAIL = lazy(
    rf"(?P<said>{_TAIL_DIGIT}[毛角](?:{_TAIL_DIGIT}分?)?(?![0-9])|"
    rf"(?:[0-9]{{1,2}}|[零一二三四五六七八九]{{1,2}})(?!{_CUES['tail']['counted']})|半(?!{_CUES['tail']['half']}))钱?"
)
_TAIL_OF_YUAN = lazy(
    rf"(?P<said>{_TAIL_DIGIT}[毛角](?:{_TAIL_DIGIT}分?)?|[0-9](?=$|[,，。;；!！?？\n)】抢秒团吃享拿带]))"
)
_VAGUE_BEFORE = lazy("[几数好上近超][百千]?$|好几$|[0-9]$")
_PIECES_FROM = 20
"""From here on, 块 without any cue means money: nobody sells 98 pieces."""


@lru_cache(maxsize=4096)
def mentions(raw: str, *, html: bool = False, title: bool = False) -> tuple[Mention, ...]:
    """The amounts in a text, in order. In a title an amount that no word explains is taken as the price asked."""
    return tuple(_mentions(normal(raw, html=html), title))


def picture_prices(raw: str) -> tuple[Mention, ...]:
    """The prices that the words in a picture state: 只要39.9元, ¥98, 9块9, 到手价98. Neither 3.8折 nor 16年老店."""
    prices = (Kind.SELLING, Kind.ORIGIN)
    found = mentions(raw, title=True)
    return tuple(one for one in found if one.kind in prices or (one.marked and one.kind is not Kind.QUANTITY))


# -- amounts -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number that may be money, in a plain view."""

    start: int
    number_end: int
    end: int
    value: Decimal
    marked: bool
    unit: str


def _mentions(text: Normal, title: bool) -> Iterator[Mention]:
    if not _GATE.search(text.squashed.text):
        return
    view = numbers.plain(text)
    plain = view.text
    amounts = [one for one in _amounts(plain) if one.marked or _may_be_bare(plain, one, title)]
    previous = 0
    for index, one in enumerate(amounts):
        limit = amounts[index + 1].start if index + 1 < len(amounts) else len(plain)
        kind, cued, subject = _classified(plain, one, previous, limit, title)
        start, end = view.raw_span(one.start, one.end)
        fen = int(one.value * 100)
        yield Mention(
            start,
            end,
            fen,
            kind,
            cued=cued,
            marked=one.marked and one.unit != "折",
            before=_before(plain, previous, one.start),
            after=_after(plain, one.end, limit),
            subject=subject,
        )
        if one.unit != "折" and kind is not Kind.QUANTITY:
            previous = one.end


def _amounts(plain: str) -> Iterator[_Amount]:
    """Numbers with a currency, discounts in 折, and bare numbers of two digits or signs at least."""
    for found in _CANDIDATE.finditer(plain):
        unit, marked = found["unit"] or "", bool(found["mark"] or found["unit"])
        value = numbers.value(found["number"])
        if value is None or _VAGUE_BEFORE.search(plain, max(0, found.start() - 3), found.start()):
            continue
        if unit == "元" and found["number"] == "三" and plain[found.end() : found.end() + 1] in ("桥", "里", "村"):
            continue
        if not marked and not _is_long(found["number"]):
            continue
        end = found.end()
        if unit in _SMALL:
            value /= 10
        elif unit in ("块", "元") and (said := (_TAIL if unit == "块" else _TAIL_OF_YUAN).match(plain, end)):
            more = numbers.tail(said["said"])
            value, end = (value + more, said.end()) if more is not None and value % 1 == 0 else (value, end)
        if value * 100 == int(value * 100):
            yield _Amount(found.start(), found.end("number"), end, value, marked, unit)


def _is_long(number: str) -> bool:
    """Whether a number may be an amount without a currency: 98, 9.9, 九十九; not 三 or 万."""
    return number[0].isdigit() or (len(number) > 1 and any(one in "十百千点" for one in number))


def _may_be_bare(plain: str, one: _Amount, title: bool) -> bool:
    """Whether a number without a currency is money: by a price word before it, or by a verb behind it."""
    if one.marked:
        return True
    number, after = plain[one.start : one.end], plain[one.end : one.end + 12]
    if _YEAR.fullmatch(number) or _NO_AMOUNT.search(plain, max(0, one.start - 2), one.start):
        return False
    before = _before(plain, 0, one.start)
    if not _MEASURE.match(after):
        if _ADJACENT.search(before):
            return True
        near = _near(before)
        if near in _BARE_NEAR and (one.value >= 5 or near in ("减", "代", "抵")):
            return True
    if _AFTER["per_person"].match(after) and after.startswith("/"):
        return True
    if _VERBS.match(after) or (one.value >= 9 and _LATE_VERBS.match(after)):
        return (not _DATES.match(after) and not plain[one.start - 1 : one.start].isalnum()) or bool(
            _ADJACENT.search(before)
        )
    return title and _is_tagged(number, after, plain[max(0, one.start - 1) : one.start])


def _is_tagged(number: str, after: str, before: str) -> bool:
    """Whether a bare 19.9 in a title is its price: 19.9柠檬水, 【29.9】双人餐; but 6.18大促, 1.5升, V2.0."""
    if "." not in number or not number[0].isdigit() or not number.endswith(("9", "8", "5", "6")):
        return False
    if before.isascii() and before.isalnum():
        return False
    if _MEASURE.match(after) or _DATES.match(after) or (_DAY_LIKE.fullmatch(number) and not number.endswith(".9")):
        return False
    return not after or bool(_FOOD.match(after)) or after[0] in "】])）"


# -- what an amount is -------------------------------------------------------------------------------------------------


def _classified(plain: str, one: _Amount, previous: int, limit: int, title: bool) -> tuple[Kind, bool, str]:
    """Kind, whether a word says that it is the price asked, and what the phrase speaks of."""
    if one.unit == "折":
        return Kind.DISCOUNT, False, ""
    before, after = _before(plain, previous, one.start), _after(plain, one.end, limit, behind=12)
    kind, cued, subject = _by_words(before, after, title)
    if one.unit == "块" and one.end == one.number_end + 1 and _is_piece(one, kind, before, after):
        return Kind.QUANTITY, False, subject
    if kind is Kind.SELLING and cued:
        guard = _guard(plain, previous, one, subject, title)
        return (guard, False, subject) if guard is not None else (kind, True, subject)
    if kind is not None:
        return kind, cued, subject
    return _by_place(before, after, title), False, subject


def _before(plain: str, previous: int, start: int) -> str:
    """The phrase before an amount, from the previous amount on, without what stands in closed brackets."""
    ends = [found.end() for found in _PHRASE_END.finditer(plain, max(previous, start - 24), start)]
    begin = max(previous, start - 24, *ends[-1:])
    phrase = plain[begin:start]
    if previous and begin == previous and (told := _AFTER["face"].match(phrase)):
        # In 100元代金券88元 the coupon belongs to the amount before.
        phrase = phrase[told.end() :]
    return _BRACKETED.sub("", phrase) if ")" in phrase or "】" in phrase or "]" in phrase else phrase


def _after(plain: str, end: int, limit: int, behind: int = 16) -> str:
    found = _PHRASE_END.search(plain, end, min(limit, end + behind))
    stop = found.start() if found else min(limit, end + behind)
    # The next amount's own number has to be seen: 88元代100, 98-128元.
    return plain[end : max(stop, min(end + 3, len(plain)) if found is None else stop)]


def _by_words(before: str, after: str, title: bool) -> tuple[Kind | None, bool, str]:
    left = _nearest(before)
    kind = _LEFT_KINDS[left.group()] if left is not None else None
    behind = _behind(after, kind)
    if behind is not None:
        return behind, False, ""
    near = _near(before)
    if left is not None and len(left.group()) > len(near) and left.end() == len(before):
        near = ""  # 只收 tells more than its last character.
    near_kind = _NEAR_KINDS.get(near)
    if near_kind is not None and near_kind not in (Kind.SELLING, Kind.OTHER):
        return near_kind, False, ""
    if left is not None:
        return kind or Kind.OTHER, kind is Kind.SELLING, before[: left.start()]
    if _AFTER["other"].match(after) or (near_kind is Kind.OTHER):
        return Kind.OTHER, False, ""
    if near_kind is Kind.SELLING:
        return Kind.SELLING, True, before[: len(before) - len(near)]
    if _AFTER["from"].match(after):
        return (None if title else Kind.OTHER), False, before
    if _AFTER["selling"].match(after):
        return Kind.SELLING, True, before
    return None, False, before


def _behind(after: str, left: Kind | None) -> Kind | None:
    """What directly follows an amount decides; but 团购价98元/份 is what one package costs."""
    for name, kind in _HARD:
        if _AFTER[name].match(after):
            whole = kind is Kind.PER_UNIT and left is Kind.SELLING and _AFTER["package"].match(after)
            return None if whole else kind
    return None


def _nearest(before: str) -> re.Match[str] | None:
    """The last word before an amount that tells what it is."""
    last = None
    for found in _LEFT.finditer(before):
        last = found
    return last


def _near(before: str) -> str:
    """The word directly before an amount that means something only there; empty when it is part of another word."""
    stripped = _FILLED.sub("", before)
    for text in (before, stripped):
        found = _NEAR.search(text)
        if found and not _NOT_NEAR.search(text) and (found.group(1) not in _EXCHANGE or len(text) <= _CLOSE):
            return found.group(1)
    return ""


def _guard(plain: str, previous: int, one: _Amount, subject: str, title: bool) -> Kind | None:
    """What the phrase speaks of when it is not the package: 加一份毛肚只要28元, 另有四人餐仅需198元."""
    phrase = _HARMLESS.sub("", subject)
    for kind, pattern in _GUARDS:
        # A title names its own product: 成人票只要98元.
        if not (title and kind is Kind.OTHER) and pattern.search(phrase):
            return kind
    if _PAST.search(phrase):
        return Kind.OTHER
    if _AFTER["not_included"].match(plain, one.end):
        return Kind.ADD_ON
    if len(subject.strip()) <= 1:
        earlier = _HARMLESS.sub("", plain[max(previous, one.start - 30) : one.start])
        clause = re.split(r"[。;；!！\n]", earlier)[-1]
        if _EARLIER.search(clause):
            return Kind.ADD_ON
    return None


def _by_place(before: str, after: str, title: bool) -> Kind:
    if _AFTER["one"].match(after) and not title:
        return Kind.PER_UNIT
    alone = not before.strip() and not after.strip()
    if title or alone or _AFTER["placed"].match(after) or (_PLACED_BEFORE.search(before) and not after.strip()):
        return Kind.SELLING
    return Kind.OTHER


def _is_piece(one: _Amount, kind: Kind | None, before: str, after: str) -> bool:
    """Whether 块 counts pieces or means together: 5块装, 3块鸡翅, 一块吃; but 只要5块, 98块双人餐."""
    if kind is not None and kind is not Kind.OTHER:
        return one.value == 1 and not _near(before) and not _nearest(before)
    of_pieces, placed = bool(_PIECE.match(after)), bool(_AFTER["placed"].match(after))
    return of_pieces or not placed if one.value < _PIECES_FROM else of_pieces and not placed
