"""The state on a branch of a git repository, for runners without a disk and for several machines.

The branch is the truth, a working copy on this machine follows it. Whoever holds the lease, which lies on the branch too,
runs ahead of it: intents and results are safe on this machine at once, and on the branch every half minute and at the end.
What was changed here counts as long as the lease that it was changed under is still on the branch; once somebody else took
that over, it is void.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import filelock

from storeconf.core.diagnostics import Refusal, StoreconfError, refuse
from storeconf.core.text import Message
from storeconf.state import branchwords as words
from storeconf.state import claim, file, lease
from storeconf.state.branch import Author, Branch
from storeconf.state.claim import Claim
from storeconf.state.copy import ABOUT, UNIT, WorkingCopy
from storeconf.state.trouble import StateFailed, trouble

LEASE = "lease.json"
FIRST_SECONDS, EVERY_SECONDS = 2.0, 30.0
"""When a run's changes first go to the branch, and how often after that."""
POLL_SECONDS = 5.0
"""How often to look whether somebody else has ended."""
BLINK_SECONDS = 1.0
"""How long another process of this machine may hold the lock to find out whether it is free."""
RACES = 20
NAMED = 5
"""So many units a commit's subject names."""


class GitState(WorkingCopy):
    """The same state for everybody who can read and push the branch."""

    def __init__(
        self, path: Path, branch: Branch, now: Callable[[], datetime], remark: Callable[[Message], None]
    ) -> None:
        """Reads the branch. `now`: the real time; `remark`: tells what a person should know. Raises StoreconfError."""
        super().__init__(path)
        self._branch, self._now, self._remark = branch, now, remark
        self._tip = ""
        self._found: Claim | None = None
        """The lease that lay on the branch when it was last read."""
        self._claim: Claim | None = None
        """Our own, while we hold it."""
        self._lost = False
        self._ended = threading.Event()
        self._follow()

    @property
    def sure_of_intents(self) -> bool:
        """What was journalled just before a run died may never have got to the branch."""
        return False

    # -- following the branch ------------------------------------------------------------------------------------------

    def _follow(self) -> None:
        """Read the branch, unless a run on this machine is ahead of it."""
        with self._reading():
            if lease.holder(self.lock) is None:
                self._pull()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        lock = filelock.FileLock(self.path.with_name("pull.lock"), mode=0o600)
        try:
            lock.acquire()
        except OSError as error:
            raise trouble(self.path, error) from None
        try:
            yield
        finally:
            lock.release()

    def _pull(self) -> None:
        self._look()
        mine, dirty = self.lease_id, self.touched()
        if mine and self._found is not None and self._found.id == mine:
            return  # what is here is newer
        if mine or dirty or self.base != self._tip:
            since = "" if dirty or mine else self.base
            whole, files = self._branch.changes(since, self._tip) if self._tip else (True, {})
            self.load(files, self._tip, self._branch.where, whole=whole)
        if dirty:
            self._remark(words.DROPPED(count=len([path for path in dirty if UNIT.fullmatch(path)])))

    def _look(self) -> None:
        """The branch's newest commit and the lease on it. Raises StateFailed when it isn't ours, or is damaged."""
        self._tip, self._found = self._branch.tip(), None
        if not self._tip:
            return
        about, held = self._at(ABOUT), self._at(LEASE)
        files = self._branch.files(self._tip, words.README, about, held)
        if about not in files and not files.get(words.README, b"").startswith(words.TITLE.encode()):
            raise words.foreign(self._branch.where)
        if about in files:
            self._check_about(about, files[about])
        if held in files:
            try:
                self._found = claim.read(files[held])
            except ValueError:
                raise words.broken(self._branch.where, held, words.MAKES_NO_SENSE) from None

    def _check_about(self, path: str, data: bytes) -> None:
        try:
            found = int(json.loads(data)["format"])
        except (ValueError, TypeError, KeyError):
            raise words.broken(self._branch.where, path, words.MAKES_NO_SENSE) from None
        if found > file.FORMAT:
            raise words.newer(self._branch.where, found, file.FORMAT)

    def _at(self, path: str) -> str:
        return f"{self._branch.shelf}/{path}"

    # -- the lease -----------------------------------------------------------------------------------------------------

    @contextmanager
    def hold(self, doing: str, at: str, timeout: float = 0) -> Iterator[None]:
        """Hold the lease on this machine and on the branch. Raises Refusal when somebody else does."""
        with lease.hold(self.lock, doing, at, max(timeout, BLINK_SECONDS)):
            self._ended.clear()
            self._lost = False
            self._acquire(doing, timeout)
            keeper = threading.Thread(target=self._keep, name="lease", daemon=True)
            keeper.start()
            try:
                yield
            finally:
                self._ended.set()
                keeper.join()
                self._release()

    def holder(self) -> Mapping[str, str] | None:
        """Who holds the lease: on this machine now, or elsewhere when the branch was last read."""
        here = lease.holder(self.lock)
        if here is not None or self._found is None:
            return here
        return None if self._is_free(self._found) else self._found.facts()

    def _is_free(self, found: Claim) -> bool:
        """Whether nobody holds a lease: it is our own dead run's, or surely over."""
        return found.id == self.lease_id or found.is_over_for_others(self._now())

    def unlock(self, lease_id: str) -> None:
        """Take away the lease of a run that is known to be dead. Raises Refusal when it is another one."""
        with lease.hold(self.lock, "state unlock", "", BLINK_SECONDS), self._reading():
            self._look()
            if self._found is None or self._found.id != lease_id:
                raise refuse(lease.NO_SUCH_LOCK, words.NOT_THAT(id=lease_id), fix=words.SEE_UNLOCK)
            if not self._branch.swap(self._tip, self._commit({self._at(LEASE): None}, "state unlock: end")):
                raise self._too_busy()

    def _acquire(self, doing: str, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        for _ in range(RACES):
            self._wait(deadline)
            mine = self._found if self._found is not None and self._found.id == self.lease_id else None
            if self._found is not None and mine is None:
                self._remark(words.TAKES_OVER(**self._found.facts()))
            taken = claim.made(doing, self._now(), mine.id if mine else "")
            self.stands(lease_id=taken.id, lineage=self.lineage or file.fresh_lineage())
            if self._publish(self, taken, "begin"):
                self._claim = taken
                return
        raise self._too_busy()

    def _wait(self, deadline: float) -> None:
        """Until the lease on the branch is free. Raises Refusal when that takes too long."""
        while True:
            with self._reading():
                self._pull()
            if self._found is None or self._is_free(self._found):
                return
            if time.monotonic() >= deadline:
                raise lease.held_elsewhere(self._found.facts())
            self._ended.wait(POLL_SECONDS)

    def _too_busy(self) -> Refusal:
        return refuse(lease.LOCKED, words.BUSY_BRANCH(where=self._branch.where), fix=words.TRY_AGAIN)

    def _keep(self) -> None:
        """Beside the run: tell the branch what was done so far, and that we are alive."""
        copy, pause = WorkingCopy(self.path), FIRST_SECONDS
        while not self._ended.wait(pause) and not self._lost:
            pause = EVERY_SECONDS
            try:
                self._renew(copy)
            except StoreconfError:
                continue  # tried again; when the lease is over, nothing more is written
        copy.close()

    def _renew(self, copy: WorkingCopy) -> None:
        assert self._claim is not None
        now = self._now()
        if not copy.touched() and not self._claim.is_half_over(now):
            return
        renewed = self._claim.renewed(now)
        if self._publish_on_mine(copy, renewed, "go on"):
            self._claim = renewed
        else:
            self._lost = True

    def _release(self) -> None:
        held, self._claim = self._claim, None
        assert held is not None
        if self._lost:
            raise words.lost(words.TAKEN_OVER(where=self._branch.where))
        try:
            ended = self._publish_on_mine(self, None, "end", held)
        except StateFailed as error:
            raise words.kept_here(error.diagnostics[0].detail, self.path, self._branch.where) from None
        if not ended:
            raise words.lost(words.TAKEN_OVER(where=self._branch.where))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """As ever, but not after the lease was lost: somebody else may be writing."""
        if self._lost:
            raise words.lost(words.TAKEN_OVER(where=self._branch.where))
        if self._claim is not None and self._claim.is_over(self._now()):
            raise words.lost(words.NOT_RENEWED(until=self._claim.until, where=self._branch.where))
        with super().transaction():
            yield

    # -- writing the branch --------------------------------------------------------------------------------------------

    def _publish_on_mine(self, copy: WorkingCopy, renewed: Claim | None, phase: str, held: Claim | None = None) -> bool:
        """Write what is new, as long as our own lease is on the branch. False when it isn't."""
        mine = renewed or held
        for _ in range(RACES):
            if self._publish(copy, renewed, phase, doing=mine.doing if mine else ""):
                return True
            self._look()  # somebody wrote another folder of the branch, or took the lease
            if self._found is None or mine is None or self._found.id != mine.id:
                return False
        raise self._too_busy()

    def _publish(self, copy: WorkingCopy, held: Claim | None, phase: str, doing: str = "") -> bool:
        """One commit with what is new and the lease (None: it ends). False when the branch has moved."""
        touched, files = copy.ahead()
        shelf: dict[str, bytes | None] = {self._at(path): data for path, data in files.items()}
        shelf[self._at(LEASE)] = held.as_json() if held is not None else None
        subject = _subject(held.doing if held is not None else doing, touched, phase)
        new = self._commit(shelf, subject)
        if not self._branch.swap(self._tip, new):
            return False
        self._tip = new
        copy.written(touched)
        copy.stands(base=new, lease_id=held.id if held is not None else "")
        return True

    def _commit(self, files: Mapping[str, bytes | None], subject: str) -> str:
        me = lease.me()
        author = Author(me["who"], me["host"], int(self._now().timestamp()))
        first: Mapping[str, bytes | None] = {} if self._tip else {words.README: words.EXPLAINED.encode()}
        return self._branch.commit(self._tip, {**first, **files}, subject, author)


def _subject(doing: str, touched: Iterable[str], phase: str) -> str:
    """The first line of a commit: what was done, to whom."""
    units = [found[1] for path in touched if (found := UNIT.fullmatch(path))]
    more = f", +{len(units) - NAMED}" if len(units) > NAMED else ""
    return f"{doing}: {', '.join(units[:NAMED]) or phase}{more}"
