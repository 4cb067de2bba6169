"""What was seen: live objects and snapshots. Every value is known, stale or unknown; *absent* needs proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from storeconf.core.values import Attrs
from storeconf.model.review import Verdict

SNAPSHOT_VERSION = "1.0"


class Existence(StrEnum):
    """Whether the platform has the object."""

    PRESENT = "present"
    ABSENT = "absent"
    """Proven: not found by id, or not in a complete list under a role that sees everything, drafts included."""
    UNKNOWN = "unknown"


class Unknown(StrEnum):
    """Why a value is not known."""

    NOT_SEEN = "not_seen"
    """No route can read it and nobody has looked."""
    STALE = "stale"
    """It was seen, too long ago."""
    ERROR = "error"
    """The read failed."""
    MASKED = "masked"
    """Our role is not shown it."""
    PARTIAL = "partial"
    """The list was not complete."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The version that lies with the reviewers, apart from what customers see."""

    verdict: Verdict
    reason: str = ""
    """The platform's own words on a rejection."""
    since: str = ""
    """When it was submitted, if the platform says so."""
    attrs: Attrs = field(default_factory=dict)
    """What was submitted, as far as it can be read."""
    ref: str = ""
    """A task id, where the platform has one."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Who saw a value, and when. Times in ISO 8601."""

    by: str
    at: str
    expires: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveObject:
    """One object as it was seen."""

    address: str
    existence: Existence
    why: Unknown | None = None
    """Why the existence is not known."""
    attrs: Attrs = field(default_factory=dict)
    """Known values, canonical."""
    stale: Attrs = field(default_factory=dict)
    """Values seen too long ago to count."""
    unknown: Mapping[str, Unknown] = field(default_factory=dict)
    """Attributes that exist but could not be read."""
    seen: Mapping[str, Seen] = field(default_factory=dict)
    """Of observed values: by whom, when."""
    attested: bool = False
    """Only people say whether it is there."""
    review: Review | None = None
    banned: bool = False
    """Taken down by the platform: a state of its own."""
    sold_out: bool = False
    ids: Mapping[str, str] = field(default_factory=dict)
    """product_id, out_id, category_id."""
    rest: Mapping[str, Any] = field(default_factory=dict)
    """What the platform holds and we don't model, without what changes by itself; it is sent back as it was."""
    raw: Mapping[str, Any] = field(default_factory=dict)
    """The reply itself, for read-modify-write."""


@dataclass(frozen=True, slots=True)
class AccountReading:
    """How well an account could be read."""

    ok: bool
    complete: bool
    """Whether its lists show everything there is; absence from an incomplete list proves nothing."""
    problem: str = ""
    """One sentence, in the reader's language."""
    code: str = ""
    categories: Mapping[str, str] = field(default_factory=dict)
    """Leaf categories by name and by path, to their ids: a product is made with an id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """All live values at one moment."""

    taken_at: str
    objects: Mapping[str, LiveObject] = field(default_factory=dict)
    """By address."""
    unmanaged: tuple[LiveObject, ...] = ()
    """Live objects that nobody declared or recorded; their address holds the platform's own id."""
    accounts: Mapping[str, AccountReading] = field(default_factory=dict)
    format_version: str = SNAPSHOT_VERSION

    def get(self, address: str) -> LiveObject:
        """The object at an address; one that nobody read is unknown."""
        found = self.objects.get(address)
        if found is not None:
            return found
        return LiveObject(address=address, existence=Existence.UNKNOWN, why=Unknown.NOT_SEEN)
