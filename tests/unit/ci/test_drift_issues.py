"""Issues for drift: whose they are, when one is closed, what is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest

from storeconf.ci.drift_issues import LABEL, MOST_OPENED, Issues, Marked, Outcome, marked_in
from storeconf.forge.protocol import Comment, Issue
from storeconf.plan.entities import AttributeChange, Entry, Plan, Policy, UnitPlan
from storeconf.plan.summary import summarise


@dataclass
class Shelf:
    """A site that holds issues in memory, and says what was done."""

    held: dict[int, Issue] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)

    def issues(self, label: str) -> Iterator[Issue]:
        assert label == LABEL
        yield from list(self.held.values())

    def open_issue(self, title: str, body: str, label: str) -> Issue:
        issue = Issue(number=len(self.held) + 1, title=title, body=body, open=True, trusted=True)
        self.held[issue.number] = issue
        self.done.append(f"open {issue.number}")
        return issue

    def edit_issue(self, issue: Issue, *, title: str, body: str, open: bool) -> None:
        self.held[issue.number] = replace(issue, title=title, body=body.replace("\n", "\r\n"), open=open)
        self.done.append(f"edit {issue.number} {'open' if open else 'closed'}")

    def comments(self, number: int) -> Iterator[Comment]:
        raise NotImplementedError

    def add_comment(self, number: int, body: str) -> None:
        raise NotImplementedError

    def edit_comment(self, comment: Comment, body: str) -> None:
        raise NotImplementedError


def unit(name: str, live: str = "", *, city: str = "", unknown: bool = False, **more: object) -> UnitPlan:
    """A store whose reply drifted to `live`."""
    address = f"{name}/payment_reply"
    change = AttributeChange(path="text", class_="drift-changed", declared="甲", recorded="甲", live=live)
    drift = (Entry(address=address, title=name, reason="changed", attributes=(change,)),) if live else ()
    hidden = (Entry(address=address, reason="stale"),) if unknown else ()
    labels = {"city": city} if city else {}
    return UnitPlan(name=name, labels=labels, drift=drift, unknown=hidden, **more)  # type: ignore[arg-type]


def plan(*units: UnitPlan, **more: object) -> Plan:
    """A plan of these units."""
    facts = {"created_at": "2026-03-09T10:00:00+08:00", "lineage": "l", "platform": "sandbox", **more}
    return Plan(stores=units, summary=summarise(units), **facts)  # type: ignore[arg-type]


def settle(shelf: Shelf, made: Plan, label: str = "") -> Outcome:
    shelf.done.clear()
    return Issues(lang="zh", label=label).settle(shelf, made)


@pytest.fixture
def shelf() -> Shelf:
    """With an open issue for store one."""
    shelf = Shelf()
    settle(shelf, plan(unit("one", "乙"), unit("two")))
    assert shelf.done == ["open 1"]
    return shelf


def test_same_drift_is_not_told_twice(shelf: Shelf) -> None:
    later = plan(unit("one", "乙"), unit("two"), created_at="2026-03-10T10:00:00+08:00")
    assert settle(shelf, later).same == 1
    assert shelf.done == []


def test_other_drift_is_another_text_and_a_clean_store_a_closed_issue(shelf: Shelf) -> None:
    settle(shelf, plan(unit("one", "丙")))
    settle(shelf, plan(unit("one")))
    assert shelf.held[1].open is False
    assert "没有漂移了" in shelf.held[1].body
    assert "丙" in shelf.held[1].body, "what it was stays to be read"
    settle(shelf, plan(unit("one")))
    assert shelf.done == []
    assert settle(shelf, plan(unit("one", "丁"))).reopened
    assert shelf.held[1].open is True
    assert "没有漂移了" not in shelf.held[1].body


@pytest.mark.parametrize(
    "made",
    [
        plan(unit("one", unknown=True)),
        plan(unit("one", state="unknown")),
        plan(unit("two"), incomplete=True),
        plan(unit("two"), policy=Policy(target=("two",))),
        plan(unit("two"), policy=Policy(where={"city": ("北京",)})),
        plan(unit("two"), policy=Policy(base="main")),
    ],
    ids=["stale", "broken document", "unreadable account", "target", "where", "base"],
)
def test_what_was_not_seen_is_not_well(made: Plan, shelf: Shelf) -> None:
    assert settle(shelf, made).unseen == [shelf.held[1].title]
    assert shelf.done == []


def test_store_that_is_gone_has_no_drift(shelf: Shelf) -> None:
    settle(shelf, plan(unit("two")))
    assert shelf.done == ["edit 1 closed"]


def test_one_issue_for_a_region() -> None:
    shelf = Shelf()
    settle(shelf, plan(unit("one", "乙", city="北京"), unit("two", "丙", city="北京"), unit("@a", "丁")), "city")
    assert [issue.title for issue in shelf.held.values()] == ["漂移：北京（2 处）", "漂移：＠a（1 处）"]
    settle(shelf, plan(unit("one", "乙", city="北京"), unit("two", city="北京"), unit("@a", "丁")), "city")
    assert shelf.done == ["edit 1 open"]


@pytest.mark.parametrize(
    ("body", "trusted"),
    [
        ("漂移了", True),
        ("<!-- storeconf:drift:default {nonsense} -->\n", True),
        ("说明\n" + Marked("default", "", "one", ()).line() + "\n", True),
        (Marked("other", "", "one", ()).line() + "\n", True),
        (Marked("default", "city", "one", ()).line() + "\n", True),
        (Marked("default", "", "one", ()).line() + "\n", False),
    ],
    ids=["no marker", "no data", "not the first line", "another project", "by label", "by a stranger"],
)
def test_issue_of_others_is_left_alone(body: str, trusted: bool) -> None:
    theirs = Issue(number=1, title="别人的", body=body, open=True, trusted=trusted)
    shelf = Shelf({1: theirs})
    settle(shelf, plan(unit("one", "乙"), unit("two")))
    assert shelf.held[1] == theirs
    assert shelf.done == ["open 2"]


def test_hundreds_of_issues_are_not_opened_at_once() -> None:
    shelf = Shelf()
    outcome = settle(shelf, plan(*(unit(f"s{number}", "乙") for number in range(MOST_OPENED + 7))))
    assert (len(outcome.opened), outcome.left) == (MOST_OPENED, 7)


@pytest.mark.parametrize("key", ["one", "-->", "北京", "a--b", '"}', "<b>", "\\"])
def test_marker_holds_any_key_and_ends_where_it_should(key: str) -> None:
    marked = Marked("default", "city", key, (f"{key}/poi",))
    line = marked.line()
    assert line.count("-->") == 1
    assert "--" not in line.removeprefix("<!--").removesuffix("-->")
    assert marked_in(f"{line}\r\n正文") == marked


def test_title_calls_nobody_and_is_one_line() -> None:
    shelf = Shelf()
    settle(shelf, plan(replace(unit("one", "乙"), title="@shuyu/hq\n漂亮" + "长" * 200)))
    title = shelf.held[1].title
    assert "@" not in title
    assert "\n" not in title
    assert len(title) < 80
