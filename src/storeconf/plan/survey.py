"""A fleet at one moment, as the report shows it: the plan, the five lights, and what each store declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from storeconf.plan.entities import Plan
from storeconf.plan.status import StoreStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """One paper of a store. Its number stays in the YAML: a report is passed on."""

    type: str
    holder: str = ""
    expires: str = ""
    """The last valid day, or `长期`; empty when the YAML does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredStore:
    """What a report needs of one store's documents."""

    name: str
    title: str
    account: str
    owner: str = ""
    labels: Mapping[str, str]
    addresses: frozenset[str] = frozenset()
    """What belongs to its chain: its own resources, its account's, and the chain products sold there."""
    licences: tuple[Licence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """Everything a report is made from."""

    project: str
    """What people call the project: the name of its folder."""
    plan: Plan
    stores: tuple[DeclaredStore, ...]
    status: tuple[StoreStatus, ...]
