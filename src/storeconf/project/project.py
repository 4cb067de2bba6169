"""A project opened: its files, its records, its platform."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from threading import Event
from typing import Any

from storeconf.core import clock
from storeconf.core.address import parse_address
from storeconf.core.diagnostics import Diagnostic, fail, ordered
from storeconf.core.text import Lang, Message, Say
from storeconf.model.fleet import Resource, Unit
from storeconf.model.review import Verdict
from storeconf.plan.entities import Plan, PlanDiagnostic, Policy
from storeconf.plan.policy import Decisions
from storeconf.plan.results import RunResult
from storeconf.plan.status import StoreStatus
from storeconf.plan.survey import DeclaredStore, Survey
from storeconf.platform.douyin.adapter import Douyin
from storeconf.platform.live import Snapshot
from storeconf.project import accepting, gathering, wishes
from storeconf.project.admission import admit
from storeconf.project.applying import Approval, Ground, carry_out, resume
from storeconf.project.attesting import Attestation, Attested, Desk, attest
from storeconf.project.base import Comparison, compare
from storeconf.project.branching import commit_edits
from storeconf.project.connection import connect
from storeconf.project.crediting import report
from storeconf.project.declared import NoRecords
from storeconf.project.divergences import divergence_problems
from storeconf.project.excusing import Excuse, excuse
from storeconf.project.marking import KIND, Marker
from storeconf.project.moving import take_over
from storeconf.project.pausing import Pausing, hold, propose
from storeconf.project.picturing import Pictured, pictured
from storeconf.project.planning import Planning
from storeconf.project.playground import Playground
from storeconf.project.recording import FetchedRecords, FetchedVisits, Recording
from storeconf.project.reviewing import Reviewer, Validated, blocking_of
from storeconf.project.rule_choices import setting_problems
from storeconf.project.selecting import unmatched
from storeconf.project.surveying import declared_stores, lights_of
from storeconf.project.tracing import Tracer
from storeconf.project.verifying import Verifying
from storeconf.project.wishes import Acceptance
from storeconf.project.workspace import BASE_URL_VARIABLE, Workspace
from storeconf.records.findings import Order
from storeconf.records.phones import Phones
from storeconf.records.report import Report
from storeconf.render import diagnostics as rendered
from storeconf.render.tracking import Marked
from storeconf.render.traffic import AccountVisits
from storeconf.rules.scoring import Seen
from storeconf.source.chain import STORE_UNKNOWN
from storeconf.source.codes import NO_STORE
from storeconf.source.fleet import PROJECT_FILE, Fleet
from storeconf.source.suggest import did_you_mean
from storeconf.source.units import FailedUnit
from storeconf.state.protocol import State

UNREADABLE = "unreadable"
"""Stands for the digest of a configuration that can't be read."""


def quiet(message: Message) -> None:
    """Progress that nobody wants to see."""


class Project:
    """One project at one moment."""

    def __init__(
        self,
        root: Path,
        *,
        now: Callable[[], datetime],
        lang: Lang | None = None,
        environ: Mapping[str, str] | None = None,
        progress: Callable[[Message], None] = quiet,
        remark: Callable[[Message], None] = quiet,
    ) -> None:
        """Use `Project.open`."""
        self.root = root
        self.now = now
        self.environ = os.environ if environ is None else environ
        self.progress = progress
        self.remark = remark
        self.fleet = Fleet.open(root)
        self.lang: Lang = lang or self.fleet.settings.language
        self._compared: dict[str, Comparison] = {}
        self.workspace = Workspace.of(root, self.fleet.settings, self.environ.get(BASE_URL_VARIABLE, ""))

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        now: Callable[[], datetime] | None = None,
        lang: Lang | None = None,
        environ: Mapping[str, str] | None = None,
        progress: Callable[[Message], None] = quiet,
        remark: Callable[[Message], None] = quiet,
    ) -> Project:
        """The project in a folder or above it. Raises StoreconfError when there is none or its file is wrong.

        `progress`: what is being done right now; `remark`: what a person should know in any case.
        """
        return cls(
            find_root(path),
            now=now or (lambda: datetime.now(clock.BEIJING)),
            lang=lang,
            environ=environ,
            progress=progress,
            remark=remark,
        )

    def _clock(self) -> datetime:
        """What a lease that machines share runs by: the real time, unless all of it is play."""
        return self.now() if self.workspace.in_sandbox else datetime.now(clock.BEIJING)

    @cached_property
    def state(self) -> State:
        """The records."""
        return self.workspace.state(self._clock, self.remark)

    @cached_property
    def platform(self) -> Douyin:
        """The adapter."""
        platform = connect(self.workspace, self.fleet.accounts, self.environ, self.now, self.lang)
        if self.workspace.embedded:
            admit(self.fleet, self.workspace)
        return platform

    @property
    def playground(self) -> Playground:
        """What the sandbox commands work on."""
        platform = connect(self.workspace, self.fleet.accounts, self.environ, self.now, self.lang)
        return Playground(self.fleet, self.workspace, self.state, platform, self.now)

    @property
    def interrupted_at(self) -> str:
        """When the last run began, if it never came to its end and nobody is at it now; empty otherwise."""
        row = self.state.unfinished_run()
        return str(row["started_at"]) if row is not None and self.state.holder() is None else ""

    # -- validate ------------------------------------------------------------------------------------------------------

    def validate(self, stores: Sequence[str] = (), *, words: bool = False) -> Validated:
        """What is wrong with the documents: schema, references, templates, review rules. Needs files alone.

        `words`: read the words in pictures, too. Raises StoreconfError when the reader is not installed.
        """
        found = list(self.fleet.diagnostics)
        known = {*self.fleet.unit_names, *self.fleet.index.failed}
        for name in stores:
            if name not in known:
                detail = STORE_UNKNOWN(name=name)
                found.append(Diagnostic(code=NO_STORE, detail=detail, store=name, fix=did_you_mean(name, known)))
        reviewer = Reviewer(self.fleet, self.now(), visits=Tracer(self).facts, words=words)
        for unit in self.fleet.units(lambda name: not stores or name in stores):
            found.extend(unit.diagnostics)
            if isinstance(unit, Unit):
                found.extend(reviewer.review(unit))
        found.extend(reviewer.looking.untold())
        found.extend(gathering.read_notes(self.fleet).diagnostics)
        found.extend(setting_problems(self.fleet))
        if not stores:
            found.extend(reviewer.waivers.of_nobody())
            found.extend(divergence_problems(self.fleet, self.now()))
        return Validated(ordered(found), tuple(reviewer.unjudged))

    # -- plan ----------------------------------------------------------------------------------------------------------

    def plan(self, policy: Policy | None = None, snapshot: Snapshot | None = None) -> Plan:
        """What would be done. `snapshot`: values fetched earlier, instead of reading the platform now."""
        return self._planning.plan(policy, snapshot)

    def snapshot(self) -> Snapshot:
        """All live values of every account, with what people saw."""
        return self._planning.snapshot()

    @property
    def _planning(self) -> Planning:
        return Planning(self)

    def compared(self, ref: str) -> Comparison:
        """What changed since a git ref, uncommitted work included. Raises StoreconfError when git can't tell."""
        if ref not in self._compared:
            self._compared[ref] = compare(self.root, self.fleet, ref)
        return self._compared[ref]

    def policy(self) -> Policy:
        """The decisions that the project file makes."""
        settings = self.fleet.settings
        limits = {
            f"{name}.{what}": str(getattr(getattr(settings.limits, name), what))
            for name in ("update", "remove")
            for what in ("count", "share")
            if getattr(getattr(settings.limits, name), what) is not None
        }
        return Policy(on_drift=settings.on_drift, limits={**limits, "price_delta": settings.limits.price_delta})

    def unmatched(self, policy: Policy) -> Iterable[tuple[str, str, Say]]:
        """Options of a policy that mean nothing here, each with its value and what may be meant."""
        return unmatched(policy, self.fleet, NoRecords() if policy.declared_only else self.state)

    def rendered(self, items: Iterable[Diagnostic]) -> tuple[PlanDiagnostic, ...]:
        """Diagnostics in the project's language."""
        return tuple(rendered.entity(item, self.lang) for item in items)

    def verdicts(self) -> Iterable[Seen]:
        """What the reviewers have said so far, with what the rules had said before."""
        for one in self.state.results():
            yield Seen(one.address, one.verdict is Verdict.APPROVED, one.reason, one.rules)

    # -- accept --------------------------------------------------------------------------------------------------------

    def acceptance(
        self, patterns: Sequence[str], *, snapshot: Snapshot | None = None, saw: str = "", ignore: Excuse | None = None
    ) -> Acceptance:
        """Which edits of the YAML take live values over, or excuse them. Raises Refusal when there are none to take."""
        plan = self.plan(replace(self.policy(), target=tuple(patterns)), snapshot)
        found = list(wishes.wishes(plan))
        wishes.asked_for(patterns, plan, found)
        if saw:
            wishes.as_seen(saw, found, plan.places)
        made = accepting.prepare(self.fleet, found) if ignore is None else excuse(self.fleet, found, ignore, self.now())
        return replace(made, places=plan.places)

    def accept(self, acceptance: Acceptance, *, branch: str = "") -> str:
        """Write the edits into the files, or as one commit on a new branch, whose id is returned. Raises StoreconfError."""
        if branch:
            return commit_edits(self.root, acceptance, branch, self.lang)
        accepting.write(self.fleet, acceptance)
        return ""

    # -- status --------------------------------------------------------------------------------------------------------

    def status(self, policy: Policy, stores: Sequence[str] = ()) -> list[StoreStatus]:
        """Five lights for each store. Raises StoreconfError for a store that is not declared."""
        self.known_stores(stores)
        chosen = [name for name in self.fleet.stores if not stores or name in stores]
        accounts = {self.fleet.stores[name].account for name in chosen}
        wanted = (*policy.target, *stores, *(f"@{name}" for name in accounts)) if stores else policy.target
        return self._lights(self.plan(replace(policy, target=wanted)), declared_stores(self.fleet, chosen))

    def _lights(self, plan: Plan, stores: Iterable[DeclaredStore]) -> list[StoreStatus]:
        """Five lights a store, by the plan and by what was read of its channels."""
        found = tuple(stores)
        tracer = Tracer(self)
        channels = {one.name: known for one in found if (known := tracer.channels(one.name)) is not None}
        return lights_of(plan, found, channels)

    def known_stores(self, stores: Iterable[str]) -> None:
        """Raises StoreconfError for a store that is not declared."""
        for name in stores:
            if name not in self.fleet.stores:
                raise fail(NO_STORE, STORE_UNKNOWN(name=name), fix=did_you_mean(name, self.fleet.stores))

    def report(self, policy: Policy) -> Survey:
        """Everything a report of the selected stores is made from."""
        plan = self.plan(policy)
        stores = tuple(
            declared_stores(self.fleet, (unit.name for unit in plan.stores if unit.name in self.fleet.stores))
        )
        return Survey(project=self.root.name, plan=plan, stores=stores, status=tuple(self._lights(plan, stores)))

    def pictured(self, survey: Survey) -> Pictured:
        """What a report may draw of the stores' trade. Reads no platform."""
        return pictured(self, [store.name for store in survey.stores])

    # -- trade ---------------------------------------------------------------------------------------------------------

    def fetch_records(
        self, account: str, since: datetime, until: datetime, phones: Phones | None = None
    ) -> FetchedRecords:
        """Verification records of an account between two moments, joined with their orders. Raises StoreconfError.

        `phones`: under which key numbers are counted; by default one that nobody keeps.
        """
        return Recording(self).records(account, since, until, phones or Phones.for_this_run())

    def fetch_visits(self, accounts: Iterable[str] = ()) -> Iterator[FetchedVisits]:
        """Read what is missing of the accounts' channels: by default of every account whose records we may read."""
        allowed = [name for name, info in self.fleet.accounts.items() if "records" in info.scopes]
        return Recording(self).visits(tuple(accounts) or allowed)

    def visits_report(self, stores: Sequence[str] = ()) -> list[AccountVisits]:
        """What brought customers, as it was read. Reads no platform."""
        return report(self, stores)

    def tracking(self, stores: Sequence[str] = (), *, kind: str = KIND, write: bool = False) -> list[Marked]:
        """Every video's tracking source; `write` puts the missing ones into the files."""
        marker = Marker(self, kind)
        found = marker.listed(stores)
        return marker.write(found) if write else found

    # -- records -------------------------------------------------------------------------------------------------------

    def records(
        self,
        files: Sequence[Path],
        chosen: Mapping[str, str],
        account: str = "",
        *,
        keep: bool,
        fetch: bool = False,
    ) -> Report:
        """What verification records say, with those of earlier days; `keep` adds them to these. Raises StoreconfError.

        `fetch`: read the platform's own as well.
        """
        return Verifying(self).look(files, chosen, account, keep=keep, fetch=fetch)

    def follow_up(self, report: Report) -> Callable[[Order], str] | None:
        """What customer service sends about an order of a report; None where the account declares no template."""
        return Verifying(self).follow_up(report)

    def pausing(self, report: Report) -> Pausing:
        """A plan that takes the products of a report off the shelf."""
        return propose(self, report)

    def hold(self, plan: Plan) -> tuple[str, ...]:
        """Hold what an approved pausing plan takes off the shelf, before it does. Returns the addresses."""
        return hold(self, plan)

    # -- apply ---------------------------------------------------------------------------------------------------------

    def apply(
        self, plan: Plan, approval: Approval, *, parallel: int = 1, lock_timeout: float = 0, stop: Event | None = None
    ) -> RunResult:
        """Carry out an approved plan. Raises Refusal when it can't be carried out at all."""
        return carry_out(plan, approval, self._ground(parallel, lock_timeout, stop), self._digest_now, self._blocked)

    def resume(self, *, parallel: int = 1, lock_timeout: float = 0, stop: Event | None = None) -> RunResult:
        """Go on with an interrupted run. Raises Refusal when there is none."""
        return resume(self._ground(parallel, lock_timeout, stop), self._digest_now, self._blocked)

    def _blocked(self, names: Iterable[str]) -> Mapping[str, Sequence[str]]:
        """Rules that reject what is declared, as they judge now, by address: time may have moved since the plan."""

        def there(resource: Resource) -> Mapping[str, Any] | None:
            known = self.state.record(str(resource.address))
            return known.attrs if known is not None else None

        reviewer = Reviewer(self.fleet, self.now(), there)
        units = [self.fleet.unit(name) for name in names if name in self.fleet.unit_names]
        return blocking_of(found for one in units if isinstance(one, Unit) for found in reviewer.review(one))

    def _digest_now(self, unit: str) -> str:
        """Of a unit's configuration: empty when nobody declares it. What can't be read agrees with no plan."""
        if unit not in self.fleet.unit_names:
            return UNREADABLE if self.fleet.broken else ""
        found = self.fleet.unit(unit)
        return UNREADABLE if isinstance(found, FailedUnit) else found.digest

    def _ground(self, parallel: int, lock_timeout: float, stop: Event | None) -> Ground:
        return Ground(
            state=self.state,
            platform=self.platform,
            accounts=self.fleet.accounts,
            realm=self.workspace.realm,
            now=self.now,
            progress=self.progress,
            lock_timeout=lock_timeout,
            parallel=parallel,
            stop=stop or Event(),
        )

    # -- confirm -------------------------------------------------------------------------------------------------------

    def confirm(self, items: Sequence[Attestation], *, lock_timeout: float = 0) -> list[Attested]:
        """Attest steps that were done by hand, or what was seen. Raises Refusal for a step that is not the current one."""
        known = {*self.fleet.unit_names, *self.fleet.index.failed, *self.state.unit_names()}
        for unit in (parse_address(item.address).unit for item in items):
            if unit not in known:
                raise fail(NO_STORE, STORE_UNKNOWN(name=unit), fix=did_you_mean(unit, known))
        seen, plans = self._attestable(items)
        heard = gathering.heard(seen, self._planning.account_of, self.platform)
        with self.state.hold("confirm", clock.iso(self.now()), lock_timeout):
            desk = Desk(self.root, self.fleet.library.files, self.state, heard)
            return attest(items, plans, desk, self.now())

    # -- the state -----------------------------------------------------------------------------------------------------

    def move_state(self, source: str) -> int:
        """Take over the state from another backend, and return how many records it had. Raises Refusal unless there is room."""
        old = self.workspace.state(self._clock, self.remark, backend=source)
        return take_over(self.state, old, source, self.workspace.storage.backend, self.now())

    def _attestable(self, items: Sequence[Attestation]) -> tuple[Snapshot, Sequence[Plan]]:
        """What the platform says, and what may be attested: the steps as they stand and as the widest decisions would.

        Whoever did a step under `--take` or `--restore` has done it already.
        """
        addresses = tuple(dict.fromkeys(str(parse_address(item.address).resource) for item in items))
        units = tuple(dict.fromkeys(parse_address(address).unit for address in addresses))
        plain = replace(self.policy(), target=units)
        widest = replace(
            plain,
            restore=addresses,
            take=dict.fromkeys(addresses, "declared"),
            allow=("remove", "unbind", "rebind"),
        )
        seen = self._planning.read(self._planning.selector(Decisions(plain)))
        return seen, [self.plan(plain, seen), self.plan(widest, seen)]


def find_root(path: Path) -> Path:
    """The project that a folder belongs to: the nearest one above that has a project file, else the folder itself."""
    start = path.resolve()
    return next((folder for folder in (start, *start.parents) if (folder / PROJECT_FILE).is_file()), start)
