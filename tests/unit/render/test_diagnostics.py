"""Findings on a screen: what many stores have alike is counted, the whole has an end, and a small list is whole."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from diagnosed import diagnosed
from storeconf.plan.entities import PlanDiagnostic
from storeconf.render.diagnostics import SHOWN_BLOCKS, bounded
from storeconf.render.paint import Paint

ALIKE = "…… R01-06 同样的还有 {count} 处"


def shown(items: Sequence[PlanDiagnostic]) -> list[str]:
    """The lines for a terminal."""
    return bounded(items, "zh", Paint(), lambda file, line: None).splitlines()


def heads(lines: Sequence[str]) -> int:
    """How many findings are shown."""
    return sum(line.startswith(("错误 ", "警告 ")) for line in lines)


def at_stores(count: int, detail: str = "{store} 的 {number} 元不对") -> list[PlanDiagnostic]:
    """The same of many stores, each with its own name and number."""
    return [
        diagnosed(store=f"s{n}", address=f"s{n}/product/a", detail=detail.format(store=f"s{n}", number=n))
        for n in range(count)
    ]


@pytest.mark.parametrize("count", [1, 6])
def test_few_are_shown_one_by_one(count: int) -> None:
    lines = shown(at_stores(count))
    assert heads(lines) == count
    assert not any("……" in line for line in lines)


def test_the_same_of_many_stores_is_shown_five_times_and_counted() -> None:
    lines = shown(at_stores(10_000))
    assert heads(lines) == 5
    assert any(ALIKE.format(count=9995) in line and "10000 家" in line for line in lines)
    assert "--format json" in lines[-1]


def test_what_one_store_has_many_times_is_not_folded() -> None:
    assert heads(shown([diagnosed(detail=f"第 {n} 张图") for n in range(20)])) == 20


def test_other_problems_are_shown_beside_what_is_folded() -> None:
    items = [*at_stores(100), diagnosed("R02-01", detail="别的"), *at_stores(100, "{store} 没有电话")]
    lines = shown(items)
    assert heads(lines) == 5 + 1 + 5
    assert sum("…… R01-06" in line for line in lines) == 2


def test_long_list_ends_with_how_many_more_there_are() -> None:
    items = [diagnosed(detail=f"别的问题{'啊' * n}") for n in range(1000)]
    lines = shown(items)
    assert heads(lines) == SHOWN_BLOCKS
    assert f"还有 {1000 - SHOWN_BLOCKS} 条没有显示" in lines[-2]
    assert "--format json" in lines[-1]


def test_nothing_is_counted_twice_or_lost() -> None:
    items = [one for n in range(300) for one in at_stores(7, f"问题{'啊' * n}{{store}}")]
    lines = shown(items)
    counted = [int(line.split("还有 ")[1].split()[0]) for line in lines if "还有 " in line]
    assert heads(lines) + sum(counted) == len(items)
