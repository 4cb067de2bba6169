"""How well the rules predicted is counted from real verdicts, never from what they would say now."""

from __future__ import annotations

from storeconf.rules.scoring import Seen, score

HOTPOT = "火锅类商品标题未注明是否包含锅底"


def rejected(reason: str, *rules: str) -> Seen:
    """A rejection, with the rules that had warned."""
    return Seen("bj/product/a", False, reason, rules)


def passed(*rules: str) -> Seen:
    """An approval, with the rules that had warned."""
    return Seen("bj/product/b", True, "", rules)


def test_rejection_that_was_warned_of_is_predicted() -> None:
    found = score([rejected(HOTPOT, "R10-08")])
    assert (found.rejected, found.predicted, found.recall) == (1, 1, 1.0)
    assert found.missed == ()


def test_rejection_that_another_rule_explains_is_missed_and_names_it() -> None:
    found = score([rejected(HOTPOT, "R12-01")])
    assert found.predicted == 0
    assert [rule for _, rule in found.missed] == ["R10-08"]


def test_reason_like_no_rule_is_unexplained() -> None:
    found = score([rejected("请稍后再试")])
    assert [one.reason for one in found.unexplained] == ["请稍后再试"]


def test_warning_about_what_passed_is_a_false_alarm() -> None:
    found = score([passed(), passed("R01-13"), passed("R01-13", "R10-04")])
    assert (found.passed, found.false_alarms) == (3, 2)
    assert found.cried_wolf == (("R01-13", 2), ("R10-04", 1))


def test_nothing_seen_has_no_recall() -> None:
    assert score([]).recall is None
