"""From one backend to another: the whole state, with its lineage, so that saved plans stay good."""

from __future__ import annotations

from datetime import datetime

from storeconf.core import clock
from storeconf.core.diagnostics import Code, refuse
from storeconf.core.text import Text
from storeconf.state.protocol import State

NO_MOVE = Code("SC615", "no-move", Text("状态搬不了", "the state can't be moved"))
SAME = Text("storeconf.yaml 里的 state.backend 就是 {source}", "state.backend in storeconf.yaml is {source} itself")
CHANGE_FIRST = Text(
    "先把 state.backend 改成要搬去的那个，再运行 state move --from 原来的",
    "change state.backend to where it shall go, then run state move --from the old one",
)
NOTHING = Text("{source} 里什么都没有记录", "nothing is recorded in {source}")
OCCUPIED = Text(
    "{target} 里已经有 {count} 个单元的记录，搬过来会盖掉它们",
    "{target} has records of {count} units already, which would be overwritten",
)
FORGET_FIRST = Text(
    "真要盖掉，先 storeconf state rm '*' --yes", "if they shall go, run storeconf state rm '*' --yes first"
)


def take_over(target: State, old: State, source: str, backend: str, now: datetime) -> int:
    """Copy everything, and return how many records there are. Raises Refusal for a target that is not empty."""
    if source == backend:
        raise refuse(NO_MOVE, SAME(source=source), fix=CHANGE_FIRST)
    if not (old.unit_names() or old.runs(1)):
        raise refuse(NO_MOVE, NOTHING(source=source))
    shared = target if backend == "git" else old  # the lock of this machine, which both have, and the branch's
    with shared.hold("state move", clock.iso(now)):
        units = target.unit_names()
        if units:
            raise refuse(NO_MOVE, OCCUPIED(target=backend, count=len(units)), fix=FORGET_FIRST)
        target.restore(old.dump())
    return sum(len(target.unit(name).records) for name in target.unit_names())
