"""`storeconf status`."""

from __future__ import annotations

import json

import click

from storeconf.cli import policy
from storeconf.cli.base import Command, argument, settings
from storeconf.cli.console import Console
from storeconf.core.text import Text
from storeconf.render.status import StatusText, as_json

TEXT = Text(
    "每家店五盏灯：门店绑定、内容挂载、核销工具、自动承接、渠道归因；断在哪一步、谁负责、下一步做什么。",
    "Five lights a store: place, content, verification, follow-up, attribution; the first gap, its owner, the next step.",
)


@click.command("status", cls=Command, text=TEXT, formats=("json",))
@argument(
    "stores",
    nargs=-1,
    label=Text("门店", "STORE"),
    text=Text("只看这些门店，逐灯说明", "only these stores, light by light"),
)
@policy.selection
def command(stores: tuple[str, ...], **choices: object) -> int:
    """Print the lights."""
    console = Console(settings())
    project = console.project()
    found = project.status(policy.make(project, **choices), stores)
    if console.json:
        console.out(json.dumps(as_json(found, console.lang), ensure_ascii=False, indent=2))
    else:
        console.out(StatusText(console.lang, console.paint)(found, detailed=bool(stores)))
    return 0
