"""Where visits come from: read once a day, seen in the report, in the lights and in the findings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from storeconf.core import clock
from support import NOW, Cli, edit

TOMORROW = clock.iso(clock.parse_instant(NOW) + timedelta(days=1))
LATER = clock.iso(clock.parse_instant(NOW) + timedelta(days=3))


def light(cli: Cli, store: str, now: str = "") -> dict[str, Any]:
    """A store's attribution."""
    (found,) = cli("status", store, "--format", "json", now=now).json["stores"]
    link: dict[str, Any] = found["chain"][4]
    return link


def report(cli: Cli, now: str = "") -> dict[str, Any]:
    (account,) = cli("tracking", "--report", "--format", "json", now=now).json["accounts"]
    found: dict[str, Any] = account
    return found


def fetched(cli: Cli, now: str = "") -> str:
    return cli("tracking", "--fetch", now=now).err


def test_the_light_waits_for_what_was_read(fleet: Cli) -> None:
    before = light(fleet, "bj-sanlitun")
    assert (before["state"], before["next"]) == ("not_seen", "storeconf tracking --fetch")
    fetched(fleet)
    assert light(fleet, "bj-sanlitun")["state"] == "ok"
    silent = light(fleet, "sz-nanshan")
    assert (silent["state"], silent["because"]) == ("broken", "短视频引流、直播间引流没有带来核销")
    assert silent["next"] == "storeconf tracking --report"


def test_counts_that_are_too_old_are_no_counts(fleet: Cli) -> None:
    fetched(fleet)
    found = light(fleet, "bj-sanlitun", LATER)
    assert (found["state"], found["because"]) == ("not_seen", "渠道数据没有读全")
    assert "3 天没有读全" in fleet("tracking", "--report", now=LATER).out


def test_only_days_that_are_not_over_are_read_again(fleet: Cli) -> None:
    assert fetched(fleet) == "@shuyu：读取了 8 天的渠道数据\n"
    assert fetched(fleet) == "@shuyu：读取了 1 天的渠道数据\n"
    assert fetched(fleet, TOMORROW) == "@shuyu：读取了 2 天的渠道数据\n"


def test_reading_twice_counts_once(fleet: Cli) -> None:
    fetched(fleet)
    before = report(fleet)
    fetched(fleet)
    assert report(fleet) == before


def test_the_report_adds_up(fleet: Cli) -> None:
    fetched(fleet)
    found = report(fleet)
    assert (found["account"], found["since"], found["until"], found["missing"]) == (
        "shuyu",
        "2026-03-02",
        "2026-03-09",
        [],
    )
    for store in found["stores"]:
        for channel, count in store["channels"].items():
            assert count == sum(product["channels"][channel] for product in store["products"])
    brought = sum(one["coupons"] for one in found["contents"])
    through = sum(store["channels"][name] for store in found["stores"] for name in ("short_video", "live"))
    assert brought == through > 0
    declared = [one["address"] for one in found["contents"] if one["address"]]
    assert "bj-sanlitun/video/0309-maoxuewang" in declared


def test_the_report_is_shown_in_both_languages(fleet: Cli) -> None:
    fetched(fleet)
    chinese, english = fleet("tracking", "--report").out, fleet("tracking", "--report", "--lang", "en").out
    assert "短视频引流  直播间引流  搜索引流  其他来源" in chinese
    assert "直播间" in chinese.split("内容")[1]
    assert "short videos" in english
    assert "经典双人火锅套餐" in fleet("tracking", "--products").out.split("内容")[0]


def test_a_livestream_is_known_by_its_hour(fleet: Cli) -> None:
    night = "2026-03-10T10:00:00+08:00"
    fetched(fleet, night)
    lives = {one["address"] for one in report(fleet, night)["contents"] if one["kind"] == "live"}
    assert lives == {"bj-sanlitun/live/2026-03-09", ""}, "last night's is declared, the week before's is not"


def test_silent_channels_are_findings_of_the_rules(fleet: Cli) -> None:
    assert fleet("validate", "--format", "json").json["diagnostics"] == []
    fetched(fleet)
    found = fleet("validate", "--format", "json").json["diagnostics"]
    assert {one["code"] for one in found} == {"OPS-20"}
    assert any("门店 sz-nanshan：短视频引流、直播间引流" in one["detail"] for one in found)
    assert len(found) == 7


def test_a_video_that_brings_nobody_is_a_finding(fleet: Cli) -> None:
    fetched(fleet, TOMORROW)
    edit(fleet.folder / "stores/shuyu/bj-wangjing.yaml", "shortvideo_0306_douyin", "shortvideo_0301_douyin")
    found = fleet("validate", "--format", "json", now=TOMORROW).json["diagnostics"]
    (video,) = (one for one in found if one["address"] == "bj-wangjing/video/0306-new-dish")
    assert video["code"] == "OPS-20"
    assert "没有带来一次核销" in video["detail"]
    assert video["range"]["start"]["line"] > 1


def test_channels_that_the_account_does_not_mean_to_use_are_no_gap(fleet: Cli) -> None:
    account = fleet.folder / "stores/accounts/shuyu.yaml"
    edit(account, "channels: [short_video, live, search]", "channels: [search]")
    fetched(fleet)
    assert light(fleet, "sz-nanshan")["state"] == "ok"


# -- what can't be read --------------------------------------------------------------------------------------------------


def test_an_account_without_the_scope_is_told_how_to_get_it(fleet: Cli) -> None:
    result = fleet("tracking", "hz-yunqi-hotel", "--fetch", code=1)
    assert "账号 yunqi 的 api 里没有 records" in result.err
    assert "life.capacity.billing" in result.err
    assert fleet("tracking", "hz-yunqi-hotel", "--report").out == "没有账号能读渠道数据。\n"


def test_one_accounts_trouble_does_not_stop_the_others(fleet: Cli) -> None:
    result = fleet("tracking", "hz-yunqi-hotel", "bj-sanlitun", "--fetch", code=1)
    assert "@shuyu：读取了 8 天的渠道数据" in result.err
    assert "SC543" in result.err


def test_every_account_has_a_window_of_its_own(fleet: Cli) -> None:
    edit(fleet.folder / "stores/accounts/yunqi.yaml", "publish]", "publish, records]")
    assert "@yunqi：读取了 15 天的渠道数据" in fetched(fleet)


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b""])
def test_a_damaged_table_is_said_and_can_be_read_again(fleet: Cli, content: bytes) -> None:
    fetched(fleet)
    table = fleet.folder / ".storeconf/sandbox/visits.db"
    table.write_bytes(content)
    result = fleet("tracking", "--report", code=None)
    if content:
        assert result.code == 1
        assert "SC541" in result.err
        table.unlink()
    assert "8 天" in fetched(fleet)
    assert light(fleet, "bj-sanlitun")["state"] == "ok"


def test_a_renewed_sandbox_has_other_customers(fleet: Cli) -> None:
    fetched(fleet)
    fleet("sandbox", "reset")
    assert light(fleet, "bj-sanlitun")["state"] == "not_seen"


def test_nothing_of_a_customer_is_kept(fleet: Cli) -> None:
    fetched(fleet)
    kept = (fleet.folder / ".storeconf/sandbox/visits.db").read_bytes()
    assert b"139111" not in kept
    assert b"_000" not in kept
