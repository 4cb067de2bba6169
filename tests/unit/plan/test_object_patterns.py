"""Each equality pattern of a whole object, for every meaning that removal has: product, place, setting by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from plan_reading import PATTERNS, counts, ops, settlements, where
from plan_values import ABSENT, POI, PRODUCT, REPLY, place, product
from plans import World
from storeconf.platform.live import Existence, LiveObject

PRICES = {"a": "19.90", "b": "21.90", "c": "23.90"}
NAMES = {"a": "蜀渝火锅(三里屯店)", "b": "蜀渝火锅(三里屯旗舰店)", "c": "蜀渝火锅(工体店)"}
TEXTS = {"a": "感谢购买", "b": "感谢购买，到店出示二维码", "c": "欢迎光临"}


@dataclass(frozen=True)
class Expected:
    """What a plan says of the object."""

    lands: dict[str, tuple[str, str]] = field(default_factory=dict)
    """List: action and reason."""
    done: tuple[str, ...] = ()
    counted: dict[str, int] = field(default_factory=dict)
    blocked: tuple[str, ...] = ()


def values(kind: str, letter: str) -> dict[str, Any] | None:
    """The object's attributes for a letter; None when it isn't there."""
    if letter == "-":
        return None
    if kind == "product":
        return product(price=PRICES[letter])
    return place(name=NAMES[letter]) if kind == "poi" else {"text": TEXTS[letter]}


def planned(kind: str, pattern: str, **policy: Any) -> Any:
    address = {"product": PRODUCT, "poi": POI, "payment_reply": REPLY}[kind]
    declared, recorded, live = (values(kind, letter) for letter in pattern)
    world = World()
    if declared is None and recorded is None:
        if live is not None:
            world.unmanaged.append(LiveObject(address=address, existence=Existence.PRESENT, attrs=live))
        return address, world.plan(**policy)
    world.put(address, declared=declared, recorded=recorded, live=ABSENT if live is None else live)
    return address, world.plan(**policy)


NOTHING = Expected()
CHANGED = Expected({"drift": ("", "changed")}, (), {"drift": 1})
GONE = Expected({"drift": ("", "gone")}, (), {"drift": 1})
UNMANAGED = Expected({"unmanaged": ("", "unmanaged")}, (), {"unmanaged": 1})
RECORD = Expected({"changes": ("record", "record")}, (), {"record": 1})
ADOPT = Expected({"changes": ("adopt", "adopt")}, (), {"adopt": 1})
CONFLICT = Expected({"conflicts": ("", "conflict")}, (), {"conflict": 1})
DIFFERS = Expected({"conflicts": ("", "adopt_differs")}, (), {"conflict": 1})


def forget(reason: str, *done: str) -> Expected:
    return Expected({"changes": ("forget", reason)}, done, {"forget": 1})


PRODUCTS = {
    "aaa": NOTHING,
    "baa": Expected({"changes": ("update", "update")}, ("product.save",), {"update": 1}),
    "a--": Expected({"changes": ("create", "create")}, ("product.save",), {"create": 1}),
    "-aa": Expected({"changes": ("remove", "undeclared")}, (), {"blocked": 1}, ("allow:remove",)),
    "aab": CHANGED,
    "aa-": GONE,
    "--a": UNMANAGED,
    "aba": RECORD,
    "a-a": ADOPT,
    "-a-": forget("undeclared"),
    "abc": CONFLICT,
    "-ab": Expected({"changes": ("remove", "drifted")}, (), {"blocked": 1}, ("allow:remove",)),
    "a-b": DIFFERS,
    "ab-": Expected(
        {"changes": ("create", "recreate"), "drift": ("", "gone")}, ("product.save",), {"create": 1, "drift": 1}
    ),
    "---": NOTHING,
}
PLACES = {
    **PRODUCTS,
    "baa": Expected({"changes": ("update", "update")}, ("poi.update",), {"update": 1}),
    "a--": Expected({"changes": ("create", "claim")}, ("hand.claim",), {"by_hand": 1}),
    "-aa": forget("undeclared"),
    "-ab": forget("drifted"),
    "ab-": Expected(
        {"changes": ("create", "claim"), "drift": ("", "gone")}, ("hand.claim",), {"by_hand": 1, "drift": 1}
    ),
}
SETTINGS = {
    **PRODUCTS,
    "baa": Expected({"changes": ("update", "update")}, ("hand.set",), {"by_hand": 1}),
    "a--": Expected({"changes": ("create", "create")}, ("hand.set",), {"by_hand": 1}),
    "-aa": forget("undeclared", "hand.clean"),
    "-ab": forget("drifted", "hand.clean"),
    "ab-": Expected(
        {"changes": ("create", "recreate"), "drift": ("", "gone")}, ("hand.set",), {"by_hand": 1, "drift": 1}
    ),
}
CASES = [
    (kind, pattern, expected)
    for kind, table in (("product", PRODUCTS), ("poi", PLACES), ("payment_reply", SETTINGS))
    for pattern, expected in table.items()
]


@pytest.mark.parametrize("table", [PRODUCTS, PLACES, SETTINGS])
def test_the_tables_hold_every_pattern(table: dict[str, Expected]) -> None:
    assert set(table) == {pattern for pattern, _ in PATTERNS}


@pytest.mark.parametrize(("kind", "pattern", "expected"), CASES)
def test_an_object_lands_in_its_lists_with_its_steps_and_counts(kind: str, pattern: str, expected: Expected) -> None:
    address, plan = planned(kind, pattern)
    found = where(plan, address)
    assert {name: (entry.action, entry.reason) for name, (entry,) in found.items()} == expected.lands
    assert tuple(ops(plan)) == expected.done
    assert counts(plan) == expected.counted
    assert tuple(b for (entry,) in found.values() for b in entry.blocked_by) == expected.blocked


@pytest.mark.parametrize(
    ("pattern", "action", "done"),
    [("-aa", "remove", ["product.operate"]), ("-ab", "remove", ["product.operate"]), ("-a-", "forget", [])],
)
def test_a_product_leaves_the_shelf_only_with_consent(pattern: str, action: str, done: list[str]) -> None:
    address, plan = planned("product", pattern, allow=("remove",))
    ((entry,),) = where(plan, address).values()
    assert (entry.action, entry.blocked_by) == (action, ())
    assert ops(plan) == done


@pytest.mark.parametrize("kind", ["product", "poi", "payment_reply"])
@pytest.mark.parametrize("pattern", [pattern for pattern, _ in PATTERNS])
def test_what_is_recorded_by_a_settlement_is_what_is_declared_and_live(kind: str, pattern: str) -> None:
    """A record never moves to a value that isn't on the platform."""
    _, plan = planned(kind, pattern)
    live = values(kind, pattern[2])
    for settlement in settlements(plan):
        assert settlement.forget or dict(settlement.attrs).items() <= (live or {}).items()


@pytest.mark.parametrize(
    ("kind", "done"), [("product", "product.save"), ("poi", "hand.claim"), ("payment_reply", "hand.set")]
)
def test_an_object_that_is_gone_is_made_anew_whole(kind: str, done: str) -> None:
    """Restoring what is missing, or changing one value of it, needs all of it."""
    address, plan = planned(kind, "aa-", restore=("@shuyu", "sanlitun"))
    ((entry,), (drift,)) = (where(plan, address)[name] for name in ("changes", "drift"))
    assert entry.action == "create"
    assert ops(plan) == [done]
    assert {a.path for a in entry.attributes} == {a.path for a in drift.attributes} == set(values(kind, "a") or {})


@pytest.mark.parametrize("kind", ["product", "poi", "payment_reply"])
def test_nothing_that_was_never_recorded_is_ever_removed(kind: str) -> None:
    _, plan = planned(kind, "--a", allow=("remove", "unbind", "rebind"), on_drift="restore")
    assert plan.steps == ()
    assert plan.summary.changes == plan.summary.forget == 0
