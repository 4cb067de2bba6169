"""Writing observations: new items are appended to a unit's file, what stands there is never touched."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from storeconf.core.diagnostics import Code, fail
from storeconf.core.oserror import os_reason
from storeconf.core.text import Text
from storeconf.core.values import Attrs, nest
from storeconf.core.writing import replace_file
from storeconf.model.documents import API_VERSION
from storeconf.platform.observations import file_of
from storeconf.source import codes, reader
from storeconf.source.files import FileProblem, ProjectFiles

CANT_APPEND = Code("SC703", "observation-file", Text("观察文件写不进去", "the observations file can't be written"))
FLOW_STYLE = Text(
    "{file} 的 items 不是逐行的 - 列表（或不止一个文档、有语法错误），没法在后面追加",
    "the items of {file} are no list of - lines (or it holds two documents or is broken), so nothing can be appended",
)
REWRITE = Text("把它改成每条一个 - 开头的写法", "write each item with a leading -")
OPEN_END = Text(
    "{file} 的最后一行没有换行，接着写会改动最后一项的文字",
    "the last line of {file} has no line end, so writing on would change the text of its last item",
)
ADD_LINE_END = Text("在文件末尾加一个换行，再确认一次", "add a line end at the end of the file and confirm again")
REASON = Text("{file}：{reason}", "{file}: {reason}")


_KEY = re.compile(r"^items:(?P<empty>[ \t]*\[[ \t]*\])?", re.MULTILINE)
_FIRST = re.compile(r"^(?P<indent> *)- ", re.MULTILINE)


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


def append(files: ProjectFiles, unit: str, items: Sequence[NewObservation]) -> str:
    """Add observations to a unit's file and return its name. Raises StoreconfError when that can't be done safely."""
    name = file_of(unit)
    before = ""
    try:
        place = Path(files.place(name))
        if files.exists(name):
            before = reader.decode(files.read(name, limit=reader.MAX_FILE), name)
        text = _appended(before, items)
        reader.decode(text.encode("utf-8", "surrogatepass"), name)
    except (FileProblem, reader.Unreadable) as problem:
        raise fail(CANT_APPEND, problem.diagnostic.detail, span=problem.diagnostic.span) from None
    known, all_items = _items(before), _items(text)
    if known is None or all_items is None or len(all_items) != len(known) + len(items):
        raise fail(CANT_APPEND, FLOW_STYLE(file=name), fix=REWRITE)
    if all_items[: len(known)] != known:
        unended = not before.endswith("\n")
        detail, fix = (OPEN_END, ADD_LINE_END) if unended else (FLOW_STYLE, REWRITE)
        raise fail(CANT_APPEND, detail(file=name), fix=fix)
    try:
        replace_file(place, text.encode("utf-8"))
    except OSError as error:
        raise fail(CANT_APPEND, REASON(file=name, reason=os_reason(error))) from None
    return name


def _appended(before: str, items: Sequence[NewObservation]) -> str:
    head = before if before.endswith("\n") or not before else f"{before}\n"
    if _holds_nothing(before):
        head += f"apiVersion: {API_VERSION}\nkind: Observations\n"
    key = _KEY.search(head)
    if key is None:
        head = f"{head}items:\n"
    elif key["empty"]:
        head = head[: key.start("empty")] + head[key.end("empty") :]
    first = _FIRST.search(head, key.end()) if key is not None else None
    indent = first["indent"] if first is not None else "  "
    dumped = yaml.dump(
        [item.as_yaml() for item in items],
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=4096,
    )
    body = "".join(f"{indent}{line}\n" if line else "\n" for line in dumped.removesuffix("\n").split("\n"))
    return head + (body.replace("\n", "\r\n") if "\r\n" in head else body)


def _holds_nothing(text: str) -> bool:
    """Whether there is no document in it: nothing at all, or comments."""
    documents, problems = reader.parse(text, "observations")
    return not documents and [one.code for one in problems] == [codes.EMPTY_FILE]


def _items(text: str) -> list[Any] | None:
    """The items of an observations text; None when it can't be read."""
    if _holds_nothing(text):
        return []
    documents, problems = reader.parse(text, "observations")
    if problems or len(documents) != 1:
        return None
    items = documents[0].tree.get("items", [])
    return items if isinstance(items, list) else None
