"""One line of a text with a stretch of it underlined."""

from __future__ import annotations

from storeconf.render.cells import clip, one_line, pad, width
from storeconf.render.paint import Paint

AROUND = 400
"""Characters on either side of the spot that may matter for showing it; a line can be megabytes long."""
LINE = 100
"""Cells that a shown line takes at most."""
MARK = 60


def underlined(line: str, first: int, stop: int, number: int, paint: Paint, style: str) -> list[str]:
    """The line behind its number, and below it a mark under the characters from `first` to before `stop`."""
    before = one_line(line[max(0, first - AROUND) : first])
    spot = one_line(line[first : max(stop, first + 1)][:AROUND])
    shown, shift = clip(before + one_line(line[first : first + AROUND]), width(before), LINE)
    mark = "^" * max(1, min(width(spot), MARK))
    return [
        f"  {number} | {shown}",
        f"  {pad('', len(str(number)))} | {' ' * max(0, width(before) - shift)}{paint(mark, style)}",
    ]
