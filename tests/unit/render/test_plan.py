"""A plan as text: what is dangerous first, equal changes folded, every value labelled with whose it is."""

from __future__ import annotations

import pytest

from entries import change, entry, having, plan, price, unit
from storeconf.core.text import Lang
from storeconf.plan.entities import Limit, Note, Plan
from storeconf.render.paint import Paint
from storeconf.render.plan import SECTIONS, PlanText, summary


def text(found: Plan, lang: Lang = "zh", **options: bool) -> str:
    """The plan as it is printed."""
    return PlanText(lang, Paint(), **options)(found)


def body(found: Plan, lang: Lang = "zh", **options: bool) -> list[str]:
    """Its lines between the first and the counts."""
    return [line for line in text(found, lang, **options).splitlines()[1:-1] if line]


# -- one object --------------------------------------------------------------------------------------------------------


def test_three_values_stand_beside_each_other_with_their_names() -> None:
    lines = body(plan(unit(changes=[price("bj/product/mxw", "19.90", "22.90", "21.90")])))
    assert lines == [
        "价格与上下架 (1)",
        "  ~ bj/product/mxw  毛血旺单人餐  — 你改了 YAML",
        "      售价 price  声明 19.9 元 | 线上 22.9 元 | 上次 21.9 元",
    ]


def test_the_same_in_english() -> None:
    lines = body(plan(unit(changes=[price("bj/product/mxw", "19.90", "22.90", "21.90")])), "en")
    assert lines == [
        "Price and shelf (1)",
        "  ~ bj/product/mxw  毛血旺单人餐  — you changed the YAML",
        "      price  declared 19.9 yuan | live 22.9 yuan | last applied 21.9 yuan",
    ]


@pytest.mark.parametrize(
    ("live_state", "said"),
    [("unknown", "线上 （未知）"), ("stale", "线上 是（已过期）"), ("absent", "线上 （无）")],
)
def test_live_value_that_is_not_plainly_known(live_state: str, said: str) -> None:
    live = True if live_state == "stale" else None
    found = entry("bj/voice_call", change("enabled", True, live, False, live_state=live_state), reason="blind")
    other = change("within_minutes", 60, 30, 30)
    both = entry("bj/voice_call", *found.attributes, other, reason="blind", action="update", by="hand")
    assert said in text(plan(unit(changes=[both])))


def test_new_object_shows_what_it_is_recognised_by_and_counts_the_rest() -> None:
    attributes = [
        change(path, "x") for path in ("title", "category", "usage_notes", "description", "phone", "refund_policy")
    ]
    new = entry("bj/product/mxw", *attributes, change("price", "19.90"), action="create", reason="create")
    lines = body(plan(unit(changes=[new])))
    assert "      售价 price      19.9 元" in lines
    assert lines[-1].startswith("      另有 5 项：")
    assert len(body(plan(unit(changes=[new])), expand=True)) == 2 + 7


def test_label_columns_are_aligned_in_cells() -> None:
    both = entry("bj/voice_call", change("enabled", True, False), change("within_minutes", 5, 9), action="update")
    rows = [line for line in body(plan(unit(changes=[both]))) if "声明" in line]
    assert len({len(row.split("声明")[0].encode("gbk")) for row in rows}) == 1


def test_blocked_change_says_what_stands_in_the_way() -> None:
    blocked = entry("bj/product/mxw", action="update", reason="update", blocked_by=("protect", "R10-09"))
    line = body(plan(unit(changes=[blocked])))[1]
    assert "受 lifecycle.protect 保护" in line
    assert "审核规则 R10-09" in line


def test_block_that_is_also_the_reason_is_said_once() -> None:
    rejected = entry("bj/product/mxw", reason="rejected", blocked_by=("rejected",))
    assert text(plan(unit(rejected=[rejected]))).count("审核没通过") == 2, "the heading, and once in the line"


def test_notes_follow_the_reason() -> None:
    notes = (Note(code="rejected", values={"reason": "标题不符"}),)
    found = entry("bj/product/mxw", reason="rejected", notes=notes, since="2026-03-09T09:30:00+08:00")
    line = body(plan(unit(rejected=[found])))[1]
    assert line.endswith("；2026-03-09 09:30 送审；平台说：标题不符")


def test_chain_product_names_the_stores_it_touches() -> None:
    names = tuple(f"s{number}" for number in range(7))
    chain = entry("@a/product/mxw", change("price", "19.90", "21.90"), action="update", stores=names)
    assert "      门店 7 家：s0、s1、s2、s3、s4 等" in body(plan(unit(changes=[chain])))
    assert "s6" in text(plan(unit(changes=[chain])), expand=True)


def test_long_title_is_cut() -> None:
    found = entry("bj/product/mxw", change("price", "1.00", "2.00"), action="update", title="长" * 100)
    assert "长" * 19 + "…" in text(plan(unit(changes=[found])))
    assert "长" * 20 not in text(plan(unit(changes=[found])))


def test_long_texts_are_shown_where_they_differ() -> None:
    head, tail = "感谢购买团购券，到店请出示订单里的核销二维码，" * 2, "，有问题请拨前台电话，祝用餐愉快。" * 2
    new, old = f"{head}柜台在左手边{tail}", f"{head}柜台在右手边{tail}"
    found = entry("bj/payment_reply", change("text", new, old, old), action="update", reason="update", by="hand")
    line = next(line for line in body(plan(unit(changes=[found]))) if "声明" in line)
    assert "左手边" in line.split("线上")[0]
    assert "右手边" in line.split("线上")[1]
    assert head not in line


# -- sections ----------------------------------------------------------------------------------------------------------


def test_every_list_of_a_unit_is_shown_somewhere() -> None:
    lists = ("drift", "conflicts", "in_review", "rejected", "waiting", "unknown", "held", "banned")
    for name in lists:
        assert "bj/product/mxw" in text(plan(having(name, [entry("bj/product/mxw", reason="x")]))), name
    hidden = unit(unmanaged=[entry("bj/product/7400", reason="unmanaged")])
    assert "7400" not in text(plan(hidden))
    assert "7400" in text(plan(hidden), unmanaged=True)


@pytest.mark.parametrize("action", ["create", "update", "remove", "adopt", "record", "forget"])
@pytest.mark.parametrize("by", ["api", "hand"])
@pytest.mark.parametrize("blocked", [(), ("protect",)])
def test_every_change_is_shown_exactly_once(action: str, by: str, blocked: tuple[str, ...]) -> None:
    found = entry("bj/product/mxw", action=action, by=by, blocked_by=blocked, reason="x")
    whole = unit(changes=[found])
    shown = [section.title.zh for section in SECTIONS if found in section.picks(whole)]
    assert len(shown) == 1, shown


def test_unmanaged_objects_are_told_apart_by_their_titles() -> None:
    found = [entry(f"bj/product/{n}", reason="unmanaged", title=f"套餐{n}", by="") for n in (7401, 7402)]
    shown = text(plan(unit(unmanaged=found)), unmanaged=True)
    assert "套餐7401" in shown
    assert "套餐7402" in shown


# -- the end -----------------------------------------------------------------------------------------------------------


def test_nothing_to_do_is_said() -> None:
    assert "没有要改的，YAML 管的都和线上一致。" in text(plan(unit()))
    assert "Nothing to change: what the YAML manages is as declared." in text(plan(unit()), "en")


def test_nothing_to_do_is_not_said_beside_something_to_look_at() -> None:
    assert "没有要改的" not in text(plan(unit(unknown=[entry("bj/poi", reason="stale")])))


@pytest.mark.parametrize("name", ["in_review", "rejected", "waiting", "held", "banned"])
def test_nothing_to_do_is_not_said_while_something_is_under_way(name: str) -> None:
    """What lies with the reviewers does not agree with the YAML yet."""
    assert "没有要改的" not in text(plan(having(name, [entry("bj/product/mxw", reason="x")])))


def test_units_that_could_not_be_planned_are_named() -> None:
    shown = text(plan(unit("bj", state="unknown"), unit("sh", state="removed"), unit("gz")))
    assert "1 个门店或账号的 YAML 有误，它们自己的设置没有计划：bj" in shown
    assert "1 个门店或账号已不在 YAML 里" in shown
    assert "除了列在“移除”里的都不动：sh" in shown


def test_counts_name_the_four_that_matter_always_and_others_when_there_are_any() -> None:
    assert summary(plan(), "zh") == "计划：新建 0，修改 0，移除 0，手工 0"
    assert (
        summary(plan(create=1, update=2, drift=3, waiting=4), "zh")
        == "计划：新建 1，修改 2，移除 0，手工 0；漂移 3，等待 4"
    )
    assert (
        summary(plan(by_hand=2, conflict=1), "en")
        == "Plan: 0 to create, 0 to update, 0 to remove, 2 by hand; 1 in conflict"
    )


@pytest.mark.parametrize(
    ("acknowledged", "said"),
    [
        (False, "超过上限：一次修改的对象数 250，上限 200。确认没错再加 --ack update.count"),
        (True, "一次修改的对象数 250 超过上限 200，已确认（--ack update.count）"),
    ],
)
def test_limit_stands_under_the_counts(acknowledged: bool, said: str) -> None:
    limit = Limit(limit="update.count", value="250", maximum="200", acknowledged=acknowledged)
    assert text(plan(limits=(limit,))).splitlines()[-1] == said
