"""Runs rules over a case. A rule that crashes becomes a skip that names it, and the others go on.

Most rules about texts need nothing but the text, and a fleet says the same in many stores: what such a rule said of a
text is remembered. Whether it needed more is seen while it runs, so no rule has to declare it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, cast

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.rules.case import Case, Chain, Written
from storeconf.rules.fields import Fields
from storeconf.rules.house import house_rules
from storeconf.rules.rule import Finding, Hit, InText, Outcome, Rule, Skip, Skipped
from storeconf.rules.settings import Settings
from storeconf.rules.text.denial import disowned
from storeconf.rules.text.normal import Normal

CRASHED = Text("规则自身出错（{kind}：{text}）", "the rule itself failed ({kind}: {text})")
OFF = "off"
REMEMBERED = 20_000
"""Texts whose outcomes are kept at a time."""
Said: TypeAlias = tuple[int, Written | None, Outcome]
"""The rule's place in the list, the text, and what it says."""


_Key: TypeAlias = tuple[str, str, bool, datetime]


@dataclass(frozen=True, slots=True)
class _Known:
    """What rules said of a text by itself, and the rules that looked at more, which are asked each time."""

    said: tuple[tuple[int, Outcome], ...]
    open: tuple[tuple[int, InText], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What the rules say of one case."""

    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]


def run(case: Case, rules: Iterable[Rule]) -> Report:
    """One case by itself; for many, keep a `Judge`."""
    return Judge(rules, case.settings).report(case)


class Judge:
    """Rules with a project's settings, ready for many cases."""

    def __init__(self, rules: Iterable[Rule], settings: Settings) -> None:
        """Rules that the settings turn off are left out. Every case must have these settings."""
        self._settings = settings
        chosen = [rule for rule in rules if settings.severity.get(rule.id) != OFF]
        reads_texts = any(rule.in_text is not None for rule in chosen)
        self._rules = (*chosen, *(house_rules(settings.house) if reads_texts else ()))
        self._of_texts: dict[str, list[tuple[int, InText]]] = {}
        for number, rule in enumerate(self._rules):
            if rule.in_text is None:
                continue
            in_text = _but_disowned(rule.in_text) if rule.of_terms else rule.in_text
            for field in rule.fields:
                self._of_texts.setdefault(field, []).append((number, in_text))
        self._of_products = [(number, one.on_product) for number, one in enumerate(self._rules) if one.on_product]
        self._of_chains = [(number, one.on_chain) for number, one in enumerate(self._rules) if one.on_chain]
        self._remembered: dict[_Key, _Known] = {}

    def report(self, case: Case) -> Report:
        """What the rules say, in the order of the rules, then of the texts."""
        assert case.settings is self._settings
        said: list[Said] = []
        for text in case.texts:
            self._read(text, case, said)
        if case.is_product:
            for number, on_product in self._of_products:
                said += [(number, None, one) for one in _outcomes(on_product, case)]
        if case.chain is not None:
            for number, on_chain in self._of_chains:
                said += [(number, None, one) for one in _outcomes(on_chain, case)]
        said.sort(key=lambda one: one[0])
        return self._told(said)

    def _read(self, text: Written, case: Case, said: list[Said]) -> None:
        """Adds what the rules say of one text. What was said of an equal text is not asked again."""
        key = (text.field, text.raw, text.html, case.now)
        known = self._remembered.get(key)
        if known is None:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            self._remembered[key] = self._ask(text, case, said)
            return
        said += [(number, text, one) for number, one in known.said]
        for number, in_text in known.open:
            said += [(number, text, one) for one in _outcomes(in_text, text, case)]

    def _ask(self, text: Written, case: Case, said: list[Said]) -> _Known:
        """Adds what the rules say of a text, and tells which of them looked at nothing else."""
        alone: list[tuple[int, Outcome]] = []
        more: list[tuple[int, InText]] = []
        glance = _Glance()
        watched = cast(Written, _WatchedText(text, glance)), cast(Case, _WatchedCase(case, glance))
        for number, in_text in self._of_texts.get(text.field, ()):
            glance.beyond = False
            outcomes = _outcomes(in_text, *watched)
            if glance.beyond:
                more.append((number, in_text))
            else:
                alone += [(number, one) for one in outcomes]
            said += [(number, text, one) for one in outcomes]
        return _Known(tuple(alone), tuple(more))

    def _told(self, said: Iterable[Said]) -> Report:
        findings: list[Finding] = []
        skipped: list[Skipped] = []
        for number, text, outcome in said:
            rule = self._rules[number]
            if isinstance(outcome, Skip):
                path = text.path if text is not None else ""
                skipped.append(Skipped(rule=rule, path=path, reason=outcome.missing))
            else:
                findings.append(_finding(rule, self._settings.severity, text, outcome))
        return Report(tuple(_distinct(findings)), tuple(_once(skipped)))


def _outcomes(rule: Callable[..., Iterator[Outcome]], *subject: object) -> list[Outcome]:
    """What a rule says; its crash is an outcome too, and ends it."""
    said: list[Outcome] = []
    try:
        said.extend(rule(*subject))
    except Exception as error:
        said.append(Skip(CRASHED(kind=type(error).__name__, text=str(error)[:200])))
    return said


def _but_disowned(rule: InText) -> InText:
    """A rule about terms, but for those that a text quotes to say that they don't exist."""

    def judge(text: Written, case: Case) -> Iterator[Outcome]:
        for one in rule(text, case):
            if isinstance(one, Skip) or not any(
                start < one.end and one.start < end for start, end in disowned(text.raw)
            ):
                yield one

    return judge


# -- seeing what a rule looks at ---------------------------------------------------------------------------------------


class _Glance:
    """Whether a rule looked at anything but the text, the settings and the clock."""

    __slots__ = ("beyond",)

    def __init__(self) -> None:
        self.beyond = False


class _WatchedText:
    """A `Written` that notices when more than its words is looked at."""

    __slots__ = ("_glance", "_text", "field", "html", "normal", "raw")

    def __init__(self, text: Written, glance: _Glance) -> None:
        self._text, self._glance = text, glance
        self.field, self.raw, self.html = text.field, text.raw, text.html
        self.normal: Normal = text.normal

    def __beyond(self) -> Written:
        self._glance.beyond = True
        return self._text

    @property
    def path(self) -> str:
        return self.__beyond().path

    @property
    def product(self) -> Fields:
        return self.__beyond().product

    @property
    def others(self) -> tuple[Fields, ...]:
        return self.__beyond().others

    @property
    def store(self) -> Fields:
        return self.__beyond().store


class _WatchedCase:
    """A `Case` that notices when more than its settings and its moment is looked at."""

    __slots__ = ("_case", "_glance", "now", "settings")

    def __init__(self, case: Case, glance: _Glance) -> None:
        self._case, self._glance = case, glance
        self.settings, self.now = case.settings, case.now

    def __beyond(self) -> Case:
        self._glance.beyond = True
        return self._case

    @property
    def texts(self) -> tuple[Written, ...]:
        return self.__beyond().texts

    @property
    def product(self) -> Fields:
        return self.__beyond().product

    @property
    def is_product(self) -> bool:
        return self.__beyond().is_product

    @property
    def store(self) -> Fields:
        return self.__beyond().store

    @property
    def facts(self) -> Fields:
        return self.__beyond().facts

    @property
    def chain(self) -> Chain | None:
        return self.__beyond().chain

    @property
    def category(self) -> str:
        return self.__beyond().category

    def written(self, fields: Sequence[str]) -> Iterator[Written]:
        return self.__beyond().written(fields)


# -- outcomes to findings ----------------------------------------------------------------------------------------------


def _finding(rule: Rule, severities: Mapping[str, str], text: Written | None, hit: Hit) -> Finding:
    placed = text is not None and hit.start >= 0
    return Finding(
        rule=rule,
        severity=_severity(rule, severities, hit),
        path=hit.path or (text.path if text is not None else ""),
        message=hit.message,
        fix=hit.fix or rule.remedy,
        text=text.raw[hit.start : hit.end] if text is not None and placed else "",
        span=(hit.start, hit.end) if placed else None,
    )


def _severity(rule: Rule, chosen: Mapping[str, str], hit: Hit) -> Severity:
    own = chosen.get(rule.id)
    return Severity(own) if own is not None else hit.severity or rule.severity


def _distinct(findings: Iterable[Finding]) -> Iterator[Finding]:
    """One finding a rule and place."""
    seen: set[tuple[str, str, tuple[int, int] | None, str]] = set()
    for one in findings:
        key = (one.rule.id, one.path, one.span, "" if one.span else str(one.message))
        if key not in seen:
            seen.add(key)
            yield one


def _once(skipped: Iterable[Skipped]) -> Iterator[Skipped]:
    """One remark a rule and place; a message can't be a key itself."""
    seen = {(one.rule.id, one.path, str(one.reason)): one for one in skipped}
    yield from seen.values()
