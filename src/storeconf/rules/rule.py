"""What a rule is, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Say, Text
from storeconf.rules.case import Case, Written


class Needs(StrEnum):
    """What a rule has to be told."""

    TEXT = "text"
    FIELDS = "fields"
    DATES = "dates"
    LICENCES = "licences"
    PLACE = "place"
    LIVE = "live"
    MEDIA = "media"
    PERSON = "person"
    RECORDS = "records"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What a rule found. `start` and `end` count characters of the original text; -1 when it is no place in a text."""

    message: Say
    """What exactly is wrong, in a sentence that a store operator understands."""
    fix: Say = ""
    """What to write or do instead; the rule's remedy when empty."""
    path: str = ""
    """Where; a hit in a text stands where the text stands."""
    start: int = -1
    end: int = -1
    severity: Severity | None = None
    """Where one rule is graver in some cases."""


@dataclass(frozen=True, slots=True)
class Skip:
    """A rule could not judge: which input is missing. It never counts as passed."""

    missing: Say


Outcome: TypeAlias = Hit | Skip
InText: TypeAlias = Callable[[Written, Case], Iterator[Outcome]]
OnCase: TypeAlias = Callable[[Case], Iterator[Outcome]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One reason for which reviewers reject, or a chain breaks."""

    id: str
    """As in the catalogue: R01-06, OPS-13a. Never reused."""
    name: str
    """Kebab-case, the same in every language."""
    title: Text
    """The rule as one sentence."""
    severity: Severity
    needs: tuple[Needs, ...]
    source: str
    """Where it is written: S004 ①2, S000 四.1, or the law."""
    remedy: Text
    """What to do about it."""
    bad: str
    """A text or a situation that it rejects."""
    good: str
    """How to put it."""
    verified: str = "2026-11-22"
    """When the source was last read."""
    note: Text | None = None
    """A choice that was made where the sources pull in different directions."""
    fields: tuple[str, ...] = ()
    """Texts that `in_text` reads."""
    in_text: InText | None = None
    """Judges one text."""
    of_terms: bool = False
    """Whether it is about what a shop demands or refuses: a term that is quoted to be denied is none."""
    on_product: OnCase | None = None
    """Judges a product with its store."""
    per_store: bool = False
    """Whether `on_product` looks at the store, so that a product sold at many is judged at each."""
    blocks: bool = True
    """Whether its errors hold back a submission. Not where the submission, or a person's step, is the cure."""
    on_chain: OnCase | None = None
    """Judges a whole store; `case.chain` is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A hit with its rule, ready to be shown."""

    rule: Rule
    severity: Severity
    path: str
    message: Say
    fix: Say
    text: str = ""
    """The original characters."""
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A rule that could not judge."""

    rule: Rule
    path: str
    reason: Say
