"""A platform and a state to run steps on, without files or a protocol: every answer, and every silence, is chosen."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from storeconf.apply.executor import Executor
from storeconf.core import clock
from storeconf.core.diagnostics import Code, Diagnostic
from storeconf.core.text import Message, Text
from storeconf.model.fleet import AccountInfo
from storeconf.model.kind import Kind
from storeconf.model.kinds import BY_NAME
from storeconf.model.review import Verdict
from storeconf.plan.entities import Call, Plan, Step
from storeconf.plan.results import StepResult
from storeconf.plan.steps import fingerprint, step_id
from storeconf.platform.live import Existence, LiveObject, Review, Snapshot
from storeconf.platform.protocol import Access, Change, Outcome, ReadFailed, Request, Wanted
from storeconf.state.records import Record
from storeconf.state.sqlite import SqliteState

NOW = clock.parse_instant("2026-03-09T10:00:00+08:00")
NO = Code("SC999", "said-no", Text("平台不同意", "the platform said no"))
ACCOUNT = AccountInfo(
    name="row",
    title="一条街",
    owner="王经理",
    account_id="7000000000000000042",
    role="self",
    scopes=frozenset({"products", "publish"}),
    credentials="ROW",
)

OK, REFUSED, LOST, NEVER = "ok", "refused", "lost", "never"
"""What a write comes to: done and said so; not done and said so; done, but the answer is lost; not done, no answer."""


@dataclass
class FakePlatform:
    """Objects by address; what each write comes to is taken from `script`, and is OK when nothing is written there."""

    objects: dict[str, LiveObject] = field(default_factory=dict)
    script: dict[str, list[str | Exception]] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    blind_after_write: set[str] = field(default_factory=set)
    """Addresses that can't be read any more once something was sent."""
    events: list[str] = field(default_factory=list)
    on_write: Callable[[str], None] = lambda address: None

    def put(self, address: str, review: Review | None = None, **attrs: Any) -> None:
        """Let an object be live."""
        self.objects[address] = LiveObject(
            address=address,
            existence=Existence.PRESENT,
            attrs=attrs,
            review=review,
            ids={"product_id": f"id:{address}"},
        )

    def at(self, address: str) -> LiveObject:
        """What is live at an address."""
        return self.objects.get(address) or LiveObject(address=address, existence=Existence.ABSENT)

    def writes(self) -> list[str]:
        """Addresses in the order in which something was sent to them."""
        return [event.removeprefix("write ") for event in self.events if event.startswith("write ")]

    # -- the protocol ----------------------------------------------------------------------------------------------

    def access(self, account: AccountInfo, kind: Kind, path: str) -> Access:
        return Access(read="api", write="api")

    def compose(self, change: Change) -> Sequence[Request]:
        raise AssertionError("the executor composes nothing")

    def snapshot(self, wanted: Sequence[Wanted], progress: Callable[[Message], None], taken_at: str) -> Snapshot:
        raise AssertionError("the executor reads one object at a time")

    def reread(self, wanted: Wanted) -> LiveObject:
        self.events.append(f"read {wanted.address}")
        if wanted.address in self.unreadable:
            raise ReadFailed(Diagnostic(code=NO, detail=NO.summary))
        return self.at(wanted.address)

    def write(self, account: AccountInfo, request: Request) -> Outcome:
        address = str(request.body["address"])
        self.events.append(f"write {address}")
        self.on_write(address)
        came_to = next(iter(self.script.get(address, ())), OK)
        self.script[address] = self.script.get(address, [])[1:]
        if isinstance(came_to, Exception):
            raise came_to
        if came_to in (OK, LOST):
            self._carry_out(address, request)
        if address in self.blind_after_write:
            self.unreadable.add(address)
        if came_to == REFUSED:
            return Outcome(ok=False, problem=Diagnostic(code=NO, detail=Text("库存不对", "wrong stock")))
        if came_to in (LOST, NEVER):
            return Outcome(ok=False, unclear=True)
        return Outcome(ok=True, ids={"product_id": f"id:{address}"})

    def _carry_out(self, address: str, request: Request) -> None:
        live, attrs = self.at(address), dict(request.body["attrs"])
        if request.body["review"]:
            lying = Review(verdict=Verdict.IN_REVIEW, attrs={**live.attrs, **attrs})
            self.objects[address] = replace(live, existence=Existence.PRESENT, review=lying)
        else:
            self.objects[address] = replace(live, existence=Existence.PRESENT, attrs={**live.attrs, **attrs})


class WatchedState(SqliteState):
    """Tells in the platform's list of events when the journal is written."""

    def __init__(self, path: Path, events: list[str]) -> None:
        super().__init__(path)
        self.events = events

    def intend(self, run: int, step: str, at: str) -> None:
        super().intend(run, step, at)
        self.events.append(f"intend {step.partition(':')[2]}")

    def conclude(self, run: int, step: str, at: str, outcome: str, detail: Mapping[str, Any]) -> None:
        super().conclude(run, step, at, outcome, detail)
        self.events.append(f"{outcome} {step.partition(':')[2]}")


@dataclass
class Stage:
    """A platform, a state and a run."""

    folder: Path
    platform: FakePlatform = field(default_factory=FakePlatform)
    stop: threading.Event = field(default_factory=threading.Event)
    run: int = 0

    def __post_init__(self) -> None:
        self.state = WatchedState(self.folder / "state.db", self.platform.events)

    def product(self, address: str, **attrs: Any) -> None:
        """A product that is live and recorded alike."""
        self.platform.put(address, **attrs)
        self.state.put_record(Record(address=address, kind="product", attrs=attrs, account="row"))

    def step(self, address: str, op: str = "product.stock", needs: tuple[str, ...] = (), **attrs: Any) -> Step:
        """A step by API, planned against what is live and recorded right now."""
        review = op == "product.save"
        record = self.state.record(address)
        return Step(
            id=step_id(op, address),
            address=address,
            op=op,
            by="api",
            needs=needs,
            unit=address.split("/")[0],
            kind="product",
            title=address,
            account="row",
            attrs=attrs,
            changed=tuple(attrs),
            call=Call(method="POST", path="/x/", body={"address": address, "attrs": attrs, "review": review}),
            fingerprint=fingerprint(self.platform.at(address), BY_NAME["product"], attrs, whole=review, review=review),
            precondition=record.digest if record is not None else "",
            review=review,
            ids={"out_id": address},
        )

    def execute(
        self,
        *steps: Step,
        resume: bool = False,
        parallel: int = 1,
        refused: frozenset[str] = frozenset(),
        accounts: Mapping[str, AccountInfo] | None = None,
        now: datetime = NOW,
    ) -> dict[str, StepResult]:
        """Carry the steps out in a run of their own, or go on with the last one. Results by step id."""
        plan = Plan(created_at=clock.iso(NOW), lineage=self.state.lineage, platform="sandbox", steps=steps)
        if not resume:
            self.run = self.state.open_run(clock.iso(NOW), "me", "digest", "{}")
        executor = Executor(
            platform=self.platform,
            state=self.state,
            accounts={"row": ACCOUNT} if accounts is None else accounts,
            run=self.run,
            now=lambda: now,
            progress=lambda message: None,
            parallel=parallel,
            stop=self.stop,
            refused_units=refused,
        )
        results = {result.step.id: result for result in executor.execute(plan)}
        self.problem = executor.problem
        assert list(results) == [step.id for step in steps], "every step is accounted for, in the plan's order"
        return results


def by_hand(address: str, owner: str = "", needs: tuple[str, ...] = ()) -> Step:
    """A step for a person."""
    return Step(
        id=step_id("hand.set", address),
        address=address,
        op="hand.set",
        by="hand",
        needs=needs,
        unit=address.split("/")[0],
        kind="payment_reply",
        owner=owner,
    )
