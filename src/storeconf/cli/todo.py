"""`storeconf todo`."""

from __future__ import annotations

import json
from typing import Any

import click

from storeconf.cli import policy
from storeconf.cli.base import Command, option, settings
from storeconf.cli.console import Console
from storeconf.core.text import Text
from storeconf.render.todo import TodoText, as_json

TEXT = Text(
    "要人做的步骤：在后台哪一页、填什么（可复制）、留什么凭证、做完怎么确认。\n相同的内容合成一件。\n"
    "--format html 是给手机看的一页：一键复制、打勾、导出 confirm -f 用的清单；--format md 贴进工单。",
    "The steps by hand: which console page, what to enter, what proof to keep, how to attest it.\nEqual texts are one task.\n"
    "--format html is a page for the phone: copy, tick, export the sheet for confirm -f; --format md is for an issue.",
)


@click.command("todo", cls=Command, text=TEXT, formats=("json", "md", "html"))
@option("--all", "everything", is_flag=True, text=Text("再长也全部列出。", "List every task, however many."))
@policy.selection
@policy.decisions
def command(everything: bool, **choices: Any) -> int:
    """Print the runbook."""
    console = Console(settings())
    project = console.project()
    plan = project.plan(policy.make(project, **choices))
    console.report(
        [item for item in plan.diagnostics if item.severity == "error" and not item.source], project.root, limit=20
    )
    if console.json:
        console.out(json.dumps(as_json(plan, console.lang), ensure_ascii=False, indent=2))
    elif console.settings.format == "html":
        from storeconf.render.html.runbook import runbook_html

        console.out(runbook_html(plan, console.lang))
    elif console.settings.format == "md":
        from storeconf.render.todo_markdown import TodoMarkdown

        console.out(TodoMarkdown(lang=console.lang)(plan).rstrip())
    else:
        console.out(TodoText(console.lang, console.paint, plan.places, everything=everything)(plan))
    return 0
