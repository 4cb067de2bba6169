"""`storeconf rules`: the review rules listed and explained, and reasons of the platform traced back to them."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import click

from storeconf.cli.base import Command, argument, option, settings
from storeconf.cli.language import current
from storeconf.cli.output import write
from storeconf.cli.ruleset import rules_in_force
from storeconf.core.diagnostics import Code, fail
from storeconf.core.text import Text
from storeconf.render import rules as rendered
from storeconf.render.paint import Paint, wants_colour
from storeconf.rules.catalogue import BY_ID, RULES
from storeconf.rules.matching import match
from storeconf.rules.rule import Rule
from storeconf.source.suggest import did_you_mean

TEXT = Text(
    "列出审核规则，讲解一条，或者由平台的拒审原因找到规则和改法。不需要项目。\n用 --score 看预测得准不准。",
    "List the review rules, explain one, or find the rule and the fix behind a rejection. Needs no project.\n"
    "--score tells how well they predicted.",
)
NO_SUCH = Code("SC694", "no-such-rule", Text("没有这条审核规则", "there is no such review rule"))
NAMED = Text("{name} 不是规则的编号或名称", "{name} is neither the id nor the name of a rule")
_ID = re.compile(r"(r|ops-?)\d")
_NUMBER = re.compile(r"\d+")
ONE_OF_BOTH = Text("编号、--match、--score 只能用一个", "give an id, --match or --score, and only one of them")


@click.command("rules", cls=Command, text=TEXT, formats=("json",))
@argument(
    "rule_id",
    required=False,
    label=Text("编号", "ID"),
    text=Text("讲解这条规则，编号或名称：R01-06", "explain this rule, by id or name: R01-06"),
)
@option(
    "--match",
    "reason",
    metavar="TEXT",
    text=Text(
        "平台的拒审原因原文：最可能的规则和改法。", "a rejection in the platform's words: likely rules and fixes."
    ),
)
@option(
    "--score",
    is_flag=True,
    text=Text(
        "对照见过的审核结果，看预测得准不准（要在项目里）。", "compare with the verdicts seen so far; in a project."
    ),
)
def command(rule_id: str | None, reason: str | None, score: bool) -> int:
    """Print the list, one rule, the rules behind a reason, or how well they predicted."""
    if (rule_id is not None) + (reason is not None) + score > 1:
        raise click.UsageError(ONE_OF_BOTH.render(current()))
    if score:
        return _score()
    chosen, lang = rules_in_force(settings().folder), current()
    paint = Paint(wants_colour(settings().color, os.environ, terminal=sys.stdout.isatty()))
    if reason is not None:
        found = match(reason)
        _print(rendered.match_text(found, chosen, lang, paint), rendered.match_json(reason, found, lang), paint)
    elif rule_id is not None:
        rule = _rule(rule_id)
        _print(rendered.rule_text(rule, chosen, lang, paint), rendered.rules_json([rule], chosen, lang), paint)
    else:
        _print(rendered.list_text(chosen, lang, paint), rendered.rules_json(RULES, chosen, lang), paint)
    return 0


def _score() -> int:
    from storeconf.cli.console import Console
    from storeconf.render import score as shown
    from storeconf.rules.scoring import score

    console = Console(settings())
    found = score(console.project().verdicts())
    _print(shown.text(found, console.lang, console.paint), shown.as_json(found), console.paint)
    return 0


def _rule(wanted: str) -> Rule:
    """The rule of an id or a name, in whatever case, with or without leading zeros."""
    names = {**BY_ID, **{rule.name: rule for rule in RULES}}
    spelt = {name.lower(): rule for name, rule in names.items()}
    word = _NUMBER.sub(lambda found: found[0].zfill(2), wanted.strip().lower())
    found = spelt.get(word)
    if found is None:
        raise fail(NO_SUCH, NAMED(name=wanted), fix=did_you_mean(word.upper() if _ID.match(word) else word, names))
    return found


def _print(rows: Iterable[str], data: Mapping[str, Any], paint: Paint) -> None:
    if settings().format == "json":
        write(sys.stdout, json.dumps(data, ensure_ascii=False, indent=2), painted=False)
    else:
        write(sys.stdout, "\n".join(rows), painted=paint.on)
