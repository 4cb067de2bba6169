"""Plans without files or a platform: say what is declared, recorded and live of each object, and get the plan.

The routes are the real ones (`capabilities`, `compose`), which are pure; everything else is a value made here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias, TypeVar

from plan_values import ABSENT, BY_HAND_POI, CATEGORIES, HALF_AN_HOUR_AGO, NOW, POIS, account, body_of, store
from storeconf.core import clock
from storeconf.core.address import parse_address, pattern
from storeconf.core.values import Attrs, digest
from storeconf.model.fleet import AccountInfo, IgnoreRule, Lifecycle, Resource, StoreInfo, Unit
from storeconf.model.kind import Kind
from storeconf.model.kinds import BY_NAME
from storeconf.model.review import Verdict
from storeconf.plan.context import Context
from storeconf.plan.entities import Plan, Policy
from storeconf.plan.planner import Header, make_plan, twins_of
from storeconf.plan.policy import Decisions
from storeconf.platform.douyin import capabilities, compose
from storeconf.platform.live import Existence, LiveObject, Review, Snapshot, Unknown
from storeconf.platform.protocol import Access, Change, Impossible, Request
from storeconf.state.records import Hold, Record, Submission, UnitState

Live: TypeAlias = Attrs | Existence | Unknown | None
"""Known values, proof of absence, or why nothing is known. None: nobody ever read or saw it."""
T = TypeVar("T")


class PureDouyin:
    """The adapter without its connection."""

    def access(self, account: AccountInfo, kind: Kind, path: str) -> Access:
        """How an attribute is read and written."""
        return capabilities.access(account, kind, path)

    def compose(self, change: Change) -> Sequence[Request] | Impossible:
        """The cheapest requests that carry a change."""
        return compose.compose(change, CATEGORIES)


@dataclass(slots=True)
class MemoryLedger:
    """Records in memory."""

    units: dict[str, UnitState]
    lineage: str = "9b1c7f"
    serial: int = 7
    urls: Mapping[str, str] = field(default_factory=dict)

    def unit_names(self) -> Sequence[str]:
        """Units with records."""
        return sorted(self.units)

    def unit(self, name: str) -> UnitState:
        """What is recorded for one unit."""
        return self.units.get(name, UnitState())

    def image_urls(self) -> Mapping[str, str]:
        """Uploaded pictures."""
        return self.urls


@dataclass(slots=True)
class World:
    """What is declared, recorded and live; `put` objects into it, then `plan`."""

    accounts: dict[str, AccountInfo] = field(
        default_factory=lambda: {"shuyu": account("shuyu"), "yanli": account("yanli", ())}
    )
    stores: dict[str, StoreInfo] = field(
        default_factory=lambda: {
            **{slug: store(slug, "shuyu", poi, city="北京", brand="shuyu") for slug, poi in POIS.items()},
            "yanli-spa": store("yanli-spa", "yanli", BY_HAND_POI, city="上海", brand="yanli"),
        }
    )
    declared: dict[str, Resource] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    live: dict[str, LiveObject] = field(default_factory=dict)
    submissions: dict[str, Submission] = field(default_factory=dict)
    holds: dict[str, Hold] = field(default_factory=dict)
    unmanaged: list[LiveObject] = field(default_factory=list)
    protect: list[str] = field(default_factory=list)
    ignore: list[IgnoreRule] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    """Units whose document can't be used."""
    broken: bool = False
    unknown: set[str] = field(default_factory=set)
    """Declared addresses that could not be made out."""
    partly_unknown: set[str] = field(default_factory=set)
    blocking: dict[str, Sequence[str]] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    now: datetime = NOW

    def put(
        self,
        address: str,
        *,
        declared: Attrs | None = None,
        recorded: Attrs | None = None,
        live: Live = None,
        review: Review | None = None,
        submitted: Attrs | None = None,
        task: str = "",
        hold: str = "",
        protected_record: bool = False,
        ids: Mapping[str, str] | None = None,
        out_id: str = "",
        product_id: str = "",
        mounts: Sequence[str] = (),
        **seen: Any,
    ) -> World:
        """One object on its three sides. `seen`: more facts of the live object (`unknown`, `stale`, `banned`, …)."""
        here = parse_address(address)
        known_ids = self._ids(address, recorded or declared or {}) if ids is None else dict(ids)
        if declared is not None:
            self.declared[address] = Resource(
                address=here,
                kind=BY_NAME[here.kind],
                attrs=declared,
                title=str(declared.get("title", "")) or here.unit,
                out_id=(out_id or _out_id(address)) if here.kind == "product" else "",
                product_id=product_id,
                sold_at=self._sold_at(declared) if here.kind == "product" else {},
                mounts=tuple(mounts),
            )
        if recorded is not None:
            self.records[address] = Record(
                address=address,
                kind=here.kind,
                attrs=recorded,
                account=self.account_of(here.unit),
                title=str(recorded.get("title") or recorded.get("name", "")),
                ids=known_ids,
                protect=protected_record or any(pattern(one).covers(here) for one in self.protect),
            )
        if live is not None or review is not None or seen:
            self.live[address] = self._live(address, live, review, known_ids, seen)
        if submitted is not None:
            self.submissions[address] = Submission(
                address=address,
                digest=digest(dict(submitted)),
                attrs=submitted,
                since=HALF_AN_HOUR_AGO,
                verdict=Verdict.IN_REVIEW,
                ref=task,
                op="product.save",
            )
        if hold:
            self.holds[address] = Hold(address=address, reason=hold, by="records")
        return self

    def plan(self, **policy: Any) -> Plan:
        """The plan under a policy."""
        decisions = Decisions(Policy(**policy))
        return make_plan(
            self.context(decisions), self.units(), Header(created_at=clock.iso(self.now), platform="sandbox")
        )

    def context(self, decisions: Decisions) -> Context:
        """What every object is judged by."""
        snapshot = Snapshot(taken_at=clock.iso(self.now), objects=dict(self.live), unmanaged=tuple(self.unmanaged))
        return Context(
            accounts=self.accounts,
            stores={name: info for name, info in self.stores.items() if name not in self.unreadable},
            failed=frozenset(self.unreadable),
            broken=self.broken,
            snapshot=snapshot,
            ledger=MemoryLedger(self._states(), urls=self.urls),
            routes=PureDouyin(),
            decisions=decisions,
            now=self.now,
            image_urls=self.urls,
            twins=twins_of(snapshot.unmanaged),
            moved=self.moved,
            blocking=self.blocking,
        )

    def units(self) -> list[Unit | str]:
        """Accounts before their stores, as the reader hands them over; those that can't be used by name."""
        names = [*(f"@{name}" for name in sorted(self.accounts)), *sorted(self.stores)]
        return [name if name in self.unreadable else self._unit(name) for name in names]

    def account_of(self, unit: str) -> str:
        """The account of a unit; of a store that is gone, the account with the API."""
        if unit.startswith("@"):
            return unit[1:]
        return self.stores[unit].account if unit in self.stores else "shuyu"

    def _unit(self, name: str) -> Unit:
        info = self.stores.get(name)
        return Unit(
            name=name,
            title=info.title if info else name,
            account=self.account_of(name),
            owner=f"{name}的负责人",
            labels=info.labels if info else {},
            resources=tuple(r for r in self.declared.values() if r.address.unit == name),
            lifecycle=Lifecycle(protect=tuple(pattern(one) for one in self.protect), ignore=tuple(self.ignore)),
            unknown=frozenset(one for one in self.unknown if parse_address(one).unit == name),
            partly_unknown=name in self.partly_unknown,
            digest=f"digest of {name}",
        )

    def _states(self) -> dict[str, UnitState]:
        names = {parse_address(a).unit for a in (*self.records, *self.submissions, *self.holds)}
        return {
            name: UnitState(
                records=_of_unit(self.records, name),
                submissions=_of_unit(self.submissions, name),
                holds=_of_unit(self.holds, name),
            )
            for name in names
        }

    def _ids(self, address: str, attrs: Attrs) -> dict[str, str]:
        if parse_address(address).kind != "product":
            return {}
        places = {f"poi:{poi}": slug for slug, poi in self._sold_at(attrs).items() if poi}
        return {"product_id": f"17{int(digest(address)[:8], 16):010d}", "out_id": _out_id(address), **places}

    def _sold_at(self, attrs: Attrs) -> dict[str, str]:
        listed: Any = attrs.get("stores", ())
        places = {name: info.poi_id for name, info in self.stores.items() if info.poi_id in listed}
        return {**places, **{one.removeprefix("store:"): "" for one in listed if one.startswith("store:")}}

    def _live(
        self, address: str, live: Live, review: Review | None, ids: Mapping[str, str], seen: Mapping[str, Any]
    ) -> LiveObject:
        kind = parse_address(address).kind
        if isinstance(live, Mapping):
            raw = body_of(live) if kind == "product" else {}
            facts = {"raw": raw, "ids": {n: v for n, v in ids.items() if not n.startswith("poi:")}, **seen}
            return LiveObject(address=address, existence=Existence.PRESENT, attrs=live, review=review, **facts)
        existence = ABSENT if live is ABSENT else Existence.UNKNOWN
        why = live if isinstance(live, Unknown) else None if existence is ABSENT else Unknown.NOT_SEEN
        return LiveObject(address=address, existence=existence, why=why, review=review, **seen)


def _out_id(address: str) -> str:
    here = parse_address(address)
    return here.key if here.account_level else f"{here.unit}.{here.key}"


def _of_unit(values: Mapping[str, T], unit: str) -> dict[str, T]:
    return {address: value for address, value in values.items() if parse_address(address).unit == unit}
