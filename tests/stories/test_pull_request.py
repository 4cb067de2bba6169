"""A pull request from its first push to its merge, and the nights after it, with everything but GitHub itself."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from githost import STRANGER, GitHost, git_host
from pulls import drift_action, git, inputs, plan_action
from support import Cli, copy_sample, edit

PRODUCT = "stores/shuyu/products/maoxuewang-solo.yaml"
STORE = "stores/shuyu/bj-sanlitun.yaml"
BEER = "sz-nanshan/product/late-night-beer"
MARKER = "<!-- storeconf:plan:default -->\n"


@pytest.fixture
def host() -> Iterator[GitHost]:
    with git_host() as host:
        yield host


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample stores on main, and on the branch `change` one price changed."""
    folder = copy_sample(tmp_path_factory.mktemp("repository") / "origin")
    (folder / ".gitignore").write_text(".storeconf/\n", encoding="utf-8")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "stores")
    git(folder, "checkout", "-q", "-b", "change")
    text = (folder / PRODUCT).read_text(encoding="utf-8")
    (folder / PRODUCT).write_text(text.replace("19.90", "18.90"), encoding="utf-8")
    git(folder, "commit", "-q", "-a", "-m", "cheaper")
    return folder


@pytest.fixture
def checkout(repository: Path, tmp_path: Path) -> Path:
    """What actions/checkout leaves: the branch, with the whole history."""
    git(tmp_path, "clone", "-q", "--branch", "change", f"file://{repository}", "checkout")
    return tmp_path / "checkout"


def job(host: GitHost, tmp_path: Path, *, fork: bool = False) -> dict[str, str]:
    """The environment of a job on pull request 7."""
    event = tmp_path / "event.json"
    head = "someone/stores" if fork else "shuyu/stores"
    sides = {"head": {"repo": {"full_name": head}}, "base": {"repo": {"full_name": "shuyu/stores"}}}
    event.write_text(json.dumps({"pull_request": {"number": 7, **sides}}), encoding="utf-8")
    return host.env(
        GITHUB_EVENT_PATH=str(event), GITHUB_BASE_REF="main", GITHUB_SERVER_URL="https://github.com", GITHUB_RUN_ID="9"
    )


def test_one_comment_follows_the_pull_request(checkout: Path, host: GitHost, tmp_path: Path) -> None:
    """A text that still quotes the old price fails the job and is marked at its line; then it is put right."""
    theirs = host.add_comment(7, f"{MARKER}## all is well", STRANGER)
    action = plan_action(job(host, tmp_path))
    assert action.run(checkout, tmp_path / "first", **inputs(declared_only="true", sarif="true")) == 1
    assert "::error file=stores/shuyu/bj-sanlitun.yaml,line=49" in action.said
    assert action.outputs["counts"]["changes"] == "2"
    sarif = json.loads((tmp_path / "first" / "storeconf" / "storeconf.sarif").read_text(encoding="utf-8"))
    assert [result["ruleId"] for result in sarif["runs"][0]["results"]] == ["R04-05"]
    comment = host.comments[102]
    assert comment["body"].startswith(MARKER)
    assert "动价格或上下架 1 处" in comment["body"]
    assert "**18.9 元** | 19.9 元" in comment["body"]
    assert "`stores/shuyu/bj-sanlitun.yaml:49`" in comment["body"]
    assert "https://github.com/shuyu/stores/actions/runs/9" in comment["body"]
    # The next push changes the same comment, and not that of a stranger who imitated it.
    edit(checkout / STORE, "19.9元吃", "18.9元吃")
    git(checkout, "commit", "-q", "-a", "-m", "quote it right")
    action = plan_action(job(host, tmp_path))
    assert action.run(checkout, tmp_path / "second", **inputs(declared_only="true")) == 0, action.said
    assert host.writes == ["POST /issues/7/comments", "PATCH /issues/comments/102"]
    assert "R04-05" not in host.comments[102]["body"]
    assert theirs["body"] == f"{MARKER}## all is well"


def test_fork_with_hostile_names_gets_a_summary_and_runs_nothing(
    repository: Path, host: GitHost, tmp_path: Path
) -> None:
    evil = "x;touch${IFS}pwned`touch${IFS}pwned`$(touch${IFS}pwned)"
    shutil.copytree(repository, tmp_path / "evil")
    git(tmp_path / "evil", "branch", "-m", "main", evil)
    title = "毛血旺 ${{ github.token }} $(touch pwned) <img src=x> @shuyu/hq [a](http://e.vil) ::error::x"
    edit(tmp_path / "evil" / PRODUCT, "title: 毛血旺单人餐(含米饭)", f"title: '{title}'")
    (tmp_path / "evil" / "json.py").write_text("open('pwned', 'w')", encoding="utf-8")
    action = plan_action(job(host, tmp_path, fork=True), fork=True)
    action.run(tmp_path / "evil", tmp_path / "temp", **inputs(base=evil))
    assert host.requests == []
    summary = (tmp_path / "temp" / "summary.md").read_text(encoding="utf-8")
    assert "没有读，只比 YAML" in summary
    assert "计划写进了任务摘要" in action.said
    assert "`<img` `src=x>` `@shuyu/hq` `[a](http://e.vil)` `::error::x`" in summary
    assert not any(path.name == "pwned" for path in tmp_path.rglob("*"))
    assert not any(line.startswith("::error::x") for line in action.said.splitlines())


def test_comment_of_a_shallow_checkout_is_that_of_a_full_one(repository: Path, tmp_path: Path) -> None:
    """As the error says, the base branch is fetched alone; where the change parted from it is its tip."""
    rows = []
    for name, depth in (("full", ()), ("shallow", ("--depth", "1"))):
        git(tmp_path, "clone", "-q", "--branch", "change", *depth, f"file://{repository}", name)
        if depth:
            git(tmp_path / name, "fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main")
        cli, plan = Cli(tmp_path / name), str(tmp_path / f"{name}.json")
        cli("plan", "--declared-only", "--base", "origin/main", "-o", plan)
        body = cli("ci", "comment", "--plan", plan, "--dry-run").out
        rows.append([line for line in body.splitlines() if line.startswith(("|", "-", "#"))])
    assert rows[0] == rows[1]
    assert any(line.startswith("| `@shuyu/product/maoxuewang-solo`") for line in rows[0])


def test_five_nights(fleet: Cli, host: GitHost, tmp_path: Path) -> None:
    """Somebody changes a price in the console: told once, kept up to date, closed, opened again."""
    action = drift_action(host.env())
    assert action.run(fleet.folder, tmp_path / "temp", **inputs()) == 0, action.said
    assert host.writes == ["POST /issues"] * 4
    assert "深夜小龙虾配精酿双人餐" in (tmp_path / "temp" / "summary.md").read_text(encoding="utf-8")
    assert action.outputs["plan"]["drift"] == "4"
    fleet.env |= host.env()

    def night(price: str = "") -> list[str]:
        """The nights after are looked at from inside; the action's scripts have been seen."""
        if price:
            fleet("sandbox", "tamper", "price", BEER, "--value", price)
        before, plan = len(host.writes), str(tmp_path / "plan.json")
        fleet("plan", "-o", plan)
        fleet("ci", "issues", "--plan", plan)
        return host.writes[before:]

    beer = next(number for number, one in host.issues.items() if "sz-nanshan" in one["title"])
    assert "149 元" in host.issues[beer]["body"]
    assert night() == [], "the same drift is not told again"
    assert night("159.00") == [f"PATCH /issues/{beer}"]
    assert "159 元" in host.issues[beer]["body"]
    assert night("139.00") == [f"PATCH /issues/{beer}"]
    assert host.issues[beer]["state"] == "closed"
    assert night("149.00") == [f"PATCH /issues/{beer}"]
    assert host.issues[beer]["state"] == "open"
    assert len(host.issues) == 4


STORECONF = """#!/bin/sh
echo "$*" | tr ' ' '\\n' | grep -E '^(fetch|plan|drift|issues)$' | head -1 >>"$RUNNER_TEMP/calls"
case "$*" in
*" -o "*plan.json) echo '{"summary": {"drift": 1}}' >"$RUNNER_TEMP/storeconf/plan.json" ;;
esac
case "$*" in *fetch* | *drift*) exit 1 ;; esac
"""
"""A platform with an account that can't be read: what is read of the others is there, and the code says 1."""


def test_account_that_cannot_be_read_keeps_no_other_from_being_told(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "storeconf").write_text(STORECONF, encoding="utf-8")
    (tmp_path / "bin" / "storeconf").chmod(0o755)
    action = drift_action({"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"})
    assert action.run(tmp_path, tmp_path / "temp", **inputs()) == 1
    assert (tmp_path / "temp" / "calls").read_text("utf-8").split() == ["fetch", "plan", "drift", "issues"]
