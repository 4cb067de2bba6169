"""Hundreds of stores: the plan stays something that a person can read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from journey import PROJECT, account, indented, planned, poi_id, terms, writes
from support import Cli, write_files

COUNT = 400
Price = Callable[[int], int]
"""A store's price in fen."""


def table(price: Price) -> str:
    """A row a store."""
    rows = (f"s{n:04},大连锁({n}店),{poi_id(n)},{price(n) / 100:.2f}\n" for n in range(COUNT))
    return "门店,店名,POI,价格\n" + "".join(rows)


def own(number: int) -> int:
    """Every store with a price of its own."""
    return 3990 + 100 * (number * 7 % 170)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """Hundreds of stores at rest, each with a price of its own."""
    lunch = indented(terms().replace("price: 19.90\n", ""), 6)
    cli = Cli(
        write_files(
            tmp_path_factory.mktemp("chain"),
            {
                "storeconf.yaml": PROJECT,
                "stores/chain.yaml": account(),
                "stores/_defaults.yaml": "apiVersion: storeconf/v1\nkind: Defaults\nmetadata: {account: chain}\nspec:\n"
                f"  poi: {{claimed: true}}\n  products:\n    lunch:\n{lunch}",
                "stores/fleet.yaml": """
                    apiVersion: storeconf/v1
                    kind: StoreSet
                    rows: fleet.csv
                    columns: {门店: metadata.name, 店名: metadata.title, POI: spec.poi.id, 价格: spec.products.lunch.price}
                    """,
                "stores/fleet.csv": table(own),
            },
        )
    )
    cli("sandbox", "reset")
    return cli


@pytest.fixture
def repriced(chain: Cli) -> Callable[[Price], Path]:
    """Other prices for all of them."""

    def change(price: Price) -> Path:
        path = chain.folder / "stores/fleet.csv"
        path.write_text(table(price), encoding="utf-8")
        return path

    return change


@pytest.mark.parametrize(
    ("name", "price"),
    [
        ("each its own", lambda n: own(n) - 200),
        ("one for all", lambda n: 2990),
        ("half of them", lambda n: own(n) - 200 * (n % 2)),
    ],
)
def test_a_price_of_each_store_is_a_page_of_text(
    chain: Cli, repriced: Callable[[Price], Path], name: str, price: Price
) -> None:
    repriced(price)
    acks = ("--ack", "update", "--ack", "price_delta")
    changed = sum(price(n) != own(n) for n in range(COUNT))
    lines = chain("plan", *acks).out.splitlines()
    assert len(lines) < 60
    assert f"价格与上下架 ({changed})" in lines
    assert any(f"修改 {changed}" in line for line in lines)


def test_changing_everything_needs_a_word(chain: Cli, repriced: Callable[[Price], Path]) -> None:
    repriced(lambda n: own(n) - 200)
    plan = planned(chain, code=3)
    assert {limit["limit"] for limit in plan["limits"]} == {"update.count", "update.share"}
    said = chain("plan", code=3).out
    assert "--ack update.count" in said
    assert "--ack update.share" in said
    refused = chain("apply", "--yes", code=3).err
    assert f"update.count {COUNT} > 200" in refused
    assert writes(chain) == []


def test_expanded_plan_names_every_store(chain: Cli, repriced: Callable[[Price], Path]) -> None:
    repriced(lambda n: 2990)
    said = chain("plan", "--expand", "--ack", "update", "--ack", "price_delta").out
    changes = said.split("超过上限")[0]
    assert changes.count("/product/lunch") == sum(own(n) != 2990 for n in range(COUNT))
