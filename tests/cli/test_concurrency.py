"""Several `storeconf` at once on one project: one changes, the others are told by whom; nothing is done twice."""

from __future__ import annotations

import getpass
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from runs import Shop, open_row, outcomes, planned, records, save_plan, saves, write_row, writes
from storeconf.core import clock
from storeconf.model.fleet import AccountInfo
from storeconf.platform.douyin.adapter import Douyin
from storeconf.platform.protocol import Outcome, Request
from storeconf.state import lease
from support import NOW, Cli

SHOPS = tuple(Shop(slug, reply="谢谢惠顾") for slug in ("s1", "s2", "s3"))
HOLDS = """
import signal, sys
from pathlib import Path
from storeconf.state import lease
with lease.hold(Path(sys.argv[1]), "apply", "2026-03-09T10:00:00+08:00"):
    print("held", flush=True)
    signal.pause()
"""


@pytest.fixture
def row(tmp_path: Path) -> Cli:
    """Three products with a new price each, and a reply to be changed by hand."""
    cli = open_row(tmp_path / "row", SHOPS)
    write_row(cli.folder, [replace(shop, price="21.90", reply="您好") for shop in SHOPS])
    return cli


def in_the_middle(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """Let something happen right after the second write of the run that is under way in this process."""
    write, sent = Douyin.write, 0

    def watched(self: Douyin, account: AccountInfo, request: Request) -> Outcome:
        nonlocal sent
        outcome = write(self, account, request)
        sent += 1
        if sent == 2:
            act()
        return outcome

    monkeypatch.setattr(Douyin, "write", watched)


# -- while one applies -------------------------------------------------------------------------------------------------


def test_second_apply_in_the_middle_of_the_first_is_refused_and_told_by_whom(
    row: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    in_the_middle(monkeypatch, lambda: said.append(_refused(row, "apply", "--yes")))
    run = row("apply", "--yes", "--format", "json").json
    for fact in (getpass.getuser(), socket.gethostname(), str(os.getpid()), NOW, "apply", "--lock-timeout"):
        assert fact in said[0]
    assert set(outcomes(run).values()) == {"in_review", "waiting"}
    assert set(saves(row).values()) == {1}


def _refused(cli: Cli, *arguments: str) -> str:
    """What another process says that can't have the lock."""
    result = cli.process(*arguments)
    assert result.code == 3, result.err
    return result.err


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("apply", "--yes"), id="apply"),
        pytest.param(("apply", "PLAN"), id="apply of a saved plan"),
        pytest.param(("apply", "--resume"), id="resume"),
        pytest.param(("confirm", "s1/payment_reply", "--step", "DIGEST", "--by", "我"), id="confirm"),
        pytest.param(("state", "rm", "s1/product/lunch"), id="state rm"),
        pytest.param(("sandbox", "reset"), id="sandbox reset"),
    ],
)
def test_whatever_changes_the_state_is_refused_while_it_is_held(row: Cli, arguments: tuple[str, ...]) -> None:
    plan = save_plan(row)
    digest = next(step["digest"] for step in planned(row)["steps"] if step["address"] == "s1/payment_reply")
    named = [argument.replace("PLAN", str(plan)).replace("DIGEST", digest) for argument in arguments]
    before = records(row)
    with lease.hold(row.folder / ".storeconf/sandbox/lock", "apply", NOW):
        said = row(*named, code=3).err
    assert str(os.getpid()) in said
    assert records(row) == before
    assert writes(row) == []
    assert not (row.folder / "observations").exists()
    row("apply", "--resume", code=3)


@pytest.mark.parametrize(
    "arguments",
    [
        ("validate",),
        ("plan",),
        ("drift",),
        ("todo",),
        ("status",),
        ("show", "s1"),
        ("fetch",),
        ("state", "list"),
        ("sandbox", "log"),
    ],
)
def test_reading_goes_on_in_the_middle_of_an_apply(
    row: Cli, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    codes: list[int] = []
    in_the_middle(monkeypatch, lambda: codes.append(row.process(*arguments).code))
    row("apply", "--yes")
    assert codes == [0]


def test_nightly_drift_in_the_middle_of_an_apply_finds_none(row: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    write_row(row.folder, [replace(shop, stock=50) for shop in SHOPS])
    codes: list[int] = []
    in_the_middle(monkeypatch, lambda: codes.append(row.process("drift", "--detailed-exitcode").code))
    row("apply", "--yes")
    assert codes == [0]


def test_plan_saved_in_the_middle_of_an_apply_does_nothing_twice(row: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = row.folder.parent / "saved.plan.json"
    in_the_middle(monkeypatch, lambda: _saved(row, plan))
    row("apply", "--yes")
    run = row("apply", str(plan), "--format", "json", code=3).json
    assert outcomes(run)["s3/product/lunch"] == "refused"
    assert set(saves(row).values()) == {1}


def _saved(cli: Cli, plan: Path) -> None:
    assert cli.process("plan", "-o", str(plan)).code == 0


# -- many at the same moment -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("patience", [(), ("--lock-timeout", "120")], ids=["refused at once", "waiting for each other"])
def test_of_many_started_at_once_each_step_is_done_by_one(row: Cli, patience: tuple[str, ...]) -> None:
    command = row.command("apply", "--yes", *patience)
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    said = [process.communicate(timeout=120) for process in running]
    codes = [process.returncode for process in running]
    assert set(codes) <= {0, 3}, said
    assert 0 in codes
    assert saves(row) == {f"{shop.slug}.lunch": 1 for shop in SHOPS}
    row("apply", "--yes")
    assert {step["by"] for step in planned(row)["steps"]} == {"hand"}
    row("apply", "--resume", code=3)


# -- who holds it ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_unlock_tells_who_holds_the_lock_and_takes_it_from_nobody(row: Cli, lang: str) -> None:
    with lease.hold(row.folder / ".storeconf/sandbox/lock", "confirm", clock.iso(clock.parse_instant(NOW))):
        for _ in range(2):
            said = row("--lang", lang, "state", "unlock", code=3).err
            for fact in (getpass.getuser(), socket.gethostname(), str(os.getpid()), NOW, "confirm"):
                assert fact in said
    row("state", "unlock")


def test_lock_of_a_killed_apply_stands_in_nobodys_way(row: Cli) -> None:
    lock = str(row.folder / ".storeconf/sandbox/lock")
    with subprocess.Popen([sys.executable, "-c", HOLDS, lock], stdout=subprocess.PIPE) as victim:
        assert victim.stdout is not None and victim.stdout.readline() == b"held\n"
        assert str(victim.pid) in row("state", "unlock", code=3).err
        victim.kill()
    row("state", "unlock")
    row("apply", "--yes")
    assert set(saves(row).values()) == {1}
