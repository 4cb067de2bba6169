"""Which language is spoken: `--lang`, else the project's, else the locale's, else Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest

from storeconf.cli.language import choose
from storeconf.core.text import Lang
from support import Cli


def project(folder: Path, language: str = "") -> Path:
    """A project that names a language, or none."""
    line = f"language: {language}\n" if language else ""
    (folder / "storeconf.yaml").write_text(f"apiVersion: storeconf/v1\nkind: Project\n{line}", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("arguments", "language", "environ", "lang"),
    [
        (["plan"], "", {}, "zh"),
        (["plan"], "en", {}, "en"),
        (["plan"], "'en'", {}, "en"),
        (["plan"], "", {"LANG": "en_US.UTF-8"}, "en"),
        (["plan"], "", {"LANG": "zh_CN.UTF-8"}, "zh"),
        (["plan"], "", {"LANG": "fr_FR.UTF-8"}, "en"),
        (["plan"], "", {"LANG": "C.UTF-8"}, "zh"),
        (["plan"], "", {"LANG": "POSIX"}, "zh"),
        (["plan"], "", {"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        (["plan"], "", {"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        (["plan"], "", {"LC_MESSAGES": "zh_CN.UTF-8", "LC_ALL": "en_GB"}, "en"),
        (["plan"], "zh", {"LANG": "en_US.UTF-8"}, "zh"),
        (["plan"], "en", {"LANG": "zh_CN.UTF-8"}, "en"),
        (["plan"], "fr", {"LANG": "en_US.UTF-8"}, "en"),
        (["--lang", "en", "plan"], "zh", {"LANG": "zh_CN.UTF-8"}, "en"),
        (["plan", "--lang", "zh"], "en", {"LANG": "en_US.UTF-8"}, "zh"),
        (["plan", "--lang=zh"], "en", {}, "zh"),
        (["plan", "--lang", "fr"], "en", {}, "en"),
        (["plan", "--lang"], "en", {}, "en"),
    ],
)
def test_order_of_languages(
    arguments: list[str], language: str, environ: dict[str, str], lang: Lang, tmp_path: Path
) -> None:
    assert choose(arguments, environ, project(tmp_path, language)) == lang


@pytest.mark.parametrize("option", [["-C", "inside"], ["-Cinside"]])
def test_project_is_the_one_that_is_worked_on(option: list[str], tmp_path: Path) -> None:
    project(tmp_path, "zh")
    (tmp_path / "inside").mkdir()
    project(tmp_path / "inside", "en")
    assert choose([*option, "plan"], {}, tmp_path) == "en"
    assert choose(["plan"], {}, tmp_path) == "zh"


def test_project_above_counts(tmp_path: Path) -> None:
    project(tmp_path, "en")
    below = tmp_path / "stores" / "north"
    below.mkdir(parents=True)
    assert choose(["plan"], {"LANG": "zh_CN"}, below) == "en"


def test_language_inside_a_text_is_not_the_projects(tmp_path: Path) -> None:
    text = "apiVersion: storeconf/v1\nkind: Project\nmetadata:\n  language: en\n"
    (tmp_path / "storeconf.yaml").write_text(text, encoding="utf-8")
    assert choose(["plan"], {}, tmp_path) == "zh"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b"language: \xe4"])
def test_unreadable_project_file_does_not_matter(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "storeconf.yaml").write_bytes(content)
    assert choose(["plan"], {"LANG": "en_US"}, tmp_path) == "en"


@pytest.mark.parametrize("position", ["before", "after"])
def test_flag_works_on_both_sides_of_the_command(position: str, tmp_path: Path) -> None:
    cli = Cli(project(tmp_path))
    flag = ("--lang", "en")
    result = cli(*flag, "validate") if position == "before" else cli("validate", *flag)
    assert result.out == "no problems found\n"


def test_diagnostics_speak_the_language(tmp_path: Path) -> None:
    project(tmp_path)
    (tmp_path / "stores").mkdir()
    (tmp_path / "stores" / "a.yaml").write_text("apiVersion: storeconf/v1\nkind: Shop\n", encoding="utf-8")
    chinese, english = (Cli(tmp_path, lang=lang)("validate", code=1).out for lang in ("zh", "en"))
    assert "SC201 不认识的 kind" in chinese
    assert "SC201 unknown kind" in english
    assert not any("\u4e00" <= character <= "\u9fff" for character in english)


def test_json_speaks_the_language_too(tmp_path: Path) -> None:
    cli = Cli(project(tmp_path), lang="en")
    summary = cli("validate", "nobody", "--format", "json", code=1).json["diagnostics"][0]["summary"]
    assert summary == "no such store in this account"
