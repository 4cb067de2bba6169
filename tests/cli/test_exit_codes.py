"""Exit codes, as a CI job reads them: 0 done, 1 failed, 2 changes, 3 refused, 64 wrong usage; 1 beats 3 beats 2."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from runs import PROJECT, Shop, open_row, planned, save_plan, unclaim, write_row, writes
from storeconf.state import lease
from support import NOW, Cli

SHOPS = (Shop("s1"), Shop("s2"), Shop("s3", reply="谢谢惠顾"))
ONE, TWO, THREE = (shop.product for shop in SHOPS)
DETAILED = "--detailed-exitcode"
pytestmark = pytest.mark.usefixtures("no_pauses")
Deed = Callable[[Cli], object]


@pytest.fixture
def row(tmp_path: Path) -> Cli:
    """Three shops that are live and recorded as declared, with nothing to do but a look at the reply."""
    return open_row(tmp_path / "row", SHOPS)


def done(cli: Cli, *deeds: Deed) -> Cli:
    for deed in deeds:
        deed(cli)
    return cli


# -- what happened before ------------------------------------------------------------------------------------------------


def new_prices(cli: Cli) -> None:
    """Two updates."""
    write_row(cli.folder, (replace(SHOPS[0], price="21.90"), replace(SHOPS[1], price="21.90"), SHOPS[2]))


def new_reply(cli: Cli) -> None:
    """A step by hand."""
    write_row(cli.folder, (*SHOPS[:2], replace(SHOPS[2], reply="您好")))


def tampered(cli: Cli) -> None:
    """Drift, or a conflict after `new_prices`."""
    cli("sandbox", "tamper", "price", ONE, "--value", "25.00")


def forgotten(cli: Cli) -> None:
    """A record that follows by itself."""
    cli("state", "rm", THREE)


def broken_document(cli: Cli) -> None:
    (cli.folder / "stores/s3.yaml").write_text("kind: [", encoding="utf-8")


def tight_limit(cli: Cli) -> None:
    settings = PROJECT.replace("share: 100%}, remove", "share: 100%, count: 1}, remove")
    (cli.folder / "storeconf.yaml").write_text(settings, encoding="utf-8")


def nobody_there(cli: Cli) -> None:
    """The platform can't be reached."""
    cli.env["STORECONF_BASE_URL"] = "http://127.0.0.1:1"


def in_review(cli: Cli) -> None:
    new_prices(cli)
    cli("apply", "--yes")


def rejected(cli: Cli) -> None:
    in_review(cli)
    cli("sandbox", "review", "--reject", "标题含绝对化用语")


def removal_without_consent(cli: Cli) -> None:
    write_row(cli.folder, (replace(SHOPS[0], lunch=False), *SHOPS[1:]))


def unclaimed(cli: Cli) -> None:
    unclaim(cli, 2)


# -- plan and drift ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("deeds", "plain", "detailed"),
    [
        pytest.param((), 0, 0, id="nothing to do but a look"),
        pytest.param((new_prices,), 0, 2, id="changes"),
        pytest.param((new_reply,), 0, 2, id="changes by hand"),
        pytest.param((tampered,), 0, 2, id="drift"),
        pytest.param((forgotten,), 0, 0, id="a record to follow"),
        pytest.param((in_review,), 0, 0, id="in review"),
        pytest.param((broken_document,), 1, 1, id="a document did not load"),
        pytest.param((nobody_there,), 1, 1, id="an account could not be read"),
        pytest.param((new_prices, tight_limit), 3, 3, id="3 beats 2: over a limit"),
        pytest.param(
            (new_prices, tight_limit, broken_document), 1, 1, id="1 beats 3: over a limit and a document lost"
        ),
        pytest.param((tampered, broken_document), 1, 1, id="1 beats 2: drift and a document lost"),
    ],
)
def test_plan(row: Cli, deeds: tuple[Deed, ...], plain: int, detailed: int) -> None:
    done(row, *deeds)
    row("plan", code=plain)
    row("plan", DETAILED, code=detailed)
    row("plan", DETAILED, "--format", "json", code=detailed)
    row("plan", DETAILED, "-o", str(row.folder.parent / "saved.json"), code=detailed)


@pytest.mark.parametrize(
    ("deeds", "plain", "detailed"),
    [
        pytest.param((), 0, 0, id="none"),
        pytest.param((tampered,), 0, 2, id="drift"),
        pytest.param((new_prices,), 0, 0, id="changes are no drift"),
        pytest.param((new_prices, tampered), 0, 0, id="a conflict is no drift"),
        pytest.param((new_prices, tight_limit), 0, 0, id="limits are no matter of drift"),
        pytest.param((tampered, tight_limit), 0, 2, id="nor with drift"),
        pytest.param((tampered, broken_document), 1, 1, id="1 beats 2: a document did not load"),
        pytest.param((tampered, nobody_there), 1, 1, id="an account could not be read"),
    ],
)
def test_drift(row: Cli, deeds: tuple[Deed, ...], plain: int, detailed: int) -> None:
    done(row, *deeds)
    row("drift", code=plain)
    row("drift", DETAILED, code=detailed)
    row("drift", DETAILED, "--format", "json", code=detailed)


# -- apply ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("deeds", "code"),
    [
        pytest.param((), 0, id="nothing to do"),
        pytest.param((new_prices,), 0, id="sent to review"),
        pytest.param((new_reply,), 0, id="left for people"),
        pytest.param((in_review,), 0, id="still in review"),
        pytest.param((rejected,), 0, id="blocked by a rejection"),
        pytest.param((new_prices, tampered), 0, id="blocked by a conflict"),
        pytest.param((tampered,), 0, id="drift is left alone"),
        pytest.param((removal_without_consent,), 0, id="a removal waits for consent"),
        pytest.param((new_prices, unclaimed), 1, id="a step failed"),
        pytest.param((new_prices, broken_document), 1, id="a document did not load"),
        pytest.param((new_prices, nobody_there), 1, id="an account could not be read"),
        pytest.param((new_prices, tight_limit), 3, id="over a limit"),
    ],
)
def test_apply(row: Cli, deeds: tuple[Deed, ...], code: int) -> None:
    done(row, *deeds)
    row("apply", "--yes", "--format", "json", code=code)


@pytest.mark.parametrize(
    ("deeds", "code"),
    [
        pytest.param((), 0, id="as it was"),
        pytest.param((tampered,), 3, id="an object moved"),
        pytest.param((new_reply,), 3, id="a unit's YAML changed"),
        pytest.param((unclaimed,), 1, id="a step failed"),
        pytest.param((tampered, unclaimed), 1, id="1 beats 3: one failed, one refused"),
    ],
)
def test_apply_of_a_saved_plan(row: Cli, deeds: tuple[Deed, ...], code: int) -> None:
    new_prices(row)
    plan = save_plan(row)
    done(row, *deeds)
    row("apply", str(plan), "--format", "json", code=code)


def test_refusals_of_a_whole_run_are_3(row: Cli) -> None:
    new_prices(row)
    row("apply", code=3)
    row("apply", "--format", "json", code=3)
    row("apply", "--resume", code=3)
    with lease.hold(row.folder / ".storeconf/sandbox/lock", "apply", NOW):
        row("apply", "--yes", code=3)
    assert writes(row) == []


# -- validate and confirm ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("deeds", "arguments", "code"),
    [
        pytest.param((), (), 0, id="clean"),
        pytest.param((tampered, nobody_there), (), 0, id="it asks no platform"),
        pytest.param((broken_document,), (), 1, id="a document does not load"),
        pytest.param((broken_document,), ("s1",), 1, id="a document outside the named stores does not load"),
        pytest.param((), ("s9",), 1, id="a store that does not exist"),
    ],
)
def test_validate(row: Cli, deeds: tuple[Deed, ...], arguments: tuple[str, ...], code: int) -> None:
    done(row, *deeds)
    row("validate", *arguments, code=code)
    row("validate", *arguments, "--format", "json", code=code)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(("s3/payment_reply", "--step", "CURRENT"), 0, id="the current step"),
        pytest.param(("s3/payment_reply", "--step", "000000000000"), 3, id="another step"),
        pytest.param(("s3/voice_call", "--step", "CURRENT"), 3, id="an object without a step"),
        pytest.param(("s9/payment_reply", "--step", "CURRENT"), 1, id="a store that does not exist"),
        pytest.param(("s3/payment_reply", "--step", "CURRENT", "--evidence", "nowhere.png"), 1, id="no such evidence"),
        pytest.param(("s3/payment_reply",), 64, id="neither step nor sighting"),
        pytest.param(("--step", "CURRENT", "--expires", "soon"), 64, id="no date"),
    ],
)
def test_confirm(row: Cli, arguments: tuple[str, ...], code: int) -> None:
    new_reply(row)
    current = next(step["digest"] for step in planned(row)["steps"] if step["by"] == "hand")
    named = [argument.replace("CURRENT", current) for argument in arguments]
    row("confirm", *named, "--by", "我", code=code)
    assert (row.folder / "observations").exists() == (code == 0)


# -- wrong usage ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["validate", "plan", "apply", "drift", "confirm"])
def test_wrong_usage_is_never_taken_for_changes(row: Cli, command: str) -> None:
    broken_document(row)
    tight_limit(row)
    row(command, "--unheard-of", code=64)


@pytest.mark.parametrize("command", ["validate", "plan", "apply", "drift"])
def test_folder_without_a_project_is_a_failure(tmp_path: Path, command: str) -> None:
    assert "storeconf init" in Cli(tmp_path)(command, code=1).err
