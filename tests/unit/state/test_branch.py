"""The state as it lies on the branch: readable, one line for one change, and nothing else of the repository touched."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from machines import AT, BRANCH, Machines, git
from storeconf.core.diagnostics import StoreconfError
from storeconf.core.text import say
from storeconf.state.branch import Branch
from storeconf.state.git import GitState
from storeconf.state.records import Record

pytestmark = pytest.mark.usefixtures("no_background")
ONE = Record(address="s1/product/x", kind="product", attrs={"title": "小面", "price": "19.90", "stock": 5}, at=AT)
TWO = replace(ONE, address="s2/product/x")
LOCAL = f"refs/heads/{BRANCH}"


def put(state: GitState, *records: Record, doing: str = "apply") -> None:
    """Record, and give the lease up."""
    with state.hold(doing, AT), state.transaction():
        for record in records:
            state.put_record(record)


def changed(machines: Machines) -> list[str]:
    """Added and removed lines of the newest commit, without the lease and the serial."""
    diff = git(machines.remote, "show", "--format=", "-U0", BRANCH, "--", "sandbox/units").splitlines()
    return [line for line in diff if line[0] in "+-" and line[:3] not in ("+++", "---")]


def test_files_are_one_a_unit(machines: Machines) -> None:
    put(machines.state(), ONE, TWO, replace(ONE, address="@shuyu/product/y"))
    units = [f"sandbox/units/{name}.json" for name in ("@shuyu", "s1", "s2")]
    assert machines.files() == ["README.md", "sandbox/state.json", *units]
    found = json.loads(machines.file("sandbox/units/s1.json"))
    assert found["records"]["s1/product/x"]["attrs"] == {"price": "19.90", "stock": 5, "title": "小面"}


def test_changed_price_is_a_changed_line(machines: Machines) -> None:
    state = machines.state()
    put(state, ONE, TWO)
    put(state, replace(TWO, attrs={**TWO.attrs, "price": "21.90"}))
    assert changed(machines) == ['-    "price": "19.90",', '+    "price": "21.90",']


def test_same_content_is_the_same_file_whoever_writes_it(machines: Machines) -> None:
    put(machines.state(), ONE, TWO)
    before = machines.file("sandbox/units/s1.json")
    attrs = dict(reversed(list(ONE.attrs.items())))
    put(machines.state("two"), replace(ONE, attrs=attrs))
    assert machines.file("sandbox/units/s1.json") == before
    assert changed(machines) == []


def test_subject_says_what_was_done_to_whom(machines: Machines) -> None:
    state = machines.state()
    put(state, ONE)
    put(state, *(replace(ONE, address=f"s{n}/product/x") for n in range(7)))
    put(state, doing="confirm")
    assert machines.log() == [
        *("confirm: end", "confirm: begin"),
        *("apply: s0, s1, s2, s3, s4, +2", "apply: begin"),
        *("apply: s1", "apply: begin"),
    ]


def test_unit_that_is_forgotten_leaves_no_file(machines: Machines) -> None:
    state = machines.state()
    put(state, ONE, TWO)
    with state.hold("state rm", AT):
        state.drop_record(ONE.address)
    assert "sandbox/units/s1.json" not in machines.files()
    assert machines.state("two").unit_names() == ["s2"]


def test_plan_of_a_run_lies_there_as_long_as_it_can_be_resumed(machines: Machines) -> None:
    state, plan = machines.state(), '{"steps": [{"id": "面"}]}'
    with state.hold("apply", AT):
        run = state.open_run(AT, "王经理", "abc", plan)
        state.intend(run, "面", AT)
    assert machines.file("sandbox/runs/000001.plan.json") == plan
    other = machines.state("two")
    row = other.unfinished_run()
    assert row is not None and row["plan"] == plan
    with other.hold("apply --resume", AT):
        other.conclude(run, "面", AT, "done", {"why": {"detail": {"zh": "好"}}})
        other.close_run(run, AT, "done")
    assert "sandbox/runs/000001.plan.json" not in machines.files()
    again = machines.state()
    assert again.unfinished_run() is None
    assert [(row["by"], row["digest"], row["outcome"]) for row in again.runs(9)] == [("王经理", "abc", "done")]
    assert json.loads(again.journal(run)["面"]["detail"]) == {"why": {"detail": {"zh": "好"}}}


def test_work_tree_index_and_branches_stay_as_they_are(machines: Machines) -> None:
    root = machines.root("one")
    (root / "half.txt").write_text("staged", encoding="utf-8")
    git(root, "add", "half.txt")
    (root / ".gitignore").write_text(".storeconf/\nchanged\n", encoding="utf-8")
    (root / ".git/hooks").mkdir(exist_ok=True)
    for hook in ("pre-push", "reference-transaction", "post-checkout"):
        script = root / ".git/hooks" / hook
        script.write_text("#!/bin/sh\ntouch ran\nexit 1\n", encoding="utf-8")
        script.chmod(0o755)

    def seen() -> tuple[str, ...]:
        commands = (("status", "--porcelain"), ("diff", "--cached"), ("branch", "--list"), ("rev-parse", "HEAD"))
        return tuple(git(root, *command) for command in commands)

    before = seen()
    put(machines.state(), ONE)
    assert machines.state("two").unit_names() == ["s1"]
    assert seen() == before
    assert not (root / "ran").exists()


def test_shallow_checkout_with_a_detached_head_serves(machines: Machines) -> None:
    put(machines.state(), ONE)
    git(machines.root("one"), "push", "-q", "origin", "main")
    root = machines.folder / "runner"
    git(machines.folder, "clone", "-q", "--depth=1", machines.remote.as_uri(), str(root))
    git(root, "checkout", "-q", "--detach")
    state = machines.state("runner")
    assert state.unit_names() == ["s1"]
    put(state, TWO)
    assert machines.state("two").unit_names() == ["s1", "s2"]
    assert git(root, "rev-list", "--count", "refs/storeconf/sandbox/tip") == "1\n", "its history was not fetched"


def test_full_clone_does_not_become_shallow(machines: Machines) -> None:
    put(machines.state("two"), ONE)
    machines.state()
    assert git(machines.root("one"), "rev-parse", "--is-shallow-repository") == "false\n"


def test_only_what_changed_since_is_read_again(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    put(machines.state(), ONE, TWO)
    machines.state("two")
    put(machines.state(), replace(TWO, attrs={"price": "1.00"}))
    loaded: list[str] = []
    monkeypatch.setattr(GitState, "_load", lambda self, path, data: loaded.append(path))
    machines.state("two")
    assert loaded == ["state.json", "units/s2.json"]


def test_history_that_was_rewritten_is_read_anew(machines: Machines) -> None:
    state = machines.state()
    put(state, ONE)
    first = git(machines.remote, "rev-parse", BRANCH).strip()
    put(state, TWO)
    machines.state("two")
    git(machines.remote, "update-ref", LOCAL, first)
    assert machines.state("two").unit_names() == ["s1"]


def test_branch_that_was_removed_is_a_state_that_begins(machines: Machines) -> None:
    state = machines.state()
    put(state, ONE)
    before = state.lineage
    git(machines.remote, "update-ref", "-d", LOCAL)
    again = machines.state()
    assert (again.unit_names(), again.lineage, again.serial) == ([], "", 0)
    put(again, TWO)
    assert machines.state("two").unit_names() == ["s2"]
    assert again.lineage != before


def test_state_that_never_was_written_has_no_lineage_yet(machines: Machines) -> None:
    """So plans that two machines make before the first apply have the same one, and only the first is carried out."""
    one, two = machines.state("one"), machines.state("two")
    assert one.lineage == two.lineage == ""
    put(one, ONE)
    assert machines.state("two").lineage == machines.state("one").lineage != ""


def test_platforms_share_a_branch_and_nothing_else(machines: Machines) -> None:
    put(machines.state(), ONE)
    other = machines.state(shelf="open.douyin.com")
    assert other.unit_names() == []
    with machines.state("two").hold("apply", AT):
        put(other, TWO)
    assert machines.state().unit_names() == ["s1"]
    assert machines.state("two", shelf="open.douyin.com").unit_names() == ["s2"]


# -- where it lies -----------------------------------------------------------------------------------------------------


def test_without_a_remote_it_lies_on_a_local_branch(machines: Machines) -> None:
    root = machines.root("one")
    git(root, "remote", "remove", "origin")
    put(machines.state(), ONE)
    assert machines.state().unit_names() == ["s1"]
    assert git(root, "log", "--format=%s", BRANCH).splitlines() == ["apply: s1", "apply: begin"]


@pytest.mark.parametrize("spelled", ["{remote}", "file://{remote}", "../remote.git", "origin"])
def test_remote_is_a_name_or_an_address(machines: Machines, spelled: str) -> None:
    put(machines.state(remote=spelled.format(remote=machines.remote)), ONE)
    assert machines.state("two").unit_names() == ["s1"]


def test_remote_that_does_not_exist(machines: Machines) -> None:
    with pytest.raises(StoreconfError) as raised:
        machines.state(remote="upstream")
    [found] = raised.value.diagnostics
    assert found.code.name == "no-remote"
    assert "upstream" in say(found.detail, "zh") and "origin" in say(found.fix, "zh")


def test_folder_in_no_repository(tmp_path: Path) -> None:
    with pytest.raises(StoreconfError) as raised:
        Branch(tmp_path, BRANCH, None, "sandbox")
    [found] = raised.value.diagnostics
    assert found.code.name == "no-repository"
    assert str(tmp_path) in say(found.detail, "zh")
    for lang in ("zh", "en"):
        assert "state: {backend: sqlite}" in say(found.fix, "zh" if lang == "zh" else "en")


def test_project_may_lie_deep_in_its_repository(machines: Machines) -> None:
    deep = machines.root("one") / "shops/config"
    deep.mkdir(parents=True)
    branch = Branch(deep, BRANCH, None, "sandbox")
    put(GitState(deep / "branch.db", branch, lambda: machines.now, lambda remark: None), ONE)
    assert machines.state("two").unit_names() == ["s1"]
