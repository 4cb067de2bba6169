"""What a project chooses about the rules: severities, thresholds and words, and which of these mean nothing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from storeconf.core.diagnostics import Code, Diagnostic, Severity
from storeconf.core.text import Say, Text
from storeconf.model.documents import RuleSettings
from storeconf.rules.catalogue import BY_ID
from storeconf.rules.settings import THRESHOLDS, WORD_LISTS, House, Settings
from storeconf.source.fleet import Fleet

UNKNOWN_RULE = Code("SC713", "unknown-rule", Text("没有这条规则", "there is no such rule"), Severity.WARNING)
BAD_SETTING = Code("SC714", "bad-rule-setting", Text("规则的设置不对", "a rule setting is wrong"), Severity.WARNING)
TAKEN = Text("{name} 是平台规则的编号，自己的规则换一个", "{name} is a rule of the platform; name your own otherwise")
NO_RULE = Text("{name} 不是规则编号；storeconf rules 列出全部", "{name} is no rule; storeconf rules lists them all")
NO_THRESHOLD = Text("{name} 不是可以设置的阈值，可用的有 {known}", "{name} is no threshold; known are {known}")
NO_LIST = Text("{name} 不是可以加词的词表，可用的有 {known}", "{name} is no word list; known are {known}")
NO_NUMBER = Text("{name} 应是不小于 0 的数字，现在是 {value}", "{name} must be a number of 0 or more, not {value}")


def settings_of(chosen: RuleSettings) -> Settings:
    """The project's choices as the rules take them; what is wrong with them is told by `setting_problems`."""
    thresholds = {name: value for name, text in chosen.thresholds.items() if (value := _decimal(text)) is not None}
    words = {name: tuple(found) for name, found in chosen.words.items()}
    return Settings(severity=dict(chosen.severity), thresholds=thresholds, words=words, house=tuple(_house(chosen)))


def _house(chosen: RuleSettings) -> Iterator[House]:
    for name, rule in chosen.house.items():
        yield House(
            id=name,
            words=tuple(rule.words),
            unless=tuple(rule.unless),
            fields=tuple(rule.fields or ()),
            message=rule.message,
            fix=rule.fix or "",
            severity=rule.severity,
        )


def setting_problems(fleet: Fleet) -> Iterator[Diagnostic]:
    """Settings that mean nothing."""
    chosen = fleet.settings.rules

    def problem(code: Code, detail: Say, *path: str) -> Diagnostic:
        where: tuple[str, ...] = ("rules", *path)
        return Diagnostic(code=code, detail=detail, span=fleet.project_span(where), path=where)

    for name in chosen.severity:
        if name not in BY_ID:
            yield problem(UNKNOWN_RULE, NO_RULE(name=name), "severity", name)
    for name in chosen.house:
        if name in BY_ID:
            yield problem(BAD_SETTING, TAKEN(name=name), "house", name)
    for name, text in chosen.thresholds.items():
        if name not in THRESHOLDS:
            yield problem(BAD_SETTING, NO_THRESHOLD(name=name, known=sorted(THRESHOLDS)), "thresholds", name)
        elif _decimal(text) is None:
            yield problem(BAD_SETTING, NO_NUMBER(name=name, value=text), "thresholds", name)
    for name in chosen.words:
        if name not in WORD_LISTS:
            yield problem(BAD_SETTING, NO_LIST(name=name, known=list(WORD_LISTS)), "words", name)


def _decimal(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() and found >= 0 else None
