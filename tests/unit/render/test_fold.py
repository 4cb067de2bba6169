"""Equal changes over many stores are one line, similar ones a few: a long plan stays short, and says what it left out."""

from __future__ import annotations

from entries import change, entry, plan, price, unit
from storeconf.plan.entities import Entry, Plan
from storeconf.render.fold import fold, visible
from storeconf.render.paint import Paint
from storeconf.render.plan import PlanText


def text(found: Plan, *, expand: bool = False) -> str:
    """The plan as it is printed."""
    return PlanText("zh", Paint(), expand=expand)(found)


def stores(count: int) -> list[str]:
    """Slugs."""
    return [f"s{number:04d}" for number in range(count)]


def test_equal_changes_are_one_group() -> None:
    (shape,) = fold([price(f"{slug}/product/mxw") for slug in stores(50)])
    (group,) = shape.groups
    assert len(group.entries) == shape.size == 50


def test_different_values_are_groups_of_one_shape() -> None:
    (shape,) = fold([price("a/product/x", "1.00"), price("b/product/x", "2.00"), price("c/product/x", "1.00")])
    assert [len(group.entries) for group in shape.groups] == [2, 1]


def test_different_attributes_reasons_actions_or_kinds_are_different_shapes() -> None:
    base = price("a/product/x")
    others: list[Entry] = [
        entry("a/product/x", change("stock", 1, 2), action="update", reason="update"),
        entry("a/product/x", change("price", "19.90", "21.90", "21.90"), action="update", reason="restore"),
        entry("a/product/x", change("price", "19.90", "21.90", "21.90"), action="create", reason="update"),
        entry("a/video/x", change("price", "19.90", "21.90", "21.90"), action="update", reason="update"),
        entry("a/product/x", change("price", "19.90", "21.90", "21.90"), action="update", reason="update", by="hand"),
        entry(
            "a/product/x",
            change("price", "19.90", "21.90", "21.90"),
            action="update",
            reason="update",
            blocked_by=("R",),
        ),
    ]
    assert len(fold([base, *others])) == 1 + len(others)


def test_order_of_the_first_appearance_is_kept() -> None:
    shapes = fold([price("b/product/x"), entry("a/poi", reason="look"), price("c/product/x")])
    assert [shape.groups[0].first.address for shape in shapes] == ["b/product/x", "a/poi"]


def test_new_and_removed_objects_fold_only_under_one_title() -> None:
    (shape,) = fold(
        [entry("a/product/x", action="create", title="甲"), entry("b/product/x", action="create", title="乙")]
    )
    assert len(shape.groups) == 2


def test_what_is_only_counted_is_counted_whole() -> None:
    (shape,) = fold([price(f"s{n}/product/x", f"{n + 1}.00") for n in range(10)])
    groups, rest = visible(shape, expand=False)
    assert (len(groups), rest) == (3, 7)
    assert visible(shape, expand=True) == (shape.groups, 0)


def test_one_more_group_is_shown_rather_than_counted() -> None:
    (shape,) = fold([price(f"s{n}/product/x", f"{n + 1}.00") for n in range(4)])
    assert visible(shape, expand=False) == (shape.groups, 0)


def test_one_price_over_a_thousand_stores_is_three_lines() -> None:
    found = plan(*(unit(slug, changes=[price(f"{slug}/product/mxw")]) for slug in stores(1000)), update=1000)
    lines = text(found).splitlines()
    assert len(lines) < 10
    assert "  ~ 团购商品 毛血旺单人餐 1000 处相同：s0000、s0001、s0002、s0003、s0004 等  — 你改了 YAML" in lines
    assert "      售价 price  声明 19.9 元 | 线上 21.9 元 | 上次 21.9 元" in lines


def test_a_thousand_different_prices_stay_short_and_say_how_many_are_left_out() -> None:
    units = [unit(slug, changes=[price(f"{slug}/product/mxw", f"{n + 1}.00")]) for n, slug in enumerate(stores(1000))]
    shown = text(plan(*units, update=1000))
    assert len(shown.splitlines()) < 60
    assert "…… 另有 997 处，值各不相同（--expand 展开）" in shown


def test_expanded_plan_leaves_nothing_out() -> None:
    units = [unit(slug, changes=[price(f"{slug}/product/mxw")]) for slug in stores(40)]
    shown = text(plan(*units), expand=True)
    assert all(f"{slug}/product/mxw" in shown for slug in stores(40))


def test_several_objects_of_one_store_are_named_by_their_addresses() -> None:
    looks = [entry(f"bj/video/v{n}", reason="stale") for n in range(3)]
    assert "bj/video/v0、bj/video/v1、bj/video/v2" in text(plan(unit(unknown=looks)))


def test_heading_counts_objects_not_lines() -> None:
    units = [unit(slug, changes=[price(f"{slug}/product/mxw")]) for slug in stores(30)]
    assert "价格与上下架 (30)" in text(plan(*units))


def test_many_that_are_equal_are_never_left_out_for_a_few_that_differ() -> None:
    """The few come first, and are too many to be shown."""
    few = [price(f"{slug}/product/x", f"{number}.00") for number, slug in enumerate(stores(6), 30)]
    many = [price(f"{slug}/product/x") for slug in stores(50)[6:]]
    (shape,) = fold([*few, *many])
    groups, rest = visible(shape, expand=False)
    assert [len(group.entries) for group in groups] == [1, 1, 44]
    assert rest == 4
