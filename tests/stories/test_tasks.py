"""Settings that the platform takes as a task: checked by its people, written once, and never read back."""

from __future__ import annotations

from typing import Any

import pytest

from journey import api_steps, listed, planned, todo, values, writes
from support import Cli, edit

PLACE, BOOKING = "bj-sanlitun/poi", "bj-sanlitun/booking"
ONLY = ("--target", "bj-sanlitun")
ADDRESS, TIP, PHONE = (
    "朝阳区工体北路8号",
    "请提前预约，到店报手机尾号即可入座。",
    '    phone: "01064171234"\n    special_hours',
)


@pytest.fixture
def cli(fleet: Cli) -> Cli:
    """The sample fleet; its flagship store is at rest."""
    fleet("apply", "--yes", *ONLY)
    fleet("plan", "--detailed-exitcode", *ONLY)
    return fleet


def declare(cli: Cli, old: str, new: str) -> None:
    """Change the flagship store's document."""
    edit(cli.folder / "stores/shuyu/bj-sanlitun.yaml", old, new)


def plan(cli: Cli) -> dict[str, Any]:
    """The plan of the flagship store."""
    return planned(cli, *ONLY)


def test_place_and_booking_go_as_tasks_and_wait_for_their_verdict(cli: Cli) -> None:
    declare(cli, f"address: {ADDRESS}", f"address: {ADDRESS}1层")
    declare(cli, TIP, "请提前一天预约。")
    assert api_steps(plan(cli)) == {PLACE: "poi.update", BOOKING: "booking.config"}
    cli("apply", "--yes", *ONLY)
    assert set(listed(plan(cli), "in_review")) == {PLACE, BOOKING}
    # Applying again sends nothing.
    sent = len(writes(cli))
    cli("apply", "--yes", *ONLY)
    assert len(writes(cli)) == sent == 2
    # They pass, and what no API reads back counts as seen because the task was accepted.
    cli("sandbox", "review")
    cli("apply", "--yes", *ONLY)
    cli("plan", "--detailed-exitcode", *ONLY)
    assert [step for step in todo(cli, *ONLY) if step["address"] == BOOKING] == []
    assert not any(listed(plan(cli), name) for name in ("changes", "unknown", "drift"))


def test_rejected_task_is_told_and_sent_again_only_when_changed(cli: Cli) -> None:
    declare(cli, f"address: {ADDRESS}", f"address: {ADDRESS}1层")
    cli("apply", "--yes", *ONLY)
    cli("sandbox", "review", PLACE, "--reject", "门牌号不存在")
    rejected = listed(plan(cli), "rejected")[PLACE]
    assert values(rejected, "address") == ("update", f"{ADDRESS}1层", ADDRESS, ADDRESS)
    assert "平台说：门牌号不存在" in cli("plan", *ONLY).out
    cli("apply", "--yes", *ONLY)
    assert len(writes(cli)) == 1
    declare(cli, f"address: {ADDRESS}1层", f"address: {ADDRESS}2层")
    cli("apply", "--yes", *ONLY)
    cli("sandbox", "review")
    cli("apply", "--yes", *ONLY)
    assert len(writes(cli)) == 2
    cli("plan", "--detailed-exitcode", *ONLY)


def test_value_that_only_a_task_wrote_is_known_until_it_expires(cli: Cli) -> None:
    declare(cli, PHONE, PHONE.replace("01064171234", "01064179999"))
    assert api_steps(plan(cli)) == {PLACE: "poi.update"}
    cli("apply", "--yes", *ONLY)
    cli("sandbox", "review")
    cli("apply", "--yes", *ONLY)
    # The reply quotes the number, so a person has to follow; the place itself is done, and no file was written.
    assert set(listed(plan(cli), "changes")) == {"bj-sanlitun/payment_reply"}
    assert "01064179999" not in (cli.folder / "observations/bj-sanlitun.yaml").read_text(encoding="utf-8")
    cli.now = "2026-07-01T10:00:00+08:00"
    assert {step["op"] for step in todo(cli, *ONLY) if step["address"] == PLACE} == {"hand.look"}


def test_saved_plan_is_carried_out_once(cli: Cli) -> None:
    declare(cli, f"address: {ADDRESS}", f"address: {ADDRESS}1层")
    saved = cli.folder / "plan.json"
    cli("plan", *ONLY, "-o", str(saved))
    cli("apply", str(saved))
    cli("sandbox", "review")
    cli("apply", str(saved), code=3)
    assert len(writes(cli)) == 1
    cli("apply", "--yes", *ONLY)
    assert api_steps(plan(cli)) == {}
