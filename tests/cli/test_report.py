"""`storeconf report` and `storeconf todo --format html`: files that anyone can open, and nobody else's overwritten."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from conftest import MakeProject
from markup import Page
from support import Cli


def page(file: Path) -> Page:
    """A written page."""
    return Page(file.read_text(encoding="utf-8"))


def test_report_of_the_sample_fleet(fleet: Cli, tmp_path: Path) -> None:
    target = tmp_path / "r.html"
    said = fleet("report", "--html", str(target))
    assert said.out == "" and "12 家门店" in said.err
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    found = page(target).data
    summary = fleet("plan", "--format", "json").json["summary"]
    counted = {name: sum(row["l"] == name for row in found["entries"]) for name in ("conflict", "drift", "rejected")}
    assert counted == {name: summary[name] for name in counted}
    assert sum(task["n"] for task in found["tasks"]) == len(fleet("todo", "--format", "json").json["steps"])
    lights = {
        one["name"]: [link["state"] for link in one["chain"]]
        for one in fleet("status", "--format", "json").json["stores"]
    }
    names = [one["id"] for one in found["lights"]]
    assert {store[0]: [names[light[0]] for light in store[5]] for store in found["stores"]} == lights


def test_report_speaks_english_and_covers_what_is_selected(fleet: Cli) -> None:
    found = Page(fleet("report", "--html", "-", "--lang", "en", "--where", "city=北京").out)
    assert found.attributes("html") == [{"lang": "en"}]
    assert [store[0] for store in found.data["stores"]] == ["bj-sanlitun", "bj-wangjing"]


def test_report_writes_over_an_earlier_one_and_over_nothing_else(fleet: Cli, tmp_path: Path) -> None:
    target = tmp_path / "r.html"
    for _ in range(2):
        fleet("report", "--html", str(target))
    target.write_text("<!doctype html><p>别人的", encoding="utf-8")
    assert "SC665" in fleet("report", "--html", str(target), code=3).err
    assert target.read_text(encoding="utf-8").endswith("别人的")


def test_report_needs_a_file(fleet: Cli) -> None:
    assert "--html" in fleet("report", code=64).err


def test_report_where_nothing_can_be_written(fleet: Cli, tmp_path: Path) -> None:
    said = fleet("report", "--html", str(tmp_path / "none" / "r.html"), code=1)
    assert "SC660" in said.err and "Traceback" not in said.err


def test_report_says_which_documents_it_could_not_read(make_project: MakeProject) -> None:
    cli = make_project(
        {
            "stores/a.yaml": "apiVersion: storeconf/v1\nkind: Account\nmetadata: {name: a}\nspec: {account_id: '1'}\n",
            "stores/s.yaml": "apiVersion: storeconf/v1\nkind: Store\nmetadata: {name: s, account: a}\nspec: {oops: 1}\n",
        }
    )
    said = cli("report", "--html", "-")
    assert "stores/s.yaml" in said.err
    assert [row["v"] for row in Page(said.out).data["findings"]] == ["error"]


def test_runbook_page_holds_every_step(fleet: Cli) -> None:
    found = Page(fleet("todo", "--format", "html").out).data
    steps = fleet("todo", "--format", "json").json["steps"]
    shown = [(address, task["digest"]) for task in found["tasks"] for address, *_ in task["whom"]]
    assert sorted(shown) == sorted((one["address"], one["digest"]) for one in steps)


@pytest.mark.parametrize("command", [("plan",), ("status",), ("report", "--html", "-")])
def test_html_is_refused_where_there_is_none(fleet: Cli, command: tuple[str, ...]) -> None:
    assert "html" in fleet("--format", "html", *command, code=64).err


def test_report_draws_verifications_and_channels_when_there_are_any(fleet: Cli) -> None:
    assert "<figcaption>" not in fleet("report", "--html", "-").out
    fleet("records", "assets/records/2026-03-08.csv")
    fleet("tracking", "--fetch")
    drawn = fleet("report", "--html", "-", "--lang", "en").out
    for caption in ("by hour", "by store", "From payment", "Failed verifications by day", "Where visits", "each video"):
        assert caption in drawn
    assert "13900001111" not in drawn
    (records,) = fleet.folder.glob(".storeconf/**/records.db")
    records.write_bytes(b"no database")
    said = fleet("report", "--html", "-", "--lang", "en")
    assert "no charts of verifications" in said.err and "<figcaption>" not in said.out
