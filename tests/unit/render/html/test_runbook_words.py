"""The runbook says what its signs mean: on a phone nothing hovers."""

from __future__ import annotations

from entries import plan
from storeconf.render.html.runbook import runbook_html


def test_the_star_is_explained() -> None:
    assert "带 * 的要看或要改" in runbook_html(plan(), "zh")
    assert "What has a *" in runbook_html(plan(), "en")
