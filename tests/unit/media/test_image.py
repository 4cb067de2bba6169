"""What is measured of a picture: as it is shown, whatever it is stored as."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from pictures import COVER, JPEG_85, blurred, plate, stored, with_code
from storeconf.media.facts import ImageFacts
from storeconf.media.image import blur_of
from storeconf.media.prober import probe
from support import ROOT

UNCLEAR = 0.6
"""The limit of R03-03."""


def seen(tmp_path: Path, content: bytes, name: str = "a.png") -> ImageFacts:
    """The facts of a picture."""
    file = tmp_path / name
    file.write_bytes(content)
    facts = probe(file)
    assert isinstance(facts, ImageFacts), facts
    return facts


@pytest.mark.parametrize("name", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"])
def test_format_is_what_the_content_is(name: str, tmp_path: Path) -> None:
    facts = seen(tmp_path, stored(plate(), name), "a.dat")
    assert (facts.format, facts.width, facts.height) == (name.lower(), *COVER)
    assert not facts.blank


@pytest.mark.parametrize("radius", [0, 0.5, 1])
def test_sharp_picture_is_clear(radius: float, tmp_path: Path) -> None:
    assert seen(tmp_path, stored(blurred(radius), "JPEG", **JPEG_85)).blur < UNCLEAR


@pytest.mark.parametrize("radius", [4, 6, 10, 20])
@pytest.mark.parametrize("size", [(400, 300), COVER, (1600, 1200)])
def test_picture_out_of_focus_is_unclear(radius: float, size: tuple[int, int], tmp_path: Path) -> None:
    radius = radius * max(1.0, size[0] / 1024)
    assert seen(tmp_path, stored(blurred(radius, size), "JPEG", **JPEG_85)).blur > UNCLEAR


def test_enlarged_small_picture_is_unclear(tmp_path: Path) -> None:
    large = plate((94, 70)).resize(COVER, Image.Resampling.BICUBIC)
    assert seen(tmp_path, stored(large, "JPEG", **JPEG_85)).blur > UNCLEAR


def test_large_photograph_is_judged_as_it_is_shown(tmp_path: Path) -> None:
    assert seen(tmp_path, stored(blurred(3, (4000, 3000)), "JPEG", **JPEG_85)).blur < UNCLEAR


def test_pale_picture_is_not_unclear_for_want_of_contrast(tmp_path: Path) -> None:
    pale = plate().point(lambda level: 170 + level // 8)
    assert seen(tmp_path, stored(pale)).blur < UNCLEAR


def test_subject_in_front_of_a_soft_background_is_clear(tmp_path: Path) -> None:
    image = blurred(12).copy()
    image.paste(plate((160, 120)), (300, 220))
    assert seen(tmp_path, stored(image)).blur < UNCLEAR


@pytest.mark.parametrize("asset", sorted((ROOT / "assets").glob("*/*.png")), ids=lambda file: file.stem)
def test_picture_of_the_sample_is_fine(asset: Path) -> None:
    facts = probe(asset)
    assert isinstance(facts, ImageFacts)
    assert (facts.blank, facts.blur < 0.3, facts.qr) == (False, True, ())


def test_blur_grows_as_sharpness_falls() -> None:
    values = [blur_of(one) for one in (10_000, 870, 100, 15, 3, 1, 0)]
    assert values == sorted(values)
    assert (values[0], values[-1]) == (0.0, 1.0)
    assert blur_of(15.0) == pytest.approx(UNCLEAR, abs=0.001)


def card(colour: object, text: str = "") -> Image.Image:
    """A card of one colour, perhaps with a line of text."""
    image = Image.new("RGB", COVER, colour)  # type: ignore[arg-type]
    ImageDraw.Draw(image).text((40, 40), text, fill="black")
    return image


@pytest.mark.parametrize(
    "image",
    [card("white"), card("black"), card((30, 120, 200)), card("white", "special offer"), Image.new("L", COVER, 200)],
    ids=["white", "black", "blue", "a line of text", "grey"],
)
def test_one_colour_is_blank(image: Image.Image, tmp_path: Path) -> None:
    facts = seen(tmp_path, stored(image))
    assert facts.blank
    assert facts.plain > 0.98


def test_blank_survives_compression(tmp_path: Path) -> None:
    assert seen(tmp_path, stored(card("white", "x"), "JPEG", quality=30)).blank


def test_transparent_picture_is_blank(tmp_path: Path) -> None:
    assert seen(tmp_path, stored(Image.new("RGBA", COVER, (200, 0, 0, 0)))).blank


def test_measures_are_told(tmp_path: Path) -> None:
    nothing, something = seen(tmp_path, stored(card("white"))), seen(tmp_path, stored(plate()))
    assert (nothing.deviation, nothing.entropy) == (0.0, 0.0)
    assert something.deviation > 20
    assert something.entropy > 3


def test_half_of_a_picture_is_no_blank_one(tmp_path: Path) -> None:
    image = card("white")
    image.paste(plate((300, 200)), (0, 0))
    assert not seen(tmp_path, stored(image)).blank


@pytest.mark.parametrize("turn", [0, 20, 90, 180])
@pytest.mark.parametrize("shrink", [1, 0.6])
def test_code_is_read(turn: int, shrink: float, tmp_path: Path) -> None:
    image = with_code().rotate(turn, expand=True)
    image = image.resize((round(image.width * shrink), round(image.height * shrink)))
    assert seen(tmp_path, stored(image, "JPEG", quality=60)).qr == ("https://example.invalid/join",)


def test_words_of_a_code_are_shortened(tmp_path: Path) -> None:
    (words,) = seen(tmp_path, stored(with_code("x" * 300))).qr
    assert len(words) == 200


@pytest.mark.parametrize(("orientation", "size"), [(1, (600, 400)), (3, (600, 400)), (6, (400, 600)), (8, (400, 600))])
def test_size_is_as_the_camera_was_held(orientation: int, size: tuple[int, int], tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    facts = seen(tmp_path, stored(plate((600, 400)), "JPEG", exif=exif))
    assert (facts.width, facts.height) == size


def test_print_colours_are_noticed(tmp_path: Path) -> None:
    facts = seen(tmp_path, stored(plate().convert("CMYK"), "JPEG"), "a.jpg")
    assert (facts.cmyk, facts.blank, facts.bits) == (True, False, 8)


@pytest.mark.parametrize("name", ["PNG", "TIFF"])
def test_sixteen_bits_are_noticed_and_measured(name: str, tmp_path: Path) -> None:
    deep = plate().convert("L").convert("I").point(lambda level: level * 257).convert("I;16")
    facts = seen(tmp_path, stored(deep, name))
    assert (facts.bits, facts.blank) == (16, False)
    assert facts.blur < UNCLEAR


@pytest.mark.parametrize("name", ["GIF", "WEBP", "PNG"])
def test_animation_is_noticed(name: str, tmp_path: Path) -> None:
    frames = [blurred(4), plate()]
    facts = seen(tmp_path, stored(plate(), name, save_all=True, append_images=frames))
    assert facts.animated
    assert facts.blur < UNCLEAR


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (5, 5)])
def test_tiny_picture_is_measured(size: tuple[int, int], tmp_path: Path) -> None:
    facts = seen(tmp_path, stored(Image.new("RGB", size, "red")))
    assert (facts.width, facts.height, facts.blank) == (*size, True)
