"""A strict YAML reader: one pass over libyaml's events makes the data, checks it, and can note every position.

Every scalar stays the text that was written; the model types it. So `22:30`, `02162345671`, `on` and `19.90` mean what a
shop keeper meant (YAML 1.1 would make 1350, 298437561, True and 19.9 of them). Only a plain `null` is null. What YAML can
do beyond maps, lists and text is refused with file, line and column: duplicate keys, anchors, aliases, `<<`, tags, empty
values. Depth and size are checked on the events, before anything is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from storeconf.core.diagnostics import Code, Diagnostic
from storeconf.core.span import Path, Span, at
from storeconf.core.text import Message, Say, Text
from storeconf.source import codes, syntax

MAX_FILE = 16 * 1024 * 1024
"""Bytes in one file; a fleet of 3,000 stores written into one file still fits."""
MAX_SCALAR = 64 * 1024
"""Characters in one text."""
MAX_DEPTH = 64
MAX_NODES = 2_000_000
MAX_KEYS = 10_000
"""Keys in one map."""
MAX_KEY = 300

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, marks that reorder text, surrogates: they make a text look like another one."""


_CHINESE = re.compile("[\u4e00-\u9fff]")
LINE_BREAK = re.compile("\r\n|\r|\n")
_STOP = re.compile("(?:^|[\r\n])(%|<<<<<<< )")
"""A directive, or git's mark of a merge conflict, at the start of a line."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Positions of one document, in the parser's counting (from 0)."""

    values: dict[Path, tuple[int, int, int, int]] = field(default_factory=dict)
    """Line and column of a value's first character and of the one after its last."""
    keys: dict[Path, tuple[int, int, int, int]] = field(default_factory=dict)
    """The same for the key in front of it."""


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One document of a file: maps, lists, texts and None, as written."""

    tree: dict[str, Any]
    line: int
    """First line, from 1."""
    marks: Marks | None


class Unreadable(Exception):
    """The file has a problem that ends its reading."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        """Carries the one diagnostic."""
        super().__init__(diagnostic.code.id)
        self.diagnostic = diagnostic


def decode(data: bytes, file: str) -> str:
    """Bytes to text. Raises Unreadable for anything but UTF-8 without a byte order mark and control characters."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:2].count(0) == 1:
        raise _problem(codes.NOT_UTF8, file, syntax.UTF16(), fix=syntax.SAVE_AS_UTF8)
    if data.startswith(b"\xef\xbb\xbf"):
        raise _problem(codes.BOM, file, syntax.HAS_BOM(), fix=syntax.SAVE_AS_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line, column = _line_column(before)
        guess = syntax.LOOKS_GBK if _looks_gbk(data, before) else syntax.NOT_TEXT_FILE
        raise _problem(codes.NOT_UTF8, file, guess(), line, column, fix=syntax.SAVE_AS_UTF8) from None
    found = FORBIDDEN.search(text)
    if found:
        line, column = _line_column(text[: found.start()])
        raise _problem(
            codes.CONTROL,
            file,
            syntax.CONTROL_AT(code=f"U+{ord(found.group()):04X}"),
            line,
            column,
            fix=syntax.DELETE_IT,
        )
    return text


def parse(text: str, file: str, *, marks: bool = False) -> tuple[list[RawDocument], list[Diagnostic]]:
    """The documents of a text, and what is wrong. A document with a duplicate key or the like is left out, the others stay.

    After a syntax error nothing more of the file can be trusted; what came before it is kept.
    """
    stop = _stop(text, file)
    if stop is not None:
        return [], [stop]
    documents: list[RawDocument] = []
    diagnostics: list[Diagnostic] = []
    builder = _Builder(file, with_marks=marks)
    parser = _Loader(text)
    try:
        while parser.check_event():
            event = parser.get_event()
            if isinstance(event, DocumentStartEvent):
                try:
                    document = builder.document(_events(parser))
                except Unreadable as problem:
                    diagnostics.append(problem.diagnostic)
                    if not _skip_document(parser):
                        break
                else:
                    if document is not None:
                        documents.append(document)
    except Unreadable as problem:
        diagnostics.append(problem.diagnostic)
    except yaml.YAMLError as error:
        diagnostics.append(syntax.diagnose(error, text, file))
    except (ValueError, RecursionError, OverflowError):
        diagnostics.append(Diagnostic(code=codes.SYNTAX, detail=syntax.UNCLEAR(), span=at(file, 1, 1)))
    finally:
        parser.dispose()
    if not documents and not diagnostics:
        nothing = Diagnostic(code=codes.EMPTY_FILE, detail=syntax.NOTHING, span=at(file, 1, 1), fix=syntax.DELETE_FILE)
        diagnostics.append(nothing)
    return documents, diagnostics


def _stop(text: str, file: str) -> Diagnostic | None:
    """What makes a file unreadable before the parser sees it: libyaml takes quadratic time over many directives."""
    if not any(start in text for start in ("%", "<<<<<<< ")):
        return None
    found = _STOP.search(text)
    if found is None:
        return None
    line, column = _line_column(text[: found.start(1)])
    span = at(file, line, column, line, column + len(found.group(1).rstrip()))
    if found.group(1) == "%":
        return Diagnostic(code=codes.DIRECTIVE, detail=syntax.PERCENT, span=span, fix=syntax.DROP_LINE)
    return Diagnostic(code=codes.SYNTAX, detail=syntax.CONFLICT, span=span, fix=syntax.RESOLVE)


def _events(parser: Any) -> Iterator[Any]:
    while True:
        yield parser.get_event()


def _skip_document(parser: Any) -> bool:
    """Leave the rest of a document that was given up; False when the file ends there.

    It does when the syntax is broken too, which is no second problem, and when it nests deep, which costs libyaml
    quadratic time.
    """
    depth = 0
    try:
        while parser.check_event() and not parser.check_event(DocumentEndEvent):
            event = parser.get_event()
            if isinstance(event, MappingStartEvent | SequenceStartEvent):
                depth += 1
                if depth >= MAX_DEPTH:
                    return False
            elif isinstance(event, MappingEndEvent | SequenceEndEvent):
                depth -= 1
    except yaml.YAMLError:
        return False
    return True


class _Builder:
    """Builds one document from events, iteratively, so that depth costs no stack."""

    def __init__(self, file: str, *, with_marks: bool) -> None:
        self.file = file
        self.with_marks = with_marks
        self.nodes = 0

    def document(self, events: Iterator[Any]) -> RawDocument | None:
        first: Any = next(events)
        if isinstance(first, ScalarEvent) and first.value == "" and first.implicit[0]:
            return None
        if not isinstance(first, MappingStartEvent):
            raise self._refuse(codes.NOT_A_MAP, syntax.DOCUMENT_MAP(), first)
        self._plain(first)
        marks = Marks() if self.with_marks else None
        start: Any = first.start_mark
        return RawDocument(self._tree(first, events, marks), start.line + 1, marks)

    def _tree(self, start: Any, events: Iterator[Any], marks: Marks | None) -> dict[str, Any]:
        root: dict[str, Any] = {}
        node: dict[str, Any] | list[Any] = root
        stack: list[tuple[dict[str, Any] | list[Any], Any, Path]] = []
        opened, key = start, None
        path: Path = ()
        while True:
            event = next(events)
            kind = type(event)
            self.nodes += 1
            if kind is MappingEndEvent or kind is SequenceEndEvent:
                if marks is not None:
                    marks.values[path] = _reach(opened, event)
                if not stack:
                    return root
                node, opened, path = stack.pop()
                continue
            if self.nodes > MAX_NODES:
                raise self._refuse(codes.TOO_BIG, syntax.TOO_MANY(limit=MAX_NODES), event)
            if kind is AliasEvent:
                raise self._refuse(codes.NO_ANCHORS, syntax.ALIAS(name=event.anchor), event, fix=syntax.USE_DEFAULTS)
            self._plain(event)
            if key is None and type(node) is dict:
                key = self._key(event, node)
                if marks is not None:
                    marks.keys[(*path, key)] = _reach(event, event)
                continue
            here: Path = (*path, key if key is not None else len(node))
            value: Any = self._scalar(event) if kind is ScalarEvent else {} if kind is MappingStartEvent else []
            if type(node) is dict:
                node[str(key)] = value
            else:
                node.append(value)  # type: ignore[union-attr]
            key = None
            if kind is ScalarEvent:
                if marks is not None:
                    marks.values[here] = _reach(event, event)
            else:
                stack.append((node, opened, path))
                if len(stack) >= MAX_DEPTH:
                    raise self._refuse(codes.TOO_BIG, syntax.TOO_DEEP(limit=MAX_DEPTH), event)
                node, opened, path = value, event, here

    def _plain(self, event: Any) -> None:
        if event.anchor is not None:
            raise self._refuse(codes.NO_ANCHORS, syntax.ANCHOR(name=event.anchor), event, fix=syntax.USE_DEFAULTS)
        if event.tag is not None:
            raise self._refuse(codes.NO_TAGS, syntax.TAG(tag=event.tag), event, fix=syntax.DROP_TAG)

    def _key(self, event: Any, node: dict[str, Any]) -> str:
        if type(event) is not ScalarEvent:
            raise self._refuse(codes.BAD_KEY, syntax.COMPLEX_KEY(), event)
        name: str = event.value
        if not name or len(name) > MAX_KEY or (event.implicit[0] and name == "null"):
            raise self._refuse(codes.BAD_KEY, syntax.EMPTY_KEY(), event)
        if name == "<<":
            raise self._refuse(codes.NO_ANCHORS, syntax.MERGE_KEY(), event, fix=syntax.USE_DEFAULTS)
        self._characters(event)
        if len(node) >= MAX_KEYS:
            raise self._refuse(codes.TOO_BIG, syntax.MANY_KEYS(limit=MAX_KEYS), event)
        if name in node:
            raise self._refuse(codes.DUPLICATE_KEY, syntax.TWICE(key=name), event, fix=syntax.KEEP_ONE)
        return name

    def _scalar(self, event: Any) -> str | None:
        text: str = event.value
        if event.implicit[0] and event.style != '"' and event.style != "'":
            if text == "":
                raise self._refuse(codes.EMPTY_VALUE, syntax.NO_VALUE(), event, fix=syntax.DELETE_OR_NULL)
            if text == "null":
                return None
        if len(text) > MAX_SCALAR:
            raise self._refuse(codes.TOO_BIG, syntax.LONG_SCALAR(size=len(text), limit=MAX_SCALAR), event)
        self._characters(event)
        return text

    def _characters(self, event: Any) -> None:
        """Escapes in double quotes can make what the raw text was already searched for."""
        if event.style == '"':
            found = FORBIDDEN.search(event.value)
            if found:
                code = f"U+{ord(found.group()):04X}"
                raise self._refuse(codes.CONTROL, syntax.CONTROL_AT(code=code), event, fix=syntax.DELETE_IT)

    def _refuse(self, code: Code, detail: Message, event: Any, *, fix: Say = "") -> Unreadable:
        mark, end = event.start_mark, event.end_mark
        span = at(self.file, mark.line + 1, mark.column + 1, end.line + 1, end.column + 1)
        return Unreadable(Diagnostic(code=code, detail=detail, span=span, fix=fix))


def _reach(first: Any, last: Any) -> tuple[int, int, int, int]:
    start, end = first.start_mark, last.end_mark
    return (start.line, start.column, end.line, end.column)


def span_of(marks: Marks, file: str, path: Path, *, key: bool = False) -> Span:
    """Where the value at a path stands (or the key in front of it); for what isn't there, the nearest map around it."""
    table = marks.keys if key else marks.values
    while path and path not in table:
        path = path[:-1]
        table = marks.keys if path in marks.keys else marks.values
    line, column, end_line, end_column = table.get(path, (0, 0, 0, 1))
    return at(file, line + 1, column + 1, end_line + 1, end_column + 1)


def _problem(
    code: Code, file: str, detail: Message, line: int = 1, column: int = 1, *, fix: Text | str = ""
) -> Unreadable:
    return Unreadable(Diagnostic(code=code, detail=detail, span=at(file, line, column), fix=fix))


def _line_column(before: str) -> tuple[int, int]:
    """The place after a text, both from 1, counted as the parser counts lines."""
    lines = LINE_BREAK.split(before)
    return len(lines), len(lines[-1]) + 1


def _looks_gbk(data: bytes, before: str) -> bool:
    """Whether a file that is not UTF-8 is GBK rather than broken UTF-8, of which Chinese can be read up to there."""
    try:
        return _CHINESE.search(data.decode("gb18030")) is not None and _CHINESE.search(before) is None
    except UnicodeDecodeError:
        return False
