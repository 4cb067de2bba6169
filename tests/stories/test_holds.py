"""A product on hold stays off the shelf: that is neither drift nor to be put right."""

from __future__ import annotations

import pytest

from conftest import MakeProject
from journey import api_steps, chain, listed, planned, product
from support import Cli, edit

NOODLES = "@chain/product/noodles"
WHY = "单日核销失败超过5次"
ON_HOLD = f"""\
apiVersion: storeconf/v1
kind: Sandbox
divergences:
  - {{name: 暂停售卖, address: "{NOODLES}", hold: {WHY}, live: {{shelf: offline}}}}
"""


@pytest.fixture
def cli(make_project: MakeProject) -> Cli:
    """A live product that was paused."""
    cli = make_project({**chain({"noodles": product("noodles", "[one, two]")}), "sandbox.yaml": ON_HOLD})
    cli("sandbox", "reset")
    return cli


def test_shelf_on_hold_is_neither_drift_nor_restored(cli: Cli) -> None:
    cli("drift", "--detailed-exitcode")
    plan = planned(cli, "--restore", "*", "--detailed-exitcode")
    assert listed(plan, "held")[NOODLES]["reason"] == "held"
    assert api_steps(plan) == {}
    assert WHY in cli("plan").out


def test_rest_of_a_product_on_hold_can_be_changed(cli: Cli) -> None:
    edit(cli.folder / "stores/products/noodles.yaml", "price: 19.90", "price: 18.90")
    plan = planned(cli)
    assert api_steps(plan) == {NOODLES: "product.save"}
    assert NOODLES in listed(plan, "held")


def test_hold_shows_in_the_status_of_its_stores(cli: Cli) -> None:
    stores = {one["name"]: one for one in cli("status", "--format", "json").json["stores"]}
    content = {slug: stores[slug]["chain"][1]["state"] for slug in stores}
    assert content == {"one": "broken", "two": "broken", "three": "not_seen"}


def test_wrong_divergence_is_told_and_leaves_the_sandbox_as_it_was(cli: Cli) -> None:
    before = planned(cli)
    edit(cli.folder / "sandbox.yaml", "shelf: offline", "shelf: nowhere")
    said = cli("sandbox", "reset", code=1).err
    assert NOODLES in said
    assert "nowhere" in said
    assert planned(cli) == before
