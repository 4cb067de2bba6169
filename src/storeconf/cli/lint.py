"""`storeconf lint`: one text, product or store chain a line; needs no project.

Editors start it often and feed it line by line, so nothing of the project layer is imported and each answer is written
at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import click

from storeconf.cli.base import Command, argument, option, settings
from storeconf.cli.language import current
from storeconf.cli.output import write
from storeconf.cli.ruleset import rules_in_force
from storeconf.core.text import Lang, Text, say
from storeconf.rules import jsonlines
from storeconf.rules.lint import Linter
from storeconf.rules.reading import FIELDS, BadLine

TEXT = Text(
    "按审核规则检查文字、商品或整家店，不需要项目。\n"
    "从标准输入读 JSON，每行一条，逐行回答；或者用 --field 检查一段文字。有错误时退出码是 1。",
    "Judge a text, a product or a whole store by the review rules; needs no project.\n"
    "Reads JSON lines from standard input and answers each; or one text with --field. Exit code 1 when there are errors.",
)
BOTH = Text("--field 和文字要一起写", "--field and the text belong together")
WAITING = Text(
    "在等标准输入的 JSON 行，例如 {example}", "waiting for JSON lines on standard input, for instance {example}"
)
EXAMPLE = '{"id": 1, "field": "title", "text": "…"}'
DEFECT = Text(
    "storeconf 内部出错（{kind}：{text}），这是工具的缺陷",
    "storeconf failed inside ({kind}: {text}): a defect of the tool",
)


@click.command("lint", cls=Command, text=TEXT, formats=("json",))
@argument("text", required=False, label=Text("文字", "TEXT"), text=Text("要检查的文字", "the text to judge"))
@option(
    "--field",
    type=click.Choice(FIELDS),
    metavar="FIELD",
    text=Text(
        "这段文字用在哪里：title、description、usage_notes、caption …",
        "what the text is: title, description, caption …",
    ),
)
def command(text: str | None, field: str | None) -> int:
    """Answer line by line, or about one text; 1 when something is an error."""
    if (text is None) != (field is None):
        raise click.UsageError(BOTH.render(current()))
    session = Session(current())
    return session.one(field, text) if field is not None and text is not None else session.stream()


class Session:
    """Lines in, answers out."""

    def __init__(self, lang: Lang) -> None:
        """The rules are those of the project around the folder, if there is one."""
        self.lang = lang
        self.linter = Linter(rules_in_force(settings().folder))

    def one(self, field: str, text: str) -> int:
        """One text, for a person or as JSON."""
        answer = self._judge({"field": field, "text": text})
        if settings().format == "json":
            self._out(answer)
        else:
            self._show(answer, field, text)
        return int(_failed(answer))

    def stream(self) -> int:
        """Every line of standard input."""
        if sys.stdin is not None and sys.stdin.isatty() and not settings().quiet:
            write(sys.stderr, say(WAITING(example=EXAMPLE), self.lang), painted=False)
        failed = False
        for answer in self._answers():
            self._out(answer)
            failed |= _failed(answer)
        return int(failed)

    def _answers(self) -> Iterator[dict[str, Any]]:
        if sys.stdin is None:
            return
        for number, line in jsonlines.lines(jsonlines.in_bytes(sys.stdin)):
            yield self._answer(number, line)

    def _answer(self, number: int, line: bytes | None) -> dict[str, Any]:
        """The answer to one line; a line that can't be judged doesn't stop the others."""
        data: dict[str, Any] = {}
        try:
            data = jsonlines.parse(line)
            return self._judge(data)
        except BadLine as error:
            problem = error.message
        except Exception as error:
            if settings().verbose:
                raise
            problem = DEFECT(kind=type(error).__name__, text=str(error)[:300])
        return {"id": data.get("id"), "line": number, "error": say(problem, self.lang)}

    def _judge(self, line: Mapping[str, Any]) -> dict[str, Any]:
        return self.linter.answer(line, settings().moment(), self.lang)

    def _show(self, answer: Mapping[str, Any], field: str, text: str) -> None:
        import os

        from storeconf.render import lint as rendered
        from storeconf.render.paint import Paint, wants_colour

        paint = Paint(wants_colour(settings().color, os.environ, terminal=sys.stdout.isatty()))
        rows = rendered.text(answer, field, text, self.lang, paint, reasons=bool(settings().verbose))
        write(sys.stdout, "\n".join(rows), painted=paint.on)

    def _out(self, answer: Mapping[str, Any]) -> None:
        """One line. Where standard output is not UTF-8, JSON's own escapes keep it readable for machines."""
        utf8 = (sys.stdout.encoding or "utf-8").lower().replace("-", "").startswith("utf8")
        write(sys.stdout, json.dumps(answer, ensure_ascii=not utf8, allow_nan=False), painted=False)


def _failed(answer: Mapping[str, Any]) -> bool:
    return "error" in answer or any(one["severity"] == "error" for one in answer["findings"])
