"""`storeconf`: finds the command, runs it, turns what went wrong into sentences and exit codes."""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from storeconf import __version__
from storeconf.cli import language
from storeconf.cli.base import Group, Option, Settings
from storeconf.cli.usage import explain
from storeconf.core.text import Text, say

OK, FAILED, CHANGES, REFUSED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 3, 64, 130
"""Exit codes, a contract: done, failed, changes present, refused, wrong usage (click's own 2 would read as changes)."""

EVERYDAY: tuple[tuple[str, Text], ...] = (
    ("init", Text("新建一个项目，带一家示例门店", "make a project with a sample store")),
    ("validate", Text("检查 YAML：写法、引用、模板、审核规则", "check the YAML: schema, references, review rules")),
    ("plan", Text("看看会改什么、为什么", "show what would change, and why")),
    ("apply", Text("执行计划", "carry out a plan")),
    ("drift", Text("看后台被别人改了什么", "show what somebody changed in the console")),
    ("todo", Text("要人做的步骤，写成清单", "the steps by hand, as a runbook")),
    ("confirm", Text("确认做完的步骤，或记下看到的", "attest a step, or what was seen")),
    ("status", Text("每家店五盏灯：断在哪一步", "five lights a store: where the chain is broken")),
    ("show", Text("看一家店或一项的最终值和出处", "a store's merged values, and where they come from")),
    ("fetch", Text("读取平台现状，存成文件", "read the platform, into a file")),
)
MORE: tuple[tuple[str, Text], ...] = (
    ("accept", Text("认可线上的值，写进 YAML", "write live values into the YAML")),
    ("completion", Text("命令补全：bash、zsh、fish", "completion for bash, zsh and fish")),
    (
        "ci",
        Text("合并请求评论、漂移工单、群通知", "comment on a pull request, keep drift issues, tell a chat group"),
    ),
    (
        "lint",
        Text("检查一段文字、一个商品或一家店，不需要项目", "judge a text, a product or a store; no project needed"),
    ),
    ("media", Text("看图片和视频，不需要项目", "look at pictures and videos; no project needed")),
    (
        "records",
        Text("核销记录：异常、复核、长周期未核销", "verification records: failures, reviews, slow orders"),
    ),
    ("rules", Text("审核规则：列出、讲解、拒审原因对照", "the review rules: list, explain, match a rejection")),
    ("report", Text("体检报告，一个网页文件", "a report on all stores, as one web page")),
    (
        "state",
        Text("记录：list、show、rm、release、unlock、move", "the records: list, show, rm, release, unlock, move"),
    ),
    ("tracking", Text("追踪参数，和哪条视频真正带来到店", "tracking sources, and which video really brings visits")),
    ("schema", Text("输出 JSON Schema", "print a JSON Schema")),
    ("sandbox", Text("沙盒平台：serve、reset、tamper、review、log", "the sandbox: serve, reset, tamper, review, log")),
)
EVERYDAY_TITLE = Text("常用命令", "Everyday commands")
MORE_TITLE = Text("其他命令", "More commands")
ABOUT = Text(
    "把抖音来客的门店配置写成 YAML 放进 git：提交前查错，计划，执行，每晚看漂移。",
    "Your 抖音来客 stores as YAML in git: checked before review, planned, applied, watched for drift.",
)
VERSION = Text("显示版本。", "Show the version.")
TRY_HELP = Text("看说明：{path} --help", "see {path} --help")
STOPPED = Text("已停止。", "Stopped.")
LOCAL = Text("这台机器上的文件读写失败：{file}：{reason}", "a file on this machine failed: {file}: {reason}")
BUG = Text(
    "storeconf 内部出错（{kind}：{text}），这是工具的缺陷，不是你的配置。加 -v 可看细节。",
    "storeconf failed inside ({kind}: {text}). That is a defect of the tool, not of your configuration. -v shows more.",
)


class Lazy(Group):
    """Commands are imported when they are used, so that `--help` starts at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Everyday commands first."""
        return [name for name, _ in (*EVERYDAY, *MORE)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"storeconf.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands by what the help calls them, without importing any; then the options."""
        lang = language.current()
        named = [(name, text) for name, text in (*EVERYDAY, *MORE) if name.startswith(incomplete)]
        commands = [CompletionItem(name, help=text.render(lang)) for name, text in named]
        return [*commands, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Two lists."""
        lang = language.current()
        for title, rows in ((EVERYDAY_TITLE, EVERYDAY), (MORE_TITLE, MORE)):
            with formatter.section(title.render(lang)):
                formatter.write_dl([(name, text.render(lang)) for name, text in rows])


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"storeconf {__version__}")
        ctx.exit()


root = Lazy(name="storeconf", text=ABOUT, context_settings={"max_content_width": 100})
root.params.append(
    Option(["--version"], is_flag=True, expose_value=False, is_eager=True, callback=_version, text=VERSION)
)


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point."""
    _replace_closed_streams()
    sys.exit(run(sys.argv[1:] if arguments is None else list(arguments)))


def run(arguments: list[str]) -> int:
    """Run a command line; returns its exit code."""
    lang = language.choose(arguments, os.environ, Path.cwd())
    settings = Settings()
    try:
        result = root.main(arguments, prog_name="storeconf", standalone_mode=False, obj=settings)
        sys.stdout.flush()
        return result if isinstance(result, int) else OK
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.UsageError as error:
        _complain(error)
        return WRONG_USAGE
    except click.ClickException as error:
        click.echo(error.format_message(), err=True)
        return FAILED
    except (KeyboardInterrupt, click.Abort):
        click.echo(STOPPED.render(lang), err=True)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:
        return _failed(error, settings)


def _replace_closed_streams() -> None:
    """Python has no stream where the caller closed it (`>&-`). Data can't be printed there; remarks go nowhere."""
    if sys.stdout is None:
        from storeconf.cli.output import Closed

        sys.stdout = Closed()
    sys.stderr = sys.stderr or io.StringIO()


def _failed(error: Exception, settings: Settings) -> int:
    """A problem with a sentence, or a defect of ours."""
    from storeconf.cli.console import Console
    from storeconf.core.diagnostics import Refusal, StoreconfError
    from storeconf.core.oserror import os_reason
    from storeconf.project.project import find_root
    from storeconf.project.workspace import FOLDER
    from storeconf.state.trouble import sqlite_reason

    console = Console(settings)
    if isinstance(error, StoreconfError):
        console.problems(error.diagnostics, find_root(settings.folder))
        return REFUSED if isinstance(error, Refusal) else FAILED
    if settings.verbose:
        raise error
    reason = os_reason(error) if isinstance(error, OSError) else sqlite_reason(error)
    if reason:
        file = getattr(error, "filename", None) or find_root(settings.folder) / FOLDER
        console.err(LOCAL(file=file, reason=reason))
        return FAILED
    console.err(BUG(kind=type(error).__name__, text=str(error)[:300]))
    return FAILED


def _complain(error: click.UsageError) -> None:
    lang = language.current()
    path = error.ctx.command_path if error.ctx is not None else "storeconf"
    click.echo(say(explain(error), lang), err=True)
    if not isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(TRY_HELP(path=path).render(lang), err=True)
