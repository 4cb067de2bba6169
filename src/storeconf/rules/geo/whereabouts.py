"""Where a text says that the shop is.

A city's name alone says little: 长沙路 is a street, 北京烤鸭 a dish, 武汉热干面双人餐 is eaten anywhere, 距上海虹桥10分钟 is near. It
says where the shop is when it is marked (南京市, 【南京】, 南京新街口店) or when it stands before what is sold there (南京双人餐).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from storeconf.rules.data import table
from storeconf.rules.geo.cities import City, known
from storeconf.rules.text.patterns import lazy

_LONGEST_PRAISE = 5
_OPENS, _CLOSES = "【[（(《<", "】]）)》>"
_STREET = lazy(
    "(?:[东西南北中]|[一二三四五六七八九十0-9]{1,2})?(?:路|街|大道|道|巷|弄|里(?![巴屯])|桥|胡同|新?村|小区|花园|大厦|苑|公馆|会馆)|大?饭店|大?酒楼|酒家|宾馆"
)
_IS_CITY = lazy("市(?![场集井民肆面价长])")
_BRANCH = lazy("([^【】\\[\\]（）()《》,，。;；:：+送\n]{0,8}?)(?<![酒饭])店(?![长员里内庆铺])")
_STOPS = lazy("[【】\\[\\]（）()《》,，。;；:：+＋\n!！?？送赠]")
_KITCHENS = tuple("面粉鱼鸡鸭肉饭饼粥汤锅串茶酒菜饺奶糕糖果")
_MANNERED = lazy("主题|风格|风情|风味|特色|口味|味道")
_SHORT_MARK = lazy("(?:站|专享|限定|通用|专属|地区|门店|各店|店|专场|同城|市)?")
_LIMITED = lazy("(?:仅限|只限|限|仅|只能|只可|仅可|适用于?|可在|仅支持|只支持)(?:在|于|到)?(?:我们|本店|本品牌)?$")
_USED = lazy(
    "(?:市|地区|区域|当地|本地|市区|全市|各|全部|所有|指定|的)*(?:门店|各店|店|地区|市内|市区)[^,，。;；]{0,6}|市"
)
_STANDS = lazy("(?:地址|店址|位置|坐落于?|位于|坐标|开在)[:：是为在]*(?:中国)?(?:[一-鿿]{2,4}省)?$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A city's name in a text; `places`: it says where the shop is."""

    start: int
    end: int
    city: City
    places: bool


@dataclass(frozen=True, slots=True)
class _Words:
    names: re.Pattern[str]
    containing: re.Pattern[str]
    longest: int
    vague: frozenset[str]
    elsewhere: tuple[str, ...]
    manner: re.Pattern[str]
    sold: re.Pattern[str]
    food: re.Pattern[str]
    craft: dict[str, re.Pattern[str]]


def _any_of(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@lru_cache(maxsize=1)
def _words() -> _Words:
    cities = table("cities")
    reading = cities["reading"]
    names = [city for province in cities["provinces"].values() for city in province] + reading["towns"]
    return _Words(
        names=re.compile(_any_of(names)),
        containing=re.compile(_any_of(reading["containing"])),
        longest=max(map(len, reading["containing"])),
        vague=frozenset(reading["vague"]),
        elsewhere=tuple(reading["elsewhere"]),
        manner=re.compile(_any_of(reading["manner"])),
        sold=re.compile(_any_of(reading["sold_there"])),
        food=re.compile(_any_of(reading["food_is_style"])),
        craft={city: re.compile(_any_of(words)) for city, words in reading["craft"].items()},
    )


def in_title(text: str) -> Iterator[Mention]:
    """The cities that a squashed title names."""
    for mention in _mentions(text):
        yield Mention(mention.start, mention.end, mention.city, _places(text, mention))


def in_copy(text: str) -> Iterator[Mention]:
    """The cities that running text names; it places the shop only in so many words: 仅限南京门店使用, 地址：南京市…."""
    for mention in _mentions(text):
        before, after = text[max(0, mention.start - 14) : mention.start], text[mention.end : mention.end + 16]
        limited = _LIMITED.search(before) is not None and _USED.match(after) is not None
        stands = _STANDS.search(before) is not None
        yield Mention(mention.start, mention.end, mention.city, limited or stands)


def _mentions(text: str) -> Iterator[Mention]:
    """Names that stand as such: no part of a longer word and no street."""
    words, cities = _words(), known()
    for found in words.names.finditer(text):
        start, end = found.span()
        if _is_part(words, text, start, end) or _STREET.match(text, end):
            continue
        yield Mention(start, end, cities[found.group()], places=False)


def _is_part(words: _Words, text: str, start: int, end: int) -> bool:
    left = max(0, start - words.longest)
    for found in words.containing.finditer(text, left, end + words.longest):
        if found.start() <= start and end <= found.end():
            return True
        if found.start() > start:
            return False
    return False


def _places(text: str, mention: Mention) -> bool:
    start, end, name = mention.start, mention.end, text[mention.start : mention.end]
    if _comes_from_elsewhere(text, start):
        return False
    if _IS_CITY.match(text, end) or _is_bracketed(text, start, end):
        return True
    if name in _words().vague:
        return False
    return _is_branch(text, end) or _is_sold(text, end, name)


def _comes_from_elsewhere(text: str, start: int) -> bool:
    return text[max(0, start - 3) : start].endswith(_words().elsewhere)


def _is_bracketed(text: str, start: int, end: int) -> bool:
    """【南京】, [南京站], (南京店); (重庆) behind a dish names its manner."""
    if start == 0 or text[start - 1] not in _OPENS:
        return False
    mark = _SHORT_MARK.match(text, end)
    close = mark.end() if mark is not None else end
    if text[close : close + 1] not in tuple(_CLOSES):
        return False
    plain = close == end and text[start - 1] in "(（"
    return not (plain and _words().food.search(text))


def _is_branch(text: str, end: int) -> bool:
    """南京店, 南京新街口店; but 北京烤鸭店 is a trade."""
    found = _BRANCH.match(text, end)
    if found is None:
        return False
    words, gap = _words(), found.group(1)
    manner = words.manner.match(gap)
    if (manner is not None and len(manner.group()) > 1) or gap.endswith(_KITCHENS):
        return False
    return not any(len(dish) > 1 for dish in words.food.findall(gap))


def _is_sold(text: str, end: int, name: str) -> bool:
    """What is sold stands behind the name, or behind a few characters of praise."""
    words = _words()
    stop = _STOPS.search(text, end)
    right = stop.start() if stop is not None else len(text)
    found = words.sold.search(text, end, min(right, end + _LONGEST_PRAISE + 5))
    if found is None or found.start() - end > _LONGEST_PRAISE or not _is_free(text[end : found.start()]):
        return False
    craft = words.craft.get(name)
    return craft is None or craft.search(text, end, found.end() + 1) is None


def _is_free(gap: str) -> bool:
    """Whether nothing between says that only the manner, or a dish, is meant: 上海风情下午茶."""
    words = _words()
    return (
        words.manner.match(gap.replace("人民", "")) is None
        and _MANNERED.search(gap) is None
        and words.food.search(gap) is None
    )
