"""Commands whose help exists in both languages, and the options that every command takes."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from storeconf.cli.language import current
from storeconf.core import clock
from storeconf.core.text import COLON, Text, say
from storeconf.render.cells import pad, width, wrap

USAGE, OPTIONS, ARGUMENTS = Text("用法：", "Usage: "), Text("选项", "Options"), Text("参数", "Arguments")
COMMANDS = Text("命令", "Commands")
USAGE_WORDS = {
    "[OPTIONS]": Text("[选项]", "[OPTIONS]"),
    "COMMAND [ARGS]...": Text("命令 [参数]…", "COMMAND [ARGS]…"),
}
HELP = Text("显示这段说明。", "Show this message.")
DEFAULT = Text("（默认 {default}）", " (default: {default})")
NOT_A_TIME = Text(
    "{value} 不是时间，写成 2026-03-09T10:00:00+08:00", "{value} is no time; write 2026-03-09T10:00:00+08:00"
)

NO_FORMAT = Text("这个命令没有 {name} 格式的输出", "this command has no {name} output")
FORMATS = ("json", "md", "html", "sarif", "junit", "github")
"""Formats beside text that some command prints."""

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(slots=True)
class Settings:
    """What the global options say."""

    folder: Path = Path()
    format: str = "text"
    color: str = "auto"
    quiet: int = 0
    verbose: int = 0
    now: datetime | None = None

    def moment(self) -> datetime:
        """The moment that counts as now."""
        return self.now or datetime.now(clock.BEIJING)


def settings() -> Settings:
    """The settings of the running command."""
    return click.get_current_context().ensure_object(Settings)


class Option(click.Option):
    """An option with its help in both languages."""

    def __init__(self, *names: Any, text: Text | None = None, **rest: Any) -> None:
        """`text` is the help."""
        super().__init__(*names, **rest)
        self.text = text

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The two columns of the help."""
        record = super().get_help_record(ctx)
        if record is None or self.text is None:
            return record
        default = say(DEFAULT(default=self.default), current()) if self.show_default else ""
        return record[0], f"{self.text.render(current())}{default}"


class Argument(click.Argument):
    """An argument with its help in both languages."""

    def __init__(self, *names: Any, text: Text | None = None, label: Text | None = None, **rest: Any) -> None:
        """`label` is what stands in the usage line."""
        super().__init__(*names, **rest)
        self.text = text
        self.label = label

    def make_metavar(self, ctx: click.Context) -> str:
        """The name in the usage line."""
        if self.label is None:
            return super().make_metavar(ctx)
        name = self.label.render(current())
        name = f"{name}…" if self.nargs == -1 else name
        return name if self.required else f"[{name}]"


class _Formatter(click.HelpFormatter):
    """Headings in the reader's language, and columns that count a Chinese character as the two cells it takes."""

    def write_heading(self, heading: str) -> None:
        """The line above a list."""
        self.write(f"{'':>{self.current_indent}}{heading}{COLON.render(current()).rstrip()}\n")

    def write_text(self, text: str) -> None:
        """A paragraph."""
        for line in wrap(text, self.width - self.current_indent):
            self.write(f"{'':>{self.current_indent}}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Terms, and beside them what they mean."""
        rows = list(rows)
        column = min(max((width(term) for term, _ in rows), default=0), col_max)
        margin = " " * self.current_indent
        for term, meaning in rows:
            lines = wrap(meaning, max(self.width - self.current_indent - column - col_spacing, 20))
            if width(term) > column:
                self.write(f"{margin}{term}\n")
                term = ""
            for number, line in enumerate(lines):
                beside = pad(term if number == 0 else "", column + col_spacing)
                self.write(f"{margin}{beside}{line}".rstrip() + "\n")


class _Context(click.Context):
    """Uses our formatter."""

    formatter_class = _Formatter


class _Bilingual(click.Command):
    """The parts of a help page that click writes in English by itself."""

    context_class = _Context
    text: Text

    def get_help_option_names(self, ctx: click.Context) -> list[str]:
        """The same for every command, in whatever context it is looked at."""
        return ["-h", "--help"]

    def get_short_help_str(self, limit: int = 45) -> str:
        """What a completion says beside the name, in the reader's language."""
        return self.text.render(current()).split("\n")[0]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does; every complaint knows the command that it is about."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The first line."""
        pieces = [USAGE_WORDS[p].render(current()) if p in USAGE_WORDS else p for p in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), USAGE.render(current()))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            for paragraph in self.text.render(current()).split("\n"):
                formatter.write_text(paragraph)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Arguments, then options."""
        arguments = [
            (p.make_metavar(ctx), p.text.render(current()))
            for p in self.get_params(ctx)
            if isinstance(p, Argument) and p.text is not None
        ]
        if arguments:
            with formatter.section(ARGUMENTS.render(current())):
                formatter.write_dl(arguments)
        options = [p for p in self.get_params(ctx) if not isinstance(p, click.Argument)]
        rows = [record for p in options if (record := p.get_help_record(ctx)) is not None]
        if rows:
            with formatter.section(OPTIONS.render(current())):
                formatter.write_dl(rows)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, explained in the reader's language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP.render(current())
        return option


class Command(_Bilingual):
    """A leaf command; takes the global options as well."""

    def __init__(self, *args: Any, text: Text, formats: Sequence[str] = (), **rest: Any) -> None:
        """`formats` beside text that the command can print."""
        super().__init__(*args, **rest)
        self.text = text
        self.formats = ("text", *formats)
        self.params.extend(global_options(formats))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuses a format that was named before the command's name and that it can't print."""
        asked = ctx.ensure_object(Settings).format
        if asked not in self.formats:
            raise click.UsageError(NO_FORMAT(name=asked).render(current()), ctx)
        return super().parse_args(ctx, args)


class UnknownCommand(click.UsageError):
    """There is no such command."""

    def __init__(self, name: str, known: Sequence[str], ctx: click.Context) -> None:
        """Keeps what is near."""
        super().__init__(name, ctx)
        self.name = name
        self.near = difflib.get_close_matches(name, known, n=2)


class Group(_Bilingual, click.Group):
    """A group of commands."""

    def __init__(self, *args: Any, text: Text, **rest: Any) -> None:
        """Takes the global options too, before the command's name."""
        super().__init__(*args, **rest)
        self.text = text
        self.params.extend(global_options(FORMATS))

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which they were defined."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with our own exception for an unknown name."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise UnknownCommand(args[0], self.list_commands(ctx), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its commands, each with the first line of its help."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section(COMMANDS.render(current())):
            formatter.write_dl(
                [(n, c.text.render(current()).split("\n")[0]) for n, c in found if isinstance(c, _Bilingual)]
            )


def global_options(formats: Sequence[str] = ()) -> list[click.Parameter]:
    """-C, --lang, --format, --color, -q, -v, --now."""

    def keep(name: str) -> Callable[[click.Context, click.Parameter, Any], Any]:
        def callback(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
            if value is not None and value != 0:
                setattr(ctx.ensure_object(Settings), name, value)
            return value

        return callback

    options: list[click.Parameter] = [
        Option(
            ["-C", "folder"],
            type=click.Path(path_type=Path, file_okay=False, exists=True),
            metavar="DIR",
            expose_value=False,
            callback=keep("folder"),
            text=Text("在这个项目目录里运行。", "Run in this project folder."),
        ),
        Option(
            ["--lang"],
            type=click.Choice(["zh", "en"]),
            expose_value=False,
            text=Text(
                "显示语言；默认用项目的 language，其次系统语言。",
                "Language; by default the project's, else the locale.",
            ),
        ),
        Option(
            ["--color"],
            type=click.Choice(["auto", "always", "never"]),
            expose_value=False,
            callback=keep("color"),
            text=Text("颜色；NO_COLOR 与管道里不用。", "Colour; off for NO_COLOR and in pipes."),
        ),
        Option(
            ["-q", "--quiet", "quiet"],
            count=True,
            expose_value=False,
            callback=keep("quiet"),
            text=Text("不显示进度。", "No progress."),
        ),
        Option(
            ["-v", "--verbose", "verbose"],
            count=True,
            expose_value=False,
            callback=keep("verbose"),
            text=Text("多说一点。", "Say more."),
        ),
        Option(
            ["--now"],
            metavar="TIME",
            expose_value=False,
            callback=_keep_now,
            text=Text("把这一刻当作现在（北京时间）。", "Take this moment for now (Beijing time)."),
        ),
    ]
    if formats:
        options.insert(
            2,
            Option(
                ["--format", "format"],
                type=click.Choice(["text", *formats]),
                expose_value=False,
                callback=keep("format"),
                text=Text("输出格式。", "Output format."),
            ),
        )
    return options


def _keep_now(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value is None:
        return
    try:
        ctx.ensure_object(Settings).now = clock.parse_instant(value)
    except (ValueError, OverflowError):
        raise click.BadParameter(NOT_A_TIME(value=value).render(current()), ctx, param) from None


def option(*names: str, text: Text, **rest: Any) -> Callable[[Function], Function]:
    """An option of one command."""
    return click.option(*names, cls=Option, text=text, **rest)


def argument(*names: str, text: Text, label: Text, **rest: Any) -> Callable[[Function], Function]:
    """An argument of one command."""
    return click.argument(*names, cls=Argument, text=text, label=label, **rest)
