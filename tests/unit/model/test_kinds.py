"""Kinds: their flags, their place, what removal means, which addresses are theirs, how values are taken apart."""

from __future__ import annotations

from typing import Any

import pytest

from storeconf.core.address import parse_address
from storeconf.model.fleet import default_out_id
from storeconf.model.kind import Compare, Flag, Kind, OnRemove, flatten
from storeconf.model.kinds import BY_NAME, KINDS


def flagged(flag: Flag) -> set[str]:
    """All attributes with a flag, as KIND.PATH."""
    return {f"{kind.name}.{one.path}" for kind in KINDS for one in kind.attributes if one.has(flag)}


@pytest.mark.parametrize(
    ("flag", "attributes"),
    [
        (
            Flag.IMMUTABLE,
            {"product.out_id", "product.product_id", "product.category", "product.kind", "video.video_id"},
        ),
        (Flag.MONEY, {"product.price"}),
        (Flag.AMOUNT, {"product.price", "product.origin_price"}),
        (Flag.EXPOSURE, {"product.shelf"}),
        (Flag.PASSED_ON, {"product.platform"}),
        (Flag.LOCAL, {"product.appointment.label", "product.flash_sale", "product.tenant"}),
    ],
)
def test_flag_stands_where_the_design_puts_it(flag: Flag, attributes: set[str]) -> None:
    assert flagged(flag) == attributes


@pytest.mark.parametrize(
    "attribute",
    [
        "product.subtitle_tags",
        "product.stores",
        "product.unusable.dates",
        "poi.scope",
        "live.products",
        "payment_reply.attachments",
        "pinned_video.shots",
        "verification_tool.papers",
        "product.visibility.whitelist",
    ],
)
def test_order_means_nothing_in_a_set(attribute: str) -> None:
    kind, _, path = attribute.partition(".")
    found = BY_NAME[kind].attribute(path)
    assert found is not None
    assert found.compare is Compare.SET


@pytest.mark.parametrize(
    ("name", "removal"),
    [
        ("product", OnRemove.OFF_SHELF),
        ("poi", OnRemove.FORGET),
        ("verification_tool", OnRemove.FORGET),
        *((name, OnRemove.FORGET_AND_CLEAN) for name in ("video", "live", "payment_reply", "voice_call", "booking")),
        *((name, OnRemove.FORGET_AND_CLEAN) for name in ("pinned_video", "anomaly_rules")),
    ],
)
def test_removal_of_a_kind(name: str, removal: OnRemove) -> None:
    assert BY_NAME[name].on_remove is removal


def test_every_kind_of_the_design_is_there() -> None:
    by_hand = {"video", "live", "payment_reply", "voice_call", "pinned_video", "booking"}
    assert set(BY_NAME) == {"verification_tool", "anomaly_rules", "poi", "product"} | by_hand


ADDRESSES = {
    "verification_tool": ("@a/verification_tool",),
    "anomaly_rules": ("@a/anomaly_rules",),
    "poi": ("bj/poi",),
    "product": ("bj/product/x", "@a/product/x"),
    "video": ("bj/video/x",),
    "live": ("bj/live/2026-03-09",),
    "payment_reply": ("bj/payment_reply",),
    "voice_call": ("bj/voice_call",),
    "pinned_video": ("bj/pinned_video",),
    "booking": ("bj/booking",),
}
EVERY_FORM = [
    f"{unit}/{name}{key}{attr}"
    for unit in ("bj", "@a")
    for name in BY_NAME
    for key in ("", "/x")
    for attr in ("", "#a")
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_address_fits_its_kind_alone(kind: Kind) -> None:
    assert all(kind.fits(parse_address(text)) for text in ADDRESSES[kind.name])
    others = {text for name, texts in ADDRESSES.items() if name != kind.name for text in texts}
    wrong = (set(EVERY_FORM) | others | {"bj", "@a", "bj#x"}) - set(ADDRESSES[kind.name])
    assert [text for text in wrong if kind.fits(parse_address(text)) and not text.endswith(f"/{kind.name}/x")] == []


@pytest.mark.parametrize(
    ("kind", "tree", "flat"),
    [
        (
            "product",
            {"sale": {"start": "a", "end": "b"}, "use": {"times": {"all_day": True}}, "title": "t"},
            {"sale.start": "a", "sale.end": "b", "use.times.all_day": True, "title": "t"},
        ),
        ("product", {"platform": {"Rich.Text": "1", "b": "2"}}, {"platform.Rich.Text": "1", "platform.b": "2"}),
        ("product", {"description": {"html": "<p>"}}, {"description": {"html": "<p>"}}),
        ("product", {"sale": None, "title": None, "items": []}, {"items": []}),
        ("poi", {"location": {"lat": "1", "lng": "2"}}, {"location": {"lat": "1", "lng": "2"}}),
        ("verification_tool", {"card": {"slots": True}}, {"card.slots": True}),
    ],
)
def test_maps_are_taken_apart_and_values_stay_whole(kind: str, tree: dict[str, Any], flat: dict[str, Any]) -> None:
    assert flatten(tree, BY_NAME[kind].attributes) == flat


@pytest.mark.parametrize(
    ("address", "out_id"), [("@shuyu/product/mxw", "mxw"), ("bj-sanlitun/product/mxw", "bj-sanlitun.mxw")]
)
def test_out_id_without_a_declared_one(address: str, out_id: str) -> None:
    assert default_out_id(parse_address(address)) == out_id
