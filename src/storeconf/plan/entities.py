"""The plan as a value: exactly what its JSON holds, so that what is shown, saved and applied is one thing.

Codes stand where a sentence would; the renderer has the sentences in both languages. Values are canonical (money as yuan
text); null is absent. The format is versioned, and a reader refuses a newer major version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Field

PLAN_VERSION = "1.0"

Action = Literal["", "create", "update", "remove", "adopt", "record", "forget"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A remark: a code, and what stands in its gaps."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeChange:
    """One attribute with its three values; null is absent (or, where `live_state` says so, unknown)."""

    path: str
    class_: Annotated[str, Field(alias="class")]
    declared: Any = None
    recorded: Any = None
    live: Any = None
    live_state: Literal["known", "absent", "unknown", "stale"] = "known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One object in one list of a unit."""

    address: str
    title: str = ""
    action: Action = ""
    by: Literal["", "api", "hand"] = ""
    """Who does it: the API, a person, or nobody."""
    reason: str = ""
    """Why it stands in this list. For display only: nothing may be decided from it."""
    attributes: tuple[AttributeChange, ...] = ()
    blocked_by: tuple[str, ...] = ()
    """What stands in the way: `allow:remove`, `protect`, a rule's id, …"""
    notes: tuple[Note, ...] = ()
    stores: tuple[str, ...] = ()
    """Stores that the object touches, when it is a chain product."""
    since: str = ""
    fingerprint: str = ""
    """Over the live values that the change shows or sends; apply refuses the object when it has moved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request to the platform, complete: exactly this is sent."""

    method: str
    path: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that is done: a request, or a task for a person."""

    id: str
    address: str
    op: str
    by: Literal["api", "hand"]
    needs: tuple[str, ...] = ()
    """Steps that must be done first."""
    due: str = ""
    menu_path: str = ""
    expect: str = ""
    """By hand: the proof to keep. By API: what follows (review, or at once)."""
    digest: str = ""
    """Of the values; a person names it to attest the step."""
    unit: str = ""
    kind: str = ""
    title: str = ""
    owner: str = ""
    attrs: Mapping[str, Any] = field(default_factory=dict)
    """By hand: everything that is to be true afterwards, flat. By API: what is set."""
    changed: tuple[str, ...] = ()
    """Of those, the ones that differ from what is known."""
    before: Mapping[str, Any] = field(default_factory=dict)
    """Of those, what is known to be there now, or was there last."""
    images: Mapping[str, str] = field(default_factory=dict)
    """Content hash to URL of the images among the values."""
    call: Call | None = None
    fingerprint: str = ""
    rules: tuple[str, ...] = ()
    """Review rules that have something to say about what is sent, waived or as a warning; kept with the verdict."""
    precondition: str = ""
    """Digest of the record at planning time; empty when nothing was recorded."""
    review: bool = False
    """Takes effect when the reviewers pass it."""
    blind: bool = False
    """The live value was not seen."""
    stores: tuple[str, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)
    """How the platform knows the object: product_id, out_id, poi_id; `poi:ID` names the store behind a POI."""
    protect: bool = False
    account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What the record has to follow, without touching the platform."""

    address: str
    kind: str
    account: str = ""
    title: str = ""
    attrs: Mapping[str, Any] = field(default_factory=dict)
    """Values to record."""
    drop: tuple[str, ...] = ()
    """Attributes to drop from the record."""
    forget: bool = False
    """Drop the whole record."""
    close: bool = False
    """The submission is over: approved and recorded, or gone."""
    moved_from: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    protect: bool = False
    images: Mapping[str, str] = field(default_factory=dict)
    """Content hash to URL of the images among the values."""
    precondition: str = ""
    """Digest of the record at planning time; when it has moved, nothing is settled."""
    observe: Mapping[str, Any] = field(default_factory=dict)
    """Write-only values that a finished task accepted."""
    task: str = ""
    protection: bool = False
    """`protect` moved by itself: the record takes it over and stays as it is otherwise."""
    by: str = "adopt"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPlan:
    """Everything about one unit; all lists share the shape of `changes`."""

    name: str
    title: str = ""
    account: str = ""
    owner: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    state: Literal["ok", "unknown", "removed"] = "ok"
    """`unknown`: its document can't be used, so nothing is planned; `removed`: no document, only records."""
    changes: tuple[Entry, ...] = ()
    drift: tuple[Entry, ...] = ()
    conflicts: tuple[Entry, ...] = ()
    in_review: tuple[Entry, ...] = ()
    rejected: tuple[Entry, ...] = ()
    waiting: tuple[Entry, ...] = ()
    unknown: tuple[Entry, ...] = ()
    unmanaged: tuple[Entry, ...] = ()
    held: tuple[Entry, ...] = ()
    banned: tuple[Entry, ...] = ()
    ignored: tuple[Entry, ...] = ()
    settle: tuple[Settlement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A limit that this plan breaks."""

    limit: str
    """update.count, update.share, remove.count, remove.share, price_delta."""
    value: str
    maximum: str
    addresses: tuple[str, ...] = ()
    acknowledged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Counts of objects; a plan is empty when create, update, remove and by_hand are 0."""

    create: int = 0
    update: int = 0
    remove: int = 0
    by_hand: int = 0
    drift: int = 0
    conflict: int = 0
    blocked: int = 0
    in_review: int = 0
    rejected: int = 0
    unknown: int = 0
    unmanaged: int = 0
    ignored: int = 0
    adopt: int = 0
    record: int = 0
    forget: int = 0
    waiting: int = 0
    held: int = 0
    banned: int = 0

    @property
    def changes(self) -> int:
        """What exit code 2 counts beside drift."""
        return self.create + self.update + self.remove + self.by_hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Every decision that the plan was made under; apply has no flag that widens it."""

    target: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    base: str = ""
    take: Mapping[str, Literal["declared", "live"]] = field(default_factory=dict)
    restore: tuple[str, ...] = ()
    resubmit: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    ack: tuple[str, ...] = ()
    pause: Mapping[str, str] = field(default_factory=dict)
    """Products to take off the shelf and hold, each with why."""
    on_drift: Literal["report", "restore"] = "report"
    limits: Mapping[str, str] = field(default_factory=dict)
    declared_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDiagnostic:
    """A diagnostic, rendered in the language of the plan."""

    code: str
    name: str
    severity: str
    summary: str
    detail: str
    store: str = ""
    address: str = ""
    path: str = ""
    file: str = ""
    range: Mapping[str, Mapping[str, int]] | None = None
    related: tuple[Mapping[str, Any], ...] = ()
    fix: str = ""
    source: str = ""
    waived_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What would be done, and why, and what would not."""

    created_at: str
    lineage: str
    platform: str
    """Which platform the values were read from: `sandbox`, or its address."""
    policy: Policy = Policy()
    digests: Mapping[str, str] = field(default_factory=dict)
    """Configuration digest per unit; one that moved is refused at apply."""
    stores: tuple[UnitPlan, ...] = ()
    steps: tuple[Step, ...] = ()
    limits: tuple[Limit, ...] = ()
    diagnostics: tuple[PlanDiagnostic, ...] = ()
    summary: Summary = Summary()
    places: Mapping[str, str] = field(default_factory=dict)
    """POI id to the store's title, and product address to its title, to show both by name."""
    incomplete: bool = False
    """A document did not load, or an account could not be read: the rest is planned."""
    digest: str = ""
    """Over everything else in a saved plan; shows an edit of the file."""
    format_version: str = PLAN_VERSION
