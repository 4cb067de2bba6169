"""What is special about places: another POI id means another shop, and everything sold there moves with it."""

from __future__ import annotations

from collections.abc import Iterable

from storeconf.plan.compare import Compared
from storeconf.plan.job import Job


def check(job: Job, rows: Iterable[Compared]) -> None:
    """A rebind is never taken for granted, even when the new place is there already."""
    if job.kind.name != "poi" or job.recorded is None:
        return
    old, new = job.recorded.get("id"), job.resource.attrs.get("id")
    if old is None or new is None or old == new:
        return
    job.note("rebind", old=str(old), new=str(new))
    if not job.context.decisions.allows("rebind"):
        job.block("allow:rebind")
