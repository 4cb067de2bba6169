"""Objects that are recorded but no longer declared. Nothing that was never recorded is ever removed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, assert_never

from storeconf.core.address import Address, parse_address
from storeconf.core.values import text_digest
from storeconf.model.compare import same
from storeconf.model.fleet import AccountInfo, Lifecycle
from storeconf.model.kind import OnRemove
from storeconf.model.kinds import BY_NAME
from storeconf.plan import mounts
from storeconf.plan.compare import NEVER_WRITE
from storeconf.plan.context import Context
from storeconf.plan.entities import AttributeChange, Call, Entry, Note, Settlement, Step
from storeconf.plan.sheet import Sheet
from storeconf.plan.steps import SHELF, fingerprint, step_id
from storeconf.platform.live import Existence, LiveObject
from storeconf.platform.protocol import Change, Impossible
from storeconf.state.records import Record


@dataclass(frozen=True, slots=True)
class Gone:
    """A recorded object without a declaration."""

    context: Context
    account: AccountInfo | None
    """None when the account is gone too: then nothing can be reached."""
    unit: str
    owner: str
    record: Record
    live: LiveObject
    lifecycle: Lifecycle
    whole_store: bool
    sheet: Sheet

    @property
    def address(self) -> Address:
        """Its address."""
        return parse_address(self.record.address)

    @property
    def protected(self) -> bool:
        """`protect` is kept in the record, so it survives the document."""
        return self.record.protect or any(one.covers(self.address) for one in self.lifecycle.protect)

    @property
    def drifted(self) -> bool:
        """Whether somebody changed it before it was forgotten."""
        kind = BY_NAME[self.record.kind]
        return any(
            path in self.live.attrs and not same(kind.attribute(path), value, self.live.attrs[path])
            for path, value in self.record.attrs.items()
        )

    @property
    def reason(self) -> str:
        """Why it leaves; for display."""
        return "drifted" if self.drifted else "undeclared"

    @property
    def by_api(self) -> bool:
        """Whether an API takes it off the shelf."""
        kind = BY_NAME[self.record.kind]
        return self.account is not None and self.context.routes.access(self.account, kind, SHELF).write == "api"


def plan_gone(gone: Gone) -> None:
    """Plan one object that left the YAML: what that means depends on its kind."""
    match BY_NAME[gone.record.kind].on_remove:
        case OnRemove.OFF_SHELF:
            _product(gone)
        case OnRemove.FORGET:
            _forget(gone)
        case OnRemove.FORGET_AND_CLEAN:
            _forget(gone)
            over = mounts.is_history(gone.record.kind, gone.record.attrs, gone.context.now)
            if gone.live.existence is not Existence.ABSENT and not gone.whole_store and not over:
                _clean_up(gone)
        case other:
            assert_never(other)


def _product(gone: Gone) -> None:
    """Off the shelf, with consent; never deleted."""
    live, allowed = gone.live, gone.context.decisions.allows("remove")
    unseen = live.existence is Existence.UNKNOWN
    why = live.why if unseen else live.unknown.get(SHELF)
    if why in NEVER_WRITE or (unseen and gone.by_api):
        _entry(gone, "unknown", "", reason=str(why))
    elif live.existence is Existence.ABSENT or live.attrs.get(SHELF) == "offline":
        _forget(gone)
    elif gone.whole_store and not allowed:
        _forget(gone, Note(code="still_on_sale", values={"title": gone.record.title}))
    else:
        _off_shelf(gone, allowed=allowed)


def _off_shelf(gone: Gone, *, allowed: bool) -> None:
    kind = BY_NAME[gone.record.kind]
    blocked = [] if allowed else ["allow:remove"]
    if gone.protected:
        blocked.append("protect")
    call, op = None, "hand.set"
    if gone.account is not None and gone.by_api:
        change = Change(
            account=gone.account,
            kind=kind,
            address=gone.record.address,
            create=False,
            sets={SHELF: "offline"},
            live=gone.live,
            out_id=gone.record.ids.get("out_id", ""),
        )
        composed = gone.context.routes.compose(change)
        if isinstance(composed, Impossible):
            blocked.append(composed.code)
        else:
            request = composed[0]
            call, op = Call(method=request.method, path=request.path, body=request.body), request.op
    mark = fingerprint(gone.live, kind, (SHELF,))
    _entry(
        gone,
        "changes",
        "remove",
        reason=gone.reason,
        by="api" if gone.by_api else "hand",
        blocked_by=tuple(blocked),
        attributes=(_shelf(gone),),
        fingerprint=mark,
    )
    if not blocked:
        gone.sheet.steps.append(_step(gone, op, call, mark))


def _shelf(gone: Gone) -> AttributeChange:
    """What is known of the shelf; nobody may have seen it."""
    live, recorded = gone.live, gone.record.attrs.get(SHELF)
    state: Literal["known", "unknown", "stale"] = "known"
    if SHELF not in live.attrs:
        state = "stale" if SHELF in live.stale else "unknown"
    seen = live.attrs.get(SHELF, live.stale.get(SHELF))
    return AttributeChange(path=SHELF, class_="forget", recorded=recorded, live=seen, live_state=state)


def _step(gone: Gone, op: str, call: Call | None, mark: str) -> Step:
    attrs = {SHELF: "offline"}
    return Step(
        id=step_id(op, gone.record.address),
        address=gone.record.address,
        op=op,
        by="api" if call is not None else "hand",
        expect="forget",
        digest="" if call is not None else text_digest(gone.record.kind, attrs),
        unit=gone.unit,
        kind=gone.record.kind,
        title=gone.record.title,
        owner=gone.owner,
        attrs=attrs,
        changed=(SHELF,),
        call=call,
        fingerprint=mark,
        precondition=gone.record.digest,
        blind=SHELF not in gone.live.attrs,
        ids=gone.record.ids,
        account=gone.account.name if gone.account is not None else "",
    )


def _forget(gone: Gone, *notes: Note) -> None:
    _entry(gone, "changes", "forget", reason=gone.reason, notes=notes)
    gone.sheet.settle.append(
        Settlement(address=gone.record.address, kind=gone.record.kind, precondition=gone.record.digest, forget=True)
    )


def _clean_up(gone: Gone) -> None:
    """One optional task: what we no longer manage may be left standing, or taken away by hand."""
    gone.sheet.steps.append(
        Step(
            id=step_id("hand.clean", gone.record.address),
            address=gone.record.address,
            op="hand.clean",
            by="hand",
            digest=text_digest(gone.record.kind, gone.record.attrs),
            unit=gone.unit,
            kind=gone.record.kind,
            title=gone.record.title,
            owner=gone.owner,
            attrs=dict(gone.record.attrs),
        )
    )


def _entry(gone: Gone, name: str, action: str, **facts: object) -> None:
    entry = Entry(address=gone.record.address, title=gone.record.title, action=action, **facts)  # type: ignore[arg-type]
    gone.sheet.add(name, entry)  # type: ignore[arg-type]
