"""The planning run: unit by unit, then what can only be said of the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from storeconf.core.address import Address, parse_address
from storeconf.model.fleet import AccountInfo, Lifecycle, Unit
from storeconf.model.kinds import BY_NAME, KINDS
from storeconf.plan.context import Context
from storeconf.plan.entities import Entry, Plan, PlanDiagnostic, Step, UnitPlan
from storeconf.plan.limits import broken_limits
from storeconf.plan.moves import state_of
from storeconf.plan.objects import plan_declared
from storeconf.plan.prices import Prices
from storeconf.plan.removal import Gone, plan_gone
from storeconf.plan.sheet import Sheet
from storeconf.plan.summary import summarise
from storeconf.platform.live import LiveObject
from storeconf.state.records import Record, UnitState

_KIND_ORDER = {kind.name: index for index, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a plan says about itself."""

    created_at: str
    platform: str
    diagnostics: Sequence[PlanDiagnostic] = ()
    incomplete: bool = False


@dataclass(slots=True)
class _Run:
    """What accumulates over the units."""

    units: list[UnitPlan] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    recorded: int = 0
    prices: Prices = field(default_factory=Prices)
    titles: dict[str, str] = field(default_factory=dict)
    """Products by address, for people."""


def make_plan(context: Context, units: Iterable[Unit | str], header: Header) -> Plan:
    """Plan the given units, and the recorded ones that nobody declares any more.

    A unit that is declared but can't be used comes as its name: nothing of it is planned, forgotten or deleted.
    """
    run = _Run()
    declared: set[str] = set()
    unmanaged = _by_unit(context.snapshot.unmanaged)
    for unit in units:
        name = unit if isinstance(unit, str) else unit.name
        declared.add(name)
        if isinstance(unit, str):
            run.units.append(UnitPlan(name=name, state="unknown"))
        elif context.decisions.selects_unit(name, unit.labels):
            _declared_unit(context, unit, unmanaged.get(name, ()), run)
        else:
            # What nobody plans may still quote a price that is planned.
            run.prices.note(unit, ())
    for name in context.ledger.unit_names():
        if name not in declared and name not in context.failed and context.decisions.selects_unit(name, {}):
            _gone_unit(context, name, run)
    policy = context.decisions.policy
    return Plan(
        created_at=header.created_at,
        lineage=context.ledger.lineage,
        platform=header.platform,
        policy=policy,
        digests=run.digests,
        stores=tuple(run.prices.attached(one) for one in run.units),
        steps=tuple(sorted(run.steps, key=_order)),
        limits=broken_limits(run.units, policy, run.recorded),
        diagnostics=tuple(header.diagnostics),
        summary=summarise(run.units),
        places=_names(context, run),
        incomplete=header.incomplete,
    )


def _names(context: Context, run: _Run) -> dict[str, str]:
    """What people call the things that values name by id or address: products, also those that were only read, and places."""
    seen = {
        address: str(one.attrs["title"]) for address, one in context.snapshot.objects.items() if "title" in one.attrs
    }
    return {**seen, **run.titles, **{one.poi_id: one.title for one in context.stores.values() if one.poi_id}}


def _declared_unit(context: Context, unit: Unit, unmanaged: Sequence[LiveObject], run: _Run) -> None:
    sheet = Sheet()
    state = state_of(context, unit.name, sheet)
    unit = replace(unit, resources=tuple(sorted(unit.resources, key=lambda one: _rank(one.address))))
    selected = [r for r in unit.resources if context.decisions.selects(r.address)]
    for resource in selected:
        plan_declared(context, unit, resource, state, sheet)
    declared = {str(resource.address) for resource in unit.resources}
    run.titles.update({str(r.address): r.title for r in unit.resources if r.address.kind == "product"})
    for address in sorted(unit.unknown):
        if context.decisions.selects(parse_address(address)):
            sheet.add("unknown", Entry(address=address, reason="declared_unknown"))
    account = context.accounts[unit.account]
    for address, record in sorted(state.records.items(), key=lambda one: _rank(parse_address(one[0]))):
        here = parse_address(address)
        if address in declared or address in unit.unknown or not context.decisions.selects(here):
            continue
        if unit.partly_unknown and here.kind == "product":
            sheet.add("unknown", Entry(address=address, title=record.title, reason="declared_unknown"))
        else:
            _gone(context, unit.name, account, unit.owner, unit.lifecycle, record, sheet, whole_store=False)
    for seen in sorted(unmanaged, key=lambda one: _rank(parse_address(one.address))):
        if context.decisions.selects(parse_address(seen.address)):
            sheet.add("unmanaged", _unmanaged(seen))
    run.recorded += sum(context.decisions.selects(parse_address(address)) for address in state.records)
    run.prices.note(unit, sheet.lists.get("changes", ()))
    _collect(run, sheet, name=unit.name, title=unit.title, account=unit.account, owner=unit.owner, labels=unit.labels)
    run.digests[unit.name] = unit.digest


def _gone_unit(context: Context, name: str, run: _Run) -> None:
    """A unit that only the records know. As long as some document can't be read, it may still be declared.

    Its digest is empty: a plan that removes it is refused once it is declared again.
    """
    sheet = Sheet()
    state = state_of(context, name, sheet)
    if not state.records:
        return
    if context.broken:
        run.units.append(UnitPlan(name=name, state="unknown"))
        return
    account = next((context.accounts.get(r.account) for r in state.records.values() if r.account), None)
    for record in sorted(state.records.values(), key=lambda one: _rank(parse_address(one.address))):
        if context.decisions.selects(parse_address(record.address)):
            _gone(context, name, account, "", Lifecycle(), record, sheet, whole_store=True)
            run.recorded += 1
    _collect(run, sheet, name=name, title=_title(state), account=account.name if account else "", state="removed")
    run.digests[name] = ""


def _gone(
    context: Context,
    unit: str,
    account: AccountInfo | None,
    owner: str,
    lifecycle: Lifecycle,
    record: Record,
    sheet: Sheet,
    *,
    whole_store: bool,
) -> None:
    plan_gone(
        Gone(
            context=context,
            account=account,
            unit=unit,
            owner=owner,
            record=record,
            live=context.live(parse_address(record.address)),
            lifecycle=lifecycle,
            whole_store=whole_store,
            sheet=sheet,
        )
    )


def _collect(run: _Run, sheet: Sheet, **facts: object) -> None:
    run.units.append(sheet.unit_plan(**facts))
    run.steps.extend(sheet.steps)


def _title(state: UnitState) -> str:
    return next((r.title for r in state.records.values() if r.kind == "poi"), "")


def _unmanaged(seen: LiveObject) -> Entry:
    return Entry(
        address=seen.address, title=str(seen.attrs.get("title") or seen.attrs.get("name") or ""), reason="unmanaged"
    )


def _by_unit(objects: Sequence[LiveObject]) -> Mapping[str, list[LiveObject]]:
    grouped: dict[str, list[LiveObject]] = {}
    for seen in objects:
        grouped.setdefault(parse_address(seen.address).unit, []).append(seen)
    return grouped


def _rank(address: Address) -> tuple[int, str]:
    """The kinds in their order, and within a kind by name: the order of keys in a file says nothing."""
    return (_KIND_ORDER.get(address.kind, len(_KIND_ORDER)), str(address))


def _order(step: Step) -> tuple[int, int, str, str]:
    """Removal first, then place before product before mounts; a picture before the product that shows it."""
    if step.expect == "forget":
        return (0, 0, step.unit, step.address)
    kind = BY_NAME.get(step.kind)
    level = kind.level if kind is not None else 15
    return (1, level, step.unit, step.address)


def twins_of(unmanaged: Iterable[LiveObject]) -> dict[tuple[str, str], list[LiveObject]]:
    """Unmanaged live products by account and title."""
    found: dict[tuple[str, str], list[LiveObject]] = {}
    for seen in unmanaged:
        address = parse_address(seen.address)
        if address.kind == "product":
            found.setdefault((address.unit.removeprefix("@"), str(seen.attrs.get("title", ""))), []).append(seen)
    return found


def drift_only(plan: Plan) -> Plan:
    """The plan with its drift alone, and what could not be seen: what `drift` shows."""
    units = [
        UnitPlan(
            name=u.name,
            title=u.title,
            account=u.account,
            owner=u.owner,
            labels=u.labels,
            state=u.state,
            drift=u.drift,
            unknown=u.unknown,
        )
        for u in plan.stores
    ]
    return replace(plan, stores=tuple(units), steps=(), limits=(), summary=summarise(units))
