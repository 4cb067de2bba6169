"""`storeconf schema`."""

from __future__ import annotations

from pathlib import Path

import click

from storeconf.cli.base import Command, argument, option, settings
from storeconf.cli.console import Console
from storeconf.core.text import Text
from storeconf.render.schemas import SCHEMAS, schema_text

TEXT = Text(
    "输出 JSON Schema，编辑器靠它提示和查错。--write 把全部写进一个目录。",
    "Print a JSON Schema, by which editors complete and check. --write writes all of them into a folder.",
)
WRITTEN = Text("{count} 个 schema → {folder}", "{count} schemas → {folder}")


@click.command("schema", cls=Command, text=TEXT)
@argument(
    "kind",
    required=False,
    type=click.Choice(list(SCHEMAS)),
    label=Text("种类", "KIND"),
    text=Text("哪一种文档", "which document"),
)
@option(
    "--write",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    text=Text("写进这个目录。", "Write into this folder."),
)
def command(kind: str | None, write: Path | None) -> int:
    """Print or write schemas."""
    console = Console(settings())
    if write is not None:
        write.mkdir(parents=True, exist_ok=True)
        names = [kind] if kind else list(SCHEMAS)
        for name in names:
            (write / f"{name}.json").write_text(schema_text(name), encoding="utf-8")
        console.err(WRITTEN(count=len(names), folder=write))
        return 0
    if kind is None:
        console.out("\n".join(SCHEMAS))
        return 0
    console.out(schema_text(kind).rstrip("\n"))
    return 0
