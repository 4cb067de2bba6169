"""Phone numbers: mobiles, landlines with area codes, 400 and 800 lines, short codes, and what only pretends to be one.

Reads the surface form, where digits are half-width and every dash is `-`. A running text is full of numbers that are no
phones (dates, prices, opening hours, orders): there a landline needs an area code in use, and anything that is no whole
number counts only right behind a word such as 电话.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from storeconf.rules.data import table
from storeconf.rules.text.patterns import lazy


class Kind(StrEnum):
    """What a number is."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    HOTLINE = "hotline"
    """400 and 800 lines."""
    LOCAL = "local"
    """A landline without its area code: reachable from the same city only."""
    SHORT = "short"
    """110, 12315, 95xxx: a line of somebody, never a shop's own."""
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Phone:
    """One number as it stands in a text."""

    kind: Kind
    digits: str
    """Digits alone, without the country code; a landline with its area code and zero. What isn't digits, as written."""
    start: int
    end: int
    parted: bool = False
    """A landline with something between area code and number, or inside the number."""


_AREA = r"0(?:10|2\d|[3-9]\d{2})"
_ABROAD = r"(?:10|2\d|[3-9]\d{2})"
_COUNTRY = r"(?:(?:\+|00)\s?86|(?<!\d)86(?=[\s\-]|0\d{9}))"
_GAP = r"[\s\-.·•_~/—|)(]{0,4}"
_NUMBER = lazy(
    rf"(?<![\da-z.])(?<!\d-)"
    rf"(?:(?P<mobile>(?:{_COUNTRY}[\s\-]*|86(?=1[3-9]\d{{9}}(?!\d)))?1[3-9]\d(?:[\s\-.]{{0,2}}\d){{8}})|"
    rf"(?P<hotline>[48]00(?:[\s\-.]{{0,2}}\d){{7}})|"
    rf"(?P<landline>(?:{_COUNTRY}[\s\-]*)?[(\[]?(?P<area>{_AREA}|(?<=[\s\-6(]){_ABROAD}(?=\D|\d{{8}}))(?P<gap>{_GAP})"
    rf"(?P<local>[2-9]\d{{2,3}}(?:[\s\-.·]{{0,2}}\d){{4}}|[2-9](?:[\s\-]{{0,2}}\d){{6,7}})))(?!\d)"
)
_EXTENSION = lazy(r"\s*(?:转|分机|ext\.?|-|,|#)\s*\d{1,6}(?!\d)")
_COUNTRY_CODE = lazy(r"^(?:\+|00)?\s?86[\s\-]*(?=[(\[0-9])")
_HOURS = lazy(r"^0\d[0-5]\d\D{1,3}[0-2]\d[0-5]\d[\s\-.]")
_DAY = lazy(r"^20[1-4]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$")
_CUE_BEFORE = lazy(r"(?:电话|热线|座机|专线|客服|tel|phone|致电|拨打|来电|咨询|预约|联系|订座|订位)[^\d]{0,6}$")
_CLOCK = lazy(r"\d{1,2}:\d{2}(?:\s*[-~至到]\s*(?:次日)?\d{1,2}:\d{2})?")
_MASKED = lazy(r"[\dx*×?○〇●\-]*(?:[x×*?○〇●]){2,}[\dx×*?○〇●\-]*")
_RUN = lazy(r"\+?\d(?:[\s\-]?\d)*")
_SHORT = lazy(r"1(?:1[0-9]|2[0-9]|00\d{2}|2\d{3}|6\d{3})|9[56]\d{3,6}")
_TOO_SHORT = 5
_WHOLE = 7
_CITY_NUMBER = 8


def digits_of(text: str) -> str:
    """The digits of a number as one compares them: no country code, no separators."""
    return "".join(one for one in _COUNTRY_CODE.sub("", text.strip()) if one.isdigit())


@lru_cache(maxsize=1)
def _areas() -> frozenset[str]:
    codes = table("area_codes")
    return frozenset(f"0{code}" for name in ("short", "long") for code in codes[name])


# -- whole numbers -----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def phones(text: str) -> tuple[Phone, ...]:
    """The numbers of a running text that are phones beyond doubt, in order."""
    found = (_phone(one) for one in _NUMBER.finditer(text))
    return tuple(one for one in found if one is not None and _in_prose(text, one))


def _phone(found: re.Match[str]) -> Phone | None:
    """One match as a phone. A landline of a big city with a digit missing is an invalid one."""
    start, end = found.span()
    if found["mobile"]:
        return Phone(Kind.MOBILE, digits_of(found["mobile"])[-11:], start, end)
    if found["hotline"]:
        return Phone(Kind.HOTLINE, re.sub(r"\D", "", found["hotline"]), start, end)
    area, local = found["area"], re.sub(r"\D", "", found["local"])
    abroad = not area.startswith("0")
    if abroad and not _COUNTRY_CODE.match(found["landline"]):
        return None
    area = f"0{area}" if abroad else area
    kind = Kind.INVALID if len(area) == len("010") and len(local) < _CITY_NUMBER else Kind.LANDLINE
    if ")" not in found["gap"] and found["landline"][0] in "([":
        start = found.start("area")  # (0571 88001234: the bracket is the sentence's
    return Phone(kind, area + local, start, end, parted=bool(found["gap"]) or not found["local"].isdigit())


def _in_prose(text: str, phone: Phone) -> bool:
    if phone.kind not in (Kind.LANDLINE, Kind.INVALID):
        return True
    area = phone.digits[:3] if phone.digits[1] in "12" else phone.digits[:4]
    if area not in _areas():
        return False
    written = text[phone.start : phone.end]
    doubtful = _HOURS.match(written) or _DAY.match(phone.digits[len(area) :]) or phone.kind is Kind.INVALID
    return not doubtful or _CUE_BEFORE.search(text, max(0, phone.start - 12), phone.start) is not None


# -- the phone field ---------------------------------------------------------------------------------------------------


def in_field(text: str) -> tuple[Phone, ...]:
    """Everything in a field for phones: whole numbers first, then what is left and should have been one."""
    whole = tuple(one for one in map(_phone, _NUMBER.finditer(text)) if one is not None)
    rest = list(text)
    for one in whole:
        after = _EXTENSION.match(text, one.end)
        end = after.end() if after is not None and one.kind in (Kind.LANDLINE, Kind.HOTLINE) else one.end
        rest[one.start : end] = " " * (end - one.start)
    left = _CLOCK.sub(lambda found: " " * len(found.group()), "".join(rest))
    broken = tuple(_broken(left, lone=not whole))
    if whole or broken:
        return tuple(sorted((*whole, *broken), key=lambda one: one.start))
    stripped = text.strip()
    if not stripped:
        return ()
    start = text.index(stripped)
    return (Phone(Kind.INVALID, stripped, start, start + len(stripped)),)


def _broken(left: str, *, lone: bool) -> Iterator[Phone]:
    """Numbers that are none. Beside a whole number, a few digits are an extension or a floor."""
    masks = [found.span() for found in _MASKED.finditer(left)]
    yield from (Phone(Kind.INVALID, left[start:end], start, end) for start, end in masks)
    for found in _RUN.finditer(left):
        if any(start < found.end() and found.start() < end for start, end in masks):
            continue
        parts = found.group().split()
        if len(parts) > 1 and all(len(digits_of(part)) >= _WHOLE for part in parts):
            spans = [(one.start() + found.start(), one.group()) for one in re.finditer(r"\S+", found.group())]
        else:
            spans = [(found.start(), found.group())]
        for start, part in spans:
            digits = digits_of(part)
            if lone or len(digits) >= _TOO_SHORT:
                yield Phone(_kind(digits), digits, start, start + len(part))


def _kind(digits: str) -> Kind:
    """What a run of digits is that no pattern of a whole number takes."""
    if _SHORT.fullmatch(digits):
        return Kind.SHORT
    local = len(digits) in (_WHOLE, _CITY_NUMBER) and digits[0] in "2345678" and len(set(digits)) > 1
    return Kind.LOCAL if local and digits not in "23456789" else Kind.INVALID


# -- broken numbers in a running text ------------------------------------------------------------------------------

_SAID = lazy(
    r"(?P<cue>(?P<own>(?:客服|联系|咨询|订座|订位|订餐|预约|预订|预定|服务|门店|本店|店内|店铺|商家|前台|总台|售后|投诉|商户)(?:电话|热线|专线|手机|座机|号码))|"
    r"电话|热线|座机|专线|致电|拨打|(?<![a-z])(?:tel|phone)(?![a-z]))(?:号码?|\([^()]{1,6}\))?[\s:是为→>👉📞☎]*(?:请?拨打?)?[\s:]*"
    r"(?P<number>\+?[(]?\d[\d\s\-()]{3,24}|[\dx*×?○〇\-]*[x×*○〇]{3,}[\dx×*○〇\-]*|"
    r"(?:待(?:定|补充?|填写?|更新|完善|确认|公布)|暂无|未填写?|tbd|无(?=[,。;\s)]|$)))"
)
_UNIT = lazy(r"\s*(?:元|块|分|小时|天|人|折|楼|层|点|年|月|日|:\d|%|次|张|份|个|家|秒|周|室|座|栋|、\d{1,2}楼)")
_OF_OTHERS = lazy(r"\s*(?:的|用户|顾客|客人|会员|市民|消费者)")
_EXAMPLES = frozenset({"12345", "10086", "10010", "10000"})


def broken(text: str) -> Iterator[Phone]:
    """What stands right behind 电话 and is no phone: too few digits, 待补充. Public hotlines are left alone."""
    whole = phones(text)
    starts = [one.start for one in whole]
    for found in _SAID.finditer(text):
        start, end = found.span("number")
        if _meets(whole, starts, start, end):
            continue
        written = found["number"].rstrip(" -()\n")
        end = start + len(written)
        if _UNIT.match(text, end) or _OF_OTHERS.match(text, end):
            continue
        digits = digits_of(written)
        if not any(one.isalpha() or one in "*×?○〇" for one in written):
            if len(digits) < _TOO_SHORT or _is_hours(written):
                continue
            kind = _kind(digits)
            if kind is Kind.SHORT and not (digits in _EXAMPLES and found["own"]):
                continue
            yield Phone(Kind.INVALID if kind is Kind.SHORT else kind, digits, start, end)
        else:
            yield Phone(Kind.INVALID, written, start, end)


def _meets(whole: tuple[Phone, ...], starts: list[int], start: int, end: int) -> bool:
    """Whether a stretch meets one of the numbers, which stand in order and apart: only the last before its end can."""
    last = bisect_right(starts, end - 1) - 1
    return last >= 0 and start < whole[last].end


def _is_hours(written: str) -> bool:
    """0930-2130, 20260309, 2026-03-09: a time or a day behind 电话."""
    return bool(re.fullmatch(r"[0-2]?\d[0-5]\d\s*-\s*[0-2]?\d[0-5]\d|20[1-4]\d-?[01]\d-?[0-3]\d", written))
