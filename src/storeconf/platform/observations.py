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
from storeconf.core.address import Address, parse_address
from storeconf.core.diagnostics import Code, Diagnostic, Severity
from storeconf.core.span import Path, path_text
from storeconf.core.text import Message, Text
from storeconf.core.values import Attrs, Value, text_digest
from storeconf.model.documents import Observation, ObservationsDoc, Upload
from storeconf.model.kind import flatten
from storeconf.model.kinds import BY_NAME
from storeconf.platform.live import Existence, LiveObject, Seen, Unknown
from storeconf.source import codes
from storeconf.source.documents import Document, Library
from storeconf.source.layers import Layer, Layered, Written
from storeconf.source.problems import diagnose

FOLDER = "observations"
DEFAULT_DAYS = 90

WRONG_FILE = Code(
    "SC701", "observation-misplaced", Text("观察记录放错了文件", "an observation stands in the wrong file")
)
NO_RESOURCE = Code("SC702", "observation-of-nothing", Text("观察的对象不存在", "an observation of nothing"))
EDITED = Code(
    "SC704",
    "observation-edited",
    Text("观察记录在确认之后改过", "an observation was edited after it was attested"),
    Severity.WARNING,
)
NOT_WHAT_WAS_ATTESTED = Text(
    "attrs 和 digest 对不上：这不是 {by} 当时确认的内容，请重新 confirm",
    "attrs and digest don't agree: this is not what {by} attested; confirm it again",
)
BELONGS = Text("{address} 应写在 {file}", "{address} belongs into {file}")
UNKNOWN_KIND = Text("{address} 不是一个资源：没有 {kind} 这个种类", "{address} is no resource: there is no kind {kind}")
WHOLE_UNIT = Text("{address} 后面要写种类，例如 {example}", "{address} needs a kind, such as {example}")
WRONG_FORM = Text(
    "{address} 不是一个资源的地址，应写成 {unit}/{kind}{key}", "{address} is no resource; write {unit}/{kind}{key}"
)
UNITS = {
    "store": Text("门店", "STORE"),
    "account": Text("@账号", "@ACCOUNT"),
    "both": Text("门店或@账号", "STORE or @ACCOUNT"),
}
A_KEY = Text("/名称", "/KEY")
NOTHING_SEEN = Text(
    "没有写看到了什么：写在 attrs 里；看到什么都没有，写 absent: true",
    "it doesn't say what was seen: write it under attrs, or absent: true when there was nothing",
)

NULL_SEEN = Text(
    "{path} 是 null：看到什么写什么，null 什么也没说", "{path} is null, which says nothing of what was seen"
)
DROP_NULL = Text(
    "没有看这一项就删掉这一行；整个对象都没有，写 absent: true",
    "remove the line if nobody looked; write absent: true if there is no such object at all",
)


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
    try:
        doc = ObservationsDoc.model_validate(tree)
    except ValidationError as error:
        found.diagnostics.extend(diagnose(error, ObservationsDoc, Written(document, tree), library))
        return
    for index, item in enumerate(doc.items):
        address = parse_address(item.address)
        upload = address.kind == "product" and address.attr.startswith("images.")
        span = library.span(document, ("items", index, "address"))
        if document.file != file_of(address.unit):
            detail = BELONGS(address=item.address, file=file_of(address.unit))
            found.diagnostics.append(Diagnostic(code=WRONG_FILE, detail=detail, span=span, address=item.address))
            continue
        wrong = no_resource(address.resource if upload else address)
        if wrong is not None:
            found.diagnostics.append(Diagnostic(code=NO_RESOURCE, detail=wrong, span=span, address=item.address))
            continue
        kind = BY_NAME[address.kind]
        model = Upload if upload else kind.model
        try:
            seen = model.model_validate(item.attrs)
        except ValidationError as error:
            part = Layered((Layer(document, ("items", index, "attrs"), item.attrs),))
            found.diagnostics.extend(diagnose(error, model, part, library, store=address.unit))
            continue
        empty = nulls(item.attrs)
        if empty:
            span = library.span(document, ("items", index, "attrs", *empty[0]))
            detail = NULL_SEEN(path=path_text(empty[0]))
            found.diagnostics.append(
                Diagnostic(code=codes.BAD_VALUE, detail=detail, span=span, address=item.address, fix=DROP_NULL)
            )
            continue
        if isinstance(seen, Upload):
            found.images[seen.sha256] = seen.url
            continue
        attrs = flatten(seen.model_dump(exclude_unset=True), kind.attributes)
        if not attrs and not item.absent:
            found.diagnostics.append(
                Diagnostic(code=codes.MISSING_KEY, detail=NOTHING_SEEN, span=span, address=item.address)
            )
            continue
        if item.digest and item.digest != text_digest(kind.name, attrs):
            span = library.span(document, ("items", index, "digest"))
            found.diagnostics.append(
                Diagnostic(code=EDITED, detail=NOT_WHAT_WAS_ATTESTED(by=item.by), span=span, address=item.address)
            )
        found.add(_sighting(item, rename(item.address), attrs, days.get(kind.name, days.get("default", DEFAULT_DAYS))))


def nulls(values: Mapping[str, Any], path: Path = ()) -> list[Path]:
    """Where a null stands among what was seen. In the YAML of a store it cancels; here there is nothing to cancel."""
    found: list[Path] = []
    for name, value in values.items():
        if value is None:
            found.append((*path, name))
        elif isinstance(value, Mapping):
            found += nulls(value, (*path, name))
    return found


def no_resource(address: Address) -> Message | None:
    """What is wrong with an address at which nobody can see anything; None for that of a resource."""
    kind = BY_NAME.get(address.kind)
    if kind is None and not address.kind:
        example = f"{address.unit}/{'verification_tool' if address.account_level else 'poi'}"
        return WHOLE_UNIT(address=str(address), example=example)
    if kind is None:
        return UNKNOWN_KIND(address=str(address), kind=address.kind)
    if not kind.fits(address):
        key = A_KEY if kind.keyed else ""
        return WRONG_FORM(address=str(address), unit=UNITS[kind.scope], kind=kind.name, key=key)
    return None


def _sighting(item: Observation, address: str, attrs: Attrs, days: int) -> Sighting:
    expires = item.expires or _days_after(item.at, days)
    return Sighting(
        address=address,
        attrs=attrs,
        by=item.by,
        at=item.at,
        expires=expires,
        absent=bool(item.absent),
        digest=item.digest or "",
    )


def _days_after(at: str, days: int) -> str:
    try:
        return clock.iso(clock.parse_instant(at) + timedelta(days=days))
    except OverflowError:
        return at  # the calendar ends there


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
        if sighting.absent:
            attrs, stale, seen = {}, {}, {}
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
            return replace(base, existence=Existence.ABSENT, why=None, attested=True)
        return replace(base, why=Unknown.STALE)
    if attrs:
        known = replace(base, existence=Existence.PRESENT, why=None, attested=True)
        return replace(known, attrs=attrs, stale=stale, seen=seen)
    return replace(base, why=Unknown.STALE, stale=stale, seen=seen)


def task_sightings(tasks: Iterable[Any]) -> Iterable[Sighting]:
    """What finished platform tasks accepted, as observations. They are kept in the state, not in files."""
    for task in tasks:
        yield Sighting(address=task.address, attrs=task.attrs, by=task.by, at=task.at, expires=task.expires)
