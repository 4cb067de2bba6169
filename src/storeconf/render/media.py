"""What is in pictures and videos, for a person and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from storeconf.core.text import COLON, Lang, Say, Text, say
from storeconf.media.facts import Facts, ImageFacts, Unreadable, VideoFacts
from storeconf.media.oddities import oddities
from storeconf.render.cells import one_line
from storeconf.render.diagnostics import FIX, SEVERITIES

MEDIA_VERSION = "1.0"
UNREADABLE = Text("打不开：{reason}", "doesn't open: {reason}")
PICTURE = Text("图片", "picture")
VIDEO = Text("视频", "video")
SIZE = Text("{width}×{height} 像素，{format}，{bytes} 字节", "{width}×{height} pixels, {format}, {bytes} bytes")
LENGTH = Text("{seconds} 秒，{codec}，{audio}", "{seconds} s, {codec}, {audio}")
SOUND, SILENT = Text("有声音（{codec}）", "with sound ({codec})"), Text("没有声音", "without sound")
PLAIN = Text(
    "{verdict}：{share}% 的画面是同一种颜色，亮度标准差 {deviation}，信息熵 {entropy}",
    "{verdict}: {share}% of it is of one colour, deviation of brightness {deviation}, entropy {entropy}",
)
BLANK, FILLED = Text("空白", "blank"), Text("有内容", "shows something")
BLUR = Text(
    "模糊度 {blur}（0 清晰，1 看不清；清晰度 {sharpness}）",
    "blur {blur} (0 sharp, 1 unreadable; sharpness {sharpness})",
)
CODES, NO_CODES = Text("二维码：{codes}", "QR codes: {codes}"), Text("没有二维码", "no QR code")
WORDS, NO_WORDS = Text("文字：{words}", "words: {words}"), Text("没有文字", "no words")


@dataclass(frozen=True, slots=True)
class Looked:
    """One file, with what the rules say of it."""

    file: str
    facts: Facts
    findings: tuple[Mapping[str, Any], ...]


def text(one: Looked, lang: Lang) -> str:
    """A few lines about one file."""
    rows = [one_line(one.file), *(f"  {one_line(say(row, lang))}" for row in _rows(one.facts))]
    if isinstance(one.facts, Unreadable):
        rows += _fix(one.facts.fix, lang)
    else:
        for remark, fix in oddities(one.file, one.facts):
            rows += [f"  {one_line(say(remark, lang))}", *_fix(fix, lang)]
    for found in one.findings:
        severity = SEVERITIES[str(found["severity"])].render(lang)
        rows += [f"  {severity} {found['code']} {one_line(found['message'])}", *_fix(found["fix"], lang)]
    return "\n".join(rows)


def _fix(fix: Say, lang: Lang) -> Iterator[str]:
    if fix:
        yield f"    {FIX.render(lang)}{COLON.render(lang)}{one_line(say(fix, lang))}"


def _rows(facts: Facts) -> Iterator[Say]:
    match facts:
        case ImageFacts():
            yield SIZE(width=facts.width, height=facts.height, format=facts.format.upper(), bytes=facts.bytes)
            share, verdict = f"{facts.plain * 100:.1f}", BLANK if facts.blank else FILLED
            yield PLAIN(verdict=verdict, share=share, deviation=facts.deviation, entropy=facts.entropy)
            yield BLUR(blur=facts.blur, sharpness=facts.sharpness)
        case VideoFacts():
            yield SIZE(width=facts.width, height=facts.height, format=facts.format.upper(), bytes=facts.bytes)
            audio = SOUND(codec=facts.audio) if facts.audio else SILENT
            yield LENGTH(seconds=f"{facts.duration_s:g}", codec=facts.codec, audio=audio)
        case Unreadable(reason, _):
            yield UNREADABLE(reason=reason)
            return
    yield CODES(codes=list(facts.qr)) if facts.qr else NO_CODES
    if facts.text is not None:
        yield WORDS(words=facts.text.splitlines()) if facts.text else NO_WORDS


def as_json(found: Sequence[Looked], lang: Lang) -> dict[str, Any]:
    """Everything, versioned."""
    return {"format_version": MEDIA_VERSION, "files": [_one(one, lang) for one in found]}


def _one(one: Looked, lang: Lang) -> dict[str, Any]:
    facts = one.facts
    if isinstance(facts, Unreadable):
        return {"file": one.file, "kind": "unreadable", "reason": say(facts.reason, lang), "fix": say(facts.fix, lang)}
    kind = "image" if isinstance(facts, ImageFacts) else "video"
    remarks = [say(remark, lang) for remark, _ in oddities(one.file, facts)]
    return {
        "file": one.file,
        "kind": kind,
        **asdict(facts),
        "has_qr": bool(facts.qr),
        "remarks": remarks,
        "findings": list(one.findings),
    }
