"""Products of a whole chain: one platform product at many shops, whose shops never shrink by accident."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from conftest import MakeProject
from journey import (
    SAVE,
    account,
    api_steps,
    apply_until_quiet,
    chain,
    listed,
    planned,
    poi_id,
    product,
    saves,
    settled,
    values,
    writes,
)
from support import Cli, edit

NOODLES = "@chain/product/noodles"
SHOPS = tuple(f"s{number:02}" for number in range(1, 13))
EVERYWHERE = "{where: {brand: mian}}"


@pytest.fixture
def cli(make_project: MakeProject) -> Cli:
    """One product at twelve shops, live."""
    cli = make_project(chain({"noodles": product("noodles", EVERYWHERE)}, labels="{brand: mian}", shops=SHOPS))
    apply_until_quiet(cli)
    settled(cli)
    return cli


def table(slugs: Iterable[str]) -> str:
    """The chain's shops as a CSV."""
    rows = (f"{slug},小面馆({slug}),{poi_id(int(slug[1:]))},mian\n" for slug in slugs)
    return "门店,店名,POI,品牌\n" + "".join(rows)


@pytest.fixture
def tabled(make_project: MakeProject) -> Cli:
    """The same chain, its shops from a table."""
    cli = make_project(
        {
            "stores/chain.yaml": account(),
            "stores/products/noodles.yaml": product("noodles", EVERYWHERE),
            "stores/_defaults.yaml": "apiVersion: storeconf/v1\nkind: Defaults\nmetadata: {account: chain}\n",
            "stores/fleet.csv": table(SHOPS),
            "stores/fleet.yaml": """
                apiVersion: storeconf/v1
                kind: StoreSet
                rows: fleet.csv
                columns: {门店: metadata.name, 店名: metadata.title, POI: spec.poi.id, 品牌: metadata.labels.brand}
                """,
        }
    )
    apply_until_quiet(cli)
    settled(cli)
    return cli


def unbound(cli: Cli) -> list[int]:
    """Shops that were taken from a product."""
    return [
        poi
        for write in writes(cli)
        if write["body"].get("poi_operate_type") == 2
        for poi in write["body"]["poi_id_list"]
    ]


def test_product_at_twelve_shops_is_one_product(cli: Cli) -> None:
    assert saves(cli) == {"noodles": 1}
    (saved,) = (write["body"]["product"] for write in writes(cli) if write["call"] == SAVE)
    assert [shop["poi_id"] for shop in saved["pois"]] == [poi_id(number) for number in range(1, 13)]


def test_two_documents_with_one_out_id_are_an_error_that_names_both(cli: Cli) -> None:
    again = product("again", "[s01]").replace("spec:\n", "spec:\n  out_id: noodles\n")
    (cli.folder / "stores/products/again.yaml").write_text(again, encoding="utf-8")
    said = cli("validate", code=1).out
    assert NOODLES in said
    assert "@chain/product/again" in said
    assert "stores/products/again.yaml" in said
    assert "stores/products/noodles.yaml" in said
    assert api_steps(planned(cli, code=1)) == {}
    cli("apply", "--yes", code=1)
    assert saves(cli) == {"noodles": 1}


def test_store_file_that_does_not_parse_unbinds_and_removes_nothing(cli: Cli) -> None:
    before = writes(cli)
    broken = cli.folder / "stores/s03.yaml"
    good = broken.read_text(encoding="utf-8")
    broken.write_text(f"{good}  products: [\n", encoding="utf-8")
    plan = planned(cli, "--allow", "unbind", "--allow", "remove", code=1)
    assert listed(plan, "changes") == {}
    assert {unit["name"]: unit["state"] for unit in plan["stores"]}["s03"] == "unknown"
    cli("apply", "--yes", "--allow", "unbind", "--allow", "remove", code=1)
    assert writes(cli) == before
    broken.write_text(good, encoding="utf-8")
    settled(cli)


def test_table_that_lost_half_its_rows_unbinds_and_removes_nothing(tabled: Cli) -> None:
    before = writes(tabled)
    (tabled.folder / "stores/fleet.csv").write_text(table(SHOPS[:6]), encoding="utf-8")
    plan = planned(tabled, "--allow", "unbind", "--allow", "remove")
    assert api_steps(plan) == {}
    assert set(plan_actions(plan)) == {"forget"}
    kept = listed(plan, "ignored")[NOODLES]
    assert kept["reason"] == "kept_store"
    assert [note["values"]["store"] for note in kept["notes"]] == list(SHOPS[6:])
    assert "s07" in tabled("plan").out
    tabled("apply", "--yes", "--allow", "unbind", "--allow", "remove")
    assert writes(tabled) == before
    # The rows come back, and nothing has happened to the shops.
    (tabled.folder / "stores/fleet.csv").write_text(table(SHOPS), encoding="utf-8")
    tabled("apply", "--yes")
    settled(tabled)
    assert writes(tabled) == before


def plan_actions(plan: dict[str, object]) -> list[str]:
    """What would be done to the objects of a plan."""
    return [entry["action"] for entry in listed(plan, "changes").values()]


def test_store_that_no_longer_matches_is_unbound_only_with_consent(cli: Cli) -> None:
    edit(cli.folder / "stores/s03.yaml", "brand: mian", "brand: other")
    blocked = listed(planned(cli), "changes")[NOODLES]
    assert blocked["blocked_by"] == ["allow:unbind"]
    said = cli("plan").out
    assert "要解绑门店请加 --allow unbind" in said
    assert "声明 相同的 11 项 | 线上 相同的 11 项、小面馆(s03)" in said
    cli("apply", "--yes")
    assert unbound(cli) == []
    cli("apply", "--yes", "--allow", "unbind")
    assert unbound(cli) == [int(poi_id(3))]
    assert saves(cli) == {"noodles": 1}
    settled(cli)


def test_shop_that_was_unbound_stays_so_when_its_document_goes(cli: Cli) -> None:
    document = cli.folder / "stores/s03.yaml"
    edit(document, "brand: mian", "brand: other")
    cli("apply", "--yes", "--allow", "unbind")
    document.unlink()
    plan = planned(cli)
    assert api_steps(plan) == {}
    assert listed(plan, "ignored") == {}


def test_shop_without_a_document_is_let_go_once_the_console_unbound_it(cli: Cli) -> None:
    (cli.folder / "stores/s03.yaml").unlink()
    cli("apply", "--yes")
    assert "适用门店不减少" in cli("plan").out
    cli("sandbox", "tamper", "unbind", NOODLES, "--value", poi_id(3))
    plan = planned(cli)
    assert listed(plan, "drift") == {}
    assert values(listed(plan, "changes")[NOODLES], "stores")[0] == "converged"
    cli("apply", "--yes")
    settled(cli)
    assert "适用门店不减少" not in cli("plan").out
