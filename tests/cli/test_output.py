"""What goes where: data to standard output, the rest to standard error; colour only where a person looks."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from storeconf.cli.base import Settings
from storeconf.cli.console import Console
from storeconf.core.text import Text
from support import Cli, edit
from terminal import seen_on_a_terminal

ESCAPE = "\x1b["
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


# -- streams -----------------------------------------------------------------------------------------------------------


def test_plan_is_data_and_the_saved_file_is_news(fleet: Cli) -> None:
    result = fleet("plan", "-o", str(fleet.folder / "p.json"))
    assert "计划：" in result.out
    assert "p.json" not in result.out
    assert "计划已存到" in result.err


def test_errors_of_a_store_stand_beside_the_plan(fleet: Cli) -> None:
    edit(fleet.folder / "stores/yanli/hz-yanli-hubin.yaml", "kind: Store", "kind: Shop")
    result = fleet("plan", code=1)
    assert "SC201" in result.err
    assert "SC201" not in result.out
    assert "1 个门店或账号的 YAML 有误" in result.out


def test_findings_are_the_data_of_validate(fleet: Cli) -> None:
    edit(fleet.folder / "stores/yanli/hz-yanli-hubin.yaml", "kind: Store", "kind: Shop")
    result = fleet("validate", code=1)
    assert "SC201" in result.out
    assert result.err == ""


def test_failure_leaves_standard_output_empty(tmp_path: Path) -> None:
    result = Cli(tmp_path)("plan", code=1)
    assert result.out == ""
    assert "storeconf.yaml" in result.err


@pytest.mark.parametrize("command", [("plan",), ("drift",), ("status",), ("todo",), ("validate",)])
def test_json_is_alone_on_standard_output(command: tuple[str, ...], fleet: Cli) -> None:
    result = fleet(*command, "--format", "json", "--color", "always")
    assert isinstance(result.json, dict)
    assert ESCAPE not in result.out


def test_quiet_drops_the_remark_about_warnings(fleet: Cli) -> None:
    edit(fleet.folder / "stores/shuyu/products/crispy-pork.yaml", "  stock:", "  # stock:")
    loud, quiet = fleet("plan"), fleet("plan", "-q")
    assert quiet.out == loud.out
    assert quiet.err == ""


def test_no_progress_off_a_terminal(fleet: Cli) -> None:
    assert fleet.process("plan").err == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [((), ["3/9 步骤", "6/9 步骤", "9/9 步骤"]), (("-q",), [])],
    ids=["a line now and then", "nothing when asked"],
)
def test_long_run_tells_a_log_how_far_it_is(
    arguments: tuple[str, ...], said: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("storeconf.cli.console.LOG_EVERY", 3)
    console = Console(Settings(quiet=len(arguments)))
    console.logs_progress = True
    for number in range(1, 10):
        console.progress(Text("{done}/9 步骤", "{done}/9 steps")(done=number))
    assert capsys.readouterr().err.splitlines() == said


def test_apply_tells_a_log_how_far_it_is(fleet: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storeconf.cli.console.LOG_EVERY", 2)
    steps = [step for step in fleet("plan", "--format", "json").json["steps"] if step["by"] == "api"]
    lines = re.findall(r"^\d+/\d+ \S+$", fleet("apply", "--yes").err, re.MULTILINE)
    assert len(lines) == len(steps) // 2 > 0


# -- colour ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [
        ((), {}, False),
        (("--color", "auto"), {}, False),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colour_in_a_pipe(arguments: tuple[str, ...], environment: dict[str, str], coloured: bool, fleet: Cli) -> None:
    fleet.env = environment
    assert (ESCAPE in fleet("plan", *arguments).out) is coloured


@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [
        ((), {"TERM": "xterm"}, True),
        ((), {"TERM": "xterm", "NO_COLOR": "1"}, False),
        ((), {"TERM": "xterm", "NO_COLOR": ""}, True),
        ((), {"TERM": "dumb"}, False),
        (("--color", "never"), {"TERM": "xterm"}, False),
    ],
)
def test_colour_on_a_terminal(
    arguments: tuple[str, ...], environment: dict[str, str], coloured: bool, fleet: Cli
) -> None:
    screen = seen_on_a_terminal(fleet.command("status", *arguments), environment)
    assert bool(COLOUR.search(screen)) is coloured


def test_colour_changes_no_word(fleet: Cli) -> None:
    plain, coloured = fleet("plan").out, fleet("plan", "--color", "always").out
    assert COLOUR.sub("", coloured) == plain


def test_progress_on_a_terminal_leaves_nothing_behind(fleet: Cli) -> None:
    screen = seen_on_a_terminal(fleet.command("plan"), {"TERM": "xterm", "NO_COLOR": "1"})
    lines = screen.replace("\r\n", "\n").split("\n")
    assert "\r\x1b[2K读取" in screen
    assert "\n".join(line.split("\r\x1b[2K")[-1] for line in lines) == fleet("plan").out


@pytest.mark.parametrize("environment", [{"CI": "true"}, {}])
def test_progress_is_quiet_when_asked_or_in_ci(environment: dict[str, str], fleet: Cli) -> None:
    quiet = () if environment else ("-q",)
    assert "\r\x1b" not in seen_on_a_terminal(fleet.command("plan", *quiet), {"TERM": "xterm", **environment})


# -- pipes and encodings -----------------------------------------------------------------------------------------------


def run_into(fleet: Cli, stdout: int, **more: int) -> subprocess.CompletedProcess[bytes]:
    """Run `plan` with its output going into a file descriptor."""
    return subprocess.run(
        fleet.command("plan"), stdout=stdout, stderr=more.get("stderr", subprocess.PIPE), check=False, timeout=60
    )


def closed_pipe() -> int:
    """A pipe that nobody reads any more."""
    reader, writer = os.pipe()
    os.close(reader)
    return writer


def test_reader_that_went_away_is_no_error(fleet: Cli) -> None:
    pipe = closed_pipe()
    done = run_into(fleet, pipe)
    os.close(pipe)
    assert (done.returncode, done.stderr) == (0, b"")


def test_both_streams_into_a_closed_pipe(fleet: Cli) -> None:
    pipe = closed_pipe()
    done = run_into(fleet, pipe, stderr=pipe)
    os.close(pipe)
    assert done.returncode == 0


def test_full_disk_behind_standard_output_is_said(fleet: Cli) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run_into(fleet, full.fileno())
    assert done.returncode == 1
    assert done.stderr.decode("utf-8").splitlines() == ["错误 SC664 输出写不了", "  标准输出：磁盘满了"]


def with_closed(stream: str, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command whose caller closed one of its streams, as `>&-` does."""
    line = f"{shlex.join(command)} {stream}&-"
    return subprocess.run(["sh", "-c", line], capture_output=True, encoding="utf-8", check=False, timeout=60)


def test_closed_standard_error_loses_remarks_only(fleet: Cli) -> None:
    done = with_closed("2>", fleet.command("plan"))
    assert (done.returncode, done.stdout) == (0, fleet("plan").out)


@pytest.mark.parametrize("arguments", [("plan",), ("plan", "--format", "json"), ("--help",), ("--version",)])
def test_closed_standard_output_is_no_success(arguments: tuple[str, ...], fleet: Cli) -> None:
    done = with_closed(">", fleet.command(*arguments))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-2:] == ["错误 SC664 输出写不了", "  标准输出：已经被关上（>&-）"]


@pytest.mark.parametrize(("arguments", "code"), [(("apply", "-q"), 3), (("lint",), 0), (("plan",), 0)])
def test_closed_standard_input_is_no_terminal(arguments: tuple[str, ...], code: int, fleet: Cli) -> None:
    done = with_closed("<", fleet.command(*arguments))
    assert done.returncode == code
    assert ("SC670" in done.stderr) == (code == 3)
    assert "内部出错" not in done.stderr


@pytest.mark.parametrize("command", [("plan",), ("status",), ("--help",), ("plann",)])
def test_ascii_output_is_escaped_rather_than_a_crash(command: tuple[str, ...], fleet: Cli) -> None:
    result = fleet.process(*command, PYTHONIOENCODING="ascii")
    assert result.code == (64 if command == ("plann",) else 0)
    assert "Traceback" not in result.err
    assert "内部出错" not in result.err


def test_ascii_plan_names_characters_by_number(fleet: Cli) -> None:
    result = fleet.process("plan", PYTHONIOENCODING="ascii")
    assert result.out.isascii()
    assert "\\u8ba1\\u5212" in result.out


def test_utf8_is_written_whatever_the_locale(fleet: Cli) -> None:
    result = fleet.process("status", LC_ALL="C", PYTHONIOENCODING="utf-8")
    assert "蜀渝火锅(三里屯店)" in result.out
