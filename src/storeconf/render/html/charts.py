"""Small charts as inline SVG: bars, a histogram, a line. Numbers in, one figure out.

They follow the page's colours, are read out by their captions, and carry their numbers as a table for whoever would
rather read than look. Add one to the report as a `Panel`:

    Panel(Text("每小时核销", "Verifications by hour"), lambda lang: bars([("10", 4), ("11", 9)], unit="单"))
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from storeconf.core.text import Lang, Say, Text, say
from storeconf.render.cells import one_line, shorten

if TYPE_CHECKING:
    from markupsafe import Markup

WIDTH, HEIGHT = 640, 200
LEFT, RIGHT, TOP, BOTTOM = 44, 8, 8, 24
MOST_LABELS = 12
"""Labels under a chart; of more points every n-th is named."""
NUMBERS = Text("看数字", "the numbers")
Point = tuple[str, float]
"""A label, and the number over it."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A chart with its caption."""

    title: Say
    chart: Callable[[Lang], Markup]
    """The body in one language: `bars`, `histogram` or `line`."""

    def figure(self, lang: Lang) -> Markup:
        """The whole figure."""
        from markupsafe import Markup

        caption = say(self.title, lang)
        return Markup("<figure class='panel'><figcaption>{}</figcaption>{}</figure>").format(caption, self.chart(lang))


def bars(points: Sequence[Point], lang: Lang, *, unit: str = "") -> Markup:
    """One bar for each label. Numbers must not be negative; no points give an empty chart."""
    step = _room() / max(len(points), 1)
    top = _top(points)
    marks = [
        _shape("rect", x=LEFT + step * n + step * 0.12, y=_y(value, top), width=step * 0.76, height=_height(value, top))
        for n, (_, value) in enumerate(points)
    ]
    return _chart("bars", points, lang, marks, [LEFT + step * (n + 0.5) for n in range(len(points))], top, unit)


def histogram(values: Sequence[float], edges: Sequence[float], lang: Lang, *, unit: str = "") -> Markup:
    """How many of the values fall between each two edges: the lower one counts, the upper one does not.

    Values outside the edges are counted in the first and the last bar. Raises ValueError for fewer than two edges.
    """
    if len(edges) < 2:
        raise ValueError("a histogram needs two edges")
    counts = [0] * (len(edges) - 1)
    for value in values:
        place = sum(value >= edge for edge in edges[1:-1])
        counts[place] += 1
    labels = [f"{_number(low)}–{_number(high)}{unit}" for low, high in pairwise(edges)]
    return bars(list(zip(labels, counts, strict=True)), lang)


def line(points: Sequence[Point], lang: Lang, *, unit: str = "") -> Markup:
    """A line through the numbers, evenly spaced."""
    top = _top(points)
    step = _room() / max(len(points) - 1, 1)
    spots = [(LEFT + step * n, _y(value, top)) for n, (_, value) in enumerate(points)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    marks = [_shape("polyline", points=path)] if spots else []
    marks += [_shape("circle", cx=x, cy=y, r=2.5) for x, y in spots]
    return _chart("line", points, lang, marks, [x for x, _ in spots], top, unit)


def _chart(
    kind: str,
    points: Sequence[Point],
    lang: Lang,
    marks: Sequence[Markup],
    places: Sequence[float],
    top: float,
    unit: str,
) -> Markup:
    from markupsafe import Markup

    grid = [_grid(top * part / 4, top, unit) for part in range(5)]
    every = math.ceil(len(points) / MOST_LABELS) or 1
    labels = [
        Markup("<text x='{:.1f}' y='{}' text-anchor='middle'>{}</text>").format(
            x, HEIGHT - 6, shorten(one_line(label), 12)
        )
        for n, ((label, _), x) in enumerate(zip(points, places, strict=True))
        if n % every == 0
    ]
    rows = [
        Markup("<tr><th scope='row'>{}</th><td>{}{}</td></tr>").format(one_line(a), _number(b), unit) for a, b in points
    ]
    none = Markup("")
    return Markup(
        "<svg class='chart {}' viewBox='0 0 {} {}' aria-hidden='true'>{}{}{}</svg>"
        "<details class='numbers'><summary>{}</summary><table>{}</table></details>"
    ).format(
        kind, WIDTH, HEIGHT, none.join(grid), none.join(marks), none.join(labels), NUMBERS.render(lang), none.join(rows)
    )


def _grid(value: float, top: float, unit: str) -> Markup:
    from markupsafe import Markup

    y = _y(value, top)
    return Markup(
        "<line class='grid' x1='{}' x2='{}' y1='{:.1f}' y2='{:.1f}'/><text x='{}' y='{:.1f}' text-anchor='end'>{}{}</text>"
    ).format(LEFT, WIDTH - RIGHT, y, y, LEFT - 6, y + 4, _number(value), unit)


def _shape(name: str, **attributes: float | str) -> Markup:
    from markupsafe import Markup

    written = Markup(" ").join(
        Markup("{}='{}'").format(key, value if isinstance(value, str) else f"{value:.1f}")
        for key, value in attributes.items()
    )
    return Markup("<{} class='mark' {}/>").format(name, written)


def _room() -> float:
    return WIDTH - LEFT - RIGHT


def _top(points: Sequence[Point]) -> float:
    """The end of the scale: a round number over the greatest, that four parts divide well."""
    most = max((value for _, value in points), default=0)
    if most <= 4:
        return 4
    size = float(10 ** math.floor(math.log10(most)))
    return next(step * size for step in (1, 2, 4, 6, 8, 10) if step * size >= most)


def _height(value: float, top: float) -> float:
    return (HEIGHT - TOP - BOTTOM) * value / top


def _y(value: float, top: float) -> float:
    return HEIGHT - BOTTOM - _height(value, top)


def _number(value: float) -> str:
    return f"{value:g}" if abs(value) < 1_000_000 else f"{value:.0f}"
