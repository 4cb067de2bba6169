"""The five lights of a fleet that nobody counts by eye."""

from __future__ import annotations

import pytest

from storeconf.plan.status import LINKS, Link, State, StoreStatus
from storeconf.render.paint import Paint
from storeconf.render.status import MANY, StatusText

STATES: tuple[State, ...] = ("ok", "broken", "waiting", "not_seen")


def stores(count: int) -> list[StoreStatus]:
    """Stores whose first light shows one state after the other, the rest of which are green."""
    return [
        StoreStatus(
            name=f"s{n}",
            title="",
            owner="",
            chain=tuple(
                Link(step=link, state=STATES[n % 4] if link == LINKS[0] else "ok", because="not_declared")
                for link in LINKS
            ),
        )
        for n in range(count)
    ]


def test_many_stores_have_totals_for_each_light() -> None:
    rows = StatusText("zh", Paint())(stores(102)).splitlines()
    start = rows.index("合计 102 家")
    assert rows[start + 1].split() == ["门店绑定", "●", "26", "✗", "26", "…", "25", "?", "25"]
    assert [row.split()[1:3] for row in rows[start + 2 : start + 6]] == [["●", "102"]] * 4


@pytest.mark.parametrize("count", [1, MANY])
def test_few_stores_have_none(count: int) -> None:
    assert "合计" not in StatusText("zh", Paint())(stores(count))
