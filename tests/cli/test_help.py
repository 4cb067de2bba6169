"""Every command explains itself, in both languages; what click says by itself is translated too."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from syrupy.assertion import SnapshotAssertion

from commands import command_of, every_command
from storeconf.core.text import LANGS
from storeconf.render.cells import width
from support import Cli

EVERY = every_command()
EVERYDAY = ["init", "validate", "plan", "apply", "drift", "todo", "confirm", "status", "show", "fetch"]
CLICK_WORDS = ("Usage", "Options", "Show this", "required", "default", "Commands", "Arguments", "COMMAND", "[OPTIONS]")
HAN = re.compile("[\u3400-\u9fff，。：；？！（）、]")
TERMINAL = {"COLUMNS": "80"}


def help_of(path: tuple[str, ...], lang: str, folder: Path) -> str:
    """What `--help` prints."""
    result = Cli(folder, now="", lang=lang, env=TERMINAL)(*path, "--help")
    assert result.err == ""
    return result.out


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("path", EVERY, ids=lambda path: " ".join(path) or "storeconf")
def test_help(path: tuple[str, ...], lang: str, tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    assert help_of(path, lang, tmp_path) == snapshot


@pytest.mark.parametrize("path", EVERY, ids=lambda path: " ".join(path) or "storeconf")
def test_chinese_help_has_no_words_of_click(path: tuple[str, ...], tmp_path: Path) -> None:
    text = help_of(path, "zh", tmp_path)
    assert [word for word in CLICK_WORDS if word in text] == []
    assert text.startswith(f"用法：storeconf {' '.join(path)}".rstrip())


@pytest.mark.parametrize("path", EVERY, ids=lambda path: " ".join(path) or "storeconf")
def test_english_help_has_no_chinese(path: tuple[str, ...], tmp_path: Path) -> None:
    assert HAN.findall(help_of(path, "en", tmp_path).replace("抖音来客", "")) == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("path", EVERY, ids=lambda path: " ".join(path) or "storeconf")
def test_help_fits_a_terminal(path: tuple[str, ...], lang: str, tmp_path: Path) -> None:
    assert [line for line in help_of(path, lang, tmp_path).splitlines() if width(line) > 80] == []


@pytest.mark.parametrize("path", EVERY, ids=lambda path: " ".join(path) or "storeconf")
def test_every_parameter_is_explained_once(path: tuple[str, ...], tmp_path: Path) -> None:
    """What an argument or an option means stands beside it, and it is listed in one place only."""
    text = help_of(path, "en", tmp_path)
    for param in command_of(path).params:
        assert getattr(param, "text", None) is not None, param.name
        if isinstance(param, click.Argument):
            name = param.make_metavar(click.Context(command_of(path)))
            assert sum(line.startswith(f"  {name}") for line in text.splitlines()) == 1, name


def test_everyday_commands_come_first(tmp_path: Path) -> None:
    names = re.findall(r"^  ([a-z]+) ", help_of((), "en", tmp_path), re.MULTILINE)
    assert names[:10] == EVERYDAY
    assert names[10:] == [path[0] for path in EVERY if len(path) == 1][10:]


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_needs_no_project(flag: str, tmp_path: Path) -> None:
    assert Cli(tmp_path / "..", now="")("plan", flag).out.startswith("用法：")


def test_help_speaks_the_projects_language(tmp_path: Path) -> None:
    (tmp_path / "storeconf.yaml").write_text("kind: Project\nlanguage: en\n", encoding="utf-8")
    assert Cli(tmp_path)("--help").out.startswith("Usage: ")


@pytest.mark.parametrize("path", [("state",), ("sandbox",)])
def test_group_without_a_command_shows_its_help(path: tuple[str, ...], tmp_path: Path) -> None:
    result = Cli(tmp_path, now="", env=TERMINAL)(*path, code=64)
    assert result.out == ""
    assert result.err.rstrip("\n") == help_of(path, "zh", tmp_path).rstrip("\n")


def test_version(tmp_path: Path) -> None:
    assert re.fullmatch(r"storeconf \d+\.\d+\.\d+\n", Cli(tmp_path)("--version").out)
