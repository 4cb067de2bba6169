"""What a change touches, through whatever file, and where it began."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from declared import HEAD, account, defaults, product, store, store_set
from repository import Git, clone, repository
from storeconf.core.diagnostics import StoreconfError
from storeconf.plan.entities import Base
from storeconf.project.base import compare
from storeconf.source.fleet import Fleet
from support import write_files

SOLD = "{stores: [one, two], title: 双人餐, price: 9.90}"
FILES: dict[str, str | bytes] = {
    "storeconf.yaml": f"{HEAD}kind: Project\n",
    "stores/acme.yaml": account(),
    "stores/_defaults.yaml": defaults("{poi: {category: 火锅}}", owner="'@all'"),
    "stores/one.yaml": store("one", "{poi: {id: '1', name: 一店}, payment_reply: {text: {template: reply.j2}}}"),
    "stores/two.yaml": store("two", "{poi: {id: '2', name: 二店}, pinned_video: {file: assets/v.mp4}}"),
    "stores/deal.yaml": product("deal", SOLD),
    "stores/other.yaml": product("other", SOLD),
    "stores/chain/set.yaml": store_set("rows.csv", "{名: metadata.name, 号: spec.poi.id}"),
    "stores/chain/rows.csv": "名,号\nthree,3\nfour,4\n",
    "templates/reply.j2": "欢迎来{{ poi.name }}\n",
    "templates/unused.j2": "x\n",
    "assets/v.mp4": b"one",
    "observations/two.yaml": f"{HEAD}kind: Observations\nitems: []\n",
}


def since(git: Git, ref: str = "main") -> Base:
    return compare(git.folder, Fleet.open(git.folder), ref).base


def reached(base: Base) -> dict[str, Any]:
    return {one.address or one.store: (one.change, list(one.because)) for one in base.touched}


def replaced(name: str, old: str, new: str) -> dict[str, str | bytes]:
    text = FILES[name]
    assert isinstance(text, str) and old in text
    return {name: text.replace(old, new)}


@pytest.mark.parametrize(
    ("changes", "touched"),
    [
        ({}, {}),
        (replaced("stores/one.yaml", "kind: Store", "kind: Store  # 说明"), {}),
        ({"templates/unused.j2": "y\n", "README": "hi\n"}, {}),
        (replaced("stores/one.yaml", "一店", "壹店"), {"one": ["stores/one.yaml"]}),
        (
            replaced("stores/_defaults.yaml", "火锅", "川菜"),
            {name: ["stores/_defaults.yaml"] for name in ("one", "two", "three", "four")},
        ),
        (replaced("stores/chain/rows.csv", "four,4", "four,44"), {"four": ["stores/chain/rows.csv"]}),
        ({"templates/reply.j2": "谢谢\n"}, {"one": ["templates/reply.j2"]}),
        ({"assets/v.mp4": b"two"}, {"two": ["assets/v.mp4"]}),
        (replaced("stores/deal.yaml", "9.90", "8.80"), {"@acme/product/deal": ["stores/deal.yaml"]}),
        (replaced("stores/deal.yaml", "[one, two]", "[one]"), {"@acme/product/deal": ["stores/deal.yaml"]}),
        (
            {"stores/acme.yaml": account().replace("'7012345678901234567'", "'7'")},
            {name: ["stores/acme.yaml"] for name in ("@acme", "one", "two", "three", "four")},
        ),
        (
            {"storeconf.yaml": f"{HEAD}kind: Project\non_drift: restore\n"},
            {name: ["storeconf.yaml"] for name in ("@acme", "one", "two", "three", "four")},
        ),
        (
            {"observations/two.yaml": f"{HEAD}kind: Observations\nitems: []\n# seen\n"},
            {"two": ["observations/two.yaml"]},
        ),
    ],
)
def test_what_a_change_reaches(tmp_path: Path, changes: dict[str, str | bytes], touched: dict[str, list[str]]) -> None:
    git = repository(tmp_path, FILES)
    git("switch", "-qc", "change")
    write_files(tmp_path, changes)
    uncommitted = since(git)
    assert {name: because for name, (_, because) in reached(uncommitted).items()} == touched
    git.commit("change")
    assert since(git) == uncommitted


def test_new_and_removed(tmp_path: Path) -> None:
    git = repository(tmp_path, FILES)
    (tmp_path / "stores/two.yaml").unlink()
    (tmp_path / "stores/other.yaml").unlink()
    write_files(tmp_path, {"stores/five.yaml": store("five"), "stores/deal.yaml": FILES["stores/deal.yaml"]})
    write_files(tmp_path, replaced("stores/deal.yaml", "[one, two]", "[one]"))
    assert {name: change for name, (change, _) in reached(since(git)).items()} == {
        "@acme/product/deal": "changed",
        "@acme/product/other": "removed",
        "five": "added",
        "two": "removed",
    }


def test_a_document_that_can_not_be_read_any_more_is_not_removed(tmp_path: Path) -> None:
    git = repository(tmp_path, FILES)
    write_files(tmp_path, {"stores/two.yaml": "a: ["})
    assert reached(since(git))["two"] == ("changed", ["stores/two.yaml"])


def test_owners_stand_beside_what_is_theirs(tmp_path: Path) -> None:
    git = repository(tmp_path, {**FILES, "stores/deal.yaml": product("deal", SOLD)})
    owned = product("deal", SOLD.replace("9.90", "8.80")).replace("account: acme", "account: acme, owner: '@goods'")
    write_files(tmp_path, {"stores/deal.yaml": owned, **replaced("stores/one.yaml", "一店", "壹店")})
    assert {one.store: one.owner for one in since(git).touched} == {"@acme": "@goods", "one": "@all"}


def test_what_came_to_the_base_since_is_none_of_the_change(tmp_path: Path) -> None:
    git = repository(tmp_path, FILES)
    parted = git("rev-parse", "HEAD")
    git("switch", "-qc", "change")
    git.commit("change", replaced("stores/one.yaml", "一店", "壹店"))
    git("switch", "-q", "main")
    git.commit("meanwhile", replaced("stores/two.yaml", "二店", "贰店"))
    git("switch", "-q", "change")
    found = since(git)
    assert found.commit == parted and not found.approximate
    assert set(reached(found)) == {"one"}


def test_a_project_that_is_new_is_touched_whole(tmp_path: Path) -> None:
    git = repository(tmp_path, {"README": "hi\n"})
    write_files(tmp_path, FILES)
    assert {change for change, _ in reached(since(git)).values()} == {"added"}
    assert len(since(git).touched) == 5


# -- checkouts without history ---------------------------------------------------------------------------------------


def pull_request(folder: Path) -> tuple[Git, str]:
    """A repository in which `main` has moved on since a branch parted, and the merge commit that CI checks out."""
    git = repository(folder, FILES)
    git("switch", "-qc", "change")
    git.commit("change", replaced("stores/one.yaml", "一店", "壹店"))
    git("switch", "-q", "main")
    git.commit("meanwhile", replaced("stores/two.yaml", "二店", "贰店"))
    git("switch", "-q", "--detach", "main")
    git("merge", "-q", "--no-ff", "-m", "merge", "change")
    git("branch", "pull", "HEAD")
    git("switch", "-q", "main")
    return git, git("rev-parse", "pull")


@pytest.mark.parametrize("ref", ["origin/main", "main", "refs/heads/main"])
def test_a_shallow_checkout_says_the_same_as_a_full_one(tmp_path: Path, ref: str) -> None:
    git, _ = pull_request(tmp_path / "origin")
    full = clone(git, tmp_path / "full", "--branch=pull")
    shallow = clone(git, tmp_path / "shallow", "--branch=pull", "--depth=1")
    assert Git(shallow.folder)("rev-parse", "--is-shallow-repository") == "true"
    wanted, found = since(full, "origin/main"), since(shallow, ref)
    assert (found.commit, found.approximate, found.touched) == (wanted.commit, False, wanted.touched)
    assert set(reached(found)) == {"one"}


def test_a_shallow_checkout_that_can_not_tell_says_so(tmp_path: Path) -> None:
    git, _ = pull_request(tmp_path / "origin")
    shallow = clone(git, tmp_path / "shallow", "--branch=change", "--depth=1")
    found = since(shallow, "origin/main")
    assert found.approximate
    assert set(reached(found)) == {"one", "two"}


def test_a_base_that_can_not_be_fetched_names_the_line_to_add(tmp_path: Path) -> None:
    git, _ = pull_request(tmp_path / "origin")
    shallow = clone(git, tmp_path / "shallow", "--branch=pull", "--depth=1")
    shallow("remote", "set-url", "origin", f"file://{tmp_path}/gone")
    with pytest.raises(StoreconfError) as caught:
        since(shallow, "origin/main")
    (problem,) = caught.value.diagnostics
    assert problem.code.id == "SC741"
    assert "fetch-depth: 0" in problem.fix.render("zh") and "fetch-depth: 0" in problem.fix.render("en")  # type: ignore[union-attr]


def test_a_full_clone_is_never_made_shallow(tmp_path: Path) -> None:
    git, _ = pull_request(tmp_path / "origin")
    full = clone(git, tmp_path / "full", "--branch=pull", "--single-branch")
    with pytest.raises(StoreconfError):
        since(full, "origin/main")
    assert full("rev-parse", "--is-shallow-repository") == "false"
