"""What became of each step. Every step of a plan is accounted for, on every exit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from storeconf.core.diagnostics import StoreconfError
from storeconf.core.text import Say
from storeconf.plan.entities import Plan, Step


class Outcome(StrEnum):
    """How a step ended."""

    DONE = "done"
    IN_REVIEW = "in_review"
    WAITING = "waiting"
    """For a person."""
    FAILED = "failed"
    REFUSED = "refused"
    """What it was planned against has moved."""
    SKIPPED = "skipped"
    """A step it needs did not succeed."""
    NOT_STARTED = "not_started"


SUCCEEDED = frozenset({Outcome.DONE, Outcome.IN_REVIEW})
FINAL = frozenset({Outcome.DONE, Outcome.IN_REVIEW, Outcome.FAILED, Outcome.REFUSED, Outcome.SKIPPED, Outcome.WAITING})


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult:
    """One step's end."""

    step: Step
    outcome: Outcome
    detail: Say = ""
    """Why, in one sentence."""
    fix: Say = ""
    resumed: bool = False
    """It had been done by the run that was interrupted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """A run's end."""

    run: int
    plan: Plan
    results: tuple[StepResult, ...]
    settled: int
    """Records that followed without a step."""
    refused_units: tuple[str, ...] = ()
    interrupted: bool = False
    problem: StoreconfError | None = None
    """Why the run could not go on, or could not be kept."""

    def count(self, outcome: Outcome) -> int:
        """Steps with an outcome."""
        return sum(result.outcome is outcome for result in self.results)
