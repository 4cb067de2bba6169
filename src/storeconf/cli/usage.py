"""A wrong command line, explained in the reader's language.

Click says what is wrong in English; its sentences are known, so each is taken apart again and said with ours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import click

from storeconf.cli.base import UnknownCommand
from storeconf.core.text import COLON, Say, Text

NO_COMMAND = Text("没有 {name} 这个命令{near}", "there is no command {name}{near}")
NO_OPTION = Text("没有 {name} 这个选项{near}", "there is no option {name}{near}")
DID_YOU_MEAN = Text("，是不是 {names}？", "; did you mean {names}?")
MISSING = Text("缺少 {name}", "{name} is missing")
BAD_VALUE = Text("{name}{colon}{problem}", "{name}{colon}{problem}")
CHOICES = Text("应是 {choices} 之一", "it is one of {choices}")

SENTENCES: tuple[tuple[str, Text], ...] = (
    ("Got unexpected extra argument ({args})", Text("多出了 {args}", "{args} is too much")),
    ("Got unexpected extra arguments ({args})", Text("多出了 {args}", "{args} are too much")),
    ("Missing command.", Text("缺少命令", "a command is missing")),
    ("Option {name!r} requires an argument.", Text("{name} 后面要写值", "{name} needs a value")),
    (
        "Option {name!r} requires {nargs} arguments.",
        Text("{name} 后面要写 {nargs} 个值", "{name} needs {nargs} values"),
    ),
    ("Option {name!r} does not take a value.", Text("{name} 后面不能写值", "{name} takes no value")),
    ("{value!r} is not a valid {kind}.", Text("{value} 不是数", "{value} is no number")),
    (
        "{value} is not in the range {range}.",
        Text("{value} 不在范围 {range} 里", "{value} is not in the range {range}"),
    ),
    ("{kind} {file!r} does not exist.", Text("{file} 不存在", "{file} does not exist")),
    ("{kind} {file!r} is a file.", Text("{file} 是文件，不是目录", "{file} is a file, not a folder")),
    ("{kind} {file!r} is a directory.", Text("{file} 是目录，不是文件", "{file} is a folder, not a file")),
    ("{kind} {file!r} is not readable.", Text("{file} 没有权限读", "{file} can't be read")),
)
"""Click's sentences, with our own for each."""
_GAP = re.compile(r"\\\{(\w+)(!r)?\\\}")
_PATTERNS = tuple(
    (re.compile(_GAP.sub(lambda gap: f"(?:['\"]|)(?P<{gap[1]}>.*?)(?:['\"]|)", re.escape(said))), text)
    for said, text in SENTENCES
)


def explain(error: click.UsageError) -> Say:
    """What is wrong with the command line."""
    match error:
        case UnknownCommand():
            return NO_COMMAND(name=error.name, near=_near(error.near))
        case click.NoSuchOption():
            return NO_OPTION(name=error.option_name, near=_near(error.possibilities or ()))
        case click.MissingParameter():
            return MISSING(name=_name(error))
        case click.BadParameter():
            return BAD_VALUE(name=_name(error), problem=_problem(error), colon=COLON)
        case _:
            return translated(error.format_message())


def translated(message: str) -> Say:
    """One of click's sentences in ours; anything else as it is."""
    for pattern, text in _PATTERNS:
        found = pattern.fullmatch(message)
        if found is not None:
            values = found.groupdict()
            return text(**{name: values[name] for name in values if f"{{{name}}}" in text.zh})
    return message


def _near(names: Sequence[str]) -> Say:
    return DID_YOU_MEAN(names=list(names)) if names else ""


def _name(error: click.BadParameter) -> str:
    param = error.param
    if isinstance(param, click.Argument) and error.ctx is not None:
        return param.make_metavar(error.ctx).strip("[]…")
    return "/".join(param.opts) if param is not None else ""


def _problem(error: click.BadParameter) -> Say:
    if error.param is not None and isinstance(error.param.type, click.Choice):
        return CHOICES(choices=list(error.param.type.choices))
    return translated(error.message)
