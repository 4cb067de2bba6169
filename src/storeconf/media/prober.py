"""Looks at files: pictures and videos in, facts out; for a file that nobody can use, the reason and the way out."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from storeconf.core.oserror import os_reason
from storeconf.core.text import Text
from storeconf.media.cache import Cache
from storeconf.media.extras import Extra, MissingExtra
from storeconf.media.facts import Facts, Unreadable
from storeconf.media.sniff import HEAD, Content, content_of
from storeconf.source.files import FileProblem, ProjectFiles

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_IMAGE = 50 * 1024 * 1024
"""Bytes of a picture that is looked at."""
MAX_VIDEO = 512 * 1024 * 1024
"""Bytes of a video that is looked at."""

EMPTY = Text("是空文件（0 字节）", "it is empty (0 bytes)")
NO_MEDIA = Text("内容是“{what}”，不是图片或视频", "it holds {what}, neither a picture nor a video")
TOO_LARGE = Text(
    "有 {size} MB，超过 {limit} MB，没有看", "it has {size} MB, more than {limit} MB, and was not looked at"
)
TOO_MANY_PIXELS = Text(
    "像素太多，打开要占很多内存，没有看",
    "it has too many pixels to be opened in reasonable memory, and was not looked at",
)
DAMAGED = Text("文件不完整或已损坏，打不开", "it is incomplete or damaged and doesn't open")
NO_PICTURE = Text("只有声音，没有画面", "it has sound and no picture")
NO_FILE = Text("不是普通文件", "it is no regular file")
OTHER_FILE = Text("检查路径和文件名", "check the path and the name")
EXPORT = Text("从原图重新导出 JPG 或 PNG", "export it again as JPG or PNG from the original")
EXPORT_VIDEO = Text("从剪辑软件重新导出 MP4（H.264）", "export it again as MP4 (H.264) from the editor")
SMALLER = Text(
    "导出小一些的文件：图片长边 4000 像素以内，视频几十 MB",
    "export a smaller one: pictures up to 4000 pixels wide, videos of some dozen MB",
)


class Prober:
    """Looks at each content once. Raises MissingExtra where the libraries are not installed."""

    def __init__(self, cache: Cache | None = None) -> None:
        """What is in the cache is not looked at again."""
        self._cache = cache

    def look(self, files: ProjectFiles, name: str, *, words: bool = False) -> Facts:
        """What is in a file of a project. Raises FileProblem for one that may not or can't be opened.

        `words`: read the words too, which takes seconds a picture.
        """
        sha256 = files.sha256(name)
        kept = self._cache.get(sha256) if self._cache is not None else None
        if kept is None:
            with files.opened(name) as stream:
                found = self._measured(stream)
            if isinstance(found, Unreadable):
                return found
            kept = found
            if self._cache is not None:
                self._cache.put(sha256, kept)
        return replace(kept, text=self._read(files, name, sha256)) if words else kept

    def _measured(self, stream: IO[bytes]) -> Facts:
        size = os.fstat(stream.fileno()).st_size
        head = stream.read(HEAD)
        stream.seek(0)
        content = content_of(head)
        limit = MAX_IMAGE if content.is_image else MAX_VIDEO
        if not head:
            return Unreadable(EMPTY, EXPORT)
        if not content.format:
            return Unreadable(NO_MEDIA(what=content.other), EXPORT)
        if size > limit:
            return Unreadable(TOO_LARGE(size=size >> 20, limit=limit >> 20), SMALLER)
        return _picture(stream, content, size, head) if content.is_image else _video(stream, content, size)

    def _read(self, files: ProjectFiles, name: str, sha256: str) -> str:
        """The words, from the cache or from the file, which could be measured before."""
        kept = self._cache.words(sha256) if self._cache is not None else None
        if kept is None:
            with files.opened(name) as stream:
                kept = _words(stream)
            if self._cache is not None:
                self._cache.put_words(sha256, kept)
        return kept


def probe(path: Path, *, words: bool = False) -> Facts:
    """What is in one file anywhere; links are followed. Raises MissingExtra, nothing else."""
    real = Path(os.path.realpath(path))
    try:
        if not stat.S_ISREG(real.stat().st_mode):
            return Unreadable(NO_FILE, OTHER_FILE)
        return Prober().look(ProjectFiles(real.parent), real.name, words=words)
    except OSError as error:
        return Unreadable(os_reason(error), OTHER_FILE)
    except FileProblem as problem:
        return Unreadable(problem.diagnostic.detail, problem.diagnostic.fix)


def _picture(stream: IO[bytes], content: Content, size: int, head: bytes) -> Facts:
    try:
        from storeconf.media import image
    except ImportError:
        raise MissingExtra(Extra.MEDIA) from None
    try:
        return image.measure(stream, content.format, size, head)
    except image.TooManyPixels:
        return Unreadable(TOO_MANY_PIXELS, SMALLER)
    except Exception:  # decoders of a stranger's bytes raise anything
        return Unreadable(DAMAGED, EXPORT)


def _video(stream: IO[bytes], content: Content, size: int) -> Facts:
    try:
        from storeconf.media import image, video
    except ImportError:
        raise MissingExtra(Extra.MEDIA) from None
    try:
        return video.measure(stream, content.format, size)
    except video.NoPicture:
        return Unreadable(NO_PICTURE, EXPORT_VIDEO)
    except image.TooManyPixels:
        return Unreadable(TOO_MANY_PIXELS, SMALLER)
    except Exception:  # decoders of a stranger's bytes raise anything
        return Unreadable(DAMAGED, EXPORT_VIDEO)


def _words(stream: IO[bytes]) -> str:
    content = content_of(stream.read(HEAD))
    stream.seek(0)
    try:
        from storeconf.media import words

        return words.words_in(_shown(stream, content))
    except ImportError:
        raise MissingExtra(Extra.OCR) from None


def _shown(stream: IO[bytes], content: Content) -> Iterator[Image]:
    from storeconf.media import image, video

    if content.is_image:
        yield image.upright(image.open_image(stream, content.format))
    else:
        yield from video.frames_of(stream, content.format)
