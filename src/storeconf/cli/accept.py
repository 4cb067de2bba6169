"""`storeconf accept`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from storeconf.cli import policy
from storeconf.cli.base import Command, argument, option, settings
from storeconf.cli.console import Console
from storeconf.cli.files import read_snapshot
from storeconf.core import clock
from storeconf.core.text import CLAUSES, Text, joined, say
from storeconf.plan.entities import Policy
from storeconf.project.excusing import Excuse
from storeconf.project.project import Project
from storeconf.project.wishes import view
from storeconf.render.accept import AcceptText, as_json

TEXT = Text(
    "认可线上的值：把漂移和冲突里线上的值写进 YAML，只改那几个字，注释和引号不动。\n"
    "值来自模板、表格或 Defaults 的，告诉你改哪里、会影响谁。之后运行 plan 就一致了。",
    "Accept what is live: writes the live values of drift and conflicts into the YAML, and changes nothing beside them.\n"
    "For a value from a template, a table or Defaults it says where to change it, and whom that reaches.",
)
BAD_DAY = Text("{value} 不是日期，写成 2026-06-30", "{value} is no day; write 2026-06-30")
PAST = Text("{value} 已经过去", "{value} is over")
TOGETHER = Text("--ignore-until 和 --reason 要一起写", "--ignore-until and --reason go together")
DRY_BRANCH = Text("--dry-run 什么都不写，不能再加 --branch", "--dry-run writes nothing, so --branch can't be added")


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    try:
        return clock.parse_day(value) if value is not None else None
    except ValueError:
        raise click.BadParameter(BAD_DAY(value=value).render(Console(settings()).lang), ctx, param) from None


@click.command("accept", cls=Command, text=TEXT, formats=("json",))
@argument(
    "addresses",
    nargs=-1,
    required=True,
    callback=policy.addresses,
    label=Text("地址", "ADDRESS"),
    text=Text("认可哪些，可用 *，可写到字段（…#price）", "which; * is allowed, and a single attribute (…#price)"),
)
@option("--dry-run", is_flag=True, text=Text("只看会改什么。", "Only show what would change."))
@option(
    "--saw",
    metavar="VALUE",
    text=Text("看到的线上值；现在不是它就不写。", "The live value that was seen; refused when it is another one now."),
)
@option(
    "--branch",
    metavar="NAME",
    text=Text("写成新分支上的一个提交，工作区不动。", "As one commit on a new branch; the working tree stays."),
)
@option(
    "--ignore-until",
    metavar="DATE",
    callback=_day,
    text=Text(
        "不改声明的值，到这一天为止不再提醒（写进 lifecycle.ignore）。",
        "Keep the declared value, and accept the drift until the end of that day (lifecycle.ignore).",
    ),
)
@option("--reason", metavar="TEXT", text=Text("为什么认可，和 --ignore-until 一起写。", "Why, with --ignore-until."))
@option(
    "--snapshot",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    text=Text("用 fetch 存下的现状，不读平台。", "Use what fetch has saved instead of reading the platform."),
)
def command(
    addresses: tuple[str, ...],
    dry_run: bool,
    saw: str | None,
    branch: str | None,
    ignore_until: date | None,
    reason: str | None,
    snapshot: Path | None,
) -> int:
    """Write; 3 when there is nothing to accept, or live is not what was seen."""
    console = Console(settings())
    if dry_run and branch:
        raise click.UsageError(DRY_BRANCH.render(console.lang))
    excuse = _excuse(ignore_until, reason, console)
    project = console.project()
    _known(project, addresses, console)
    seen = read_snapshot(snapshot) if snapshot is not None else None
    found = project.acceptance(addresses, snapshot=seen, saw=saw or "", ignore=excuse)
    commit = project.accept(found, branch=branch or "") if found.files and not dry_run else ""
    run = view(found, branch=branch or "", commit=commit, dry_run=dry_run, until=str(ignore_until or ""))
    if console.json:
        console.out(json.dumps(as_json(run, console.lang), ensure_ascii=False, indent=2))
    else:
        console.out(AcceptText(console.lang, console.paint)(run))
    return 0


def _excuse(until: date | None, reason: str | None, console: Console) -> Excuse | None:
    if (until is None) != (not reason):
        raise click.UsageError(TOGETHER.render(console.lang))
    if until is None or not reason:
        return None
    if until < console.now().astimezone(clock.BEIJING).date():
        raise click.UsageError(PAST(value=until).render(console.lang))
    return Excuse(until, reason)


def _known(project: Project, addresses: tuple[str, ...], console: Console) -> None:
    """Raises UsageError for an address that matches nothing."""
    for _, value, near in project.unmatched(Policy(target=addresses)):
        said = [policy.NO_MATCH(option="accept", value=value), *([near] if near else [])]
        raise click.UsageError(joined((say(part, console.lang) for part in said), CLAUSES, console.lang))
