"""`storeconf sandbox`: the platform that plays along."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import click

from storeconf.cli.base import Command, Group, argument, option, settings
from storeconf.cli.console import Console
from storeconf.core import clock
from storeconf.core.text import Text
from storeconf.platform.sandbox import review as reviewers
from storeconf.platform.sandbox.app import SandboxApp
from storeconf.platform.sandbox.serve import HOST, serve
from storeconf.project import resetting, tampering
from storeconf.project.admission import admit

GROUP = Text(
    "沙盒平台：和真实接口一样的 API，数据在 .storeconf/ 里，不碰任何真实账号。",
    "The sandbox: the platform's API with its data under .storeconf/; no real account is touched.",
)
RESET = Text(
    "重置：平台数据、记录、提交、暂停，按 YAML 加 sandbox.yaml 里的差异重来。observations/ 不动。",
    "Renew the platform's data, records, submissions and holds from the YAML plus the divergences of sandbox.yaml.\n"
    "observations/ is not touched.",
)
DONE_RESET = Text(
    "沙盒已就绪，{count} 处和 YAML 不同（sandbox.yaml）",
    "the sandbox is ready; {count} divergences from the YAML (sandbox.yaml)",
)
KEPT = Text("沙盒已经有了，没有动它", "there is a sandbox already; it was left alone")
TAMPER = Text(
    "在工具背后改线上的值：price 改价、shelf 下架、unbind 解绑门店、stock 改库存、add 新建商品、delete 删除商品。",
    "Change live values behind the tool's back: price, shelf, unbind, stock, add, delete.",
)
TAMPERED = Text("{address}：{what}", "{address}: {what}")
REVIEW = Text(
    "让审核有结果：默认全部通过；--reject 写明原因则拒绝。可以写商品名或地址，只审这些。",
    "Let the reviewers decide: everything passes, or with --reject everything named is rejected for that reason.",
)
PASSED = Text("通过：{title}（{name}）", "passed: {title} ({name})")
REJECTED = Text("拒绝：{title}（{name}）：{reason}", "rejected: {title} ({name}): {reason}")
NOTHING_PENDING = Text("没有在审核的。", "Nothing is in review.")
LOG = Text("列出沙盒收到的写请求。", "List the writes that the sandbox got.")
NO_LOG = Text("还没有写请求。", "No writes yet.")
SERVE = Text("把沙盒放到本机端口上，用真实 HTTP 试。", "Put the sandbox on a loopback port.")
SERVING = Text(
    "沙盒在 http://{host}:{port} 。另开一个终端：export STORECONF_BASE_URL=http://{host}:{port}",
    "the sandbox is at http://{host}:{port} ; elsewhere: export STORECONF_BASE_URL=http://{host}:{port}",
)
NAMES = Text("商品", "NAME")


@click.group("sandbox", cls=Group, text=GROUP)
def command() -> None:
    """The group."""


@command.command("reset", cls=Command, text=RESET)
@option("--if-missing", is_flag=True, text=Text("已经有沙盒就不动。", "Only when there is none yet."))
def reset(if_missing: bool) -> int:
    """Renew the sandbox."""
    console = Console(settings())
    project = console.project()
    if if_missing and project.workspace.sandbox_file.exists():
        console.err(KEPT)
        return 0
    console.err(DONE_RESET(count=resetting.reset(project.playground)))
    return 0


@command.command("tamper", cls=Command, text=TAMPER)
@argument(
    "scenario",
    type=click.Choice(tampering.NAMES),
    label=Text("场景", "SCENARIO"),
    text=Text("改什么", "what to change"),
)
@argument(
    "address",
    required=False,
    label=Text("地址", "ADDRESS"),
    text=Text("改哪个商品；默认第一个", "which product; by default the first"),
)
@option("--value", metavar="VALUE", text=Text("改成什么（价格、库存）。", "The new price or stock."))
def tamper(scenario: str, address: str | None, value: str | None) -> int:
    """Change live values."""
    console = Console(settings())
    done = tampering.tamper(console.project().playground, scenario, address or "", value or "")
    console.out(TAMPERED(address=done.address, what=done.what).render(console.lang))
    return 0


@command.command("review", cls=Command, text=REVIEW, formats=("json",))
@argument("names", nargs=-1, label=NAMES, text=Text("out_id、标题或地址", "out_id, title or address"))
@option("--reject", metavar="REASON", text=Text("拒绝，写明原因。", "Reject, with this reason."))
@option("--list", "only_list", is_flag=True, text=Text("只列出在审核的。", "Only list what waits."))
def review(names: tuple[str, ...], reject: str | None, only_list: bool) -> int:
    """Let the reviewers decide."""
    console = Console(settings())
    playground = console.project().playground
    database = playground.database()
    wanted = tampering.names_of(playground, names)

    def chosen(item: reviewers.Pending) -> bool:
        return not wanted or bool({item.name, item.title, item.id} & wanted)

    if only_list:
        found = [item for item in reviewers.pending(database) if chosen(item)]
    else:
        found = list(reviewers.decide(database, chosen, reject or "", clock.epoch(console.now())))
    if console.json:
        console.out(json.dumps([vars_of(item) for item in found], ensure_ascii=False, indent=2))
        return 0
    for item in found:
        facts = {"title": item.title or item.what, "name": item.name}
        said = REJECTED(**facts, reason=reject) if reject else PASSED(**facts)
        console.out(f"{item.since} {item.title or item.what} ({item.name})" if only_list else said.render(console.lang))
    if not found:
        console.out(NOTHING_PENDING.render(console.lang))
    return 0


def vars_of(item: reviewers.Pending) -> dict[str, str]:
    """A pending item as JSON."""
    return {name: getattr(item, name) for name in ("what", "id", "name", "title", "account_id", "since")}


@command.command("log", cls=Command, text=LOG, formats=("json",))
def log() -> int:
    """List the writes."""
    console = Console(settings())
    database = console.project().playground.database()
    rows = database.rows("SELECT * FROM log ORDER BY seq")
    if console.json:
        found = [{**dict(row), "body": json.loads(row["body"])} for row in rows]
        console.out(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    for row in rows:
        body = json.loads(row["body"])
        product = body.get("product") or {}
        who = product.get("out_id") or body.get("out_id") or body.get("product_id") or product.get("product_id")
        who = who or "、".join([*body.get("poi_ids", ()), *(str(one.get("poi_id")) for one in body.get("datas", ()))])
        console.out(f"{row['seq']:>4}  {row['at']}  {row['call']}  {who}  {row['result']}")
    if not rows:
        console.out(NO_LOG.render(console.lang))
    return 0


@command.command("serve", cls=Command, text=SERVE)
@option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    text=Text("端口；默认找一个空的。", "The port; by default a free one."),
)
def serve_command(port: int) -> int:
    """Serve until interrupted."""
    console = Console(settings())
    playground = console.project().playground
    admit(playground.fleet, playground.workspace)
    app = SandboxApp(playground.database(), _clock(console))
    serve(app, port, lambda found: console.err(SERVING(host=HOST, port=found)))
    return 0


def _clock(console: Console) -> Callable[[], datetime]:
    """Real time, or time that runs on from `--now`."""
    if console.settings.now is None:
        return console.now
    start, began = console.settings.now, datetime.now(clock.BEIJING)
    return lambda: start + max(datetime.now(clock.BEIJING) - began, timedelta())
