"""`storeconf records`."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storeconf.cli.base import Command, argument, option, settings
from storeconf.cli.console import Console
from storeconf.cli.files import write_file
from storeconf.cli.language import project_file
from storeconf.core import clock
from storeconf.core.diagnostics import fail
from storeconf.core.text import Text
from storeconf.records.columns import FIELDS
from storeconf.records.report import NO_ACCOUNT, Report, examine
from storeconf.render.records import RecordsText, json_text
from storeconf.render.records_workbook import workbook

if TYPE_CHECKING:
    from storeconf.project.project import Project

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

NO_FILE = Text("要写记录文件，或加 --fetch 从平台读取", "name the files, or read the platform with --fetch")
NOT_XLSX = Text("{file} 应以 .xlsx 结尾", "{file} is to end in .xlsx")
WRITTEN = Text("已写入 {file}", "written: {file}")
NO_PROJECT = Text("{option} 要在项目里用", "{option} needs a project")
ACT_SHOWS = Text(
    "--act 要给人看计划，不能和 --format json 一起用", "--act shows a plan to a person, so not with --format json"
)
BY_HAND = Text(
    "商品 {product} 不在 YAML 里，请在来客【商品】-【团购商品】里手工下架",
    "no YAML stands for product {product}: take it off the shelf by hand, under Products in the console",
)
HELD = Text(
    "{address} 已暂停；查清原因后用 storeconf state release {address} 放开",
    "{address} is on hold; once the cause is found: storeconf state release {address}",
)
NOBODYS = Text(
    "认不出是哪个账号的记录：按默认规则判断，没有存下；用 --account 指定",
    "whose records these are is not known: judged by the default rules, and not kept; name it with --account",
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


def _workbook_name(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path | None:
    if value is not None and value.suffix.lower() != ".xlsx":
        raise click.BadParameter(NOT_XLSX(file=value).render(Console(settings()).lang), ctx, param)
    return value


@click.command("records", cls=Command, text=TEXT, formats=("json",))
@argument(
    "files",
    nargs=-1,
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
@option(
    "-o",
    "--out",
    metavar="FILE.xlsx",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_workbook_name,
    text=Text(
        "给客服的表格：每类一张，附回访文字。", "A workbook for customer service: a sheet each, with the text to send."
    ),
)
@option(
    "--account",
    metavar="NAME",
    default="",
    text=Text(
        "按这个账号的规则；默认按记录里的门店和商品认。",
        "By the rules of this account; by default that of the stores and products in the records.",
    ),
)
@option(
    "--act",
    is_flag=True,
    text=Text(
        "给出暂停售卖的计划，同意后下架并保持。",
        "Plan to take what failed off the shelf; with consent, do it and hold it there.",
    ),
)
@option(
    "--fetch",
    is_flag=True,
    text=Text(
        "从平台读取（上次之后的），可以不给文件。", "Read the platform's own since the last time; needs no file."
    ),
)
@option("--yes", is_flag=True, text=Text("--act 不再问。", "Don't ask before --act."))
@option(
    "--no-keep",
    is_flag=True,
    text=Text("只看，不和前几天的存到一起。", "Only look; don't add them to those of earlier days."),
)
def command(
    files: tuple[Path, ...],
    chosen: dict[str, str],
    out: Path | None,
    account: str,
    act: bool,
    fetch: bool,
    yes: bool,
    no_keep: bool,
) -> int:
    """Print what was found."""
    console = Console(settings())
    if not files and not fetch:
        raise click.UsageError(NO_FILE.render(console.lang))
    project = _project(console, {"--account": bool(account), "--act": act, "--fetch": fetch})
    with _uncollected():
        report = _look(console, project, files, chosen, account, keep=not no_keep, fetch=fetch)
        if out is not None:
            follow_up = project.follow_up(report) if project is not None else None
            write_file(out, workbook(report, console.lang, follow_up))
            console.err(WRITTEN(file=out))
        if console.json:
            console.out(json_text(report, console.lang))
        else:
            console.out(RecordsText(console.lang, console.paint)(report))
    return _act(console, project, report, yes=yes) if act and project is not None else 0


@contextmanager
def _uncollected() -> Iterator[None]:
    """A million rows are made and dropped, none in a circle: walking them over and over would take a fifth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _look(
    console: Console,
    project: Project | None,
    files: tuple[Path, ...],
    chosen: dict[str, str],
    account: str,
    *,
    keep: bool,
    fetch: bool,
) -> Report:
    if project is None:
        return examine(files, chosen, clock.epoch(console.now()) * 1000)
    report = project.records(files, chosen, account, keep=keep, fetch=fetch)
    if not report.account:
        console.err(NOBODYS)
    return report


def _project(console: Console, needs: Mapping[str, bool]) -> Project | None:
    """The project around, if there is one. Raises StoreconfError for options (`needs`, those given) that need one."""
    if project_file(console.settings.folder) is None:
        for option in (name for name, given in needs.items() if given):
            raise fail(NO_ACCOUNT, NO_PROJECT(option=option))
        return None
    if needs["--act"] and console.json:
        raise click.UsageError(ACT_SHOWS.render(console.lang))
    return console.project()


def _act(console: Console, project: Project, report: Report, *, yes: bool) -> int:
    """Propose the pauses, and put them through the approval of apply."""
    from storeconf.cli import apply
    from storeconf.cli import plan as plan_command

    apply.check_clock(console, project)
    pausing = project.pausing(report)
    for product in pausing.unknown:
        console.err(BY_HAND(product=product))
    if pausing.plan is None:
        return 0
    console.out("")
    plan_command.show(pausing.plan, console, project, expand=True)
    apply.consent(pausing.plan, console, yes=yes)
    held = project.hold(pausing.plan)
    code = apply.carry_out(pausing.plan, console, project)
    for address in held:
        console.err(HELD(address=address))
    return code
