"""Steps: a change put into requests, or into a task for a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Literal

from storeconf.core.values import Attrs, Value, digest, text_digest
from storeconf.model.compare import key
from storeconf.model.kind import Kind
from storeconf.plan.compare import Compared
from storeconf.plan.entities import Call, Step
from storeconf.plan.job import Job
from storeconf.platform.live import Existence, LiveObject
from storeconf.platform.protocol import Request

HandOp = Literal["hand.set", "hand.check", "hand.look", "hand.upload", "hand.clean", "hand.claim"]

SHELF = "shelf"


def step_id(op: str, address: str) -> str:
    """Steps are named by what they do to what, so that the same step has the same name in the next plan."""
    return f"{op}:{address}"


def fingerprint(
    live: LiveObject, kind: Kind, paths: Iterable[str], *, whole: bool = False, review: bool = False
) -> str:
    """Over the live values that a step shows or sends, and nothing that changes by itself.

    `whole`: the step sends back everything the platform holds (except the shelf, which has a request of its own), so
    every known value counts. What only people saw does not: a read just before writing can't show it. `review`: what
    lies with the reviewers counts too, because the step would replace it.
    """
    shown: set[str] = {path for path in live.attrs if path != SHELF} if whole else set()
    shown.update(paths)
    shown.difference_update(live.seen)
    lying = live.review if review else None
    return digest(
        {
            "existence": Existence.UNKNOWN if live.attested else live.existence,
            "banned": live.banned,
            "attrs": {path: _reduced(kind, path, live.attrs[path]) for path in sorted(shown) if path in live.attrs},
            "rest": dict(live.rest) if whole else {},
            "review": [lying.verdict, lying.reason, _values(kind, lying.attrs)] if lying is not None else [],
        }
    )


def _values(kind: Kind, attrs: Attrs) -> dict[str, object]:
    return {path: _reduced(kind, path, value) for path, value in sorted(attrs.items())}


def _reduced(kind: Kind, path: str, value: Value) -> object:
    return key(kind.attribute(path), value)


def api_steps(job: Job, requests: Sequence[Request], sets: Attrs) -> list[Step]:
    """One step a request; a later one of the same object needs the one before."""
    steps: list[Step] = []
    live = job.live
    for request in requests:
        left = {**sets, **request.leaves}
        unseen = any(path not in job.live.attrs for path in request.sets)
        steps.append(
            Step(
                id=step_id(request.op, str(job.address)),
                op=request.op,
                by="api",
                needs=(steps[-1].id,) if steps else (),
                expect="review" if request.review else "now",
                attrs={path: left[path] for path in request.sets if path in left},
                changed=request.sets,
                images=job.image_pairs if "images" in request.sets else {},
                call=Call(method=request.method, path=request.path, body=request.body),
                fingerprint=fingerprint(live, job.kind, request.sets, whole=request.whole, review=request.review),
                review=request.review,
                blind=unseen and job.live.existence is Existence.PRESENT,
                **_facts(job),
            )
        )
        live = replace(live, attrs={**live.attrs, **request.leaves})
    return steps


def hand_step(
    job: Job, op: HandOp, attrs: Attrs, rows: Iterable[Compared], *, blind: bool = False, due: str = ""
) -> Step:
    """A task for a person: everything that is to be true afterwards, which of it differs, and from what."""
    differing = [row for row in rows if row.path in attrs]
    return Step(
        id=step_id(op, str(job.address)),
        op=op,
        by="hand",
        due=due,
        digest=text_digest(job.kind.name, attrs),
        attrs=dict(attrs),
        changed=tuple(row.path for row in differing),
        before={row.path: value for row in differing if (value := row.known) is not None},
        images=job.image_pairs if "images" in attrs else {},
        blind=blind,
        **_facts(job),
    )


def upload_step(job: Job, path: str, file: str, sha256: str, role: str) -> Step:
    """A picture that a person uploads in the console; equal pictures are one task."""
    address = f"{job.address}#{path}"
    facts = {**_facts(job), "address": address, "kind": "image"}
    return Step(
        id=step_id("hand.upload", address),
        op="hand.upload",
        by="hand",
        digest=text_digest("image", {"sha256": sha256}),
        attrs={"file": file, "role": role, "sha256": sha256},
        changed=("url",),
        **facts,
    )


def _facts(job: Job) -> dict[str, Any]:
    return {
        "address": str(job.address),
        "unit": job.unit.name,
        "account": job.unit.account,
        "kind": job.kind.name,
        "title": job.resource.title,
        "owner": job.unit.owner,
        "precondition": job.record_digest,
        "stores": job.touched,
        "ids": job.ids,
        "protect": job.declared_protect,
        "rules": tuple(job.context.predicted.get(str(job.address), ())),
    }


def exposes(step: Step) -> bool:
    """Whether a step submits for review or puts something on sale; a rule holds back only such."""
    puts_on = step.attrs.get(SHELF) == "online" or step.attrs.get("stock", 0) != 0
    return step.review or (puts_on and bool({SHELF, "stock"} & set(step.changed)))
