"""Write the shell scripts inside workflows and actions into a folder, for shellcheck.

Usage: python scripts/run_blocks.py FOLDER FILE…

Expressions never stand in a script, so what is written is what runs; GitHub starts it with bash and these options.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

HEAD = "#!/usr/bin/env bash\nset -eo pipefail\n"


def scripts(file: Path) -> Iterator[tuple[str, str]]:
    """The scripts of a workflow's jobs, or of an action, each with a name."""
    data: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    groups = {"action": data["runs"]} if "runs" in data else data.get("jobs", {})
    for name, group in groups.items():
        for number, step in enumerate(group.get("steps", ())):
            if "run" in step:
                yield f"{name}-{number}", step["run"]


def main(folder: Path, files: list[Path]) -> None:
    """Write all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        for name, script in scripts(file):
            target = folder / f"{'-'.join(file.with_suffix('').parts[-3:])}-{name}.sh".lstrip(".")
            target.write_text(f"{HEAD}{script}", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
