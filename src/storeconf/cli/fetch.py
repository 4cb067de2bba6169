"""`storeconf fetch`."""

from __future__ import annotations

from pathlib import Path

import click

from storeconf.cli.base import Command, option, settings
from storeconf.cli.console import Console
from storeconf.cli.files import dump_snapshot, keep_others, write_file
from storeconf.core.text import Text

TEXT = Text(
    "读取平台现状，存成文件；plan --snapshot 可以用它，不再读平台。",
    "Read the platform into a file; plan --snapshot uses it instead of reading again.",
)
WRITTEN = Text(
    "{count} 个对象，{unmanaged} 个不在 YAML 里 → {file}", "{count} objects, {unmanaged} not in the YAML → {file}"
)
UNREADABLE = Text("{account}：{problem}", "{account}: {problem}")


@click.command("fetch", cls=Command, text=TEXT)
@option(
    "-o",
    "--out",
    "out",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    text=Text("写到这个文件；默认写到标准输出。", "The file; by default standard output."),
)
def command(out: Path | None) -> int:
    """Write the snapshot; 1 when an account could not be read."""
    console = Console(settings())
    if out is not None:
        keep_others(out)
    snapshot = console.project().snapshot()
    text = dump_snapshot(snapshot)
    if out is None:
        console.out(text.rstrip("\n"))
    else:
        write_file(out, text)
        console.err(WRITTEN(count=len(snapshot.objects), unmanaged=len(snapshot.unmanaged), file=out))
    failed = {name: reading for name, reading in snapshot.accounts.items() if not reading.ok}
    for name, reading in failed.items():
        console.err(UNREADABLE(account=f"@{name}", problem=reading.problem))
    return int(bool(failed))
