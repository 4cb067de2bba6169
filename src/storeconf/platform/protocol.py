"""What a platform adapter offers. `plan` uses only the pure part, `Routes`; reading and writing is for `project` and `apply`.

An adapter composes requests, but never decides whether they are sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from storeconf.core.diagnostics import Diagnostic
from storeconf.core.text import Message, Text
from storeconf.core.values import Attrs
from storeconf.model.fleet import AccountInfo
from storeconf.model.kind import Kind
from storeconf.platform.live import LiveObject, Snapshot

Read = Literal["api", "seen", "none"]
Write = Literal["api", "hand"]


@dataclass(frozen=True, slots=True)
class Access:
    """How one attribute of a kind is read and written in one account."""

    read: Read
    """`api`: the platform says it; `seen`: a person (or a finished task) says it."""
    write: Write


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """What the platform offers for some attributes of a kind, with where that is known from."""

    kind: str
    attrs: tuple[str, ...]
    """Attribute paths; `*` is every other one."""
    read: Text | None
    """The API that reads them; None: no API does."""
    read_scope: str = ""
    write: Text | None = None
    write_scope: str = ""
    source: str
    """Page or fact this rests on."""
    verified: str
    """Day on which the source was read, `YYYY-MM-DD`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An object that the snapshot should hold."""

    address: str
    kind: str
    account: str
    product_id: str = ""
    out_id: str = ""
    poi_id: str = ""
    bound: bool = False
    """Declared by product_id: nothing else is meant, whatever its out_id."""
    tasks: tuple[str, ...] = ()
    """Platform tasks that were submitted for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to be true of one object, for the adapter to put into requests."""

    account: AccountInfo
    kind: Kind
    address: str
    create: bool
    sets: Attrs
    """Attributes to set, canonical."""
    live: LiveObject
    out_id: str = ""
    bound: bool = False
    """Known to the platform by product_id only; it was made in the console."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One write, complete: exactly this is sent."""

    op: str
    """`product.save`, `product.stock`, … as the capability matrix names it."""
    method: str
    path: str
    body: Mapping[str, Any]
    sets: tuple[str, ...]
    """Attribute paths that it is sent for."""
    whole: bool = False
    """It carries the whole object, so every known value of it is a precondition."""
    review: bool = False
    """It goes to the platform's reviewers and takes effect when they pass it."""
    leaves: Attrs = field(default_factory=dict)
    """What it leaves an attribute at when the next request of the same change goes on with it."""


@dataclass(frozen=True, slots=True)
class Impossible:
    """The change can't be put into requests."""

    code: str
    """A reason code of the plan."""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came back of a write."""

    ok: bool
    ids: Mapping[str, str] = field(default_factory=dict)
    """Ids that the platform gave."""
    ref: str = ""
    """The task that was opened."""
    problem: Diagnostic | None = None
    """Why it failed."""
    unclear: bool = False
    """No answer came: it may have been done. Only a look at the platform can tell."""


class ReadFailed(Exception):
    """An object can't be read right now."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        """Why."""
        super().__init__(diagnostic.code.id)
        self.diagnostic = diagnostic


class Routes(Protocol):
    """The pure part of an adapter: what can be read and written, and how."""

    def access(self, account: AccountInfo, kind: Kind, path: str) -> Access:
        """How an attribute is read and written in an account."""

    def compose(self, change: Change) -> Sequence[Request] | Impossible:
        """The cheapest requests that carry the change. Must not read anything that is not in the change."""


class Platform(Routes, Protocol):
    """An adapter with its connection."""

    def snapshot(self, wanted: Sequence[Wanted], progress: Callable[[Message], None], taken_at: str) -> Snapshot:
        """Everything wanted, and whatever else the accounts hold.

        Never raises for a platform error: the account's reading says what went wrong, and its objects are unknown.
        """

    def reread(self, wanted: Wanted) -> LiveObject:
        """One object as it is now. Raises ReadFailed."""

    def write(self, account: AccountInfo, request: Request) -> Outcome:
        """Send one request. Never raises for a platform error."""
