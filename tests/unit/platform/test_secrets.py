"""Credentials of a real run are found nowhere: no output at any verbosity, no file of the project, no write log."""

from __future__ import annotations

import base64
import queue
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from storeconf.core import clock
from storeconf.platform.sandbox.app import SandboxApp
from storeconf.platform.sandbox.database import Database
from storeconf.platform.sandbox.serve import serve
from support import NOW, Cli, Result

KEY, SECRET = "canary-key-5f1b", "canary/secret+9d2e="
PREFIXES = ("SHUYU", "YUNQI")


def disguises(secret: str) -> list[str]:
    """The forms in which a secret may slip through."""
    return [
        secret,
        secret[::-1],
        quote(secret, safe=""),
        base64.b64encode(secret.encode()).decode(),
        repr(secret)[1:-1],
    ]


CANARIES = [form for secret in (KEY, SECRET) for form in disguises(secret)]


def leaks(text: str) -> list[str]:
    return [form for form in CANARIES if form in text]


def files_of(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path, path.read_bytes().decode("utf-8", "replace")


@pytest.fixture
def real(fleet: Cli, tmp_path: Path) -> Cli:
    """The sample fleet against a served sandbox, with credentials in the environment and in files."""
    database = Database(fleet.folder / ".storeconf" / "sandbox" / "platform.db")
    port = queue.Queue[int]()
    app = SandboxApp(database, lambda: clock.parse_instant(NOW))
    threading.Thread(target=serve, args=(app, 0, port.put), daemon=True).start()
    secret = tmp_path / "secret"
    secret.write_text(SECRET, encoding="utf-8")
    secret.chmod(0o600)
    fleet.env = {"STORECONF_BASE_URL": f"http://127.0.0.1:{port.get(timeout=30)}"}
    for prefix in PREFIXES:
        fleet.env |= {f"{prefix}_CLIENT_KEY": KEY, f"{prefix}_CLIENT_SECRET_FILE": str(secret)}
    return fleet


def check(result: Result) -> None:
    assert leaks(result.out) == []
    assert leaks(result.err) == []


def test_the_credentials_were_really_used(real: Cli) -> None:
    real("plan")
    real.env["SHUYU_CLIENT_SECRET_FILE"] = ""
    missing = real("plan", code=1)
    assert "SHUYU_CLIENT_SECRET" in missing.out + missing.err
    assert "云栖谷成人票" in missing.out, "the other account is planned all the same"


@pytest.mark.parametrize("verbosity", [[], ["-v"], ["-vv"], ["-q"]])
def test_no_command_prints_them(real: Cli, verbosity: list[str]) -> None:
    plan_file, snapshot = real.folder / "p.plan.json", real.folder / "s.json"
    for command in (
        ["plan", "--format", "json"],
        ["plan", "-o", str(plan_file)],
        ["show", str(plan_file)],
        ["apply", str(plan_file)],
        ["fetch", "-o", str(snapshot)],
        ["drift", "--format", "json"],
        ["status"],
        ["todo"],
        ["state", "list"],
        ["sandbox", "log", "--format", "json"],
    ):
        check(real(*command, *verbosity, code=None))


def test_no_file_of_the_project_holds_them(real: Cli) -> None:
    real("plan", "-o", str(real.folder / "p.plan.json"))
    real("apply", "--yes")
    real("fetch", "-o", str(real.folder / "s.json"))
    assert {str(path): leaks(text) for path, text in files_of(real.folder) if leaks(text)} == {}


def test_failures_do_not_print_them_either(real: Cli) -> None:
    real.env["STORECONF_BASE_URL"] = "http://127.0.0.1:9"
    for verbosity in ([], ["-v"]):
        result = real("plan", *verbosity, code=None)
        assert result.code != 0
        check(result)


def test_a_process_of_its_own_does_not_print_them(real: Cli) -> None:
    check(real.process("plan", "-v"))


@pytest.mark.parametrize("key", ["client_key", "client_secret", "access_token", "secret"])
def test_the_yaml_has_no_place_for_them(fleet: Cli, key: str) -> None:
    path = next((fleet.folder / "stores").rglob("*shuyu*.yaml"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\nspec:\n", f"\nspec:\n  {key}: {SECRET}\n", 1), encoding="utf-8")
    result = fleet("validate", code=1)
    assert key in result.out + result.err
