"""What was seen of pictures, as rules read it: which one is meant, where it is named, whether it shows anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from storeconf.core.text import Say, Text
from storeconf.rules.case import Case
from storeconf.rules.fields import number
from storeconf.rules.rule import Hit, Skip

ROLES: Mapping[str, Text] = {
    "head": Text("头图", "cover"),
    "detail": Text("详情图", "detail picture"),
    "dish": Text("菜品图", "dish picture"),
    "environment": Text("环境图", "picture of the place"),
}
A_PICTURE = Text("图片", "picture")
NOT_LOOKED_AT = Text("没有图片的检查结果", "nobody has looked at the pictures")
WHICH = Text("第 {number} 张图（{role}）", "picture {number} ({role})")
WITH_FILE = Text("{role} {file}", "{role} {file}")
NAMED = Text("{what}（{file}）", "{what} ({file})")
OF_PLACE = Text("门店页头图", "the head image of the place")
UNREADABLE = Text("{which}打不开：{reason}", "{which} can't be opened: {reason}")
BLANK = Text("{which}是空白的", "{which} is blank")
ONE_COLOUR = Text(
    "{which}是空白的：{share}% 的画面是同一种颜色", "{which} is blank: {share}% of it is of one and the same colour"
)
BLURRED = Text("{which}不清晰：模糊度 {blur}，超过 {limit}", "{which} is unclear: blur {blur}, above {limit}")
HEAD = "poi.head_image"


def images(case: Case) -> tuple[Mapping[str, Any], ...]:
    """The declared pictures."""
    return tuple(_mapping(one) for one in case.product.items("images"))


def seen_images(case: Case) -> tuple[Mapping[str, Any], ...]:
    """What was seen of each picture, in the order of the declared ones."""
    return tuple(one for one in case.facts.items("images") if isinstance(one, Mapping))


def _mapping(value: Any) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return value
    return {name: getattr(value, name, None) for name in ("role", "file", "url", "sha256")}


def role(image: Mapping[str, Any]) -> Text:
    """What a picture is for, in words."""
    return ROLES.get(str(image.get("role")), A_PICTURE)


def which(index: int, image: Mapping[str, Any]) -> Say:
    """A picture of a product, for people: its number, what it is for, and its file if it is one."""
    named: Say = role(image)
    return WHICH(number=index + 1, role=WITH_FILE(role=named, file=image["file"]) if image.get("file") else named)


def place_of(case: Case, index: int) -> str:
    """Where a finding about a picture of a product stands: at its file, where it has one."""
    declared = images(case)
    file = declared[index].get("file") if index < len(declared) else None
    return f"images.{index}.file" if file else f"images.{index}"


def head_of_place(case: Case) -> Iterator[Mapping[str, Any]]:
    """What was seen of the file that is the place's head image; a product's cover is judged with its product."""
    seen = case.facts.under("head_image")
    found = {path: seen.get(path) for path in seen.paths()}
    if found and "not_seen" not in found:
        yield found


def of_place(image: Mapping[str, Any]) -> Say:
    """The place's head image, for people."""
    return NAMED(what=OF_PLACE, file=image["file"]) if image.get("file") else OF_PLACE


def unseen_head(case: Case) -> Iterator[Skip]:
    """A skip where the place's head image is a file that nobody looked at."""
    if case.chain is not None and case.chain.store.has(f"{HEAD}.file") and not any(head_of_place(case)):
        yield Skip(case.facts.get("head_image.not_seen") or NOT_LOOKED_AT)


def is_known(image: Mapping[str, Any], key: str) -> bool:
    """Whether something was seen of a picture, or it is known that nothing can be."""
    return image.get(key) is not None or bool(image.get("unreadable"))


def is_blank(image: Mapping[str, Any]) -> bool:
    """Whether a picture shows nothing."""
    return image.get("blank") in (True, "true")


def blank_image(name: Say, image: Mapping[str, Any], path: str) -> Iterator[Hit]:
    """A picture that doesn't open, or shows nothing."""
    plain = number(image.get("plain"))
    if image.get("unreadable"):
        message = UNREADABLE(which=name, reason=image["unreadable"])
        yield Hit(message=message, fix=image.get("fix") or "", path=path)
    elif is_blank(image) and plain is not None:
        yield Hit(message=ONE_COLOUR(which=name, share=f"{plain * 100:.1f}"), path=path)
    elif is_blank(image):
        yield Hit(message=BLANK(which=name), path=path)


def blurred(name: Say, image: Mapping[str, Any], path: str, case: Case) -> Iterator[Hit]:
    """A picture that isn't sharp."""
    blur, limit = number(image.get("blur")), case.settings.threshold("image_blur")
    if blur is not None and blur > limit:
        yield Hit(message=BLURRED(which=name, blur=blur, limit=limit), path=path)
