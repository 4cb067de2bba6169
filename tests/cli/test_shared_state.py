"""The state on a branch through the command line: who is told what, in which language, with which exit code."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from machines import BRANCH, bare, commit_to, git, repository
from runs import Shop, open_row
from storeconf.core import clock
from storeconf.state.claim import made
from support import NOW, Cli, edit

pytestmark = pytest.mark.usefixtures("no_background")
SHOPS = (Shop("s1"), Shop("s2"))
SQLITE, GIT = "state: {backend: sqlite}", "state: {backend: git}"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A row whose state has moved to the branch of a remote repository beside it; copied for each test."""
    folder = tmp_path_factory.mktemp("shared")
    cli = open_row(folder / "row", SHOPS)
    file = cli.folder / "storeconf.yaml"
    file.write_text(f"{file.read_text(encoding='utf-8')}{GIT}\n", encoding="utf-8")
    bare(folder / "remote.git")
    repository(cli.folder, "../remote.git")
    cli("state", "move", "--from", "sqlite")
    return folder


@pytest.fixture
def cli(prepared: Path, tmp_path: Path) -> Cli:
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    return Cli(tmp_path / "row")


def held_elsewhere(cli: Cli, *, since: str = NOW) -> str:
    """A lease of another machine comes to lie on the branch; returns its id."""
    lease = made("apply", clock.parse_instant(since))
    commit_to(cli.folder.parent / "remote.git", "sandbox/lease.json", lease.as_json().decode())
    return lease.id


def test_moving_takes_records_and_lineage_along(cli: Cli, tmp_path: Path) -> None:
    lineage = json.loads(git(tmp_path / "remote.git", "show", f"{BRANCH}:sandbox/state.json"))["lineage"]
    listed = cli("state", "list", "--format", "json").json
    assert {record["address"] for record in listed} == {"s1/poi", "s1/product/lunch", "s2/poi", "s2/product/lunch"}
    edit(cli.folder / "storeconf.yaml", GIT, SQLITE)
    assert cli("plan", "--format", "json").json["lineage"] == lineage


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_lock_of_another_machine_is_shown_and_taken_away_by_its_id(cli: Cli, lang: str) -> None:
    lease = held_elsewhere(cli)
    for arguments in (("apply", "--yes"), ("state", "unlock"), ("state", "rm", "s1/poi")):
        said = cli("--lang", lang, *arguments, code=3).err
        assert f"storeconf state unlock --id {lease}" in said
        assert NOW in said and "2026-03-09T10:05:00+08:00" in said
    assert "0badcafe" in cli("--lang", lang, "state", "unlock", "--id", "0badcafe", code=3).err
    cli("--lang", lang, "state", "unlock", "--id", lease)
    cli("--lang", lang, "state", "unlock")
    cli("apply", "--yes")


@pytest.mark.parametrize(("lang", "said"), [("zh", "现在接手"), ("en", "taking over")])
def test_take_over_of_an_expired_lock_is_said(cli: Cli, lang: str, said: str) -> None:
    held_elsewhere(cli, since="2026-03-09T09:50:00+08:00")
    cli("state", "unlock")
    assert said in cli("--lang", lang, "apply", "--yes").err


@pytest.mark.parametrize(
    "arguments", [("plan",), ("drift",), ("status",), ("todo",), ("state", "list"), ("show", "s1")]
)
def test_reading_goes_on_while_another_machine_applies(cli: Cli, arguments: tuple[str, ...]) -> None:
    held_elsewhere(cli)
    cli(*arguments)


def test_run_that_nobody_can_be_told_of_is_accounted_for(cli: Cli, tmp_path: Path) -> None:
    """The branch is closed while the run goes on: what was done is printed, kept, and pushed later."""
    edit(cli.folder / "stores/s1.yaml", "price: 19.90", "price: 21.90")
    hook = tmp_path / "remote.git/hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text('#!/bin/sh\nread old new ref\ngit cat-file -e "$new:sandbox/lease.json" 2>/dev/null\n')
    hook.chmod(0o755)
    result = cli("apply", "--yes", code=1)
    assert "已送审 1" in result.out
    assert "SC614" in result.err and "storeconf state push" in result.err
    hook.unlink()
    assert "SC" not in cli("plan").err
    cli("state", "push")
    assert '"price": "21.90"' in git(tmp_path / "remote.git", "show", f"{BRANCH}:sandbox/units/s1.json")


@pytest.mark.parametrize(
    ("setting", "code", "said"),
    [
        ("{backend: postgres}", "SC604", "backend: git"),
        ("{backend: git, remote: upstream}", "SC608", "upstream"),
        ("{backend: git, remote: ../nowhere.git}", "SC609", "nowhere.git"),
        ("{backend: git, branch: a..b}", "SC204", "storeconf.yaml:"),
    ],
)
@pytest.mark.usefixtures("no_pauses")
def test_state_that_cannot_be_used_stops_the_command(cli: Cli, setting: str, code: str, said: str) -> None:
    edit(cli.folder / "storeconf.yaml", "{backend: git}", setting)
    for lang in ("zh", "en"):
        found = cli("--lang", lang, "plan", code=1)
        assert code in found.err and said in found.err
        assert found.out == ""


@pytest.mark.parametrize(
    ("backend", "source", "said"),
    [("git", "git", "就是 git"), ("git", "sqlite", "已经有 2 个单元"), ("sqlite", "git", "已经有 2 个单元")],
)
def test_move_that_would_lose_something_is_refused(cli: Cli, backend: str, source: str, said: str) -> None:
    edit(cli.folder / "storeconf.yaml", "{backend: git}", f"{{backend: {backend}}}")
    before = cli("state", "list").out
    found = cli("state", "move", "--from", source, code=3).err
    assert said in found
    assert cli("state", "list").out == before


def test_unlock_by_id_means_nothing_to_a_file(cli: Cli) -> None:
    edit(cli.folder / "storeconf.yaml", GIT, SQLITE)
    assert "随占着它的进程结束" in cli("state", "unlock", "--id", "0badcafe", code=3).err


def test_validate_needs_no_state(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "remote.git").rename(tmp_path / "gone.git")
    cli("validate")
