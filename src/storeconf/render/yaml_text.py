"""A merged tree as YAML that people read, each value with a remark beside it. The scalars are texts, as the reader keeps them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from storeconf.core.span import Path
from storeconf.render.cells import pad, safe, width

Remark = Callable[[Path], str]
"""What stands behind a value; empty for nothing."""

PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`][^\n#:\[\]{},]*(?::[^\s\n#:\[\]{},][^\n#:\[\]{},]*)*")
"""Texts that mean themselves without quotes, also inside `[…]`."""
COLUMN = 72
"""The remarks stand no further to the right than this, but for lines that are longer."""


def document(tree: Any, remark: Remark | None = None) -> str:
    """The tree as YAML. With `remark`, a comment behind every value, all in one column."""
    rows = list(_block(tree, (), ""))
    if remark is None:
        return "\n".join(text for text, _ in rows)
    column = min(max((width(text) for text, path in rows if path is not None), default=0), COLUMN)
    return "\n".join(_with_remark(text, remark(path) if path is not None else "", column) for text, path in rows)


def _with_remark(text: str, said: str, column: int) -> str:
    return f"{pad(text, column)}  # {said}" if said else text


def _block(node: Any, path: Path, indent: str) -> Iterator[tuple[str, Path | None]]:
    """Lines with the path of the value on them."""
    for name, value in node.items():
        yield from _entry(f"{indent}{scalar(str(name))}:", value, (*path, name), indent)


def _entry(head: str, value: Any, path: Path, indent: str) -> Iterator[tuple[str, Path | None]]:
    if isinstance(value, dict) and value:
        yield head, None
        yield from _block(value, path, f"{indent}  ")
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        yield head, None
        for index, item in enumerate(value):
            yield from _item(item, (*path, index), f"{indent}  ")
    elif isinstance(value, list) and value:
        yield f"{head} [{', '.join(scalar(item) for item in value)}]", (*path, 0)
    elif isinstance(value, dict | list):
        yield f"{head} {'{}' if isinstance(value, dict) else '[]'}", path
    elif "\n" in str(value):
        yield f"{head} |-", path
        yield from ((f"{indent}  {safe(line)}".rstrip(), None) for line in str(value).split("\n"))
    else:
        yield f"{head} {scalar(value)}", path


def _item(item: Any, path: Path, indent: str) -> Iterator[tuple[str, Path | None]]:
    """An item of a list: its first line carries the dash."""
    if not isinstance(item, dict) or not item:
        yield f"{indent}- {scalar(item) if not isinstance(item, dict) else '{}'}", path
        return
    first = True
    for text, where in _block(item, path, f"{indent}  "):
        yield (f"{indent}- {text[len(indent) + 2 :]}" if first else text), where
        first = False


def scalar(value: Any) -> str:
    """One value on one line, quoted where YAML would read something else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    text = str(value)
    if PLAIN.fullmatch(text) and text == text.strip() and safe(text) == text and text != "null":
        return text
    return safe(json.dumps(text, ensure_ascii=False))
