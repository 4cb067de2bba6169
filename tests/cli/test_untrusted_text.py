"""Texts come from files and from a platform that others write to. They can't move the cursor, hide or reorder anything."""

from __future__ import annotations

import re

import pytest

from storeconf.cli.output import uncommanded
from storeconf.render.cells import width
from support import Cli, edit

EVIL = "\x1b[2J\x1b]0;title\x07红烧\u202e牛肉\r\x08\x9b31m\u2066\u061c\ufeff"
"""Clears the screen, renames the window, turns the writing round, overprints."""
DANGEROUS = re.compile(
    "[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\x1b(?!\\[[0-9;]*m)"
)
OUTPUTS = (
    ("plan", "--unmanaged"),
    ("plan", "--unmanaged", "--expand"),
    ("drift",),
    ("todo",),
    ("status",),
    ("status", "sh-jingan"),
    ("state", "list"),
    ("show",),
    ("sandbox", "log"),
    ("sandbox", "review", "--list"),
)


@pytest.fixture
def poisoned(fleet: Cli) -> Cli:
    """The sample fleet after somebody wrote such texts wherever the platform takes any."""
    fleet("sandbox", "tamper", "add", "@shuyu/product/hotpot-double", "--value", EVIL)
    fleet("sandbox", "review", "--reject", EVIL)
    return fleet


@pytest.mark.parametrize("colour", ["never", "always"])
@pytest.mark.parametrize("command", OUTPUTS, ids=" ".join)
def test_platform_text_is_shown_not_obeyed(command: tuple[str, ...], colour: str, poisoned: Cli) -> None:
    result = poisoned(*command, "--color", colour)
    assert DANGEROUS.findall(result.out) == []
    assert DANGEROUS.findall(result.err) == []


def test_what_was_written_stays_readable(poisoned: Cli) -> None:
    assert "红烧" in poisoned("plan", "--unmanaged").out
    assert "\\u202e" in poisoned("plan", "--unmanaged").out
    assert "\\u001b[2J" in poisoned("status").out


def test_reply_of_the_reviewers_is_not_obeyed_at_once(fleet: Cli) -> None:
    """The command that rejects repeats the reason."""
    fleet("sandbox", "review", "@shuyu/product/voucher-100")
    result = fleet("sandbox", "review", "--reject", EVIL, "--color", "always")
    assert DANGEROUS.findall(result.out) == []


def test_escape_in_the_yaml_is_an_error_that_is_shown_safely(fleet: Cli) -> None:
    edit(
        fleet.folder / "stores/shuyu/products/crispy-pork.yaml", "title: 现炸酥肉配冰粉双人小食", r'title: "\e[2J酥肉"'
    )
    result = fleet("validate", "--color", "always", code=1)
    assert "crispy-pork.yaml:" in result.out
    assert DANGEROUS.findall(result.out) == []


def test_tabs_and_line_ends_of_a_title_do_not_break_the_lines(fleet: Cli) -> None:
    fleet("sandbox", "tamper", "add", "@shuyu/product/hotpot-double", "--value", "第一行\n第二行\t完")
    lines = [line for line in fleet("plan", "--unmanaged").out.splitlines() if "第一行" in line]
    assert len(lines) == 1
    assert "第二行" in lines[0]


def test_long_title_is_cut_in_the_plan(fleet: Cli) -> None:
    title = "超长标题" * 60
    fleet("sandbox", "tamper", "add", "@shuyu/product/hotpot-double", "--value", title)
    line = next(line for line in fleet("plan", "--unmanaged").out.splitlines() if "超长标题" in line)
    assert "…" in line
    assert title not in line
    assert width(line) < 160


def test_columns_of_a_table_stand_under_each_other(fleet: Cli) -> None:
    """Chinese titles are twice as wide as their number of characters."""
    header, *rows = fleet("status").out.splitlines()
    stores = [row for row in rows if re.match(r"[a-z]{2}-", row)]
    assert len(stores) == 12
    column = width(header[: header.index("门店绑定")])
    for row in stores:
        position = next(i for i, character in enumerate(row) if character in "●✗…?" and width(row[:i]) >= column)
        assert width(row[:position]) == column, row


COMMANDS = re.compile(r"^\s*::|##\[", re.MULTILINE)
"""What the runner of a job takes for a command when it stands in the log."""


@pytest.mark.parametrize("command", [("plan", "--unmanaged"), ("plan", "--format", "md", "--unmanaged")], ids=" ".join)
def test_titles_command_nothing_in_the_log_of_a_job(command: tuple[str, ...], fleet: Cli) -> None:
    fleet("sandbox", "tamper", "add", "@shuyu/product/hotpot-double", "--value", "##[stop-commands]x 红烧 ##[error]y")
    fleet.env["GITHUB_ACTIONS"] = "true"
    out = fleet(*command).out
    assert "红烧" in out
    assert COMMANDS.findall(out) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::add-mask::x", "\\u003a:add-mask::x"),
        ("第一行\n    ::error::x\n价格 ::notice::", "第一行\n    \\u003a:error::x\n价格 ::notice::"),
        ("\u3000::error::x", "\u3000\\u003a:error::x"),
        ("毛血旺 ##[add-mask]x", "毛血旺 #\\u0023[add-mask]x"),
        ("## 标题 a::b [x]", "## 标题 a::b [x]"),
    ],
)
def test_commands_in_a_log_are_shown_not_obeyed(text: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert uncommanded(text) == text
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert uncommanded(text) == shown
    assert COMMANDS.findall(shown) == []
