"""`storeconf drift`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from storeconf.cli import policy
from storeconf.cli.base import Command, option, settings
from storeconf.cli.console import Console
from storeconf.cli.files import read_snapshot
from storeconf.core.text import Text
from storeconf.plan import planfile
from storeconf.plan.planner import drift_only
from storeconf.render.drift import DriftText
from storeconf.render.drift_markdown import DriftMarkdown
from storeconf.render.markdown import octets
from storeconf.render.plan_markdown import SUMMARY_LIMIT

TEXT = Text(
    "线上和上次应用的记录比：有人在后台改了什么。什么都不写。",
    "Live against recorded: what somebody changed in the console. Writes nothing.",
)
NO_RECORDS = Text(
    "这里没有上次应用的记录，看不出漂移：在存着 .storeconf 的地方运行，或先 storeconf apply",
    "there are no records of what was last applied, so drift can't be told: run it where .storeconf is kept, or apply first",
)


@click.command("drift", cls=Command, text=TEXT, formats=("json", "md"))
@option(
    "--snapshot",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    text=Text("用 fetch 存下的现状，不读平台。", "Use what fetch has saved instead of reading the platform."),
)
@policy.selection
@option("--expand", is_flag=True, text=Text("相同的改动也逐条列出。", "List equal changes one by one."))
@option("--detailed-exitcode", is_flag=True, text=Text("有漂移时退出码是 2。", "Exit with 2 when there is drift."))
def command(snapshot: Path | None, expand: bool, detailed_exitcode: bool, **choices: Any) -> int:
    """Print the drift; 1 when something could not be read."""
    console = Console(settings())
    project = console.project()
    seen = read_snapshot(snapshot) if snapshot is not None else None
    whole = project.plan(policy.make(project, **choices), seen)
    plan = drift_only(whole)
    if console.json:
        console.out(json.dumps(planfile.as_data(planfile.sealed(plan)), ensure_ascii=False, indent=1))
    elif console.settings.format == "md":
        console.out(DriftMarkdown(lang=console.lang, limit=SUMMARY_LIMIT, size=octets)(plan))
    else:
        console.report(
            [item for item in plan.diagnostics if item.severity == "error" and not item.source], project.root, limit=20
        )
        console.out(DriftText(console.lang, console.paint, expand=expand)(plan, beside=whole.summary))
    unrecorded = not any(project.state.unit_names())
    if unrecorded:
        console.err(NO_RECORDS)
    if plan.incomplete or (unrecorded and detailed_exitcode):
        return 1
    return 2 if detailed_exitcode and plan.summary.drift else 0
