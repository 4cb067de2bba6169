"""A colleague's clone has what git carries and no records: it takes over what is live, and makes nothing anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from journey import apply_until_quiet, confirm_everything, listed, planned, settled, todo, writes
from support import Cli, edit

DECISIONS = (
    *("--take", "declared", "@shuyu/product/hotpot-four", "--take", "declared", "hz-yunqi-hotel/*"),
    *("--restore", "*", "--resubmit", "@shuyu/product/spring-set", "--allow", "remove"),
)


def cloned(cli: Cli, folder: Path) -> Cli:
    """What git would carry, in front of the same platform."""
    shutil.copytree(cli.folder, folder, ignore=shutil.ignore_patterns(".storeconf"))
    here, there = cli.folder / ".storeconf/sandbox", folder / ".storeconf/sandbox"
    there.mkdir(parents=True)
    for file in here.glob("platform.db*"):
        shutil.copy2(file, there)
    return Cli(folder)


@pytest.fixture
def clone(fleet: Cli, tmp_path: Path) -> Cli:
    """A clone of the sample fleet after everything was applied and confirmed in another one."""
    apply_until_quiet(fleet, *DECISIONS)
    confirm_everything(fleet, "--restore", "*")
    settled(fleet)
    return cloned(fleet, tmp_path / "clone")


def test_clone_adopts_everything_and_writes_nothing(clone: Cli) -> None:
    before = writes(clone)
    plan = planned(clone, "--detailed-exitcode")
    assert {entry["action"] for entry in listed(plan, "changes").values()} == {"adopt"}
    assert [name for name in ("drift", "conflicts", "waiting", "unknown", "in_review") if listed(plan, name)] == []
    assert plan["steps"] == []
    clone("apply", "--yes")
    settled(clone)
    assert writes(clone) == before
    assert listed(planned(clone), "changes") == {}


def test_clone_adopts_what_people_attested(clone: Cli) -> None:
    adopted = listed(planned(clone), "changes")
    # By API, by hand in an account with an API, and in the account without one.
    assert {"@shuyu/product/hotpot-double", "sh-jingan/payment_reply", "hz-yanli-hubin/product/wash-cut"} <= set(
        adopted
    )
    assert todo(clone) == []


def test_clone_does_not_guess_who_is_right_where_sides_differ(clone: Cli) -> None:
    clone("sandbox", "tamper", "price", "@shuyu/product/hotpot-double", "--value", "99.00")
    plan = planned(clone, "--detailed-exitcode")
    assert listed(plan, "conflicts")["@shuyu/product/hotpot-double"]["reason"] == "adopt_differs"
    assert listed(plan, "drift") == {}


def test_clone_goes_on_with_the_work(clone: Cli) -> None:
    clone("apply", "--yes")
    edit(clone.folder / "stores/shuyu/products/hotpot-double.yaml", "price: 128.00", "price: 118.00")
    apply_until_quiet(clone)
    # The livestream's script quotes the price: that is a task for a person.
    assert [step["address"] for step in todo(clone)] == ["bj-sanlitun/live/2026-03-09"]
    confirm_everything(clone)
    settled(clone)
