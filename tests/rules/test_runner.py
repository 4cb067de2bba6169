"""A judge remembers what it said of a text, and only what depends on nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from storeconf.core.clock import parse_instant
from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text, say
from storeconf.rules.case import AS_SHIPPED, Case, Written
from storeconf.rules.catalogue import BY_ID
from storeconf.rules.fields import Fields
from storeconf.rules.rule import Hit, InText, Outcome, Rule
from storeconf.rules.runner import Judge, run
from storeconf.rules.settings import Settings

NOW = parse_instant("2026-03-09T10:00:00+08:00")


class Asked:
    """A rule that counts how often it is asked, and says what a function of the case says."""

    def __init__(self, looks: InText | None = None) -> None:
        self.times = 0
        self.looks = looks

    def __call__(self, written: Written, case: Case) -> Iterator[Outcome]:
        self.times += 1
        yield from self.looks(written, case) if self.looks is not None else ()

    @property
    def rule(self) -> Rule:
        return self.named("R01-06")

    def named(self, rule: str) -> Rule:
        return replace(BY_ID[rule], in_text=self, fields=("title",))


def about(price: str, text: str = "双人餐", path: str = "title") -> Case:
    product = Fields({"price": price}, complete=True)
    return Case(now=NOW, texts=(Written(field="title", path=path, raw=text, product=product),), settings=AS_SHIPPED)


def hit(words: str) -> Hit:
    return Hit(message=Text(words, words)(), start=0, end=1)


def test_a_rule_that_reads_the_text_alone_is_asked_once() -> None:
    asked = Asked(lambda written, case: iter([hit(written.normal.squashed.text)]))
    judge = Judge([asked.rule], AS_SHIPPED)
    first, second = judge.report(about("19")), judge.report(about("29", path="products.x.title"))
    assert asked.times == 1
    assert [one.path for one in (*first.findings, *second.findings)] == ["title", "products.x.title"]


@pytest.mark.parametrize(
    "looks",
    [
        lambda written, case: iter([hit(written.product.text("price"))]),
        lambda written, case: iter([hit(case.product.text("price") + written.path)]),
        lambda written, case: iter([hit(str(case.category))] if not written.store.has("poi") else []),
        lambda written, case: iter([hit("1")] if case.chain is None else []),
        lambda written, case: (hit(one.raw) for one in case.written(("title",))),
    ],
)
def test_a_rule_that_looks_at_more_is_asked_each_time(looks: InText) -> None:
    asked = Asked(looks)
    judge = Judge([asked.rule], AS_SHIPPED)
    reports = [judge.report(about("19")), judge.report(about("29"))]
    assert asked.times == 2
    assert reports == [run(about(price), [asked.rule]) for price in ("19", "29")]


def test_another_moment_is_another_question() -> None:
    asked = Asked(lambda written, case: iter([hit(case.now.isoformat())]))
    judge = Judge([asked.rule], AS_SHIPPED)
    later = replace(about("19"), now=NOW + timedelta(days=1))
    assert judge.report(about("19")) != judge.report(later)
    assert asked.times == 2


def test_a_rule_that_crashes_says_so_and_the_others_go_on() -> None:
    def crash(written: Written, case: Case) -> Iterator[Outcome]:
        yield hit("first")
        raise ZeroDivisionError("no")

    good = Asked(lambda written, case: iter([hit("good")]))
    report = Judge([Asked(crash).rule, good.named("R01-07")], AS_SHIPPED).report(about("19"))
    assert [say(one.message, "en") for one in report.findings] == ["first", "good"]
    assert ["ZeroDivisionError" in say(one.reason, "en") for one in report.skipped] == [True]


def test_a_rule_that_is_off_is_not_asked() -> None:
    asked = Asked()
    settings = Settings(severity={"R01-06": "off"})
    Judge([asked.rule], settings).report(replace(about("19"), settings=settings))
    assert asked.times == 0


def test_a_chosen_severity_holds() -> None:
    asked = Asked(lambda written, case: iter([hit("x")]))
    settings = Settings(severity={"R01-06": "info"})
    report = Judge([asked.rule], settings).report(replace(about("19"), settings=settings))
    assert [one.severity for one in report.findings] == [Severity.INFO]
