"""The fingerprint of a step covers what it shows or sends, and nothing that changes by itself."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from plan_values import POIS, PRODUCT, attested, in_review, place, product
from plans import World
from storeconf.core.clock import epoch
from storeconf.model.kinds import POI
from storeconf.model.kinds import PRODUCT as KIND
from storeconf.plan.steps import fingerprint
from storeconf.platform.douyin.codec import Body
from storeconf.platform.douyin.compose import compose
from storeconf.platform.douyin.reading import product_object
from storeconf.platform.live import Existence, LiveObject
from storeconf.platform.protocol import Change

IMAGES = [{"role": "head", "url": "https://cdn.example/1.jpg"}]


def body() -> Body:
    """The product as the platform tells it, with everything that changes by itself."""
    absent = LiveObject(address=PRODUCT, existence=Existence.ABSENT)
    change = Change(
        account=World().accounts["shuyu"],
        kind=KIND,
        address=PRODUCT,
        create=True,
        sets=product(images=IMAGES),
        live=absent,
        out_id="mxw",
    )
    (request,) = compose(change, {"美食/川湘菜/川菜": "1003001"})  # type: ignore[misc]
    found: Body = copy.deepcopy({"product": request.body["product"], "sku": request.body["sku"], "online_status": 1})
    found["product"]["update_time"] = epoch(World().now)
    found["sku"]["stock"] |= {"sold_qty": 3, "avail_qty": 497, "sold_count": 3}
    return found


def sign(found: Body, signature: str) -> None:
    texts = found["product"]["attr_key_value_map"]
    texts["image_list"] = texts["image_list"].replace("1.jpg", f"1.jpg?x-expires=1767&x-signature={signature}")


def mark(found: Body, *paths: str, **how: bool) -> str:
    return fingerprint(product_object(PRODUCT, found, None, masked=False), KIND, paths, **how)


VOLATILE: dict[str, Callable[[Body], object]] = {
    "sold and available counts": lambda b: b["sku"]["stock"].update(sold_qty=90, avail_qty=410, sold_count=90),
    "a signed picture": lambda b: sign(b, "Ab9"),
    "the time of the last update": lambda b: b["product"].update(update_time=1),
    "the order of the keys": lambda b: b.update({"product": dict(reversed(b["product"].items()))}),
    "sold out": lambda b: b.update(is_sell_out=True),
    "the platform's share": lambda b: b.update(commission_info={"platform_take_rate": 5}),
}


@pytest.mark.parametrize("what", VOLATILE)
def test_what_changes_by_itself_is_not_covered(what: str) -> None:
    before, after = body(), body()
    sign(before, "Zz1")
    VOLATILE[what](after)
    assert mark(before, "price", whole=True, review=True) == mark(after, "price", whole=True, review=True)
    assert mark(before, "stock", "images") == mark(after, "stock", "images")


MEANT: dict[str, Callable[[Body], object]] = {
    "the price": lambda b: b["sku"].update(actual_amount=100),
    "the stock": lambda b: b["sku"]["stock"].update(stock_qty=1),
    "the title": lambda b: b["product"].update(product_name="别的"),
    "another picture": lambda b: b["product"]["attr_key_value_map"].update(
        image_list='[{"url":"https://cdn.example/2.jpg"}]'
    ),
    "a passed-through setting": lambda b: b["product"]["attr_key_value_map"].update(show_channel="2"),
    "a field that nobody models": lambda b: b["product"].update(extra_rule="x"),
    "a ban": lambda b: b.update(online_status=3),
}


@pytest.mark.parametrize("what", MEANT)
def test_a_save_sends_everything_so_everything_is_covered(what: str) -> None:
    after = body()
    MEANT[what](after)
    assert mark(body(), "price", whole=True) != mark(after, "price", whole=True)


def test_a_save_does_not_depend_on_the_shelf() -> None:
    """The shelf has a request of its own, perhaps one step earlier in the same plan."""
    after = body()
    after["online_status"] = 2
    assert mark(body(), "price", whole=True) == mark(after, "price", whole=True)
    assert mark(body(), "shelf") != mark(after, "shelf")


@pytest.mark.parametrize("what", ["the price", "the title", "a passed-through setting"])
def test_a_cheap_request_covers_only_what_it_sets(what: str) -> None:
    after = body()
    MEANT[what](after)
    assert mark(body(), "stock") == mark(after, "stock")


def test_an_object_that_is_gone_is_another_object() -> None:
    gone = LiveObject(address=PRODUCT, existence=Existence.ABSENT)
    assert fingerprint(gone, KIND, ("price",)) != mark(body(), "price")


def test_what_lies_with_the_reviewers_is_covered_where_it_would_be_replaced() -> None:
    before = LiveObject(address=PRODUCT, existence=Existence.PRESENT, attrs=product())
    after = LiveObject(address=PRODUCT, existence=Existence.PRESENT, attrs=product(), review=in_review(product()))
    assert fingerprint(before, KIND, ("price",), review=True) != fingerprint(after, KIND, ("price",), review=True)
    assert fingerprint(before, KIND, ("price",)) == fingerprint(after, KIND, ("price",))


def test_what_only_people_saw_is_not_covered() -> None:
    """A read just before writing can't show it."""
    seen = place(phone="01064171234")
    observed = LiveObject(
        address="sanlitun/poi", existence=Existence.PRESENT, attrs=seen, seen=attested({"phone": "01064171234"})
    )
    read = LiveObject(address="sanlitun/poi", existence=Existence.PRESENT, attrs=place())
    assert fingerprint(observed, POI, ("phone", "name")) == fingerprint(read, POI, ("phone", "name"))


@pytest.mark.parametrize("other", [["6601136930000002", "6601136930000001"], ("6601136930000001", "6601136930000002")])
def test_another_spelling_of_the_same_has_the_same_fingerprint(other: Any) -> None:
    both = sorted((POIS["sanlitun"], POIS["wangjing"]))
    one, two = (
        LiveObject(address=PRODUCT, existence=Existence.PRESENT, attrs=product(stores=stores))
        for stores in (both, other)
    )
    assert fingerprint(one, KIND, ("stores",)) == fingerprint(two, KIND, ("stores",))


def test_steps_and_entries_of_the_plan_carry_it() -> None:
    world = World().put(PRODUCT, declared=product(stock=1), recorded=product(), live=product())
    plan = world.plan()
    (step,) = plan.steps
    assert step.fingerprint == fingerprint(world.live[PRODUCT], KIND, ("stock",))
    assert step.precondition == world.records[PRODUCT].digest
    assert plan.stores[0].changes[0].fingerprint
