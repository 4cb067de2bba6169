"""The runbook of a big fleet: its beginning, and how much more there is."""

from __future__ import annotations

import re

import pytest

from storeconf.plan.entities import Plan, Step
from storeconf.render.paint import Paint
from storeconf.render.todo import SHOWN_TASKS, TodoText, as_json

KINDS = ("payment_reply", "voice_call")


def step(number: int, kind: str = "voice_call", *, alike: bool = False) -> Step:
    """A script to enter at the store of a number; `alike`: the same one everywhere."""
    return Step(
        id=str(number),
        address=f"s{number}/{kind}",
        op="hand.set",
        by="hand",
        unit=f"s{number}",
        kind=kind,
        owner=f"店长{number % 3}" if number % 4 else "",
        digest=f"{0 if alike else number:012}",
        attrs={"script" if kind == "voice_call" else "text": "您好"},
    )


def plan(*steps: Step) -> Plan:
    """A plan of these steps alone."""
    return Plan(created_at="2026-03-09T10:00:00+08:00", lineage="x", platform="sandbox", steps=steps)


def shown(found: Plan, *, everything: bool = False) -> str:
    """The runbook in Chinese."""
    return TodoText("zh", Paint(), {}, everything=everything)(found)


def numbers(text: str) -> list[int]:
    """The numbers of the tasks that are listed."""
    return [int(found) for found in re.findall(r"^  \[(\d+)\]", text, re.MULTILINE)]


MANY = plan(*(step(n, kind) for kind in KINDS for n in range(1000)))


def test_runbook_that_fits_is_whole() -> None:
    text = shown(plan(*(step(n) for n in range(SHOWN_TASKS))))
    assert len(numbers(text)) == SHOWN_TASKS
    assert "没有列出" not in text


def test_long_runbook_ends_with_how_much_more_there_is() -> None:
    text = shown(MANY)
    assert numbers(text) == list(range(1, SHOWN_TASKS + 1))
    assert "要人做的：2000 件" in text
    assert "还有 1960 件没有列出" in text
    assert "--all" in text and "--target" in text and "--where" in text


@pytest.mark.parametrize("label", ["按负责人", "按页面"])
def test_what_is_not_listed_is_counted(label: str) -> None:
    line = next(line for line in shown(MANY).splitlines() if label in line)
    assert sum(int(count) for count in re.findall(r" (\d+) 件", line)) == 2000 - SHOWN_TASKS


def test_everything_is_listed_when_asked_and_in_json() -> None:
    assert len(numbers(shown(MANY, everything=True))) == 2000
    assert len(as_json(MANY, "zh")["steps"]) == 2000


def test_task_of_many_stores_names_the_first() -> None:
    found = plan(*(step(n, alike=True) for n in range(5000)))
    line = next(line for line in shown(found).splitlines() if "对象" in line)
    assert "s29/voice_call 等共 5000 个" in line and "s30/" not in line
    assert "s4999/voice_call" in shown(found, everything=True)
