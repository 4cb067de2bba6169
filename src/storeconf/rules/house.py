"""A firm's own rules as rules beside the platform's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.rules.case import PROSE, Case, Written
from storeconf.rules.rule import Hit, InText, Needs, Outcome, Rule
from storeconf.rules.settings import House
from storeconf.rules.text.normal import normal

SOURCE = "storeconf.yaml"


def house_rules(chosen: Sequence[House]) -> Iterator[Rule]:
    """Each as a rule that reads texts and blocks nothing."""
    for one in chosen:
        yield Rule(
            id=one.id,
            name="house-rule",
            title=Text(one.message, one.message),
            severity=Severity(one.severity),
            needs=(Needs.TEXT,),
            source=SOURCE,
            remedy=Text(one.fix, one.fix),
            bad="",
            good="",
            verified="",
            fields=one.fields or PROSE,
            in_text=_finder(one),
            blocks=False,
        )


def _finder(rule: House) -> InText:
    words, spared = _any_of(rule.words), _any_of(rule.unless) if rule.unless else None

    def in_text(written: Written, case: Case) -> Iterator[Outcome]:
        view = written.normal.squashed
        fine = [one.span() for one in spared.finditer(view.text)] if spared is not None else []
        for found in words.finditer(view.text):
            if not any(start <= found.start() and found.end() <= end for start, end in fine):
                start, end = view.raw_span(*found.span())
                yield Hit(message=rule.message, start=start, end=end)

    return in_text


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    """The words as the texts are read: simplified, without spaces and ornaments; the longest first."""
    plain = {normal(word).squashed.text for word in words} - {""}
    return re.compile("|".join(map(re.escape, sorted(plain, key=len, reverse=True))) or "(?!)")
