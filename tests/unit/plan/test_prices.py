"""A price change names every text that quotes the price, and what happens to it."""

from __future__ import annotations

from typing import Any

import pytest

from plan_reading import notes, one, where
from plan_values import ABSENT, POIS, PRODUCT, product
from plans import World
from storeconf.model.kinds import BY_NAME
from storeconf.plan.entities import Entry
from storeconf.plan.quoting import mentions

VIDEO, LIVE, REPLY, CALL = "sanlitun/video/0309", "sanlitun/live/0320", "sanlitun/payment_reply", "sanlitun/voice_call"
CLIP: dict[str, Any] = {"product": PRODUCT, "mount": "component"}


def cut(**texts: Any) -> World:
    """毛血旺 goes from 21.90 to 19.90; its own texts as given."""
    declared, before = product(price="19.90", **texts), product(price="21.90", **texts)
    return World().put(PRODUCT, declared=declared, recorded=before, live=before)


def quoted(world: World, address: str = PRODUCT) -> set[tuple[str, str]]:
    """Place, and whether the text follows or stays."""
    entry = one(world.plan(), "changes", address)
    return {(note.values["path"], note.code) for note in entry.notes if note.code.startswith("quote_")}


def test_its_own_texts_are_named_by_their_attribute() -> None:
    world = cut(title="毛血旺19.9元单人餐", description="原价21.9元", usage_notes="堂食使用")
    assert quoted(world) == {("title", "quote_follows"), ("description", "quote_stays")}


def test_both_prices_are_said_as_people_say_them() -> None:
    entry = one(cut(description="只要21.9元").plan(), "changes", PRODUCT)
    assert notes(entry)["quote_stays"] == {"path": "description", "old": "21.9", "new": "19.9"}


def test_what_mounts_it_and_what_speaks_for_the_store_is_named_by_its_address() -> None:
    world = cut()
    world.put(VIDEO, declared={**CLIP, "caption": "21.9元吃毛血旺"}, live=ABSENT, mounts=(PRODUCT,))
    world.put(LIVE, declared={"products": [PRODUCT], "host_script": "今晚只要19.9"}, live=ABSENT, mounts=(PRODUCT,))
    world.put(REPLY, declared={"text": "您购买的19.90元套餐"}, live=ABSENT)
    world.put(CALL, declared={"script": "您好，您买了21.90元的套餐"}, live=ABSENT)
    assert quoted(world) == {
        (f"{VIDEO}#caption", "quote_stays"),
        (f"{LIVE}#host_script", "quote_follows"),
        (f"{REPLY}#text", "quote_follows"),
        (f"{CALL}#script", "quote_stays"),
    }


def test_texts_of_a_store_that_is_not_selected_are_named_too() -> None:
    world = cut()
    world.put(VIDEO, declared={**CLIP, "caption": "21.9元吃毛血旺"}, live=ABSENT, mounts=(PRODUCT,))
    entry = one(world.plan(target=(PRODUCT,)), "changes", PRODUCT)
    assert notes(entry)["quote_stays"]["path"] == f"{VIDEO}#caption"


def test_a_text_about_something_else_is_not_named() -> None:
    """Another product's video may quote the same number, and so may a store that doesn't sell this one."""
    other = "@shuyu/product/xlx"
    world = cut().put(other, declared=product(description="21.9元"), recorded=product(), live=product())
    world.put(VIDEO, declared={**CLIP, "product": other, "caption": "21.9元"}, live=ABSENT, mounts=(other,))
    world.put("wangjing/payment_reply", declared={"text": "您购买的21.9元套餐"}, live=ABSENT)
    assert quoted(world) == set()


def test_a_stores_own_product_is_quoted_in_its_store() -> None:
    tea = "sanlitun/product/tea"
    world = World().put(tea, declared=product(price="98.00"), recorded=product(), live=product())
    world.put(REPLY, declared={"text": "下午茶98元"}, live=ABSENT)
    assert quoted(world, tea) == {(f"{REPLY}#text", "quote_follows")}


def test_every_store_that_sells_it_is_asked() -> None:
    declared = product(price="19.90", stores=sorted(POIS.values()))
    world = World().put(
        PRODUCT, declared=declared, recorded={**declared, "price": "21.90"}, live={**declared, "price": "21.90"}
    )
    for slug in POIS:
        world.put(f"{slug}/payment_reply", declared={"text": "21.9元套餐"}, live=ABSENT)
    assert quoted(world) == {(f"{slug}/payment_reply#text", "quote_stays") for slug in POIS}


@pytest.mark.parametrize(
    ("declared", "live"),
    [(product(stock=1, description="19.9元"), product()), (product(description="19.9元"), ABSENT)],
    ids=["another change", "a new product"],
)
def test_without_a_price_change_nothing_is_said(declared: Any, live: Any) -> None:
    recorded = None if live is ABSENT else product(description="19.9元")
    world = World().put(PRODUCT, declared=declared, recorded=recorded, live=live)
    found: list[Entry] = where(world.plan(), PRODUCT)["changes"]
    assert not any(note.code.startswith("quote_") for entry in found for note in entry.notes)


TEXTS = [
    ("毛血旺19.9元", "19.90", True),
    ("毛血旺１９．９元", "19.90", True),
    ("19.90 元", "19.90", True),
    ("19.9", "19.90", True),
    ("119.9元", "19.90", False),
    ("19.95元", "19.90", False),
    ("2019.9.1开业", "19.90", False),
    ("19.9.1", "19.90", False),
    ("98元代100元", "98.00", True),
    ("98 块", "98.00", True),
    ("98.00元", "98.00", True),
    ("98道菜", "98.00", False),
    ("198元", "98.00", False),
    ("98.5元", "98.00", False),
]


@pytest.mark.parametrize(("text", "price", "expected"), TEXTS)
def test_a_number_quotes_a_price_only_by_itself(text: str, price: str, expected: bool) -> None:
    """A whole number needs its unit behind it: 98 may be anything, 98元 is a price."""
    found = list(mentions(BY_NAME["product"], {"description": text}, price, "12345.67"))
    assert found == ([("description", "stays")] if expected else [])
