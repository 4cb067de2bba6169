"""Where the records of a project are kept."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field, field_validator

from storeconf.core.text import Text
from storeconf.model.kind import Spec
from storeconf.model.scalars import Line, problem

BRANCH = re.compile(r"(?!.*(\.\.|//|\.lock(/|$)|/\.|\.$|/$))[A-Za-z0-9_][A-Za-z0-9._/-]{0,99}")
"""Names that git takes for a branch, and that need no quoting anywhere; git's own rule (check-ref-format) allows more."""
PASSWORD = re.compile(r"^https?://[^/@]*@|://[^/@]*:[^/@]*@")
"""A token may stand alone before the @ where git speaks HTTP; with ssh a name stands there."""

NOT_BRANCH = Text(
    "{branch} 不能做分支名：用字母、数字、点、短横、下划线和斜杠，以字母或数字开头",
    "{branch} can't name a branch: letters, digits, dots, hyphens, underscores and slashes, beginning with a letter or digit",
)
NO_PASSWORD = Text(
    "地址里不能写密码：配置会进 git，用 git 的凭据助手或 CI 的登录",
    "no password in an address: the configuration goes into git; use git's credential helper or the login of the CI",
)
NOT_REMOTE = Text(
    "{remote} 不是远程仓库的名字或地址", "{remote} is neither the name of a remote repository nor an address"
)


class StateSettings(Spec):
    """Where the records are kept: in a file of this machine, or on a branch that every runner reads."""

    backend: Literal["sqlite", "git", "postgres"] = Field(default="sqlite", title="存放处")
    branch: Line = Field(
        default="storeconf-state", title="分支", description="backend 是 git 时用；不要和配置用同一个分支"
    )
    remote: Line | None = Field(
        default=None, title="远程仓库", description="名字或地址；不写就用 origin，没有 origin 就只留在本地分支"
    )

    @field_validator("branch")
    @classmethod
    def _names_a_branch(cls, branch: str) -> str:
        if not BRANCH.fullmatch(branch):
            raise problem(NOT_BRANCH(branch=branch))
        return branch

    @field_validator("remote")
    @classmethod
    def _names_a_repository(cls, remote: str | None) -> str | None:
        """Git takes what begins with a dash for an option, and runs a program for what has two colons."""
        if remote is None:
            return None
        if PASSWORD.search(remote):
            raise problem(NO_PASSWORD())
        if remote.startswith("-") or "::" in remote:
            raise problem(NOT_REMOTE(remote=remote))
        return remote
