"""Inheritance: maps merge, lists replace, null cancels, and every value knows where it was written."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declared import account, declared, defaults, product, store, text
from storeconf.source.layers import merge

TREES = st.recursive(
    st.text(max_size=2) | st.none(),
    lambda below: st.lists(below, max_size=2) | st.dictionaries(st.sampled_from("abc"), below, max_size=3),
    max_leaves=8,
)
MAPS = st.dictionaries(st.sampled_from("abc"), TREES, max_size=3)


@pytest.mark.parametrize(
    ("base", "over", "merged"),
    [
        ({"a": "1", "b": "2"}, {"b": "3", "c": "4"}, {"a": "1", "b": "3", "c": "4"}),
        ({"a": {"x": "1", "y": "2"}}, {"a": {"y": "3"}}, {"a": {"x": "1", "y": "3"}}),
        ({"a": ["1", "2"]}, {"a": ["3"]}, {"a": ["3"]}),
        ({"a": ["1"]}, {"a": []}, {"a": []}),
        ({"a": [{"x": "1", "y": "2"}]}, {"a": [{"x": "3"}]}, {"a": [{"x": "3"}]}),
        ({"a": "1"}, {"a": None}, {}),
        ({"a": {"x": "1", "y": "2"}}, {"a": {"x": None}}, {"a": {"y": "2"}}),
        ({}, {"a": None, "b": {"c": None}}, {"b": {}}),
        ({"a": "1"}, {"a": {"x": "1"}}, {"a": {"x": "1"}}),
        ({"a": {"x": "1"}}, {"a": "1"}, {"a": "1"}),
        ({}, {"a": [{"x": None, "y": "1"}]}, {"a": [{"y": "1"}]}),
    ],
)
def test_merge(base: dict[str, Any], over: dict[str, Any], merged: dict[str, Any]) -> None:
    assert merge(base, over) == merged


@given(base=MAPS, over=MAPS)
def test_merging_changes_neither_side_and_leaves_no_null_of_the_upper(
    base: dict[str, Any], over: dict[str, Any]
) -> None:
    before = deepcopy((base, over))
    merged = merge(merge({}, base), over)
    assert (base, over) == before
    assert merge({}, merged) == merged
    assert merge(merged, over) == merged


# -- Defaults ----------------------------------------------------------------------------------------------------------


def test_defaults_merge_from_the_root_down_to_the_document(tmp_path: Path) -> None:
    found = declared(
        tmp_path,
        {
            "stores/_defaults.yaml": defaults("{poi: {category: 火锅, scope: [火锅, 川菜], phone: '1', city: 北京}}"),
            "stores/a/_defaults.yaml": defaults("{poi: {phone: '2', scope: [烤肉]}}"),
            "stores/a/b/one.yaml": store("one", "{poi: {phone: '3', city: null}}"),
            "stores/two.yaml": store("two", "{poi: {name: 二店}}"),
        },
    )
    assert found.errors() == []
    assert found.attrs("one/poi") == {"category": "火锅", "scope": ["烤肉"], "phone": "3"}
    assert found.attrs("two/poi")["phone"] == "1"


def test_null_takes_away_a_whole_object(tmp_path: Path) -> None:
    files = {"stores/_defaults.yaml": defaults("{payment_reply: {text: 谢谢}, poi: {city: 北京}}")}
    found = declared(tmp_path, {**files, "stores/one.yaml": store("one", "{payment_reply: null}")})
    assert found.addresses() == {"one/poi"}


def test_metadata_is_inherited_too(tmp_path: Path) -> None:
    files = {
        "stores/_defaults.yaml": defaults("{}", account="acme", owner="'@总部'", labels="{brand: shuyu, tier: b}"),
        "stores/one.yaml": store("one", account="", labels="{tier: a}"),
    }
    unit = declared(tmp_path, files).unit("one")
    assert (unit.account, unit.owner, unit.labels) == ("acme", "@总部", {"brand": "shuyu", "tier": "a"})


def test_defaults_never_reach_an_account(tmp_path: Path) -> None:
    files = {
        "stores/_defaults.yaml": defaults(
            "{poi: {city: 北京}}", owner="'@总部'", labels="{brand: shuyu}", account="other"
        ),
        "stores/other.yaml": account("other"),
    }
    found = declared(tmp_path, files)
    assert found.errors() == []
    unit = found.unit("@acme")
    assert (unit.owner, unit.labels, unit.resources) == ("", {}, ())


def test_lifecycle_lists_of_all_layers_are_joined(tmp_path: Path) -> None:
    head = defaults("{}") + "lifecycle: {protect: ['*/product/a'], ignore: [{address: '*/poi#phone', reason: 试}]}\n"
    files = {
        "storeconf.yaml": "apiVersion: storeconf/v1\nkind: Project\nlifecycle: {protect: ['*/product/p']}\n",
        "stores/_defaults.yaml": head,
        "stores/one.yaml": store(
            "one", lifecycle="{protect: ['one/product/b'], moved: [{from: old/poi, to: one/poi}]}"
        ),
        "stores/two.yaml": store("two"),
    }
    found = declared(tmp_path, files)
    one, two = found.unit("one").lifecycle, found.unit("two").lifecycle
    assert [p.text for p in one.protect] == ["*/product/p", "*/product/a", "one/product/b"]
    assert [p.text for p in two.protect] == ["*/product/p", "*/product/a"]
    assert [rule.where.text for rule in two.ignore] == ["*/poi#phone"]
    assert one.moved == (("old/poi", "one/poi"),)


def test_second_defaults_of_a_folder_is_an_error(tmp_path: Path) -> None:
    files = {"stores/a/_defaults.yaml": defaults("{}"), "stores/a/b.yaml": defaults("{counter: 右}")}
    found = declared(tmp_path, {**files, "stores/a/one.yaml": store("one"), "stores/two.yaml": store("two")})
    assert [error.split()[0] for error in found.errors()] == ["SC301"]
    assert found.failed("one")
    assert not found.failed("two")


@pytest.mark.parametrize("broken", ["{counter: 左, counter: 右}", "{countre: 左}", "{poi: {kind: shop}}", "["])
def test_stores_below_broken_defaults_are_unknown_and_the_others_stay(broken: str, tmp_path: Path) -> None:
    files = {
        "stores/a/_defaults.yaml": defaults(broken),
        "stores/a/b/one.yaml": store("one", "{counter: 左}"),
        "stores/a/mxw.yaml": product("mxw", "{title: 餐, stores: [two]}"),
        "stores/two.yaml": store("two", "{payment_reply: {text: 谢谢}}"),
    }
    found = declared(tmp_path, files)
    assert len(found.errors()) == 1
    assert "stores/a/_defaults.yaml" in found.errors()[0]
    assert found.failed("one")
    assert "@acme/product/mxw" in found.unknown()
    assert found.addresses() == {"two/payment_reply"}


def test_wrong_value_in_defaults_is_told_once_where_it_is_written(tmp_path: Path) -> None:
    files = {"stores/_defaults.yaml": defaults("  poi:\n    phone: []\n")}
    found = declared(tmp_path, {**files, **{f"stores/{n}.yaml": store(n) for n in ("one", "two", "three")}})
    assert found.errors() == ["SC204 stores/_defaults.yaml:6:12 spec.poi.phone"]


# -- products in Defaults ----------------------------------------------------------------------------------------------


def test_product_of_defaults_is_one_for_each_store(tmp_path: Path) -> None:
    files = {
        "stores/_defaults.yaml": defaults("{products: {mxw: {title: 毛血旺, price: 19.9}}}"),
        "stores/one.yaml": store("one", "{poi: {id: '1'}, products: {mxw: {price: 21}}}"),
        "stores/two.yaml": store("two", "{poi: {id: '2'}}"),
    }
    found = declared(tmp_path, files)
    one, two = found.resource("one/product/mxw"), found.resource("two/product/mxw")
    assert (one.out_id, one.sold_at, one.attrs["price"]) == ("one.mxw", {"one": "1"}, "21.00")
    assert (two.out_id, two.sold_at, two.attrs["price"]) == ("two.mxw", {"two": "2"}, "19.90")


def test_values_for_every_product_lie_below_all_named_ones(tmp_path: Path) -> None:
    """Even a nearer `*` gives way to a farther name."""
    files = {
        "stores/_defaults.yaml": defaults("{products: {mxw: {title: 毛血旺, people: 4}, '*': {people: 1, stock: 9}}}"),
        "stores/a/_defaults.yaml": defaults("{products: {'*': {people: 2, stock: 8}}}"),
        "stores/a/one.yaml": store("one", "{products: {ydp: {title: 鸭脖}}}"),
        "stores/a/chain.yaml": product("lzj", "{title: 辣子鸡, stores: [one]}"),
    }
    found = declared(tmp_path, files)
    shown = {key: found.attrs(key) for key in ("one/product/mxw", "one/product/ydp", "@acme/product/lzj")}
    assert {key: (attrs["people"], attrs["stock"]) for key, attrs in shown.items()} == {
        "one/product/mxw": (4, 8),
        "one/product/ydp": (2, 8),
        "@acme/product/lzj": (2, 8),
    }


def test_chain_product_takes_no_named_values_of_defaults(tmp_path: Path) -> None:
    files = {
        "stores/_defaults.yaml": defaults("{products: {mxw: {title: 每店, people: 4}}}"),
        "stores/one.yaml": store("one", "{products: {mxw: null}}"),
        "stores/chain.yaml": product("mxw", "{title: 连锁, stores: [one]}"),
    }
    found = declared(tmp_path, files)
    assert found.addresses() == {"@acme/product/mxw"}
    assert "people" not in found.attrs("@acme/product/mxw")


def test_null_drops_an_inherited_product(tmp_path: Path) -> None:
    files = {
        "stores/_defaults.yaml": defaults("{products: {'*': {people: 1}, mxw: {title: 毛血旺}}}"),
        "stores/one.yaml": store("one", "{products: {mxw: null}}"),
        "stores/two.yaml": store("two"),
    }
    assert declared(tmp_path, files).addresses() == {"two/product/mxw"}


@pytest.mark.parametrize("key", ["out_id: x", "product_id: '7'", "stores: [one]"])
@pytest.mark.parametrize("name", ["mxw", "'*'"])
def test_identity_of_one_product_is_no_default(key: str, name: str, tmp_path: Path) -> None:
    files = {
        "stores/_defaults.yaml": defaults(f"  products:\n    {name}:\n      {key}\n"),
        "stores/one.yaml": store("one", "{products: {mxw: {title: 毛血旺}}}"),
    }
    found = declared(tmp_path, files)
    assert found.error().code.id == "SC205"
    assert str(found.error().span) == "stores/_defaults.yaml:7:7"
    assert key.split(":")[0] in text(found.error())
    assert found.failed("one")


def test_store_has_no_product_for_all(tmp_path: Path) -> None:
    found = declared(tmp_path, {"stores/one.yaml": store("one", "{products: {'*': {people: 1}, mxw: {title: 餐}}}")})
    assert found.errors() == ["SC205 stores/one.yaml:4:19 spec.products.*"]
    assert found.failed("one")


# -- where a value was written -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "origin"),
    [
        (("poi", "city"), "stores/_defaults.yaml:6:11"),
        (("poi", "phone"), "stores/a/_defaults.yaml:6:12"),
        (("poi", "name"), "stores/a/fleet.csv:3:2"),
        (("products", "mxw", "people"), "stores/_defaults.yaml:10:15"),
        (("products", "mxw", "title"), "stores/_defaults.yaml:12:14"),
        (("products", "mxw", "stock"), "stores/a/set.yaml:9:14"),
    ],
)
def test_value_is_traced_to_the_layer_that_gave_it(path: tuple[str, ...], origin: str, tmp_path: Path) -> None:
    base = "  poi:\n    city: 北京\n    phone: '1'\n  products:\n    '*':\n      people: 2\n    mxw:\n      title: 毛血旺\n"
    rows = "rows: fleet.csv\ncolumns: {id: metadata.name, 店名: spec.poi.name}\n"
    found = declared(
        tmp_path,
        {
            "stores/_defaults.yaml": defaults(base),
            "stores/a/_defaults.yaml": defaults("  poi:\n    phone: '2'\n"),
            "stores/a/set.yaml": "apiVersion: storeconf/v1\nkind: StoreSet\nmetadata: {account: acme}\n" + rows
            + "spec:\n  products:\n    mxw:\n      stock: 5\n",
            "stores/a/fleet.csv": "id,店名\nx,甲\none,乙\n",
        },
    )  # fmt: skip
    index = found.fleet.index
    where, there, whole = index.store_layers(index.stores["one"]).trace(path)
    assert whole
    assert str(found.fleet.library.span(where, there)) == origin
