"""Pictures and videos made on the spot: sharp ones, and ones with every kind of trouble."""

from __future__ import annotations

import io
import random
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

COVER = (750, 560)
JPEG_85: dict[str, Any] = {"quality": 85}


@cache
def plate(size: tuple[int, int] = COVER, seed: int = 1) -> Image.Image:
    """A sharp picture with large and small things in it. Shared: don't draw on it."""
    dice, (width, height) = random.Random(seed), size
    image = Image.new("RGB", size, (90, 30, 20))
    draw = ImageDraw.Draw(image)
    for _ in range(120):
        x, y, r = dice.uniform(0, width), dice.uniform(0, height), dice.uniform(3, width / 12)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=tuple(dice.randrange(256) for _ in "rgb"))
    return image


def blurred(radius: float, size: tuple[int, int] = COVER) -> Image.Image:
    """The same picture out of focus."""
    return plate(size).filter(ImageFilter.GaussianBlur(radius))


def with_code(words: str = "https://example.invalid/join", size: tuple[int, int] = COVER) -> Image.Image:
    """A picture with a QR code in it."""
    code = Image.fromarray(zxingcpp.create_barcode(words, zxingcpp.BarcodeFormat.QRCode).to_image(scale=5))
    image = plate(size).copy()
    image.paste(code.convert("RGB"), (30, 40))
    return image


def stored(image: Image.Image, name: str = "PNG", **options: Any) -> bytes:
    """A picture as the bytes of a file."""
    target = io.BytesIO()
    image.save(target, name, **options)
    return target.getvalue()


def clip(file: Path, seconds: float, size: tuple[int, int] = (96, 160), *, rate: int = 10, code: str = "") -> Path:
    """A video of that length; with a QR code in it, if asked for."""
    shown = with_code(code, (320, 240)) if code else plate((160, 160))
    with av.open(str(file), "w") as container:
        stream = container.add_stream("libx264", rate=Fraction(rate), options={"preset": "ultrafast"})
        stream.width, stream.height = shown.size if code else size
        stream.pix_fmt, stream.codec_context.thread_count = "yuv420p", 1
        frame = av.VideoFrame.from_image(shown.resize((stream.width, stream.height)))  # type: ignore[no-untyped-call]
        for number in range(round(seconds * rate)):
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return file
