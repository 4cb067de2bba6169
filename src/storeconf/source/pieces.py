"""Where in a YAML text a value stands, to the character, and what to put there instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from storeconf.core.span import Path, child, holds, path_text
from storeconf.core.text import Say, Text
from storeconf.source import reader
from storeconf.source.quoting import QUOTES, Styles, inline, scalar, written

GONE = Text("{path} 已经不在文件里", "{path} is no more in the file")
COMMENTED = Text("{path} 里有注释，整段替换会丢掉它", "{path} holds comments that replacing it would lose")
WRITTEN_OUT = Text(
    "{path} 是逐行写的，没法整段替换", "{path} is written line by line, so it can't be replaced as a whole"
)
_HEADER = re.compile(r"[|>][-+0-9]*(?P<comment>[ \t]+#[^\r\n]*)?(?=[\r\n])")


class CantSplice(Exception):
    """The change can't be made safely by machine. Nothing was written."""

    def __init__(self, reason: Say) -> None:
        """Why, as a part of a sentence."""
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Edit:
    """One value to be written."""

    line: int
    """First line of its document in the file, from 1 (`Document.line`)."""
    path: Path
    """Place in the document. What isn't there is added to the map around it, which must be there."""
    value: Any
    """Text, number, switch, null, or lists and maps of them."""


def line_starts(text: str) -> Sequence[int]:
    """Where each line of a text starts."""
    return [0, *(found.end() for found in reader.LINE_BREAK.finditer(text))]


class Splicer:
    """Makes edits of one document into replacements of characters."""

    def __init__(self, text: str, starts: Sequence[int], document: reader.RawDocument) -> None:
        """`starts`: where each line starts. The document was read with its marks."""
        assert document.marks is not None
        self._text = text
        self._tree = document.tree
        self._marks = document.marks
        self._lines = starts

    def piece(self, edit: Edit) -> tuple[int, int, str]:
        """Where the replacement starts and ends, and its text."""
        if edit.path in self._marks.values:
            return self._replacement(edit.path, written(edit.value))
        parent = edit.path[:-1]
        if not edit.path or parent not in self._marks.values or not isinstance(self._value(parent), dict):
            raise CantSplice(GONE(path=path_text(edit.path)))
        return self._insertion(parent, str(edit.path[-1]), written(edit.value))

    def _replacement(self, path: Path, value: Any) -> tuple[int, int, str]:
        start = self._start(path)
        old, first = self._value(path), self._text[start]
        if isinstance(old, dict | list):
            self._commentless(path)
            if first in "[{":
                return start, self._end(path), inline(value, self._styles(path), self._name(path))
            if isinstance(old, list) and isinstance(value, list) and value:
                return start, self._end(path), self._written_out(path, value)
            raise CantSplice(WRITTEN_OUT(path=path_text(path)))
        if isinstance(value, dict | list):
            return start, self._end(path), inline(value, {})
        if first in "|>" and value is not None:
            return start, self._end(path), self._block(path, value)
        quote = first if first in QUOTES else ""
        return start, self._end(path), scalar(value, quote, flow=self._in_flow(path))

    def _insertion(self, parent: Path, key: str, value: Any) -> tuple[int, int, str]:
        start, end = self._start(parent), self._end(parent)
        entry = f"{scalar(key)}: {inline(value, {})}"
        keys = list(self._value(parent))
        if self._text[start] == "{":
            if not keys:
                return start + 1, start + 1, entry
            last = self._end((*parent, keys[-1]))
            return last, last, f", {entry}"
        indent = self._marks.keys[(*parent, keys[0])][1]
        line_end = reader.LINE_BREAK.search(self._text, end)
        place = line_end.start() if line_end else len(self._text)
        return place, place, f"{self._newline()}{' ' * indent}{entry}"

    def _block(self, path: Path, value: str) -> str:
        """A text of several lines under `|`, indented as before; in quotes when it can't stand there."""
        old = self._text[self._start(path) : self._end(path)]
        header = _HEADER.match(old)
        body = value.rstrip("\n")
        ends = len(value) - len(body)
        lines = body.split("\n")
        clean = body and ends < 2 and "\r" not in body and not body.startswith((" ", "\t", "\n"))
        if header is None or not clean or any(line and not line.strip() for line in lines):
            return scalar(value, '"')
        first = next((line for line in reader.LINE_BREAK.split(old)[1:] if line.strip()), "")
        indent = first[: len(first) - len(first.lstrip(" "))]
        newline = self._newline()
        head = f"|{'' if ends else '-'}{header['comment'] or ''}"
        return head + "".join(newline + (indent + line if line else "") for line in lines)

    def _written_out(self, path: Path, items: Sequence[Any]) -> str:
        """A list of one item a line, indented as before."""
        indent = self._marks.values[path][1]
        styles, name = self._styles(path), self._name(path)
        return f"{self._newline()}{' ' * indent}".join(f"- {inline(item, styles, name)}" for item in items)

    # -- places --------------------------------------------------------------------------------------------------------

    def _start(self, path: Path) -> int:
        line, column = self._marks.values[path][:2]
        return self._lines[line] + column

    def _end(self, path: Path) -> int:
        """Behind the last character of a value; the parser ends a block only where the next thing starts."""
        start = self._start(path)
        value = self._value(path)
        if isinstance(value, dict | list) and self._text[start] not in "[{":
            last: str | int = list(value)[-1] if isinstance(value, dict) else len(value) - 1
            return self._end((*path, last))
        line, column = self._marks.values[path][2:]
        end = self._lines[line] + column
        if self._text[start] not in "|>" or isinstance(value, dict | list):
            return end
        blank = self._text[start:end].rstrip()
        last_break = reader.LINE_BREAK.search(self._text, start + len(blank), end)
        return last_break.start() if last_break else end

    def _leaves(self, path: Path) -> Iterator[Path]:
        value = self._value(path)
        parts = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
        if not parts:
            yield path
        for part in parts:
            yield from self._leaves((*path, part))

    def _commentless(self, path: Path) -> None:
        """Raises CantSplice when something between the values of a list or map is a comment."""
        at, end = self._start(path), self._end(path)
        for leaf in sorted(self._leaves(path), key=self._start):
            if "#" in self._text[at : self._start(leaf)]:
                raise CantSplice(COMMENTED(path=path_text(path)))
            at = self._end(leaf)
        if "#" in self._text[at:end]:
            raise CantSplice(COMMENTED(path=path_text(path)))

    def _styles(self, path: Path) -> Styles:
        """What quotes the values below a path stand in, by their keys."""
        found: dict[str, str] = {}
        for leaf in self._leaves(path):
            first = self._text[self._start(leaf)]
            found[self._name(leaf)] = first if first in QUOTES else ""
        return found

    def _in_flow(self, path: Path) -> bool:
        return any(self._text[self._start(path[:depth])] in "[{" for depth in range(1, len(path)))

    def _value(self, path: Path) -> Any:
        node: Any = self._tree
        for part in path:
            if not holds(node, part):
                raise CantSplice(GONE(path=path_text(path)))
            node = child(node, part)
        return node

    @staticmethod
    def _name(path: Path) -> str:
        return next((part for part in reversed(path) if isinstance(part, str)), "")

    def _newline(self) -> str:
        found = reader.LINE_BREAK.search(self._text)
        return found.group() if found else "\n"
