"""What can go wrong with a state on a git branch, as sentences."""

from __future__ import annotations

import re

from storeconf.core.diagnostics import Code, Diagnostic, fail
from storeconf.core.text import Say, Text
from storeconf.state.trouble import BROKEN, NEWER, REASON, UPGRADE, WHICH, StateFailed

NO_GIT = Code("SC606", "no-git", Text("状态要用 git，这里没有", "the state needs git, which isn't here"))
NO_REPOSITORY = Code("SC607", "no-repository", Text("状态要放进 git 仓库", "the state belongs into a git repository"))
NO_REMOTE = Code("SC608", "no-remote", Text("没有这个远程仓库", "there is no such remote"))
UNREACHABLE = Code("SC609", "state-unreachable", Text("状态分支读不到", "the state branch can't be reached"))
REJECTED = Code("SC611", "state-rejected", Text("状态分支不让写", "the state branch can't be written"))
FOREIGN = Code("SC612", "foreign-branch", Text("这个分支不是状态分支", "the branch is no state branch"))
LEASE_LOST = Code("SC613", "lease-lost", Text("锁没了", "the lock is lost"))
UNTOLD = Code("SC614", "state-not-pushed", Text("结果还没推上去", "the results are not pushed"))

NEEDS_EXTRA = Text(
    "状态放在 git 分支上需要先安装：pip install 'storeconf[git]'",
    "a state on a git branch needs: pip install 'storeconf[git]'",
)
NEEDS_GIT = Text("这台机器上没有 git 命令", "there is no git command on this machine")
INSTALL_GIT = Text("先装上 git 2.29 或更新的版本", "install git 2.29 or newer")
NO_REPO_HERE = Text("{root} 不在 git 仓库里", "{root} is in no git repository")
GIT_INIT = Text(
    "先 git init，或在 storeconf.yaml 里写 state: {{backend: sqlite}}",
    "run git init, or write state: {{backend: sqlite}} in storeconf.yaml",
)
REMOTE_UNKNOWN = Text("仓库里没有叫 {remote} 的远程仓库", "the repository has no remote named {remote}")
REMOTES = Text(
    "state.remote 写 {known} 里的一个，或者写地址；不写就用 origin，没有 origin 就只留在本地分支",
    "state.remote is one of {known}, or an address; without it, origin is used, and without an origin a local branch",
)
ADDRESS_ONLY = Text(
    "state.remote 写仓库的地址，或先用 git remote add 加上它",
    "write an address as state.remote, or add it with git remote add",
)
SAID = Text("{where}：git 说：{words}", "{where}: git says: {words}")
SILENT = Text("没有说原因", "nothing")
UNSAFE = Text(
    "仓库属于另一个用户，git 不肯用：{words}", "the repository belongs to another user, so git won't use it: {words}"
)
SAFE = Text(
    "放心的话：git config --global --add safe.directory {root}",
    "if you trust it: git config --global --add safe.directory {root}",
)
CHECK_NETWORK = Text(
    "检查网络、地址和登录（能不能 git fetch），再运行一次",
    "check network, address and login (does git fetch work?), and run again",
)
CHECK_RIGHTS = Text(
    "给它推送的权限：GitHub Actions 里写 permissions: contents: write，GitLab 用有 write_repository 的令牌；分支保护要放行这个分支",
    "let it push: permissions: contents: write in GitHub Actions, a token with write_repository in GitLab, and no branch protection on it",
)
NOT_A_STATE = Text("{where} 里不是 storeconf 的状态", "{where} holds no state of storeconf")
OTHER_BRANCH = Text(
    "换一个分支名：storeconf.yaml 里 state: {{backend: git, branch: 名字}}",
    "choose another branch: state: {{backend: git, branch: NAME}} in storeconf.yaml",
)
PLACE = Text("{where} 的 {path}", "{path} on {where}")
MAKES_NO_SENSE = Text("内容读不懂", "its content makes no sense")
RESTORE = Text(
    "git log 这个分支，找到上一个好的提交，用 git revert 撤掉后面的；或删掉分支再运行 plan：平台上的现状会被重新认领",
    "find the last good commit with git log and git revert what followed; or remove the branch and run plan: what is live is adopted anew",
)
TAKEN_OVER = Text(
    "锁过期后被别人接手了（{where}），这里停下；已经送出的会被接手的人看清",
    "the lock ended and somebody else took it over ({where}); this run stops, and what it sent will be seen by the other",
)
NOT_RENEWED = Text(
    "锁到 {until} 为止，一直没能续上（{where}），这里停下",
    "the lock ended at {until} and could not be renewed ({where}); this run stops",
)
RESUME = Text("看清之后 storeconf apply --resume", "storeconf apply --resume looks first and goes on")
KEPT_HERE = Text(
    "{reason}；结果都在这台机器的 {file} 里，还没推到 {where}",
    "{reason}; the results are in {file} on this machine, not on {where}",
)
PUSH_LATER = Text(
    "在这台机器上再运行 storeconf state push，赶在别人接手之前",
    "run storeconf state push on this machine before somebody else takes over",
)

TAKES_OVER = Text(
    "{who} 在 {host} 上的锁 {until} 就过期了（{doing}），现在接手",
    "the lock of {who} on {host} ended at {until} ({doing}); taking over",
)
DROPPED = Text(
    "这台机器上 {count} 个单元的结果没推上去，锁已不是它的，作废：下一次 plan 会看清平台上的现状",
    "the results of {count} units on this machine never got to the branch, and their lock is gone, so they are void;"
    " the next plan sees what is live",
)
BUSY_BRANCH = Text("很多人同时在写 {where}", "many are writing {where} at the same time")
TRY_AGAIN = Text("再运行一次", "run again")
NOT_THAT = Text("编号是 {id} 的锁现在不在分支上", "the lock {id} is not on the branch now")
SEE_UNLOCK = Text("storeconf state unlock 看谁占着锁", "storeconf state unlock shows who holds it")

README = "README.md"
TITLE = "# storeconf-state"
EXPLAINED = f"""{TITLE}

storeconf 把上次应用了什么、提交了什么、谁占着锁记在这个分支上。不要手改，不要合并到别的分支。
What storeconf last applied and submitted, and who holds the lock. Not to be edited, nor merged into another branch.
"""
"""What somebody reads who looks at the branch."""

DUBIOUS = "dubious ownership"
CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")
"""A password in an address; git's own words may repeat it."""
MAX_WORDS = 400


def words_of(stderr: str) -> Say:
    """What git had to say, without passwords and on one line."""
    lines = [line.strip() for line in CREDENTIALS.sub("", stderr).splitlines()]
    found = "; ".join(line for line in lines if line and not line.startswith("hint:"))
    return found[:MAX_WORDS] or SILENT


def unreachable(where: str, stderr: str, root: object) -> StateFailed:
    """An error to raise when git could not do its work."""
    if DUBIOUS in stderr:
        said = UNSAFE(words=words_of(stderr))
        return StateFailed(Diagnostic(code=UNREACHABLE, detail=said, fix=SAFE(root=root)))
    said = SAID(where=where, words=words_of(stderr))
    return StateFailed(Diagnostic(code=UNREACHABLE, detail=said, fix=CHECK_NETWORK))


def rejected(where: str, stderr: str) -> StateFailed:
    """An error to raise when the branch is there and may not be written."""
    return StateFailed(Diagnostic(code=REJECTED, detail=SAID(where=where, words=words_of(stderr)), fix=CHECK_RIGHTS))


def broken(where: str, path: str, reason: Say) -> StateFailed:
    """An error to raise for a file on the branch that can't be trusted."""
    detail = REASON(file=PLACE(where=where, path=path), reason=reason)
    return StateFailed(Diagnostic(code=BROKEN, detail=detail, fix=RESTORE))


def foreign(where: str) -> StateFailed:
    """An error to raise for a branch that somebody uses for something else."""
    return StateFailed(Diagnostic(code=FOREIGN, detail=NOT_A_STATE(where=where), fix=OTHER_BRANCH()))


def newer(where: str, found: int, known: int) -> StateFailed:
    """An error to raise for a branch of a later format."""
    detail = REASON(file=where, reason=WHICH(found=found, known=known))
    return StateFailed(Diagnostic(code=NEWER, detail=detail, fix=UPGRADE))


def lost(detail: Say) -> StateFailed:
    """An error to raise when this process may not change the state any longer."""
    return StateFailed(Diagnostic(code=LEASE_LOST, detail=detail, fix=RESUME))


def kept_here(reason: Say, file: object, where: str) -> StateFailed:
    """An error to raise when what was done could not be told to the others."""
    detail = KEPT_HERE(reason=reason, file=file, where=where)
    return StateFailed(Diagnostic(code=UNTOLD, detail=detail, fix=PUSH_LATER))


def no_git(missing_library: bool) -> Exception:
    """An error to raise when git can't be used at all."""
    return fail(NO_GIT, NEEDS_EXTRA) if missing_library else fail(NO_GIT, NEEDS_GIT, fix=INSTALL_GIT)
