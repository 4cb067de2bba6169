"""What leaves the YAML: nothing is deleted, and nothing is taken off sale without a word."""

from __future__ import annotations

import shutil

import pytest

from conftest import MakeProject
from journey import (
    actions,
    api_steps,
    apply_until_quiet,
    chain,
    confirm_everything,
    indented,
    listed,
    planned,
    product,
    settled,
    store,
    terms,
    todo,
    writes,
)
from support import Cli, edit

NOODLES, SOUP = "@chain/product/noodles", "three/product/soup"
OWN = f"  products:\n    soup:\n{indented(terms(price='12.00', title='酸辣粉一碗'), 6)}"
REPLY = "  payment_reply: {text: 感谢购买。}\n"


@pytest.fixture
def cli(make_project: MakeProject) -> Cli:
    """A chain at rest; one shop has a product of its own and a reply."""
    files = chain({"noodles": product("noodles", "{where: {brand: mian}}")}, labels="{brand: mian}")
    three = store("three", 3, labels="{brand: mian}", more=OWN + REPLY)
    cli = make_project({**files, "stores/three.yaml": three})
    apply_until_quiet(cli)
    confirm_everything(cli)
    settled(cli)
    return cli


def test_removed_product_is_taken_off_the_shelf_only_with_consent(cli: Cli) -> None:
    edit(cli.folder / "stores/three.yaml", OWN, "")
    plan = planned(cli, "--detailed-exitcode")
    assert listed(plan, "changes")[SOUP]["blocked_by"] == ["allow:remove"]
    assert "要下架请加 --allow remove" in cli("plan").out
    before = writes(cli)
    cli("apply", "--yes")
    assert writes(cli) == before
    # With consent it goes off the shelf; it stays on the platform, and nobody manages it any more.
    assert api_steps(planned(cli, "--allow", "remove")) == {SOUP: "product.operate"}
    cli("apply", "--yes", "--allow", "remove")
    assert writes(cli)[-1]["body"]["op_type"] == 2
    settled(cli)
    assert [entry["title"] for entry in listed(planned(cli), "unmanaged").values()] == ["酸辣粉一碗"]


@pytest.mark.parametrize("moment", ["from the start", "later"])
def test_protected_product_is_never_removed_even_when_its_protection_goes_with_it(cli: Cli, moment: str) -> None:
    three = cli.folder / "stores/three.yaml"
    bare = three.read_text(encoding="utf-8")
    if moment == "from the start":
        shutil.rmtree(cli.folder / ".storeconf")
    edit(three, "spec:\n", f"lifecycle: {{protect: [{SOUP}]}}\nspec:\n")
    apply_until_quiet(cli)
    settled(cli)
    three.write_text(bare.replace(OWN, ""), encoding="utf-8")
    plan = planned(cli, "--allow", "remove")
    assert listed(plan, "changes")[SOUP]["blocked_by"] == ["protect"]
    assert api_steps(plan) == {}
    assert "受 lifecycle.protect 保护" in cli("plan", "--allow", "remove").out


def test_protection_is_lifted_by_lifting_it_in_the_yaml_first(cli: Cli) -> None:
    three = cli.folder / "stores/three.yaml"
    bare = three.read_text(encoding="utf-8")
    edit(three, "spec:\n", f"lifecycle: {{protect: [{SOUP}]}}\nspec:\n")
    cli("apply", "--yes")
    three.write_text(bare, encoding="utf-8")
    assert listed(planned(cli), "changes")[SOUP]["reason"] == "unprotect"
    cli("apply", "--yes")
    edit(three, OWN, "")
    assert api_steps(planned(cli, "--allow", "remove")) == {SOUP: "product.operate"}


def test_protected_product_is_not_taken_off_the_shelf_by_the_yaml(cli: Cli) -> None:
    three = cli.folder / "stores/three.yaml"
    edit(three, "spec:\n", f"lifecycle: {{protect: [{SOUP}]}}\nspec:\n")
    edit(three, "shelf: online", "shelf: offline")
    assert "受 lifecycle.protect 保护" in cli("plan").out
    assert api_steps(planned(cli, "--allow", "remove")) == {}
    cli("apply", "--yes")
    assert listed(planned(cli), "changes")[SOUP]["blocked_by"] == ["protect"]


def test_setting_without_api_is_forgotten_with_an_optional_clean_up(cli: Cli) -> None:
    edit(cli.folder / "stores/three.yaml", REPLY, "")
    plan = planned(cli, "--detailed-exitcode")
    assert actions(plan) == {"three/payment_reply": "forget"}
    (step,) = todo(cli)
    assert (step["op"], step["address"]) == ("hand.clean", "three/payment_reply")
    cli("apply", "--yes")
    settled(cli)
    assert todo(cli) == []


def test_removed_store_is_forgotten_and_loudly_so(cli: Cli) -> None:
    before = writes(cli)
    (cli.folder / "stores/three.yaml").unlink()
    plan = planned(cli, "--detailed-exitcode")
    assert actions(plan) == dict.fromkeys(("three/poi", SOUP, "three/payment_reply"), "forget")
    said = cli("plan").out
    assert "不再管理；它们在平台上的东西，除了列在“移除”里的都不动：three" in said
    assert "其中 1 个商品还在售" in said
    assert "门店 three 的文档不在了，绑定保持不变" in said
    cli("apply", "--yes")
    settled(cli)
    assert writes(cli) == before


def test_products_of_a_removed_store_can_be_taken_off_sale_with_it(cli: Cli) -> None:
    (cli.folder / "stores/three.yaml").unlink()
    assert api_steps(planned(cli, "--allow", "remove")) == {SOUP: "product.operate"}
    cli("apply", "--yes", "--allow", "remove")
    assert writes(cli)[-1]["body"]["op_type"] == 2
    settled(cli)


def test_removed_account_is_forgotten_and_nothing_is_touched(cli: Cli) -> None:
    before = writes(cli)
    shutil.rmtree(cli.folder / "stores")
    (cli.folder / "stores").mkdir()
    plan = planned(cli)
    assert set(actions(plan).values()) == {"forget"}
    assert {unit["name"]: unit["state"] for unit in plan["stores"]} == dict.fromkeys(
        ("@chain", "one", "two", "three"), "removed"
    )
    assert api_steps(planned(cli, "--allow", "remove")) == {}
    cli("apply", "--yes")
    assert planned(cli)["stores"] == []
    assert writes(cli) == before


def test_left_out_store_is_not_a_removed_one(cli: Cli) -> None:
    plan = planned(cli, "--target", "one", "--allow", "remove", "--allow", "unbind")
    assert listed(plan, "changes") == {}
    assert {unit["name"] for unit in plan["stores"]} == {"one"}
