"""How each object of a sandbox starts out: as declared, unless `sandbox.yaml` names a divergence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from storeconf.core.address import parse_address
from storeconf.core.diagnostics import Code, Diagnostic, StoreconfError, fail
from storeconf.core.text import Text
from storeconf.core.values import Attrs
from storeconf.model.documents import Divergence, SandboxDoc
from storeconf.model.fleet import Resource, Unit, default_out_id
from storeconf.model.kind import flatten
from storeconf.plan.mounts import is_history
from storeconf.source.fleet import Fleet
from storeconf.source.layers import Layer, Layered
from storeconf.source.problems import diagnose, first_problem
from storeconf.source.units import FailedUnit

SANDBOX_FILE = "sandbox.yaml"

BAD_DIVERGENCE = Code(
    "SC651", "bad-divergence", Text("sandbox.yaml 里的差异不对", "a divergence in sandbox.yaml is wrong")
)
WRONG_VALUE = Text("{address}：{problem}", "{address}: {problem}")
NOTHING_LIKE = Text(
    "{address} 不在 YAML 里，要用 like 指一个照着造的", "{address} is not in the YAML: name one with like"
)


@dataclass(slots=True)
class Start:
    """How one object starts out."""

    resource: Resource
    recorded: Attrs | None
    live: Attrs | None
    divergence: Divergence | None = None
    protect: bool = False

    @property
    def console_made(self) -> bool:
        """Whether somebody made it in the console: it has no out_id of ours."""
        return self.divergence is not None and self.divergence.like is not None and self.recorded is None


def read_divergences(fleet: Fleet) -> list[Divergence]:
    """The divergences that the project names. Raises StoreconfError when the file is wrong."""
    library = fleet.library
    if not library.files.exists(SANDBOX_FILE):
        return []
    before = len(library.diagnostics)
    documents = list(library.read(SANDBOX_FILE, ("Sandbox",)))
    if len(library.diagnostics) > before:
        raise StoreconfError(*library.diagnostics[before:])
    found: list[Divergence] = []
    for document in documents:
        tree = document.tree()
        try:
            found.extend(SandboxDoc.model_validate(tree).divergences)
        except ValidationError as error:
            layered = Layered((Layer(document, (), tree),))
            raise StoreconfError(*diagnose(error, SandboxDoc, layered, library)) from None
    return found


def divergence_problems(fleet: Fleet, now: datetime) -> tuple[Diagnostic, ...]:
    """What is wrong with `sandbox.yaml`, without setting anything up. What other documents' faults hide is no fault."""
    try:
        divergences = read_divergences(fleet)
        units = {name: fleet.unit(name) for name in _named(divergences) if name in fleet.unit_names}
        known = [one for one in divergences if not fleet.broken and all(_clear(a, units) for a in _addresses(one))]
        starts_of(fleet, now, known, units.__contains__)
    except StoreconfError as error:
        return error.diagnostics
    return ()


def _named(divergences: Iterable[Divergence]) -> set[str]:
    return {address.split("/")[0] for one in divergences for address in _addresses(one)}


def _addresses(divergence: Divergence) -> tuple[str, ...]:
    return (divergence.address, divergence.like) if divergence.like else (divergence.address,)


def _clear(address: str, units: Mapping[str, Unit | FailedUnit]) -> bool:
    """Whether an address's own documents could be made out."""
    unit = units.get(address.split("/")[0])
    return unit is None or (isinstance(unit, Unit) and not unit.partly_unknown and address not in unit.unknown)


def starts_of(
    fleet: Fleet, now: datetime, divergences: Iterable[Divergence], wanted: Callable[[str], bool] = lambda name: True
) -> dict[str, Start]:
    """Every declared object of the wanted units by address, and the made-up ones."""
    starts: dict[str, Start] = {}
    for unit in fleet.units(wanted):
        if isinstance(unit, FailedUnit):
            continue
        for resource in unit.resources:
            if not is_history(resource.kind.name, resource.attrs, now):
                attrs = dict(resource.attrs)
                protect = any(one.covers(resource.address) for one in unit.lifecycle.protect)
                starts[str(resource.address)] = Start(resource, attrs, attrs, protect=protect)
    shops = {slug: info.poi_id for slug, info in fleet.stores.items()}
    for divergence in divergences:
        _diverge(starts, divergence, shops)
    return starts


def _diverge(starts: dict[str, Start], divergence: Divergence, shops: Mapping[str, str]) -> None:
    address = parse_address(divergence.address)
    start = starts.get(divergence.address)
    if start is None:
        model = starts.get(divergence.like or "")
        if model is None:
            raise fail(BAD_DIVERGENCE, NOTHING_LIKE(address=divergence.address), address=divergence.address)
        resource = replace(model.resource, address=address, out_id=default_out_id(address), product_id="")
        start = starts[divergence.address] = Start(resource, dict(resource.attrs), dict(resource.attrs))
    start.divergence = divergence
    start.recorded = _changed(start.recorded, divergence.recorded, start.resource, shops)
    start.live = _changed(start.live, divergence.live, start.resource, shops)


def _changed(attrs: Attrs | None, change: Any, resource: Resource, shops: Mapping[str, str]) -> Attrs | None:
    """The values with some changed; `null` takes one out. A product's shops are named as in the YAML, kept by POI."""
    if change == "absent" or attrs is None:
        return None
    if change is None:
        return attrs
    try:
        model = resource.kind.model.model_validate({k: v for k, v in change.items() if v is not None})
    except ValidationError as error:
        problem, fix = first_problem(error, resource.kind.model, change)
        detail = WRONG_VALUE(address=str(resource.address), problem=problem)
        raise fail(BAD_DIVERGENCE, detail, fix=fix, address=str(resource.address)) from None
    values = flatten(model.model_dump(exclude_unset=True), resource.kind.attributes)
    named: Any = values.get("stores")
    if isinstance(named, list):
        values["stores"] = sorted(shops.get(slug) or slug for slug in named)
    gone = {name for name, value in change.items() if value is None}
    return {path: value for path, value in {**attrs, **values}.items() if path not in gone}
