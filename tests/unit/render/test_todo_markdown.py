"""The runbook in an issue or a job's summary: boxes to tick, texts as they are, nothing that speaks to the page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from storeconf.plan.entities import Plan, Step
from storeconf.render.markdown import octets
from storeconf.render.todo_markdown import TodoMarkdown

REPLY = Step(
    id="1",
    address="one/payment_reply",
    op="hand.set",
    by="hand",
    unit="one",
    kind="payment_reply",
    title="一号店",
    owner="@shuyu/hq",
    digest="0123456789ab",
    attrs={"text": "您好\n到店出示核销码"},
    changed=("text",),
)
HOSTILE = (
    "好\n```\n- [ ] 假的\n<img src=x>",
    "好\n  ````` \n# 标题",
    "<script>alert(1)</script>",
    "@shuyu/hq [点我](http://evil.example) ##[error]x",
    "好\n##[stop-commands]x\n\x1b[2J\u202e",
    "</details>\n\n<h1>x",
)


def page(*steps: Step, limit: int = 1_000_000) -> str:
    plan = Plan(created_at="2026-03-09T10:00:00+08:00", lineage="x", platform="sandbox", steps=steps)
    return TodoMarkdown(lang="zh", limit=limit)(plan)


def test_text_of_several_lines_stands_as_it_is() -> None:
    text = page(REPLY)
    assert "- [ ] **支付后自动消息** — " in text
    assert "对象：`one/payment_reply` 一号店 `@shuyu/hq`" in text
    assert "    ```\n    您好\n    到店出示核销码\n    ```\n" in text
    assert "做完后：`storeconf confirm one/payment_reply --step 0123456789ab`" in text


def test_equal_steps_are_one_task_and_nothing_to_do_is_said() -> None:
    assert page(REPLY, replace(REPLY, address="two/payment_reply", unit="two")).count("- [ ] ") == 1
    assert page() == "**没有要人做的步骤。**\n"


def test_long_runbook_is_cut_between_tasks_and_says_so() -> None:
    steps = [replace(REPLY, address=f"s{n}/payment_reply", unit=f"s{n}", digest=f"{n:012}") for n in range(500)]
    text = page(*steps, limit=20_000)
    assert octets(text) <= 20_000
    assert "件没有显示" in text
    assert text.count("```") == 2 * text.count("- [ ] ")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_others_wrote_is_only_read(text: str) -> None:
    found = page(replace(REPLY, title=text, owner=text, attrs={"text": text, text: text}))
    tokens = [*MarkdownIt("commonmark", {"html": True}).parse(found)]
    inline = {child.type for token in tokens for child in token.children or ()}
    assert not {token.type for token in tokens if "html" in token.type}
    assert inline <= {"text", "code_inline", "strong_open", "strong_close", "softbreak"}
    assert sum(token.type == "heading_open" for token in tokens) == 2
    assert found.count("\n- [ ] ") == 1
    assert "##[" not in found and "\x1b" not in found and "\u202e" not in found
