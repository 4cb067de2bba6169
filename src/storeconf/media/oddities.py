"""What is unusual about the way a picture or a video is stored: no reason for rejection, and a surprise all the same."""

from __future__ import annotations

from collections.abc import Iterator

from storeconf.core.text import Message, Say, Text
from storeconf.media.facts import ImageFacts, Seen
from storeconf.media.sniff import Content

WRONG_ENDING = Text("{file} 的内容其实是 {format}", "what {file} holds is {format}")
ANIMATED = Text("{file} 是动图，只检查了第一帧", "{file} is animated; only its first frame was looked at")
CMYK = Text(
    "{file} 用的是印刷颜色（CMYK），手机上会偏色", "{file} has colours for print (CMYK), which phones show wrongly"
)
DEEP = Text("{file} 每个颜色 16 位，很多软件打不开", "{file} has 16 bits a colour, which many programs can't show")
RENAME = Text("把文件名的结尾改成 {ending}，或重新导出", "end its name with {ending}, or export it again")
EXPORT = Text("重新导出为普通的 JPG 或 PNG（RGB，8 位）", "export it again as plain JPG or PNG (RGB, 8 bits)")


def oddities(file: str, seen: Seen) -> Iterator[tuple[Message, Say]]:
    """Remarks about a file of that name, each with the way out."""
    content = Content(seen.format)
    if not content.fits(file):
        yield WRONG_ENDING(file=file, format=seen.format.upper()), RENAME(ending=content.ending)
    if isinstance(seen, ImageFacts):
        for odd, message in ((seen.animated, ANIMATED), (seen.cmyk, CMYK), (seen.bits > 8, DEEP)):
            if odd:
                yield message(file=file), EXPORT
