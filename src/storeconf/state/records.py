"""The values that the state keeps. A record is what we last applied or adopted, never what we merely submitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from storeconf.core.values import Attrs, digest
from storeconf.model.review import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What we last left of one object."""

    address: str
    kind: str
    attrs: Attrs
    account: str = ""
    title: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    """product_id, out_id, and for each POI id of a product the store it stood for."""
    protect: bool = False
    """Kept here so that it survives the document."""
    at: str = ""
    by: str = ""
    """apply, adopt, confirm, reset: how the value came to be recorded."""

    @property
    def digest(self) -> str:
        """Over the attributes; the precondition of a saved plan."""
        return digest(dict(self.attrs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What lies, or lay, with the platform's reviewers because we sent it."""

    address: str
    digest: str
    attrs: Attrs
    since: str
    verdict: Verdict
    reason: str = ""
    ref: str = ""
    """A task id, where the platform has one."""
    op: str = ""
    rules: Sequence[str] = ()
    """Review rules that had something to say when it was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewResult:
    """What the reviewers said of one submission, beside what the rules had said."""

    address: str
    digest: str
    """Of what was submitted."""
    verdict: Verdict
    reason: str
    """The platform's own words; empty when it passed."""
    at: str
    rules: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A product that must stay off the shelf until released."""

    address: str
    reason: str
    by: str
    until: str = ""
    """ISO 8601; empty until somebody releases it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskObservation:
    """Write-only values that a finished platform task accepted; they count as seen until they expire."""

    address: str
    attrs: Attrs
    by: str
    """The task's id."""
    at: str
    expires: str


@dataclass(frozen=True, slots=True)
class UnitState:
    """Everything recorded for one unit."""

    records: Mapping[str, Record] = field(default_factory=dict)
    submissions: Mapping[str, Submission] = field(default_factory=dict)
    holds: Mapping[str, Hold] = field(default_factory=dict)
    observations: Sequence[TaskObservation] = ()


class Ledger(Protocol):
    """The recorded side, for reading."""

    @property
    def lineage(self) -> str:
        """An id made with the first state; serials compare only inside one lineage."""

    @property
    def serial(self) -> int:
        """Counts every change of a record."""

    def unit_names(self) -> Sequence[str]:
        """Units that have anything recorded."""

    def unit(self, name: str) -> UnitState:
        """What is recorded for one unit."""

    def image_urls(self) -> Mapping[str, str]:
        """Content hash of an uploaded image to its platform URL."""
