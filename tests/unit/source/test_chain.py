"""Chain products: sold where their `stores` says, and never at fewer stores because a document can't be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from declared import HEAD, account, declared, product, store, text

STORES = {
    "stores/bj.yaml": store("bj", "{poi: {id: '1'}}", labels="{city: 北京, tier: a}"),
    "stores/sh.yaml": store("sh", "{poi: {id: '2'}}", labels="{city: 上海, tier: a}"),
    "stores/gz.yaml": store("gz", "{poi: {city: 广州}}", labels="{city: 广州, tier: b}"),
}


@pytest.mark.parametrize(
    ("stores", "sold_at"),
    [
        ("[bj]", {"bj": "1"}),
        ("[gz, sh]", {"sh": "2", "gz": ""}),
        ("{where: {city: 北京}}", {"bj": "1"}),
        ("{where: {tier: a}}", {"bj": "1", "sh": "2"}),
        ("{where: {city: [北京, 广州]}}", {"bj": "1", "gz": ""}),
        ("{where: {tier: a, city: [上海, 广州]}}", {"sh": "2"}),
    ],
)
def test_sold_where_it_says(stores: str, sold_at: dict[str, str], tmp_path: Path) -> None:
    found = declared(tmp_path, {**STORES, "stores/mxw.yaml": product("mxw", f"{{title: 餐, stores: {stores}}}")})
    assert found.errors() == []
    resource = found.resource("@acme/product/mxw")
    assert (resource.sold_at, resource.out_id) == (sold_at, "mxw")


def test_labels_are_the_merged_ones(tmp_path: Path) -> None:
    files = {
        "stores/_defaults.yaml": f"{HEAD}kind: Defaults\nmetadata: {{labels: {{brand: shuyu, tier: z}}}}\n",
        "stores/mxw.yaml": product("mxw", "{title: 餐, stores: {where: {brand: shuyu, tier: a}}}"),
    }
    assert set(declared(tmp_path, {**STORES, **files}).resource("@acme/product/mxw").sold_at) == {"bj", "sh"}


def test_condition_reaches_only_its_own_account(tmp_path: Path) -> None:
    files = {
        "stores/other.yaml": account("other"),
        "stores/x.yaml": store("x", account="other", labels="{tier: a}"),
        "stores/mxw.yaml": product("mxw", "{title: 餐, stores: {where: {tier: a}}}"),
    }
    assert set(declared(tmp_path, {**STORES, **files}).resource("@acme/product/mxw").sold_at) == {"bj", "sh"}


@pytest.mark.parametrize(
    ("stores", "expected", "says"),
    [
        ("[bj, bjj]", "SC304 stores/mxw.yaml:4:31 spec.stores.1", "是不是想写 bj？"),
        ("[bj, x]", "SC304 stores/mxw.yaml:4:31 spec.stores.1", "属于账号 other"),
        ("{where: {city: 深圳}}", "SC304 stores/mxw.yaml:4:34 spec.stores.where", "没有选中任何门店"),
        ("{where: {}}", "SC204 stores/mxw.yaml:4:34 spec.stores.where", "至少"),
        ("{where: 北京}", "SC204 stores/mxw.yaml:4:34 spec.stores.where", "键值"),
        ("[BJ]", "SC204 stores/mxw.yaml:4:27 spec.stores.0", "小写"),
    ],
)
def test_stores_that_can_not_be_meant(stores: str, expected: str, says: str, tmp_path: Path) -> None:
    files = {
        "stores/other.yaml": account("other"),
        "stores/x.yaml": store("x", account="other"),
        "stores/mxw.yaml": product("mxw", f"{{title: 餐, stores: {stores}}}"),
    }
    found = declared(tmp_path, {**STORES, **files})
    assert found.errors() == [expected]
    assert says in text(found.error())
    assert found.unknown() == {"@acme/product/mxw"}


def test_product_without_stores_is_an_error(tmp_path: Path) -> None:
    found = declared(tmp_path, {**STORES, "stores/mxw.yaml": product("mxw", "{title: 餐}")})
    assert found.error().code.id == "SC203"
    assert "在哪些门店卖" in text(found.error())


def test_stores_own_product_is_sold_there_alone(tmp_path: Path) -> None:
    found = declared(tmp_path, {"stores/bj.yaml": store("bj", "{products: {mxw: {title: 餐, stores: [bj]}}}")})
    assert found.errors() == ["SC205 stores/bj.yaml:4:43"]
    assert found.unknown() == {"bj/product/mxw"}


# -- documents that fail -----------------------------------------------------------------------------------------------

BROKEN = {
    "no YAML": "spec: [",
    "duplicate key": "a: 1\na: 2\n",
    "a name that is none": store("B J"),
    "empty": "",
    "other version": store("bj").replace("v1", "v2"),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_list_of_stores_never_shrinks_because_one_can_not_be_read(content: str, tmp_path: Path) -> None:
    files = {**STORES, "stores/bj.yaml": content, "stores/mxw.yaml": product("mxw", "{title: 餐, stores: [bj, sh]}")}
    found = declared(tmp_path, files)
    assert set(found.resource("@acme/product/mxw").sold_at) == {"bj", "sh"}
    assert found.fleet.broken
    assert len(found.errors()) == 1


@pytest.mark.parametrize("body", ["{poi: {id: abc}}", "{poi: {id: '1', phnoe: '1'}}", "{countre: 左}"])
def test_store_with_a_wrong_body_keeps_its_place_in_a_condition(body: str, tmp_path: Path) -> None:
    files = {
        **STORES,
        "stores/bj.yaml": store("bj", body, labels="{city: 北京, tier: a}"),
        "stores/mxw.yaml": product("mxw", "{title: 餐, stores: {where: {tier: a}}}"),
    }
    found = declared(tmp_path, files)
    assert set(found.resource("@acme/product/mxw").sold_at) == {"bj", "sh"}
    assert found.failed("bj")


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_condition_that_selects_nothing_is_no_error_while_a_store_is_unknown(content: str, tmp_path: Path) -> None:
    files = {"stores/bj.yaml": content, "stores/mxw.yaml": product("mxw", "{title: 餐, stores: {where: {tier: a}}}")}
    found = declared(tmp_path, files)
    assert {error.split()[1].split(":")[0] for error in found.errors()} == {"stores/bj.yaml"}
    assert found.fleet.broken


@pytest.mark.parametrize("content", ["spec: [", product("B J", "{}"), product("lzj", "{}", account="")])
def test_account_whose_product_can_not_be_read_is_partly_unknown(content: str, tmp_path: Path) -> None:
    mxw = product("mxw", "{title: 餐, stores: [bj]}")
    found = declared(tmp_path, {**STORES, "stores/a.yaml": content, "stores/mxw.yaml": mxw})
    assert found.unit("@acme").partly_unknown
    assert "@acme/product/mxw" in found.addresses()


@pytest.mark.parametrize("content", [store("B J"), account("B J"), f"{HEAD}kind: Store\nspec:\n"])
def test_account_is_whole_when_what_failed_is_no_product(content: str, tmp_path: Path) -> None:
    found = declared(tmp_path, {**STORES, "stores/a.yaml": content})
    assert found.errors() != []
    assert not found.unit("@acme").partly_unknown


# -- several documents in a file ---------------------------------------------------------------------------------------


def test_file_may_hold_several_documents_of_any_kind(tmp_path: Path) -> None:
    parts = [
        store("bj", "{counter: 左}"),
        product("mxw", "{title: 餐, stores: [bj]}"),
        store("sh", "{poi: {city: 上海}}"),
    ]
    found = declared(tmp_path, {"stores/all.yml": "---\n".join(parts)})
    assert found.errors() == []
    assert found.addresses() == {"@acme/product/mxw", "sh/poi"}
    assert set(found.fleet.unit_names) == {"@acme", "bj", "sh"}


@pytest.mark.parametrize(
    ("bad", "expected"),
    [
        (store("x").replace("Store", "Stroe"), "SC201 stores/all.yaml:7:7 kind"),
        (store("x").replace("v1", "v2"), "SC204 stores/all.yaml:6:13 apiVersion"),
        (store("x").replace("Store", "Project"), "SC205 stores/all.yaml:7:7 kind"),
        (store("x", "{poi: {phnoe: '1'}}"), "SC202 stores/all.yaml:9:14 spec.poi.phnoe"),
        (store("x", "{poi: {city: 1, city: 2}}"), "SC106 stores/all.yaml:9:23"),
        (store("x") + "specs: {}\n", "SC202 stores/all.yaml:10:1 specs"),
        ("[]\n", "SC112 stores/all.yaml:6:1"),
        ("kind: Store\n", "SC203 stores/all.yaml:6:1 apiVersion"),
    ],
)
def test_one_bad_document_hides_none_of_the_others(bad: str, expected: str, tmp_path: Path) -> None:
    one, two = (store(name, "{payment_reply: {text: 谢谢}}") for name in ("one", "two"))
    found = declared(tmp_path, {"stores/all.yaml": f"{one}---\n{bad}---\n{two}"})
    assert found.errors() == [expected]
    assert found.addresses() == {"one/payment_reply", "two/payment_reply"}
