"""The rules in force: as shipped, or as the project chose. Needs no project, and loads nothing of one that chose nothing."""

from __future__ import annotations

from pathlib import Path

from storeconf.cli.language import project_file
from storeconf.rules.case import AS_SHIPPED
from storeconf.rules.settings import Settings

READ = 1024 * 1024


def rules_in_force(folder: Path) -> Settings:
    """The settings of the project around a folder. Raises StoreconfError when its project file is wrong."""
    file = project_file(folder)
    if file is None or not _chooses(file):
        return AS_SHIPPED
    from storeconf.project.rule_choices import settings_of
    from storeconf.source.fleet import read_project

    return settings_of(read_project(file.parent).rules)


def _chooses(file: Path) -> bool:
    """Whether the file speaks of rules at all; editors lint at every key stroke."""
    with file.open("rb") as stream:
        return b"rules" in stream.read(READ)
