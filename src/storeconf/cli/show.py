"""`storeconf show`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from storeconf.cli import plan as plan_command
from storeconf.cli.base import Command, argument, option, settings
from storeconf.cli.console import Console
from storeconf.cli.files import read_text
from storeconf.core.address import AddressError, parse_address
from storeconf.core.diagnostics import fail
from storeconf.core.text import Text
from storeconf.plan import planfile
from storeconf.project import owners
from storeconf.project.project import Project
from storeconf.project.showing import show_address, show_unit
from storeconf.render.cells import one_line, pad, width
from storeconf.render.show import ShownText, as_json
from storeconf.source import codes

TEXT = Text(
    "看一家店、一个账号或一项的最终值；--origins 说明每个值出自哪个文件哪一行。也能看存下的计划文件。",
    "A store's, an account's or an object's merged values; --origins tells file and line of each. Shows saved plans too.",
)
RESOURCES = Text("{count} 项", "{count} resources")
WHOLE = Text("--codeowners 是整个项目的，后面不写别的", "--codeowners is of the whole project; name nothing else")
WRONG = Text("YAML 有误", "its YAML is wrong")


@click.command("show", cls=Command, text=TEXT, formats=("json",))
@argument(
    "what",
    required=False,
    label=Text("门店|地址|计划文件", "STORE|ADDRESS|PLANFILE"),
    text=Text("看什么；默认列出全部单元", "what; by default all units"),
)
@option("--origins", is_flag=True, text=Text("每个值出自哪里。", "Where each value comes from."))
@option(
    "--codeowners",
    is_flag=True,
    text=Text(
        "按 metadata.owner 输出 CODEOWNERS 文件：谁的店改了就请谁看。",
        "A CODEOWNERS file from metadata.owner, so that changes are reviewed by whom they concern.",
    ),
)
def command(what: str | None, origins: bool, codeowners: bool) -> int:
    """Print values."""
    console = Console(settings())
    if codeowners:
        if what is not None:
            raise click.UsageError(WHOLE.render(console.lang))
        console.out(owners.codeowners(console.project().fleet, console.lang).rstrip("\n"))
        return 0
    if what is not None and (what.endswith(".json") or Path(what).is_file()):
        plan_command.show(planfile.loads(read_text(Path(what))), console, console.project(), expand=origins)
        return 0
    project = console.project()
    if what is None:
        _list(project, console)
        return 0
    try:
        address = parse_address(what)
    except AddressError as error:
        raise fail(codes.NO_STORE, error.message) from None
    shown = show_address(project, address) if address.kind else show_unit(project, address.unit)
    if console.json:
        console.out(json.dumps(as_json(shown), ensure_ascii=False, indent=2))
    else:
        console.out(ShownText(console.lang, console.paint)(shown, origins=origins))
    return 0


def _list(project: Project, console: Console) -> None:
    rows = []
    for unit in project.fleet.units():
        resources = getattr(unit, "resources", None)
        said = RESOURCES(count=len(resources)) if resources is not None else WRONG
        rows.append((unit.name, one_line(getattr(unit, "title", "")), said.render(console.lang)))
    if console.json:
        console.out(json.dumps([{"name": n, "title": t} for n, t, _ in rows], ensure_ascii=False, indent=2))
        return
    names, titles = (max((width(row[i]) for row in rows), default=0) for i in (0, 1))
    console.out("\n".join(f"{pad(n, names)}  {pad(t, titles)}  {said}" for n, t, said in rows))
