"""Inheritance: Defaults from the root down, then the document. Maps merge, lists replace, `null` cancels.

A merged value remembers nothing by itself; `Layered.trace` finds the layer that a path came from when somebody asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from storeconf.core.span import Path, child, holds
from storeconf.source.documents import Origin


@dataclass(frozen=True, slots=True)
class Layer:
    """A part of one document that takes part in a merge."""

    origin: Origin
    prefix: Path
    """Where the part stands in its document."""
    tree: Any
    """The part, normally a map; None cancels everything below it."""


@dataclass(frozen=True, slots=True)
class Layered:
    """Layers of one map, lowest first."""

    layers: tuple[Layer, ...]

    def merged(self) -> Any:
        """The merged map; None when the last word was null. What is no map replaces, and the model complains about it."""
        result: Any = {} if not self.layers else None
        for layer in self.layers:
            result = _laid(result, layer.tree)
        return result

    def trace(self, path: Path) -> tuple[Origin, Path, bool]:
        """Where a path of the merged map comes from: document, path in it, and whether it is there whole.

        For a path that no layer has, the layer that has most of it.
        """
        best: tuple[int, Layer] | None = None
        for layer in reversed(self.layers):
            depth = _depth(layer.tree, path)
            if depth == len(path):
                return layer.origin, layer.prefix + path, True
            if best is None or depth > best[0]:
                best = (depth, layer)
        if best is None:
            raise LookupError(path)
        depth, layer = best
        return layer.origin, layer.prefix + path[:depth], False


@dataclass(frozen=True, slots=True)
class Written:
    """One document by itself, as it was written: nothing is inherited, so a null cancels nothing and stays."""

    origin: Origin
    tree: Any

    def merged(self) -> Any:
        """The tree."""
        return self.tree

    def trace(self, path: Path) -> tuple[Origin, Path, bool]:
        """Where a path stands in the document, and whether it is there whole."""
        depth = _depth(self.tree, path)
        return self.origin, path[:depth], depth == len(path)


class Traced(Protocol):
    """Something merged whose values can be traced to where they were written."""

    def merged(self) -> Any:
        """The merged tree."""

    def trace(self, path: Path) -> tuple[Origin, Path, bool]:
        """Document, path in it, and whether it is there whole."""


def merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """`over` laid on `base`. Neither is changed; parts may be shared with both."""
    result = dict(base)
    for name, value in over.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, dict):
            below = result.get(name)
            result[name] = merge(below if isinstance(below, dict) else {}, value)
        elif isinstance(value, list):  # replaces what was there; a null in one of its maps leaves that field out too
            result[name] = [merge({}, item) if isinstance(item, dict) else item for item in value]
        else:
            result[name] = value
    return result


def _laid(base: Any, over: Any) -> Any:
    if isinstance(over, dict):
        return merge(base if isinstance(base, dict) else {}, over)
    return over


def leaves(tree: dict[str, Any], prefix: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every text, empty map and empty list of a merged tree with its path, in the order written."""
    for name, value in tree.items():
        yield from _leaves(value, (*prefix, name))


def _leaves(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, dict) and value:
        yield from leaves(value, path)
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from _leaves(item, (*path, index))
    else:
        yield path, value


def _depth(tree: Any, path: Path) -> int:
    """How many parts of the path are there."""
    node = tree
    for depth, part in enumerate(path):
        if not holds(node, part):
            return depth
        node = child(node, part)
    return len(path)
