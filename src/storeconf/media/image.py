"""Pictures, measured with Pillow and zxing-cpp. Import it inside a function: both are optional."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from typing import IO

import zxingcpp
from PIL import Image, ImageChops, ImageFilter, ImageOps, ImageStat
from PIL.ExifTags import Base

from storeconf.media.facts import ImageFacts
from storeconf.media.sniff import sixteen_bits

MAX_PIXELS = 64_000_000
"""Width times height that is decoded at most; phones make 12 to 50 million."""
MEASURED_SIDE = 1024
"""The longer side at which blur is measured: about what a phone shows, so that a large soft photograph counts as sharp."""
CODE_SIDE = 2048
"""The longer side at which codes are looked for."""
BLANK_SHARE = 0.98
"""A picture is blank when more of its pixels are of one colour (rules.md, R03-01)."""
SAME_COLOUR = 5
"""Levels of 255 within which two colours are one: 2 %."""
SHARP = 870.0
"""Variance of the Laplacian of the sharpest part from which a picture is sharp beyond doubt; 1 is the other end.

Measured on drawings, documents and fractal noise of some 1000 pixels, saved as JPEG 85: untouched 200 to 3400, blurred with
a radius of 1 pixel 50 to 650, 2: 11 to 60, 3: 6 to 15, 4: 5 to 6, 8: 2 to 4. A blur of 0.6 is a variance of 15.
"""
PALE = 80
"""Levels between the darkest and the brightest part below which contrast is made up for."""
PARTS = 6
"""Parts a side, of which the sharpest counts: a plate in front of a soft background is no blurred picture."""
MAX_CODES, CODE_LENGTH = 5, 200
_LAPLACIAN = ImageFilter.Kernel((3, 3), [0, 1, 0, 1, -4, 1, 0, 1, 0], scale=1, offset=128)
_QR_FORMATS = zxingcpp.barcode_formats_from_str("QRCode,MicroQRCode,RMQRCode")
_EDGE = 2
"""Pixels at the border that a filter leaves as they are."""
_DEEP_MODES = ("I", "F")
_SIDEWAYS = (5, 6, 7, 8)
"""Orientations of a camera that was held upright."""


class TooManyPixels(Exception):
    """Decoding would take too much memory."""


def open_image(stream: IO[bytes], name: str) -> Image.Image:
    """A picture whose header is read, not its pixels. `name`: its format. Raises TooManyPixels, or what Pillow raises."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(stream, formats=(name.upper(),))
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise TooManyPixels from None
    if image.width * image.height > MAX_PIXELS:
        raise TooManyPixels
    return image


def measure(stream: IO[bytes], name: str, size: int, head: bytes) -> ImageFacts:
    """Everything about a picture but its words. Raises TooManyPixels, and anything for a damaged file."""
    image = open_image(stream, name)
    animated = bool(getattr(image, "is_animated", False))
    cmyk, deep = image.mode == "CMYK", image.mode.startswith(_DEEP_MODES) or sixteen_bits(head)
    width, height = reversed(image.size) if image.getexif().get(Base.Orientation) in _SIDEWAYS else image.size
    image.draft("RGB", (CODE_SIDE, CODE_SIDE))
    shown = upright(image)
    plain = plainness(shown)
    grey = shown.convert("L")
    sharpness = sharpness_of(grey)
    return ImageFacts(
        width=width,
        height=height,
        format=name,
        bytes=size,
        animated=animated,
        cmyk=cmyk,
        bits=16 if deep else 8,
        plain=round(plain, 4),
        deviation=round(ImageStat.Stat(grey).stddev[0], 2),
        entropy=abs(round(grey.entropy(), 3)),
        blank=plain > BLANK_SHARE,
        sharpness=round(sharpness, 2),
        blur=blur_of(sharpness),
        qr=codes_in(grey),
    )


def upright(image: Image.Image) -> Image.Image:
    """In RGB, on white where it is transparent, turned as the camera says, at most CODE_SIDE pixels a side."""
    if image.mode.startswith(_DEEP_MODES):
        image = _eight_bits(image)
    elif image.mode in ("P", "PA", "LA", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
    image.thumbnail((CODE_SIDE, CODE_SIDE), Image.Resampling.BOX)
    ImageOps.exif_transpose(image, in_place=True)
    if image.mode == "RGBA":
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Brightness of more than 8 bits, spread over 0 to 255; converting alone would make all of it white."""
    image = image.convert("F")
    low, high = _range(image)
    scale = 255 / (high - low) if high > low else 0.0
    return image.point(lambda value: value * scale - low * scale).convert("L")


def _range(image: Image.Image) -> tuple[float, float]:
    """The darkest and the brightest level of a picture with one channel."""
    low, high = image.getextrema()
    assert isinstance(low, int | float)
    assert isinstance(high, int | float)
    return low, high


def plainness(image: Image.Image) -> float:
    """The share of pixels within 2 % of the commonest colour.

    A colour that most pixels have is the median of each channel, so no other needs to be tried.
    """
    near: Image.Image | None = None
    for channel, median in zip(image.split(), ImageStat.Stat(image).median, strict=True):
        table = [255 if abs(level - median) <= SAME_COLOUR else 0 for level in range(256)]
        here = channel.point(table)
        near = here if near is None else ImageChops.darker(near, here)
    return near.histogram()[255] / (image.width * image.height) if near is not None else 1.0


def sharpness_of(grey: Image.Image) -> float:
    """The variance of the Laplacian in the sharpest part, as it would be with full contrast."""
    grey = grey.copy()
    grey.thumbnail((MEASURED_SIDE, MEASURED_SIDE), Image.Resampling.BOX)
    if min(grey.size) <= 2 * _EDGE:
        return 0.0
    edges = grey.filter(_LAPLACIAN).crop((_EDGE, _EDGE, grey.width - _EDGE, grey.height - _EDGE))
    low, high = _range(grey)
    contrast = min(max(high - low, 1), PALE)
    return max(ImageStat.Stat(part).var[0] for part in _parts(edges)) * (PALE / contrast) ** 2


def _parts(image: Image.Image) -> Iterator[Image.Image]:
    columns, rows = (_cuts(side) for side in image.size)
    for top, bottom in rows:
        for left, right in columns:
            yield image.crop((left, top, right, bottom))


def _cuts(side: int) -> list[tuple[int, int]]:
    count = min(PARTS, side)
    return [(side * one // count, side * (one + 1) // count) for one in range(count)]


def blur_of(sharpness: float) -> float:
    """0 sharp to 1 unreadable, on a logarithmic scale between SHARP and 1."""
    return round(1 - math.log(min(max(sharpness, 1.0), SHARP)) / math.log(SHARP), 3)


def codes_in(image: Image.Image) -> tuple[str, ...]:
    """What the QR codes of a picture say, shortened."""
    found = zxingcpp.read_barcodes(image, formats=_QR_FORMATS)
    return tuple(one.text[:CODE_LENGTH] for one in found[:MAX_CODES])
