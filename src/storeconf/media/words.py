"""The words in a picture, read by rapidocr. Import it inside a function: it is optional, and very large."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from PIL import Image
from rapidocr import RapidOCR

MAX_LINES, MAX_LINE = 200, 200
READ_SIDE = 1600
"""The longer side at which words are read; 1.7 s a picture."""


@lru_cache(maxsize=1)
def _reader() -> Any:
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    reader = RapidOCR()
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return reader


def words_in(images: Iterable[Image.Image]) -> str:
    """The words in some pictures, a line each, every line once."""
    lines: dict[str, None] = {}
    for image in images:
        lines |= dict.fromkeys(_read(image))
    return "\n".join(list(lines)[:MAX_LINES])


def _read(image: Image.Image) -> list[str]:
    image = image.copy()
    image.thumbnail((READ_SIDE, READ_SIDE), Image.Resampling.LANCZOS)
    stored = io.BytesIO()
    image.save(stored, "PNG")
    found = _reader()(stored.getvalue())
    return [line[:MAX_LINE] for line in found.txts or () if line.strip()]
