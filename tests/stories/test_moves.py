"""Things get other names and other places: records follow, the platform is touched only where it must be."""

from __future__ import annotations

import pytest

from conftest import MakeProject
from journey import (
    api_steps,
    apply_until_quiet,
    chain,
    confirm_everything,
    indented,
    listed,
    planned,
    poi_id,
    product,
    saves,
    settled,
    store,
    terms,
    values,
    writes,
)
from support import Cli, edit

NOODLES, SOUP = "@chain/product/noodles", "three/product/soup"
OWN = f"""\
  products:
    soup:
{indented(terms(price="12.00", title="酸辣粉一碗"), 6)}\
  payment_reply: {{text: 感谢购买。}}
  videos:
    hello: {{video_id: "7344000000000000001", product: soup, mount: component}}
"""


@pytest.fixture
def cli(make_project: MakeProject) -> Cli:
    """A chain at rest; one shop has a product of its own, a reply and a video."""
    files = chain({"noodles": product("noodles", "[one, two, three]")})
    cli = make_project({**files, "stores/three.yaml": store("three", 3, more=OWN)})
    apply_until_quiet(cli)
    confirm_everything(cli)
    settled(cli)
    return cli


def rename_product(cli: Cli, *, moved: bool) -> None:
    """The chain product under another name."""
    document = cli.folder / "stores/products/noodles.yaml"
    edit(document, "name: noodles,", "name: xiaomian,")
    if moved:
        edit(
            document,
            "spec:\n",
            "lifecycle: {moved: [{from: '@chain/product/noodles', to: '@chain/product/xiaomian'}]}\nspec:\n",
        )


def rename_store(cli: Cli) -> None:
    """The third shop under another slug."""
    edit(cli.folder / "stores/three.yaml", "name: three, title", "name: drei, title")
    edit(cli.folder / "stores/three.yaml", "spec:\n", "lifecycle: {moved: [{from: three, to: drei}]}\nspec:\n")
    edit(cli.folder / "stores/products/noodles.yaml", "[one, two, three]", "[one, two, drei]")


def test_renamed_product_keeps_its_record_and_its_platform_product(cli: Cli) -> None:
    before = writes(cli)
    rename_product(cli, moved=True)
    plan = planned(cli, "--detailed-exitcode")
    moved = listed(plan, "changes")["@chain/product/xiaomian"]
    assert (moved["action"], moved["reason"]) == ("record", "moved")
    assert "原来是 @chain/product/noodles" in cli("plan").out
    cli("apply", "--yes")
    settled(cli)
    assert writes(cli) == before
    # Under its new name it is changed, not made a second time.
    edit(cli.folder / "stores/products/noodles.yaml", "price: 19.90", "price: 18.90")
    apply_until_quiet(cli)
    assert saves(cli) == {"noodles": 2, "three.soup": 1}
    settled(cli)


def test_renamed_product_without_moved_is_another_product(cli: Cli) -> None:
    rename_product(cli, moved=False)
    changes = listed(planned(cli), "changes")
    assert changes["@chain/product/xiaomian"]["action"] == "create"
    assert changes[NOODLES]["blocked_by"] == ["allow:remove"]


def test_renamed_store_takes_everything_along(cli: Cli) -> None:
    before = writes(cli)
    rename_store(cli)
    plan = planned(cli, "--detailed-exitcode")
    assert {address: entry["reason"] for address, entry in listed(plan, "changes").items()} == dict.fromkeys(
        ("drei/poi", "drei/product/soup", "drei/payment_reply", "drei/video/hello"), "moved"
    )
    assert plan["steps"] == []
    assert plan["summary"]["unmanaged"] == 0
    cli("apply", "--yes")
    settled(cli)
    assert writes(cli) == before
    # Its product is still the one that the platform knows.
    edit(cli.folder / "stores/three.yaml", "price: 12.00", "price: 11.00")
    apply_until_quiet(cli)
    assert saves(cli) == {"noodles": 1, "three.soup": 2}
    settled(cli)


def test_store_with_another_poi_is_a_rebind_that_needs_consent(cli: Cli) -> None:
    edit(cli.folder / "stores/three.yaml", poi_id(3), poi_id(9))
    plan = planned(cli)
    changes = listed(plan, "changes")
    assert {a: tuple(e["blocked_by"]) for a, e in changes.items()} == dict.fromkeys(
        (NOODLES, SOUP, "three/poi"), ("allow:rebind",)
    )
    assert api_steps(plan) == {}
    said = cli("plan").out
    assert f"POI {poi_id(3)} → {poi_id(9)}" in said
    assert "要换绑门店请加 --allow rebind" in said


def test_rebind_moves_every_product_and_leaves_no_shop_behind(cli: Cli) -> None:
    edit(cli.folder / "stores/three.yaml", poi_id(3), poi_id(9))
    apply_until_quiet(cli, "--allow", "rebind")
    # A shop is added before the other is taken away, so no product is ever without one.
    operations = [
        (w["body"]["poi_operate_type"], w["body"]["poi_id_list"])
        for w in writes(cli)
        if "poi_operate_type" in w["body"]
    ]
    assert operations == [(1, [int(poi_id(9))]), (2, [int(poi_id(3))])] * 2
    assert saves(cli) == {"noodles": 1, "three.soup": 1}
    # The video is moved by hand.
    confirm_everything(cli)
    settled(cli)


def test_shops_half_way_are_no_drift(cli: Cli) -> None:
    edit(cli.folder / "stores/three.yaml", poi_id(3), poi_id(9))
    plan = cli.folder / "plan.json"
    cli("plan", "--allow", "rebind", "--exclude", "@chain", "-o", str(plan))
    steps = [step for step in planned(cli, "--allow", "rebind")["steps"] if step["address"] == SOUP]
    assert [step["op"] for step in steps] == ["product.poi.add", "product.poi.remove"]
    # Each step is recorded as what it leaves, so a run that ends between the two tells no lies.
    assert steps[0]["attrs"] == {"stores": [poi_id(3), poi_id(9)]}
    assert steps[1]["attrs"] == {"stores": [poi_id(9)]}
    assert steps[1]["needs"] == [steps[0]["id"]]


def test_price_of_a_retitled_product_is_still_its_own(cli: Cli) -> None:
    edit(cli.folder / "stores/products/noodles.yaml", "title: 重庆小面单人餐", "title: 招牌小面单人餐")
    entry = listed(planned(cli), "changes")[NOODLES]
    assert values(entry, "title") == ("update", "招牌小面单人餐", "重庆小面单人餐", "重庆小面单人餐")
    assert [a["path"] for a in entry["attributes"]] == ["title"]
    apply_until_quiet(cli)
    assert saves(cli) == {"noodles": 2, "three.soup": 1}
    settled(cli)
