"""What a file is, by its first bytes. Decoders are only ever asked for the one format that the content claims to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from storeconf.core.text import Say, Text

HEAD = 4096
"""How many bytes are looked at."""
IMAGES: Mapping[str, tuple[str, ...]] = {
    "jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "png": (".png",),
    "gif": (".gif",),
    "webp": (".webp",),
    "bmp": (".bmp",),
    "tiff": (".tif", ".tiff"),
}
"""Formats of pictures, with the endings of names that belong to them."""
VIDEOS: Mapping[str, tuple[str, ...]] = {
    "mp4": (".mp4", ".m4v", ".mov", ".3gp"),
    "matroska": (".mkv", ".webm"),
    "avi": (".avi",),
    "flv": (".flv",),
}
"""Formats of videos. Never a playlist: those name other files and addresses, which a reader would open."""
OTHERS: tuple[tuple[bytes, Text], ...] = (
    (b"%PDF", Text("PDF 文档", "a PDF document")),
    (b"PK\x03\x04", Text("压缩包或 Office 文档", "an archive or an Office document")),
    (b"\x1f\x8b", Text("压缩包", "an archive")),
    (b"Rar!", Text("压缩包", "an archive")),
    (b"8BPS", Text("Photoshop 文件", "a Photoshop file")),
    (
        b"version https://git-lfs",
        Text("Git LFS 的占位文件，内容还没有取下来", "a Git LFS pointer; its content was not fetched"),
    ),
)
SVG, WEB_PAGE = Text("SVG 矢量图", "an SVG drawing"), Text("网页（HTML）", "a web page (HTML)")
HEIC, AVIF = (
    Text("HEIC 照片（苹果手机的格式）", "a HEIC photo (the format of iPhones)"),
    Text("AVIF 图片", "an AVIF picture"),
)
UNKNOWN = Text("认不出的内容", "content that nobody knows")
_ISO_PICTURES = {
    b"heic": HEIC,
    b"heix": HEIC,
    b"hevc": HEIC,
    b"mif1": HEIC,
    b"msf1": HEIC,
    b"avif": AVIF,
    b"avis": AVIF,
}
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\x1aE\xdf\xa3", "matroska"),
    (b"FLV\x01", "flv"),
)
_RIFF = {b"WEBP": "webp", b"AVI ": "avi"}


@dataclass(frozen=True, slots=True)
class Content:
    """What a file turned out to be: a format that can be looked at, or something else in words."""

    format: str = ""
    other: Say = ""

    @property
    def is_image(self) -> bool:
        """Whether it is a picture."""
        return self.format in IMAGES

    @property
    def ending(self) -> str:
        """What a name should end with."""
        return self._endings[0]

    def fits(self, name: str) -> bool:
        """Whether the ending of a name belongs to the format."""
        return name.lower().endswith(self._endings)

    @property
    def _endings(self) -> tuple[str, ...]:
        return IMAGES.get(self.format) or VIDEOS.get(self.format) or ("",)


def content_of(head: bytes) -> Content:
    """What begins with these bytes."""
    if head[4:8] == b"ftyp":
        picture = _ISO_PICTURES.get(head[8:12])
        return Content(other=picture) if picture is not None else Content("mp4")
    if head[:4] == b"RIFF" and head[8:12] in _RIFF:
        return Content(_RIFF[head[8:12]])
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return Content(name)
    return Content(other=_other(head))


def _other(head: bytes) -> Text:
    for magic, what in OTHERS:
        if head.startswith(magic):
            return what
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if b"<svg" in text and text.startswith(b"<"):
        return SVG
    return WEB_PAGE if text.startswith((b"<!doctype", b"<html", b"<head", b"<body")) else UNKNOWN


def sixteen_bits(head: bytes) -> bool:
    """Whether a PNG holds 16 bits a channel; its reader hides that."""
    return head[12:16] == b"IHDR" and head[24:25] == b"\x10"
