"""The decisions of one run, ready to be asked: what is selected, taken, restored, resubmitted, allowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from storeconf.core.address import Address, Pattern, pattern
from storeconf.plan.entities import Policy


class Decisions:
    """A policy with its patterns compiled."""

    def __init__(self, policy: Policy) -> None:
        """The patterns were checked when the policy was made."""
        self.policy = policy
        self._target = _compiled(policy.target)
        self._exclude = _compiled(policy.exclude)
        self._take = tuple((pattern(text), side) for text, side in policy.take.items())
        self._restore = _compiled(policy.restore)
        self._resubmit = _compiled(policy.resubmit)

    def selects_unit(self, unit: str, labels: Mapping[str, str]) -> bool:
        """Whether anything of a unit may be selected."""
        if self.policy.where and (unit.startswith("@") or not _labelled(labels, self.policy.where)):
            return False
        if any(_whole_unit(one) and one.covers(Address(unit)) for one in self._exclude):
            return False
        return not self._target or any(one.covers_unit(unit) for one in self._target)

    def selects(self, address: Address) -> bool:
        """Whether a resource of a selected unit is selected."""
        if any(not one.of_attribute and one.covers(address) for one in self._exclude):
            return False
        return not self._target or any(one.covers(address) for one in self._target)

    def selects_attr(self, address: Address, path: str) -> bool:
        """Whether an attribute of a selected resource is selected."""
        if any(one.of_attribute and one.covers(address) and one.covers_attr(path) for one in self._exclude):
            return False
        mine = [one for one in self._target if one.covers(address)]
        return not mine or any(one.covers_attr(path) for one in mine)

    def take(self, address: Address, path: str) -> Literal["declared", "live"] | None:
        """Which side was chosen for a conflict; the last word counts."""
        for one, side in reversed(self._take):
            if one.covers(address) and one.covers_attr(path):
                return side
        return None

    def restores(self, address: Address, path: str) -> bool:
        """Whether drift of an attribute is put back."""
        if self.policy.on_drift == "restore":
            return True
        return any(one.covers(address) and one.covers_attr(path) for one in self._restore)

    def resubmits(self, address: Address) -> bool:
        """Whether a rejected object is sent again unchanged."""
        return any(one.covers(address) for one in self._resubmit)

    def allows(self, what: str) -> bool:
        """Whether remove, unbind or rebind was allowed."""
        return what in self.policy.allow

    def pause(self, address: Address) -> str:
        """Why a product is to go off the shelf whatever is declared; empty when it isn't."""
        return self.policy.pause.get(str(address), "")

    @property
    def whole(self) -> bool:
        """Whether nothing was left out by selection."""
        return not (self.policy.target or self.policy.exclude or self.policy.where)


def _compiled(texts: Iterable[str]) -> Sequence[Pattern]:
    return tuple(pattern(text) for text in texts)


def _labelled(labels: Mapping[str, str], where: Mapping[str, Sequence[str]]) -> bool:
    return all(labels.get(name) in values for name, values in where.items())


def _whole_unit(one: Pattern) -> bool:
    return one.depth == 1 and not one.of_attribute
