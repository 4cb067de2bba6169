"""How well the rules have predicted so far: the reviewers' verdicts beside what the rules had said when it was sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from storeconf.rules.matching import Match, match

LIKELY = 0.5
"""From which score on a reason counts as explained by a rule."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One verdict of the reviewers."""

    address: str
    passed: bool
    reason: str
    """The platform's own words; empty when it passed."""
    rules: Sequence[str]
    """Rules that had something to say when it was submitted."""


@dataclass(frozen=True, slots=True)
class Score:
    """Figures over all verdicts. A rule's error blocks, so what was sent had warnings, waivers, or nothing against it."""

    rejected: int
    predicted: int
    """Rejections of which a rule that explains the reason had warned."""
    passed: int
    false_alarms: int
    """Passed although a rule had warned."""
    unexplained: tuple[Seen, ...]
    """Rejections whose reason resembles no rule."""
    missed: tuple[tuple[Seen, str], ...]
    """Rejections that a rule explains but did not see coming, with its id."""
    cried_wolf: tuple[tuple[str, int], ...]
    """Rules that warned of what passed, with how often."""

    @property
    def recall(self) -> float | None:
        """Predicted share of the rejections; None without any."""
        return self.predicted / self.rejected if self.rejected else None


def score(verdicts: Iterable[Seen], explain: Callable[[str], Sequence[Match]] = match) -> Score:
    """Compare every verdict with what the rules had said."""
    rejected = predicted = passed = false_alarms = 0
    unexplained: list[Seen] = []
    missed: list[tuple[Seen, str]] = []
    wolves: Counter[str] = Counter()
    for one in verdicts:
        if one.passed:
            passed += 1
            false_alarms += bool(one.rules)
            wolves.update(one.rules)
            continue
        rejected += 1
        likely = [found.rule.id for found in explain(one.reason) if found.score >= LIKELY]
        if set(likely) & set(one.rules):
            predicted += 1
        elif likely:
            missed.append((one, likely[0]))
        else:
            unexplained.append(one)
    return Score(
        rejected=rejected,
        predicted=predicted,
        passed=passed,
        false_alarms=false_alarms,
        unexplained=tuple(unexplained),
        missed=tuple(missed),
        cried_wolf=tuple(wolves.most_common()),
    )
