"""What is measured of a video."""

from __future__ import annotations

from pathlib import Path

import av
import pytest

from pictures import clip
from storeconf.media.facts import Unreadable, VideoFacts
from storeconf.media.prober import DAMAGED, NO_PICTURE, probe
from support import ROOT


def seen(file: Path) -> VideoFacts:
    """The facts of a video."""
    facts = probe(file)
    assert isinstance(facts, VideoFacts), facts
    return facts


@pytest.mark.parametrize("seconds", [1.0, 12.0, 15.0, 15.1, 20.0])
def test_length_is_exact(seconds: float, tmp_path: Path) -> None:
    assert seen(clip(tmp_path / "a.mp4", seconds)).duration_s == seconds


@pytest.mark.parametrize("name", ["a.mp4", "a.mov", "a.mkv", "a.avi", "a.flv"])
def test_container_is_told_by_its_content(name: str, tmp_path: Path) -> None:
    facts = seen(clip(tmp_path / name, 2).rename(tmp_path / "b.dat"))
    assert (facts.width, facts.height, facts.codec, facts.audio) == (96, 160, "h264", "")
    assert facts.duration_s == pytest.approx(2, abs=0.15)


def test_code_in_a_video_is_read(tmp_path: Path) -> None:
    assert seen(clip(tmp_path / "a.mp4", 3, code="hello")).qr == ("hello",)


@pytest.mark.parametrize("asset", sorted((ROOT / "assets").glob("*/*.mp4")), ids=lambda file: file.stem)
def test_video_of_the_sample_is_short_enough(asset: Path) -> None:
    assert seen(asset).duration_s <= 15


def test_sound_alone_is_no_video(tmp_path: Path) -> None:
    file = tmp_path / "a.mp4"
    with av.open(str(file), "w") as container:
        stream = container.add_stream("aac", rate=8000)
        frame = av.AudioFrame(format="fltp", layout="mono", samples=1024)
        frame.rate, frame.pts = 8000, 0
        frame.planes[0].update(bytes(frame.planes[0].buffer_size))
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    facts = probe(file)
    assert isinstance(facts, Unreadable)
    assert facts.reason == NO_PICTURE


@pytest.mark.parametrize("kept", [40, 300])
def test_cut_off_video_is_unreadable(kept: int, tmp_path: Path) -> None:
    file = clip(tmp_path / "a.mp4", 2)
    file.write_bytes(file.read_bytes()[:kept])
    facts = probe(file)
    assert isinstance(facts, Unreadable)
    assert facts.reason == DAMAGED
