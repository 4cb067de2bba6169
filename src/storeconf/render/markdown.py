"""Markdown whose values come from others: what they wrote is shown, and means nothing.

GitHub's page makes links of addresses, pings whoever is named after an @, links commits and issues, loads pictures and
turns :words: into emoji, all after escapes and entities are resolved. Inside a code span none of that happens. So each
word that holds more than letters, digits and what stands between them is put into one; Chinese prose stays as it is.
Source: the GFM specification (code spans, tables, autolinks), read 2026-11-22.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from storeconf.render.cells import one_line, safe

_WIDE = "\u00b7\u2013\u2014\u2018-\u201d\u2026\u2192\u23ce\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e"
_WORD = re.compile(rf"[^\s{_WIDE}]+")
_PLAIN = re.compile(
    r"[()]{1,2}"
    r"|\(?(?:[0-9]+(?:[.,][0-9]+)*%?|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}:[0-9]{2}(?::[0-9]{2})?"
    r"|[A-Za-z]+(?:[-'][A-Za-z]+)*|[A-Za-z0-9]{1,6})\)?[,.;:]?"
)
_COMMIT = re.compile(r"[0-9a-f]{7,}")
_FENCES = re.compile("`+")


def inert(text: str) -> str:
    """Any text on one line of Markdown, in a table too, so that it is only read."""
    return _WORD.sub(_word, one_line(text).strip())


def _word(found: re.Match[str]) -> str:
    word = found.group()
    return word if _PLAIN.fullmatch(word) and not _COMMIT.search(word) else code(word)


def code(text: str) -> str:
    """A code span; its fence is longer than any in the text. A pipe would end a table's cell even there; `##[` is a command in a job's log."""
    flat = one_line(text).replace("|", "｜").replace("##[", "##［").strip()
    if not flat:
        return ""
    fence = "`" * (1 + max((len(run) for run in _FENCES.findall(flat)), default=0))
    space = " " if flat[0] == "`" or flat[-1] == "`" else ""
    return f"{fence}{space}{flat}{space}{fence}"


def fenced(text: str, indent: str = "") -> str:
    """A text of several lines to copy, as it is; `indent` puts it below an item of a list."""
    lines = safe(text).replace("##[", "##［").split("\n")
    fence = "`" * max(3, 1 + max((len(run) for run in _FENCES.findall(text)), default=0))
    return "\n".join(f"{indent}{line}" for line in (fence, *lines, fence))


def row(cells: Iterable[str]) -> str:
    """A row of a table, from cells that are Markdown already."""
    return f"| {' | '.join(cells)} |"


def units(text: str) -> int:
    """Length as GitHub may count it at worst: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def octets(text: str) -> int:
    """Length in bytes of UTF-8."""
    return len(text.encode())


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page: what opens it, rows that may be left out from the end, what closes it."""

    opening: str
    rows: tuple[str, ...] = ()
    closing: str = ""

    def text(self) -> str:
        """The part as it stands."""
        return "\n".join(part for part in (self.opening, *self.rows, self.closing) if part)


def table(title: str, heads: Sequence[str], rows: Sequence[str], *, folded: bool, intro: str = "") -> Block:
    """A heading, or a line to unfold, with a table under it."""
    above = f"{intro}\n\n" if intro else ""
    return _under(title, f"{above}{row(heads)}\n{row('---' for _ in heads)}", rows, folded=folded)


def bullets(title: str, rows: Sequence[str], *, folded: bool, intro: str = "") -> Block:
    """A heading, or a line to unfold, with a list under it."""
    return _under(title, f"{intro}\n" if intro else "", [f"- {one}" for one in rows], folded=folded)


def _under(title: str, frame: str, rows: Sequence[str], *, folded: bool) -> Block:
    """The title is a sentence of ours: nothing is escaped in a line of HTML. A blank line ends it, or what follows is HTML too."""
    above = f"<details><summary>{title}</summary>" if folded else f"### {title}"
    return Block(f"{above}\n\n{frame}" if frame else f"{above}\n", tuple(rows), "\n</details>" if folded else "")


def fitted(
    blocks: Sequence[Block], tail: str, limit: int, more: Callable[[int], str], *, size: Callable[[str], int] = units
) -> str:
    """Blocks in their order, cut between rows where the limit is; `more` says how many rows are left out.

    The first block and the tail are always whole.
    """
    left = limit - size(tail) - size(more(sum(len(block.rows) for block in blocks))) - 6
    kept: list[str] = []
    missing = 0
    for block in blocks:
        cut = block if not kept else _cut(block, left, size)
        if cut is None:
            missing += len(block.rows)
            left = min(left, 0)
            continue
        missing += len(block.rows) - len(cut.rows)
        left -= size(cut.text()) + 2
        left = min(left, 0) if missing else left
        kept.append(cut.text())
    said = [more(missing)] if missing else []
    return "\n\n".join([*kept, *said, tail]).rstrip() + "\n"


def _cut(block: Block, left: int, size: Callable[[str], int]) -> Block | None:
    """As many rows as there is room for; nothing when not one fits."""
    if size(block.text()) + 2 <= left:
        return block
    room = left - size(replace(block, rows=()).text()) - 3
    rows: list[str] = []
    for one in block.rows:
        room -= size(one) + 1
        if room < 0:
            break
        rows.append(one)
    return replace(block, rows=tuple(rows)) if rows else None
