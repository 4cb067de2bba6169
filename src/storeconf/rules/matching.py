"""From the platform's own words to our rules: which rule is behind a reason for rejection.

Reasons are short, and reviewers word them freely, so a reason is compared piece by piece with known wordings of every
rule (`data/reasons.toml`, the sources' sentences, the rule's title): pairs of characters that are rare among all
wordings count more than common ones. A word that only one rule is about (解释权, 锅底) counts on top, and so does what
the rules themselves find in the reason: reviewers quote what they reject.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from storeconf.core import clock
from storeconf.rules.case import Case, Written
from storeconf.rules.catalogue import RULES
from storeconf.rules.data import table
from storeconf.rules.rule import Rule
from storeconf.rules.runner import run
from storeconf.rules.text.normal import normal
from storeconf.rules.text.patterns import lazy

LIKELY = 0.3
"""Below this a rule has nothing to do with the reason."""
BESIDE = 0.6
"""Share of the best score from which further rules are worth naming."""
OF_THE_WORDING = 0.6
"""How much it counts that the known wording is there, against that nothing else is."""
COMMONPLACE = 0.8
"""Weight of what is shared at which a likeness counts half: everything speaks of 商品."""
ONE_WORD, MORE_WORDS = 0.45, 0.65
"""How much of what is missing to certainty peculiar words make up for."""
PART = 6
"""Characters that a part of a sentence needs to stand for itself."""
QUOTED = 0.5
"""The same, for a rule that rejects the very words of the reason."""
MAX_REASON = 2000
"""Characters that are looked at."""
AS_IF = "usage_notes"
"""What a quotation is judged as: the field that most rules read."""
_ID = lazy(r"(?<![a-z0-9])(?:r\d{2}-\d{2}|ops-\d{2}[a-c]?)(?![0-9])")
_RUN = lazy(r"[㐀-鿿]+|[a-z0-9]+")
_FIGURES = ((lazy(r"满\d+元?"), "满多少元"), (lazy(r"¥\d+(?:\.\d+)?|\d+(?:\.\d+)?元"), "价格"))
"""Figures differ in every reason; what matters is what they are."""
_CLAUSE = lazy(r"[，,。；;！!？?：:\n、（）()【】\[\]]+")


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that may be behind a reason."""

    rule: Rule
    score: float
    """From 0 to 1; no probability."""
    because: str
    """The known wording, or the words, by which it was recognised."""


@dataclass(frozen=True, slots=True)
class _Wording:
    """One known wording."""

    text: str
    tokens: Mapping[str, float]
    weight: float


@dataclass(frozen=True, slots=True)
class _Book:
    """All known wordings, with what each pair of characters weighs."""

    wordings: Mapping[str, tuple[_Wording, ...]]
    words: Mapping[str, Mapping[str, float]]
    """Peculiar words of each rule; those that wordings of other rules hold as well count for less."""
    weights: Mapping[str, float]
    unknown: float
    """Weight of what stands in no wording."""


def match(reason: str, rules: Sequence[Rule] = RULES, *, limit: int = 5) -> tuple[Match, ...]:
    """The rules that a reason is most likely about, the likeliest first; empty when it resembles none."""
    text = normal(reason[:MAX_REASON]).squashed.text
    named = set(_ID.findall(text))
    book, quoted = _book(), _judged(reason[:MAX_REASON], rules)
    pieces = [tokens for piece in _pieces(text) if (tokens := Counter(_tokens(piece)))]
    found = [
        Match(rule, 1.0, rule.id)
        if rule.id.lower() in named
        else _score(rule, text, pieces, book, quoted.get(rule.id, ""))
        for rule in rules
    ]
    found.sort(key=lambda one: -one.score)
    best = found[0].score if found else 0.0
    return tuple(one for one in found[:limit] if one.score >= max(LIKELY, best * BESIDE))


def _judged(reason: str, rules: Sequence[Rule]) -> Mapping[str, str]:
    """Which rules reject the words of the reason itself, with those words."""
    written = Written(field=AS_IF, path=AS_IF, raw=reason)
    found = run(Case(now=clock.from_epoch(0), texts=(written,)), rules).findings
    return {one.rule.id: one.text for one in found if one.text}


def _score(rule: Rule, text: str, pieces: Iterable[Counter[str]], book: _Book, quoted: str) -> Match:
    best, because = 0.0, ""
    for wording in (*_of_rule(rule), *book.wordings.get(rule.id, ())):
        for piece in pieces:
            score = _likeness(piece, wording, book)
            if score > best:
                best, because = score, wording.text
    words = {word: share for word, share in book.words.get(rule.id, {}).items() if word in text}
    if words:
        best += (1 - best) * max(words.values()) * (ONE_WORD if len(words) == 1 else MORE_WORDS)
        because = because or next(iter(words))
    if quoted:
        best += (1 - best) * QUOTED
        because = because or quoted
    return Match(rule, round(best, 3), because)


def _likeness(piece: Counter[str], wording: _Wording, book: _Book) -> float:
    shared = sum(weight for token, weight in wording.tokens.items() if token in piece)
    if not shared:
        return 0.0
    said = sum(book.weights.get(token, book.unknown) for token in piece)
    likeness = shared / (OF_THE_WORDING * wording.weight + (1 - OF_THE_WORDING) * said)
    return likeness * shared / (shared + COMMONPLACE)


def _pieces(text: str) -> list[str]:
    """The whole reason and each clause of it, without courtesies and with one word for each thing."""
    plain = _plain(text)
    return [plain, *(piece for piece in _CLAUSE.split(plain) if piece and piece != plain)]


def _tokens(text: str) -> Iterator[str]:
    """Words that are known, whole words of Latin letters, and pairs of the Chinese characters between."""
    for row in _RUN.findall(text):
        if row[0] < "㐀" or len(row) == 1 or row in _spellings():
            yield row
        else:
            yield from (row[at : at + 2] for at in range(len(row) - 1))


def _plain(text: str) -> str:
    """One word for each thing, set apart; fillers are gaps."""
    for figure, word in _FIGURES:
        text = figure.sub(word, text)
    return _same().sub(lambda found: f" {_spellings().get(found[0], '')} ", _courtesies().sub("，", text))


# -- the data ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _courtesies() -> re.Pattern[str]:
    return _any_of(table("reasons")["courtesies"])


@lru_cache(maxsize=1)
def _spellings() -> Mapping[str, str]:
    return {word: group[0] for group in table("reasons")["same"] for word in group}


@lru_cache(maxsize=1)
def _same() -> re.Pattern[str]:
    return _any_of([*_spellings(), *table("reasons")["fillers"]])


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


@lru_cache(maxsize=1)
def _book() -> _Book:
    """Read and weighed once; it is the same for every reason."""
    rules = table("reasons")["rules"]
    texts: dict[str, list[str]] = {rule: list(said["phrases"]) for rule, said in rules.items()}
    for sentence in table("sentences")["sentences"]:
        for rule in sentence["rules"]:
            texts.setdefault(rule, []).append(sentence["text"])
        if len(sentence["rules"]) == 1:
            texts[sentence["rules"][0]] += [part for part in _CLAUSE.split(sentence["text"]) if len(part) >= PART]
    heard = Counter(token for said in texts.values() for token in {t for text in said for t in _tokens(_known(text))})
    weights = {token: math.log(1 + len(texts) / count) for token, count in heard.items()}
    unknown = math.log(1 + len(texts)) / 2
    wordings = {rule: tuple(_wording(text, weights, unknown) for text in said) for rule, said in texts.items()}
    words = {rule: _words(said["words"], texts.values()) for rule, said in rules.items()}
    return _Book(wordings, words, weights, unknown)


def _words(words: Iterable[str], texts: Iterable[Sequence[str]]) -> dict[str, float]:
    known = [[normal(text).squashed.text for text in said] for said in texts]
    spelt = [normal(word).squashed.text for word in words]
    return {word: 1 / max(1, sum(any(word in text for text in said) for said in known)) for word in spelt}


def _known(text: str) -> str:
    return _plain(normal(text).squashed.text)


def _wording(text: str, weights: Mapping[str, float], unknown: float) -> _Wording:
    tokens = {token: weights.get(token, unknown) for token in _tokens(_known(text))}
    return _Wording(text, tokens, sum(tokens.values()))


@lru_cache(maxsize=256)
def _titles(chinese: str, english: str) -> tuple[_Wording, ...]:
    return tuple(_wording(text, _book().weights, _book().unknown) for text in (chinese, english))


def _of_rule(rule: Rule) -> tuple[_Wording, ...]:
    """What the rule is called."""
    return _titles(rule.title.zh, rule.title.en)
