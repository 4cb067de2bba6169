"""Hits that quote the offending words of a text."""

from __future__ import annotations

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Say, Text
from storeconf.rules.case import Written
from storeconf.rules.rule import Hit
from storeconf.rules.text.normal import View


def quoted(
    written: Written,
    view: View,
    span: tuple[int, int],
    message: Text,
    *,
    fix: Say = "",
    severity: Severity | None = None,
) -> Hit:
    """A hit at a stretch of a view; `{words}` in the message is filled with the original characters."""
    start, end = view.raw_span(*span)
    words = " ".join(written.raw[start:end].split())
    return Hit(message=message(words=words), fix=fix, start=start, end=end, severity=severity)
