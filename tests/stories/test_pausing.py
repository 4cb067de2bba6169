"""A product that failed too often goes off the shelf by an approved plan, and stays there until somebody releases it."""

from __future__ import annotations

import pytest

from conftest import MakeProject
from exports import export, failures
from journey import api_steps, chain, listed, planned, product
from support import Cli

NOODLES = "@chain/product/noodles"


@pytest.fixture
def cli(make_project: MakeProject) -> Cli:
    """A chain with two products on sale, of which one failed six times."""
    goods = {"noodles": product("noodles", "[one, two]"), "dumplings": product("dumplings", "[three]")}
    cli = make_project(chain(goods))
    cli("sandbox", "reset")
    export(cli.folder / "day.csv", failures(6, "noodles"))
    return cli


def act(cli: Cli, *options: str, code: int = 0) -> str:
    """What `--act` shows."""
    said = cli("records", str(cli.folder / "day.csv"), "--act", *options, code=code)
    return said.out + said.err


def shelf(cli: Cli) -> str:
    """Where the product is."""
    cli("fetch", "-o", str(cli.folder / "seen.json"))
    return "offline" if '"shelf": "offline"' in (cli.folder / "seen.json").read_text("utf-8") else "online"


def test_without_consent_nothing_happens(cli: Cli) -> None:
    said = act(cli, code=3)
    assert "one、two" in said
    assert "three" not in said
    assert shelf(cli) == "online"
    assert listed(planned(cli), "held") == {}


def test_proposal_names_every_store_and_touches_nothing_else(cli: Cli) -> None:
    said = act(cli, code=3)
    assert NOODLES in said
    assert "dumplings" not in said
    assert "失败 6 次" in said


def test_with_consent_it_is_taken_off_and_held(cli: Cli) -> None:
    assert "state release" in act(cli, "--yes")
    assert shelf(cli) == "offline"
    plan = planned(cli, "--restore", "*", "--detailed-exitcode")
    assert set(listed(plan, "held")) == {NOODLES}
    assert api_steps(plan) == {}


def test_acting_again_changes_nothing(cli: Cli) -> None:
    act(cli, "--yes")
    act(cli)
    assert shelf(cli) == "offline"


def test_somebody_put_it_back_on_sale_and_acting_takes_it_off_again(cli: Cli) -> None:
    act(cli, "--yes")
    cli("sandbox", "tamper", "shelf", NOODLES, "--value", "online")
    assert shelf(cli) == "online"
    act(cli, "--yes")
    assert shelf(cli) == "offline"


def test_released_it_goes_back_on_sale(cli: Cli) -> None:
    act(cli, "--yes")
    cli("state", "release", NOODLES)
    assert NOODLES in api_steps(planned(cli))
    cli("apply", "--yes")
    assert shelf(cli) == "online"


def test_protected_product_is_neither_taken_off_nor_held(make_project: MakeProject) -> None:
    document = product("noodles", "[one, two]") + f'lifecycle:\n  protect: ["{NOODLES}"]\n'
    cli = make_project(chain({"noodles": document}))
    cli("sandbox", "reset")
    export(cli.folder / "day.csv", failures(6, "noodles"))
    assert "protect" in act(cli, "--yes")
    assert shelf(cli) == "online"
    assert listed(planned(cli), "held") == {}


def test_product_that_nobody_declares_is_left_to_people(cli: Cli) -> None:
    export(cli.folder / "day.csv", failures(6, "7300000000000000001"))
    assert "7300000000000000001" in act(cli, "--yes")
    assert shelf(cli) == "online"


def test_json_and_acting_exclude_each_other(cli: Cli) -> None:
    assert "json" in act(cli, "--format", "json", code=64)
