"""Draws the pictures and the video of `examples/rejected`, each wrong in its own way. Run it by hand; the files are kept.

`python scripts/rejected_media.py examples/rejected/assets`
"""

from __future__ import annotations

import random
import sys
from fractions import Fraction
from pathlib import Path

import av
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

COVER, SQUARE, FILM, LICENCE = (750, 560), (560, 560), (180, 320), (480, 340)
SECONDS, RATE = 18, 5
INVITATION = "https://example.invalid/join-our-group"


def main(folder: Path) -> None:
    """Write every file."""
    folder.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", COVER, (252, 252, 250)).save(folder / "party-detail.png", optimize=True)
    plate(COVER, seed=1).filter(ImageFilter.GaussianBlur(9)).save(folder / "double-dish.jpg", quality=70)
    with_code(plate(COVER, seed=2)).save(folder / "tour-detail.png", optimize=True)
    plate(SQUARE, seed=3).save(folder / "bus.png", optimize=True)
    document(LICENCE).save(folder / "mall-licence.png", optimize=True)
    film(folder / "counter.mp4")


def plate(size: tuple[int, int], seed: int) -> Image.Image:
    """A plate with something on it."""
    dice, (width, height) = random.Random(seed), size  # noqa: S311
    image = Image.new("P", size, 0)
    image.putpalette([120, 30, 20, 235, 230, 220, 196, 52, 30, 90, 140, 60, 245, 200, 90, 250, 250, 250, 10, 10, 10])
    draw = ImageDraw.Draw(image)
    draw.ellipse((width * 0.12, height * 0.12, width * 0.88, height * 0.88), fill=1)
    for _ in range(60):
        x, y, r = dice.uniform(0.3, 0.7) * width, dice.uniform(0.3, 0.7) * height, dice.uniform(8, 32)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=dice.choice((2, 3, 4)))
    return image if seed > 1 else image.convert("RGB")


def with_code(image: Image.Image) -> Image.Image:
    """A QR code in the corner that leads to a chat group."""
    code = zxingcpp.create_barcode(INVITATION, zxingcpp.BarcodeFormat.QRCode).to_image(scale=6)
    drawn = Image.fromarray(code)
    image.paste(drawn.point(lambda level: 5 if level > 127 else 6), (24, 24))
    return image


def document(size: tuple[int, int]) -> Image.Image:
    """A licence of which somebody made a small screenshot."""
    image = Image.new("L", size, 244)
    draw = ImageDraw.Draw(image)
    draw.rectangle((12, 12, size[0] - 12, size[1] - 12), outline=120, width=4)
    for line in range(6):
        draw.rectangle((60, 70 + 38 * line, 360 - 30 * (line % 3), 80 + 38 * line), fill=60)
    return image.quantize(8)


def film(file: Path) -> None:
    """A tour of the shop that is longer than a pinned video may be."""
    with av.open(str(file), "w") as container:
        stream = container.add_stream("libx264", rate=Fraction(RATE), options={"crf": "34", "preset": "slow"})
        stream.width, stream.height, stream.pix_fmt = *FILM, "yuv420p"
        stream.codec_context.thread_count = 1
        for number in range(SECONDS * RATE):
            image = Image.new("RGB", FILM, (40, 60, 90))
            x = 10 + number
            ImageDraw.Draw(image).rectangle((x, 140, x + 60, 220), fill=(230, 210, 180))
            container.mux(stream.encode(av.VideoFrame.from_image(image)))  # type: ignore[no-untyped-call]
        container.mux(stream.encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
