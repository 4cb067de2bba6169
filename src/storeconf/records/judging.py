"""The anomaly rules (seed 000 五.3–五.4) over a ledger.

Only what concerns the files that are asked about is found, with what was kept from earlier ones counted in. Every number
of the rules is a limit: one more than it triggers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from itertools import compress, repeat
from operator import and_, gt, or_, sub
from typing import NamedTuple

from storeconf.core.text import Text
from storeconf.records.findings import Findings, Limits, Order, Pause, Review, Unjudged
from storeconf.records.ledger import NOBODY, Ledger
from storeconf.records.moments import DAY, OFFSET
from storeconf.records.rows import Result

MINUTE = 60_000
DAY_0 = date(1970, 1, 1).toordinal()

NO_PRODUCT = Text("{count} 次核销失败没有商品编号", "{count} failed verifications have no product id")
NO_ORDER = Text(
    "{count} 次核销超过时限，但没有订单号", "{count} verifications are beyond the limit, but have no order id"
)


def judge(ledger: Ledger, limits: Limits, now: int) -> Findings:
    """What the rules say at a moment."""
    ledger.settle()
    pauses, homeless = _pauses(ledger, limits.failures_per_day)
    slow, unnamed = _slow(ledger, limits.slow_minutes * MINUTE)
    unjudged = [Unjudged(rule="failures_per_day", reason=NO_PRODUCT(count=homeless))] if homeless else []
    unjudged += [Unjudged(rule="slow_minutes", reason=NO_ORDER(count=unnamed))] if unnamed else []
    return Findings(
        limits=limits,
        now=now,
        pauses=tuple(pauses),
        reviews=tuple(_reviews(ledger, limits.per_phone_24h)),
        slow=tuple(slow),
        pending=tuple(_pending(ledger, now - limits.slow_minutes * MINUTE)),
        unjudged=tuple(unjudged),
    )


# -- failures ----------------------------------------------------------------------------------------------------------


def _pauses(ledger: Ledger, limit: int) -> tuple[list[Pause], int]:
    """Products above the limit by local day, and how many failures belong to no product."""
    failures: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    homeless = 0
    for index in ledger.indexes(failed=True):
        product = ledger.products[index]
        if product:
            failures[product, (ledger.times[index] + OFFSET) // DAY].append(index)
        else:
            homeless += ledger.given[index]
    found = [
        Pause(
            product_id=ledger.names.of(product),
            day=date.fromordinal(DAY_0 + day),
            failures=len(rows),
            stores=_stores(ledger, rows),
        )
        for (product, day), rows in failures.items()
        if len(rows) > limit and any(ledger.given[index] for index in rows)
    ]
    return sorted(found, key=lambda pause: (pause.day, pause.product_id)), homeless


def _stores(ledger: Ledger, rows: Sequence[int]) -> tuple[str, ...]:
    return tuple(sorted({ledger.names.of(ledger.stores[index]) for index in rows} - {""}))


# -- one phone ---------------------------------------------------------------------------------------------------------


class Run(NamedTuple):
    """Verifications in a row, each of which made too many orders within 24 hours."""

    first: int
    """The first event inside the first window."""
    last: int
    """The last event of the run."""
    most: int
    """The most distinct orders within 24 hours."""


def _reviews(ledger: Ledger, limit: int) -> list[Review]:
    found = []
    for phone, rows in _busy(ledger, limit).items():
        events = [(ledger.times[index], ledger.orders[index] or f"#{ledger.keys[index]}") for index in rows]
        for run in runs(events, limit):
            mine = rows[run.first : run.last + 1]
            if any(ledger.given[index] for index in mine):
                found.append(_review(ledger, phone, mine, run))
    return sorted(found, key=lambda review: (review.since, review.phone, review.order_ids))


def _review(ledger: Ledger, phone: int, rows: Sequence[int], run: Run) -> Review:
    person = ledger.people[phone]
    return Review(
        phone=person.masked if person is not None else "",
        since=ledger.times[rows[0]],
        until=ledger.times[rows[-1]],
        orders=run.most,
        order_ids=tuple(dict.fromkeys(ledger.orders[index] for index in rows if ledger.orders[index])),
        stores=_stores(ledger, rows),
    )


def _busy(ledger: Ledger, limit: int) -> dict[int, list[int]]:
    """Verifications by time, of the phones that have more than the limit of them within some 24 hours."""
    phones, times, stands = ledger.phones, ledger.times, ledger.standing(failed=False)
    totals = Counter(compress(phones, stands))
    del totals[NOBODY]
    busy: dict[int, list[int]] = {phone: [] for phone, count in totals.items() if count > limit}
    for index in compress(range(len(ledger)), map(and_, stands, map(busy.__contains__, phones))):
        busy[phones[index]].append(index)
    found = {}
    for phone, rows in busy.items():
        moments = sorted([times[index] for index in rows])
        if _is_dense(moments, limit):
            found[phone] = sorted(rows, key=partial(_rank, ledger))
    return found


def _rank(ledger: Ledger, index: int) -> tuple[int, int, str, str]:
    """By time; of one moment, so that the order of reading says nothing, by what the rows hold."""
    return ledger.times[index], ledger.paid[index], ledger.orders[index], ledger.keys[index]


def _is_dense(times: Sequence[int], limit: int) -> bool:
    """Whether more than the limit come within some 24 hours, whatever they are: most phones end here."""
    return len(times) > limit and min(map(sub, times[limit:], times)) < DAY


def runs(events: Sequence[tuple[int, str]], limit: int) -> Iterator[Run]:
    """Runs of breaches in the events of one phone, sorted by time: more than `limit` distinct orders in (t - 24 h, t].

    Events of one moment are judged together, so that their order says nothing. A run ends with the first moment that is
    no breach.
    """
    window: Counter[str] = Counter()
    start = end = 0
    open_run: Run | None = None
    while end < len(events):
        moment = events[end][0]
        while end < len(events) and events[end][0] == moment:
            window[events[end][1]] += 1
            end += 1
        while events[start][0] <= moment - DAY:
            order = events[start][1]
            window[order] -= 1
            if not window[order]:
                del window[order]
            start += 1
        if len(window) > limit:
            first, most = (start, 0) if open_run is None else (open_run.first, open_run.most)
            open_run = Run(first, end - 1, max(most, len(window)))
        elif open_run is not None:
            yield open_run
            open_run = None
    if open_run is not None:
        yield open_run


# -- slow orders -------------------------------------------------------------------------------------------------------


def _slow(ledger: Ledger, limit: int) -> tuple[list[Order], int]:
    """Orders that were verified later than so many milliseconds after payment, and verifications that name none."""
    first: dict[str, int] = {}
    unnamed = 0
    asked = bytes(map(and_, ledger.standing(failed=False), ledger.given))
    late = map(gt, map(sub, ledger.times, ledger.paid), repeat(limit))
    for index in compress(range(len(ledger)), map(and_, asked, late)):
        if not ledger.paid[index]:
            continue
        order = ledger.orders[index]
        if not order:
            unnamed += 1
        elif order not in first or _rank(ledger, index) < _rank(ledger, first[order]):
            first[order] = index
    found = [_order(ledger, index, verified=ledger.times[index]) for index in first.values()]
    return sorted(found, key=lambda order: (order.verified, order.order_id)), unnamed


def _pending(ledger: Ledger, before: int) -> list[Order]:
    """Orders that were paid before a moment and of which nothing is verified or refunded."""
    known: dict[str, Order] = {}
    for order in _unverified(ledger, before):
        other = known.setdefault(order.order_id, order)
        if other is not order:
            known[order.order_id] = max(other, order, key=_completeness)
    done = set(filter(known.__contains__, compress(ledger.orders, ledger.standing(failed=False))))
    done |= {name for result, name in ledger.others if result is Result.REFUNDED}
    waiting = (order for name, order in known.items() if name not in done)
    return sorted(waiting, key=lambda order: (order.paid, order.order_id))


def _unverified(ledger: Ledger, before: int) -> Iterator[Order]:
    """What shows an order without verifying it, of orders that were paid before a moment."""
    for index in compress(range(len(ledger)), map(or_, ledger.failed, ledger.revoked)):
        if ledger.orders[index] and 0 < ledger.paid[index] < before:
            yield _order(ledger, index)
    for (result, _), row in ledger.others.items():
        if result is not Result.REFUNDED and row.order_id and 0 < (row.pay_time or 0) < before:
            yield Order(
                order_id=row.order_id,
                paid=row.pay_time or 0,
                product_id=row.product_id,
                store_id=row.store_id,
                phone=row.phone.masked if row.phone is not None else "",
            )


def _completeness(order: Order) -> tuple[int, str, str, str]:
    """Of two tellings of one order the earlier payment, then the one that says more."""
    return -order.paid, order.phone, order.product_id, order.store_id


def _order(ledger: Ledger, index: int, verified: int = 0) -> Order:
    person = ledger.people[ledger.phones[index]]
    return Order(
        order_id=ledger.orders[index],
        paid=ledger.paid[index],
        verified=verified,
        product_id=ledger.names.of(ledger.products[index]),
        store_id=ledger.names.of(ledger.stores[index]),
        phone=person.masked if person is not None else "",
    )
