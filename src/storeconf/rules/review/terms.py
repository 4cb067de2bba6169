"""What the rules on a shop's terms share: where a sentence stands, what it forbids, what it costs to do it all the same."""

from __future__ import annotations

import re

from storeconf.rules.text.clauses import clause_of, phrase_of
from storeconf.rules.text.normal import View
from storeconf.rules.text.patterns import lazy
from storeconf.rules.text.polarity import Polarity, cues, forbids, penalty, permits

Span = tuple[int, int]


def clause_at(view: View, start: int) -> str:
    """The clause that holds a place."""
    left, right = clause_of(view.text, start)
    return view.text[left:right]


def forbidden(view: View, span: Span, reach: int = 6) -> bool:
    """Whether the sentence forbids or refuses what stands at a place."""
    return forbids(view.text, *span, reach=reach, breaks=view.breaks)


_REFUSES_ELSE = lazy("恕不(?!享受|接待)|谢绝|拒绝")


def punished(view: View, span: Span, costs: re.Pattern[str]) -> bool:
    """Whether who does it pays for it. Beside a permission a refusal is about something else: 可以打包，恕不提供餐盒."""
    found = penalty(view.text, *span)
    if not found:
        return False
    said = view.text[slice(*found)]
    if permits(view.text, *span, breaks=view.breaks):
        said = _REFUSES_ELSE.sub("", said)
    return costs.search(said) is not None


def governed(view: View, span: Span) -> Span:
    """The head with the cue that governs it, for the reader."""
    text = view.text
    left, right = phrase_of(text, span[0])
    before = [cue for cue in cues(text) if left <= cue.start < span[0] and cue.meaning is Polarity.FORBIDS]
    after = [cue for cue in cues(text) if span[1] <= cue.start < right and cue.meaning is Polarity.FORBIDS]
    if before and span[0] - before[-1].end <= 10:
        return before[-1].start, span[1]
    return (span[0], after[0].end) if after else span
