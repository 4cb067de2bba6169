"""Everything at once: each pattern with each way of not knowing, each state of review, hold, ban, protection, ignore.

The product of all of them is planned, under the most cautious and under the most permissive policy, and what must never
happen is looked for in every single plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product as combinations
from typing import Any

import pytest

from plan_reading import LISTS, PATTERNS, entries, settlements
from plan_values import ABSENT, POIS, PRODUCT, approved, ignoring, in_review, product, rejected
from plans import Live, World
from storeconf.model.compare import key
from storeconf.model.kinds import PRODUCT as KIND
from storeconf.plan.entities import Entry, Plan, Step
from storeconf.plan.planfile import dumps
from storeconf.platform.live import Existence, LiveObject, Unknown

VALUES: dict[str, dict[str, Any]] = {
    "price": {"a": "19.90", "b": "21.90", "c": "23.90"},
    "shelf": {"a": "online", "b": "offline"},
    "stores": {"a": sorted(POIS.values())[:2], "b": sorted(POIS.values())[:1], "c": sorted(POIS.values())},
}
BLIND = (Unknown.ERROR, Unknown.MASKED, Unknown.PARTIAL, Unknown.NOT_SEEN, Unknown.STALE)
UNREADABLE = (Unknown.ERROR, Unknown.MASKED, Unknown.PARTIAL)
REVIEWS = ("none", "same in review", "other in review", "same rejected", "other rejected", "approved")
IGNORES = ("", "always", "this value", "this value, expired")
CAUTIOUS: dict[str, Any] = {}
PERMISSIVE: dict[str, Any] = {
    "take": {"@shuyu": "declared"},
    "on_drift": "restore",
    "allow": ("remove", "unbind", "rebind"),
    "ack": ("update", "remove", "price_delta"),
}


@dataclass(frozen=True)
class Case:
    """One cell of the matrix."""

    path: str
    pattern: str
    """Declared, recorded, live; `?` is unknown."""
    why: Unknown | None
    whole: bool
    """Whether the object as a whole is unknown, or only this attribute."""
    review: str
    held: bool
    banned: bool
    protected: bool
    ignore: str

    @property
    def values(self) -> tuple[Any, Any, Any]:
        table = VALUES[self.path]
        declared, recorded, live = (table.get(letter) for letter in self.pattern)
        return declared, recorded, live

    @property
    def declared(self) -> bool:
        return self.pattern[0] != "-"

    @property
    def recorded(self) -> bool:
        return self.pattern[1] != "-"

    @property
    def set_aside(self) -> bool:
        """Whether the value isn't compared at all."""
        return self.path == "shelf" and (self.held or self.banned)

    def world(self) -> World:
        declared, recorded, live = self.values
        world = World(protect=["*/product/mxw"] if self.protected else [], ignore=list(self._ignores(live)))
        sides: dict[str, Any] = {
            "declared": product(**{self.path: declared}) if declared is not None else None,
            "recorded": product(**{self.path: recorded}) if recorded is not None else None,
        }
        if sides["declared"] is None and sides["recorded"] is None:
            if live is not None:
                attrs = product(**{self.path: live})
                world.unmanaged.append(LiveObject(address=PRODUCT, existence=Existence.PRESENT, attrs=attrs))
            return world
        sent = {self.path: declared} if declared is not None else {}
        other = {self.path: VALUES[self.path]["b" if declared == VALUES[self.path]["a"] else "a"]}
        if live is None and self.why is None:
            sent, other = product() | sent, product() | other
        review = {
            "none": None,
            "same in review": in_review(product() | sent),
            "other in review": in_review(product() | other),
            "same rejected": rejected(product() | sent),
            "other rejected": rejected(product() | other),
            "approved": approved(product() | sent),
        }[self.review]
        submitted = None if review is None else sent if not self.review.startswith("other") else other
        facts: dict[str, Any] = {"banned": self.banned, "review": review}
        return world.put(
            PRODUCT,
            live=self._live(live, facts),
            submitted=submitted or None,
            hold="复核" if self.held else "",
            **sides,
            **facts,
        )

    def _live(self, live: Any, facts: dict[str, Any]) -> Live:
        if self.why is None:
            return ABSENT if live is None else product(**{self.path: live})
        if self.whole:
            return self.why
        facts["unknown"] = {self.path: self.why}
        return product(**{self.path: None})

    def _ignores(self, live: Any) -> Iterator[Any]:
        if self.ignore:
            value = None if self.ignore == "always" else str(live) if live is not None else "-"
            yield ignoring(f"*/product/mxw#{self.path}", value, "2026-03-08" if "expired" in self.ignore else "")


def cases(path: str, review: str) -> Iterator[Case]:
    """Accepting one value means nothing where none is known."""
    known = [pattern for pattern, _ in PATTERNS if set(pattern) <= {*VALUES[path], "-"}]
    blind = ["aa?", "ba?", "a-?", "-a?"]
    seen = [(pattern, None, True) for pattern in known]
    unseen = [(pattern, why, True) for pattern in blind for why in BLIND]
    partly = [(pattern, why, False) for pattern in blind for why in (Unknown.ERROR, Unknown.MASKED)]
    for objects, ignores in ((seen, IGNORES), ([*unseen, *partly], IGNORES[:2])):
        switches = (False, True)
        for (pattern, why, whole), held, banned, protected, ignore in combinations(
            objects, switches, switches, switches, ignores
        ):
            yield Case(path, pattern, why, whole, review, held, banned, protected, ignore)


@dataclass(frozen=True)
class Planned:
    """A case with its plan."""

    case: Case
    plan: Plan
    permissive: bool

    @property
    def writes(self) -> list[Step]:
        return [step for step in self.plan.steps if step.op != "hand.look"]

    def setting(self, path: str) -> list[Step]:
        return [step for step in self.writes if path in step.changed]

    def rows(self, *names: str) -> list[str]:
        return [row.path for name in names for entry in entries(self.plan, name) for row in entry.attributes]

    def did(self, *actions: str) -> set[str]:
        """Addresses of what is free to go."""
        free = [entry for entry in entries(self.plan, "changes") if not entry.blocked_by]
        return {entry.address for entry in free if entry.action in actions}


def invisible(entry: Entry) -> bool:
    """Whether a reader sees no difference on any line of an update."""
    known = [row for row in entry.attributes if row.live_state == "known"]
    same = [key(KIND.attribute(row.path), row.declared) == key(KIND.attribute(row.path), row.live) for row in known]
    return len(known) == len(entry.attributes) and all(same)


def taken_off(step: Step) -> bool:
    """Whether a step takes something off the shelf that is on it; a new product may start off the shelf."""
    return "shelf" in step.changed and step.attrs.get("shelf") == "offline" and step.op != "product.save"


def misnamed(steps: Sequence[Step]) -> bool:
    ids = [step.id for step in steps]
    return len(ids) != len(set(ids)) or any(needed not in ids for step in steps for needed in step.needs)


TOUCHING = ("create", "update", "remove")
SETTLING = ("adopt", "record", "forget")
NEVER: dict[str, Callable[[Planned], object]] = {
    # what could not be read
    "a value that could not be read is written": lambda p: p.case.why in UNREADABLE and p.setting(p.case.path),
    "an object that could not be read is written": lambda p: p.case.why in UNREADABLE and p.case.whole and p.writes,
    "what could not be read goes unsaid": lambda p: (
        p.case.why in UNREADABLE
        and p.case.declared
        and not (p.case.ignore or p.case.set_aside)
        and not entries(p.plan, "unknown")
    ),
    # review
    "something is submitted while in review": lambda p: (
        "in review" in p.case.review and any(step.review for step in p.writes)
    ),
    "a rejected version is submitted again unasked": lambda p: (
        p.case.review == "same rejected" and any(step.review for step in p.setting(p.case.path))
    ),
    # holds, bans, protection, ignore
    "a held product is put on sale": lambda p: (
        p.case.held and any(step.attrs.get("shelf") != "offline" for step in p.setting("shelf"))
    ),
    "the shelf under a hold is drift or conflict": lambda p: p.case.held and "shelf" in p.rows("drift", "conflicts"),
    "a hold goes unsaid": lambda p: p.case.held and p.case.declared and not entries(p.plan, "held"),
    "a ban goes unsaid": lambda p: p.case.banned and p.case.declared and not entries(p.plan, "banned"),
    "something is sent for a banned product": lambda p: (
        p.case.banned and any(step.by == "api" and step.expect != "forget" for step in p.writes)
    ),
    "a protected product is taken off the shelf": lambda p: (
        p.case.protected and any(taken_off(step) for step in p.writes)
    ),
    "a shop of a protected product is unbound": lambda p: (
        p.case.protected and any(step.op == "product.poi.remove" for step in p.writes)
    ),
    "an ignored value is changed": lambda p: (
        p.case.ignore == "always" and p.case.declared and p.case.values[2] is not None and p.setting(p.case.path)
    ),
    # who owns what
    "something unmanaged is touched": lambda p: (
        not p.case.declared and not p.case.recorded and (p.plan.steps or settlements(p.plan))
    ),
    "something never recorded is removed": lambda p: not p.case.recorded and p.did("remove"),
    "drift or a conflict is settled unasked": lambda p: (
        not p.permissive and p.case.pattern in ("aab", "aa-", "abc", "a-b") and p.case.review == "none" and p.writes
    ),
    # the shape of every plan
    "an update shows no difference": lambda p: any(
        entry.action == "update" and entry.by and invisible(entry) for entry in entries(p.plan, "changes")
    ),
    "a change has no step": lambda p: p.did(*TOUCHING) - {step.address for step in p.plan.steps},
    "a step has no change": lambda p: {step.address for step in p.writes} - p.did(*TOUCHING, "forget"),
    "a settlement is blocked": lambda p: any(
        entry.blocked_by and entry.action in SETTLING for entry in entries(p.plan, "changes")
    ),
    "adopt, record and forget count as changes": lambda p: bool(p.plan.summary.changes) != bool(p.did(*TOUCHING)),
    "a value is drift and conflict at once": lambda p: set(p.rows("drift")) & set(p.rows("conflicts")),
    "steps are not named one by one": lambda p: misnamed(p.plan.steps),
}


@pytest.mark.parametrize("policy", [CAUTIOUS, PERMISSIVE], ids=["cautious", "permissive"])
@pytest.mark.parametrize("review", REVIEWS)
@pytest.mark.parametrize("path", VALUES)
def test_what_must_never_happen_happens_nowhere(path: str, review: str, policy: dict[str, Any]) -> None:
    found: dict[str, list[Case]] = {}
    planned = [Planned(case, case.world().plan(**policy), policy is PERMISSIVE) for case in cases(path, review)]
    assert len(planned) > 600
    for one in planned:
        for problem in (problem for problem, happens in NEVER.items() if happens(one)):
            found.setdefault(problem, []).append(one.case)
    assert {problem: (len(these), these[0]) for problem, these in found.items()} == {}


def test_the_lists_of_a_unit_are_the_ones_that_are_looked_at() -> None:
    assert set(LISTS) < set(World().plan().stores[0].__dataclass_fields__)


@pytest.mark.parametrize("path", VALUES)
def test_every_cell_makes_a_plan_that_can_be_saved(path: str) -> None:
    for case in list(cases(path, "none"))[::7]:
        assert dumps(case.world().plan(**PERMISSIVE))
