"""Where in the files a value stands, and where in it a few words: through defaults, tables and templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache, partial

from storeconf.core.address import Address
from storeconf.core.span import Path, Position, Span, child
from storeconf.model.kinds import BY_NAME
from storeconf.source.files import FileProblem, ProjectFiles
from storeconf.source.fleet import Fleet
from storeconf.source.layers import Layer, Layered, Traced
from storeconf.source.reader import LINE_BREAK, MAX_FILE
from storeconf.source.templating import FOLDER

TABLES = (".csv", ".xlsx")
"""In a table a value is a cell; words in it have no column of their own."""


def layers_of(fleet: Fleet, address: Address) -> tuple[Traced | None, Path]:
    """The layers that a resource is merged from, and its place in them; None for what is not declared.

    An address without a kind means the unit itself.
    """
    index, unit = fleet.index, address.unit
    kind = BY_NAME.get(address.kind)
    if address.account_level and address.kind == "product":
        product = index.products.get((unit[1:], address.key))
        return (index.product_layers(product), ()) if product is not None else (None, ())
    prefix: Path = () if kind is None else (kind.field, address.key) if kind.keyed else (kind.field,)
    if address.account_level:
        account = index.accounts.get(unit[1:])
        if account is None:
            return None, ()
        layer = Layer(account.origin, ("spec",), account.origin.tree().get("spec") or {})
        return Layered((layer,)), prefix
    store = index.stores.get(unit)
    return (index.store_layers(store), prefix) if store is not None else (None, ())


class Locator:
    """Finds the places of one fleet's values."""

    def __init__(self, fleet: Fleet) -> None:
        """Files are read when asked for, and kept."""
        self._fleet = fleet
        self._lines = _reader(fleet.library.files)
        self._layers = lru_cache(maxsize=64)(partial(layers_of, fleet))

    def span(self, address: Address, attr: str, words: str = "", nth: int = 0) -> Span | None:
        """Where an attribute stands, or in it the words, counted from 0 when they stand there several times.

        An address without a kind means the unit's own document: `licences.0.expires` of a store.
        """
        layers, base = self._layers(address)
        if layers is None:
            return None
        path = (*base, *(int(part) if part.isdigit() else part for part in attr.split(".") if part))
        value = self._value(layers, path)
        if isinstance(value, dict) and isinstance(value.get("template"), str) and words:
            inside = self._in_template(value["template"], words)
            if inside is not None:
                return inside
            path = (*path, "template")
        elif isinstance(value, dict) and isinstance(value.get("html"), str):
            path = (*path, "html")
        origin, where, _ = layers.trace(path)
        span = self._fleet.library.span(origin, where)
        return self._words_in(span, words, nth) if words and not span.file.endswith(TABLES) else span

    @staticmethod
    def _value(layers: Traced, path: Path) -> object:
        node: object = layers.merged()
        for part in path:
            node = child(node, part)
        return node

    def _in_template(self, name: str, words: str) -> Span | None:
        file = f"{FOLDER}/{name}"
        lines = self._lines(file)
        whole = Span(file, Position(1, 1), Position(len(lines), len(lines[-1]) + 1 if lines else 1))
        found = self._words_in(whole, words, 0)
        return found if found is not whole else None

    def _words_in(self, span: Span, words: str, nth: int) -> Span:
        """The words inside a stretch of a file; the stretch itself when they don't stand there as they are."""
        lines = self._lines(span.file)
        places = list(_occurrences(lines, span, words))
        if not places:
            return span
        line, column = places[min(nth, len(places) - 1)]
        return Span(span.file, Position(line, column), Position(line, column + len(words)))


def _occurrences(lines: tuple[str, ...], span: Span, words: str) -> Iterable[tuple[int, int]]:
    for number in range(span.start.line, min(span.end.line, len(lines)) + 1):
        line = lines[number - 1]
        first = span.start.column - 1 if number == span.start.line else 0
        stop = span.end.column - 1 if number == span.end.line else len(line)
        at = line.find(words, first, stop)
        while at >= 0:
            yield number, at + 1
            at = line.find(words, at + 1, stop)


def _reader(files: ProjectFiles) -> Callable[[str], tuple[str, ...]]:
    @lru_cache(maxsize=32)
    def lines(name: str) -> tuple[str, ...]:
        try:
            data = files.read(name, limit=MAX_FILE)
        except FileProblem:
            return ()
        return tuple(LINE_BREAK.split(data.decode("utf-8", "replace")))

    return lines
