"""What others wrote is read on a page, and does nothing there."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from storeconf.render.markdown import Block, bullets, code, fitted, inert, row, table, units

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![图](http://evil.example/x.png)",
    "[点我](javascript:alert(1))",
    "http://evil.example www.evil.example a@evil.example",
    "@shuyu/hq 请看 #1 GH-1 shuyu/stores#2 :tada:",
    "0123abcdef0123abcdef",
    "**粗** _斜_ ~~删~~ `码`",
    "``` ` `` 围栏",
    "a|b \\| c\\\\| <b>d</b>",
    "<!-- storeconf:plan:default -->",
    "--> <b>x</b>",
    "</details><h1>x",
    "# 标题\n- 项\n> 引\n1. 数",
    "    缩进",
    "&#64;shuyu &lt;b&gt;",
    "${{ secrets.TOKEN }}",
    "::error::x",
    "\x1b[2J红烧\u202e牛肉\r",
    "`",
    "\\",
    "",
)
SPEAKS = re.compile(r"@\w|#\d|GH-\d|:\w+:|://|www\.|\b[0-9a-f]{7,40}\b|[<>]")
"""What GitHub would make something of where it stands outside of code."""


def tokens(page: str) -> Iterator[Token]:
    """Everything on a page, as a CommonMark parser with tables sees it."""
    for token in MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(page):
        yield token
        yield from token.children or ()


def check(text: str) -> None:
    """In a table and in a list, only text and code come of it, and nothing outside of code speaks to GitHub."""
    for page in (f"{row(('甲', '乙'))}\n{row(('---', '---'))}\n{row((inert(text), 'x'))}\n", f"- 对象 {inert(text)}\n"):
        found = list(tokens(page))
        inline = {token.type for token in found if not token.block and token.type != "inline"}
        assert inline <= {"text", "code_inline"}
        assert sum(token.type == "tr_open" for token in found) in (0, 2)
        assert sum(token.type in ("td_open", "th_open") for token in found) in (0, 4)
        assert not [token.content for token in found if token.type == "text" and SPEAKS.search(token.content)]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_read(text: str) -> None:
    check(text)


@given(st.text())
def test_any_text_is_only_read(text: str) -> None:
    check(text)


@given(st.text(alphabet="`|\\<>[]()!*_~@#:/.a1 中", max_size=30))
def test_any_marks_are_only_read(text: str) -> None:
    check(text)


@given(st.text(alphabet="`a中 |", min_size=1))
def test_code_holds_what_was_written(text: str) -> None:
    content = [token.content for token in tokens(f"x {code(text)} y") if token.type == "code_inline"]
    assert content == ([text.strip().replace("|", "｜")] if text.strip() else [])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("毛血旺单人餐(含米饭)", "毛血旺单人餐(含米饭)"),
        ("19.9 元，省 30%", "19.9 元，省 30%"),
        ("2026-03-09 10:00", "2026-03-09 10:00"),
        ("要下架请加 --allow remove", "要下架请加 `--allow` remove"),
        ("the platform can't change this", "the platform can't change this"),
        ("bj-sanlitun/poi", "`bj-sanlitun/poi`"),
        ("a`b", "``a`b``"),
    ],
)
def test_plain_words_stay_plain(text: str, shown: str) -> None:
    assert inert(text) == shown


# -- cutting -------------------------------------------------------------------------------------------------------------


def page(limit: int, rows: int = 100) -> str:
    blocks = [
        Block("头"),
        table("表", ["a"], [row((f"行{n}",)) for n in range(rows)], folded=True),
        bullets("单", ["甲"], folded=False),
    ]
    return fitted(blocks, "尾", limit, lambda count: f"另有 {count} 行")


@pytest.mark.parametrize("limit", [150, 300, 700, 800])
def test_page_is_cut_between_rows(limit: int) -> None:
    text = page(limit)
    shown = [line for line in text.splitlines() if line.startswith("| 行")]
    assert units(text) <= limit
    assert text.startswith("头\n\n")
    assert text.rstrip().endswith("尾")
    assert all(re.fullmatch(r"\| 行\d+ \|", line) for line in shown)
    assert f"另有 {101 - len(shown)} 行" in text
    assert text.count("<details>") == text.count("</details>") == int(bool(shown))


def test_page_that_fits_is_whole() -> None:
    text = page(100_000)
    assert "另有" not in text
    assert "- 甲" in text


def test_list_under_a_line_of_html_is_a_list() -> None:
    found = [token.type for token in tokens(bullets("单", ["甲", "乙"], folded=True).text())]
    assert found.count("list_item_open") == 2


def test_emoji_counts_as_the_two_units_that_it_may_be() -> None:
    assert units("好🟢") == 3
