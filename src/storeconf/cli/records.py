"""`storeconf records`."""

from __future__ import annotations

import gc
import json
from pathlib import Path

import click

from storeconf.cli.base import Command, argument, option, settings
from storeconf.cli.console import Console
from storeconf.core import clock
from storeconf.core.text import Text
from storeconf.records.columns import FIELDS
from storeconf.records.report import Report, examine
from storeconf.render.records import RecordsText, as_json

TEXT = Text(
    "核销记录：单日失败太多的商品、同一手机号核销太多、长周期未核销。读来客导出的 xlsx、xls、csv，不需要项目。\n"
    "在项目里按账号的 anomaly_rules 判断，并和前几天的记录合在一起；同一份文件读两次不会重复计。",
    "Verification records: products that fail too often, phones with too many orders, slow orders. Reads the console's xlsx, "
    "xls and csv; needs no project.\n"
    "In a project the account's anomaly_rules hold, and the rows are added to those of earlier days; a file read twice counts "
    "once.",
)
BAD_MAP = Text(
    "{value} 应写成 字段=列名，字段是 {fields} 之一", "{value} is to be FIELD=HEADING, with a field of {fields}"
)


def _columns(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    chosen = {}
    for value in values:
        name, sign, heading = value.partition("=")
        if name not in FIELDS or not sign or not heading.strip():
            raise click.BadParameter(
                BAD_MAP(value=value, fields=list(FIELDS)).render(Console(settings()).lang), ctx, param
            )
        chosen[name] = heading.strip()
    return chosen


@click.command("records", cls=Command, text=TEXT, formats=("json",))
@argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    label=Text("文件", "FILE"),
    text=Text("导出的核销记录，可以几份一起", "exported records, several at once if need be"),
)
@option(
    "--map",
    "chosen",
    multiple=True,
    metavar="FIELD=HEADING",
    callback=_columns,
    text=Text(
        "这一列的表头叫别的名字，例如 time=核销时间；可多次。",
        "A heading by another name, such as time='Used at'; may repeat.",
    ),
)
def command(files: tuple[Path, ...], chosen: dict[str, str]) -> int:
    """Print what was found."""
    console = Console(settings())
    gc.disable()  # a million rows are made and dropped; walking them over and over would take a fifth of the time
    report = _report(console, files, chosen)
    if console.json:
        console.out(json.dumps(as_json(report, console.lang), ensure_ascii=False, indent=2))
    else:
        console.out(RecordsText(console.lang, console.paint)(report))
    return 0


def _report(console: Console, files: tuple[Path, ...], chosen: dict[str, str]) -> Report:
    return examine(files, chosen, clock.epoch(console.now()) * 1000)
