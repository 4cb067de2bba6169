"""Whole accounts read: every paging style to its end, ids as numbers and as text, what is absent and what only isn't seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lab import ACCOUNT_ID, OTHER_SHOP, SHOP, THIRD_SHOP, Lab, place, product, product_wanted
from storeconf.platform.live import Existence
from storeconf.platform.protocol import Wanted
from storeconf.platform.sandbox import seed


def many_products(lab: Lab, count: int) -> list[str]:
    """Live products by out_id, the way they would have been made one by one."""
    (request,) = lab.requests(product())
    body = {name: request.body[name] for name in ("product", "sku")}
    names = [f"p-{number:03d}" for number in range(count)]
    with lab.database.transaction():
        for name in names:
            seed.put_product(lab.database, ACCOUNT_ID, name, body)
    lab.wire.sent.clear()
    return names


def test_products_are_read_to_the_last_page(lab: Lab) -> None:
    names = many_products(lab, 121)
    seen = lab.snapshot(*(product_wanted(name) for name in names))
    assert {o.existence for o in seen.objects.values()} == {Existence.PRESENT}
    assert len(seen.objects) == 121
    assert seen.accounts["shuyu"].complete
    assert [call.query["count"] for call in lab.wire.calls("online/query")] == ["50", "50", "50"]


def test_drafts_are_read_to_the_last_page(lab: Lab) -> None:
    for number in range(61):
        lab.create(f"d-{number}")
    seen = lab.snapshot(*(product_wanted(f"d-{number}") for number in range(61)))
    assert all(o.review is not None and o.existence is Existence.ABSENT for o in seen.objects.values())


def test_shops_are_read_to_the_last_page(lab: Lab) -> None:
    extra = [str(6602000000000000000 + number) for number in range(203)]
    for poi_id in extra:
        seed.admit_shop(lab.database, ACCOUNT_ID, poi_id, place(1))
    wanted = [Wanted(address=f"s{n}/poi", kind="poi", account="shuyu", poi_id=poi) for n, poi in enumerate(extra)]
    seen = lab.snapshot(*wanted)
    assert all(o.existence is Existence.PRESENT for o in seen.objects.values())
    assert [call.query["page"] for call in lab.wire.calls("shop/poi/query")] == ["1", "2", "3"]


def test_a_shop_shows_what_the_api_tells(lab: Lab) -> None:
    assert dict(lab.place().attrs) == {
        "id": SHOP,
        "claimed": True,
        "name": "蜀渝火锅(1号店)",
        "address": "朝阳区工体北路1号",
        "location": {"lat": "39.9337", "lng": "116.4551", "datum": "gcj02"},
    }


def test_ids_are_text_whatever_the_reply_makes_of_them(lab: Lab) -> None:
    product_id = lab.online(stores=[SHOP, OTHER_SHOP])
    live = lab.product()
    assert live.ids["product_id"] == product_id
    assert live.attrs["stores"] == [SHOP, OTHER_SHOP]
    shown = live.raw["product"]["pois"][0]["poi_id"]
    assert isinstance(shown, int), "the sandbox gives this id as a number, as the platform does"


def test_what_is_not_in_a_complete_list_is_absent(lab: Lab) -> None:
    assert lab.product("never-made").existence is Existence.ABSENT
    assert lab.place("6609999999999999999").existence is Existence.ABSENT


def test_a_shop_that_the_account_lost_is_absent(lab: Lab) -> None:
    seed.remove_shop(lab.database, OTHER_SHOP)
    assert lab.place(OTHER_SHOP).existence is Existence.ABSENT


def test_what_nobody_declared_is_listed_apart(lab: Lab) -> None:
    lab.online("mine")
    other = lab.online("theirs", title="后台建的套餐")
    seen = lab.snapshot(product_wanted("mine"))
    titles = {o.address: o.attrs.get("title") for o in seen.unmanaged if "/product/" in o.address}
    assert titles == {f"@shuyu/product/{other}": "后台建的套餐"}
    assert {o.attrs["id"] for o in seen.unmanaged if "/poi/" in o.address} == {SHOP, OTHER_SHOP, THIRD_SHOP}


def test_a_submission_that_never_passed_is_not_listed_as_unmanaged(lab: Lab) -> None:
    lab.create("draft-only")
    assert [o for o in lab.snapshot(product_wanted("other")).unmanaged if "/product/" in o.address] == []


def test_one_object_read_again_is_the_object_of_the_list(lab: Lab) -> None:
    lab.online()
    listed, again = lab.product(), lab.platform.reread(product_wanted())
    assert (again.attrs, again.rest, again.ids) == (listed.attrs, listed.rest, listed.ids)
    shop = Wanted(address="bj/poi", kind="poi", account="shuyu", poi_id=SHOP)
    assert lab.platform.reread(shop).attrs == lab.place().attrs


@pytest.mark.parametrize("out_id", ["never-made", "mxw-2"])
def test_an_object_that_is_not_there_when_read_again_is_absent(lab: Lab, out_id: str) -> None:
    lab.online()
    assert lab.platform.reread(product_wanted(out_id)).existence is Existence.ABSENT


def test_a_product_made_in_the_console_is_found_by_its_id_alone(lab: Lab) -> None:
    (request,) = lab.requests(product())
    product_id = seed.put_product(lab.database, ACCOUNT_ID, "", request.body, by_app=False)
    bound = replace(product_wanted("chosen"), product_id=product_id, bound=True)
    live = lab.snapshot(bound).get(bound.address)
    assert (live.existence, live.ids.get("out_id")) == (Existence.PRESENT, None)


def test_a_bound_product_is_never_taken_for_another_of_the_same_out_id(lab: Lab) -> None:
    lab.online("same")
    bound = replace(product_wanted("same"), product_id="7400000000000009999", bound=True)
    assert lab.snapshot(bound).get(bound.address).existence is Existence.ABSENT
