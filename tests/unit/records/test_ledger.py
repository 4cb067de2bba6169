"""Records put together: each counted once, whatever comes twice, in part or in another order."""

from __future__ import annotations

from itertools import permutations

from storeconf.records.ledger import Ledger
from storeconf.records.phones import Phones
from storeconf.records.rows import Result, Row

PHONES = Phones(b"k" * 32)
ROW = Row(1000, Result.SUCCESS, "v", "o", "p", "s", PHONES.read("13912341111"), 500)


def settled(*files: list[Row]) -> Ledger:
    """A ledger of files."""
    ledger = Ledger()
    for rows in files:
        ledger.take(rows)
    ledger.settle()
    return ledger


def test_row_comes_back_as_it_went_in() -> None:
    assert list(settled([ROW]).rows()) == [ROW]


def test_tellings_of_one_verification_are_brought_together_in_any_order() -> None:
    tellings = [
        ROW._replace(order_id="", phone=None, time=1002),
        ROW._replace(pay_time=None, product_id="", time=1001),
        ROW._replace(result=Result.FAILED, store_id="", pay_time=700),
    ]
    results = [list(settled(list(rows)).rows()) for rows in permutations(tellings)]
    assert results == [[ROW._replace(time=1001)]] * 6
    assert [list(settled(*([row] for row in rows)).rows()) for rows in permutations(tellings)] == results


def test_equal_rows_without_an_id_are_as_many_as_one_file_has() -> None:
    nameless = ROW._replace(verify_id="", result=Result.FAILED)
    assert len(settled([nameless] * 3)) == 3
    assert len(settled([nameless] * 3, [nameless] * 3)) == 3
    assert len(settled([nameless] * 2, [nameless] * 3)) == 3
    assert len(settled([nameless], [nameless._replace(time=1001)])) == 2


def test_kept_names_of_nameless_rows_meet_the_rows_again() -> None:
    nameless = [ROW._replace(verify_id="", result=Result.FAILED)] * 2
    ledger = settled(nameless)
    kept = list(ledger.rows())
    assert [row.verify_id for row in kept] == ledger.keys
    assert len(settled(kept, nameless)) == 2


def test_revocation_reaches_its_verification_in_another_file_either_way() -> None:
    revoked = Row(2000, Result.CANCELLED, "v")
    for files in ([ROW], [revoked]), ([revoked], [ROW]):
        ledger = settled(*files)
        assert list(ledger.revoked) == [1]
        assert list(ledger.indexes(failed=False)) == []


def test_revocation_that_names_nothing_revokes_nothing() -> None:
    assert list(settled([ROW, Row(2000, Result.CANCELLED)]).revoked) == [0]


def test_what_was_kept_is_told_from_what_is_asked_about() -> None:
    ledger = Ledger()
    ledger.take([ROW, ROW._replace(verify_id="w")], given=False)
    ledger.take([ROW])
    ledger.settle()
    assert list(ledger.given) == [1, 0]


def test_a_success_keeps_its_own_time_beside_an_earlier_failure() -> None:
    failed = ROW._replace(result=Result.FAILED, time=500)
    for rows in permutations([ROW, failed, ROW._replace(time=1001)]):
        assert list(settled(list(rows)).rows()) == [ROW]


def test_first_tellings_and_others_of_one_block_keep_their_cells_together() -> None:
    other = ROW._replace(
        verify_id="w", order_id="o2", product_id="p2", store_id="s2", phone=None, pay_time=None, time=9
    )
    revoked = Row(2000, Result.CANCELLED, "x")
    assert list(settled([ROW, ROW, revoked, other]).rows()) == [ROW, other, revoked]
