"""All kinds, listed by hand. A test compares this list with the kinds that the package defines."""

from __future__ import annotations

from storeconf.model import booking, follow_up, live, poi, product, verification, video
from storeconf.model.kind import Kind

KINDS: tuple[Kind, ...] = (
    verification.VERIFICATION_TOOL,
    verification.ANOMALY_RULES,
    poi.KIND,
    product.KIND,
    video.KIND,
    live.KIND,
    follow_up.PAYMENT_REPLY,
    follow_up.VOICE_CALL,
    follow_up.PINNED_VIDEO,
    booking.KIND,
)
"""In the order in which they are applied and shown."""

BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}

PRODUCT = product.KIND
POI = poi.KIND
