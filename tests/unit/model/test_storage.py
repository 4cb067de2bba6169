"""Where the state may lie: names that git takes for a branch, addresses without a password in them."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from storeconf.model.storage import BRANCH, StateSettings


def settings(**values: Any) -> StateSettings:
    return StateSettings.model_validate({"backend": "git", **values})


def refusal(**values: Any) -> str:
    with pytest.raises(ValidationError) as raised:
        settings(**values)
    return raised.value.errors()[0]["msg"]


def test_defaults() -> None:
    found = StateSettings()
    assert (found.backend, found.branch, found.remote) == ("sqlite", "storeconf-state", None)


@pytest.mark.parametrize("branch", ["storeconf-state", "shops/state", "a", "V1.2_x", "9"])
def test_branch_is_taken(branch: str) -> None:
    assert settings(branch=branch).branch == branch


@pytest.mark.parametrize(
    "branch",
    [
        "-x",
        "a..b",
        "a//b",
        "/a",
        "a/",
        "a.lock",
        "a.lock/b",
        "a/.b",
        "a.",
        "a b",
        "a~1",
        "a:b",
        "状态",
        "a\nb",
        "@{-1}",
        "x" * 101,
    ],
)
def test_branch_is_refused(branch: str) -> None:
    assert "分支名" in refusal(branch=branch)


@given(st.text(alphabet="ab./-_@:~ ^", min_size=1, max_size=12))
def test_whatever_is_taken_git_takes_too(branch: str) -> None:
    if BRANCH.fullmatch(branch):
        done = subprocess.run(["git", "check-ref-format", f"refs/heads/{branch}"], check=False)
        assert done.returncode == 0


@pytest.mark.parametrize(
    "remote",
    [
        *("origin", "upstream", "../state.git", "/srv/state.git", "https://git.example/x.git"),
        *("git@git.example:x.git", "ssh://git@git.example:22/x.git", "file:///srv/x.git"),
    ],
)
def test_remote_is_taken(remote: str) -> None:
    assert settings(remote=remote).remote == remote


@pytest.mark.parametrize(
    ("remote", "said"),
    [
        ("https://me:secret@git.example/x.git", "密码"),
        ("https://ghp_secret@git.example/x.git", "密码"),
        ("ssh://me:secret@git.example/x.git", "密码"),
        ("--upload-pack=touch x", "不是远程仓库"),
        ("ext::sh -c touch% x", "不是远程仓库"),
    ],
)
def test_remote_is_refused(remote: str, said: str) -> None:
    assert said in refusal(remote=remote)
