"""Four things can have happened to a value, and the plan tells them apart where a two-way comparison can't."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import MakeProject
from journey import actions, api_steps, apply_until_quiet, chain, listed, planned, product, values
from support import Cli, edit

EDITED, DIFFERENT, ALIKE, DELETED, UNTOUCHED = (
    f"@chain/product/{name}" for name in ("edited", "different", "alike", "deleted", "untouched")
)


@pytest.fixture
def cli(make_project: MakeProject) -> Cli:
    """Five products at 19.90; then people work in the console and in the YAML without knowing of each other."""
    names = [address.split("/")[-1] for address in (EDITED, DIFFERENT, ALIKE, DELETED, UNTOUCHED)]
    products = {name: product(name, "[one]", title=f"小面{n}号单人餐") for n, name in enumerate(names, 1)}
    cli = make_project(chain(products))
    apply_until_quiet(cli)
    for address, price in ((EDITED, "25.00"), (DIFFERENT, "25.00"), (ALIKE, "21.00")):
        cli("sandbox", "tamper", "price", address, "--value", price)
    cli("sandbox", "tamper", "delete", DELETED)
    for address in (DIFFERENT, ALIKE):
        edit(cli.folder / f"stores/products/{address.split('/')[-1]}.yaml", "price: 19.90", "price: 21.00")
    return cli


@pytest.mark.parametrize(
    ("name", "address", "expected"),
    [
        ("drift", EDITED, ("drift-changed", "19.90", "19.90", "25.00")),
        ("conflicts", DIFFERENT, ("conflict", "21.00", "19.90", "25.00")),
        ("changes", ALIKE, ("converged", "21.00", "19.90", "21.00")),
        ("drift", DELETED, ("drift-missing", "19.90", "19.90", None)),
    ],
)
def test_each_situation_has_its_own_class(cli: Cli, name: str, address: str, expected: tuple[Any, ...]) -> None:
    assert values(listed(planned(cli), name)[address], "price") == expected


@pytest.mark.parametrize(
    ("lang", "address", "label", "line"),
    [
        ("zh", EDITED, "有人在后台改了", "声明 19.9 元 | 线上 25 元 | 上次 19.9 元"),
        ("zh", DIFFERENT, "你和后台都改了，而且改得不一样", "声明 21 元 | 线上 25 元 | 上次 19.9 元"),
        ("zh", ALIKE, "线上和声明一致，只更新记录", "声明 21 元 | 线上 21 元 | 上次 19.9 元"),
        ("zh", DELETED, "线上没有了", "声明 19.9 元 | 线上 （无） | 上次 19.9 元"),
        (
            "en",
            EDITED,
            "somebody changed it in the console",
            "declared 19.9 yuan | live 25 yuan | last applied 19.9 yuan",
        ),
        (
            "en",
            DIFFERENT,
            "changed here and in the console",
            "declared 21 yuan | live 25 yuan | last applied 19.9 yuan",
        ),
        ("en", ALIKE, "live agrees with the YAML", "declared 21 yuan | live 21 yuan | last applied 19.9 yuan"),
        ("en", DELETED, "gone from the platform", "declared 19.9 yuan | live (none) | last applied 19.9 yuan"),
    ],
)
def test_text_shows_the_label_and_all_three_values(cli: Cli, lang: str, address: str, label: str, line: str) -> None:
    cli.lang = lang
    said = cli("plan").out.splitlines()
    start = next(number for number, text in enumerate(said) if f" {address} " in text)
    assert label in said[start]
    own = said[start + 1 : next((n for n in range(start + 1, len(said)) if not said[n].startswith("      ")), None)]
    assert any(text.endswith(line) for text in own)


def test_untouched_product_is_not_mentioned(cli: Cli) -> None:
    assert UNTOUCHED not in cli("plan").out


def test_console_is_never_overwritten_without_a_word(cli: Cli) -> None:
    assert api_steps(planned(cli)) == {}
    assert actions(planned(cli, "--take", "declared", DIFFERENT)) == {ALIKE: "record", DIFFERENT: "update"}
    restored = actions(planned(cli, "--restore", "*"))
    assert restored == {ALIKE: "record", EDITED: "update", DELETED: "create"}


def test_taking_the_live_side_writes_nothing(cli: Cli) -> None:
    plan = planned(cli, "--take", "live", DIFFERENT)
    assert api_steps(plan) == {}
    assert listed(plan, "conflicts")[DIFFERENT]["reason"] == "take_live"


def test_restoring_what_was_deleted_does_not_claim_that_the_yaml_changed(cli: Cli) -> None:
    assert listed(planned(cli, "--restore", DELETED), "changes")[DELETED]["reason"] == "restore"
