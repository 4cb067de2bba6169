"""`storeconf state`: the records."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from storeconf.cli import policy
from storeconf.cli.base import Command, Group, argument, option, settings
from storeconf.cli.consent import NO_CONSENT
from storeconf.cli.console import Console
from storeconf.core import clock
from storeconf.core.address import parse_address, pattern
from storeconf.core.diagnostics import Code, fail, refuse
from storeconf.core.text import Text
from storeconf.project.project import Project
from storeconf.render.cells import one_line

GROUP = Text(
    "记录：上次应用了什么、提交了什么、谁占着锁。",
    "The records: what was last applied, what is submitted, who holds the lock.",
)
LIST = Text("列出记录；可用 * 选。", "List the records; * is allowed.")
SHOW = Text("看一条记录的全部内容。", "Show one record whole.")
RM = Text(
    "忘掉记录。平台上什么都不动；下次 plan 会重新认领。",
    "Forget records. The platform is not touched; the next plan adopts anew.",
)
UNLOCK = Text(
    "看谁占着锁；进程已死的锁会自己释放。", "Show who holds the lock; that of a dead process is free by itself."
)
RELEASE = Text("解除一个商品的暂停售卖。", "Release the hold on a product.")
ADDRESS = Text("地址", "ADDRESS")
ADDRESS_TEXT = Text("对象的地址", "the object's address")
NOT_RECORDED = Code("SC690", "not-recorded", Text("没有这条记录", "there is no such record"))
NOTHING = Text("{address} 没有记录", "nothing is recorded for {address}")
NO_HOLD = Text("{address} 没有暂停售卖", "{address} is not on hold")
FORGOT = Text("已忘掉 {address}", "forgot {address}")
RELEASED = Text("已解除 {address} 的暂停", "released {address}")
HELD_UNTIL = Text(
    "{who}@{host} 的进程 {pid} 从 {since} 起占着（{doing}），最晚到 {until}；确知它已经死了：storeconf state unlock --id {id}",
    "process {pid} of {who}@{host} holds it since {since} ({doing}), until {until} unless renewed;"
    " if it is surely dead: storeconf state unlock --id {id}",
)
UNLOCK_ID = Text(
    "拿掉这个编号的锁：确知占着它的进程已经死了。", "Take away the lock of this id: its process is surely dead."
)
UNLOCKED = Text("锁已拿掉。", "The lock is taken away.")
PUSH = Text("把留在这台机器上的结果推到状态分支。", "Push results that stayed on this machine to the state branch.")
PUSHED = Text("都在状态分支上了。", "Everything is on the state branch.")
MOVE = Text(
    "换了 state.backend 之后，把原来那份状态搬过来。",
    "After state.backend was changed, take over the state from where it was.",
)
MOVE_FROM = Text("原来的后端。", "Where it was.")
MOVED = Text(
    "从 {source} 搬来 {count} 条记录；原来那份还在，不再使用",
    "moved {count} records from {source}; the old state is still there, unused",
)
BACKENDS = ("sqlite", "git")
FREE = Text("没有人占着锁。", "Nobody holds the lock.")
HELD = Text(
    "{who}@{host} 的进程 {pid} 从 {since} 起占着（{doing}）；它结束后锁会自己释放",
    "process {pid} of {who}@{host} holds it since {since} ({doing}); it is free when that ends",
)
HELD_BY = Code("SC691", "lock-held", Text("锁被占用", "the lock is held"))
EMPTY = Text("还没有记录。", "Nothing is recorded yet.")
SURE = Text("要忘掉 {count} 条记录，确认请加 --yes", "{count} records would be forgotten; add --yes")


@click.group("state", cls=Group, text=GROUP)
def command() -> None:
    """The group."""


def _matching(project: Project, texts: tuple[str, ...]) -> list[str]:
    patterns = [pattern(text) for text in texts]
    recorded = (address for unit in project.state.unit_names() for address in project.state.unit(unit).records)
    return [a for a in recorded if not patterns or any(one.covers(parse_address(a)) for one in patterns)]


@command.command("list", cls=Command, text=LIST, formats=("json",))
@argument("addresses", nargs=-1, callback=policy.addresses, label=ADDRESS, text=ADDRESS_TEXT)
def list_records(addresses: tuple[str, ...]) -> int:
    """List records."""
    console = Console(settings())
    project = console.project()
    found = _matching(project, addresses)
    if console.json:
        rows = [asdict(project.state.unit(a.split("/")[0]).records[a]) for a in found]
        console.out(json.dumps(rows, ensure_ascii=False, indent=1, default=dict))
        return 0
    for address in found:
        record = project.state.unit(address.split("/")[0]).records[address]
        console.out(f"{address}  {one_line(record.title)}  {record.at}  {record.by}")
    if not found:
        console.out(EMPTY.render(console.lang))
    return 0


@command.command("show", cls=Command, text=SHOW)
@argument("address", label=ADDRESS, text=ADDRESS_TEXT)
def show_record(address: str) -> int:
    """Show one record."""
    console = Console(settings())
    unit = console.project().state.unit(address.split("/")[0])
    if address not in unit.records and address not in unit.submissions:
        raise fail(NOT_RECORDED, NOTHING(address=address), address=address)
    found = {
        "record": asdict(unit.records[address]) if address in unit.records else None,
        "submission": asdict(unit.submissions[address]) if address in unit.submissions else None,
        "hold": asdict(unit.holds[address]) if address in unit.holds else None,
        "observations": [asdict(one) for one in unit.observations if one.address == address],
    }
    console.out(json.dumps(found, ensure_ascii=False, indent=2, default=dict))
    return 0


@command.command("rm", cls=Command, text=RM)
@argument("addresses", nargs=-1, required=True, callback=policy.addresses, label=ADDRESS, text=ADDRESS_TEXT)
@option("--yes", is_flag=True, text=Text("不再确认。", "Don't ask."))
def rm(addresses: tuple[str, ...], yes: bool) -> int:
    """Forget records."""
    console = Console(settings())
    project = console.project()
    found = _matching(project, addresses)
    if not found:
        raise fail(NOT_RECORDED, NOTHING(address="、".join(addresses)))
    if len(found) > 1 and not yes:
        raise refuse(NO_CONSENT, SURE(count=len(found)))
    with project.state.hold("state rm", clock.iso(project.now())), project.state.transaction():
        for address in found:
            project.state.drop_record(address)
    for address in found:
        console.out(FORGOT(address=address).render(console.lang))
    return 0


@command.command("release", cls=Command, text=RELEASE)
@argument("address", label=ADDRESS, text=ADDRESS_TEXT)
def release(address: str) -> int:
    """Release a hold."""
    console = Console(settings())
    project = console.project()
    if address not in project.state.unit(address.split("/")[0]).holds:
        raise fail(NOT_RECORDED, NO_HOLD(address=address), address=address)
    with project.state.hold("state release", clock.iso(project.now())), project.state.transaction():
        project.state.drop_hold(address)
    console.out(RELEASED(address=address).render(console.lang))
    return 0


@command.command("unlock", cls=Command, text=UNLOCK)
@option("--id", "lease_id", metavar="ID", text=UNLOCK_ID)
def unlock(lease_id: str | None) -> int:
    """Say who holds the lock; 3 when somebody does."""
    console = Console(settings())
    state = console.project().state
    if lease_id:
        state.unlock(lease_id)
        console.out(UNLOCKED.render(console.lang))
        return 0
    held = state.holder()
    if held is None:
        console.out(FREE.render(console.lang))
        return 0
    facts = {name: held.get(name, "?") for name in ("who", "host", "pid", "since", "doing", "until", "id")}
    raise refuse(HELD_BY, (HELD_UNTIL if "until" in held else HELD)(**facts))


@command.command("push", cls=Command, text=PUSH)
def push() -> int:
    """Tell the others."""
    console = Console(settings())
    project = console.project()
    with project.state.hold("state push", clock.iso(project.now())):
        pass
    console.out(PUSHED.render(console.lang))
    return 0


@command.command("move", cls=Command, text=MOVE)
@option("--from", "source", type=click.Choice(BACKENDS), required=True, text=MOVE_FROM)
def move(source: str) -> int:
    """Take the state over from another backend."""
    console = Console(settings())
    count = console.project().move_state(source)
    console.out(MOVED(count=count, source=source).render(console.lang))
    return 0
