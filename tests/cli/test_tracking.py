"""`storeconf tracking`: what is missing or wrong, and what is written where."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from conftest import MakeProject
from support import Cli, edit

STORE = "stores/shuyu/bj-sanlitun.yaml"


def videos(cli: Cli, *arguments: str, code: int = 0) -> dict[str, dict[str, Any]]:
    """Every video by address."""
    found = cli("tracking", "--format", "json", *arguments, code=code).json
    assert found["format_version"] == "1.0"
    return {one["address"]: one for one in found["videos"]}


def lines_changed(before: str, path: Path) -> list[str]:
    """Lines that are new, and with a minus those that are gone."""
    done = subprocess.run(
        ["diff", "-", str(path)], input=before, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    return [line for line in done.stdout.splitlines() if line[:1] in "<>"]


def test_the_sample_has_every_source(fleet: Cli) -> None:
    assert {one["state"] for one in videos(fleet).values()} == {"ok"}
    assert fleet("tracking").out.splitlines()[-1] == "7 条视频，0 条要改"
    assert fleet("tracking", "--lang", "en").out.splitlines()[-1] == "7 videos, 0 to be changed"


def test_a_missing_source_is_written_as_one_line(fleet: Cli) -> None:
    path = fleet.folder / STORE
    edit(path, "      tracking: shortvideo_0309_douyin\n", "")
    before = path.read_text(encoding="utf-8")
    one = videos(fleet)["bj-sanlitun/video/0309-maoxuewang"]
    assert (one["state"], one["proposal"], one["source"]) == ("missing", "shortvideo_0309_douyin", "")
    result = fleet("tracking", "--write").out
    assert f"已写入 {STORE}：shortvideo_0309_douyin" in result
    assert "生成追踪链接" in result
    assert lines_changed(before, path) == [">       tracking: shortvideo_0309_douyin"]
    assert videos(fleet)["bj-sanlitun/video/0309-maoxuewang"]["state"] == "ok"
    fleet("validate")


def test_writing_again_changes_nothing(fleet: Cli) -> None:
    before = (fleet.folder / STORE).read_bytes()
    fleet("tracking", "--write")
    assert (fleet.folder / STORE).read_bytes() == before


@pytest.mark.parametrize(
    ("source", "state", "proposal"),
    [
        ("video_0309", "shape", "shortvideo_0309_douyin"),
        ("shortvideo_0230_douyin", "no_such_day", "shortvideo_0309_douyin"),
        ("shortvideo_0308_douyin_5", "other_day", "shortvideo_0309_douyin"),
        ("shortvideo_0305_douyin", "other_day", "shortvideo_0309_douyin"),
        ("live_0309_douyin", "ok", ""),
    ],
)
def test_a_wrong_source_is_said_and_left_to_people(fleet: Cli, source: str, state: str, proposal: str) -> None:
    edit(fleet.folder / STORE, "tracking: shortvideo_0309_douyin", f"tracking: {source}")
    one = videos(fleet, "--write")["bj-sanlitun/video/0309-maoxuewang"]
    assert (one["source"], one["state"], one["proposal"], one["written"]) == (source, state, proposal, "")


def test_two_videos_with_one_source_can_not_be_told_apart(fleet: Cli) -> None:
    path = fleet.folder / STORE
    edit(path, "0305-hotpot", "0309-hotpot")
    edit(path, "tracking: shortvideo_0305_douyin", "tracking: shortvideo_0309_douyin")
    found = videos(fleet)
    first, second = found["bj-sanlitun/video/0309-maoxuewang"], found["bj-sanlitun/video/0309-hotpot"]
    assert first["state"] == "ok"
    assert (second["state"], second["same_as"]) == ("duplicate", first["address"])
    assert second["proposal"] == "shortvideo_0309_douyin_2"


def test_only_the_named_stores_are_shown_but_all_count(fleet: Cli) -> None:
    edit(fleet.folder / "stores/shuyu/bj-wangjing.yaml", "      tracking: shortvideo_0306_douyin\n", "")
    edit(fleet.folder / STORE, "tracking: shortvideo_0305_douyin", "tracking: shortvideo_0306_douyin")
    found = videos(fleet, "bj-wangjing")
    assert list(found) == ["bj-wangjing/video/0306-new-dish"]
    assert found["bj-wangjing/video/0306-new-dish"]["proposal"] == "shortvideo_0306_douyin_2"
    assert "bj-wangjin" in fleet("tracking", "bj-wangjin", code=1).err


def test_another_kind_may_be_asked_for(fleet: Cli) -> None:
    edit(fleet.folder / STORE, "      tracking: shortvideo_0309_douyin\n", "")
    assert videos(fleet, "--kind", "feed")["bj-sanlitun/video/0309-maoxuewang"]["proposal"] == "feed_0309_douyin"
    assert "小写字母" in fleet("tracking", "--kind", "Short Video", code=64).err


# -- where sources are written -------------------------------------------------------------------------------------------

PROJECT = {
    "stores/account.yaml": """
        apiVersion: storeconf/v1
        kind: Account
        metadata: {name: a, title: 账号}
        spec: {account_id: "7012345678901234567", role: self, api: none}
        """,
    "stores/_defaults.yaml": """
        apiVersion: storeconf/v1
        kind: Defaults
        metadata: {account: a}
        spec: {videos: {0309-all: {video_id: "7344", mount: none}}}
        """,
}


def store(name: str, spec: str) -> str:
    return f"apiVersion: storeconf/v1\nkind: Store\nmetadata: {{name: {name}, title: 店}}\nspec: {spec}\n"


@pytest.mark.parametrize(
    ("spec", "becomes"),
    [
        ("{counter: 左}", "{counter: 左, videos: {0309-all: {tracking: shortvideo_0309_douyin}}}"),
        (
            "{videos: {0309-all: {caption: 好}}}",
            "{videos: {0309-all: {caption: 好, tracking: shortvideo_0309_douyin}}}",
        ),
    ],
)
def test_a_video_from_the_defaults_gets_its_source_in_the_store(
    make_project: MakeProject, spec: str, becomes: str
) -> None:
    cli = make_project({**PROJECT, "stores/s.yaml": store("s", spec)})
    assert "已写入" in cli("tracking", "--write").out
    assert (cli.folder / "stores/s.yaml").read_text(encoding="utf-8") == store("s", becomes)
    assert [one["state"] for one in videos(cli).values()] == ["ok"]


def test_a_row_of_a_table_is_left_to_people(make_project: MakeProject) -> None:
    rows = "apiVersion: storeconf/v1\nkind: StoreSet\nrows: s.csv\ncolumns: {店: metadata.name, 名: metadata.title}\n"
    cli = make_project({**PROJECT, "stores/set.yaml": rows, "stores/s.csv": "店,名\ns1,一店\ns2,二店\n"})
    result = cli("tracking", "--write").out
    assert result.count("请手工写") == 2
    assert "videos.0309-all.tracking 写成 shortvideo_0309_douyin_2" in result
    assert (cli.folder / "stores/s.csv").read_text(encoding="utf-8") == "店,名\ns1,一店\ns2,二店\n"


def test_a_day_has_room_for_ninety_nine(make_project: MakeProject) -> None:
    stores = {f"stores/s{n:03d}.yaml": store(f"s{n:03d}", "{counter: 左}") for n in range(100)}
    cli = make_project({**PROJECT, **stores})
    found = videos(cli, "--write")
    assert found["s098/video/0309-all"]["written"] == "stores/s098.yaml"
    assert (found["s099/video/0309-all"]["proposal"], found["s099/video/0309-all"]["written"]) == ("", "")
    assert "换一个类型" in cli("tracking", "s099").out
    assert videos(cli, "--write", "--kind", "shortvideob")["s099/video/0309-all"]["written"] == "stores/s099.yaml"
    assert "OPS-21" not in cli("validate", code=None).out


def test_a_file_that_can_not_be_written_is_said(make_project: MakeProject, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("storeconf.source.splicing.replace_file", full)
    cli = make_project({**PROJECT, "stores/s.yaml": store("s", "{counter: 左}")})
    result = cli("tracking", "--write", code=1).out
    assert "请手工写 shortvideo_0309_douyin" in result


def test_hostile_text_stays_text(make_project: MakeProject) -> None:
    evil = '{videos: {x: {tracking: "a\\e[31m\\u202e", caption: 好}}}'
    cli = make_project({**PROJECT, "stores/s.yaml": store("s", evil)})
    shown = cli("tracking", code=None)
    assert "\x1b" not in shown.out + shown.err
    assert "\u202e" not in shown.out + shown.err


def test_a_project_without_videos_says_so(make_project: MakeProject) -> None:
    cli = make_project({"stores/account.yaml": PROJECT["stores/account.yaml"]})
    assert cli("tracking").out == "没有短视频。\n"
    assert videos(cli) == {}
