"""`storeconf init`."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from storeconf.cli.base import Command, argument, settings
from storeconf.cli.console import Console
from storeconf.core.text import Text
from storeconf.project.scaffolding import scaffold

TEXT = Text(
    "新建一个项目：项目文件、一个账号、共用配置、一家示例门店、话术模板、CI 流程。已有的文件不覆盖。",
    "Make a project: project file, an account, defaults, a sample store, templates and the CI workflow.\n"
    "Existing files are never overwritten.",
)
NEXT = Text("接下来：", "Next:")
COMMANDS = ("storeconf validate", "storeconf plan", "storeconf apply")


@click.command("init", cls=Command, text=TEXT)
@argument(
    "where",
    required=False,
    type=click.Path(path_type=Path, file_okay=False),
    label=Text("目录", "DIR"),
    text=Text("放在哪里；默认当前目录", "where; by default the current folder"),
)
def command(where: Path | None) -> int:
    """Write the files; 3 when one of them exists."""
    console = Console(settings())
    target = console.settings.folder / (where or Path())
    for name in scaffold(target):
        console.out(str(target / name))
    steps = COMMANDS if target == Path() else (f"cd {shlex.quote(str(target))}", *COMMANDS)
    console.err(NEXT)
    for step in steps:
        console.err(f"  {step}")
    return 0
