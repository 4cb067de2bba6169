"""The words in a picture, read by rapidocr, which is optional and very large."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from PIL import Image

from storeconf.media.image import shrink

MAX_LINES, MAX_LINE = 200, 200
OVERLAP = 80
"""Pixels that two pieces of a long picture share."""
READ_SIDE = 1200
"""The shorter side at which words are read."""
SMALLEST = 100
"""The shorter side below which nothing is read: the reader would enlarge such a strip until it fills the memory."""
STEP, MOST = 3, 12
"""A long picture is read in pieces, so many times as long as wide; that many pieces at most, 2 s each."""


@lru_cache(maxsize=1)
def _reader() -> Any:
    """The reader, ready for use. Raises ImportError without it."""
    from rapidocr import RapidOCR

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
    shrink(image, READ_SIDE)
    return [line for piece in islice(_pieces(image), MOST) for line in _lines(piece)]


def _pieces(image: Image.Image) -> Iterator[Image.Image]:
    """A picture in pieces that overlap, so that no line is cut in all of them."""
    short = min(image.size)
    if short < SMALLEST:
        return
    step, overlap = STEP * short, OVERLAP if max(image.size) > STEP * short else 0
    for top in range(0, image.height, step):
        for left in range(0, image.width, step):
            yield image.crop(
                (left, top, min(left + step + overlap, image.width), min(top + step + overlap, image.height))
            )


def _lines(image: Image.Image) -> list[str]:
    stored = io.BytesIO()
    image.save(stored, "PNG")
    found = _reader()(stored.getvalue())
    return [line[:MAX_LINE] for line in found.txts or () if line.strip()]
