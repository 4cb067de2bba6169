"""Runners without a disk: each job is a fresh shallow clone, and the state branch is all that they share."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from killing import killed_at_first
from machines import BRANCH, bare, git, repository
from runs import Shop, open_row, planned, saves, write_row
from support import Cli, edit

pytestmark = pytest.mark.usefixtures("no_background")
SHOPS = (Shop("s1"), Shop("s2"))
DEARER = tuple(Shop(shop.slug, price="21.90") for shop in SHOPS)
PLATFORM = ".storeconf/sandbox/platform.db"
NewJob = Callable[[], Cli]


def with_git(cli: Cli) -> None:
    """Let the project keep its state on the branch."""
    file = cli.folder / "storeconf.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "state: {backend: git}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk and the remote repository beside it; copied for each test."""
    folder = tmp_path_factory.mktemp("runners")
    bare(folder / "remote.git")
    cli = open_row(folder / "desk", SHOPS)
    with_git(cli)
    repository(cli.folder, "../remote.git")
    cli("state", "move", "--from", "sqlite")
    push(cli)
    return folder


@pytest.fixture
def desk(prepared: Path, tmp_path: Path) -> Cli:
    """Where the row was set up: its repository is pushed, its state moved to the branch."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    return Cli(tmp_path / "desk")


def push(cli: Cli) -> None:
    git(cli.folder, "add", "--all")
    git(cli.folder, "commit", "-q", "--allow-empty", "-m", "change")
    git(cli.folder, "push", "-q", "origin", "main")


@pytest.fixture
def new_job(desk: Cli, tmp_path: Path) -> NewJob:
    """A runner as Actions makes it, in front of the same platform; it brings nothing from the last one."""
    made: list[Cli] = []

    def start() -> Cli:
        folder = tmp_path / f"job{len(made) + 1}"
        git(tmp_path, "clone", "-q", "--depth=1", (tmp_path / "remote.git").as_uri(), str(folder))
        git(folder, "checkout", "-q", "--detach")
        _same_platform((made[-1] if made else desk).folder, folder)
        made.append(Cli(folder))
        return made[-1]

    return start


def _same_platform(before: Path, folder: Path) -> None:
    (folder / PLATFORM).parent.mkdir(parents=True)
    source, target = sqlite3.connect(before / PLATFORM), sqlite3.connect(folder / PLATFORM)
    source.backup(target)
    source.close()
    target.close()


def test_every_night_a_fresh_clone_knows_what_was_applied(desk: Cli, new_job: NewJob) -> None:
    new_job()("drift", "--detailed-exitcode")
    write_row(desk.folder, DEARER)
    with_git(desk)
    push(desk)
    job = new_job()
    job("apply", "--yes")
    job("sandbox", "review")
    # The next night: the reviews are through, the records follow, and nothing is sent again.
    job = new_job()
    job("apply", "--yes")
    assert set(saves(job).values()) == {1}
    job = new_job()
    job("plan", "--detailed-exitcode")
    job("drift", "--detailed-exitcode")
    # Somebody works in the console: the night after finds it out.
    job("sandbox", "tamper", "price", "s1/product/lunch", "--value", "25.00")
    found = new_job()("drift", "--detailed-exitcode", code=2).out
    assert "声明 21.9 元 | 线上 25 元 | 上次 21.9 元" in found


def test_plan_of_one_job_is_applied_by_another_once(desk: Cli, new_job: NewJob, tmp_path: Path) -> None:
    write_row(desk.folder, DEARER)
    with_git(desk)
    push(desk)
    plan = str(tmp_path / "saved.plan.json")
    new_job()("plan", "-o", plan)
    new_job()("apply", plan)
    job = new_job()
    job("apply", plan, code=3)
    assert set(saves(job).values()) == {1}


def test_first_plan_of_a_fresh_branch_is_applied_by_another_job(desk: Cli, new_job: NewJob, tmp_path: Path) -> None:
    git(tmp_path / "remote.git", "branch", "-D", BRANCH)
    plan = str(tmp_path / "first.plan.json")
    new_job()("plan", "-o", plan)
    new_job()("apply", plan)
    said = new_job()("apply", plan, code=3).err
    assert "照着另一份状态" in said


@pytest.mark.parametrize("resumed", [True, False], ids=["resumed", "planned anew"])
def test_job_that_was_killed_is_taken_over_by_the_next(
    desk: Cli, new_job: NewJob, tmp_path: Path, resumed: bool
) -> None:
    """It had opened its run and sent one product; nothing of that got to the branch but its lease."""
    write_row(desk.folder, DEARER)
    with_git(desk)
    push(desk)
    job = new_job()
    victim = killed_at_first("after the write", job, tmp_path / "killed", "apply", "--yes")
    shutil.copytree(victim.folder / ".storeconf", job.folder / ".storeconf", dirs_exist_ok=True)
    next_job = new_job()
    refused = next_job("apply", "--yes", code=3).err
    assert "storeconf state unlock --id" in refused
    later = "2026-03-09T10:07:00+08:00"
    if resumed:  # the run never got to the branch: there is nothing to go on with, and it says so
        assert "接手" in next_job("apply", "--resume", now=later, code=3).err
    next_job("apply", "--yes", now=later)
    assert set(saves(next_job).values()) == {1}
    assert {step["by"] for step in planned(next_job)["steps"]} <= {"hand"}
    assert next_job("state", "unlock").out == "没有人占着锁。\n"


def test_run_whose_beginning_got_to_the_branch_is_resumed_elsewhere(desk: Cli, new_job: NewJob, tmp_path: Path) -> None:
    """Its journal breaks off: what it sent is found on the platform, the rest is done, nothing twice."""
    write_row(desk.folder, DEARER)
    with_git(desk)
    push(desk)
    job = new_job()
    victim = killed_at_first("after the write", job, tmp_path / "killed", "apply", "--yes")
    _forget_the_end_of_the_journal(victim)
    job = new_job()
    shutil.rmtree(job.folder / ".storeconf")
    _same_platform(victim.folder, job.folder)
    run = job("apply", "--resume", "--format", "json", now="2026-03-09T10:07:00+08:00").json
    assert [step["outcome"] for step in run["steps"]] == ["in_review", "in_review"]
    assert set(saves(job).values()) == {1}
    assert "没有中断的执行" in new_job()("apply", "--resume", code=3).err


def _forget_the_end_of_the_journal(victim: Cli) -> None:
    """Push what the victim's disk has, but for the intent that came last: as if it died before the next push."""
    database = sqlite3.connect(victim.folder / ".storeconf/sandbox/branch.db")
    database.execute("DELETE FROM journal")
    database.commit()
    database.close()
    victim("state", "push")


@pytest.mark.parametrize(
    "point", ["before the intent", "before the write", "after the write", "inside the record of the result"]
)
def test_job_that_was_killed_goes_on_where_its_disk_is_left(
    desk: Cli, new_job: NewJob, tmp_path: Path, point: str
) -> None:
    """A machine with a disk need not wait for its own lock."""
    write_row(desk.folder, DEARER)
    with_git(desk)
    victim = killed_at_first(point, desk, tmp_path, "apply", "--yes")
    victim("apply", "--resume")
    assert set(saves(victim).values()) == {1}
    assert new_job()("state", "unlock").out == "没有人占着锁。\n"


def test_state_goes_back_to_a_file(desk: Cli) -> None:
    listed = desk("state", "list").out
    edit(desk.folder / "storeconf.yaml", "state: {backend: git}", "state: {backend: sqlite}")
    said = desk("state", "move", "--from", "git", code=3).err
    assert "已经有 2 个单元的记录" in said
    desk("state", "rm", "*", "--yes")
    desk("state", "move", "--from", "git")
    assert sorted(desk("state", "list").out.splitlines()) == sorted(listed.splitlines())
