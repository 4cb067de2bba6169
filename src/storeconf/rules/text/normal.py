"""One text in the forms that rules read, each with the way back to the original characters.

`surface` keeps every visible mark and space: for prices, dates and phones. `squashed` leaves out what people put between
characters to be pretty or to evade: for words. Both are compatibility-normalised (NFKC), lower-case and simplified,
without characters that nobody sees. So commas, colons, brackets, question and exclamation marks are ASCII in both; `。`
and `、` are not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from storeconf.rules.text.characters import DIALECT, LOOKALIKES, SIMPLIFIED
from storeconf.rules.text.patterns import lazy

_DASHES = dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
_TILDES = dict.fromkeys("～〜∼˜", "~")
_BLANKS = dict.fromkeys("\u2800\u3164\uffa0\u115f\u1160\u3000\t\x0b\x0c", " ")
_ENDS = dict.fromkeys("\r\u2028\u2029\x85", "\n")
_CROSSES = dict.fromkeys("❌❎🚫⛔🈲✖✗✘╳", "✗")
_TICKS = dict.fromkeys("✅☑✔✓√", "✓")
_OTHERS = {"￥": "¥", "﹪": "%", "٪": "%", "➕": "+", "﹢": "+"}
_MARKS = {**_DASHES, **_TILDES, **_BLANKS, **_ENDS, **_CROSSES, **_TICKS, **_OTHERS, **LOOKALIKES, **DIALECT}

_ORNAMENTS = frozenset("·•・‧∙⋅*_|‖^`´¨°※〈〉「」『』〖〗〔〕★☆◆◇■□●○▲△▼▽♥♡❤↑↓✕\\")
"""Taken out between two letters or characters, kept beside a digit or at an end."""
_SEPARATORS = frozenset("、,，-~+#=/.:")
"""Mean something between words, but nothing in a row of single characters: 解-释-权."""
_HAN = "㐀-鿿"
_SPELT_OUT = lazy(
    rf"(?<![{_HAN}a-z0-9])(?:(?:[{_HAN}] *[\-~+#=/.·|*_]+ *){{2,}}[{_HAN}]|"
    # A colon parts only among its like: the one of 公.众.号:山野 ends the word.
    rf"(?:[{_HAN}] *:+ *){{2,}}[{_HAN}](?![{_HAN}a-z0-9])|"
    rf"(?:[{_HAN}] *[、,，] *){{2,}}[{_HAN}](?![{_HAN}a-z0-9]))"
)
_CIRCLED = "①-⑳⑴-⒇⒈-⒛❶-❿➀-➉➊-➓㈠-㈩㊀-㊉"
_COUNTED = lazy(rf"(?:[0-9]\ufe0f?\u20e3|🔟|[{_CIRCLED}])")
_PLAIN = lazy(rf"(?:[{_HAN}a-z0-9,。;:!?()、%¥+<>=\n\"'%&\[\]【】“”/~-]|\.(?![{_HAN}]))*")
"""A surface of these characters only has nothing to leave out, unless a word is spelt out in it."""
_TAG = lazy(
    r"<!--.*?-->|<(script|style)\b[^>]*>.*?</\1\s*>|"
    r"<(?:/?(?P<block>p|div|br|li|ul|ol|h[1-6]|tr|td|table|section|hr)\b|[a-z/!])[^<>]*>|"
    r"&(?:[a-z]{2,8}|#[0-9]{1,6}|#x[0-9a-f]{1,5});",
    re.IGNORECASE | re.DOTALL,
)
_ORNATE = 64
"""Ornaments in a row that are looked across."""
_LONG = 3
"""Characters on both sides that make a space between them a separator of sentences."""


@dataclass(frozen=True, slots=True)
class View:
    """A derived text; `origin[i]` is the index of the original character behind character `i`."""

    text: str
    origin: Sequence[int]
    raw_length: int
    breaks: tuple[int, ...] = ()
    """Places in `text` where a space or an ornament was taken out that may have parted two statements."""

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The original characters from the first to the last of a stretch, as a half-open range."""
        if start >= end:
            here = self.origin[start] if start < len(self.origin) else self.raw_length
            return here, here
        return self.origin[start], self.origin[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Normal:
    """The forms of one text."""

    raw: str
    surface: View
    squashed: View


@lru_cache(maxsize=8192)
def normal(raw: str, *, html: bool = False) -> Normal:
    """The forms of a text. Equal texts, such as one template's over many stores, are worked out once."""
    surface = _rich(raw) if html else _surface(raw)
    return Normal(raw, surface, _squashed(surface))


def is_han(character: str) -> bool:
    """Whether it is a Chinese character."""
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"


# -- surface -----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=16384)
def _form(character: str) -> str:
    """How rules read one character; empty for what nobody sees."""
    marked = _MARKS.get(character)
    if marked is not None:
        return marked
    if character != "\n" and unicodedata.category(character) in ("Cf", "Mn", "Me", "Cc", "Co", "Cs"):
        return ""
    return "".join(
        SIMPLIFIED.get(one, _MARKS.get(one, one))
        for one in unicodedata.normalize("NFKC", character).lower()
        if unicodedata.category(one) not in ("Mn", "Me")
    )


def _surface(raw: str) -> View:
    formed = [_form(character) for character in raw]
    for position, form in _list_marks(raw).items():
        formed[position] = form
    if all(len(one) == 1 for one in formed):
        return View("".join(formed), range(len(raw)), len(raw))
    origin = [index for index, one in enumerate(formed) for _ in one]
    return View("".join(formed), origin, len(raw))


def _list_marks(raw: str) -> Mapping[int, str]:
    """Circled numbers that count points of a list end the line before; side by side they are digits of a number."""
    if not raw.isascii() and (found := list(_COUNTED.finditer(raw))):
        spans = {one.start(): one.end() for one in found}
        ends = {end: start for start, end in spans.items()}
        return {start: "\n" for start, end in spans.items() if _is_list_mark(raw, start, end, spans, ends)}
    return {}


def _is_list_mark(raw: str, start: int, end: int, spans: Mapping[int, int], ends: Mapping[int, int]) -> bool:
    if end in spans or start in ends:
        return False
    before = raw[:start].rstrip(" \u3000")[-1:]
    opens = not before or not (before.isalnum() or before in "+-*/=.¥￥:：")
    return opens or (len(spans) > 1 and is_han(before) and raw[end : end + 1].isalnum())


def _rich(raw: str) -> View:
    """The words of rich text. The end of a block is the end of a line."""
    whole = _surface(raw)
    kept: list[tuple[str, int]] = []
    starts = _starts(whole)
    position = 0
    for found in _TAG.finditer(raw):
        kept += _stretch(whole, starts, position, found.start())
        if found["block"]:
            kept.append(("\n", found.start()))
        elif found.group().startswith("&"):
            kept += [(form, found.start()) for one in unescape(found.group()) for form in _form(one)]
        position = found.end()
    kept += _stretch(whole, starts, position, len(raw))
    return View("".join(one for one, _ in kept), [index for _, index in kept], len(raw))


def _starts(view: View) -> list[int]:
    """For each original index, the first derived character at or after it."""
    starts = [len(view.text)] * (view.raw_length + 1)
    for derived in range(len(view.text) - 1, -1, -1):
        starts[view.origin[derived]] = derived
    for index in range(view.raw_length - 1, -1, -1):
        starts[index] = min(starts[index], starts[index + 1])
    return starts


def _stretch(view: View, starts: Sequence[int], start: int, end: int) -> Iterator[tuple[str, int]]:
    return ((view.text[one], view.origin[one]) for one in range(starts[start], starts[end]))


# -- squashed ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=16384)
def _is_noise(character: str) -> bool:
    """Whether a character only decorates: spaces, emoji, ornaments."""
    if character in "\n%¥+<>=✗✓":
        return False
    return character == " " or unicodedata.category(character) in ("So", "Sk", "Zs", "Cn")


def _squashed(surface: View) -> View:
    text = surface.text
    if _PLAIN.fullmatch(text) and not _SPELT_OUT.search(text):
        return surface
    spelt = {index for found in _SPELT_OUT.finditer(text) for index in range(*found.span()) if _parts(text[index])}
    kept: list[str] = []
    origin: list[int] = []
    gaps: list[int] = []
    for index, character in enumerate(text):
        if index in spelt or _drops(text, index, character):
            if not _is_noise(character) or not _between_numbers(text, index) or kept[-1:] == [" "]:
                if index not in spelt and (not gaps or gaps[-1] != len(kept)):
                    gaps.append(len(kept))
                continue
            character = " "  # Two numbers side by side stay two numbers.
        kept.append(character)
        origin.append(surface.origin[index])
    squashed = "".join(kept)
    if squashed == text:
        return surface
    return View(squashed, origin, surface.raw_length, _breaks(squashed, gaps))


def _parts(character: str) -> bool:
    return character in _SEPARATORS or character in _ORNAMENTS or _is_noise(character)


def _drops(text: str, index: int, character: str) -> bool:
    """Whether a character at a place is left out."""
    if _is_noise(character):
        return True
    if character in "✗✓":
        # A sign before or behind a statement says no or yes; between two characters it only decorates.
        before, after = text[index - 1 : index], text[index + 1 : index + 2]
        return _joins(before) and _joins(after)
    if character in _ORNAMENTS or character == ".":
        before, after = _beside(text, index, -1), _beside(text, index, 1)
        return is_han(before) and is_han(after) if character == "." else _joins(before) and _joins(after)
    return False


def _between_numbers(text: str, index: int) -> bool:
    return _beside(text, index, -1).isdigit() and _beside(text, index, 1).isdigit()


def _breaks(text: str, gaps: Sequence[int]) -> tuple[int, ...]:
    """The gaps with several characters on both sides. In a text with a space after each character there are none."""
    edges = [0, *gaps, len(text)]
    return tuple(
        here
        for before, here, after in zip(edges, edges[1:], edges[2:], strict=False)
        if here - before >= _LONG and after - here >= _LONG
    )


def _joins(character: str) -> bool:
    return is_han(character) or "a" <= character <= "z"


def _beside(text: str, index: int, step: int) -> str:
    """The nearest character that is no noise; empty at an end, or behind more ornaments than anybody means something by."""
    end = index + (_ORNATE + 1) * step
    index += step
    while 0 <= index < len(text) and index != end:
        if not _is_noise(text[index]) and text[index] not in _ORNAMENTS:
            return text[index]
        index += step
    return ""
