"""A plan in a pull request: short however large it is, its verdict first, the same text for the same plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storeconf.core.text import Lang
from storeconf.plan.entities import (
    AttributeChange,
    Base,
    Entry,
    Limit,
    Note,
    Plan,
    PlanDiagnostic,
    Policy,
    Touched,
    UnitPlan,
)
from storeconf.plan.summary import summarise
from storeconf.render.markdown import octets, units
from storeconf.render.paint import Paint
from storeconf.render.plan import PlanText
from storeconf.render.plan_markdown import COMMENT_LIMIT, SUMMARY_LIMIT, PlanMarkdown, content_digest

LIVE = "39.90"


def change(path: str, declared: object, live: object) -> AttributeChange:
    return AttributeChange(path=path, class_="update", declared=declared, recorded=live, live=live)


def unit(name: str, price: str = "29.90", **more: object) -> UnitPlan:
    """A store whose lunch gets another price."""
    entry = Entry(
        address=f"{name}/product/lunch",
        title="工作日午市单人餐",
        action="update",
        by="api",
        reason="update",
        attributes=(change("price", price, LIVE),),
    )
    return UnitPlan(name=name, changes=(entry,), owner="@shuyu/hq", **more)  # type: ignore[arg-type]


def plan(*found: UnitPlan, **more: object) -> Plan:
    facts = {"created_at": "2026-03-09T10:00:00+08:00", "lineage": "l", "platform": "sandbox", **more}
    return Plan(stores=found, summary=summarise(found), **facts)  # type: ignore[arg-type]


def page(made: Plan, lang: Lang = "zh", **more: object) -> str:
    return PlanMarkdown(lang=lang, **more)(made)  # type: ignore[arg-type]


def fleet(count: int) -> Plan:
    """Stores that get one price, but for three."""
    others = {"s0007": "31.90", "s0070": "32.90", "s0700": "33.90"}
    names = (f"s{number:04}" for number in range(count))
    return plan(*(unit(name, others.get(name, "29.90")) for name in names))


def test_one_price_in_a_thousand_stores_is_one_line_and_the_three_that_differ_have_theirs() -> None:
    text = page(fleet(1_000))
    rows = [line for line in text.splitlines() if line.startswith("| ") and "元" in line]
    assert units(text) < 65_536
    assert len(rows) == 4
    assert "997 处相同" in rows[0]
    assert "**29.9 元** | 39.9 元 | 39.9 元" in rows[0]
    assert [name for row in rows[1:] for name in ("s0007", "s0070", "s0700") if f"`{name}/product/lunch`" in row] == [
        "s0007",
        "s0070",
        "s0700",
    ]
    assert text.splitlines()[0] == "## storeconf：🟠 动价格或上下架 1000 处；会改 1000 处"


def test_reasons_of_a_thousand_stores_leave_room_for_the_change_itself() -> None:
    """Each store is a file of its own, so each has a reason of its own."""
    owners = {number: f"@shuyu/o{number}" for number in range(900, 1_000)}
    touched = tuple(
        Touched(store=f"s{number:04}", owner=owners.get(number, ""), because=(f"stores/s{number:04}.yaml",))
        for number in range(1_000)
    )
    found = replace(fleet(1_000), base=Base(ref="origin/main", commit="0" * 40, touched=touched))
    text = page(found)
    assert "997 处相同" in text
    assert all(f"| `{name}/product/lunch`" in text for name in ("s0007", "s0070", "s0700"))
    assert "s0004` 等 900 处  负责人 （没写）  因为 `stores/s0000.yaml`" in text
    assert "…… 另有 81 行" in text
    said = PlanText("zh", Paint())(found)
    assert len(said.splitlines()) < 60
    assert "另有 81 行（--expand 全部列出）" in said
    assert PlanText("zh", Paint(), expand=True)(found).count("stores/s0") == 1_000


def test_objects_of_many_titles_are_named_by_their_key() -> None:
    entries = [replace(one, changes=(replace(one.changes[0], title=f"{one.name}午餐"),)) for one in fleet(8).stores]
    assert "**团购商品 lunch 7 处相同**：`s0000`、`s0001`" in page(plan(*entries))


def test_scope_says_what_the_plan_was_compared_with() -> None:
    assert "范围：`--base origin/main`" in page(plan(policy=Policy(base="origin/main")))


def test_ten_thousand_stores_that_all_differ_stay_within_both_limits() -> None:
    found = [unit(f"s{n:05}", f"{n / 100:.2f}") for n in range(10_000)]
    found = [
        replace(one, changes=(replace(one.changes[0], title=f"{'长' * 30}{n}", reason=f"r{n}"),))
        for n, one in enumerate(found)
    ]
    made = plan(*found)
    comment, summary = page(made), page(made, limit=SUMMARY_LIMIT, size=octets)
    assert units(comment) <= COMMENT_LIMIT < 65_536
    assert octets(summary) <= SUMMARY_LIMIT < 1_024 * 1_024
    for text in (comment, summary):
        assert "行没有显示" in text
        assert "<!-- storeconf:plan-digest:" in text.splitlines()[-1]
        assert all(line.count("|") == 6 for line in text.splitlines() if line.startswith("|"))


def test_hash_stands_for_what_the_plan_says() -> None:
    made = fleet(3)
    assert content_digest(replace(made, created_at="2027-01-01T00:00:00+08:00")) == content_digest(made)
    assert content_digest(fleet(4)) != content_digest(made)
    assert f"<!-- storeconf:plan-digest:{content_digest(made)} -->" in page(made)


REMOVAL = UnitPlan(
    name="one",
    changes=(
        Entry(
            address="one/product/old",
            title="旧套餐",
            action="remove",
            reason="undeclared",
            blocked_by=("allow:remove",),
            attributes=(AttributeChange(path="shelf", class_="forget", recorded="online", live="online"),),
        ),
    ),
)
CONFLICT = UnitPlan(name="two", conflicts=(replace(unit("two").changes[0], action="", reason="conflict"),))
LIMITS = (Limit(limit="price_delta", value="50%", maximum="30%", addresses=("one/product/lunch",)),)


@pytest.mark.parametrize(
    ("made", "zh", "en"),
    [
        (plan(), "🟢 没有改动", "🟢 No changes"),
        (plan(unit("one")), "🟠 动价格或上下架 1 处；会改 1 处", "🟠 Touches the price or shelf of 1; Changes 1"),
        (plan(REMOVAL, unit("two")), "🔴 涉及移除 1 个；被拦住 1 处；动价格或上下架 1 处", "🔴 1 to be removed"),
        (plan(CONFLICT), "🔴 冲突 1 处，要先选一边", "🔴 1 in conflict"),
        (plan(unit("one"), limits=LIMITS), "⛔ 超过上限，apply 会拒绝；动价格", "⛔ Over a limit"),
        (plan(incomplete=True), "⛔ 计划不完整", "⛔ Incomplete"),
        (
            plan(UnitPlan(name="one", drift=unit("one").changes)),
            "🟣 没有要改的，漂移 1 处",
            "🟣 Nothing to change; 1 drifted",
        ),
    ],
    ids=["nothing", "price", "removal", "conflict", "limit", "incomplete", "drift"],
)
def test_verdict_comes_first(made: Plan, zh: str, en: str) -> None:
    assert page(made).splitlines()[0].startswith(f"## storeconf：{zh}")
    assert page(made, "en").splitlines()[0].startswith(f"## storeconf: {en}")


def test_what_costs_money_is_never_folded_away() -> None:
    text = page(plan(REMOVAL, unit("two"), CONFLICT))
    for title in ("### x 冲突，要先选一边 (1)", "### - 移除 (1)", "### ~ 价格与上下架 (1)"):
        assert title in text


def test_change_names_its_base_its_reach_and_its_owners() -> None:
    touched = (Touched(store="one", owner="@shuyu/hq", because=("stores/one.yaml",)),)
    made = plan(
        unit("one"), base=Base(ref="origin/main", commit="a" * 40, touched=touched), policy=Policy(base="origin/main")
    )
    text = page(made)
    assert "负责人：`@shuyu/hq`（1 家）" in text
    assert "对比 `origin/main`（`aaaaaaaaaa`）" in text
    assert "- `~` `one`  负责人 `@shuyu/hq`  因为 `stores/one.yaml`" in text
    assert "@shuyu" not in text.replace("`@shuyu/hq`", "")


def test_findings_stand_above_the_plan_with_their_lines() -> None:
    item = PlanDiagnostic(
        code="R07-03",
        name="no-refund",
        severity="error",
        summary="标了可退，文案就不能写不可退",
        detail="文案写“<b>恕不退款</b>”",
        file="stores/one.yaml",
        range={"start": {"line": 3, "column": 1}, "end": {"line": 3, "column": 5}},
        fix="删掉",
    )
    text = page(plan(unit("one"), diagnostics=(item, replace(item, waived_by="王敏"))))
    assert "YAML 与审核规则：1 个错误、0 个警告" in text
    assert "`stores/one.yaml:3` | `R07-03`" in text
    assert "`<b>`" in text
    assert text.index("R07-03") < text.index("价格与上下架 (1)")


def test_a_thousand_findings_of_one_kind_do_not_hide_the_others() -> None:
    item = PlanDiagnostic(code="SC206", name="x", severity="warning", summary="少写了", detail="少写了", file="a.csv")
    many = tuple(replace(item, address=str(number)) for number in range(1_000))
    text = page(plan(unit("one"), diagnostics=(*many, replace(item, code="R04-05"))))
    assert text.count("`SC206`") == 5
    assert text.count("`R04-05`") == 1
    assert "还有 995 条没有显示" in text


EVIL = "<img src=x> [a](http://e.vil) @shuyu/hq #1 :tada: | --> ${{ github.token }} \u202e\x1b[2J\r\n# 标题"


def test_hostile_text_in_every_place_is_only_read() -> None:
    """Wherever a plan holds words of others."""
    entry = Entry(
        address="one/product/lunch",
        title=EVIL,
        action="update",
        by="api",
        reason="update",
        notes=(Note(code="rejected", values={"reason": EVIL}),),
        stores=(EVIL,),
        attributes=(change("title", EVIL, EVIL[::-1]),),
    )
    base = Base(ref=EVIL, commit="b" * 40, touched=(Touched(store="one", owner=EVIL, because=(EVIL,)),))
    made = plan(
        UnitPlan(
            name="one", title=EVIL, owner=EVIL, changes=(entry,), drift=(entry,), rejected=(entry,), in_review=(entry,)
        ),
        UnitPlan(name=EVIL, state="unknown"),
        platform=EVIL,
        base=base,
        policy=Policy(target=(EVIL,), where={EVIL: (EVIL,)}),
        diagnostics=(
            PlanDiagnostic(code=EVIL, name="x", severity="error", summary=EVIL, detail=EVIL, file=EVIL, fix=EVIL),
        ),
    )
    text = page(made)
    outside = _without_code(text)
    assert "<img" not in outside
    assert "](http" not in outside
    assert "@shuyu" not in outside
    assert "#1 " not in outside
    assert ":tada:" not in outside
    assert "${{" not in outside
    assert outside.count("-->") == 1, "the hash"
    assert not {"\x1b", "\u202e", "\r"} & set(text)
    assert "\n# " not in text


def _without_code(text: str) -> str:
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)
    parts = [token.content for token in tokens if token.type == "html_block"]
    parts += [c.content for token in tokens for c in token.children or () if c.type in ("text", "html_inline")]
    links = [c for token in tokens for c in token.children or () if c.type in ("link_open", "image")]
    assert links == []
    return "\n".join(parts)
