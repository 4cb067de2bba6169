"""Limits: how much one run may change without a word, counted in what an API would really write."""

from __future__ import annotations

from typing import Any

import pytest

from plan_reading import counts
from plan_values import ABSENT, POI, PRODUCT, REPLY_TEXT, place, product
from plans import World
from storeconf.plan.limits import NAMES


def fleet(size: int, changed: int, *, removed: int = 0) -> World:
    """`size` recorded products, of which some are changed and some are no longer declared."""
    world = World()
    for number in range(size):
        address = f"@shuyu/product/p{number}"
        world.put(address, recorded=product(), live=product())
        if number >= removed:
            world.put(address, declared=product(stock=400 if number < changed + removed else 500))
    return world


def broken(world: World, limits: dict[str, str], **policy: Any) -> dict[str, tuple[str, str, bool]]:
    plan = world.plan(limits=limits, **policy)
    return {limit.limit: (limit.value, limit.maximum, limit.acknowledged) for limit in plan.limits}


@pytest.mark.parametrize(("changed", "said"), [(3, {}), (4, {"update.count": ("4", "3", False)})])
def test_updates_are_limited_by_count(changed: int, said: Any) -> None:
    assert broken(fleet(6, changed), {"update.count": "3"}) == said


@pytest.mark.parametrize(("changed", "said"), [(3, {}), (4, {"update.share": ("40.0%", "30%", False)})])
def test_updates_are_limited_by_their_share_of_what_is_recorded(changed: int, said: Any) -> None:
    assert broken(fleet(10, changed), {"update.share": "30%"}) == said


@pytest.mark.parametrize(("size", "counts_share"), [(9, False), (10, True)])
def test_shares_count_from_ten_recorded_objects_on(size: int, counts_share: bool) -> None:
    """Below, one object is a large share of anything."""
    assert ("update.share" in broken(fleet(size, size), {"update.share": "30%"})) == counts_share


def test_the_share_is_of_what_is_selected() -> None:
    world = fleet(10, 4)
    for number in range(30):
        world.put(f"@yanli/product/q{number}", declared=product(), recorded=product(), live=product())
    assert broken(world, {"update.share": "30%"}) == {}
    assert broken(world, {"update.share": "30%"}, target=("@shuyu",))["update.share"][0] == "40.0%"
    few = broken(world, {"update.share": "30%"}, target=tuple(f"@shuyu/product/p{number}" for number in range(5)))
    assert few == {}


def test_what_a_removed_store_recorded_counts_only_when_it_is_selected() -> None:
    world = World()
    for number in range(12):
        world.put(f"closed/product/p{number}", recorded=product(), live=product())
    limits = {"remove.share": "10%"}
    assert broken(world, limits, allow=("remove",))["remove.share"][0] == "100.0%"
    assert broken(world, limits, allow=("remove",), target=("closed/product/p1",)) == {}


def test_removals_have_limits_of_their_own() -> None:
    world = fleet(20, 0, removed=3)
    limits = {"update.count": "0", "remove.count": "2", "remove.share": "10%"}
    assert broken(world, limits, allow=("remove",)) == {
        "remove.count": ("3", "2", False),
        "remove.share": ("15.0%", "10%", False),
    }


def test_an_object_counts_once_however_much_of_it_changes() -> None:
    """The shelf and the content are two entries, and one object."""
    world = World().put(PRODUCT, declared=product(shelf="offline", price="21.90"), recorded=product(), live=product())
    assert counts(world.plan()) == {"update": 1}
    assert broken(world, {"update.count": "1"}) == {}
    assert broken(world, {"update.count": "0"})["update.count"][0] == "1"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("100.00", "130.00", None),
        ("100.00", "130.01", "30.0%"),
        ("100.00", "70.00", None),
        ("100.00", "69.00", "31.0%"),
        ("10.00", "100.00", "900.0%"),
        ("0.00", "1.00", "100.0%"),
    ],
)
def test_a_price_may_move_only_so_far_from_the_live_one(old: str, new: str, said: str | None) -> None:
    world = World().put(PRODUCT, declared=product(price=new), recorded=product(price=old), live=product(price=old))
    found = broken(world, {"price_delta": "30%"})
    assert {name: value for name, (value, _, _) in found.items()} == ({"price_delta": said} if said else {})


def test_the_price_is_measured_against_what_customers_see_now() -> None:
    """Somebody has lowered it since: putting it back is a jump from the live price."""
    world = World().put(PRODUCT, declared=product(), recorded=product(), live=product(price="9.90"))
    assert broken(world, {"price_delta": "30%"}) == {}
    assert broken(world, {"price_delta": "30%"}, restore=(PRODUCT,))["price_delta"][0] == "101.0%"


def test_the_farthest_price_is_named_with_everything_concerned() -> None:
    world = World()
    for number, price in enumerate(("19.90", "30.00", "40.00")):
        address = f"@shuyu/product/p{number}"
        world.put(address, declared=product(price=price), recorded=product(), live=product())
    (limit,) = world.plan(limits={"price_delta": "30%"}).limits
    assert (limit.value, limit.addresses) == ("101.0%", ("@shuyu/product/p1", "@shuyu/product/p2"))


NONE = {"update.count": "0", "update.share": "0%", "remove.count": "0", "remove.share": "0%", "price_delta": "0%"}


def test_what_writes_nothing_by_api_does_not_count() -> None:
    world = World()
    for number in range(12):
        where = f"@yanli/product/hand{number}"
        world.put(where, declared=product(price="99.00"), recorded=product(), live=product())
        world.put(f"@shuyu/product/adopt{number}", declared=product(), live=product())
        world.put(
            f"@shuyu/product/blocked{number}", declared=product(kind="voucher"), recorded=product(), live=product()
        )
        world.put(f"@shuyu/product/drift{number}", declared=product(), recorded=product(), live=product(price="1.00"))
        world.put(f"@shuyu/product/gone{number}", recorded=product(), live=product())
    world.put("sanlitun/payment_reply", declared={**REPLY_TEXT, "text": "新"}, recorded=REPLY_TEXT, live=REPLY_TEXT)
    assert broken(world, NONE) == {}
    assert world.plan().summary.by_hand == 13


def test_new_products_are_no_updates() -> None:
    world = World().put(PRODUCT, declared=product(), live=ABSENT).put(POI, declared=place(), live=place())
    assert broken(world, NONE) == {}


@pytest.mark.parametrize("name", NAMES)
def test_each_limit_can_be_acknowledged_by_name(name: str) -> None:
    world = fleet(12, 4, removed=3)
    world.put("@shuyu/product/p11", declared=product(price="99.00"))
    found = broken(world, NONE, allow=("remove",), ack=(name,))
    assert set(found) == set(NAMES)
    assert [limit for limit, (_, _, acknowledged) in found.items() if acknowledged] == [name]


@pytest.mark.parametrize(
    ("ack", "names"), [("update", {"update.count", "update.share"}), ("price_delta", {"price_delta"})]
)
def test_count_and_share_can_be_acknowledged_together(ack: str, names: set[str]) -> None:
    world = fleet(12, 4, removed=3)
    world.put("@shuyu/product/p11", declared=product(price="99.00"))
    found = broken(world, NONE, allow=("remove",), ack=(ack,))
    assert {limit for limit, (_, _, acknowledged) in found.items() if acknowledged} == names


def test_without_limits_nothing_is_limited() -> None:
    assert broken(fleet(12, 12), {}) == {}
