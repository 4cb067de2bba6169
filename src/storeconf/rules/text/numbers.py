"""Numbers as merchants write them: 198, 1,288, ２９８, 2 9 8, 9·9, 一百九十八, 一百二, 1千2, 十九点九. Exact, never floating.

`plain(normal)` gives a view in which a number is one run of digits; `NUMBER` finds numbers in it and `value` reads one.
Amounts said with their coin in the middle (9块9, 二十九块九) are read by `tail`.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from storeconf.rules.text.normal import Normal, View, is_han
from storeconf.rules.text.patterns import lazy

_DIGITS = {one: value for value, ones in enumerate(("零〇", "一壹", "二贰两", "三叁", "四肆")) for one in ones}
_DIGITS |= {one: value for value, ones in enumerate(("五伍", "六陆", "七柒", "八捌", "九玖"), start=5) for one in ones}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TEN, _TEN_THOUSAND = 10, 10_000
_LATIN_UNITS = {"百": 100, "千": 1000, "k": 1000, "万": _TEN_THOUSAND, "w": _TEN_THOUSAND}

HAN_DIGITS = "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
HAN_NUMBER = f"[{HAN_DIGITS}十百千万拾佰仟廿]+(?:点[{HAN_DIGITS}]{{1,2}})?"
ARABIC_NUMBER = r"[0-9]+(?:\.[0-9]+)?(?:[百千万](?:[1-9](?![0-9]))?|[kw](?![a-z]))?"
NUMBER = f"(?:{ARABIC_NUMBER}|{HAN_NUMBER})"
"""The source of a pattern for one number in a plain view."""

_ARABIC = lazy(r"([0-9]+(?:\.[0-9]+)?)(?:([百千万kw])([1-9])?)?")
_JOINED = lazy(r"(?<![0-9a-z.,:/-])[0-9](?: ?\. ?[0-9]| [0-9])+(?![0-9])")
_SPREAD = lazy(r"[0-9](?: [0-9])*(?: ?\. ?[0-9](?: [0-9])*)?")
_NUMBERED = lazy(r"(?:套餐|组合|方案|第|款|桌|号|[a-z])$")
_GROUPED = lazy(r"(?<![0-9.])([0-9]{1,3})((?:,[0-9]{3})+)(?![0-9])")
_RARE = lazy(r"[^\x00-\x7f¥㐀-鿿\u3001-\u3011“”‘’…]")
"""What is neither ASCII, nor a Chinese character, nor a usual mark; only there dots and emoji are looked for."""
_MIDDLE_DOTS = "·•・‧∙⋅"
_COINS = "💰💴💵💲"


def value(text: str) -> Decimal | None:
    """The number that a text writes; None when it writes none, or an inexact one (三五十, 七八)."""
    found = _ARABIC.fullmatch(text)
    if found is None:
        return _han(text)
    digits, unit, more = found.groups()
    if unit is None:
        return Decimal(digits)
    size = _LATIN_UNITS[unit]
    return Decimal(digits) * size + (Decimal(more) * size / 10 if more else 0)


def tail(text: str) -> Decimal | None:
    """What stands behind 块, as a part of one yuan: 九 or 9毛 is 0.9, 九九 or 9毛9 is 0.99, 半 is 0.5, 零五 is 0.05."""
    if text == "半":
        return Decimal("0.5")
    digits = "".join(str(_DIGITS.get(one, one)) for one in text if one not in "毛角分")
    return Decimal(f"0.{digits}") if digits.isascii() and digits.isdigit() and len(digits) in (1, 2) else None


@lru_cache(maxsize=2048)
def _han(text: str) -> Decimal | None:
    whole, dot, part = text.partition("点")
    number = _whole(whole.replace("廿", "二十"))
    if number is None or (dot and not all(one in _DIGITS for one in part)):
        return None
    return Decimal(f"{number}.{''.join(str(_DIGITS[one]) for one in part)}") if dot else Decimal(number)


def _whole(text: str) -> int | None:
    if not text:
        return None
    if all(one in _DIGITS for one in text):
        return _spelled(text)
    head, many, rest = text.partition("万")
    if not many:
        return _section(text)
    thousands = _section(head) if head else None
    if thousands is None:
        return None
    if not rest:
        return thousands * _TEN_THOUSAND
    if len(rest) == 1 and rest in _DIGITS:
        return thousands * _TEN_THOUSAND + _DIGITS[rest] * 1000
    below = _section(rest)
    return None if below is None else thousands * _TEN_THOUSAND + below


def _spelled(text: str) -> int | None:
    """Digit by digit: 一九八. Two neighbours (七八, 三五) say about how many, not how many."""
    if len(text) > 1 and "两" in text:
        return None
    digits = [_DIGITS[one] for one in text]
    if len(digits) == 2 and (digits[1] == digits[0] + 1 or digits == [3, 5]):
        return None
    return int("".join(map(str, digits)))


def _section(text: str) -> int | None:
    """Below ten thousand: 一百九十八, 两百零五, 一百二 (120), 十八. None when the places don't descend."""
    total, digit, last, zero = 0, -1, _TEN_THOUSAND, False
    for one in text:
        if one in _UNITS:
            unit = _UNITS[one]
            if unit >= last or (digit < 0 and unit > _TEN) or (digit < 0 and zero):
                return None
            total, last, digit, zero = total + (digit if digit >= 0 else 1) * unit, unit, -1, False
        elif digit > 0 or one not in _DIGITS:
            return None
        else:
            digit, zero = _DIGITS[one], zero or _DIGITS[one] == 0
            digit = digit if digit else -1
    if digit < 0:
        return total
    return total + (digit if zero or last in (_TEN, _TEN_THOUSAND) else digit * last // 10)


# -- one run of digits for one number ----------------------------------------------------------------------------------


def plain(text: Normal) -> View:
    """The text without spaces and hidden characters, each number written as one run of digits.

    A space between two numbers stays, so that they stay two.
    """
    surface = _visible(text.surface)
    drop: set[int] = set()
    for found in _JOINED.finditer(surface.text):
        if _is_spread(found.group()) and not _NUMBERED.search(surface.text[: found.start()].rstrip()[-2:]):
            drop |= {i for i in range(found.start(), found.end()) if surface.text[i] == " "}
    for found in _GROUPED.finditer(surface.text):
        if _is_grouped(text, surface, found):
            drop |= {i for i in range(*found.span(2)) if surface.text[i] == ","}
    kept = [i for i, one in enumerate(surface.text) if i not in drop and (one != " " or _parts(surface.text, i))]
    if len(kept) == len(surface.text):
        return surface
    return View("".join(surface.text[i] for i in kept), [surface.origin[i] for i in kept], surface.raw_length)


def _visible(surface: View) -> View:
    """The surface with purses as ¥, dots between digits as points, and emoji as spaces."""
    text = surface.text
    if not _RARE.search(text) or not any(_is_odd(one) for one in text):
        return surface
    shown = "".join(_shown(text, index) if _is_odd(one) else one for index, one in enumerate(text))
    return View(shown, surface.origin, surface.raw_length)


@lru_cache(maxsize=16384)
def _is_odd(character: str) -> bool:
    return character in _MIDDLE_DOTS or unicodedata.category(character) == "So"


def _shown(text: str, index: int) -> str:
    if text[index] in _COINS:
        return "¥"
    between = text[index - 1 : index].isdigit() and text[index + 1 : index + 2].isdigit()
    return "." if between and text[index] in _MIDDLE_DOTS else " "


def _is_spread(text: str) -> bool:
    """Whether every digit stands alone: 2 9 8, 1 9 . 9; but 3 9.9 may be two numbers."""
    if _SPREAD.fullmatch(text) is None or " " not in text:
        return False
    before, dot, after = text.partition(".")
    return not dot or " " not in before or before.endswith(" ") or after.startswith(" ")


def _is_grouped(text: Normal, surface: View, found: re.Match[str]) -> bool:
    """Whether commas group thousands (1,288) rather than part two numbers (满300，188元抢)."""
    comma = text.raw[surface.origin[found.start(2)]]
    wide = "\uff10" <= text.raw[surface.origin[found.start()]] <= "\uff19"
    head = found.group(1)
    if head.startswith("0") or len(head) > 2:
        return False
    return comma == "," or wide or (comma == "，" and len(head) == 1 and not _NUMBERED.search(_left(surface, found)))


def _left(surface: View, found: re.Match[str]) -> str:
    return surface.text[max(0, found.start() - 2) : found.start()]


def _parts(text: str, index: int) -> bool:
    """Whether a space keeps two numbers or words apart."""
    before = text[index - 1] if index else ""
    after = text[index + 1] if index + 1 < len(text) else ""
    return bool(before and after) and not is_han(before) and not is_han(after) and before.isalnum() and after.isalnum()
