"""A platform that fails in the middle of an apply: what is done is kept, the rest is told, the next run completes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from runs import SAVE, Shop, open_row, outcomes, planned, records, saves, write_row, writes
from storeconf.platform.douyin.transport import Transport
from storeconf.project import connection
from support import Cli
from wire import TOKEN, Fault, Wire, answers, lost, passes, refused, says, swallowed

pytestmark = pytest.mark.usefixtures("no_pauses")

SHOPS = tuple(Shop(slug) for slug in ("s1", "s2", "s3"))
ALL = {"in_review", "done"}
WRITES = 2 * len(SHOPS)
SERVER_ERROR = answers(500, "<html>Internal Server Error</html>")


@pytest.fixture
def row(tmp_path: Path) -> Cli:
    """Each product gets a new price and goes off the shelf."""
    cli = open_row(tmp_path / "row", SHOPS)
    write_row(cli.folder, [replace(shop, price="21.90", shelf="offline") for shop in SHOPS])
    return cli


Break = Callable[..., Wire]


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Break:
    """Puts a wire with faults between every run from now on and its platform."""
    whole = connection._transport

    def build(*faults: Fault, on: str = "/goodlife/", always: Fault | None = None) -> Wire:
        wire = Wire()
        wire.plan(*faults, on=on)
        if always is not None:
            wire.always(always, on=on)

        def connected(*arguments: object) -> Transport:
            wire.inner = whole(*arguments)  # type: ignore[arg-type]
            return wire

        monkeypatch.setattr(connection, "_transport", connected)
        return wire

    return build


def repaired(faulty: Break) -> None:
    faulty()


def completed(cli: Cli) -> None:
    """One more run comes to the end that a run without faults would have come to."""
    run = cli("apply", "--yes", "--format", "json").json
    assert set(outcomes(run).values()) <= ALL
    assert saves(cli) == {f"{shop.slug}.lunch": 1 for shop in SHOPS}
    assert {records(cli)[shop.product]["attrs"]["shelf"] for shop in SHOPS} == {"offline"}
    assert planned(cli)["summary"]["in_review"] == len(SHOPS)
    cli("sandbox", "review")
    cli("apply", "--yes")
    plan = planned(cli)
    assert (plan["steps"], plan["summary"]["drift"], plan["summary"]["conflict"]) == ([], 0, 0)


def after(number: int, fault: Fault) -> tuple[Fault, ...]:
    """This fault at the call after so many good ones."""
    return (*[passes] * number, fault)


# -- a fault that passes -------------------------------------------------------------------------------------------------

PASSING = {
    "500 at a write that was carried out": lambda on: (on(), SERVER_ERROR(on))[1],
    "500 at a write that was not": SERVER_ERROR,
    "answer lost": lost,
    "never arrived": swallowed,
    "connection refused": refused,
    "too often": says(code=2119003, text="请求过于频繁"),
    "busy": says(code=2100004, text="系统繁忙"),
    "token is over": says(code=2190008, text="access_token 过期"),
    "429 of a gateway": answers(429, "", retry_after="1"),
}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
@pytest.mark.parametrize("on", ["product/save", "product/operate"])
def test_fault_that_passes_is_not_even_noticed(row: Cli, faulty: Break, fault: Fault, on: str) -> None:
    faulty(*after(1, fault), on=on)
    run = row("apply", "--yes", "--format", "json").json
    assert [step["outcome"] for step in run["steps"]] == ["done", "in_review"] * len(SHOPS)
    assert len([write for write in writes(row) if write["result"] == "ok"]) == WRITES
    completed(row)


@pytest.mark.parametrize("fault", [lost, swallowed, SERVER_ERROR], ids=["lost", "swallowed", "500"])
def test_wherever_a_call_fails_nothing_is_lost_and_nothing_done_twice(
    tmp_path: Path, faulty: Break, fault: Fault
) -> None:
    """At every call of a run, reads and writes; then one more run."""
    changed = (Shop("s1", price="21.90", shelf="offline"), Shop("s2", stock=50))
    number = 0
    while True:
        cli = open_row(tmp_path / str(number), (Shop("s1"), Shop("s2")))
        write_row(cli.folder, changed)
        wire = faulty(*after(number, fault))
        found = cli("apply", "--yes", code=None).code
        assert found in (0, 1), f"call {number}"
        if len(wire.calls()) <= number:
            break
        repaired(faulty)
        cli("apply", "--yes")
        assert saves(cli) == {"s1.lunch": 1}, f"call {number}"
        cli("sandbox", "review")
        cli("apply", "--yes")
        assert planned(cli)["steps"] == [], f"call {number}"
        number += 1
    assert number > 8, "all reads of the plan, then for each of three steps a look and a write"


# -- a fault that stays --------------------------------------------------------------------------------------------------

STAYING = {
    "500 for good": (SERVER_ERROR, "不知道写成没有"),
    "never an answer": (swallowed, "不知道写成没有"),
    "connection refused": (refused, "Connection refused"),
    "too often": (says(code=2119003, text="请求过于频繁"), "请求过于频繁"),
    "scope withdrawn": (says(code=2190004, text="应用未获得该能力"), "应用未获得该能力"),
}


@pytest.mark.parametrize(("fault", "said"), STAYING.values(), ids=STAYING)
def test_writes_that_never_succeed_are_failures_with_a_reason_each(
    row: Cli, faulty: Break, fault: Fault, said: str
) -> None:
    faulty(*[passes] * 2, on=SAVE, always=fault)
    result = row("apply", "--yes", code=1)
    failed = next(line for line in result.out.splitlines() if "失败" in line)
    assert "s3/product/lunch" in failed and said in failed
    assert "失败 1" in result.out and "已送审 2" in result.out and "完成 3" in result.out
    row("apply", "--resume", code=3)
    repaired(faulty)
    completed(row)


@pytest.mark.parametrize("fault", [refused, SERVER_ERROR, swallowed], ids=["refused", "500", "no answer"])
def test_platform_that_goes_away_in_the_middle_fails_every_step_left_and_loses_none(
    row: Cli, faulty: Break, fault: Fault
) -> None:
    reads = len(_calls_of(row, faulty))
    faulty(*[passes] * (reads + 5), always=fault)
    run = row("apply", "--yes", "--format", "json", code=1).json
    found = [step["outcome"] for step in run["steps"]]
    assert 0 < found.count("failed") < len(found)
    assert len(found) == WRITES and set(found) <= {"done", "in_review", "failed", "skipped"}
    assert run["interrupted"] is False
    repaired(faulty)
    completed(row)


def _calls_of(cli: Cli, faulty: Break) -> list[object]:
    """What a plan alone asks for."""
    wire = faulty()
    cli("plan")
    return list(wire.calls())


def test_token_that_cannot_be_renewed_in_the_middle_fails_what_is_left(row: Cli, faulty: Break) -> None:
    wire = faulty(*[passes] * 3, on="product/operate", always=says(code=2190008, text="access_token 过期"))
    wire.always(says(code=2190008, text="access_token 过期"), on=SAVE)
    run = row("apply", "--yes", "--format", "json", code=1).json
    assert {step["outcome"] for step in run["steps"] if step["op"] == "product.save"} == {"failed"}
    assert "token" in run["steps"][1]["detail"]
    repaired(faulty)
    completed(row)


def test_token_is_renewed_once_for_a_whole_run(row: Cli, faulty: Break) -> None:
    wire = faulty(*after(1, says(code=2190008)), on=SAVE)
    row("apply", "--yes")
    assert len(wire.calls(TOKEN)) == 2


# -- before anything is decided ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["product/online/query", "product/draft/query", "poi/query"])
def test_what_could_not_be_read_is_neither_planned_nor_written(row: Cli, faulty: Break, part: str) -> None:
    faulty(on=part, always=SERVER_ERROR)
    result = row("apply", "--yes", code=1)
    assert "@row" in result.err
    assert saves(row) == {}
    repaired(faulty)
    completed(row)


def test_write_is_not_sent_when_the_look_before_it_fails(row: Cli, faulty: Break) -> None:
    faulty(on="product/online/get", always=SERVER_ERROR)
    run = row("apply", "--yes", "--format", "json", code=1).json
    assert "failed" in outcomes(run).values()
    assert "读不到" in run["steps"][0]["detail"]
    assert writes(row) == []
    repaired(faulty)
    completed(row)
