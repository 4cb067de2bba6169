"""What people saw: `observations/UNIT.yaml`, reviewed like configuration, laid over what the API says.

Per attribute the newest observation wins; one that is too old counts as unknown, with its last value kept for display.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from storeconf.core import clock
from storeconf.core.address import parse_address
from storeconf.core.diagnostics import Code, Diagnostic
from storeconf.core.text import Text
from storeconf.core.values import Attrs, Value
from storeconf.model.documents import Observation, ObservationsDoc
from storeconf.model.kind import flatten
from storeconf.model.kinds import BY_NAME
from storeconf.platform.live import Existence, LiveObject, Seen, Unknown
from storeconf.source.documents import Document, Library
from storeconf.source.layers import Layer, Layered
from storeconf.source.problems import diagnose

FOLDER = "observations"
DEFAULT_DAYS = 90

WRONG_FILE = Code(
    "SC701", "observation-misplaced", Text("观察记录放错了文件", "an observation stands in the wrong file")
)
NO_RESOURCE = Code("SC702", "observation-of-nothing", Text("观察的对象不存在", "an observation of nothing"))
BELONGS = Text("{address} 应写在 {file}", "{address} belongs into {file}")
UNKNOWN_KIND = Text("{address} 里没有 {kind} 这个种类", "{address}: there is no kind {kind}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One observation, typed: what was seen of one object."""

    address: str
    attrs: Attrs
    by: str
    at: str
    """ISO 8601."""
    expires: str
    absent: bool = False
    digest: str = ""


@dataclass(slots=True)
class Sightings:
    """All observations of a project."""

    by_address: dict[str, list[Sighting]] = field(default_factory=dict)
    images: dict[str, str] = field(default_factory=dict)
    """Content hash to URL of uploads that were confirmed."""
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def add(self, sighting: Sighting) -> None:
        """Keep one."""
        self.by_address.setdefault(sighting.address, []).append(sighting)


def file_of(unit: str) -> str:
    """The observations file of a unit."""
    return f"{FOLDER}/{unit}.yaml"


def read(library: Library, days: Mapping[str, int], rename: Callable[[str], str]) -> Sightings:
    """Every observation of a project. `days` says per kind how long one counts; `rename` follows moved addresses."""
    found = Sightings()
    for name in library.files.documents(FOLDER):
        if isinstance(name, Diagnostic):
            found.diagnostics.append(name)
            continue
        before = len(library.diagnostics)
        for document in library.read(name, ("Observations",)):
            _read_document(document, library, days, rename, found)
        found.diagnostics.extend(library.diagnostics[before:])
        del library.diagnostics[before:]
    return found


def _read_document(
    document: Document, library: Library, days: Mapping[str, int], rename: Callable[[str], str], found: Sightings
) -> None:
    tree = document.tree()
    layered = Layered((Layer(document, (), tree),))
    try:
        doc = ObservationsDoc.model_validate(tree)
    except ValidationError as error:
        found.diagnostics.extend(diagnose(error, ObservationsDoc, layered, library))
        return
    for index, item in enumerate(doc.items):
        address = parse_address(item.address)
        span = library.span(document, ("items", index, "address"))
        if document.file != file_of(address.unit):
            detail = BELONGS(address=item.address, file=file_of(address.unit))
            found.diagnostics.append(Diagnostic(code=WRONG_FILE, detail=detail, span=span, address=item.address))
            continue
        if address.attr.startswith("images."):
            _read_upload(item, found)
            continue
        kind = BY_NAME.get(address.kind)
        if kind is None:
            detail = UNKNOWN_KIND(address=item.address, kind=address.kind)
            found.diagnostics.append(Diagnostic(code=NO_RESOURCE, detail=detail, span=span))
            continue
        try:
            model = kind.model.model_validate(item.attrs)
        except ValidationError as error:
            part = Layered((Layer(document, ("items", index, "attrs"), item.attrs),))
            found.diagnostics.extend(diagnose(error, kind.model, part, library, store=address.unit))
            continue
        attrs = flatten(model.model_dump(exclude_unset=True), kind.attributes)
        found.add(_sighting(item, rename(item.address), attrs, days.get(kind.name, days.get("default", DEFAULT_DAYS))))


def _read_upload(item: Observation, found: Sightings) -> None:
    sha256, url = item.attrs.get("sha256"), item.attrs.get("url")
    if isinstance(sha256, str) and isinstance(url, str):
        found.images[sha256] = url


def _sighting(item: Observation, address: str, attrs: Attrs, days: int) -> Sighting:
    expires = item.expires or clock.iso(clock.parse_instant(item.at) + timedelta(days=days))
    return Sighting(
        address=address,
        attrs=attrs,
        by=item.by,
        at=item.at,
        expires=expires,
        absent=bool(item.absent),
        digest=item.digest or "",
    )


def overlay(
    live: LiveObject | None,
    address: str,
    sightings: Sequence[Sighting],
    seen_paths: Callable[[str], bool],
    now: datetime,
) -> LiveObject:
    """What an API said of an object, with what people saw of the rest.

    `seen_paths` tells which attributes people are the source of; on the others the API's word stands.
    """
    ordered = sorted(sightings, key=lambda s: clock.parse_instant(s.at))
    masked = {path for path, why in live.unknown.items() if why is Unknown.MASKED} if live is not None else set()
    attrs: dict[str, Value] = {}
    stale: dict[str, Value] = {}
    seen: dict[str, Seen] = {}
    for sighting in ordered:
        fresh = clock.parse_instant(sighting.expires, end=True) >= now
        for path, value in sighting.attrs.items():
            if seen_paths(path) or path in masked:
                attrs.pop(path, None)
                stale.pop(path, None)
                (attrs if fresh else stale)[path] = value
                seen[path] = Seen(sighting.by, sighting.at, sighting.expires)
    if live is not None and live.existence is not Existence.UNKNOWN:
        unknown = {path: why for path, why in live.unknown.items() if path not in attrs}
        return replace(live, attrs={**attrs, **live.attrs}, stale=stale, seen=seen, unknown=unknown)
    if live is not None and live.why in (Unknown.ERROR, Unknown.PARTIAL):
        return replace(live, stale={**stale, **attrs}, seen=seen)
    return _from_people(live, address, ordered, attrs, stale, seen, now)


def _from_people(
    live: LiveObject | None,
    address: str,
    ordered: Sequence[Sighting],
    attrs: Attrs,
    stale: Attrs,
    seen: Mapping[str, Seen],
    now: datetime,
) -> LiveObject:
    """An object that only people can see."""
    base = live or LiveObject(address=address, existence=Existence.UNKNOWN, why=Unknown.NOT_SEEN)
    if not ordered:
        return base
    last = ordered[-1]
    fresh = clock.parse_instant(last.expires, end=True) >= now
    if last.absent:
        if fresh:
            return replace(base, existence=Existence.ABSENT, why=None)
        return replace(base, why=Unknown.STALE)
    if attrs:
        return replace(base, existence=Existence.PRESENT, why=None, attrs=attrs, stale=stale, seen=seen)
    return replace(base, why=Unknown.STALE, stale=stale, seen=seen)


def task_sightings(tasks: Iterable[Any]) -> Iterable[Sighting]:
    """What finished platform tasks accepted, as observations. They are kept in the state, not in files."""
    for task in tasks:
        yield Sighting(address=task.address, attrs=task.attrs, by=task.by, at=task.at, expires=task.expires)
