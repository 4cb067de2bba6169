"""Where a change began: the project now beside the project as it was there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from storeconf.core.diagnostics import Code, StoreconfError, fail
from storeconf.core.text import Text
from storeconf.plan.entities import Base
from storeconf.project.touching import Change, touched
from storeconf.source.before import FilesBefore
from storeconf.source.fleet import Fleet
from storeconf.source.git import GitFailed, Repository

NO_BASE = Code("SC741", "base-not-found", Text("找不到要对比的版本", "the version to compare with is not found"))
UNKNOWN = Text("仓库里没有 {ref}", "the repository has no {ref}")
NOT_FETCHED = Text(
    "这是浅克隆，里面没有 {ref}，取也没有取到：{problem}",
    "this is a shallow clone without {ref}, and fetching it failed: {problem}",
)
FETCH = Text("先运行 git fetch {remote} {branch}", "run git fetch {remote} {branch} first")
DEEPER = Text(
    "在 actions/checkout 里写 fetch-depth: 0，或先运行 git fetch --depth=1 {remote} {branch}，再用 --base FETCH_HEAD",
    "set fetch-depth: 0 for actions/checkout, or run git fetch --depth=1 {remote} {branch} and use --base FETCH_HEAD",
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The two sides of a change."""

    base: Base
    before: Fleet | None
    """None when there was no usable project."""


def compare(root: Path, now: Fleet, ref: str) -> Comparison:
    """The project now, uncommitted work included, against where it parted from `ref`. Raises StoreconfError."""
    repository = Repository(root)
    commit, approximate = _parting(repository, ref)
    changed = repository.changed(commit)
    before = _before(FilesBefore(root, repository, commit, changed)) if changed else now
    found = tuple(touched(Change(before, now, frozenset(changed)))) if changed else ()
    return Comparison(Base(ref=ref, commit=commit, approximate=approximate, touched=found), before)


def targets(base: Base) -> tuple[str, ...]:
    """What a plan of the change looks at."""
    return tuple(dict.fromkeys(one.address or one.store for one in base.touched))


def _before(files: FilesBefore) -> Fleet | None:
    try:
        return Fleet.open(files.root, files)
    except StoreconfError:
        return None


def _parting(repository: Repository, ref: str) -> tuple[str, bool]:
    """The commit that the change began at, and whether it is only the nearest one that a shallow clone has.

    A pull request's merge commit names the tip of its base as a parent, so one commit of history is enough to be exact.
    """
    tip = repository.commit(ref) or _fetched(repository, ref)
    parted = repository.merge_base(tip, "HEAD")
    if parted:
        return parted, False
    return tip, tip not in repository.parents(repository.commit("HEAD"))


def _fetched(repository: Repository, ref: str) -> str:
    remotes = repository.remotes()
    named = next((one for one in remotes if ref.startswith(f"{one}/")), "")
    remote = named or next((one for one in remotes if one == "origin"), remotes[0] if remotes else "origin")
    branch = ref.removeprefix(f"{named}/") if named else ref
    if not repository.shallow or remote not in remotes:
        raise fail(NO_BASE, UNKNOWN(ref=ref), fix=FETCH(remote=quote(remote), branch=quote(branch)))
    try:
        return repository.fetch(remote, branch)
    except GitFailed as problem:
        detail = NOT_FETCHED(ref=ref, problem=problem.diagnostics[0].detail)
        raise fail(NO_BASE, detail, fix=DEEPER(remote=quote(remote), branch=quote(branch))) from None
