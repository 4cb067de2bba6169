"""What was seen is remembered by content; a cache that is broken is done without."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from pictures import clip, plate, stored
from storeconf.media import prober
from storeconf.media.cache import FILE, Cache
from storeconf.media.facts import Facts
from storeconf.media.prober import Prober
from storeconf.source.files import ProjectFiles


@pytest.fixture
def files(tmp_path: Path) -> ProjectFiles:
    """A picture, the same under another name, and a video."""
    (tmp_path / "a.png").write_bytes(stored(plate()))
    (tmp_path / "b.png").write_bytes(stored(plate()))
    clip(tmp_path / "c.mp4", 1)
    return ProjectFiles(tmp_path)


def look(files: ProjectFiles, name: str, folder: Path) -> Facts:
    """As a new process would."""
    return Prober(Cache(folder)).look(files, name)


def never(*_: object) -> Facts:
    """Stands for measuring where nothing should be measured."""
    raise AssertionError("looked at again")


@pytest.mark.parametrize("name", ["a.png", "c.mp4"])
def test_cache_equals_a_fresh_look(
    name: str, files: ProjectFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = Prober().look(files, name)
    assert look(files, name, tmp_path / "kept") == fresh
    monkeypatch.setattr(prober.Prober, "_measured", never)
    assert look(files, name, tmp_path / "kept") == fresh


def test_content_counts_and_not_the_name(files: ProjectFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = look(files, "a.png", tmp_path)
    monkeypatch.setattr(prober.Prober, "_measured", never)
    assert look(files, "b.png", tmp_path) == first


def test_changed_file_is_looked_at_again(files: ProjectFiles, tmp_path: Path) -> None:
    before = look(files, "a.png", tmp_path)
    (tmp_path / "a.png").write_bytes(stored(plate(seed=9)))
    assert look(ProjectFiles(tmp_path), "a.png", tmp_path) != before


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 2000])
def test_broken_cache_is_made_again(content: bytes, files: ProjectFiles, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(content)
    fresh = Prober().look(files, "a.png")
    assert look(files, "a.png", tmp_path) == fresh
    assert Cache(tmp_path).get(files.sha256("a.png")) == fresh


@pytest.mark.parametrize("row", ["{}", "[]", "nonsense", '{"width": 1, "qr": 3}', "null"])
def test_row_that_is_no_facts_is_ignored(row: str, files: ProjectFiles, tmp_path: Path) -> None:
    fresh = look(files, "a.png", tmp_path)
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("UPDATE seen SET facts = ?", (row,))
    connection.close()
    assert look(files, "a.png", tmp_path) == fresh


def test_folder_that_cannot_be_written_is_done_without(files: ProjectFiles, tmp_path: Path) -> None:
    (tmp_path / "closed").write_text("a file where a folder should be")
    assert look(files, "a.png", tmp_path / "closed") == Prober().look(files, "a.png")


def test_folder_in_place_of_the_cache_is_done_without(files: ProjectFiles, tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    assert look(files, "a.png", tmp_path) == Prober().look(files, "a.png")


def test_nothing_is_written_until_something_was_seen(tmp_path: Path) -> None:
    assert Cache(tmp_path / "kept").get("0" * 64) is None
    assert not (tmp_path / "kept").exists()


def test_words_are_kept_beside_the_facts(tmp_path: Path) -> None:
    Cache(tmp_path).put_words("a" * 64, "到店\n出示")
    assert Cache(tmp_path).words("a" * 64) == "到店\n出示"
    assert Cache(tmp_path).words("b" * 64) is None
    assert Cache(tmp_path).get("a" * 64) is None
