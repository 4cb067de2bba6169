"""Edits as one commit on a new branch, for a pull request; the working tree is not touched."""

from __future__ import annotations

from pathlib import Path

from storeconf.core.diagnostics import Code, fail, refuse
from storeconf.core.text import Lang, Text, say
from storeconf.project.wishes import Acceptance
from storeconf.source.git import Repository

NO_BRANCH = Code("SC745", "branch-not-made", Text("分支没有建", "the branch was not made"))
BAD_NAME = Text("{name} 不能做分支名", "{name} is no name for a branch")
TAKEN = Text("分支 {name} 已经有了", "there is a branch {name} already")
OTHER_NAME = Text("换一个名字", "take another name")
UNCOMMITTED = Text(
    "{files} 有没提交的修改，分支里写的会和现在的文件不一样",
    "{files} has changes that are not committed, so the branch would not be what lies here",
)
COMMIT_FIRST = Text("先提交这些修改，或不用 --branch", "commit them first, or leave out --branch")
TITLE = Text("认可线上的值（{count} 处）", "Accept live values ({count})")


def commit_edits(root: Path, acceptance: Acceptance, name: str, lang: Lang) -> str:
    """The id of the commit. Raises StoreconfError, or Refusal when the branch exists or files are not committed."""
    repository = Repository(root)
    if not repository.valid_branch(name):
        raise fail(NO_BRANCH, BAD_NAME(name=name), fix=OTHER_NAME)
    if repository.commit(f"refs/heads/{name}"):
        raise refuse(NO_BRANCH, TAKEN(name=name), fix=OTHER_NAME)
    open_files = sorted(set(repository.changed("HEAD")) & set(acceptance.files))
    if open_files:
        raise refuse(NO_BRANCH, UNCOMMITTED(files=open_files), fix=COMMIT_FIRST)
    contents = {file: after.encode() for file, (_, after) in acceptance.files.items()}
    return repository.branch(name, contents, _message(acceptance, lang))


def _message(acceptance: Acceptance, lang: Lang) -> str:
    lines = [f"- {one.wish.address}#{one.wish.change.path}" for one in acceptance.written]
    return "\n".join([say(TITLE(count=len(lines)), lang), "", *lines, ""])
