"""`storeconf tracking`."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from storeconf.cli.base import Command, argument, option, settings
from storeconf.cli.console import Console
from storeconf.cli.language import current
from storeconf.core.text import Text
from storeconf.project.marking import KIND
from storeconf.project.project import Project
from storeconf.render import tracking as listing
from storeconf.render import traffic
from storeconf.rules.text import tracking

TEXT = Text(
    "短视频的追踪参数：有没有、对不对、每条带来多少核销；--write 把缺少的写进 YAML。\n"
    "--report 看哪条视频、哪场直播真正带来到店；--fetch 先读取平台的渠道数据。",
    "Tracking sources of videos: which are missing or wrong, and what each video brought; --write puts the missing ones "
    "into the YAML.\n"
    "--report tells which video or livestream really brings visits; --fetch reads the channels first.",
)
NOT_KIND = Text(
    "{value} 不能作类型：小写字母开头，只用小写字母和数字", "{value} is no kind: lower-case letters and digits only"
)
NOTHING_READ = Text(
    "没有账号能读渠道数据：账号的 api 里要有 records", "no account's channels can be read: its api needs records"
)
READ = Text("@{account}：读取了 {days} 天的渠道数据", "@{account}: days of channels read: {days}")
NO_REPORT = Text("没有账号能读渠道数据。", "No account's channels can be read.")


def _kind(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if not tracking.KIND.fullmatch(value):
        raise click.BadParameter(NOT_KIND(value=value).render(current()), ctx, param)
    return value


@click.command("tracking", cls=Command, text=TEXT, formats=("json",))
@argument("stores", nargs=-1, label=Text("门店", "STORE"), text=Text("只看这些门店", "only these stores"))
@option("--write", is_flag=True, text=Text("把缺少的追踪参数写进 YAML。", "Write missing sources into the YAML."))
@option(
    "--kind",
    default=KIND,
    show_default=True,
    metavar="WORD",
    callback=_kind,
    text=Text("新参数的类型。", "The kind of new sources."),
)
@option(
    "--fetch",
    is_flag=True,
    text=Text("先读取平台的渠道数据（读过的日子不再读）。", "Read the channels first (days already read are not)."),
)
@option(
    "--report",
    "reports",
    is_flag=True,
    text=Text(
        "各门店的渠道来源，每条视频、每场直播的核销。", "Channels of each store, visits by video and livestream."
    ),
)
@option("--products", is_flag=True, text=Text("报告里再按商品分行。", "The report with a row for each product."))
def command(stores: tuple[str, ...], write: bool, kind: str, fetch: bool, reports: bool, products: bool) -> int:
    """List, write, read, report."""
    console = Console(settings())
    project = console.project()
    project.known_stores(stores)
    failed = fetch and not _fetch(console, project, stores)
    if reports or products:
        _report(console, project, stores, products)
    else:
        failed = not _list(console, project, stores, kind, write) or failed
    return int(failed)


def _fetch(console: Console, project: Project, stores: Sequence[str]) -> bool:
    """Read what is missing; whether every account could be read."""
    accounts = {project.fleet.stores[name].account for name in stores}
    ok, count = True, 0
    for one in project.fetch_visits(sorted(accounts)):
        count += 1
        if one.problem is None:
            console.err(READ(account=one.account, days=one.days))
        else:
            ok = False
            console.problems((one.problem,), project.root)
    if not count:
        console.err(NOTHING_READ)
    return ok


def _list(console: Console, project: Project, stores: Sequence[str], kind: str, write: bool) -> bool:
    """Print the sources; whether everything that was to be written was, or is for a person to write."""
    found = project.tracking(stores, kind=kind, write=write)
    if console.json:
        console.out(json.dumps(listing.as_json(found, console.lang), ensure_ascii=False, indent=2))
    else:
        console.out(listing.TrackingText(console.lang, console.paint)(found, wrote=write))
    return not any(one.trouble for one in found)


def _report(console: Console, project: Project, stores: Sequence[str], products: bool) -> None:
    found = project.visits_report(stores)
    if console.json:
        console.out(json.dumps(traffic.as_json(found), ensure_ascii=False, indent=2))
    elif found:
        console.out(traffic.TrafficText(console.lang, console.paint, products=products)(found))
    else:
        console.out(NO_REPORT.render(console.lang))
