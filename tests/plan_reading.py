"""Asking a plan: which lists an object stands in, with which classes, what is done about it, what is counted."""

from __future__ import annotations

from dataclasses import fields

from storeconf.plan.classify import Class
from storeconf.plan.entities import Entry, Plan, Settlement, Step

LISTS = (
    "changes",
    "drift",
    "conflicts",
    "in_review",
    "rejected",
    "waiting",
    "unknown",
    "unmanaged",
    "held",
    "banned",
    "ignored",
)


def entries(plan: Plan, name: str, address: str = "") -> list[Entry]:
    """The entries of one list over all units, of one object when an address is given."""
    found = [entry for unit in plan.stores for entry in getattr(unit, name)]
    return [entry for entry in found if not address or entry.address == address]


def one(plan: Plan, name: str, address: str) -> Entry:
    """The only entry that an object has in a list."""
    found = entries(plan, name, address)
    assert len(found) == 1, f"{address} stands {len(found)} times in {name}"
    return found[0]


def where(plan: Plan, address: str) -> dict[str, list[Entry]]:
    """The lists that an object stands in."""
    return {name: found for name in LISTS if (found := entries(plan, name, address))}


def steps(plan: Plan, address: str = "") -> list[Step]:
    """The steps, of one object when an address is given."""
    return [step for step in plan.steps if not address or step.address == address]


def ops(plan: Plan, address: str = "") -> list[str]:
    """What is done, in order."""
    return [step.op for step in steps(plan, address)]


def classes(entry: Entry) -> dict[str, str]:
    """The class of each attribute."""
    return {attribute.path: attribute.class_ for attribute in entry.attributes}


def counts(plan: Plan) -> dict[str, int]:
    """The summary without its zeros."""
    values = {item.name: getattr(plan.summary, item.name) for item in fields(plan.summary)}
    return {name: value for name, value in values.items() if value}


def notes(entry: Entry) -> dict[str, dict[str, str]]:
    """The remarks by code."""
    return {note.code: dict(note.values) for note in entry.notes}


def settlements(plan: Plan) -> list[Settlement]:
    """What only the record has to follow."""
    return [settlement for unit in plan.stores for settlement in unit.settle]


PATTERNS: tuple[tuple[str, Class], ...] = (
    ("aaa", Class.SAME),
    ("baa", Class.UPDATE),
    ("a--", Class.CREATE),
    ("-aa", Class.FORGET),
    ("aab", Class.DRIFT_CHANGED),
    ("aa-", Class.DRIFT_MISSING),
    ("--a", Class.UNMANAGED),
    ("aba", Class.CONVERGED),
    ("a-a", Class.ADOPT),
    ("-a-", Class.FORGET),
    ("abc", Class.CONFLICT),
    ("-ab", Class.FORGET),
    ("a-b", Class.ADOPT_DIFFERS),
    ("ab-", Class.RECREATE),
    ("---", Class.ABSENT),
)
"""Declared, recorded, live: equal letters are equal values, a dash is none. These fifteen are all there are."""
