"""`storeconf validate`."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence

import click

from storeconf.cli import checkout
from storeconf.cli.base import Command, argument, option, settings
from storeconf.cli.console import Console
from storeconf.core.text import Lang, Text, say
from storeconf.plan.entities import PlanDiagnostic
from storeconf.project.project import Project
from storeconf.project.reviewing import Unjudged
from storeconf.render import annotations as github
from storeconf.render import diagnostics as rendered
from storeconf.render import junit, problem_markdown, sarif
from storeconf.render.plan_markdown import SUMMARY_LIMIT
from storeconf.source.fleet import PROJECT_FILE

TEXT = Text(
    "检查 YAML：写法、字段、引用、模板、文件，以及审核规则。\n有错误时退出码是 1。",
    "Check the YAML: schema, references, templates, files, and the review rules.\nExit code 1 when there are errors.",
)


@click.command("validate", cls=Command, text=TEXT, formats=("json", "md", "sarif", "junit", "github"))
@argument(
    "stores", nargs=-1, label=Text("门店", "STORE"), text=Text("只看这些门店或 @账号", "only these stores or @accounts")
)
@option(
    "--ocr",
    is_flag=True,
    text=Text(
        "也读图片里的文字（每张约 2 秒，读过的记住；要装 storeconf[ocr]）。",
        "Read the words in pictures too (some 2 s each, remembered; needs storeconf[ocr]).",
    ),
)
def command(stores: tuple[str, ...], ocr: bool) -> int:
    """Print what is wrong; 1 when something is an error."""
    console = Console(settings())
    project = console.project()
    found = project.validate(stores, words=ocr)
    items = project.rendered(found.diagnostics)
    for part in _output(console, project, items, found.unjudged, stores):
        console.out(part)
    return int(any(item.severity == "error" for item in items))


def _output(
    console: Console,
    project: Project,
    items: Sequence[PlanDiagnostic],
    unjudged: Sequence[Unjudged],
    stores: Sequence[str],
) -> Sequence[str]:
    """What is printed, in the format that is asked for."""
    prefix = checkout.prefix(project.root, os.environ)
    match console.settings.format:
        case "json":
            return [json.dumps(rendered.as_json(items, _skipped(unjudged, project.lang)), ensure_ascii=False, indent=2)]
        case "md":
            return [problem_markdown.page(items, console.lang, SUMMARY_LIMIT)]
        case "sarif":
            return [sarif.text(items, _skipped(unjudged, project.lang), console.lang, PROJECT_FILE, prefix)]
        case "junit":
            return [junit.text(items, stores or project.fleet.unit_names, console.lang, prefix)]
        case "github":
            return [github.text(items, console.lang, prefix)]
        case _:
            listed = [console.diagnostics(items, project.root)] if items else []
            return [*listed, rendered.summary_line(items, console.lang)]


def _skipped(unjudged: Sequence[Unjudged], lang: Lang) -> list[dict[str, str]]:
    """Rules that lacked something, and where."""
    return [{"code": one.rule.id, "address": str(one.address), "reason": say(one.reason, lang)} for one in unjudged]
