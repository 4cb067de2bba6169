"""What machines read: JSON that agrees with the published schemas, for every command that prints any."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from commands import command_of, every_command
from storeconf.cli.base import Command
from storeconf.render.schemas import schema_text
from support import Cli, edit

PLANS = (
    ("plan",),
    ("plan", "--unmanaged"),
    ("plan", "--target", "bj-*"),
    ("plan", "--take", "declared", "*", "--restore", "*", "--allow", "remove", "--resubmit", "*"),
    ("plan", "--where", "brand=shuyu"),
    ("drift",),
    ("drift", "--target", "sz-nanshan"),
)
PRINTS_JSON = {path for path in every_command() if "json" in getattr(command_of(path), "formats", ())}


def check(data: Any, schema: str) -> None:
    """Data against a published schema."""
    jsonschema.Draft202012Validator(json.loads(schema_text(schema))).validate(data)


@pytest.mark.parametrize("command", PLANS, ids=" ".join)
def test_plan_agrees_with_its_schema(command: tuple[str, ...], fleet: Cli) -> None:
    data = fleet(*command, "--format", "json").json
    check(data, "plan")
    assert data["format_version"].startswith("1.")


def test_saved_plan_is_the_printed_one(fleet: Cli) -> None:
    saved = fleet.folder / "p.json"
    printed = fleet("plan", "--format", "json", "-o", str(saved)).json
    assert json.loads(saved.read_text(encoding="utf-8")) == printed


def test_plan_with_a_broken_store_agrees_with_its_schema(fleet: Cli) -> None:
    edit(fleet.folder / "stores/yanli/hz-yanli-hubin.yaml", "kind: Store", "kind: Shop")
    data = fleet("plan", "--format", "json", code=1).json
    check(data, "plan")
    assert data["incomplete"] is True
    assert [one["code"] for one in data["diagnostics"] if one["severity"] == "error"] == ["SC201"]


def test_diagnostics_agree_with_their_schema(fleet: Cli) -> None:
    edit(fleet.folder / "stores/yanli/hz-yanli-hubin.yaml", "kind: Store", "kind: Shop")
    data = fleet("validate", "--format", "json", code=1).json
    check(data, "diagnostics")
    (found,) = [one for one in data["diagnostics"] if one["severity"] == "error"]
    assert found["file"] == "stores/yanli/hz-yanli-hubin.yaml"
    assert found["range"]["start"] == {"line": 2, "column": 7}
    assert data["summary"]["errors"] == 1


def test_clean_project_has_an_empty_list_of_diagnostics(fleet: Cli) -> None:
    data = fleet("validate", "--format", "json").json
    check(data, "diagnostics")
    assert data["diagnostics"] == []


def test_snapshot_agrees_with_its_schema(fleet: Cli) -> None:
    check(fleet("fetch").json, "snapshot")


def test_todo_has_everything_a_person_needs(fleet: Cli) -> None:
    data = fleet("todo", "--format", "json").json
    assert data["format_version"] == "1.0"
    for step in data["steps"]:
        assert step["by"] == "hand"
        assert {"id", "address", "op", "menu_path", "expect", "digest", "attrs", "changed", "due", "owner"} <= set(step)
        assert step["menu_path"]
        assert step["digest"] in step["confirm"]
        assert step["address"] in step["confirm"]
        assert set(step["changed"]) <= {*step["attrs"], "url"}


def test_todo_and_plan_name_the_same_steps(fleet: Cli) -> None:
    by_hand = {step["id"] for step in fleet("plan", "--format", "json").json["steps"] if step["by"] == "hand"}
    assert {step["id"] for step in fleet("todo", "--format", "json").json["steps"]} == by_hand


def test_status_has_five_lights_for_every_store(fleet: Cli) -> None:
    data = fleet("status", "--format", "json").json
    assert len(data["stores"]) == 12
    for store in data["stores"]:
        assert [link["step"] for link in store["chain"]] == [
            "poi",
            "content",
            "verification",
            "follow_up",
            "attribution",
        ]
        assert {link["state"] for link in store["chain"]} <= {"ok", "broken", "waiting", "not_seen"}
        assert all(link["because"] and link["next"] for link in store["chain"] if link["state"] != "ok")


@pytest.mark.parametrize(
    "command",
    [
        ("show",),
        ("show", "bj-sanlitun"),
        ("show", "@shuyu"),
        ("show", "@shuyu/product/maoxuewang-solo"),
        ("show", "bj-sanlitun/payment_reply"),
        ("state", "list"),
        ("state", "list", "bj-*"),
        ("sandbox", "review", "--list"),
        ("apply", "--yes"),
        ("accept", "sz-nanshan/product/late-night-beer"),
    ],
    ids=" ".join,
)
def test_other_commands_print_json_and_nothing_else(command: tuple[str, ...], fleet: Cli) -> None:
    result = fleet(*command, "--format", "json")
    assert isinstance(result.json, dict | list)
    assert result.json


def test_log_of_the_sandbox_is_json(fleet: Cli) -> None:
    assert fleet("sandbox", "log", "--format", "json").json == []
    fleet("apply", "--yes")
    writes = fleet("sandbox", "log", "--format", "json").json
    assert writes
    assert all({"seq", "at", "call", "body", "result"} <= set(write) for write in writes)


def test_tracking_and_records_are_versioned(fleet: Cli) -> None:
    assert fleet("records", "--fetch", "--format", "json").json["format_version"] == "1.0"
    assert fleet("tracking", "--format", "json").json["format_version"] == "1.0"
    (account,) = fleet("tracking", "--report", "--format", "json").json["accounts"]
    assert {"account", "since", "until", "read_at", "missing", "stores", "contents"} == set(account)


def test_format_may_stand_before_the_command(fleet: Cli) -> None:
    assert fleet("--format", "json", "validate").json == fleet("validate", "--format", "json").json


def test_every_command_with_json_is_tested_here() -> None:
    tested: set[tuple[str, ...]] = {("validate",), ("plan",), ("drift",), ("todo",), ("status",), ("show",), ("apply",)}
    tested |= {("accept",), ("media",)}
    tested |= {("state", "list"), ("sandbox", "review"), ("sandbox", "log"), ("lint",), ("rules",)}
    tested |= {("records",), ("tracking",)}
    assert tested == PRINTS_JSON


@pytest.mark.parametrize(
    "path", [path for path in every_command() if isinstance(command_of(path), Command)], ids=" ".join
)
def test_format_that_a_command_cannot_print_is_wrong_usage(path: tuple[str, ...], fleet: Cli) -> None:
    if path in PRINTS_JSON:
        assert "json" in fleet(*path, "--help").out
    else:
        result = fleet("--format", "json", *path, *ARGUMENTS.get(path, ()), code=64)
        assert "json" in result.err


ARGUMENTS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("completion",): ("bash",),
    ("confirm",): ("bj-sanlitun/poi", "--step", "000000000000"),
    ("report",): ("--html", "-"),
    ("state", "show"): ("bj-sanlitun/poi",),
    ("state", "rm"): ("bj-sanlitun/poi",),
    ("state", "release"): ("bj-sanlitun/poi",),
    ("sandbox", "tamper"): ("price",),
}
"""What a command needs to get as far as its format."""


def test_money_is_yuan_text_and_absence_is_null(fleet: Cli) -> None:
    plan = fleet("plan", "--format", "json").json
    entries = {e["address"]: e for unit in plan["stores"] for name in ("changes", "conflicts") for e in unit[name]}
    price = next(a for a in entries["@shuyu/product/hotpot-four"]["attributes"] if a["path"] == "price")
    assert (price["class"], price["declared"], price["recorded"], price["live"]) == (
        "conflict",
        "238.00",
        "258.00",
        "248.00",
    )
    new = next(a for a in entries["@shuyu/product/crispy-pork"]["attributes"] if a["path"] == "price")
    assert (new["class"], new["declared"], new["recorded"], new["live"]) == ("create", "29.90", None, None)
