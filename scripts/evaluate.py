"""How well the rules do on labelled cases: `python scripts/evaluate.py FILE…` (JSON lines; see tests/eval/README.md).

A rule in `expected` that isn't found is a miss. A finding that is neither in `expected` nor in `either` is false.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from storeconf.core.clock import parse_instant
from storeconf.rules.lint import Linter

NOW = parse_instant("2026-03-09T10:00:00+08:00")
"""For cases that name no moment of their own."""


def main() -> None:
    """Print misses and false findings, then the figures of each file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--only", help="rule ids to look at, by prefix", default="")
    parser.add_argument("--quiet", action="store_true", help="figures only")
    options = parser.parse_args()
    for file in options.files:
        cases = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        print(f"{file}: {_measure(cases, options.only, quiet=options.quiet)}")


def _measure(cases: list[dict[str, Any]], only: str, *, quiet: bool) -> str:
    expected = found = false_cases = clean = false_on_clean = 0
    missed: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    linter = Linter()
    for case in cases:
        codes = {one["code"] for one in linter.answer(case, NOW)["findings"]}
        wanted, either = set(case["expected"]), set(case.get("either", ()))
        if only:
            codes, wanted = ({c for c in some if c.startswith(only)} for some in (codes, wanted))
        misses, extras = wanted - codes, codes - wanted - either
        expected, found = expected + len(wanted), found + len(wanted & codes)
        missed.update(misses)
        wrong.update(extras)
        false_cases += bool(extras)
        if not case["expected"]:
            clean, false_on_clean = clean + 1, false_on_clean + bool(extras)
        if (misses or extras) and not quiet:
            what = case.get("text") or case.get("note") or ""
            print(f"{case['id']} missed {sorted(misses)} false {sorted(extras)}  {case.get('field', '')}  {what[:120]}")
    if not quiet:
        print("missed", dict(missed.most_common()), "false", dict(wrong.most_common()))
    recall = f"{found / expected:.4f}" if expected else "-"
    share = f"{false_on_clean / clean:.4f}" if clean else "-"
    return f"recall {recall} ({found}/{expected}); false on clean {share} ({false_on_clean}/{clean}); cases with a false finding {false_cases}"


if __name__ == "__main__":
    main()
