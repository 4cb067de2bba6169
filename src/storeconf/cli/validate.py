"""`storeconf validate`."""

from __future__ import annotations

import json

import click

from storeconf.cli.base import Command, argument, settings
from storeconf.cli.console import Console
from storeconf.core.text import Text
from storeconf.render import diagnostics as rendered

TEXT = Text(
    "检查 YAML:写法、字段、引用、模板、文件。\n有错误时退出码是 1。",
    "Check the YAML: schema, references, templates, files.\nExit code 1 when there are errors.",
)


@click.command("validate", cls=Command, text=TEXT, formats=("json",))
@argument(
    "stores", nargs=-1, label=Text("门店", "STORE"), text=Text("只看这些门店或 @账号", "only these stores or @accounts")
)
def command(stores: tuple[str, ...]) -> int:
    """Print what is wrong; 1 when something is an error."""
    console = Console(settings())
    project = console.project()
    items = project.rendered(project.validate(stores))
    if console.json:
        console.out(json.dumps(rendered.as_json(items, ()), ensure_ascii=False, indent=2))
    else:
        if items:
            console.out(console.diagnostics(items, project.root))
        console.out(rendered.summary_line(items, console.lang))
    return int(any(item.severity == "error" for item in items))
