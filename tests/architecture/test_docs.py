"""What the guide says can be done: its commands, its YAML, its output, in both languages alike."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest

from commands import command_of, every_command
from pages import (
    CHINESE,
    INLINE,
    anchors,
    blocks,
    counterpart,
    headings,
    links,
    pages,
    path_of,
    prose,
    read,
    shown_commands,
    written_commands,
)
from readme import Reader, agrees, rewritten, shown_in
from storeconf.cli.base import Settings
from storeconf.cli.confirm import Sheet
from storeconf.model.documents import API_VERSION, DOCUMENTS
from storeconf.source import reader
from support import NOW, ROOT, Cli

GUIDE = pages("guide")
ENGLISH = [page for page in GUIDE if not page.name.endswith(CHINESE)]
TRANSLATED = [page for page in pages() if page.name.endswith(CHINESE)]
BESIDE_CHINESE = re.compile("[\u3400-\u9fff][,;:?!()]|[,;:?!()][\u3400-\u9fff]")


def named(page: Path) -> str:
    """How a page is called in the names of tests."""
    return str(page.relative_to("docs"))


every_page = pytest.mark.parametrize("page", GUIDE, ids=named)
every_pair = pytest.mark.parametrize("page", ENGLISH, ids=named)


def documents(text: str) -> list[dict[str, Any]]:
    """The YAML that a page shows, as the program reads it."""
    found = []
    for block in blocks(text, "yaml"):
        parsed, problems = reader.parse(block.text, "page")
        assert problems == []
        found += [document.tree for document in parsed]
    return found


def model_of(tree: dict[str, Any]) -> Any:
    """What a document is checked by: its kind's model, a sheet's, or the project's for a part of one."""
    if "apiVersion" in tree:
        return DOCUMENTS[tree["kind"]].model_validate(tree)
    if "items" in tree:
        return Sheet.model_validate(tree)
    return DOCUMENTS["Project"].model_validate({"apiVersion": API_VERSION, "kind": "Project", **tree})


def test_guide_is_not_empty() -> None:
    assert {"yaml.md", "plan.md", "apply.md", "by-hand.md"} <= {page.name for page in ENGLISH}


@every_page
def test_page_exists_in_both_languages(page: Path) -> None:
    assert counterpart(page) in GUIDE


@every_page
def test_page_starts_with_a_link_to_the_other_language(page: Path) -> None:
    word = "English" if page.name.endswith(CHINESE) else "中文"
    assert read(page).splitlines()[2] == f"[{word}]({counterpart(page).name})"


@every_pair
def test_both_languages_have_the_same_parts(page: Path) -> None:
    mine, other = read(page), read(counterpart(page))
    assert [level for level, _ in headings(mine)] == [level for level, _ in headings(other)]
    assert [block.language for block in blocks(mine)] == [block.language for block in blocks(other)]
    assert mine.count("\n|") == other.count("\n|"), "rows of tables"


@every_pair
def test_both_languages_show_the_same_commands(page: Path) -> None:
    assert shown_commands(read(page)) == shown_commands(read(counterpart(page)))


@every_pair
def test_both_languages_show_the_same_documents(page: Path) -> None:
    assert documents(read(page)) == documents(read(counterpart(page)))


@pytest.mark.parametrize("page", pages(), ids=named)
def test_links_lead_to_headings_that_exist(page: Path) -> None:
    wanted = [(file, anchor) for file, anchor in links(page) if anchor]
    assert [(str(file), anchor) for file, anchor in wanted if anchor not in anchors(read(file))] == []


@pytest.mark.parametrize("page", TRANSLATED, ids=named)
def test_chinese_page_leads_to_chinese_pages(page: Path) -> None:
    english = [file for file, _ in links(page) if file.suffix == ".md" and not file.name.endswith(CHINESE)]
    assert [str(file) for file in english if (ROOT / counterpart(file)).exists() and file != counterpart(page)] == []


@pytest.mark.parametrize("page", [page for page in GUIDE if page.name.endswith(CHINESE)], ids=named)
def test_chinese_page_is_in_full_width_punctuation(page: Path) -> None:
    lines = prose(read(page)).splitlines()
    assert [line for line in lines if BESIDE_CHINESE.search(line)] == []


@every_page
def test_documents_are_right(page: Path) -> None:
    for tree in documents(read(page)):
        model_of(tree)


@every_page
def test_commands_are_understood(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for words in written_commands(read(page)):
        for word in words:
            if re.fullmatch(r"[a-z.]+\.(json|yaml)", word):
                Path(word).touch()
        path = path_of(words)
        command = command_of(path)
        assert not isinstance(command, click.Group), f"no such command: {words}"
        command.make_context(" ".join(path), words[len(path) :], obj=Settings())


@every_page
def test_options_that_are_named_exist(page: Path) -> None:
    known = {option for path in every_command() for option in _options(path)}
    spans = [span.split()[0] for span in INLINE.findall(read(page)) if re.match(r"--?[a-z]", span)]
    assert set(spans) <= known


def _options(path: tuple[str, ...]) -> list[str]:
    command = command_of(path)
    params = command.get_params(click.Context(command))
    return [name for param in params if isinstance(param, click.Option) for name in param.opts]


@every_page
def test_commands_print_what_the_page_shows(page: Path, fleet: Cli, request: pytest.FixtureRequest) -> None:
    text, lang = read(page), "zh" if page.name.endswith(CHINESE) else "en"
    typist = Reader(fleet.folder, ("--lang", lang, "--now", NOW))
    ran = [(shown, typist.types(shown.command)) for shown in shown_in(text)]
    if request.config.getoption("--snapshot-update"):
        (ROOT / page).write_text(rewritten(text, ran), encoding="utf-8")
        return
    for shown, now in ran:
        assert agrees(shown.output, now), f"{page}:{shown.line} $ {shown.command}\n" + "\n".join(now)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("检查：写法", False),
        ("检查:写法", True),
        ("退出码(3)", True),
        ("退出码（3）", False),
        ("写成 `a:写法`。", False),
        ("见[退出码](exit-codes.zh-CN.md)。", False),
        ("apply (exit 3)", False),
    ],
)
def test_half_width_marks_are_told_apart(line: str, wrong: bool) -> None:
    assert bool(BESIDE_CHINESE.search(prose(line))) is wrong


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("storeconf apply FILE", ["apply", "file.json"]),
        ("storeconf sandbox review [NAME…]", ["sandbox", "review", "name"]),
        (
            "storeconf confirm 'ADDRESS#images.0' --step DIGEST",
            ["confirm", "shop/voice_call#images.0", "--step", "0" * 12],
        ),
        ("storeconf confirm 地址 --step 摘要", ["confirm", "shop/voice_call", "--step", "0" * 12]),
    ],
)
def test_placeholders_are_filled(line: str, words: list[str]) -> None:
    assert written_commands(f"Run `{line}` now.") == [words]
    assert written_commands(f"```sh\n{line}  # now\n```") == [words]
    assert shlex.split(line)[0] == "storeconf"
