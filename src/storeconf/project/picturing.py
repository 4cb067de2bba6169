"""The charts of the report: what is kept of verification records, and what brought customers. Reads no platform."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storeconf.core import clock
from storeconf.core.diagnostics import StoreconfError
from storeconf.core.text import Text
from storeconf.project.crediting import report
from storeconf.project.verifying import Verifying
from storeconf.records.figures import Figures, figures
from storeconf.records.keeping import FILE, RecordTable
from storeconf.render.traffic import AccountVisits

if TYPE_CHECKING:
    from storeconf.project.project import Project

LEFT_OUT = Text("报告里没有核销的图：{reason}", "the report has no charts of verifications: {reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictured:
    """What there is to draw."""

    figures: Figures | None = None
    """None when no records are kept."""
    stores: Mapping[str, str]
    """What stores are called, by the id in the rows."""
    visits: Sequence[AccountVisits] = ()


def pictured(project: Project, stores: Sequence[str]) -> Pictured:
    """Of the accounts of some stores. What can't be read is said, and left out: the report is worth having without it."""
    names = dict.fromkeys(project.fleet.stores[store].account for store in stores)
    called = {key: title for name in names for key, title in Verifying(project).stores(name).items()}
    try:
        return Pictured(figures=_figures(project, tuple(names)), stores=called, visits=report(project, stores))
    except StoreconfError as error:
        project.remark(LEFT_OUT(reason=error.diagnostics[0].detail))
        return Pictured(stores=called)


def _figures(project: Project, accounts: Sequence[str]) -> Figures | None:
    folder = project.workspace.folder
    if not (folder / FILE).exists():
        return None
    table = RecordTable(folder)
    try:
        return figures((table.rows(name) for name in accounts), clock.epoch(project.now()) * 1000)
    finally:
        table.close()
