"""Lists that lie, shrink or never end, and replies of an odd shape: what can't be trusted is unknown, never absent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest

from lab import ACCOUNT_ID, OTHER_SHOP, SHOP, THIRD_SHOP, Lab, place, product_wanted
from storeconf.core.diagnostics import StoreconfError, fail
from storeconf.platform.douyin import adapter, client, errors
from storeconf.platform.douyin.adapter import Douyin
from storeconf.platform.douyin.client import App, Client
from storeconf.platform.douyin.credentials import MISSING, Credentials
from storeconf.platform.live import Existence, Snapshot, Unknown
from storeconf.platform.protocol import ReadFailed, Wanted
from storeconf.platform.sandbox import seed
from wire import Fault, answers, changed, says

ONLINE, DRAFTS, SHOPS = "online/query", "draft/query", "shop/poi/query"
CATEGORIES, BY_ID = "category/get", "online/get"


def shop(poi_id: str = SHOP) -> Wanted:
    return Wanted(address=f"s{poi_id}/poi", kind="poi", account="shuyu", poi_id=poi_id)


def data(edit: Callable[[dict[str, Any]], object]) -> Fault:
    """The platform's own answer, with something in its data edited."""

    def of_envelope(envelope: dict[str, Any]) -> None:
        edit(envelope["data"])

    return changed(of_envelope)


def problem(seen: Snapshot) -> str:
    """Why the account can't be read."""
    reading = seen.accounts["shuyu"]
    assert (reading.ok, reading.complete) == (False, False)
    return reading.problem


# -- lists of products ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [ONLINE, DRAFTS])
def test_a_cursor_that_comes_again_ends_the_reading(lab: Lab, path: str) -> None:
    lab.wire.always(data(lambda d: d.update(has_more=True, next_cursor="7")), on=path)
    seen = lab.snapshot(product_wanted())
    assert "游标 7 重复出现" in problem(seen)
    assert seen.get("@shuyu/product/mxw-1").why is Unknown.ERROR


@pytest.mark.parametrize("path", [ONLINE, DRAFTS])
@pytest.mark.parametrize("cursor", ["", None])
def test_a_next_page_without_a_cursor_is_no_end(lab: Lab, path: str, cursor: str | None) -> None:
    lab.wire.always(data(lambda d: d.update(has_more=True, next_cursor=cursor)), on=path)
    seen = lab.snapshot(product_wanted())
    assert "游标" in problem(seen)
    assert seen.get("@shuyu/product/mxw-1").why is Unknown.ERROR


def test_a_list_with_ever_new_cursors_is_ended(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "MAX_PAGES", 30)
    numbers: Iterator[int] = count()
    lab.wire.always(data(lambda d: d.update(has_more=True, next_cursor=str(next(numbers)))), on=ONLINE)
    assert "翻了 30 页还没有完" in problem(lab.snapshot(product_wanted()))
    assert len(lab.wire.calls(ONLINE)) == 30


def test_a_list_that_reaches_the_platforms_limit_proves_nothing(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "LIST_LIMIT", 2)
    for name in ("a", "b"):
        lab.online(name)
    seen = lab.snapshot(product_wanted("a"), product_wanted("hidden"))
    assert seen.get("@shuyu/product/a").existence is Existence.PRESENT
    assert seen.get("@shuyu/product/hidden").why is Unknown.PARTIAL
    assert not seen.accounts["shuyu"].complete


def test_what_a_limited_list_hides_is_asked_for_by_id(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        lab.online(f"p-{number}")
    lab.wire.always(data(lambda d: d["products"].clear()), on=ONLINE)
    lab.wire.always(data(lambda d: d["product_drafts"].clear()), on=DRAFTS)
    monkeypatch.setattr(adapter, "LIST_LIMIT", 0)
    lab.wire.sent.clear()
    seen = lab.snapshot(*(product_wanted(f"p-{number}") for number in range(12)))
    assert {o.existence for o in seen.objects.values()} == {Existence.PRESENT}
    assert [len(c.query["out_ids"].split(",")) for c in lab.wire.calls(BY_ID)] == [10, 2]


def test_without_the_list_of_drafts_nobody_knows_what_is_in_review(lab: Lab) -> None:
    lab.online()
    lab.wire.always(answers(502, "<html>"), on=DRAFTS)
    seen = lab.snapshot(product_wanted())
    assert seen.get("@shuyu/product/mxw-1").why is Unknown.ERROR
    assert "502" in problem(seen)


# -- lists of shops ------------------------------------------------------------------------------------------------------


def many_shops(lab: Lab, number: int) -> list[str]:
    """Claimed shops beside the three that are there, in the order in which the list shows them."""
    extra = [str(6601136930000100 + n) for n in range(number)]
    for poi_id in extra:
        seed.admit_shop(lab.database, ACCOUNT_ID, poi_id, place(1))
    return [SHOP, OTHER_SHOP, THIRD_SHOP, *extra]


def test_a_list_that_shrinks_on_the_way_hides_somebody_and_is_not_complete(lab: Lab) -> None:
    known = many_shops(lab, 120)
    hidden = known[100]

    def first_page(envelope: dict[str, Any]) -> None:
        seed.remove_shop(lab.database, known[5])

    lab.wire.plan(changed(first_page), on=SHOPS)
    seen = lab.snapshot(shop(hidden))
    assert seen.get(shop(hidden).address).why is Unknown.PARTIAL


def test_a_total_that_is_too_high_makes_the_list_incomplete_and_ends(lab: Lab) -> None:
    lab.wire.always(data(lambda d: d.update(total=10**9)), on=SHOPS)
    missing = shop("6609999999999999999")
    seen = lab.snapshot(missing, shop())
    assert seen.get(missing.address).why is Unknown.PARTIAL
    assert seen.get(shop().address).existence is Existence.PRESENT
    assert len(lab.wire.calls(SHOPS)) == 2


def test_a_list_that_shows_the_same_page_for_ever_is_ended(lab: Lab) -> None:
    rows = [{"poi": {"poi_id": str(6601136930000100 + n)}} for n in range(100)]
    lab.wire.always(says({"pois": rows, "total": 100_000}), on=SHOPS)
    assert lab.snapshot(shop()).get(shop().address).why is Unknown.PARTIAL
    assert len(lab.wire.calls(SHOPS)) == 2


def test_without_a_total_the_pages_are_read_until_nothing_new_comes(lab: Lab) -> None:
    known = many_shops(lab, 120)
    lab.wire.always(data(lambda d: d.pop("total")), on=SHOPS)
    missing = shop("6609999999999999999")
    seen = lab.snapshot(shop(known[-1]), missing)
    assert seen.get(shop(known[-1]).address).existence is Existence.PRESENT
    assert seen.get(missing.address).existence is Existence.ABSENT


def test_a_total_may_be_text(lab: Lab) -> None:
    lab.wire.always(data(lambda d: d.update(total=str(d["total"]))), on=SHOPS)
    assert lab.place().existence is Existence.PRESENT


# -- odd shapes ----------------------------------------------------------------------------------------------------------

ODD: dict[str, tuple[str, Callable[[dict[str, Any]], object]]] = {
    "products is a map": (ONLINE, lambda d: d.update(products={"0": {}})),
    "a product is text": (ONLINE, lambda d: d.update(products=["x"])),
    "a product without a product": (ONLINE, lambda d: d.update(products=[{"sku": {}}])),
    "its product is a list": (ONLINE, lambda d: d["products"][0].update(product=[])),
    "its sku is text": (ONLINE, lambda d: d["products"][0].update(sku="x")),
    "its attributes are a list": (ONLINE, lambda d: d["products"][0]["product"].update(attr_key_value_map=["a"])),
    "its id is a float": (ONLINE, lambda d: d["products"][0]["product"].update(product_id=7.4e18)),
    "its id is missing": (ONLINE, lambda d: d["products"][0]["product"].pop("product_id")),
    "its id is a word": (ONLINE, lambda d: d["products"][0]["product"].update(product_id="abc")),
    "its id is true": (ONLINE, lambda d: d["products"][0]["product"].update(product_id=True)),
    "drafts is a number": (DRAFTS, lambda d: d.update(product_drafts=3)),
    "a draft is null": (DRAFTS, lambda d: d.update(product_drafts=[None])),
    "pois is text": (SHOPS, lambda d: d.update(pois="none")),
    "a shop is a list": (SHOPS, lambda d: d.update(pois=[["6601"]])),
    "a shop without poi": (SHOPS, lambda d: d["pois"][0].pop("poi")),
    "a shop's id is a float": (SHOPS, lambda d: d["pois"][0]["poi"].update(poi_id=6.6e15)),
    "total is a word": (SHOPS, lambda d: d.update(total="many")),
    "total is negative": (SHOPS, lambda d: d.update(total=-1)),
    "total is a list": (SHOPS, lambda d: d.update(total=[1])),
    "categories is a map": (CATEGORIES, lambda d: d.update(category_infos={})),
}


@pytest.mark.parametrize(("path", "edit"), ODD.values(), ids=ODD)
def test_a_list_of_another_shape_makes_the_account_unreadable_with_a_sentence(
    lab: Lab, path: str, edit: Callable[[dict[str, Any]], object]
) -> None:
    lab.online()
    lab.wire.always(data(edit), on=path)
    seen = lab.snapshot(product_wanted())
    assert path in problem(seen)
    assert seen.accounts["shuyu"].code == errors.MALFORMED.id
    assert seen.get("@shuyu/product/mxw-1").existence is not Existence.ABSENT


def test_an_odd_answer_by_id_is_a_failed_read(lab: Lab) -> None:
    lab.online()
    lab.wire.always(data(lambda d: d.update(product_onlines="x")), on=BY_ID)
    with pytest.raises(ReadFailed) as caught:
        lab.platform.reread(product_wanted())
    assert caught.value.diagnostic.code is errors.MALFORMED


def test_an_odd_answer_to_a_write_is_a_write_all_the_same(lab: Lab) -> None:
    lab.online()
    (request,) = lab.requests({"stock": 4}, lab.product())
    for odd in ({"tasks": ["x"]}, {"tasks": 5}, {"product_id": None}):
        lab.wire.plan(says(odd))
        assert lab.write(request).ok


JUNK: list[Any] = [None, [], {}, "x", -1, 3.5, True, "\x00", 10**30, [None], [[]], {"": None}]


def paths_of(value: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every place inside some JSON, with what stands there."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in items:
        yield (*here, name), item
        yield from paths_of(item, (*here, name))


def put(value: Any, path: tuple[Any, ...], junk: Any) -> None:
    for part in path[:-1]:
        value = value[part]
    value[path[-1]] = junk


@pytest.mark.parametrize("junk", JUNK, ids=repr)
@pytest.mark.parametrize("where", [BY_ID, "draft/get"])
def test_junk_in_any_one_place_of_a_product_is_never_a_crash_nor_a_proof_of_absence(
    lab: Lab, junk: Any, where: str
) -> None:
    lab.online()
    good: list[dict[str, Any]] = []
    lab.wire.plan(changed(lambda e: good.append(dict(e["data"]))), on=where)
    before = lab.platform.reread(product_wanted())
    (name,) = (n for n in good[0] if n.startswith("product_"))
    for path, was in paths_of(good[0][name][0], (name, 0)):
        lab.wire.plan(data(lambda d, path=path: put(d, path, junk)), on=where)  # type: ignore[misc]
        try:
            live = lab.platform.reread(product_wanted())
        except ReadFailed as failed:
            assert failed.diagnostic.code is errors.MALFORMED, path
        else:
            assert live.existence is Existence.PRESENT, path
            moved = {p.split(".")[0] for p in before.attrs if live.attrs.get(p) != before.attrs[p]}
            assert isinstance(was, dict | list) or len(moved) <= 2, (path, moved)


# -- several accounts ----------------------------------------------------------------------------------------------------


def test_an_account_without_credentials_does_not_stop_the_others(lab: Lab) -> None:
    lab.online()
    other = lab.account.__class__(
        **{n: getattr(lab.account, n) for n in lab.account.__dataclass_fields__} | {"name": "other"}
    )

    def none() -> Credentials:
        raise fail(errors.CREDENTIALS, MISSING(names=["OTHER_CLIENT_KEY"]))

    def connect(info: Any) -> Client:
        return lab.client if info.name == "shuyu" else Client(App(lab.wire, none), info.account_id)

    platform = Douyin({"shuyu": lab.account, "other": other}, connect, "zh")
    wanted = [product_wanted(), Wanted(address="@other/product/x", kind="product", account="other", out_id="x")]
    try:
        seen = platform.snapshot(wanted, lambda _: None, "2026-03-09T10:00:00+08:00")
    except StoreconfError as error:
        pytest.fail(f"one account stops all: {error.diagnostics[0].detail}")
    assert seen.get("@shuyu/product/mxw-1").existence is Existence.PRESENT
    assert seen.get("@other/product/x").why is Unknown.ERROR
    assert "OTHER_CLIENT_KEY" in seen.accounts["other"].problem
