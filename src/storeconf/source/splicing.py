"""Changing single values of a YAML file, and nothing else: comments, quotes, order and line ends stay.

A value is replaced between its first and its last character; a key is put behind the last one of its map. The result is
read again, and must say exactly what was meant; otherwise nothing is written and a person has to edit the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from pathlib import Path as FilePath
from typing import Any

from storeconf.core.oserror import os_reason
from storeconf.core.span import Path, child, path_text
from storeconf.core.text import Text
from storeconf.core.writing import replace_file
from storeconf.source import reader
from storeconf.source.files import FileProblem, ProjectFiles
from storeconf.source.pieces import GONE, CantSplice, Edit, Splicer, line_starts
from storeconf.source.quoting import spelled, written

BROKEN = Text("文件有语法错误：{problem}", "the file has a syntax error: {problem}")
OTHERWISE = Text(
    "自动改完再读，结果和要写的不一样", "the changed file, read again, does not say what was to be written"
)
UNWRITABLE = Text("写不进去：{reason}", "it can't be written: {reason}")


def differences(line: int, path: Path, old: Any, new: Any, text: Any) -> Iterator[Edit]:
    """The smallest edits that make a place of a document mean something else.

    `old` and `new` are what it means and shall mean, canonical; `text` is how it is written, where what goes without saying
    may be left out and a date stand for a whole day. Single values inside lists and maps are edited where that can be.
    """
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict) and isinstance(text, dict) and old.keys() <= new.keys():
        for key, value in new.items():
            if key in old and key in text:
                yield from differences(line, (*path, key), old[key], value, text[key])
            elif key not in old or old[key] != value:
                yield Edit(line, (*path, key), written(value))
    elif isinstance(old, list) and isinstance(new, list) and isinstance(text, list) and len(old) == len(text):
        if len(old) == len(new):
            for index, three in enumerate(zip(old, new, text, strict=True)):
                yield from differences(line, (*path, index), *three)
        else:
            kept = [text[old.index(value)] if value in old else written(value) for value in new]
            yield Edit(line, path, kept)
    else:
        yield Edit(line, path, spelled(text, written(new)))


def spliced(text: str, edits: Iterable[Edit]) -> str:
    """The text of a file with the edits made. Raises CantSplice when that can't be done, or would change anything else."""
    documents, problems = reader.parse(text, "", marks=True)
    if problems:
        raise CantSplice(BROKEN(problem=problems[0].detail))
    by_line = {document.line: number for number, document in enumerate(documents)}
    wanted = [deepcopy(document.tree) for document in documents]
    starts = line_starts(text)
    pieces: list[tuple[int, int, str]] = []
    for edit in edits:
        number = by_line.get(edit.line)
        if number is None:
            raise CantSplice(GONE(path=path_text(edit.path)))
        pieces.append(Splicer(text, starts, documents[number]).piece(edit))
        _put(wanted[number], edit)
    result = _replaced(text, pieces)
    if _trees(result) != wanted:
        raise CantSplice(OTHERWISE())
    return result


def splice_file(files: ProjectFiles, name: str, edits: Iterable[Edit]) -> None:
    """Make edits in a file of the project, whole or not at all. Raises CantSplice."""
    before = read_text(files, name)
    after = spliced(before, edits)
    if after != before:
        write_text(files, name, after)


def read_text(files: ProjectFiles, name: str) -> str:
    """The text of a YAML file, line ends as they are. Raises CantSplice."""
    try:
        return reader.decode(files.read(name, limit=reader.MAX_FILE), name)
    except (FileProblem, reader.Unreadable) as problem:
        raise CantSplice(problem.diagnostic.detail) from None


def write_text(files: ProjectFiles, name: str, text: str) -> None:
    """Put the text in place whole. Raises CantSplice."""
    try:
        replace_file(FilePath(files.place(name)), text.encode("utf-8"))
    except FileProblem as problem:
        raise CantSplice(problem.diagnostic.detail) from None
    except OSError as error:
        raise CantSplice(UNWRITABLE(reason=os_reason(error))) from None


def _replaced(text: str, pieces: Sequence[tuple[int, int, str]]) -> str:
    """From the end to the front, so that places stay right; what is put into one place keeps its order."""
    for _, (start, end, new) in sorted(enumerate(pieces), key=lambda item: (item[1][0], item[0]), reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _trees(text: str) -> list[Any] | None:
    try:
        text = reader.decode(text.encode("utf-8", "surrogatepass"), "")
    except reader.Unreadable:
        return None
    documents, problems = reader.parse(text, "")
    return None if problems else [document.tree for document in documents]


def _put(tree: Any, edit: Edit) -> None:
    node: Any = tree
    for part in edit.path[:-1]:
        node = child(node, part)
    last = edit.path[-1]
    if isinstance(node, list) and isinstance(last, int) and last >= len(node):
        node.append(written(edit.value))
    else:
        node[last] = written(edit.value)
