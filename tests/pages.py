"""The pages of docs/, taken apart: blocks, commands, headings and links."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from codebase import repository_files
from commands import every_command
from support import ROOT

CHINESE = ".zh-CN.md"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]+)\)")
PLACEHOLDERS = {
    "ADDRESS": "shop/voice_call",
    "DIGEST": "000000000000",
    "FILE": "file.json",
    "NAME": "name",
    "REASON": "no",
    "SCENARIO": "price",
    "SHEET": "file.yaml",
    "STORE": "shop",
    "地址": "shop/voice_call",
    "摘要": "000000000000",
    "文件": "file.json",
    "商品": "name",
    "原因": "no",
    "场景": "price",
    "清单": "file.yaml",
    "门店": "shop",
}
"""What a page writes where a reader puts something of their own."""


@dataclass(frozen=True)
class Block:
    """A fenced block."""

    language: str
    text: str


def pages(folder: str = "") -> list[Path]:
    """The pages of docs/, or of a folder in it; relative to the repository's root."""
    return [file for file in repository_files() if file.suffix == ".md" and file.is_relative_to(Path("docs", folder))]


def counterpart(page: Path) -> Path:
    """The same page in the other language."""
    if page.name.endswith(CHINESE):
        return page.with_name(page.name.removesuffix(CHINESE) + ".md")
    return page.with_name(page.stem + CHINESE)


def read(page: Path) -> str:
    """The text of a page."""
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(text: str, *languages: str) -> list[Block]:
    """The fenced blocks of these languages, or all."""
    found = [Block(language, body) for language, body in FENCE.findall(text)]
    return [one for one in found if not languages or one.language in languages]


def prose(text: str) -> str:
    """A page without its blocks, its inline code and where its links lead."""
    return LINK.sub(r"\1", INLINE.sub("", FENCE.sub("", text)))


def headings(text: str) -> list[tuple[int, str]]:
    """Level and text of each heading."""
    found = re.findall(r"^(#+) (.+)$", FENCE.sub("", text), re.MULTILINE)
    return [(len(marks), title) for marks, title in found]


def anchors(text: str) -> set[str]:
    """What links into a page may name."""
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for _, title in headings(text)}


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """Where a page's links lead inside the repository: file and anchor."""
    for _, target in LINK.findall(INLINE.sub("", FENCE.sub("", read(page)))):
        if not re.match(r"[a-z]+:", target):
            name, _, anchor = target.partition("#")
            file = (ROOT / page.parent / name).resolve() if name else ROOT / page
            yield file.relative_to(ROOT), anchor


def shown_commands(text: str) -> list[str]:
    """The command lines in the blocks, as they are typed."""
    typed = [
        line.removeprefix("$ ") for one in blocks(text, "console") for line in one.text.splitlines() if line[:2] == "$ "
    ]
    return [*typed, *(line for one in blocks(text, "sh") for line in one.text.splitlines() if line.strip())]


def written_commands(text: str) -> list[list[str]]:
    """Every storeconf command line of a page, split into words, in blocks and in the running text."""
    spans = [span for span in INLINE.findall(FENCE.sub("", text)) if re.match(r"storeconf [a-z-]", span)]
    lines = [line for line in shown_commands(text) if line.startswith("storeconf ")]
    return [[_filled(word) for word in shlex.split(line, comments=True)[1:]] for line in (*lines, *spans)]


def _filled(word: str) -> str:
    bare = word.strip("[]…")
    for placeholder, example in PLACEHOLDERS.items():
        bare = re.sub(rf"(?<![A-Z@]){placeholder}(?![A-Z])", example, bare) if placeholder in bare else bare
    return bare


def path_of(words: list[str]) -> tuple[str, ...]:
    """The words that name the command; the longest that there is."""
    known = set(every_command())
    return next((found for n in range(len(words), 0, -1) if (found := tuple(words[:n])) in known), ())
