"""What a resource kind is: its fields with their flags, its place in the order of apply, what removal means.

Differences between kinds are data here, so no other package asks which kind it has before it.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag
from pydantic.fields import FieldInfo

from storeconf.core.address import Address
from storeconf.core.text import Text
from storeconf.core.values import Value
from storeconf.model.scalars import FilePath, Line, Slug


class Spec(BaseModel):
    """A map in the YAML. Unknown keys are errors, omitted ones are not managed."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Flag(StrEnum):
    """What is special about an attribute."""

    IMMUTABLE = "immutable"
    """The platform can't change it: a new value means retire and create."""
    AMOUNT = "amount"
    """Yuan."""
    MONEY = "money"
    """What customers pay: always called out, limited by `limits.price_delta`."""
    EXPOSURE = "exposure"
    """Puts something on sale or takes it off."""
    COMPUTED = "computed"
    """The platform derives it from another attribute; declared, it only feeds rules."""
    LOCAL = "local"
    """Says something to the rules; the platform has no such setting."""
    PASSED_ON = "passed_on"
    """A map of the platform's own keys: each of them is an attribute by itself, none is known here."""


class Compare(StrEnum):
    """When two values of an attribute mean the same; see `model.compare`."""

    EXACT = "exact"
    SET = "set"
    TEXT = "text"
    PHONE = "phone"
    HOURS = "hours"
    SLOTS = "slots"
    ITEMS = "items"
    FILE = "file"
    IMAGES = "images"
    CATEGORY = "category"


class Resolve(StrEnum):
    """What the reader does to a declared value before it is a canonical one; see `source.resolve`."""

    NONE = "none"
    TEXT = "text"
    FILE = "file"
    PAPERS = "papers"
    IMAGES = "images"
    HEAD_IMAGE = "head_image"
    PRODUCT = "product"
    PRODUCTS = "products"
    TEMPLATE_NAME = "template_name"


class OnRemove(StrEnum):
    """What removal of a declared resource means on the platform."""

    OFF_SHELF = "off_shelf"
    """Taken off the shelf with `--allow remove`, never deleted."""
    FORGET = "forget"
    """No longer managed, left as it is."""
    FORGET_AND_CLEAN = "forget_and_clean"
    """No longer managed, with one optional step for a person to clean it up."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One comparable value of a kind."""

    path: str
    """`sale.end`: maps are taken apart, lists are compared whole."""
    label: Text
    compare: Compare = Compare.EXACT
    resolve: Resolve = Resolve.NONE
    flags: frozenset[Flag] = frozenset()
    console: Text | None = None
    """Its own console page, where that is not the kind's."""
    words: Mapping[str, Text] = field(default_factory=dict, hash=False)
    """What a choice is called, by the word that stands for it in the YAML."""

    def has(self, flag: Flag) -> bool:
        """Whether the flag is set."""
        return flag in self.flags


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of resource."""

    name: str
    label: Text
    scope: Literal["account", "store", "both"]
    field: str
    """Its key under `spec`."""
    keyed: bool
    """Whether a unit has many of them, each under a key of its own."""
    level: int
    """Order of apply, low first; removal runs the other way."""
    model: type[Spec]
    on_remove: OnRemove
    console: Text
    """Menu path in the console, as the platform's own pages name it (source: seed 000)."""
    evidence: Text
    """What a person should keep as proof of a step done by hand."""
    attributes: tuple[Attribute, ...]
    claimed: bool = False
    """It is there before us; a person claims it in the console, no API creates it."""

    def fits(self, address: Address) -> bool:
        """Whether the address is one of a whole resource of this kind."""
        level = "account" if address.account_level else "store"
        placed = address.kind == self.name and self.scope in (level, "both")
        return placed and bool(address.key) == self.keyed and not address.attr

    def attribute(self, path: str) -> Attribute | None:
        """The attribute with that path; a passed-through key (`platform.KEY`) has none of its own."""
        for item in self.attributes:
            if item.path == path:
                return item
        return None


def attr(
    zh: str,
    en: str,
    *flags: Flag,
    compare: Compare = Compare.EXACT,
    resolve: Resolve = Resolve.NONE,
    console: Text | None = None,
    words: Mapping[str, tuple[str, str]] | None = None,
    note: str = "",
) -> Any:
    """A field of a kind: its label in both languages and what is special about it. Always optional: omitted = unmanaged."""
    extra: dict[str, Any] = {"x-label-en": en}
    if flags:
        extra["x-flags"] = [str(flag) for flag in flags]
    if compare is not Compare.EXACT:
        extra["x-compare"] = str(compare)
    if resolve is not Resolve.NONE:
        extra["x-resolve"] = str(resolve)
    if console is not None:
        extra["x-console"] = [console.zh, console.en]
    if words:
        extra["x-words"] = {word: list(said) for word, said in words.items()}
    return Field(default=None, title=zh, description=note or None, json_schema_extra=extra)


def attributes_of(model: type[Spec], prefix: str = "") -> tuple[Attribute, ...]:
    """The attributes of a model, nested maps taken apart."""
    return tuple(_walk(model, prefix))


def _walk(model: type[Spec], prefix: str) -> Iterator[Attribute]:
    for name, info in model.model_fields.items():
        nested = _nested(info)
        if nested is not None:
            yield from _walk(nested, f"{prefix}{name}.")
        else:
            yield _attribute(f"{prefix}{name}", info)


def _attribute(path: str, field: FieldInfo) -> Attribute:
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    console: Any = extra.get("x-console")
    flags: Any = extra.get("x-flags", [])
    words: Any = extra.get("x-words", {})
    return Attribute(
        path=path,
        label=Text(field.title or path, str(extra.get("x-label-en", path))),
        compare=Compare(str(extra.get("x-compare", "exact"))),
        resolve=Resolve(str(extra.get("x-resolve", "none"))),
        flags=frozenset(Flag(flag) for flag in flags),
        console=Text(*console) if console else None,
        words={word: Text(*said) for word, said in words.items()},
    )


def _nested(field: FieldInfo) -> type[Spec] | None:
    """The map model behind a field, when its values are attributes of their own."""
    annotation = field.annotation
    if get_origin(annotation) in (Union, types.UnionType):
        kinds = [part for part in get_args(annotation) if part is not type(None)]
        annotation = kinds[0] if len(kinds) == 1 else None
    if isinstance(annotation, type) and issubclass(annotation, Spec) and not issubclass(annotation, Whole):
        return annotation
    return None


class Whole(Spec):
    """A map that is one value: it is compared and replaced as a whole."""


class Template(Whole):
    """A text made from a file under `templates/`."""

    template: FilePath = Field(title="模板文件", description="templates/ 下的文件名")
    vars: dict[str, Line | list[Line]] = Field(default_factory=dict, title="变量", description="模板里的 vars")


class FileIdentity(Whole):
    """A file as it was seen: observations carry the hash, so that another file of the same name is noticed."""

    file: FilePath | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


UNION_TAGS = frozenset({"<text>", "<template>", "<html>", "<map>", "<item>", "<group>", "<list>", "<where>", "<word>"})
"""Union tags that pydantic puts into error locations. No YAML key can be written like this by accident."""


def by_shape(value: object) -> str:
    """Which member of a text field's union is meant."""
    if isinstance(value, dict | Spec):
        return "<template>"
    return "<text>"


TextField = Annotated[
    Annotated[Line, Tag("<text>")] | Annotated[Template, Tag("<template>")],
    Discriminator(by_shape),
]
"""A string, or `{template, vars}`."""


def _file_shape(value: object) -> str:
    return "<map>" if isinstance(value, dict | Spec) else "<text>"


FileField = Annotated[
    Annotated[FilePath, Tag("<text>")] | Annotated[FileIdentity, Tag("<map>")],
    Discriminator(_file_shape),
]
"""A file of the project; in observations the file with its hash."""


def _ref_shape(value: object) -> str:
    return "<list>" if isinstance(value, str) and "/" in value else "<text>"


ProductRef = Annotated[
    Annotated[Slug, Tag("<text>")] | Annotated[str, Tag("<list>")],
    Discriminator(_ref_shape),
]
"""A product's key, the store's own or the account's; in observations its full address."""


def flatten(tree: dict[str, Any], attributes: tuple[Attribute, ...]) -> dict[str, Value]:
    """A dumped model as flat attribute values; keys below a passed-on map (`platform`) keep their own names."""
    leaves = {item.path for item in attributes if not item.has(Flag.PASSED_ON)}
    flat: dict[str, Value] = {}

    def walk(node: dict[str, Any], prefix: str) -> None:
        for name, value in node.items():
            path = f"{prefix}{name}"
            if isinstance(value, dict) and path not in leaves:
                walk(value, f"{path}.")
            elif value is not None:
                flat[path] = value

    walk(tree, "")
    return flat
