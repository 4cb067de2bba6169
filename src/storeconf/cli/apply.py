"""`storeconf apply`."""

from __future__ import annotations

import getpass
import json
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from storeconf.cli import plan as plan_command
from storeconf.cli import policy
from storeconf.cli.base import Command, argument, option, settings
from storeconf.cli.consent import NO_CONSENT
from storeconf.cli.console import Console
from storeconf.cli.files import read_text
from storeconf.core import clock
from storeconf.core.diagnostics import Code, refuse
from storeconf.core.text import Text
from storeconf.plan import planfile
from storeconf.plan.entities import Plan
from storeconf.plan.results import Outcome, RunResult
from storeconf.project.applying import Approval
from storeconf.project.project import Project
from storeconf.render.run import RunText, as_json

TEXT = Text(
    "执行计划。给计划文件，就只执行那一份；不给，就先计划、给你看、再问。\n写之前逐个再读一次，动过的不写；做了什么、没做什么全部交代。",
    "Carry out a plan. With a plan file, exactly that; without, plan, show, and ask.\n"
    "Every object is read again just before it is written; everything done and not done is accounted for.",
)
NOT_ASKED = Text(
    "这里不是终端，没法问；确认要执行请加 --yes，或先 plan -o 再 apply 文件",
    "this is no terminal; add --yes, or plan -o and apply the file",
)
DECLINED = Text("你选择了不执行", "you declined")
ASK = Text("执行以上改动？输入 yes 确认：", "Carry this out? Type yes: ")
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
REAL_NOW = Code("SC671", "now-needs-sandbox", Text("--now 只能用于沙盒", "--now is for the sandbox only"))
REAL_CLOCK = Text("对真实平台执行时用真实时间", "applying to a real platform uses the real time")
PLAN_AND_OPTIONS = Text(
    "执行计划文件时，不能再加 {options}：决定都在计划里了",
    "with a plan file, {options} can't be added: the decisions are in the plan",
)
STOPPING = Text(
    "正在停下：做完手上这一步就停。再按一次 Ctrl-C 立即停。",
    "stopping after the step under way. Ctrl-C again stops at once.",
)
STOPPED_SHORT = Text(
    "没等手上这一步的结果就停了；storeconf apply --resume 会先看清它再继续",
    "stopped without waiting for the step under way; storeconf apply --resume looks at it first and goes on",
)
PLAN_AND_RESUME = Text(
    "--resume 继续的是中断的那一份计划，不能再给计划文件",
    "--resume goes on with the plan that was interrupted; no plan file can be given",
)


@click.command("apply", cls=Command, text=TEXT, formats=("json",))
@argument(
    "planfile_path",
    required=False,
    type=click.Path(path_type=Path, dir_okay=False),
    label=Text("计划文件", "PLANFILE"),
    text=Text("plan -o 存下的计划", "a plan saved with plan -o"),
)
@option("--yes", is_flag=True, text=Text("不问，直接执行刚做的计划。", "Don't ask."))
@option("--resume", is_flag=True, text=Text("继续上次中断的执行。", "Go on with an interrupted run."))
@option(
    "--max-parallel",
    type=click.IntRange(1, 32),
    default=1,
    show_default=True,
    metavar="N",
    text=Text("同时处理几个单元。", "Units side by side."),
)
@option(
    "--lock-timeout",
    type=click.FloatRange(0, 3600),
    default=0.0,
    metavar="SECONDS",
    text=Text("别人占着锁时等多久。", "How long to wait for the lock."),
)
@policy.selection
@policy.decisions
def command(
    planfile_path: Path | None, yes: bool, resume: bool, max_parallel: int, lock_timeout: float, **choices: Any
) -> int:
    """Carry out; 1 when a step failed, 3 when something was refused."""
    console = Console(settings())
    project = console.project()
    check_clock(console, project)
    given = [f"--{name}" for name, value in choices.items() if value]
    if (planfile_path is not None or resume) and given:
        raise click.UsageError(PLAN_AND_OPTIONS(options=given).render(console.lang))
    if planfile_path is not None and resume:
        raise click.UsageError(PLAN_AND_RESUME.render(console.lang))
    if resume:
        with _under_way(console) as stop:
            result = project.resume(parallel=max_parallel, lock_timeout=lock_timeout, stop=stop)
        return _report(result, console, project.root, incomplete=False)
    if planfile_path is not None:
        plan = planfile.loads(read_text(planfile_path))
    else:
        plan = project.plan(policy.make(project, **choices))
        if not console.json:
            plan_command.show(plan, console, project)
        consent(plan, console, yes=yes)
    incomplete = plan.incomplete and planfile_path is None
    return carry_out(plan, console, project, parallel=max_parallel, lock_timeout=lock_timeout, incomplete=incomplete)


def carry_out(
    plan: Plan,
    console: Console,
    project: Project,
    *,
    parallel: int = 1,
    lock_timeout: float = 0,
    incomplete: bool = False,
) -> int:
    """Do what was agreed to, and account for it; the exit code."""
    plan = planfile.sealed(plan)
    approval = Approval(digest=plan.digest, by=_who(), at=clock.iso(project.now()))
    with _under_way(console) as stop:
        result = project.apply(plan, approval, parallel=parallel, lock_timeout=lock_timeout, stop=stop)
    return _report(result, console, project.root, incomplete=incomplete)


def check_clock(console: Console, project: Project) -> None:
    """Raises Refusal for a made-up now against a real platform."""
    if console.settings.now is not None and not project.workspace.in_sandbox:
        raise refuse(REAL_NOW, REAL_CLOCK)


def consent(plan: Plan, console: Console, *, yes: bool) -> None:
    """Ask, unless there is nothing to ask about. Raises Refusal without consent."""
    touches = any(step.by == "api" for step in plan.steps)
    if yes or not touches:
        return
    if sys.stdin is None or not sys.stdin.isatty():  # None: the caller closed it
        raise refuse(NO_CONSENT, NOT_ASKED)
    answer = click.prompt(ASK.render(console.lang), prompt_suffix="", default="", show_default=False, err=True)
    if answer.strip().lower() != "yes":
        raise refuse(NO_CONSENT, DECLINED)


@contextmanager
def _under_way(console: Console) -> Iterator[threading.Event]:
    """A run that tells how far it is. The first Ctrl-C, or SIGTERM of a CI job, ends the run after the step under way, the second at once."""
    stop = threading.Event()

    def handle(number: int, frame: Any) -> None:
        if stop.is_set():
            console.err(STOPPED_SHORT)
            raise KeyboardInterrupt
        stop.set()
        console.err(STOPPING)

    console.logs_progress = True
    before = {number: signal.signal(number, handle) for number in STOP_SIGNALS}
    try:
        yield stop
    finally:
        console.logs_progress = False
        for number, handler in before.items():
            signal.signal(number, handler)


def _report(result: RunResult, console: Console, root: Path, *, incomplete: bool) -> int:
    if console.json:
        console.out(json.dumps(as_json(result, console.lang), ensure_ascii=False, indent=2))
    else:
        console.out(RunText(console.lang, console.paint)(result))
    if result.problem is not None:
        console.problems(result.problem.diagnostics, root)
        return 1
    if result.interrupted:
        return 130
    if result.count(Outcome.FAILED) or incomplete:
        return 1
    return 3 if result.count(Outcome.REFUSED) or result.refused_units else 0


def _who() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"
