"""Category ③: pictures that are missing, blank, unclear, or that still lie with somebody else.

What a picture looks like comes from looking at the files (`facts.images`, in the order of the declared ones); without
that, a rule says that it could not judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Say, Text
from storeconf.rules.case import COPY, Case, Written
from storeconf.rules.data import table
from storeconf.rules.fields import number
from storeconf.rules.review.looks import (
    HEAD,
    NOT_LOOKED_AT,
    blank_image,
    blurred,
    head_of_place,
    images,
    is_blank,
    is_known,
    of_place,
    place_of,
    seen_images,
    unseen_head,
    which,
)
from storeconf.rules.rule import Hit, Needs, Outcome, Rule, Skip
from storeconf.rules.text.patterns import lazy

SOME_NOT_LOOKED_AT = Text("有 {count} 张图片没有检查结果", "nobody has looked at {count} of the pictures")
NO_IMAGES = Text("没有图片清单", "the list of pictures is not known")

SMALL = Text(
    "{which}只有 {width}×{height} 像素，短边不到 {limit}",
    "{which} has {width}×{height} pixels; its short side is below {limit}",
)
NO_HEAD = Text("没有头图", "there is no cover")
HOSTED_ELSEWHERE = Text(
    "图片“{src}”还放在第三方网站，没有转存到平台",
    "the picture {src} still lies with a third party; it was not transferred",
)
NOT_A_WEB_ADDRESS = Text(
    "图片地址“{src}”在用户手机上打不开，没有转存到平台",
    "the picture address {src} opens nowhere else; it was not transferred",
)
EXTERNAL = Text(
    "{which}还放在第三方网站，没有转存到平台", "{which} still lies with a third party; it was not transferred"
)

_SHOWN = 60
_IMAGE = lazy(
    r"""<img\b[^<>]*?\s(?:data-)?src\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'<>]+))|"""
    r"""background(?:-image)?\s*:\s*url\(\s*(?:&quot;|["'])?(?P<style>[^"'()<>\s]+?)(?:&quot;|["'])?\s*\)""",
    re.IGNORECASE,
)


def html_images(text: str) -> Iterator[tuple[int, int]]:
    """Where the addresses of pictures stand in a rich text."""
    if "<" not in text:
        return
    for found in _IMAGE.finditer(text):
        name = found.lastgroup
        if name is not None:
            yield found.span(name)


def _unseen(case: Case, key: str) -> Iterator[Outcome]:
    """A skip for the declared pictures of which `key` is not known."""
    seen = seen_images(case)
    known = sum(1 for one in seen if is_known(one, key))
    count = max(len(images(case)), len(seen)) - known
    reason = next((one["not_seen"] for one in seen if one.get("not_seen")), None)
    if count > 0:
        yield Skip(reason or (SOME_NOT_LOOKED_AT(count=count) if known else NOT_LOOKED_AT))
    elif not case.product.knows("images") and not seen:
        yield Skip(NOT_LOOKED_AT)


# -- R03-01, R03-03: what a picture looks like --------------------------------------------------------------------------


def _blank(case: Case) -> Iterator[Outcome]:
    for index, image in enumerate(seen_images(case)):
        yield from blank_image(which(index, image), image, place_of(case, index))
    yield from _unseen(case, "blank")


def _blank_head(case: Case) -> Iterator[Outcome]:
    for image in head_of_place(case):
        yield from blank_image(of_place(image), image, f"{HEAD}.file")
    yield from unseen_head(case)


def _unclear(case: Case) -> Iterator[Outcome]:
    for index, image in enumerate(seen_images(case)):
        yield from _unclear_image(which(index, image), image, place_of(case, index), case)
    yield from _unseen(case, "blur")


def _unclear_head(case: Case) -> Iterator[Outcome]:
    for image in head_of_place(case):
        yield from _unclear_image(of_place(image), image, f"{HEAD}.file", case)
    yield from unseen_head(case)


def _unclear_image(name: Say, image: Mapping[str, Any], path: str, case: Case) -> Iterator[Hit]:
    width, height = number(image.get("width")), number(image.get("height"))
    side = case.settings.threshold("image_short_side_px")
    if is_blank(image):
        return
    if width is not None and height is not None and min(width, height) < side:
        yield Hit(message=SMALL(which=name, width=width, height=height, limit=side), path=path)
    else:
        yield from blurred(name, image, path, case)


# -- R03-02: where a picture lies ----------------------------------------------------------------------------------------


def _within(host: str, hosts: tuple[str, ...]) -> bool:
    labels = host.split(".")
    return any(".".join(labels[start:]) in hosts for start in range(len(labels)))


def _address_problem(src: str, case: Case, *, known_only: bool) -> Text | None:
    """What is wrong with the address of a picture. `known_only`: only hosts that are certainly a third party's."""
    try:
        parts = urlsplit(src.strip())
        host = (parts.hostname or "").lower()
    except ValueError:
        return NOT_A_WEB_ADDRESS
    if parts.scheme.lower() not in ("http", "https", "") or not host:
        return NOT_A_WEB_ADDRESS
    if _within(host, case.settings.word_list("picture_hosts")):
        return None
    if known_only and not _within(host, tuple(table("picture_hosts")["elsewhere"])):
        return None
    return HOSTED_ELSEWHERE


def _rich_text(written: Written, case: Case) -> Iterator[Outcome]:
    """Pictures in a rich text: only the platform's own hosts are shown for sure."""
    for start, end in html_images(written.raw):
        src = written.raw[start:end]
        problem = _address_problem(src, case, known_only=False)
        if problem is not None:
            yield Hit(start=start, end=end, message=problem(src=src[:_SHOWN]))


def _not_transferred(case: Case) -> Iterator[Outcome]:
    """Listed pictures. The platform fetches a declared address, so a host of the merchant's own is fine unless seen."""
    seen = seen_images(case)
    for index, image in enumerate(seen):
        if image.get("host") == "external":
            yield Hit(message=EXTERNAL(which=which(index, image)), path=f"images.{index}")
    unknown = 0
    for index, image in enumerate(images(case)):
        host = seen[index].get("host") if index < len(seen) else None
        src = image.get("url")
        if not src or host is not None:
            continue
        problem = _address_problem(str(src), case, known_only=True)
        if problem is not None:
            yield Hit(message=problem(src=str(src)[:_SHOWN]), path=f"images.{index}.url")
        elif not _is_platform(str(src), case):
            unknown += 1
    if unknown:
        yield Skip(SOME_NOT_LOOKED_AT(count=unknown))


def _is_platform(src: str, case: Case) -> bool:
    return _address_problem(src, case, known_only=False) is None


# -- R03-04: the cover ---------------------------------------------------------------------------------------------------


def _no_head(case: Case) -> Iterator[Outcome]:
    declared, seen = images(case), seen_images(case)
    if not declared and not seen and not case.product.knows("images"):
        yield Skip(NO_IMAGES)
    elif not any(one.get("role") == "head" for one in declared or seen):
        yield Hit(message=NO_HEAD, path="images")


RULES: tuple[Rule, ...] = (
    Rule(
        id="R03-01",
        name="blank-image",
        title=Text("头图、详情图不能是空白的", "No cover or detail picture may be blank"),
        severity=Severity.ERROR,
        needs=(Needs.MEDIA,),
        source="S004 ③1, ⑩2",
        remedy=Text("换成能正常打开、有内容的图片", "put a picture there that opens and shows something"),
        bad="详情图 detail.jpg 打开后是一张纯白的图",
        good="详情图是每道菜的实拍照片",
        on_product=_blank,
        on_chain=_blank_head,
    ),
    Rule(
        id="R03-02",
        name="not-transferred",
        title=Text("图片要转存到平台", "Pictures have to be transferred to the platform"),
        severity=Severity.WARNING,
        needs=(Needs.FIELDS, Needs.MEDIA),
        source="S004 ③2",
        remedy=Text(
            "在商品编辑页点【富文本图片转存】后重新保存；自己的图片域名写进项目的 rules.words.picture_hosts",
            "transfer the pictures on the product's edit page and save it again; "
            "list a delivery host of your own under rules.words.picture_hosts in the project file",
        ),
        bad='<p>招牌套餐</p><img src="https://mmbiz.qpic.cn/mmbiz_jpg/abc/640">',
        good='<p>招牌套餐</p><img src="https://p3.byteimg.com/goods/abc.jpg">',
        note=Text(
            "富文本里的图片只认平台的域名；图片清单里的网址由平台抓取，所以只报确定是第三方的",
            "in rich text only the platform's hosts count; listed addresses are fetched by the platform, "
            "so only hosts that are certainly a third party's are reported there",
        ),
        fields=COPY,
        in_text=_rich_text,
        on_product=_not_transferred,
    ),
    Rule(
        id="R03-03",
        name="unclear-image",
        title=Text("图片要清晰、够大", "Pictures have to be clear and large enough"),
        severity=Severity.ERROR,
        needs=(Needs.MEDIA,),
        source="S004 ③",
        remedy=Text(
            "换成清晰的原图，短边不小于 350 像素", "use the clear original, with a short side of 350 pixels at least"
        ),
        bad="头图 300×224 像素，放大后一片模糊",
        good="头图 1125×840 像素，菜品清楚",
        note=Text(
            "平台没有公布数值，短边和模糊度的界限可以在项目里改",
            "the platform publishes no numbers; both limits can be set in the project file",
        ),
        on_product=_unclear,
        on_chain=_unclear_head,
    ),
    Rule(
        id="R03-04",
        name="no-head-image",
        title=Text("商品要有头图", "A product needs a cover"),
        severity=Severity.ERROR,
        needs=(Needs.FIELDS,),
        source="S004 ③1",
        remedy=Text(
            "加一张 role 为 head 的图片，比例 375:280", "add a picture with the role head, in the ratio 375:280"
        ),
        bad="图片清单里只有三张详情图",
        good="图片清单的第一张是头图",
        on_product=_no_head,
    ),
)
