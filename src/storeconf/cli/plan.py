"""`storeconf plan`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from storeconf.cli import policy
from storeconf.cli.base import Command, option, settings
from storeconf.cli.console import Console
from storeconf.cli.files import keep_others, read_snapshot, write_file
from storeconf.core import clock
from storeconf.core.text import Text, say
from storeconf.plan import planfile
from storeconf.plan.entities import Plan
from storeconf.project.project import Project
from storeconf.render.markdown import octets
from storeconf.render.plan import PlanText
from storeconf.render.plan_markdown import SUMMARY_LIMIT, PlanMarkdown

TEXT = Text(
    "对比声明、记录和线上，看看会改什么、为什么。什么都不写。\n用 -o 存下来，交给 apply 执行的就是这一份。",
    "Compare what is declared, recorded and live: what would change, and why. Writes nothing.\n"
    "With -o the plan is saved, and apply carries out exactly that.",
)
SAVED = Text(
    "计划已存到 {file}；执行：storeconf apply {file}",
    "the plan is saved in {file}; carry it out with: storeconf apply {file}",
)
REJECTED = Text(
    "审核会拒的有 {count} 处，原文和改法看 storeconf validate",
    "reviewers would reject {count} places; storeconf validate shows them with the fix",
)
WARNINGS = Text("{count} 个警告，storeconf validate 可看", "warnings: {count} (storeconf validate shows them)")
INTERRUPTED = Text(
    "{at} 开始的 apply 没有跑完；接着做：storeconf apply --resume；不接着做就按下面的新计划来",
    "the apply that began at {at} never came to its end; storeconf apply --resume goes on with it, a new one starts afresh",
)
SHOWN_ERRORS = 20
NEEDS_BASE = Text(
    "--declared-only 要和 --base 一起用：和哪个版本比？",
    "--declared-only goes with --base: compared with which version?",
)
NO_PLATFORM = Text(
    "--declared-only 不读平台，也不读记录，不能再加 {options}",
    "--declared-only reads neither platform nor records, so {options} can't be added",
)
SELECTING = ("target", "exclude", "where", "base")


@click.command("plan", cls=Command, text=TEXT, formats=("json", "md"))
@option(
    "-o",
    "--out",
    "out",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    text=Text("把计划存成文件。", "Save the plan."),
)
@option(
    "--snapshot",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    text=Text("用 fetch 存下的现状，不读平台。", "Use what fetch has saved instead of reading the platform."),
)
@policy.selection
@policy.since
@policy.decisions
@option(
    "--declared-only",
    is_flag=True,
    text=Text(
        "只比 YAML：和 --base 的版本相比改了什么。不读平台，不用记录和密钥。",
        "YAML against YAML: what differs from --base. Reads no platform; needs no records and no credentials.",
    ),
)
@option("--expand", is_flag=True, text=Text("相同的改动也逐条列出。", "List equal changes one by one."))
@option(
    "--unmanaged",
    is_flag=True,
    text=Text("列出 YAML 里没有的线上对象。", "List live objects that are not in the YAML."),
)
@option(
    "--detailed-exitcode",
    is_flag=True,
    text=Text("有改动或漂移时退出码是 2。", "Exit with 2 when there are changes or drift."),
)
def command(
    out: Path | None,
    snapshot: Path | None,
    declared_only: bool,
    expand: bool,
    unmanaged: bool,
    detailed_exitcode: bool,
    **choices: Any,
) -> int:
    """Print the plan; 1 when it is incomplete, 3 over a limit, 2 for changes when asked."""
    console = Console(settings())
    if declared_only:
        _check_declared_only({"snapshot": snapshot, **choices}, console)
    if out is not None:
        keep_others(out)
    project = console.project()
    seen = read_snapshot(snapshot) if snapshot is not None else None
    plan = project.plan(policy.make(project, declared_only=declared_only, **choices), seen)
    if out is not None:
        write_file(out, planfile.dumps(plan))
    show(plan, console, project, expand=expand, unmanaged=unmanaged)
    if out is not None and not declared_only:
        console.err(SAVED(file=out))
    return exit_code(plan, detailed=detailed_exitcode)


def _check_declared_only(choices: Mapping[str, Any], console: Console) -> None:
    if not choices["base"]:
        raise click.UsageError(NEEDS_BASE.render(console.lang))
    wrong = [f"--{name}" for name, value in choices.items() if value and name not in SELECTING]
    if wrong:
        raise click.UsageError(say(NO_PLATFORM(options=wrong), console.lang))


def show(plan: Plan, console: Console, project: Project, *, expand: bool = False, unmanaged: bool = False) -> None:
    """Print a plan, and what was wrong on the way."""
    if console.json:
        console.out(json.dumps(planfile.as_data(planfile.sealed(plan)), ensure_ascii=False, indent=1))
        return
    if console.settings.format == "md":
        console.out(PlanMarkdown(lang=console.lang, limit=SUMMARY_LIMIT, size=octets, unmanaged=unmanaged)(plan))
        return
    errors = [item for item in plan.diagnostics if item.severity == "error" and not item.source]
    if not plan.policy.declared_only and project.interrupted_at:
        console.err(INTERRUPTED(at=clock.readable(project.interrupted_at)))
    console.report(errors, project.root, limit=SHOWN_ERRORS)
    console.out(PlanText(console.lang, console.paint, expand=expand, unmanaged=unmanaged)(plan))
    rejected = sum(item.severity == "error" and bool(item.source) for item in plan.diagnostics)
    if rejected:
        console.err(REJECTED(count=rejected))
    warnings = sum(item.severity == "warning" for item in plan.diagnostics)
    if warnings and not console.settings.quiet:
        console.err(WARNINGS(count=warnings))


def exit_code(plan: Plan, *, detailed: bool) -> int:
    """1 beats 3 beats 2."""
    if plan.incomplete:
        return 1
    if any(not limit.acknowledged for limit in plan.limits):
        return 3
    return 2 if detailed and (plan.summary.changes or plan.summary.drift) else 0
