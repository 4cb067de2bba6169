"""A new product on its way: submitted, rejected, mended, changed while in review, approved, mounted."""

from __future__ import annotations

import pytest

from conftest import MakeProject
from journey import api_steps, chain, confirm_everything, listed, planned, product, saves, settled, store, todo, values
from support import Cli, edit

NOODLES, VIDEO = "@chain/product/noodles", "one/video/hello"
MOUNT = """\
  videos:
    hello:
      video_id: "7344000000000000001"
      product: noodles
      mount: component
      caption: 下班来一碗小面。
"""
REASON = "标题含绝对化用语"


@pytest.fixture
def cli(make_project: MakeProject) -> Cli:
    """A product that nobody has submitted yet, and a video that is to carry it."""
    files = chain({"noodles": product("noodles", "[one, two, three]", title="最好吃的小面")})
    return make_project({**files, "stores/one.yaml": store("one", 1, more=MOUNT)})


def test_new_product_from_the_yaml_to_the_video(cli: Cli) -> None:
    document = cli.folder / "stores/products/noodles.yaml"

    # Not there yet: it is created, and the video waits for it.
    plan = planned(cli)
    assert api_steps(plan) == {NOODLES: "product.save"}
    assert listed(plan, "waiting")[VIDEO]["reason"] == "product_missing"
    cli("apply", "--yes")
    assert saves(cli) == {"noodles": 1}

    # In review: nothing to do, and applying again submits nothing.
    plan = planned(cli, "--detailed-exitcode")
    assert api_steps(plan) == {}
    assert set(listed(plan, "in_review")) == {NOODLES}
    assert listed(plan, "waiting")[VIDEO]["reason"] == "product_in_review"
    cli("apply", "--yes")
    assert saves(cli) == {"noodles": 1}

    # Rejected: the reason is told, and it is not sent again as it is.
    cli("sandbox", "review", "--reject", REASON)
    plan = planned(cli)
    assert api_steps(plan) == {}
    assert listed(plan, "rejected")[NOODLES]["blocked_by"] == ["rejected"]
    assert listed(plan, "waiting")[VIDEO]["reason"] == "product_rejected"
    assert f"平台说：{REASON}" in cli("plan").out
    assert REASON in cli("status").out
    cli("apply", "--yes")
    assert saves(cli) == {"noodles": 1}

    # Mended: it goes to the reviewers again.
    edit(document, "title: 最好吃的小面", "title: 重庆小面单人餐")
    assert api_steps(planned(cli)) == {NOODLES: "product.save"}
    cli("apply", "--yes")
    assert saves(cli) == {"noodles": 2}

    # Changed while they look at it: that waits.
    edit(document, "price: 19.90", "price: 18.90")
    plan = planned(cli)
    assert api_steps(plan) == {}
    assert listed(plan, "waiting")[NOODLES]["reason"] == "in_review_changed"
    cli("apply", "--yes")
    assert saves(cli) == {"noodles": 2}

    # Passed: now the change can go, and a person can mount it.
    cli("sandbox", "review")
    plan = planned(cli)
    assert api_steps(plan) == {NOODLES: "product.save"}
    changed = [entry for unit in plan["stores"] for entry in unit["changes"] if entry["address"] == NOODLES]
    assert {entry["action"] for entry in changed} == {"record", "update"}
    assert values(changed[-1], "price") == ("update", "18.90", "19.90", "19.90")
    assert [step["address"] for step in todo(cli)] == [VIDEO]
    cli("apply", "--yes")
    cli("sandbox", "review")
    cli("apply", "--yes")
    assert confirm_everything(cli) == 1
    settled(cli)
    assert saves(cli) == {"noodles": 3}


def test_rejected_product_can_be_resubmitted_as_it_is(cli: Cli) -> None:
    cli("apply", "--yes")
    cli("sandbox", "review", NOODLES, "--reject", REASON)
    cli("apply", "--yes", "--resubmit", NOODLES)
    assert saves(cli) == {"noodles": 2}
    assert set(listed(planned(cli), "in_review")) == {NOODLES}


def test_nothing_is_said_to_agree_while_something_is_open(cli: Cli) -> None:
    agrees = "没有要改的，YAML 管的都和线上一致"
    cli("apply", "--yes")
    assert agrees not in cli("plan").out
    cli("sandbox", "review", "--reject", REASON)
    assert agrees not in cli("plan").out
    cli("apply", "--yes", "--resubmit", NOODLES)
    cli("sandbox", "review")
    cli("apply", "--yes")
    confirm_everything(cli)
    assert agrees in cli("plan").out


def test_reviews_pass_by_themselves_after_two_hours(cli: Cli) -> None:
    cli("apply", "--yes")
    assert set(listed(planned(cli, now="2026-03-09T11:59:00+08:00"), "in_review")) == {NOODLES}
    later = planned(cli, now="2026-03-09T12:01:00+08:00")
    assert listed(later, "in_review") == {}
    assert listed(later, "changes")[NOODLES]["reason"] == "approved"
