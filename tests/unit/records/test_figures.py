"""Verification records as figures to draw."""

from __future__ import annotations

from datetime import date

from storeconf.records.figures import DAYS, DELAY_HOURS, figures
from storeconf.records.moments import DAY, HOUR
from storeconf.records.rows import Result, Row

NOW = 1_773_021_600_000
"""2026-03-09 10:00 in Beijing."""
ROW = Row(NOW - HOUR, Result.SUCCESS, "v", "o", "p", "s", None, NOW - 3 * HOUR)


def test_verifications_by_hour_store_and_delay() -> None:
    later = [
        ROW._replace(verify_id=f"w{n}", time=NOW, store_id="t", pay_time=NOW - hours * HOUR)
        for n, hours in enumerate(DELAY_HOURS)
    ]
    found = figures([[ROW], later], NOW)
    assert (found.verifications, found.by_hour[9], found.by_hour[10]) == (7, 1, 6)
    assert list(found.by_store.items()) == [("t", 6), ("s", 1)]
    assert found.delays == (1, 2, 1, 1, 1, 1, 0)


def test_only_the_last_days_count_and_only_what_stands() -> None:
    rows = [
        ROW._replace(verify_id="old", time=NOW - DAYS * DAY),
        ROW._replace(verify_id="ahead", time=NOW + 1),
        ROW._replace(verify_id="gone"),
        ROW._replace(verify_id="gone", result=Result.CANCELLED),
        ROW,
        ROW,
    ]
    assert figures([rows], NOW).verifications == 1


def test_days_without_failures_stand_between_those_with_some() -> None:
    failed = [ROW._replace(verify_id=f"f{day}", result=Result.FAILED, time=NOW - day * DAY) for day in (0, 2)]
    found = figures([failed], NOW)
    assert found.failures == {date(2026, 3, 7): 1, date(2026, 3, 8): 0, date(2026, 3, 9): 1}
    assert (found.verifications, found.delays) == (0, ())
