"""What is seen of a file, or why nothing is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from storeconf.core.text import Say


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageFacts:
    """A picture; of an animation the first frame. All measures are of the picture as it is shown."""

    width: int
    """Pixels, turned as the camera's orientation says."""
    height: int
    format: str
    """What the content is, whatever the file's name says: jpeg, png, gif, webp, bmp, tiff."""
    bytes: int
    animated: bool
    cmyk: bool
    """Colours for print; phones show them wrongly."""
    bits: int
    """Bits a channel: 8, or 16 of a raw or scanned picture."""
    plain: float
    """The share of pixels within 2 % of the commonest colour, 0 to 1."""
    deviation: float
    """Standard deviation of the brightness, 0 to 128."""
    entropy: float
    """Bits of information in the brightness, 0 to 8."""
    blank: bool
    sharpness: float
    """Variance of the Laplacian in the sharpest part: some 10 where edges are soft, hundreds where they are sharp."""
    blur: float
    """0 sharp to 1 unreadable, from the sharpness."""
    qr: tuple[str, ...]
    """What its QR codes say, shortened. A guest's text: escape it."""
    text: str | None = None
    """The words in it, a line each; None when nobody read them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoFacts:
    """A video."""

    duration_s: float
    """Of the picture track, in seconds; a longer sound track is not seen."""
    width: int
    height: int
    format: str
    """mp4, matroska, avi, flv …"""
    bytes: int
    codec: str
    audio: str
    """The codec of the sound; empty for a silent video."""
    qr: tuple[str, ...]
    """What the QR codes in a few frames say, shortened."""
    text: str | None = None
    """The words in a few frames, a line each; None when nobody read them."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that nobody can look at, so nobody will see it on the platform either."""

    reason: Say
    fix: Say


Seen: TypeAlias = ImageFacts | VideoFacts
Facts: TypeAlias = Seen | Unreadable
