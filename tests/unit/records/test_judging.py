"""The anomaly rules, against an oracle that knows no cleverness."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records_oracle import expected
from storeconf.records.findings import Findings, Limits
from storeconf.records.judging import judge
from storeconf.records.ledger import Ledger
from storeconf.records.phones import Phone, Phones
from storeconf.records.rows import Result, Row

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
PHONES = Phones(b"k" * 32)


def moment(text: str) -> int:
    """`2026-03-09T10:00` in Beijing, as milliseconds."""
    local = datetime.fromisoformat(text).replace(tzinfo=UTC) - timedelta(hours=8)
    return int(local.timestamp()) * 1000


NOON = moment("2026-03-09T12:00")


def found(rows: Iterable[Row], *, now: int = NOON, limits: Limits | None = None) -> Findings:
    """What the rules say of rows from one file."""
    ledger = Ledger()
    ledger.take(rows)
    return judge(ledger, limits or Limits(), now)


def failures(count: int, start: int = NOON, **rest: Any) -> list[Row]:
    """Failed verifications, a minute apart."""
    values = {"product_id": "P", **rest}
    return [Row(start + number * MINUTE, Result.FAILED, f"f{start}-{number}", **values) for number in range(count)]


def orders(times: Sequence[int], phone: str = "13912341111", **rest: Any) -> list[Row]:
    """Successful verifications of one phone, each of an order of its own."""
    return [
        Row(time, Result.SUCCESS, f"v{phone}-{number}", f"o{phone}-{number}", phone=PHONES.read(phone), **rest)
        for number, time in enumerate(times)
    ]


# -- failures ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "pauses"), [(5, 0), (6, 1), (7, 1), (20, 1)])
def test_sixth_failure_of_a_day_pauses_once(count: int, pauses: int) -> None:
    assert len(found(failures(count)).pauses) == pauses


def test_day_ends_at_midnight_in_beijing() -> None:
    before = failures(5, moment("2026-03-09T23:50"))
    after = failures(6, moment("2026-03-10T00:00"))
    assert [pause.day.isoformat() for pause in found([*before, *after]).pauses] == ["2026-03-10"]


def test_products_are_counted_each_for_itself_and_over_all_stores() -> None:
    mixed = [*failures(3, product_id="A", store_id="1"), *failures(3, NOON + HOUR, product_id="B")]
    assert found(mixed).pauses == ()
    (pause,) = found([*mixed, *failures(3, NOON + DAY // 4, product_id="A", store_id="2")]).pauses
    assert (pause.product_id, pause.failures, pause.stores) == ("A", 6, ("1", "2"))


def test_revoked_failure_does_not_count() -> None:
    rows = failures(6)
    assert found([*rows, Row(NOON + HOUR, Result.CANCELLED, rows[0].verify_id)]).pauses == ()


def test_failures_of_no_product_are_told() -> None:
    result = found(failures(6, product_id=""))
    assert result.pauses == ()
    assert [one.rule for one in result.unjudged] == ["failures_per_day"]


def test_failures_without_an_id_all_count() -> None:
    rows = [Row(NOON, Result.FAILED, product_id="P") for _ in range(6)]
    assert len(found(rows).pauses) == 1


# -- one phone ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "reviews"),
    [
        ([0, 1, 2], 0),
        ([0, 1, 2, 3], 1),
        ([0, 1, 2, 3, 4, 5], 1),
        ([0, 1, 2, 23.999], 1),
        ([0, 1, 2, 24], 0),  # the first has just left (t - 24 h, t]
        ([0, 0, 0, 0], 1),
        ([0, 1, 2, 3, 50, 51, 52, 53], 2),
        ([0, 1, 2, 3, 24.5, 25.5, 26.5], 1),  # each moment finds four: one run
        ([0, 1, 2, 3, 27.5, 28, 28.5, 29], 2),  # at 27.5 there is one, so a new run begins
    ],
)
def test_fourth_order_within_24_hours_is_reviewed_once_a_run(hours: list[float], reviews: int) -> None:
    assert len(found(orders([NOON + round(hour * HOUR) for hour in hours])).reviews) == reviews


def test_vouchers_of_one_order_are_one_order() -> None:
    rows = [row._replace(order_id="one") for row in orders([NOON + n * MINUTE for n in range(10)])]
    assert found(rows).reviews == ()


def test_only_verifications_that_stand_count_for_a_phone() -> None:
    rows = orders([NOON + n * MINUTE for n in range(4)])
    assert found([rows[0]._replace(result=Result.FAILED), *rows[1:]]).reviews == ()
    assert found([*rows, Row(NOON + HOUR, Result.CANCELLED, rows[2].verify_id)]).reviews == ()


def test_rows_without_a_phone_are_nobodys() -> None:
    assert found(row._replace(phone=None) for row in orders([NOON] * 9)).reviews == ()


def test_review_names_orders_and_stores() -> None:
    (review,) = found(orders([NOON + n * HOUR for n in range(4)], store_id="S")).reviews
    assert (review.phone, review.orders, review.stores) == ("139****1111", 4, ("S",))
    assert (review.since, review.until, len(review.order_ids)) == (NOON, NOON + 3 * HOUR, 4)


# -- slow orders -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("minutes", "slow"), [(0, 0), (1440, 0), (1440 + 1 / 60_000, 1), (1441, 1), (-30, 0)], ids=str)
def test_order_is_slow_above_1440_minutes(minutes: float, slow: int) -> None:
    row = Row(NOON, Result.SUCCESS, "v", "o", pay_time=NOON - round(minutes * MINUTE))
    assert len(found([row]).slow) == slow


def test_order_is_labelled_once() -> None:
    rows = [Row(NOON + n, Result.SUCCESS, f"v{n}", "o", pay_time=NOON - 2 * DAY) for n in range(3)]
    assert [(order.order_id, order.verified) for order in found(rows).slow] == [("o", NOON)]


def test_slow_verification_without_an_order_is_told() -> None:
    result = found([Row(NOON, Result.SUCCESS, "v", pay_time=NOON - 2 * DAY)])
    assert result.slow == ()
    assert [one.rule for one in result.unjudged] == ["slow_minutes"]


def paid(result: Result, name: str = "v", order: str = "o", at: int = NOON - 2 * DAY) -> Row:
    """A row of an order that was paid long ago."""
    return Row(NOON - HOUR, result, name, order, "P", "S", PHONES.read("13912341111"), at)


@pytest.mark.parametrize(
    ("rows", "pending"),
    [
        ([paid(Result.UNVERIFIED)], True),
        ([paid(Result.FAILED)], True),
        ([paid(Result.SUCCESS), paid(Result.CANCELLED)], True),
        ([paid(Result.SUCCESS), Row(NOON, Result.CANCELLED, "v")], True),
        ([paid(Result.SUCCESS)], False),
        ([paid(Result.FAILED), paid(Result.SUCCESS, "w")], False),
        ([paid(Result.UNVERIFIED), paid(Result.REFUNDED)], False),
        ([paid(Result.FAILED, order="")], False),
        ([paid(Result.UNVERIFIED, at=NOON - DAY)], False),
        ([paid(Result.UNVERIFIED, at=NOON - DAY - 1)], True),
    ],
)
def test_paid_and_unverified_for_long_is_pending(rows: list[Row], pending: bool) -> None:
    result = found(rows)
    assert [order.order_id for order in result.pending] == ["o"] * pending
    assert all(order.phone == "139****1111" for order in result.pending)
    assert found(reversed(rows)).pending == result.pending


# -- the oracle --------------------------------------------------------------------------------------------------------


def people() -> st.SearchStrategy[Phone | None]:
    return st.sampled_from([None, PHONES.read("13912341111"), PHONES.read("13700000000")])


@st.composite
def streams(draw: st.DrawFn) -> list[Row]:
    """Rows that meet: few products, phones and orders; times on a grid whose edges are 24 hours and midnight."""
    step = st.integers(0, 16).map(lambda n: NOON + n * 4 * HOUR)
    time = st.one_of(step, st.tuples(step, st.integers(-1, 1)).map(sum))
    row = st.builds(
        Row,
        time=time,
        result=st.sampled_from([Result.SUCCESS] * 4 + [Result.FAILED] * 3 + [Result.CANCELLED]),
        verify_id=st.integers(0, 40).map(lambda n: f"v{n}"),
        order_id=st.sampled_from(["", "a", "b", "c", "d", "e"]),
        product_id=st.sampled_from(["P", "Q"]),
        phone=people(),
        pay_time=st.one_of(st.none(), time.map(lambda at: at - 2 * DAY)),
    )
    rows = draw(st.lists(row, max_size=40))
    unique = {row.verify_id: row for row in rows if row.result is not Result.CANCELLED}
    again = draw(st.lists(st.sampled_from(list(unique.values())), max_size=5)) if unique else []
    revoked = [row for row in rows if row.result is Result.CANCELLED]
    return draw(st.permutations([*unique.values(), *again, *revoked]))


SMALL = Limits(failures_per_day=2, per_phone_24h=2, slow_minutes=1440)


@given(streams())
def test_agrees_with_the_oracle(rows: list[Row]) -> None:
    assert expected(rows, SMALL) == actions(found(rows, limits=SMALL))


def test_equal_moments_are_told_apart_by_what_the_rows_hold() -> None:
    """Two coupons of one order at once, of different payments; four orders at once."""
    rows = [
        Row(NOON + 4 * DAY, Result.SUCCESS, f"v{n}", order, "P", pay_time=NOON + paid, phone=PHONES.read("13912341111"))
        for n, (order, paid) in enumerate([("a", 1), ("a", 0), ("b", 0), ("c", 2), ("d", 0)])
    ]
    assert found(rows) == found(rows[::-1])
    assert [order.paid for order in found(rows).slow] == [NOON, NOON, NOON + 2, NOON]


@given(streams(), st.randoms(use_true_random=False))
def test_order_of_reading_says_nothing(rows: list[Row], random: Any) -> None:
    shuffled = random.sample(rows, len(rows))
    assert found(shuffled, limits=SMALL) == found(rows, limits=SMALL)


@given(streams(), st.integers(0, 40))
def test_day_by_day_finds_what_all_at_once_finds(rows: list[Row], cut: int) -> None:
    """What is kept of the first file comes back with the second; together they find what neither file finds alone."""
    ledger = Ledger()
    ledger.take(rows[:cut])
    ledger.settle()
    kept = list(ledger.rows())
    second = Ledger()
    second.take(rows[cut:])
    second.take(kept, given=False)
    both = Ledger()
    both.take(rows)
    together, later = judge(both, SMALL, NOON), judge(second, SMALL, NOON)
    assert set(later.pauses) <= set(together.pauses)
    assert set(later.reviews) <= set(together.reviews)
    assert later.pending == together.pending
    second.given = bytearray(b"\1" * len(second))
    assert judge(second, SMALL, NOON) == together


@given(streams())
def test_file_taken_twice_changes_nothing(rows: list[Row]) -> None:
    ledger = Ledger()
    ledger.take(rows)
    once = judge(ledger, SMALL, NOON)
    ledger.take(rows)
    assert judge(ledger, SMALL, NOON) == once


def actions(findings: Findings) -> dict[str, list[Any]]:
    """What the oracle tells too."""
    return {
        "pauses": sorted((pause.product_id, pause.day.isoformat()) for pause in findings.pauses),
        "reviews": sorted((review.phone, review.since, review.until) for review in findings.reviews),
        "slow": sorted(order.order_id for order in findings.slow),
    }
