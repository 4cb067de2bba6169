"""One type for everything that is wrong: reading, models, references, rules, the platform and apply all speak it.

A code says which kind of problem it is, in a fixed sentence that people learn to recognise; the detail says what exactly,
and the fix says what to do. Nobody stops at the first problem: functions collect and return.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from storeconf.core.span import Path, Span
from storeconf.core.text import Message, Say, Text


class Severity(StrEnum):
    """How bad: an error blocks or fails, a warning is judged by a person, an info is a hint."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Code:
    """What a diagnostic is about. Ids are never reused."""

    id: str
    name: str
    """Kebab-case, the same in every language."""
    summary: Text
    """A fixed sentence without gaps, so equal problems can be folded."""
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that belongs to the problem, such as the other document with the same out_id."""

    message: Say
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One problem at one place."""

    code: Code
    detail: Say
    """What exactly is wrong here, and why it matters."""
    span: Span | None = None
    address: str = ""
    """The resource it is about, when it is about one."""
    store: str = ""
    path: Path = ()
    """The path inside the document, in the YAML's own words."""
    fix: Say = ""
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    """Set when the project file changes a code's severity."""
    source: str = ""
    """Where a review rule is written."""
    waived_by: str = ""
    """Who answers for it, when a waiver covers it; it counts no more."""

    @property
    def level(self) -> Severity:
        """The severity in force."""
        return self.severity or self.code.severity


class StoreconfError(Exception):
    """A problem that ends the current command. Shown as its diagnostic, never as a traceback."""

    def __init__(self, diagnostic: Diagnostic, *more: Diagnostic) -> None:
        """At least one diagnostic; the first is the reason."""
        super().__init__(diagnostic.code.id)
        self.diagnostics: tuple[Diagnostic, ...] = (diagnostic, *more)


class Refusal(StoreconfError):
    """What was asked is not done, on purpose: a limit, a lock, a stale plan, no consent. Exit code 3."""


def fail(code: Code, detail: Say, *, fix: Say = "", span: Span | None = None, address: str = "") -> StoreconfError:
    """An error to raise, from its parts."""
    return StoreconfError(Diagnostic(code=code, detail=detail, fix=fix, span=span, address=address))


def refuse(code: Code, detail: Say, *, fix: Say = "", address: str = "") -> Refusal:
    """A refusal to raise, from its parts."""
    return Refusal(Diagnostic(code=code, detail=detail, fix=fix, address=address))


def ordered(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Errors first, then by file and line, equal ones at one place once.

    A value that many stores inherit is wrong once, at the place where it is written.
    """
    rank = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
    seen: set[tuple[str, object, str]] = set()
    unique: list[Diagnostic] = []
    for item in diagnostics:
        place: object = item.span if item.span is not None else (item.address, item.store, item.path)
        detail = item.detail.render("zh") if isinstance(item.detail, Text | Message) else item.detail
        key = (item.code.id, place, detail)
        if key not in seen:
            seen.add(key)
            unique.append(item)
    unique.sort(key=lambda d: (rank[d.level], _place(d), d.address, d.code.id))
    return tuple(unique)


def _place(item: Diagnostic) -> tuple[str, int, int]:
    return (item.span.file, item.span.start.line, item.span.start.column) if item.span else ("", 0, 0)
