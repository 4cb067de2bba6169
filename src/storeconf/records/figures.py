"""Verification records as figures to draw: by hour, store and day, and how long after payment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from storeconf.records.ledger import Ledger
from storeconf.records.moments import DAY, HOUR, OFFSET, local_day
from storeconf.records.rows import Row

DAYS = 30
"""What the figures look back on."""
DELAY_HOURS = (1, 4, 24, 72, 168, 720)
"""Where one class of delay ends and the next begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of one project's records, in the last days."""

    by_hour: tuple[int, ...]
    """Verifications by the hour of Beijing, 24 of them."""
    by_store: Mapping[str, int]
    """Verifications by the store as the rows name it, the most first."""
    delays: tuple[int, ...]
    """Verifications by the time since payment: one number more than there are DELAY_HOURS."""
    failures: Mapping[date, int]
    """Failed verifications by local day, the days between filled with 0; empty when none failed."""

    @property
    def verifications(self) -> int:
        """How many there are."""
        return sum(self.by_hour)


def figures(accounts: Iterable[Iterable[Row]], now: int) -> Figures:
    """Of the rows of some accounts; each is settled by itself. `now`: milliseconds since 1970."""
    hours, stores, delays, failures = Counter[int](), Counter[str](), Counter[int](), Counter[date]()
    for rows in accounts:
        ledger = Ledger()
        ledger.take(rows)
        ledger.settle()
        for index in ledger.indexes(failed=False):
            time, paid = ledger.times[index], ledger.paid[index]
            if not now - DAYS * DAY < time <= now:
                continue
            hours[(time + OFFSET) % DAY // HOUR] += 1
            stores[ledger.names.of(ledger.stores[index])] += 1
            if paid:
                delays[sum(time - paid > hours_ * HOUR for hours_ in DELAY_HOURS)] += 1
        failures.update(
            local_day(ledger.times[index])
            for index in ledger.indexes(failed=True)
            if now - DAYS * DAY < ledger.times[index] <= now
        )
    del stores[""]
    return Figures(
        by_hour=tuple(hours[hour] for hour in range(24)),
        by_store=dict(sorted(stores.items(), key=lambda item: (-item[1], item[0]))),
        delays=tuple(delays[place] for place in range(len(DELAY_HOURS) + 1)) if delays else (),
        failures=_filled(failures),
    )


def _filled(failures: Mapping[date, int]) -> dict[date, int]:
    if not failures:
        return {}
    first, last = min(failures).toordinal(), max(failures).toordinal()
    return {day: failures.get(day, 0) for day in map(date.fromordinal, range(first, last + 1))}
