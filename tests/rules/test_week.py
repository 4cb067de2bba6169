"""Opening hours as stretches of a week."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from storeconf.rules.operations.week import DAY, WEEK, always, holds, merged, minutes, stretches

EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
DAYTIME = {"days": EVERY_DAY, "open": "10:00", "close": "22:00"}
OVERNIGHT = {"days": EVERY_DAY, "open": "17:00", "close": "02:00"}


def hours(*rows: object) -> tuple[tuple[int, int], ...]:
    """Rows as merged stretches."""
    return merged(stretches(rows))


def test_clocks() -> None:
    assert minutes("10:30") == 630
    assert minutes("24:00") == minutes("23:59") == DAY
    assert minutes("25:00") is minutes("noon") is minutes(None) is None


def test_rows_that_touch_are_one() -> None:
    halves = ({"days": [1], "open": "10:00", "close": "14:00"}, {"days": [1], "open": "14:00", "close": "22:00"})
    assert hours(*halves) == hours({"days": [1], "open": "10:00", "close": "22:00"})


def test_a_night_belongs_to_the_day_before() -> None:
    open_hours = hours(OVERNIGHT)
    assert holds(open_hours, (0, 60))
    assert holds(open_hours, (6 * DAY + 23 * 60, 6 * DAY + 26 * 60))
    assert not holds(open_hours, (6 * DAY + 23 * 60, 6 * DAY + 27 * 60))


def test_never_closing() -> None:
    assert always(hours({"days": EVERY_DAY, "open": "00:00", "close": "00:00"}))
    assert not always(hours(DAYTIME))


def test_what_cannot_be_read_is_left_out() -> None:
    assert hours("10:00-22:00", {"days": [1], "open": "x", "close": "22:00"}, {"days": [9], "open": "1:00"}) == ()


_ROW = st.builds(
    lambda days, first, last: {"days": days, "open": f"{first:02d}:00", "close": f"{last:02d}:00"},
    st.lists(st.integers(1, 7), min_size=1, max_size=7),
    st.integers(0, 23),
    st.integers(0, 23),
)


@given(st.lists(_ROW, max_size=6))
def test_merged_hours_hold_their_own_rows(rows: list[dict[str, object]]) -> None:
    open_hours = hours(*rows)
    assert all(holds(open_hours, one) for one in stretches(rows))
    assert all(0 <= start < end <= start + WEEK for start, end in open_hours)


@given(st.lists(_ROW, max_size=6))
def test_order_says_nothing(rows: list[dict[str, object]]) -> None:
    assert hours(*rows) == hours(*reversed(rows))
