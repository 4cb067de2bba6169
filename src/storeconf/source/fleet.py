"""A project's files as a fleet: the index once, then one unit at a time.

`Fleet.open` reads and indexes; `Fleet.units` resolves lazily, so ten thousand stores never stand in memory together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from storeconf.core.diagnostics import Diagnostic, StoreconfError
from storeconf.core.span import Path as DocumentPath
from storeconf.core.span import Span
from storeconf.core.text import Text
from storeconf.model.documents import ProjectDoc
from storeconf.model.fleet import AccountInfo, StoreInfo, Unit, Waiver
from storeconf.source import codes
from storeconf.source.chain import ChainProducts
from storeconf.source.documents import Document, Library
from storeconf.source.files import ProjectFiles
from storeconf.source.index import Index
from storeconf.source.layers import Written
from storeconf.source.lifecycle import Lifecycles
from storeconf.source.problems import diagnose
from storeconf.source.resolve import Resolver
from storeconf.source.templating import Templates
from storeconf.source.units import AccountUnits, FailedUnit, StoreUnits

PROJECT_FILE = "storeconf.yaml"

NO_PROJECT = Text("{folder} 里没有 storeconf.yaml", "there is no storeconf.yaml in {folder}")
INIT_HINT = Text(
    "在项目目录里运行，或用 -C 指定；新建项目用 storeconf init",
    "run it inside a project or use -C; storeconf init makes one",
)


class Fleet:
    """The declared side of a project."""

    def __init__(self, root: Path, settings: ProjectDoc, origin: Document, library: Library) -> None:
        """Use `Fleet.open`."""
        self.root = root
        self.settings = settings
        self.library = library
        self.index = Index(library)
        self._origin = origin
        chain = ChainProducts(self.index)
        resolver = Resolver(library, Templates(library.files))
        self._stores = StoreUnits(self.index, resolver, chain)
        self._accounts = AccountUnits(self.index, resolver, chain)
        self._lifecycles = Lifecycles(self.index, (origin, settings.all_lifecycle))

    @classmethod
    def open(cls, root: Path, files: ProjectFiles | None = None) -> Fleet:
        """Read a project. Raises StoreconfError when its project file is missing or wrong.

        `files`: where they come from, when not from the folder itself.
        """
        library = Library(files or ProjectFiles(root))
        document, settings = _project_document(library)
        return cls(root, settings, document, library)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What the index found; each unit carries its own."""
        return (*self.library.diagnostics, *self._out_of_reach)

    @cached_property
    def _out_of_reach(self) -> tuple[Diagnostic, ...]:
        return tuple(self._lifecycles.out_of_reach(self.index.accounts)) if self.index.lifecycles else ()

    def project_span(self, path: DocumentPath) -> Span:
        """Where a path of the project file stands."""
        return self.library.span(self._origin, path)

    def waiver_span(self, waiver: Waiver) -> Span | None:
        """Where a waiver is written."""
        place = self._lifecycles.waiver_place(waiver.rule, waiver.where.text)
        return self.library.span(*place) if place is not None else None

    @property
    def broken(self) -> bool:
        """Whether some document can't be read: what isn't declared may then still be."""
        return bool(self.library.broken)

    @cached_property
    def accounts(self) -> Mapping[str, AccountInfo]:
        """The usable accounts by name."""
        entries = sorted(self.index.accounts.items())
        return {name: entry.info for name, entry in entries if entry.info is not None}

    @cached_property
    def stores(self) -> Mapping[str, StoreInfo]:
        """The indexed stores by name, those whose body may be wrong included."""
        return {name: entry.info for name, entry in sorted(self.index.stores.items())}

    @cached_property
    def unit_names(self) -> tuple[str, ...]:
        """Every declared unit: accounts first, then stores."""
        return (*(f"@{name}" for name in sorted(self.index.accounts)), *sorted(self.index.stores))

    def units(self, wanted: Callable[[str], bool] = lambda name: True) -> Iterator[Unit | FailedUnit]:
        """The wanted units, one after another."""
        return (self.unit(name) for name in self.unit_names if wanted(name))

    def unit(self, name: str) -> Unit | FailedUnit:
        """One unit. Raises KeyError when it is not declared."""
        if name.startswith("@"):
            entry = self.index.accounts[name[1:]]
            if entry.info is None:
                return FailedUnit(name, name[1:])
            return self._accounts.unit(entry, entry.info, self._lifecycles.of_account(name[1:]))
        store = self.index.stores[name]
        account = self.accounts.get(store.info.account)
        if account is None or name in self.index.failed:
            return FailedUnit(name, store.info.account)
        return self._stores.unit(store, account, self._lifecycles.of_store(store))


def read_project(root: Path) -> ProjectDoc:
    """The project file alone. Raises StoreconfError when it is missing or wrong."""
    return _project_document(Library(ProjectFiles(root)))[1]


def _project_document(library: Library) -> tuple[Document, ProjectDoc]:
    if not library.files.exists(PROJECT_FILE):
        folder = library.files.root
        raise StoreconfError(Diagnostic(code=codes.NO_FILE, detail=NO_PROJECT(folder=folder), fix=INIT_HINT))
    documents = list(library.read(PROJECT_FILE, ("Project",)))
    if not documents:
        raise StoreconfError(*library.diagnostics)
    tree = documents[0].tree()
    try:
        return documents[0], ProjectDoc.model_validate(tree)
    except ValidationError as error:
        raise StoreconfError(*diagnose(error, ProjectDoc, Written(documents[0], tree), library)) from None
