"""The attributes of one object, side by side and classified."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storeconf.core.address import Address
from storeconf.core.clock import BEIJING
from storeconf.core.values import Attrs, Value
from storeconf.model.compare import key
from storeconf.model.fleet import IgnoreRule, Lifecycle
from storeconf.model.kind import Attribute, Compare, Kind
from storeconf.plan.classify import ABSENT, UNKNOWN, Class, Missing, classify
from storeconf.plan.entities import AttributeChange
from storeconf.platform.live import Existence, LiveObject, Unknown
from storeconf.platform.protocol import Access

NEVER_WRITE = frozenset({Unknown.ERROR, Unknown.MASKED, Unknown.PARTIAL})
"""Reasons for not knowing that call for a look, never for a write."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One attribute with its three values and what they say."""

    path: str
    attribute: Attribute | None
    access: Access
    klass: Class
    declared: Value | Missing
    recorded: Value | Missing
    live: Value | Missing
    last_seen: Value | Missing = ABSENT
    """A stale value, for people; it decides nothing."""
    why: Unknown | None = None

    @property
    def is_declared(self) -> bool:
        """Whether the YAML says something about it."""
        return not isinstance(self.declared, Missing)

    @property
    def wanted(self) -> Value:
        """The declared value of an attribute that is to be set or recorded."""
        if isinstance(self.declared, Missing):
            raise LookupError(self.path)
        return self.declared

    @property
    def known(self) -> Value | None:
        """What is there now, as far as anybody knows: live, else seen some time ago, else what we left."""
        return next((one for one in (self.live, self.last_seen, self.recorded) if not isinstance(one, Missing)), None)

    @property
    def change(self) -> AttributeChange:
        """As it stands in the plan."""
        live, state = self.live, _live_state(self)
        shown = self.last_seen if live is UNKNOWN and self.last_seen is not ABSENT else live
        return AttributeChange(
            path=self.path,
            class_=str(self.klass),
            declared=_plain(self.declared),
            recorded=_plain(self.recorded),
            live=_plain(shown),
            live_state=state,
        )


def _plain(value: Value | Missing) -> Any:
    return None if isinstance(value, Missing) else value


def _live_state(compared: Compared) -> Literal["known", "absent", "unknown", "stale"]:
    if compared.live is ABSENT:
        return "absent"
    if compared.live is UNKNOWN:
        return "unknown" if compared.last_seen is ABSENT else "stale"
    return "known"


def compare(
    kind: Kind,
    declared: Attrs,
    recorded: Attrs | None,
    live: LiveObject,
    access: Callable[[str], Access],
) -> list[Compared]:
    """Every attribute that is declared or recorded, classified. What nobody manages is left out."""
    rows = []
    for path in _paths(kind, declared, recorded or {}):
        attribute = kind.attribute(path)
        how = access(path)
        d: Value | Missing = declared.get(path, ABSENT)
        r: Value | Missing = (recorded or {}).get(path, ABSENT)
        live_value, why = live_of(live, path, how)
        klass = _classify(attribute, d, r, live_value, why, live)
        last = live.stale.get(path, ABSENT)
        rows.append(Compared(path, attribute, how, klass, d, r, live_value, last, why))
    return rows


def live_of(live: LiveObject, path: str, access: Access) -> tuple[Value | Missing, Unknown | None]:
    """The live value of an attribute, and why it is unknown when it is."""
    if live.existence is Existence.ABSENT:
        return ABSENT, None
    if path in live.attrs:
        return live.attrs[path], None
    if path in live.unknown:
        return UNKNOWN, live.unknown[path]
    if live.existence is Existence.UNKNOWN and live.why in NEVER_WRITE:
        return UNKNOWN, live.why
    if path in live.stale:
        return UNKNOWN, Unknown.STALE
    if live.existence is Existence.UNKNOWN:
        return UNKNOWN, live.why or Unknown.NOT_SEEN
    return (ABSENT, None) if access.read == "api" else (UNKNOWN, Unknown.NOT_SEEN)


def _classify(
    attribute: Attribute | None,
    declared: Value | Missing,
    recorded: Value | Missing,
    live: Value | Missing,
    why: Unknown | None,
    seen: LiveObject,
) -> Class:
    if declared == recorded == live and not isinstance(declared, Missing):
        return Class.SAME

    def reduced(value: Value | Missing) -> object:
        return value if isinstance(value, Missing) else key(attribute, value)

    if attribute is not None and attribute.compare is Compare.CATEGORY:
        live = _as_spelt(live, declared, seen)
    klass = classify(reduced(declared), reduced(recorded), reduced(live))
    if klass in (Class.BLIND, Class.CHECK) and why in NEVER_WRITE:
        return Class.LOOK
    return klass


def _as_spelt(live: Value | Missing, declared: Value | Missing, seen: LiveObject) -> Value | Missing:
    """A category may be declared by its platform id instead of its name."""
    if isinstance(declared, str) and declared.isdigit() and seen.ids.get("category_id") == declared:
        return declared
    return live


def _paths(kind: Kind, declared: Attrs, recorded: Attrs) -> Iterable[str]:
    """In the order of the model; passed-through keys after."""
    known = [item.path for item in kind.attributes if item.path in declared or item.path in recorded]
    ordered = dict.fromkeys(known)
    extra = sorted({*declared, *recorded} - set(ordered))
    return (*ordered, *extra)


def is_ignored(lifecycle: Lifecycle, address: Address, path: str, live: object, now: datetime) -> IgnoreRule | None:
    """The rule that takes an attribute out of the comparison, if one does.

    A rule with a value accepts that one live value, until the end of its day.
    """
    for rule in lifecycle.ignore:
        if not (rule.where.covers(address) and rule.where.covers_attr(path)):
            continue
        if rule.expires is not None and now.astimezone(BEIJING).date() > rule.expires:
            continue
        if rule.value is None or _accepts(rule.value, live):
            return rule
    return None


def _accepts(value: Any, live: object) -> bool:
    """Ignore rules hold texts, as YAML does."""
    if isinstance(value, Mapping):
        return isinstance(live, Mapping) and {k: _text(v) for k, v in value.items()} == {
            k: _text(v) for k, v in live.items()
        }
    if isinstance(value, list):
        return isinstance(live, list | tuple) and sorted(map(_text, value)) == sorted(map(_text, live))
    return _text(value) == _text(live)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return text.rstrip("0").rstrip(".") if text.replace(".", "", 1).isdigit() and "." in text else text
