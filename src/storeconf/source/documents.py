"""Documents as read: what file each came from, its tree, and where any value of it stands.

A document keeps its tree as one compact blob, so that ten thousand stores fit into memory and are decoded one at a time.
Positions are not kept: the few documents that have findings are read again.
"""

from __future__ import annotations

import marshal
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from storeconf.core.diagnostics import Diagnostic
from storeconf.core.span import Path, Span, at
from storeconf.core.text import Text
from storeconf.model.documents import API_VERSION, DOCUMENTS
from storeconf.source import codes, reader
from storeconf.source.files import FileProblem, ProjectFiles
from storeconf.source.suggest import did_you_mean

NO_VERSION = Text("文档要以 apiVersion: storeconf/v1 开头", "a document starts with apiVersion: storeconf/v1")
WRONG_VERSION = Text(
    "apiVersion 是 {value}，这个版本的 storeconf 只认 storeconf/v1",
    "apiVersion is {value}; this storeconf reads storeconf/v1",
)
NO_KIND = Text("缺 kind，应是 {kinds} 之一", "kind is missing; it is one of {kinds}")
BAD_KIND = Text("kind 是 {value}，应是 {kinds} 之一", "kind is {value}; it is one of {kinds}")
BELONGS = Text("{kind} 写在 {place} 里", "{kind} belongs into {place}")
PLACES = {"Project": "storeconf.yaml", "Sandbox": "sandbox.yaml", "Observations": "observations/"}
UPGRADE = Text("升级 storeconf，或改成 storeconf/v1", "upgrade storeconf, or write storeconf/v1")

_KIND_LINE = re.compile(rb"^kind:[ \t]*[\"']?([A-Za-z]{1,20})", re.MULTILINE)
KINDS_BELOW_STORES = ("Account", "Store", "Product", "Defaults", "StoreSet")


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML document."""

    file: str
    line: int
    """Its first line, from 1; tells it from the other documents of the file."""
    kind: str
    blob: bytes

    @property
    def folder(self) -> str:
        """The folder of its file; `.` is the project's root."""
        return str(PurePosixPath(self.file).parent)

    def tree(self) -> dict[str, Any]:
        """Its content: maps, lists, texts and None, as written. A new copy at every call."""
        tree: dict[str, Any] = marshal.loads(self.blob)  # noqa: S302 - our own bytes, made below in this process
        return tree


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a StoreSet's table, as a document."""

    file: str
    line: int
    """Row number in the table, the heading being row 1."""
    blob: bytes
    cells: tuple[tuple[Path, int], ...]
    """Which column each path came from, counted from 1."""

    def tree(self) -> dict[str, Any]:
        """Its content, nested as the columns say."""
        tree: dict[str, Any] = marshal.loads(self.blob)  # noqa: S302 - as above
        return tree


Origin = Document | Row
"""Where values come from."""


def pack(tree: dict[str, Any]) -> bytes:
    """A tree as the blob that `Document` keeps."""
    return marshal.dumps(tree)


class Library:
    """All documents of a project, and their positions."""

    def __init__(self, files: ProjectFiles) -> None:
        """Nothing is read until asked for."""
        self.files = files
        self.diagnostics: list[Diagnostic] = []
        self.broken: list[str] = []
        """Files that hold a document which could not be read: what it declares is unknown."""
        self.broken_kinds: set[str] = set()
        """Kinds that such files seem to declare."""
        self.broken_defaults: set[str] = set()
        """Folders of which a Defaults could not be read."""
        self._marks: dict[str, list[reader.RawDocument]] = {}

    def read_all(self, folder: str) -> list[Document]:
        """Every document below a folder that can be read and says what it is."""
        found: list[Document] = []
        for name in self.files.documents(folder):
            if isinstance(name, Diagnostic):
                self.diagnostics.append(name)
                self._give_up(name.span.file if name.span else folder, b"", KINDS_BELOW_STORES)
            else:
                found.extend(self.read(name, KINDS_BELOW_STORES))
        return found

    def read(self, name: str, kinds: Iterable[str]) -> Iterator[Document]:
        """The documents of one file that are of one of the kinds."""
        data, allowed = b"", tuple(kinds)
        try:
            data = self.files.read(name, limit=reader.MAX_FILE)
            raw, problems = reader.parse(reader.decode(data, name), name)
        except (FileProblem, reader.Unreadable) as problem:
            raw, problems = [], [problem.diagnostic]
        if problems:
            self.diagnostics.extend(problems)
            self._give_up(name, data, allowed)
        for document in raw:
            problem_found = _header_problem(document, name, allowed)
            if problem_found is None:
                yield Document(name, document.line, document.tree["kind"], pack(document.tree))
            else:
                self.diagnostics.append(self._at_value(problem_found, name, document))
                self._give_up(name, data, allowed)

    def _at_value(self, problem: Diagnostic, name: str, document: reader.RawDocument) -> Diagnostic:
        """The problem at the value that it is about, when that is there."""
        if not problem.path or problem.path[0] not in document.tree:
            return problem
        return replace(problem, span=self.span(Document(name, document.line, "", b""), problem.path))

    def _give_up(self, name: str, data: bytes, allowed: tuple[str, ...]) -> None:
        """Remember a file with an unreadable document, and what kinds it seems to hold.

        When that can't be told it may hold anything; only a Defaults has to say so, for it reaches far.
        """
        self.broken.append(name)
        kinds = {found.decode() for found in _KIND_LINE.findall(data)}
        if PurePosixPath(name).stem.startswith("_default"):
            kinds.add("Defaults")
        if not kinds or not kinds.issubset(allowed):
            kinds.update(set(allowed) - {"Defaults"})
        self.broken_kinds |= kinds
        if "Defaults" in kinds:
            self.broken_defaults.add(str(PurePosixPath(name).parent))

    def span(self, origin: Origin, path: Path, *, key: bool = False) -> Span:
        """Where a path of a document stands; for a path that isn't there, the nearest map around it."""
        if isinstance(origin, Row):
            cells = dict(origin.cells)
            column = next((cells[path[:n]] for n in range(len(path), 0, -1) if path[:n] in cells), 1)
            return at(origin.file, origin.line, column)
        documents = self._marked(origin.file)
        match = next((d for d in documents if d.line == origin.line), None)
        if match is None or match.marks is None:
            return at(origin.file, origin.line, 1)
        return reader.span_of(match.marks, origin.file, path, key=key)

    def _marked(self, name: str) -> list[reader.RawDocument]:
        """A file read again, with positions; empty when it has changed into something unreadable meanwhile."""
        if name not in self._marks:
            try:
                text = reader.decode(self.files.read(name, limit=reader.MAX_FILE), name)
            except (FileProblem, reader.Unreadable):
                self._marks[name] = []
            else:
                self._marks[name] = reader.parse(text, name, marks=True)[0]
        return self._marks[name]


def _header_problem(document: reader.RawDocument, file: str, kinds: tuple[str, ...]) -> Diagnostic | None:
    version, kind = document.tree.get("apiVersion"), document.tree.get("kind")
    span = at(file, document.line, 1)
    if version is None:
        return Diagnostic(code=codes.MISSING_KEY, detail=NO_VERSION, span=span, path=("apiVersion",))
    if version != API_VERSION:
        detail = WRONG_VERSION(value=_shown(version))
        return Diagnostic(code=codes.BAD_VALUE, detail=detail, span=span, path=("apiVersion",), fix=UPGRADE)
    if kind is None:
        return Diagnostic(code=codes.UNKNOWN_KIND, detail=NO_KIND(kinds=kinds), span=span, path=("kind",))
    if kind in kinds:
        return None
    shown = _shown(kind)
    code, fix = codes.UNKNOWN_KIND, did_you_mean(shown, kinds)
    if shown in DOCUMENTS:
        code, fix = codes.MISPLACED, BELONGS(kind=shown, place=PLACES.get(shown, "stores/"))
    return Diagnostic(code=code, detail=BAD_KIND(value=shown, kinds=kinds), span=span, path=("kind",), fix=fix)


def _shown(value: object) -> str:
    """A word that is none of ours, short enough for a sentence."""
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
