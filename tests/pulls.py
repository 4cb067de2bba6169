"""The actions of this repository, run as GitHub runs them: their scripts with bash, their expressions filled in."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from support import NOW, ROOT

EXPRESSION = re.compile(r"\$\{\{ (.+?) \}\}")
SKIPPED = ("install",)
"""What needs the network; storeconf is installed already."""


def git(folder: Path, *arguments: str) -> str:
    """Run git as somebody, without anybody's configuration."""
    env = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
    who = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always")
    done = subprocess.run(["git", "-C", str(folder), *who, *arguments], env=env, check=True, capture_output=True)
    return done.stdout.decode()


@dataclass
class Action:
    """One action, and what its steps said."""

    file: Path
    env: dict[str, str]
    values: Mapping[str, str] = field(default_factory=dict)
    """Expressions that are not inputs or outputs."""
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    said: str = ""

    def run(self, folder: Path, temp: Path, **inputs: str) -> int:
        """Run its scripts in a checkout; the code of the first that failed."""
        data: dict[str, Any] = yaml.safe_load(self.file.read_text(encoding="utf-8"))
        given = {name: str(facts.get("default", "")) for name, facts in data["inputs"].items()}
        given |= {name.replace("_", "-"): value for name, value in inputs.items()}
        (temp / "storeconf").mkdir(parents=True, exist_ok=True)
        for step in data["runs"]["steps"]:
            if "run" not in step or step.get("id") in SKIPPED:
                continue
            code = self._step(step, given, folder, temp)
            if code:
                return code
        return 0

    def _step(self, step: Mapping[str, Any], inputs: Mapping[str, str], folder: Path, temp: Path) -> int:
        assert step["shell"] == "bash"
        output = temp / "output"
        output.write_text("", encoding="utf-8")
        env = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "STORECONF_"))},
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "RUNNER_TEMP": str(temp),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(temp / "summary.md"),
            **self.env,
            **{name: self._filled(str(value), inputs) for name, value in step.get("env", {}).items()},
        }
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        done = subprocess.run(command, cwd=folder, env=env, check=False, capture_output=True, encoding="utf-8")
        self.said += done.stdout + done.stderr
        lines = [line.partition("=") for line in output.read_text(encoding="utf-8").splitlines()]
        self.outputs[step["id"]] = {name: value for name, _, value in lines}
        return done.returncode

    def _filled(self, text: str, inputs: Mapping[str, str]) -> str:
        def value(found: re.Match[str]) -> str:
            name = found[1]
            if name.startswith("inputs."):
                return self._filled(inputs[name.removeprefix("inputs.")], inputs)
            if outputs := re.fullmatch(r"steps\.([a-z]+)\.outputs\.([a-z-]+)", name):
                return self.outputs[outputs[1]].get(outputs[2], "")
            return self.values[name]

        return EXPRESSION.sub(value, text)


def plan_action(env: dict[str, str], *, fork: bool = False) -> Action:
    """The action for pull requests."""
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    condition = next(one for one in EXPRESSION.findall(text) if "head.repo.full_name" in one)
    values = {"github.token": env.get("GITHUB_TOKEN", ""), condition: str(fork).lower()}
    return Action(ROOT / "action.yml", env, values)


def drift_action(env: dict[str, str]) -> Action:
    """The action for the night."""
    return Action(ROOT / "drift" / "action.yml", env, {"github.token": env.get("GITHUB_TOKEN", "")})


def inputs(**more: str) -> dict[str, str]:
    """The inputs of a rehearsal at the sample's moment."""
    return {"now": NOW, **more}
