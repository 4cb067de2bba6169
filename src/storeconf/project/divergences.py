"""How each object of a sandbox starts out: as declared, unless `sandbox.yaml` names a divergence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from storeconf.core.address import Address, parse_address
from storeconf.core.diagnostics import Code, StoreconfError, fail
from storeconf.core.text import Text
from storeconf.core.values import Attrs
from storeconf.model.documents import Divergence, SandboxDoc
from storeconf.model.fleet import Resource
from storeconf.model.kind import flatten
from storeconf.plan.mounts import is_history
from storeconf.project.playground import Playground
from storeconf.source.layers import Layer, Layered
from storeconf.source.problems import diagnose
from storeconf.source.units import FailedUnit

SANDBOX_FILE = "sandbox.yaml"

BAD_DIVERGENCE = Code(
    "SC651", "bad-divergence", Text("sandbox.yaml 里的差异不对", "a divergence in sandbox.yaml is wrong")
)
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

    @property
    def console_made(self) -> bool:
        """Whether somebody made it in the console: it has no out_id of ours."""
        return self.divergence is not None and self.divergence.like is not None and self.recorded is None


def read_divergences(playground: Playground) -> list[Divergence]:
    """The divergences that the project names. Raises StoreconfError when the file is wrong."""
    if not playground.fleet.library.files.exists(SANDBOX_FILE):
        return []
    library = playground.fleet.library
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


def starts_of(playground: Playground, divergences: Iterable[Divergence]) -> dict[str, Start]:
    """Every declared object by address, and the made-up ones."""
    starts: dict[str, Start] = {}
    for unit in playground.fleet.units():
        if isinstance(unit, FailedUnit):
            continue
        for resource in unit.resources:
            if not is_history(resource, playground.now()):
                attrs = dict(resource.attrs)
                starts[str(resource.address)] = Start(resource, attrs, attrs)
    for divergence in divergences:
        _diverge(starts, divergence)
    return starts


def _diverge(starts: dict[str, Start], divergence: Divergence) -> None:
    address = parse_address(divergence.address)
    start = starts.get(divergence.address)
    if start is None:
        model = starts.get(divergence.like or "")
        if model is None:
            raise fail(BAD_DIVERGENCE, NOTHING_LIKE(address=divergence.address), address=divergence.address)
        resource = replace(model.resource, address=address, out_id=_default_out_id(address), product_id="")
        start = starts[divergence.address] = Start(resource, dict(resource.attrs), dict(resource.attrs))
    start.divergence = divergence
    start.recorded = _changed(start.recorded, divergence.recorded, start.resource)
    start.live = _changed(start.live, divergence.live, start.resource)


def _default_out_id(address: Address) -> str:
    return address.key if address.account_level else f"{address.unit}.{address.key}"


def _changed(attrs: Attrs | None, change: Any, resource: Resource) -> Attrs | None:
    """The values with some changed; `null` takes one out."""
    if change == "absent" or attrs is None:
        return None
    if change is None:
        return attrs
    model = resource.kind.model.model_validate({k: v for k, v in change.items() if v is not None})
    values = flatten(model.model_dump(exclude_unset=True), resource.kind.attributes)
    gone = {name for name, value in change.items() if value is None}
    return {path: value for path, value in {**attrs, **values}.items() if path not in gone}
