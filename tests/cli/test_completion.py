"""`storeconf completion`: a script that the shell takes, and what the program answers it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from storeconf.cli.completion import INSTALL
from storeconf.cli.main import EVERYDAY, MORE
from support import Cli

CHECK = {"bash": ["bash", "-n"], "zsh": ["zsh", "-n"], "fish": ["fish", "--no-execute"]}
ANSWERS = {"bash": "bash_complete", "zsh": "zsh_complete", "fish": "fish_complete"}


def answer(tmp_path: Path, shell: str, words: str, place: str, **env: str) -> list[str]:
    """What the program says when the shell asks."""
    asked = {"_STORECONF_COMPLETE": ANSWERS[shell], "COMP_WORDS": words, "COMP_CWORD": place, **env}
    entry = "import sys; sys.argv[0] = 'storeconf'; from storeconf.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", entry], env=asked, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.parametrize("shell", INSTALL)
@pytest.mark.parametrize(("lang", "said"), [("zh", "# 装到 "), ("en", "# For ")])
def test_script_begins_with_how_to_install_it(tmp_path: Path, shell: str, lang: str, said: str) -> None:
    first, *script = Cli(tmp_path, lang=lang)("completion", shell).out.splitlines()
    assert first.startswith(said) and f"storeconf completion {shell}" in first
    assert any(f"_STORECONF_COMPLETE={ANSWERS[shell]}" in line for line in script)


@pytest.mark.parametrize("shell", [name for name in INSTALL if shutil.which(name)])
def test_shell_takes_the_script(tmp_path: Path, shell: str) -> None:
    script = tmp_path / "script"
    script.write_text(Cli(tmp_path)("completion", shell).out, encoding="utf-8")
    done = subprocess.run([*CHECK[shell], str(script)], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_bash_completes_commands(tmp_path: Path) -> None:
    assert answer(tmp_path, "bash", "storeconf rep", "1") == ["plain,report"]
    assert answer(tmp_path, "bash", "storeconf completion z", "2") == ["plain,zsh"]
    assert "plain,--now" in answer(tmp_path, "bash", "storeconf todo --n", "2")


@pytest.mark.parametrize(("lang", "column"), [("zh_CN.UTF-8", "zh"), ("en_US.UTF-8", "en")])
def test_zsh_shows_what_the_help_says(tmp_path: Path, lang: str, column: str) -> None:
    said = answer(tmp_path, "zsh", "storeconf ", "1", LANG=lang, PYTHONUTF8="1")
    assert said[1::3] == [name for name, _ in (*EVERYDAY, *MORE)]
    assert said[2::3] == [getattr(text, column) for _, text in (*EVERYDAY, *MORE)]


def test_unknown_shell_is_wrong_usage(tmp_path: Path) -> None:
    assert "bash" in Cli(tmp_path)("completion", "tcsh", code=64).err
