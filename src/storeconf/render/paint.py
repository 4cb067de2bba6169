"""Colour, or none: one object decides, so that nothing escapes into a pipe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_CODES = {"red": 31, "green": 32, "yellow": 33, "blue": 34, "magenta": 35, "cyan": 36, "dim": 2}


@dataclass(frozen=True, slots=True)
class Paint:
    """Colours text when it is on."""

    on: bool = False

    def __call__(self, text: str, style: str = "", *, bold: bool = False) -> str:
        """The text in a style."""
        if not self.on or not text or not (style or bold):
            return text
        codes = [str(_CODES[style])] if style else []
        if bold:
            codes.append("1")
        return f"\x1b[{';'.join(codes)}m{text}\x1b[0m"


def wants_colour(choice: str, environ: Mapping[str, str], *, terminal: bool) -> bool:
    """Whether to colour: `--color` first, then NO_COLOR and FORCE_COLOR, then whether a person is looking."""
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    return terminal and environ.get("TERM") != "dumb"
