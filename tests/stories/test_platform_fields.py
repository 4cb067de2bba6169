"""Fields of the platform's own: passed through as they are, each a value like any other."""

from __future__ import annotations

import pytest

from conftest import MakeProject
from journey import apply_until_quiet, chain, confirm_everything, listed, planned, product, settled, values, writes
from support import Cli, edit

NOODLES = "@chain/product/noodles"
FIELDS = '  platform: {RecommendWord: 新店, Extra: \'{"a": 1, "b": [2]}\'}\n'


@pytest.fixture
def cli(make_project: MakeProject) -> Cli:
    """A product on sale with two fields that no model knows."""
    cli = make_project(chain({"noodles": product("noodles", "[one]") + FIELDS}))
    apply_until_quiet(cli)
    confirm_everything(cli)
    return cli


def test_they_reach_the_platform_as_they_are_written(cli: Cli) -> None:
    sent = next(one["body"]["product"] for one in writes(cli) if "product" in one["body"])["attr_key_value_map"]
    assert (sent["RecommendWord"], sent["Extra"]) == ("新店", '{"a": 1, "b": [2]}')
    settled(cli)


def test_one_of_them_changes_alone(cli: Cli) -> None:
    edit(cli.folder / "stores/products/noodles.yaml", "RecommendWord: 新店", "RecommendWord: 老店")
    entry = listed(planned(cli), "changes")[NOODLES]
    assert [one["path"] for one in entry["attributes"]] == ["platform.RecommendWord"]
    assert values(entry, "platform.RecommendWord") == ("update", "老店", "新店", "新店")
    apply_until_quiet(cli)
    settled(cli)


def test_order_of_the_keys_in_their_json_says_nothing(cli: Cli) -> None:
    edit(cli.folder / "stores/products/noodles.yaml", '{"a": 1, "b": [2]}', '{"b":[2],"a":1}')
    settled(cli)
