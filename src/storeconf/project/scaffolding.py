"""A new project: the files of `storeconf/scaffold/`, copied where nothing stands yet."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from storeconf.core.diagnostics import Code, fail, refuse
from storeconf.core.oserror import os_reason
from storeconf.core.text import Text

EXISTS = Code("SC692", "files-exist", Text("目录里已经有这些文件", "the folder holds these files already"))
NOT_OVERWRITTEN = Text("没有覆盖：{files}", "not overwritten: {files}")
ELSEWHERE = Text("换一个空目录：storeconf init 目录名", "name an empty folder: storeconf init DIR")
CANT_WRITE = Code("SC693", "scaffold-unwritable", Text("目录写不了", "the folder can't be written"))
REASON = Text("{file}：{reason}", "{file}: {reason}")
HIDDEN = "dot-"
"""Stands for the dot of a hidden file, so that packaging keeps it and git doesn't obey it."""


def scaffold(folder: Path) -> list[str]:
    """Write a sample project; returns its files. Raises Refusal when one of them exists: nothing is written then."""
    found = list(_walk(files("storeconf").joinpath("scaffold"), PurePosixPath()))
    taken = [str(name) for name, _ in found if (folder / name).exists() or (folder / name).is_symlink()]
    if taken:
        raise refuse(EXISTS, NOT_OVERWRITTEN(files=taken), fix=ELSEWHERE)
    for name, source in found:
        target = folder / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as stream:
                stream.write(source.read_bytes())
        except OSError as error:
            raise fail(CANT_WRITE, REASON(file=target, reason=os_reason(error))) from None
    return sorted(str(name) for name, _ in found)


def _walk(folder: Traversable, path: PurePosixPath) -> Iterator[tuple[PurePosixPath, Traversable]]:
    for item in sorted(folder.iterdir(), key=lambda one: one.name):
        name = path / (f".{item.name.removeprefix(HIDDEN)}" if item.name.startswith(HIDDEN) else item.name)
        if item.is_dir():
            yield from _walk(item, name)
        else:
            yield name, item
