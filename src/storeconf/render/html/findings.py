"""What the review rules say, by the platform's reasons for rejection."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from storeconf.core.text import Lang, Text
from storeconf.plan.entities import PlanDiagnostic
from storeconf.render.cells import safe
from storeconf.render.html.entries import Members
from storeconf.rules.categories import CATEGORIES, CATEGORY_OF

OTHER = "config"
OTHER_TITLE = Text("配置本身", "The configuration itself")


def categories(lang: Lang) -> list[dict[str, str]]:
    """The groups in which findings are counted, in the order of the sources."""
    known = [
        {"id": one.key, "mark": one.mark, "label": one.title.render(lang), "source": one.source.id}
        for one in CATEGORIES
    ]
    return [*known, {"id": OTHER, "mark": "·", "label": OTHER_TITLE.render(lang), "source": ""}]


def finding_rows(found: Iterable[PlanDiagnostic], members: Members) -> list[dict[str, Any]]:
    """The findings, equal ones as one, with the stores and the number of places."""
    folded: dict[tuple[str, ...], dict[str, Any]] = {}
    for one in found:
        key = (one.code, one.severity, one.detail, one.fix, one.waived_by)
        row = folded.setdefault(key, _row(one))
        row["n"] += 1
        row["st"].update(members.of(one.address or one.store) or members.of(one.store))
    return [{**row, "st": sorted(row["st"])} for row in folded.values()]


def _row(one: PlanDiagnostic) -> dict[str, Any]:
    category = CATEGORY_OF.get(one.code)
    line = one.range["start"]["line"] if one.range else 0
    row: dict[str, Any] = {
        "c": one.code,
        "g": category.key if category is not None else OTHER,
        "v": "waived" if one.waived_by else one.severity,
        "s": safe(one.summary),
        "d": safe(one.detail),
        "f": safe(one.fix),
        "a": one.address or one.store,
        "at": safe(f"{one.file}:{line}" if line else one.file),
        "n": 0,
        "st": set(),
    }
    return row
