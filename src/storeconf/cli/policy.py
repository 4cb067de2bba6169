"""The options that make up a plan's policy, shared by `plan`, `apply` and `drift`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import click

from storeconf.cli.base import option
from storeconf.cli.language import current
from storeconf.core.address import AddressError, parse_address, pattern
from storeconf.core.text import CLAUSES, Text, joined, say
from storeconf.plan.entities import Policy
from storeconf.plan.limits import NAMES
from storeconf.project.project import Project

Function = TypeVar("Function", bound=Callable[..., Any])
BAD_WHERE = Text("{value} 应写成 标签=值", "{value}: write LABEL=VALUE")
NO_MATCH = Text(
    "{option} {value} 没有对上任何声明过或记录过的东西", "{option} {value} matches nothing that is declared or recorded"
)
BAD_TAKE = Text("第一个词应是 declared 或 live", "the first word is declared or live")
ACKS = tuple(dict.fromkeys((*(name.split(".")[0] for name in NAMES), *NAMES)))


def _pattern(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        _checked(value, ctx, param)
    return values


def addresses(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Check addresses, and patterns of them."""
    for value in values:
        try:
            pattern(value) if "*" in value else parse_address(value)
        except AddressError as error:
            raise click.BadParameter(error.message.render(current()), ctx, param) from None
    return values


def _checked(value: str, ctx: click.Context, param: click.Parameter) -> str:
    try:
        pattern(value)
    except AddressError as error:
        raise click.BadParameter(error.message.render(current()), ctx, param) from None
    return value


def _where(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for value in values:
        for part in value.split(","):
            name, equals, wanted = part.partition("=")
            if not equals or not name or not wanted:
                raise click.BadParameter(BAD_WHERE(value=part).render(current()), ctx, param)
            found[name] = (*found.get(name, ()), wanted)
    return found


def _take(ctx: click.Context, param: click.Parameter, values: tuple[tuple[str, str], ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for side, where in values:
        if side not in ("declared", "live"):
            raise click.BadParameter(BAD_TAKE.render(current()), ctx, param)
        found[_checked(where, ctx, param)] = side
    return found


def selection(function: Function) -> Function:
    """--target, --exclude, --where."""
    for decorate in (
        option(
            "--where",
            multiple=True,
            metavar="K=V",
            callback=_where,
            text=Text(
                "只看标签相符的门店；同一标签写几次表示任一。",
                "Only stores with this label; the same label twice means either.",
            ),
        ),
        option(
            "--exclude",
            multiple=True,
            metavar="ADDRESS",
            callback=_pattern,
            text=Text("不看这些地址，可用 *。", "Leave these addresses out; * is allowed."),
        ),
        option(
            "--target",
            multiple=True,
            metavar="ADDRESS",
            callback=_pattern,
            text=Text(
                "只看这些地址，可用 *，例如 'bj-*/product'。",
                "Only these addresses; * is allowed, as in 'bj-*/product'.",
            ),
        ),
    ):
        function = decorate(function)
    return function


def since(function: Function) -> Function:
    """--base."""
    return option(
        "--base",
        metavar="REF",
        text=Text(
            "只看从这个 git 版本分出来之后改动到的门店，例如 origin/main。",
            "Only what changed since this git ref, such as origin/main.",
        ),
    )(function)


def decisions(function: Function) -> Function:
    """--take, --restore, --resubmit, --allow, --ack."""
    for decorate in (
        option(
            "--ack",
            multiple=True,
            type=click.Choice(ACKS),
            metavar="LIMIT",
            text=Text(
                "确认超过的上限，例如 update.count。", "Acknowledge a limit that is exceeded, such as update.count."
            ),
        ),
        option(
            "--allow",
            multiple=True,
            type=click.Choice(["remove", "unbind", "rebind"]),
            text=Text(
                "允许下架（remove）、解绑门店（unbind）、换绑门店（rebind）。",
                "Allow taking off the shelf, unbinding or rebinding shops.",
            ),
        ),
        option(
            "--resubmit",
            multiple=True,
            metavar="ADDRESS",
            callback=_pattern,
            text=Text("被拒的原样重新提交。", "Submit again unchanged what was rejected."),
        ),
        option(
            "--restore",
            multiple=True,
            metavar="ADDRESS",
            callback=_pattern,
            text=Text("把这些漂移改回声明的值。", "Put this drift back to what is declared."),
        ),
        option(
            "--take",
            multiple=True,
            nargs=2,
            metavar="declared|live ADDRESS",
            callback=_take,
            text=Text("冲突时以哪一边为准。", "Which side of a conflict to take."),
        ),
    ):
        function = decorate(function)
    return function


def make(project: Project, **choices: Any) -> Policy:
    """The project's policy with what the command line decided. Raises UsageError for what matches nothing."""
    made = replace(project.policy(), **{name: value for name, value in choices.items() if value})
    for option_name, value, near in project.unmatched(made):
        said = [NO_MATCH(option=option_name, value=value), *([near] if near else [])]
        raise click.UsageError(joined((say(part, current()) for part in said), CLAUSES, current()))
    return made
