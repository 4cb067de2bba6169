"""Files from strangers: one reason each, nothing raised, nothing read that is too large."""

from __future__ import annotations

import os
import struct
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pictures import clip, plate, stored
from storeconf.core.text import Text, say
from storeconf.media import image, prober
from storeconf.media.extras import MissingExtra
from storeconf.media.facts import ImageFacts, Unreadable, VideoFacts
from storeconf.media.prober import DAMAGED, EMPTY, NO_FILE, TOO_MANY_PIXELS, probe
from storeconf.media.sniff import HEIC, SVG, UNKNOWN, WEB_PAGE


def reason(tmp_path: Path, content: bytes, name: str = "a.jpg") -> str:
    """Why a file can't be looked at."""
    file = tmp_path / name
    file.write_bytes(content)
    facts = probe(file)
    assert isinstance(facts, Unreadable), facts
    assert say(facts.fix, "zh")
    return say(facts.reason, "zh")


NO_DATA = struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head)) + NO_DATA


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", SVG),
        (b"<?xml version='1.0'?>\n<svg></svg>", SVG),
        (b"\xef\xbb\xbf<!DOCTYPE html><html></html>", WEB_PAGE),
        (b"  <html><script>alert(1)</script></html>", WEB_PAGE),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", HEIC),
        (b"#EXTM3U\nhttp://127.0.0.1/secret.ts\n", UNKNOWN),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", UNKNOWN),
        (b"\x1b[31mred\x1b[0m", UNKNOWN),
    ],
)
def test_content_that_is_no_picture_is_named(content: bytes, what: Text, tmp_path: Path) -> None:
    assert what.zh in reason(tmp_path, content)


def test_empty_file(tmp_path: Path) -> None:
    assert reason(tmp_path, b"") == EMPTY.zh


@pytest.mark.parametrize("name", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"])
@pytest.mark.parametrize("share", [0.02, 0.6])
def test_truncated_picture_is_unreadable(name: str, share: float, tmp_path: Path) -> None:
    content = stored(plate(), name)
    assert reason(tmp_path, content[: int(len(content) * share)]) == DAMAGED.zh


@pytest.mark.parametrize("size", [(60_000, 60_000), (2**31 - 1, 2**31 - 1), (8001, 8001)])
def test_picture_that_would_fill_the_memory_is_not_decoded(size: tuple[int, int], tmp_path: Path) -> None:
    assert reason(tmp_path, bomb(*size)) == TOO_MANY_PIXELS.zh


def test_picture_that_lies_about_its_size_is_unreadable(tmp_path: Path) -> None:
    assert reason(tmp_path, bomb(100, 100)) == DAMAGED.zh


def test_large_file_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "a.jpg"
    file.write_bytes(stored(plate(), "JPEG"))
    os.truncate(file, prober.MAX_IMAGE + 1)  # a hole: it takes no room on the disk
    facts = probe(file)
    assert isinstance(facts, Unreadable)
    assert "50 MB" in say(facts.reason, "zh")


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "loop.jpg").symlink_to("loop.jpg")
    for name in ("pipe.jpg", ".", "loop.jpg", "none.jpg", "none/a.jpg"):
        assert isinstance(probe(tmp_path / name), Unreadable), name
    assert probe(tmp_path) == Unreadable(NO_FILE, prober.OTHER_FILE)


def test_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(stored(plate()))
    (tmp_path / "b.png").symlink_to("a.png")
    assert isinstance(probe(tmp_path / "b.png"), ImageFacts)


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"BM", b"II*\x00"])
)
def test_random_bytes_raise_nothing(tmp_path_factory: pytest.TempPathFactory, content: bytes, magic: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "random.png"
    file.write_bytes(magic + content)
    assert isinstance(probe(file), ImageFacts | Unreadable)


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"\x00\x00\x00\x18ftypisom", b"\x1aE\xdf\xa3", b"FLV\x01", b"RIFF\x00\x00\x00\x00AVI "]),
)
def test_random_videos_raise_nothing(tmp_path_factory: pytest.TempPathFactory, content: bytes, magic: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "random.mp4"
    file.write_bytes(magic + content)
    assert isinstance(probe(file), VideoFacts | Unreadable)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_picture_with_a_wrong_byte_raises_nothing(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(stored(plate((120, 90)), data.draw(st.sampled_from(["PNG", "JPEG", "GIF", "TIFF", "WEBP"]))))
    for _ in range(3):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    file = tmp_path_factory.getbasetemp() / "spoilt.png"
    file.write_bytes(content)
    assert isinstance(probe(file), ImageFacts | Unreadable)


def test_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("storeconf.media.image")
    monkeypatch.setitem(sys.modules, "storeconf.media.image", None)
    for name, content in (("a.png", stored(plate())), ("a.mp4", clip(tmp_path / "b.mp4", 1).read_bytes())):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(MissingExtra) as raised:
            probe(tmp_path / name)
        assert "pip install 'storeconf[media]'" in say(raised.value.needs, "en")


def test_limit_on_pixels_is_within_what_phones_make() -> None:
    assert 50_000_000 < image.MAX_PIXELS < 100_000_000
