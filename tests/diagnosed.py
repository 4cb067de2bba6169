"""Diagnostics as entities, made by hand for the tests of their renderers."""

from __future__ import annotations

from typing import Any

from storeconf.plan.entities import PlanDiagnostic


def place(line: int, column: int, end_line: int = 0, end_column: int = 0) -> dict[str, dict[str, int]]:
    """A range; one character when no end is given."""
    end = {"line": end_line or line, "column": end_column or column + 1}
    return {"start": {"line": line, "column": column}, "end": end}


def diagnosed(code: str = "R01-06", severity: str = "error", **rest: Any) -> PlanDiagnostic:
    """One diagnostic; what isn't given is believable."""
    given: dict[str, Any] = {
        "name": "final-interpretation",
        "summary": "不能写解释权归谁所有",
        "detail": "“解释权归本店所有”会被拒绝",
        "store": "bj",
        "address": "bj/product/solo",
        "path": "usage_notes",
        "file": "stores/bj.yaml",
        "range": place(3, 5, end_column=12),
        "fix": "删去这一句",
        **rest,
    }
    return PlanDiagnostic(code=code, severity=severity, **given)
