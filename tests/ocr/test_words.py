"""Words in pictures, read for real. Not part of the default suite: `make ocr` installs the reader and runs this."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from conftest import MakeProject
from declared import account, product
from pictures import clip, plate, stored
from storeconf.media import words
from storeconf.media.facts import ImageFacts, VideoFacts
from storeconf.media.prober import probe
from support import Cli


def poster(text: str, size: tuple[int, int] = (750, 560)) -> Image.Image:
    """A picture with a line of text."""
    image = plate(size).copy()
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 200, size[0], 330), fill="white")
    draw.text((40, 220), text, fill="black", font=ImageFont.load_default(64))
    return image


@pytest.mark.parametrize("text", ["19.9", "WeChat 88", "www.example.com"])
def test_words_are_read(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(stored(poster(text)))
    facts = probe(tmp_path / "a.png", words=True)
    assert isinstance(facts, ImageFacts)
    assert facts.text is not None
    assert text.replace(" ", "") in facts.text.replace(" ", "")


def test_picture_without_words(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(stored(Image.new("RGB", (750, 560), "white")))
    facts = probe(tmp_path / "a.png", words=True)
    assert isinstance(facts, ImageFacts)
    assert facts.text == ""


def test_video_is_read(tmp_path: Path) -> None:
    facts = probe(clip(tmp_path / "a.mp4", 2), words=True)
    assert isinstance(facts, VideoFacts)
    assert facts.text is not None


@pytest.fixture
def shop(make_project: MakeProject) -> Cli:
    """A product whose cover states a price."""
    spec = "{stores: [], title: a, images: [{role: head, file: assets/head.png}]}"
    files: dict[str, str | bytes] = {"stores/acme.yaml": account(), "stores/dish.yaml": product("dish", spec)}
    return make_project({**files, "assets/head.png": stored(poster("RMB 19.9"))})


def codes(cli: Cli, *arguments: str) -> dict[str, str]:
    """What is found, with its severity."""
    found = cli("validate", "--format", "json", *arguments, code=None).json["diagnostics"]
    return {one["code"]: one["severity"] for one in found}


def test_price_in_a_cover_is_a_warning_when_asked_for(shop: Cli) -> None:
    assert "R10-07" not in codes(shop)
    assert codes(shop, "--ocr")["R10-07"] == "warning"
    assert "R10-07" not in codes(shop)


def test_words_are_read_once(shop: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    first = codes(shop, "--ocr")

    def never(*_: object) -> str:
        raise AssertionError("read again")

    monkeypatch.setattr(words, "words_in", never)
    assert codes(shop, "--ocr") == first
