"""What the rest of the program asks of the state, whatever keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from storeconf.state.records import Hold, Ledger, Record, ReviewResult, Submission, TaskObservation


class Row(Protocol):
    """A line of the runs or of the journal, its values by name."""

    def __getitem__(self, name: str, /) -> Any:
        """One value."""


class State(Ledger, Protocol):
    """The recorded side, for whoever holds the lease. Every method may raise StateFailed."""

    @property
    def sure_of_intents(self) -> bool:
        """Whether whoever resumes a run surely finds every intent that was journalled before the run died."""

    # -- the lease -----------------------------------------------------------------------------------------------------

    def hold(self, doing: str, at: str, timeout: float = 0) -> AbstractContextManager[None]:
        """Hold the lease while changing the state; others have the changes when it ends.

        `doing` and `at` are told to whoever is refused; `timeout`: seconds to wait for another holder.
        Raises Refusal (exit code 3) when somebody else holds it.
        """

    def holder(self) -> Mapping[str, str] | None:
        """Who holds the lease: who, host, pid, since, doing, and until and id where it ends by itself; None when nobody does."""

    def unlock(self, lease_id: str) -> None:
        """Take away the lease of a run that is known to be dead. Raises Refusal when that can't be done or isn't it."""

    # -- records -------------------------------------------------------------------------------------------------------

    def record(self, address: str) -> Record | None:
        """The record of one object."""

    def submission(self, address: str) -> Submission | None:
        """One submission."""

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing, safe from a power cut when it ends. Inner ones join the outer."""

    def put_record(self, record: Record) -> None:
        """Record what was applied or adopted."""

    def drop_record(self, address: str) -> None:
        """Forget an object, with everything about it."""

    def move_record(self, old: str, new: str) -> None:
        """Let a record, and what belongs to it, follow its object to another address."""

    def put_submission(self, submission: Submission) -> None:
        """Remember what was sent to the reviewers."""

    def drop_submission(self, address: str) -> None:
        """It is over."""

    def put_hold(self, hold: Hold) -> None:
        """Keep a product off the shelf."""

    def drop_hold(self, address: str) -> None:
        """Release it."""

    def put_observation(self, observation: TaskObservation) -> None:
        """What a finished task accepted counts as seen."""

    def put_images(self, urls: Mapping[str, str]) -> None:
        """Remember where uploaded images live: content hash to URL."""

    def clear(self) -> None:
        """Forget everything but the lineage."""

    def dump(self) -> Mapping[str, Sequence[Sequence[Any]]]:
        """Everything it holds, table by table, to be put into another state."""

    def restore(self, tables: Mapping[str, Sequence[Sequence[Any]]]) -> None:
        """Hold what another state held, lineage and all, in place of what is here."""

    # -- verdicts and the journal --------------------------------------------------------------------------------------

    def put_result(self, result: ReviewResult) -> None:
        """Keep a verdict of the reviewers; the same one twice is one."""

    def results(self) -> Sequence[ReviewResult]:
        """Every verdict that was seen, oldest first."""

    def open_run(self, at: str, by: str, digest: str, plan: str) -> int:
        """Begin a run; its plan is kept so that it can be resumed."""

    def close_run(self, run: int, at: str, outcome: str) -> None:
        """The run came to its end."""

    def unfinished_run(self) -> Row | None:
        """The newest run, if it never came to its end."""

    def runs(self, limit: int) -> Sequence[Row]:
        """The newest runs."""

    def intend(self, run: int, step: str, at: str) -> None:
        """Journal that a step is about to be done, before the request leaves."""

    def conclude(self, run: int, step: str, at: str, outcome: str, detail: Mapping[str, Any]) -> None:
        """Journal what became of a step. Call inside the transaction that records its effect."""

    def journal(self, run: int) -> Mapping[str, Row]:
        """What is journalled of a run, by step: attempt, intent_at, result_at, outcome, detail."""
