"""Content that brings nobody: said where it is known, and only there."""

from __future__ import annotations

from typing import Any

import pytest

from storeconf.core import clock
from storeconf.rules.catalogue import BY_ID
from storeconf.rules.lint import lint_line

NOW = clock.parse_instant("2026-03-09T10:00:00+08:00")
VIDEO = {"video_id": "7344", "product": "mxw", "mount": "component", "tracking": "shortvideo_0225_douyin"}
LIVE = {"starts": "2026-03-08T19:00:00+08:00", "ends": "2026-03-08T22:00:00+08:00", "products": ["mxw"]}
SOME = {"short_video": 5, "live": 5, "search": 5}


def found(
    facts: dict[str, Any], account: dict[str, Any] | None = None, lives: Any = None, **video: Any
) -> list[tuple[str, str]]:
    """Path and message of what OPS-20 says of a chain with one video."""
    store = {"videos": {"0225-mxw": {**VIDEO, **video}}, "lives": lives or {}}
    line = {"store": store, "account": account or {}, "products": {"mxw": {"title": "毛血旺"}}, "facts": facts}
    return [(one["path"], one["message"]) for one in lint_line(line, NOW, rules=[BY_ID["OPS-20"]])["findings"]]


def test_a_mounted_video_that_brought_nobody_is_said() -> None:
    ((path, message),) = found({"channels": SOME, "videos": {"7344": 0}})
    assert path.endswith("videos.0225-mxw.mount")
    assert message == "视频 0225-mxw 挂着团购，最近 7 天没有带来一次核销"


@pytest.mark.parametrize(
    ("facts", "video"),
    [
        ({"videos": {"7344": 1}}, {}),
        ({}, {}),
        ({"videos": {"9999": 0}}, {}),
        ({"videos": {"7344": 0}}, {"mount": "none"}),
        ({"videos": {"7344": 0}}, {"tracking": "shortvideo_0303_douyin"}),
        ({"videos": {"7344": 0}}, {"tracking": "nonsense"}),
    ],
    ids=["brought one", "not known", "another's", "carries nothing", "six days old", "of no day"],
)
def test_silence_is_better_than_a_false_alarm(facts: dict[str, Any], video: dict[str, Any]) -> None:
    assert found({"channels": SOME, **facts}, **video) == []


def test_the_accounts_window_and_channels_count() -> None:
    facts = {"channels": SOME, "videos": {"7344": 0}}
    assert len(found(facts, {"attribution": {"window_days": 12}})) == 1
    assert found(facts, {"attribution": {"window_days": 13}}) == []
    assert found(facts, {"attribution": {"channels": ["live"]}}) == []


def test_a_product_that_a_livestream_carried_in_vain_is_said() -> None:
    facts = {"channels": SOME, "sold": {"@A/product/mxw": {"live": 0}}}
    ((path, message),) = found(facts, lives={"2026-03-08": LIVE})
    assert path == "@A/product/mxw"
    assert "毛血旺" in message
    assert found({**facts, "sold": {"@A/product/mxw": {"live": 1}}}, lives={"2026-03-08": LIVE}) == []


@pytest.mark.parametrize(
    "live",
    [
        {"starts": "2026-03-09T19:00:00+08:00", "ends": "2026-03-09T22:00:00+08:00"},
        {"starts": "2026-02-20T19:00:00+08:00", "ends": "2026-02-20T22:00:00+08:00"},
    ],
    ids=["to come", "long past"],
)
def test_only_livestreams_of_the_window_count(live: dict[str, str]) -> None:
    facts = {"channels": SOME, "sold": {"@A/product/mxw": {"live": 0}}}
    assert found(facts, lives={"x": {**LIVE, **live}}) == []


def test_a_silent_channel_is_said_once() -> None:
    facts = {"channels": {**SOME, "live": 0}, "sold": {"@A/product/mxw": {"live": 0}}}
    assert [message for _, message in found(facts, lives={"2026-03-08": LIVE})] == ["“直播间引流”的来源数据是 0"]
