"""The three sides of the selected units put together, judged, and handed to the planner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from storeconf.core import clock
from storeconf.core.diagnostics import Code, Diagnostic, Severity, ordered
from storeconf.core.text import Text
from storeconf.model.fleet import AccountInfo, Resource, Unit
from storeconf.plan.context import Context
from storeconf.plan.entities import Plan, Policy
from storeconf.plan.planner import Header, make_plan, twins_of
from storeconf.plan.policy import Decisions
from storeconf.platform.live import Existence, Snapshot
from storeconf.platform.observations import Sightings
from storeconf.project import gathering
from storeconf.project.base import targets
from storeconf.project.declared import declared_plan
from storeconf.project.reviewing import Reviewer, blocking_of, predicted_of
from storeconf.project.tracing import Tracer
from storeconf.render.todo import guided
from storeconf.source.units import FailedUnit

if TYPE_CHECKING:
    from storeconf.project.project import Project

ACCOUNT_UNREADABLE = Code("SC520", "account-unreadable", Text("账号读不了", "an account can't be read"))
NOT_READ = Text(
    "{account}：{problem}；它的商品和门店没有计划", "{account}: {problem}; its products and shops were not planned"
)


class Planning:
    """Plans of one project."""

    def __init__(self, project: Project) -> None:
        """Files, records and platform are the project's."""
        self._project = project

    def plan(self, policy: Policy | None = None, snapshot: Snapshot | None = None) -> Plan:
        """What would be done. `snapshot`: values fetched earlier, instead of reading the platform now."""
        project = self._project
        policy = project.policy() if policy is None else policy
        if policy.declared_only:
            return declared_plan(project, policy)
        base = project.compared(policy.base).base if policy.base else None
        decisions = Decisions(replace(policy, touched=targets(base)) if base is not None else policy)
        selects = self.selector(decisions)
        sightings = self._sightings(selects)
        seen = snapshot or self.read(selects)
        project.platform.recall(seen)
        complete = gathering.with_sightings(seen, sightings, self.account_of, project.platform, project.now())
        units, failed, problems = self._units(decisions)
        problems += [*project.fleet.diagnostics, *sightings.diagnostics, *self._account_problems(seen)]
        found = ordered(problems)
        incomplete = any(item.level is Severity.ERROR for item in found)
        judged = self._judged(units, decisions, complete)
        context = self._context(decisions, complete, sightings, failed, judged)
        header = Header(
            created_at=clock.iso(project.now()),
            platform=project.workspace.realm,
            diagnostics=project.rendered([*found, *ordered(judged)]),
            incomplete=incomplete,
        )
        plan = make_plan(context, units, header)
        return replace(plan, base=base, steps=tuple(guided(step, project.lang) for step in plan.steps))

    def snapshot(self) -> Snapshot:
        """All live values of every account, with what people saw."""
        seen = self.read(lambda name: True)
        sightings = self._sightings(lambda name: True)
        return gathering.with_sightings(seen, sightings, self.account_of, self._project.platform, self._project.now())

    def read(self, selects: gathering.Selects) -> Snapshot:
        """Live values of the selected units, from the platform alone."""
        wanted = gathering.wanted(self._project.fleet, self._project.state, selects)
        found = self._project.platform.snapshot(wanted, self._project.progress, clock.iso(self._project.now()))
        return gathering.undeclared_only(found, self._project.fleet)

    def _sightings(self, selects: gathering.Selects) -> Sightings:
        return gathering.read_sightings(self._project.fleet, self._project.state, selects)

    def selector(self, decisions: Decisions) -> gathering.Selects:
        """Units to read: the selected ones, and the accounts whose products their mounts wait for."""
        stores = self._project.fleet.stores

        def selects(name: str) -> bool:
            if name.startswith("@"):
                return True
            return decisions.selects_unit(name, stores[name].labels if name in stores else {})

        return selects

    def _units(self, decisions: Decisions) -> tuple[list[Unit | str], frozenset[str], list[Diagnostic]]:
        """Selected units as resources, the unusable ones by name, and what is wrong with them.

        The stores of a selected account come too: their texts may quote the prices of its products.
        """
        units: list[Unit | str] = []
        failed: set[str] = set(self._project.fleet.index.failed)
        problems: list[Diagnostic] = []
        for name in self._project.fleet.unit_names:
            store = self._project.fleet.stores.get(name)
            selected = decisions.selects_unit(name, store.labels if store is not None else {})
            if not selected and (store is None or not decisions.selects_unit(f"@{store.account}", {})):
                continue
            unit = self._project.fleet.unit(name)
            if not selected:
                units.extend([] if isinstance(unit, FailedUnit) else [unit])
                continue
            problems.extend(unit.diagnostics)
            if isinstance(unit, FailedUnit):
                failed.add(name)
                units.append(name)
            else:
                units.append(unit)
        failed |= self._project.fleet.index.failed - set(self._project.fleet.unit_names)
        return units, frozenset(failed), problems

    def _judged(self, units: Iterable[Unit | str], decisions: Decisions, snapshot: Snapshot) -> list[Diagnostic]:
        """What the review rules say of the selected units, as they will be on the platform."""

        def there(resource: Resource) -> Mapping[str, Any] | None:
            live = snapshot.get(str(resource.address))
            return None if live.existence is Existence.ABSENT else live.attrs

        reviewer = Reviewer(self._project.fleet, self._project.now(), there, Tracer(self._project).facts)
        chosen = (one for one in units if isinstance(one, Unit) and decisions.selects_unit(one.name, one.labels))
        return [found for unit in chosen for found in reviewer.review(unit)]

    def _context(
        self,
        decisions: Decisions,
        snapshot: Snapshot,
        sightings: Sightings,
        failed: frozenset[str],
        judged: Sequence[Diagnostic],
    ) -> Context:
        return Context(
            accounts=self._project.fleet.accounts,
            stores=self._project.fleet.stores,
            failed=failed,
            broken=self._project.fleet.broken,
            snapshot=snapshot,
            ledger=self._project.state,
            routes=self._project.platform,
            decisions=decisions,
            now=self._project.now(),
            image_urls={**self._project.state.image_urls(), **sightings.images},
            twins=twins_of(snapshot.unmanaged),
            moved=gathering.moves(self._project.fleet),
            blocking=blocking_of(judged),
            predicted=predicted_of(judged),
        )

    def account_of(self, unit: str) -> AccountInfo | None:
        """The account that a unit belongs to, or belonged to."""
        return gathering.account_finder(self._project.fleet, self._project.state)(unit)

    def _account_problems(self, snapshot: Snapshot) -> Iterable[Diagnostic]:
        for name, reading in snapshot.accounts.items():
            if not reading.ok:
                detail = NOT_READ(account=f"@{name}", problem=reading.problem)
                yield Diagnostic(code=ACCOUNT_UNREADABLE, detail=detail, address=f"@{name}", store=f"@{name}")
