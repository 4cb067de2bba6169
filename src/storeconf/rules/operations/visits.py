"""Content that brings nobody: a mounted video without a sale, a product that a livestream carried in vain (S000 五.1).

`facts.channels` counts a store's visits by channel, `facts.videos.ID` those of a video, `facts.sold.ADDRESS.CHANNEL`
those of a product; what isn't there isn't known.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from storeconf.core.text import Text
from storeconf.rules.case import Case, Chain
from storeconf.rules.fields import Fields
from storeconf.rules.operations import setup
from storeconf.rules.rule import Hit
from storeconf.rules.text import tracking

WINDOW_DAYS = 7
"""When the account doesn't say within how many days a channel should bring somebody."""

VIDEO_IDLE = Text(
    "视频 {key} 挂着团购，最近 {days} 天没有带来一次核销",
    "video {key} carries a product and brought nobody in the last {days} days",
)
LOOK_AT_VIDEO = Text(
    "看看视频的位置、团购组件和文案；不再推广就从 YAML 里删掉",
    "look at the video's location, component and caption; remove it from the YAML if it is not promoted any more",
)
LIVE_IDLE = Text(
    "商品 {product} 最近 {days} 天上过直播，直播间没有带来一次核销",
    "product {product} was in a livestream within the last {days} days, and the livestream brought nobody to it",
)
LOOK_AT_LIVE = Text(
    "看看直播间的商品挂载和口播：观众有没有看到、点得到这个商品",
    "look at the livestream's mounts and script: could viewers see the product, and tap it",
)


def idle(case: Case, meant: frozenset[str]) -> Iterator[Hit]:
    """What is mounted within the channels that the account means to use, and brings nobody."""
    chain = setup.of_chain(case)
    days = int(chain.account.number("attribution.window_days") or WINDOW_DAYS)
    if "short_video" in meant:
        yield from _videos(case, chain, days)
    if "live" in meant and (case.facts.number("channels.live") or 0) > 0:
        yield from _lives(case, chain, days)


def _videos(case: Case, chain: Chain, days: int) -> Iterator[Hit]:
    for key, video in setup.videos(chain):
        visits = case.facts.number(f"videos.{video.text('video_id')}")
        if visits is not None and visits <= 0 and video.text("mount") == "component" and _old(case, video, days):
            path = f"videos.{key}.mount"
            yield Hit(message=VIDEO_IDLE(key=key, days=days), fix=LOOK_AT_VIDEO, path=path)


def _old(case: Case, video: Fields, days: int) -> bool:
    """Whether a video was out all the time. One without a date is taken to be new: silence is better than a false alarm."""
    day = tracking.day_of(video.text("tracking"), case.now.date())
    return day is not None and day <= case.now.date() - timedelta(days=days)


def _lives(case: Case, chain: Chain, days: int) -> Iterator[Hit]:
    told: set[str] = set()
    since = case.now - timedelta(days=days)
    for live in chain.lives.values():
        starts = live.moment("starts")
        if starts is None or not since <= starts or not setup.is_over(live, case.now):
            continue
        for name in map(str, live.items("products")):
            address = setup.product_address(chain, name)
            visits = case.facts.number(f"sold.{address}.live")
            if visits is not None and visits <= 0 and address not in told:
                told.add(address)
                message = LIVE_IDLE(product=setup.product_name(chain, name), days=days)
                yield Hit(message=message, fix=LOOK_AT_LIVE, path=address)
