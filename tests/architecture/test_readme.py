"""What the READMEs show is what the program prints."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from readme import Reader, Shown, agrees, options_in, rewritten, shown_in
from support import NOW, ROOT, Cli, copy_sample, write_files

READMES = ("README.md", "README.zh-CN.md")


@pytest.mark.parametrize("name", READMES)
def test_commands_print_what_the_readme_shows(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    reader = Reader(copy_sample(tmp_path / "fleet"), options_in(text))
    ran = [(shown, reader.types(shown.command)) for shown in shown_in(text)]
    if request.config.getoption("--snapshot-update"):
        (ROOT / name).write_text(rewritten(text, ran), encoding="utf-8")
        return
    assert len(ran) >= 5, f"{name} tells no story"
    for shown, now in ran:
        assert agrees(shown.output, now), f"{name}:{shown.line} $ {shown.command}\n" + "\n".join(now)


def test_both_readmes_show_the_same_commands() -> None:
    def commands(name: str) -> list[str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return [one.command for one in shown_in(text)]

    assert commands(READMES[0]) == commands(READMES[1])


@pytest.mark.parametrize("name", READMES)
def test_the_store_that_the_readme_shows_is_right(name: str, tmp_path: Path) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    documents = re.findall(r"^```yaml\n(apiVersion: .*?)^```$", text, re.MULTILINE | re.DOTALL)
    folder = copy_sample(tmp_path / "fleet")
    for number, document in enumerate(documents):
        write_files(folder, {f"stores/shuyu/shown-{number}.yaml": document})
    assert documents
    assert Cli(folder)("validate").out.strip() == "没有发现问题"


def test_readmes_link_only_to_files_that_exist() -> None:
    for name in READMES:
        links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", (ROOT / name).read_text(encoding="utf-8"))
        assert [link for link in links if not (ROOT / link).exists()] == [], name


README = """\
# Title
```console
$ storeconf --version
storeconf 0
$ storeconf plan
first
…
last
```
```sh
$ storeconf nothing
```
"""


def test_blocks_are_read_with_their_lines() -> None:
    assert list(shown_in(README)) == [
        Shown("storeconf --version", ("storeconf 0",), 3),
        Shown("storeconf plan", ("first", "…", "last"), 5),
    ]


@pytest.mark.parametrize(
    ("expected", "actual", "same"),
    [
        ([], [], True),
        ([], ["a"], False),
        (["a"], ["a"], True),
        (["a"], ["a", "b"], False),
        (["a", "…"], ["a", "b", "c"], True),
        (["…", "c"], ["a", "b", "c"], True),
        (["a", "…", "c"], ["a", "c"], True),
        (["a", "…", "b", "…", "c"], ["a", "x", "b", "c"], True),
        (["a", "…", "b", "…", "c"], ["a", "c", "b"], False),
        (["a", "…", "a"], ["a"], False),
        (["…"], [], True),
    ],
)
def test_left_out_lines_match_any_number(expected: list[str], actual: list[str], same: bool) -> None:
    assert agrees(expected, actual) is same


def test_new_output_replaces_the_old_but_not_what_leaves_lines_out() -> None:
    version, plan = shown_in(README)
    text = rewritten(README, [(version, ["storeconf 1", "more"]), (plan, ["other"])])
    assert "storeconf 1\nmore\n$ storeconf plan\nfirst\n…\nlast\n" in text
    assert text.startswith("# Title\n")


def test_reader_runs_commands_make_targets_and_shell_lines(tmp_path: Path) -> None:
    reader = Reader(copy_sample(tmp_path / "fleet"))
    assert reader.types("storeconf validate") == ["没有发现问题"]
    planned = reader.types("make plan")
    assert NOW[:10] in "".join(planned)
    assert reader.types("storeconf plan | head -n 1")[0] in planned
    assert reader.types("storeconf plan --target nobody >/dev/null 2>&1; echo $?") == ["64"]
    shutil.rmtree(reader.folder / "stores")
    assert reader.types("cat storeconf.yaml | grep language") == ["language: zh"]
