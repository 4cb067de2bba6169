"""Verification records: what counts, and the windows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from storeconf.core.clock import BEIJING
from storeconf.rules.operations.verifications import crowded, failures, masked, slow, verifications

START = datetime(2026, 3, 8, tzinfo=BEIJING)


def row(minute: int, **more: Any) -> dict[str, Any]:
    """A verification some minutes after the start of the day."""
    return {
        "time": (START + timedelta(minutes=minute)).isoformat(),
        "result": "success",
        "phone": "13911112222",
        **more,
    }


def test_a_revoked_row_and_a_copy_do_not_count() -> None:
    rows = [
        row(1, verify_id="a"),
        row(1, verify_id="a"),
        row(2, verify_id="b"),
        row(3, verify_id="b", result="cancelled"),
    ]
    assert len(verifications(rows)) == 1


def test_failures_are_counted_by_local_day() -> None:
    late = {"time": "2026-03-08T16:30:00Z", "result": "failed", "product_id": "p"}
    assert [(day.isoformat(), count) for _, day, count in failures(verifications([late]))] == [("2026-03-09", 1)]


def test_seconds_since_1970_are_times_too() -> None:
    found = verifications([{"time": int(START.timestamp()), "result": "success"}])
    assert found[0].at == START


def test_slow_is_later_than_the_limit() -> None:
    on_time = row(0, pay_time=(START - timedelta(minutes=1440)).isoformat(), order_id="a")
    late = row(0, pay_time=(START - timedelta(minutes=1441)).isoformat(), order_id="b")
    assert slow(verifications([on_time, late]), 1440) == ["b"]


def test_phones_are_shown_masked() -> None:
    assert masked("13911112222") == "139****2222"
    assert masked("110") == "****"


@given(st.lists(st.integers(0, 4 * 1440), max_size=14), st.integers(1, 4))
def test_the_window_is_rolling(minutes: list[int], limit: int) -> None:
    rows = verifications([row(minute, order_id=str(number)) for number, minute in enumerate(minutes)])
    most = max((sum(end - 1440 < one <= end for one in minutes) for end in minutes), default=0)
    assert list(crowded(rows, limit)) == ([("13911112222", most)] if most > limit else [])
