"""`storeconf ci`: what a job does with a saved plan. All of it can be looked at first with --dry-run."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import click

from storeconf.ci.comment import TARGET, Outcome, Page, add_to_summary, post
from storeconf.ci.digest import Digest, Room, has_news
from storeconf.ci.drift_issues import Issues
from storeconf.ci.drift_issues import Outcome as Settled
from storeconf.ci.notices import Channel
from storeconf.ci.records_news import news_of
from storeconf.ci.regions import chosen
from storeconf.ci.runner import Runner, runner, safe_url
from storeconf.cli.base import Command, Function, Group, option, settings
from storeconf.cli.console import Console
from storeconf.cli.files import read_text
from storeconf.cli.language import current
from storeconf.core.diagnostics import Code, StoreconfError, fail
from storeconf.core.text import ITEMS, Say, Text, joined
from storeconf.forge.protocol import ForgeError
from storeconf.plan import planfile
from storeconf.plan.entities import Plan, UnitPlan

GROUP = Text(
    "合并请求评论、漂移工单、群通知：都从一份存下来的计划（plan -o）开始。",
    "A comment on a pull request, issues for drift, notices to a chat group: each from a saved plan (plan -o).",
)
COMMENT = Text(
    "把计划写成合并请求里的一条评论，以后每次改这一条。\n不能评论时（来自 fork，没有令牌）写进任务摘要。",
    "Write the plan as one comment on the pull request, and change that one from then on.\n"
    "Where it may not (a fork, no token), the plan goes into the job's summary.",
)
ISSUES = Text(
    "每家漂移的门店（或每个地区）一个工单：开、改、重开，恢复了就关。",
    "One issue for each store (or region) that drifted: opened, updated, opened again, closed when it is clean.",
)
DIGEST = Text(
    "把漂移的摘要发到群里或邮箱；发给谁写在项目文件的 notify 里。没事不发。",
    "Tell chat groups and mailboxes what drifted; the project file's notify says whom. Nothing to say sends nothing.",
)
FORGE_FAILED = Code("SC834", "forge-failed", Text("代码托管网站没有办成", "the code hosting site did not do it"))
NOT_SENT = Code("SC835", "notice-not-sent", Text("有通知没有发出去", "a notice was not sent"))
NO_CHANNELS = Code("SC836", "no-channels", Text("项目文件里没有 notify", "the project file has no notify"))
NAME_ONE = Text(
    "在 storeconf.yaml 里加上 notify，每一项写 name（叫什么）和 url_env（地址在哪个环境变量）",
    "add notify to storeconf.yaml: a list of name (what it is called) and url_env (which variable holds its address)",
)
BAD_TARGET = Text("只能用字母、数字、点、横线和下划线", "letters, digits, dots, dashes and underlines only")
BAD_URL = Text("不是 http(s) 地址", "it is no http(s) address")
BAD_BY = Text("写成 store，或 label:city 这样", "write store or label:NAME")
NO_NUMBER = Text("这里没有合并请求", "there is no pull request here")
NO_TOKEN = Text("没有 GITHUB_TOKEN", "there is no GITHUB_TOKEN")
IS_FORK = Text("合并请求来自 fork", "the pull request comes from a fork")
FELL_BACK = Text(
    "没有发评论（{why}），计划写进了任务摘要", "no comment was written ({why}); the plan is in the job's summary"
)
PRINTED = Text("没有发评论（{why}），计划打印在这里", "no comment was written ({why}); the plan is printed here")
OUTCOMES: dict[Outcome, Text] = {
    "created": Text("已评论", "commented"),
    "updated": Text("已更新评论", "the comment is updated"),
    "same": Text("评论已经是最新的", "the comment is up to date"),
    "skipped": Text("没有要说的，没有评论", "nothing to say, so no comment"),
}
SETTLED = Text(
    "漂移工单：新开 {opened}，更新 {updated}，重开 {reopened}，关闭 {closed}，不变 {same}",
    "drift issues: {opened} opened, {updated} updated, {reopened} opened again, {closed} closed, {same} unchanged",
)
UNSEEN = Text("没能看全，先不关：{titles}", "not closed, as not everything could be seen: {titles}")
LEFT = Text(
    "还有 {count} 处没有开工单：一次最多 50 个；门店多时用 --by label:city 按地区合并",
    "{count} more were not opened: at most 50 in one run; with many stores put them together by region: --by label:city",
)
NOTHING_TO_SEND = Text("{name}：没有要说的，没有发", "{name}: nothing to say, nothing sent")
SENT = Text("{name}：已发", "{name}: sent")
NOT_TAKEN = Text(
    "{name}：没有发出去，看看地址还有没有效、是不是发得太频繁",
    "{name}: it was not taken; is the address still valid, was too much sent?",
)


@click.group("ci", cls=Group, text=GROUP)
def command() -> None:
    """The group."""


def _target(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if value and not TARGET.fullmatch(value):
        raise click.BadParameter(BAD_TARGET.render(current()), ctx, param)
    return value


def _url(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if value and not safe_url(value):
        raise click.BadParameter(BAD_URL.render(current()), ctx, param)
    return value


def _by(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """The label's name; empty for each store by itself."""
    word, colon, label = value.partition(":")
    if value != "store" and not (word == "label" and colon and label):
        raise click.BadParameter(BAD_BY.render(current()), ctx, param)
    return label


def _common(function: Function) -> Function:
    """--plan, --report, --dry-run."""
    for decorate in (
        option("--dry-run", is_flag=True, text=Text("只打印，什么都不发。", "Print it; nothing is sent.")),
        option(
            "--report",
            metavar="URL",
            default="",
            callback=_url,
            text=Text("完整报告在哪里；默认是这次任务的页面。", "Where the full report is; by default the job's page."),
        ),
        option(
            "--plan",
            "file",
            metavar="FILE",
            required=True,
            type=click.Path(path_type=Path, dir_okay=False, exists=True),
            text=Text("plan -o 存下的计划。", "The plan that plan -o saved."),
        ),
    ):
        function = decorate(function)
    return function


target_option = option(
    "--target",
    metavar="NAME",
    default="",
    callback=_target,
    text=Text("一个仓库里有几个项目时，各起一个名字。", "A name for this project, where a repository has several."),
)


def by_option(default: str) -> Callable[[Function], Function]:
    """--by."""
    return option(
        "--by",
        metavar="store|label:NAME",
        default=default,
        callback=_by,
        show_default=True,
        text=Text("按门店，还是按门店的一个标签合并。", "For each store, or put together by a label of the stores."),
    )


@command.command("comment", cls=Command, text=COMMENT)
@_common
@target_option
@option(
    "--number",
    metavar="N",
    type=click.IntRange(min=1),
    text=Text("哪个合并请求；默认看任务的事件。", "Which pull request; by default the job's event tells."),
)
@option(
    "--skip-empty",
    is_flag=True,
    text=Text(
        "没有改动就不评论；已有的评论照样更新。", "No comment when nothing changes; one that is there is updated."
    ),
)
def comment(file: Path, report: str, dry_run: bool, target: str, number: int | None, skip_empty: bool) -> int:
    """Write or change the comment; the summary instead where it may not."""
    console = Console(settings())
    plan, job = _plan(file), runner(os.environ)
    page = Page(lang=console.lang, target=target, report=report or job.run_url)
    if dry_run:
        console.out(page.comment(plan).rstrip())
        return 0
    number = number or job.number
    why: Say | None = _why_not(job, number)
    if why is None:
        try:
            console.err(OUTCOMES[post(job.forge(), number, page, plan, skip_empty=skip_empty)])
            return 0
        except ForgeError as error:
            if not error.forbidden:
                raise fail(FORGE_FAILED, error.reason) from None
            why = error.reason
    if job.summary is not None:
        add_to_summary(job.summary, page, plan)
        console.err(FELL_BACK(why=why))
        return 0
    console.out(page.summary(plan).rstrip())
    console.err(PRINTED(why=why))
    return 0


def _why_not(job: Runner, number: int) -> Say | None:
    if not number:
        return NO_NUMBER
    if job.fork:
        return IS_FORK
    return None if job.token else NO_TOKEN


@command.command("issues", cls=Command, text=ISSUES)
@_common
@target_option
@by_option("store")
def issues(file: Path, report: str, dry_run: bool, target: str, by: str) -> int:
    """Bring the issues in line with the drift."""
    console = Console(settings())
    plan, job = _plan(file), runner(os.environ)
    keeper = Issues(lang=console.lang, label=by, target=target or "default", report=report or job.run_url)
    if dry_run:
        for title, body in keeper.drafts(plan):
            console.out(f"# {title}\n\n{body}")
        return 0
    if not job.token:
        raise fail(FORGE_FAILED, NO_TOKEN)
    try:
        done = keeper.settle(job.forge(), plan)
    except ForgeError as error:
        raise fail(FORGE_FAILED, error.reason) from None
    _tell(console, done)
    return 0


def _tell(console: Console, done: Settled) -> None:
    lists = {name: len(getattr(done, name)) for name in ("opened", "updated", "reopened", "closed")}
    console.err(SETTLED(**lists, same=done.same))
    if done.unseen:
        console.err(UNSEEN(titles=joined(done.unseen, ITEMS, console.lang)))
    if done.left:
        console.err(LEFT(count=done.left))


@command.command("digest", cls=Command, text=DIGEST)
@_common
@by_option("label:city")
@option(
    "--records",
    "records",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    text=Text(
        "加上核销记录的结果（records --format json 存的文件），可多次。",
        "Tell what verification records came to as well (a file of records --format json); may repeat.",
    ),
)
@option("--always", is_flag=True, text=Text("没有漂移也发一条。", "Send also when nothing drifted."))
def digest(file: Path, report: str, dry_run: bool, by: str, records: tuple[Path, ...], always: bool) -> int:
    """Send the news; 1 when one of the channels did not take it."""
    console = Console(settings())
    plan, job = _plan(file), runner(os.environ)
    channels = console.project().fleet.settings.notify
    if not channels:
        raise fail(NO_CHANNELS, NAME_ONE)
    further = tuple(news_of((one, read_text(one)) for one in records))
    write = Digest(lang=console.lang, label=by, report=report or job.run_url, further=further)
    failed: list[StoreconfError] = []
    for one in channels:
        units = chosen(plan, one.where)
        if not (always or further or has_news(plan, units)):
            console.err(NOTHING_TO_SEND(name=one.name))
            continue
        if dry_run:
            console.out(f"== {one.name}\n{write(plan, units, Room(2_000))}")
            continue
        try:
            _send(console, Channel(one.name, one.url_env, os.environ.get(one.url_env, "")), write, plan, units)
        except StoreconfError as error:
            failed.append(error)
    if failed:
        raise StoreconfError(*(item for error in failed for item in error.diagnostics))
    return 0


def _send(console: Console, channel: Channel, write: Digest, plan: Plan, units: tuple[UnitPlan, ...]) -> None:
    if not channel.send(write(plan, units, channel.room)):
        raise fail(NOT_SENT, NOT_TAKEN(name=channel.name))
    console.err(SENT(name=channel.name))


def _plan(file: Path) -> Plan:
    return planfile.loads(read_text(file))
