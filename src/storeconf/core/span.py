"""Where a value stands in a file, counted the way editors count: lines and columns from 1, columns in characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""A place inside a document: keys and list indexes from its top."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A character in a file; the first is line 1, column 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a file. `file` is relative to the project, with `/`. `end` is the position after the last character.

    In a table (CSV, xlsx) the line is the row and the column the number of the cell.
    """

    file: str
    start: Position
    end: Position

    def __str__(self) -> str:
        """`file:line:column`, the form that editors and terminals turn into a link."""
        return f"{self.file}:{self.start.line}:{self.start.column}"


def at(file: str, line: int, column: int, end_line: int | None = None, end_column: int | None = None) -> Span:
    """A span from plain numbers; without an end it is the one character at the start."""
    start = Position(line, column)
    end = Position(line if end_line is None else end_line, column + 1 if end_column is None else end_column)
    return Span(file, start, end)


def child(node: object, part: str | int) -> object:
    """What stands under one part of a path in a tree of maps and lists; None when nothing does."""
    if isinstance(node, dict):
        return node.get(part)
    if isinstance(node, list) and isinstance(part, int) and 0 <= part < len(node):
        return node[part]
    return None


def holds(node: object, part: str | int) -> bool:
    """Whether anything stands under one part of a path, null included."""
    if isinstance(node, dict):
        return part in node
    return isinstance(node, list) and isinstance(part, int) and 0 <= part < len(node)


def path_text(path: Path) -> str:
    """A path as people read it: `spec.products.mxw.items.0.price`."""
    return ".".join(str(part) for part in path)
