"""Credentials come from the environment or from files that it names, and leave no trace elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from storeconf.core.diagnostics import StoreconfError
from storeconf.core.text import say
from storeconf.platform.douyin import errors
from storeconf.platform.douyin.credentials import Credentials, from_environment

KEY, SECRET = "SHUYU_CLIENT_KEY", "SHUYU_CLIENT_SECRET"


def secret_file(folder: Path, content: bytes, mode: int = 0o600) -> str:
    path = folder / "secret"
    path.write_bytes(content)
    path.chmod(mode)
    return str(path)


def problem(environ: dict[str, str]) -> str:
    with pytest.raises(StoreconfError) as caught:
        from_environment("SHUYU", environ)
    (found,) = caught.value.diagnostics
    assert found.code is errors.CREDENTIALS
    return f"{say(found.detail, 'zh')} {say(found.fix, 'zh')} {say(found.detail, 'en')}"


def test_both_are_read_from_the_environment() -> None:
    assert from_environment("SHUYU", {KEY: "k", SECRET: "s"}) == Credentials("k", "s")


def test_either_may_be_read_from_a_file(tmp_path: Path) -> None:
    file = secret_file(tmp_path, b"from-file\n")
    assert from_environment("SHUYU", {KEY: "k", f"{SECRET}_FILE": file}) == Credentials("k", "from-file")


def test_the_variable_itself_beats_the_file(tmp_path: Path) -> None:
    file = secret_file(tmp_path, b"from-file")
    assert from_environment("SHUYU", {KEY: "k", SECRET: "s", f"{SECRET}_FILE": file}).client_secret == "s"


@pytest.mark.parametrize(
    ("environ", "named"),
    [({}, [KEY, SECRET]), ({KEY: "k"}, [SECRET]), ({SECRET: "s"}, [KEY]), ({KEY: "", SECRET: ""}, [KEY, SECRET])],
)
def test_every_missing_variable_is_named_at_once(environ: dict[str, str], named: list[str]) -> None:
    said = problem(environ)
    assert all(name in said for name in named)
    assert not [name for name in (KEY, SECRET) if name not in named and name in said]
    assert "YAML" in said


def test_another_accounts_variables_do_not_count() -> None:
    assert KEY in problem({"OTHER_CLIENT_KEY": "k", "OTHER_CLIENT_SECRET": "s"})


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    said = problem({KEY: "k", f"{SECRET}_FILE": secret_file(tmp_path, b"topsecret", mode)})
    assert "chmod 600" in said
    assert "topsecret" not in said


@pytest.mark.parametrize("content", [b"", b" \n", b"\xff\xfetopsecret"])
def test_a_file_without_a_secret_in_it_is_refused(tmp_path: Path, content: bytes) -> None:
    said = problem({KEY: "k", f"{SECRET}_FILE": secret_file(tmp_path, content)})
    assert f"{SECRET}_FILE" in said
    assert "topsecret" not in said


@pytest.mark.parametrize("name", ["no-such-file", "."])
def test_a_file_that_can_not_be_read_is_named_by_its_variable(tmp_path: Path, name: str) -> None:
    tmp_path.chmod(0o700)
    assert f"{SECRET}_FILE" in problem({KEY: "k", f"{SECRET}_FILE": str(tmp_path / name)})


def test_credentials_never_show_themselves() -> None:
    found = Credentials("topkey", "topsecret")
    assert "top" not in f"{found!r} {found}"
