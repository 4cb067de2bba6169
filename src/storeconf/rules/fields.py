"""What a case knows of one thing, by path: `price`, `sale.end`, `poi.location.lat`.

Values come typed by the models or as JSON from outside; the accessors take either and give None for what they can't make
out, so that no rule has to guess a spelling.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from storeconf.core import clock

_TRUE, _FALSE = (True, "true"), (False, "false")
MAGNITUDE = 30
"""Powers of ten beyond which nothing here is a number: arithmetic with it would overflow, or never end."""


class Fields:
    """Values by dotted path.

    `complete`: an absent path is known to be unset; otherwise nothing is known about it.
    """

    __slots__ = ("_branches", "_under", "_values", "complete")

    def __init__(self, data: Mapping[str, Any], *, complete: bool) -> None:
        """Nested maps are addressed by dotted paths; lists stay whole."""
        self._values: dict[str, Any] = dict(_leaves(data))
        self.complete = complete
        # Asked for again and again, so worked out once.
        self._branches: frozenset[str] | None = None
        self._under: dict[str, Fields] = {}

    def has(self, path: str) -> bool:
        """Whether a value is there, at the path or below it."""
        if self._branches is None:
            self._branches = frozenset(_above(self._values))
        return path in self._values or path in self._branches

    def knows(self, path: str) -> bool:
        """Whether it is known what stands at the path, be it nothing."""
        return self.complete or self.has(path)

    def get(self, path: str, default: Any = None) -> Any:
        """The value as it came."""
        return self._values.get(path, default)

    def text(self, path: str) -> str:
        """A text; empty when there is none."""
        value = self._values.get(path)
        if isinstance(value, Mapping):
            value = value.get("html")
        elif value is None:
            value = self._values.get(f"{path}.html")
        return value if isinstance(value, str) else "" if value is None else str(value)

    def items(self, path: str) -> tuple[Any, ...]:
        """A list; empty when there is none."""
        value = self._values.get(path)
        return tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else ()

    def flag(self, path: str) -> bool | None:
        """True or false; None when neither is written."""
        value = self._values.get(path)
        return True if value in _TRUE else False if value in _FALSE else None

    def number(self, path: str) -> Decimal | None:
        """A number of any kind, exactly."""
        return number(self._values.get(path))

    def fen(self, path: str) -> int | None:
        """An amount in yuan, as fen."""
        return fen(self._values.get(path))

    def moment(self, path: str, *, end: bool = False) -> datetime | None:
        """An instant in Beijing time; `end`: a bare day means its last second."""
        value = self._values.get(path)
        try:
            return clock.parse_instant(str(value), end=end) if value is not None else None
        except (ValueError, OverflowError):
            return None

    def day(self, path: str) -> date | None:
        """The day of an instant or a bare day, in Beijing time."""
        moment = self.moment(path)
        return moment.date() if moment is not None else None

    def paths(self) -> Iterator[str]:
        """Every path that holds a value."""
        return iter(self._values)

    def under(self, path: str) -> Fields:
        """What stands below a path, by the rest of the path."""
        found = self._under.get(path)
        if found is None:
            prefix = f"{path}."
            below = {key.removeprefix(prefix): value for key, value in self._values.items() if key.startswith(prefix)}
            found = self._under[path] = Fields(below, complete=self.complete)
        return found

    def merged(self, more: Mapping[str, Any]) -> Fields:
        """With other values on top."""
        return Fields({**self._values, **dict(_leaves(more))}, complete=self.complete)


def number(value: Any) -> Decimal | None:
    """A number from JSON or from text; None for anything else."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) <= MAGNITUDE else None


def fen(value: Any) -> int | None:
    """Yuan from JSON or text to fen; None when it is no amount of whole fen."""
    amount = number(value)
    return int(amount * 100) if amount is not None and amount >= 0 and amount * 100 == int(amount * 100) else None


def _leaves(data: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in data.items():
        path = f"{prefix}{key}"
        # Most values are plain, and asking for an abstract type is slow.
        if type(value) is not str and isinstance(value, Mapping) and value:
            yield from _leaves(value, f"{path}.")
        elif value is not None:
            yield path, value


def _above(paths: Iterable[str]) -> Iterator[str]:
    """Every path that has one of the paths below it."""
    for path in paths:
        while "." in path:
            path = path.rpartition(".")[0]
            yield path
