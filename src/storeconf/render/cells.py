"""Text in terminal cells: Chinese characters are two wide, control characters are shown, never sent."""

from __future__ import annotations

import re

from wcwidth import wcswidth, wcwidth

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_WIDE = "\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff01-\uffe6\u3000-\u303f"
_CLOSING = "，。；：？！、）》」』】”’…"
_PIECES = re.compile(rf"(?:[（《「『【“‘]*(?:[{_WIDE}]|[^\s{_WIDE}]+)[{_CLOSING}]*)[ \t]*|\s+")


def safe(text: str) -> str:
    """The text with what could move the cursor, reorder or hide it made visible. Line ends and tabs stay."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def one_line(text: str) -> str:
    """The text on one line."""
    return safe(text).replace("\n", "⏎").replace("\t", " ")


def width(text: str) -> int:
    """How many cells it takes."""
    cells = wcswidth(text)
    return cells if cells >= 0 else sum(max(wcwidth(character), 0) for character in text)


def pad(text: str, cells: int) -> str:
    """Filled up to a width."""
    return text + " " * max(0, cells - width(text))


def shorten(text: str, cells: int) -> str:
    """Cut to a width, with an ellipsis."""
    if width(text) <= cells:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > cells - 1:
            break
        kept += character
    return f"{kept}…"


def wrap(text: str, cells: int) -> list[str]:
    """Lines of at most that width. Chinese may break after any character, but no line begins with a closing mark."""
    lines, line = [], ""
    for piece in _PIECES.findall(text):
        if line and width(line + piece.rstrip()) > cells:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def clip(line: str, spot: int, cells: int) -> tuple[str, int]:
    """A stretch of a long line around a spot (in cells), and how many cells were cut off in front."""
    line = one_line(line)
    if width(line) <= cells:
        return line, 0
    start = max(0, spot - cells // 3)
    cut, position = "", 0
    for character in line:
        if position >= start and width(cut + character) <= cells:
            cut += character
        position += width(character)
    return cut, start
