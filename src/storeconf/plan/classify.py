"""Three-way classification: declared, recorded, live. Fifteen equality patterns exist, each with one class."""

from __future__ import annotations

from enum import Enum, StrEnum


class Missing(Enum):
    """What stands where a value isn't."""

    ABSENT = "absent"
    """There is none."""
    UNKNOWN = "unknown"
    """There may be one; nobody knows it."""


ABSENT, UNKNOWN = Missing.ABSENT, Missing.UNKNOWN


class Class(StrEnum):
    """What the three values say about one attribute, or about a whole object."""

    SAME = "same"
    UPDATE = "update"
    CREATE = "create"
    FORGET = "forget"
    DRIFT_CHANGED = "drift-changed"
    DRIFT_MISSING = "drift-missing"
    UNMANAGED = "unmanaged"
    CONVERGED = "converged"
    ADOPT = "adopt"
    CONFLICT = "conflict"
    ADOPT_DIFFERS = "adopt-differs"
    RECREATE = "recreate"
    ABSENT = "absent"
    LOOK = "look"
    """Live unknown, declared as recorded: somebody should look."""
    BLIND = "blind"
    """Live unknown, declared differs from recorded: set without having seen what is there."""
    CHECK = "check"
    """Live unknown, nothing recorded: look, and set if it differs."""


def classify(declared: object, recorded: object, live: object) -> Class:
    """The class of three values.

    Give comparison keys: equal keys are equal values. ABSENT and UNKNOWN stand for no value; only `live` may be unknown.
    """
    if live is UNKNOWN:
        return _blind(declared, recorded)
    if declared is ABSENT:
        if recorded is ABSENT:
            return Class.ABSENT if live is ABSENT else Class.UNMANAGED
        return Class.FORGET
    if recorded is ABSENT:
        if live is ABSENT:
            return Class.CREATE
        return Class.ADOPT if declared == live else Class.ADOPT_DIFFERS
    if live is ABSENT:
        return Class.DRIFT_MISSING if declared == recorded else Class.RECREATE
    if recorded == live:
        return Class.SAME if declared == recorded else Class.UPDATE
    if declared == recorded:
        return Class.DRIFT_CHANGED
    return Class.CONVERGED if declared == live else Class.CONFLICT


def _blind(declared: object, recorded: object) -> Class:
    if declared is ABSENT:
        return Class.ABSENT if recorded is ABSENT else Class.FORGET
    if recorded is ABSENT:
        return Class.CHECK
    return Class.LOOK if declared == recorded else Class.BLIND


DRIFT = frozenset({Class.DRIFT_CHANGED, Class.DRIFT_MISSING, Class.RECREATE})
"""Classes that mean somebody changed the platform behind our back."""
SETTLED = frozenset({Class.CONVERGED, Class.ADOPT, Class.FORGET})
"""Classes that only the record has to follow; the platform is not touched."""
