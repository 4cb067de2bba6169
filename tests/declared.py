"""Small declared fleets, read as a project's files are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storeconf.core.diagnostics import Diagnostic, ordered
from storeconf.core.span import path_text
from storeconf.model.fleet import Resource, Unit
from storeconf.source.fleet import Fleet
from storeconf.source.units import FailedUnit
from support import write_files

HEAD = "apiVersion: storeconf/v1\n"


def account(name: str = "acme", **more: str) -> str:
    """An account without an API."""
    return _document("Account", name, "{account_id: '7012345678901234567'}", **more)


def store(name: str, spec: str = "{}", *, account: str = "acme", **more: str) -> str:
    """A store; its spec in braces or indented by two."""
    return _document("Store", name, spec, account=account, **more)


def product(name: str, spec: str, *, account: str = "acme", **more: str) -> str:
    """A chain product."""
    return _document("Product", name, spec, account=account, **more)


def defaults(spec: str, **metadata: str) -> str:
    """What a folder hands down."""
    return f"{HEAD}kind: Defaults\nmetadata: {_flow(metadata)}\nspec: {_body(spec)}\n"


def store_set(rows: str, columns: str, **more: str) -> str:
    """Stores from a table."""
    return f"{HEAD}kind: StoreSet\nmetadata: {{account: acme}}\nrows: {rows}\ncolumns: {columns}\n" + "".join(
        f"{key}: {value}\n" for key, value in more.items()
    )


def _document(kind: str, name: str, spec: str, *, account: str = "", labels: str = "", lifecycle: str = "") -> str:
    metadata = {"name": name, "account": account, "labels": labels}
    tail = f"lifecycle: {lifecycle}\n" if lifecycle else ""
    return f"{HEAD}kind: {kind}\nmetadata: {_flow(metadata)}\nspec: {_body(spec)}\n{tail}"


def _flow(values: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in values.items() if value) + "}"


def _body(spec: str) -> str:
    return spec if spec.startswith("{") else f"\n{spec}"


@dataclass
class Declared:
    """A fleet as read, with what a test asks of it."""

    fleet: Fleet

    def unit(self, name: str) -> Unit:
        """A unit that can be used."""
        found = self.fleet.unit(name)
        assert isinstance(found, Unit), [describe(one) for one in (*found.diagnostics, *self.fleet.diagnostics)]
        return found

    def failed(self, name: str) -> bool:
        """Whether the unit is declared and can't be used."""
        return isinstance(self.fleet.unit(name), FailedUnit)

    def resource(self, address: str) -> Resource:
        """One resource."""
        found = {str(one.address): one for one in self.unit(address.split("/")[0]).resources}
        assert address in found, sorted(found)
        return found[address]

    def attrs(self, address: str) -> Mapping[str, Any]:
        """The declared values of a resource."""
        return self.resource(address).attrs

    def addresses(self) -> set[str]:
        """Every resource that was made out."""
        return {str(one.address) for unit in self.fleet.units() if isinstance(unit, Unit) for one in unit.resources}

    def unknown(self) -> set[str]:
        """Every address that is declared and could not be made out, failed units included."""
        found: set[str] = set()
        for unit in self.fleet.units():
            found |= unit.unknown if isinstance(unit, Unit) else {unit.name}
        return found

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong, all units resolved."""
        own = [item for unit in self.fleet.units() for item in unit.diagnostics]
        return ordered([*self.fleet.diagnostics, *own])

    def errors(self) -> list[str]:
        """Code and place of every error."""
        return [describe(item) for item in self.diagnostics() if item.level == "error"]

    def error(self) -> Diagnostic:
        """The one error."""
        (found,) = [item for item in self.diagnostics() if item.level == "error"]
        return found


def declared(folder: Path, files: Mapping[str, str | bytes]) -> Declared:
    """Read a fleet; the project file and the account `acme` are added."""
    base = {"storeconf.yaml": f"{HEAD}kind: Project\n", "stores/acme.yaml": account()}
    return Declared(Fleet.open(write_files(folder, {**base, **files})))


def describe(item: Diagnostic) -> str:
    """`SC204 stores/a.yaml:5:3 spec.poi.id`."""
    return f"{item.code.id} {item.span} {path_text(item.path)}".rstrip()


def text(item: Diagnostic, lang: Any = "zh") -> str:
    """Detail and fix as they are read."""
    from storeconf.core.text import say

    return f"{say(item.detail, lang)} {say(item.fix, lang)}".strip()
