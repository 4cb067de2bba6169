"""A branch that can't be read or written, or holds what makes no sense: one sentence each, and nothing is lost."""

from __future__ import annotations

import builtins
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import stamina

from machines import AT, BRANCH, Machines, commit_to, git
from storeconf.core.diagnostics import Diagnostic, Refusal, StoreconfError
from storeconf.core.text import say
from storeconf.state.branchwords import words_of
from storeconf.state.git import GitState
from storeconf.state.records import Record

pytestmark = pytest.mark.usefixtures("no_background")
ONE = Record(address="s1/product/x", kind="product", attrs={"price": "19.90"}, at=AT)
UNIT, ABOUT = "sandbox/units/s1.json", "sandbox/state.json"


@pytest.fixture(autouse=True)
def no_pauses() -> Any:
    """What is tried again is tried at once."""
    stamina.set_testing(True, attempts=3)
    yield
    stamina.set_testing(False)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Machines that have written one record; copied for each test."""
    machines = Machines(tmp_path_factory.mktemp("written") / "machines")
    put(machines.state())
    return machines.folder


@pytest.fixture
def written(prepared: Path, tmp_path: Path) -> Machines:
    shutil.copytree(prepared, tmp_path / "machines", dirs_exist_ok=True)
    return Machines(tmp_path / "machines")


def put(state: GitState, record: Record = ONE) -> None:
    with state.hold("apply", AT), state.transaction():
        state.put_record(record)


def problem(action: Callable[[], object]) -> Diagnostic:
    """The one thing that is said; never a refusal, for nobody forbade it."""
    with pytest.raises(StoreconfError) as raised:
        action()
    assert not isinstance(raised.value, Refusal)
    [found] = raised.value.diagnostics
    return found


# -- what lies on the branch -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (UNIT, ""),
        (UNIT, "not json"),
        (UNIT, "[]"),
        (UNIT, '{"records": 7}'),
        (UNIT, '{"records": {"s1/product/x": "price"}}'),
        (UNIT, '{"records": {"s1/product/x": {"attrs": {}}}}'),
        (UNIT, '{"records": {"s1/product/x": {"kind": "product", "attrs": []}}}'),
        (UNIT, '{"records": {"s1/product/x": {"kind": "product", "attrs": {}, "later": 1}}}'),
        (UNIT, '{"records": {"s2/product/x": {"kind": "product", "attrs": {}}}}'),
        (UNIT, '{"submissions": {"s1/product/x": {"verdict": "maybe"}}}'),
        (UNIT, '{"observations": [{"address": "s1/poi"}]}'),
        (UNIT, "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> theirs\n"),
        ("sandbox/images.json", "[]"),
        ("sandbox/verdicts.json", "{}"),
        ("sandbox/verdicts.json", "[{}]"),
        ("sandbox/runs/000001.json", '{"journal": []}'),
        ("sandbox/lease.json", "{}"),
        ("sandbox/lease.json", "[1]"),
        ("sandbox/lease.json", '{"id": 1}'),
        (ABOUT, "{}"),
        (ABOUT, "null"),
        (ABOUT, '{"format": "x"}'),
    ],
)
def test_damaged_file_is_named(written: Machines, path: str, content: str) -> None:
    written.put(path, content)
    for machine in ("one", "two"):
        found = problem(lambda machine=machine: written.state(machine))  # type: ignore[misc]
        assert found.code.name == "state-broken"
        assert path.removeprefix("sandbox/") in say(found.detail, "zh")
        assert "origin storeconf-state" in say(found.detail, "en")
        assert "git revert" in say(found.fix, "zh")


def test_damage_that_was_reverted_is_forgotten(machines: Machines) -> None:
    put(machines.state())
    good = machines.file(UNIT)
    machines.put(UNIT, "{")
    problem(machines.state)
    machines.put(UNIT, good)
    assert machines.state().record(ONE.address) == ONE


def test_text_on_the_branch_is_data(machines: Machines) -> None:
    hostile = replace(ONE, attrs={"title": "\x1b[2J'); DROP TABLE records; --\u202e", "price": "1\n2"}, title='"}]')
    put(machines.state(), hostile)
    assert machines.state("two").record(ONE.address) == hostile


def test_branch_of_a_newer_storeconf_is_not_touched(machines: Machines) -> None:
    put(machines.state())
    machines.put(ABOUT, json.dumps({"format": 2}))
    before = machines.log()
    found = problem(lambda: machines.state("two"))
    assert found.code.name == "state-newer"
    assert "2" in say(found.detail, "zh") and say(found.fix, "zh") == "升级 storeconf"
    assert machines.log() == before


def test_branch_of_somebody_else_is_left_alone(machines: Machines) -> None:
    machines.put("README.md", "# Our website\n")
    machines.put("index.html", "<html>")
    before = machines.log()
    found = problem(machines.state)
    assert found.code.name == "foreign-branch"
    assert "state: {backend: git, branch:" in say(found.fix, "en")
    assert machines.log() == before


def test_files_that_are_none_of_ours_stay(machines: Machines) -> None:
    put(machines.state())
    machines.put("NOTES.md", "ours")
    machines.put("sandbox/units/NOT A SLUG.json", "ours")
    put(machines.state("two"), replace(ONE, address="s2/poi"))
    assert {"NOTES.md", "sandbox/units/NOT A SLUG.json"} <= set(machines.files())


@pytest.mark.parametrize("mode", ["120000", "160000"], ids=["link", "submodule"])
def test_what_is_no_file_is_none_of_ours(written: Machines, mode: str) -> None:
    """Neither followed nor taken for a record, read as a whole or as a change."""
    seen = written.state("two")
    commit_to(written.remote, "sandbox/units/s9.json", "/etc/passwd", mode=mode)
    assert [written.state(machine).unit_names() for machine in ("two", "three")] == [["s1"], ["s1"]]
    assert seen.unit_names() == ["s1"]


def test_object_that_is_missing_is_told(written: Machines) -> None:
    blob = git(written.remote, "rev-parse", f"{BRANCH}:{UNIT}").strip()
    (written.root("one") / ".git/objects" / blob[:2] / blob[2:]).unlink()
    (written.root("one") / ".storeconf/sandbox/branch.db").unlink()
    found = problem(written.state)
    assert found.code.name == "state-unreachable"
    assert f"{blob} missing" in say(found.detail, "zh")


# -- a branch that can't be written ------------------------------------------------------------------------------------


def refuse_pushes(machines: Machines, *, after: int = 0) -> None:
    """The other side takes so many pushes and no more."""
    hook = machines.remote / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    counter = "n=$(cat n 2>/dev/null || echo 0); echo $((n + 1)) > n"
    hook.write_text(
        f"#!/bin/sh\n{counter}\n[ $n -lt {after} ] || {{ echo 'protected branch: ask an admin' >&2; exit 1; }}\n"
    )
    hook.chmod(0o755)


def test_push_that_is_refused_says_what_the_other_side_said(machines: Machines) -> None:
    state = machines.state()
    refuse_pushes(machines)
    found = problem(lambda: put(state))
    assert found.code.name == "state-rejected"
    assert "protected branch: ask an admin" in say(found.detail, "zh")
    assert "contents: write" in say(found.fix, "zh")
    assert state.record(ONE.address) is None, "nothing was begun"


def test_reading_needs_no_right_to_write(machines: Machines) -> None:
    put(machines.state())
    refuse_pushes(machines)
    assert machines.state("two").unit_names() == ["s1"]


def test_results_that_can_no_longer_be_pushed_stay_here(machines: Machines) -> None:
    state = machines.state()
    refuse_pushes(machines, after=1)
    found = problem(lambda: put(state))
    assert found.code.name == "state-not-pushed"
    assert str(state.path) in say(found.detail, "zh") and "protected branch" in say(found.detail, "zh")
    assert "storeconf state push" in say(found.fix, "zh")
    assert machines.state().unit_names() == ["s1"]
    (machines.remote / "hooks/pre-receive").unlink()
    with machines.state().hold("state push", AT):
        pass
    assert machines.state("two").unit_names() == ["s1"]
    assert machines.said == []


def test_remote_that_is_gone(machines: Machines) -> None:
    put(machines.state())
    machines.remote.rename(machines.folder / "elsewhere.git")
    found = problem(machines.state)
    assert found.code.name == "state-unreachable"
    assert "does not appear to be a git repository" in say(found.detail, "en")
    assert "git fetch" in say(found.fix, "en")


def test_remote_that_is_gone_in_the_middle(machines: Machines) -> None:
    state = machines.state()

    def cut_off() -> None:
        with state.hold("apply", AT):
            state.put_record(ONE)
            machines.remote.rename(machines.folder / "elsewhere.git")

    assert problem(cut_off).code.name == "state-not-pushed"
    (machines.folder / "elsewhere.git").rename(machines.remote)
    assert machines.state().unit_names() == ["s1"]


def test_answer_that_was_lost_is_no_failure(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    """The push arrived, the connection broke before it was said so."""
    from storeconf.state.branch import Branch, GitFailed

    move = Branch._move

    def lossy(self: Branch, old: str, new: str) -> None:
        move(self, old, new)
        raise GitFailed("the remote end hung up unexpectedly")

    monkeypatch.setattr(Branch, "_move", lossy)
    put(machines.state())
    assert machines.state("two").unit_names() == ["s1"]


# -- no git ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ModuleNotFoundError("No module named 'git'"), "storeconf[git]"),
        (ImportError("Bad git executable."), "没有 git 命令"),
    ],
)
def test_missing_git_is_named(
    machines: Machines, monkeypatch: pytest.MonkeyPatch, error: ImportError, said: str
) -> None:
    machines.root("one")
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "git":
            raise error
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    found = problem(machines.state)
    assert found.code.name == "no-git"
    assert said in say(found.detail, "zh")


def test_repository_of_another_user(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    machines.root("one")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    found = problem(machines.state)
    assert found.code.name == "state-unreachable"
    assert "safe.directory" in say(found.fix, "zh")


@pytest.mark.parametrize(
    ("stderr", "said"),
    [
        ("fatal: unable to access 'https://me:hunter2@git.example/x.git/': 403", "https://git.example"),
        ("fatal: unable to access 'https://ghp_secret@git.example/x.git/': 403", "https://git.example"),
        ("remote: no\nhint: try this\nfatal: gone", "remote: no; fatal: gone"),
        ("x" * 9000, "x" * 400),
    ],
)
def test_words_of_git_carry_no_password_and_no_hints(stderr: str, said: str) -> None:
    found = say(words_of(stderr), "en")
    assert said in found
    assert "hunter2" not in found and "ghp_secret" not in found and len(found) <= 400


def test_git_that_says_nothing(machines: Machines) -> None:
    assert say(words_of("\n"), "zh") == "没有说原因"
    assert git(machines.remote, "branch", "--list") == ""
