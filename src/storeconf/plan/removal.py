"""Objects that are recorded but no longer declared. Nothing that was never recorded is ever removed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from storeconf.core.address import Address, parse_address
from storeconf.core.values import text_digest
from storeconf.model.compare import same
from storeconf.model.fleet import AccountInfo, Lifecycle
from storeconf.model.kind import OnRemove
from storeconf.model.kinds import BY_NAME
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


def plan_gone(gone: Gone) -> None:
    """Plan one object that left the YAML: what that means depends on its kind."""
    match BY_NAME[gone.record.kind].on_remove:
        case OnRemove.OFF_SHELF:
            _product(gone)
        case OnRemove.FORGET:
            _forget(gone)
        case OnRemove.FORGET_AND_CLEAN:
            _forget(gone)
            if gone.live.existence is not Existence.ABSENT and not gone.whole_store:
                _clean_up(gone)
        case other:
            assert_never(other)


def _product(gone: Gone) -> None:
    """Off the shelf, with consent; never deleted."""
    live, allowed = gone.live, gone.context.decisions.allows("remove")
    if live.existence is Existence.UNKNOWN:
        _entry(gone, "unknown", "", reason=str(live.why))
        return
    on_sale = live.existence is Existence.PRESENT and live.attrs.get(SHELF) == "online"
    if not on_sale:
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
    by_api = gone.account is not None and gone.context.routes.access(gone.account, kind, SHELF).write == "api"
    call, op = None, "hand.set"
    if gone.account is not None and by_api:
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
    recorded, live = gone.record.attrs.get(SHELF), gone.live.attrs.get(SHELF)
    shown = AttributeChange(path=SHELF, class_="forget", recorded=recorded, live=live)
    mark = fingerprint(gone.live, kind, (SHELF,))
    _entry(
        gone,
        "changes",
        "remove",
        reason="undeclared",
        by="api" if by_api else "hand",
        blocked_by=tuple(blocked),
        attributes=(shown,),
        fingerprint=mark,
    )
    if not blocked:
        gone.sheet.steps.append(_step(gone, op, call, mark))


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
        ids=gone.record.ids,
        account=gone.account.name if gone.account is not None else "",
    )


def _forget(gone: Gone, *notes: Note) -> None:
    reason = "drifted" if gone.drifted else "undeclared"
    _entry(gone, "changes", "forget", reason=reason, notes=notes)
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
