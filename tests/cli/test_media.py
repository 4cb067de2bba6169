"""`storeconf media`: what a designer sees before a picture goes into git."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image
from syrupy.assertion import SnapshotAssertion

from pictures import clip, plate, stored, with_code
from support import Cli


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One file of every sort, in a folder that is no project."""
    (tmp_path / "good.png").write_bytes(stored(plate()))
    (tmp_path / "code.png").write_bytes(stored(with_code("扫码进群\x1b[31m")))
    (tmp_path / "blank.jpg").write_bytes(stored(Image.new("CMYK", (300, 300)), "TIFF"))
    (tmp_path / "long.mp4").write_bytes(clip(tmp_path / "made.mp4", 16).read_bytes())
    (tmp_path / "page.png").write_bytes(b"<html>")
    monkeypatch.chdir(tmp_path)
    return tmp_path


FILES = ("good.png", "code.png", "blank.jpg", "long.mp4")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_everything_is_told(lang: str, folder: Path, snapshot: SnapshotAssertion) -> None:
    assert Cli(folder, lang=lang)("media", *FILES).out == snapshot


def test_json_is_what_is_told(folder: Path, snapshot: SnapshotAssertion) -> None:
    found = Cli(folder)("media", "--format", "json", *FILES, "page.png", code=1).json
    for one in found["files"]:
        one.pop("bytes", None)  # differs from one version of an encoder to the next
    assert found == snapshot


def test_unreadable_file_fails_and_the_others_are_told(folder: Path) -> None:
    result = Cli(folder, lang="en")("media", "page.png", "none.png", "good.png", code=1)
    assert "a web page (HTML)" in result.out
    assert "no such file" in result.out
    assert "shows something" in result.out


def test_names_and_codes_cannot_write_to_the_terminal(folder: Path) -> None:
    (folder / "\x1b[2Jevil.png").write_bytes(b"<html>")
    out = Cli(folder)("media", "\x1b[2Jevil.png", "code.png", code=1).out
    assert "\x1b" not in out
    assert "\\u001b" in out


def test_folder_is_no_picture(folder: Path) -> None:
    assert "不是普通文件" in Cli(folder)("media", ".", code=1).out


def test_file_is_needed(folder: Path) -> None:
    Cli(folder)("media", code=64)


def test_words_need_their_reader(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storeconf.media.extras.find_spec", lambda name: None)
    assert "storeconf[ocr]" in Cli(folder)("media", "--ocr", "good.png", code=1).err


def test_thresholds_of_the_project_hold(folder: Path) -> None:
    text = "apiVersion: storeconf/v1\nkind: Project\nrules: {thresholds: {image_short_side_px: 900}}\n"
    (folder / "storeconf.yaml").write_text(text, encoding="utf-8")
    assert "R03-03" in Cli(folder)("media", "good.png").out


def test_large_file_is_refused_at_once(folder: Path) -> None:
    os.truncate(folder / "good.png", 120 * 1024 * 1024)
    assert "120 MB" in Cli(folder)("media", "good.png", code=1).out
