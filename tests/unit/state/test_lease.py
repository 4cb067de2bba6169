"""The lease: one process at a time; a dead one holds nothing; who is refused is told by whom."""

from __future__ import annotations

import getpass
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from storeconf.core.diagnostics import Refusal, StoreconfError
from storeconf.core.text import say
from storeconf.state import lease

SINCE = "2026-03-09T10:00:00+08:00"
HOLDER = """
import sys
from pathlib import Path
from storeconf.state import lease
with lease.hold(Path(sys.argv[1]), "apply", "2026-03-09T10:00:00+08:00"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sandbox" / "lock"


@pytest.fixture
def other(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lease until it is told otherwise."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stdout.readline() == "held\n"
    with process:
        yield process
        process.kill()


def test_second_is_refused_and_told_who_where_since_when(path: Path, other: subprocess.Popen[str]) -> None:
    with pytest.raises(Refusal) as raised, lease.hold(path, "confirm", SINCE):
        pass
    [found] = raised.value.diagnostics
    assert found.code.name == "locked"
    for lang in ("zh", "en"):
        said = say(found.detail, "zh" if lang == "zh" else "en")
        for fact in (getpass.getuser(), socket.gethostname(), str(other.pid), SINCE, "apply"):
            assert fact in said


def test_holder_is_known_to_others(path: Path, other: subprocess.Popen[str]) -> None:
    found = lease.holder(path)
    assert found is not None
    assert (found["pid"], found["doing"]) == (str(other.pid), "apply")


def test_lock_dies_with_its_process(path: Path, other: subprocess.Popen[str]) -> None:
    other.kill()
    other.wait()
    assert path.with_suffix(".info").exists(), "the dead one could not tidy up"
    assert lease.holder(path) is None
    with lease.hold(path, "apply", SINCE):
        pass


def test_lock_ends_with_its_work(path: Path) -> None:
    with lease.hold(path, "apply", SINCE):
        found = lease.holder(path)
        assert found is not None and found["pid"] == str(os.getpid())
    assert lease.holder(path) is None
    assert not path.with_suffix(".info").exists()


def test_lock_ends_with_an_error_too(path: Path) -> None:
    with pytest.raises(RuntimeError), lease.hold(path, "apply", SINCE):
        raise RuntimeError
    with lease.hold(path, "apply", SINCE):
        pass


def test_waiting_takes_over_when_the_other_ends(path: Path, other: subprocess.Popen[str]) -> None:
    assert other.stdin is not None
    other.stdin.close()
    with lease.hold(path, "apply", SINCE, timeout=30):
        assert other.wait() == 0


@pytest.mark.parametrize("note", [None, "", "garbage", "[]", '{"who": "x"}'])
def test_refusal_does_not_depend_on_a_readable_note(path: Path, other: subprocess.Popen[str], note: str | None) -> None:
    info = path.with_suffix(".info")
    info.unlink() if note is None else info.write_text(note, encoding="utf-8")
    with pytest.raises(Refusal) as raised, lease.hold(path, "apply", SINCE):
        pass
    assert say(raised.value.diagnostics[0].detail, "zh") == "锁被占用"
    assert lease.holder(path) == {}


@pytest.mark.parametrize("content", [b"", b"\x00garbage", b'{"pid": 1}'])
def test_what_stands_in_a_left_over_lock_file_means_nothing(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    path.with_suffix(".info").write_text('{"who": "x", "host": "y", "pid": 1, "since": "z", "doing": "apply"}')
    assert lease.holder(path) is None
    with lease.hold(path, "apply", SINCE):
        pass


def test_nobody_holds_what_was_never_held(path: Path) -> None:
    assert lease.holder(path) is None


def test_place_that_cannot_hold_a_lock(path: Path) -> None:
    path.mkdir(parents=True)
    for action in (lease.hold(path, "apply", SINCE).__enter__, partial(lease.holder, path)):
        with pytest.raises(StoreconfError) as raised:
            action()
        assert str(path) in say(raised.value.diagnostics[0].detail, "zh")
        assert not isinstance(raised.value, Refusal)
