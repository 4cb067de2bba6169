"""Where a product is sold: shops are bound and unbound knowingly, never lost with a document, never none at all."""

from __future__ import annotations

from typing import Any

import pytest

from plan_reading import classes, counts, notes, one, ops, settlements, steps, where
from plan_values import ABSENT, POI, POIS, PRODUCT, place, product
from plans import World
from storeconf.platform.live import Existence, LiveObject

ONE, TWO, THREE = POIS["sanlitun"], POIS["wangjing"], POIS["tongzhou"]
NEW_POI = "6601136930000017"


def sold(declared: list[str], recorded: list[str], live: list[str], **more: Any) -> World:
    return World(**more).put(
        PRODUCT, declared=product(stores=declared), recorded=product(stores=recorded), live=product(stores=live)
    )


def test_a_store_that_still_loads_and_no_longer_matches_is_unbound_with_consent() -> None:
    world = sold([ONE], [ONE, TWO], [ONE, TWO])
    plan = world.plan()
    assert one(plan, "changes", PRODUCT).blocked_by == ("allow:unbind",)
    assert (ops(plan), counts(plan)) == ([], {"blocked": 1})
    (step,) = steps(world.plan(allow=("unbind",)))
    assert step.call is not None
    assert (step.op, step.call.body["poi_id_list"]) == ("product.poi.remove", [int(TWO)])


def test_another_shop_needs_no_consent() -> None:
    (step,) = steps(sold([ONE, TWO], [ONE], [ONE]).plan())
    assert step.call is not None
    assert (step.op, step.call.body["poi_id_list"]) == ("product.poi.add", [int(TWO)])


def test_shops_are_added_before_others_are_removed() -> None:
    """A product is never without a shop in between."""
    plan = sold([TWO], [ONE], [ONE]).plan(allow=("unbind",))
    assert ops(plan) == ["product.poi.add", "product.poi.remove"]
    assert plan.steps[1].needs == (plan.steps[0].id,)


def test_a_shop_that_the_console_added_is_drift_and_unbound_only_with_consent() -> None:
    world = sold([ONE], [ONE], [ONE, TWO])
    assert counts(world.plan()) == {"drift": 1}
    assert one(world.plan(restore=(PRODUCT,)), "changes", PRODUCT).blocked_by == ("allow:unbind",)
    assert ops(world.plan(restore=(PRODUCT,), allow=("unbind",))) == ["product.poi.remove"]


def test_the_rest_of_the_product_does_not_wait_for_the_consent() -> None:
    world = World().put(
        PRODUCT,
        declared=product(stores=[ONE], stock=100),
        recorded=product(stores=[ONE, TWO]),
        live=product(stores=[ONE, TWO]),
    )
    plan = world.plan()
    assert ops(plan) == ["product.stock"]
    assert counts(plan) == {"blocked": 1, "update": 1}


def test_by_hand_too_a_shop_is_unbound_only_with_consent_even_unseen() -> None:
    """Without an API nobody may have looked lately; then the record tells which shop would be lost."""
    address = "@yanli/product/manicure"
    world = World().put(
        address, declared={"title": "美甲", "stores": [ONE]}, recorded={"title": "美甲", "stores": [ONE, TWO]}
    )
    assert one(world.plan(), "changes", address).blocked_by == ("allow:unbind",)
    assert ops(world.plan(allow=("unbind",))) == ["hand.set"]


# -- documents that are gone or can't be read ---------------------------------------------------------------------------


def test_a_store_whose_document_cannot_be_read_stays_bound() -> None:
    world = sold([ONE, TWO], [ONE, TWO], [ONE, TWO])
    world.unreadable = {"wangjing"}
    assert counts(world.plan(allow=("unbind",))) == {}


def test_a_store_without_a_document_stays_bound_and_that_is_said() -> None:
    world = sold([ONE], [ONE, TWO], [ONE, TWO])
    del world.stores["wangjing"]
    plan = world.plan(allow=("unbind",))
    assert (ops(plan), plan.summary.changes, plan.summary.drift) == ([], 0, 0)
    assert notes(one(plan, "ignored", PRODUCT))["kept_store"] == {"store": "wangjing", "poi": TWO}


def test_a_store_that_cannot_be_read_yet_is_left_out_of_a_new_product() -> None:
    world = World(unreadable={"wangjing"}).put(PRODUCT, declared=product(stores=[ONE, TWO]), live=ABSENT)
    plan = world.plan()
    assert notes(one(plan, "changes", PRODUCT))["left_out_store"] == {"store": "wangjing"}
    (step,) = steps(plan)
    assert step.attrs["stores"] == [ONE]


def test_a_removed_store_is_kept_while_another_one_is_unbound() -> None:
    world = sold([ONE], [ONE, TWO, THREE], [ONE, TWO, THREE])
    del world.stores["wangjing"]
    (step,) = steps(world.plan(allow=("unbind",)))
    assert step.call is not None
    assert step.call.body["poi_id_list"] == [int(THREE)]


# -- no shop at all ----------------------------------------------------------------------------------------------------


def test_an_empty_shop_list_is_never_sent() -> None:
    plan = sold([], [ONE], [ONE]).plan(allow=("unbind",))
    assert "no_stores" in one(plan, "changes", PRODUCT).blocked_by
    assert ops(plan) == []


def test_a_product_outside_catering_never_loses_its_last_shop_either() -> None:
    """Its shops go with the whole product."""
    beauty = {"category": "丽人/美甲/美甲"}
    world = World().put(
        PRODUCT,
        declared=product(stores=[], **beauty),
        recorded=product(**beauty),
        live=product(**beauty),
    )
    plan = world.plan(allow=("unbind",))
    assert "no_stores" in one(plan, "changes", PRODUCT).blocked_by
    assert ops(plan) == []


def test_a_new_product_without_a_shop_is_not_made() -> None:
    plan = World().put(PRODUCT, declared=product(stores=[]), live=ABSENT).plan()
    assert one(plan, "changes", PRODUCT).blocked_by == ("no_stores",)
    assert ops(plan) == []


def test_a_shop_without_a_poi_holds_the_shop_list_back() -> None:
    world = sold([ONE], [ONE], [ONE])
    resource = world.declared[PRODUCT]
    world.put(PRODUCT, declared={**resource.attrs, "stores": [ONE, "store:wangjing"]}, recorded=product())
    plan = world.plan()
    entry = one(plan, "changes", PRODUCT)
    assert (entry.blocked_by, ops(plan)) == (("no_poi",), [])


def test_a_new_product_waits_for_the_places_to_be_claimed() -> None:
    world = World().put(PRODUCT, declared=product(), live=ABSENT).put(POI, declared=place(), live=ABSENT)
    plan = world.plan()
    assert one(plan, "changes", PRODUCT).blocked_by == ("poi_not_claimed",)
    assert ops(plan) == ["hand.claim"]


# -- twins -------------------------------------------------------------------------------------------------------------


def twin(**attrs: Any) -> LiveObject:
    ids = {"product_id": "1799"}
    return LiveObject(address="@shuyu/product/1799", existence=Existence.PRESENT, attrs=product(**attrs), ids=ids)


@pytest.mark.parametrize(
    ("other", "blocked"),
    [
        (twin(), ("twin",)),
        (twin(stores=[ONE, TWO]), ("twin",)),
        (twin(stores=None), ("twin",)),
        (twin(stores=[TWO]), ()),
        (twin(title="毛血旺双人餐"), ()),
    ],
    ids=["same shop", "a shared shop", "shops not shown", "another shop", "another title"],
)
def test_a_product_of_the_same_title_at_a_shared_shop_blocks_another_one(
    other: LiveObject, blocked: tuple[str, ...]
) -> None:
    plan = World(unmanaged=[other]).put(PRODUCT, declared=product(), live=ABSENT).plan()
    entry = one(plan, "changes", PRODUCT)
    assert entry.blocked_by == blocked
    if blocked:
        assert notes(entry)["twin"] == {"product_id": "1799"}


def test_a_twin_does_not_hold_back_a_product_that_exists() -> None:
    world = World(unmanaged=[twin()])
    world.put(PRODUCT, declared=product(stock=1), recorded=product(), live=product())
    assert ops(world.plan()) == ["product.stock"]


# -- another place -----------------------------------------------------------------------------------------------------


def rebound() -> World:
    """Sanlitun's poi.id was corrected; what is sold there moves with it."""
    world = World().put(POI, declared=place(id=NEW_POI), recorded=place(), live=place(id=NEW_POI))
    ids = {"product_id": "1701", "out_id": "mxw", f"poi:{ONE}": "sanlitun"}
    world.put(PRODUCT, recorded=product(), live=product(), ids=ids)
    world.stores["sanlitun"] = world.stores["sanlitun"].__class__(
        name="sanlitun", title="sanlitun店", account="shuyu", owner="@sanlitun", labels={}, poi_id=NEW_POI
    )
    return world.put(PRODUCT, declared=product(stores=[NEW_POI]))


def test_another_poi_id_is_a_rebind_and_is_said_loudly() -> None:
    plan = rebound().plan()
    for address in (POI, PRODUCT):
        assert one(plan, "changes", address).blocked_by == ("allow:rebind",)
    assert notes(one(plan, "changes", POI))["rebind"] == {"old": ONE, "new": NEW_POI}
    assert classes(one(plan, "changes", PRODUCT)) == {"stores": "update"}
    assert (ops(plan), settlements(plan)) == ([], [])


def test_allowed_the_products_move_to_the_new_place_without_being_unbound_by_consent() -> None:
    plan = rebound().plan(allow=("rebind",))
    assert ops(plan) == ["product.poi.add", "product.poi.remove"]
    (settlement,) = settlements(plan)
    assert (settlement.address, settlement.attrs) == (POI, {"id": NEW_POI})


def test_unbinding_does_not_allow_a_rebind() -> None:
    plan = rebound().plan(allow=("unbind", "remove"))
    assert (ops(plan), counts(plan)) == ([], {"blocked": 2})


def test_a_chain_products_step_lists_the_stores_that_it_touches() -> None:
    plan = sold([ONE, TWO], [ONE], [ONE]).plan()
    assert one(plan, "changes", PRODUCT).stores == ("sanlitun", "wangjing")
    assert steps(plan)[0].stores == ("sanlitun", "wangjing")
    own = World().put("sanlitun/product/tea", declared=product(stock=1), recorded=product(), live=product()).plan()
    assert where(own, "sanlitun/product/tea")["changes"][0].stores == ()
