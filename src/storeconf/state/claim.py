"""The lease on a shared state: who may change it, until when. It is renewed while its holder lives, and ends by itself.

The moment it ends is the holder's clock; another machine's may differ, so it waits a little longer than that.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from storeconf.core import clock
from storeconf.state import lease

LIVES = timedelta(minutes=5)
"""How long a lease outlives the last sign of its holder."""
SKEW = timedelta(minutes=1)
"""How far the clocks of two machines may differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One holder's lease."""

    id: str
    who: str
    host: str
    pid: str
    since: str
    until: str
    doing: str

    def renewed(self, now: datetime) -> Claim:
        """The same lease, for longer."""
        return replace(self, until=clock.iso(now + LIVES))

    def is_over_for_others(self, now: datetime) -> bool:
        """Whether somebody else may take it: surely ended, whatever the difference of the clocks."""
        return now > clock.parse_instant(self.until) + SKEW

    def is_over(self, now: datetime) -> bool:
        """Whether its own holder must stop."""
        return now > clock.parse_instant(self.until)

    def is_half_over(self, now: datetime) -> bool:
        """Whether it is time to renew it."""
        return now > clock.parse_instant(self.until) - LIVES / 2

    def as_json(self) -> bytes:
        """As it lies on the branch."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()

    def facts(self) -> Mapping[str, str]:
        """What whoever is refused is told."""
        return asdict(self)


def made(doing: str, now: datetime, claim_id: str = "") -> Claim:
    """A lease of this process; with the id of an earlier one that it goes on with."""
    return Claim(
        id=claim_id or secrets.token_hex(4),
        since=clock.iso(now),
        until=clock.iso(now + LIVES),
        doing=doing,
        **lease.me(),
    )


def read(data: bytes) -> Claim:
    """A lease as it lies on the branch. Raises ValueError for anything else."""
    found = json.loads(data)
    try:
        claim = Claim(**{name: str(value) for name, value in found.items()})
    except (TypeError, AttributeError):
        raise ValueError("no lease") from None
    clock.parse_instant(claim.until)
    return claim
