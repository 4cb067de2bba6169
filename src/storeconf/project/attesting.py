"""A person attests what is live: by a step they did, or by what they saw."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from storeconf.apply.bookkeeping import keep_attested
from storeconf.core import clock
from storeconf.core.address import parse_address
from storeconf.core.diagnostics import Code, fail, refuse
from storeconf.core.oserror import os_reason
from storeconf.core.span import path_text
from storeconf.core.text import Text
from storeconf.core.values import Attrs, text_digest
from storeconf.model.documents import Upload
from storeconf.model.kind import Spec, flatten
from storeconf.model.kinds import BY_NAME
from storeconf.plan.entities import Plan, Step
from storeconf.platform import notebook
from storeconf.platform.notebook import NewObservation
from storeconf.platform.observations import DROP_NULL, NULL_SEEN, no_resource, nulls
from storeconf.source.files import ProjectFiles
from storeconf.source.problems import first_problem
from storeconf.state.protocol import State

NOT_CURRENT = Code("SC640", "not-the-current-step", Text("这不是当前的步骤", "this is not the current step"))
BAD_SAW = Code("SC641", "bad-observation", Text("看到的内容写得不对", "what was seen is not written right"))
NO_EVIDENCE = Code("SC642", "evidence-missing", Text("凭证文件读不了", "the evidence can't be read"))
BY_API = Code("SC643", "seen-by-api", Text("接口读得到的不用人记", "what the API reads needs no note"))
DISAGREE = Code("SC644", "notes-disagree", Text("同一处说了两样", "two notes of one thing disagree"))
NOT_COUNTED = Text(
    "{address} 的 {paths} 由平台接口读取，人记下的不会算数",
    "{paths} of {address} come from the platform's API, so a note would not count",
)
THERE_BY_API = Text(
    "{address} 在不在由平台接口读取，人记下的不会算数",
    "whether {address} exists comes from the platform's API, so a note would not count",
)
SEE_PLAN = Text(
    "去掉它；线上现在是什么，storeconf plan --target '{address}' 会读",
    "leave it out; storeconf plan --target '{address}' reads what is live",
)
TWICE = Text("{address} 写了两条，{paths} 说得不一样", "{address} stands there twice, and {paths} differ")
TWICE_ABSENT = Text(
    "{address} 写了两条，一条说有，一条说没有", "{address} stands there twice: once it exists, once it is absent"
)
KEEP_ONE = Text("只留看到的那一条；这次什么都没有记下", "keep the one that was seen; nothing was noted this time")
NOT_A_DAY = Text(
    "{address}：expires 应是日期，写成 2026-06-30，现在是 {value}",
    "{address}: expires is a day such as 2026-06-30, not {value}",
)
PAST = Text(
    "{address}：expires {value} 已经过去，记下来也不算数",
    "{address}: expires {value} is over, so the note would never count",
)
NO_STEP = Text("{address} 现在没有要人做的步骤", "{address} has no step by hand now")
OTHER_DIGEST = Text(
    "{address} 现在的步骤是 {current}，不是 {given}：内容在你做的时候变了",
    "the step of {address} is {current} now, not {given}: it changed meanwhile",
)
SEE_TODO = Text("storeconf todo 看现在要做什么", "storeconf todo shows what is to be done now")
NEEDS_URL = Text(
    "{address} 是上传图片，请用 --url 写上传后的网址", "{address} uploads a picture: give its address with --url"
)
WRONG = Text("{address}：{problem}", "{address}: {problem}")
UNREADABLE = Text("{file}：{reason}", "{file}: {reason}")
NOTHING_SEEN = Text(
    "{address}：要有做完的步骤的摘要，或看到的内容；什么都没有就写 'absent: true'",
    "{address}: give the digest of the step that was done, or what was seen; 'absent: true' for nothing",
)


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
    state: State
    heard: Callable[[str, str], bool]
    """Whether an attribute of an address (its existence, when empty) is what the API says, whatever people note."""


Current = Mapping[str, Sequence[Step]]
"""The steps that may be attested, by address; the first one is the one to name."""


def attest(items: Sequence[Attestation], plans: Sequence[Plan], desk: Desk, now: Any) -> list[Attested]:
    """Write observations, and records for the steps that were done. All are checked before any is written."""
    steps: dict[str, list[Step]] = {}
    for plan in plans:
        for current in plan.steps:
            if current.by == "hand":
                steps.setdefault(current.address, []).append(current)
    ready = [(item, _step_of(item, steps), _observation(item, steps, desk, now)) for item in items]
    _agreed(observation for _, _, observation in ready)
    written: list[Attested] = []
    by_unit: dict[str, list[tuple[Attestation, Step | None, NewObservation]]] = {}
    for entry in ready:
        by_unit.setdefault(parse_address(entry[0].address).unit, []).append(entry)
    for unit, entries in by_unit.items():
        file = notebook.append(desk.files, unit, [observation for _, _, observation in entries])
        with desk.state.transaction():
            for item, step, observation in entries:
                if step is not None:
                    keep_attested(desk.state, step, now)
                if item.url and step is not None:
                    desk.state.put_images({str(step.attrs["sha256"]): item.url})
                written.append(Attested(observation.address, file, step.title if step is not None else ""))
    return written


def _step_of(item: Attestation, steps: Current) -> Step | None:
    """The current step that is attested; None for a mere sighting. Raises Refusal when it is another one."""
    if not item.step:
        return None
    current = steps.get(item.address)
    if not current:
        raise refuse(NOT_CURRENT, NO_STEP(address=item.address), fix=SEE_TODO, address=item.address)
    step = next((step for step in current if step.digest == item.step), None)
    if step is None:
        detail = OTHER_DIGEST(address=item.address, current=current[0].digest, given=item.step)
        raise refuse(NOT_CURRENT, detail, fix=SEE_TODO, address=item.address)
    if step.op == "hand.upload" and not item.url:
        raise fail(BAD_SAW, NEEDS_URL(address=item.address), address=item.address)
    return step


def _observation(item: Attestation, steps: Current, desk: Desk, now: Any) -> NewObservation:
    step = _step_of(item, steps)
    attrs: Attrs
    absent = item.absent
    kind_name = parse_address(item.address).kind
    if step is None:
        attrs = _seen(item, desk)
    elif step.op == "hand.upload":
        upload = {"sha256": str(step.attrs["sha256"]), "url": item.url}
        attrs, kind_name = _checked(Upload, upload, item.address).model_dump(), "image"
    elif step.op == "hand.clean":
        attrs, absent = {}, True
    else:
        attrs = dict(step.attrs)
    return NewObservation(
        address=item.address,
        attrs=attrs,
        by=item.by,
        at=clock.iso(now),
        expires=_expiry(item, now),
        source="step" if step is not None else "saw",
        digest=step.digest if step is not None else text_digest(kind_name, attrs),
        evidence=[_evidence(file, desk) for file in item.evidence],
        absent=absent,
    )


def _agreed(observations: Iterable[NewObservation]) -> None:
    """Raises Refusal when two observations of one object can't both be true."""
    known: dict[str, list[NewObservation]] = {}
    for one in observations:
        for other in known.setdefault(one.address, []):
            if one.absent != other.absent:
                raise refuse(DISAGREE, TWICE_ABSENT(address=one.address), fix=KEEP_ONE, address=one.address)
            paths = [path for path, value in one.attrs.items() if other.attrs.get(path, value) != value]
            if paths:
                raise refuse(DISAGREE, TWICE(address=one.address, paths=paths), fix=KEEP_ONE, address=one.address)
        known[one.address].append(one)


def _expiry(item: Attestation, now: Any) -> str:
    if not item.expires:
        return ""
    try:
        moment = clock.parse_instant(item.expires, end=True)
    except ValueError:
        raise fail(BAD_SAW, NOT_A_DAY(address=item.address, value=item.expires), address=item.address) from None
    if moment < now:
        raise fail(BAD_SAW, PAST(address=item.address, value=item.expires), address=item.address)
    return clock.iso(moment)


def _seen(item: Attestation, desk: Desk) -> Attrs:
    address = parse_address(item.address)
    wrong = no_resource(address)
    if wrong is not None:
        raise fail(BAD_SAW, wrong, address=item.address)
    if item.absent:
        if desk.heard(item.address, ""):
            detail = THERE_BY_API(address=item.address)
            raise refuse(BY_API, detail, fix=SEE_PLAN(address=item.address), address=item.address)
        return {}
    empty = nulls(item.saw or {})
    if empty:
        problem = NULL_SEEN(path=path_text(empty[0]))
        raise fail(BAD_SAW, WRONG(address=item.address, problem=problem), fix=DROP_NULL, address=item.address)
    kind = BY_NAME[address.kind]
    model = _checked(kind.model, dict(item.saw or {}), item.address)
    seen = flatten(model.model_dump(exclude_unset=True), kind.attributes)
    if not seen:
        raise fail(BAD_SAW, NOTHING_SEEN(address=item.address), address=item.address)
    unused = [path for path in seen if desk.heard(item.address, path)]
    if unused:
        detail = NOT_COUNTED(address=item.address, paths=unused)
        raise refuse(BY_API, detail, fix=SEE_PLAN(address=item.address), address=item.address)
    return seen


def _checked(model: type[Spec], values: Mapping[str, Any], address: str) -> Spec:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        detail, fix = first_problem(error, model, values)
        raise fail(BAD_SAW, WRONG(address=address, problem=detail), fix=fix, address=address) from None


def _evidence(file: Path, desk: Desk) -> Mapping[str, str]:
    """Evidence counts by its hash; a file outside the project is named without its folder."""
    try:
        with file.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise fail(NO_EVIDENCE, UNREADABLE(file=file, reason=os_reason(error))) from None
    resolved = file.resolve()
    inside = resolved.is_relative_to(desk.root.resolve())
    name = resolved.relative_to(desk.root.resolve()).as_posix() if inside else file.name
    return {"file": name, "sha256": sha256}
