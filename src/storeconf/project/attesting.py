"""A person attests what is live: by a step they did, or by what they saw."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from storeconf.apply.bookkeeping import keep_attested
from storeconf.core import clock
from storeconf.core.address import parse_address
from storeconf.core.diagnostics import Code, fail, refuse
from storeconf.core.span import path_text
from storeconf.core.text import Text
from storeconf.core.values import Attrs, text_digest
from storeconf.model.kind import flatten
from storeconf.model.kinds import BY_NAME
from storeconf.plan.entities import Plan, Step
from storeconf.platform import notebook
from storeconf.platform.notebook import NewObservation
from storeconf.source.files import ProjectFiles
from storeconf.state.sqlite import SqliteState

NOT_CURRENT = Code("SC640", "not-the-current-step", Text("这不是当前的步骤", "this is not the current step"))
BAD_SAW = Code("SC641", "bad-observation", Text("看到的内容写得不对", "what was seen is not written right"))
NO_EVIDENCE = Code("SC642", "evidence-missing", Text("凭证文件读不了", "the evidence can't be read"))
NO_STEP = Text("{address} 现在没有要人做的步骤", "{address} has no step by hand now")
OTHER_DIGEST = Text(
    "{address} 现在的步骤是 {current}，不是 {given}：内容在你做的时候变了",
    "the step of {address} is {current} now, not {given}: it changed meanwhile",
)
SEE_TODO = Text("storeconf todo 看现在要做什么", "storeconf todo shows what is to be done now")
NEEDS_URL = Text(
    "{address} 是上传图片，请用 --url 写上传后的网址", "{address} uploads a picture: give its address with --url"
)
WRONG = Text("{address}:{problem}", "{address}: {problem}")
UNREADABLE = Text("{file}:{reason}", "{file}: {reason}")
NOT_A_KIND = Text("{address} 不是一个资源", "{address} is no resource")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """What one person says of one object."""

    address: str
    step: str = ""
    """Digest of the step they did."""
    saw: Mapping[str, Any] | None = None
    """What they saw instead, nested as in the YAML."""
    absent: bool = False
    """They saw that there is nothing."""
    by: str
    evidence: Sequence[Path] = ()
    expires: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Attested:
    """What was written."""

    address: str
    file: str
    title: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Where attestations are written."""

    root: Path
    files: ProjectFiles
    state: SqliteState


def attest(items: Sequence[Attestation], plan: Plan, desk: Desk, now: Any) -> list[Attested]:
    """Write observations, and records for the steps that were done. All are checked before any is written."""
    steps = {step.address: step for step in plan.steps if step.by == "hand"}
    ready = [(item, _step_of(item, steps), _observation(item, steps, desk, now)) for item in items]
    written: list[Attested] = []
    by_unit: dict[str, list[tuple[Attestation, Step | None, NewObservation]]] = {}
    for entry in ready:
        by_unit.setdefault(parse_address(entry[0].address).unit, []).append(entry)
    for unit, entries in by_unit.items():
        file = notebook.append(desk.files, desk.root, unit, [observation for _, _, observation in entries])
        with desk.state.transaction():
            for item, step, observation in entries:
                if step is not None:
                    keep_attested(desk.state, step, now)
                if item.url and step is not None:
                    desk.state.put_images({str(step.attrs["sha256"]): item.url})
                written.append(Attested(observation.address, file, step.title if step is not None else ""))
    return written


def _step_of(item: Attestation, steps: Mapping[str, Step]) -> Step | None:
    """The current step that is attested; None for a mere sighting. Raises Refusal when it is another one."""
    if not item.step:
        return None
    step = steps.get(item.address)
    if step is None:
        raise refuse(NOT_CURRENT, NO_STEP(address=item.address), fix=SEE_TODO, address=item.address)
    if step.digest != item.step:
        detail = OTHER_DIGEST(address=item.address, current=step.digest, given=item.step)
        raise refuse(NOT_CURRENT, detail, fix=SEE_TODO, address=item.address)
    if step.op == "hand.upload" and not item.url:
        raise fail(BAD_SAW, NEEDS_URL(address=item.address), address=item.address)
    return step


def _observation(item: Attestation, steps: Mapping[str, Step], desk: Desk, now: Any) -> NewObservation:
    step = _step_of(item, steps)
    attrs: Attrs
    absent = item.absent
    kind_name = parse_address(item.address).kind
    if step is None:
        attrs = {} if absent else _seen(item)
    elif step.op == "hand.upload":
        attrs, kind_name = {"sha256": str(step.attrs["sha256"]), "url": item.url}, "image"
    elif step.op == "hand.clean":
        attrs, absent = {}, True
    else:
        attrs = dict(step.attrs)
    return NewObservation(
        address=item.address,
        attrs=attrs,
        by=item.by,
        at=clock.iso(now),
        expires=clock.iso(clock.parse_instant(item.expires, end=True)) if item.expires else "",
        source="step" if step is not None else "saw",
        digest=step.digest if step is not None else text_digest(kind_name, attrs),
        evidence=[_evidence(file, desk) for file in item.evidence],
        absent=absent,
    )


def _seen(item: Attestation) -> Attrs:
    kind = BY_NAME.get(parse_address(item.address).kind)
    if kind is None:
        raise fail(BAD_SAW, NOT_A_KIND(address=item.address), address=item.address)
    try:
        model = kind.model.model_validate(dict(item.saw or {}))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        problem = first.get("ctx", {}).get("message") or first["msg"]
        place = path_text(tuple(first["loc"]))
        raise fail(BAD_SAW, WRONG(address=f"{item.address}#{place}", problem=problem), address=item.address) from None
    return flatten(model.model_dump(exclude_unset=True), kind.attributes)


def _evidence(file: Path, desk: Desk) -> Mapping[str, str]:
    """Evidence counts by its hash; a file outside the project is named without its folder."""
    try:
        with file.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise fail(NO_EVIDENCE, UNREADABLE(file=file, reason=error.strerror or error)) from None
    resolved = file.resolve()
    inside = resolved.is_relative_to(desk.root.resolve())
    name = resolved.relative_to(desk.root.resolve()).as_posix() if inside else file.name
    return {"file": name, "sha256": sha256}
