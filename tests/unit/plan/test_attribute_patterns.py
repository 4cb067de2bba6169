"""Each equality pattern of one attribute, through the whole planner: where it lands, what is done, what is counted."""

from __future__ import annotations

from typing import Any

import pytest

from plan_reading import PATTERNS, classes, counts, one, ops, settlements, where
from plan_values import PRODUCT, REPLY, product
from plans import World
from storeconf.plan.classify import Class

VALUES = {"a": "锅底现熬", "b": "锅底现熬，米饭免费续", "c": "锅底现熬，茶水另计", "-": None}
ROW = dict(PATTERNS)


def planned(pattern: str, **policy: Any) -> Any:
    """A product that is there on all sides, whose description follows the pattern."""
    declared, recorded, live = (product(description=VALUES[letter]) for letter in pattern)
    return World().put(PRODUCT, declared=declared, recorded=recorded, live=live).plan(**policy)


LANDS: dict[str, tuple[dict[str, tuple[str, str]], list[str], dict[str, int]]] = {
    # pattern: (list: (action, reason)), steps, counts
    "aaa": ({}, [], {}),
    "baa": ({"changes": ("update", "update")}, ["product.save"], {"update": 1}),
    "a--": ({"changes": ("update", "update")}, ["product.save"], {"update": 1}),
    "-aa": ({"changes": ("forget", "forget")}, [], {"forget": 1}),
    "aab": ({"drift": ("", "changed")}, [], {"drift": 1}),
    "aa-": ({"drift": ("", "changed")}, [], {"drift": 1}),
    "--a": ({}, [], {}),
    "aba": ({"changes": ("record", "record")}, [], {"record": 1}),
    "a-a": ({"changes": ("record", "record")}, [], {"record": 1}),
    "-a-": ({"changes": ("forget", "forget")}, [], {"forget": 1}),
    "abc": ({"conflicts": ("", "conflict")}, [], {"conflict": 1}),
    "-ab": ({"changes": ("forget", "drifted")}, [], {"forget": 1}),
    "a-b": ({"changes": ("update", "update")}, ["product.save"], {"update": 1}),
    "ab-": (
        {"changes": ("update", "update"), "drift": ("", "changed")},
        ["product.save"],
        {"update": 1, "drift": 1},
    ),
    "---": ({}, [], {}),
}


def test_the_table_holds_every_pattern() -> None:
    assert set(LANDS) == set(ROW)


@pytest.mark.parametrize("pattern", LANDS)
def test_a_pattern_lands_in_its_lists_with_its_steps_and_counts(pattern: str) -> None:
    lands, done, counted = LANDS[pattern]
    plan = planned(pattern)
    found = where(plan, PRODUCT)
    assert {name: (entry.action, entry.reason) for name, (entry,) in found.items()} == lands
    assert all(classes(entry) == {"description": ROW[pattern]} for (entry,) in found.values())
    assert ops(plan) == done
    assert counts(plan) == counted


@pytest.mark.parametrize("pattern", [pattern for pattern, (lands, _, _) in LANDS.items() if lands])
def test_all_three_values_are_on_the_line(pattern: str) -> None:
    for (entry,) in where(planned(pattern), PRODUCT).values():
        (row,) = entry.attributes
        assert [row.declared, row.recorded, row.live] == [VALUES[letter] for letter in pattern]
        assert row.live_state == ("absent" if pattern[2] == "-" else "known")


@pytest.mark.parametrize(
    ("pattern", "recorded", "dropped"),
    [
        ("aba", {"description": VALUES["a"]}, ()),
        ("a-a", {"description": VALUES["a"]}, ()),
        ("-aa", {}, ("description",)),
        ("-a-", {}, ("description",)),
        ("-ab", {}, ("description",)),
    ],
)
def test_what_only_the_record_has_to_follow_is_settled(
    pattern: str, recorded: dict[str, object], dropped: tuple[str, ...]
) -> None:
    (settlement,) = settlements(planned(pattern))
    assert (settlement.address, settlement.attrs, settlement.drop) == (PRODUCT, recorded, dropped)
    assert not settlement.forget


@pytest.mark.parametrize("pattern", ["aaa", "baa", "a--", "aab", "aa-", "--a", "abc", "a-b", "ab-", "---"])
def test_nothing_else_touches_the_record(pattern: str) -> None:
    assert settlements(planned(pattern)) == []


@pytest.mark.parametrize("pattern", ["aab", "aa-"])
def test_drift_is_put_back_only_when_asked(pattern: str) -> None:
    plan = planned(pattern, restore=(PRODUCT,))
    entry = one(plan, "changes", PRODUCT)
    assert (entry.action, entry.reason, classes(entry)) == ("update", "restore", {"description": ROW[pattern]})
    assert ops(plan) == ["product.save"]
    assert where(plan, PRODUCT).keys() == {"changes", "drift"}


@pytest.mark.parametrize(
    ("side", "lands", "done"),
    [("declared", ["changes"], ["product.save"]), ("live", ["conflicts"], [])],
)
def test_a_conflict_waits_for_a_choice(side: str, lands: list[str], done: list[str]) -> None:
    plan = planned("abc", take={PRODUCT: side})
    assert list(where(plan, PRODUCT)) == lands
    assert ops(plan) == done
    assert settlements(plan) == []


def reply(pattern: str) -> Any:
    """A message whose text is seen on all sides and whose attachments follow the pattern; nothing of it has an API."""
    values: dict[str, dict[str, Any]] = {
        "a": {"attachments": ["poi_link"]},
        "b": {"attachments": ["verification_qr"]},
        "c": {"attachments": ["poi_link", "verification_qr"]},
        "-": {},
    }
    declared, recorded, live = ({"text": "感谢购买", **values[letter]} for letter in pattern)
    return World().put(REPLY, declared=declared, recorded=recorded, live=live).plan()


@pytest.mark.parametrize(
    ("pattern", "klass", "lands", "done", "counted"),
    [
        ("aaa", "same", [], [], {}),
        ("baa", "update", ["changes"], ["hand.set"], {"by_hand": 1}),
        ("aab", "drift-changed", ["drift"], [], {"drift": 1}),
        ("aba", "converged", ["changes"], [], {"record": 1}),
        ("a-a", "adopt", ["changes"], [], {"record": 1}),
        ("abc", "conflict", ["conflicts"], [], {"conflict": 1}),
        ("a-b", "adopt-differs", ["changes"], ["hand.set"], {"by_hand": 1}),
        ("-aa", "forget", ["changes"], [], {"forget": 1}),
        ("-ab", "forget", ["changes"], [], {"forget": 1}),
        # Nobody saw the attachments: that is not knowing, which is no proof of absence.
        ("aa-", "look", ["unknown"], ["hand.look"], {"unknown": 1}),
        ("ab-", "blind", ["changes"], ["hand.set"], {"by_hand": 1}),
        ("a--", "check", ["changes"], ["hand.check"], {"by_hand": 1}),
        ("-a-", "forget", ["changes"], [], {"forget": 1}),
        ("--a", "", [], [], {}),
        ("---", "", [], [], {}),
    ],
)
def test_a_pattern_of_what_people_see(
    pattern: str, klass: str, lands: list[str], done: list[str], counted: dict[str, int]
) -> None:
    plan = reply(pattern)
    found = where(plan, REPLY)
    assert list(found) == lands
    assert all(classes(entry) == {"attachments": klass} for (entry,) in found.values())
    assert (ops(plan), counts(plan)) == (done, counted)


def test_classes_are_the_words_of_the_contract() -> None:
    assert {str(klass) for klass in Class} == {
        "same", "update", "create", "forget", "drift-changed", "drift-missing", "unmanaged", "converged", "adopt",
        "conflict", "adopt-differs", "recreate", "absent", "look", "blind", "check",
    }  # fmt: skip
