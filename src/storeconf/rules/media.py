"""Rules for a picture or a video by itself, before anything names it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Lang
from storeconf.media.facts import Facts, ImageFacts, Unreadable, VideoFacts
from storeconf.rules.catalogue import BY_ID, RULES
from storeconf.rules.lint import lint_line
from storeconf.rules.rule import Needs
from storeconf.rules.settings import Settings

IMAGE_RULES = tuple(BY_ID[one] for one in ("R03-01", "R03-03", "R11-02"))
"""What is asked of every picture; what is asked of a cover or a licence depends on its use."""
WORD_RULES = tuple(
    replace(rule, on_product=None, on_chain=None)
    for rule in RULES
    if "detail_image_text" in rule.fields and set(rule.needs) <= {Needs.TEXT, Needs.MEDIA}
)
"""What is asked of the words in a picture, whatever it is for."""
VIDEO_RULES = (BY_ID["OPS-16"],)
"""What is asked of a video that is pinned to the store page."""
TOLD = ("width", "height", "format", "bytes", "plain", "blank", "blur", "text")
"""Measures that rules read."""


def told(seen: ImageFacts) -> dict[str, Any]:
    """A picture as rules take it."""
    return {**{name: getattr(seen, name) for name in TOLD}, "has_qr": bool(seen.qr)}


def verdicts(file: str, facts: Facts, now: datetime, lang: Lang, settings: Settings) -> Iterator[Mapping[str, Any]]:
    """Findings about a file, as lint gives them; nothing more about one that doesn't open.

    Words may be misread, so that what is found in them is only a warning.
    """
    match facts:
        case ImageFacts():
            picture: Mapping[str, Any] = {"product": {}, "facts": {"images": [{"file": file, **told(facts)}]}}
            for found in lint_line(picture, now, lang, settings, (*IMAGE_RULES, *WORD_RULES))["findings"]:
                yield {**found, "severity": str(Severity.WARNING)} if found["span"] else found
        case VideoFacts():
            video = {"duration_s": facts.duration_s}
            line = {"store": {"pinned_video": {"file": file}}, "facts": {"pinned_video": video}}
            yield from lint_line(line, now, lang, settings, VIDEO_RULES)["findings"]
        case Unreadable():
            return
