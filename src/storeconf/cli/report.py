"""`storeconf report`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from storeconf.cli import policy
from storeconf.cli.base import Command, option, settings
from storeconf.cli.console import Console
from storeconf.cli.files import keep_others, write_file
from storeconf.core.text import Text
from storeconf.render.html.records_panels import panels
from storeconf.render.html.report import report_html

TEXT = Text(
    "全部门店的体检报告，一个可以直接打开的网页文件：五步链路、每家店每类设置的状态、审核风险、漂移、审核、证照、要人做的。\n"
    "不联网，手机上也能看。",
    "A report on all stores, as one web page to open: five steps, the state of every setting, review risks, drift, reviews,"
    " licences, steps by hand.\nIt reaches no network and reads well on a phone.",
)
WRITTEN = Text("已写入 {file}：{stores} 家门店", "wrote {file}; stores: {stores}")
STDOUT = "-"


@click.command("report", cls=Command, text=TEXT)
@option(
    "--html",
    "html",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    text=Text("写到这个文件；- 是标准输出。", "Write to this file; - is standard output."),
)
@policy.selection
def command(html: Path, **choices: Any) -> int:
    """Write the report."""
    console = Console(settings())
    to_file = str(html) != STDOUT
    if to_file:
        keep_others(html)
    project = console.project()
    survey = project.report(policy.make(project, **choices))
    unloaded = [one for one in survey.plan.diagnostics if one.severity == "error" and not one.source]
    console.report(unloaded, project.root, limit=20)
    drawn = project.pictured(survey)
    text = report_html(survey, console.lang, panels(drawn.figures, drawn.stores, drawn.visits))
    if not to_file:
        console.out(text)
        return 0
    write_file(html, text)
    console.err(WRITTEN(file=html, stores=len(survey.stores)))
    return 0
