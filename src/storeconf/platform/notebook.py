"""Writing observations: new items are appended to a unit's file, what stands there is never touched."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from storeconf.core.diagnostics import Code, fail
from storeconf.core.text import Text
from storeconf.core.values import Attrs, nest
from storeconf.model.documents import API_VERSION
from storeconf.platform.observations import file_of
from storeconf.source import reader
from storeconf.source.files import FileProblem, ProjectFiles

CANT_APPEND = Code("SC703", "observation-file", Text("观察文件写不进去", "the observations file can't be written"))
FLOW_STYLE = Text(
    "{file} 的 items 不是逐行的 - 列表（或文件有语法错误），没法在后面追加",
    "the items of {file} are no list of - lines (or the file is broken), so nothing can be appended",
)
REWRITE = Text("把它改成每条一个 - 开头的写法", "write each item with a leading -")
REASON = Text("{file}:{reason}", "{file}: {reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewObservation:
    """Something a person says is live."""

    address: str
    attrs: Attrs
    by: str
    at: str
    expires: str = ""
    source: str = "step"
    digest: str = ""
    evidence: Sequence[Mapping[str, str]] = field(default_factory=tuple)
    absent: bool = False

    def as_yaml(self) -> dict[str, Any]:
        """In the order a reader wants it."""
        item: dict[str, Any] = {"address": self.address}
        if self.digest:
            item["digest"] = self.digest
        item |= {"by": self.by, "at": self.at}
        if self.expires:
            item["expires"] = self.expires
        item["source"] = self.source
        if self.absent:
            item["absent"] = True
        if self.attrs:
            item["attrs"] = nest(self.attrs)
        if self.evidence:
            item["evidence"] = [dict(one) for one in self.evidence]
        return item


class _Dumper(yaml.SafeDumper):
    """Readable texts: several lines stand as a block."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists are indented under their key."""
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    block = "\n" in value and not any(line != line.rstrip() for line in value.split("\n")) and not value.startswith(" ")
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if block else None)


_Dumper.add_representer(str, _text)


def append(files: ProjectFiles, root: Path, unit: str, items: Sequence[NewObservation]) -> str:
    """Add observations to a unit's file and return its name. Raises StoreconfError when that can't be done safely."""
    name = file_of(unit)
    before = ""
    if files.exists(name):
        try:
            before = reader.decode(files.read(name, limit=reader.MAX_FILE), name)
        except (FileProblem, reader.Unreadable) as problem:
            raise fail(CANT_APPEND, problem.diagnostic.detail, span=problem.diagnostic.span) from None
    text = _appended(before, items)
    count = _count(before) if before else 0
    if _count(text) != count + len(items):
        raise fail(CANT_APPEND, FLOW_STYLE(file=name), fix=REWRITE)
    try:
        _replace(root / name, text)
    except OSError as error:
        raise fail(CANT_APPEND, REASON(file=name, reason=error.strerror or error)) from None
    return name


def _appended(before: str, items: Sequence[NewObservation]) -> str:
    if not before.strip():
        before = f"apiVersion: {API_VERSION}\nkind: Observations\nitems:\n"
    before = before.rstrip("\n").removesuffix("items: []")
    head = before if before.rstrip().endswith("items:") or _count(before + "\n") else f"{before}items:"
    dumped = yaml.dump(
        [item.as_yaml() for item in items],
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=4096,
    )
    indent = "  " if "\n  - " in f"\n{head}" or not _count(head + "\n") else ""
    body = "".join(f"{indent}{line}\n" if line else "\n" for line in dumped.splitlines())
    return f"{head.rstrip()}\n{body}"


def _count(text: str) -> int:
    """Items in an observations text; -1 when it can't be read."""
    documents, problems = reader.parse(text, "observations")
    if problems or len(documents) != 1:
        return -1
    items = documents[0].tree.get("items", [])
    return len(items) if isinstance(items, list) else -1


def _replace(path: Path, text: str) -> None:
    """The new content whole, or the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
