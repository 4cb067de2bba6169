"""Videos and livestreams: they wait for their product, they are due before the show, and a past show is history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from storeconf.core import clock
from storeconf.core.address import parse_address
from storeconf.core.values import Attrs
from storeconf.model.review import Verdict
from storeconf.plan.job import Job
from storeconf.platform.live import Existence, Review


@dataclass(frozen=True, slots=True)
class Wait:
    """What something waits for."""

    code: str
    values: Mapping[str, str]


def is_history(kind: str, attrs: Attrs, now: datetime) -> bool:
    """Whether it is a livestream that is over."""
    ends = attrs.get("ends") or attrs.get("starts")
    return kind == "live" and ends is not None and clock.parse_instant(str(ends)) < now


def due(job: Job) -> str:
    """The moment before which the step has to be done; a livestream's start."""
    return str(job.resource.attrs.get("starts", "")) if job.kind.name == "live" else ""


def waits_for(job: Job) -> Wait | None:
    """Which product a mount waits for: it must be approved, online, and sold at the same place."""
    for address in job.resource.mounts:
        product = job.context.live(parse_address(address))
        values = {"product": address}
        if product.existence is Existence.UNKNOWN:
            return Wait("product_unknown", values)
        if product.existence is Existence.ABSENT:
            return Wait(_unborn(product.review), values)
        if product.banned or product.attrs.get("shelf", "online") != "online":
            return Wait("product_offline", values)
        poi, sold_at = job.resource.attrs.get("poi") or _own_poi(job), product.attrs.get("stores")
        if poi and isinstance(sold_at, list | tuple) and poi not in sold_at:
            return Wait("product_other_poi", values)
    return None


def _unborn(review: Review | None) -> str:
    if review is None:
        return "product_missing"
    return "product_rejected" if review.verdict is Verdict.REJECTED else "product_in_review"


def _own_poi(job: Job) -> str:
    store = job.context.stores.get(job.unit.name)
    return store.poi_id if store is not None else ""
