"""Trades: which product a place may sell, as far as the words are known."""

from __future__ import annotations

import pytest

from storeconf.rules.data import table
from storeconf.rules.geo.trades import category_trades, fits, is_lodging, other_trade, trades_of, trades_of_all


@pytest.mark.parametrize(
    ("word", "families"),
    [
        ("火锅", {"catering"}),
        ("餐饮服务", {"catering"}),
        ("宠物美容", {"pets"}),
        ("汽车美容", {"cars"}),
        ("儿童摄影", {"photo"}),
        ("休闲娱乐 > KTV", {"singing"}),
        ("美食/火锅", {"catering"}),
        ("丽人", set()),
    ],
)
def test_families_of_a_category(word: str, families: set[str]) -> None:
    found = category_trades(word)
    assert found.families == families
    assert not found.unknown


def test_a_word_that_is_not_in_the_table_is_unknown() -> None:
    assert trades_of("指尖艺术").unknown == ("指尖艺术",)
    assert trades_of_all(["餐饮服务", "指尖艺术"]).unknown == ("指尖艺术",)


@pytest.mark.parametrize(
    ("product", "scope", "scoped", "may"),
    [
        ("火锅", ["餐饮服务"], True, True),
        ("美甲", ["餐饮服务"], True, False),
        ("美容", ["理发服务"], True, True),
        ("自助餐", ["住宿服务"], True, False),
        ("自助餐", ["酒店"], False, True),
        ("医美", ["美容服务"], True, False),
        ("美容", ["医疗美容"], True, True),
        ("婴儿游泳", ["母婴护理"], True, True),
    ],
)
def test_what_a_place_may_sell(product: str, scope: list[str], scoped: bool, may: bool) -> None:
    assert fits(trades_of(product).families, trades_of_all(scope).families, scoped=scoped) is may


def test_titles_of_another_trade() -> None:
    catering = frozenset({"catering"})
    assert other_trade("足疗60分钟", catering) == "足疗"
    assert other_trade("火锅双人餐送足疗", catering) == ""
    assert other_trade("大床房1晚", frozenset({"lodging"})) == ""


def test_lodging_is_told_from_what_hotels_sell() -> None:
    assert is_lodging("民宿")
    assert not is_lodging("自助餐")


def test_families_named_in_the_tables_exist() -> None:
    data = table("trades")
    families = set(data["families"])
    named = {family for group in data["related"]["groups"] for family in group} | set(data["telling"])
    for rows in (data["covers"], data["hosts"]):
        named |= set(rows) | {family for row in rows.values() for family in row}
    assert named <= families
