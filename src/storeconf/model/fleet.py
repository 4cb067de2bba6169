"""What the reader hands on: units with their resources. Values only; how they were read is `source`'s affair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from storeconf.core.address import Address, Pattern
from storeconf.core.diagnostics import Diagnostic
from storeconf.core.values import Attrs
from storeconf.model.kind import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountInfo:
    """A merchant account and what our app may do in it."""

    name: str
    title: str
    owner: str
    account_id: str
    role: str
    """self, operator or vendor."""
    scopes: frozenset[str]
    """Empty for an account without an API."""
    credentials: str
    """Prefix of the environment variables; never a secret itself."""

    @property
    def unit(self) -> str:
        """The unit's name in addresses."""
        return f"@{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreInfo:
    """What other documents may need to know about a store."""

    name: str
    title: str
    account: str
    owner: str
    labels: Mapping[str, str]
    poi_id: str
    """Empty when the store declares none."""
    city: str = ""


@dataclass(frozen=True, slots=True)
class IgnoreRule:
    """An attribute that is not compared, or one accepted drift when it has a value."""

    where: Pattern
    reason: str
    value: Any
    expires: date | None


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that somebody answers for until the end of a day."""

    rule: str
    where: Pattern
    reason: str
    owner: str
    expires: date


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """What holds for one unit, from all layers that reach it."""

    protect: tuple[Pattern, ...] = ()
    ignore: tuple[IgnoreRule, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    """Old address and new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One thing that can be compared and changed."""

    address: Address
    kind: Kind
    attrs: Attrs
    """What is declared, flat and canonical. Omitted attributes are not managed."""
    title: str = ""
    """What people call it."""
    local: Attrs = field(default_factory=dict)
    """Declared values that only feed rules."""
    out_id: str = ""
    product_id: str = ""
    sold_at: Mapping[str, str] = field(default_factory=dict)
    """Of a product: store slug to POI id (empty when the store declares none)."""
    mounts: tuple[str, ...] = ()
    """Of a video or livestream: addresses of the products it carries."""


def default_out_id(address: Address) -> str:
    """The out_id of a product whose document gives none."""
    return address.key if address.account_level else f"{address.unit}.{address.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A store or an account with everything that is declared for it."""

    name: str
    title: str
    account: str
    owner: str
    labels: Mapping[str, str]
    resources: tuple[Resource, ...]
    lifecycle: Lifecycle
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What is declared but is no resource: a store's counter and licences, an account's attribution."""
    unknown: frozenset[str] = frozenset()
    """Addresses that are declared but could not be made out; nothing is planned for them."""
    partly_unknown: bool = False
    """Some document of this unit could not be read at all: what isn't here may still be declared."""
    diagnostics: tuple[Diagnostic, ...] = ()
    digest: str = ""
    """Over everything above: a saved plan is refused for a unit whose digest moved."""
