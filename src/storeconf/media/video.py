"""Videos, measured with PyAV. Import it inside a function: it is optional, and large."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

import av
from av.container import InputContainer
from av.video.stream import VideoStream
from PIL import Image

from storeconf.media.facts import VideoFacts
from storeconf.media.image import CODE_SIDE, MAX_CODES, MAX_PIXELS, TooManyPixels, codes_in

FRAMES = 4
"""Frames that are looked at, spread over the video."""
TRIES = 300
"""Frames that are decoded at most to come to one of them."""


class NoPicture(Exception):
    """A file with sound alone."""


def measure(stream: IO[bytes], name: str, size: int) -> VideoFacts:
    """Everything about a video but its words. Raises NoPicture, and anything for a damaged file."""
    with _open(stream, name) as container:
        track = _track(container)
        codes: dict[str, None] = {}
        for frame in _frames(container, track):
            codes |= dict.fromkeys(codes_in(frame.convert("L")))
        return VideoFacts(
            duration_s=_seconds(container, track),
            width=track.codec_context.width,
            height=track.codec_context.height,
            format=name,
            bytes=size,
            codec=track.codec_context.name,
            audio=container.streams.audio[0].codec_context.name if container.streams.audio else "",
            qr=tuple(codes)[:MAX_CODES],
        )


def frames_of(stream: IO[bytes], name: str) -> Iterator[Image.Image]:
    """A few frames, spread over the video. Raises as `measure` does."""
    with _open(stream, name) as container:
        yield from _frames(container, _track(container))


def _open(stream: IO[bytes], name: str) -> InputContainer:
    return av.open(stream, mode="r", format=name, metadata_errors="replace")


def _track(container: InputContainer) -> VideoStream:
    if not container.streams.video:
        raise NoPicture
    track = container.streams.video[0]
    context = track.codec_context
    if context.width * context.height > MAX_PIXELS:
        raise TooManyPixels
    return track


def _seconds(container: InputContainer, track: VideoStream) -> float:
    """How long the picture lasts; the container may be longer by the end of its sound."""
    if track.duration is not None and track.time_base is not None:
        return round(float(track.duration * track.time_base), 2)
    if container.duration is not None:
        return round(container.duration / av.time_base, 2)
    last = max((float(packet.pts * packet.time_base) for packet in container.demux(track) if packet.pts), default=0.0)
    return round(last, 2)


def _frames(container: InputContainer, track: VideoStream) -> Iterator[Image.Image]:
    whole = container.duration or 0
    for number in range(FRAMES):
        container.seek(whole * (2 * number + 1) // (2 * FRAMES), backward=True)
        frame = next((one for one, _ in zip(container.decode(track), range(TRIES), strict=False)), None)
        if frame is None:
            return
        image: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
        image.thumbnail((CODE_SIDE, CODE_SIDE), Image.Resampling.BOX)
        yield image
