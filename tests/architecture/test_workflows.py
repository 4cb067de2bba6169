"""Workflows and actions: nothing unpinned, no more rights than needed, no word of others inside a script."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from commands import command_of, every_command
from support import ROOT

WORKFLOWS = sorted(
    (*ROOT.glob(".github/workflows/*.yaml"), *ROOT.glob("src/storeconf/scaffold/dot-github/workflows/*.yaml"))
)
ACTIONS = (ROOT / "action.yml", ROOT / "drift" / "action.yml")
PINNED = re.compile(r"[a-zA-Z0-9/_.-]+@[0-9a-f]{40}  # v\d+(\.\d+){1,2}|\$/[a-z]*")
CALL = re.compile(
    r'(?:^|/|\s)storeconf(?: "\$\{options\[@\]\}"| --now "\$NOW"| -C "\$PROJECT"| \$\{LANGUAGE[^}]*\})* ([a-z]+(?: [a-z]+)?)'
)


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT))


def steps(file: Path) -> list[dict[str, Any]]:
    """All steps of a file."""
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    groups = [data["runs"]] if "runs" in data else list(data["jobs"].values())
    return [step for group in groups for step in group["steps"]]


every_file = pytest.mark.parametrize("file", [*WORKFLOWS, *ACTIONS], ids=name_of)
every_workflow = pytest.mark.parametrize("file", WORKFLOWS, ids=name_of)


def test_they_are_found() -> None:
    assert {"ci.yaml", "plan.yaml", "drift.yaml", "apply.yaml", "release.yaml"} <= {file.name for file in WORKFLOWS}


@every_file
def test_everything_used_is_pinned_by_commit(file: Path) -> None:
    lines = re.findall(r"uses: (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert [line for line in lines if not PINNED.fullmatch(line)] == []


def test_one_action_is_pinned_to_one_commit_everywhere() -> None:
    pins = {
        pin for file in (*WORKFLOWS, *ACTIONS) for pin in re.findall(r"uses: ([^@\s]+@\S+)", file.read_text("utf-8"))
    }
    names = [pin.split("@")[0] for pin in pins]
    assert len(names) == len(set(names))


@every_file
def test_no_expression_stands_in_a_script(file: Path) -> None:
    assert [step["run"] for step in steps(file) if "${{" in step.get("run", "")] == []


INSTALLER = (ROOT / "scripts" / "install-action.sh").read_text(encoding="utf-8")
PYTHON = re.compile(r"(?<![\w.-])python(?= -)(?! -I\b)")
"""Python that would import what lies in the folder where it runs, which is a stranger's checkout."""


@pytest.mark.parametrize("file", ACTIONS, ids=name_of)
def test_python_imports_nothing_from_the_checkout(file: Path) -> None:
    scripts = [step["run"] for step in steps(file) if "run" in step]
    assert sum(script.count("python -I ") for script in scripts) == 1
    assert [script for script in (*scripts, INSTALLER) if PYTHON.search(script)] == []


@every_file
def test_scripts_call_commands_that_exist(file: Path) -> None:
    known = {" ".join(path) for path in every_command()}
    called = [found for step in steps(file) for found in CALL.findall(step.get("run", ""))]
    assert [one for one in called if one not in known and one.split()[0] not in known] == []
    for one in called:
        assert command_of(tuple(one.split()) if one in known else (one.split()[0],))


@every_workflow
def test_rights_are_given_to_jobs_one_by_one(file: Path) -> None:
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert data["permissions"] == {}
    assert all(job["permissions"] for job in data["jobs"].values())
    checkouts = [step for step in steps(file) if step.get("uses", "").startswith("actions/checkout@")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@every_workflow
def test_no_workflow_runs_code_of_a_fork_with_secrets(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert "pull_request_target" not in text
    assert "workflow_run" not in text
    if "pull_request" in (yaml.safe_load(text).get(True) or ()):
        assert "secrets." not in text


@pytest.mark.parametrize("file", [one for one in WORKFLOWS if "drift" in one.name], ids=name_of)
def test_night_job_has_a_file_of_its_own_and_a_time_in_beijing(file: Path) -> None:
    triggers = yaml.safe_load(file.read_text(encoding="utf-8"))[True]
    assert set(triggers) == {"schedule", "workflow_dispatch"}
    assert triggers["schedule"][0]["timezone"] == "Asia/Shanghai"
    assert not triggers["schedule"][0]["cron"].startswith(("0 ", "30 "))
