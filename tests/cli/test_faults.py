"""Files that are broken, newer, locked, full or gone: one sentence, the exit code, nothing sent, nothing lost."""

from __future__ import annotations

import os
import queue
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse

import pytest

from runs import Shop, open_row, planned, records, saves, write_row, writes
from storeconf.core import clock
from storeconf.platform.sandbox.app import SandboxApp
from storeconf.platform.sandbox.database import Database
from storeconf.platform.sandbox.serve import serve
from storeconf.state import file
from support import NOW, Cli

SHOPS = tuple(Shop(slug, reply="谢谢惠顾") for slug in ("s1", "s2", "s3"))
COMMANDS = (("plan",), ("apply", "--yes"), ("drift",), ("todo",), ("status",), ("state", "list"), ("apply", "--resume"))


@pytest.fixture
def row(tmp_path: Path) -> Cli:
    """Each product gets a new price and goes off the shelf."""
    cli = open_row(tmp_path / "row", SHOPS)
    write_row(cli.folder, [replace(shop, price="21.90", shelf="offline") for shop in SHOPS])
    return cli


def state_of(cli: Cli) -> Path:
    return cli.folder / ".storeconf/sandbox/state.db"


def sql(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as database:
        database.execute(statement)
    database.close()


def alone(path: Path) -> None:
    """Everything in the one file, as after a backup."""
    sql(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


# -- a state that can't be used ------------------------------------------------------------------------------------------

BROKEN: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "something else": lambda path: path.write_bytes(b"kind: Store\n" * 500),
    "zeroed": lambda path: path.write_bytes(path.read_bytes()[:100] + bytes(path.stat().st_size - 100)),
}


@pytest.mark.parametrize("damage", BROKEN.values(), ids=BROKEN)
def test_broken_state_stops_every_command_with_one_sentence_and_stays_as_it_is(
    row: Cli, damage: Callable[[Path], object]
) -> None:
    path = state_of(row)
    alone(path)
    whole = path.read_bytes()
    damage(path)
    damaged = path.read_bytes()
    for command in COMMANDS:
        result = row(*command, code=1)
        assert "状态文件坏了" in result.err and "state.db" in result.err and "备份" in result.err, command
        assert "Traceback" not in result.err and result.out == "", command
        assert path.read_bytes() == damaged, command
    assert writes(Cli(_without_state(row))) == []
    path.write_bytes(whole)
    row("apply", "--yes")
    assert saves(row) == {f"{shop.slug}.lunch": 1 for shop in SHOPS}


def _without_state(cli: Cli) -> Path:
    """A copy of the project to look at its platform."""
    copy = cli.folder.parent / "look"
    (copy / ".storeconf/sandbox").mkdir(parents=True)
    (copy / "storeconf.yaml").write_bytes((cli.folder / "storeconf.yaml").read_bytes())
    for database in (cli.folder / ".storeconf/sandbox").glob("platform.db*"):
        (copy / ".storeconf/sandbox" / database.name).write_bytes(database.read_bytes())
    return copy


def test_state_of_a_newer_storeconf_is_refused_by_every_command_and_kept(row: Cli) -> None:
    sql(state_of(row), "UPDATE meta SET value='99' WHERE name='format'")
    for command in COMMANDS:
        result = row(*command, code=1)
        assert "99" in result.err and "升级" in result.err, command
        assert result.out == "", command
    sql(state_of(row), f"UPDATE meta SET value='{file.FORMAT}' WHERE name='format'")
    assert len(records(row)) == 3 * len(SHOPS)
    assert writes(row) == []


def test_state_that_another_program_keeps_locked_refuses_the_apply_and_reads_on(
    row: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file, "WAIT_SECONDS", 0.0)
    other = sqlite3.connect(state_of(row), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert "占用" in row("apply", "--yes", code=3).err
    for command in (("plan",), ("drift",), ("todo",), ("state", "list")):
        row(*command)
    other.execute("ROLLBACK")
    other.close()
    assert writes(row) == []
    row("apply", "--yes")


@pytest.mark.parametrize("pragma", ["query_only=ON", "max_page_count=1"], ids=["read-only", "full"])
def test_state_that_can_be_read_but_not_written_sends_nothing(
    row: Cli, monkeypatch: pytest.MonkeyPatch, pragma: str
) -> None:
    connect = file._connect

    def connected(path: Path) -> sqlite3.Connection:
        connection = connect(path)
        connection.execute(f"PRAGMA {pragma}")
        connection.execute("CREATE TEMP TABLE probe (x)") if "page" in pragma else None
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(file, "_connect", connected)
        row("plan")
        result = row("apply", "--yes", code=1)
        reason = "没有写的权限" if "query" in pragma else "磁盘满了"
        assert reason in result.err and "state.db" in result.err
    assert writes(row) == []
    row("apply", "--yes")
    assert set(saves(row).values()) == {1}


# -- a project folder that can't be used ---------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [("plan",), ("apply", "--yes"), ("drift",), ("status",), ("todo",)])
def test_project_folder_that_takes_no_files_is_one_sentence(tmp_path: Path, command: tuple[str, ...]) -> None:
    write_row(tmp_path, SHOPS)
    (tmp_path / ".storeconf").write_text("in the way", encoding="utf-8")
    result = Cli(tmp_path)(*command, code=1)
    assert ".storeconf" in result.err and "Traceback" not in result.err
    assert result.out == ""


@pytest.mark.parametrize("trouble", ["nowhere to put a state", "a broken state"])
def test_validate_needs_the_files_alone(row: Cli, trouble: str) -> None:
    folder = row.folder / ".storeconf"
    if trouble == "a broken state":
        state_of(row).write_bytes(b"")
    else:
        shutil.rmtree(folder)
        folder.write_text("in the way", encoding="utf-8")
    row("validate")


def test_validate_leaves_nothing_behind(tmp_path: Path) -> None:
    write_row(tmp_path, SHOPS)
    before = sorted(tmp_path.rglob("*"))
    Cli(tmp_path)("validate")
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "target", ["/dev/full", "missing/folder/plan.json", "."], ids=["full", "no folder", "a folder"]
)
def test_plan_that_cannot_be_saved_is_a_failure_that_names_the_file(row: Cli, target: str) -> None:
    path = target if target.startswith("/") else str(row.folder / target)
    result = row("plan", "-o", path, code=64 if target == "." else 1)
    assert path in result.err
    assert writes(row) == []


def test_observations_that_cannot_be_written_confirm_nothing(row: Cli) -> None:
    """Neither a file that nobody sees nor a record without its file."""
    step = next(step for step in planned(row)["steps"] if step["address"] == "s1/payment_reply")
    (row.folder / "observations").write_text("in the way", encoding="utf-8")
    before = records(row)
    result = row("confirm", step["address"], "--step", step["digest"], "--by", "我", code=1)
    assert "observations" in result.err and "Traceback" not in result.err
    assert records(row) == before


# -- a disk that is full in the middle -----------------------------------------------------------------------------------

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
from storeconf.cli.main import main
main(sys.argv[2:])
"""
"""No file grows beyond so many bytes: a full disk, for this process alone."""
SIZES = range(40_000, 340_000, 60_000)


@pytest.fixture
def platform() -> Iterator[Callable[[Cli], str]]:
    """Serves the platform of a project from this process, whose disk is not full."""
    shown: list[SandboxApp] = []
    port = queue.Queue[int]()

    def app(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        return shown[-1](environ, start_response)

    threading.Thread(target=serve, args=(app, 0, port.put), daemon=True).start()
    url = f"http://127.0.0.1:{port.get(timeout=30)}"

    def show(cli: Cli) -> str:
        database = Database(cli.folder / ".storeconf/sandbox/platform.db")
        shown.append(SandboxApp(database, lambda: clock.parse_instant(NOW)))
        return url

    yield show
    for one in shown:
        one.database.close()


def test_disk_that_fills_up_at_any_moment_loses_nothing_and_doubles_nothing(
    row: Cli, tmp_path: Path, platform: Callable[[Cli], str]
) -> None:
    alone(state_of(row))
    sent: list[int] = []
    for size in SIZES:
        cli = Cli(shutil.copytree(row.folder, tmp_path / str(size)))
        command = [sys.executable, "-c", LIMITED, str(size), *cli.command("apply", "--yes")[3:]]
        environment = {**os.environ, "STORECONF_BASE_URL": platform(cli)}
        done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)
        sent.append(len(writes(cli)))
        if done.returncode != 0:
            assert done.returncode == 1, done.stderr
            assert "state.db" in done.stderr and "Traceback" not in done.stderr, size
            kept = done.stdout.count("  已送审") + done.stdout.count("  完成")
            assert sent[-1] - kept in (0, 1), "at most one was sent without being recorded"
        cli("apply", "--resume", code=None)
        cli("apply", "--yes")
        assert saves(cli) == {f"{shop.slug}.lunch": 1 for shop in SHOPS}, size
        assert len(writes(cli)) == 2 * len(SHOPS), size
        assert {step["by"] for step in planned(cli)["steps"]} == {"hand"}, size
    assert sent[0] == 0 and sent[-1] == 2 * len(SHOPS)
    assert any(0 < count < 2 * len(SHOPS) for count in sent)
