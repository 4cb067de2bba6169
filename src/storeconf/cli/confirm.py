"""`storeconf confirm`."""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from storeconf.cli import policy
from storeconf.cli.base import Command, argument, option, settings
from storeconf.cli.console import Console
from storeconf.cli.files import read_text
from storeconf.core import clock
from storeconf.core.address import Pattern, parse_address, pattern
from storeconf.core.diagnostics import Code, fail, refuse
from storeconf.core.text import Text
from storeconf.model.kind import Spec
from storeconf.model.scalars import AddressText, Bool, Line
from storeconf.project.attesting import NOT_CURRENT, SEE_TODO, Attestation
from storeconf.project.project import Project
from storeconf.source import reader
from storeconf.source.problems import first_problem

TEXT = Text(
    "确认一个步骤做完了（--step），或记下看到的样子（--saw）。写进 observations/，像配置一样评审。\n"
    "摘要从 storeconf todo 来；内容变了，旧摘要就不认。",
    "Attest that a step was done (--step), or note what was seen (--saw). Written into observations/, reviewed like"
    " configuration.\nThe digest comes from storeconf todo; when the content has changed, an old digest is refused.",
)
NOTHING_GIVEN = Text("要写明 --step 摘要 或 --saw 文件", "give --step DIGEST or --saw FILE")
ONE_BY_ONE = Text(
    "--saw 要写明地址，一次可写几个，不用 * 和 --where；用 * 或 --where 选的，要写 --step 摘要",
    "--saw needs addresses without * and without --where; what * or --where selects is attested with --step DIGEST",
)
NO_ITEMS = Text("{file} 的 items 是空的，什么都没有记下", "{file} has no items, so nothing was noted")
NO_ADDRESS = Text("要写明地址，或用 --where、-f", "give an address, --where or -f")
BAD_DATE = Text("{value} 不是日期", "{value} is no day")
NO_MATCH = Text("没有哪个步骤的摘要是 {step}", "no current step has the digest {step}")
BAD_SHEET = Code("SC680", "bad-sheet", Text("清单写得不对", "the sheet is wrong"))
BAD_SAW = Code("SC681", "bad-saw", Text("看到的内容读不了", "what was seen can't be read"))
SAW_FORM = Text(
    "{file}：和配置一样写字段和值，例如 'enabled: false'：{problem}",
    "{file}: fields and values as in the configuration, such as 'enabled: false': {problem}",
)
ONE_DOCUMENT = Text("里面应是一个文档", "it should hold one document")
SHEET_FORM = Text(
    "{file}：应是 items: 下面逐条 address 与 step（或 saw、absent）：{problem}",
    "{file}: items with address and step (or saw, absent): {problem}",
)
WRITTEN = Text("已记下 {address} → {file}", "noted {address} → {file}")


class SheetItem(Spec):
    """One line of a sheet."""

    address: AddressText
    step: Line | None = None
    saw: dict[str, Any] | None = None
    absent: Bool | None = None
    by: Line | None = None
    url: Line | None = None
    expires: Line | None = None
    evidence: list[Line] | None = None


class Sheet(Spec):
    """Many attestations at once."""

    items: list[SheetItem]


@click.command("confirm", cls=Command, text=TEXT)
@argument(
    "addresses",
    nargs=-1,
    callback=policy.addresses,
    label=Text("地址", "ADDRESS"),
    text=Text("对象的地址，可用 *", "addresses; * is allowed with --step"),
)
@option("--step", metavar="DIGEST", text=Text("做完的步骤的摘要。", "Digest of the step that was done."))
@option(
    "--saw",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    text=Text(
        "看到的内容（YAML，写法同配置）；什么都没有就写 absent: true。",
        "What was seen, as YAML; absent: true for nothing.",
    ),
)
@option("--by", metavar="NAME", text=Text("谁确认的；默认当前用户。", "Who attests; by default the current user."))
@option(
    "--evidence",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    text=Text("凭证文件，按内容摘要记录。", "Proof, kept by its hash."),
)
@option("--expires", metavar="DATE", text=Text("到这一天为止算数。", "Counts until the end of that day."))
@option("--url", metavar="URL", text=Text("图片上传后的网址。", "Where an uploaded picture lives."))
@option(
    "-f",
    "--file",
    "sheet",
    metavar="SHEET",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    text=Text("一次确认多项的清单（YAML）。", "A sheet with many (YAML)."),
)
@policy.selection
def command(
    addresses: tuple[str, ...],
    step: str | None,
    saw: Path | None,
    by: str | None,
    evidence: tuple[Path, ...],
    expires: str | None,
    url: str | None,
    sheet: Path | None,
    **choices: Any,
) -> int:
    """Write the observations; 3 for a step that is not the current one."""
    console = Console(settings())
    project = console.project()
    _check(addresses, step, saw, expires, sheet, choices, console)
    who = by or getpass.getuser()
    if sheet is not None:
        items = _from_sheet(sheet, who, evidence)
        if not items:
            console.err(NO_ITEMS(file=sheet))
    else:
        seen = _read_saw(saw) if saw is not None else None
        found = _addresses(addresses, step, project, choices)
        items = [
            Attestation(
                address=address,
                step=step or "",
                saw=seen,
                absent=seen is not None and seen.get("absent") == "true",
                by=who,
                evidence=evidence,
                expires=expires or "",
                url=url or "",
            )
            for address in found
        ]
    for one in project.confirm(items):
        console.out(WRITTEN(address=one.address, file=one.file).render(console.lang))
    return 0


def _check(
    addresses: tuple[str, ...],
    step: str | None,
    saw: Path | None,
    expires: str | None,
    sheet: Path | None,
    choices: Mapping[str, Any],
    console: Console,
) -> None:
    if sheet is None and not step and saw is None:
        raise click.UsageError(NOTHING_GIVEN.render(console.lang))
    if sheet is None and not addresses and not any(choices.values()):
        raise click.UsageError(NO_ADDRESS.render(console.lang))
    if sheet is None and not step and _selects(addresses, choices):
        raise click.UsageError(ONE_BY_ONE.render(console.lang))
    if expires:
        try:
            clock.parse_instant(expires, end=True)
        except ValueError:
            raise click.UsageError(BAD_DATE(value=expires).render(console.lang)) from None


def _selects(addresses: tuple[str, ...], choices: Mapping[str, Any]) -> bool:
    """Whether steps are to be found, rather than named."""
    return any(choices.values()) or any("*" in address for address in addresses)


def _addresses(addresses: tuple[str, ...], step: str | None, project: Project, choices: Mapping[str, Any]) -> list[str]:
    """Plain addresses as they are; patterns and selections stand for the current steps of that digest."""
    if not _selects(addresses, choices):
        return [str(parse_address(address)) for address in addresses]
    plan = project.plan(policy.make(project, **choices))
    patterns = [pattern(address) for address in addresses]
    found = [
        one.address for one in plan.steps if one.by == "hand" and one.digest == step and _covered(one.address, patterns)
    ]
    if not found:
        raise refuse(NOT_CURRENT, NO_MATCH(step=step), fix=SEE_TODO)
    return found


def _covered(address: str, patterns: list[Pattern]) -> bool:
    here = parse_address(address)
    return not patterns or any(one.covers(here) and one.covers_attr(here.attr or "*") for one in patterns)


def _read_saw(path: Path, code: Code = BAD_SAW, form: Text = SAW_FORM) -> Mapping[str, Any]:
    documents, problems = reader.parse(read_text(path), path.name)
    if problems or len(documents) != 1:
        problem = problems[0].detail if problems else ONE_DOCUMENT
        raise fail(code, form(file=path, problem=problem), span=problems[0].span if problems else None)
    return documents[0].tree


def _from_sheet(path: Path, who: str, evidence: tuple[Path, ...]) -> list[Attestation]:
    tree = _read_saw(path, BAD_SHEET, SHEET_FORM)
    try:
        rows = Sheet.model_validate(dict(tree)).items
    except ValidationError as error:
        problem, fix = first_problem(error, Sheet, tree)
        raise fail(BAD_SHEET, SHEET_FORM(file=path, problem=problem), fix=fix) from None
    return [
        Attestation(
            address=row.address,
            step=row.step or "",
            saw=row.saw,
            absent=bool(row.absent),
            by=row.by or who,
            evidence=(*evidence, *(Path(file) for file in row.evidence or ())),
            expires=row.expires or "",
            url=row.url or "",
        )
        for row in rows
    ]
