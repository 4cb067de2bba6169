"""Imports point one way, and what is not needed is not imported."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from support import ROOT

HEAVY = ("pydantic", "jinja2", "yaml", "sqlite3", "httpx2", "stamina", "filelock")


def test_import_contracts_are_kept(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert code == 0, capsys.readouterr().out


def imported_by(*arguments: str, folder: Path) -> set[str]:
    """The top-level modules that a command line imports."""
    script = (
        "import sys, json\n"
        "from storeconf.cli.main import run\n"
        "code = run(sys.argv[1:])\n"
        "sys.stderr.write(json.dumps([code, sorted({name.split('.')[0] for name in sys.modules})]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=True
    )
    code, names = json.loads(done.stderr.splitlines()[-1])
    assert code == 0
    return set(names)


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("--lang", "en", "--help")])
def test_help_starts_without_the_heavy_parts(arguments: tuple[str, ...], tmp_path: Path) -> None:
    assert imported_by(*arguments, folder=tmp_path).isdisjoint(HEAVY)


def test_http_library_is_imported_only_for_a_real_platform(tmp_path: Path) -> None:
    (tmp_path / "storeconf.yaml").write_text("apiVersion: storeconf/v1\nkind: Project\n", encoding="utf-8")
    assert "httpx2" not in imported_by("plan", folder=tmp_path)
