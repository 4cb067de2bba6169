"""R01-05: the pictures of a shop's licences, as far as looking at them tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Say, Text
from storeconf.rules.case import Case
from storeconf.rules.fields import number
from storeconf.rules.review.law_licences import UNKNOWN, Licence, alone, licences_of
from storeconf.rules.review.pictures import NAMED, blank_image, blurred, is_blank
from storeconf.rules.rule import Hit, Needs, Outcome, Rule, Skip

_NO_PICTURE = Text(
    "没有{type}图片的检查结果（facts.licences）；真伪只能由人确认",
    "nothing is known of the picture of {type} (facts.licences); whether it is genuine only a person can say",
)
_FLAWS: tuple[tuple[str, bool, Text], ...] = (
    ("complete", False, Text("{type}的图片不完整（没有拍全）", "the picture of {type} is not complete")),
    ("occluded", True, Text("{type}的图片有遮盖", "parts of {type} are covered in the picture")),
    ("altered", True, Text("{type}的图片有涂改痕迹", "the picture of {type} shows alterations")),
    ("genuine", False, Text("{type}被确认为不真实", "{type} was attested not to be genuine")),
    ("fake", True, Text("{type}被确认为不真实", "{type} was attested not to be genuine")),
)
_TRUE = {True: (True, "true"), False: (False, "false")}
_ONLY_PERSON = Text(
    "{type}的图片能打开；有没有遮盖、涂改，是不是真的，只能由人确认",
    "the picture of {type} opens; whether it is covered, altered or genuine only a person can say",
)
_PICTURE_OF = Text("{type}的图片", "the picture of {type}")
_SMALL = Text(
    "{which}只有 {width}×{height} 像素，宽和高都要有 {limit}",
    "{which} has {width}×{height} pixels; both sides need {limit}",
)
_HEAVY = Text(
    "{which}有 {size} MB，平台最多收 {limit} MB", "{which} has {size} MB; the platform takes {limit} MB at most"
)
_FORMAT = Text("{which}是 {format}，平台只收 JPG 和 PNG", "{which} is {format}; the platform takes JPG and PNG only")
_LARGER = Text(
    "换成扫描件或离得更近的照片，不要用截图或放大的小图",
    "put a scan or a closer photograph there, no screenshot and no enlarged small picture",
)
_LIGHTER = Text("导出为 JPG，质量 85 左右", "export it as JPG with a quality of some 85")
_AS_JPG = Text("导出为 JPG 或 PNG", "export it as JPG or PNG")
_LICENCE_FORMATS = ("jpeg", "png")
_MB = 1024 * 1024


def _picture(case: Case) -> Iterator[Outcome]:
    seen = [entry for entry in case.facts.items("licences") if isinstance(entry, Mapping)]
    for entry in seen:
        yield from _flaws(entry)
    licences = licences_of(case)
    if licences is None:
        if not seen:
            yield Skip(UNKNOWN)
        return
    for one in licences:
        entry = next((entry for entry in seen if _is_of(entry, one)), {})
        yield from _looked_at(one, entry, case)
        if not any(name in entry for name, _, _ in _FLAWS) and not entry.get("unreadable"):
            reason = entry.get("not_seen") or (_ONLY_PERSON if "width" in entry else _NO_PICTURE)(type=one.type)
            yield Skip(reason)


def _is_of(entry: Mapping[str, Any], licence: Licence) -> bool:
    """Whether it was seen of this licence. Only a project says which one of two of a type is meant."""
    return (entry.get("type", ""), entry.get("index", licence.index)) == (licence.type, licence.index)


def _flaws(entry: Mapping[str, Any]) -> Iterator[Hit]:
    """What a person attested of a picture."""
    for name, bad, message in _FLAWS:
        if entry.get(name) is not None and entry[name] in _TRUE[bad]:
            yield Hit(message=message(type=entry.get("type", "")), path="licences")


def _looked_at(one: Licence, entry: Mapping[str, Any], case: Case) -> Iterator[Hit]:
    """What looking at the file tells; what the platform asks of chains' licences is only a warning."""
    path = f"licences.{one.index}.image"
    name = NAMED(what=_PICTURE_OF(type=one.type), file=entry.get("file", ""))
    yield from blank_image(name, entry, path)
    if is_blank(entry) or entry.get("unreadable"):
        return
    for hit in (*blurred(name, entry, path, case), *_refused(name, entry, path, case)):
        yield replace(hit, severity=Severity.WARNING)


def _refused(name: Say, entry: Mapping[str, Any], path: str, case: Case) -> Iterator[Hit]:
    side, limit = case.settings.threshold("licence_side_px"), case.settings.threshold("licence_mb")
    width, height, size = (number(entry.get(key)) for key in ("width", "height", "bytes"))
    if width is not None and height is not None and min(width, height) < side:
        yield Hit(message=_SMALL(which=name, width=width, height=height, limit=side), fix=_LARGER, path=path)
    if size is not None and size > limit * _MB:
        yield Hit(message=_HEAVY(which=name, size=f"{size / _MB:.1f}", limit=limit), fix=_LIGHTER, path=path)
    if entry.get("format") not in (None, *_LICENCE_FORMATS):
        yield Hit(message=_FORMAT(which=name, format=str(entry["format"]).upper()), fix=_AS_JPG, path=path)


RULES: tuple[Rule, ...] = (
    Rule(
        id="R01-05",
        name="licence-image",
        title=Text(
            "证照图片要完整、无遮盖、无涂改、真实",
            "Pictures of licences are complete, uncovered, unaltered and genuine",
        ),
        severity=Severity.ERROR,
        needs=(Needs.MEDIA, Needs.PERSON),
        source="S004 ①1",
        remedy=Text(
            "重新拍摄整张证照，四角入镜，不打码、不盖章遮字、不修图",
            "take a new picture of the whole document with all four corners and nothing covered or edited",
        ),
        bad="营业执照的统一社会信用代码打了码",
        good="营业执照四角完整、字迹清楚，1600×1200 像素",
        note=Text(
            "遮盖、涂改和真假只能由人看；打不开、空白是错误；不清晰、宽或高不到 800 像素、超过 5 MB、不是 JPG 或 PNG 是警告，"
            "出自平台对连锁门店证照的要求（2026-11-22 核对）",
            "covered, altered or false only a person can tell; one that doesn't open or is blank is an error; unclear, "
            "narrower or lower than 800 pixels, above 5 MB, neither JPG nor PNG is a warning: that is what the platform "
            "asks of chains' licences (read on 2026-11-22)",
        ),
        per_store=True,
        on_product=_picture,
        on_chain=alone(_picture),
    ),
)
