"""The runbook's data: the same steps as the text, what is copied to the letter, addresses and digests for the sheet."""

from __future__ import annotations

from typing import Any

import pytest

from entries import plan, step
from markup import Page
from storeconf.core.text import Lang
from storeconf.plan.entities import Step
from storeconf.render.html.runbook import runbook_data, runbook_html
from storeconf.render.todo import as_json

TEXT = "您好，\n到店出示核销码。\u200b"


def tasks(*steps: Step, lang: Lang = "zh") -> list[dict[str, Any]]:
    """The tasks of these steps."""
    found: list[dict[str, Any]] = runbook_data(plan(steps=steps), lang)["tasks"]
    return found


def test_equal_texts_are_one_task_and_every_step_is_there() -> None:
    steps = [step(f"s{n}/voice_call", digest="a" * 12 if n < 3 else "b" * 12) for n in range(5)]
    found = plan(steps=tuple(steps))
    shown = [(address, task["digest"]) for task in runbook_data(found, "zh")["tasks"] for address, *_ in task["whom"]]
    assert shown == [(one["address"], one["digest"]) for one in as_json(found, "zh")["steps"]]
    assert [len(task["whom"]) for task in runbook_data(found, "zh")["tasks"]] == [3, 2]


def test_tasks_of_one_page_stand_together() -> None:
    kinds = ("voice_call", "payment_reply", "voice_call")
    pages = [task["page"] for task in tasks(*(step(f"s{n}/{k}", digest=str(n)) for n, k in enumerate(kinds)))]
    assert pages[0] == pages[1] != pages[2]


@pytest.mark.parametrize(
    ("address", "attrs", "shown", "copied"),
    [
        ("bj/voice_call", {"script": TEXT}, TEXT, TEXT),
        ("bj/product/x", {"price": "19.90"}, "19.9 元", "19.9"),
        ("bj/voice_call", {"enabled": True}, "是", None),
        ("bj/poi", {"kind": "mall"}, "商场", None),
        ("bj/voice_call", {"script": "a\u202eb"}, "a\\u202eb", "a\u202eb"),
    ],
)
def test_what_is_copied_is_what_is_entered(address: str, attrs: Any, shown: str, copied: str | None) -> None:
    [task] = tasks(step(address, attrs=attrs))
    [value] = task["values"]
    assert value["t"] == shown
    assert (None if value.get("still") else value.get("copy", value["t"])) == copied


def test_changed_values_are_marked_with_what_is_there_now() -> None:
    [task] = tasks(
        step("bj/voice_call", attrs={"enabled": True, "script": "新"}, changed=("script",), before={"script": "旧"})
    )
    assert [(value["c"], value.get("was")) for value in task["values"]] == [(0, None), (1, "旧")]


def test_picture_to_upload_asks_for_its_address() -> None:
    found = tasks(step("bj/poi", op="hand.upload"), step("bj/poi", op="hand.set", digest="b"))
    assert [task["upload"] for task in found] == [1, 0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_is_one_file_without_elements_from_texts(lang: Lang) -> None:
    bad = "</script><img src=x onerror=alert(1)>"
    page = Page(runbook_html(plan(steps=(step("bj/voice_call", attrs={"script": bad}, title=bad, owner=bad),)), lang))
    assert len(page.attributes("script")) == 2 and not page.attributes("img")
    assert page.data["tasks"][0]["values"][0]["t"] == bad
