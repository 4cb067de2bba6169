"""Charts: every number stands in the picture and in the table, whatever the labels hold."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.core.text import Text
from storeconf.render.html.charts import HEIGHT, WIDTH, Panel, bars, histogram, line

labels = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
points = st.lists(st.tuples(labels, st.floats(0, 1e9, allow_nan=False)), max_size=40)


def parsed(markup: object) -> ElementTree.Element:
    """A chart as XML, which is stricter than HTML."""
    return ElementTree.fromstring(f"<div>{markup}</div>")


def table(markup: object) -> list[tuple[str, str]]:
    """The rows of its table."""
    rows = parsed(markup).iter("tr")
    return [(row.findtext("th") or "", row.findtext("td") or "") for row in rows]


def marks(markup: object, name: str) -> list[dict[str, str]]:
    """Its shapes."""
    return [one.attrib for one in parsed(markup).iter(name) if one.get("class") == "mark"]


@given(points)
def test_bars_stay_in_the_picture(found: list[tuple[str, float]]) -> None:
    drawn = marks(bars(found, "zh"), "rect")
    assert len(drawn) == len(found)
    for one in drawn:
        x, y, width, height = (float(one[name]) for name in ("x", "y", "width", "height"))
        assert 0 <= x <= x + width <= WIDTH
        assert 0 <= y <= y + height <= HEIGHT


def test_bars_are_as_high_as_their_numbers() -> None:
    low, high, none = marks(bars([("a", 10), ("b", 40), ("c", 0)], "zh"), "rect")
    assert float(high["height"]) == pytest.approx(4 * float(low["height"]))
    assert float(none["height"]) == 0


def test_numbers_stand_in_a_table_too() -> None:
    assert table(bars([("10 点", 4), ("11 点", 9.5)], "zh", unit=" 单")) == [("10 点", "4 单"), ("11 点", "9.5 单")]


@given(points)
def test_line_goes_through_every_point(found: list[tuple[str, float]]) -> None:
    drawn = line(found, "en")
    assert len(marks(drawn, "circle")) == len(found)
    assert len(table(drawn)) == len(found)


@given(st.lists(st.floats(-10, 200, allow_nan=False)))
def test_histogram_counts_every_value_once(values: list[float]) -> None:
    assert sum(int(count) for _, count in table(histogram(values, [0, 10, 60, 100], "zh"))) == len(values)


def test_histogram_counts_the_lower_edge_and_not_the_upper() -> None:
    found = table(histogram([0, 9.9, 10, 59, 60, 5000], [0, 10, 60, 100], "zh", unit="分"))
    assert found == [("0–10分", "2"), ("10–60分", "2"), ("60–100分", "2")]


def test_histogram_of_one_edge_is_refused() -> None:
    with pytest.raises(ValueError, match="two edges"):
        histogram([1], [0], "zh")


def test_labels_are_text() -> None:
    drawn = str(bars([("<b onclick='x'>&", 1)], "zh", unit="<i>"))
    assert "<b" not in drawn and "<i>" not in drawn


def test_many_points_have_few_labels() -> None:
    drawn = parsed(bars([(str(n), 1) for n in range(100)], "zh"))
    under = [one for one in drawn.iter("text") if one.get("text-anchor") == "middle"]
    assert 1 <= len(under) <= 12


def test_panel_has_its_caption_in_the_readers_language() -> None:
    panel = Panel(Text("每小时", "by hour"), lambda lang: bars([("10", 1)], lang))
    assert parsed(panel.figure("en")).findtext("figure/figcaption") == "by hour"
    assert parsed(panel.figure("zh")).findtext("figure/figcaption") == "每小时"
